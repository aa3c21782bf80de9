"""Figures become cells: the rules of `values` applied to every unit and period of a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil

from generator.figures.coverage.answers import Answer, Figures, Grouping, Reported
from generator.figures.coverage.units import Days, Unit, Units, days_so_far
from generator.figures.coverage.values import Cell, Matrix, State, Tally
from generator.figures.coverage.zero import ZeroReports
from generator.figures.indicators import Indicator
from generator.model import Every, Per
from generator.periods import Period

_NOTHING = Reported(0, 0, ())
_HUNDREDTH = 100


@dataclass(frozen=True, slots=True)
class Question:
    """What one matrix asks: an indicator for a level and a cycle, in one campaign or all (""), against a target or none.

    `townships` and `group` limit a target to some townships and what lies in them; empty is everyone.
    """

    id: str
    campaign: str
    indicator: Indicator
    per: Per
    every: Every
    at_least: float | None = None
    basis: str = ""
    townships: frozenset[str] = frozenset()
    group: str = ""

    @property
    def grouping(self) -> Grouping:
        """The rows that the question needs."""
        return (self.campaign, self.per, self.every)

    def meant_for(self, unit: Unit) -> bool:
        """Whether the target is meant for a unit."""
        return (not self.townships or unit.township in self.townships) and (not self.group or unit.group == self.group)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that cells are made from."""

    figures: Figures
    units: Units
    zero_reports: ZeroReports
    as_of: date
    _numbers: dict[tuple[str, str, Days], int | None] = field(default_factory=dict)

    def matrix(self, q: Question, periods: tuple[Period, ...]) -> Matrix:
        """The answer to one question, with a tally a period."""
        units = self.units.levels[q.per]
        columns = [self._column(q, units, period) for period in periods]
        rows = tuple(tuple(column[place] for column in columns) for place in range(len(units)))
        tallies = tuple(_tally(p, column) for p, column in zip(periods, columns, strict=True))
        return Matrix(
            q.id, q.campaign, q.indicator.id, q.per, q.every, q.at_least, q.basis, tuple(u.id for u in units), periods,
            rows, tallies,
        )  # fmt: skip

    def _column(self, q: Question, units: Sequence[Unit], period: Period) -> list[Cell]:
        """The cells of all units in one period."""
        values: Mapping[tuple[str, str], Answer] = self.figures.values.get((q.indicator.id, q.grouping), {})
        reported = self.figures.reported.get(q.grouping, {})
        begun, days = period.first <= self.as_of, days_so_far(period, self.as_of)
        cells = []
        for unit in units:
            of = self._number_of(q, unit, days) if q.indicator.of else None
            over = unit.over(period, self.as_of)
            if of == 0 or not unit.applies(days) or not q.meant_for(unit):
                cells.append(Cell(unit.id, period.id, None, "not_applicable", of, None, not over))
                continue
            told = reported.get((unit.id, period.id), _NOTHING)
            if not begun:
                cells.append(_cell(q, unit, period, of, told, ("not_due", Answer(None)), over))
                continue
            answer = values.get((unit.id, period.id))
            nothing = over and not told.held and (told.closed > 0 or self._zero(q.campaign, unit, period))
            cells.append(_cell(q, unit, period, of, told, _judged(q.indicator, told, answer, over, nothing), over))
        return cells

    def _number_of(self, q: Question, unit: Unit, days: Days) -> int | None:
        """How many villages or townships a unit has on these days; asked again for every indicator."""
        key = (q.indicator.of, unit.id, days)
        if key not in self._numbers:
            self._numbers[key] = self.units.number_of(q.indicator.of, unit, q.per, days)
        return self._numbers[key]

    def _zero(self, campaign: str, unit: Unit, period: Period) -> bool:
        """Whether it was said for every year in which the unit exists in the period that nothing was held.

        A township speaks for what lies in it; for the region all of its townships have to, each for its own years.
        """
        if unit.township:
            return self._said(campaign, unit.township, unit.days_in(period))
        whole = (period.first, period.last)
        townships = [t for t in self.units.townships_of(unit) if t.applies(whole)]
        return bool(townships) and all(self._said(campaign, t.id, t.days_in(period)) for t in townships)

    def _said(self, campaign: str, township: str, days: Days) -> bool:
        years = range(days[0].year, days[1].year + 1)
        return all((campaign, township, year) in self.zero_reports for year in years)


def _judged(i: Indicator, told: Reported, answer: Answer | None, over: bool, nothing: bool) -> tuple[State, Answer]:
    """The state, and what there is to show. `over`: no time is left; `nothing`: it was reported that nothing was held."""
    empty = Answer(None)
    if i.on_events and not told.held:
        if not over:
            return "not_due", empty
        if not nothing:
            return "silent", empty
        return ("figure", answer or Answer(0)) if i.kind == "flow" else ("not_applicable", empty)
    if answer is None:
        return "not_applicable", empty
    if answer.value is None:
        if nothing and i.kind == "flow":
            return "figure", Answer(0)  # nothing was held, so there is nothing to count
        late = over or i.kind == "stock" or i.records == "villages"
        return ("silent" if late else "not_due"), Answer(None, records=answer.records)
    return "figure", answer


def _least(q: Question, period: Period, days: tuple[date, date]) -> float | None:
    """The target's level for a unit: of a count in proportion to the days on which the unit exists, rounded up."""
    if q.at_least is None or q.indicator.kind != "flow" or days == (period.first, period.last):
        return q.at_least
    share, whole = ((last - first).days + 1 for first, last in (days, (period.first, period.last)))
    return ceil(Fraction(str(q.at_least)) * share / whole)


def _cell(
    q: Question, unit: Unit, period: Period, of: int | None, told: Reported, judged: tuple[State, Answer], over: bool
) -> Cell:
    state, (value, part, whole, records, chosen) = judged
    running = not over
    if value is not None and q.indicator.kind in ("flow", "stock") and whole is not None:
        of, part, whole = int(whole), None, None  # n of N: the SQL gave the N
    known = (of, part, whole)
    days = unit.days_in(period)
    least = _least(q, period, days)
    if least is None:
        return Cell(
            unit.id,
            period.id,
            value,
            state,
            of,
            None,
            running,
            told.launches,
            records,
            told.others,
            0,
            *known[1:],
            chosen=chosen,
        )
    if state == "not_applicable":
        return Cell(unit.id, period.id, None, state, of, None, running, told.launches, records, told.others)
    needed = _needed(q.indicator, least, value, part, whole)
    if q.indicator.on_events and least and told.held and told.launches == told.held:
        needed = max(needed, 1)  # a launch alone never meets a target
    met = None if running and (needed or value is None) else value is not None and not needed
    own = None if least == q.at_least else least
    part_of = None if days == (period.first, period.last) else days
    return Cell(
        unit.id, period.id, value, state, of, met, running, told.launches, records, told.others, needed, part, whole, own,
        part_of, chosen,
    )  # fmt: skip


def _needed(i: Indicator, least: float, value: float | None, part: float | None, whole: float | None) -> int | float:
    """What is missing: whole things of a count, hundredths rounded up of a ratio (compared without rounding).

    A level is the decimal that was written: as a binary fraction 1.1 would be a little more than 11 tenths.
    """
    if i.kind == "ratio" and part is not None and whole:
        gap = Fraction(str(least)) - i.times * Fraction(part) / Fraction(whole)
    else:
        gap = Fraction(str(least)) - Fraction(str(value or 0))
    if gap <= 0:
        return 0
    if i.kind in ("flow", "stock"):
        return ceil(gap)
    return ceil(gap * _HUNDREDTH) / _HUNDREDTH


def _tally(period: Period, cells: Sequence[Cell]) -> Tally:
    due = [c for c in cells if c.state != "not_applicable"]
    return Tally(
        period.id,
        applicable=len(due),
        met=sum(c.met is True for c in due),
        reached=sum(bool(c.value) for c in due),
        silent=sum(c.state == "silent" for c in due),
        not_due=sum(c.state == "not_due" for c in due),
    )
