"""The first rows of a file that is not read as a ledger, to see whether somebody took it for one.

Formats that we do not read are not parsed either: their texts are looked for where they must stand.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable

from generator.base.diagnostics import Diagnostic
from generator.read.ledger.commas import read_csv
from generator.read.ledger.sheet import MAX_BYTES, IsHead, Sheet
from generator.read.ledger.workbook import read_xlsx
from generator.read.text import decode_bytes

ENDINGS = frozenset(".csv .tsv .txt .xls .xlsx .xlsm .xlsb .xltx .et .ett .ods .fods .htm .html".split())
"""Endings under which offices keep tables."""
ROWS = 12
_TEXT = re.compile(r">\s*([^<>\s][^<>]{0,60}?)\s*<")
_OLE = b"\xd0\xcf\x11\xe0"
_MOST = 4 * 1024 * 1024


def peek(path: str, data: bytes, is_head: IsHead, words: Iterable[str]) -> list[list[str]]:
    """Rows of texts that may hold a head. `words` are those that a head can have."""
    if len(data) > MAX_BYTES:
        return []
    if data.startswith(b"PK"):
        return _from_zip(path, data, is_head, words)
    if data.startswith(_OLE):
        return [_utf16(data, words, "<HB", 1)]
    text = decode_bytes(path, data, MAX_BYTES)
    if isinstance(text, Diagnostic):
        return []
    if text.lstrip()[:1] == "<":  # a web page or Excel's older XML under a workbook's name, as many systems export
        return [_TEXT.findall(text[:_MOST])[:200]]
    return _rows(read_csv(path, data, is_head)[0])


def _rows(sheets: Iterable[Sheet]) -> list[list[str]]:
    return [[c.text for c in row] for sheet in sheets for row in ((sheet.head,) if sheet.head else sheet.above[:ROWS])]


def _from_zip(path: str, data: bytes, is_head: IsHead, words: Iterable[str]) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower(): name for name in archive.namelist()}
            if "content.xml" in names:
                return [_TEXT.findall(_part(archive, names["content.xml"]).decode("utf-8", "replace"))[:200]]
            if "xl/workbook.bin" in names:
                part = names.get("xl/sharedstrings.bin")
                return [_utf16(_part(archive, part), words, "<I", None)] if part else []
            if "xl/workbook.xml" not in names:
                return []
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        zlib.error,
        lzma.LZMAError,
    ):
        return []
    return _rows(read_xlsx(path, data, is_head)[0])


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_MOST)


def _utf16(data: bytes, words: Iterable[str], length: str, flag: int | None) -> list[str]:
    """The words that stand as whole texts among bytes: a count of characters, in some formats a mark, then UTF-16."""
    found = []
    for word in words:
        for form in dict.fromkeys((word, unicodedata.normalize("NFKC", word))):
            head = struct.pack(length, len(form)) if flag is None else struct.pack(length, len(form), flag)
            if not form.isascii() and head + form.encode("utf-16-le") in data:
                found.append(word)
                break
    return found
