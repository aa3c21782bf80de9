"""Clashes against an oracle that compares every occurrence with every other, by the words of the handbook."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.clashes.people import by_speaker
from generator.check.clashes.rules import audiences, ids, places, speakers
from generator.check.clashes.slots import WIDEST, Slot, overlaps, slots
from generator.check.clashes.travel import distance, travel
from generator.check.clashes.venues import Venues
from generator.model import Event, Identity, Library, Occurrence, Region, Site, Township, Village

TOWNSHIPS = (
    Township(
        "330881001", "甲镇", (Village("v", "子村", "330881001"), Village("w", "丑村", "330881001")), lon=118.6, lat=28.7
    ),
    Township("330881002", "乙镇", lon=118.5, lat=28.5),
    Township("330881003", "丙乡"),
)
CENTRES = {t.code: (t.lon, t.lat) for t in TOWNSHIPS if t.lon and t.lat}
SITES = {"park": Site("park", "公园", "330881001", lon=118.65, lat=28.75), "wall": Site("wall", "长廊", "330881002")}
LIBRARY = Library(
    Region("330881", "江山市", "江山市司法局", "Asia/Shanghai", "12348", Identity(), TOWNSHIPS),
    township_by_code={t.code: t for t in TOWNSHIPS},
    site_by_id=SITES,
)
START = datetime(2026, 12, 1, 8)
HALL = re.compile("(江山市)?(甲镇)?(子村|丑村)?(.+)")


@st.composite
def halls(draw: st.DrawFn) -> str:
    """A hall of the region, the township, a village or nobody, by whatever of its names was written."""
    names = [draw(st.sampled_from(some)) for some in (["", "", "江山市"], ["", "甲镇"], ["", "子村", "丑村"])]
    return draw(st.sampled_from(["", " "])).join(names).strip() + draw(st.sampled_from(["礼堂", "礼堂", "书屋"]))


@st.composite
def happenings(draw: st.DrawFn) -> list[Occurrence]:
    """A few crowded days; some occurrences belong to one event, some are called off, some all day or endlessly long."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        site = draw(st.sampled_from(["", "", "park", "wall"]))
        start = START + timedelta(minutes=30 * draw(st.integers(0, 60)))
        minutes = draw(st.sampled_from([0, 20, 30, 60, 90, 120, 600, 1440, 1500]))
        event = Event(
            id=draw(st.sampled_from(["series", f"e-{number}"])),
            campaign="c",
            title="活动",
            start=start,
            end=start + timedelta(minutes=minutes),
            townships=tuple(draw(st.lists(st.sampled_from(sorted(LIBRARY.township_by_code)), unique=True, max_size=2))),
            village=draw(st.sampled_from(["", "v", "w"])),
            site=site,
            place=SITES[site].name if site else draw(st.sampled_from(["", "礼堂", "礼 堂", "线上", "书屋"]) | halls()),
            audiences=tuple(draw(st.lists(st.sampled_from(["农民", "妇女", "青少年"]), unique=True, max_size=2))),
            speakers=tuple(draw(st.lists(st.sampled_from(["毛", "徐", "姜"]), unique=True, max_size=2))),
            status=draw(st.sampled_from(["计划", "确定", "已办", "取消", "延期"])),
        )
        event = replace(event, region_wide=not event.townships)
        if draw(st.integers(0, 9)) == 0:
            found.append(Occurrence(f"o-{number}", event, start.date(), start.date(), event.status))
        else:
            found.append(Occurrence(f"o-{number}", event, event.start, event.end, event.status))
    return draw(st.permutations(found))


def by_the_hour(found: list[Occurrence]) -> list[tuple[datetime, datetime, Occurrence]]:
    """What the handbook lets clash, in order."""
    timed = [
        (o.start, o.end, o)
        for o in found
        if isinstance(o.start, datetime)
        and isinstance(o.end, datetime)
        and o.status not in {"取消", "延期"}
        and o.end - o.start <= timedelta(hours=24)
    ]
    return sorted(((s, max(e, s + timedelta(minutes=1)), o) for s, e, o in timed), key=lambda t: (t[0], t[2].id))


def one_place(a: Event, b: Event) -> bool:
    if a.site or b.site:
        return a.site == b.site
    if not a.place or not b.place or "线上" in a.place + b.place:
        return False
    shared = set(a.townships) & set(b.townships) or ({""} if not a.townships and not b.townships else set())
    return any(one_hall(hall(a, code), hall(b, code)) for code in shared)


def hall(event: Event, code: str) -> tuple[str, str, str]:
    """What the hall is called inside a township, the village that it is in, and whose name was written as its owner's."""
    found = HALL.fullmatch(event.place.replace(" ", ""))
    assert found
    region, town, village, words = (part or "" for part in found.groups())
    if code != "330881001":  # the names of another township are part of the hall's
        return town + village + words, event.village, region
    return words, event.village or {"": "", "子村": "v", "丑村": "w"}[village], "" if village else town or region


def one_hall(a: tuple[str, str, str], b: tuple[str, str, str]) -> bool:
    """Same words; where both say something of the owner, they say the same in village or in name."""
    (words, village, owner), (other_words, other_village, other_owner) = a, b
    if words != other_words or (village and other_village and village != other_village):
        return False
    nobodys = (not village and not owner) or (not other_village and not other_owner)
    return nobodys or bool(village and other_village) or (owner != "" and owner == other_owner)


def oracle(found: list[Occurrence]) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs of ids that clash by place, by speaker and by audience."""
    here, busy, invited = set(), set(), set()
    for (a_start, a_end, a), (b_start, b_end, b) in combinations(by_the_hour(found), 2):
        if not (a_start < b_end and b_start < a_end):
            continue
        one, other = a.event, b.event
        pair = (a.id, b.id)
        if one_place(one, other):
            here.add(pair)
        elif set(one.speakers) & set(other.speakers):
            busy.add(pair)
        elif (
            one.id != other.id
            and one.village == other.village
            and set(one.townships) & set(other.townships)
            and set(one.audiences) & set(other.audiences)
        ):
            invited.add(pair)
    return here, busy, invited


def widest(found: list[Slot]) -> int:
    """How many slots are open at once, at most."""
    return max((sum(o.start <= s.start < o.end for o in found) for s in found), default=0)


@settings(max_examples=400)
@given(happenings())
def test_places_speakers_and_audiences_are_those_of_the_oracle(found: list[Occurrence]) -> None:
    """The sweep finds exactly the pairs that a comparison of all with all finds."""
    ordered = slots(found)
    if widest(ordered) > WIDEST:
        ordered = ordered[:WIDEST]
        found = [s.occurrence for s in ordered]
    here, busy, invited = oracle(found)
    booked = places(ordered, Venues(LIBRARY))
    assert booked.pairs == here
    taken = speakers(by_speaker(ordered), here)
    assert taken.pairs == busy
    assert audiences(ordered, here | busy, LIBRARY.township_by_code).pairs == invited


@settings(max_examples=400)
@given(happenings())
def test_ways_are_those_of_the_oracle(found: list[Occurrence]) -> None:
    """For each speaker, from the event that ended last before, by the rule of the handbook."""
    expected = set()
    timed = by_the_hour(found)
    for name in ("毛", "徐", "姜"):
        own = [t for t in timed if name in t[2].event.speakers]
        for i, (start, _, later) in enumerate(own):
            if not own[:i]:
                continue
            last = max(t[1] for t in own[:i])
            _, end, earlier = [t for t in own[:i] if t[1] == last][-1]
            one, other = earlier.event, later.event
            if end > start or start >= end + timedelta(hours=12) or one_place(one, other):
                continue
            exact = [(118.65, 28.75) if e.site == "park" else None for e in (one, other)]
            if one.townships == other.townships and None in exact:
                continue
            points = [
                own_point or (CENTRES.get(e.townships[0]) if len(e.townships) == 1 and e.place != "线上" else None)
                for own_point, e in zip(exact, (one, other), strict=True)
            ]
            if None in points or points[0] == points[1]:
                continue
            needed = distance(points[0], points[1]) * 1.4 / 40 * 60 + 10  # type: ignore[arg-type]
            if (start - end).total_seconds() / 60 < needed:
                expected.add((earlier.id, later.id))
    clashes, ways = travel(by_speaker(slots(found)), LIBRARY, Venues(LIBRARY), START - timedelta(days=1))
    assert clashes.pairs == set(ways) == expected


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=60))
def test_whoever_overlaps_an_earlier_one_is_told_however_wide_the_crowd(spans: list[tuple[int, int]]) -> None:
    """Beyond the bound pairs are left out, but no slot that meets an earlier one goes without any pair."""
    event = Event("e", "c", "活动", START, START)
    made = []
    for number, (begin, length) in enumerate(spans):
        start = START + timedelta(minutes=begin)
        made.append(Occurrence(f"{number:02}", event, start, start + timedelta(minutes=length), "计划"))
    ordered = slots(made)
    pairs = list(overlaps(ordered))
    assert len(pairs) <= WIDEST * len(ordered)
    assert all(a.start < b.end and b.start < a.end for a, b in pairs)
    meeting = {s.occurrence.id for i, s in enumerate(ordered) if any(o.end > s.start for o in ordered[:i])}
    assert {ids(pair)[1] for pair in pairs} == meeting
    if widest(ordered) <= WIDEST:
        assert len(pairs) == sum(a.start < b.end and b.start < a.end for a, b in combinations(ordered, 2))
