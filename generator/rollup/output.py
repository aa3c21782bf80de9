"""The files of a rollup: cells, breakdowns, who published what, and one page to read and print.

Invariant: the same published data, list and day give the same bytes. Units come in the order of their codes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.base.artifacts import Planned
from generator.base.cache import Cache
from generator.base.diagnostics import visible
from generator.figures.coverage.publish import definition, matrix_lines, matrix_rows
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue
from generator.figures.opendata.schema import table_schema
from generator.figures.opendata.tables import Row
from generator.figures.opendata.write import csv_bytes, json_document, safe_cell
from generator.publish.folder import put
from generator.rollup.account import Rollup
from generator.rollup.finding import Finding
from generator.rollup.members import Expected, named
from generator.rollup.page import page, styles
from generator.rollup.smalls import plain_text
from generator.rollup.states import STATE_NAMES, Member

MARK = "members.csv"
"""The file by which a folder of ours is known: others are not overwritten."""

FILES = frozenset({MARK, "coverage.csv", "coverage.json", "breakdown.csv", "index.html", "rollup.css"})
"""All files of a rollup."""

_MEMBER_COLUMNS = (
    "code", "name", "state", "state_name", "as_of", "url", "townships", "villages", "events", "first_day", "last_day",
    "lacking", "findings",
)  # fmt: skip


def write(
    out: Path, name: str, expected: Expected, rollup: Rollup, members: Sequence[Member], findings: Sequence[Finding]
) -> None:
    """Put the files into the folder `out`, all or nothing. Raises `PublishFault`."""
    names = unit_names(name, expected, rollup, members)

    def cells() -> bytes:
        return csv_bytes(table_schema("coverage").columns, _cells(rollup, names), "")

    def items() -> bytes:
        return csv_bytes(table_schema("breakdown").columns, _items(rollup), "")

    tables = (_file(MARK, lambda: members_csv(members)), _file("coverage.csv", cells))
    others = (
        _file("coverage.json", lambda: _json(name, expected, rollup, members)),
        _file("breakdown.csv", items),
        _file("index.html", lambda: page(name, expected, rollup, members, findings, names)),
        _file("rollup.css", styles),
    )
    put(out, tables, Cache(None), streams=(lambda: others,), mark=MARK)  # side by side where the system can


def _file(path: str, make: Callable[[], bytes]) -> Planned:
    """A file that is made whenever it is asked for: nothing is kept of a rollup from one run to the next."""
    return Planned(path, path, make)


def unit_names(name: str, expected: Expected, rollup: Rollup, members: Sequence[Member]) -> dict[str, str]:
    """The names of all units by table and id, as `matrix_rows` asks for them."""
    found = {f"region {code}": named(expected, code) for code in rollup.plan.units()}
    found |= {f"region {m.code}": m.name for m in members}
    found[f"region {expected.code}"] = name
    return found | {f"townships {code}": plain_text(n) for code, (_, n) in rollup.townships.items()}


def _cells(rollup: Rollup, names: Mapping[str, str]) -> Iterator[Row]:
    for m in (*rollup.general, *rollup.targets):
        yield from matrix_rows(m, names)


def _items(rollup: Rollup) -> Iterator[Row]:
    for b in rollup.breakdowns:
        yield (b.indicator, b.campaign, b.per, b.unit, b.every, b.period, visible(b.item, 500), b.value, "")


def members_csv(members: Sequence[Member]) -> bytes:
    """What each county published and when, and what was wrong with it: UTF-8, CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_MEMBER_COLUMNS)
    for m in members:
        n, c = m.numbers, m.county
        told = "；".join(f"{f.code} {f.message}" for f in m.findings)
        row: list[Any] = [
            m.code, m.name, m.state, STATE_NAMES[m.state], c.as_of if c else "", c.url if c else "", n.townships, n.villages,
            n.events, n.first or "", n.last or "", "；".join(c.folder.lacking) if c else "", told,
        ]  # fmt: skip
        writer.writerow([safe_cell(v) if isinstance(v, str) else v for v in row])
    return out.getvalue().encode("utf-8", "replace")


def _json(name: str, expected: Expected, rollup: Rollup, members: Sequence[Member]) -> bytes:
    head = {
        "region": {"code": expected.code, "name": name},
        "as_of": rollup.plan.as_of.isoformat(),
        "members": [
            {
                "code": m.code,
                "name": m.name,
                "state": m.state,
                "as_of": m.county.as_of.isoformat() if m.county else None,
                "url": m.county.url if m.county else "",
            }
            for m in members
        ],
        "indicators": [definition(i, "") for i in (*indicator_catalogue().values(), *breakdown_catalogue().values())],
    }
    return json_document(head, "matrices", [matrix_lines(m) for m in (*rollup.general, *rollup.targets)])
