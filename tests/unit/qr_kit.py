"""Reading a QR code back from its SVG as a scanner would: drawn as pixels, then decoded by a foreign library."""

from __future__ import annotations

import re

import zxingcpp
from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
_RUN = re.compile(r"m(-?\d+) (-?\d+)h(\d+)")


def modules(data: bytes) -> list[bytearray]:
    """The whole picture, quiet zone and all, as rows of modules: 1 is dark. Fails on anything but runs along rows."""
    root = etree.fromstring(data)
    left, top, width, height = map(int, root.get("viewBox").split())
    assert (left, top, root.tag) == (0, 0, f"{SVG}svg")
    assert width == height
    ground, strokes = root.iterfind(f"{SVG}path")
    assert (ground.get("fill"), ground.get("d")) == ("#fff", f"M0 0h{width}v{width}H0z")
    assert strokes.get("stroke") == "#000"
    found = [bytearray(width) for _ in range(width)]
    path = strokes.get("d")
    start = re.match(r"M(\d+) (\d+)\.5", path)
    assert start is not None
    x, y = int(start[1]), int(start[2])
    runs = path[start.end() :]
    assert _RUN.sub("", runs) == ""
    for right, down, length in _RUN.findall(runs):
        x, y = x + int(right), y + int(down)
        assert 0 <= x < x + int(length) <= width
        found[y][x : x + int(length)] = b"\1" * int(length)
        x += int(length)
    return found


def decoded(rows: list[bytearray], scale: int = 3) -> list[str]:
    """What a scanner reads from a picture of modules."""
    side = len(rows) * scale
    lines = [b"".join((b"\0" if dark else b"\xff") * scale for dark in row) * scale for row in rows]
    picture = memoryview(b"".join(lines)).cast("B", shape=[side, side])
    return [code.text for code in zxingcpp.read_barcodes(picture) if code.format.name == "QRCode"]


def read(data: bytes) -> str:
    """The one text that the SVG holds."""
    [text] = decoded(modules(data))
    return text
