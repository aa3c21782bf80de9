"""Pages made of data: contexts of plain values, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages import calendar, campaigns, coverage, events, home, sites, subscribe, townships
from generator.pages.page import PageSpec, World, event_row


def all_pages(world: World) -> Iterator[PageSpec]:
    """Every page made of data, kind by kind, each kind in the order of the library. Rows of events are built once."""
    rows = {occurrence.id: event_row(world, occurrence) for occurrence in world.occurrences}
    for module in (home, calendar, campaigns, events, townships, sites, coverage, subscribe):
        yield from module.pages(world, rows)
