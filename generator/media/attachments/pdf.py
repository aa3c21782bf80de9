"""PDF: the author in its properties, in every revision that is still in the file, and in XMP; photographs inside that have a place."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from generator.media.attachments.names import people
from generator.media.pictures.parts import has_place

MOST_BYTES = 64_000_000
"""Bytes of a file that are looked at; properties and their revisions lie near its ends."""
MOST_STREAM = 4_000_000
"""Bytes that are unpacked of one packed stream."""
MOST_STREAMS = 500
_STREAM = re.compile(rb"\bstream\r?\n")
_MOST_FOUND = 200
"""Authors of a kind that are looked at: a document with more is no document."""
_MOST_REFERENCES = 10
_AUTHOR = re.compile(rb"/Author\s{0,9}(?:(?=[(<])|(\d{1,9}) (\d{1,5}) R)")
_ITEM = re.compile(rb"<rdf:li\b[^>]{0,300}>([^<]{0,1000})<")
_PLAIN = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,1000}\)){0,1000})\)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{0,4000})>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b""}
_MOST_PHOTOS = 200


def read(stream: BinaryIO, size: int) -> list[tuple[str, str]]:
    """Who the document says has written it."""
    stream.seek(0)
    data = stream.read(MOST_BYTES if size > 2 * MOST_BYTES else size)
    if size > 2 * MOST_BYTES:
        stream.seek(size - MOST_BYTES)
        data += stream.read(MOST_BYTES)
    found: list[tuple[str, str]] = []
    locked = b"/Encrypt" in data  # then its strings are no text
    for part in (data, *_unpacked(data)):
        if not locked:
            found += people("作者", _authors(part, data))
        for creators in _creators(part):
            found += people("作者", (html.unescape(n.decode("utf-8", "replace")) for n in _ITEM.findall(creators)))
    if _photographed(data):
        found.append(("里面的照片有拍摄位置", ""))
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The streams that may hold properties, unpacked."""
    count = 0
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - 600) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if b"FlateDecode" not in head or not (b"ObjStm" in head or b"Metadata" in head):
            continue
        count += 1
        if count > MOST_STREAMS:
            return
        try:
            yield zlib.decompressobj().decompress(data[match.end() : match.end() + MOST_STREAM], MOST_STREAM)
        except zlib.error:
            continue


def _creators(part: bytes) -> Iterator[bytes]:
    """What XMP says between the marks of its creators."""
    at = part.find(b"<dc:creator")
    for _ in range(_MOST_FOUND):
        if at < 0:
            return
        yield part[at : at + 4000].split(b"</dc:creator", 1)[0]
        at = part.find(b"<dc:creator", at + 1)


def _authors(part: bytes, whole: bytes) -> Iterator[str]:
    references = 0
    for match in islice(_AUTHOR.finditer(part), _MOST_FOUND):
        if match[1]:
            references += 1
            at = _object(whole, match[1] + b" " + match[2] + b" obj") if references <= _MOST_REFERENCES else -1
            text = _string(whole, at) if at >= 0 else ""
        else:
            text = _string(part, match.end())
        if text:
            yield text


def _object(data: bytes, mark: bytes) -> int:
    """Where an object's content begins; -1 where there is none. `12 0 obj` is not found in `112 0 obj`."""
    at = data.find(mark)
    while at > 0 and data[at - 1 : at].isdigit():
        at = data.find(mark, at + 1)
    at += len(mark)
    return at + len(data[at : at + 9]) - len(data[at : at + 9].lstrip()) if at >= len(mark) else -1


def _string(data: bytes, at: int) -> str:
    """The string that begins at a place, in either of its two forms."""
    if match := _PLAIN.match(data, at):
        raw = _ESCAPE.sub(_escaped, match[1])
    elif match := _HEX.match(data, at):
        digits = b"".join(match[1].split())
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        return ""
    if raw[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")  # what Chinese printers' programs write


def _escaped(sign: re.Match[bytes]) -> bytes:
    word = sign[1]
    if word[:1].isdigit() and word[:1] < b"8":
        return bytes((int(word, 8) & 0xFF,))
    return _ESCAPES.get(word, b"" if word.endswith(b"\n") else word)


def _photographed(data: bytes) -> bool:
    at = data.find(b"Exif\0\0")
    for _ in range(_MOST_PHOTOS):
        if at < 0:
            return False
        if has_place(data[at : at + 65_536]):
            return True
        at = data.find(b"Exif\0\0", at + 6)
    return False
