"""The archive that a workbook is: refused where it is dangerous, asked for what the reader of cells does not tell."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from typing import NamedTuple
from xml.parsers import expat

from generator.base.diagnostics import Diagnostic, Span
from generator.read.ledger.part import Part, TooManyError, measure
from generator.read.ledger.sheet import too_many
from generator.read.ledger.strikes import Strikes, strikes_of

MAX_UNPACKED = 200 * 1024 * 1024
_SHEET_TYPE = re.compile(r"worksheets?/", re.IGNORECASE)


class _Tab(NamedTuple):
    """A sheet as the workbook names it: the name on its tab, its part of the archive, whether it is hidden."""

    name: str
    part: str
    hidden: bool


def inspect_archive(path: str, data: bytes) -> dict[str, Part] | Diagnostic:
    """Refuse bombs before the reader meets them; find what the reader does not tell of each sheet, by its name.

    The reader makes a full table up to a sheet's last cell, so every part that could be a sheet is measured first, by a
    real XML parser: what a pattern overlooks (another prefix, other quotes) would cost all memory at once.
    """
    broken = Diagnostic("E007", Span(path), "台账打不开，不是 .xlsx 文件或文件坏了", "请用 Excel 打开后另存为 .xlsx。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Diagnostic(
            "E007", Span(path), "台账加了密码，或者是旧的 .xls 格式", "请用 Excel 打开，去掉密码，另存为 .xlsx。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(info.file_size for info in parts) > MAX_UNPACKED or len(parts) > 2000:
                return Diagnostic("E005", Span(path), "台账解开后太大", "请只留需要的行和列，删去图片，另存为新文件。")
            if {"content.xml", "xl/workbook.bin"} & {info.filename.lower() for info in parts}:
                return broken  # another format under this name
            tabs = _tabs(archive)
            sheets = {tab.part for tab in tabs}
            strikes = strikes_of(archive)
            found: dict[str, Part] = {}
            for info in parts:
                if info.filename in sheets:
                    found[info.filename] = measure(archive, info, strikes)
                elif info.filename.lower().endswith((".xml", ".rels")):
                    measure(archive, info, Strikes())
                else:
                    with archive.open(info) as stream:  # a part that lies about its size is found at its end
                        while stream.read(1 << 20):
                            pass
            return {tab.name: found[tab.part]._replace(hidden=tab.hidden) for tab in tabs}
    except TooManyError:
        return too_many(path)
    except (
        zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, LookupError, OverflowError,
        expat.ExpatError, zlib.error, lzma.LZMAError,
    ):  # fmt: skip
        return broken


def _elements(archive: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part: local name and attributes by local name."""
    found: list[tuple[str, dict[str, str]]] = []

    def refuse(*_: object) -> None:
        raise ValueError(name)

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append(
        (tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})
    )
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(archive.read(name), True)
    return found


def _tabs(archive: zipfile.ZipFile) -> list[_Tab]:
    """The sheets in the order of the workbook's tabs; charts are none."""
    names = {name.lower(): name for name in archive.namelist()}
    target = {}
    for kind, link in _elements(archive, names["xl/_rels/workbook.xml.rels"]):
        place = link.get("Target", "").replace("\\", "/")
        if kind == "Relationship" and _SHEET_TYPE.search(place):
            full = place.lstrip("/") if place.startswith("/") else f"xl/{place}"
            if full.lower() in names:
                target[link.get("Id", "")] = names[full.lower()]
    return [
        _Tab(sheet.get("name", ""), target[sheet["id"]], sheet.get("state", "").lower() in ("hidden", "veryhidden"))
        for kind, sheet in _elements(archive, names["xl/workbook.xml"])
        if kind == "sheet" and sheet.get("id") in target
    ]
