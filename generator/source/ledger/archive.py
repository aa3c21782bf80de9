"""The archive that a workbook is: refused where it is dangerous, asked for what the reader of cells does not tell."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.parsers import expat

from generator.diagnostics import Diagnostic, Span
from generator.source.ledger.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cells, too_many

MAX_UNPACKED = 200 * 1024 * 1024
_SHEET_TYPE = re.compile(r"worksheets?/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the reader of workbooks does not tell of a sheet: cells with formulas, and cells with error values."""

    formulas: Cells = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def inspect_archive(path: str, data: bytes) -> dict[int, Marks] | Diagnostic:
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
            marks: dict[str, Marks] = {}
            for info in parts:
                if info.filename.lower().endswith((".xml", ".rels")) or info.filename in sheets:
                    marks[info.filename] = measure(archive, info)
                else:
                    with archive.open(info) as stream:  # a part that lies about its size is found at its end
                        while stream.read(1 << 20):
                            pass
            return {index: marks.get(name, Marks()) for index, name in enumerate(sheets)}
    except TooManyError:
        return too_many(path)
    except (
        zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, LookupError, OverflowError,
        expat.ExpatError, zlib.error, lzma.LZMAError,
    ):  # fmt: skip
        return broken


class TooManyError(Exception):
    """A sheet that is too large to read."""


def measure(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Marks:
    """Every cell with a formula or an error value. Raises `TooManyError` for a cell outside the limits."""
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
                raise TooManyError
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
    return Marks(frozenset(formulas), {place: text.strip() for place, text in errors.items() if text.strip()})


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
