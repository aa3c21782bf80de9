"""Which published tables and columns the rollup reads, and which of them it cannot do without.

Whatever else a file holds is passed over; a column that an older program did not publish yet counts as empty.
"""

from __future__ import annotations

from generator.figures.opendata.schema import table_schema
from generator.figures.opendata.tables import COVERAGE_COLUMNS

BULK = (
    "townships", "villages", "sites", "tasks", "funding", "inspections", "events", "events_townships", "events_audiences",
    "events_laws",
)  # fmt: skip
"""The tables that figures are computed from."""

SMALL = ("region", "campaigns", "targets", "zero_reports")
"""The tables of which a county has a few rows; they are read here and not by the database."""

NEEDED: dict[str, tuple[str, ...]] = {
    "region": ("code", "name", "as_of"),
    "campaigns": ("id", "start", "end"),
    "targets": ("campaign", "indicator", "per", "every", "at_least"),
    "zero_reports": ("campaign", "township", "year"),
    "townships": ("code", "counted"),
    "villages": ("id", "township", "counted"),
    "sites": ("id", "township", "counted"),
    "tasks": ("campaign", "number"),
    "funding": ("campaign", "number", "year", "amount"),
    "inspections": ("round", "kind", "item", "checked", "finding"),
    "events": ("id", "campaign", "first_day", "last_day", "status"),
    "events_townships": ("occurrence", "township"),
    "events_audiences": ("occurrence", "audience"),
    "events_laws": ("occurrence", "law"),
}
"""Columns without which a table says nothing."""

OPTIONAL = frozenset({"targets", "zero_reports", "sites", "tasks", "funding", "inspections"})
"""Tables that an older program did not publish: without them nothing else becomes wrong."""

_NAMED = ("townships",)
_NOT_USED = frozenset({"event_id", "region_wide"})


def wanted(table: str) -> tuple[str, ...]:
    """The columns that are read of a table."""
    if table in SMALL:
        return tuple(c.name for c in table_schema(table).columns)
    columns = tuple(c for c in COVERAGE_COLUMNS[table] if c not in _NOT_USED)
    if table == "events":
        columns += ("townships", "audiences", "laws")  # only to see whether the long tables are complete
    return columns + (("name",) if table in _NAMED else ())


def sql_types(table: str) -> dict[str, str]:
    """The DuckDB type of every column of a table's schema."""
    return {c.name: c.sql_type for c in table_schema(table).columns}
