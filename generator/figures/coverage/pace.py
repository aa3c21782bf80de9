"""Targets while their period runs: how much should be there by now, how much is still needed and by when, where it will end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import NamedTuple

from generator.figures.coverage.values import Cell, Matrix
from generator.figures.indicators import indicator_catalogue
from generator.periods import Period


class Pace(NamedTuple):
    """How a unit stands against a target in a running period.

    `expected` is the part of the target that the days gone by would ask for; nobody is behind a count before a whole one is due.
    `forecast` is where the present pace ends, in whole units for a count, and the present value for anything that does not add
    up over time. `by` is the last day of the period, or of the unit where it ends before. Days count from the unit's first.
    """

    value: float
    least: float
    needed: float
    by: date
    expected: float
    on_pace: bool
    forecast: float
    will_meet: bool


def pace(matrix: Matrix, cell: Cell, period: Period, as_of: date) -> Pace | None:
    """None where nothing runs: no target, or none for this unit; a period over or not begun; a ratio with nothing to measure."""
    first, last = cell.days or (period.first, period.last)
    if matrix.at_least is None or cell.state == "not_applicable" or period.ended or not first <= as_of <= last:
        return None
    adds_up = indicator_catalogue()[matrix.indicator].kind == "flow"
    if cell.value is None and not adds_up:
        return None
    least = matrix.at_least if cell.least is None else cell.least
    value = cell.value or 0
    if adds_up:
        gone, whole = (as_of - first).days + 1, (last - first).days + 1
        expected = Fraction(least) * gone / whole
        forecast: float = floor(Fraction(value) * whole / gone)
    else:
        expected, forecast = Fraction(least), value
    return Pace(
        value, least, cell.needed, last, float(expected), value >= expected or (adds_up and expected < 1), forecast,
        forecast >= least and not (cell.launches and cell.needed),
    )  # fmt: skip
