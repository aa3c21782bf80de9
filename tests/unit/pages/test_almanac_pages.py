"""Month pages: lunar dates, days off and dates of the legal year beside the events, in words and not in colour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generator.almanac.observances import shipped
from generator.model import DayOff, Observance
from generator.pages import almanac, calendar
from tests.clients.makers import AS_OF, event, library
from tests.unit.pages_kit import Html, dated_of, rendered, specs

LIBRARY = replace(library(()), observances=shipped())


def made(first: date, last: date, **more: Any) -> dict[str, Html]:
    """The calendar's pages of a county whose events lie on these two days."""
    events = (event("a", start=first, end=first), event("b", start=last, end=last))
    found = dated_of(replace(library(events), **{"observances": shipped(), **more}), AS_OF)
    return {address: rendered(spec, found) for address, spec in specs(calendar, found).items()}


@pytest.mark.parametrize(
    ("day", "label"),
    [(date(2026, 12, 4), "廿六"), (date(2026, 12, 9), "冬月"), (date(2025, 7, 25), "闰六月"), (date(2150, 1, 1), "")],
)
def test_the_lunar_day_in_a_cell(day: date, label: str) -> None:
    """Its number in words; on the first of a lunar month the month; outside the table nothing."""
    assert almanac.lunar_label(day) == label


def test_days_off_and_make_up_days_are_words() -> None:
    """休 and 班 are text, with the holiday's name for those who hear the page."""
    found = almanac.notes(LIBRARY, date(2026, 10, 1), date(2026, 10, 31))
    assert (found[date(2026, 10, 1)]["rest"], found[date(2026, 10, 1)]["rest_words"]) == ("休", "国庆节假期")
    assert (found[date(2026, 10, 10)]["rest"], found[date(2026, 10, 10)]["rest_words"]) == ("班", "调休上班")
    assert found[date(2026, 10, 17)]["rest"] == ""


def test_labels_stand_where_an_observance_begins_or_goes_on_in_a_new_month() -> None:
    """A week over the end of a month is labelled in both months."""
    week = Observance("w", "跨月周", "4月28日至5月4日")
    found = almanac.notes(replace(LIBRARY, observances=(week,)), date(2026, 4, 1), date(2026, 5, 31))
    assert [day for day, note in found.items() if note["marks"]] == [date(2026, 4, 28), date(2026, 5, 1)]
    inside = almanac.notes(replace(LIBRARY, observances=(week,)), date(2026, 4, 30), date(2026, 4, 30))
    assert inside[date(2026, 4, 30)]["marks"] == [{"title": "跨月周", "anchor": "o-w"}]


@pytest.mark.slow
def test_a_month_page_shows_its_observances_with_ordinals_and_basis() -> None:
    """In the table as a link to the list, in the list with day, lunar date and, where it was looked up, the basis."""
    page = made(date(2026, 12, 1), date(2026, 12, 20))["calendar/2026-12/"]
    page.assert_sound()
    assert "节点：第十三个国家宪法日" in page.text
    assert "#o-constitution-day" in page.links
    assert "2026年12月4日 星期五（农历十月廿六）依据：全国人大常委会决定" in page.text
    assert "2026年12月1日 星期二 至 12月7日 星期一" in page.text
    assert "依据：惯例" not in page.text
    assert "全国交通安全日" in page.text


def test_a_month_between_two_events_has_its_observances() -> None:
    """A month without any event, inside the span of those with events, still shows what is on; no month is added."""
    pages = made(date(2026, 2, 3), date(2026, 11, 3))
    assert "第十一个全民国家安全教育日" in pages["calendar/2026-04/"].text
    assert "2026年4月没有活动记录。" in pages["calendar/2026-04/"].text
    assert "calendar/2026-12/" not in pages
    assert "calendar/2026-01/" not in pages


def test_the_arrangement_in_a_sentence() -> None:
    """Spans by holiday and the make-up days; of a year to come, that it is not known yet; of a plain month nothing."""
    month = {
        m: almanac.arrangement(LIBRARY, *m)
        for m in (
            (date(2026, 9, 1), date(2026, 9, 30)),
            (date(2025, 10, 1), date(2025, 10, 31)),
            (date(2026, 11, 1), date(2026, 11, 30)),
            (date(2027, 3, 1), date(2027, 3, 31)),
            (date(2003, 5, 1), date(2003, 5, 31)),
        )
    }
    assert list(month.values()) == [
        "放假：9月25日至27日中秋节。调休上班：9月20日。",
        "放假：10月1日至5日国庆节，10月6日中秋节，10月7日至8日国庆节。调休上班：10月11日。",
        "",
        "2027年的放假安排还没有公布。",
        "",
    ]


def test_a_regions_own_day_off_is_shown() -> None:
    """What an officer enters appears in the table and in the sentence."""
    page = made(
        date(2026, 11, 3), date(2026, 11, 30), workdays=(DayOff(date(2026, 11, 27), "云溪节", off=True),)
    )["calendar/2026-11/"]  # fmt: skip
    assert "休（云溪节假期）" in page.text
    assert "放假：11月27日云溪节。" in page.text


def test_the_overview_lists_the_next_observances_and_leads_into_the_month() -> None:
    """The next six, this month's labels as links to its page, no anchor twice."""
    page = made(date(2026, 11, 3), date(2026, 12, 30))["calendar/"]
    page.assert_sound()
    assert page.text.count("第十三个国家宪法日") == 1
    assert page.source.count('<ul class="pf-observances">') == 1
    assert "../calendar/2026-11/#o-fire-safety-day" in page.links
    assert len(almanac.coming(LIBRARY, AS_OF)) == almanac.MOST_COMING
    assert [entry["date"] for entry in almanac.coming(LIBRARY, date(2026, 5, 20))][:2] == ["2026-05-01", "2026-06-05"]


def test_without_observances_the_pages_have_no_empty_heading() -> None:
    """A region that hides them all sees none of it."""
    pages = made(date(2026, 12, 1), date(2026, 12, 20), observances=())
    assert "节点" not in pages["calendar/2026-12/"].text
    assert "节点" not in pages["calendar/"].text
