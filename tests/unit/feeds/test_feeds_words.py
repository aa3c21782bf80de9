"""What a clerk reads in a calendar entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generator.feeds import words
from generator.model import Result
from generator.schedule import occurrences
from tests.clients.makers import CAMPAIGN, HECUN, PARK, QINGHU, event, library


def described(**fields: Any) -> list[str]:
    found = library([event(**fields)])
    return words.description(occurrences(found)[0], found, "https://a.cn/events/gaq-1/").split("\n")


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, "贺村镇"),
        ({"village": f"{HECUN}-hecun"}, "贺村镇贺村"),
        ({"place": "文化礼堂"}, "贺村镇 文化礼堂"),
        ({"place": "贺村镇文化礼堂"}, "贺村镇文化礼堂"),
        ({"village": f"{HECUN}-lixian", "place": "文化礼堂"}, "贺村镇礼贤村 文化礼堂"),
        ({"village": f"{HECUN}-lixian", "place": "礼贤村文化礼堂"}, "贺村镇 礼贤村文化礼堂"),
        ({"village": f"{HECUN}-lixian", "place": "贺村镇礼贤村文化礼堂"}, "贺村镇礼贤村文化礼堂"),
        ({"village": f"{HECUN}-hecun", "place": "贺村镇文化礼堂"}, "贺村镇文化礼堂（贺村）"),
        ({"region_wide": True}, "江山市"),
        ({"region_wide": True, "place": "市政府广场"}, "江山市 市政府广场"),
        ({"townships": (HECUN, QINGHU)}, "贺村镇、清湖街道"),
        ({"townships": (HECUN, QINGHU, "1", "2")}, "贺村镇、清湖街道、1等4个乡镇（街道）"),
        ({"site": "park", "place": "park"}, "贺村镇 贺村法治公园，礼贤路1号"),
        ({"site": "park", "place": "贺村镇礼贤路1号贺村法治公园"}, "贺村镇礼贤路1号贺村法治公园"),
        ({"site": "park", "place": ""}, "贺村镇 贺村法治公园，礼贤路1号"),
    ],
)
def test_the_place_tells_each_unit_once(fields: dict[str, Any], place: str) -> None:
    found = event(**fields)
    assert words.location(found, library([found])) == place


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("取消", "【取消】主题宣讲"),
        ("延期", "【延期】主题宣讲"),
        ("计划", "主题宣讲"),
        ("确定", "主题宣讲"),
        ("已办", "主题宣讲"),
    ],
)
def test_what_does_not_take_place_says_so_in_its_title(status: str, title: str) -> None:
    found = library([event(title="主题宣讲", status=status)])
    assert words.title(occurrences(found)[0], found) == title


def test_made_up_records_are_marked_whoever_declares_them_so() -> None:
    plain = event(title="主题宣讲")
    for found in (
        library([replace(plain, sample=True)]),
        library([plain], sample=True),
        library([plain], campaigns=(replace(CAMPAIGN, sample=True),)),
    ):
        occurrence = occurrences(found)[0]
        assert words.title(occurrence, found) == "【示例】主题宣讲"
        assert words.SAMPLE_NOTE in words.description(occurrence, found, "https://a.cn/")
    assert not library([plain]).is_sample(plain)


def test_a_cancelled_event_says_that_and_why_before_anything_else() -> None:
    lines = described(status="取消", note="天气原因", summary="讲解典型案例。")
    assert lines[:3] == ["本场活动已取消，请不要前往。", "原因：天气原因", "讲解典型案例。"]


def test_a_postponed_event_says_that_its_time_no_longer_holds() -> None:
    assert described(status="延期")[0] == "本场活动延期，原定的时间不再有效；新的时间定下后会在这里更新。"


def test_every_fact_has_its_line() -> None:
    assert described(
        status="确定", audiences=("农民", "青少年"), laws=("国家安全法", "《反间谍法》"), organiser="贺村司法所",
        url="https://b.cn/x", note="请带身份证",
    ) == [
        "说明：请带身份证", "专项：全民国家安全教育日", "形式：宣讲", "对象：农民、青少年", "法律：《国家安全法》《反间谍法》",
        "主办：贺村司法所", "相关链接：https://b.cn/x", "详情：https://a.cn/events/gaq-1/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (Result(120, 9, 80, 78, "反响好"), "成效：参加120人（其中工作人员9人）；收回评价80份，满意78份；反响好"),
        (Result(0), "成效：参加0人"),
        (Result(satisfied=78), None),
        (Result(staff=9), None),
        (Result(summary="反响好"), "成效：反响好"),
    ],
)
def test_a_result_never_tells_satisfaction_without_the_number_of_replies(result: Result, line: str | None) -> None:
    told = [text for text in described(status="已办", result=result) if text.startswith("成效")]
    assert told == ([line] if line else [])


def test_a_result_is_told_only_of_what_was_held() -> None:
    assert not [text for text in described(status="取消", result=Result(120)) if "120" in text]


def test_an_unknown_site_or_campaign_is_no_reason_to_fail() -> None:
    found = event(site="nowhere", campaign="nothing", village="none", place="")
    assert words.location(found, library([found])) == "贺村镇"
    assert words.kinds(found, library([found])) == ("宣讲",)
    assert PARK.township == HECUN
    assert occurrences(library([found]))[0].first_day == date(2026, 4, 15)
