"""Targets of a year: met, behind or not yet due, what is still needed and by when; rosters and rates as well as counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generator.model import Result, Target, Village
from generator.pages import campaigns, sites, townships
from generator.pages.coverage import overview as coverage
from generator.pages.coverage.book import open_book
from generator.pages.coverage.target_grids import MOST_CELLS, matrix_view
from generator.pages.coverage.targets import of_year
from generator.world import World
from tests.unit.pages_places import HE, TOWNSHIPS, Reader, event, render, specs, world

GOOD = Result(attendance=50, staff=5, responses=40, satisfied=38)


def told(made: World, year: int) -> list[dict[str, Any]]:
    return of_year(open_book(made), year)


def line(made: World, year: int = 2026) -> dict[str, Any]:
    found: dict[str, Any] = told(made, year)[0]["lines"][0]
    return found


def test_a_running_target_of_the_region_says_what_is_needed_by_when_and_where_the_pace_leads() -> None:
    made = world(event("a", "2026-02-01", HE), targets=(Target("events_held", "region", "year", 4),))
    found = line(made)
    assert (found["state"], found["cls"], found["now"], found["by"]) == (
        "未到期",
        "running",
        "1场，还差3场",
        "2026年12月31日",
    )
    assert found["still"] == "还差3场；按日子算，现在该有1.8场，落后了；照现在的快慢，期末约2场，达不到"


@pytest.mark.slow
def test_a_target_that_is_met_says_so_and_asks_for_nothing() -> None:
    made = world(event("a", "2026-02-01", HE), targets=(Target("events_held", "region", "year", 1),))
    found = line(made)
    assert (found["state"], found["now"], found["still"]) == ("达标", "1场", "")


def test_a_year_that_is_over_was_met_or_not_and_the_silent_are_named_first() -> None:
    found = line(world(), 2025)
    assert (found["state"], found["now"]) == ("没有达标", "3个乡镇（街道）里，达标0个，没有达标2个，未报1个")
    assert found["behind"] == [
        {"word": "未报", "names": "清湖街道"}, {"word": "差2场", "names": "零报乡"}, {"word": "差1场", "names": "贺村镇"},
    ]  # fmt: skip


@pytest.mark.slow
def test_while_the_year_runs_the_missing_is_added_up_and_nobody_is_late_before_a_whole_one_is_due() -> None:
    found = line(world(), 2026)
    assert found["still"] == "一共还差7场，进度都跟得上"
    more = line(world(targets=(Target("events_held", "township", "year", 6),)), 2026)
    assert more["still"].endswith("4个进度落后")
    assert found["behind"][-1] == {"word": "还差1场", "names": "贺村镇"}
    assert found["ended"] is False


@pytest.mark.slow
def test_a_launch_alone_is_behind() -> None:
    made = world(event("a", "2025-02-01", HE, stage="启动"), event("b", "2025-03-01", HE, stage="启动"))
    assert {"word": "只有启动", "names": "贺村镇"} in line(made, 2025)["behind"]


@pytest.mark.slow
def test_a_target_for_some_townships_says_for_whom() -> None:
    made = world(targets=(Target("events_held", "township", "year", 2, townships=(HE,)),))
    (found,) = told(made, 2025)
    assert found["limits"] == "只对贺村镇"
    assert found["lines"][0]["now"].startswith("1个乡镇（街道）里")
    grouped = world(targets=(Target("events_held", "township", "year", 2, group="山区乡镇"),))
    assert told(grouped, 2025)[0]["limits"] == "只对“山区乡镇”一组"


def test_whole_campaigns_stand_on_the_year_they_run_in_now_and_quarters_on_their_own() -> None:
    targets = (Target("participants", "region", "campaign", 100), Target("events_held", "township", "quarter", 1))
    made = world(targets=targets)
    (quarters,) = told(made, 2025)
    whole, _ = told(made, 2026)
    assert [x["period"] for x in whole["lines"]] == ["整个专项"]
    assert [x["period"][-4:] for x in quarters["lines"]] == ["第一季度", "第二季度", "第三季度", "第四季度"]


def test_a_rate_is_written_as_a_rate_and_what_it_lacks_in_points() -> None:
    made = world(
        event("a", "2025-02-01", HE, result=replace(GOOD, satisfied=30)), targets=(Target("satisfaction", "region", "year", 90),)
    )  # fmt: skip
    found = line(made, 2025)
    assert (found["state"], found["now"]) == ("没有达标", "75%，差15个百分点")


ROSTERS = (
    Target("law_savvy", "township", "campaign", 3), Target("sites_open", "region", "year", 2),
    Target("tasks_done", "region", "year", 100), Target("funding_per_head", "township", "year", 1),
    Target("law_savvy", "village", "campaign", 3), Target("satisfaction", "site", "year", 90),
)  # fmt: skip


@pytest.mark.parametrize("module", [coverage, townships, sites, campaigns])
def test_targets_on_villages_sites_tasks_and_money_have_pages_too(module: Any) -> None:
    made = world(event("a", "2025-02-01", HE, site="gongyuan", result=GOOD), targets=ROSTERS)
    for spec in specs(module, made).values():
        Reader(render(spec, made))


def test_a_target_on_a_roster_leads_to_the_records_page_of_its_time() -> None:
    made = world(event("a", "2025-02-01", HE), targets=ROSTERS[1:2])
    region = specs(coverage, made)["coverage/2025/"].context["region"]
    (found,) = [x for g in region["groups"] for x in g["lines"]]
    assert (found["rows"], found["elsewhere"]) == ([], "coverage/2025/records/")


def many(count: int) -> World:
    towns = tuple(
        replace(
            TOWNSHIPS[1], code=f"3308811{i:02d}", name=f"第{i}镇", villages=(Village(f"v{i}", "村", f"3308811{i:02d}"),)
        )
        for i in range(count)
    )
    return world(event("a", "2025-02-01", towns[0].code), townships=towns, sites=(), trails=())


@pytest.mark.slow
def test_a_matrix_too_large_for_the_overview_stands_on_the_campaign_s_page() -> None:
    large = open_book(many(99))
    (matrix,) = large.account.targets
    assert 99 * len(matrix.periods) < MOST_CELLS
    assert len(matrix_view(large, matrix, "coverage/")["grid"]["rows"]) == 99
    longer = world(*large.world.library.events, townships=large.world.library.region.townships, sites=(), trails=(),
                   as_of=date(2027, 12, 31), targets=(Target("events_held", "township", "quarter", 1),))  # fmt: skip
    book = open_book(longer)
    view = matrix_view(book, book.account.targets[0], "coverage/")
    assert (view["grid"]["rows"], view["elsewhere"]) == ([], f"campaigns/bw/#{view['id']}")
    assert len(matrix_view(book, book.account.targets[0], "coverage/campaigns/bw/")["grid"]["rows"]) == 99
    assert len(view["grid"]["foot"][0]["cells"]) == 16


def test_the_page_of_a_year_shows_the_state_of_each_target_in_words() -> None:
    made = world()
    words = Reader(render(specs(coverage, made)["coverage/2025/"], made)).words
    assert "没有达标 2025年：3个乡镇（街道）里，达标0个，没有达标2个，未报1个。" in words
    assert "未报 ：清湖街道" in words
