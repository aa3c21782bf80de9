"""Corner cases of calendars, zones and events: allowed ones are silent, near misses are not."""

from __future__ import annotations

import pytest

from tests.sites.feeds import kit

SUMMER = """BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
"""
END = "DTEND;TZID=Asia/Shanghai:20260415T110000\r\n"
DAY = "DTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20260502\r\n"


@pytest.mark.parametrize(
    "text",
    [
        kit.changed(("BEGIN:VEVENT\r\n", SUMMER), (END, "DTEND;TZID=America/New_York:20260414T223000\n")),
        kit.changed((END, "DTEND:20260415T030000Z\n")),
        kit.changed((END, "")),
        kit.changed((DAY, "DTSTART;VALUE=DATE:20260501\nDURATION:P1W\n")),
        kit.changed((DAY, "DTSTART;VALUE=DATE:20260501\n")),
        kit.changed(("20260415T110000", "20260416T000000")),
        kit.changed(("GEO:28.737000;118.626000", "GEO:-90;180")),
        kit.changed(("STATUS:CONFIRMED", "STATUS:cancelled"), ("SUMMARY:国家", "SUMMARY:Cancelled: 国家")),
        kit.changed(("TRANSP:TRANSPARENT", "TRANSP:OPAQUE\nCLASS:PUBLIC\nX-OWN;A=1:a,b;c\nCOMMENT:一\nCOMMENT:二")),
        kit.changed(("第一行", "C:\\\\news 三 < 四 & 五")),
        kit.changed(
            ("TZID:Asia/Shanghai", "TZID:Asia/Shanghai\nLAST-MODIFIED:20200101T000000Z\nX-LIC-LOCATION:Asia/Shanghai")
        ),
        kit.changed(("SUMMARY:国家", 'SUMMARY;LANGUAGE=zh-CN;ALTREP="https://a.cn/;:,":\r\n 国家')),
        kit.changed(("DTSTAMP:20260101T000000Z", "DTSTAMP:20261122T160000Z\nLAST-MODIFIED:20261122T160000Z")),
    ],
)
def test_what_the_standard_allows_is_silent(text: str) -> None:
    """Ends in another zone or in UTC, no end, days as DURATION, ends at midnight, both poles, own properties."""
    assert kit.found(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (kit.changed(("BEGIN:VEVENT\r\n", SUMMER), (END, "DTEND;TZID=America/New_York:20260414T203000\n")), "F311"),
        (kit.changed((END, "DTEND:20260415T010000Z\n")), "F311"),
        (kit.changed((END, "DTEND:20260415T110000\n")), "F313"),
        (kit.changed((DAY, "DTSTART;VALUE=DATE:20260501\nDURATION:PT5H\n")), "F314"),
        (kit.changed((END, "DURATION:-PT1H\n")), "F314"),
        (kit.changed(("DTSTART;TZID", "DTSTART;VALUE=PERIOD;TZID")), "F309"),
        (kit.changed(("DTSTART;TZID", "DTSTART;VALUE=TEXT;TZID")), "F309"),
        (kit.repeating("EXDATE;VALUE=PERIOD:20260501T000000Z/PT1H"), "F309"),
        (kit.changed(("20260415T090000", "20260415T000000"), ("20260415T110000", "20260415T235900")), "F315"),
        (kit.changed(("GEO:28.737000;118.626000", "GEO:28.7,118.6")), "F321"),
        (kit.changed(("GEO:28.737000;118.626000", "GEO:nan;inf")), "F321"),
        (kit.changed(("TRANSP:TRANSPARENT", "TRANSP:FREE")), "F317"),
        (kit.changed(("PT12H\r\nX-P", "12小时\r\nX-P")), "F114"),
        (kit.changed(("SOURCE;VALUE=URI", "SOURCE")), "F118"),
        (kit.changed(("VERSION:2.0", "VERSION:2.0\nVERSION:2.0")), "F108"),
        (kit.changed(("CALSCALE", "PRODID:-//b//ZH\nCALSCALE")), "F109"),
        (kit.changed(("SEQUENCE:0", "SEQUENCE:4294967296")), "F307"),
        (kit.changed(("UID:a1@example.cn", "UID:")), "F301"),
        (kit.changed(("SUMMARY:国家安全教育日宣讲", "SUMMARY:  ")), "F319"),
        (kit.changed(("SUMMARY:民法典宣传日", "SUMMARY:民法典宣传日\\")), "F012"),
        (kit.changed(("LOCATION:城东镇 文化礼堂", "LOCATION:城东镇;文化礼堂")), "F011"),
        (kit.changed(("CATEGORIES:宣讲,咨询", "CATEGORIES:宣讲;咨询")), "F011"),
        (kit.changed(("TZOFFSETTO:+0800\r\nTZNAME", "TZOFFSETTO:八小时\r\nTZNAME")), "F208"),
        (
            kit.changed(
                ("TZID:Asia/Shanghai\r\n", "TZID:\r\n"),
                ("BEGIN:VTIMEZONE", SUMMER.removesuffix("BEGIN:VEVENT\n") + "BEGIN:VTIMEZONE"),
            ),
            "F208",
        ),
        (kit.changed(("DTSTAMP:20260101T000000Z", "DTSTAMP:20260101T000000Z\nCREATED:20990101T000000Z")), "F306"),
    ],
)
def test_near_misses_are_found(text: str, code: str) -> None:
    """A minute too early in another zone, a kind that differs, a value that is none."""
    assert code in kit.codes(kit.found(text))


def test_beijing_time_with_former_summer_time_is_read_as_such() -> None:
    """What icalendar writes of Asia/Shanghai by default is right today, and carries 1986 to 1991."""
    import icalendar

    zone = icalendar.Timezone.from_tzid("Asia/Shanghai").to_ical().decode()
    start = kit.good().index("BEGIN:VTIMEZONE")
    end = kit.good().index("END:VTIMEZONE\r\n") + len("END:VTIMEZONE\r\n")
    told = kit.codes(kit.found(kit.good()[:start] + zone + kit.good()[end:]))
    assert "F207" in told
    assert "F206" not in told


def test_floating_times_are_told_once_an_event() -> None:
    """A time without zone is one warning, at DTSTART."""
    text = kit.changed((kit.TIMED, "DTSTART:20260415T090000\nDTEND:20260415T110000\n"))
    assert [(f.code, f.span.line) for f in kit.found(text)] == [("F210", 25)]


@pytest.mark.parametrize("name", ["all-remind.ics", "calendars/ALL-REMIND.ICS", "http://localhost/x-remind.ics"])
def test_alarms_are_welcome_in_feeds_that_were_chosen_for_them(name: str) -> None:
    """The end of the file's name says that subscribers wanted to be reminded."""
    text = (kit.BAD / "F322.ics").read_bytes()
    assert kit.found(text, name) == ()
    assert kit.codes(kit.found(text)) == ["F322"]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("ACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20260414T010000Z", False),
        ("ACTION:DISPLAY\nDESCRIPTION:快到了\nTRIGGER;RELATED=END:-PT5M\nREPEAT:2\nDURATION:PT5M", False),
        ("ACTION:DISPLAY\nTRIGGER:-P1D", True),
        ("ACTION:AUDIO\nTRIGGER:-1D", True),
        ("ACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20260414T090000", True),
        ("ACTION:AUDIO\nTRIGGER:-P1D\nREPEAT:2", True),
        ("TRIGGER:-P1D", True),
    ],
)
def test_alarms_are_complete(lines: str, fault: bool) -> None:
    """ACTION, TRIGGER and what each kind of alarm needs besides."""
    text = kit.changed(("END:VEVENT", f"BEGIN:VALARM\n{lines}\nEND:VALARM\nEND:VEVENT"))
    assert kit.codes(kit.found(text, "a-remind.ics")) == (["F323"] if fault else [])


def test_a_calendar_without_events_is_no_fault() -> None:
    """A township where nothing is planned has a calendar with a zone and nothing else."""
    text = kit.good()
    empty = text[: text.index("BEGIN:VEVENT")] + "END:VCALENDAR\r\n"
    assert kit.found(empty) == ()


def test_at_most_two_hundred_findings_a_rule() -> None:
    """What is wrong 300 times is shown 200 times, and the next line says how many more there are."""
    text = kit.changed(("SEQUENCE:0", "\n".join(["SEQUENCE:0", *["GEO:x"] * 300]))).replace(
        "GEO:28.737000;118.626000\r\n", ""
    )
    shown = [f for f in kit.found(text) if f.code == "F321"]
    assert len(shown) == 201
    assert shown[-1].message == "同样的问题还有100处，从这里起没有列出"
    assert shown[-1].span.line == 25 + 200
