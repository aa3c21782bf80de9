"""Ledgers as Excel workbooks. The only room that knows calamine."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from generator.diagnostics import Diagnostic, Span
from generator.source.ledger.archive import Marks, inspect_archive
from generator.source.ledger.sheet import MAX_BYTES, Sheet, column_name, from_head, no_head
from generator.source.tree import Scalar


def read_xlsx(path: str, data: bytes, is_head: Callable[[list[str]], bool]) -> tuple[list[Sheet], list[Diagnostic]]:
    """Every sheet of a workbook that has a head; sheets without one are passed over if at least one has."""
    if not data:
        return [], [Diagnostic("E006", Span(path), "台账是空的", "请用 Excel 重新保存。")]
    if len(data) > MAX_BYTES:
        return [], [
            Diagnostic("E005", Span(path), f"台账超过了 {MAX_BYTES // 1024 // 1024} MB", "请按年份分成几个文件。")
        ]
    marks = inspect_archive(path, data)
    if isinstance(marks, Diagnostic):
        return [], [marks]
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only projects with a workbook pay for it

    sheets: list[Sheet] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index, name in enumerate(book.sheet_names):
            table = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
            sheet = _sheet(name, table, is_head, marks.get(index, Marks()))
            if sheet:
                sheets.append(sheet)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        if type(error).__name__ == "MemoryError":
            raise
        return [], [
            Diagnostic("E007", Span(path), "台账打不开，文件可能坏了或加了密码", "请用 Excel 打开后另存为 .xlsx。")
        ]
    return (sheets, []) if sheets else ([], [no_head(path)])


def _sheet(name: str, table: list[list[Any]], is_head: Callable[[list[str]], bool], marks: Marks) -> Sheet | None:
    texts = [[_cell(v) for v in row] for row in table]
    for (row, column), word in marks.errors.items():  # the reader gives nothing for an error value
        texts.extend([] for _ in range(row - len(texts)))
        texts[row - 1].extend("" for _ in range(column - len(texts[row - 1])))
        texts[row - 1][column - 1] = word
    rows = [(i, i, row) for i, row in enumerate(texts, 1)]

    def cells(number: int, place: int, row: list[str]) -> tuple[Scalar, ...]:
        return tuple(
            Scalar(value, place, i, 1, f"工作表“{name}” {column_name(i)}{number}") for i, value in enumerate(row, 1)
        )

    return from_head(name, rows, cells, is_head, marks.formulas, frozenset(marks.errors))


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        # Excel keeps moments as fractions of a day: 09:00 may come back as 08:59:59.999.
        nudge = timedelta(seconds=30 if value.year < 9999 else 0)
        rounded = (value + nudge).replace(second=0, microsecond=0)
        return rounded.strftime("%Y-%m-%d") if rounded.time() == time() else rounded.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value).strip()
