"""The account of a day as a snapshot, and every frozen snapshot beside what is computed now for the same day.

Invariant: both sides are made by the same function from the open data's tables, so what differs was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from generator import __version__
from generator.base.cache import Cache, digest
from generator.base.daywords import day_words
from generator.base.diagnostics import Diagnostic, Span
from generator.figures.coverage import Coverage, Indicator, Matrix, coverage, indicator_catalogue
from generator.figures.indicators import layer_sql
from generator.figures.opendata import Tables
from generator.figures.opendata import tables as data_tables
from generator.figures.snapshots import Comparison, Figure, Grid, Record, Snapshot, compare
from generator.figures.snapshots.fingerprints import KINDS, fingerprints, mark
from generator.figures.snapshots.values import Definition
from generator.model import Library, Occurrence

LEVELS = ("region", "township")
CYCLES = ("year", "campaign")
_EVENT_COLUMNS = (
    "id", "event_id", "campaign", "first_day", "last_day", "region_wide", "townships", "village", "site", "focus", "stage",
    "series", "status", "attendance", "staff", "responses", "satisfied", "updated",
)  # fmt: skip
_PLAIN = ("zero_reports", "campaigns", "targets", "townships", "villages", "sites", "tasks", "funding")
"""Tables whose rows are records as they stand."""


def freeze(name: str, tables: Tables, account: Coverage) -> Snapshot:
    """The account of the tables' day under a name: region and townships, years, all time and whole campaigns."""
    region = tables.region.select(("code", "name"))
    townships = tables.townships.select(("code", "name"))
    held, others = _events(tables)
    return Snapshot(
        name=name,
        region=tables.region_code(),
        day=tables.as_of,
        version=__version__,
        units={str(code): str(name) for code, name in (*region, *townships)},
        definitions=_definitions(),
        bases={"others": mark(others, 10), "layer": _hash(layer_sql())},
        grids=tuple(
            _grid(m) for m in sorted(account.matrices(), key=lambda m: m.id) if m.per in LEVELS and m.every in CYCLES
        ),
        kinds={name: kind.groups for name, kind in KINDS.items()},
        records={"events": held, **_others(tables)},
    )


def _grid(m: Matrix) -> Grid:
    rows = {
        unit: tuple(Figure(c.state, c.value, c.of, c.part, c.whole) for c in cells)
        for unit, cells in zip(m.units, m.rows, strict=True)
    }
    times = indicator_catalogue()[m.indicator].times
    return Grid(m.id, m.at_least, times, tuple(p.id for p in m.periods), rows)


def _events(tables: Tables) -> tuple[dict[str, Record], list[list[Any]]]:
    """The fingerprints of the occurrences held by the day, and the rows of all others."""
    lists: dict[str, dict[str, list[str]]] = {"audience": {}, "law": {}}
    for column, table in (("audience", tables.events_audiences), ("law", tables.events_laws)):
        for occurrence, item in table.select(("occurrence", column)):
            lists[column].setdefault(str(occurrence), []).append(str(item))
    columns = (*_EVENT_COLUMNS, "audiences", "laws")
    at = {c: i for i, c in enumerate(columns)}
    held: list[list[Any]] = []
    others: list[list[Any]] = []
    for row in tables.events.select(_EVENT_COLUMNS):
        identity = str(row[0])
        whole: list[Any] = [*row, lists["audience"].get(identity, []), lists["law"].get(identity, [])]
        is_held = row[at["status"]] == "已办" and str(row[at["first_day"]]) <= tables.as_of.isoformat()
        (held if is_held else others).append(whole)
    return fingerprints("events", columns, held), others


def _others(tables: Tables) -> dict[str, dict[str, Record]]:
    found = {}
    for name in _PLAIN:
        table = tables.table(name)
        found[name] = fingerprints(name, table.columns, table.rows)
    table = tables.inspections
    place = table.columns.index("checked")
    until = tables.as_of.isoformat()
    done = [row for row in table.rows if row[place] is not None and str(row[place]) <= until]
    return {**found, "inspections": fingerprints("inspections", table.columns, done)}


_NAMES = re.compile(r"\s*, .*\bchosen")
"""Lines of an indicator's SQL on which no figure depends: see `generator.figures.indicators`."""


def _hash(text: str) -> str:
    """A hash of SQL that does not see comments, blanks or line ends, nor lines that only name those of the records that make a part."""
    lines = (line.partition("--")[0] for line in text.splitlines() if not _NAMES.fullmatch(line))
    return mark(" ".join(" ".join(lines).split()), 10)


@cache
def _definitions() -> dict[str, Definition]:
    return {i.id: Definition(i.name, i.unit, _definition(i)) for i in indicator_catalogue().values()}


def _definition(i: Indicator) -> str:
    rest = (i.kind, i.of, i.times, i.on_events, i.per, i.every, i.records)
    return mark([_hash(i.select), [list(part) if isinstance(part, tuple) else part for part in rest]], 10)


def _now(tables: Tables) -> Snapshot:
    return freeze("", tables, coverage(tables))


def compared(
    snapshots: Sequence[Snapshot], library: Library, occurrences: Sequence[Occurrence], kept: Cache
) -> tuple[Comparison, ...]:
    """Each snapshot beside what is computed now for its day; the newest day first."""
    now: dict[date, Snapshot] = {}
    keys = set()
    for day in dict.fromkeys(s.day for s in snapshots):
        tables = data_tables(library, occurrences, day)
        # what tells records apart counts here, though no figure depends on it
        named = (tables.townships.rows, tables.tasks.rows, tables.funding.rows)
        key = digest(tables.coverage_key(), repr(named))
        keys.add(key)
        found: Snapshot = kept.get("frozen", key, partial(_now, tables))
        now[day] = found
    kept.prune("frozen", keys)
    newest = sorted(snapshots, key=lambda s: (s.day, s.name), reverse=True)
    return tuple(compare(s, now[s.day]) for s in newest)


def notices(comparisons: Iterable[Comparison], where: str) -> list[Diagnostic]:
    """N402 for each snapshot whose figures or records are no longer as they were. `where`: the page of one, with {slug}."""
    found = []
    for c in comparisons:
        s = c.snapshot
        span, hint = Span(s.path), _since(c, where.format(slug=s.slug))
        day = day_words(s.day)
        if c.differences:
            found.append(Diagnostic(
                "N402", span, f"快照“{s.name}”的{c.figures}个数里，有{len(c.differences)}个和现在按{day}重新算出来的不一样", hint,
            ))  # fmt: skip
        elif c.records:
            found.append(Diagnostic("N402", span, f"快照“{s.name}”的数没有变，可它依据的记录有改动", hint))
    return found


_HOW = {"added": "多了", "removed": "少了", "changed": "改了"}


def _since(c: Comparison, page: str) -> str:
    """What was changed since, in one line, and where it is told in full."""
    count = {how: sum(r.how == how for r in c.records) for how in _HOW}
    parts = [f"记录{word}{count[how]}条" for how, word in _HOW.items() if count[how]]
    parts += [f"{len(c.definitions)}项指标的算法改了"] if c.definitions else []
    since = f"快照以后：{'、'.join(parts)}。" if parts else "记录没有变，变的是算法或程序。"
    return f"{since}逐条列在网页 /{page} 。补报和更正是正常的，用到快照里的数时请说明；快照本身不用改。"
