"""Cultural sites (法治文化阵地) and trails: the overview, a page for each site. Those of trails are made in `trails`."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from generator import addresses
from generator.base.breaks import one_line
from generator.base.daywords import day_words
from generator.feeds.catalogue import path_of
from generator.figures.coverage import State
from generator.figures.opendata import opened_day
from generator.model import Honour, Site, Validity
from generator.pages.evidence.entries import entry_of
from generator.pages.evidence.index import Figures
from generator.pages.evidence.unit import Units, own_figures, own_pause, own_quarters, own_rows, own_view, unit_targets
from generator.pages.feedlinks import HERE, feed_link
from generator.pages.figures import account_of, with_rows
from generator.pages.page import PageSpec
from generator.pages.schematic import status_of
from generator.pages.split import Row, by_year, coming_and_past, in_short, paragraphs
from generator.pages.states import zero_years
from generator.pages.trails import trail_card, trail_page
from generator.periods import ALL_TIME
from generator.world import World

_ORDER = ("开放", "在建", "规划", "关闭")
_ABOUT = {
    "开放": "现在就能去。去之前看一眼开放时间。",
    "在建": "正在建设，还不能进。",
    "规划": "还在规划或设计，没有建成。",
    "关闭": "已经不再使用，资料留在这里备查。",
}
_SCHEMA_TYPES = {
    "场馆": "Museum",
    "展馆": "Museum",
    "博物馆": "Museum",
    "公园": "Park",
    "书屋": "Library",
    "戏台": "PerformingArtsTheater",
    "礼堂": "EventVenue",
}
_REVIEW_SOON = 90
"""Days before a review is due from which the page says so."""
_IDLE = 90
"""A site without an event for so many days or more lies idle, one that has been open for so long (as `idle_sites` counts)."""
_UNSAFE_IN_SCRIPT = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
_LANDLINE = re.compile(r"^[0-9+\-—() ]{5,20}$")


def pages(world: World, rows: Mapping[str, Row]) -> Iterator[PageSpec]:
    """The overview of sites, one page a site, one a trail."""
    happenings: dict[str, list[str]] = defaultdict(list)
    for occurrence in world.occurrences:
        if occurrence.event.site:
            happenings[occurrence.event.site].append(occurrence.id)
    account = account_of(world.coverage, world.years, world.as_of)
    near = _with_sites(world)
    units = Units(near, Figures({}, {}, {}), {}, {o.id: entry_of(near, o) for o in near.occurrences})
    on_trails: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for trail in world.library.trails:
        for number, stop in enumerate(trail.stops, 1):
            if stop.site:
                on_trails[stop.site].append({"id": trail.id, "name": trail.name, "n": number, "of": len(trail.stops)})
    cards = {}
    for site in world.library.sites:
        coming, past = coming_and_past(happenings.get(site.id, ()), rows)
        cards[site.id] = _card(world, site, coming)
        targets = unit_targets(world, "site", account, site.id, "")
        about = {
            "coming": coming,
            "past": by_year(past),
            "trails": on_trails.get(site.id, []),
            "targets": with_rows(targets, rows),
            "use": _use(units, site, happenings.get(site.id, ())),
        }
        yield _site_page(world, site, about)
    for trail in world.library.trails:
        yield trail_page(trail, cards)
    yield _index(world, cards)


def _with_sites(world: World) -> World:
    """The world with no other events than those at cultural sites, of which there are few."""
    return replace(world, occurrences=tuple(o for o in world.occurrences if o.event.site))


def _use(units: Units, site: Site, ids: Sequence[str]) -> dict[str, Any]:
    """How a site is used: by year and quarter, the longest silence, how long ago the last event was, and whether it lies idle."""
    opened = Validity(opened_day(site.opened))
    rows = own_rows(units, ids, opened)
    as_of = units.world.as_of
    counted = site.status == "开放"
    zero = zero_years(units.world.library, site.township)
    found = own_figures(units, site.id, rows, opened, zero, counted=counted)
    long_open = opened.start is None or (as_of - opened.start).days >= _IDLE
    quiet = found["quiet"]
    # A stock has no time left to be filled in, so it is silent where nothing was ever held.
    last_state: State = "figure" if quiet is not None else "silent" if counted else "not_applicable"
    return {
        **found,
        "quarters": own_quarters(units, site.id, rows, opened, zero, counted=counted),
        "pause": own_pause(units, site.id, rows, opened, counted=counted),
        "last_rows": own_view("quiet_days", site.id, ALL_TIME, last_state, quiet or 0,
                              [n for n, e in enumerate(rows, 1) if e.held and e.last.isoformat() == found["last"]]),
        "idle": counted and long_open and (quiet is None or quiet >= _IDLE),
    }  # fmt: skip


def _where(world: World, site: Site) -> dict[str, Any]:
    township = world.library.township_by_code[site.township]
    village = world.library.village_by_id.get(site.village)
    return {
        "township": township.name,
        "township_href": addresses.township(township.code),
        "village": village.name if village else "",
        "village_href": addresses.village(village) if village else "",
    }


def _card(world: World, site: Site, coming: list[Row]) -> dict[str, Any]:
    shape, words = status_of(site.status)
    return {
        "id": site.id,
        "name": site.name,
        "kind": site.kind,
        "shape": shape,
        "words": words,
        "hours": site.hours,
        "summary": in_short(site.summary, 70),
        "held": world.coverage.by_site[site.id].this_year,
        "coming": len(coming),
        "next": coming[0] if coming else None,
        "sample": site.sample,
        **_where(world, site),
    }


def _index(world: World, cards: Mapping[str, dict[str, Any]]) -> PageSpec:
    library = world.library
    order = {t.code: n for n, t in enumerate(library.region.townships)}
    sites = sorted(library.sites, key=lambda s: (order[s.township], s.id))
    groups = []
    for status in _ORDER:
        shape, words = status_of(status)
        items = [cards[s.id] for s in sites if s.status == status]
        if items:
            groups.append({"shape": shape, "words": words, "about": _ABOUT[status], "items": items})
    townships: dict[str, list[dict[str, Any]]] = {t.code: [] for t in library.region.townships}
    for site in sites:
        townships[site.township].append(cards[site.id])
    context = {
        "groups": groups,
        "total": len(sites),
        "year": world.as_of.year,
        "townships": [
            {"name": t.name, "href": addresses.township(t.code), "sites": townships[t.code]}
            for t in library.region.townships
            if townships[t.code]
        ],
        "without": [
            {"name": t.name, "href": addresses.township(t.code)}
            for t in library.region.townships
            if not townships[t.code]
        ],
        "trails": [trail_card(t) for t in library.trails],
    }
    opened = sum(s.status == "开放" for s in sites)
    about = f"{library.region.name}的法治文化阵地：共{len(sites)}处，{opened}处开放；开放时间、地址、展项和活动都能查。"
    return PageSpec(addresses.SITES, addresses.SITES, "法治文化阵地", about, "sites.html", context)


def _site_page(world: World, site: Site, about: Mapping[str, Any]) -> PageSpec:
    shape, words = status_of(site.status)
    where = _where(world, site)
    context = {
        "kind": site.kind,
        "shape": shape,
        "words": words,
        "status": site.status,
        "opened": site.opened,
        "hours": site.hours,
        "place": site.address,
        "contact": {
            "office": site.contact.office,
            "phone": site.contact.phone,
            "address": site.contact.address,
            "hours": site.contact.hours,
        },
        "summary": paragraphs(site.summary),
        "exhibits": [{"name": e.name, "summary": one_line(e.summary)} for e in site.exhibits],
        "honours": [_honour(h, world.as_of) for h in site.honours],
        **about,
        "coordinates": _coordinates(site),
        "feed": feed_link(
            world.site, path_of("site", site.id), f"{site.name}的活动", f"{addresses.site(site.id)}#{HERE}"
        ),
        "source": site.source,
        "sample": site.sample,
        **where,
    }
    kind = f"法治文化{site.kind}" if site.kind else "法治文化阵地"
    description = in_short(f"{where['township']}{where['village']}的{kind}（{words}）。{site.summary}")
    data = _structured(world, site, where)
    return PageSpec(addresses.site(site.id), "site", site.name, description, "site.html", context, data)


def _coordinates(site: Site) -> str:
    if site.lon is None or site.lat is None:
        return ""
    return f"北纬{site.lat:g}°，东经{site.lon:g}°"


def _honour(honour: Honour, as_of: date) -> dict[str, Any]:
    due, state = "", ""
    if honour.review_due:
        day = honour.review_due
        due = day_words(day)
        left = (day - as_of).days
        state = "复核日期已过" if left < 0 else "快到复核日期" if left <= _REVIEW_SOON else ""
    given = f"{honour.issuer}授予" if honour.issuer else ""
    words = "，".join(w for w in (honour.date, given, honour.level) if w)
    return {"title": honour.title, "words": words, "due": due, "state": state}


def _structured(world: World, site: Site, where: Mapping[str, str]) -> str:
    region = world.library.region.name
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _SCHEMA_TYPES.get(site.kind, "CivicStructure"),
        "name": site.name,
        "url": world.site.url + addresses.site(site.id),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": region,
            "addressLocality": where["township"] + where["village"],
        },
        "publicAccess": site.status == "开放",
    }
    if site.address:
        data["address"]["streetAddress"] = site.address
    if site.summary:
        data["description"] = in_short(site.summary, 300)
    if site.lon is not None and site.lat is not None:
        data["geo"] = {"@type": "GeoCoordinates", "longitude": site.lon, "latitude": site.lat}
    if _LANDLINE.match(site.contact.phone):
        data["telephone"] = site.contact.phone
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE_IN_SCRIPT)
