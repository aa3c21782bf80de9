"""Late tasks: which they are, whose, and how they are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.figures.coverage.late import LateTask, late_tasks, late_words, theirs
from generator.figures.opendata import tables
from generator.model import Campaign, Library, Period, Task, Validity
from tests.unit.county_kit import REGION

DAY = date(2026, 1, 5)
TASKS = (
    Task("做完的", "教育局", due=date(2025, 3, 1), done=date(2025, 2, 1)),
    Task("没做的", "司法局", due=date(2025, 3, 1)),
    Task("后来做的", "贺村镇", due=date(2025, 6, 1), done=date(2026, 2, 1)),
    Task("今天到期的", "司法局", due=DAY),
    Task("没有时限的", "司法局"),
    Task("前年的", "", due=date(2024, 12, 31)),
    Task("人人有份的", "各乡镇", due=date(2025, 9, 1)),
)


def made(*more: Task):
    campaigns = (
        Campaign("bw", "普法", Period(date(2024, 1, 1), date(2026, 12, 31)), tasks=TASKS),
        Campaign("gaq", "安全", Period(date(2024, 1, 1), date(2026, 12, 31)), tasks=more),
    )
    return tables(Library(REGION, campaigns, (), ()), [], DAY)


def names(**asked) -> list[str]:
    return [t.content for t in late_tasks(made(), **asked)]


def test_late_is_what_was_due_before_today_and_not_done_by_today():
    assert names() == ["没做的", "后来做的", "前年的", "人人有份的"]


def test_tasks_of_a_year_a_campaign_and_a_township():
    assert names(first=date(2025, 1, 1), last=date(2025, 12, 31)) == ["没做的", "后来做的", "人人有份的"]
    assert names(campaign="gaq") == []
    assert names(name="贺村镇") == ["后来做的", "人人有份的"]
    assert theirs("各司法所", "清湖街道")
    assert not theirs("贺村镇", "清湖街道")


def test_nothing_is_asked_of_a_township_for_a_day_after_its_last():
    ended = tuple(
        replace(x, validity=Validity(end=date(2025, 6, 30))) if x.name == "贺村镇" else x for x in REGION.townships
    )
    campaign = Campaign("bw", "普法", Period(date(2024, 1, 1), date(2026, 12, 31)), tasks=TASKS)
    made = tables(Library(replace(REGION, townships=ended), (campaign,), (), ()), [], DAY)
    assert [t.content for t in late_tasks(made, name="贺村镇")] == ["后来做的"]
    assert [t.content for t in late_tasks(made)] == names()


def test_six_are_named_with_their_offices_and_the_rest_is_counted():
    one = late_words([LateTask("宣讲", "", date(2025, 3, 1))])
    assert one == "过了时限还没有完成的任务1条：“宣讲”（责任单位没有填，时限2025年3月1日）。"
    seven = late_words([LateTask(f"第{n}条", "司法局", date(2025, 3, 1)) for n in range(1, 8)])
    assert "“第6条”（司法局，时限2025年3月1日）等7条。" in seven
    assert "第7条" not in seven
