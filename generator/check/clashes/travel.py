"""Speakers who cannot be there in time (W313): too little time between two places, over midnight too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.base.diagnostics import Diagnostic
from generator.check.clashes.groups import Clashes
from generator.check.clashes.people import Groups
from generator.check.clashes.slots import Pair, Slot
from generator.check.clashes.venues import Venues, is_place
from generator.model import Event, Library

_DETOUR = 1.4
_SPEED = 40.0
_READY = 10.0
_EARTH = 6371.0
_SOON = timedelta(hours=12)
"""No way inside a region takes longer."""
Point = tuple[float, float]
"""Longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class Way:
    """From one place to another: the straight line in km, the minutes between the events and the minutes it takes."""

    distance: float
    gap: int
    needed: int


def travel(
    groups: Groups, library: Library, venues: Venues, since: datetime
) -> tuple[Clashes, dict[tuple[str, str], Way]]:
    """Pairs of consecutive occurrences of a speaker that lie too close in time, and the way of each.

    `groups` as `by_speaker` gives them; what ends before `since` is over.
    """
    clashes, ways = Clashes(), {}
    for name, group in groups.items():
        for earlier, later in _consecutive(group):
            way = _way(earlier, later, library, venues) if later.end > since else None
            if way is not None and way.gap < way.needed:
                clashes.add((earlier, later), (name,))
                ways[earlier.occurrence.id, later.occurrence.id] = way
    return clashes, ways


def _consecutive(ordered: Iterable[Slot]) -> Iterator[Pair]:
    """Each slot with the one that ended last before it, less than 12 hours before, where both share no time."""
    before: Slot | None = None
    for slot in ordered:
        if (
            before is not None
            and before.end <= slot.start < before.end + _SOON
            and before.occurrence is not slot.occurrence
        ):
            yield before, slot
        if before is None or slot.end >= before.end:
            before = slot


def _way(earlier: Slot, later: Slot, library: Library, venues: Venues) -> Way | None:
    """The way between two occurrences; None where it is unknown or there is none."""
    one, other = earlier.occurrence.event, later.occurrence.event
    exact = _site(one, library), _site(other, library)
    if one.townships == other.townships and None in exact:  # a township's centre says nothing of ways inside it
        return None
    if venues.same(one, other):
        return None
    start, end = exact[0] or _centre(one, library), exact[1] or _centre(other, library)
    if start is None or end is None or start == end:
        return None
    length = distance(start, end)
    gap = int((later.start - earlier.end).total_seconds() // 60)
    return Way(length, gap, math.ceil(length * _DETOUR / _SPEED * 60 + _READY))


def _site(event: Event, library: Library) -> Point | None:
    site = library.site_by_id.get(event.site)
    return None if site is None or site.lon is None or site.lat is None else (site.lon, site.lat)


def _centre(event: Event, library: Library) -> Point | None:
    """The centre of the event's township, where it has one and the event is held on the ground."""
    if len(event.townships) != 1 or (event.place and not is_place(event.place)):
        return None
    unit = library.township_by_code.get(event.townships[0])
    return None if unit is None or unit.lon is None or unit.lat is None else (unit.lon, unit.lat)


def distance(one: Point, other: Point) -> float:
    """The length of the straight line between two points on the ground, in km (haversine)."""
    (lon_a, lat_a), (lon_b, lat_b) = ((math.radians(v) for v in p) for p in (one, other))
    part = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(part)))


def tell_travel(clashes: Clashes, ways: dict[tuple[str, str], Way]) -> Iterator[Diagnostic]:
    """W313: a speaker's next event begins before the speaker can be there."""
    hint = "把后一场往后推，或者换一位主讲。路上的时间按直线距离的1.4倍、每小时40公里估计，再加10分钟准备。"
    for clash in clashes.listed():
        one, other = clash.records
        earlier, later = clash.first
        way = ways[earlier.occurrence.id, later.occurrence.id]
        far = f"直线约{way.distance:.0f}公里" if way.distance >= 1 else "直线不到1公里"
        yield Diagnostic(
            "W313",
            clash.span,
            f"{clash.named(0)}来不及赶场：从{one}到{other}，{far}，"
            f"中间只有{way.gap}分钟，路上大约要{way.needed}分钟{clash.more}",
            hint,
            clash.related,
        )
    yield from clashes.rest("W313")
