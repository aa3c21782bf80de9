"""One part of a workbook's archive, gone through once: too large ones refused, and what the reader of cells does not tell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from generator.read.ledger.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cells
from generator.read.ledger.strikes import Left, Runs, Strikes, is_on

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
    crossed: Mapping[tuple[int, int], Left] = {}
    """Cells of whose text only a part is struck through."""


class _Rare:
    """What few sheets have: merged ranges, hidden rows and columns, texts of several runs, texts struck through."""

    def __init__(self) -> None:
        self.struck: set[tuple[int, int]] = set()
        self.numbers: dict[tuple[int, int], str] = {}
        """Cells whose text is one of the workbook's shared ones → its number as written."""
        self.runs: dict[tuple[int, int], Runs] = {}
        """Cells with text of several runs of their own."""
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[Range] = []

    def element(self, kind: str, attributes: dict[str, str], place: tuple[int, int]) -> None:
        """An element that is no cell, row, value or formula; `place` is the last cell's."""
        if kind == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            top, left = _position(first, 0, 0)
            bottom, right = _position(last, 0, 0)
            self.merged.append((top, left, bottom, right))
        elif kind == "col" and (is_on(attributes.get("hidden", "0")) or attributes.get("width", "1").strip("0.") == ""):
            least, most = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            self.hidden_columns.update(range(max(1, least), min(most, MAX_COLUMNS) + 1))
        elif kind == "r":
            self.runs.setdefault(place, Runs()).element(kind, attributes)
        elif place in self.runs:
            self.runs[place].element(kind, attributes)

    def all_struck(self, strikes: Strikes) -> tuple[Cells, dict[tuple[int, int], Left]]:
        """The cells whose text is struck through: by style, as a shared text, or run by run; and those partly so."""
        shared = {place: text.strip() for place, text in self.numbers.items()}
        parts = {place: strikes.partly[text] for place, text in shared.items() if text in strikes.partly}
        parts |= {place: left for place, runs in self.runs.items() if (left := runs.left()).gone}
        whole = {place for place, left in parts.items() if not left.kept}
        struck = frozenset(self.struck | whole | {place for place, text in shared.items() if text in strikes.texts})
        return struck, {place: left for place, left in parts.items() if place not in struck}


def measure(archive: zipfile.ZipFile, info: zipfile.ZipInfo, strikes: Strikes) -> Part:
    """Go through one part. Raises `TooManyError` for a cell outside the limits."""
    formulas: set[tuple[int, int]] = set()
    errors: dict[tuple[int, int], str] = {}
    rare = _Rare()
    row = column = cells = 0
    wrong = shared = False
    styles, texts, partly = strikes

    def error(text: str) -> None:
        errors[row, column] = errors.get((row, column), "") + text

    def number(text: str) -> None:
        rare.numbers[row, column] = rare.numbers.get((row, column), "") + text

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, cells, wrong, shared
        kind = name.rpartition(":")[2] if ":" in name else name
        # Only what is needed is listened to: the text of every other cell would cost a call.
        if kind == "v":
            parser.CharacterDataHandler = error if wrong else number if shared else None
            return
        parser.CharacterDataHandler = None
        if kind == "c":
            row, column = _position(attributes.get("r", ""), row, column + 1)
            cells += 1
            kept = attributes.get("t")
            wrong = kept == "e"
            if row > MAX_ROWS or column > MAX_COLUMNS or cells > MAX_CELLS:
                raise TooManyError
            if styles and attributes.get("s", "0") in styles:
                rare.struck.add((row, column))
            shared = kept == "s" and bool(texts or partly)
        elif kind == "row":
            said = attributes.get("r", "")
            row, column = int(said) if said.isascii() and said.isdigit() else row + 1, 0
            if is_on(attributes.get("hidden", "0")) or attributes.get("ht", "1").strip("0.") == "":
                rare.hidden_rows.add(row)
        elif kind == "f":
            formulas.add((row, column))
        else:
            rare.element(kind, attributes, (row, column))
            if kind == "t" and (row, column) in rare.runs:
                parser.CharacterDataHandler = rare.runs[row, column].text

    def refuse(*_: object) -> None:
        raise ValueError(info.filename)  # no workbook declares a document type; those who do want to expand entities

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    with archive.open(info) as stream:
        while piece := stream.read(1 << 20):
            parser.Parse(piece)
        parser.Parse(b"", True)
    struck, crossed = rare.all_struck(strikes)
    return Part(
        frozenset(formulas), {place: text.strip() for place, text in errors.items() if text.strip()}, struck,
        frozenset(rare.hidden_rows), frozenset(rare.hidden_columns), tuple(rare.merged), crossed=crossed,
    )  # fmt: skip


_PLACE = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,12})")


def _position(reference: str, row: int, column: int) -> tuple[int, int]:
    """Row and column of `AB12`; the given ones where the cell does not say."""
    found = _PLACE.fullmatch(reference)
    if found is None:
        return row, column
    return int(found.group(2)), _column(found.group(1))


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """AB → 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
