"""Which occurrences stand alone in a calendar, and which are told as one series."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from generator.feeds.entry import Entry, Trace
from generator.feeds.series import entries, in_order
from generator.feeds.vevent import Setting
from generator.model import Change, Event, Repeat, Rule
from generator.schedule import occurrences
from tests.clients.makers import AS_OF, SITE, event, library, unfolded

WEEKLY = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 30))
FIRST, SECOND, THIRD = date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16)
WEEKLY_TEXT = "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230"


def film(rule: Rule = WEEKLY, start: Any = datetime(2026, 12, 1, 19), hours: int = 2, **repeat: Any) -> Event:
    """A film every Wednesday in December 2026, told by hour or by day."""
    end = start + timedelta(hours=hours) if isinstance(start, datetime) else start
    return event("film", start=start, end=end, status="确定", repeat=Repeat(rule, **repeat))


def told(found: Event, known: dict[str, Trace] | None = None) -> dict[str, Entry]:
    """The entries by id."""
    whole = library([found])
    made = in_order(entries(occurrences(whole), Setting(whole, SITE, AS_OF), known))
    keyed = {e.id: e for e in made}
    assert len(keyed) == len(made)
    return keyed


def times(entry: Entry) -> list[str]:
    """The lines of time, and the UID."""
    names = ("UID", "DTSTART", "DTEND", "RRULE", "EXDATE", "RECURRENCE-ID")
    return [line for line in unfolded(entry.head + entry.body) if line.startswith(names)]


def test_a_series_by_the_hour_is_one_entry_whose_end_is_told_in_utc() -> None:
    """From its first day, which need not be the day the record begins, to its last."""
    (master,) = told(film()).values()
    assert times(master) == [
        "UID:film@330881.pufa",
        "DTSTART;TZID=Asia/Shanghai:20261202T190000",
        "DTEND;TZID=Asia/Shanghai:20261202T210000",
        "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230T110000Z",
    ]
    assert (master.facts.rule, master.facts.day) == ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230", FIRST)


def test_a_series_of_days_ends_on_a_day() -> None:
    (master,) = told(film(start=date(2026, 12, 2), exceptions=(SECOND,))).values()
    assert times(master)[1:] == [
        "DTSTART;VALUE=DATE:20261202",
        "DTEND;VALUE=DATE:20261203",
        "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230",
        "EXDATE;VALUE=DATE:20261209",
    ]


def test_the_end_of_a_series_in_utc_may_be_on_another_day() -> None:
    """Over night it is not; before eight in the morning it is the day before."""
    (master,) = told(film(start=datetime(2026, 12, 1, 22), hours=3)).values()
    assert times(master)[2:] == [
        "DTEND;TZID=Asia/Shanghai:20261203T010000",
        "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230T140000Z",
    ]
    (early,) = told(film(start=datetime(2026, 12, 1, 6))).values()
    assert times(early)[3] == "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261229T220000Z"


def test_days_left_out_stand_on_lines_of_their_own_and_only_between_first_and_last() -> None:
    """The first day and the last are those that take place."""
    (master,) = told(film(exceptions=(FIRST, SECOND, date(2026, 12, 23), date(2026, 12, 30)))).values()
    assert [t for t in times(master) if t.startswith("EXDATE")] == []
    (master,) = told(film(exceptions=(FIRST, THIRD, date(2026, 12, 23)))).values()
    assert times(master)[1] == "DTSTART;TZID=Asia/Shanghai:20261209T190000"
    assert [t for t in times(master) if t.startswith("EXDATE")] == [
        "EXDATE;TZID=Asia/Shanghai:20261216T190000",
        "EXDATE;TZID=Asia/Shanghai:20261223T190000",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change(SECOND, start=datetime(2026, 12, 10, 15)), {"DTSTART": "20261210T150000", "STATUS": "CONFIRMED"}),
        (Change(SECOND, status="取消"), {"DTSTART": "20261209T190000", "STATUS": "CANCELLED"}),
        (Change(SECOND, title="专场"), {"SUMMARY": "专场"}),
        (Change(SECOND, place="新礼堂"), {"LOCATION": "贺村镇 新礼堂"}),
    ],
)
def test_what_differs_on_one_day_names_the_day_that_the_rule_gives(change: Change, expected: dict[str, str]) -> None:
    """Under the UID of the series, by the time it would have had."""
    found = told(film(changes=(change,)))
    assert sorted(found) == ["film", "film@2026-12-09"]
    override = found["film@2026-12-09"]
    lines = dict(line.split(":", 1) for line in unfolded(override.head + override.body))
    assert override.override
    assert lines["UID"] == "film@330881.pufa"
    assert lines["RECURRENCE-ID;TZID=Asia/Shanghai"] == "20261209T190000"
    plain = {key.partition(";")[0]: value for key, value in lines.items()}
    assert {key: plain[key] for key in expected} == expected
    assert "EXDATE" not in "".join(times(found["film"]))


@pytest.mark.parametrize(
    "rule",
    [
        Rule(kind="market", digits=(3, 8), lunar=True, count=3),
        Rule(kind="market", digits=(5,), count=3),
        Rule(kind="lunar", lunar_days=((12, 23),), count=3),
        Rule(kind="workdays", count=3),
        Rule(freq="MONTHLY", by_month_day=(31,), count=3),
        Rule(freq="MONTHLY", by_day=((5, 2),), count=3),
        Rule(freq="MONTHLY", by_day=((0, 2),), by_set_pos=(1,), count=3),
        Rule(freq="WEEKLY", by_day=((0, 2),), by_month=(12,), count=3),
    ],
)
def test_what_calendar_programs_read_in_several_ways_is_told_day_by_day(rule: Rule) -> None:
    """Each day with a UID of its own, which names it."""
    found = told(film(rule))
    assert len(found) == 3
    for identifier, entry in found.items():
        day = entry.facts.start
        assert isinstance(day, datetime)
        assert identifier == f"film@{day.date()}"
        assert times(entry)[0] == f"UID:{identifier}@330881.pufa"
        assert not entry.override
        assert not entry.facts.rule


def test_a_rule_that_gives_one_day_makes_no_series() -> None:
    (only,) = told(film(Rule(freq="WEEKLY", by_day=((0, 2),), count=1))).values()
    assert (only.id, only.facts.rule) == ("film@2026-12-02", "")


def test_a_day_besides_the_rule_stands_beside_the_series() -> None:
    """RECURRENCE-ID may name only what the rule gives."""
    found = told(film(extra=(date(2026, 12, 12),)))
    assert sorted(found) == ["film", "film@2026-12-12"]
    extra = found["film@2026-12-12"]
    assert times(extra)[:2] == ["UID:film@2026-12-12@330881.pufa", "DTSTART;TZID=Asia/Shanghai:20261212T190000"]


def test_what_the_holidays_move_is_an_exception_of_the_series() -> None:
    """The first Wednesday of the National Day holidays is put off to the first working day; the second has no room there."""
    rule = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2025, 10, 15))
    found = told(film(rule, start=datetime(2025, 9, 24, 19), on_holiday="顺延"))
    assert sorted(found) == ["film", "film@2025-10-01"]
    assert found["film@2025-10-01"].facts.start == datetime(2025, 10, 9, 19)
    assert times(found["film@2025-10-01"])[1] == "RECURRENCE-ID;TZID=Asia/Shanghai:20251001T190000"


def test_what_was_published_alone_stays_alone() -> None:
    """Its UID is on people's phones; the series leaves the day out."""
    alone = {"film@2026-12-09": Trace(SECOND, "", override=False)}
    found = told(film(), alone)
    assert sorted(found) == ["film", "film@2026-12-09"]
    assert times(found["film"])[-1] == "EXDATE;TZID=Asia/Shanghai:20261209T190000"
    assert times(found["film@2026-12-09"])[0] == "UID:film@2026-12-09@330881.pufa"


def test_an_exception_once_published_is_told_for_good() -> None:
    """Also when it is again as the series says: programs keep the exception that they have."""
    known = {"film": Trace(FIRST, WEEKLY_TEXT, override=False), "film@2026-12-09": Trace(SECOND, "", override=True)}
    found = told(film(), known)
    assert sorted(found) == ["film", "film@2026-12-09"]
    assert times(found["film@2026-12-09"])[1:3] == [
        "RECURRENCE-ID;TZID=Asia/Shanghai:20261209T190000",
        "DTSTART;TZID=Asia/Shanghai:20261209T190000",
    ]


def test_a_published_series_of_which_one_day_is_left_stays_a_series() -> None:
    rule = Rule(freq="WEEKLY", by_day=((0, 2),), count=1)
    (master,) = told(film(rule), {"film": Trace(FIRST, WEEKLY_TEXT, override=False)}).values()
    assert (master.id, master.facts.rule) == ("film", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261202")


def test_a_single_event_that_repeats_from_now_on_keeps_its_uid_for_its_own_day() -> None:
    """Where its days are told one by one; as a series it keeps it for the whole."""
    known = {"film": Trace(date(2026, 12, 31), "", override=False)}
    monthly = film(Rule(freq="MONTHLY", by_month_day=(31,), count=2), start=datetime(2026, 12, 31, 19))
    assert sorted(told(monthly, known)) == ["film", "film@2027-01-31"]
    assert sorted(told(film(), known)) == ["film"]


def test_a_repeating_event_that_happens_once_from_now_on_keeps_the_uid_of_that_day() -> None:
    known = {"film@2026-12-09": Trace(SECOND, "", override=False)}
    single = event("film", start=datetime(2026, 12, 9, 19), end=datetime(2026, 12, 9, 21))
    assert list(told(single, known)) == ["film@2026-12-09"]


def test_entries_stand_in_the_order_in_which_they_begin() -> None:
    """A moved day by its new time, a day before the hours of that day."""
    moved = Change(FIRST, start=datetime(2026, 12, 20, 8))
    whole = library([film(changes=(moved,)), event("day", start=THIRD, end=THIRD)])
    made = in_order(entries(occurrences(whole), Setting(whole, SITE, AS_OF)))
    assert [e.id for e in made] == ["film", "day", "film@2026-12-02"]


def test_the_first_occurrence_tells_of_the_whole_series_and_the_others_only_of_themselves() -> None:
    whole = library([film(changes=(Change(THIRD, status="取消"),))])
    groups = entries(occurrences(whole), Setting(whole, SITE, AS_OF))
    assert [[e.id for e in group] for group in groups] == [["film"], [], ["film@2026-12-16"], [], []]
