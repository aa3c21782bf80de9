"""Repetition: what the standard allows is silent, and what points at no date is found."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from dateutil import rrule as du
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.feedcheck.recur import Budget, first, which
from generator.feedcheck.rrule import DAYS, read_rule
from tests.sites.feeds import kit

ZONED = "TZID=Asia/Shanghai"
OVERRIDE = (
    "BEGIN:VEVENT\r\nUID:a1@example.cn\r\nRECURRENCE-ID;{id}\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:1\r\n{times}\r\nSUMMARY:改期\r\n"
    "STATUS:CONFIRMED\r\nLOCATION:别处\r\nCATEGORIES:宣讲\r\nURL:https://a.cn/\r\nEND:VEVENT\r\n"
)
TIMES = f"DTSTART;{ZONED}:20260423T140000\r\nDTEND;{ZONED}:20260423T150000"


def with_override(text: str, identifier: str, times: str = TIMES) -> str:
    return text.replace("END:VCALENDAR\r\n", OVERRIDE.format(id=identifier, times=times) + "END:VCALENDAR\r\n")


WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=5"


@pytest.mark.parametrize(
    "text",
    [
        kit.repeating(WEEKLY, f"EXDATE;{ZONED}:20260422T090000", f"EXDATE;{ZONED}:20260429T090000,20260506T090000"),
        kit.repeating("RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260513T010000Z", f"EXDATE;{ZONED}:20260513T090000"),
        kit.repeating("RRULE:FREQ=DAILY;UNTIL=20260420T155959Z;BYHOUR=9,14", f"EXDATE;{ZONED}:20260416T140000"),
        kit.repeating("RRULE:FREQ=MONTHLY;BYDAY=WE;BYSETPOS=3;COUNT=4", f"EXDATE;{ZONED}:20260520T090000"),
        kit.repeating("RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15;UNTIL=20301231T155959Z"),
        kit.repeating(f"RDATE;{ZONED}:20260501T090000,20260503T090000", f"EXDATE;{ZONED}:20260503T090000"),
        kit.repeating(f"RDATE;VALUE=PERIOD;{ZONED}:20260501T090000/PT1H,\r\n 20260502T090000/20260502T100000"),
        kit.repeating("RDATE:20260501T010000Z"),
        kit.repeating(WEEKLY, f"EXDATE;{ZONED}:20260415T090000"),
        kit.repeating(WEEKLY, "EXDATE:20260422T010000Z,20260506T010000Z"),
        kit.changed((kit.TIMED, f"DTSTART:20260415T010000Z\n{WEEKLY}\nEXDATE;{ZONED}:20260422T090000\n")),
        with_override(kit.repeating(WEEKLY), f"{ZONED}:20260422T090000"),
        with_override(kit.repeating(WEEKLY), f"{ZONED}:20260415T090000"),
        with_override(kit.repeating(f"RDATE;{ZONED}:20260501T090000"), f"{ZONED}:20260501T090000"),
        kit.changed(
            (
                "DTSTART;VALUE=DATE:20260501",
                "DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY;UNTIL=20300501\nEXDATE;VALUE=DATE:20280501",
            )
        ),
        kit.repeating("RRULE:FREQ=HOURLY;INTERVAL=5;COUNT=3"),
    ],
)
def test_repetition_as_the_standard_has_it_is_silent(text: str) -> None:
    """Lists, several EXDATE lines, EXDATE in UTC or beside UTC, ends on the last date, RDATE in its forms, overrides of each kind of date."""
    assert kit.found(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (kit.repeating("RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260513T005959Z", f"EXDATE;{ZONED}:20260513T090000"), "F409"),
        (kit.repeating(WEEKLY, f"EXDATE;{ZONED}:20260520T090000"), "F409"),
        (kit.repeating(f"EXDATE;{ZONED}:20260416T090000"), "F409"),
        (kit.repeating(WEEKLY, "EXDATE:20260422T090000Z"), "F409"),
        (kit.repeating(WEEKLY, "EXDATE:20260422T090000"), "F408"),
        (kit.repeating(WEEKLY, "EXDATE;TZID=PRC:20260422T010000"), "F409"),
        (with_override(kit.repeating(WEEKLY), "TZID=PRC:20260422T090000"), "F410"),
        (kit.changed((kit.TIMED, f"DTSTART:20260415T010000Z\n{WEEKLY}\nEXDATE;{ZONED}:20260423T090000\n")), "F409"),
        (kit.repeating("RDATE;VALUE=DATE:20260501"), "F408"),
        (with_override(kit.repeating(WEEKLY), "VALUE=DATE:20260422"), "F410"),
        (with_override(kit.good(), f"{ZONED}:20260422T090000"), "F411"),
        (with_override(kit.repeating(WEEKLY, f"EXDATE;{ZONED}:20260422T090000"), f"{ZONED}:20260422T090000"), "F411"),
        (kit.repeating("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2"), "F406"),
        (kit.repeating("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20991231T000000Z"), "F406"),
        (kit.repeating("RRULE:FREQ=MONTHLY;BYMONTHDAY=1;COUNT=2"), "F407"),
        (kit.repeating("RRULE:FREQ=DAILY;UNTIL=20260420"), "F402"),
        (kit.repeating("RRULE:FREQ=DAILY;UNTIL=20260420T090000"), "F402"),
        (
            kit.changed(
                ("DTSTART;VALUE=DATE:20260501", "DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=DAILY;COUNT=2;BYHOUR=9")
            ),
            "F401",
        ),
        (kit.repeating(WEEKLY, "EXRULE:FREQ=DAILY;COUNT=1"), "F414"),
        (kit.repeating("RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3;SKIP=FORWARD"), "F404"),
        (kit.repeating("RRULE:FREQ=HOURLY;COUNT=30", f"EXDATE;{ZONED}:20260416T090000"), "F416"),
    ],
)
def test_what_points_at_no_date_is_found(text: str, code: str) -> None:
    """Just behind the end, a date that is none, another way of writing, an override of a date left out."""
    codes = set(kit.codes(kit.found(text))) - {"F201"}
    assert codes == {code}


def test_several_faults_of_a_rule_are_all_told_at_their_parts() -> None:
    """One look shows everything wrong with a rule, each at its own column."""
    findings = kit.found(kit.repeating("RRULE:FREQ=DAILY;COUNT=x;BYMONTH=13;UNTIL=20260230"))
    assert [(f.code, f.span.column) for f in findings] == [("F401", 18), ("F403", 18), ("F401", 26), ("F401", 37)]


def test_a_zone_that_python_does_not_know_is_not_guessed_at() -> None:
    """With a zone of the feed's own, whether the last date is within UNTIL is not known, and nothing is said of it."""
    text = kit.repeating("RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260513T010000Z", f"EXDATE;{ZONED}:20991231T090000")
    assert kit.found(text.replace("Asia/Shanghai", "Beijing")) == ()


WEEKDAYS = st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True).map(",".join)
ORDINALS = st.lists(st.sampled_from(["1MO", "2WE", "-1FR", "-2SU", "4TH"]), min_size=1, max_size=3, unique=True).map(
    ",".join
)
PARTS = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={};BYMONTH=3,4,5,11".format, st.integers(1, 3)),
    st.builds("FREQ=WEEKLY;INTERVAL={};WKST={};BYDAY={}".format, st.integers(1, 4), st.sampled_from(DAYS), WEEKDAYS),
    st.builds("FREQ=WEEKLY;INTERVAL={}".format, st.integers(1, 4)),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYDAY={}".format, st.integers(1, 5), ORDINALS),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={},-{}".format, st.integers(1, 31), st.integers(1, 31)),
    st.builds("FREQ=MONTHLY;BYDAY={};BYSETPOS={}".format, WEEKDAYS, st.sampled_from([1, 2, -1, -2])),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY={}".format, st.integers(1, 12), ORDINALS),
    st.builds("FREQ=YEARLY;BYDAY={}".format, ORDINALS),
    st.builds("FREQ=YEARLY;BYYEARDAY={},-{}".format, st.integers(1, 365), st.integers(1, 365)),
    st.builds("FREQ=YEARLY;WKST=MO;BYWEEKNO={};BYDAY=TU,WE,TH".format, st.integers(2, 51)),
    st.builds("FREQ=YEARLY;INTERVAL={};BYHOUR=9,14".format, st.integers(1, 2)),
)


@pytest.mark.slow
@given(PARTS, st.integers(1, 30), st.integers(0, 1500))
@settings(max_examples=150, deadline=None)
def test_dates_of_a_rule_are_those_of_a_library(parts: str, count: int, shift: int) -> None:
    """What `first` and `which` give agrees with dateutil's reading of the same rule, for every kind of part."""
    text, start = f"{parts};COUNT={count}", datetime(2026, 1, 1, 9) + timedelta(days=shift)
    rule, faults = read_rule(text)
    assert faults == []
    given = list(du.rrulestr(text, dtstart=start))
    assert first(rule, start, None, Budget()) == given[0]
    wanted = {start.replace(hour=hour) + timedelta(days=day) for day in range(1000) for hour in (9, 14)}
    assert which(rule, start, None, wanted, Budget()) == wanted & set(given)


def test_plain_days_and_ordinals_of_one_rule_add_up() -> None:
    """Mondays and the last Friday of a month, together (RFC 5545 has BYDAY as one list)."""
    rule, _ = read_rule("FREQ=MONTHLY;BYDAY=MO,-1FR")
    start = datetime(2026, 4, 6, 9)
    wanted = {start + timedelta(days=day) for day in range(25)}
    assert {w.day for w in which(rule, start, None, wanted, Budget()) or ()} == {6, 13, 20, 27, 24}


@pytest.mark.slow
def test_a_stranger_cannot_make_the_check_look_for_ever() -> None:
    """Hundreds of rules that never match, or match millions of times, are given up within seconds."""
    rules = [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=99991231T000000Z",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=99991231T000000Z",
        "FREQ=YEARLY;INTERVAL=999999999;BYYEARDAY=366;UNTIL=99991231T000000Z",
        f"FREQ=DAILY;COUNT=999999999;BYHOUR={','.join(map(str, range(24)))};BYMINUTE={','.join(map(str, range(60)))}",
    ]
    event = kit.good()[kit.good().index("BEGIN:VEVENT") : kit.good().index("END:VCALENDAR")]
    events = "".join(
        event.replace(
            kit.TIMED, f"{kit.TIMED}RRULE:{rules[n % len(rules)]}\r\nEXDATE;{ZONED}:99990101T090000\r\n"
        ).replace("1@", f"{n}@")
        for n in range(400)
    )
    begun = time.process_time()
    findings = kit.found(kit.changed((event, events)))
    assert time.process_time() - begun < 20
    assert "F416" in kit.codes(findings)
