"""The described schema of the open data: the one source of every table's columns, their order and their meaning.

`generator/data/opendata.schema.json` is a JSON Schema that is published as it stands; CSV columns, DuckDB types and the data
package are derived from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from generator.base.resources import data_file

Kind = Literal["text", "date", "integer", "number", "boolean", "list", "address"]

SCHEMA_FILE = "opendata.schema.json"
TABLE_NAMES = (
    "region", "campaigns", "targets", "townships", "villages", "sites", "zero_reports", "tasks", "funding", "inspections",
    "weights", "periods", "events", "events_townships", "events_audiences", "events_laws",
)  # fmt: skip
"""The tables that are published and that figures are computed from; `coverage` and `breakdown` are what comes out."""

_SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR", "date": "DATE", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "list": "VARCHAR",
    "address": "VARCHAR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, how its values are written, and what it means in Chinese."""

    name: str
    kind: Kind
    title: str
    about: str

    @property
    def sql_type(self) -> str:
        """The DuckDB type that the column is read as."""
        return _SQL_TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The columns of one table in their order, what identifies a row, and which columns point at other tables."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str], ...]


def _kind(spec: dict[str, Any]) -> Kind:
    kinds = spec["type"] if isinstance(spec["type"], list) else [spec["type"]]
    if "array" in kinds:
        return "list"
    for name in ("integer", "number", "boolean"):
        if name in kinds:
            return name
    by_format: dict[str, Kind] = {"date": "date", "uri-reference": "address"}
    return by_format.get(spec.get("format", ""), "text")


@cache
def schema_bytes() -> bytes:
    """The published schema as it stands."""
    return data_file(SCHEMA_FILE).read_bytes()


@cache
def table_schema(name: str) -> TableSchema:
    """The schema of one table; KeyError where there is no such table."""
    spec = json.loads(schema_bytes())["$defs"][name]
    columns = tuple(Column(k, _kind(v), v["title"], v["description"]) for k, v in spec["properties"].items())
    return TableSchema(
        name, spec["title"], spec["description"], columns, tuple(spec["x-key"]), tuple(spec["x-references"].items())
    )
