"""Ledgers (.csv, .tsv, .xlsx) as sheets of cells with row numbers. The only room that knows calamine.

Nothing is typed here: dates that Excel stored as dates come out as `2025-04-15 09:00`.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from generator.diagnostics import Diagnostic, Span
from generator.source.text import decode_bytes
from generator.source.tree import Scalar

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
HEAD_ROWS = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from its head on. `formulas` are the (row, column) of cells that hold a formula."""

    name: str
    head: tuple[Scalar, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    formulas: frozenset[tuple[int, int]] = frozenset()


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
    top = text.split("\n", HEAD_ROWS)[:HEAD_ROWS]
    mark = max("\t,;\uff0c", key=lambda m: max(line.count(m) for line in top))
    rows: list[tuple[int, int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1
    try:
        for number, row in enumerate(reader, 1):
            rows.append((number, line, row))
            line = reader.line_num + 1
            if number > MAX_ROWS:
                return [], [_too_many(path)]
    except csv.Error:
        return [], [
            Diagnostic("E007", Span(path, line, 1), "引号没有成对，台账从这里读不下去", "检查这一行单元格里的英文引号。")
        ]

    def cells(number: int, place: int, row: list[str]) -> tuple[Scalar, ...]:
        return tuple(
            Scalar(value.strip(), place, i, 1, f"第{number}行 {column_name(i)}列") for i, value in enumerate(row, 1)
        )

    formulas = frozenset((p, i) for _, p, r in rows for i, v in enumerate(r, 1) if v.lstrip()[:1] == "=")
    sheet = _from_head("", rows, cells, is_head, formulas)
    return ([sheet], []) if sheet else ([], [_no_head(path)])


def read_xlsx(path: str, data: bytes, is_head: Callable[[list[str]], bool]) -> tuple[list[Sheet], list[Diagnostic]]:
    """Every sheet of a workbook that has a head; sheets without one are passed over if at least one has."""
    if not data:
        return [], [Diagnostic("E006", Span(path), "台账是空的", "请用 Excel 重新保存。")]
    if len(data) > MAX_BYTES:
        return [], [Diagnostic("E005", Span(path), f"台账超过了 {MAX_BYTES // 1024 // 1024} MB", "请按年份分成几个文件。")]
    formulas = _inspect(path, data)
    if isinstance(formulas, Diagnostic):
        return [], [formulas]
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only projects with a workbook pay for it

    sheets: list[Sheet] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index, name in enumerate(book.sheet_names):
            table = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
            sheet = _sheet(name, table, is_head, formulas.get(index, frozenset()))
            if sheet:
                sheets.append(sheet)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - calamine's panics are no Exception
        if type(error).__name__ == "MemoryError":
            raise
        return [], [Diagnostic("E007", Span(path), "台账打不开，文件可能坏了或加了密码", "请用 Excel 打开后另存为 .xlsx。")]
    return (sheets, []) if sheets else ([], [_no_head(path)])


def _sheet(
    name: str, table: list[list[Any]], is_head: Callable[[list[str]], bool], formulas: frozenset[tuple[int, int]]
) -> Sheet | None:
    rows = [(i, i, [_cell(v) for v in row]) for i, row in enumerate(table, 1)]

    def cells(number: int, place: int, row: list[str]) -> tuple[Scalar, ...]:
        return tuple(
            Scalar(value, place, i, 1, f"工作表“{name}” {column_name(i)}{number}") for i, value in enumerate(row, 1)
        )

    return _from_head(name, rows, cells, is_head, formulas)


def _from_head(
    name: str,
    rows: list[tuple[int, int, list[str]]],
    cells: Callable[[int, int, list[str]], tuple[Scalar, ...]],
    is_head: Callable[[list[str]], bool],
    formulas: frozenset[tuple[int, int]],
) -> Sheet | None:
    for i, (_, _, row) in enumerate(rows[:HEAD_ROWS]):
        if is_head([v.strip() for v in row]):
            body = tuple(cells(*r) for r in rows[i + 1 :] if any(v.strip() for v in r[2]))
            return Sheet(name, cells(*rows[i]), body, formulas)
    return None


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        # Excel keeps moments as fractions of a day: 09:00 may come back as 08:59:59.999.
        rounded = (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
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
        "E008", Span(path, 1), f"前{HEAD_ROWS}行里找不到表头", "表头至少要有“名称”“开始”“乡镇”三列，列名用手册里的中文名。"
    )


def _too_many(path: str) -> Diagnostic:
    return Diagnostic("E005", Span(path), f"台账超过了 {MAX_ROWS} 行或 {MAX_COLUMNS} 列", "请按年份分成几个文件。")


_CELL = re.compile(rb'<c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*?(/?)>\s*(<f\b)?')
_ROW = re.compile(rb'<row\b[^<>]*?\br="(\d{1,9})"')


def _inspect(path: str, data: bytes) -> dict[int, frozenset[tuple[int, int]]] | Diagnostic:
    """Refuse bombs before the reader meets them; find the cells with formulas by index of sheet."""
    broken = Diagnostic("E007", Span(path), "台账打不开，不是 .xlsx 文件或文件坏了", "请用 Excel 打开后另存为 .xlsx。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED or len(archive.infolist()) > 2000:
                return Diagnostic("E005", Span(path), "台账解开后太大", "请只留需要的行和列，删去图片，另存为新文件。")
            found: dict[int, frozenset[tuple[int, int]]] = {}
            for index, name in enumerate(_sheet_files(archive)):
                formulas = set()
                for match in _scan(archive, name):
                    column, row = _column_number(match.group(1)), int(match.group(2))
                    if row > MAX_ROWS or column > MAX_COLUMNS:
                        return _too_many(path)
                    if match.group(4):
                        formulas.add((row, column))
                found[index] = frozenset(formulas)
            return found
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, KeyError, OverflowError):
        return broken
    except Exception as error:  # zlib.error has no common base with the others
        if type(error).__name__ == "error":
            return broken
        raise


def _scan(archive: zipfile.ZipFile, name: str) -> Iterator[re.Match[bytes]]:
    with archive.open(name) as stream:
        content = stream.read(MAX_UNPACKED + 1)
    if len(content) > MAX_UNPACKED:
        raise ValueError(name)
    for row in _ROW.finditer(content):
        if int(row.group(1)) > MAX_ROWS:
            content = b'<c r="A%d">' % (MAX_ROWS + 1)
            break
    yield from _CELL.finditer(content)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet_files(archive: zipfile.ZipFile) -> list[str]:
    """The parts of the sheets in the order of the workbook's tabs."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    target = {}
    for link in re.findall(r"<Relationship\b[^<>]*>", links):
        identity, where = re.search(r'\bId="([^"]*)"', link), re.search(r'\bTarget="([^"]*)"', link)
        if identity and where:
            place = where.group(1)
            target[identity.group(1)] = place.lstrip("/") if place.startswith("/") else f"xl/{place}"
    order = re.findall(r'<sheet\b[^<>]*\br:id="([^"]*)"', book)
    return [target[i] for i in order if i in target and "worksheets/" in target[i] and target[i] in archive.namelist()]
