"""The line ends inside a YAML text that YAML makes a space of: between two Chinese characters they leave none.

Invariant: nothing but such spaces is taken away, and only where the file has a line end; a space that somebody typed stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generator.breaks import closes


def without_folds(value: str, written: Sequence[str], style: str | None) -> str:
    """`value` as YAML reads it from the lines `written` (from the text's first sign to its last), `style` being its quotes."""
    pieces = [_bare(line, style) for line in written]
    position = 0
    for before, after in pairwise(pieces):
        if not before or not after:  # an empty line is a line end that stays
            continue
        left, right = (before.rpartition("\\")[2], after.partition("\\")[0]) if style == '"' else (before, after)
        place = value.find(f"{left} {right}", position)
        if place < 0:
            continue
        gap = place + len(left)
        if closes(left, right):
            value = value[:gap] + value[gap + 1 :]
        position = gap
    return value


def _bare(line: str, style: str | None) -> str:
    """One written line as it stands in the value: without indentation and quotes."""
    words = line.strip()
    if style == "'":
        return words.strip("'").replace("''", "'") if words.strip("'") else ""
    return words.strip('"') if style == '"' else words
