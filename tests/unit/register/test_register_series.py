"""Series from one publication to the next: what is told of each day, and under which UID."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from generator.feeds.build import Issue
from generator.model import Change, Event, Repeat, Rule
from generator.register.advance import Outcome, advance
from generator.register.digest import digests
from generator.register.record import Register, read_register, write_register
from generator.schedule import occurrences
from tests.clients.makers import SITE, event, files, library, properties, vevents

DAY = date(2026, 11, 22)
WEEKLY = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 30))
MARKET = Rule(kind="market", digits=(3, 8), lunar=True, until=date(2026, 12, 30))


def film(rule: Rule | None = WEEKLY, start: datetime = datetime(2026, 11, 4, 19), **more: Any) -> Event:
    """A film every Wednesday evening unless told otherwise."""
    fields = {k: more.pop(k) for k in list(more) if k not in ("exceptions", "extra", "changes", "on_holiday")}
    repeat = Repeat(rule, **more) if rule else None
    return event("film", start=start, end=start.replace(hour=21), repeat=repeat, **{"status": "确定", **fields})


def told(events: list[Event], register: Register | None = None, as_of: date = DAY) -> Outcome:
    found = library(events)
    return advance(found, occurrences(found), register, SITE, as_of)


def seen(outcome: Outcome) -> dict[str, str]:
    """SUMMARY by UID and RECURRENCE-ID in the feed of everything; each pair once."""
    issue = Issue(outcome.entries, outcome.numbers, outcome.also, outcome.kept)
    found: dict[str, str] = {}
    for piece in vevents(files(outcome.library, issue=issue)["calendars/all.ics"]):
        entry = properties(piece)
        day = next((v[:8] for k, v in entry.items() if k.startswith("RECURRENCE-ID")), "")
        key = f"{entry['UID'].removesuffix('@330881.pufa')} {day}".strip()
        assert key not in found
        found[key] = entry["SUMMARY"]
    return found


def kinds(outcome: Outcome) -> dict[str, str]:
    return {c.id: c.kind for c in outcome.changes}


def test_a_series_is_one_entry_with_what_differs_beside_it() -> None:
    """A moved, a called-off and a dropped day each as an exception that names its day, with a higher number."""
    first = told([film()])
    assert seen(first) == {"film": "国家安全教育主题宣讲"}
    moved = Change(date(2026, 12, 2), start=datetime(2026, 12, 3, 15))
    off = Change(date(2026, 12, 9), status="取消", note="停电")
    second = told([film(changes=(moved, off), exceptions=(date(2026, 12, 16),))], first.register)
    assert seen(second) == {
        "film": "国家安全教育主题宣讲",
        "film 20261202": "国家安全教育主题宣讲",
        "film 20261209": "【取消】国家安全教育主题宣讲",
        "film 20261216": "【取消】国家安全教育主题宣讲",
    }
    assert kinds(second) == {"film@2026-12-02": "改期", "film@2026-12-09": "取消", "film@2026-12-16": "取消"}
    assert {second.numbers[i].sequence for i in kinds(second)} == {1}
    assert second.numbers["film"].sequence == 0


def test_an_exception_that_is_taken_back_is_told_again_as_the_series_says() -> None:
    """Whoever has the moved day must see it move back; the exception stays, with a later number."""
    moved = Change(date(2026, 12, 2), start=datetime(2026, 12, 3, 15))
    first = told([film(changes=(moved,))])
    second = told([film()], first.register)
    assert "film 20261202" in seen(second)
    assert kinds(second) == {"film@2026-12-02": "改期"}
    assert second.numbers["film@2026-12-02"].sequence == 1


def test_what_was_held_as_planned_needs_no_entry_of_its_own() -> None:
    held = replace(film(), repeat=Repeat(WEEKLY, held_until=date(2026, 11, 18)))
    assert seen(told([held])) == {"film": "国家安全教育主题宣讲"}


def test_a_series_on_another_weekday_calls_off_the_coming_days_it_had() -> None:
    """Past days are no news; RECURRENCE-ID is used for no day that the new rule does not give."""
    first = told([film()])
    second = told([film(replace(WEEKLY, by_day=((0, 3),)))], first.register)
    assert set(seen(second)) == {
        "film",
        *(f"film@2026-{d}" for d in ("11-25", "12-02", "12-09", "12-16", "12-23", "12-30")),
    }
    assert kinds(second)["film"] == "改期"


def test_a_series_told_one_by_one_calls_off_no_day_that_takes_place() -> None:
    """The whole is void and says so; its days that go on are no news; only the others are added or called off."""
    first = told([film()])
    second = told([film(replace(WEEKLY, by_month=(11, 12)))], first.register)  # the same days, told one by one
    assert kinds(second) == {}
    assert seen(second)["film"] == "【已改为逐场列出】国家安全教育主题宣讲"
    ghost = next(p for p in map(properties, vevents(_feed(second))) if p["UID"] == "film@330881.pufa")
    assert "请不要前往" not in ghost["DESCRIPTION"]
    assert {o.status for o in second.occurrences} == {"确定"}
    third = told([film(MARKET)], first.register)
    assert kinds(third)["film@2026-11-26"] == "新增"
    assert "film@2026-12-16" not in kinds(third)  # a Wednesday and a market day


def _feed(outcome: Outcome) -> bytes:
    issue = Issue(outcome.entries, outcome.numbers, outcome.also, outcome.kept)
    return files(outcome.library, issue=issue)["calendars/all.ics"]


def test_a_single_day_that_becomes_an_extra_of_a_series_leaves_the_uid_to_the_series() -> None:
    """No UID stands twice in a file."""
    first = told([film(None, datetime(2026, 12, 5, 19))])
    second = told([film(start=datetime(2026, 12, 2, 19), extra=(date(2026, 12, 5),))], first.register)
    assert set(seen(second)) == {"film", "film@2026-12-05"}


def test_a_series_that_becomes_a_single_day_keeps_its_uid() -> None:
    first = told([film()])
    second = told([film(None, datetime(2026, 12, 2, 19))], first.register)
    assert seen(second)["film"] == "国家安全教育主题宣讲"
    assert "film@2026-12-02" not in seen(second)
    assert kinds(second)["film@2026-12-09"] == "取消"


def test_the_one_day_left_of_days_told_alone_keeps_its_uid_when_it_moves() -> None:
    first = told([film(MARKET)])
    second = told([film(None, datetime(2026, 12, 11, 19))], first.register)
    assert "film" not in seen(second)
    third = told([film(None, datetime(2026, 12, 12, 19))], second.register)
    assert kinds(third) == {"film@2026-12-11": "改期"}
    assert "film" not in seen(third)


def test_a_series_that_goes_on_for_longer_is_new_and_not_moved() -> None:
    first = told([film()])
    second = told([film(replace(WEEKLY, until=date(2027, 3, 31)))], first.register)
    assert kinds(second) == {"film": "新增"}
    assert second.numbers["film"].sequence == 1


def test_a_dropped_day_is_called_off_where_it_would_have_been() -> None:
    """The series moves to another hall and drops a day: whoever waits at the old one must read the old one's name."""
    first = told([film(place="甲礼堂")])
    second = told([film(place="乙广场", exceptions=(date(2026, 12, 9),))], first.register)
    (dropped,) = [o for o in second.occurrences if o.status == "取消"]
    assert "甲礼堂" in dropped.event.place
    (line,) = [i.line for d in digests(second.register, second.library) for i in d.items if i.kind == "取消"]
    assert "甲礼堂" in line


def test_time_alone_changes_nothing_of_a_long_series() -> None:
    """A called-off first day stays told as long as its series, else the series would begin on another day by itself."""
    rule = replace(WEEKLY, until=date(2028, 6, 28))
    first = told([film(rule)])
    second = told([film(rule, exceptions=(date(2026, 11, 4),))], first.register, date(2026, 11, 1))
    third = told([film(rule, exceptions=(date(2026, 11, 4),))], second.register, date(2027, 12, 1))
    assert third.changes == ()
    assert third.register is second.register


def test_changes_of_one_day_stay_in_their_order_in_the_file() -> None:
    """The run that publishes and the next one that reads the ledger make the same pages."""
    first = told([event("a", start=datetime(2026, 12, 4, 9), end=datetime(2026, 12, 4, 10), place="甲")])
    register = first.register
    for place in ("丙", "乙"):
        made = event("a", start=datetime(2026, 12, 4, 9), end=datetime(2026, 12, 4, 10), place=place)
        register = told([made], register).register
    read, _ = read_register(write_register(register), "330881")
    assert read == register
    assert [c.where[-1] for c in register.changes] == ["甲", "丙"]
