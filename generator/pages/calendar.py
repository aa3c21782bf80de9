"""Months: a table and a list each, and the overview that leads to all of them."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from generator import addresses
from generator.base.daywords import month_words, weekday
from generator.model import Occurrence
from generator.pages import almanac
from generator.pages.page import PageSpec, placed
from generator.schedule.reach import months_of
from generator.world import World

Row = dict[str, Any]
Days = dict[date, list[Row]]
MOST_IN_CELL = 4
MOST_COMING = 10
_SATURDAY = 5


def overview(world: World, rows: Mapping[str, Row]) -> Iterator[PageSpec]:
    """The way to all months, with the present one."""
    months = months_shown(world)
    days = _days(world.occurrences, rows, months[0], _end_of(months[-1]))
    this = world.as_of.replace(day=1)
    yield _overview(world, rows, months, days, almanac.notes(world.library, this, _end_of(this)), _counts(days))


def month_pages(
    world: World, rows: Mapping[str, Row], months: Sequence[date], year: int, happenings: Iterable[Occurrence]
) -> Iterator[PageSpec]:
    """Those of `months` that lie in a year; `happenings` are what touches it, `months` all that the site has, in order."""
    own = [month for month in months if month.year == year]
    days = _days(happenings, rows, own[0], _end_of(own[-1]))
    notes = almanac.notes(world.library, own[0], _end_of(own[-1]))
    for month in own:
        index = months.index(month)
        before = months[index - 1] if index else None
        after = months[index + 1] if index + 1 < len(months) else None
        yield _month_page(world, month, days, notes, before, after)


def months_shown(world: World) -> list[date]:
    """Every month that has a page: those of the records, and of what was withdrawn from them but is still told."""
    known = months_of(world.library, world.as_of)
    days = [day for o in world.occurrences for day in (o.first_day, o.last_day)]
    return list(addresses.months(min((known[0], *days)), max((known[-1], *days))))


def _end_of(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _days(happenings: Iterable[Occurrence], rows: Mapping[str, Row], first: date, last: date) -> Days:
    """The events of each day of first..last, earliest first; one that lasts several days is on each of them."""
    found: Days = defaultdict(list)
    for occurrence in happenings:
        day, end = max(occurrence.first_day, first), min(occurrence.last_day, last)
        row = rows[occurrence.id]
        while day <= end:
            found[day].append(row)
            day += timedelta(days=1)
    return found


def _counts(days: Days) -> dict[date, int]:
    """By the first day of a month: how many events touch it."""
    seen: dict[date, set[int]] = defaultdict(set)
    for day, events in days.items():
        seen[day.replace(day=1)].update(id(row) for row in events)
    return {month: len(rows) for month, rows in seen.items()}


def month_grid(month: date, days: Days, as_of: date, notes: almanac.Notes | None = None) -> list[list[dict[str, Any]]]:
    """Weeks from Monday to Sunday. A cell outside the month has day 0.

    `anchor` is the id of the day's part of the list; a day on which nothing begins leads to the day of its first event.
    `notes` are what `almanac.notes` gives.
    """
    start = month - timedelta(days=month.weekday())
    end = _end_of(month)
    weeks = []
    while start <= end:
        week = [start + timedelta(days=i) for i in range(7)]
        weeks.append(
            [
                _cell(day, days.get(day, ()), as_of, (notes or {}).get(day, almanac.NOTHING))
                if day.month == month.month
                else dict(_OUT)
                for day in week
            ]
        )
        start += timedelta(days=7)
    return weeks


_OUT = {"day": 0, "date": "", "weekday": "", "weekend": False, "today": False, "count": 0, "items": [], "anchor": "",
        **almanac.NOTHING}  # fmt: skip


def _cell(day: date, events: Sequence[Row], as_of: date, note: Row) -> dict[str, Any]:
    items = [{"id": r["id"], "title": r["title"], "off": r["status"] == "取消"} for r in events[:MOST_IN_CELL]]
    return {
        "day": day.day,
        "date": day.isoformat(),
        "weekday": weekday(day),
        "weekend": day.weekday() >= _SATURDAY,
        "today": day == as_of,
        "count": len(events),
        "items": items,
        "anchor": _anchor(day, events),
        **note,
    }


def _anchor(day: date, events: Sequence[Row]) -> str:
    if not events:
        return ""
    own = day.isoformat()
    listed = own if any(r["date"] == own for r in events) else max(events[0]["date"], f"{own[:8]}01")
    return f"d-{listed}"


def month_list(month: date, days: Days) -> list[dict[str, Any]]:
    """The events of a month by the day on which they begin; those that began earlier come first, on the first of the month.

    The first of a day has that day's `anchor`, the others "".
    """
    found = []
    for day in (month + timedelta(days=i) for i in range(_end_of(month).day)):
        own = day.isoformat()
        there = days.get(day, ())
        fresh = [r if r["date"] == own else placed(r, day) for r in there if r["date"] == own or day.day == 1]
        found += [{"anchor": "" if index else f"d-{own}", "row": row} for index, row in enumerate(fresh)]
    return found


def _link(month: date | None) -> dict[str, str] | None:
    return {"address": addresses.month(month), "name": month_words(month)} if month else None


def _month_page(
    world: World, month: date, days: Days, notes: almanac.Notes, before: date | None, after: date | None
) -> PageSpec:
    listed = month_list(month, days)
    count = len(listed)
    name = month_words(month)
    return PageSpec(
        address=addresses.month(month),
        shell="month",
        title=f"{name}活动",
        description=f"{name}{world.library.region.name}的普法活动，共{count}场：每天的时间、地点和形式。",
        template="month.html",
        context={
            "name": name,
            "count": count,
            "weeks": month_grid(month, days, world.as_of, notes),
            "observances": almanac.listed(world.library, month, _end_of(month)),
            "arrangement": almanac.arrangement(world.library, month, _end_of(month)),
            "list": listed,
            "before": _link(before),
            "after": _link(after),
        },
    )


def _overview(
    world: World,
    rows: Mapping[str, Row],
    months: Sequence[date],
    days: Days,
    notes: almanac.Notes,
    counts: Mapping[date, int],
) -> PageSpec:
    this = world.as_of.replace(day=1)
    coming = (o for o in world.occurrences if o.last_day >= world.as_of)
    index = months.index(this)
    return PageSpec(
        address=addresses.CALENDAR,
        shell=addresses.CALENDAR,
        title="活动日历",
        description=f"{world.library.region.name}普法活动日历：本月安排和全部月份。",
        template="calendar.html",
        context={
            "name": month_words(this),
            "address_of_month": addresses.month(this),
            "count": counts.get(this, 0),
            "weeks": month_grid(this, days, world.as_of, notes),
            "arrangement": almanac.arrangement(world.library, this, _end_of(this)),
            "observances": almanac.coming(world.library, world.as_of),
            "before": _link(months[index - 1] if index else None),
            "after": _link(months[index + 1] if index + 1 < len(months) else None),
            "coming": [rows[o.id]["now"] or rows[o.id] for o, _ in zip(coming, range(MOST_COMING), strict=False)],
            "years": [
                {
                    "year": year,
                    "months": [
                        {"month": m.month, "address": addresses.month(m), "count": counts.get(m, 0)} for m in group
                    ],
                }
                for year, group in reversed([(y, list(g)) for y, g in groupby(months, key=lambda m: m.year)])
            ],
            "this_year": this.year,
        },
    )
