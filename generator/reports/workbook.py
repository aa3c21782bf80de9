"""Sheets as an Excel file. The only room of XlsxWriter.

Every text is written as text: nothing an officer typed is ever a formula, a link or a number. No macro. Same sheets, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from generator.reports.entries import Entry, Figure, Sheet, State, safe_text
from generator.reports.seal import MARK, seal
from generator.reports.wordxml import clean

LARGE = 20_000
"""Rows from which on rows are written out at once instead of being kept in memory."""
_LONGEST = 32_000
"""Characters; Excel takes 32,767 in a cell."""
_A4 = 9
_PAGE_WIDTH = 190
"""Characters of columns that can still be read on one page turned round."""
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}


def text_cell(text: str) -> str:
    """A text as a cell may hold it: no control characters, no formula when it is saved as CSV, not too long."""
    safe = safe_text(text)
    return safe if len(safe) <= _LONGEST else safe[: _LONGEST - 1] + "…"


class _Formats:
    """Cell formats, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.known: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **more: Any) -> Any:
        key = tuple(sorted(more.items()))
        if key not in self.known:
            self.known[key] = self.book.add_format({**_FONT, **more})
        return self.known[key]


def workbook_bytes(sheets: Iterable[Sheet], title: str, author: str, signed: date, *, large: bool = False) -> bytes:
    """The sheets as the bytes of an .xlsx file. `large` keeps no rows in memory."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": not large,
            "constant_memory": large,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        },
    )
    made = datetime.combine(signed, time())
    book.set_properties({"title": clean(title), "author": clean(author), "comments": MARK, "created": made})
    formats = _Formats(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return seal(stream.getvalue())


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    head = formats.get(bold=True, bg_color="#E7ECF2", border=1, text_wrap=True, align="center")
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, text_cell(column.title), head)
    last = 0
    for number, row in enumerate(sheet.rows, 1):
        _row(page, number, row, formats)
        last = number
    for number, row in enumerate(sheet.below, last + 2):
        _row(page, number, row, formats)
    page.set_row(0, 42 if any(len(c.title) > c.width / 2 for c in sheet.columns) else 22)
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.repeat_rows(0)
    if sheet.frozen:
        page.repeat_columns(0, sheet.frozen - 1)
    page.fit_to_pages(max(1, round(sum(c.width for c in sheet.columns) / _PAGE_WIDTH)), 0)
    page.set_footer(f"&L{sheet.name}&R第 &P 页，共 &N 页")


def _row(page: Any, number: int, row: tuple[Entry, ...], formats: _Formats) -> None:
    for place, value in enumerate(row):
        match value:
            case None | "":
                continue
            case bool():
                page.write_string(number, place, "是" if value else "否", formats.get())
            case Figure():
                page.write_number(number, place, value.value, formats.get(num_format=value.form))
            case State():
                page.write_string(number, place, value.word, formats.get(italic=True, font_color="#555555"))
            case int() | float():
                page.write_number(number, place, value, formats.get())
            case datetime():
                page.write_datetime(number, place, value, formats.get(num_format="yyyy-mm-dd hh:mm"))
            case date():
                page.write_datetime(number, place, value, formats.get(num_format="yyyy-mm-dd", align="left"))
            case str():
                page.write_string(
                    number,
                    place,
                    text_cell(value),
                    formats.get(text_wrap=len(value) > 16 and not value.startswith("http")),
                )
