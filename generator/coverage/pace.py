"""Targets while their period runs: how much should be there by now, how much is still needed and by when, where it will end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import NamedTuple

from generator.coverage.values import Cell, Matrix
from generator.indicators import indicator_catalogue
from generator.periods import Period


class Pace(NamedTuple):
    """How a unit stands against a target in a running period.

    `expected` is the part of the target that the days gone by would ask for; `forecast` is where the present pace ends, in
    whole units for a count, and the present value for anything that does not add up over time. `by` is the period's last day.
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
    """None where there is no target, the period is over or has not begun, or the target is not meant for the unit."""
    if matrix.at_least is None or cell.state == "not_applicable" or period.ended or period.first > as_of:
        return None
    least = matrix.at_least if cell.least is None else cell.least
    value = cell.value or 0
    gone, whole = (as_of - period.first).days + 1, (period.last - period.first).days + 1
    if indicator_catalogue()[matrix.indicator].kind == "flow":
        expected = Fraction(least) * gone / whole
        forecast: float = floor(Fraction(value) * whole / gone)
    else:
        expected, forecast = Fraction(least), value
    return Pace(
        value, least, cell.needed, period.last, float(expected), Fraction(value) >= expected, forecast,
        forecast >= least and not (cell.launches and cell.needed),
    )  # fmt: skip
