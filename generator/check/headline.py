"""One line that is a heading, taken apart: its words, and the list of ids and classes behind them.

Without a pattern: one that lets spaces, words, `#` and braces meet in any order takes time by the cube of the line's length.
"""

from __future__ import annotations

from typing import NamedTuple

_BEHIND = " \t#"


class Headline(NamedTuple):
    """The words of a heading, how many signs stand before them, and what is between its braces ("" where none are)."""

    before: int
    words: str
    attributes: str


def headline(line: str) -> Headline | None:
    """A line that begins with one to six `#`, after three spaces at most; None for any other, and for one without words."""
    marks = line.lstrip(" ")
    inner = marks.lstrip("#")
    if not (len(line) - len(marks) <= 3 and 1 <= len(marks) - len(inner) <= 6):
        return None
    words = inner.lstrip(" \t")
    before = len(line) - len(words)
    words, attributes = words.rstrip(_BEHIND), ""
    if words.endswith("}"):
        rest, opened, listed = words[:-1].rpartition("{")
        if opened and "}" not in listed and rest.strip(_BEHIND):
            words, attributes = rest.rstrip(_BEHIND), listed.removeprefix(":")
    return Headline(before, words, attributes) if words else None
