"""The rows behind figures: every occurrence as a line that shows what figures are made from, and where it is numbered.

Invariant: on the page of a unit and a time the rows are numbered from 1, the held ones first, each half by first day and then by
id. So the same records have the same numbers wherever a page speaks of them, and most figures are one range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from generator import addresses
from generator.figures.coverage.values import CLOSED
from generator.model import Occurrence, Result
from generator.pages.page import anchor_of
from generator.periods import ALL_TIME
from generator.world import World

Place = tuple[str, str]
"""Which page: the key of its time (2025, campaigns/gaq, all) and a township's code or REGION."""
REGION = ""
"""The unit under which the whole region's rows are kept."""

_NO_RESULT = Result()


class Entry(NamedTuple):
    """One occurrence as figures see it. `view` is the row that templates show, of plain values.

    `closed`: its state says that it was not held, which is a report too.
    """

    id: str
    first: date
    last: date
    held: bool
    campaign: str
    townships: tuple[str, ...]
    village: str
    site: str
    audiences: tuple[str, ...]
    result: Result
    view: dict[str, Any]
    closed: bool = False

    @property
    def residents(self) -> int | None:
        """Those who came and were no staff; None where nobody was counted."""
        came, staff = self.result.attendance, self.result.staff or 0
        return None if came is None else max(came - staff, 0)


def entry_of(world: World, occurrence: Occurrence) -> Entry:
    """An occurrence with its row."""
    event, first, last = occurrence.event, occurrence.first_day, occurrence.last_day
    result = event.result or _NO_RESULT
    updated = event.updated.date() if event.updated else None
    held = occurrence.status == "已办" and first <= world.as_of
    return Entry(
        occurrence.id, first, last, held, event.campaign,
        tuple(dict.fromkeys(event.townships)), event.village, event.site, event.audiences, result,
        _view(world, occurrence, result, updated, held=held), occurrence.status in CLOSED,
    )  # fmt: skip


def _view(world: World, o: Occurrence, result: Result, updated: date | None, *, held: bool) -> dict[str, Any]:
    event, library = o.event, world.library
    towns = [library.township_by_code[code] for code in dict.fromkeys(event.townships)]
    village, site = library.village_by_id.get(event.village), library.site_by_id.get(event.site)
    first, last = o.first_day.isoformat(), o.last_day.isoformat()
    status: str = o.status
    if not held and status in ("计划", "确定") and o.last_day < world.as_of:
        status = f"{status}，已过期"
    elif not held and status == "已办":
        status = "已办，日子没到"
    return {
        "href": addresses.event(event.id) + (f"#{anchor_of(o)}" if o.original else ""),
        "title": event.title,
        "day": first,
        "last": last if last != first else "",
        "towns": [[t.name, addresses.township(t.code)] for t in towns],
        "village": [village.name, addresses.village(village)] if village else [],
        "site": [site.name, addresses.site(site.id)] if site else [],
        "place": "" if site or (village and event.place == village.name) else event.place,
        "stage": ("启动" if event.stage == "启动" else "常态") + ("·系列" if event.repeat is not None else ""),
        "status": status,
        "came": result.attendance,
        "staff": result.staff,
        "back": result.responses,
        "glad": result.satisfied,
        "audiences": "、".join(dict.fromkeys(event.audiences)),
        "laws": "、".join(dict.fromkeys(event.laws)),
        "focus": event.focus,
        "updated": updated.isoformat() if updated else "",
    }


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows of a page in the order of their numbers, and the number of each by the occurrence's id."""

    rows: tuple[Entry, ...]
    numbers: Mapping[str, int]


_EMPTY = Roster((), {})


@dataclass(frozen=True, slots=True)
class Listed:
    """All entries by id, and which are numbered on which page."""

    by_id: Mapping[str, Entry]
    rosters: Mapping[Place, Roster]

    def roster(self, place: Place) -> Roster:
        """The rows of one page with their numbers."""
        return self.rosters.get(place, _EMPTY)


def roster_of(entries: Iterable[Entry]) -> Roster:
    """Entries numbered from 1."""
    rows = tuple(entries)
    return Roster(rows, {entry.id: number for number, entry in enumerate(rows, 1)})


def listed(world: World) -> Listed:
    """The rows of every year, campaign and of all time, for the region and each township."""
    entries = sorted((entry_of(world, o) for o in world.occurrences), key=lambda e: (not e.held, e.first, e.id))
    lists: dict[Place, list[Entry]] = {}
    towns = world.library.township_by_code
    for entry in entries:
        there = [code for code in entry.townships if towns[code].validity.covers(entry.first, entry.first)]
        for key in (f"{entry.first.year:04d}", f"campaigns/{entry.campaign}", ALL_TIME):
            for unit in (REGION, *there):
                lists.setdefault((key, unit), []).append(entry)
    return Listed({e.id: e for e in entries}, {place: roster_of(there) for place, there in lists.items()})


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as ranges for machines: 1-57 60 62-80."""
    ordered = sorted(set(numbers))
    if not ordered:
        return ""
    first = last = ordered[0]
    if ordered[-1] - first == len(ordered) - 1:  # one run, as most figures are
        return f"{first}-{ordered[-1]}" if len(ordered) > 1 else f"{first}"
    runs: list[str] = []
    for number in ordered:
        if number - last > 1:
            runs.append(f"{first}-{last}" if last > first else f"{first}")
            first = number
        last = number
    return " ".join([*runs, f"{first}-{last}" if last > first else f"{first}"])


def words_of(refs: str) -> str:
    """The same ranges for people: 1—57、60、62—80."""
    return refs.replace("-", "—").replace(" ", "、")
