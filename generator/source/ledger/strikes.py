"""Which styles and which shared texts of a workbook are struck through."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import NamedTuple
from xml.parsers import expat


class Strikes(NamedTuple):
    """Numbers, as cells write them, of the styles and of the shared texts that are struck through."""

    styles: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()


def is_on(value: str) -> bool:
    """Whether a yes-or-no attribute says yes."""
    return value.strip().lower() not in ("0", "false", "off", "")


def strikes_of(archive: zipfile.ZipFile) -> Strikes:
    """Most workbooks have none, which the bytes of two parts tell without reading them."""
    found: dict[str, frozenset[str]] = {}
    for info in archive.infolist():
        name = info.filename.lower().rpartition("/")[2]
        if name in ("styles.xml", "sharedstrings.xml"):
            data = archive.read(info)
            if b"strike" in data:
                found[name] = (_styles if name == "styles.xml" else _texts)(data)
    return Strikes(found.get("styles.xml", frozenset()), found.get("sharedstrings.xml", frozenset()))


def _parse(data: bytes, start: Callable[[str, dict[str, str]], None], end: Callable[[str], object]) -> None:
    def refuse(*_: object) -> None:
        raise ValueError

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)


def _styles(data: bytes) -> frozenset[str]:
    """The cell styles whose font has a line through it."""
    open_: list[str] = []
    fonts: list[bool] = []
    styles: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "font" and open_[-1:] == ["fonts"]:
            fonts.append(False)
        elif kind == "strike" and open_[-2:] == ["fonts", "font"]:
            fonts[-1] = is_on(attributes.get("val", "1"))
        elif kind == "xf" and open_[-1:] == ["cellXfs"]:
            said = attributes.get("fontId", "0")
            styles.append(int(said) if said.isascii() and said.isdigit() else 0)
        open_.append(kind)

    _parse(data, start, lambda _: open_.pop())
    return frozenset(str(i) for i, font in enumerate(styles) if font < len(fonts) and fonts[font])


def _texts(data: bytes) -> frozenset[str]:
    """The shared texts of which every run has a line through it."""
    items: list[tuple[int, int]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "si":
            items.append((0, 0))
        elif kind == "r" and items:
            items[-1] = (items[-1][0] + 1, items[-1][1])
        elif kind == "strike" and items and is_on(attributes.get("val", "1")):
            items[-1] = (items[-1][0], items[-1][1] + 1)

    _parse(data, start, lambda _: None)
    return frozenset(str(i) for i, (runs, crossed) in enumerate(items) if runs and runs == crossed)
