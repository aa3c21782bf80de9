"""Where the pixels of a GIF frame end. Whatever follows in the same chain of blocks is shown by no program."""

from __future__ import annotations

_FULL = 12
"""The widest code, in bits."""


def used(data: bytes, depth: int) -> int:
    """How many bytes the compressed pixels take, their end mark included; 0 where there is no end mark.

    The width of a code depends on how many came since the last reset, not on what they say: so whole runs of codes are cut
    at once and searched for the two marks, which is some twenty times as fast as decoding.
    """
    clear = 1 << depth
    at, total = 0, len(data) * 8
    width, run = depth + 1, clear - 1  # the first code after a reset makes no entry
    while at + width <= total:
        run = min(run, (total - at) // width)
        codes = _cut(data, at, width, run)
        marks = [codes.index(m) for m in (f"{clear:0{width}b}", f"{clear + 1:0{width}b}") if m in codes]
        if not marks:
            at += run * width
            run = 1 << min(width, _FULL - 1)
            width = min(width + 1, _FULL)
            continue
        first = min(marks)
        at += (first + 1) * width
        if int(codes[first], 2) == clear + 1:
            return (at + 7) // 8
        width, run = depth + 1, clear - 1
    return 0


def _cut(data: bytes, at: int, width: int, count: int) -> list[str]:
    """`count` codes from a bit on, each as its binary digits."""
    bits = width * count
    number = int.from_bytes(data[at // 8 : (at + bits + 7) // 8], "little") >> (at % 8)
    digits = f"{number & ((1 << bits) - 1):0{bits}b}"
    return [digits[i - width : i] for i in range(bits, 0, -width)]
