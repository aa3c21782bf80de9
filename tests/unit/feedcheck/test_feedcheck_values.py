"""Values: moments, durations, distances, addresses, and the grammar of RRULE."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from generator.feedcheck import values as v
from generator.feedcheck.rrule import read_rule


@pytest.mark.parametrize(
    ("text", "zone", "value", "kind"),
    [
        ("20260415", "", "DATE", "date"),
        ("20240229", "", "DATE", "date"),
        ("20260415T235960Z", "", "", "utc"),
        ("20260415T000000", "Asia/Shanghai", "", "zoned"),
        ("20260415T000000", "", "DATE-TIME", "floating"),
    ],
)
def test_moments_are_read(text: str, zone: str, value: str, kind: str) -> None:
    """Each form has its kind; a leap second is allowed."""
    read = v.moment(text, zone, value)
    assert isinstance(read, v.Moment)
    assert read.kind == kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20260229", "DATE"),
        ("20261301", "DATE"),
        ("00000101", "DATE"),
        ("20260415", ""),
        ("20260415T090000", "DATE"),
        ("20260415T240000", ""),
        ("20260415T0900", ""),
        ("2026-04-15", "DATE"),
        ("２０２６０４１５", "DATE"),
        ("", ""),
    ],
)
def test_what_is_no_moment_says_why(text: str, value: str) -> None:
    """Days that do not exist, wrong forms and a wrong VALUE are each told."""
    assert isinstance(v.moment(text, "", value), v.Wrong)


@pytest.mark.parametrize(
    "text", ["20270101T000000Z/PT1H", "20270101T000000Z/20270101T010000Z", "20270101T000000/20270102T000000"]
)
def test_periods_begin(text: str) -> None:
    """A time with a later one, or with a length: the first counts."""
    assert v.period(text) == v.moment(text.partition("/")[0])


@pytest.mark.parametrize(
    "rest",
    ["/", "", "/PT0S", "/-PT1H", "/20270101T000000Z", "/20261231T000000Z", "/20270102T000000", "/20270102", "/x"],
)
def test_what_is_no_period_says_how_one_is_written(rest: str) -> None:
    """No end, an end that is not later or of another kind, a length of nothing."""
    read = v.period(f"20270101T000000Z{rest}")
    assert isinstance(read, v.Wrong)
    assert "开始/时长" in read.message


def test_a_period_of_days_is_none() -> None:
    """A period has hours; a beginning that does not exist is told as such."""
    assert "一段时间" in getattr(v.period("20270101/P1D"), "message", "")
    assert "没有" in getattr(v.period("20270229T000000Z/P1D"), "message", "")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT12H", timedelta(hours=12)),
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("P2W", timedelta(weeks=2)),
        ("-PT15M", timedelta(minutes=-15)),
        ("+P1D", timedelta(days=1)),
        ("PT0S", timedelta(0)),
        ("P", None),
        ("PT", None),
        ("P1DT", None),
        ("P1W1D", None),
        ("12H", None),
        ("PT1H1", None),
        ("PT99999999999H", None),
    ],
)
def test_durations(text: str, length: timedelta | None) -> None:
    """RFC 5545, 3.3.6; what is too long to count is none."""
    assert v.duration(text) == length


@pytest.mark.parametrize(
    ("text", "hours"), [("+0800", 8), ("-0330", -3.5), ("+000000", 0), ("+053020", 5.5 + 20 / 3600)]
)
def test_distances_from_utc(text: str, hours: float) -> None:
    """RFC 5545, 3.3.14."""
    assert v.utc_offset(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["0800", "+08:00", "+2500", "-0000", "+0860", "八"])
def test_what_is_no_distance(text: str) -> None:
    """Without sign, with a colon, too far, or minus nothing."""
    assert v.utc_offset(text) is None


@pytest.mark.parametrize("text", ["https://a.cn/", "mailto:a@b.cn", "tel:+86-570-1", "urn:uuid:1", "HTTPS://A.CN"])
def test_addresses(text: str) -> None:
    """Absolute addresses of any scheme."""
    assert v.uri_fault(text) == ""


@pytest.mark.parametrize("text", ["", "a.cn/x", "/x", "https:///x", "https://a.cn/普法", "https://a.cn/a b", "司法局"])
def test_what_is_no_address(text: str) -> None:
    """Relative ones, ones without a host, ones with characters that have to be encoded."""
    assert v.uri_fault(text)


def test_moments_of_zones_are_compared_in_utc() -> None:
    """Nine in Shanghai is one in UTC; a zone that does not exist has no moment."""
    shanghai = v.Moment("zoned", datetime(2026, 4, 15, 9), "Asia/Shanghai")
    assert shanghai.instant == datetime(2026, 4, 15, 1)
    for zone in ("Nowhere", "../etc/passwd", "Asia", "\0"):
        assert v.Moment("zoned", datetime(2026, 4, 15, 9), zone).instant is None


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU;UNTIL=20261231T155959Z",
        "FREQ=MONTHLY;BYDAY=1WE,-1FR",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15,-1",
        "FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=1,-366",
        "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0;BYSECOND=0",
        "INTERVAL=1;FREQ=HOURLY",
    ],
)
def test_rules_of_the_standard_are_read(text: str) -> None:
    """Every part of RFC 5545, 3.3.10 is accepted, in any order."""
    assert read_rule(text)[1] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", 0),
        ("COUNT=3", 0),
        ("FREQ=FORTNIGHTLY", 0),
        ("FREQ=DAILY;", 11),
        ("FREQ=DAILY;;COUNT=1", 11),
        ("FREQ=DAILY;FREQ=DAILY", 11),
        ("FREQ=DAILY;COUNT=0", 11),
        ("FREQ=DAILY;INTERVAL=-1", 11),
        ("FREQ=DAILY;INTERVAL=１", 11),
        ("FREQ=DAILY;UNTIL=20260230", 11),
        ("FREQ=DAILY;BYDAY=1MO", 11),
        ("FREQ=MONTHLY;BYDAY=0MO", 13),
        ("FREQ=MONTHLY;BYDAY=54MO", 13),
        ("FREQ=WEEKLY;BYDAY=周三", 12),
        ("FREQ=WEEKLY;BYMONTHDAY=1", 12),
        ("FREQ=MONTHLY;BYMONTHDAY=32", 13),
        ("FREQ=MONTHLY;BYMONTHDAY=0", 13),
        ("FREQ=MONTHLY;BYYEARDAY=1", 13),
        ("FREQ=MONTHLY;BYWEEKNO=1", 13),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", 23),
        ("FREQ=YEARLY;BYMONTH=13", 12),
        ("FREQ=YEARLY;BYSETPOS=1", 12),
        ("FREQ=YEARLY;WKST=1", 12),
        ("FREQ=YEARLY;BYEASTER=0", 12),
        ("FREQ=YEARLY;BYMONTH", 12),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_its_part(text: str, place: int) -> None:
    """The one fault of each rule is found at the part that has it."""
    _, faults = read_rule(text)
    assert place in {fault.offset for fault in faults}
    assert all(fault.length >= 1 for fault in faults)
