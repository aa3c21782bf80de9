"""MP4 and MOV: where a telephone filmed, and who is named as author. Only the description is read, never the film."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from generator.media.attachments.names import people

MOST_BOXES = 10_000
"""Boxes of the outermost level that are passed over."""
MOST_BYTES = 32_000_000
"""Bytes of a description that are read."""
_PLACE = re.compile(
    rb"\xa9xyz.{2,8}?[+-]\d{1,3}\.\d+[+-]\d{1,3}\.\d+|com\.apple\.quicktime\.location\.ISO6709|\0loci\0\0\0\0",
    re.DOTALL,
)
_AUTHOR = re.compile(rb"\xa9(?:ART|aut|dir)(.{4})data\x00{3}\x01.{4}|\xa9(?:ART|aut|dir)(..)..(?!data)", re.DOTALL)


def read(stream: BinaryIO, size: int) -> list[tuple[str, str]]:
    """What the description of a film says."""
    found: list[tuple[str, str]] = []
    for data in _descriptions(stream, size):
        if _PLACE.search(data):
            found.append(("拍摄位置", ""))
        for match in _AUTHOR.finditer(data):
            length = int.from_bytes(match[1], "big") - 16 if match[1] else int.from_bytes(match[2], "big")
            found += people(
                "作者", [data[match.end() : match.end() + max(0, min(length, 400))].decode("utf-8", "replace")]
            )
    return found


def _descriptions(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """The contents of the boxes `moov` and `meta` of the outermost level."""
    at = 0
    for _ in range(MOST_BOXES):
        stream.seek(at)
        head = stream.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = size - at
        if len(head) < 8 or length < 8:
            return
        if head[4:8] in (b"moov", b"meta", b"udta"):
            stream.seek(at)
            yield stream.read(min(length, MOST_BYTES))
        at += length
        if at >= size:
            return
