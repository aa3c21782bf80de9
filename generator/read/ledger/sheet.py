"""One table of a ledger, whatever file it came from, and how large one may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from generator.base.diagnostics import Diagnostic, Span
from generator.read.tree import Scalar

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
HEAD_ROWS = 10
"""Rows in which a head may have figures in its words; further down only a row without any is taken for one."""
Cells = frozenset[tuple[int, int]]
"""Places of cells as (row, column)."""
Row = tuple[Scalar, ...]
IsHead = Callable[[list[str]], bool]
ERROR_VALUES = frozenset(
    "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! "
    "#UNKNOWN! #EXTERNAL! #PYTHON!".split()
)
"""What a spreadsheet shows in a cell whose formula came to nothing; a CSV has it as plain text."""


class Merge(NamedTuple):
    """Merged cells, rows and columns counted from 1, with the text of their first cell."""

    top: int
    left: int
    bottom: int
    right: int
    text: str

    @property
    def name(self) -> str:
        """The range as Excel names it: `G2:G4`."""
        return f"{column_name(self.left)}{self.top}:{column_name(self.right)}{self.bottom}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a sheet: its head and the filled rows below, as far as the next head.

    Without a head, `above` has every filled row. `formulas`, `errors` and `struck` are the cells that hold a formula, an
    error value, text that is struck through; `covered` are the cells of merged ranges but for the first of each.
    """

    name: str
    head: Row
    rows: tuple[Row, ...]
    formulas: Cells = frozenset()
    errors: Cells = frozenset()
    above: tuple[Row, ...] = ()
    """The filled rows above the head."""
    hidden: bool = False
    struck: Cells = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    covered: Mapping[tuple[int, int], Merge] = field(default_factory=dict)
    crossed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells whose text has lost words with a line through them → those words."""


class Line(NamedTuple):
    """A row as read: its number as a person counts, the line of the file where it begins, and its texts."""

    number: int
    place: int
    texts: list[str]


class Marks(NamedTuple):
    """What is known of the cells of a sheet beside their texts, as `Sheet` has it."""

    formulas: Cells = frozenset()
    errors: Cells = frozenset()
    hidden: bool = False
    struck: Cells = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    covered: Mapping[tuple[int, int], Merge] = {}
    crossed: Mapping[tuple[int, int], str] = {}


@cache
def column_name(column: int) -> str:
    """1 → A, 27 → AA: the letter that Excel shows."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


_FIGURE = re.compile(r"[0-9０-９]")


def tables(name: str, lines: list[Line], cell: Callable[[int, int], str], is_head: IsHead, marks: Marks) -> list[Sheet]:
    """Every table of a sheet: a new one begins at each row that `is_head` accepts. None where nothing is filled.

    `cell` gives the words for a cell by row number and column.
    """

    def cells(line: Line, texts: list[str]) -> Row:
        return tuple(Scalar(v, line.place, i, 1, cell(line.number, i)) for i, v in enumerate(texts, 1))

    filled = [line for line in lines if any(line.texts)]
    if not filled:
        return []
    words = _heads(filled, marks.covered, is_head)
    upper = _upper_halves(filled, marks.covered, words)
    above: list[Row] = []
    heads: list[tuple[Row, list[Row]]] = []
    errors = set(marks.errors)
    for line in filled:
        if line.number in upper:
            continue
        if "#" in "".join(line.texts):
            errors.update((line.place, i) for i, text in enumerate(line.texts, 1) if is_error(text))
        if line.number in words:
            heads.append((cells(line, words[line.number]), []))
        else:
            (heads[-1][1] if heads else above).append(cells(line, line.texts))
    known = marks._replace(errors=frozenset(errors))
    if not heads:
        return [_sheet(name, (), [], above, known)]
    first, *others = heads
    return [_sheet(name, *first, above, known), *(_sheet(name, *other, [], known) for other in others)]


def _heads(lines: list[Line], covered: Mapping[tuple[int, int], Merge], is_head: IsHead) -> dict[int, list[str]]:
    """The rows that are heads, by number, with their words. Rows with figures only where there is no other head."""
    found: dict[int, list[str]] = {}
    for figures in (False, True):
        for line in lines:
            if figures or line.number <= HEAD_ROWS or not _FIGURE.search("".join(line.texts)):
                words = _with_words_above(line, covered)
                if is_head(words):
                    found[line.number] = words
        if found:
            break
    return found


def _upper_halves(lines: list[Line], covered: Mapping[tuple[int, int], Merge], words: dict[int, list[str]]) -> set[int]:
    """Heads that share merged cells with a head right below: their words stand there too, or name groups of its columns.

    A word above a column without a name becomes that name in `words`, so that none is lost.
    """
    found = set()
    for line, below in pairwise(lines) if covered else ():
        if line.number not in words or below.number not in words:
            continue
        merges = (covered.get((below.place, i)) for i, text in enumerate(below.texts, 1) if not text)
        if any(merge is not None and merge.top <= line.place for merge in merges):
            pairs = zip_longest(words[below.number], line.texts, fillvalue="")
            words[below.number] = [name or above for name, above in pairs]
            found.add(line.number)
    return found


def _sheet(name: str, head: Row, rows: list[Row], above: list[Row], marks: Marks) -> Sheet:
    return Sheet(name, head, tuple(rows), marks.formulas, marks.errors, tuple(above), *marks[2:])


def _with_words_above(line: Line, covered: Mapping[tuple[int, int], Merge]) -> list[str]:
    """A row's texts, where a cell is merged with those above it that text: heads of two rows."""
    if not covered:
        return line.texts
    words = list(line.texts)
    for i, word in enumerate(words, 1):
        merge = covered.get((line.place, i))
        if not word and merge is not None and merge.left == i:
            words[i - 1] = merge.text
    return words


def is_error(text: str) -> bool:
    """True for a text that is an error value such as `#REF!`."""
    word = text.strip()
    return word[:1] == "#" and word.upper() in ERROR_VALUES


def too_many(path: str) -> Diagnostic:
    """E005: more rows, columns or cells than are read."""
    return Diagnostic(
        "E005",
        Span(path),
        f"台账超过了 {MAX_ROWS} 行、{MAX_COLUMNS} 列或 {MAX_CELLS // 10000} 万格",
        "请按年份分成几个文件；表外面多余的格子请删掉。",
    )
