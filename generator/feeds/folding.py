"""Content lines as physical lines (RFC 5545, section 3.1): the hot spot of writing calendars.

Invariant: whatever text goes in, what comes out is UTF-8 in lines of at most 75 octets that end in CRLF, each of which
decodes by itself, and taking out every CRLF followed by a space gives the text back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LIMIT = 75
"""Octets of a physical line without its CRLF."""

_INSIDE, _ALONE, _UNKNOWN = 0, 1, 2
_OCTETS = tuple(
    _INSIDE if 0x80 <= octet < 0xC0 else _ALONE if octet < 0x80 or 0xE4 <= octet <= 0xE9 else _UNKNOWN
    for octet in range(256)
)
"""What an octet says of a fold before it: inside a character; the start of one that never attaches to the one before
(ASCII and the CJK ideographs U+4000 to U+9FFF); the start of one that may."""
_MARKS = frozenset(c.encode() for c in "、。《》〈〉「」『』【】〔〕“”‘’…—，；：？！（）０１２３４５６７８９")
"""Other signs of Chinese text that stand alone; known here so that no table of Unicode is asked for them."""
_WATCHED = frozenset(b"\\\x8d")
"""Last octets after which a cut needs a look: a backslash (escape pair) and the end of U+200D (joiner)."""


def lines(content: Iterable[str]) -> bytes:
    """Content lines (escaped, without line ends) as physical lines, CRLF included.

    A fold falls between characters, never inside an escape pair, and not before a combining mark or inside a joined
    emoji unless that run alone is longer than half a line.
    """
    out = []
    for line in content:
        data = line.encode()
        out.append(data if len(data) <= LIMIT else _folded(data))
    out.append(b"")
    return b"\r\n".join(out)


def _folded(data: bytes) -> bytes:
    parts = []
    start, end, size = 0, LIMIT, len(data)
    while size > end:
        cut = end
        while not (kind := _OCTETS[data[cut]]):
            cut -= 1
        if data[cut - 1] in _WATCHED or (kind == _UNKNOWN and data[cut : cut + 3] not in _MARKS):
            cut = _careful_cut(data, start, cut)
        parts.append(data[start:cut])
        start = cut
        end = cut + LIMIT - 1  # the space that marks a continuation counts
    parts.append(data[start:])
    return b"\r\n ".join(parts)


def _careful_cut(data: bytes, start: int, cut: int) -> int:
    """The last good place for a fold at or before `cut`, which is already between characters."""
    place, floor = cut, cut - LIMIT // 2
    while place > floor:
        if _in_escape_pair(data, start, place):
            place -= 1
        elif _joined(data, start, place):
            place = _previous(data, place)
        else:
            return place
    return cut - 1 if _in_escape_pair(data, start, cut) else cut


def _in_escape_pair(data: bytes, start: int, place: int) -> bool:
    """True where an odd run of backslashes ends at `place`; a line never starts inside a pair."""
    run = place
    while run > start and data[run - 1] == 0x5C:
        run -= 1
    return (place - run) % 2 == 1


def _previous(data: bytes, place: int) -> int:
    place -= 1
    while data[place] & 0xC0 == 0x80:
        place -= 1
    return place


def _character(data: bytes, place: int) -> str:
    end = place + 1
    while end < len(data) and data[end] & 0xC0 == 0x80:
        end += 1
    return data[place:end].decode()


def _flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _joined(data: bytes, start: int, place: int) -> bool:
    """True where the characters on both sides of `place` are seen as one sign."""
    after = _character(data, place)
    if unicodedata.category(after) in ("Mn", "Mc", "Me") or after == "\u200d":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":  # skin tones, tags
        return True
    position = _previous(data, place)
    before = _character(data, position)
    if before == "\u200d":
        return True
    flags = 0
    while _flag(after) and _flag(before):  # flags are pairs of letters: only inside a pair is it joined
        flags += 1
        if position <= start:
            break
        position = _previous(data, position)
        before = _character(data, position)
    return flags % 2 == 1
