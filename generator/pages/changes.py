"""What publications changed: the overview, and a page for each publication. The townships' notices are in `notices`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import addresses
from generator.base.daywords import day_words
from generator.pages.changeviews import link, shown_of, told, view
from generator.pages.notices import LOOK_BACK, Told, by_township, coming_in, notice
from generator.pages.page import PageSpec
from generator.register.digest import URGENCY, Digest
from generator.world import World

MOST_NEW = 200
"""New events that a publication's page lists; the calendar has the rest of a ledger read in at once."""
MOST_IN_FULL = 20
_ANCHORS = {"取消": "off", "延期": "late", "改期": "moved", "改地点": "place", "恢复": "back", "新增": "new"}


def pages(world: World, rows: Mapping[str, dict[str, Any]]) -> Iterator[PageSpec]:
    """The overview, a page for each publication that changed something, a notice for each township."""
    found = told(world)
    concerned = by_township(found, world)
    yield _overview(world, found, concerned)
    for index, digest in enumerate(found):
        after = found[index - 1] if index else None
        before = found[index + 1] if index + 1 < len(found) else None
        yield _day_page(world, digest, before, after)
    coming = coming_in(world, rows)
    for township in world.library.region.townships:
        yield notice(world, township, concerned.get(township.code, []), coming[township.code])


def _overview(world: World, found: Sequence[Digest], concerned: Mapping[str, Told]) -> PageSpec:
    region = world.library.region
    context = {
        "latest": [link(d) for d in found[:MOST_IN_FULL]],
        "older": [link(d) for d in found[MOST_IN_FULL:]],
        "townships": [
            {
                "name": t.name,
                "address": addresses.township_changes(t.code),
                "count": sum(len(items) for _, items in concerned.get(t.code, ())),
            }
            for t in region.townships
        ],
        "days_back": LOOK_BACK.days,
    }
    about = f"{region.name}普法活动的变动：每次发布新增、改期、取消了哪些活动，各乡镇（街道）可以打印张贴的通知。"
    return PageSpec(addresses.CHANGES, addresses.CHANGES, "变动通知", about, "changes.html", context)


def _day_page(world: World, digest: Digest, before: Digest | None, after: Digest | None) -> PageSpec:
    groups = []
    for kind in URGENCY:
        items = [item for item in digest.items if item.kind == kind]
        if items:
            shown, rest = shown_of(items, MOST_NEW)
            views = [view(item, world.library) for item in shown]
            head = {"kind": kind, "anchor": _ANCHORS[kind], "count": len(items)}
            groups.append({**head, "items": views, "rest": rest})
    day = day_words(digest.day)
    context = {
        "day": day,
        "summary": digest.summary,
        "groups": groups,
        "before": link(before) if before else None,
        "after": link(after) if after else None,
    }
    about = f"{world.library.region.name}{day}公布的普法活动变动：{digest.summary}。"
    return PageSpec(
        addresses.changes_of(digest.day), "changes-day", f"{day}的活动变动", about, "changes-day.html", context
    )
