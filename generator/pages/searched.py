"""What the site's search knows of the pages made of data: title and plain text of each, told from the records alone.

The contexts of the pages are not needed for it, so a page that stays as it was need not be made for the search's sake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import addresses
from generator.base.breaks import one_line
from generator.base.daywords import day_words
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue
from generator.model import Event, Site
from generator.pages.events import is_recent, main_occurrence
from generator.pages.parts import Parts
from generator.pages.schematic import status_of
from generator.world import World


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What the site's search knows of a page: its title and plain text."""

    address: str
    title: str
    text: str


def searched(parts: Parts) -> Iterator[SearchEntry]:
    """Every page that can be found, kind by kind, each kind in the order of the library.

    Old events are left out, for they would swell the index; of the records behind figures there are this year's.
    """
    world = parts.world
    yield from _campaigns(world)
    yield from _townships(world)
    yield from _sites(world)
    yield from _coverage(world)
    for event in world.library.events:
        found = _event(parts, event)
        if found is not None:
            yield found


def _campaigns(world: World) -> Iterator[SearchEntry]:
    for c in world.library.campaigns:
        yield SearchEntry(addresses.campaign(c.id), c.title, " ".join((one_line(c.summary), c.lead, *c.laws)))


def _townships(world: World) -> Iterator[SearchEntry]:
    region = world.library.region
    for t in region.townships:
        text = " ".join((region.name, t.contact.office, *(v.name for v in t.villages)))
        yield SearchEntry(addresses.township(t.code), t.name, text)
        for v in t.villages:
            yield SearchEntry(addresses.village(v), v.name, f"{region.name} {t.name}")


def _sites(world: World) -> Iterator[SearchEntry]:
    library = world.library
    for site in library.sites:
        yield SearchEntry(addresses.site(site.id), site.name, one_line(_site_text(world, site)))
    for trail in library.trails:
        text = " ".join(("法治文化线路", *(s.name for s in trail.stops)))
        yield SearchEntry(addresses.trail(trail.id), trail.name, text)


def _site_text(world: World, site: Site) -> str:
    township = world.library.township_by_code[site.township]
    village = world.library.village_by_id.get(site.village)
    words = (site.kind, status_of(site.status)[1], township.name, village.name if village else "", site.address)
    return " ".join((*words, *(e.name for e in site.exhibits)))


def _coverage(world: World) -> Iterator[SearchEntry]:
    region = world.library.region
    for year in world.years:
        text = f"{region.name} 各乡镇（街道） 目标 已办 对象 法律 均衡"
        yield SearchEntry(addresses.coverage_year(year), f"{year}年覆盖情况", text)
    for c in world.library.campaigns:
        text = f"{region.name} 覆盖情况 目标 乡镇"
        yield SearchEntry(addresses.coverage_campaign(c.id), f"{c.title}：覆盖情况", text)
    names = " ".join(i.name for i in (*indicator_catalogue().values(), *breakdown_catalogue().values()))
    yield SearchEntry(addresses.INDICATORS, "指标怎样算", names)
    for comparison in world.snapshots:
        s = comparison.snapshot
        text = f"{region.name} 覆盖情况 快照 {day_words(s.day)}"
        yield SearchEntry(addresses.snapshot(s.slug), f"快照：{s.name}", text)
    year = world.as_of.year
    for t in region.townships:
        if t.counted:
            yield SearchEntry(addresses.evidence(f"{year:04d}", t.code), f"{t.name}{year}年普法情况", "")


def _event(parts: Parts, event: Event) -> SearchEntry | None:
    """Title, place, date and campaign; None for one that is long over."""
    world, happenings = parts.world, parts.happenings[event.id]
    if not any(is_recent(world, o) for o in happenings):
        return None
    main = main_occurrence(happenings, world.as_of)
    if not is_recent(world, main):
        return None
    row, campaign = parts.rows[main.id], world.library.campaign_by_id[event.campaign].title
    text = f"{row['when']} {row['place']} {campaign} {event.form} {' '.join(event.laws)}"
    return SearchEntry(addresses.event(event.id), event.title, text)
