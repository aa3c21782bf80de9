"""Figures become cells: the rules of `values` applied to every unit and period of a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from generator.coverage.engine import Figures, Grouping, Reported, UnitPeriod
from generator.coverage.units import Unit, Units
from generator.coverage.values import Cell, Matrix, Period, Tally
from generator.indicators import Indicator
from generator.model import Every, Per

ZeroReports = frozenset[tuple[str, str, int]]
"""(campaign id or "" for any, township, year)."""

_NOTHING = Reported(0, 0, ())


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
        values = self.figures.values.get((q.indicator.id, q.grouping), {})
        reported = self.figures.reported.get(q.grouping, {})
        rows = tuple(tuple(self._cell(q, unit, p, values, reported) for p in periods) for unit in units)
        tallies = tuple(_tally(p, column) for p, column in zip(periods, zip(*rows, strict=True), strict=False))
        return Matrix(
            q.id, q.campaign, q.indicator.id, q.per, q.every, q.at_least, q.basis, tuple(u.id for u in units), periods, rows,
            tallies or tuple(_tally(p, ()) for p in periods),
        )  # fmt: skip

    def _cell(
        self,
        q: Question,
        unit: Unit,
        period: Period,
        values: Mapping[UnitPeriod, tuple[int | None, tuple[str, ...]]],
        reported: Mapping[UnitPeriod, Reported],
    ) -> Cell:
        place = (unit.id, period.id)
        running = not period.ended
        of = self.units.number_of(q.indicator.of, unit, q.per, period)
        if of == 0 or not unit.applies(period):
            return Cell(unit.id, period.id, None, "not_applicable", of, None, running)
        missing = _missing(q.at_least, 0)
        told = reported.get(place)
        if told is None and not self._zero(q.campaign, unit, period):
            state = "not_due" if running else "silent"
            return Cell(unit.id, period.id, None, state, of, _met(missing, running), running, needed=missing)
        told = told or _NOTHING
        value, records = values.get(place, (0 if q.indicator.id != "participants" or not told.held else None, ()))
        if value is None or (running and not told.held):
            state = "not_due" if running else "silent"
            return Cell(
                unit.id, period.id, None, state, of, _met(missing, running), running, told.launches, (), told.others, missing
            )
        missing = _missing(q.at_least, value)
        if q.at_least and told.held and told.launches == told.held:
            missing = max(missing, 1)  # a launch alone never meets a target
        met = None if q.at_least is None else _met(missing, running)
        return Cell(unit.id, period.id, value, "figure", of, met, running, told.launches, records, told.others, missing)
