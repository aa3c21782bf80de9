"""Ledgers as Excel workbooks. The only room that knows calamine."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from generator.base.diagnostics import Diagnostic, Span
from generator.read.ledger.archive import inspect_archive
from generator.read.ledger.merged import covered
from generator.read.ledger.part import Part, TooManyError
from generator.read.ledger.sheet import (
    MAX_BYTES,
    IsHead,
    Line,
    Marks,
    Sheet,
    column_name,
    tables,
    too_many,
)


def read_xlsx(path: str, data: bytes, is_head: IsHead) -> tuple[list[Sheet], list[Diagnostic]]:
    """Every table of every sheet with anything in it, hidden ones and those without a head too."""
    if not data:
        return [], [Diagnostic("E006", Span(path), "台账是空的", "请用 Excel 重新保存。")]
    if len(data) > MAX_BYTES:
        return [], [
            Diagnostic("E005", Span(path), f"台账超过了 {MAX_BYTES // 1024 // 1024} MB", "请按年份分成几个文件。")
        ]
    parts = inspect_archive(path, data)
    if isinstance(parts, Diagnostic):
        return [], [parts]
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only projects with a workbook pay for it

    sheets: list[Sheet] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            part = parts.get(name)
            if part is not None:  # a chart has no cells
                sheets += _tables(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False), part, is_head)
    except (KeyboardInterrupt, SystemExit):
        raise
    except TooManyError:
        return [], [too_many(path)]
    except BaseException as error:
        if type(error).__name__ == "MemoryError":
            raise
        return [], [
            Diagnostic("E007", Span(path), "台账打不开，文件可能坏了或加了密码", "请用 Excel 打开后另存为 .xlsx。")
        ]
    return sheets, []


def _tables(name: str, table: list[list[Any]], part: Part, is_head: IsHead) -> list[Sheet]:
    texts = [[_cell(v) for v in row] for row in table]
    for (row, column), word in part.errors.items():  # the reader gives nothing for an error value
        texts.extend([] for _ in range(row - len(texts)))
        texts[row - 1].extend("" for _ in range(column - len(texts[row - 1])))
        texts[row - 1][column - 1] = word
    for (row, column), left in part.crossed.items():
        if row <= len(texts) and column <= len(texts[row - 1]):
            texts[row - 1][column - 1] = _text(left.kept)
    marks = Marks(
        part.formulas,
        frozenset(part.errors),
        part.hidden,
        part.struck,
        part.hidden_rows,
        part.hidden_columns,
        covered(part.merged, texts) if part.merged else {},
        {place: _text(left.gone) for place, left in part.crossed.items()},
    )
    lines = [Line(i, i, row) for i, row in enumerate(texts, 1)]
    return tables(name, lines, lambda n, i: f"工作表“{name}” {column_name(i)}{n}", is_head, marks)


_ESCAPE = re.compile(r"((?:_x[0-9A-Fa-f]{4}_)+)")


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return _text(value) if "_x" in value or "\r" in value else value.strip()
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


def _text(value: str) -> str:
    r"""A text with line ends as `\n`: other programs write them as `_x000D_`, which the reader gives as a return."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    if "_x" in value:
        value = _ESCAPE.sub(_unescaped, value)
    return value.strip()


def _unescaped(match: re.Match[str]) -> str:
    """Characters that a workbook may write as `_x4E2D_`; the reader itself takes only those below 256 for such."""
    codes = [int(code[2:6], 16) for code in re.findall(r"_x[0-9A-Fa-f]{4}_", match.group(1))]
    if any(code < 0x100 for code in codes):  # what the reader left must have been meant as it stands
        return match.group(1)
    units = b"".join(code.to_bytes(2, "little") for code in codes)
    try:
        return units.decode("utf-16-le")
    except UnicodeDecodeError:
        return match.group(1)
