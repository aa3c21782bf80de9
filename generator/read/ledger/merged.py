"""Merged cells: which cells a range covers, and what its first cell says."""

from __future__ import annotations

from collections.abc import Iterable

from generator.read.ledger.part import Range, TooManyError
from generator.read.ledger.sheet import MAX_CELLS, Merge


def covered(ranges: Iterable[Range], texts: list[list[str]]) -> dict[tuple[int, int], Merge]:
    """Each cell that a merged range covers but for its first one → the range. Cells outside the table are left out.

    Raises `TooManyError` where ranges that lie over one another would cover more than any sheet holds.
    """
    found: dict[tuple[int, int], Merge] = {}
    height, width = len(texts), max(map(len, texts), default=0)
    count = 0
    for top, left, bottom, right in ranges:
        if not (0 < top <= bottom and 0 < left <= right) or top > height or left > width:
            continue
        first = texts[top - 1]
        merge = Merge(top, left, bottom, right, first[left - 1] if left <= len(first) else "")
        last, edge = min(bottom, height), min(right, width)
        count += (last - top + 1) * (edge - left + 1)
        if count > MAX_CELLS:
            raise TooManyError
        for row in range(top, last + 1):
            for column in range(left, edge + 1):
                found[row, column] = merge
        del found[top, left]
    return found
