"""The data package: the tables described for tools that read Frictionless descriptors."""

from __future__ import annotations

import json
from typing import Any

from generator.figures.opendata.schema import TABLE_NAMES, Column, Kind, TableSchema, table_schema

_FIELD_TYPES: dict[Kind, str] = {
    "text": "string", "date": "date", "integer": "integer", "number": "number", "boolean": "boolean", "list": "string",
    "address": "string",
}  # fmt: skip


def _field(column: Column) -> dict[str, Any]:
    about = column.about
    field = {"name": column.name, "type": _FIELD_TYPES[column.kind], "title": column.title, "description": about}
    if column.kind == "address":
        field["format"] = "uri"
    return field


def _resource(schema: TableSchema) -> dict[str, Any]:
    keys = [
        {"fields": [column], "reference": {"resource": target.split(".")[0], "fields": [target.split(".")[1]]}}
        for column, target in schema.references
    ]
    return {
        "name": schema.name.replace("_", "-"),
        "path": f"{schema.name}.csv",
        "profile": "tabular-data-resource",
        "title": schema.title,
        "description": schema.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(c) for c in schema.columns],
            "missingValues": [""],
            "primaryKey": list(schema.key),
            "foreignKeys": keys,
        },
    }


def data_package(region_code: str, title: str, homepage: str) -> bytes:
    """`datapackage.json` for the tables of one site, coverage included."""
    package = {
        "profile": "tabular-data-package",
        "name": f"pufa-{region_code}",
        "title": title,
        "homepage": homepage,
        "resources": [_resource(table_schema(name)) for name in (*TABLE_NAMES, "coverage", "breakdown")],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
