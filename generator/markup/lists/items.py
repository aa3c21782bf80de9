"""The lines of which lists are made: what is an item, and where fenced code ends."""

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


class Fences:
    """Where fenced code in these lines ends; a fence that never does is looked for once, however many there are of its kind."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._endless: dict[str, tuple[int, int]] = {}
        """For a sign, the first line from which on no fence of so many signs or more ends, and how many."""

    def after(self, start: int, fence: str) -> int:
        """The line after fenced code that begins on line `start`, or after its fence where it never ends."""
        since, most = self._endless.get(fence[0], (start, len(fence) + 1))
        if start >= since and len(fence) >= most:
            return start + 1
        for i in range(start + 1, len(self.lines)):
            words = self.lines[i].strip()
            if words.startswith(fence) and not words.strip(fence[0]):
                return i + 1
        self._endless[fence[0]] = (start, len(fence))
        return start + 1
