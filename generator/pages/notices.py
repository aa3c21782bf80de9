"""For each township a notice to print and to put up: what lately changed, what is coming, whom to ask.

Invariant: a notice says how things stand. What is over, or what a later publication changed again, is not on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from generator import addresses
from generator.base.daywords import day_words
from generator.feeds.catalogue import path_of
from generator.model import OFF, Township
from generator.pages.changeviews import shown_of, view
from generator.pages.feedlinks import HERE, feed_link
from generator.pages.page import PageSpec
from generator.pages.townships import contact_of
from generator.register.digest import Digest, Item
from generator.world import World

Row = Mapping[str, Any]
Told = list[tuple[date, list[Item]]]
"""Publications, newest first, and what somebody has to know of each."""
LOOK_BACK = timedelta(days=60)
LOOK_AHEAD = timedelta(days=30)
MOST_NEW = 5
MOST_COMING = 15


def by_township(found: Sequence[Digest], world: World) -> dict[str, Told]:
    """By township code: (publication, what it has to know of it), newest first. What is over or overtaken is left out."""
    every = [t.code for t in world.library.region.townships]
    lists: dict[str, Told] = defaultdict(list)
    for digest in found:
        if digest.day < world.as_of - LOOK_BACK:
            break
        of_day: dict[str, list[Item]] = defaultdict(list)
        for item in digest.items:
            if item.again is None and item.last >= world.as_of:
                for code in every if item.everyone else item.concerned:
                    of_day[code].append(item)
        for code, items in of_day.items():
            lists[code].append((digest.day, items))
    return lists


def coming_in(world: World, rows: Mapping[str, Row]) -> dict[str, list[tuple[str, Row]]]:
    """By township code: what will take place there in the next 30 days, soonest first, with the occurrences' ids."""
    every = [t.code for t in world.library.region.townships]
    lists: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for occurrence in world.occurrences:
        inside = occurrence.last_day >= world.as_of and occurrence.first_day <= world.as_of + LOOK_AHEAD
        if inside and occurrence.status not in OFF:
            event = occurrence.event
            for code in every if event.region_wide else dict.fromkeys(event.townships):
                lists[code].append((occurrence.id, rows[occurrence.id]))
    return lists


def _changed(
    world: World, lists: Sequence[tuple[date, Sequence[Item]]], said: frozenset[str]
) -> Iterator[dict[str, Any]]:
    """What changed, by publication, without the new events that are `said` elsewhere (ids of events or occurrences)."""
    year = f"{world.as_of.year}年"
    for day, every in lists:
        items, rest = shown_of([i for i in every if i.kind != "新增" or i.id not in said], MOST_NEW)
        if items:
            views = [view(item, world.library, year) for item in items]
            yield {"day": day_words(day), "address": addresses.changes_of(day), "items": views, "rest": rest}


def notice(
    world: World, township: Township, lists: Sequence[tuple[date, Sequence[Item]]], coming: Sequence[tuple[str, Row]]
) -> PageSpec:
    """One sheet of paper for the wall: what changed, what is coming, whom to ask.

    Paper is short: a new event that stands in the list of what is coming is marked there and said no second time.
    """
    region = world.library.region
    address = addresses.township_changes(township.code)
    page = f"{addresses.township(township.code)}#{HERE}"
    new = {item.id for _, items in lists for item in items if item.kind == "新增"}
    ahead = [{"row": row, "new": not new.isdisjoint((i, row["id"]))} for i, row in coming[:MOST_COMING]]
    said = frozenset(name for i, row in coming[:MOST_COMING] for name in (i, row["id"]))
    sample = region.sample or any(item.sample for _, items in lists for item in items)
    context = {
        "name": township.name,
        "page": addresses.township(township.code),
        "changed": list(_changed(world, lists, said)),
        "coming": ahead,
        "fresh": any(item["new"] for item in ahead),
        "rest": max(0, len(coming) - MOST_COMING),
        "sample": sample or any(row["sample"] for _, row in coming),
        "contact": contact_of(township.contact),
        "feed": feed_link(world.site, path_of("township", township.code), f"{township.name}的活动", page),
        "today": day_words(world.as_of),
        "look_back": LOOK_BACK.days,
        "look_ahead": LOOK_AHEAD.days,
    }
    count = sum(len(items) for _, items in lists)
    about = f"{region.name}{township.name}最近{LOOK_BACK.days}天的普法活动变动{count}场，可以打印张贴。"
    title = f"{township.name}普法活动变动通知"
    return PageSpec(address, "township-changes", title, about, "township-changes.html", context)
