"""The bytes of iCalendar: escapes, values, zones and the calendar's own properties."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from generator.feeds import ics
from tests.clients.makers import unfolded


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("宪法宣传周", "宪法宣传周"),
        ("a,b;c\\d", "a\\,b\\;c\\\\d"),
        ("一\n二\r\n三\r四", "一\\n二\\n三\\n四"),
        ("甲\u2028乙\u2029丙\x85丁\x0b戊\x0c己\x1c庚", "甲\\n乙\\n丙\\n丁\\n戊\\n己\\n庚"),
        ("a\tb", "a b"),
        ("a\x00b\x1fc\x7fd\u202ee\ufefff", "abcdef"),
        ("\ud800", "\ufffd"),
        ("全角，分号；不变：", "全角，分号；不变："),
        ("\\n", "\\\\n"),
    ],
)
def test_text_is_escaped_and_cannot_end_its_line(text: str, escaped: str) -> None:
    assert ics.escape(text) == escaped


def test_values_are_written_as_the_standard_has_them() -> None:
    assert ics.day_value(date(2026, 4, 5)) == "20260405"
    assert ics.time_value(datetime(2026, 4, 5, 0, 7)) == "20260405T000700"
    assert ics.time_value(datetime(2026, 12, 31, 23, 59, 58)) == "20261231T235958"


def test_an_address_keeps_to_visible_ascii() -> None:
    assert ics.uri("https://a.cn/普?x=1") == "https://a.cn/%E6%99%AE?x=1"
    assert ics.uri("https://a.cn/\r\nX: y") == "https://a.cn/%0D%0AX:%20y"


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Asia/Shanghai", 8), ("Asia/Urumqi", 6), ("Asia/Hong_Kong", 8), ("UTC", 0), ("Asia/Kolkata", 5.5)],
)
def test_zones_with_one_offset_since_2000_are_known(zone: str, hours: float) -> None:
    assert ics.fixed_offset(zone) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "Asia/Pyongyang", "Asia/Nowhere", "", "../etc/passwd", "Asia", "上海"]
)
def test_zones_that_change_or_do_not_exist_have_no_offset(zone: str) -> None:
    assert ics.fixed_offset(zone) is None
    with pytest.raises(ValueError, match="固定"):
        ics.vtimezone(zone)


def test_the_time_zone_is_short_and_has_one_offset() -> None:
    assert ics.vtimezone("Asia/Shanghai").decode().split("\r\n") == [
        "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE", "",
    ]  # fmt: skip
    assert b"TZOFFSETTO:+0530" in ics.vtimezone("Asia/Kolkata")
    assert b"TZOFFSETTO:-0500" in ics.vtimezone("America/Panama")


HEADER = ics.Header(
    "江山市普法活动", "一,二", "calendars/all@330881.pufa", "https://a.cn/all.ics", "https://a.cn/", "Asia/Shanghai"
)


def test_the_calendar_names_itself_and_how_often_to_look() -> None:
    found = unfolded(ics.calendar(HEADER, ics.vtimezone("Asia/Shanghai"), ()))
    assert found[:14] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pufa//legal education calendar//ZH",
        "CALSCALE:GREGORIAN",
        "UID:calendars/all@330881.pufa",
        "NAME:江山市普法活动",
        "DESCRIPTION:一\\,二",
        "URL:https://a.cn/",
        "SOURCE;VALUE=URI:https://a.cn/all.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "X-WR-CALNAME:江山市普法活动",
        "X-WR-CALDESC:一\\,二",
        "X-WR-TIMEZONE:Asia/Shanghai",
    ]
    assert found[14] == "BEGIN:VTIMEZONE", "a calendar without events still has a component"
    assert found[-1] == "END:VCALENDAR"
    assert not [line for line in found if line.startswith("METHOD")]


def test_every_begin_has_its_end() -> None:
    open_parts: list[str] = []
    for line in unfolded(ics.calendar(HEADER, ics.vtimezone("Asia/Shanghai"), (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",))):
        word, _, name = line.partition(":")
        if word == "BEGIN":
            open_parts.append(name)
        elif word == "END":
            assert open_parts.pop() == name
    assert not open_parts
