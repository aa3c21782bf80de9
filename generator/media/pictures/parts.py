"""What the readers of the four kinds share: the fault, the result, Exif's few facts, colour profiles."""

from __future__ import annotations

import struct
from dataclasses import dataclass


class Broken(Exception):
    """The bytes are not what they say they are. Never leaves this room."""


@dataclass(frozen=True, slots=True)
class Stripped:
    """A picture without anything but pixels and colours. `orientation` is Exif's: 1 upright, 2 to 8 to be turned."""

    kind: str
    data: bytes
    width: int
    height: int
    orientation: int = 1
    animated: bool = False


_MOST_ENTRIES = 1000
_ORIENTATION, _GPS = 0x0112, 0x8825
_LATITUDE, _LONGITUDE = 2, 4


def _entries(tiff: bytes, order: str, at: int) -> dict[int, bytes]:
    """Tag → its four bytes of value, of the directory at an offset; as many as there are."""
    if not 8 <= at <= len(tiff) - 2:
        return {}
    (count,) = struct.unpack_from(order + "H", tiff, at)
    found: dict[int, bytes] = {}
    for i in range(min(count, _MOST_ENTRIES)):
        row = tiff[at + 2 + 12 * i : at + 14 + 12 * i]
        if len(row) < 12:
            break
        found.setdefault(struct.unpack_from(order + "H", row)[0], row[8:])
    return found


def _directory(exif: bytes) -> tuple[bytes, str, dict[int, bytes]]:
    """The TIFF part of an Exif block, its byte order and its first directory."""
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4], "")
    if not order or len(tiff) < 8:
        return tiff, "<", {}
    return tiff, order, _entries(tiff, order, struct.unpack_from(order + "I", tiff, 4)[0])


def orientation_of(exif: bytes) -> int:
    """How the camera was held, 1 to 8; 1 where nothing sensible is written."""
    _, order, entries = _directory(exif)
    value = entries.get(_ORIENTATION)
    turned: int = struct.unpack_from(order + "H", value)[0] if value else 1
    return turned if 1 <= turned <= 8 else 1


def has_place(exif: bytes) -> bool:
    """True where the block says at what place on earth the picture was taken."""
    tiff, order, entries = _directory(exif)
    pointer = entries.get(_GPS)
    if pointer is None:
        return False
    inner = _entries(tiff, order, struct.unpack(order + "I", pointer)[0])
    return _LATITUDE in inner or _LONGITUDE in inner


def colour_profile(data: bytes) -> bytes:
    """An ICC profile without what may hang behind it; empty where it is none."""
    if len(data) < 132 or data[36:40] != b"acsp":
        return b""
    size = int.from_bytes(data[:4], "big")
    return data[:size] if 132 <= size <= len(data) else b""
