"""Evidence: for every figure of the region or a township the records behind it, a page for each year, campaign and for all time.

Invariant: every record that a figure counts has a number on its page (or, where a page would repeat years of records, on the
years' pages), and the figure's section names exactly those numbers, in words and for machines (data-records).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import addresses
from generator.base.daywords import long_day
from generator.figures.coverage.findings import findings
from generator.figures.coverage.league import kind_of
from generator.figures.indicators import indicator_catalogue
from generator.model import Township
from generator.pages.evidence.card import Places, headlines
from generator.pages.evidence.details import Scene
from generator.pages.evidence.entries import REGION, Listed, Place
from generator.pages.evidence.index import Figures
from generator.pages.evidence.numbering import number
from generator.pages.evidence.rosters import Books, Rosters, rosters
from generator.pages.evidence.sections import groups, page_trend, targets
from generator.pages.page import PageSpec
from generator.periods import ALL_TIME
from generator.world import World


@dataclass(frozen=True, slots=True)
class Time:
    """What one round of pages is about. `year` is 0 for a campaign and for all time, `campaign` "" but for a campaign."""

    key: str
    name: str
    first: date
    last: date
    year: int = 0
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the pages are made from, computed once."""

    world: World
    listed: Listed
    figures: Figures
    rosters: Rosters
    times: tuple[Time, ...]
    places: Places
    sample: bool


def times(world: World) -> list[Time]:
    """Every year of the account, every campaign, and all time."""
    years = world.years
    found = [Time(f"{y:04d}", f"{y}年", date(y, 1, 1), date(y, 12, 31), y) for y in years]
    found += [
        Time(f"campaigns/{c.id}", c.title, c.period.start, c.period.end, campaign=c.id) for c in world.library.campaigns
    ]
    first, last = world.coverage.years[0], world.coverage.years[-1]
    return [*found, Time(ALL_TIME, "有记录以来", date(first, 1, 1), date(last, 12, 31))]


def evidence_addresses(world: World) -> Iterator[str]:
    """The address of every page that `pages` makes."""
    units = [REGION, *(t.code for t in world.library.region.townships)]
    for time in times(world):
        for unit in units:
            yield addresses.evidence(time.key, unit)


def unit_pages(
    world: World,
    entries: Listed,
    figures: Figures,
    books: Books,
    places: Places,
    township: Township | None,
    only: str = "",
) -> Iterator[PageSpec]:
    """The pages of one township, or of the region; of all times or of `only` one, by its key.

    `world`, `entries` and `figures` may be narrowed to what these pages are about (see `parts`).
    """
    desk = Desk(
        world, entries, figures, rosters(world, entries, books), tuple(times(world)), places, world.library.sample
    )
    for time in desk.times:
        if only in ("", time.key):
            yield _page(desk, time, township)


def _page(desk: Desk, time: Time, township: Township | None) -> PageSpec:
    world = desk.world
    region = world.library.region
    code, name = (township.code, township.name) if township else (REGION, region.name)
    place: Place = (time.key, code)
    years = [t.key for t in desk.times if t.year] if time.key == ALL_TIME else []
    figures = desk.figures.of(place, years)
    numbering = number(desk.listed, desk.rosters, place, figures, frozenset(years))
    scene = _scene(desk, time, township)
    shown = numbering.shown.rows
    context = {
        "name": name,
        "code": code,
        "period": time.name,
        "year": time.year,
        "key": time.key,
        "as_of": long_day(world.as_of),
        "counted": township.counted if township else True,
        "group": (township.group or kind_of(code)) if township else "",
        "place": desk.places.get((code, time.year)) if township and time.year else None,
        "headlines": headlines(figures.whole),
        "targets": targets(scene, numbering, figures.targets),
        "trend": page_trend(scene, numbering, figures),
        "findings": _findings(world, time, code),
        "groups": groups(scene, numbering, figures),
        "held": [e.view for e in shown if e.held],
        "others": [e.view for e in shown if not e.held],
        "hidden": len(scene.roster.rows) - len(shown),
        "rosters": desk.rosters.tables(numbering.tables, place, min(time.last, world.as_of)),
        "around": _around(desk, time, township),
        "sample": desk.sample,
    }
    title = f"{name}{time.name}普法情况" if not time.campaign else f"{name}：{time.name}"
    about = (
        f"{region.name if township else ''}{name}，{time.name}：每一个数怎么来的，计入哪些记录，逐条列出，可以核对。"
    )
    shell = "evidence-campaign" if time.campaign else "evidence"
    return PageSpec(addresses.evidence(time.key, code), shell, title, about, "evidence.html", context)


def _scene(desk: Desk, time: Time, township: Township | None) -> Scene:
    world, code = desk.world, township.code if township else REGION
    since, until = time.first, min(time.last, world.as_of)
    if township:
        since = max(since, township.validity.start or since)
        until = min(until, township.validity.end or until)
    return Scene(world, code, desk.listed.roster((time.key, code)), since, until)


def _findings(world: World, time: Time, code: str) -> list[dict[str, Any]]:
    """What to do next, each with the way to its figure. None for campaigns and all time: gaps are told by year."""
    if not time.year:
        return []
    return [
        {
            "words": f.words,
            "action": f.action,
            "indicator": f.indicator,
            "href": addresses.evidence(ALL_TIME, code, f.indicator) if _as_now(f.indicator) else "",
        }
        for f in findings(world.coverage, world.tables, time.year, code)
    ]


def _as_now(indicator: str) -> bool:
    """Whether an indicator has no years: its records stand on the page of all time."""
    return indicator_catalogue()[indicator].every == ("campaign",)


def _around(desk: Desk, time: Time, township: Township | None) -> list[dict[str, Any]]:
    """Links to the same unit at other times and to the pages above."""
    code = township.code if township else REGION
    return [{"name": t.name, "href": addresses.evidence(t.key, code), "here": t.key == time.key} for t in desk.times]
