"""Our own calendar files read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from generator.feeds.build import Issue, issue_of
from generator.feeds.entry import BEGIN, Entry, Numbers, Trace, without_numbers
from generator.feeds.reading import Told, cancelled, instance, renumbered, told, with_events
from generator.feeds.reminders import reminding, ringing_as
from generator.feeds.series import entries as entries_of
from generator.feeds.vevent import Setting
from generator.model import Change, Event, Repeat, Rule
from generator.schedule import occurrences
from tests.clients.makers import AS_OF, SITE, event, files, library, properties

ALL = "calendars/all.ics"
WEEKLY = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 30))
LONG = "反对“标题党”，讲清楚：权利; 义务, 与\\责任" * 5
NUMBERS = Numbers(3, datetime(2026, 11, 1, 16))


def published(*events: Event, numbers: Numbers | None = None, **more: Any) -> tuple[dict[str, Entry], dict[str, bytes]]:
    """The entries by id, and the files."""
    found = library(events, **more)
    issue = issue_of(found, occurrences(found), SITE, AS_OF)
    if numbers is not None:
        issue = Issue(issue.entries, {e.id: numbers for e in issue.entries})
    return {e.id: e for e in issue.entries}, files(found, issue=issue)


def back(made: dict[str, bytes], path: str = ALL) -> dict[str, Told]:
    return {t.id: t for t in told(made[path])}


def film(**repeat: Any) -> Event:
    start = datetime(2026, 12, 2, 19)
    return event("film", start=start, end=start.replace(hour=21), status="确定", repeat=Repeat(WEEKLY, **repeat))


EVENTS = (
    event("timed", title=LONG, place="礼堂, 二楼；东"),
    event("days", start=date(2026, 12, 4), end=date(2026, 12, 6), status="取消"),
    event("night", start=datetime(2026, 12, 31, 22), end=datetime(2027, 1, 1, 1), status="延期", sample=True),
    event("moment", start=datetime(2026, 12, 4, 9), end=datetime(2026, 12, 4, 9), status="确定"),
    event("held", status="已办"),
    event("market", start=date(2026, 12, 1), end=date(2026, 12, 1), repeat=Repeat(Rule(kind="market", digits=(5,), count=2))),
    film(exceptions=(date(2026, 12, 9),), changes=(Change(date(2026, 12, 16), status="取消"),)),
    replace(film(), id="early", start=datetime(2026, 12, 2, 0, 30), end=datetime(2026, 12, 2, 7)),
    replace(film(), id="days-2", start=date(2026, 12, 2), end=date(2026, 12, 3)),
)  # fmt: skip


def test_all_that_the_ledger_needs_is_read_back() -> None:
    """Of every kind of entry; only 已办 is 确定 to calendars."""
    entries, made = published(*EVENTS)
    found = back(made)
    assert found.keys() == entries.keys()
    for identifier, entry in entries.items():
        read = found[identifier]
        status = "确定" if entry.facts.status == "已办" else entry.facts.status
        assert read.facts == entry.facts._replace(status=status), identifier
        assert (read.event, read.override, read.digest) == (entry.event, entry.override, entry.digest)
        assert (read.region, read.numbers) == ("330881", Numbers())


def test_numbers_are_read_back() -> None:
    _, made = published(*EVENTS, numbers=NUMBERS)
    assert {t.numbers for t in back(made).values()} == {NUMBERS}


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "Etc/GMT+11", "Etc/GMT-11"])
@pytest.mark.parametrize("hour", [0, 7, 12, 23])
def test_the_last_day_of_a_series_is_the_regions_own(zone: str, hour: int) -> None:
    """UNTIL is told in UTC, where it may be another day."""
    start = datetime(2026, 12, 2, hour)
    one = replace(film(), start=start, end=start.replace(minute=30))
    _, made = published(one, timezone=zone)
    assert back(made)["film"].facts.rule == "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230"


def test_days_of_the_year_are_no_entries() -> None:
    """Nor is what others, or accidents, put into a file."""
    _, made = published(*EVENTS)
    assert list(told(made["calendars/observances.ics"])) == []
    one = back(made)["timed"].vevent
    for old, new in (
        (b"@330881.pufa", b"@example.org"),
        (b"\r\nDTSTART", b"\r\nX-START"),
        (b"\r\nSEQUENCE:0", b"\r\nSEQUENCE:zero"),
        (b"\r\nSTATUS:TENTATIVE", b"\r\nSTATUS:PERHAPS"),
    ):
        assert one.replace(old, new) != one
        assert list(told(one.replace(old, new))) == []
    assert len(list(told(one))) == 1


def test_new_numbers_change_nothing_else() -> None:
    entries, made = published(*EVENTS)
    for read in back(made).values():
        changed = renumbered(read.vevent, NUMBERS)
        assert changed == entries[read.id].bytes(NUMBERS)
        assert renumbered(changed, NUMBERS) == changed


def test_an_entry_that_was_never_changed_keeps_its_stamp() -> None:
    entries, made = published(*EVENTS)
    one = back(made)["timed"].vevent
    assert renumbered(one, Numbers(1)) == entries["timed"].bytes(Numbers(1))
    assert properties(one)["DTSTAMP"] == properties(renumbered(one, Numbers(1)))["DTSTAMP"]


def test_a_called_off_entry_says_so_and_why() -> None:
    """In title, status and the first line of its description; long lines are folded anew."""
    _, made = published(*EVENTS)
    for identifier in ("timed", "night"):
        one = back(made)[identifier].vevent
        before, after = properties(one), properties(cancelled(one, "撤下了。"))
        assert after["STATUS"] == "CANCELLED"
        assert after["SUMMARY"] == "【取消】" + before["SUMMARY"].removeprefix("【延期】")
        assert after["DESCRIPTION"].startswith("撤下了。\\n")
        unsaid = ("STATUS", "SUMMARY", "DESCRIPTION")
        assert {k: v for k, v in after.items() if k not in unsaid} == {
            k: v for k, v in before.items() if k not in unsaid
        }
        assert max(map(len, cancelled(one, "撤下了。").split(b"\r\n"))) <= 75


def test_a_postponed_entry_that_is_called_off_no_longer_promises_a_new_time() -> None:
    _, made = published(*EVENTS)
    one = back(made)["night"].vevent
    assert "新的时间定下后" in properties(one)["DESCRIPTION"]
    assert "新的时间定下后" not in properties(cancelled(one, "撤下了。"))["DESCRIPTION"]


def test_one_day_of_a_series_says_what_the_series_says() -> None:
    """By the hour and by days, over night too."""
    for series, start, end in (
        ("film", "20261216T190000", "20261216T210000"),
        ("days-2", "20261216", "20261218"),
        ("early", "20261216T003000", "20261216T070000"),
    ):
        master = back(published(*EVENTS)[1])[series].vevent
        one = instance(master, date(2026, 12, 16))
        found = {key.partition(";")[0]: value for key, value in properties(one).items()}
        assert (found["RECURRENCE-ID"], found["DTSTART"], found["DTEND"]) == (start, start, end)
        assert not {"RRULE", "EXDATE"} & found.keys()
        assert found["SUMMARY"] == properties(master)["SUMMARY"]
        (read,) = told(one)
        assert (read.id, read.override) == (f"{series}@2026-12-16", True)


def test_the_day_of_a_series_is_the_very_entry_that_publishing_makes() -> None:
    """So that going back and publishing again agree to the byte."""
    found = library([film()])
    known = {
        "film": Trace(date(2026, 12, 2), "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230", override=False),
        "film@2026-12-16": Trace(date(2026, 12, 16), "", override=True),
    }
    groups = entries_of(occurrences(found), Setting(found, SITE, AS_OF), known)
    (told_apart,) = [e for group in groups for e in group if e.override]
    master = back(published(film())[1])["film"].vevent
    assert without_numbers(instance(master, date(2026, 12, 16))) == told_apart.head + told_apart.body


def test_a_calendar_takes_other_events_in_place_of_its_own() -> None:
    """Its head, its zone and its end stay; an empty one takes them too."""
    _, made = published(*EVENTS)
    one = back(made)["timed"].vevent
    only = published(EVENTS[0])[1][ALL]
    assert with_events(made[ALL], [one]) == only
    assert with_events(published()[1][ALL], [one]) == only
    assert with_events(only, []) == published()[1][ALL]
    assert only.count(BEGIN) == 1


def test_what_rang_rings_again_unless_it_is_called_off() -> None:
    """The alarm is that of the new time: by the hour or by the day."""
    _, made = published(*EVENTS)
    found = back(made)
    timed, days = found["timed"].vevent, found["market@2026-12-05"].vevent
    ringing = reminding(None, timed)
    assert b"TRIGGER:-P1D\r\n" in ringing
    assert ringing_as(ringing, days) == reminding(None, days)
    assert b"TRIGGER:-PT15H\r\n" in ringing_as(ringing, days)
    assert ringing_as(timed, days) == days
    assert ringing_as(ringing, cancelled(days, "撤下了。")) == cancelled(days, "撤下了。")
