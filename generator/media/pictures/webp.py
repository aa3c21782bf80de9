"""WebP: the chunks that make the picture, inside frames too; Exif, XMP, unknown chunks and what follows the file are dropped."""

from __future__ import annotations

from generator.media.pictures.parts import Broken, Stripped, colour_profile, orientation_of

_PROFILE, _EXIF, _XMP = 0x20, 0x08, 0x04
"""Bits of the head that announce chunks."""
_MOVING = 0x02


def strip(data: bytes) -> Stripped:
    """The picture alone. Raises `Broken`, also where the file breaks off: few programs show a part of a WebP."""
    declared = int.from_bytes(data[4:8], "little") + 8
    if declared > len(data):
        raise Broken
    chunks = _chunks(data[:declared], 12)
    orientation = next((orientation_of(body) for name, body in chunks if name == b"EXIF"), 1)
    profile = next((colour_profile(body) for name, body in chunks if name == b"ICCP"), b"")
    pictures = [(name, body) for name, body in chunks if name in _SIZES]
    frames = [body for name, body in chunks if name == b"ANMF"]
    canvas = next((body for name, body in chunks if name == b"VP8X"), b"")
    out = []
    if canvas:
        size = _extended(canvas)
        flags = (
            canvas[0] & ~(_EXIF | _XMP | _PROFILE | _MOVING) | (_PROFILE if profile else 0) | (_MOVING if frames else 0)
        )
        out = [_written(b"VP8X", bytes((flags,)) + canvas[1:])]
        out += [_written(b"ICCP", profile)] if profile else []
    if canvas and frames:
        loop = next((body for name, body in chunks if name == b"ANIM"), b"")
        if len(loop) != 6 or not canvas[0] & _MOVING:
            raise Broken
        out.append(_written(b"ANIM", loop))
        out += [_written(b"ANMF", _frame(body, size)) for body in frames]
    else:
        if not pictures:
            raise Broken
        out += [_written(name, body) for name, body in chunks if name == b"ALPH" and canvas][:1]
        out.append(_written(*pictures[0]))
        if canvas and _SIZES[pictures[0][0]](pictures[0][1]) != size:
            raise Broken
        size = _SIZES[pictures[0][0]](pictures[0][1])
    whole = b"WEBP" + b"".join(out)
    return Stripped("WebP", b"RIFF" + len(whole).to_bytes(4, "little") + whole, *size, orientation, bool(frames))


def _chunks(data: bytes, at: int) -> list[tuple[bytes, bytes]]:
    """(name, body) of each chunk from an offset on."""
    found = []
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if not ((name.isascii() and name.isalnum()) or name in (b"VP8 ", b"XMP ")) or len(body) < size:
            raise Broken
        found.append((name, body))
        at += 8 + size + size % 2
    return found


def _frame(body: bytes, canvas: tuple[int, int]) -> bytes:
    """A frame of an animation with its own chunks cleaned, if it lies on the canvas."""
    if len(body) < 16:
        raise Broken
    left, top, width, height = (int.from_bytes(body[i : i + 3], "little") for i in (0, 3, 6, 9))
    size = (width + 1, height + 1)
    if left * 2 + size[0] > canvas[0] or top * 2 + size[1] > canvas[1]:
        raise Broken
    chunks = _chunks(body, 16)
    pictures = [(name, part) for name, part in chunks if name in _SIZES]
    if not pictures or _SIZES[pictures[0][0]](pictures[0][1]) != size:
        raise Broken
    alpha = [_written(name, part) for name, part in chunks if name == b"ALPH"][:1]
    return body[:16] + b"".join((*alpha, _written(*pictures[0])))


def _lossy(body: bytes) -> tuple[int, int]:
    first = int.from_bytes(body[:3], "little") >> 5
    if len(body) < 10 + first or body[0] & 1 or body[3:6] != b"\x9d\x01\x2a":
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


_SIZES = {b"VP8 ": _lossy, b"VP8L": _lossless}


def _written(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
