"""The indicators' own SQL, run over the tables of many counties by whichever engine is asked for.

Invariant: the SQL is that of `generator/figures/indicators/`, word for word. Its large table, `records`, is made a view here: over a
country it would hold each occurrence some eight times over, and no figure reads all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from generator.figures.coverage.answers import REPORTED, Answer, Figures, Grouping, Reported, UnitPeriod
from generator.figures.indicators import Indicator, breakdown_catalogue, indicator_catalogue, layer_sql
from generator.rollup.store import Store

_KEYS = ("scope", "per", "unit", "every", "period")


class Sums(NamedTuple):
    """How counties' rows make the row of a level above. `times` is the factor of a ratio; 0 where the value itself is summed."""

    times: int

    def over(self, rows: str, columns: Sequence[str]) -> str:
        """SQL that sums a query of counties' rows for every unit of `all_areas` that they count for."""
        own = {"unit": "up.unit"}
        if self.times:
            own["value"] = f"{self.times}e0 * CAST(sum(own.part) AS BIGINT) / CAST(sum(own.whole) AS BIGINT)"
        kept = [c for c in columns if c in (*_KEYS, "item")]
        told = ", ".join(
            own.get(c, f"own.{c}" if c in kept else f"CAST(sum(own.{c}) AS BIGINT)") + f" AS {c}" for c in columns
        )
        by = ", ".join(own.get(c, f"own.{c}") for c in kept)
        return f"SELECT {told} FROM ({rows}) AS own JOIN all_areas AS up ON up.region = own.unit GROUP BY {by}"  # noqa: S608


class Engine(Protocol):
    """Runs a SELECT over the layer's views."""

    def rows(
        self, select: str, columns: Sequence[str], groupings: Sequence[Grouping], sums: Sums | None = None
    ) -> list[tuple[Any, ...]]:
        """The named columns of the rows whose (scope, per, every) are among the groupings, in any order.

        `sums` says that the row of a level above is made of its counties' rows, and how: an engine may use it or not.
        """
        ...

    def close(self) -> None:
        """Let go of what was started for the rows."""
        ...


class DuckEngine:
    """The layer as views in the store itself."""

    def __init__(self, store: Store) -> None:
        self.store = store
        # Who counts for whom, whole (`all_areas`) and, while sums are asked for, each county for itself alone (`areas`).
        store.run("CREATE OR REPLACE TABLE all_areas AS SELECT region, unit FROM areas")
        store.run(as_views(layer_sql()))

    def rows(
        self, select: str, columns: Sequence[str], groupings: Sequence[Grouping], sums: Sums | None = None
    ) -> list[tuple[Any, ...]]:
        """See `Engine`. Columns that are not named cost nothing: DuckDB then drops what they are made of.

        All campaigns are asked for together, everything else one by one: a single value is a condition that DuckDB applies
        to the published tables themselves. Where sums are allowed an occurrence is counted once, for its county, and not
        once more for each level above.
        """
        alike: dict[tuple[str, str, bool], list[str]] = {}
        for scope, per, every in groupings:
            alike.setdefault((per, every, bool(scope)), []).append(scope)
        found = []
        for (level, cycle, _), scopes in alike.items():
            among = "scope = ?" if len(scopes) == 1 else f"scope IN ({', '.join('?' * len(scopes))})"
            sql = f"SELECT {', '.join(columns)} FROM ({select}) WHERE {among} AND per = ? AND every = ?"  # noqa: S608 - our own SQL
            summed = sums is not None and level == "region"
            try:
                if sums is not None and summed:
                    self.store.run(
                        "CREATE OR REPLACE TABLE areas AS SELECT DISTINCT region, region AS unit FROM all_areas"
                    )
                    sql = sums.over(sql, columns)
                found += self.store.rows(sql, *scopes, level, cycle)
            finally:
                if summed:
                    self.store.run("CREATE OR REPLACE TABLE areas AS SELECT region, unit FROM all_areas")
        return found

    def close(self) -> None:
        """Nothing: the store is its owner's to close."""


def as_views(layer: str) -> str:
    """The layer with its large table as a view, and everything made anew."""
    return layer.replace("CREATE TABLE records ", "CREATE VIEW records ").replace("CREATE ", "CREATE OR REPLACE ")


def columns_of(indicator: Indicator, *, records: bool) -> tuple[str, ...]:
    """The columns that an indicator's SELECT yields, with or without the ids of the records."""
    own = ("item", "value") if indicator.item else ("value", "part", "whole")
    return (*_KEYS, *own, *(("records",) if records else ()))


def compute(engine: Engine, wanted: Mapping[str, Sequence[Grouping]]) -> Figures:
    """The wanted figures without the ids of their records: those stand on the counties' own sites."""
    catalogue = {**indicator_catalogue(), **breakdown_catalogue()}
    values: dict[tuple[str, Grouping], dict[UnitPeriod, Answer]] = {}
    items: dict[tuple[str, Grouping], dict[tuple[str, str, str], tuple[int, tuple[str, ...]]]] = {}
    reported: dict[Grouping, dict[UnitPeriod, Reported]] = {}
    for name, groupings in wanted.items():
        if name == REPORTED:
            columns = (*_KEYS, "held", "launches", "closed")
            for scope, per, unit, every, period, held, launches, closed in engine.rows(
                "SELECT * FROM reported", columns, groupings, Sums(0)
            ):
                told = Reported(held, launches, (), closed)
                reported.setdefault((scope, per, every), {})[unit, period] = told
            continue
        indicator = catalogue[name]
        sums = Sums(indicator.times if indicator.kind == "ratio" else 0) if indicator.adds_up else None
        rows = engine.rows(indicator.select, columns_of(indicator, records=False), groupings, sums)
        if indicator.item:
            for scope, per, unit, every, period, item, value in rows:
                items.setdefault((name, (scope, per, every)), {})[unit, period, item] = (value, ())
        else:
            for scope, per, unit, every, period, value, part, whole in rows:
                values.setdefault((name, (scope, per, every)), {})[unit, period] = Answer(value, part, whole)
    return Figures(values, items, reported)
