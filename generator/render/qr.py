"""QR codes as small SVG pictures. The only room of segno.

A county has some 1,700 of them, and a library that works out one symbol after the other takes 2 to 4 ms each. Two symbols
of one size and mask differ only where their codewords differ, for all that the standard does with the bits is XOR. So segno
draws one symbol of each size, once; every other text is that symbol with the bits turned in which the two texts differ
(0.15 ms). The tests hold the result against segno's own and read it with another decoder.

Error correction is M (15 %), which survives a crease or a stain on a printed notice; the quiet zone is four modules wide.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

LONGEST = 180
"""Bytes that fit into the largest size used; a denser code is hard to read from a wall."""
BORDER = 4
_MASK = 3
_LEVEL = "m"
_SIZES: dict[int, tuple[int, tuple[int, ...]]] = {
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32,) * 2),
    5: (24, (43,) * 2),
    6: (16, (27,) * 4),
    7: (18, (31,) * 4),
    8: (22, (38, 38, 39, 39)),
    9: (22, (36, 36, 36, 37, 37)),
}
"""ISO/IEC 18004, table 9, level M, by version: check words of each block, data words of the blocks."""
_DIGITS = bytes.maketrans(b"01", b"\0\1")
_RUNS = re.compile(b"\x00*\x01+")


@dataclass(frozen=True, slots=True)
class _Size:
    """One size of symbol: how its modules are picked from the masked codewords' bits and the two signs behind them.

    `mask` is what turns the bits of codewords into those of modules: the same for every text, since it is only XORed.
    """

    side: int
    bits: int
    mask: int
    pick: Callable[[bytes], tuple[int, ...]]


def svg(text: str) -> bytes:
    """A picture of the text, black on white, without a size of its own. Raises ValueError for a text that is too long."""
    side, rows = symbol(text)
    whole = side + 2 * BORDER
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{whole}v{whole}H0z"/><path stroke="#000" d="{_path(side, rows)}"/></svg>\n'
    ).encode()


def fits(text: str) -> bool:
    """Whether a text is short enough to be shown."""
    return len(text.encode()) <= LONGEST


def symbol(text: str) -> tuple[int, bytes]:
    """The side of the symbol in modules, and its modules row by row: 1 is dark."""
    data = text.encode()
    if len(data) > LONGEST:
        raise ValueError(f"{len(data)} bytes do not fit into a QR code of at most {LONGEST}")
    version = next(v for v, (_, blocks) in _SIZES.items() if len(data) + 2 <= sum(blocks))
    size = _size(version)
    drawn = int.from_bytes(_codewords(version, data)) ^ size.mask
    return size.side, bytes(size.pick(f"{drawn:0{size.bits}b}01".encode().translate(_DIGITS)))


def _path(side: int, modules: bytes) -> str:
    """The dark modules as strokes along the middle of the rows, each where the last one ended: the shortest form."""
    parts = [f"M{BORDER} {BORDER}.5"]
    x = y = 0
    for row in range(side):
        line = modules[row * side : (row + 1) * side]
        runs = _RUNS.findall(line)
        if not runs:
            continue
        light = line.index(1)
        parts.append(f"m{light - x} {row - y}h{len(runs[0]) - light}")
        parts += map(_step, runs[1:])
        x, y = len(line.rstrip(b"\0")), row
    return "".join(parts)


@cache
def _step(run: bytes) -> str:
    """Over the light modules, along the dark ones. There are some forty such runs."""
    light = run.index(1)
    return f"m{light} 0h{len(run) - light}"


@cache
def _size(version: int) -> _Size:
    # Imported here: a build that finds every code in its cache needs none of it.
    import segno  # noqa: PLC0415
    from segno.consts import TYPE_DATA_DARK, TYPE_DATA_LIGHT  # noqa: PLC0415

    # A text without a byte to spare, since segno 1.6 puts an idle zero before the padding that the standard does not ask for.
    text = "0" * (sum(_SIZES[version][1]) - 2)
    code = segno.make_qr(text, version=version, error=_LEVEL, mode="byte", mask=_MASK, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows)
    kinds = [list(row) for row in code.matrix_iter(border=0, verbose=True)]
    # segno 1.6 calls one module too many format information: the standard has eight of them there, this would be the ninth.
    kinds[8][side - 9] = TYPE_DATA_LIGHT
    words = _codewords(version, text.encode())
    order = []
    right, upwards = side - 1, True
    while right > 0:
        right -= right == 6  # the column of the timing pattern is left out
        for row in range(side - 1, -1, -1) if upwards else range(side):
            order += [
                row * side + column
                for column in (right, right - 1)
                if kinds[row][column] in (TYPE_DATA_DARK, TYPE_DATA_LIGHT)
            ]
        right, upwards = right - 2, not upwards
    bits, modules = 8 * len(words), b"".join(rows)
    drawn = int("".join(str(modules[place]) for place in order[:bits]), 2)
    source = [bits + module for module in modules]  # the two signs behind the bits: light, dark
    for bit, place in enumerate(order[:bits]):
        source[place] = bit
    return _Size(side, bits, drawn ^ int.from_bytes(words), itemgetter(*source))


def _codewords(version: int, data: bytes) -> bytes:
    """Data in byte mode, filled up, with its check words, blocks interleaved: the order in which they are drawn."""
    checks, blocks = _SIZES[version]
    head = ((0b0100 << 8 | len(data)) << 8 * len(data) | int.from_bytes(data)) << 4
    stream = head.to_bytes(len(data) + 2)
    room = sum(blocks)
    stream += (b"\xec\x11" * room)[: room - len(stream)]
    parts, at = [], 0
    for length in blocks:
        parts.append(stream[at : at + length])
        at += length
    ends = [_remainder(part, checks) for part in parts]
    longest = max(blocks)
    return bytes(
        [part[i] for i in range(longest) for part in parts if i < len(part)]
        + [end[i] for i in range(checks) for end in ends]
    )


def _remainder(block: bytes, checks: int) -> bytes:
    """The check words of a block: what is left of it after division by the generator, a byte at a time."""
    table, shift = _remainders(checks), 8 * (checks - 1)
    low = (1 << shift) - 1
    left = 0
    for byte in block:
        left = (left & low) << 8 ^ table[left >> shift ^ byte]
    return left.to_bytes(checks)


@cache
def _remainders(checks: int) -> tuple[int, ...]:
    """What each byte leaves when it is pushed out of the register: multiples of the generator without its first term."""
    generator = [1]
    root = 1
    for _ in range(checks):
        generator = [a ^ _times(b, root) for a, b in zip([*generator, 0], [0, *generator], strict=True)]
        root = _times(root, 2)
    return tuple(int.from_bytes(bytes(_times(term, byte) for term in generator[1:])) for byte in range(256))


def _times(one: int, other: int) -> int:
    """A product in the field of 256 elements that the standard uses."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product
