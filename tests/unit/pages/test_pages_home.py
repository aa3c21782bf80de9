"""The home page and the campaigns: what is on, plainly, and figures that hide nobody."""

from __future__ import annotations

import marshal
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from generator.model import Event, Target, Task, Township, ZeroReport
from generator.pages import campaigns, home
from generator.world import World
from tests.clients.makers import AS_OF, CAMPAIGN, HECUN, QINGHU, event, library
from tests.unit.pages_kit import Html, rendered, specs, world, world_of

# AS_OF is Saturday, 21 November 2026: this week is 16–22, next week 23–29.


def on(day: date, identifier: str, **fields: object) -> Event:
    return event(identifier, title=f"活动{identifier}", start=day, end=day, **fields)


def page(found: World) -> Html:
    return rendered(specs(home, found)[""], found)


def test_weeks_run_from_monday_to_sunday_and_take_what_touches_them() -> None:
    found = world([
        on(date(2026, 11, 15), "before"),
        on(date(2026, 11, 16), "monday"),
        on(date(2026, 11, 22), "sunday"),
        on(date(2026, 11, 23), "next"),
        on(date(2026, 11, 30), "later"),
        event("long", start=date(2026, 11, 1), end=date(2026, 11, 23)),
    ])  # fmt: skip
    weeks = specs(home, found)[""].context["weeks"]
    assert [[row["id"] for row in week["rows"]] for week in weeks] == [["long", "monday", "sunday"], ["long", "next"]]


@pytest.mark.slow
def test_a_quiet_fortnight_is_said_plainly_with_the_next_that_will_take_place() -> None:
    found = world([on(date(2027, 3, 1), "off", status="取消"), on(date(2027, 3, 2), "sure", status="确定")])
    text = page(found).text
    assert "本周没有安排活动。" in text
    assert "下周没有安排活动。" in text
    assert "活动sure" in text
    assert "活动off" not in text


def test_nothing_ahead_at_all_still_tells_what_to_do() -> None:
    assert "后面的活动还没有公布" in page(world()).text


def test_the_last_held_come_first_and_only_held_ones() -> None:
    days = [AS_OF - timedelta(days=n) for n in range(8)]
    found = world([
        *(on(day, f"h{n}", status="已办") for n, day in enumerate(days)), on(AS_OF, "not", status="取消"),
    ])  # fmt: skip
    assert [row["id"] for row in specs(home, found)[""].context["held"]] == [f"h{n}" for n in range(6)]


def test_every_township_is_a_link_and_every_village_can_be_found() -> None:
    found = world()
    html = page(found)
    html.assert_sound()
    assert {f"./townships/{QINGHU}/", f"./townships/{HECUN}/"} <= set(html.links)
    villages = {given.get("data-villages") for _, given in html.tags} - {None}
    assert villages == {"清漾村|qingmo", "贺村|hecun,礼贤村|lixian"}


def test_names_cannot_break_the_finders_list() -> None:
    found = library().region.townships[0]
    odd = replace(found, villages=(replace(found.villages[0], name="甲,乙|丙村"),))
    assert home.township_groups([odd])[0]["townships"][0]["villages"] == "甲，乙｜丙村|qingmo"


def test_groups_follow_the_kind_of_unit_and_zones_come_last() -> None:
    units = [
        Township("330881401", "经济开发区", counted=False),
        Township("330881201", "大陈乡"),
        Township("330881101", "贺村镇"),
    ]
    assert [group["name"] for group in home.township_groups(units)] == ["镇", "乡", "开发区、农场等"]


@pytest.mark.slow
def test_the_teaser_counts_silent_townships_in_the_denominator() -> None:
    found = world([on(date(2026, 5, 6), "a", status="已办")])
    html = page(found)
    assert "1 / 2" in html.text
    assert "50%" in html.text
    assert "./coverage/2026/" in html.links


@pytest.mark.slow
def test_a_campaigns_progress_tells_who_met_the_target_and_who_was_silent() -> None:
    target = Target("events_held", "township", "year", 1.0, basis="示例目标")
    found = world([on(date(2025, 5, 6), "a", status="已办")], targets=(target,))
    spec = specs(campaigns, found)["campaigns/gaq/"]
    rows = {row["name"]: row for row in spec.context["targets"][0]["periods"]}
    assert rows["2025年"]["words"] == "2025年：2个乡镇（街道）中，1个达标，1个未报"
    assert rows["2026年"]["rest"] == "2个未到期"
    html = rendered(spec, found)
    html.assert_sound()
    assert "依据：示例目标" in html.text


@pytest.mark.slow
def test_a_zero_report_is_not_silence() -> None:
    target = Target("events_held", "township", "year", 1.0)
    campaign = replace(CAMPAIGN, targets=(target,), zero_reports=(ZeroReport(QINGHU, 2025),))
    found = world_of(library([on(date(2025, 5, 6), "a", status="已办")], campaigns=(campaign,)))
    rows = {r["name"]: r for r in specs(campaigns, found)["campaigns/gaq/"].context["targets"][0]["periods"]}
    assert rows["2025年"]["rest"] == "1个没有达标"


def test_a_regions_target_shows_its_value_against_the_least() -> None:
    target = Target("events_held", "region", "year", 4.0)
    found = world([on(date(2026, 5, 6), "a", status="已办")], targets=(target,))
    bar = specs(campaigns, found)["campaigns/gaq/"].context["targets"][0]["bar"]
    assert (bar["done"], bar["of"]) == (1, 4.0)
    assert "目标4场" in bar["words"]


@pytest.mark.parametrize(
    ("day", "stage"), [("2020-12-31", "尚未开始"), ("2021-01-01", "进行中"), ("2027-01-01", "已期满")]
)
def test_a_campaign_says_where_it_stands(day: str, stage: str) -> None:
    assert campaigns.stage_words(CAMPAIGN, date.fromisoformat(day)) == stage


@pytest.mark.slow
def test_past_years_are_folded_newest_open_and_tasks_are_a_table() -> None:
    campaign = replace(CAMPAIGN, tasks=(Task("学习民法典", owner="司法所", due=date(2026, 5, 31)),), source="某文件")
    found = world_of(
        library(
            [on(date(2025, 5, 6), "a", status="已办"), on(date(2024, 5, 6), "b", status="已办")], campaigns=(campaign,)
        )
    )
    html = rendered(specs(campaigns, found)["campaigns/gaq/"], found)
    html.assert_sound()
    folds = [("open" in given) for tag, given in html.tags if tag == "details"]
    assert folds == [True, False]
    assert "2026年5月31日" in html.text
    assert "来源：某文件" in html.text
    assert {given.get("scope") for tag, given in html.tags if tag == "th"} == {"col", "row"}


@pytest.mark.slow
def test_contexts_are_plain_values() -> None:
    found = world([on(date(2025, 5, 6), "a")], targets=(Target("events_held", "township", "year", 1.0),))
    for spec in (*specs(home, found).values(), *specs(campaigns, found).values()):
        assert marshal.loads(marshal.dumps(dict(spec.context), 2)) == spec.context


def test_what_lasts_over_a_week_s_end_stands_on_the_day_of_each_week_that_concerns_it() -> None:
    """With its end, and that it is on; a day of last month in the list of this week would mislead."""
    found = world([
        event("long", title="宪法展", start=date(2026, 11, 9), end=date(2026, 12, 10)),
        on(date(2026, 11, 17), "tuesday"),
        event("off", start=date(2026, 11, 20), end=date(2026, 11, 24), status="取消"),
        event("night", start=datetime(2026, 11, 22, 19), end=datetime(2026, 11, 23, 1, 30)),
        event("turn", start=date(2026, 11, 29), end=date(2027, 1, 3)),
    ])  # fmt: skip
    this, following = specs(home, found)[""].context["weeks"]
    told = [[(r["id"], r["date"], r["weekday"], r["until"]) for r in week["rows"]] for week in (this, following)]
    assert told == [
        [
            ("long", "2026-11-16", "周一", "进行中，到12月10日"),
            ("tuesday", "2026-11-17", "周二", ""),
            ("off", "2026-11-20", "周五", "到11月24日"),
            ("night", "2026-11-22", "周日", "到11月23日 01:30"),
        ],
        [
            ("long", "2026-11-23", "周一", "进行中，到12月10日"),
            ("off", "2026-11-23", "周一", "到11月24日"),
            ("night", "2026-11-23", "周一", "到11月23日 01:30"),
            ("turn", "2026-11-29", "周日", "到2027年1月3日"),
        ],
    ]
    text = page(found).text
    assert "进行中，到12月10日" in text
    assert "11月9日" not in text
