"""RRULE is read by the letter of RFC 5545, and every defect names its part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generator.decode.repeat import parse_rrule
from generator.decode.repeat.rfc import looks_like, rule_of
from generator.decode.values import BadValue
from generator.model import Rule
from generator.schedule import rrule_text

START = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("FREQ=DAILY", Rule(freq="DAILY")),
        ("rrule:freq=weekly;byday=mo,we", Rule(freq="WEEKLY", by_day=((0, 0), (0, 2)))),
        ("RRULE: FREQ=WEEKLY ; WKST=SU;INTERVAL=2;", Rule(freq="WEEKLY", interval=2, by_day=((0, 6),), week_start=6)),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
         Rule(freq="MONTHLY", by_day=tuple((0, d) for d in range(5)), by_set_pos=(-1,))),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", Rule(freq="YEARLY", by_week_no=(20,), by_day=((0, 0),))),
        ("FREQ=YEARLY;BYYEARDAY=1,-1", Rule(freq="YEARLY", by_year_day=(-1, 1))),
        ("FREQ=YEARLY;BYDAY=20MO", Rule(freq="YEARLY", by_day=((20, 0),))),
        ("FREQ=YEARLY;BYMONTH=5", Rule(freq="YEARLY", by_month=(5,), by_month_day=(1,))),
        ("FREQ=DAILY;COUNT=10;RSCALE=GREGORIAN", Rule(freq="DAILY", count=10)),
        ("FREQ=DAILY;UNTIL=20261231", Rule(freq="DAILY", until=date(2026, 12, 31))),
    ],
)  # fmt: skip
def test_good_rules(text: str, wanted: Rule) -> None:
    """Parts in any order and case; what the beginning decides is written out."""
    assert looks_like(text)
    assert rule_of(text, START) == wanted


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("FREQ=HOURLY", "FREQ"), ("INTERVAL=2", "FREQ"), ("FREQ=", "FREQ="), ("FREQ=DAILY;FREQ=DAILY", "FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"), ("FREQ=DAILY;INTERVAL=1000", "INTERVAL"), ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"), ("FREQ=DAILY;COUNT=1;UNTIL=20261231", "COUNT"), ("FREQ=DAILY;COUNT=٣", "COUNT"),
        ("FREQ=DAILY;UNTIL=20261231T000000Z", "UNTIL"), ("FREQ=DAILY;UNTIL=20261301", "UNTIL"), ("FREQ=DAILY;UNTIL=2026-12-31", "UNTIL"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR"), ("FREQ=DAILY;BYMINUTE=9", "BYMINUTE"), ("FREQ=DAILY;BYSECOND=9", "BYSECOND"),
        ("FREQ=YEARLY;RSCALE=CHINESE", "RSCALE"), ("FREQ=YEARLY;SKIP=OMIT", "SKIP"), ("FREQ=DAILY;X=1", "X=1"), ("FREQ=DAILY;;COUNT=1", "“”"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"), ("FREQ=MONTHLY;BYDAY=1MO,TU", "BYDAY"), ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY"), ("FREQ=YEARLY;BYDAY=54MO", "BYDAY"), ("FREQ=WEEKLY;BYDAY=XX", "BYDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"), ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"), ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH"), ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH"), ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY"),
        ("FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY"), ("FREQ=MONTHLY;BYWEEKNO=1;BYDAY=MO", "BYWEEKNO"), ("FREQ=YEARLY;BYWEEKNO=1", "BYWEEKNO"),
        ("FREQ=YEARLY;BYWEEKNO=54;BYDAY=MO", "BYWEEKNO"), ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"), ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "BYSETPOS"), ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS"),
        ("FREQ=WEEKLY;WKST=8", "WKST"), ("FREQ=WEEKLY;BYDAY=" + "MO," * 5000, "BYDAY"),
    ],
)  # fmt: skip
def test_each_defect_names_its_part(text: str, part: str) -> None:
    """E120 says which part is wrong."""
    with pytest.raises(BadValue) as caught:
        rule_of(text, START)
    assert caught.value.code == "E120"
    assert part in caught.value.message
    assert len(caught.value.message) < 100


def test_a_published_rule_is_read_back_with_its_moment_in_utc() -> None:
    """UNTIL of a feed is a moment; its day is that of the region's zone."""
    text = "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=MO"
    found = parse_rrule(f"{text};UNTIL=20261230T160000Z")
    assert found.until == date(2026, 12, 31)
    assert parse_rrule(f"{text};UNTIL=20261230T160000Z", timedelta(hours=6)).until == date(2026, 12, 30)
    assert parse_rrule(f"{text};UNTIL=20261230").until == date(2026, 12, 30)
    assert rrule_text(found) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("FREQ=DAILY;INTERVAL=3", True), ("FREQ=DAILY;BYDAY=MO", False), ("FREQ=DAILY;BYMONTH=7", False),
        ("FREQ=WEEKLY;BYDAY=MO,TH", True), ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=MO", True),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU", False), ("FREQ=WEEKLY;BYDAY=MO;BYMONTH=7", False),
        ("FREQ=MONTHLY;BYDAY=4MO", True), ("FREQ=MONTHLY;BYDAY=-1MO", True), ("FREQ=MONTHLY;BYDAY=5MO", False),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", False), ("FREQ=MONTHLY;BYDAY=MO", False), ("FREQ=MONTHLY;BYDAY=-2MO", False),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", True), ("FREQ=MONTHLY;BYMONTHDAY=28", True), ("FREQ=MONTHLY;BYMONTHDAY=29", False),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", False), ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", False),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=1", False),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15", True), ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", False),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31", True), ("FREQ=YEARLY;BYMONTH=4,5;BYMONTHDAY=15", False),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=3SU", True), ("FREQ=YEARLY;BYMONTH=5;BYDAY=5SU", False), ("FREQ=YEARLY;BYDAY=3SU", False),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15,16", False), ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", False), ("FREQ=YEARLY;BYYEARDAY=1", False),
    ],
)  # fmt: skip
def test_feeds_are_told_only_what_clients_agree_on(text: str, told: bool) -> None:
    """A rule that every client reads alike comes back as it was; every other one is expanded."""
    assert rrule_text(rule_of(text, START)) == (text if told else None)


@pytest.mark.parametrize("kind", ["market", "lunar", "workdays"])
def test_other_calendars_are_never_rrules(kind: str) -> None:
    assert rrule_text(Rule(kind=kind, digits=(3,), lunar_days=((1, 1),))) is None  # type: ignore[arg-type]
