"""The former site's calendars made fit to be published again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from generator.feeds.build import Issue
from generator.feeds.entry import Numbers
from generator.feeds.reading import Told, told
from generator.model import Change, Event, Repeat, Rule
from generator.register.advance import advance
from generator.register.record import Register, read_register, write_register
from generator.register.rollback import Amended, amend
from generator.schedule import occurrences
from tests.clients.makers import HECUN, QINGHU, SITE, event, files, library

ALL = "calendars/all.ics"
MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)
AHEAD = {"start": datetime(2026, 12, 4, 9), "end": datetime(2026, 12, 4, 11), "status": "确定"}
LATER = {"start": datetime(2026, 12, 5, 9), "end": datetime(2026, 12, 5, 11)}
WEEKLY = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 30))
WEDNESDAY = date(2026, 12, 9)


@dataclass(frozen=True)
class Published:
    """A site's calendars with the ledger that was written with them."""

    files: dict[str, bytes]
    register: Register

    @property
    def entries(self) -> dict[str, Told]:
        return {t.id: t for t in told(self.files[ALL])}


def publish(events: Iterable[Event], before: Published | None = None, as_of: date = MONDAY) -> Published:
    found = library(events)
    outcome = advance(found, occurrences(found), before.register if before else None, SITE, as_of)
    issue = Issue(outcome.entries, outcome.numbers, outcome.also, outcome.kept)
    made = files(outcome.library, as_of, issue=issue)
    return Published({p: d for p, d in made.items() if p.endswith(".ics")}, outcome.register)


def readers(site: Published) -> dict[str, Callable[[], bytes]]:
    return {path: (lambda data=data: data) for path, data in site.files.items()}


def back(now: Published, former: Published, as_of: date = FRIDAY) -> tuple[Published, Amended]:
    """The site as it is after going back; the ledger goes through its file."""
    midnight = datetime(as_of.year, as_of.month, as_of.day) - timedelta(hours=8)
    amended = amend(readers(now), readers(former), now.register, as_of, midnight)
    assert read_register(write_register(amended.register), "330881")[0] == amended.register
    return Published({**former.files, **amended.files}, amended.register), amended


def film(**repeat: Any) -> Event:
    start = datetime(2026, 12, 2, 19)
    return event("film", start=start, end=start.replace(hour=21), status="确定", repeat=Repeat(WEEKLY, **repeat))


def kinds(amended: Amended) -> list[tuple[str, str]]:
    return [(c.kind, c.id) for c in amended.changes]


def test_an_old_time_comes_back_with_a_new_number() -> None:
    """A change of the same kind as any other: in the ledger, in the digest, in every feed."""
    first = publish([event("a", **AHEAD)])
    second = publish([event("a", **{**AHEAD, **LATER})], first, TUESDAY)
    site, amended = back(second, first)
    entry = site.entries["a"]
    assert (entry.facts.start, entry.numbers) == (AHEAD["start"], Numbers(2, datetime(2026, 11, 26, 16)))
    assert kinds(amended) == [("改期", "a")]
    assert amended.changes[0].start == LATER["start"]
    for path in ("calendars/campaigns/gaq.ics", f"calendars/townships/{HECUN}.ics", "events/a.ics"):
        assert [t.vevent for t in told(site.files[path])] == [entry.vevent]
    assert site.register.entries["a"].digest == entry.digest


def test_going_back_to_the_same_site_changes_nothing() -> None:
    first = publish([event("a", **AHEAD), film()])
    _, amended = back(first, first)
    assert amended.register is first.register
    assert (amended.files, amended.changes) == ({}, ())


def test_there_and_back_again_is_newer_twice() -> None:
    first = publish([event("a", **AHEAD)])
    second = publish([event("a", **{**AHEAD, **LATER})], first, TUESDAY)
    once, _ = back(second, first)
    twice, amended = back(once, second)
    assert twice.entries["a"].facts.start == LATER["start"]
    assert twice.entries["a"].numbers == Numbers(3, datetime(2026, 11, 26, 16, 0, 1))
    assert kinds(amended) == [("改期", "a")]


def test_a_title_comes_back_without_a_higher_number() -> None:
    """It changes nobody's plans; LAST-MODIFIED tells of it."""
    first = publish([event("a", **AHEAD)])
    second = publish([event("a", **AHEAD, title="新名称")], first, TUESDAY)
    site, amended = back(second, first)
    assert site.entries["a"].facts.title == "国家安全教育主题宣讲"
    assert site.entries["a"].numbers == Numbers(0, datetime(2026, 11, 26, 16))
    assert kinds(amended) == []


def test_what_only_the_newer_site_has_is_called_off() -> None:
    """In every feed that had it; whoever has it must see that it does not take place."""
    first = publish([event("a", **AHEAD)])
    second = publish([event("a", **AHEAD), event("new", **LATER, townships=(QINGHU,))], first, TUESDAY)
    site, amended = back(second, first)
    for path in (ALL, f"calendars/townships/{QINGHU}.ics", "calendars/campaigns/gaq.ics", "events/new.ics"):
        (entry,) = [t for t in told(site.files[path]) if t.id == "new"]
        assert (entry.facts.status, entry.numbers.sequence) == ("取消", 1)
    assert kinds(amended) == [("取消", "new")]
    assert site.register.entries["new"].withdrawn == FRIDAY
    assert site.entries["a"].vevent == first.entries["a"].vevent


def test_what_was_withdrawn_takes_place_again() -> None:
    first = publish([event("a", **AHEAD)])
    second = publish([], first, TUESDAY)
    site, amended = back(second, first)
    assert (site.entries["a"].facts.status, site.entries["a"].numbers.sequence) == ("确定", 2)
    assert kinds(amended) == [("恢复", "a")]
    assert site.register.entries["a"].withdrawn is None


@pytest.mark.parametrize(
    "change", [Change(WEDNESDAY, start=datetime(2026, 12, 10, 15)), Change(WEDNESDAY, status="取消")]
)
def test_a_day_that_only_the_newer_site_told_apart_is_again_as_its_series_says(change: Change) -> None:
    """Not called off: the former site says that it takes place."""
    first = publish([film()])
    second = publish([film(changes=(change,))], first, TUESDAY)
    site, _ = back(second, first)
    entry = site.entries["film@2026-12-09"]
    assert (entry.override, entry.facts.status) == (True, "确定")
    assert (entry.facts.start, entry.facts.end) == (datetime(2026, 12, 9, 19), datetime(2026, 12, 9, 21))
    assert entry.numbers.sequence == second.entries["film@2026-12-09"].numbers.sequence + 1


def test_a_day_beside_the_series_that_only_the_newer_site_has_is_called_off() -> None:
    first = publish([film()])
    second = publish([film(extra=(date(2026, 12, 12),))], first, TUESDAY)
    site, amended = back(second, first)
    assert site.entries["film@2026-12-12"].facts.status == "取消"
    assert kinds(amended) == [("取消", "film@2026-12-12")]


def test_a_feed_that_only_the_newer_site_has_goes_on() -> None:
    """Its subscribers get what it had, called off, instead of an address that fails."""
    first = publish([])
    second = publish([event("a", **AHEAD)], first, TUESDAY)
    assert "events/a.ics" not in first.files
    site, _ = back(second, first)
    assert [t.facts.status for t in told(site.files["events/a.ics"])] == ["取消"]


def test_feeds_with_reminders_ring_for_what_takes_place_alone() -> None:
    first = publish([event("a", **AHEAD)])
    second = publish([event("a", **{**AHEAD, **LATER}), event("new", **LATER)], first, TUESDAY)
    site, _ = back(second, first)
    ringing = {t.id: b"BEGIN:VALARM" in t.vevent for t in told(site.files["calendars/all-remind.ics"])}
    assert ringing == {"a": True, "new": False}


def test_the_next_publication_goes_on_from_there() -> None:
    """What was called off by going back is told anew, as an event that takes place after all."""
    first = publish([event("a", **AHEAD)])
    records = [event("a", **{**AHEAD, **LATER}), event("new", **LATER)]
    second = publish(records, first, TUESDAY)
    site, _ = back(second, first)
    third = publish(records, site, FRIDAY)
    assert {i: e.numbers.sequence for i, e in third.entries.items()} == {"a": 3, "new": 2}
    assert third.entries["a"].facts == second.entries["a"].facts
    assert third.entries["new"].facts == second.entries["new"].facts
    assert third.entries["new"].numbers.modified == datetime(2026, 11, 26, 16, 0, 1)


def test_a_ledger_that_does_not_know_the_former_site_learns_of_it() -> None:
    """Recovered from a site that had no place for it any more."""
    old = event("old", start=datetime(2025, 11, 24, 9), end=datetime(2025, 11, 24, 11), status="已办")
    first = publish([event("a", **AHEAD), old])
    second = publish([event("a", **AHEAD)], first, date(2026, 11, 26))
    assert "old" not in second.entries
    lost = Register("330881", {"a": second.register.entries["a"]})
    site, amended = back(Published(second.files, lost), first)
    assert site.entries["old"].facts.start == datetime(2025, 11, 24, 9)
    assert amended.register.entries["old"].numbers == site.entries["old"].numbers


def test_a_held_event_does_not_become_news() -> None:
    """Calendars know no difference between 确定 and 已办: only the ledger does."""
    first = publish([event("a", **AHEAD)])
    second = publish([event("a", **{**AHEAD, "status": "已办"}, note="很好")], first, date(2026, 12, 6))
    site, amended = back(second, first, date(2026, 12, 7))
    assert site.register.entries["a"].facts.status == "已办"
    assert site.entries["a"].numbers.sequence == 0
    assert kinds(amended) == []
