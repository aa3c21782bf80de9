"""Open data: the records as tables, and the files under `/data/`.

The tables are made once; pages, figures and files all come from them, so nobody can see a figure whose records are not public.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.base.artifacts import Artifact, Planned, SiteInfo
from generator.base.cache import digest
from generator.base.resources import data_file
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue, layer_sql
from generator.figures.opendata.package import data_package
from generator.figures.opendata.schema import TABLE_NAMES, schema_bytes, table_schema
from generator.figures.opendata.script import coverage_script
from generator.figures.opendata.tables import Table, Tables, opened_day, tables
from generator.figures.opendata.write import csv_bytes, json_document, json_records, safe_cell

__all__ = [
    "FOLDER", "Table", "Tables", "artifacts", "file_head", "opened_day", "plan", "safe_cell", "table_artifact", "tables",
]  # fmt: skip

FOLDER = "data/"


def table_artifact(table: Table, site: SiteInfo) -> Artifact:
    """A table as its CSV file."""
    return Artifact(f"{FOLDER}{table.name}.csv", csv_bytes(table_schema(table.name).columns, table.rows, site.url))


def file_head(tables: Tables, site: SiteInfo) -> dict[str, Any]:
    """The first pairs of every JSON file: where its schema is and whose data it holds."""
    region = dict(zip(tables.region.columns, tables.region.rows[0], strict=True))
    return {
        "schema": f"{site.url}{FOLDER}schema.json",
        "region": {key: region[key] for key in ("code", "name", "publisher", "timezone")},
    }


def artifacts(tables: Tables, site: SiteInfo) -> Iterator[Artifact]:
    """The files of `plan` with their bytes."""
    return (Artifact(item.path, item.make()) for item in plan(tables, site))


def plan(tables: Tables, site: SiteInfo) -> Iterator[Planned]:
    """Every file under `/data/` but the coverage itself, which `coverage.plan` plans.

    `events.json` and `events.csv` hold the same records; the schema, the indicators' SQL and a script that recomputes and
    checks every figure lie beside them.
    """
    marks = {name: _mark(tables.table(name)) for name in TABLE_NAMES}
    for name in TABLE_NAMES:
        yield Planned(f"{FOLDER}{name}.csv", digest(site.url, marks[name]), partial(_csv, tables.table(name), site))
    yield Planned(
        f"{FOLDER}events.json", digest(site.url, marks["region"], marks["events"]), partial(_events, tables, site)
    )
    region = str(tables.region.rows[0][tables.region.columns.index("name")])
    yield _fixed("schema.json", schema_bytes())
    yield _fixed("datapackage.json", data_package(tables.region_code(), f"{region}普法开放数据", site.url))
    yield _fixed("README.md", data_file("opendata.readme.md").read_text("utf-8").replace("{name}", region).encode())
    yield _fixed("coverage.sql", coverage_script().encode())
    yield _fixed("indicators/layer.sql", layer_sql().encode())
    for indicator in (*indicator_catalogue().values(), *breakdown_catalogue().values()):
        yield _fixed(f"indicators/{indicator.id}.sql", indicator.sql.encode())


def _mark(table: Table) -> bytes:
    return marshal.dumps((table.name, table.rows), 2)


def _csv(table: Table, site: SiteInfo) -> bytes:
    return table_artifact(table, site).data


def _events(tables: Tables, site: SiteInfo) -> bytes:
    records = json_records(table_schema("events").columns, tables.events.rows, site.url)
    return json_document(file_head(tables, site), "events", records)


def _fixed(name: str, data: bytes) -> Planned:
    return Planned(FOLDER + name, digest(data), lambda: data)
