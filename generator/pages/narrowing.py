"""The account cut down to one township, quickly: where every unit's figures are is found once for all townships.

Invariant: what is cut has the figures of the township and its villages, and no others, not even as tallies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from generator.figures.coverage.values import Breakdown, Cell, Coverage, Matrix, Tally, Totals

V = TypeVar("V")


class Narrowing:
    """`home` names the township of each village; a township is its own."""

    def __init__(self, account: Coverage, home: Mapping[str, str]) -> None:
        matrices = (account.townships, *account.region, *account.targets, *account.general)
        self._found: dict[str, dict[int, list[tuple[str, tuple[Cell, ...]]]]] = defaultdict(lambda: defaultdict(list))
        self._breakdowns: dict[str, list[Breakdown]] = defaultdict(list)
        for place, matrix in enumerate(matrices):
            if matrix.per in ("township", "village"):
                for unit, row in zip(matrix.units, matrix.rows, strict=True):
                    self._found[home.get(unit, unit)][place].append((unit, row))
        for told in account.breakdowns:
            self._breakdowns[home.get(told.unit, told.unit)].append(told)
        self._by_township = _by_home(account.by_township, {})
        self._by_village = _by_home(account.by_village, home)
        self._empty = [_cut(m, [], tuple(Tally(p.id, 0, 0, 0, 0, 0) for p in m.periods)) for m in matrices]
        self._bounds = len(account.region), len(account.region) + len(account.targets)
        self._bare = replace(account, by_year=(), total=Totals(None, {}), by_site={})

    def of(self, code: str) -> Coverage:
        """The account of a township and its villages, without the region's and everybody else's."""
        matrices = list(self._empty)
        for place, rows in self._found[code].items():
            matrices[place] = _cut(matrices[place], rows, matrices[place].tallies)
        first, second = self._bounds
        townships, *others = matrices
        return replace(
            self._bare,
            townships=townships,
            region=tuple(others[:first]),
            targets=tuple(others[first:second]),
            general=tuple(others[second:]),
            by_township=self._by_township.get(code, {}),
            by_village=self._by_village.get(code, {}),
            breakdowns=tuple(self._breakdowns[code]),
        )


def _cut(m: Matrix, rows: list[tuple[str, tuple[Cell, ...]]], nothing: tuple[Tally, ...]) -> Matrix:
    """The same matrix with these units' rows."""
    units, cells = tuple([unit for unit, _ in rows]), tuple([row for _, row in rows])
    return Matrix(
        m.id, m.campaign, m.indicator, m.per, m.every, m.at_least, m.basis, units, m.periods, cells, nothing,
    )  # fmt: skip


def _by_home(figures: Mapping[str, V], home: Mapping[str, str]) -> dict[str, dict[str, V]]:
    found: dict[str, dict[str, V]] = defaultdict(dict)
    for unit, value in figures.items():
        found[home.get(unit, unit)][unit] = value
    return dict(found)
