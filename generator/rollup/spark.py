"""The one module of the rollup that knows Spark and sqlglot: the same SQL files, translated and run on a local Spark.

Every view of the layer becomes a temporary view, every indicator a DataFrame. Those views that nearly all indicators read
are kept once they are made. Spark stays quiet, opens no page and asks nothing of the network; it needs Java 17 or newer.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from generator.figures.coverage.answers import Grouping
from generator.rollup.figures import Sums, as_views

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_MISSING = (
    '没有装 Spark，--engine spark 用不了。请运行 pip install "pufa[spark]"，并装好 Java 17 或更新的版本；'
    "也可以不写 --engine，用自带的 DuckDB 算，结果一样。"
)
_NO_JAVA = (
    "Spark 启动不了，多半是没有装 Java。请装好 Java 17 或更新的版本（运行 java -version 看得到）；也可以不写 --engine。"
)
_VIEW = re.compile(r"CREATE OR REPLACE (?:VIEW|TABLE) (\w+) AS\s+(.*)", re.DOTALL)
_KEPT = frozenset(
    {"days", "scopes", "region_held", "township_held", "event_days", "records", "home_records", "due", "members"}
)
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
}


class NoSpark(Exception):
    """Spark or Java is not there; the words say what to install."""


def translated(sql: str) -> str:
    """A SELECT of ours in Spark's dialect."""
    try:
        import sqlglot  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise NoSpark(_MISSING) from error
    return sqlglot.transpile(sql, read="duckdb", write="spark")[0]


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Java inherits the standard error of the moment in which it is started, and would greet the user on it."""
    before = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def _session(master: str, settings: Mapping[str, str]) -> SparkSession:
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise NoSpark(_MISSING) from error
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    logging.getLogger("py4j").setLevel(logging.ERROR)
    builder = SparkSession.builder.master(master).appName("pufa rollup")
    for key, value in {**_SETTINGS, **settings}.items():
        builder = builder.config(key, value)
    try:
        with _hushed(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what Spark may do without in its next version
            session = builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise NoSpark(_NO_JAVA) from error
    session.sparkContext.setLogLevel("OFF")
    return session


class SparkEngine:
    """Runs the layer and the indicators over `<table>.parquet` files. See `figures.Engine`.

    `settings` are Spark's own, over those that keep it quiet. Raises `NoSpark`.
    """

    def __init__(
        self, folder: Path, tables: Iterable[str], layer: str, settings: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.session = _session("local[2]", settings)
        for table in tables:
            self.session.read.parquet(str(folder / f"{table}.parquet")).createOrReplaceTempView(table)
        for statement in as_views(layer).split(";\n"):
            found = _VIEW.search(statement)
            if found:
                view = self.session.sql(translated(found[2]))
                (view.cache() if found[1] in _KEPT else view).createOrReplaceTempView(found[1])

    def frame(self, select: str) -> DataFrame:
        """An indicator as a DataFrame."""
        return self.session.sql(translated(select))

    def rows(
        self, select: str, columns: Sequence[str], groupings: Sequence[Grouping], sums: Sums | None = None
    ) -> list[tuple[Any, ...]]:
        """The named columns of the rows whose (scope, per, every) are among the groupings, each from the records."""
        del sums
        asked = " OR ".join(
            "(scope = '{}' AND per = '{}' AND every = '{}')".format(*(v.replace("'", "''") for v in g))
            for g in groupings
        )
        wanted = f"SELECT {', '.join(columns)} FROM ({select}) AS asked WHERE {asked or 'false'}"  # noqa: S608 - our own SQL
        return [tuple(row) for row in self.frame(wanted).collect()]

    def close(self) -> None:
        """Stop Spark."""
        self.session.stop()
