"""Ledgers (.csv, .tsv, .xlsx) as sheets of cells with row numbers. The only room that knows calamine.

Nothing is typed here: dates that Excel stored as dates come out as `2025-04-15 09:00`.
"""

from __future__ import annotations

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from generator.diagnostics import Diagnostic, Span
from generator.source.text import decode_bytes
from generator.source.tree import Scalar

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
HEAD_ROWS = 10
Cells = frozenset[tuple[int, int]]
"""Places of cells as (row, column)."""
ERROR_VALUES = frozenset(
    "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! "
    "#UNKNOWN! #EXTERNAL! #PYTHON!".split()
)
"""What a spreadsheet shows in a cell whose formula came to nothing; a CSV has it as plain text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from its head on. `formulas` are the cells that hold a formula, `errors` those that hold an error value."""

    name: str
    head: tuple[Scalar, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    formulas: Cells = frozenset()
    errors: Cells = frozenset()


def column_name(column: int) -> str:
    """1 → A, 27 → AA: the letter that Excel shows."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_csv(path: str, data: bytes, is_head: Callable[[list[str]], bool]) -> tuple[list[Sheet], list[Diagnostic]]:
    """The one sheet of a CSV or TSV text, from the row that `is_head` accepts."""
    text = decode_bytes(path, data, MAX_BYTES)
    if isinstance(text, Diagnostic):
        return [], [text]
    if not text.strip():
        return [], [Diagnostic("E006", Span(path), "台账是空的", "第一行写表头，如 编号,名称,开始,乡镇。")]
    rows: list[tuple[int, int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    line, count = 1, 0
    try:
        for number, row in enumerate(reader, 1):
            while row and not row[-1].strip():  # Excel leaves a comma for every column that was ever used
                row.pop()
            rows.append((number, line, row))
            line = reader.line_num + 1
            count += len(row)
            if number > MAX_ROWS or len(row) > MAX_COLUMNS or count > MAX_CELLS:
                return [], [_too_many(path)]
    except csv.Error:
        return [], [
            Diagnostic(
                "E007", Span(path, line, 1), "引号没有成对，台账从这里读不下去", "检查这一行单元格里的英文引号。"
            )
        ]

    def cells(number: int, place: int, row: list[str]) -> tuple[Scalar, ...]:
        return tuple(
            Scalar(value.strip(), place, i, 1, f"第{number}行 {column_name(i)}列") for i, value in enumerate(row, 1)
        )

    formulas = frozenset((p, i) for _, p, r in rows for i, v in enumerate(r, 1) if v.lstrip()[:1] == "=")
    sheet = _from_head("", rows, cells, is_head, formulas)
    return ([sheet], []) if sheet else ([], [_no_head(path)])


def delimiter(text: str) -> str:
    """The mark between the cells of a CSV text, by its first lines."""
    top = text.split("\n", HEAD_ROWS)[:HEAD_ROWS]
    return max("\t,;\uff0c", key=lambda m: max(line.count(m) for line in top))


def read_xlsx(path: str, data: bytes, is_head: Callable[[list[str]], bool]) -> tuple[list[Sheet], list[Diagnostic]]:
    """Every sheet of a workbook that has a head; sheets without one are passed over if at least one has."""
    if not data:
        return [], [Diagnostic("E006", Span(path), "台账是空的", "请用 Excel 重新保存。")]
    if len(data) > MAX_BYTES:
        return [], [
            Diagnostic("E005", Span(path), f"台账超过了 {MAX_BYTES // 1024 // 1024} MB", "请按年份分成几个文件。")
        ]
    marks = _inspect(path, data)
    if isinstance(marks, Diagnostic):
        return [], [marks]
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only projects with a workbook pay for it

    sheets: list[Sheet] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index, name in enumerate(book.sheet_names):
            table = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
            sheet = _sheet(name, table, is_head, marks.get(index, _Marks()))
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
    return (sheets, []) if sheets else ([], [_no_head(path)])


def _sheet(name: str, table: list[list[Any]], is_head: Callable[[list[str]], bool], marks: _Marks) -> Sheet | None:
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

    return _from_head(name, rows, cells, is_head, marks.formulas, frozenset(marks.errors))


def _from_head(
    name: str,
    rows: list[tuple[int, int, list[str]]],
    cells: Callable[[int, int, list[str]], tuple[Scalar, ...]],
    is_head: Callable[[list[str]], bool],
    formulas: Cells,
    errors: Cells = frozenset(),
) -> Sheet | None:
    for i, (_, _, row) in enumerate(rows[:HEAD_ROWS]):
        if is_head([v.strip() for v in row]):
            body = tuple(cells(*r) for r in rows[i + 1 :] if any(v.strip() for v in r[2]))
            said = frozenset((p, c) for _, p, r in rows[i:] for c, v in enumerate(r, 1) if is_error(v))
            return Sheet(name, cells(*rows[i]), body, formulas, errors | said)
    return None


def is_error(text: str) -> bool:
    """True for a text that is an error value such as `#REF!`."""
    word = text.strip()
    return word[:1] == "#" and word.upper() in ERROR_VALUES


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


def _no_head(path: str) -> Diagnostic:
    return Diagnostic(
        "E008",
        Span(path, 1),
        f"前{HEAD_ROWS}行里找不到表头",
        "表头至少要有“名称”“开始”“乡镇”三列，列名用手册里的中文名。",
    )


def _too_many(path: str) -> Diagnostic:
    return Diagnostic(
        "E005",
        Span(path),
        f"台账超过了 {MAX_ROWS} 行、{MAX_COLUMNS} 列或 {MAX_CELLS // 10000} 万格",
        "请按年份分成几个文件；表外面多余的格子请删掉。",
    )


_SHEET_TYPE = re.compile(r"worksheets?/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the reader of workbooks does not tell of a sheet: cells with formulas, and cells with error values."""

    formulas: Cells = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def _inspect(path: str, data: bytes) -> dict[int, _Marks] | Diagnostic:
    """Refuse bombs before the reader meets them; find the cells with formulas and error values by index of sheet.

    The reader makes a full table up to a sheet's last cell, so every part that could be a sheet is measured first, by a
    real XML parser: what a pattern overlooks (another prefix, other quotes) would cost all memory at once.
    """
    broken = Diagnostic("E007", Span(path), "台账打不开，不是 .xlsx 文件或文件坏了", "请用 Excel 打开后另存为 .xlsx。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Diagnostic(
            "E007", Span(path), "台账加了密码，或者是旧的 .xls 格式", "请用 Excel 打开，去掉密码，另存为 .xlsx。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(info.file_size for info in parts) > MAX_UNPACKED or len(parts) > 2000:
                return Diagnostic("E005", Span(path), "台账解开后太大", "请只留需要的行和列，删去图片，另存为新文件。")
            if {"content.xml", "xl/workbook.bin"} & {info.filename.lower() for info in parts}:
                return broken  # another format under this name
            sheets = _sheet_files(archive)
            marks: dict[str, _Marks] = {}
            for info in parts:
                if info.filename.lower().endswith((".xml", ".rels")) or info.filename in sheets:
                    marks[info.filename] = _measure(archive, info)
                else:
                    with archive.open(info) as stream:  # a part that lies about its size is found at its end
                        while stream.read(1 << 20):
                            pass
            return {index: marks.get(name, _Marks()) for index, name in enumerate(sheets)}
    except _TooManyError:
        return _too_many(path)
    except (
        zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, LookupError, OverflowError,
        expat.ExpatError, zlib.error, lzma.LZMAError,
    ):  # fmt: skip
        return broken


class _TooManyError(Exception):
    """A sheet that is too large to read."""


def _measure(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Marks:
    """Every cell with a formula or an error value. Raises `_TooManyError` for a cell outside the limits."""
    formulas: set[tuple[int, int]] = set()
    errors: dict[tuple[int, int], str] = {}
    row = column = cells = 0
    wrong = False

    def word(text: str) -> None:
        errors[row, column] = errors.get((row, column), "") + text

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, cells, wrong
        kind = name.rpartition(":")[2]
        # Only the text of an error value is listened to: every other cell would cost a call.
        parser.CharacterDataHandler = word if wrong and kind == "v" else None
        if kind == "c":
            row, column = _position(attributes.get("r", ""), row, column + 1)
            cells += 1
            wrong = attributes.get("t") == "e"
            if row > MAX_ROWS or column > MAX_COLUMNS or cells > MAX_CELLS:
                raise _TooManyError
        elif kind == "row":
            said = attributes.get("r", "")
            row, column = int(said) if said.isascii() and said.isdigit() else row + 1, 0
        elif kind == "f":
            formulas.add((row, column))

    def refuse(*_: object) -> None:
        raise ValueError(info.filename)  # no workbook declares a document type; those who do want to expand entities

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    with archive.open(info) as stream:
        while piece := stream.read(1 << 20):
            parser.Parse(piece)
        parser.Parse(b"", True)
    return _Marks(frozenset(formulas), {place: text.strip() for place, text in errors.items() if text.strip()})


def _position(reference: str, row: int, column: int) -> tuple[int, int]:
    """Row and column of `AB12`; the given ones where the cell does not say."""
    found = re.fullmatch(r"([A-Za-z]{1,7})([0-9]{1,12})", reference)
    if found is None:
        return row, column
    number = 0
    for letter in found.group(1).upper():
        number = number * 26 + ord(letter) - 64
    return int(found.group(2)), number


def _elements(archive: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part: local name and attributes by local name."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append(
        (tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})
    )
    parser.Parse(archive.read(name), True)
    return found


def _sheet_files(archive: zipfile.ZipFile) -> list[str]:
    """The parts of the sheets in the order of the workbook's tabs."""
    names = {name.lower(): name for name in archive.namelist()}
    target = {}
    for kind, link in _elements(archive, names["xl/_rels/workbook.xml.rels"]):
        place = link.get("Target", "").replace("\\", "/")
        if kind == "Relationship" and _SHEET_TYPE.search(place):
            full = place.lstrip("/") if place.startswith("/") else f"xl/{place}"
            if full.lower() in names:
                target[link.get("Id", "")] = names[full.lower()]
    order = [sheet.get("id", "") for kind, sheet in _elements(archive, names["xl/workbook.xml"]) if kind == "sheet"]
    return [target[identity] for identity in order if identity in target]
