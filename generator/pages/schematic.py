"""A trail as a drawing: numbered stations on a line that winds down the page, three to a row, so it fits a phone.

All lengths are units of the drawing (360 wide); the template turns them into an inline SVG. It is a schematic, not a
map: neither distances nor directions mean anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.model import Stop

WIDTH = 360
_COLUMNS = (64, 180, 296)
_TOP = 34
_ROW = 128
_BULGE = 40
_LABEL_FIRST = 38
_LABEL_STEP = 16
_PER_LINE = 7
_LINES = 3

STATUS_SHAPES = {
    "开放": ("open", "开放"),
    "在建": ("building", "在建"),
    "规划": ("planned", "规划中"),
    "关闭": ("closed", "已关闭"),
    "": ("unknown", "状态未公布"),
}
"""Status → (shape, words). The shape is drawn differently, so that colour is never the only cue."""


def status_of(status: str) -> tuple[str, str]:
    """The shape and the words of a status; one that is not known is shown as not published."""
    return STATUS_SHAPES.get(status, STATUS_SHAPES[""])


def label_lines(name: str) -> list[str]:
    """A name in at most three lines of seven characters. What is cut is in the list below the drawing in full."""
    lines = [name[i : i + _PER_LINE] for i in range(0, len(name), _PER_LINE)]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _PER_LINE - 1] + "…"]
    if len(lines) > 1 and len(lines[-1]) == 1:  # a lone last character looks like an accident
        lines[-2], lines[-1] = lines[-2][:-1], lines[-2][-1] + lines[-1]
    return lines


def _spot(index: int) -> tuple[int, int]:
    row, column = divmod(index, len(_COLUMNS))
    if row % 2:
        column = len(_COLUMNS) - 1 - column
    return _COLUMNS[column], _TOP + row * _ROW


def _way(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x, y), (to_x, to_y) = start, end
    if y == to_y:
        return f"M{x} {y}H{to_x}"
    edge = x + _BULGE if x > WIDTH // 2 else x - _BULGE
    middle = (y + to_y) // 2
    return f"M{x} {y}C{edge} {y} {edge} {y + 20} {edge} {middle}S{edge} {to_y} {to_x} {to_y}"


def schematic(stops: Sequence[Stop]) -> dict[str, Any]:
    """The drawing of a trail: `height`, `ways` (path and whether both ends are open), `stations` (spot, number, label)."""
    stations = []
    for index, stop in enumerate(stops):
        x, y = _spot(index)
        shape, words = status_of(stop.status)
        lines = label_lines(stop.name)
        stations.append(
            {
                "n": index + 1,
                "x": x,
                "y": y,
                "shape": shape,
                "words": words,
                "lines": [(y + _LABEL_FIRST + i * _LABEL_STEP, line) for i, line in enumerate(lines)],
                "words_y": y + _LABEL_FIRST + len(lines) * _LABEL_STEP,
            }
        )
    ways = [
        {"d": _way(_spot(i), _spot(i + 1)), "open": stops[i].status == stops[i + 1].status == "开放"}
        for i in range(len(stops) - 1)
    ]
    rows = (len(stops) + len(_COLUMNS) - 1) // len(_COLUMNS)
    return {"width": WIDTH, "height": rows * _ROW + 8, "ways": ways, "stations": stations}
