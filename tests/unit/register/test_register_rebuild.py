"""The ledger recovered from a published site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from generator.feeds.build import Issue
from generator.feeds.entry import Numbers, Placement
from generator.model import Change, Event, Library, Repeat, Rule
from generator.register.advance import Outcome, advance
from generator.register.rebuild import rebuilt
from generator.register.record import Register, union
from generator.schedule import occurrences
from tests.clients.makers import CAMPAIGN, HECUN, QINGHU, SITE, event, files, library

DAY, LATER = date(2026, 11, 23), date(2026, 11, 27)
AHEAD = {"start": datetime(2026, 12, 4, 9), "end": datetime(2026, 12, 4, 11)}
OTHER = replace(CAMPAIGN, id="xf", title="宪法宣传周")
WEEKLY = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 30))


def county(events: Iterable[Event]) -> Library:
    return library(events, campaigns=(CAMPAIGN, OTHER))


def publish(events: Iterable[Event], register: Register | None = None, as_of: date = DAY) -> Outcome:
    found = county(events)
    return advance(found, occurrences(found), register, SITE, as_of)


def feeds(outcome: Outcome, as_of: date = DAY) -> dict[str, bytes]:
    issue = Issue(outcome.entries, outcome.numbers, outcome.also, outcome.kept)
    return files(outcome.library, as_of, issue=issue)


def recovered(outcome: Outcome, events: Iterable[Event], as_of: date = LATER) -> Register:
    """The ledger from nothing but the files; the records are those of `as_of`."""
    made = feeds(outcome)
    return rebuilt(made, made.__getitem__, county(events), as_of)


def film(**repeat: Any) -> Event:
    start = datetime(2026, 12, 2, 19)
    return event("film", start=start, end=start.replace(hour=21), repeat=Repeat(WEEKLY, **repeat))


def everything() -> list[Event]:
    """An event of every kind of place and shape."""
    return [
        event("plain", **AHEAD),
        event("held", status="已办"),
        event("wide", region_wide=True, start=date(2026, 12, 1), end=date(2026, 12, 7)),
        event("other", **AHEAD, townships=(QINGHU,)),
        event("village", **AHEAD, village=f"{HECUN}-lixian", audiences=("农民", "老年人")),
        event("site", **AHEAD, site="park", place="park", campaign="xf"),
        event("night", start=datetime(2026, 12, 31, 22), end=datetime(2027, 1, 1, 1), status="延期", sample=True),
        event("dated", **AHEAD, updated=datetime(2026, 11, 20, 15)),
        film(exceptions=(date(2026, 12, 9),), changes=(Change(date(2026, 12, 16), status="取消"),)),
        event("market", **AHEAD, repeat=Repeat(Rule(kind="market", digits=(3, 8), lunar=True, count=3))),
    ]


def test_it_says_of_every_entry_what_the_lost_one_said() -> None:
    """Number, hash, times, place in feeds; the days of publication only where a change tells them."""
    events = everything()
    first = publish(events)
    found = recovered(first, events)
    lost = first.register.entries
    assert found.entries.keys() == lost.keys()
    for identifier, line in found.entries.items():
        day = date(2026, 11, 20) if identifier == "dated" else LATER
        assert replace(line, first=DAY, last=DAY) == lost[identifier], identifier
        assert (line.first, line.last) == (day, day)
    assert found.changes == ()


def test_publishing_with_it_tells_nothing_anew() -> None:
    """Not a byte of any calendar changes."""
    events = everything()
    first = publish(events)
    again = publish(events, recovered(first, events), LATER)
    assert again.changes == ()
    before, after = feeds(first), feeds(again)
    assert [path for path in before if path.startswith("calendars/") and before[path] != after[path]] == []


def test_numbers_go_on_after_it() -> None:
    first = publish([event("a", **AHEAD)])
    second = publish([event("a", **AHEAD, place="甲")], first.register)
    found = recovered(second, [event("a", **AHEAD, place="甲")])
    assert found.entries["a"].numbers == Numbers(1, datetime(2026, 11, 22, 16))
    assert (found.entries["a"].first, found.entries["a"].last) == (DAY, DAY)
    third = publish([event("a", **AHEAD, place="乙")], found, LATER)
    assert third.numbers["a"] == Numbers(2, datetime(2026, 11, 26, 16))


def test_what_was_withdrawn_stays_for_its_year() -> None:
    """Counted from the day on which it was called off, which the calendar tells."""
    held = event("a", start=datetime(2026, 1, 5, 9), end=datetime(2026, 1, 5, 11))
    second = publish([], publish([held]).register)
    found = recovered(second, [])
    assert found.entries["a"].withdrawn == DAY
    kept = publish([], found, date(2027, 11, 23))
    assert [e.id for e in kept.entries] == ["a"]
    assert publish([], found, date(2027, 11, 24)).entries == ()


@pytest.mark.parametrize(
    "move",
    [
        {"campaign": "xf"},
        {"townships": (QINGHU,)},
        {"townships": (QINGHU,), "campaign": "xf"},
        {"village": f"{HECUN}-hecun"},
        {"region_wide": True, "townships": ()},
        {"site": "", "place": "礼堂"},
        {"audiences": ("青少年",)},
    ],
)
def test_what_moved_stays_in_the_feeds_that_once_had_it(move: dict[str, Any]) -> None:
    """Whoever subscribed there must go on hearing of it."""
    plain = {**AHEAD, "village": f"{HECUN}-lixian", "site": "park", "place": "park", "audiences": ("农民",)}
    if "townships" in move:
        plain["village"] = move["village"] = ""
    others = [event("b", **AHEAD, townships=(QINGHU,)), event("c", **AHEAD, campaign="xf")]
    first = publish([event("a", **plain), *others])
    moved = [event("a", **{**plain, **move}), *others]
    second = publish(moved, first.register)
    third = publish(moved, recovered(second, moved), LATER)
    before, after = feeds(second), feeds(third)
    having = {path for path, data in before.items() if b"UID:a@" in data and "remind" not in path}
    assert having <= {path for path, data in after.items() if b"UID:a@" in data}
    assert third.numbers == second.numbers


def test_only_calendars_of_this_region_count() -> None:
    """Variants with reminders, files of single events, those of the year's dates and those of others are passed over."""
    events = [event("a", **AHEAD)]
    made = feeds(publish(events))
    read: list[str] = []

    def reader(path: str) -> bytes:
        read.append(path)
        return made[path].replace(b"@330881.pufa", b"@330802.pufa")

    assert rebuilt([*made, "index.html"], reader, county(events), LATER).entries == {}
    assert "calendars/all.ics" in read
    assert not [path for path in read if "remind" in path or not path.startswith("calendars/")]


def test_together_with_an_older_ledger_nothing_is_lost() -> None:
    """The former days of publication, the digests, and numbers of what has left the site."""
    first = publish([event("a", **AHEAD), event("b", **AHEAD)])
    second = publish([event("a", **AHEAD, place="甲"), event("b", **AHEAD)], first.register, LATER)
    found = recovered(second, [event("a", **AHEAD, place="甲"), event("b", **AHEAD)], LATER)
    old = replace(first.register, entries={**first.register.entries, "gone": first.register.entries["b"]})
    whole = union(old, found)
    assert whole.entries["a"].numbers == second.numbers["a"]
    assert whole.entries["a"].first == DAY
    assert (whole.entries["b"].first, whole.entries["b"].digest) == (DAY, first.register.entries["b"].digest)
    assert "gone" in whole.entries


def test_a_place_seen_in_every_townships_feed_is_the_whole_region() -> None:
    """Also where the record is gone and cannot say so."""
    first = publish([event("wide", **AHEAD, region_wide=True), event("a", **AHEAD, village=f"{HECUN}-hecun")])
    second = publish([], first.register)
    found = recovered(second, [])
    assert found.entries["wide"].placement == Placement("gaq", (), True)
    assert found.entries["a"].placement == Placement("gaq", (HECUN,), False, f"{HECUN}-hecun")
