"""A report before it has a format: sections of sentences and tables, each number beside where it comes from.

Invariant: a document holds plain words and nothing of Word, Excel or HTML, so every format says exactly the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

DIGITS = "零一二三四五六七八九"


class Source(NamedTuple):
    """Where a number comes from: its name with unit and period, the page with the records, the page with its definition.

    Addresses are absolute; `definition` is empty where the label says all there is.
    """

    label: str
    address: str
    definition: str = ""


Part = str | Source
"""Words, or a mark that says where the number before it comes from."""


class Paragraph(NamedTuple):
    """One paragraph. `look`: `body` is indented and justified, `plain` is not indented, `strong` stands out."""

    parts: tuple[Part, ...]
    look: Literal["body", "plain", "strong"] = "body"

    @property
    def words(self) -> str:
        """The text without its marks."""
        return "".join(part for part in self.parts if isinstance(part, str))


class Heading(NamedTuple):
    """A heading below a section's: level 2 is （一）, level 3 is 1."""

    text: str
    level: Literal[2, 3] = 2


class Link(NamedTuple):
    """A cell of a table that leads to an address."""

    text: str
    address: str


class Grid(NamedTuple):
    """A table. `widths` are relative; `numbers` are the places of columns that hold figures; `note` stands below it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | Link, ...], ...]
    widths: tuple[float, ...]
    note: str = ""
    wide: bool = False
    numbers: frozenset[int] = frozenset()


Block = Paragraph | Heading | Grid


class Section(NamedTuple):
    """A numbered part of a report (一、基本情况)."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def length(self) -> int:
        """Characters that are read, headings included; tables, blanks and marks are not."""
        words = [self.title, *(b.words if isinstance(b, Paragraph) else b.text for b in self.blocks if not isinstance(b, Grid))]  # fmt: skip
        return sum(len("".join(text.split())) for text in words)


class Tile(NamedTuple):
    """A township in the map of tiles: where it lies, its figure or the word of its state, and how dark it is (0..4)."""

    row: int
    column: int
    name: str
    text: str
    shade: int


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report or notice.

    `lines` stand below the title. `limit` is the most characters the sections should have, 0 for no limit. `tiles` are the map
    of townships, which only the HTML shows.
    """

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    annexes: tuple[Grid, ...]
    signer: str
    signed: date
    number: str = ""
    sample: str = ""
    limit: int = 0
    tiles: tuple[Tile, ...] = ()

    @property
    def length(self) -> int:
        """Characters of all sections."""
        return sum(section.length for section in self.sections)

    def sources(self) -> dict[Source, int]:
        """Every source and its number, from 1 in the order of first appearance."""
        found: dict[Source, int] = {}
        for part in self._parts():
            if isinstance(part, Source):
                found.setdefault(part, len(found) + 1)
        return found

    def _parts(self) -> Iterator[Part]:
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    yield from block.parts


def numeral(n: int) -> str:
    """一, 十, 十二, 二十, 二十三: numbers of headings, from 1 to 99."""
    if not 1 <= n <= 99:
        raise ValueError(f"headings are numbered from 1 to 99, not {n}")
    tens, units = divmod(n, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[units] if units else "")
