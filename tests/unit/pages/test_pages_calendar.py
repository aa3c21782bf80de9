"""Months: each day shows what is on, and every link in the table leads somewhere."""

from __future__ import annotations

import marshal
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Event
from generator.pages import calendar
from tests.clients.makers import AS_OF, event
from tests.unit.pages_kit import dated, rendered, specs


def on(day: date, identifier: str = "a", days: int = 1, title: str = "") -> Event:
    return event(identifier, title=title or f"活动{identifier}", start=day, end=day + timedelta(days=days - 1))


def test_every_month_from_first_to_last_event_has_a_page_and_this_month_too() -> None:
    found = dated([on(date(2026, 8, 3), "a"), on(date(2026, 9, 1), "b")])
    assert list(specs(calendar, found)) == [
        "calendar/", "calendar/2026-08/", "calendar/2026-09/", "calendar/2026-10/", "calendar/2026-11/",
    ]  # fmt: skip


def test_month_links_lead_only_to_months_that_exist() -> None:
    made = specs(calendar, dated([on(date(2026, 10, 3))]))
    first, last = made["calendar/2026-10/"].context, made["calendar/2026-11/"].context
    assert first["before"] is None
    assert first["after"]["address"] == "calendar/2026-11/"
    assert last["after"] is None


@pytest.mark.parametrize(("month", "first", "weeks"), [(date(2026, 11, 1), 6, 6), (date(2027, 2, 1), 0, 4)])
def test_weeks_begin_on_monday(month: date, first: int, weeks: int) -> None:
    grid = calendar.month_grid(month, {}, AS_OF)
    assert len(grid) == weeks
    assert [cell["day"] for cell in grid[0]].index(1) == first
    assert sum(1 for week in grid for cell in week if cell["day"]) in (28, 30)


def test_an_event_of_several_days_is_on_each_but_listed_once() -> None:
    found = dated([on(date(2026, 10, 30), days=4)])
    made = specs(calendar, found)
    cells = {c["date"]: c["count"] for week in made["calendar/2026-11/"].context["weeks"] for c in week if c["count"]}
    assert cells == {"2026-11-01": 1, "2026-11-02": 1}
    assert len(made["calendar/2026-11/"].context["list"]) == 1
    assert made["calendar/2026-11/"].context["count"] == 1


def test_what_lasts_over_a_month_s_end_stands_on_the_first_with_its_end() -> None:
    """And in the overview of what is coming on the day itself, as long as it is on."""
    found = dated(
        [
            on(date(2026, 10, 30), days=40, title="宪法展"),
            on(date(2026, 11, 22), "b"),
            on(date(2026, 11, 1), "c", days=3),
        ]
    )
    made = specs(calendar, found)
    listed = {
        key: [(i["anchor"], i["row"]["date"]) for i in made[f"calendar/{key}/"].context["list"]]
        for key in ("2026-10", "2026-11", "2026-12")
    }
    assert listed["2026-10"] == [("d-2026-10-30", "2026-10-30")]
    assert listed["2026-11"][:2] == [("d-2026-11-01", "2026-11-01"), ("", "2026-11-01")]
    assert listed["2026-12"] == [("d-2026-12-01", "2026-12-01")]
    html = rendered(made["calendar/2026-12/"], found)
    assert "进行中，到12月8日" in html.text
    assert "10月30日" not in html.text
    coming = made["calendar/"].context["coming"]
    assert [(r["title"], r["date"], r["until"]) for r in coming] == [
        ("宪法展", "2026-11-21", "进行中，到12月8日"), ("活动b", "2026-11-22", ""),
    ]  # fmt: skip


def test_a_crowded_day_shows_four_and_how_many_more() -> None:
    found = dated([on(date(2026, 11, 5), f"e{i}") for i in range(7)])
    html = rendered(specs(calendar, found)["calendar/2026-11/"], found)
    assert "另有 3 场" in html.text
    assert html.source.count('<li><a href="../../events/e') == 4


def test_today_is_marked_in_words_and_only_in_its_month() -> None:
    found = dated([on(date(2026, 10, 5))])
    made = specs(calendar, found)
    assert "21 今天" in rendered(made["calendar/2026-11/"], found).text
    assert "今天" not in rendered(made["calendar/2026-10/"], found).text


def test_a_cancelled_event_says_so_in_the_table() -> None:
    found = dated([event("a", title="老契约讲解", status="取消", start=date(2026, 11, 5), end=date(2026, 11, 5))])
    assert "已取消：老契约讲解" in rendered(specs(calendar, found)["calendar/2026-11/"], found).text


def test_an_empty_month_says_so() -> None:
    found = dated([on(date(2026, 10, 5))])
    assert "2026年11月没有活动记录。" in rendered(specs(calendar, found)["calendar/2026-11/"], found).text


def test_the_overview_counts_the_events_of_every_month() -> None:
    found = dated([on(date(2026, 10, 5), "a"), on(date(2026, 10, 31), "b", days=2), on(date(2025, 12, 1), "c")])
    years = specs(calendar, found)["calendar/"].context["years"]
    assert [year["year"] for year in years] == [2026, 2025]
    assert {m["month"]: m["count"] for m in years[0]["months"] if m["count"]} == {10: 2, 11: 1}


@settings(deadline=None, max_examples=12)  # a world takes its time on a busy machine
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 45)), max_size=12))
def test_every_day_of_the_table_leads_to_an_event_of_that_day(spans: list[tuple[int, int]]) -> None:
    found = dated([on(date(2026, 9, 1) + timedelta(days=d), f"e{i}", n) for i, (d, n) in enumerate(spans)])
    for address, spec in specs(calendar, found).items():
        html = rendered(spec, found)
        if address != "calendar/":
            html.assert_sound()
            listed = {item["row"]["id"] for item in spec.context["list"]}
            shown = {i["id"] for week in spec.context["weeks"] for c in week for i in c["items"]}
            assert shown <= listed
        assert marshal.loads(marshal.dumps(dict(spec.context), 2)) == spec.context


def test_the_overview_leads_into_the_list_of_the_month() -> None:
    found = dated([event("a", start=datetime(2026, 11, 24, 9), end=datetime(2026, 11, 24, 10))])
    made = specs(calendar, found)
    overview = rendered(made["calendar/"], found)
    overview.assert_sound()
    assert "../calendar/2026-11/#d-2026-11-24" in overview.links
    assert "d-2026-11-24" in rendered(made["calendar/2026-11/"], found).ids
