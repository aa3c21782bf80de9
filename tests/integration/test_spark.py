"""DuckDB and a local Spark, row for row: the same SQL files over the same tables of two counties."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.figures.indicators import breakdown_catalogue, indicator_catalogue, layer_sql
from generator.periods import periods
from generator.rollup import run
from generator.rollup.figures import DuckEngine, columns_of
from generator.rollup.members import expect
from generator.rollup.store import Store
from tests.unit import rollup_kit as kit

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("no Java on this machine", allow_module_level=True)

SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""For a few hundred rows: to compile and to plan anew takes longer than to run."""
GROUPINGS = [("", "region", "year"), ("", "township", "year"), ("bawu", "region", "campaign"), ("", "region", "campaign"), ("", "village", "year")]  # fmt: skip
CATALOGUE = {**indicator_catalogue(), **breakdown_catalogue()}


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckEngine, Any]]:
    """Both engines over the same prepared tables, with the ids of records as text."""
    from generator.rollup.spark import SparkEngine

    room = tmp_path_factory.mktemp("spark")
    data = kit.quzhou(room / "data", kit.KECHENG, kit.JIANGSHAN)
    expected, faults = expect("3308", ",".join(kit.QUZHOU))
    assert faults == []
    counties, findings = run.gather((data,), expected, kit.AS_OF)
    store = Store(room, "names")
    run.prepare(store, expected, counties, findings, kit.AS_OF)
    store.put("groupings", {"scope": "VARCHAR", "per": "VARCHAR", "every": "VARCHAR"}, GROUPINGS)
    days = [
        (scope, every, p.id, p.first.isoformat(), p.last.isoformat(), min(p.last, kit.AS_OF).isoformat())
        for scope, every in sorted({(scope, every) for scope, _, every in GROUPINGS})
        for p in periods(every, kit.FIRST, kit.AS_OF.replace(month=12, day=31), kit.AS_OF, scope)  # type: ignore[arg-type]
    ]
    kinds = dict.fromkeys(("first_day", "last_day", "until"), "DATE")
    store.put("periods", {"scope": "VARCHAR", "every": "VARCHAR", "period": "VARCHAR", **kinds}, days)
    duck = DuckEngine(store)
    parquet: Path = room / "parquet"
    parquet.mkdir()
    store.export(parquet, run.LAYER_TABLES)
    spark = SparkEngine(parquet, run.LAYER_TABLES, layer_sql(), SMALL)
    yield duck, spark
    spark.close()
    store.close()


def plain(value: Any) -> Any:
    """A value as both engines mean it: lists as sets without an order, none and empty alike, whole numbers as they are."""
    if isinstance(value, list | tuple) or value is None:
        return frozenset(value or ())
    return float(value) if not isinstance(value, str | bool) else value


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


@pytest.mark.parametrize("name", [*CATALOGUE, "reported"])
def test_both_engines_give_the_same_rows(engines: tuple[DuckEngine, Any], name: str) -> None:
    """Units, periods, values, parts, wholes and the very records, for the county, its city and its townships."""
    duck, spark = engines
    if name == "reported":
        select, columns = (
            "SELECT * FROM reported",
            ("scope", "per", "unit", "every", "period", "held", "launches", "others"),
        )
    else:
        select, columns = CATALOGUE[name].select, columns_of(CATALOGUE[name], records=True)
    keys = len(columns) - 3 if name == "reported" else 6 if "item" in columns else 5
    found = []
    for engine in (duck, spark):
        rows = engine.rows(select, columns, GROUPINGS)
        found.append({row[:keys]: tuple(plain(v) for v in row[keys:]) for row in rows})
        assert len(found[-1]) == len(rows)
    one, other = found
    assert one
    assert one.keys() == other.keys()
    assert [(key, one[key], other[key]) for key in one if not all(map(alike, one[key], other[key]))] == []


def test_the_counties_of_the_test_leave_no_indicator_without_a_figure(engines: tuple[DuckEngine, Any]) -> None:
    """The agreement above says something for every indicator: each has values, and records behind them."""
    duck, _ = engines
    for name, indicator in CATALOGUE.items():
        rows = duck.rows(indicator.select, columns_of(indicator, records=True), GROUPINGS)
        assert any(row[-1] for row in rows), name
        assert any(row[6 if indicator.item else 5] is not None for row in rows), name
