"""GIF: frames, their delays and how often to play; no comments, no texts, no programs' own blocks, nothing behind the end."""

from __future__ import annotations

from dataclasses import dataclass

from generator.media.pictures.lzw import used
from generator.media.pictures.parts import Broken, Stripped

_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


@dataclass(slots=True)
class _Reader:
    """The bytes and how far they have been read; raises `Broken` where they end too soon."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        part = self.data[self.at : self.at + count]
        if len(part) < count:
            raise Broken
        self.at += count
        return part

    def blocks(self) -> bytes:
        """The content of a chain of sub-blocks."""
        parts = []
        while size := self.take(1)[0]:
            parts.append(self.take(size))
        return b"".join(parts)


def strip(data: bytes) -> Stripped:
    """The picture alone; one that breaks off after its first frame is closed. Raises `Broken`."""
    reader = _Reader(data)
    head = reader.take(13)
    width, height = int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")
    out = [head, reader.take(_colours(head[10]))]
    frames: list[bytes] = []
    wild = False
    control = b""
    while True:
        try:
            sign = reader.take(1)
            if sign == b"!":
                kept, is_control = _extension(reader)
                if is_control:
                    control = kept
                elif kept:
                    out.append(kept)
                else:
                    control = b""  # what it was for is dropped
            elif sign == b",":
                frames.append(control + _frame(reader))
                control = b""
            else:
                wild = sign != b";"
                break
        except Broken:
            break
    if wild:  # the last frame did not end where it seemed to: it may have run on into texts
        frames = frames[:-1]
    if not frames or not width or not height:
        raise Broken
    return Stripped("GIF", b"".join((*out, *frames, b";")), width, height, 1, len(frames) > 1)


def _colours(flags: int) -> int:
    """Bytes of the table of colours that a descriptor announces."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _extension(reader: _Reader) -> tuple[bytes, bool]:
    """What is kept of an extension, and whether it says how the next frame is shown."""
    kind = reader.take(1)
    if kind == b"\xff":
        name = reader.take(reader.take(1)[0])
        body = reader.blocks()
        loop = name in _LOOPS and len(body) >= 3 and body[0] == 1
        return (b"!\xff\x0b" + name + b"\x03" + body[:3] + b"\0" if loop else b""), False
    body = reader.blocks()
    if kind == b"\xf9" and len(body) == 4:
        return b"!\xf9\x04" + body + b"\0", True
    return b"", False


def _frame(reader: _Reader) -> bytes:
    place = reader.take(9)
    colours = reader.take(_colours(place[8]))
    depth = reader.take(1)
    if not 1 <= depth[0] <= 11:
        raise Broken
    pixels = reader.blocks()
    width, height = int.from_bytes(place[4:6], "little"), int.from_bytes(place[6:8], "little")
    pixels = pixels[: used(pixels, depth[0], width * height)]
    if not pixels:  # breaks off, or runs on into what comes next: nobody can tell where the pixels end
        raise Broken
    blocks = b"".join(bytes((len(p),)) + p for p in (pixels[i : i + 255] for i in range(0, len(pixels), 255)))
    return b"," + place + colours + depth + blocks + b"\0"
