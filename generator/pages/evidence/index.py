"""Which figures belong on which page of evidence: every cell of the account, sorted once by time and unit.

Invariant: a figure has one page. Those of a village's target stand on the page of its township, those of a cultural
site's on the region's, because events there are often the region's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.figures.coverage import Breakdown, Cell, Matrix, Period
from generator.model import Village
from generator.pages.evidence.entries import REGION, Place
from generator.pages.evidence.view import key_of
from generator.world import World


class Line(NamedTuple):
    """One figure: the question, the period and the answer."""

    matrix: Matrix
    period: Period
    cell: Cell


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure by its page: the general ones, those of targets, and the items of breakdowns."""

    general: Mapping[Place, list[Line]]
    targets: Mapping[Place, list[Line]]
    items: Mapping[Place, list[Breakdown]]

    def of(self, place: Place, years: Sequence[str] = ()) -> PageFigures:
        """Those of one page; of its unit's figures in `years` (keys of times) the occurrences held."""
        return PageFigures(
            self.general.get(place, ()),
            self.targets.get(place, ()),
            self.items.get(place, ()),
            tuple(
                line
                for key in years
                for line in self.general.get((key, place[1]), ())
                if line.matrix.indicator == "events_held" and line.matrix.every == "year"
            ),
        )


@dataclass(frozen=True, slots=True)
class PageFigures:
    """The figures of one page. `years` are the occurrences held in each year, on a page that shows them side by side."""

    general: Sequence[Line]
    targets: Sequence[Line]
    items: Sequence[Breakdown]
    years: Sequence[Line]

    @property
    def whole(self) -> dict[str, Line]:
        """The general figures of the page's whole time by indicator: all but those of its months."""
        return {line.matrix.indicator: line for line in self.general if line.matrix.every != "month"}


def figures_of(world: World, *, region: bool = False) -> Figures:
    """All cells of the account, each under its page, in the order of the matrices; or only those of the `region`'s pages."""
    account = world.coverage
    villages = world.library.village_by_id
    general: dict[Place, list[Line]] = {}
    targets: dict[Place, list[Line]] = {}
    seen: set[str] = set()
    for matrix in (account.townships, *account.region, *account.general):
        if matrix.id not in seen:
            seen.add(matrix.id)
            _sort(matrix, villages, general, region=region)
    for matrix in account.targets:
        _sort(matrix, villages, targets, region=region)
    items: dict[Place, list[Breakdown]] = {}
    for b in account.breakdowns:
        if b.per == "region" or not region:
            place = (key_of(b.every, b.period, b.campaign), REGION if b.per == "region" else b.unit)
            items.setdefault(place, []).append(b)
    return Figures(general, targets, items)


def _sort(matrix: Matrix, villages: Mapping[str, Village], into: dict[Place, list[Line]], *, region: bool) -> None:
    """The lines of a matrix under the pages that have them: a village's are its township's, a cultural site's the region's."""
    if not matrix.units or (region and matrix.per == "township"):
        return
    keys = [key_of(matrix.every, p.id, matrix.campaign) for p in matrix.periods]
    columns = list(zip(keys, matrix.periods, strict=True))
    for unit, row in zip(matrix.units, matrix.rows, strict=True):
        home = unit if matrix.per == "township" else REGION
        if matrix.per == "village" and unit in villages:
            home = villages[unit].township
        if region and home != REGION:
            continue
        key, lines = "", []
        for (now, period), cell in zip(columns, row, strict=True):
            if now != key:  # the months of a year stand together
                key, lines = now, into.setdefault((now, home), [])
            lines.append(Line(matrix, period, cell))
