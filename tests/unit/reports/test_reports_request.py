"""What an officer asks for: the right files, or every fault at once with the nearest name."""

from dataclasses import replace
from datetime import date

import pytest

from generator.model import Validity
from generator.reports.request import Wish, understand
from tests.unit.reports_kit import AS_OF, HECUN, QINGHU, county, held, usual


def ask(world=None, **wish):
    world = world or usual()
    return understand(Wish(**wish), world.library, world.coverage.years, world.as_of)


def one(**wish):
    requests, faults = ask(**wish)
    assert faults == ()
    return requests[0]


@pytest.mark.slow
def test_a_year_alone_is_the_yearly_report_of_the_whole_region():
    found = one(period="2025年")
    assert (found.kind, found.unit, found.year) == ("年度", "", 2025)
    assert (found.first, found.last, found.signed) == (date(2025, 1, 1), date(2025, 12, 31), AS_OF)


@pytest.mark.parametrize("written", ["2026-12", "2026年12月", "２０２６／１２"])
def test_a_month_alone_is_the_notice_of_that_month(written):
    found = one(period=written)
    assert (found.kind, found.first, found.last) == ("提示单", date(2026, 12, 1), date(2026, 12, 31))


def test_a_campaign_by_id_or_title_is_its_report_over_its_own_days():
    for word in ("gaq", "全民国家安全教育日"):
        found = one(campaign=word)
        assert (found.kind, found.campaign, found.year) == ("专项", "gaq", None)
        assert (found.first, found.last) == (date(2021, 1, 1), date(2026, 12, 31))


def test_units_by_name_code_list_and_all_of_them_come_once_each():
    requests, _ = ask(period="2025", whom=("贺村镇、330881003", "江山市", "全部乡镇"))
    assert [r.unit for r in requests] == [HECUN, QINGHU, ""]


def test_every_fault_is_told_at_once():
    _, faults = ask(
        period="2031", whom=("贺村乡", "清湖街"), form="csv", kind="督办单", campaign="gaq", signed=date(2020, 1, 1)
    )
    said = "\n".join(faults)
    assert len(faults) == 6
    for words in (
        "2021 到 2026",
        "是不是“贺村镇”",
        "是不是“清湖街道”",
        "只有 docx 和 html",
        "--campaign 只用于专项",
        "--as-of 2020-01-01",
    ):
        assert words in said


def test_a_demand_is_for_a_year_or_up_to_the_end_of_a_month():
    (year,), _ = ask(period="2025", kind="督办单")
    (month,), _ = ask(period="2025-11", kind="督办单")
    assert (year.span, month.span) == ("2025年", "2025年11月")
    assert (month.first, month.last, month.year) == (date(2025, 11, 1), date(2025, 11, 30), 2025)
    assert month.name(usual().library).endswith("2025年11月普法督办单.docx")


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"period": ""}, "请写统计期"),
        ({"period": "2025Q3"}, "不按季度写"),
        ({"period": "2025年第三季度"}, "不按季度写"),
        ({"period": "去年"}, "请写一年"),
        ({"period": "2025-13", "kind": "提示单"}, "提示单按月写"),
        ({"period": "2025-11", "kind": "年度"}, "年度按年写"),
        ({"period": "2025-13", "kind": "督办单"}, "督办单按月写"),
        ({"period": "2029-01", "kind": "提示单"}, "2029 年太远了"),
        ({"period": "2025-03"}, "2025年3月在统计日（2026-11-21）已经过完了"),
        ({"period": "2025-03"}, "--kind 督办单 --period 2025-03"),
        ({"period": "2026-12", "kind": "督办单"}, "还没有开始"),
        ({"period": "2019-03", "kind": "督办单"}, "没有 2019 年的记录"),
        ({"period": "2027"}, "2027 年在统计日（2026-11-21）还没有开始"),
        ({"period": "2019"}, "没有 2019 年的记录"),
        ({"kind": "专项"}, "要写明是哪个专项"),
        ({"campaign": "国家安全教育日"}, "是不是 gaq"),
        ({"campaign": "gaq", "period": "2025"}, "不用写 --period"),
        ({"period": "2025", "kind": "月度"}, "可以写：年度、专项、提示单、督办单"),
        ({"period": "2025", "whom": ("、",)}, "没有可写的乡镇"),
        ({"period": "2025", "number": "江" * 50}, "文号写得不对"),
    ],
)  # fmt: skip
def test_a_wrong_wish_is_answered_with_what_may_be_written(wish, words):
    requests, faults = ask(**wish)
    assert requests == ()
    assert any(words in fault for fault in faults), faults


def test_a_notice_may_ask_for_anything_up_to_the_end_of_next_year():
    """The year after has neither observances nor plans, and the fault says how far one may go."""
    assert one(period="2027-12").last == date(2027, 12, 31)
    requests, faults = ask(period="2028-01")
    assert requests == ()
    assert faults == ("2028 年太远了，节点和活动还没有定下来。提示单可以写 2026-11 到 2027-12 的月份。",)


def test_a_township_that_is_not_counted_or_not_there_yet_has_no_report():
    world = county(held("a", date(2025, 4, 15)))
    region = world.library.region
    towns = (
        replace(region.townships[0], counted=False),
        replace(region.townships[1], validity=Validity(start=date(2026, 6, 1))),
    )
    library = replace(world.library, region=replace(region, townships=towns))
    requests, faults = understand(Wish("2025", ("清湖街道", "贺村镇")), library, (2025, 2026), AS_OF)
    assert requests == ()
    assert "不计入覆盖" in faults[0]
    assert "还没有设立" in faults[1]
    assert understand(Wish("2026", ("全部乡镇",)), library, (2025, 2026), AS_OF)[0][0].unit == HECUN


def test_a_campaign_that_has_not_begun_has_no_report():
    world = usual()
    _, faults = understand(Wish(campaign="gaq"), world.library, (2020,), date(2020, 1, 1))
    assert "才开始" in faults[0]


def test_the_number_gets_the_brackets_of_the_standard():
    assert one(period="2025", number="江司[2026]5号").number == "江司〔2026〕5号"


def test_file_names_say_whose_and_when_and_fit_every_system():
    library = usual().library
    assert one(period="2025", whom=("贺村镇",)).name(library) == "贺村镇2025年普法工作报告.docx"
    assert one(period="2025", form="csv").name(library) == "江山市2025年普法数据.csv"
    assert one(campaign="gaq").name(library) == "江山市全民国家安全教育日专项报告.docx"
    assert one(period="2026-12").name(library) == "江山市2026年12月普法提示单.docx"
    nasty = replace(library, region=replace(library.region, name='a/..\\b:"*?<>|\n' + "长" * 200))
    name = one(period="2025").name(nasty)
    assert not set(name) & set('/\\:"*?<>|\n')
    assert len(name) < 90
