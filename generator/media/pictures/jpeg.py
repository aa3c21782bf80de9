"""JPEG: the segments that a decoder needs, checked one by one; all others, and whatever follows the picture, are dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.media.pictures.parts import Broken, Stripped, colour_profile, orientation_of

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset((0x00, 0x01, *range(0xD0, 0xD8)))
"""Markers without a length: stuffing and restarts, which mean nothing between segments."""
_TABLES = (0xC4, 0xCC, 0xDB, 0xDC, 0xDD)
_NEXT = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")
_ICC = b"ICC_PROFILE\0"
_MOST_ICC = 65519


@dataclass(slots=True)
class _Picture:
    """What has been kept so far."""

    first: dict[int, bytes] = field(default_factory=dict)
    """JFIF's and Adobe's segments, which say what the colours mean."""
    rest: list[bytes] = field(default_factory=list)
    profile: dict[int, bytes] = field(default_factory=dict)
    orientation: int = 0
    width: int = 0
    height: int = 0
    scans: int = 0


def strip(data: bytes) -> Stripped:
    """The picture alone; one that breaks off inside its pixels is closed. Raises `Broken`."""
    picture = _Picture()
    at = 2
    while True:
        marker, at = _marker(data, at)
        if marker in _ALONE:
            continue
        if marker is None or marker == 0xD9:
            break
        size = int.from_bytes(data[at : at + 2], "big")
        if size < 2 or at + size > len(data):
            if picture.scans:
                break
            raise Broken
        body = data[at + 2 : at + size]
        at += size
        if marker == 0xDA:
            end = _NEXT.search(data, at)
            stop = end.start() if end else len(data)
            _scan(picture, body, data[at:stop].removesuffix(b"\xff"))
            at = stop
        else:
            _segment(picture, marker, body)
    if not picture.scans:
        raise Broken
    colours = [picture.first[marker] for marker in sorted(picture.first)]
    out = b"".join((_SOI, *colours, *_profile(picture.profile), *picture.rest, _EOI))
    return Stripped("JPEG", out, picture.width, picture.height, picture.orientation or 1)


def exif_of(data: bytes) -> bytes:
    """The Exif block of a picture, perhaps of its beginning alone; empty without one."""
    at = 2
    while data.startswith(_SOI):
        marker, at = _marker(data, at)
        size = int.from_bytes(data[at : at + 2], "big")
        if marker is None or marker in (0xD9, 0xDA) or size < 2:
            break
        if marker == 0xE1 and data.startswith(b"Exif\0\0", at + 2):
            return data[at + 2 : at + size]
        at += size
    return b""


def _marker(data: bytes, at: int) -> tuple[int | None, int]:
    """The next marker and the place behind it; bytes before it belong to nothing."""
    at = data.find(b"\xff", at)
    while 0 <= at < len(data) and data[at] == 0xFF:
        at += 1
    return (data[at], at + 1) if 0 <= at < len(data) else (None, len(data))


def _written(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def _segment(picture: _Picture, marker: int, body: bytes) -> None:
    """Keep what decoding needs, in a shape that has room for nothing else."""
    if marker in _FRAMES:
        if picture.width or len(body) < 9 or len(body) != 6 + 3 * body[5]:
            raise Broken
        picture.height, picture.width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
        if not picture.width or not picture.height:
            raise Broken
        picture.rest.append(_written(marker, body))
    elif marker in _TABLES:
        if not _fits(marker, body):
            raise Broken
        picture.rest.append(_written(marker, body))
    elif marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        picture.first.setdefault(marker, _written(marker, body[:12] + b"\0\0"))  # without the thumbnail
    elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
        picture.first.setdefault(marker, _written(marker, body[:12]))
    elif marker == 0xE2 and body.startswith(_ICC) and len(body) > 14:
        picture.profile.setdefault(body[12], body[14:])
    elif marker == 0xE1 and body.startswith(b"Exif\0\0"):
        picture.orientation = picture.orientation or orientation_of(body)
    elif marker == 0xD8:  # another picture begins inside this one
        raise Broken


def _scan(picture: _Picture, body: bytes, pixels: bytes) -> None:
    if not picture.width or not body or len(body) != 4 + 2 * body[0]:
        raise Broken
    picture.rest += (_written(0xDA, body), pixels)
    picture.scans += 1


def _fits(marker: int, body: bytes) -> bool:
    """Whether a table is exactly as long as what it announces: room for nothing else."""
    if marker in (0xDC, 0xDD):
        return len(body) == 2
    if marker == 0xCC:
        return len(body) % 2 == 0
    at = 0
    while at < len(body):
        if body[at] & 0x0F > 3 or body[at] >> 4 > 1:
            return False
        if marker == 0xC4:
            at += 17 + sum(body[at + 1 : at + 17])
        else:
            at += 129 if body[at] >> 4 else 65
    return at == len(body) > 0


def _profile(parts: dict[int, bytes]) -> list[bytes]:
    """The colour profile in as many segments as it needs, if all of it was there."""
    whole = colour_profile(b"".join(parts[i] for i in sorted(parts))) if parts and max(parts) == len(parts) else b""
    pieces = [whole[i : i + _MOST_ICC] for i in range(0, len(whole), _MOST_ICC)]
    return [_written(0xE2, _ICC + bytes((i, len(pieces))) + piece) for i, piece in enumerate(pieces, 1)]
