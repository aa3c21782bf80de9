"""The tile map: a square for each township, about where the officer put it. No map, and no boundary is drawn.

Invariant: no two tiles share a place; whoever had to give way is told. Townships without a place stand in rows below, one peer
group after another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator import addresses
from generator.figures.coverage import Cell
from generator.figures.coverage.league import kind_of
from generator.figures.coverage.states import STATES, ZERO
from generator.figures.indicators import HELD
from generator.model import Township
from generator.pages.coverage.book import Book, way, year_span
from generator.pages.coverage.grids import state_class

WIDTH, HEIGHT = 100, 80
"""A tile with the gap to the next, in units of the drawing."""

GAP = 6
FEWEST, MOST = 6, 10
"""Columns of the rows by peer group: as many as the map has, within these."""
ONE_LINE = 4
"""Characters of a name that stand on one line of a tile."""
BAR = 82

Spot = tuple[int, int]


class Laid(NamedTuple):
    """Where tiles are: unit → (row, column) from 0; who was moved from whose place; labels of the rows below."""

    spots: Mapping[str, Spot]
    moved: tuple[tuple[str, str], ...]
    labels: tuple[tuple[int, str], ...]


def lay(townships: Sequence[Township]) -> Laid:
    """A place for every township: its own tile, the nearest free one where that is taken, a row of its group where it has none."""
    with_tile = [t for t in townships if t.tile]
    top = min((t.tile[0] for t in with_tile if t.tile), default=0)
    left = min((t.tile[1] for t in with_tile if t.tile), default=0)
    taken: dict[Spot, str] = {}
    moved = []
    waiting = []
    for t in with_tile:
        assert t.tile
        spot = (t.tile[0] - top, t.tile[1] - left)
        if spot in taken:
            waiting.append((t.code, spot))
        else:
            taken[spot] = t.code
    for code, spot in waiting:  # those that have their place to themselves keep it
        moved.append((code, taken[spot]))
        taken[_nearest(spot, taken)] = code
    spots = {code: spot for spot, code in taken.items()}
    columns = max((column for _, column in taken), default=-1) + 1
    row = max((row for row, _ in taken), default=-1) + 1
    labels = []
    wide = min(max(columns, FEWEST), MOST)
    groups: dict[str, list[str]] = {}
    for t in townships:
        if not t.tile:
            groups.setdefault(t.group or kind_of(t.code), []).append(t.code)
    for name, codes in groups.items():
        labels.append((row, name))
        for place, code in enumerate(codes):
            spots[code] = (row + 1 + place // wide, place % wide)
        row += 1 + (len(codes) + wide - 1) // wide
    return Laid(spots, tuple(moved), tuple(labels))


def _nearest(spot: Spot, taken: Mapping[Spot, str]) -> Spot:
    """The free place nearest to one that is taken: to the right before the left, below before above."""
    row, column = spot
    reach = 1
    while True:
        ring = [
            (r, c)
            for r in range(max(row - reach, 0), row + reach + 1)
            for c in range(max(column - reach, 0), column + reach + 1)
            if (r, c) not in taken
        ]
        if ring:
            return min(ring, key=lambda s: (abs(s[0] - row) + abs(s[1] - column), -s[0], -s[1]))
        reach += 1


def tile_map(book: Book, year: int, here: str) -> dict[str, Any]:
    """The map of one year: every township that counts, with its figure and its state in words."""
    due = book.townships(year_span(year))
    laid = lay([book.world.library.township_by_code[code] for code in due])
    cells = book.column(HELD, "township", year_span(year))
    most = max((cell.value or 0 for cell in cells.values()), default=0)
    tiles = [_tile(book, cells[code], laid.spots[code], most, here) for code in due]
    tiles.sort(key=lambda t: (t["y"], t["x"]))
    columns = max((column for _, column in laid.spots.values()), default=0) + 1
    rows = max((row for row, _ in laid.spots.values()), default=0) + 1
    return {
        "year": year,
        "tiles": tiles,
        "columns": columns,
        "width": columns * WIDTH + GAP,
        "height": rows * HEIGHT + GAP,
        "labels": [{"name": name, "y": row * HEIGHT + HEIGHT - 12} for row, name in laid.labels],
        "moved": [
            f"{book.name(one)}和{book.name(other)}写在同一格，{book.name(one)}挪到了旁边" for one, other in laid.moved
        ],
        "summary": _summary([cells[code] for code in due]),
    }


def _summary(cells: Sequence[Cell]) -> str:
    """How many townships are in which state, in a sentence for those who do not see the map."""
    held = sum(bool(c.value) for c in cells)
    zero = sum(c.state == "figure" and not c.value for c in cells)
    silent = sum(c.state == "silent" for c in cells)
    waiting = sum(c.state == "not_due" for c in cells)
    parts = [f"办过的{held}个"]
    parts += [
        f"{word}的{n}个"
        for word, n in (("报了没有办", zero), (STATES["silent"].word, silent), (STATES["not_due"].word, waiting))
        if n
    ]
    return f"共{len(cells)}个乡镇（街道）：{'，'.join(parts)}。"


def _tile(book: Book, cell: Cell, spot: Spot, most: float, here: str) -> dict[str, Any]:
    name = book.name(cell.unit)
    row, column = spot
    figure = cell.state == "figure"
    value, look = cell.value or 0, STATES[cell.state]
    words = (f"{value}场" if value else f"0场，{ZERO.word}") if figure else look.word
    return {
        "unit": cell.unit,
        "x": column * WIDTH + GAP,
        "y": row * HEIGHT + GAP,
        "lines": _lines(name),
        "name": name,
        "words": words,
        "figure": (f"{value}场" if value else f"{ZERO.sign} {ZERO.word}") if figure else f"{look.sign} {look.word}",
        "cls": state_class(cell) or "figure",
        "state": cell.state,
        "value": value if figure else "",
        "bar": round(BAR * value / most) if most else 0,
        "href": way(here, addresses.evidence(cell.period, cell.unit, HELD)),
    }


def _lines(name: str) -> list[str]:
    """A name on one line or two of a tile; a very long one is cut, since the label for the ear has it whole."""
    if len(name) <= ONE_LINE:
        return [name]
    cut = len(name) - 2 if name.endswith("街道") and len(name) - 2 <= ONE_LINE else (len(name) + 1) // 2
    return [_short(name[:cut]), _short(name[cut:])]


def _short(part: str) -> str:
    return part if len(part) <= ONE_LINE + 1 else part[:ONE_LINE] + "…"
