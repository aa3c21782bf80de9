"""Which styles and which shared texts of a workbook are struck through, and which words of a text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers import expat


class Left(NamedTuple):
    """What a text says without its struck words, and those."""

    kept: str
    gone: str


class Strikes(NamedTuple):
    """Numbers, as cells write them, of the styles and of the shared texts that are struck through, wholly or in part."""

    styles: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    partly: Mapping[str, Left] = {}


class Runs:
    """A text of several runs while it is read: pieces of it with looks of their own."""

    def __init__(self) -> None:
        self.pieces: list[tuple[list[str], list[bool]]] = []
        self.spoken = False
        """True from a reading aid (`rPh`) on, whose text is no part of the cell's."""

    def element(self, kind: str, attributes: dict[str, str]) -> None:
        """An element inside the text."""
        if kind == "r":
            self.pieces.append(([], []))
        elif kind == "rPh":
            self.spoken = True
        elif kind == "strike" and self.pieces and is_on(attributes.get("val", "1")):
            self.pieces[-1][1].append(True)

    def text(self, text: str) -> None:
        """Characters of a `t`."""
        if self.pieces and not self.spoken:
            self.pieces[-1][0].append(text)

    def left(self) -> Left:
        """Marks that stood between words are not left at an end."""
        kept = "".join("".join(texts) for texts, struck in self.pieces if not struck)
        gone = "".join("".join(texts) for texts, struck in self.pieces if struck)
        return Left(_RETURN.sub("\n", kept).strip(_BETWEEN) if gone.strip() else kept, _RETURN.sub("\n", gone).strip())


_BETWEEN = " \u3000\n\t、，,；;/"
_RETURN = re.compile(r"_x000D_\n?|\r\n?", re.IGNORECASE)


def is_on(value: str) -> bool:
    """Whether a yes-or-no attribute says yes."""
    return value.strip().lower() not in ("0", "false", "off", "")


def strikes_of(archive: zipfile.ZipFile) -> Strikes:
    """Most workbooks have none, which the bytes of two parts tell without reading them."""
    styles: frozenset[str] = frozenset()
    texts: dict[str, Left] = {}
    for info in archive.infolist():
        name = info.filename.lower().rpartition("/")[2]
        if name in ("styles.xml", "sharedstrings.xml"):
            data = archive.read(info)
            if b"strike" not in data:
                continue
            if name == "styles.xml":
                styles = _styles(data)
            else:
                texts = _texts(data)
    whole = frozenset(number for number, left in texts.items() if not left.kept)
    return Strikes(styles, whole, {number: left for number, left in texts.items() if left.kept})


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object],
    text: Callable[[str], None] | None = None,
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
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


def _texts(data: bytes) -> dict[str, Left]:
    """The shared texts in which a run has a line through it."""
    items: list[Runs | None] = []
    found: dict[str, Left] = {}
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        kind = name.rpartition(":")[2]
        inside = kind == "t"
        if kind == "si":
            items.append(Runs())
        elif items and (runs := items[-1]) is not None:
            runs.element(kind, attributes)

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if name.rpartition(":")[2] == "si" and items and (runs := items[-1]) is not None:
            if (left := runs.left()).gone:
                found[str(len(items) - 1)] = left
            items[-1] = None  # most texts have no lines: nothing of them is kept

    def text(words: str) -> None:
        if inside and items and (runs := items[-1]) is not None:
            runs.text(words)

    _parse(data, start, end, text)
    return found
