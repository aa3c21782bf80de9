"""Word, Excel and PowerPoint files of 1997 to 2003: a small file system in a file, of which two streams of properties are read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from generator.media.attachments.names import people

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_SECTORS = 200_000
"""Sectors that are followed along one chain: 100 MB."""
_MOST_STREAM = 1_000_000
_MOST_PROPERTIES = 200
_SMALL = 4096
"""Streams below this size lie in the stream of small ones."""
_LAST = 0xFFFFFFFA
"""Numbers of sectors from here on are signs."""
_WANTED = {
    "\x05SummaryInformation": {4: "作者", 8: "上次修改"},
    "\x05DocumentSummaryInformation": {14: "经理", 15: "单位"},
}


@dataclass(slots=True)
class _Volume:
    """The file by sectors. What lies outside of it is empty."""

    stream: BinaryIO
    size: int
    shift: int
    table: tuple[int, ...] = ()

    def sector(self, number: int) -> bytes:
        at = (number + 1) << self.shift
        if number >= _LAST or at >= self.size:
            return b""
        self.stream.seek(at)
        return self.stream.read(1 << self.shift)

    def chain(self, first: int, limit: int) -> bytes:
        """The content of the sectors from one on, as far as the table leads and no further than a limit of bytes."""
        parts, seen, number = [], 0, first
        while seen < min(limit, MOST_SECTORS << self.shift) and number < _LAST:
            part = self.sector(number)
            if not part:
                break
            parts.append(part)
            seen += len(part)
            number = self.table[number] if number < len(self.table) else _LAST
        return b"".join(parts)


def read(stream: BinaryIO, size: int) -> list[tuple[str, str]]:
    """Who wrote and who saved the document last. Raises ValueError and struct.error where it is broken."""
    stream.seek(0)
    head = stream.read(512)
    shift, small_shift = struct.unpack_from("<HH", head, 30)
    if shift not in (9, 12) or small_shift != 6:
        return []
    volume = _Volume(stream, size, shift)
    volume.table = _table(volume, head)
    folder = volume.chain(struct.unpack_from("<I", head, 48)[0], _MOST_STREAM)
    found = []
    smalls: tuple[bytes, tuple[int, ...]] | None = None
    for name, first, length in _entries(folder):
        if name not in _WANTED or length > _MOST_STREAM:
            continue
        if length >= _SMALL:
            data = volume.chain(first, length)
        else:
            smalls = smalls or _smalls(volume, head, folder)
            data = _small(smalls, first, length)
        found += list(_properties(data[:length], _WANTED[name]))
    return found


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _table(volume: _Volume, head: bytes) -> tuple[int, ...]:
    """Which sector follows which, for as many sectors as the file can have."""
    places = list(_numbers(head[76:512]))
    more, count = struct.unpack_from("<II", head, 68)
    for _ in range(min(count, 1000)):
        part = _numbers(volume.sector(more))
        if not part:
            break
        places += part[:-1]
        more = part[-1]
    most = min((volume.size >> volume.shift) // (1 << (volume.shift - 2)) + 1, MOST_SECTORS)
    return tuple(n for place in places[:most] for n in _numbers(volume.sector(place)))


def _entries(folder: bytes) -> Iterator[tuple[str, int, int]]:
    """(name, first sector, length) of each stream."""
    for at in range(0, len(folder) - 127, 128):
        letters = min(struct.unpack_from("<H", folder, at + 64)[0], 64)
        name = folder[at : at + max(letters - 2, 0)].decode("utf-16-le", "replace")
        first, length = struct.unpack_from("<II", folder, at + 116)
        yield name, first, length


def _smalls(volume: _Volume, head: bytes, folder: bytes) -> tuple[bytes, tuple[int, ...]]:
    """The stream of small streams, which the first entry names, and its own table."""
    first, length = struct.unpack_from("<II", folder, 116)
    return volume.chain(first, min(length, 8 * _MOST_STREAM)), _numbers(
        volume.chain(struct.unpack_from("<I", head, 60)[0], _MOST_STREAM)
    )


def _small(smalls: tuple[bytes, tuple[int, ...]], first: int, length: int) -> bytes:
    data, table = smalls
    parts, number = [], first
    for _ in range(length // 64 + 1):
        if number >= _LAST:
            break
        parts.append(data[number * 64 : number * 64 + 64])
        number = table[number] if number < len(table) else _LAST
    return b"".join(parts)


def _properties(data: bytes, wanted: dict[int, str]) -> Iterator[tuple[str, str]]:
    """The wanted texts of the first section of a property set."""
    if len(data) < 48:
        return
    start = struct.unpack_from("<I", data, 44)[0]
    _, count = struct.unpack_from("<II", data, start)
    rows = [struct.unpack_from("<II", data, start + 8 + 8 * i) for i in range(min(count, _MOST_PROPERTIES))]
    codepage = next((struct.unpack_from("<H", data, start + at + 4)[0] for number, at in rows if number == 1), 936)
    for number, at in rows:
        if number in wanted:
            kind, length = struct.unpack_from("<II", data, start + at)
            body = data[start + at + 8 :][: length * 2 if kind == 31 else length]
            if kind in (30, 31) and length <= 1000:
                yield from people(wanted[number], [_decoded(body, 1200 if kind == 31 else codepage)])


def _decoded(body: bytes, codepage: int) -> str:
    name = {1200: "utf-16-le", 65001: "utf-8", 936: "gb18030", 54936: "gb18030", 10008: "gb18030"}.get(
        codepage, f"cp{codepage}"
    )
    try:
        text = body.decode(name, "ignore")
    except LookupError:
        text = body.decode("gb18030", "ignore")
    return text.split("\0", 1)[0]
