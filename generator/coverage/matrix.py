"""Figures become cells: the rules of `values` applied to every unit and period of a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from generator.coverage.engine import Figures, Grouping, Reported
from generator.coverage.units import Unit, Units
from generator.coverage.values import Cell, Matrix, Period, State, Tally
from generator.indicators import Indicator
from generator.model import Every, Per

ZeroReports = frozenset[tuple[str, str, int]]
"""(campaign id or "" for any, township, year)."""

Answer = tuple[int | None, tuple[str, ...]]
"""A value and the ids of the records behind it."""

_NOTHING = Reported(0, 0, ())
_NO_VALUE: Answer = (None, ())


@dataclass(frozen=True, slots=True)
class Question:
    """What one matrix asks: an indicator for a level and a cycle, in one campaign or all (""), against a target or none."""

    id: str
    campaign: str
    indicator: Indicator
    per: Per
    every: Every
    at_least: float | None = None
    basis: str = ""

    @property
    def grouping(self) -> Grouping:
        """The rows that the question needs."""
        return (self.campaign, self.per, self.every)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that cells are made from."""

    figures: Figures
    units: Units
    zero_reports: ZeroReports

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
        values = self.figures.values.get((q.indicator.id, q.grouping), {})
        reported = self.figures.reported.get(q.grouping, {})
        zero = self._zero(q.campaign, period)
        cells = []
        for unit in units:
            place = (unit.id, period.id)
            of = self.units.number_of(q.indicator.of, unit, q.per, period) if q.indicator.of else None
            if of == 0 or not unit.applies(period):
                cells.append(Cell(unit.id, period.id, None, "not_applicable", of, None, not period.ended))
                continue
            told = reported.get(place, _NOTHING)
            value, records = values.get(place, _NO_VALUE)
            if period.ended and not told.held and (told.others or unit.township in zero):
                value = 0
            cells.append(_cell(q.at_least, unit, period, of, told, (value, records)))
        return cells

    def _zero(self, campaign: str, period: Period) -> frozenset[str]:
        """The townships that sent a zero report for every year that the period touches."""
        years = range(period.first.year, period.last.year + 1)
        told = [frozenset(t for c, t, y in self.zero_reports if c == campaign and y == year) for year in years]
        return frozenset.intersection(*told)


def _cell(at_least: float | None, unit: Unit, period: Period, of: int | None, told: Reported, answer: Answer) -> Cell:
    value, records = answer
    running = not period.ended
    state: State = "figure" if value is not None else "not_due" if running else "silent"
    if at_least is None:
        return Cell(unit.id, period.id, value, state, of, None, running, told.launches, records, told.others)
    needed = max(0, ceil(at_least - (value or 0)))
    if at_least and told.held and told.launches == told.held:
        needed = max(needed, 1)  # a launch alone never meets a target
    met = None if running and (needed or value is None) else value is not None and not needed
    return Cell(unit.id, period.id, value, state, of, met, running, told.launches, records, told.others, needed)


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
