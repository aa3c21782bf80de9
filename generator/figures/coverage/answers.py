"""The one room of duckdb: the indicators' SQL over the open data's tables.

Invariant: what goes in are the columns that `Tables.coverage_key` hashes, so equal keys give equal figures. duckdb is imported
when a figure is needed and not before (it costs a fifth of a second); it works in memory, without files, network or extensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.figures.indicators import breakdown_catalogue, indicator_catalogue, layer_sql
from generator.figures.opendata.schema import table_schema
from generator.figures.opendata.tables import COVERAGE_COLUMNS, Row, Tables
from generator.model import Every, Per

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Grouping = tuple[str, Per, Every]
"""A campaign's id or "" for all together, a level, a cycle: what rows are wanted for."""

REPORTED = "reported"
"""Asked for like an indicator: what was recorded at all."""

UnitPeriod = tuple[str, str]

USED = (
    "townships", "villages", "sites", "tasks", "funding", "inspections", "periods", "events", "events_townships",
    "events_audiences", "events_laws",
)  # fmt: skip
"""The tables that the SQL reads, beside the region's own."""

_CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "memory_limit": "512MB",
    "threads": "1",  # a county's records are too few for a second thread to pay for its start
}
_REPORTED = "SELECT scope, per, unit, every, period, held, launches, others, closed FROM reported"
_ROW_END, _FIELD_END = "\x1e", "\x1f"


class Answer(NamedTuple):
    """What the SQL gives for a unit and a period: the value, its part and whole where it is a ratio, the records' ids.

    `chosen` are those of the records that make the part, where the indicator names them.
    """

    value: int | float | None
    part: int | float | None = None
    whole: int | float | None = None
    records: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """What was recorded for a unit in a period: how many held, how many of those launches, and the ids of the rest.

    `closed` is how many of the rest say that they were not held (cancelled, postponed): that is a report too.
    """

    held: int
    launches: int
    others: tuple[str, ...]
    closed: int = 0


Items = Mapping[tuple[str, str, str], tuple[int, tuple[str, ...]]]
"""(unit, period, item) → how many held, and their ids."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The results of the SQL by grouping, then by (unit, period). A missing key means: nothing to tell."""

    values: Mapping[tuple[str, Grouping], Mapping[UnitPeriod, Answer]]
    items: Mapping[tuple[str, Grouping], Items]
    reported: Mapping[Grouping, Mapping[UnitPeriod, Reported]]


_KEPT = ("unit_events", "due", "members")
"""Views that most indicators read, and that are small for one county."""


def _load(con: DuckDBPyConnection, name: str, columns: Iterable[str], rows: Sequence[Row], region: str = "") -> None:
    """Make a table from rows, handed over as one text that SQL splits.

    Of the ways that need neither a file nor another library this is the fastest: half the time of a list a column, and a
    hundredth of a statement a row.
    """
    kinds = {} if name in ("groupings", "areas") else {c.name: c.sql_type for c in table_schema(name).columns}
    kinds_of = [(c, kinds.get(c, "VARCHAR")) for c in columns]
    fields = ", ".join(
        f'field[{place}] AS "{c}"' if kind == "VARCHAR" else f"CAST(nullif(field[{place}], '') AS {kind}) AS \"{c}\""
        for place, (c, kind) in enumerate(kinds_of, 1)
    )
    text = _ROW_END.join(
        [_FIELD_END.join(["" if v is None else v if v.__class__ is str else str(v) for v in row]) for row in rows]
    )
    if text.count(_ROW_END) + text.count(_FIELD_END) != max(len(rows) * len(kinds_of) - 1, 0):
        raise ValueError(f"{name}: a value holds a control character")
    split = f"SELECT string_split(unnest(string_split(?, '{_ROW_END}')), '{_FIELD_END}') AS field"
    whose = ", ? AS region" if region else ""
    nothing = "" if text else " LIMIT 0"
    values = [region, text] if region else [text]
    con.execute(f"CREATE TABLE {name} AS SELECT {fields}{whose} FROM ({split}){nothing}", values)  # noqa: S608 - our own names


def _open(tables: Tables, groupings: Iterable[Grouping]) -> DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - slow to import, and not needed where the account is cached

    con = duckdb.connect(":memory:", config=dict(_CONFIG))
    code = tables.region_code()
    _load(con, "region", ("code", "as_of"), [(code, tables.as_of.isoformat())], code)
    for name in USED:
        columns = COVERAGE_COLUMNS[name]
        _load(con, name, columns, tables.table(name).select(columns), code)
    _load(con, "areas", ("region", "unit"), [(code, code)])
    _load(con, "groupings", ("scope", "per", "every"), sorted(set(groupings)))
    con.execute(_with_tables(layer_sql()))
    return con


def _with_tables(layer: str) -> str:
    """The layer with the views of `_KEPT` as tables: half the time of a small county goes into planning what they expand to."""
    for name in _KEPT:
        layer = layer.replace(f"CREATE VIEW {name} AS", f"CREATE TABLE {name} AS")
    return layer


def _needed(wanted: Mapping[str, Iterable[Grouping]]) -> set[Grouping]:
    """The groupings to make records for: those asked for, and of the levels that an indicator's SQL reads beside its own."""
    return {g for groupings in wanted.values() for g in groupings} | beside(wanted)


def beside(wanted: Mapping[str, Iterable[Grouping]]) -> set[Grouping]:
    """The groupings of those levels that the SQL of an indicator reads beside the one that is asked for."""
    also = {i.id: i.also for i in (*indicator_catalogue().values(), *breakdown_catalogue().values())}
    return {
        (scope, per, every)
        for name, groupings in wanted.items()
        for scope, _, every in groupings
        for per in also.get(name, ())
    }


def compute(tables: Tables, wanted: Mapping[str, Iterable[Grouping]]) -> Figures:
    """The wanted groupings of each indicator or breakdown, and of `REPORTED`: one query each."""
    order = {str(row[0]): place for place, row in enumerate(tables.events.rows)}
    ids = tuple(order)
    alone = {i: (i,) for i in ids}
    lists: dict[tuple[str, ...], tuple[str, ...]] = {}

    def listed(found: list[str] | None) -> tuple[str, ...]:
        """The ids in the order of the events table (others after them), as the very strings of that table: cells share them."""
        if not found:
            return ()
        if len(found) == 1:
            return alone.get(found[0]) or (found[0],)
        try:
            told = tuple([ids[place] for place in sorted([order[i] for i in found])])
        except KeyError:
            told = tuple(sorted(found))
        return lists.setdefault(told, told)

    catalogue = {**indicator_catalogue(), **breakdown_catalogue()}
    values: dict[tuple[str, Grouping], dict[UnitPeriod, Answer]] = {}
    items: dict[tuple[str, Grouping], dict[tuple[str, str, str], tuple[int, tuple[str, ...]]]] = {}
    reported: dict[Grouping, dict[UnitPeriod, Reported]] = {}
    with _open(tables, _needed(wanted)) as con:
        for name, groupings in wanted.items():
            if name == REPORTED:
                for scope, per, unit, every, period, held, launches, others, closed in _rows(con, _REPORTED, groupings):
                    told = Reported(held, launches, listed(others), closed)
                    reported.setdefault((scope, per, every), {})[unit, period] = told
                continue
            try:
                rows = _rows(con, catalogue[name].select, groupings)
            except Exception as error:
                error.add_note(f"in figures/indicators/{name}.sql, which sees the columns of COVERAGE_COLUMNS")
                raise
            if catalogue[name].item:
                for scope, per, unit, every, period, item, value, records in rows:
                    found = items.setdefault((name, (scope, per, every)), {})
                    found[unit, period, item] = (value, listed(records))
            else:
                for scope, per, unit, every, period, value, part, whole, records, *chosen in rows:
                    answer = Answer(value, part, whole, listed(records), listed(chosen[0]) if chosen else ())
                    values.setdefault((name, (scope, per, every)), {})[unit, period] = answer
    return Figures(values, items, reported)


Wanted = Mapping[str, Iterable[Grouping]]
"""What to ask the SQL for: the groupings of each indicator or breakdown, and of `REPORTED`."""


def shared_out(wanted: Wanted, count: int) -> list[Wanted]:
    """The same questions in so many parts of about the same weight, none of which needs another's answers."""
    names = list(wanted)
    return [{name: wanted[name] for name in names[part::count]} for part in range(count)]


def together(parts: Iterable[Figures]) -> Figures:
    """The answers of all parts."""
    found = Figures({}, {}, {})
    for part in parts:
        found = Figures(
            {**found.values, **part.values}, {**found.items, **part.items}, {**found.reported, **part.reported}
        )
    return found


def _rows(con: DuckDBPyConnection, select: str, groupings: Iterable[Grouping]) -> list[tuple[Any, ...]]:
    """The rows of a SELECT for these groupings. The condition is spelt out because duckdb then applies it first."""
    parts = sorted(set(groupings))
    condition = " OR ".join(["(scope = ? AND per = ? AND every = ?)"] * len(parts)) or "false"
    return con.execute(f"SELECT * FROM ({select}) WHERE {condition}", [v for part in parts for v in part]).fetchall()  # noqa: S608
