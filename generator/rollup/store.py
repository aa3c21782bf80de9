"""The one module of the rollup that knows DuckDB: published CSV files become tables, each row knowing whose it is.

DuckDB reads the files itself, many in one call, under names of ours (see `inbox`); then it can open nothing
more. What it cannot read it tells with file, line and column; those become findings.
Occurrences are unique only within a county. For figures alone they are told apart by a 64-bit hash of county and id (the
duplicates' check would see two ids that share one); where the records themselves are asked for, by `<county code>/<id>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from generator.base.diagnostics import visible
from generator.gazetteer.divisions import TownshipUnits
from generator.rollup.finding import MOST, Finding
from generator.rollup.inbox import MOST_BULK, Inbox, Refused
from generator.rollup.smalls import County
from generator.rollup.tables import BULK, sql_types, wanted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Ids = Literal["numbers", "names"]

_CSV = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
_KINDS = {"DATE": "日期", "BIGINT": "整数", "DOUBLE": "数", "BOOLEAN": "true 或 false"}
_VALUE = re.compile(r'Could not convert string "(.*)" to', re.DOTALL)
_CELLS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
Source = tuple[County, str]
"""A county, and the name under which its table's file was taken in."""
_LISTED = {"townships": "events_townships", "audiences": "events_audiences", "laws": "events_laws"}
"""The list columns of events.csv and the long tables that hold the same."""


class Store:
    """Tables in a file of their own below `folder`, which is the caller's to delete. `ids` says how occurrences are told apart."""

    def __init__(self, folder: Path, ids: Ids = "numbers") -> None:
        import duckdb  # noqa: PLC0415 - slow to import, and not needed by the other commands

        self.ids = ids
        self.folder = folder
        self._failure = duckdb.Error
        self._con: DuckDBPyConnection = duckdb.connect(
            str(folder / "rollup.duckdb"),
            config={
                "threads": 2,
                "memory_limit": "3GB",
                "temp_directory": str(folder / "spill"),
                "preserve_insertion_order": False,  # nothing here has an order that means something
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        # What was once read under a name is not kept: the next file may have the same number.
        self.run("SET enable_external_file_cache = false")

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def run(self, sql: str, *values: Any) -> None:
        """Run statements that give nothing."""
        self._con.execute(sql, list(values))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._con.execute(sql, list(values)).fetchall()

    def load(self, counties: Sequence[County]) -> list[Finding]:
        """Make the tables of `BULK` from the files of these counties; rows that cannot be read are told and left out."""
        findings: list[Finding] = []
        for table in BULK:
            self.run(f"CREATE TABLE {table} AS SELECT {self._columns(table, wanted(table))} FROM {_nothing(table)}")  # noqa: S608
            inbox = Inbox(self.folder / "in")
            try:
                alike: dict[tuple[str, ...], list[Source]] = {}
                for county in counties:
                    file = county.folder.files.get(table)
                    if file and file.filled:
                        try:
                            alike.setdefault(file.columns, []).append((county, inbox.take(file.path, MOST_BULK)))
                        except Refused as refused:
                            findings.append(Finding(refused.code, file.path, refused.message, county.code))
                for columns, group in sorted(alike.items()):
                    if group:
                        findings += self._read(table, columns, group)
            finally:
                inbox.close()
        # From here on nothing is opened but what lies in this folder, whatever a value makes of a statement.
        self.run(f"SET allowed_directories = ['{_quoted(str(self.folder))}/']; SET enable_external_access = false")
        return findings

    def _read(self, table: str, columns: tuple[str, ...], group: Sequence[Source]) -> list[Finding]:
        """Read the files of a group; where that fails, its halves, so that one bad file costs no other a row."""
        try:
            self._insert(table, columns, group)
        except self._failure:  # only now: to write down what is wrong with each row costs half as much again
            if len(group) == 1:
                return self._read_faulty(table, columns, group[0])
            half = len(group) // 2
            return self._read(table, columns, group[:half]) + self._read(table, columns, group[half:])
        return []

    def _read_faulty(self, table: str, columns: tuple[str, ...], source: Source) -> list[Finding]:
        county, own = source
        path = county.folder.files[table].path
        told: list[tuple[Any, ...]] = []
        words = ""
        self.run("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        try:
            self._insert(table, columns, [source], f", store_rejects = true, rejects_limit = {MOST * 4}")
            told = self.rows("SELECT line, column_idx, CAST(error_type AS VARCHAR), error_message FROM reject_errors")
        except self._failure as error:
            words = str(error).split("\n")[0].replace(own, "文件")
        if not told:
            return [Finding("R003", path, f"文件读不了：{visible(words or '不是 CSV', 120)}", county.code)]
        return [_rejected(table, columns, path, county.code, row) for row in told]

    def _insert(self, table: str, columns: tuple[str, ...], group: Sequence[Source], more: str = "") -> None:
        self.run("CREATE OR REPLACE TEMP TABLE sources (file BIGINT, region VARCHAR)")
        codes = [county.code for county, _ in group]
        self.run("INSERT INTO sources SELECT unnest(?), unnest(?)", list(range(len(codes))), codes)
        types = sql_types(table)
        use = [c for c in wanted(table) if c in columns]
        # Columns have numbers here: what others call theirs is never part of a statement.
        kinds = ", ".join(f"'c{n}': '{types[c] if c in use else 'VARCHAR'}'" for n, c in enumerate(columns))
        named = ", ".join(f'c{columns.index(c)} AS "{c}"' for c in use)
        self.run(
            f"INSERT INTO {table} BY NAME SELECT {self._columns(table, use)} FROM "  # noqa: S608 - our own names
            f"(SELECT file_index, {named} FROM read_csv(?, {_CSV}, columns = {{{kinds}}}{more})) AS r "
            "JOIN sources AS s ON s.file = r.file_index",
            [own for _, own in group],
        )

    def _columns(self, table: str, columns: Iterable[str]) -> str:
        """The SELECT list for what a file has of the wanted columns, with ids that are unique in all counties."""
        types = sql_types(table)
        parts = ["s.region AS region"]
        for c in columns:
            value = f'r."{c}"' if types[c] != "VARCHAR" else f"coalesce(r.\"{c}\", '')"
            own = f"hash(s.region, {value})" if self.ids == "numbers" else f"s.region || '/' || {value}"
            if (table, c) == ("events", "id") or c == "occurrence":
                value = own
            elif (table, c) == ("inspections", "item"):
                value = f"CASE WHEN r.kind = 'occurrence' THEN CAST({own} AS VARCHAR) ELSE {value} END"
            elif (table, c) == ("sites", "id") or c == "site":
                value = f"CASE WHEN {value} <> '' THEN s.region || '/' || {value} ELSE '' END"
            elif (table, c) == ("villages", "id") or c == "village":
                value = f"CASE WHEN {value} = '' OR (length(s.region) = 6 AND starts_with({value}, s.region)) THEN {value} ELSE s.region || '/' || {value} END"
            elif table == "events" and c in _LISTED:
                long = f"length({value}) - length(replace({value}, ';', '')) + 1"
                parts.append(f"CAST(CASE WHEN {value} = '' THEN 0 ELSE {long} END AS INTEGER) AS listed_{c}")
                continue
            parts.append(f'{value} AS "{c}"')
        return ", ".join(parts)

    def forget(self, regions: Iterable[str]) -> None:
        """Take everything of these regions out again."""
        codes = sorted(regions)
        for table in BULK if codes else ():
            self.run(f"DELETE FROM {table} WHERE region IN (SELECT unnest(?))", codes)  # noqa: S608

    def add_silent(self, units: Mapping[str, Sequence[TownshipUnits]]) -> None:
        """Townships and villages of counties that published nothing: they stay in the denominators."""
        townships = [(code, t) for code, listed in sorted(units.items()) for t in listed]
        self.run(
            "INSERT INTO townships BY NAME SELECT unnest(?) AS region, unnest(?) AS code, unnest(?) AS name, unnest(?) AS counted, '' AS \"group\"",
            [code for code, _ in townships], [t.code for _, t in townships], [t.name for _, t in townships],
            [not t.pseudo for _, t in townships],
        )  # fmt: skip
        self.run(
            "INSERT INTO villages BY NAME SELECT region, code || '#' || unnest(range(n)) AS id, code AS township, counted, "
            "'' AS model_village FROM (SELECT unnest(?) AS region, unnest(?) AS code, unnest(?) AS n, unnest(?) AS counted)",
            [code for code, _ in townships], [t.code for _, t in townships], [len(t.villages) for _, t in townships],
            [not t.pseudo for _, t in townships],
        )  # fmt: skip

    def put(self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a table of rows: names and SQL types of its columns, values as text or None."""
        shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        self.run(f"CREATE OR REPLACE TABLE {table} ({shape})")
        lists = [[row[place] for row in rows] for place in range(len(columns))]
        picked = ", ".join(f"CAST(unnest(CAST(? AS VARCHAR[])) AS {kind})" for kind in columns.values())
        self.run(f"INSERT INTO {table} SELECT {picked}", *lists)

    def export(self, folder: Path, tables: Iterable[str]) -> None:
        """Each table as a Parquet file `<table>.parquet`, for another engine."""
        for table in tables:
            self.run(f"COPY {table} TO '{_quoted(str(folder / table))}.parquet' (FORMAT parquet)")


def _nothing(table: str) -> str:
    """A query that gives no row, with the columns of a table and the aliases that `_columns` speaks of."""
    types = sql_types(table)
    cells = ", ".join(f'CAST(NULL AS {types[c]}) AS "{c}"' for c in wanted(table))
    return f"(SELECT {cells}) AS r CROSS JOIN (SELECT '' AS region) AS s WHERE false"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _rejected(table: str, columns: tuple[str, ...], path: str, region: str, row: tuple[Any, ...]) -> Finding:
    line, column, kind, message = row
    if kind == "CAST" and column and column <= len(columns):
        name = columns[column - 1]
        value = _VALUE.search(message)
        want = _KINDS.get(sql_types(table).get(name, ""), "这一列要的值")
        words = f"{visible(name, 40)}“{visible(value[1] if value else '', 40)}”不是{want}"
        return Finding("R006", path, words, region, line, 0)
    if "ENCODING" in kind or "UNICODE" in kind:
        return Finding("R003", path, "文件不是 UTF-8 编码", region, line)
    cells = _CELLS.search(message)
    if cells:
        return Finding("R005", path, f"这一行有{cells[2]}格，应当有{cells[1]}格", region, line)
    words = {"UNQUOTED VALUE": "引号没有配对", "LINE SIZE OVER MAXIMUM": "这一行太长"}.get(kind, "这一行读不懂")
    return Finding("R005", path, words, region, line)
