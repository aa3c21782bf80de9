"""MP3: the artist, the coder and the comment of its labels, old (ID3v1) and new (ID3v2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from generator.media.attachments.names import people

_MOST_LABEL = 1_000_000
_MOST_FRAMES = 1000
_WANTED = {
    b"TPE1": "演唱或朗读", b"TP1": "演唱或朗读", b"TENC": "编码者", b"TEN": "编码者", b"TOWN": "所有者",
    b"COMM": "备注", b"COM": "备注",
}  # fmt: skip
_CODES = ("gb18030", "utf-16", "utf-16-be", "utf-8")
"""By the number before a text. The first should be Latin 1; Chinese programs write their own code page there."""


def read(stream: BinaryIO, size: int) -> list[tuple[str, str]]:
    """What the labels of a recording say."""
    stream.seek(0)
    head = stream.read(10)
    found: list[tuple[str, str]] = []
    if head[:3] == b"ID3" and head[3] in (2, 3, 4):
        found += list(_frames(stream.read(min(_seven(head[6:10]), _MOST_LABEL)), head[3], bool(head[5] & 0x80)))
    stream.seek(max(0, size - 128))
    last = stream.read(128)
    if last[:3] == b"TAG" and len(last) == 128:
        found += list(people("演唱或朗读", [last[33:63].split(b"\0", 1)[0].decode("gb18030", "replace")]))
        found += list(people("备注", [last[97:125].split(b"\0", 1)[0].decode("gb18030", "replace")]))
    return found


def _seven(data: bytes) -> int:
    """A number of seven bits a byte."""
    return sum((byte & 0x7F) << 7 * i for i, byte in enumerate(reversed(data)))


def _frames(label: bytes, version: int, doubled: bool) -> Iterator[tuple[str, str]]:
    """The wanted frames of a label of version 2, 3 or 4."""
    if doubled:
        label = label.replace(b"\xff\0", b"\xff")
    letters, head = (3, 6) if version == 2 else (4, 10)
    at = 0
    for _ in range(_MOST_FRAMES):
        name, size = label[at : at + letters], label[at + letters : at + 2 * letters]
        if len(size) < letters or not name.strip(b"\0"):
            return
        length = _seven(size) if version == 4 else int.from_bytes(size, "big")
        body = label[at + head : at + head + length]
        at += head + length
        if name in _WANTED and len(body) > 1:
            yield from people(_WANTED[name], [_decoded(name, body)])


def _decoded(name: bytes, body: bytes) -> str:
    code = _CODES[body[0]] if body[0] < len(_CODES) else "latin-1"
    if not name.startswith(b"COM"):
        return body[1:].decode(code, "replace").split("\0", 1)[0]
    about, _, text = body[4:].decode(code, "replace").partition("\0")
    return "" if about.startswith("iTun") else text.strip("\ufeff\0")
