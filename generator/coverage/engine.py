"""The one room of duckdb: the indicators' SQL over the open data's tables.

Invariant: what goes in are the columns that `Tables.coverage_key` hashes, so equal keys give equal figures. duckdb is imported
when a figure is needed and not before (it costs a fifth of a second); it works in memory, without files, network or extensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.indicators import indicator_catalogue, layer_sql
from generator.model import Every, Per
from generator.opendata.schema import table_schema
from generator.opendata.tables import COVERAGE_COLUMNS, Row, Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Grouping = tuple[str, Per, Every]
"""A campaign's id or "" for all together, a level, a cycle: what rows are wanted for."""

UnitPeriod = tuple[str, str]

_USED = ("townships", "villages", "sites", "events", "events_townships")
_CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "memory_limit": "256MB",
    "threads": "1",  # a county's records are too few for a second thread to pay for its start
}
_ROW_END, _FIELD_END = "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class Reported:
    """What was recorded for a unit in a period: how many held, how many of those launches, and the ids of the rest."""

    held: int
    launches: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The results of the SQL by grouping, then by (unit, period). A missing key means: no such record."""

    values: Mapping[tuple[str, Grouping], Mapping[UnitPeriod, tuple[int | None, tuple[str, ...]]]]
    reported: Mapping[Grouping, Mapping[UnitPeriod, Reported]]


def _load(con: DuckDBPyConnection, name: str, columns: Iterable[str], rows: Sequence[Row]) -> None:
    """Make a table from rows, handed over as one text that SQL splits.

    Of the ways that need neither a file nor another library this is the fastest: half the time of a list a column, and a
    hundredth of a statement a row.
    """
    kinds = {c.name: c.sql_type for c in table_schema(name).columns}
    kinds_of = [(c, kinds[c]) for c in columns]
    fields = ", ".join(
        f"field[{place}] AS {c}" if kind == "VARCHAR" else f"CAST(nullif(field[{place}], '') AS {kind}) AS {c}"
        for place, (c, kind) in enumerate(kinds_of, 1)
    )
    text = _ROW_END.join(
        [_FIELD_END.join(["" if v is None else v if v.__class__ is str else str(v) for v in row]) for row in rows]
    )
    if text.count(_ROW_END) + text.count(_FIELD_END) != max(len(rows) * len(kinds_of) - 1, 0):
        raise ValueError(f"{name}: a value holds a control character")
    split = f"SELECT string_split(unnest(string_split(?, '{_ROW_END}')), '{_FIELD_END}') AS field"
    nothing = "" if text else " LIMIT 0"
    con.execute(f"CREATE TABLE {name} AS SELECT {fields} FROM ({split}){nothing}", [text])  # noqa: S608 - our own names


def _open(tables: Tables, wanted: Iterable[Grouping]) -> DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - slow to import, and not needed where the account is cached

    con = duckdb.connect(":memory:", config=dict(_CONFIG))
    _load(con, "region", ("code", "as_of"), [(tables.region_code(), tables.as_of.isoformat())])
    for name in _USED:
        columns = COVERAGE_COLUMNS[name]
        _load(con, name, columns, tables.table(name).select(columns))
    lists = [list(column) for column in zip(*sorted(set(wanted)), strict=True)]
    con.execute("CREATE TABLE groupings AS SELECT unnest(?) AS scope, unnest(?) AS per, unnest(?) AS every", lists)
    con.execute(layer_sql())
    return con


def compute(tables: Tables, wanted: Iterable[Grouping]) -> Figures:
    """Every indicator for the wanted groupings: one query an indicator, and one for what was reported at all."""
    order = {str(row[0]): place for place, row in enumerate(tables.events.rows)}
    ids = tuple(order)
    alone = {i: (i,) for i in ids}

    def listed(found: list[str] | None) -> tuple[str, ...]:
        """The ids in the order of the events table, as the very strings of that table (cells share them)."""
        if not found:
            return ()
        if len(found) == 1:
            return alone[found[0]]
        return tuple([ids[place] for place in sorted([order[i] for i in found])])

    values: dict[tuple[str, Grouping], dict[UnitPeriod, tuple[int | None, tuple[str, ...]]]] = {}
    reported: dict[Grouping, dict[UnitPeriod, Reported]] = {}
    with _open(tables, wanted) as con:
        for indicator in indicator_catalogue().values():
            for scope, per, unit, every, period, value, records in _rows(con, indicator.select):
                found = values.setdefault((indicator.id, (scope, per, every)), {})
                found[unit, period] = (value, listed(records))
        for scope, per, unit, every, period, held, launches, others in _rows(con, "FROM reported"):
            reported.setdefault((scope, per, every), {})[unit, period] = Reported(held, launches, listed(others))
    return Figures(values, reported)


def _rows(con: DuckDBPyConnection, select: str) -> list[tuple[Any, ...]]:
    return con.execute(select).fetchall()
