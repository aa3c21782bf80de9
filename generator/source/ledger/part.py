"""One part of a workbook's archive, gone through once: too large ones refused, and what the reader of cells does not tell."""

from __future__ import annotations

import re
import zipfile
from typing import NamedTuple
from xml.parsers import expat

from generator.source.ledger.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cells
from generator.source.ledger.strikes import Strikes, is_on

Range = tuple[int, int, int, int]
"""Top, left, bottom and right of merged cells."""


class TooManyError(Exception):
    """A sheet that is too large to read."""


class Part(NamedTuple):
    """What the reader of workbooks does not tell of a sheet."""

    formulas: Cells
    errors: dict[tuple[int, int], str]
    """The error value of each cell that has one."""
    struck: Cells
    """Cells whose text is struck through."""
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[Range, ...]
    hidden: bool = False


class _Pass:
    """The state of one way through a part. Only what is needed is listened to: every cell's text would cost a call."""

    def __init__(self, strikes: Strikes) -> None:
        self.strikes = strikes
        self.row = self.column = self.cells = 0
        self.wrong = self.shared = False
        self.formulas: set[tuple[int, int]] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.struck: set[tuple[int, int]] = set()
        self.numbers: dict[tuple[int, int], str] = {}
        """Cells whose text is one of the workbook's shared ones → its number as written."""
        self.runs: dict[tuple[int, int], list[int]] = {}
        """Cells with text of several runs → how many there are, and how many of them are struck through."""
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[Range] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: object) -> None:
        """No workbook declares a document type; those who do want to expand entities."""
        raise ValueError

    def error(self, text: str) -> None:
        """A piece of an error value."""
        self.errors[self.row, self.column] = self.errors.get((self.row, self.column), "") + text

    def number(self, text: str) -> None:
        """A piece of a shared text's number."""
        self.numbers[self.row, self.column] = self.numbers.get((self.row, self.column), "") + text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = name.rpartition(":")[2]
        value = kind == "v"
        self.parser.CharacterDataHandler = (
            self.error if value and self.wrong else self.number if value and self.shared else None
        )
        if kind == "c":
            self.row, self.column = _position(attributes.get("r", ""), self.row, self.column + 1)
            self.cells += 1
            kept = attributes.get("t")
            self.wrong = kept == "e"
            if self.row > MAX_ROWS or self.column > MAX_COLUMNS or self.cells > MAX_CELLS:
                raise TooManyError
            if self.strikes.styles and attributes.get("s", "0") in self.strikes.styles:
                self.struck.add((self.row, self.column))
            self.shared = kept == "s" and bool(self.strikes.texts)
        elif kind == "row":
            said = attributes.get("r", "")
            self.row, self.column = int(said) if said.isascii() and said.isdigit() else self.row + 1, 0
            if is_on(attributes.get("hidden", "0")) or attributes.get("ht", "1").strip("0.") == "":
                self.hidden_rows.add(self.row)
        elif kind == "f":
            self.formulas.add((self.row, self.column))
        elif not value:
            self.rare(kind, attributes)

    def rare(self, kind: str, attributes: dict[str, str]) -> None:
        """Merged ranges, hidden columns, and the runs of a text that stands in its cell."""
        if kind == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            top, left = _position(first, 0, 0)
            bottom, right = _position(last, 0, 0)
            self.merged.append((top, left, bottom, right))
        elif kind == "col" and (is_on(attributes.get("hidden", "0")) or attributes.get("width", "1").strip("0.") == ""):
            least, most = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            self.hidden_columns.update(range(max(1, least), min(most, MAX_COLUMNS) + 1))
        elif kind == "r":
            self.runs.setdefault((self.row, self.column), [0, 0])[0] += 1
        elif kind == "strike" and is_on(attributes.get("val", "1")) and (self.row, self.column) in self.runs:
            self.runs[self.row, self.column][1] += 1

    def found(self) -> Part:
        """What the way through has brought."""
        struck = self.struck | {place for place, (all_, crossed) in self.runs.items() if all_ == crossed}
        struck |= {place for place, text in self.numbers.items() if text.strip() in self.strikes.texts}
        errors = {place: text.strip() for place, text in self.errors.items() if text.strip()}
        return Part(
            frozenset(self.formulas), errors, frozenset(struck), frozenset(self.hidden_rows),
            frozenset(self.hidden_columns), tuple(self.merged),
        )  # fmt: skip


def measure(archive: zipfile.ZipFile, info: zipfile.ZipInfo, strikes: Strikes) -> Part:
    """Go through one part. Raises `TooManyError` for a cell outside the limits."""
    way = _Pass(strikes)
    with archive.open(info) as stream:
        while piece := stream.read(1 << 20):
            way.parser.Parse(piece)
        way.parser.Parse(b"", True)
    return way.found()


def _position(reference: str, row: int, column: int) -> tuple[int, int]:
    """Row and column of `AB12`; the given ones where the cell does not say."""
    found = re.fullmatch(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,12})", reference)
    if found is None:
        return row, column
    number = 0
    for letter in found.group(1).upper():
        number = number * 26 + ord(letter) - 64
    return int(found.group(2)), number
