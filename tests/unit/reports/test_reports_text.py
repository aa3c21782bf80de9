"""What a report says: figures of the account and nothing else, each with its source; the unknown as unknown."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from generator.base.daywords import days_words
from generator.model import Funding, Result, Target, Validity, Weight, ZeroReport
from generator.reports.closing import grass_roots
from generator.reports.compose import OUTLINE, too_long
from generator.reports.document import Grid, Paragraph, Section, numeral
from generator.reports.sheets import sheets
from generator.reports.voice import MOST_NAMES
from tests.unit.pages_kit import world_of
from tests.unit.reports_kit import (
    AS_OF,
    CAMPAIGN,
    HECUN,
    QINGHU,
    book,
    county,
    document,
    event,
    held,
    large,
    section,
    usual,
    voice,
    words,
    workbook,
)

pytestmark = pytest.mark.slow


def test_the_outline_is_whole_whatever_was_recorded():
    for world in (usual(), county()):
        for wish in ({}, {"whom": ("清湖街道",)}, {"campaign": "gaq"}):
            found = document(world, **wish)
            assert [s.title for s in found.sections] == [title for title, _ in OUTLINE]
            assert all(s.blocks for s in found.sections)
            assert [grid.caption[:3] for grid in found.annexes] == [
                f"附表{n}" for n in range(1, len(found.annexes) + 1)
            ]


def test_the_period_and_the_day_it_was_written_are_both_said():
    found = document(usual(), signed=date(2026, 12, 1))
    assert found.lines == ("统计期：2025年1月1日至12月31日", "统计日：2026年11月21日　　成文日期：2026年12月1日")
    assert found.number == ""


def test_figures_are_those_of_the_account():
    general = section(document(usual()), "基本情况")
    assert "已办普法活动3场" in general
    assert "到过乡镇（街道）1个（共2个）" in general
    assert "到过村（社区）1个（共3个）" in general
    assert "群众参加人次2990人次" in general


def test_almost_everything_is_not_everything():
    """2500 of 2501 satisfied is 99.9%, never 100%, and never without how many answered."""
    said = words(document(usual()))
    assert "收回评价2501份，满意2500份，满意率99.9%" in said
    assert "满意率100" not in said


def test_silent_townships_are_named_and_stay_in_the_denominator():
    said = section(document(usual()), "基本情况")
    assert "（未报）的乡镇（街道）1个：清湖街道。" in said
    assert "未报的仍算在分母里" in said
    assert "2025年应达标2个：达标1个，未报1个（清湖街道）" in said


def test_a_zero_report_is_nought_and_not_silence():
    campaign = replace(CAMPAIGN, zero_reports=(ZeroReport(QINGHU, 2025),))
    said = section(document(county(held("a", date(2025, 4, 15)), campaigns=(campaign,))), "基本情况")
    assert "一场也没有办成（0场）的乡镇（街道）1个：清湖街道。" in said
    assert "没有未报的乡镇（街道）" in said


def test_the_report_of_a_silent_township_says_so_and_invents_nothing():
    found = document(usual(), whom=("清湖街道",))
    assert "开展活动场次未报" in section(found, "基本情况")
    assert "没有报过，也没有报全零报告" in section(found, "存在问题")
    assert "请补报" in section(found, "下一步工作")
    assert not re.search(r"[1-9]\d*场", section(found, "基本情况").replace("不少于2场", "").replace("差2场", ""))


def test_a_county_without_any_event_is_unreported_everywhere():
    found = document(county())
    said = words(found)
    assert "开展活动场次未报" in said
    assert "没有已办活动的记录（未报）。" in said
    assert "2个：清湖街道、贺村镇" in said
    assert found.length > 200


def test_every_sentence_with_a_figure_of_the_account_has_its_source():
    """A paragraph with a number beyond a date, an ordinal or a promise bears the mark of a source, in every kind of report."""
    world = usual()
    allowed = re.compile(
        r"\d+年\d*月?\d*日?|^\d+\.|第\d+|\d+月\d+日|\d+月|不少于[\d,]+|90天|问题[\d、]+|附表\d|\d+天内|0是|下面\d+条"
    )
    for wish in ({}, {"whom": ("贺村镇",)}, {"campaign": "gaq"}, {"period": "2026-12"}, {"kind": "督办单"}):
        for part in document(world, **wish).sections:
            for block in part.blocks:
                if isinstance(block, Paragraph) and re.search(r"\d", allowed.sub("", block.words)):
                    assert any(not isinstance(p, str) for p in block.parts), block.words


def test_sources_lead_to_the_evidence_and_to_the_definition():
    sources = {s.label: s for s in document(usual()).sources()}
    found = sources["开展活动场次（江山市，2025年）"]
    assert found.address == "https://pufa.example.gov.cn/coverage/2025/records/#events_held"
    assert found.definition == "https://pufa.example.gov.cn/coverage/indicators/#events_held"
    mine = {s.label: s for s in document(usual(), whom=("贺村镇",)).sources()}
    assert mine["满意率（贺村镇，2025年）"].address.endswith(f"/coverage/2025/{HECUN}/#satisfaction")
    campaign = {s.label: s for s in document(usual(), campaign="gaq").sources()}
    assert campaign["开展活动场次（江山市，整个专项）"].address.endswith("/coverage/campaigns/gaq/records/#events_held")


def test_a_sentence_gives_way_to_what_is_known_where_a_figure_is_missing():
    teller = voice(usual())
    said = "".join(
        p for p in teller.say("平均每处每季度{site_use}，每村{law_savvy_per_village}。") if isinstance(p, str)
    )
    assert "村均法律明白人未报" in said
    assert "平均" not in said
    assert teller.say("{no_such_indicator}") == ()
    assert voice(usual(), whom=("贺村镇",)).say("{gini}") == ()


def test_problems_come_from_findings_and_each_has_an_action():
    found = document(usual())
    problems = [b for b in next(s for s in found.sections if s.title == "存在问题").blocks if isinstance(b, Paragraph)]
    assert "1个乡镇（街道）2025年没有报过" in problems[1].words
    steps = section(found, "下一步工作")
    numbered = [p for p in problems if re.match(r"\d+\.", p.words)]
    for number in range(1, len(numbered) + 1):
        assert re.search(rf"针对问题(?:\d+、)*{number}(?:、\d+)*：", steps)


def test_indicators_that_nobody_filled_in_are_named_as_unknown():
    said = section(document(usual()), "存在问题")
    (line,) = [text for text in said.split("\n") if "没有填报" in text and "（未报）" in text]
    assert "村均法律明白人" in line
    assert "人均普法经费" in line


def test_late_tasks_are_named_with_who_answers():
    said = section(document(usual()), "普法责任制与任务清单")
    assert "过了时限还没有完成的任务1条：“主题宣讲”（各司法所，时限2025年4月15日）" in said
    assert "完成率50%" in said


def test_the_length_is_counted_and_the_longest_part_is_named():
    found = document(usual())
    assert found.length == sum(s.length for s in found.sections)
    assert Section("一二", (Paragraph(("三 四\n五",)), Grid("不算", ("甲",), (("乙",),), (1,)))).length == 5
    assert too_long(found) == ""
    short = replace(found, limit=10)
    assert "请先从这一部分删减" in too_long(short)
    longest = max(found.sections, key=lambda s: s.length)
    assert longest.title in too_long(short)
    assert document(usual(), campaign="gaq").limit == 4000
    assert found.limit == 5000


def test_a_region_of_170_townships_stays_within_the_limit_and_names_at_most_thirty():
    world = world_of(large(170), AS_OF)
    found = document(world)
    assert too_long(found) == ""
    said = section(found, "基本情况")
    assert "乡镇（街道）85个：" in said
    assert "等85个（全部见附表1）" in said
    assert len(found.annexes[0].rows) == 170
    assert len(re.findall(r"第\d+镇", said.split("（未报）的乡镇", 1)[1].split("。", 1)[0])) == MOST_NAMES


def test_sample_data_are_marked_and_real_ones_are_not():
    assert document(usual()).sample == ""
    assert "示例数据" in document(county(sample=True)).sample
    assert "示例数据" in document(county(campaigns=(replace(CAMPAIGN, sample=True),)), campaign="gaq").sample


def test_a_running_year_says_until_when():
    found = document(county(held("a", date(2026, 4, 15))), period="2026")
    assert "2026年（截至11月21日），已办普法活动1场" in words(found)
    assert "期限未到" in words(found)


def test_the_table_of_townships_shows_the_very_figures():
    world = usual()
    grid = document(world).annexes[0]
    by_name = {row[0]: dict(zip(grid.head, row, strict=True)) for row in grid.rows}
    assert by_name["贺村镇"]["场次"] == "3"
    assert by_name["贺村镇"]["满意率"] == "99.9%（2501份）"
    assert by_name["清湖街道"]["场次"] == "未报"
    assert by_name["贺村镇"]["到过的村"] == "1/2"


def test_a_village_without_a_record_is_not_called_nought():
    (grid,) = [g for g in document(usual(), whom=("贺村镇",)).annexes if "村（社区）" in g.caption]
    assert [row[1] for row in grid.rows] == ["1", "没有记录"]


def test_the_monthly_notice_tells_what_is_planned_due_and_needed():
    coming = event(
        "gaq-x", start=datetime(2026, 12, 4, 9), end=datetime(2026, 12, 4, 10), status="确定", title="宪法日宣讲"
    )
    waiting = event(
        "gaq-w", start=datetime(2026, 10, 4, 9), end=datetime(2026, 10, 4, 10), status="计划", title="没更新的"
    )
    found = document(county(coming, waiting), period="2026-12", whom=("贺村镇",))
    said = words(found)
    assert found.title == "2026年12月普法工作提示单"
    assert "12月记录在册的活动1场" in said
    assert "2026年12月31日以前还要2场" in said
    assert "日子已过、状态还是“计划”或“确定”的1场" in said
    grids = [b for s in found.sections for b in s.blocks if isinstance(b, Grid)]
    assert [row[1] for grid in grids for row in grid.rows] == ["宪法日宣讲", "没更新的"]


def test_a_notice_counts_events_of_the_whole_region_for_every_township():
    wide = event(
        "gaq-x", start=datetime(2026, 12, 4, 9), end=datetime(2026, 12, 4, 10), region_wide=True, status="确定"
    )
    assert "活动1场" in words(document(county(wide), period="2026-12", whom=("清湖街道",)))


def test_the_urging_lists_who_is_late_with_what():
    found = document(usual(), kind="督办单")
    grids = {b.head: b.rows for s in found.sections for b in s.blocks if isinstance(b, Grid)}
    missed = grids["责任单位", "专项", "期", "目标", "实际", "差"]
    assert [row[0] for row in missed] == ["清湖街道"]
    assert missed[0][4:] == ("未报", "2场")
    assert "请在2026年12月1日以前逐条办理" in words(found)


def test_where_nothing_is_late_the_urging_says_so():
    quiet = replace(CAMPAIGN, targets=(), tasks=())
    found = document(county(held("a", date(2025, 4, 15)), campaigns=(quiet,)), kind="督办单", whom=("贺村镇",))
    assert "贺村镇2025年没有需要督办的事项" in words(found)


@pytest.mark.parametrize(("number", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")])
def test_headings_are_numbered_in_chinese(number, written):
    assert numeral(number) == written


def test_headings_and_spans_at_their_edges():
    with pytest.raises(ValueError, match="1 to 99"):
        numeral(0)
    assert days_words(date(2025, 1, 1), date(2025, 1, 1)) == "2025年1月1日"
    assert days_words(date(2021, 1, 1), date(2025, 12, 31)) == "2021年1月1日至2025年12月31日"


def test_no_item_is_unreported_only_where_something_was_held():
    """Nothing held is said as such, from a zero report or from silence; an event that names nothing is 未报."""
    zero = replace(CAMPAIGN, zero_reports=(ZeroReport(QINGHU, 2025),))
    quiet = document(county(held("gaq-a", date(2025, 4, 15)), campaigns=(zero,)), whom=("清湖街道",))
    assert section(quiet, "重点对象").startswith("没有已办活动。")
    silent = document(usual(), whom=("清湖街道",))
    assert "没有已办活动的记录（未报）。" in section(silent, "重点内容与节点")
    bare = document(county(held("gaq-a", date(2025, 4, 15))))
    assert "已办活动没有写明讲了哪部法律（未报）。" in section(bare, "重点内容与节点")


def test_a_target_without_figures_is_not_called_undone_where_something_was_held():
    """Attendance not filled in is not "not held yet"; a township without an event has indeed held nothing."""
    campaign = replace(CAMPAIGN, targets=(Target("participants", "township", "year", 100, "示例"),))
    world = county(held("gaq-a", date(2026, 4, 15), result=Result(staff=1)), campaigns=(campaign,))
    assert "所需的数还没有填，" in words(document(world, whom=("贺村镇",), period="2026-11"))
    assert "现在还没有办，" in words(document(world, whom=("清湖街道",), period="2026-11"))


def test_what_a_percentage_lacks_is_counted_in_points():
    """As on the pages: 差10个百分点."""
    campaign = replace(CAMPAIGN, targets=(Target("satisfaction", "region", "year", 90, "示例"),))
    result = Result(attendance=20, staff=1, responses=10, satisfied=8)
    world = county(held("gaq-a", date(2025, 4, 15), result=result), campaigns=(campaign,))
    assert "没有达标，差10个百分点" in section(document(world), "基本情况")


def test_figures_of_today_in_the_report_of_an_old_year_say_so():
    """Registers are as of the day of the figures, random checks in a campaign's report are of all campaigns."""
    said = "".join(b.words for b in grass_roots(voice(usual())))
    assert "统计日（2026年11月21日）名册上的数：民主法治村" in said
    said = "".join(b.words for b in grass_roots(voice(usual(), campaign="gaq")))
    assert "（全部专项）" in said


def test_a_running_target_of_a_whole_campaign_is_in_the_year_of_the_account():
    """What may be named a problem is listed among the targets: in the year it runs in now, not in one that is over."""
    running = replace(CAMPAIGN, period=replace(CAMPAIGN.period, end=date(2027, 6, 30)),
                      targets=(Target("events_held", "township", "campaign", 2, "示例"),))  # fmt: skip
    world = county(held("gaq-a", date(2026, 4, 15)), campaigns=(running,))
    assert [m.every for m, _, _ in voice(world, period="2026").targets()] == ["campaign"]
    assert list(voice(world, period="2025").targets()) == []


def with_ends(world_, code, end):
    """The same county where a township has a last day."""
    found = world_.library
    townships = tuple(replace(t, validity=Validity(end=end)) if t.code == code else t for t in found.region.townships)
    region = replace(found.region, townships=townships)
    return world_of(replace(found, region=region, township_by_code={t.code: t for t in townships}), AS_OF)


def grids_of(found):
    return [b for s in found.sections for b in s.blocks if isinstance(b, Grid)]


def test_a_target_for_some_townships_says_for_whom_in_reports_notices_and_demands():
    some = Target("events_held", "township", "year", 4, "示例文件", townships=(HECUN,))
    world = county(held("gaq-a", date(2025, 4, 15)), campaigns=(replace(CAMPAIGN, targets=(some,)),))
    for wish in ({}, {"whom": ("贺村镇",)}, {"campaign": "gaq"}, {"period": "2026-12"}):
        assert "只对贺村镇" in words(document(world, **wish)), wish
    demand = document(world, kind="督办单", whom=("贺村镇",))
    (want,) = [row[3] for grid in grids_of(demand) for row in grid.rows if "开展活动场次" in str(row)]
    assert want == "开展活动场次不少于4场，只对贺村镇"
    rows = next(s for s in sheets(voice(world, form="xlsx")) if s.name == "目标").rows
    assert {row[1] for row in rows} == {"每个乡镇（街道），只对贺村镇"}


def test_a_target_for_a_group_says_for_which():
    group = Target("events_held", "township", "year", 4, "示例文件", group="平原镇")
    world = county(held("gaq-a", date(2025, 4, 15)), campaigns=(replace(CAMPAIGN, targets=(group,)),))
    found = world.library
    townships = tuple(replace(t, group="平原镇") if t.code == HECUN else t for t in found.region.townships)
    grouped = world_of(replace(found, region=replace(found.region, townships=townships)), AS_OF)
    assert "不少于4场，只对“平原镇”一组" in section(document(grouped), "基本情况")


def test_what_is_asked_of_a_part_of_the_year_and_what_a_launch_counts_are_explained():
    four = replace(CAMPAIGN, targets=(Target("events_held", "township", "year", 4, "示例文件"),))
    launch = held("gaq-a", date(2025, 4, 15), stage="启动")
    world = with_ends(county(launch, campaigns=(four,)), HECUN, date(2025, 6, 30))
    said = section(document(world, whom=("贺村镇",)), "基本情况")
    assert "2025年1场（只有启动仪式，启动仪式不算达标）（按在册的181天折算为2场），已经撤销，没有达标，差1场。" in said
    region = section(document(world), "基本情况")
    assert "没有达标1个（贺村镇（已撤销，按在册的181天折算为2场））" in region
    demand = document(world, kind="督办单", whom=("贺村镇",))
    (row,) = next(grid for grid in grids_of(demand) if grid.head[-1] == "差").rows
    assert row[3] == "开展活动场次不少于4场，按在册的181天折算为2场"
    assert row[4:] == ("1场（只有启动仪式，启动仪式不算达标）", "1场")
    rows = [r for r in next(s for s in sheets(voice(world, form="xlsx")) if s.name == "目标").rows if r[5] == HECUN]
    assert rows[0][-1] == "按在册的181天折算为2场"
    assert rows[0][9].startswith("只有启动仪式，不算达标，")


def test_a_township_that_is_no_more_is_told_so_and_asked_for_nothing():
    world = with_ends(usual(), QINGHU, date(2025, 6, 30))
    for wish in ({}, {"campaign": "gaq"}):
        found = document(world, whom=("清湖街道",), **wish)
        steps = section(found, "下一步工作")
        assert "已经撤销，不用再安排活动" in steps or "已在2025年6月30日撤销，不用再安排活动" in steps
        assert not re.search("请补报|排上活动|提前排好|先补上", steps), steps
    demand = words(document(world, kind="督办单", whom=("清湖街道",)))
    assert "清湖街道已在2025年6月30日撤销，不用再安排活动。" in demand
    assert "下一期" not in demand
    region = section(document(world, campaign="gaq"), "下一步工作")
    assert "清湖街道" not in section(document(world, period="2026-12"), "目标还差多少")
    assert "活动" in region


HELD = (Weight("", "events_held", 1),)


def two_more(*events, weights=HELD, **more):
    """A county whose townships are all of one group."""
    world = county(*events, **more)
    found = world.library
    townships = tuple(replace(t, group="平原镇") for t in found.region.townships)
    region = replace(found.region, townships=townships, weights=weights)
    return world_of(replace(found, region=region), AS_OF)


def test_a_report_ranks_nobody_where_no_weights_are_written():
    """Neither the region's report nor a township's own has a score or a place."""
    events = (
        held("a", date(2025, 4, 15)),
        held("b", date(2025, 4, 16)),
        held("c", date(2025, 4, 15), townships=(QINGHU,)),
    )
    bare = two_more(*events, weights=())
    assert "综合得分" not in section(document(bare), "亮点与荣誉")
    assert "综合得分" not in section(document(bare, whom=("贺村镇",)), "亮点与荣誉")


def test_praise_is_for_those_who_held_more_than_launches_and_have_somebody_beside_them():
    both = two_more(
        held("a", date(2025, 4, 15)), held("b", date(2025, 4, 16)), held("c", date(2025, 4, 15), townships=(QINGHU,))
    )
    assert "平原镇：贺村镇（2个参加比较）" in section(document(both), "亮点与荣誉")
    assert "综合得分列第1" in section(document(both, whom=("贺村镇",)), "亮点与荣誉")
    launches = two_more(
        *(held(f"a{n}", date(2025, 4, n + 1), stage="启动") for n in range(5)),
        held("c", date(2025, 4, 15), townships=(QINGHU,)),
    )
    assert "综合得分" not in section(document(launches), "亮点与荣誉")
    assert "综合得分" not in section(document(launches, whom=("贺村镇",)), "亮点与荣誉")
    alone = two_more(held("a", date(2025, 4, 15)))
    assert "综合得分" not in section(document(alone), "亮点与荣誉")


def test_audiences_that_no_campaign_lists_are_not_said_to_be_listed_by_one():
    event_ = held("gaq-a", date(2025, 4, 15), audiences=("农民",))
    listed = section(document(county(event_)), "重点对象")
    assert "专项列明、没有单独面向的对象：青少年。" in listed
    bare = county(event_, campaigns=(replace(CAMPAIGN, audiences=()),))
    region = replace(bare.library.region, audiences=("农民", "老年人"))
    said = section(document(world_of(replace(bare.library, region=region), AS_OF)), "重点对象")
    assert "地区对象名单里有、没有单独面向的对象：老年人。" in said
    assert "专项列明" not in said


def test_late_tasks_are_among_the_problems_of_every_report():
    for wish in ({}, {"whom": ("清湖街道",)}, {"campaign": "gaq"}):
        found = document(usual(), **wish)
        assert "过了时限还没有完成的任务1条：“主题宣讲”（各司法所，时限2025年4月15日）。" in section(found, "存在问题")
        assert "对照任务清单逐条问责任单位" in section(found, "下一步工作")


def test_a_county_without_any_event_says_so_once_and_still_counts_whom_it_should_have_reached():
    """No list of twenty indicators that have no figure for one and the same reason."""
    found = document(county())
    said = section(found, "基本情况")
    assert said.startswith("2个乡镇（街道）、3个村（社区）计入统计。")
    assert said.count("没有任何活动记录") == 1
    assert "最长空档" not in said
    assert "满意率" not in said
    assert "应达标2个：达标0个，未报2个（清湖街道、贺村镇）" in said
    assert "以及由活动得出的全部" in section(found, "存在问题")
    assert "满意率" not in section(found, "存在问题")
    assert found.length < 1300


def test_what_is_missing_to_a_figure_per_head_is_what_is_missing():
    """Money that was filled in is not said to be missing where only the population is."""
    funded = replace(CAMPAIGN, funding=(Funding(2025, 12_000, source="财政"),))
    said = section(document(county(held("gaq-a", date(2025, 4, 15)), campaigns=(funded,))), "组织领导与经费")
    assert "填了普法经费，可是2个乡镇（街道）没有填常住人口" in said
    assert "没有填普法经费" not in said
    assert "没有填普法经费" in section(document(usual()), "组织领导与经费")


def test_a_missed_rate_is_shown_as_it_is_and_fits_its_gap():
    target = replace(CAMPAIGN, targets=(Target("satisfaction", "region", "year", 100, "示例"),))
    result = Result(attendance=3000, staff=10, responses=2501, satisfied=2500)
    world = county(held("gaq-a", date(2025, 4, 15), result=result), campaigns=(target,))
    assert "99.96%，没有达标，差0.04个百分点" in section(document(world), "基本情况")
    sheet = book(workbook(world))["目标"]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[3].value == "满意率")
    assert (row[8].value, row[8].number_format, row[10].value) == (0.9996, "0.00%", 0.04)


def test_lines_of_a_campaign_are_those_of_the_year():
    """One sentence and one threshold for both, as the pages say it."""
    launch = held("gaq-a", date(2025, 4, 15), stage="启动")
    for wish in ({}, {"campaign": "gaq"}):
        said = section(document(county(launch), **wish), "存在问题")
        assert "启动之后90天里没有跟上常态活动的占100%（1场，满90天的启动仪式1场）：重启动，轻持续。" in said
