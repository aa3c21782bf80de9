"""Documents, films and recordings that name people, made by hand or by the libraries that offices use."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from sites.pictures_kit import jpeg

CORE = "<cp:coreProperties><dc:creator>{}</dc:creator><cp:lastModifiedBy>{}</cp:lastModifiedBy></cp:coreProperties>"


def zipped(**members: str | bytes) -> bytes:
    """An archive; `__` in a name stands for `/`."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def archive(members: dict[str, str | bytes]) -> bytes:
    return zipped(**{name.replace("/", "__"): content for name, content in members.items()})


def photographs() -> bytes:
    return archive({"a/1.jpg": jpeg()})


def _property_set(values: dict[int, bytes], codepage: int) -> bytes:
    rows = {1: struct.pack("<IHH", 2, codepage, 0)}
    for number, text in values.items():
        rows[number] = struct.pack("<II", 30, len(text) + 1) + (text + b"\0").ljust((len(text) + 4) // 4 * 4, b"\0")
    at, heads, bodies = 8 + 8 * len(rows), b"", b""
    for number, body in rows.items():
        heads += struct.pack("<II", number, at + len(bodies))
        bodies += body
    section = struct.pack("<II", at + len(bodies), len(rows)) + heads + bodies
    return b"\xfe\xff\0\0\0\0\0\0" + bytes(16) + struct.pack("<I", 1) + bytes(16) + struct.pack("<I", 48) + section


def _entry(name: str, kind: int, first: int, length: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    head = (
        letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1) + struct.pack("<III", *[0xFFFFFFFF] * 3)
    )
    return head.ljust(116, b"\0") + struct.pack("<III", first, length, 0)


def ole(values: dict[int, str], more: dict[int, str] | None = None, codec: str = "gb18030", codepage: int = 936, *, large: bool = False) -> bytes:  # fmt: skip
    """An Office file of 2003: sector 0 the table, 1 the directory, 2 the small table, then the streams."""
    first = _property_set({k: v.encode(codec) for k, v in values.items()}, codepage)
    second = _property_set({k: v.encode(codec) for k, v in (more or {}).items()}, codepage)
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    if large:  # in sectors of its own
        first = first.ljust(4096, b"\0")
        table = [0xFFFFFFFD, end, end, *range(4, 11), end]
        streams, root = first, (end, 0)
        entries = [_entry("\x05SummaryInformation", 2, 3, len(first))]
        smalls = [free]
    else:  # in the stream of small ones
        one, two = -(-len(first) // 64), -(-len(second) // 64)
        smalls = [*range(1, one), end, *range(one + 1, one + two), end]
        streams = first.ljust(one * 64, b"\0") + second.ljust(two * 64, b"\0")
        sectors = -(-len(streams) // 512)
        table = [0xFFFFFFFD, end, end, *range(4, 3 + sectors), end]
        root = (3, len(streams))
        entries = [
            _entry("\x05SummaryInformation", 2, 0, len(first)),
            _entry("\x05DocumentSummaryInformation", 2, one, len(second)),
        ]
    directory = (_entry("Root Entry", 5, *root) + b"".join(entries)).ljust(512, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 2, 1, end, 0) + struct.pack("<I", 0)
    sectors_of = [numbers + [free] * (128 - len(numbers)) for numbers in (table, smalls)]
    written = [struct.pack("<128I", *numbers) for numbers in sectors_of]
    body = written[0] + directory + written[1] + streams
    return head.ljust(512, b"\xff") + body + bytes(-len(body) % 512)


def pdf(info: bytes = b"", *, packed: bytes = b"", xmp: str = "", more: bytes = b"") -> bytes:
    """The skeleton of a PDF: properties in the open, in a packed stream, or as XMP."""
    out = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n2 0 obj\n<< " + info + b" >>\nendobj\n"
    if packed:
        data = zlib.compress(packed)
        out += b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\r\n" % len(data)
        out += data + b"\nendstream\nendobj\n"
    if xmp:
        text = f"<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>{xmp}</rdf:li></rdf:Seq></dc:creator></x:xmpmeta>".encode()
        out += b"4 0 obj\n<< /Type /Metadata /Subtype /XML >>\nstream\n" + text + b"\nendstream\nendobj\n"
    return out + more + b"trailer << /Root 1 0 R /Info 2 0 R >>\n%%EOF\n"


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def film(*described: bytes, film_first: bool = True) -> bytes:
    """A film whose description lies before or behind the pictures, as telephones do it."""
    parts = [box(b"mdat", bytes(5000)), box(b"moov", box(b"mvhd", bytes(100)) + box(b"udta", b"".join(described)))]
    return box(b"ftyp", b"mp42\0\0\0\0mp42isom") + b"".join(parts if film_first else reversed(parts))


PLACE = box(b"\xa9xyz", b"\0\x12\x15\xc7+28.7400+118.6200/")
ARTIST = box(b"\xa9ART", box(b"data", b"\0\0\0\1\0\0\0\0" + "张三".encode()))


def frame(name: bytes, body: bytes) -> bytes:
    return name + struct.pack(">IH", len(body), 0) + body


def song(*frames: bytes, version: int = 3, old: bytes = b"") -> bytes:
    """A recording with labels; `old` is the artist of the oldest kind, at the end."""
    label = b"".join(frames)
    size = bytes(len(label) >> shift & 0x7F for shift in (21, 14, 7, 0))
    tail = b"TAG" + bytes(30) + old.ljust(30, b"\0") + bytes(65) if old else b""
    return (b"ID3" + bytes((version, 0, 0)) + size + label if frames else b"") + b"\xff\xfb\x90\0" + bytes(400) + tail
