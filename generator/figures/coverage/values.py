"""What coverage comes out as: frozen values that pages, files and reports read. Nothing here computes a figure.

The two kinds of which there are many thousands are named tuples: they are made and unpickled several times as fast.

The state of a cell, and how it is decided (first rule that fits):

1. `not_applicable` (不适用): the unit is not counted (a zone or farm without `counted`, a cultural site that is not open), it
   existed on no day of the period so far (of one that has not begun: on no day at all), the target is not meant for it, or the
   indicator has nothing to count for it (villages reached of a township without villages).
2. `not_due` (未到期): the period has not begun.
3. For an indicator that rests on held occurrences, where none was held in the period: `not_due` while it runs; when it is over,
   and it was reported that nothing was held, `figure` 0 for a count, `not_applicable` for a ratio or an index (there is nothing
   to measure); `silent` (未报) when nothing was reported. Reported is what is said in so many words: a record that is cancelled
   or postponed, or a zero report (see `zero`) for every year of the period in which the unit exists; for the region one from
   each of its townships. A plan is no report, the less so when its day has gone by.
4. `figure`: the indicator has a value.
5. What the indicator needs was not filled in (attendance, population, a village's register) or not recorded at all: `silent`,
   or `not_due` while the period runs and there is still time to fill it in. A stock has no time left: it is `silent`. A count
   of records is 0 where it was reported that nothing was held.
6. `not_applicable`: the indicator has nothing to measure (no launch, no cultural site, no task due).

A period is over when its last day, or that of the unit where it is dissolved before, lies before the day of the account; on its
last day it still runs. A period is cut to its campaign's own period. A zero report against a held record gives way to the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from generator.model import Every, Per
from generator.periods import Period

State = Literal["figure", "silent", "not_applicable", "not_due"]

CLOSED = frozenset({"取消", "延期"})
"""The states of a record that say that it was not held: whoever has one has reported."""


class Cell(NamedTuple):
    """One unit in one period.

    `value` is a number only where `state` is `figure`. `of` is the N of "n of N"; a ratio has `part` and `whole` instead.
    `met` is None where there is no target or nothing can be said yet; a running period that has reached its target already is
    met. `running`: the period is not over for this unit. `launches` counts launch ceremonies among the held. `records` are the ids of the
    records that make the value (see `Indicator.records`), occurrences by first day; `others` the occurrences recorded but not
    held. `needed` is how much is missing to the target, at least 1 where only launches were held, 0 where there is no target.
    `least` is the target's level for this unit where it differs from the matrix's (a unit that existed for half the period);
    `days` are the first and last day of the period on which it exists, where that is not the whole period. `chosen` are those of the
    `records` that make the part, where the indicator's SQL names them (`Indicator.chosen`).
    """

    unit: str
    period: str
    value: int | float | None
    state: State
    of: int | None = None
    met: bool | None = None
    running: bool = False
    launches: int = 0
    records: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    needed: int | float = 0
    part: int | float | None = None
    whole: int | float | None = None
    least: float | None = None
    days: tuple[date, date] | None = None
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How the units of a matrix stand in one period. Silent units stay in `applicable`, the denominator."""

    period: str
    applicable: int
    met: int
    reached: int
    silent: int
    not_due: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units × periods of one indicator.

    `id` is stable and fit for an anchor; that of a target is its row's in the `targets` table. `campaign` is "" and `at_least`
    None for the general account over all campaigns. `rows[i][j]` is the cell of `units[i]` in `periods[j]`.
    """

    id: str
    campaign: str
    indicator: str
    per: Per
    every: Every
    at_least: float | None
    basis: str
    units: tuple[str, ...]
    periods: tuple[Period, ...]
    rows: tuple[tuple[Cell, ...], ...]
    tallies: tuple[Tally, ...]

    def row(self, unit: str) -> tuple[Cell, ...]:
        """The cells of one unit, () where it is not in the matrix."""
        return self.rows[self.units.index(unit)] if unit in self.units else ()


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole region in one year, or in all years where `year` is None: the first figures, by indicator, in their order.

    `n of N` is `cell.value` of `cell.of`.
    """

    year: int | None
    cells: Mapping[str, Cell]

    @property
    def held(self) -> Cell:
        """How many were held: whatever sentences about the whole are made of."""
        return self.cells["events_held"]

    @property
    def townships(self) -> Cell:
        """In how many townships."""
        return self.cells["townships_reached"]

    @property
    def villages(self) -> Cell:
        """In how many villages."""
        return self.cells["villages_reached"]


class UnitFigures(NamedTuple):
    """What was held in one township, village or cultural site, whether or not anything was due there.

    `by_year` holds (year, occurrences held) for years with any, ascending; `this_year` is that of the account's year.
    `records` are the ids of all held occurrences by first day. `participants` is None where no attendance was filled in.
    `villages_reached` of `villages` is over all years (0 of 0 for villages and sites).
    """

    unit: str
    held: int
    this_year: int
    by_year: tuple[tuple[int, int], ...]
    records: tuple[str, ...]
    participants: int | None
    villages_reached: int = 0
    villages: int = 0


class Breakdown(NamedTuple):
    """How many were held for one item (an audience, a law) in one unit and period: no row means none."""

    indicator: str
    campaign: str
    per: Per
    unit: str
    every: Every
    period: str
    item: str
    value: int
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole account. `years` run from the first year of any event or campaign to the year of the account.

    `townships` is townships × years over all campaigns, without a target; `region` the region × years and all time, one
    matrix for each of the first figures; `targets` one matrix a target, in the order of the campaigns' files; `general` every
    other indicator for the region and the townships: by year and for all time over all campaigns, and for each campaign as a
    whole; occurrences by month too.
    """

    years: tuple[int, ...]
    townships: Matrix
    region: tuple[Matrix, ...]
    targets: tuple[Matrix, ...]
    by_year: tuple[Totals, ...]
    total: Totals
    by_township: dict[str, UnitFigures]
    by_village: dict[str, UnitFigures]
    by_site: dict[str, UnitFigures]
    general: tuple[Matrix, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    _found: dict[str, Matrix] = field(init=False, repr=False, compare=False)
    """Matrices without a target by their id, since pages ask for them thousands of times."""

    def __post_init__(self) -> None:
        """Index them once."""
        object.__setattr__(
            self, "_found", {m.id: m for m in (*reversed(self.general), *reversed(self.region), self.townships)}
        )

    def matrices(self) -> tuple[Matrix, ...]:
        """Every matrix: the general ones, then the targets'."""
        return (self.townships, *self.region, *self.general, *self.targets)

    def find(self, indicator: str, per: Per, every: Every, campaign: str = "") -> Matrix | None:
        """The matrix of an indicator that is held against no target, or None."""
        return self._found.get(matrix_id(indicator, per, every, campaign))


def matrix_id(indicator: str, per: Per, every: Every, campaign: str = "") -> str:
    """The id of a matrix that is held against no target: events_held.township.year, or with the campaign behind."""
    return f"{indicator}.{per}.{every}" + (f".{campaign}" if campaign else "")


def percent(part: float, whole: float) -> str:
    """`part` of `whole` with at most one decimal, as `99.9%`; "—" where `whole` is 0.

    Only everything is 100% and only nothing is 0%: 2500 of 2501 is 99.9%, 1 of 5000 is 0.1%. Whole numbers show no decimal.
    """
    part, whole = int(part), int(whole)
    if whole <= 0:
        return "—"
    if part <= 0:
        return "0%"
    if part >= whole:
        return "100%"
    tenths = min(max((2000 * part + whole) // (2 * whole), 1), 999)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
