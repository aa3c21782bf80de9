"""Pages made of data: contexts of plain values, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

from generator import addresses
from generator.model import Event, Occurrence, Township
from generator.pages import calendar, campaigns, changes, events, home, sites, snapshots, subscribe, townships
from generator.pages.changeviews import told
from generator.pages.coverage import overview as coverage
from generator.pages.evidence import pages as evidence
from generator.pages.evidence.entries import Listed
from generator.pages.evidence.index import figures_of
from generator.pages.evidence.unit import Units
from generator.pages.page import PageSpec, event_row
from generator.pages.parts import Mark, Part, Parts, mark_of
from generator.world import World

Rows = Mapping[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that are made from one part of the world. `key` hashes that part; `pages` makes their contexts."""

    name: str
    key: Mark
    pages: Callable[[], Iterator[PageSpec]]


def event_rows(world: World) -> Rows:
    """What lists show of each occurrence, by its id; built once and shared by all pages."""
    return {occurrence.id: event_row(world, occurrence) for occurrence in world.occurrences}


def overview_pages(parts: Parts) -> Iterator[PageSpec]:
    """Pages that speak of the whole: of each kind one, or few."""
    world, rows = parts.world, parts.rows
    for pages in (home.pages, calendar.overview, campaigns.pages, townships.overview, sites.pages, snapshots.pages, subscribe.pages,
                  changes.pages):  # fmt: skip
        yield from pages(world, rows)


def whole_groups(parts: Parts) -> Iterator[Group]:
    """The region's account, and the records behind it: of each year, each campaign and all time."""
    mark, world = parts.account()
    yield Group("coverage", mark, lambda: coverage.pages(world()))
    for year in parts.world.years:
        mark, part = parts.year(year)
        yield Group(f"coverage {year}", mark, partial(_year, part, year))
    for time in evidence.times(parts.world):
        mark, behind = parts.during(time.key)
        yield Group(f"evidence {time.key}", mark, partial(_evidence, parts, behind, time.key))


def _year(part: Callable[[], Part], year: int) -> Iterator[PageSpec]:
    there = part()
    return coverage.year_page(there.world, there.rows, year)


def _evidence(parts: Parts, behind: Callable[[], tuple[World, Listed]], key: str) -> Iterator[PageSpec]:
    world, entries = behind()
    return evidence.unit_pages(world, entries, parts.region_figures, parts.books, {}, None, only=key)


def month_groups(parts: Parts) -> Iterator[Group]:
    """The months, a year a group."""
    months = calendar.months_shown(parts.world)
    ends = repr((months[0], months[-1])).encode()
    for year in dict.fromkeys(month.year for month in months):
        there = parts.by_year.get(year, [])
        key = mark_of(parts.base, ends, *(parts.marks[o.id] for o in there))
        yield Group(f"months {year}", key, partial(_months, parts, months, year, there))


def _months(parts: Parts, months: Sequence[date], year: int, there: Sequence[Occurrence]) -> Iterator[PageSpec]:
    part = parts.records(there)
    return calendar.month_pages(part.world, part.rows, months, year, there)


def township_groups(parts: Parts) -> Iterator[Group]:
    """Each township with its villages and the records behind its figures."""
    for township in parts.world.library.region.townships:
        yield Group(f"township {township.code}", parts.township_key(township.code), partial(_township, parts, township))


def _township(parts: Parts, township: Township) -> Iterator[PageSpec]:
    part = parts.township(township.code)
    figures, entries = figures_of(part.world), parts.entries(township.code)
    yield from townships.unit_pages(Units(part.world, figures, parts.places, entries.by_id), part.rows, township)
    yield from evidence.unit_pages(part.world, entries, figures, parts.books, parts.places, township)


def event_groups(parts: Parts) -> Iterator[Group]:
    """The events' pages, some dozens a group."""
    coming = events.coming_in(parts.world)
    for bucket, chosen in parts.buckets.items():
        own = {event.id: parts.happenings[event.id] for event in chosen}
        beside = {home: coming.get(home, []) for home in dict.fromkeys(map(events.home_of, chosen))}
        key = mark_of(parts.base, *(parts.marks[o.id] for o in chain(*own.values(), *beside.values())))
        yield Group(f"events {bucket}", key, partial(_events, parts, chosen, own, beside))


def _events(
    parts: Parts, chosen: Sequence[Event], own: Mapping[str, list[Occurrence]], beside: Mapping[str, list[Occurrence]]
) -> Iterator[PageSpec]:
    part = parts.records(chain(*own.values(), *beside.values()))
    return events.pages(part.world, part.rows, chosen, own, beside)


def page_addresses(world: World) -> Iterator[str]:
    """The address of every page made of data, without making any."""
    library = world.library
    yield from addresses.SINGLETONS
    yield from map(addresses.month, calendar.months_shown(world))
    for campaign in library.campaigns:
        yield addresses.campaign(campaign.id)
        yield addresses.coverage_campaign(campaign.id)
    for township in library.region.townships:
        yield addresses.township(township.code)
        yield addresses.township_changes(township.code)
        yield from map(addresses.village, township.villages)
    yield from (addresses.site(site.id) for site in library.sites)
    yield from (addresses.trail(trail.id) for trail in library.trails)
    yield from map(addresses.coverage_year, world.years)
    yield addresses.INDICATORS
    yield from (addresses.snapshot(comparison.snapshot.slug) for comparison in world.snapshots)
    yield from (addresses.changes_of(digest.day) for digest in told(world))
    yield from (addresses.event(event.id) for event in library.events)
    yield from evidence.evidence_addresses(world)


def all_pages(world: World) -> Iterator[PageSpec]:
    """Every page made of data."""
    parts = Parts(world, event_rows(world))
    yield from overview_pages(parts)
    for group in (*whole_groups(parts), *month_groups(parts), *township_groups(parts), *event_groups(parts)):
        yield from group.pages()
