"""Coverage: occurrences × places → figures, each with its state and the records behind it.

Importing this package is cheap; `coverage()` imports duckdb.
"""

from generator.figures.coverage.account import coverage, wanted_of
from generator.figures.coverage.publish import artifacts, plan
from generator.figures.coverage.values import (
    Breakdown,
    Cell,
    Coverage,
    Matrix,
    State,
    Tally,
    Totals,
    UnitFigures,
    matrix_id,
    percent,
)
from generator.figures.indicators import Indicator, breakdown_catalogue, find_indicator, indicator_catalogue
from generator.periods import Period

__all__ = [
    "Breakdown", "Cell", "Coverage", "Indicator", "Matrix", "Period", "State", "Tally", "Totals",
    "UnitFigures", "artifacts", "breakdown_catalogue", "coverage", "find_indicator", "indicator_catalogue", "matrix_id",
    "percent", "plan", "wanted_of",
]  # fmt: skip
