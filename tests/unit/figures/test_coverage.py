"""Coverage: every state, every rule of counting, and figures that anyone can recompute from the published files."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from generator.base.artifacts import SiteInfo
from generator.figures import coverage as cov
from generator.figures.indicators import breakdown_catalogue, find_indicator, indicator_catalogue, parse_indicator
from generator.figures.opendata import artifacts, tables
from generator.model import (
    Campaign,
    Event,
    Identity,
    Library,
    Occurrence,
    Period,
    Region,
    Result,
    Site,
    Target,
    Township,
    Validity,
    Village,
    ZeroReport,
)
from generator.periods import periods
from tests.unit.counted import counted

pytestmark = pytest.mark.slow

AS_OF = date(2026, 6, 15)
HE, QING, ZONE, NEW = "330881101", "330881102", "330881401", "330881103"
TOWNSHIPS = (
    Township(HE, "贺村镇", (Village(f"{HE}-a", "甲村", HE), Village(f"{HE}-b", "乙村", HE))),
    Township(QING, "清湖街道", (Village(f"{QING}-c", "丙社区", QING),)),
    Township(NEW, "新设乡", validity=Validity(start=date(2025, 7, 1))),
    Township(ZONE, "经济开发区", (Village(f"{ZONE}-d", "丁村", ZONE),), counted=False),
)
YEARLY = Target("events_held", "township", "year", 2, "实施方案")
SITES = (
    Site("guan", "法治馆", HE, opened="2025年4月"), Site("lang", "长廊", QING), Site("yuan", "公园", HE, status="在建")
)  # fmt: skip


def event(
    event_id: str, day: str, townships: str | tuple[str, ...] = HE, status: str = "已办", **more: object
) -> Event:
    codes = (townships,) if isinstance(townships, str) else townships
    when = date.fromisoformat(day)
    values = {"campaign": "bw", "townships": codes, "region_wide": not codes, "status": status, **more}
    return Event(event_id, title=event_id, start=when, end=when, **values)  # type: ignore[arg-type]


def made(*events: Event, targets: tuple[Target, ...] = (YEARLY,), zero: tuple[ZeroReport, ...] = (), **changes: object):
    campaign = Campaign("bw", "普法", Period(date(2024, 1, 1), date(2027, 12, 31)), targets=targets, zero_reports=zero)
    values = {"as_of": AS_OF, "townships": TOWNSHIPS, "campaign": campaign, **changes}
    region = Region("330881", "江山市", "江山市司法局", "Asia/Shanghai", "12348", Identity(), values["townships"])
    library = Library(region, (values["campaign"], Campaign("gaq", "国安", campaign.period)), events, SITES)
    return tables(library, [Occurrence(e.id, e, e.start, e.end, e.status) for e in events], values["as_of"])


def account(*events: Event, **changes: object) -> cov.Coverage:
    return counted(made(*events, **changes))


def cell(found: cov.Matrix, unit: str, period: str) -> cov.Cell:
    return next(c for c in found.row(unit) if c.period == period)


def yearly(*events: Event, unit: str = HE, year: str = "2025", **changes: object) -> cov.Cell:
    return cell(account(*events, **changes).targets[0], unit, year)


# --- percentages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (2500, 2501, "99.9%"), (2501, 2501, "100%"), (0, 2501, "0%"), (1, 2501, "0.1%"), (1, 100000, "0.1%"), (1, 2, "50%"),
        (1, 3, "33.3%"), (2, 3, "66.7%"), (19, 19, "100%"), (999, 1000, "99.9%"), (9999, 10000, "99.9%"), (0, 0, "—"), (1, 8, "12.5%"),
    ],
)  # fmt: skip
def test_a_percentage_never_rounds_up_to_100_or_down_to_0(part, whole, words):
    assert cov.percent(part, whole) == words


# --- the catalogue ---------------------------------------------------------------------------------------------------


def test_names_of_indicators_are_known_without_importing_duckdb():
    code = (
        "import sys, generator.figures.coverage as c, generator.figures.opendata; assert c.find_indicator('开展活动场次').id == 'events_held';"
        "assert 'duckdb' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_an_indicator_is_found_by_its_id_and_by_its_name():
    assert find_indicator("participants") is find_indicator("群众参加人次") is not None
    assert find_indicator("没有的指标") is None
    assert find_indicator("audience_events") is None, "a breakdown is no single number"
    assert not set(indicator_catalogue()) & set(breakdown_catalogue())


GOOD = """\
-- id: x
-- 名称: 甲
-- 单位: 场
-- 分组: 阵地
-- 次序: 15
-- 展示: 首要 25 甲乙；附表 5
-- 类型: 比率
-- 方向: 少为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 名册
-- 倍数: 100
-- 小数: 2
-- 记录: sites
-- 可加: 是
-- 另取: township
-- 分子词: 甲{}处
-- 分母词: 乙{}处
-- 同看: {}处
-- 算法: 甲 ÷ 乙。
-- 来源: sites.csv
-- 说明: 一句，
--   又一句。
SELECT 1
"""


def test_the_head_of_an_indicator_is_read_with_its_further_lines():
    found = parse_indicator(GOOD, "x.sql")
    assert (found.id, found.name, found.unit, found.formula, found.source) == (
        "x",
        "甲",
        "场",
        "甲 ÷ 乙。",
        "sites.csv",
    )
    assert (found.about, found.select, found.of, found.item) == ("一句，又一句。", "SELECT 1", "", "")
    assert (found.kind, found.direction, found.on_events) == ("ratio", "less", False)
    assert (found.per, found.every) == (("region", "township"), ("year", "campaign"))
    assert (found.times, found.decimals, found.records) == (100, 2, "sites")
    assert (found.group.name, found.order) == ("阵地", 15)
    assert found.spots == (("headline", 25, "甲乙"), ("annex", 5, "甲"))
    assert (found.adds_up, found.also) == (True, ("township",))
    assert (found.part_words, found.whole_words, found.beside) == ("甲{}处", "乙{}处", "{}处")


def test_what_a_head_may_leave_out_has_a_default():
    short = "".join(
        line
        for line in GOOD.splitlines(keepends=True)
        if not line.startswith(
            ("-- 单", "-- 周", "-- 倍", "-- 小", "-- 记", "-- 展", "-- 可", "-- 另", "-- 分子", "-- 分母", "-- 同")
        )
    )
    found = parse_indicator(short, "x.sql")
    assert (found.unit, found.times, found.decimals, found.records) == ("", 1, 1, "events")
    assert found.every == ("year", "quarter", "month", "campaign")
    assert (found.spots, found.adds_up, found.also, found.part_words, found.whole_words) == ((), False, (), "", "")
    assert (found.beside, found.detail) == ("", "")


@pytest.mark.parametrize(
    "line", ["id", "名称", "分组", "次序", "类型", "方向", "统计单位", "依据", "算法", "来源", "说明"]
)
def test_a_head_without_one_of_its_lines_is_an_error_that_names_the_file_and_the_line(line):
    text = "".join(li for li in GOOD.splitlines(keepends=True) if not li.startswith(f"-- {line}:"))
    with pytest.raises(ValueError, match=rf"x\.sql.*{line}"):
        parse_indicator(text, "x.sql")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("阵地", "阵营", "分组.*阵营"), ("15", "十五", "次序.*十五"), ("倍数: 100", "倍数: 百", "倍数.*百"), ("小数: 2", "小数: -2", "小数.*-2"),
        ("首要", "首页", "展示.*首页 25"), ("首要 25", "首要", "展示.*首要 甲乙"), ("附表", "首要", "展示.*首要 5"),
        ("是", "对", "可加.*对"), ("另取: township", "另取: county", "另取.*county"), ("甲{}处", "甲处", "分子词.*甲处"),
        ("乙{}处", "乙{0}处", "分母词.*乙{0}处"), ("看: {}处", "看: {}{}", "同看.*{}{}"), ("-- 算法", "-- 细目: 月\n-- 算法", "细目.*月"),
        ("-- 算法", "-- 备注: 无\n-- 算法", "备注"), ("-- 算法", "-- 单位: 处\n-- 算法", "单位.*twice"),
        ("-- 算法", "-- 单位：处\n-- 算法", "单位：处"),
        ("region", "galaxy", "统计单位.*galaxy"), ("-- id", "-- 分母: people\n-- id", "people"), ("year", "week", "周期.*week"),
        ("比率", "商", "类型.*商"), ("少为好", "少", "方向.*少"), ("名册", "猜测", "依据.*猜测"), ("记录: sites", "记录: stars", "stars"),
    ],
)  # fmt: skip
def test_an_unknown_key_or_word_in_a_head_is_an_error_that_names_the_file_and_the_word(old, new, words):
    assert old in GOOD
    with pytest.raises(ValueError, match=rf"x\.sql.*{words}"):
        parse_indicator(GOOD.replace(old, new, 1), "x.sql")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("阵地", "分项", "分组"), ("-- 算法", "-- 分项: 对象\n-- 栏目: whom 讲给谁\n-- 表题: 场次\n-- 空表: 没有写\n-- 算法", "分组"),
        ("-- 算法", "-- 表题: 场次\n-- 算法", "表题"), ("-- 算法", "-- 分项: 对象\n-- 栏目: whom 讲给谁\n-- 表题: 场次\n-- 算法", "空表"),
        ("-- 算法", "-- 分项: 对象\n-- 栏目: 讲给谁\n-- 算法", "栏目"), ("-- 分母词: 乙{}处\n", "", "分母词"),
        ("-- 算法", "-- 细目: 月份\n-- 算法", "细目"), ("统计单位: region", "统计单位:", "展示"), ("region township", "region", "展示"),
        ("year campaign", "year", "展示"),
        ("阵地\n", "分项\n-- 分项: 对象\n-- 栏目: whom 讲给谁\n-- 表题: 场次\n-- 空表: 没有写\n", "展示"),
    ],
)  # fmt: skip
def test_what_two_keys_may_not_say_together_is_an_error_too(old, new, key):
    assert old in GOOD
    with pytest.raises(ValueError, match=rf"x\.sql: {key}: "):
        parse_indicator(GOOD.replace(old, new, 1), "x.sql")


# --- periods ---------------------------------------------------------------------------------------------------------


def test_periods_are_cut_to_the_campaign_and_have_chinese_names():
    first, last = date(2024, 11, 15), date(2025, 4, 10)
    quarters = periods("quarter", first, last, date(2025, 3, 31))
    assert [(p.id, p.name, p.first, p.last, p.ended) for p in quarters] == [
        ("2024Q4", "2024年第四季度", date(2024, 11, 15), date(2024, 12, 31), True),
        ("2025Q1", "2025年第一季度", date(2025, 1, 1), date(2025, 3, 31), False),
        ("2025Q2", "2025年第二季度", date(2025, 4, 1), date(2025, 4, 10), False),
    ]
    months = periods("month", first, last, date(2025, 3, 31))
    assert [p.id for p in months] == ["2024-11", "2024-12", "2025-01", "2025-02", "2025-03", "2025-04"]
    assert [p.name for p in periods("year", first, last, AS_OF)] == ["2024年", "2025年"]
    (whole,) = periods("campaign", first, last, AS_OF, "bw")
    assert (whole.id, whole.name, whole.first, whole.last, whole.ended) == ("bw", "整个专项", first, last, True)
    assert periods("month", last, first, AS_OF) == ()


# --- the four states ---------------------------------------------------------------------------------------------------


def test_a_year_that_ended_without_any_record_is_silent_and_behind():
    found = yearly()
    assert (found.state, found.value, found.met, found.needed, found.running) == ("silent", None, False, 2, False)


@pytest.mark.parametrize("status", ["取消", "延期"])
def test_records_that_say_that_they_were_not_held_make_a_zero_and_not_silence(status):
    found = yearly(event("e", "2025-05-01", status=status))
    assert (found.state, found.value, found.met, found.records, found.others) == ("figure", 0, False, (), ("e",))


@pytest.mark.parametrize("status", ["计划", "确定"])
def test_a_plan_whose_day_went_by_is_no_report(status):
    """Nobody has said whether it was held: the month is silent, not 0, and the plan stands among the overdue."""
    plan = event("e", "2025-05-01", status=status)
    found = yearly(plan)
    assert (found.state, found.value, found.met, found.others) == ("silent", None, False, ("e",))
    monthly = replace(YEARLY, every="month")
    assert yearly(plan, targets=(monthly,), year="2025-05").state == "silent"
    told = yearly(plan, event("f", "2025-05-02", status="取消"), targets=(monthly,), year="2025-05")
    assert (told.state, told.value) == ("figure", 0), "the cancelled one is a report"
    assert yearly(plan, zero=(ZeroReport(HE, 2025),)).value == 0


def test_a_silent_township_has_no_overdue_records_that_anybody_knows_of():
    """Where nothing is recorded there is nothing to be late with: 未报, and 0 only where something was said."""
    overdue = account(event("e", "2025-05-01", status="取消"), event("f", "2024-05-01", status="计划")).find(
        "overdue_records", "township", "year"
    )
    assert [(c.state, c.value) for c in overdue.row(HE)] == [("figure", 1), ("figure", 0), ("not_due", None)]
    assert [c.state for c in overdue.row(QING)] == ["silent", "silent", "not_due"]
    zero = (ZeroReport(QING, 2025, every_campaign=True),)
    overdue = account(zero=zero).find("overdue_records", "township", "year")
    assert [(c.state, c.value) for c in overdue.row(QING)][1] == ("figure", 0)


def test_a_zero_report_makes_a_zero_in_its_year_and_campaign_only():
    zero = (ZeroReport(HE, 2025),)
    assert (yearly(zero=zero).state, yearly(zero=zero).value) == ("figure", 0)
    assert yearly(zero=zero, year="2024").state == "silent"
    assert yearly(zero=zero, unit=QING).state == "silent"
    campaign = Campaign("bw", "普法", Period(date(2024, 1, 1), date(2025, 12, 31)), targets=(YEARLY,))
    other = Campaign("gaq", "国安", campaign.period, zero_reports=zero)
    region = Region("330881", "江山市", "", "Asia/Shanghai", "", Identity(), TOWNSHIPS)
    found = cov.coverage(tables(Library(region, (campaign, other)), [], AS_OF))
    assert cell(found.targets[0], HE, "2025").state == "silent", "another campaign's zero report says nothing here"
    assert cell(found.townships, HE, "2025").state == "silent", "nor does it for all campaigns together"


def test_zero_reports_for_every_campaign_of_the_year_make_the_zero_of_all_together():
    """One by one or in one sentence; a campaign that did not run in the year is not asked."""
    zero = (ZeroReport(HE, 2025),)
    campaign = Campaign("bw", "普法", Period(date(2024, 1, 1), date(2025, 12, 31)), targets=(YEARLY,))
    region = Region("330881", "江山市", "", "Asia/Shanghai", "", Identity(), TOWNSHIPS)
    later = Campaign("jiuwu", "下一个", Period(date(2026, 1, 1), date(2026, 12, 31)))

    def general(*campaigns: Campaign) -> cov.Coverage:
        return cov.coverage(tables(Library(region, (*campaigns, later)), [], AS_OF))

    both = general(replace(campaign, zero_reports=zero), Campaign("gaq", "国安", campaign.period, zero_reports=zero))
    assert cell(both.townships, HE, "2025").value == 0
    assert cell(both.townships, HE, "2024").state == "silent"
    for_all = (ZeroReport(HE, 2025, every_campaign=True),)
    found = general(campaign, Campaign("gaq", "国安", campaign.period, zero_reports=for_all))
    assert (cell(found.townships, HE, "2025").value, cell(found.targets[0], HE, "2025").value) == (0, 0)


def test_the_region_has_held_nothing_when_each_of_its_townships_says_so():
    """Each for the years in which it exists; one that is not counted is not asked, one that is silent keeps it 未报."""
    region = Target("events_held", "region", "year", 1)
    said = (ZeroReport(HE, 2024), ZeroReport(QING, 2024))
    assert yearly(targets=(region,), zero=said, unit="330881", year="2024").value == 0, "the third came in 2025"
    assert yearly(targets=(region,), zero=said[:1], unit="330881", year="2024").state == "silent"
    assert yearly(targets=(region,), zero=(*said, ZeroReport(NEW, 2024)), unit="330881").state == "silent"


def test_a_township_that_is_gone_has_no_time_left():
    """Before its end it did not report; after it there is nothing to ask."""
    gone = Township("330881104", "旧乡", validity=Validity(end=date(2026, 3, 31)))
    quarterly = replace(YEARLY, every="quarter")
    found = account(townships=(*TOWNSHIPS, gone), targets=(YEARLY, quarterly)).targets
    year = cell(found[0], gone.code, "2026")
    assert (year.state, year.met, year.running, year.least) == ("silent", False, False, 1)
    assert [cell(found[1], gone.code, f"2026Q{q}").state for q in (1, 2)] == ["silent", "not_applicable"]
    assert cell(found[0], HE, "2026").state == "not_due", "whoever is still there has time"
    held = yearly(event("e", "2026-02-01", gone.code), townships=(*TOWNSHIPS, gone), unit=gone.code, year="2026")
    assert (held.value, held.met) == (1, True), "two a year are one for a quarter of it"


def test_what_is_founded_later_in_the_year_is_not_yet_in_the_denominator():
    from_september = Validity(date(2026, 9, 1))
    village = Village("330881104-x", "新村", "330881104", validity=from_september)
    soon = Township("330881104", "新镇", (village,), validity=from_september)
    held = event("e", "2026-02-01", village=f"{HE}-a")
    for as_of, townships, villages, state in (
        (AS_OF, 3, 3, "not_applicable"), (date(2026, 9, 1), 4, 4, "not_due"),
    ):  # fmt: skip
        found = account(held, townships=(*TOWNSHIPS, soon), as_of=as_of)
        year = found.by_year[-1]
        assert (year.townships.of, year.villages.of) == (townships, villages)
        assert cell(found.townships, soon.code, "2026").state == state


def test_a_zero_report_covers_the_quarters_and_villages_of_its_year():
    targets = (Target("events_held", "township", "quarter", 1), Target("events_held", "village", "year", 1))
    quarters, villages = account(targets=targets, zero=(ZeroReport(HE, 2025),)).targets
    assert [cell(quarters, HE, f"2025Q{q}").value for q in (1, 2, 3, 4)] == [0, 0, 0, 0]
    assert cell(quarters, HE, "2024Q4").state == "silent"
    assert cell(villages, f"{HE}-a", "2025").value == 0
    assert cell(villages, f"{QING}-c", "2025").state == "silent"


def test_a_held_record_wins_over_a_zero_report():
    assert yearly(event("e", "2025-05-01"), zero=(ZeroReport(HE, 2025),)).value == 1


def test_a_running_year_without_anything_held_is_not_due_whatever_is_planned():
    for events in ((), (event("e", "2026-09-01", status="计划"),), (event("e", "2026-03-01", status="取消"),)):
        found = yearly(*events, year="2026")
        assert (found.state, found.value, found.met, found.running, found.needed) == ("not_due", None, None, True, 2)
    assert yearly(year="2026", zero=(ZeroReport(HE, 2026),)).state == "not_due", (
        "a zero report before the year's end is early"
    )
    assert yearly(year="2027").state == "not_due"


def test_the_last_day_of_a_period_still_belongs_to_it():
    assert yearly(year="2025", as_of=date(2025, 12, 31)).state == "not_due"
    assert yearly(year="2025", as_of=date(2026, 1, 1)).state == "silent"


def test_a_running_year_with_something_held_is_a_figure_and_may_be_met_early():
    one = event("a", "2026-03-01")
    found = yearly(one, year="2026")
    assert (found.state, found.value, found.met, found.running, found.needed) == ("figure", 1, None, True, 1)
    found = yearly(one, event("b", "2026-04-01"), year="2026")
    assert (found.value, found.met, found.running, found.needed) == (2, True, True, 0)


def test_pseudo_units_and_units_that_did_not_exist_are_not_applicable_even_with_records():
    found = yearly(event("e", "2025-05-01", ZONE), unit=ZONE)
    assert (found.state, found.value, found.met, found.needed, found.records) == ("not_applicable", None, None, 0, ())
    assert yearly(unit=NEW, year="2024").state == "not_applicable"
    assert yearly(unit=NEW, year="2025").state == "silent"
    assert yearly(unit=NEW, year="2027").state == "not_due"


def test_a_cultural_site_is_due_from_its_opening_and_not_while_it_is_built():
    (found,) = account(targets=(Target("events_held", "site", "quarter", 1),)).targets
    assert [cell(found, "guan", f"2025Q{q}").state for q in (1, 2)] == ["not_applicable", "silent"]
    assert cell(found, "lang", "2024Q1").state == "silent"
    assert {c.state for c in found.row("yuan")} == {"not_applicable"}


def test_villages_reached_of_a_township_without_villages_is_not_applicable():
    (found,) = account(
        event("e", "2025-08-01", NEW), targets=(Target("villages_reached", "township", "year", 1),)
    ).targets
    assert (cell(found, NEW, "2025").state, cell(found, NEW, "2025").of) == ("not_applicable", 0)


# --- counting ----------------------------------------------------------------------------------------------------------


def test_only_held_occurrences_of_the_campaign_count_against_its_target():
    found = yearly(
        event("a", "2025-01-01"), event("b", "2025-12-31"), event("c", "2025-06-01", status="取消"), event("d", "2024-12-31"),
        event("e", "2025-06-02", campaign="gaq"),
    )  # fmt: skip
    assert (found.value, found.met, found.records, found.others) == (2, True, ("a", "b"), ("c",))


def test_an_event_of_several_townships_counts_in_each_and_once_in_the_region():
    found = account(event("a", "2025-05-01", (HE, QING)), event("b", "2025-05-02", QING))
    assert [cell(found.townships, code, "2025").value for code in (HE, QING)] == [1, 2]
    assert found.by_year[1].held.value == 2
    assert found.by_year[1].held.records == ("a", "b")


def test_a_region_wide_event_counts_in_the_region_and_in_no_township():
    found = account(event("a", "2025-05-01", ()))
    assert found.by_year[1].held.value == found.total.held.value == 1
    assert {c.state for c in found.townships.row(HE)} == {"silent", "not_due"}
    assert (found.by_year[1].townships.value, found.by_year[1].townships.of) == (0, 3)


def test_an_occurrence_counts_in_the_year_of_its_first_day():
    spanning = replace(event("a", "2024-12-30"), end=date(2025, 1, 5))
    assert [yearly(spanning, year=year).value for year in ("2024", "2025")] == [1, None]


def test_an_occurrence_does_not_count_for_a_unit_that_did_not_exist_on_its_first_day():
    merged = Village(f"{HE}-m", "并村", HE, validity=Validity(date(2025, 3, 1), date(2025, 6, 30)))
    gone = Township("330881104", "旧乡", validity=Validity(date(2025, 3, 1), date(2025, 6, 30)))
    days = ("2025-02-28", "2025-03-01", "2025-06-30", "2025-07-01")
    events = [event(f"e{n}", day, (HE, gone.code), village=merged.id) for n, day in enumerate(days)]
    townships = (replace(TOWNSHIPS[0], villages=(merged,)), *TOWNSHIPS[1:], gone)
    found = account(*events, townships=townships)
    assert cell(found.townships, gone.code, "2025").records == ("e1", "e2")
    assert found.by_village[merged.id].records == ("e1", "e2")
    assert found.by_year[1].villages.records == ("e1", "e2")
    assert cell(found.townships, HE, "2025").value == found.by_year[1].held.value == 4


def test_only_counted_townships_are_reached():
    year = account(event("a", "2025-05-01", ZONE), event("b", "2025-05-02", (HE, ZONE))).by_year[1]
    assert (year.townships.value, year.townships.of, year.townships.records) == (1, 3, ("b",))


def test_an_occurrence_that_has_not_begun_is_not_held_whatever_was_written():
    ahead = event("a", "2026-06-16")
    assert yearly(ahead, year="2026").state == "not_due"
    assert yearly(ahead, year="2026").others == ("a",)
    assert yearly(ahead, year="2026", as_of=date(2026, 6, 16)).value == 1


def test_launches_alone_never_meet_a_target():
    launches = (event("a", "2025-03-01", stage="启动"), event("b", "2025-04-01", stage="启动"))
    found = yearly(*launches)
    assert (found.value, found.launches, found.met, found.needed) == (2, 2, False, 1)
    found = yearly(launches[0], event("c", "2025-05-01"))
    assert (found.value, found.launches, found.met, found.needed) == (2, 1, True, 0)
    people = Target("participants", "township", "year", 100)
    crowd = event("a", "2025-03-01", stage="启动", result=Result(500, 10))
    assert yearly(crowd, targets=(people,)).met is False


def test_what_is_missing_is_a_whole_number_of_units():
    half = replace(YEARLY, at_least=2.5)
    assert yearly(event("a", "2025-03-01"), targets=(half,)).needed == 2


def test_villages_reached_counts_each_village_once_against_all_that_exist():
    found = account(
        event("a", "2025-01-01", village=f"{HE}-a"), event("b", "2025-01-02", village=f"{HE}-a"),
        event("c", "2025-01-03", QING, village=f"{QING}-c"), event("d", "2025-01-04"),
        event("e", "2025-01-05", ZONE, village=f"{ZONE}-d"),
    )  # fmt: skip
    year = found.by_year[1]
    assert (year.villages.value, year.villages.of, year.villages.records) == (2, 3, ("a", "b", "c"))
    assert (found.by_township[HE].villages_reached, found.by_township[HE].villages) == (1, 2)
    assert cov.percent(year.villages.value, year.villages.of) == "66.7%"


def test_held_events_that_name_no_village_reach_none_which_is_a_zero():
    (found,) = account(event("a", "2025-01-01"), targets=(Target("villages_reached", "township", "year", 1),)).targets
    assert (cell(found, HE, "2025").state, cell(found, HE, "2025").value) == ("figure", 0)


def test_a_village_of_another_township_does_not_count_for_the_host():
    (found,) = account(
        event("a", "2025-01-01", (HE, QING), village=f"{HE}-a"),
        targets=(Target("villages_reached", "township", "year", 1),),
    ).targets
    assert [cell(found, code, "2025").value for code in (HE, QING)] == [1, 0]


def test_participants_are_attendance_less_staff_over_events_that_say():
    people = (Target("participants", "township", "year", 100),)
    found = yearly(
        event("a", "2025-01-01", result=Result(120, 20)), event("b", "2025-01-02", result=Result(50)),
        event("c", "2025-01-03", result=Result(5, 9)), event("d", "2025-01-04", result=Result(None, 4)), event("e", "2025-01-05"),
        targets=people,
    )  # fmt: skip
    assert (found.value, found.records) == (150, ("a", "b", "c"))
    silent = yearly(event("a", "2025-01-01"), targets=people)
    assert (silent.state, silent.value, silent.met) == ("silent", None, False), "held, but nobody said how many came"
    running = yearly(event("a", "2026-01-01"), targets=people, year="2026")
    assert (running.state, running.met) == ("not_due", None), "there is still time to fill it in"
    assert yearly(event("a", "2025-01-01", status="取消"), targets=people).value == 0


@pytest.mark.parametrize(
    ("every", "period", "value"),
    [("year", "2025", 3), ("quarter", "2025Q2", 2), ("month", "2025-05", 1), ("campaign", "bw", 4)],
)
def test_each_cycle_counts_its_own_days(every, period, value):
    days = ("2024-05-01", "2025-03-31", "2025-04-01", "2025-05-31")
    (found,) = account(*(event(f"e{d}", d) for d in days), targets=(replace(YEARLY, every=every),)).targets
    assert cell(found, HE, period).value == value
    assert sum(c.value or 0 for c in found.row(HE)) == 4


# --- sums and sides ------------------------------------------------------------------------------------------------------


def test_silent_townships_stay_in_the_denominator():
    found = account(event("a", "2025-01-01"), event("b", "2025-01-02")).targets[0]
    tally = next(t for t in found.tallies if t.period == "2025")
    assert (tally.applicable, tally.met, tally.reached, tally.silent, tally.not_due) == (3, 1, 1, 2, 0)
    assert cov.percent(tally.met, tally.applicable) == "33.3%"


def test_figures_of_units_hold_all_years_whether_or_not_anything_was_due():
    found = account(
        event("a", "2024-05-01", village=f"{HE}-a", site="guan"), event("b", "2026-05-01", village=f"{HE}-a", result=Result(30, 5)),
        event("c", "2025-01-01", ZONE),
    )  # fmt: skip
    assert found.years == (2024, 2025, 2026)
    he = found.by_township[HE]
    assert (he.held, he.this_year, he.by_year, he.records, he.participants) == (
        2,
        1,
        ((2024, 1), (2026, 1)),
        ("a", "b"),
        25,
    )
    assert found.by_village[f"{HE}-a"].held == 2
    assert (found.by_village[f"{HE}-b"].held, found.by_village[f"{HE}-b"].participants) == (0, None)
    assert found.by_township[ZONE].held == 1, "a zone's own page may still say what was held there"
    assert found.by_site["guan"].held == 0, "a site is not used before it opened"


def test_a_region_without_events_or_campaigns_still_has_an_account():
    region = Region("330881", "江山市", "", "Asia/Shanghai", "", Identity(), ())
    found = cov.coverage(tables(Library(region), [], AS_OF))
    assert found.years == (2026,)
    assert (found.townships.rows, found.total.held.state) == ((), "not_due")


def test_several_targets_of_one_kind_are_kept_apart():
    found = account(targets=(YEARLY, replace(YEARLY, at_least=5), Target("没有的指标", "township", "year", 1)))
    assert [(m.id, m.at_least) for m in found.targets] == [
        ("bw.events_held.township.year", 2), ("bw.events_held.township.year.2", 5)
    ]  # fmt: skip


def test_equal_keys_give_equal_accounts_that_survive_pickling():
    events = (event("a", "2025-05-01"), event("b", "2026-05-01", QING))
    one, other = made(*events), made(*(replace(e, title=f"{e.title}，改名", place="别处") for e in events))
    assert one.coverage_key() == other.coverage_key() != made(*events, as_of=date(2026, 6, 16)).coverage_key()
    found = cov.coverage(one)
    assert found == cov.coverage(other) == pickle.loads(pickle.dumps(found))


def test_a_value_with_a_control_character_is_refused_and_not_split_into_two():
    with pytest.raises(ValueError, match="control character"):
        account(event("a\x1fb", "2025-05-01"))


# --- what is published ------------------------------------------------------------------------------------------------------

SITE = SiteInfo("https://pufa.example/", "江山普法")
EVENTS = (
    event("a", "2025-05-01", (HE, QING), village=f"{HE}-a", result=Result(120, 20)), event("b", "2025-06-01", ()),
    event("c", "2024-06-01", QING, status="取消"), event("d", "2026-02-01", stage="启动", site="guan"), event("e", "2026-07-01"),
)  # fmt: skip
TARGETS = (
    YEARLY, Target("events_held", "village", "year", 1), Target("events_held", "site", "quarter", 1),
    Target("participants", "region", "year", 100), Target("villages_reached", "township", "campaign", 1),
)  # fmt: skip


@pytest.fixture
def published(tmp_path):
    found = made(*EVENTS, targets=TARGETS, zero=(ZeroReport(QING, 2025),))
    account = cov.coverage(found)
    for artifact in (*artifacts(found, SITE), *cov.artifacts(account, found, SITE)):
        file = tmp_path / artifact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(artifact.data)
    return account, tmp_path / "data"


def run_script(folder):
    import duckdb

    con = duckdb.connect(config={"file_search_path": str(folder)})
    return con, con.execute((folder / "coverage.sql").read_text("utf-8")).fetchall()


def test_the_published_script_over_the_published_files_gives_every_published_figure(published):
    account, folder = published
    con, differing = run_script(folder)
    assert differing == []
    (count,) = con.execute("SELECT count(*) FROM coverage WHERE state = 'figure'").fetchone()
    assert count == sum(c.state == "figure" for m in account.matrices() for row in m.rows for c in row) > 20
    for per, figures in (("township", account.by_township), ("village", account.by_village), ("site", account.by_site)):
        rows = con.execute(
            "SELECT unit, value FROM events_held WHERE per = ? AND scope = '' AND every = 'campaign'", [per]
        ).fetchall()
        assert dict(rows) == {unit: f.held for unit, f in figures.items() if f.held}


def test_the_published_script_finds_a_figure_that_was_tampered_with(published):
    _, folder = published
    text = (folder / "coverage.csv").read_text("utf-8")
    line = next(
        li
        for li in text.splitlines()
        if li.startswith(f"bw.events_held.township.year,bw,events_held,township,{HE}") and ",2025," in li
    )
    (folder / "coverage.csv").write_text(
        text.replace(line, line.replace(",figure,1,", ",figure,7,")), "utf-8", newline=""
    )
    _, differing = run_script(folder)
    assert [(row[0], row[1], row[3], row[4], row[5]) for row in differing] == [
        ("bw.events_held.township.year", HE, "2025", 7, 1)
    ]


def test_coverage_json_and_csv_hold_every_cell_of_every_matrix(published):
    account, folder = published
    data = json.loads((folder / "coverage.json").read_text("utf-8"))
    assert [m["id"] for m in data["matrices"]] == [m.id for m in account.matrices()]
    for written, matrix in zip(data["matrices"], account.matrices(), strict=True):
        cells = [c for row in matrix.rows for c in row]
        assert [
            (c["unit"], c["period"], c["state"], c.get("value"), c.get("met"), c.get("needed", 0))
            for c in written["cells"]
        ] == [(c.unit, c.period, c.state, c.value, c.met, c.needed) for c in cells]
        if matrix.per != "region":
            assert [tuple(c.get("records", ())) for c in written["cells"]] == [c.records for c in cells]
    lines = (folder / "coverage.csv").read_bytes().decode("utf-8").split("\r\n")
    assert len(lines) == 2 + sum(len(m["cells"]) for m in data["matrices"])
    assert {i["id"] for i in data["indicators"]} == {*indicator_catalogue(), *breakdown_catalogue()}
    ratios = [(c, d) for m, w in zip(account.matrices(), data["matrices"], strict=True)
              for c, d in zip((c for row in m.rows for c in row), w["cells"], strict=True) if c.whole is not None]  # fmt: skip
    assert ratios
    assert all((d["part"], d["whole"]) == (c.part, c.whole) for c, d in ratios)
