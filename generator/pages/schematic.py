"""A trail as a drawing: numbered stations on a line that winds down the page, three to a row, so it fits a phone.

All lengths are units of the drawing (360 wide); the template turns them into an inline SVG. It is a schematic, not a
map: neither distances nor directions mean anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.model import Stop

WIDTH = 360
_COLUMNS = (62, 180, 298)
_EDGES = (8, 352)
"""Where the line turns to the next row, left and right: outside every label."""
_TOP = 34
_TURN = 20
_LABEL_FIRST = 38
_LABEL_STEP = 16
_PER_LINE = 6
_LINES = 4
_NOT_LAST = "（“《【"
_NOT_FIRST = "）”》】，。、；：！？"

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
    """A name in at most four lines of about six characters, evenly; no bracket hangs on the wrong side of a break.

    What is cut is in the list below the drawing in full.
    """
    count = max(-(-len(name) // _PER_LINE), 1)
    width = -(-len(name) // count)
    lines: list[str] = []
    rest = name
    while rest:
        end = min(width, len(rest))
        if end < len(rest) and rest[end] in _NOT_FIRST:
            end += 1
        elif end < len(rest) and end > 1 and rest[end - 1] in _NOT_LAST:
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _PER_LINE - 1] + "…"]
    return lines


def _heights(labels: Sequence[Sequence[str]]) -> list[int]:
    """The height of each row: as many lines as its longest label, the status, and room to the next."""
    rows = [labels[i : i + len(_COLUMNS)] for i in range(0, len(labels), len(_COLUMNS))]
    return [_TOP + _LABEL_FIRST + (max(len(lines) for lines in row) + 1) * _LABEL_STEP for row in rows]


def _spots(count: int, heights: Sequence[int]) -> list[tuple[int, int]]:
    spots = []
    for index in range(count):
        row, column = divmod(index, len(_COLUMNS))
        x = _COLUMNS[len(_COLUMNS) - 1 - column if row % 2 else column]
        spots.append((x, _TOP + sum(heights[:row])))
    return spots


def _way(start: tuple[int, int], end: tuple[int, int]) -> str:
    """The line between two stations: straight, or around the end of a row."""
    (x, y), (to_x, to_y) = start, end
    if y == to_y:
        return f"M{x} {y}H{to_x}"
    right = x > WIDTH // 2
    edge = _EDGES[1] if right else _EDGES[0]
    before = edge - _TURN if right else edge + _TURN
    sweep = int(right)
    turn = f"A{_TURN} {_TURN} 0 0 {sweep}"
    return f"M{x} {y}H{before}{turn} {edge} {y + _TURN}V{to_y - _TURN}{turn} {before} {to_y}H{to_x}"


def schematic(stops: Sequence[Stop]) -> dict[str, Any]:
    """The drawing of a trail: `height`, `ways` (path and whether both ends are open), `stations` (spot, number, label)."""
    labels = [label_lines(stop.name) for stop in stops]
    heights = _heights(labels)
    spots = _spots(len(stops), heights)
    stations = []
    for number, (stop, lines, (x, y)) in enumerate(zip(stops, labels, spots, strict=True), 1):
        shape, words = status_of(stop.status)
        stations.append(
            {
                "n": number,
                "x": x,
                "y": y,
                "shape": shape,
                "words": words,
                "lines": [(y + _LABEL_FIRST + i * _LABEL_STEP, line) for i, line in enumerate(lines)],
                "words_y": y + _LABEL_FIRST + len(lines) * _LABEL_STEP,
            }
        )
    ways = [
        {"d": _way(spots[i], spots[i + 1]), "open": stops[i].status == stops[i + 1].status == "开放"}
        for i in range(len(stops) - 1)
    ]
    return {"width": WIDTH, "height": sum(heights), "ways": ways, "stations": stations}
