"""The lines of which lists are made: what is an item, where fenced code ends, where a list does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

TAB = 4
"""Spaces to a level, as Python-Markdown counts them."""
PLACEHOLDER = "\x02"
"""With it begins what Markdown has put aside already: code between fences, raw HTML."""

FENCE = re.compile(r" *(`{3,}|~{3,})")
HEADING = re.compile(r"#{1,6}(?!#)")
RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_ITEM = re.compile(r"( *)([*+-]|\d{1,9}\.)( +)(?=\S)")


class Item(NamedTuple):
    """The head of an item: its spaces, its sign or number, and where its words begin."""

    indent: int
    mark: str
    words: int

    @property
    def number(self) -> int:
        """Its number, -1 for a bullet."""
        return int(self.mark[:-1]) if self.mark[-1] == "." else -1


def item_of(line: str) -> Item | None:
    """The head of the item that begins on a line; None for any other line."""
    found = _ITEM.match(line)
    if found is None or RULE.match(line):
        return None
    return Item(len(found[1]), found[2], found.end())


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def fenced(lines: Sequence[str], start: int, fence: str) -> int:
    """The line after fenced code, or after its fence where it never ends."""
    for i in range(start + 1, len(lines)):
        words = lines[i].strip()
        if words.startswith(fence) and not words.strip(fence[0]):
            return i + 1
    return start + 1


def list_end(lines: Sequence[str], start: int) -> int:
    """The line after the list that begins on line `start`: a line that is no item, below an empty one and not indented."""
    stop = start + 1
    i = start + 1
    while i < len(lines):
        line = lines[i]
        if not line.strip():
            i += 1
            continue
        after_blank = not lines[i - 1].strip()
        indent = indent_of(line)
        if RULE.match(line) and indent < TAB:
            break
        if (indent < TAB and (HEADING.match(line) or line.startswith(PLACEHOLDER))) or (
            after_blank and not item_of(line) and indent < TAB and not _goes_on(lines, i)
        ):
            break
        if after_blank and (item := item_of(line)) and item.indent < 2 and _is_new(lines, start, item):
            break
        fence = FENCE.match(line)
        i = fenced(lines, i, fence[1]) if fence else i + 1
        stop = i
    return stop


def _is_new(lines: Sequence[str], start: int, item: Item) -> bool:
    """Whether an item below an empty line is of another kind than the list that began on line `start`."""
    first = item_of(lines[start])
    return first is not None and (first.number < 0) != (item.number < 0)


def _goes_on(lines: Sequence[str], i: int) -> bool:
    """Whether lines indented by two or three spaces, below an empty line, lie between two items of one list."""
    if indent_of(lines[i]) < 2:
        return False
    for line in lines[i:]:
        if not line.strip():
            continue
        if item_of(line):
            return True
        if indent_of(line) < 2:
            return False
    return False
