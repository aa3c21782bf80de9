"""Coverage of equal tables, counted once in a process: many tests ask about the same small county."""

from __future__ import annotations

from generator.figures.coverage import Coverage, coverage
from generator.figures.opendata.tables import Tables

_KNOWN: dict[str, Coverage] = {}


def counted(tables: Tables) -> Coverage:
    """The same as `coverage(tables)`, by the very key under which a build keeps it. Values are frozen, so sharing is safe."""
    key = tables.coverage_key()
    if key not in _KNOWN:
        _KNOWN[key] = coverage(tables)
    return _KNOWN[key]
