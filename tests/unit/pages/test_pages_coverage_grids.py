"""Matrices of townships: silence is visible and named, blanks are words, and every number leads to its records."""

from __future__ import annotations

from functools import cache
from typing import Any

from generator.model import Result
from generator.pages.coverage import overview as coverage
from generator.pages.coverage.book import ALL, Book, campaign_span, open_book, year_span
from generator.pages.coverage.grids import breakdown, main_indicators, months, region_months
from tests.unit.pages_places import HE, NEW, QING, ZERO, ZONE, county, event, render, specs, world

HERE = "coverage/2025/"


@cache
def whole() -> Book:
    return open_book(county())


def row(grid: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(r for r in grid["rows"] if r["unit"] == code)
    return found


def values(line: dict[str, Any]) -> list[str]:
    return [c["value"] for c in line["cells"]]


def spoken() -> Book:
    result = Result(attendance=50, staff=5, responses=40, satisfied=38)
    return open_book(world(
        event("a", "2025-03-01", HE, audiences=("农民", "青少年"), laws=("宪法",), result=result),
        event("b", "2025-03-09", HE, audiences=("农民",), laws=("民法典",)),
        event("c", "2025-05-01", QING, audiences=("妇女",)), event("wide", "2025-06-01", audiences=("青少年",)),
    ))  # fmt: skip


def test_every_month_of_a_township_is_a_figure_or_a_state_in_words_and_the_empty_ones_are_named() -> None:
    grid = months(whole(), 2025, HERE)
    line = row(grid, HE)
    assert values(line) == ["未报"] * 3 + ["1"] + ["未报"] * 4 + ["1", "0", "未报", "未报"]
    assert line["note"] == "1—3月、5—8月、10—12月，共10个月"
    assert {c["value"] for c in row(grid, ZERO)["cells"]} == {"0"}
    assert {c["data"] for c in row(grid, QING)["cells"]} == {"silent"}
    assert row(grid, QING)["note"] == "1—12月，共12个月"


def test_months_that_have_not_come_are_not_due_and_not_called_empty() -> None:
    grid = months(whole(), 2026, "coverage/2026/")
    line = row(grid, HE)
    assert values(line)[5:] == ["1"] + ["未到期"] * 6
    assert line["note"] == "1—5月，共5个月"
    assert row(grid, NEW)["cells"][11]["data"] == "not_due"


def test_a_month_leads_to_the_records_of_that_month_and_an_empty_one_nowhere() -> None:
    cells = row(months(whole(), 2025, HERE), HE)["cells"]
    assert cells[3]["href"] == f"{HE}/#events_held-2025-04"
    assert {c["href"] for c in cells if c["data"] == "silent"} == {""}


def test_the_foot_of_the_months_counts_who_held_something_and_who_was_silent() -> None:
    reached, silent = months(whole(), 2025, HERE)["foot"]
    assert (reached["cells"][3][0], silent["cells"][3][0], reached["note"]) == ("1", "1", "共3个")


def test_units_that_are_not_counted_or_did_not_exist_are_in_no_matrix_of_the_year() -> None:
    for grid in (months(whole(), 2025, HERE), main_indicators(whole(), year_span(2025), HERE)):
        assert [r["unit"] for r in grid["rows"]] == [HE, QING, ZERO]
        assert ZONE not in [r["unit"] for r in grid["rows"]]


def test_the_main_indicators_have_their_unit_their_definition_and_their_records() -> None:
    grid = main_indicators(spoken(), year_span(2025), HERE)
    heads = {c["name"]: c for c in grid["columns"]}
    assert heads["满意率"] == {"name": "满意率", "note": "%", "href": "../indicators/#satisfaction"}
    cell = next(c for c in row(grid, HE)["cells"] if c["figure"] == "satisfaction")
    assert (cell["value"], cell["href"], cell["data"]) == ("95%", f"{HE}/#satisfaction", "figure")
    other = next(c for c in row(grid, QING)["cells"] if c["figure"] == "satisfaction")
    assert (other["value"], other["cls"]) == ("未报", "silent")


def test_a_campaign_s_matrix_counts_only_the_campaign() -> None:
    grid = main_indicators(whole(), campaign_span("gaq"), "coverage/campaigns/gaq/")
    assert values(row(grid, HE))[0] == "1"
    assert row(grid, HE)["cells"][0]["href"] == f"{HE}/#events_held"


def test_blanks_of_audiences_are_words_and_a_silent_township_is_one_word_across() -> None:
    book = spoken()
    grid = breakdown(book, "audience_events", year_span(2025), HERE, ("农民", "老年人"))
    assert [c["name"] for c in grid["columns"]] == ["农民", "青少年", "妇女", "老年人"]
    assert values(row(grid, HE)) == ["2", "1", "没有", "没有"]
    assert [c["cls"] for c in row(grid, HE)["cells"]] == ["", "", "none", "none"]
    assert row(grid, HE)["cells"][0]["href"] == f"{HE}/#audience_events"
    assert (values(row(grid, ZERO)), row(grid, ZERO)["all"]) == (["没有"] * 4, None)
    silent = row(breakdown(whole(), "audience_events", year_span(2025), HERE, ("农民",)), QING)
    assert (silent["cells"], silent["all"]["value"], silent["all"]["data"]) == ([], "未报", "silent")
    assert grid["foot"][0]["cells"] == [["1/3", ""], ["1/3", ""], ["1/3", ""], ["0/3", ""]]


def test_the_foot_never_counts_more_townships_than_there_are_rows() -> None:
    events = [event(f"e-{code}", "2025-03-01", code, audiences=("农民",)) for code in (HE, QING, ZERO, ZONE)]
    grid = breakdown(open_book(world(*events)), "audience_events", year_span(2025), HERE, ())
    assert [r["unit"] for r in grid["rows"]] == [HE, QING, ZERO]
    assert grid["foot"][0]["cells"] == [["3/3", ""]]


def test_months_without_anything_held_are_not_said_to_be_without_activity() -> None:
    assert months(whole(), 2025, HERE)["last"] == "没有已办记录的月份"


def test_the_region_s_line_counts_region_wide_events_once() -> None:
    grid = breakdown(spoken(), "audience_events", year_span(2025), HERE, ())
    assert [c["value"] for c in grid["region"]["cells"]] == ["2", "2", "1"]


def test_laws_beyond_the_columns_are_named_with_their_number() -> None:
    grid = breakdown(spoken(), "law_events", year_span(2025), HERE, ("刑法",), 1)
    assert [c["name"] for c in grid["columns"]] == ["宪法"]
    assert grid["left"] == [{"name": "民法典", "value": 1}, {"name": "刑法", "value": 0}]
    body = render(specs(coverage, spoken().world)[HERE], spoken().world)
    assert "没有</td>" in body


def test_the_trend_of_the_region_has_a_line_a_year_and_twelve_months() -> None:
    grid = region_months(whole(), "coverage/")
    assert [r["name"] for r in grid["rows"]] == ["2026年", "2025年", "2024年"]
    assert {len(r["cells"]) for r in grid["rows"]} == {12}
    assert values(grid["rows"][1]) == ["未报"] * 3 + ["1"] + ["未报"] * 4 + ["1", "0", "未报", "1"]
    assert grid["rows"][1]["cells"][3]["href"] == "2025/records/#events_held-2025-04"


def test_a_cell_knows_its_states_from_the_account_and_never_counts_itself() -> None:
    assert whole().column("events_held", "township", year_span(1999)) == {}
    assert whole().column("law_savvy", "township", year_span(2025)) == {}
    assert set(whole().column("law_savvy", "region", ALL)) == {"330881"}
