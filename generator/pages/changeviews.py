"""What publications changed, as templates show it: shared by the pages of changes, the notices and the home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generator import addresses
from generator.base.daywords import day_words
from generator.model import OFF, Library
from generator.register.digest import Digest, Item, digests
from generator.world import World

_CLASSES = {"取消": "off", "延期": "late", "改期": "plan", "改地点": "plan", "恢复": "done", "新增": "sure"}
_NOTES = {"取消": "取消，请不要前往", "延期": "延期，新的时间另行通知", "恢复": "照常举行"}


def told(world: World, since: date = date.min) -> tuple[Digest, ...]:
    """The publications since a day that changed something, newest first."""
    return digests(world.outcome.register, world.library, since) if world.outcome else ()


def latest(world: World, since: date) -> dict[str, str] | None:
    """The newest publication that changed something, for the home page; None where it was before `since`."""
    days = [change.publication for change in world.outcome.register.changes] if world.outcome else []
    newest = max(days, default=date.min)
    found = told(world, newest) if newest >= since else ()
    return link(found[0]) if found else None


def link(digest: Digest) -> dict[str, str]:
    """The way to a publication's page, and what it changed in a line."""
    return {
        "address": addresses.changes_of(digest.day),
        "date": digest.day.isoformat(),
        "name": day_words(digest.day),
        "summary": digest.summary,
    }


def view(item: Item, library: Library, year: str = "") -> dict[str, Any]:
    """A change as templates show it: `old` and `new` are times, `from` and `where` places; empty where there is nothing to say.

    `year` (2026年) goes without saying.
    """
    off = item.kind in OFF
    note = _NOTES.get(item.kind, "")
    if item.kind == "改期" and not item.before:
        note = "重复的日子有变" if item.repeats else "时间有变"
    units = [library.township_by_code[c] for c in item.townships if c in library.township_by_code]
    return {
        "kind": item.kind,
        "cls": _CLASSES[item.kind],
        "title": item.title,
        "href": addresses.event(item.event) if item.known else "",
        "old": (item.before or (item.when if off else "")).removeprefix(year),
        "new": "" if off else item.when.removeprefix(year),
        "note": note,
        "from": item.before_where,
        "where": item.where,
        "units": [{"name": t.name, "address": addresses.township(t.code)} for t in units],
        "wide": item.wide,
        "sample": item.sample,
        "again": {"address": addresses.changes_of(item.again), "name": day_words(item.again)} if item.again else None,
    }


def shown_of(items: Sequence[Item], most: int) -> tuple[list[Item], int]:
    """The changes of what was known before, all of them, and the first of the new events; how many are left out."""
    fresh = [i for i in items if i.kind == "新增"]
    return [*(i for i in items if i.kind != "新增"), *fresh[:most]], max(0, len(fresh) - most)
