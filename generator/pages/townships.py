"""Townships: the overview with the tile map, and a page for each. Villages are in `villages`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator import addresses
from generator.feeds.catalogue import path_of
from generator.figures.coverage import Cell, Matrix, percent
from generator.figures.indicators import HELD
from generator.model import Contact, Site, Township
from generator.pages.evidence.unit import Units, township_figures, unit_targets
from generator.pages.feedlinks import HERE, feed_link
from generator.pages.figures import account_of, cell_view, missing_view, with_rows
from generator.pages.page import PageSpec
from generator.pages.schematic import status_of
from generator.pages.split import Row, by_year, coming_and_past
from generator.pages.states import zero_years
from generator.pages.villages import VillageIndex, village_page
from generator.world import World


@dataclass(slots=True)
class _Index:
    """Occurrences by township and village, filled in one pass, in ascending order of time."""

    own: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By township code: those that name it."""
    open_in: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By township code: those of `own` that name no village."""
    village: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wide: list[str] = field(default_factory=list)


def _index(world: World) -> _Index:
    index = _Index()
    for occurrence in world.occurrences:
        event = occurrence.event
        if event.region_wide:
            index.wide.append(occurrence.id)
            continue
        for code in dict.fromkeys(event.townships):
            index.own[code].append(occurrence.id)
            if not event.village:
                index.open_in[code].append(occurrence.id)
        if event.village:
            index.village[event.village].append(occurrence.id)
    return index


def overview(world: World, rows: Mapping[str, Row]) -> Iterator[PageSpec]:
    """The overview of townships."""
    index = _index(world)
    account = account_of(world.coverage, world.years, world.as_of)
    cells = account.cells[account.townships.id]
    entries = [
        _entry(world, t, cells.get(t.code, ()), sum(not rows[i]["past"] for i in index.own.get(t.code, ())))
        for t in world.library.region.townships
    ]
    yield _overview(world, entries)


def unit_pages(units: Units, rows: Mapping[str, Row], township: Township) -> Iterator[PageSpec]:
    """The page of a township and those of its villages. The world of `units` may be narrowed to them (see `parts`)."""
    world = units.world
    index = _index(world)
    account = account_of(world.coverage, world.years, world.as_of)
    general = account.townships
    code = township.code
    sites = [_site(site) for site in world.library.sites if site.township == code]
    wide = coming_and_past(index.wide, rows)[0]
    own, past = coming_and_past(index.own.get(code, ()), rows)
    yield _township_page(units, township, {
        "coming": _merged(own, wide),
        "past": by_year(past),
        "years": _years(general, code, account.cells[general.id].get(code, ())),
        "targets": with_rows(unit_targets(world, "township", account, code, code), rows),
        "sites": sites,
    })  # fmt: skip
    shared = _merged(coming_and_past(index.open_in.get(code, ()), rows)[0], wide)
    villages = VillageIndex(township, tuple(shared), units, account, tuple(sites), zero_years(world.library, code))
    for village in township.villages:
        yield village_page(world, rows, villages, village, index.village.get(village.id, ()))


def _site(site: Site) -> dict[str, Any]:
    shape, words = status_of(site.status)
    return {
        "id": site.id,
        "name": site.name,
        "kind": site.kind,
        "shape": shape,
        "words": words,
        "village": site.village,
    }


def _merged(one: Sequence[Row], other: Sequence[Row]) -> list[Row]:
    """Two lists of coming events as one, soonest first."""
    return sorted((*one, *other), key=lambda r: (r["date"], r["clock"], r["id"]))


def _years(matrix: Matrix, code: str, cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """A township year by year, newest first; each links to its records on the year's page."""
    return [
        {
            "year": period.first.year,
            "launches": cell.launches,
            "others": len(cell.others),
            **cell_view(cell, None),
            "number": "" if cell.state != "figure" or cell.value is None else cell.value,
            "href": addresses.evidence(period.id, code, HELD),
        }
        for period, cell in reversed(list(zip(matrix.periods, cells, strict=bool(cells))))
    ]


def _entry(world: World, township: Township, cells: Sequence[Cell], coming: int) -> dict[str, Any]:
    """A township on the overview: its tile, what is coming, how this year stands."""
    cell = cell_view(cells[-1], None) if cells else missing_view("not_applicable")
    row, column = township.tile or (0, 0)
    figures = world.coverage.by_township[township.code]
    return {
        "code": township.code,
        "name": township.name,
        "group": township.group,
        "counted": township.counted,
        "row": row,
        "column": column,
        "coming": coming,
        "villages": len(township.villages),
        "reached": figures.villages_reached,
        **cell,
    }


def _overview(world: World, entries: list[dict[str, Any]]) -> PageSpec:
    region = world.library.region
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        groups.setdefault(entry["group"] if entry["counted"] else "不计入覆盖的区域", []).append(entry)
    tiles = [e for e in entries if e["row"] and e["column"]]
    tiles.sort(key=lambda e: (e["row"], e["column"], e["code"]))
    top = min((e["row"] for e in tiles), default=1) - 1
    left = min((e["column"] for e in tiles), default=1) - 1
    now = world.coverage.by_year[-1] if world.coverage.by_year else world.coverage.total
    context = {
        "year": world.as_of.year,
        "groups": [{"name": name or "乡镇（街道）", "items": items} for name, items in groups.items()],
        "tiles": [{**e, "row": e["row"] - top, "column": e["column"] - left} for e in tiles],
        "columns": max((e["column"] for e in tiles), default=0) - left,
        "total": len(entries),
        "villages": sum(len(t.villages) for t in region.townships),
        "held": now.held.value or 0,
        "reached": now.townships.value or 0,
        "of": now.townships.of or 0,
        "percent": percent(now.townships.value or 0, now.townships.of or 0),
    }
    about = f"{region.name}{len(entries)}个乡镇（街道）：每个乡镇的活动预告、办过的活动、目标完成情况和订阅日历。"
    return PageSpec(addresses.TOWNSHIPS, addresses.TOWNSHIPS, "乡镇（街道）", about, "townships.html", context)


def contact_of(contact: Contact) -> dict[str, str]:
    """An office as a template shows it."""
    return {"office": contact.office, "phone": contact.phone, "address": contact.address, "hours": contact.hours}


def _township_page(units: Units, township: Township, events: Mapping[str, Any]) -> PageSpec:
    world = units.world
    figures = world.coverage.by_township[township.code]
    reached = world.coverage.by_village
    region = world.library.region
    villages = [
        {"id": v.id, "name": v.name, "held": reached[v.id].held if v.id in reached else 0} for v in township.villages
    ]
    context = {
        "code": township.code,
        "group": township.group,
        "population": township.population,
        "counted": township.counted,
        "year": world.as_of.year,
        "held": figures.held,
        "this_year": figures.this_year,
        "reached": figures.villages_reached,
        "of": figures.villages,
        "percent": percent(figures.villages_reached, figures.villages),
        "villages": villages,
        "contact": contact_of(township.contact),
        "feed": feed_link(
            world.site,
            path_of("township", township.code),
            f"{township.name}的活动",
            f"{addresses.township(township.code)}#{HERE}",
        ),
        "topics": [
            feed_link(world.site, path_of("township-campaign", f"{township.code}/{c.id}"), c.title)
            for c in world.library.campaigns
        ],
        "wide": sum(r["place"].startswith("全域") for r in events["coming"]),
        "sample": world.library.sample,
        "account": township_figures(units, township.code),
        **events,
    }
    about = (
        f"{region.name}{township.name}的普法活动：接下来{len(context['coming'])}场，已办{figures.held}场；"
        f"{len(township.villages)}个村（社区）、司法所联系方式和订阅日历。"
    )
    return PageSpec(addresses.township(township.code), "township", township.name, about, "township.html", context)
