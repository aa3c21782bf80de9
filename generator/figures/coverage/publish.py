"""Coverage as open data: every cell of every matrix, in `/data/coverage.csv` and `/data/coverage.json`, and every item of every breakdown."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from typing import Any

from generator.base.artifacts import Artifact, Planned, SiteInfo
from generator.base.cache import digest
from generator.figures.coverage.values import Cell, Coverage, Matrix
from generator.figures.indicators import Indicator, breakdown_catalogue, indicator_catalogue
from generator.figures.opendata import FOLDER, Table, Tables, file_head, table_artifact
from generator.figures.opendata.schema import table_schema
from generator.figures.opendata.tables import Row, plain
from generator.figures.opendata.write import encode, json_document


def _names(tables: Tables) -> dict[str, str]:
    found = {}
    for table, key in (
        (tables.region, "code"),
        (tables.townships, "code"),
        (tables.villages, "id"),
        (tables.sites, "id"),
    ):
        found.update({f"{table.name} {unit}": str(name) for unit, name in table.select((key, "name"))})
    return found


_TABLE_OF = {"region": "region", "township": "townships", "village": "villages", "site": "sites"}


def matrix_rows(m: Matrix, names: Mapping[str, str]) -> Iterator[Row]:
    """The cells of a matrix in the columns of the schema. `names` are the units' by table and id ("townships 330881101")."""
    least = None if m.at_least is None else plain(m.at_least)
    days = [(p.first.isoformat(), p.last.isoformat()) for p in m.periods]
    for unit, cells in zip(m.units, m.rows, strict=True):
        name = names[f"{_TABLE_OF[m.per]} {unit}"]
        for (first, last), c in zip(days, cells, strict=True):
            level = least if c.least is None else plain(c.least)
            yield (
                m.id, m.campaign, m.indicator, m.per, unit, name, m.every, c.period, first, last, c.state, c.value,
                c.of, c.part, c.whole, level, c.met, c.running, c.launches, c.needed, _listed(m.per, c.records),
            )  # fmt: skip


def _rows(account: Coverage, tables: Tables) -> Iterator[Row]:
    names = _names(tables)
    for m in account.matrices():
        yield from matrix_rows(m, names)


def coverage_table(account: Coverage, tables: Tables) -> Table:
    """All cells as one table, in the columns of the schema."""
    return Table("coverage", tuple(c.name for c in table_schema("coverage").columns), tuple(_rows(account, tables)))


def breakdown_table(account: Coverage) -> Table:
    """All items of every breakdown as one table, in the columns of the schema."""
    rows = (
        (b.indicator, b.campaign, b.per, b.unit, b.every, b.period, b.item, b.value, _listed(b.per, b.records))
        for b in account.breakdowns
    )
    return Table("breakdown", tuple(c.name for c in table_schema("breakdown").columns), tuple(rows))


def _listed(per: str, records: tuple[str, ...]) -> str:
    """The ids of the records behind a figure; those of the region are too many to repeat."""
    return "" if per == "region" else ";".join(records)


def matrix_lines(m: Matrix) -> str:
    """A matrix as JSON: what it is and its periods on one line, then one cell a line without what says nothing."""
    head: dict[str, Any] = {
        "id": m.id,
        "campaign": m.campaign,
        "indicator": m.indicator,
        "per": m.per,
        "every": m.every,
    }
    if m.at_least is not None:
        head |= {"at_least": plain(m.at_least), "basis": m.basis}
    head["periods"] = [
        {
            "id": p.id,
            "name": p.name,
            "first_day": p.first.isoformat(),
            "last_day": p.last.isoformat(),
            "running": not p.ended,
        }
        for p in m.periods
    ]
    cells = ",\n".join([encode(_cell_data(m, c)) for row in m.rows for c in row])
    return f'{encode(head)[:-1]}, "cells": [\n{cells}\n]}}' if cells else f'{encode(head)[:-1]}, "cells": []}}'


def _cell_data(m: Matrix, c: Cell) -> dict[str, Any]:
    data: dict[str, Any] = {"unit": c.unit, "period": c.period, "state": c.state}
    if c.value is not None:
        data["value"] = c.value
    if c.of is not None:
        data["of"] = c.of
    if c.part is not None and c.whole is not None:
        data |= {"part": c.part, "whole": c.whole}
    if c.least is not None:
        data["at_least"] = plain(c.least)
    if c.met is not None:
        data["met"] = c.met
    if c.launches:
        data["launches"] = c.launches
    if c.needed:
        data["needed"] = c.needed
    if c.records and m.per != "region":
        data["records"] = c.records
    return data


def definition(i: Indicator, base: str) -> dict[str, str]:
    """The definition card of an indicator; `base` is put before the address of its SQL."""
    return {
        "id": i.id,
        "name": i.name,
        "unit": i.unit,
        "about": i.about,
        "kind": i.kind,
        "formula": i.formula,
        "direction": i.direction,
        "source": i.source,
        "states": i.states,
        "sql": f"{base}{FOLDER}indicators/{i.id}.sql",
    }


def artifacts(account: Coverage, tables: Tables, site: SiteInfo) -> Iterator[Artifact]:
    """The files of `plan` with their bytes."""
    return (Artifact(item.path, item.make()) for item in plan(account, tables, site, ""))


def plan(account: Coverage, tables: Tables, site: SiteInfo, key: str) -> Iterator[Planned]:
    """`coverage.csv`, `breakdown.csv` and `coverage.json`: the same cells; the latter by matrix, with the definitions of the indicators.

    `key` is `tables.coverage_key()`: what the cells depend on beside the names of units.
    """
    mark = digest(key, site.url, marshal.dumps((tables.region.rows, sorted(_names(tables).items())), 2))
    for name, make in (
        ("coverage.csv", lambda: table_artifact(coverage_table(account, tables), site).data),
        ("breakdown.csv", lambda: table_artifact(breakdown_table(account), site).data),
        ("coverage.json", lambda: _document(account, tables, site)),
    ):
        yield Planned(FOLDER + name, mark, make)


def _document(account: Coverage, tables: Tables, site: SiteInfo) -> bytes:
    head = file_head(tables, site) | {
        "as_of": tables.as_of.isoformat(),
        "indicators": [
            definition(i, site.url) for i in (*indicator_catalogue().values(), *breakdown_catalogue().values())
        ],
    }
    matrices = [matrix_lines(m) for m in account.matrices()]
    return json_document(head, "matrices", matrices)
