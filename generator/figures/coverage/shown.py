"""A figure as people read it. Rounding never makes something out of nothing, nor everything out of almost everything.

Held against a target that it does not reach, a rate is written with up to two decimals and cut off, not rounded: what is
shown and what is lacking then add up to the level, and nothing that was missed looks met.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

from generator.figures.coverage.states import missing
from generator.figures.coverage.values import Cell, percent
from generator.figures.indicators import Indicator

_DIGITS = 6
"""Decimals beyond which a number is the noise of adding."""
_FINE = 2
"""Decimals of a rate that missed its target; what is lacking has as many."""


def count(value: float) -> str:
    """A number for people: no decimals where there are none, never as a power of ten, commas from 10,000 on (12,345)."""
    near = round(value, _DIGITS)
    if near != int(near):
        exact = Decimal(str(near))
        return f"{exact:,f}" if abs(near) >= 10_000 else f"{exact:f}"
    return f"{int(near):,}" if abs(near) >= 10_000 else str(int(near))


def rounded(value: float | Fraction, decimals: int) -> str:
    """At most so many decimals, half away from zero; what is not nothing is never shown as 0 (＜0.1 instead)."""
    fraction = Fraction(value)
    exact = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    step = Decimal(1).scaleb(-decimals)
    near = exact.quantize(step, ROUND_HALF_UP)
    if exact and not near:
        return f"{'＜' if exact > 0 else '＞-'}{step}"
    text = f"{near:,f}" if abs(near) >= 10_000 else f"{near:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(indicator: Indicator, value: float, part: float | None = None, whole: float | None = None) -> str:
    """The value of an indicator, without its unit but with % where it is a percentage."""
    if indicator.unit == "%" and part is not None and whole:
        if float(part).is_integer() and float(whole).is_integer() and 0 <= part <= whole:
            return percent(part, whole)
        return f"{rounded(Fraction(value), 1)}%"
    if indicator.kind in ("flow", "stock"):
        return count(value)
    if part is not None and whole:
        return rounded(indicator.times * Fraction(part) / Fraction(whole), indicator.decimals)
    return rounded(Fraction(value), indicator.decimals)


def shown(indicator: Indicator, cell: Cell) -> str:
    """The figure of a cell as people read it: 12/19, 94.3%, 0.35, or the word of its state (未报)."""
    if cell.state != "figure" or cell.value is None:
        return missing(cell.state).word
    if not indicator.decimals and indicator.kind == "index" and float(cell.value).is_integer():
        return count(cell.value)  # whole as the SQL made it, whatever its part and whole are
    if cell.needed and indicator.kind not in ("flow", "stock"):
        return cut_off(indicator, cell)
    text = figure(indicator, cell.value, cell.part, cell.whole)
    return text if cell.of is None else f"{text}/{count(cell.of)}"


def cut_off(indicator: Indicator, cell: Cell, decimals: int = _FINE) -> str:
    """A rate as it is with so many decimals and no rounding: 99.96%, never 100%; what is not nothing is never shown as 0."""
    if cell.part is not None and cell.whole:
        exact = indicator.times * Fraction(cell.part) / Fraction(cell.whole)
    else:
        exact = Fraction(str(cell.value or 0))  # as it is read: 0.4003 is four decimals and not a hair less
    steps = floor(exact * 10**decimals)
    text = (
        f"＜{Decimal(1).scaleb(-decimals)}" if exact and not steps else rounded(Fraction(steps, 10**decimals), decimals)
    )
    return f"{text}%" if indicator.unit == "%" else text


def with_unit(indicator: Indicator, cell: Cell) -> str:
    """The same with its unit where it is a figure: 12场, 94.3%, 0.35人/村, 未报."""
    text = shown(indicator, cell)
    if cell.state != "figure" or indicator.unit == "%":
        return text
    return text + indicator.unit


def missing_unit(unit: str) -> str:
    """The unit of what is missing to a figure of this unit: what a percentage lacks is counted in points."""
    return "个百分点" if unit == "%" else unit
