"""PNG and animated PNG: the chunks that make the picture, each with its checksum; no text, no time, nothing behind the end."""

from __future__ import annotations

import zlib

from generator.media.pictures.parts import Broken, Stripped, colour_profile, orientation_of

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = frozenset((b"PLTE", b"IDAT", b"tRNS", b"acTL", b"fcTL", b"fdAT"))
_COLOUR = {b"cHRM": 32, b"gAMA": 4, b"sRGB": 1, b"cICP": 4, b"mDCV": 24, b"cLLI": 8, b"pHYs": 9}
"""Small chunks of one fixed size about how the picture is to look."""
_SHORT = {b"sBIT": 4, b"bKGD": 6, b"hIST": 512}
"""The same, with the most bytes they can have."""
_OTHERS = (b"IEND", b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME")
_MOST_PIXELS = 1_000_000_000
"""Bytes that are unpacked, piece by piece, of a picture that breaks off."""
_PIECE = 1_000_000
_MOST_PROFILE = 4_000_000


def strip(data: bytes) -> Stripped:
    """The picture alone; one that breaks off inside its pixels is closed. Raises `Broken`."""
    if data[8:16] != b"\0\0\0\rIHDR" or len(data) < 33 or _sum(b"IHDR", data[16:29]) != data[29:33]:
        raise Broken
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if not width or not height:
        raise Broken
    out = [data[:33]]
    seen: set[bytes] = set()
    pixels: list[bytes] = []
    orientation = 1
    at = 33
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if not (name.isalpha() and name.isascii()):
            raise Broken
        body, checksum = data[at + 8 : at + 8 + size], data[at + 8 + size : at + 12 + size]
        at += 12 + size
        if name == b"IEND":
            break
        if len(checksum) < 4:  # breaks off: what is there of the pixels can be shown
            if any(other in body for other in _OTHERS):  # it does not break off: its length is wrong
                raise Broken
            if name == b"IDAT":
                seen.add(name)
                out.append(_written(name, body[: len(body) - _behind([*pixels, body])]))
            break
        if checksum != _sum(name, body):
            if name[:1].isupper() or name in _NEEDED:
                raise Broken
            continue  # a browser passes over it too
        if name == b"eXIf" and name not in seen:
            orientation = orientation_of(body)
        elif kept := _kept(name, body):
            out.append(_written(name, kept))
            if name == b"IDAT":
                pixels.append(body)
        elif name[:1].isupper() and name not in _NEEDED:
            raise Broken
        seen.add(name)
    if b"IDAT" not in seen:
        raise Broken
    out.append(_written(b"IEND", b""))
    return Stripped("PNG", b"".join(out), width, height, orientation, b"acTL" in seen)


def _behind(parts: list[bytes]) -> int:
    """How many bytes of the last part lie behind the end of the packed pixels. Raises `Broken` where they cannot be unpacked."""
    unpacker = zlib.decompressobj()
    left = _MOST_PIXELS
    for part in parts:
        data = part
        while data and not unpacker.eof:
            try:
                left -= len(unpacker.decompress(data, _PIECE))
            except zlib.error as error:
                raise Broken from error
            if left < 0:
                raise Broken
            data = unpacker.unconsumed_tail
    return min(len(unpacker.unused_data), len(parts[-1]))


def _kept(name: bytes, body: bytes) -> bytes:
    """What of a chunk goes on: all, nothing, or a colour profile by another name."""
    if name == b"iCCP":
        return _renamed(body)
    fits = name in _NEEDED or len(body) == _COLOUR.get(name) or len(body) <= _SHORT.get(name, -1)
    return body if fits else b""


def _renamed(body: bytes) -> bytes:
    """A colour profile without the name that somebody gave it; nothing where it cannot be read."""
    _, mark, packed = body.partition(b"\0")
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed[1:], _MOST_PROFILE)
    except zlib.error:
        return b""
    if not mark or packed[:1] != b"\0" or not unpacker.eof or colour_profile(profile) != profile:
        return b""
    return b"ICC\0\0" + packed[1 : len(packed) - len(unpacker.unused_data)]


def _sum(name: bytes, body: bytes) -> bytes:
    return zlib.crc32(body, zlib.crc32(name)).to_bytes(4, "big")


def _written(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + _sum(name, body)
