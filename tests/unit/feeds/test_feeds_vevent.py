"""One occurrence as one VEVENT."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from generator.base.artifacts import SiteInfo
from generator.feeds.entry import UNPUBLISHED, Numbers, digest_of, without_numbers
from generator.feeds.vevent import Setting, entry, stamp
from generator.model import Occurrence
from generator.schedule import occurrences
from tests.clients.makers import AS_OF, CAMPAIGN, HECUN, QINGHU, SITE, event, library, properties


def made(as_of: date = AS_OF, site: SiteInfo = SITE, numbers: Numbers = UNPUBLISHED, **fields: Any) -> dict[str, str]:
    found = library([event(**fields)])
    return properties(vevent(occurrences(found)[0], Setting(found, site, as_of), numbers))


def vevent(occurrence: Occurrence, setting: Setting, numbers: Numbers = UNPUBLISHED) -> bytes:
    """The bytes of an occurrence's entry."""
    return entry(occurrence, setting).bytes(numbers)


def test_the_whole_entry_is_as_expected() -> None:
    found = library([event(status="确定", place="文化礼堂", audiences=("农民",))])
    assert vevent(occurrences(found)[0], Setting(found, SITE, AS_OF)).decode() == (
        "BEGIN:VEVENT\r\n"
        "UID:gaq-1@330881.pufa\r\n"
        "DTSTAMP:20201231T160000Z\r\n"
        "SEQUENCE:0\r\n"
        "DTSTART;TZID=Asia/Shanghai:20260415T090000\r\n"
        "DTEND;TZID=Asia/Shanghai:20260415T110000\r\n"
        "SUMMARY:国家安全教育主题宣讲\r\n"
        "STATUS:CONFIRMED\r\n"
        "LOCATION:贺村镇 文化礼堂\r\n"
        "DESCRIPTION:专项：全民国家安全教育日\\n形式：宣讲\\n对象\r\n"
        " ：农民\\n详情：https://pufa.example.gov.cn/events/gaq-1/\r\n"
        "CATEGORIES:全民国家安全教育日,宣讲\r\n"
        "URL:https://pufa.example.gov.cn/events/gaq-1/\r\n"
        "CLASS:PUBLIC\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "END:VEVENT\r\n"
    )


def test_the_uid_outlives_every_edit_and_a_move_to_another_host() -> None:
    first = made()["UID"]
    other = made(
        site=SiteInfo("https://other.cn/pufa/", "别名"), title="新名称", start=date(2027, 1, 1), end=date(2027, 1, 2),
        townships=(QINGHU,), place="新地点", status="取消", updated=datetime(2026, 1, 1),
    )["UID"]  # fmt: skip
    assert first == other == "gaq-1@330881.pufa"


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({"start": date(2026, 12, 4), "end": date(2026, 12, 4)}, "20261204", "20261205"),
        ({"start": date(2026, 12, 1), "end": date(2026, 12, 31)}, "20261201", "20270101"),
        ({"start": date(2028, 2, 28), "end": date(2028, 2, 28)}, "20280228", "20280229"),
    ],
)
def test_an_all_day_event_ends_on_the_day_after_its_last(fields: dict[str, Any], start: str, end: str) -> None:
    found = made(**fields)
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == (start, end)


def test_an_end_at_24_00_is_midnight_of_the_next_day() -> None:
    found = made(start=datetime(2026, 12, 31, 20), end=datetime(2027, 1, 1))
    assert found["DTEND;TZID=Asia/Shanghai"] == "20270101T000000"


def test_an_event_of_no_length_has_no_end() -> None:
    found = made(start=datetime(2026, 5, 1, 9), end=datetime(2026, 5, 1, 9))
    assert not [name for name in found if name.startswith(("DTEND", "DURATION"))]


@pytest.mark.parametrize(
    ("status", "word"),
    [("计划", "TENTATIVE"), ("确定", "CONFIRMED"), ("已办", "CONFIRMED"), ("取消", "CANCELLED"), ("延期", "TENTATIVE")],
)
def test_every_status_has_its_word(status: str, word: str) -> None:
    assert made(status=status)["STATUS"] == word


def test_subscribers_do_not_look_busy_nobody_is_rung_and_no_organiser_is_forged() -> None:
    found = made(organiser="贺村司法所", start=date(2026, 1, 1), end=date(2026, 1, 1))
    assert found["TRANSP"] == "TRANSPARENT"
    assert made()["TRANSP"] == "TRANSPARENT"
    assert not [name for name in found if name.startswith(("ORGANIZER", "ATTENDEE", "METHOD"))]
    assert found["BEGIN"] == "VEVENT"
    assert found["CLASS"] == "PUBLIC"


def test_a_site_with_a_position_gives_latitude_then_longitude() -> None:
    assert "GEO" not in made()
    found = library([event(site="park")])
    park = properties(vevent(occurrences(found)[0], Setting(found, SITE, AS_OF)))
    assert park["GEO"] == "28.600000;118.512345"


def test_a_published_entry_has_the_numbers_of_the_ledger() -> None:
    """SEQUENCE counts from 0; the moment of the last change is both stamps, also where the officer wrote an older one."""
    assert made()["SEQUENCE"] == "0"
    changed = Numbers(3, datetime(2026, 11, 20, 16))
    for fields in ({}, {"updated": datetime(2026, 3, 1, 7, 30)}):
        found = made(numbers=changed, **fields)
        assert found["SEQUENCE"] == "3"
        assert found["DTSTAMP"] == found["LAST-MODIFIED"] == "20261120T160000Z"


def test_the_digest_is_of_what_a_subscriber_sees() -> None:
    """Numbers and stamps do not count, every word does; it can be taken again from the published bytes."""
    found = library([event(), event("b", updated=datetime(2026, 1, 1))])
    for occurrence in occurrences(found):
        one = entry(occurrence, Setting(found, SITE, AS_OF))
        for numbers in (UNPUBLISHED, Numbers(2, datetime(2026, 1, 1))):
            assert digest_of(without_numbers(one.bytes(numbers))) == one.digest
    titles = {entry(occurrences(library([event(title=t)]))[0], Setting(found, SITE, AS_OF)).digest for t in "甲乙"}
    assert len(titles) == 2


def test_the_stamp_is_the_officers_word_in_utc() -> None:
    found = made(updated=datetime(2026, 3, 1, 7, 30))
    assert found["DTSTAMP"] == found["LAST-MODIFIED"] == "20260228T233000Z"


def test_a_stamp_from_the_future_is_cut_to_the_beginning_of_the_day() -> None:
    assert made(updated=datetime(2030, 1, 1))["LAST-MODIFIED"] == "20261120T160000Z"


def test_no_modification_is_claimed_that_nobody_recorded() -> None:
    """Readers that skip entries whose LAST-MODIFIED has not risen must not miss an edit."""
    assert "LAST-MODIFIED" not in made()


def test_without_the_officers_word_the_stamp_is_the_earlier_of_campaign_and_event() -> None:
    assert made()["DTSTAMP"] == "20201231T160000Z"
    assert made(start=datetime(2020, 6, 1, 9), end=datetime(2020, 6, 1, 10))["DTSTAMP"] == "20200531T160000Z"


def test_without_any_day_in_the_past_the_stamp_is_fixed() -> None:
    far = replace(CAMPAIGN, period=replace(CAMPAIGN.period, start=date(2027, 1, 1), end=date(2027, 12, 31)))
    found = library([event(start=date(2027, 4, 15), end=date(2027, 4, 15))], campaigns=(far,))
    made_entry = vevent(occurrences(found)[0], Setting(found, SITE, AS_OF))
    assert b"DTSTAMP:20200101T000000Z\r\n" in made_entry
    early = Setting(found, SITE, date(2019, 7, 1))
    assert stamp(occurrences(found)[0], early) == datetime(2019, 6, 30, 16)


def test_a_new_day_changes_no_byte_of_an_entry() -> None:
    found = library([event(), event("b", updated=datetime(2026, 1, 1)), event("c", status="延期")])
    for occurrence in occurrences(found):
        days = {vevent(occurrence, Setting(found, SITE, day)) for day in (AS_OF, date(2026, 11, 22), date(2031, 1, 1))}
        assert len(days) == 1


def test_a_zone_whose_clocks_change_is_refused() -> None:
    with pytest.raises(ValueError, match="Europe/Berlin"):
        Setting(library([], timezone="Europe/Berlin"), SITE, AS_OF)


def test_text_from_a_record_cannot_add_a_property() -> None:
    found = made(
        title="标题\r\nATTENDEE:mailto:a@b.cn", place="地点\nEND:VEVENT", summary="一\u2028BEGIN:VALARM", organiser="\x00;,\\",
    )  # fmt: skip
    assert "ATTENDEE" not in found
    assert found["BEGIN"] == found["END"] == "VEVENT"
    assert found["SUMMARY"] == "标题\\nATTENDEE:mailto:a@b.cn"
    assert HECUN not in found["LOCATION"]
