"""Rich Text, which old office systems save as .doc: its head names who wrote it."""

from __future__ import annotations

import re
from typing import BinaryIO

from generator.media.attachments.names import people

_HEAD = 262_144
_WANTED = (("作者", b"author"), ("上次修改", b"operator"), ("经理", b"manager"), ("单位", b"company"))
_SIGN = re.compile(rb"\\u(-?\d{1,5}) ?(?:\\'[0-9a-fA-F]{2}|\?)*|((?:\\'[0-9a-fA-F]{2})+)|\\[a-z]+-?\d* ?|[{}\\\r\n]")


def read(stream: BinaryIO, size: int) -> list[tuple[str, str]]:
    """Who is named in the head of the document."""
    del size
    stream.seek(0)
    head = stream.read(_HEAD)
    found = []
    for label, word in _WANTED:
        values = re.findall(rb"\{\\" + word + rb"\b ?([^{}]{0,400})\}", head)
        found += list(people(label, map(_decoded, values)))
    return found


def _decoded(body: bytes) -> str:
    """A value with its signs turned into letters; bytes are of the Chinese code page, as offices have it."""
    return re.sub(_SIGN, _letter, body).decode("utf-8", "replace")


def _letter(sign: re.Match[bytes]) -> bytes:
    if sign[1]:
        return chr(int(sign[1]) & 0xFFFF).encode("utf-8", "replace")
    if sign[2]:
        return bytes.fromhex(sign[2].replace(b"\\'", b"").decode()).decode("gb18030", "replace").encode()
    return b""
