"""Open data: the records as tables, and the files under `/data/`.

The tables are made once; pages, figures and files all come from them, so nobody can see a figure whose records are not public.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.base.artifacts import Artifact, SiteInfo
from generator.base.resources import data_file
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue, layer_sql
from generator.figures.opendata.package import data_package
from generator.figures.opendata.schema import TABLE_NAMES, schema_bytes, table_schema
from generator.figures.opendata.script import coverage_script
from generator.figures.opendata.tables import Table, Tables, opened_day, tables
from generator.figures.opendata.write import csv_bytes, json_document, json_records, safe_cell

__all__ = [
    "FOLDER", "Table", "Tables", "artifacts", "file_head", "opened_day", "safe_cell", "table_artifact", "tables",
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
    """Every file under `/data/` but the coverage itself, which `coverage.artifacts` makes.

    `events.json` and `events.csv` hold the same records; the schema, the indicators' SQL and a script that recomputes and
    checks every figure lie beside them.
    """
    for name in TABLE_NAMES:
        yield table_artifact(tables.table(name), site)
    records = json_records(table_schema("events").columns, tables.events.rows, site.url)
    yield Artifact(f"{FOLDER}events.json", json_document(file_head(tables, site), "events", records))
    yield Artifact(f"{FOLDER}schema.json", schema_bytes())
    region = str(tables.region.rows[0][tables.region.columns.index("name")])
    yield Artifact(f"{FOLDER}datapackage.json", data_package(tables.region_code(), f"{region}普法开放数据", site.url))
    readme = data_file("opendata.readme.md").read_text("utf-8").replace("{name}", region)
    yield Artifact(f"{FOLDER}README.md", readme.encode())
    yield Artifact(f"{FOLDER}coverage.sql", coverage_script().encode())
    yield Artifact(f"{FOLDER}indicators/layer.sql", layer_sql().encode())
    for indicator in (*indicator_catalogue().values(), *breakdown_catalogue().values()):
        yield Artifact(f"{FOLDER}indicators/{indicator.id}.sql", indicator.sql.encode())
