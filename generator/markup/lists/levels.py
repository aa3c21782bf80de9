"""The levels of one list by its own indentation, and the same list with four spaces to a level.

An item belongs to the item above it that it stands two or more spaces to the right of. Bullets between two numbers that follow
each other (1. … - … 2. …) belong to the first number, however they are indented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.markup.lists.items import FENCE, TAB, Fences, Item, indent_of, item_of

_LOOSE = 1000
"""Deeper than any level: below a paragraph that has an empty line above it, Markdown takes every item for its next line."""

_BESIDE = 2
"""Spaces before one more line of an item's words: without any, it would be taken for a paragraph of its own."""

Step = Literal["child", "sibling", "other"]
"""How an item stands to the last one: a level deeper, on a level that there is, or the first of a list of another kind."""


@dataclass(slots=True)
class _Level:
    """The last item of an open level: its spaces, where its words begin, its number (-1 for a bullet)."""

    indent: int
    words: int
    number: int

    @property
    def inside(self) -> int:
        """From how many spaces on a paragraph belongs to the item."""
        return min(self.words, self.indent + TAB)


class _Levels:
    """The open levels, the outermost first."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.open: list[_Level] = []

    def take(self, i: int, item: Item) -> Step | None:
        """Take up the item on line `i`; None for one so far to the right that it is no item."""
        level = _Level(item.indent, item.words, item.number)
        if not self.open:
            self.open.append(level)
            return "child"
        levels = self.open
        closed: _Level | None = None
        while len(levels) > 1 and item.indent < levels[-1].indent:
            closed = levels.pop()
        if len(levels) > 1 and _follows(levels[-2], item) and levels[-1].number < 0:
            levels.pop()
        top = levels[-1]
        if item.indent - top.indent >= 2 * TAB:
            return None
        if item.indent - top.indent >= 2 or (top.number >= 0 > item.number and self._is_between(i, item, top)):
            levels.append(level)
            return "other" if closed and (closed.number < 0) != (item.number < 0) else "child"
        step: Step = "sibling" if (top.number < 0) == (item.number < 0) else "other"
        levels[-1] = level
        return step

    def _is_between(self, i: int, bullet: Item, top: _Level) -> bool:
        """Whether the next number below a bullet goes on with that above it."""
        for j in range(i + 1, len(self.lines)):
            line = self.lines[j]
            found = item_of(line)
            if not line.strip() or (found and found.number >= 0 and found.indent <= bullet.indent + 1):
                return bool(found) and found is not None and found.number == top.number + 1
        return False

    def owner(self, indent: int) -> int:
        """The depth of the item to which a paragraph belongs that is indented by so much; deeper levels are closed."""
        depth = next((k for k in reversed(range(len(self.open))) if indent >= self.open[k].inside), 0)
        del self.open[depth + 1 :]
        return depth


def _follows(level: _Level, item: Item) -> bool:
    return item.number >= 0 and item.number == level.number + 1 and abs(item.indent - level.indent) <= 1


def _walk(lines: Sequence[str], levels: _Levels) -> Iterator[tuple[str, Item | None, Step | None, bool, Sequence[str]]]:
    """Each line, its item and the step that `levels` took with it, whether a block of code begins there, and all lines of that."""
    fences = Fences(lines)
    i = 0
    while i < len(lines):
        fence = FENCE.match(lines[i])
        item = None if fence else item_of(lines[i])
        stop = fences.after(i, fence[1]) if fence else i + 1
        yield lines[i], item, levels.take(i, item) if item else None, bool(fence), lines[i:stop]
        i = stop


def is_lost(lines: Sequence[str]) -> bool:
    """Whether Python-Markdown would read levels other than those that are meant."""
    levels = _Levels(lines)
    blank, base = False, 0
    for line, item, step, _, _ in _walk(lines, levels):
        depth = len(levels.open) - 1
        if item and step:
            close = step == "child" and depth and item.indent - levels.open[-2].indent < TAB
            if close or (not blank and (step == "other" or depth < base)):
                return True
            base = depth if blank else base
        elif blank and line.strip():
            if indent_of(line) < TAB:
                return True
            base = levels.owner(indent_of(line)) + _LOOSE
        blank = not line.strip()
    return False


def rewritten(lines: Sequence[str]) -> list[str]:
    """The list with four spaces to a level; what belongs to an item goes with it."""
    return list(_rewritten(lines))


def _rewritten(lines: Sequence[str]) -> Iterator[str]:
    levels = _Levels(lines)
    blank, base = False, 0
    floor = shift = 0
    """Where the words of the paragraph at hand begin at least, and by how much its lines move to the right."""
    for line, item, step, fenced, whole in _walk(lines, levels):
        if item and step:
            depth = len(levels.open) - 1
            if not blank and (step == "other" or depth < base):
                yield ""
                blank = True
            base = depth if blank else base
            floor, shift = TAB * depth, TAB * depth - item.indent
            yield " " * floor + line[item.indent :]
        elif line.strip():
            indent = indent_of(line)
            if blank:
                depth = levels.owner(indent)
                owner = levels.open[depth]
                extra = indent - (owner.indent + TAB if indent >= owner.indent + 2 * TAB else owner.inside)
                floor, base = TAB * (depth + 1), depth + _LOOSE
                shift = floor + (extra if extra >= TAB else 0) - indent
            if base < _LOOSE and not fenced:  # one more line of the words of an item
                yield " " * (floor + _BESIDE) + line.lstrip(" ")
            for inner in whole if base >= _LOOSE or fenced else ():
                yield " " * max(floor, indent_of(inner) + shift) + inner.lstrip(" ") if inner.strip() else inner
        else:
            yield line
        blank = not line.strip()
