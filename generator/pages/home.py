"""The home page: what is on, where to look, what was done. Everything on it leads to the page that has it in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from generator import addresses
from generator.base.breaks import one_line
from generator.base.daywords import long_day, short_day
from generator.feeds.catalogue import path_of
from generator.figures.coverage import percent
from generator.model import OFF, Occurrence, Township
from generator.pages.campaigns import campaign_cards
from generator.pages.changeviews import latest
from generator.pages.feedlinks import feed_link
from generator.pages.page import PageSpec, placed
from generator.world import World

NEWS = timedelta(days=30)
"""For how long the last changes are news."""
MOST_COMING = 5
MOST_HELD = 6


def pages(world: World, rows: Mapping[str, dict[str, Any]]) -> Iterator[PageSpec]:
    """The one home page."""
    region = world.library.region
    monday = world.as_of - timedelta(days=world.as_of.weekday())
    weeks = [
        _week(world, rows, "本周", monday),
        _week(world, rows, "下周", monday + timedelta(days=7)),
    ]
    yield PageSpec(
        address=addresses.HOME,
        shell=addresses.HOME,
        title=world.site.name,
        description=one_line(region.summary) or world.site.description or f"{region.name}法治宣传教育活动日历",
        template="home.html",
        context={
            "summary": one_line(region.summary),
            "today": long_day(world.as_of),
            "sample": world.library.sample,
            "changed": latest(world, world.as_of - NEWS),
            "weeks": weeks,
            "coming": [rows[o.id] for o in _coming(world.occurrences, weeks[1]["last"])],
            "month": addresses.month(world.as_of),
            "campaigns": campaign_cards(world),
            "groups": township_groups(region.townships),
            "villages": sum(len(t.villages) for t in region.townships),
            "feed": feed_link(world.site, path_of("all"), f"{region.name}的全部活动", f"{addresses.SUBSCRIBE}#all"),
            "held": [rows[o.id] for o in _held(world.occurrences, world.as_of)],
            "reached": _reached(world),
        },
    )


def _week(world: World, rows: Mapping[str, dict[str, Any]], name: str, monday: date) -> dict[str, Any]:
    """The events that touch a week, earliest first; `first` and `last` in ISO form.

    What began before the week stands on its first day.
    """
    sunday = monday + timedelta(days=6)
    found = [
        rows[o.id] if o.first_day >= monday else placed(rows[o.id], monday)
        for o in world.occurrences
        if o.first_day <= sunday and o.last_day >= monday
    ]
    return {
        "name": name,
        "words": f"{short_day(monday)}—{short_day(sunday)}",
        "first": monday.isoformat(),
        "last": sunday.isoformat(),
        "rows": found,
    }


def _coming(happenings: Sequence[Occurrence], after: str) -> list[Occurrence]:
    """The next that will take place after a day (ISO), at most `MOST_COMING`."""
    later = (o for o in happenings if o.first_day.isoformat() > after and o.status not in OFF)
    return [o for o, _ in zip(later, range(MOST_COMING), strict=False)]


def _held(happenings: Sequence[Occurrence], as_of: date) -> list[Occurrence]:
    """The last that were held, latest first, at most `MOST_HELD`."""
    done = (o for o in reversed(happenings) if o.status == "已办" and o.last_day <= as_of)
    return [o for o, _ in zip(done, range(MOST_HELD), strict=False)]


def township_groups(townships: Sequence[Township]) -> list[dict[str, Any]]:
    """Townships by kind of unit (the last word of the name), for the finder.

    `villages` is "name|slug,name|slug": the finder's script makes links of it, which is far smaller than links.
    """

    def kind(township: Township) -> str:
        if not township.counted:
            return "开发区、农场等"
        return next((k for k in ("街道", "镇", "乡") if township.name.endswith(k)), "其他")

    ranks = {"街道": 0, "镇": 1, "乡": 2, "其他": 3, "开发区、农场等": 4}
    ordered = sorted(townships, key=lambda t: (ranks[kind(t)], t.code))
    return [
        {
            "name": name,
            "townships": [
                {
                    "code": t.code,
                    "name": t.name,
                    "count": len(t.villages),
                    "villages": ",".join(f"{_plain(v.name)}|{v.slug}" for v in t.villages),
                }
                for t in group
            ],
        }
        for name, group in groupby(ordered, key=kind)
    ]


def _plain(name: str) -> str:
    """A name without the two signs that separate names in the finder's list."""
    return name.replace(",", "，").replace("|", "｜")


def _reached(world: World) -> dict[str, Any]:
    """How many townships were reached this year, with the way to the records."""
    totals = next((t for t in world.coverage.by_year if t.year == world.as_of.year), world.coverage.total)
    reached, villages = totals.townships, totals.villages
    return {
        "year": totals.year or "",
        "address": addresses.coverage_year(totals.year) if totals.year else addresses.COVERAGE,
        "townships": reached.value or 0,
        "of": reached.of or 0,
        "percent": percent(reached.value or 0, reached.of or 0),
        "villages": villages.value or 0,
        "of_villages": villages.of or 0,
        "held": totals.held.value or 0,
    }
