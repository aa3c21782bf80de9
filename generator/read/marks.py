"""What a YAML scalar has beside its text: the lines it was written on, and what a `#` cut off.

Invariant: only what may well be a slip counts as cut off: a `#` after a space and with a word right behind it (法律进社区
#第3场). With a space behind it (09:00 # 上午), or after a closing quote, it is a comment and no more is made of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from generator.read.tree import Row, Scalar

CUT = re.compile(r"(?<=[ \t])#(?=[^\W_]|[“《（(【‘])[^\n]*")
"""A comment that stands like text."""


class Marks:
    """A text's lines, and its comments that stand like text by the place where the white space before them begins."""

    def __init__(self, text: str, first_line: int) -> None:
        self.first_line = first_line
        self.text = text
        self._lines: list[str] | None = None
        self.cuts: dict[tuple[int, int], Scalar] = {}
        if " #" in text or "\t#" in text:
            self._find_cuts()

    def _find_cuts(self) -> None:
        starts = [0, *(m.end() for m in re.finditer("\n", self.text))]
        for found in CUT.finditer(self.text):
            line = bisect_right(starts, found.start()) - 1
            lost = found.group().rstrip()
            place = self.first_line + line, found.start() - starts[line] + 1
            space = found.start()
            while space > starts[line] and self.text[space - 1] in " \t":
                space -= 1
            self.cuts[line, space - starts[line]] = Scalar(lost, *place, len(lost))

    @property
    def lines(self) -> list[str]:
        """The lines of the text; cut apart once, and only where some scalar takes several."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def rows(self, text: str, style: str | None, start: tuple[int, int], end: tuple[int, int]) -> tuple[Row, ...]:
        """Where the lines of a scalar between two marks (line, column from 0) begin in its `text`."""
        found: list[Row] = []
        offset = 0
        for number in range(start[0] + (style in ("|", ">")), min(end[0] + 1, len(self.lines))):
            begin = start[1] if number == start[0] else 0
            line = self.lines[number][begin : end[1] if number == end[0] else None]
            words = line.strip().strip("\"'") if style in ("'", '"') else line.strip()
            at = text.find(words, offset) if words else -1
            if at >= 0:
                found.append((at, self.first_line + number, begin + line.index(words) + 1))
                offset = at + len(words)
        return tuple(found)


def row_at(rows: Sequence[Row], offset: int) -> tuple[int, int]:
    """Line and column of a character of a long text; (0, 0) where nobody knows."""
    place = bisect_right([row[0] for row in rows], offset) - 1
    if place < 0:
        return 0, 0
    begin, line, column = rows[place]
    return line, column + offset - begin
