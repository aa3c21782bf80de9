"""WebP: the chunks that make the picture, inside frames too; Exif, XMP, unknown chunks and what follows the file are dropped."""

from __future__ import annotations

from generator.pictures.parts import Broken, Stripped, colour_profile, orientation_of

_PROFILE, _EXIF, _XMP = 0x20, 0x08, 0x04
"""Bits of the head that announce chunks."""


def strip(data: bytes) -> Stripped:
    """The picture alone. Raises `Broken`; a file that breaks off passes where its head admits that there was more."""
    declared = int.from_bytes(data[4:8], "little") + 8
    chunks = _chunks(data[:declared], 12, short=declared > len(data))
    names = [name for name, _ in chunks]
    orientation = next((orientation_of(body) for name, body in chunks if name == b"EXIF"), 1)
    profiles = [colour_profile(body) for name, body in chunks if name == b"ICCP"]
    profile = profiles[0] if len(profiles) == 1 else b""
    width = height = 0
    out = []
    for name, body in chunks:
        if name in (b"VP8 ", b"VP8L", b"VP8X"):
            size = _SIZES[name](body)
            width, height = max(width, size[0]), max(height, size[1])
        if name == b"VP8X":
            flags = body[0] & ~(_EXIF | _XMP | _PROFILE) | (_PROFILE if profile else 0)
            out.append(_written(name, bytes((flags,)) + body[1:]))
        elif name == b"ICCP" and profile:
            out.append(_written(name, profile))
        elif name == b"ANMF":
            out.append(_written(name, _frame(body)))
        elif (name in (b"VP8 ", b"VP8L", b"ALPH") and b"ANIM" not in names) or (name == b"ANIM" and len(body) == 6):
            out.append(_written(name, body))
    if not width or not height or not {b"VP8 ", b"VP8L", b"ANMF"} & set(names):
        raise Broken
    whole = b"WEBP" + b"".join(out)
    return Stripped(
        "WebP", b"RIFF" + len(whole).to_bytes(4, "little") + whole, width, height, orientation, b"ANIM" in names
    )


def _chunks(data: bytes, at: int, *, short: bool) -> list[tuple[bytes, bytes]]:
    """(name, body) of each chunk from an offset on; `short` where the last one may be cut off."""
    found = []
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if not ((name.isascii() and name.isalnum()) or name in (b"VP8 ", b"XMP ")) or (len(body) < size and not short):
            raise Broken
        found.append((name, body))
        at += 8 + size + size % 2
    return found


def _frame(body: bytes) -> bytes:
    """A frame of an animation with its own chunks cleaned."""
    if len(body) < 16:
        raise Broken
    kept = [
        _written(name, part)
        for name, part in _chunks(body, 16, short=False)
        if name == b"ALPH" or (name in (b"VP8 ", b"VP8L") and _SIZES[name](part))
    ]
    return body[:16] + b"".join(kept)


def _lossy(body: bytes) -> tuple[int, int]:
    if len(body) < 10 or body[0] & 1 or body[3:6] != b"\x9d\x01\x2a":
        raise Broken
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF


def _lossless(body: bytes) -> tuple[int, int]:
    if len(body) < 5 or body[0] != 0x2F:
        raise Broken
    bits = int.from_bytes(body[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _extended(body: bytes) -> tuple[int, int]:
    if len(body) != 10:
        raise Broken
    return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1


_SIZES = {b"VP8 ": _lossy, b"VP8L": _lossless, b"VP8X": _extended}


def _written(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
