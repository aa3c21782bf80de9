"""Coverage of equal tables, counted once in a process: many tests ask about the same small county."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.figures.coverage import Coverage, coverage
from generator.figures.opendata.tables import Tables

_KNOWN: dict[str, Coverage] = {}


def counted(tables: Tables) -> Coverage:
    """The same as `coverage(tables)`, by the very key under which a build keeps it. Values are frozen, so sharing is safe."""
    key = tables.coverage_key()
    if key not in _KNOWN:
        _KNOWN[key] = coverage(tables)
    return _KNOWN[key]


@pytest.fixture(scope="module", autouse=True)
def counted_once() -> Iterator[None]:
    """For modules that import it: the line itself counts equal tables once, where what is tested is made of the figures."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("generator.pipeline", "generator.figures.snapshots.freezing"):
            patch.setattr(f"{module}.coverage", counted)
        yield
