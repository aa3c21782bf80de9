"""Coverage: occurrences × places → figures, each with its state and the records behind it.

Importing this package is cheap; `coverage()` imports duckdb.
"""

from generator.coverage.account import coverage
from generator.coverage.publish import artifacts
from generator.coverage.values import (
    STATE_NAMES,
    Cell,
    Coverage,
    Matrix,
    Period,
    State,
    Tally,
    Totals,
    UnitFigures,
    percent,
)
from generator.indicators import Indicator, find_indicator, indicator_catalogue

__all__ = [
    "STATE_NAMES", "Cell", "Coverage", "Indicator", "Matrix", "Period", "State", "Tally", "Totals", "UnitFigures",
    "artifacts", "coverage", "find_indicator", "indicator_catalogue", "percent",
]  # fmt: skip
