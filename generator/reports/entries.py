"""What stands in the cells of a workbook: typed entries, and how a figure of the account becomes one.

Invariant: codes are text, days are days, a number is what it was counted as; where there is no number there is the word of its state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count, shown
from generator.figures.coverage.states import STATES
from generator.figures.indicators import Indicator
from generator.figures.opendata import safe_cell
from generator.figures.opendata.schema import Column as SchemaColumn
from generator.figures.opendata.tables import Value
from generator.reports.voice import state_word
from generator.reports.wordxml import clean


class Figure(NamedTuple):
    """A number with its Excel format."""

    value: float
    form: str = "General"


class State(NamedTuple):
    """The word that stands where there is no number."""

    word: str


Entry = str | int | float | bool | date | datetime | Figure | State | None


class Column(NamedTuple):
    """A column's head and its width in characters of the sheet."""

    title: str
    width: float = 12


class Sheet(NamedTuple):
    """One sheet: a head, its rows, rows below the filter, and how many columns stay in sight."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Entry, ...]]
    below: tuple[tuple[Entry, ...], ...] = ()
    frozen: int = 0


def percent_figure(text: str) -> Figure:
    """94.3% as 0.943 with a format that shows just that: the number is the clamped one, so no format rounds it to 100%."""
    digits = text.removesuffix("%").replace(",", "")
    places = len(digits.partition(".")[2])
    return Figure(float(Decimal(digits) / 100), f"0.{'0' * places}%" if places else "0%")


def entry(indicator: Indicator, cell: Cell | None) -> Entry:
    """A cell of the account as the table of townships shows it: as people read it, yet a number."""
    if cell is None:
        return State(STATES["not_applicable"].word)
    if cell.state != "figure" or cell.value is None:
        return State(state_word(cell))
    if cell.of is not None:
        return Figure(cell.value, "#,##0")
    text = shown(indicator, cell)
    if not text.replace(",", "").removesuffix("%").lstrip("-").replace(".", "", 1).isdigit():
        return text  # ＜0.1
    if text.endswith("%"):
        return percent_figure(text)
    digits = text.replace(",", "")
    places = len(digits.partition(".")[2])
    return Figure(float(digits), "#,##0" + ("." + "0" * places if places else ""))


def typed(column: SchemaColumn, value: Value, base: str = "") -> Entry:
    """A value of the open data as a cell: days as days, moments as moments, codes as text."""
    if value is None:
        return None
    if column.kind == "date" or column.name in ("start", "end"):
        text = str(value)
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    if column.kind == "address":
        return base + str(value)
    return str(value).replace(";", "、") if column.kind == "list" else value


_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?")


def safe_text(text: str) -> str:
    """A text as a cell may hold it: no control characters, and none that a spreadsheet would run. A negative number may stay."""
    clean_text = clean(text)
    return clean_text if _NUMBER.fullmatch(clean_text) else safe_cell(clean_text)


def plain_words(value: Entry) -> str:
    """A cell as text, for CSV."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Figure():
            return count(value.value)
        case State():
            return value.word
        case _:
            return str(value)
