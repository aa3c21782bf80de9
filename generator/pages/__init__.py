"""Pages made of data: contexts of plain values, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.pages import calendar, campaigns, changes, events, home, sites, snapshots, subscribe, townships
from generator.pages.coverage import overview as coverage
from generator.pages.evidence import pages as evidence
from generator.pages.page import PageSpec, event_row
from generator.world import World

Rows = Mapping[str, dict[str, Any]]


def event_rows(world: World) -> Rows:
    """What lists show of each occurrence, by its id; built once and shared by all pages."""
    return {occurrence.id: event_row(world, occurrence) for occurrence in world.occurrences}


def overview_pages(world: World, rows: Rows) -> Iterator[PageSpec]:
    """Every page that shows more than one event, kind by kind, each kind in the order of the library."""
    for module in (home, calendar, campaigns, townships, sites, coverage, snapshots, subscribe, changes):
        yield from module.pages(world, rows)


def event_pages(world: World, rows: Rows, part: int = 0, of: int = 1) -> Iterator[PageSpec]:
    """The pages of every `of`-th event from `part` on."""
    return events.pages(world, rows, world.library.events[part::of])


def evidence_pages(world: World, part: int = 0, of: int = 1) -> Iterator[PageSpec]:
    """The records behind every figure: the pages of every `of`-th unit from `part` on."""
    return evidence.pages(world, part, of)


def searchable(world: World, rows: Rows) -> Iterator[PageSpec]:
    """The events that the site's search knows, for the old ones would swell its index, and the townships' figures of this year."""
    yield from evidence.searched(world)
    recent = {o.event.id for o in world.occurrences if events.is_recent(world, o)}
    yield from events.pages(world, rows, [event for event in world.library.events if event.id in recent])


def all_pages(world: World) -> Iterator[PageSpec]:
    """Every page made of data."""
    rows = event_rows(world)
    yield from overview_pages(world, rows)
    yield from event_pages(world, rows)
    yield from evidence_pages(world)
