"""Frozen against present figures of the same day: which differ, and what was changed since that may be why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.figures.snapshots.fingerprints import BASES, KINDS, changed_groups
from generator.figures.snapshots.values import Figure, Grid, Snapshot

How = Literal["added", "removed", "changed"]
_NEAR = 1e-9
"""Two figures that differ by less than this share are one: the last digit of a sum depends on the order of adding."""


class Difference(NamedTuple):
    """A figure that is no longer what it was; `now` is None where it is not computed any more."""

    grid: Grid
    unit: str
    period: str
    frozen: Figure
    now: Figure | None


class Changed(NamedTuple):
    """A record that was added, removed or changed since; `groups` are the words of the fields that differ."""

    kind: str
    id: str
    how: How
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A snapshot beside the present account of the same day.

    `definitions` are the ids of indicators whose definition is another now, `bases` the keys of `fingerprints.BASES` that
    differ. `version` is the engine's that computed `now`.
    """

    snapshot: Snapshot
    now: Mapping[str, Grid]
    differences: tuple[Difference, ...]
    records: tuple[Changed, ...]
    definitions: tuple[str, ...]
    bases: tuple[str, ...]
    version: str

    @property
    def changed(self) -> bool:
        """Whether a figure or a record is no longer as it was."""
        return bool(self.differences or self.records)

    @property
    def figures(self) -> int:
        """How many figures were frozen."""
        return sum(len(row) for grid in self.snapshot.grids for row in grid.rows.values())

    def now_of(self, grid: Grid, unit: str, period: str) -> Figure | None:
        """The present figure of a frozen one, or None."""
        return figure_in(self.now.get(grid.id), unit, period)


def figure_in(grid: Grid | None, unit: str, period: str) -> Figure | None:
    """The figure of a unit and a period, or None where the grid has none."""
    if grid is None or period not in grid.periods or unit not in grid.rows:
        return None
    return grid.rows[unit][grid.periods.index(period)]


def same(one: Figure, other: Figure) -> bool:
    """Whether two figures are one for a reader: state and numbers, but for the noise of adding in another order."""
    if one.state != other.state:
        return False
    return all(
        a == b or (a is not None and b is not None and abs(a - b) <= _NEAR * max(abs(a), abs(b)))
        for a, b in zip(one[1:], other[1:], strict=True)
    )


def compare(frozen: Snapshot, now: Snapshot) -> Comparison:
    """`now` is the same day's account made from the present records."""
    grids = {grid.id: grid for grid in now.grids}
    return Comparison(
        snapshot=frozen,
        now=grids,
        differences=tuple(_differences(frozen, grids)),
        records=tuple(_records(frozen, now)),
        definitions=tuple(
            i
            for i, definition in frozen.definitions.items()
            if i in now.definitions and now.definitions[i].mark != definition.mark
        ),
        bases=tuple(key for key in BASES if key in frozen.bases and frozen.bases[key] != now.bases.get(key)),
        version=now.version,
    )


def _differences(frozen: Snapshot, now: Mapping[str, Grid]) -> list[Difference]:
    found = []
    for grid in frozen.grids:
        present = now.get(grid.id)
        for unit, row in grid.rows.items():
            for period, figure in zip(grid.periods, row, strict=True):
                other = figure_in(present, unit, period)
                if other is None or not same(figure, other):
                    found.append(Difference(grid, unit, period, figure, other))
    return found


def _records(frozen: Snapshot, now: Snapshot) -> list[Changed]:
    found = []
    for kind in KINDS:
        if kind not in frozen.kinds or kind not in now.kinds:
            continue  # a version of the engine that does not look at such records
        then, present = frozen.kinds[kind], now.kinds[kind]
        before, after = frozen.records.get(kind, {}), now.records.get(kind, {})
        for identity in sorted(before.keys() | after.keys()):
            if identity not in before:
                found.append(Changed(kind, identity, "added"))
            elif identity not in after:
                found.append(Changed(kind, identity, "removed"))
            elif groups := changed_groups(before[identity], after[identity], then, present):
                found.append(Changed(kind, identity, "changed", groups))
    return found
