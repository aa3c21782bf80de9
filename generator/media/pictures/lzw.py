"""Where the pixels of a GIF frame end. Whatever follows in the same chain of blocks is shown by no program."""

from __future__ import annotations

_WIDEST = 12
_FULL = 1 << _WIDEST
"""Entries of a full table of strings."""


def used(data: bytes, depth: int, pixels: int) -> int:
    """How many bytes the compressed pixels take, their end mark included; 0 where the data break off or make no sense.

    Only the lengths of the strings are followed, not the strings: as many pixels as the frame has are enough.
    """
    clear, end = 1 << depth, (1 << depth) + 1
    fresh = [1] * clear + [0, 0]
    total, missing, at = len(data) * 8, pixels, 0
    lengths, last = fresh.copy(), 0
    width, run = depth + 1, clear - 1  # the first code after a reset makes no entry
    while (run := min(run, (total - at) // width)) > 0:
        for number, code in enumerate(_cut(data, at, width, run), 1):
            if code == clear:
                lengths, last = fresh.copy(), 0
                at += number * width
                width, run = depth + 1, clear - 1
                break
            if missing <= 0 or code == end:
                return (at + (number if code == end else number - 1) * width + 7) // 8
            known = len(lengths)
            if code < known:
                length = lengths[code]
            elif code == known and last:
                length = last + 1
            else:
                return 0
            if last and known < _FULL:
                lengths.append(last + 1)
            last = length
            missing -= length
        else:
            at += run * width
            run = 1 << min(width, _WIDEST - 1)
            width = min(width + 1, _WIDEST)
    return len(data) if missing <= 0 else 0


def _cut(data: bytes, at: int, width: int, count: int) -> list[int]:
    """`count` codes from a bit on. Their width grows with their number since the last reset, so a run is cut at once."""
    bits = width * count
    number = int.from_bytes(data[at // 8 : (at + bits + 7) // 8], "little") >> (at % 8)
    digits = f"{number & ((1 << bits) - 1):0{bits}b}"
    return [int(digits[i - width : i], 2) for i in range(bits, 0, -width)]
