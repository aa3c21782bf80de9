"""Event pages: who must not be misled is not misled, and every figure says of how many."""

from __future__ import annotations

import json
import marshal
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from generator.feeds.words import SAMPLE_MARK, title
from generator.model import Change, Repeat, Result, Rule, Speaker
from generator.pages import events
from generator.pages.page import event_row
from tests.clients.makers import CAMPAIGN, HECUN, QINGHU, event, library
from tests.unit.pages_kit import Html, dated, dated_of, rendered, specs, world_of
from tests.unit.pages_made import search_entries

LATER = {"start": datetime(2026, 12, 4, 9), "end": datetime(2026, 12, 4, 11)}


def page(**fields: Any) -> Html:
    found = dated([event(**fields)])
    return rendered(specs(events, found)["events/gaq-1/"], found)


@pytest.mark.parametrize("status", ["计划", "确定", "已办", "取消", "延期"])
def test_pages_of_every_status_are_sound(status: str) -> None:
    page(status=status, **LATER).assert_sound()


def test_a_cancelled_event_says_so_first_with_its_reason() -> None:
    text = page(status="取消", note="场地停电", **LATER).text
    assert text.startswith("本场活动已取消，请不要前往。原因：场地停电")


def test_a_postponed_event_shows_its_time_as_void() -> None:
    html = page(status="延期", **LATER)
    assert "原定时间" in html.text
    assert "<s>2026年12月4日 星期五 09:00—11:00</s>" in html.source


def test_only_what_will_take_place_is_offered_for_the_calendar() -> None:
    assert "加到我的日历" in page(status="确定", **LATER).text
    assert "加到我的日历" not in page(status="取消", **LATER).text
    assert "加到我的日历" not in page(status="已办").text


def test_a_past_event_without_a_result_says_that_none_came() -> None:
    text = page(status="确定").text
    assert "结果还没有报来" in text
    assert "已确定" not in text


@pytest.mark.parametrize(
    ("satisfied", "responses", "share"), [(2500, 2501, "99.9%"), (1, 5000, "0.1%"), (80, 80, "100%"), (0, 9, "0%")]
)
def test_satisfaction_tells_of_how_many_and_is_never_rounded_to_all_or_none(
    satisfied: int, responses: int, share: str
) -> None:
    text = page(status="已办", result=Result(attendance=9000, responses=responses, satisfied=satisfied)).text
    assert f"{share}满意满意 {satisfied} / {responses} 份评价" in text


def test_residents_are_those_who_are_not_staff() -> None:
    assert "108名群众" in page(status="已办", result=Result(attendance=120, staff=12)).text


def test_places_are_links_and_told_once() -> None:
    html = page(village=f"{HECUN}-lixian", site="park", place="贺村法治公园")
    assert html.links[:3] == [
        f"../../townships/{HECUN}/",
        f"../../townships/{HECUN}/{HECUN}-lixian/",
        "../../sites/park/",
    ]
    assert html.text.count("贺村法治公园") == 1


def test_a_speaker_is_shown_with_a_role() -> None:
    found = library([event(speakers=("毛律师", "外请老师"))])
    made = dated_of(replace(found, speakers=(Speaker("s1", "毛律师", "市讲师团成员"),)))
    assert "毛律师（市讲师团成员），外请老师" in rendered(specs(events, made)["events/gaq-1/"], made).text


def test_related_events_are_the_next_of_the_township_without_itself() -> None:
    found = dated([
        event("a", status="确定", **LATER),
        event("b", title="贺村下一场", status="确定", **LATER),
        event("c", title="取消的一场", status="取消", **LATER),
        event("d", title="清湖的一场", townships=(QINGHU,), status="确定", **LATER),
    ])  # fmt: skip
    text = rendered(specs(events, found)["events/a/"], found).text
    assert "贺村下一场" in text
    assert "取消的一场" not in text
    assert "清湖的一场" not in text


def test_markup_in_every_text_field_stays_text() -> None:
    evil = '<script>alert(1)</script>"onload="'
    fields = dict.fromkeys(("title", "place", "form", "organiser", "summary", "note"), evil)
    html = page(**fields, audiences=(evil,), laws=(evil,), speakers=(evil,), result=Result(summary=evil), status="已办")
    html.assert_sound()
    assert "script" not in {tag for tag, _ in html.tags}
    assert all("onload" not in given for _, given in html.tags)


def test_structured_data_agrees_with_the_page() -> None:
    found = dated([event(status="取消", organiser="贺村司法所", place="文化礼堂")])
    data = json.loads(specs(events, found)["events/gaq-1/"].structured)
    assert data["startDate"] == "2026-04-15T09:00:00+08:00"
    assert data["endDate"] == "2026-04-15T11:00:00+08:00"
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert data["location"]["name"] == "贺村镇 文化礼堂"
    assert data["organizer"]["name"] == "贺村司法所"
    assert data["url"] == "https://pufa.example.gov.cn/events/gaq-1/"


def test_structured_data_of_an_all_day_event_has_days_alone() -> None:
    found = dated([event(start=date(2026, 12, 1), end=date(2026, 12, 7))])
    data = json.loads(specs(events, found)["events/gaq-1/"].structured)
    assert (data["startDate"], data["endDate"]) == ("2026-12-01", "2026-12-07")


def test_structured_data_cannot_end_its_script_and_marks_samples() -> None:
    found = dated([event(title="</script><b>", sample=True)])
    text = specs(events, found)["events/gaq-1/"].structured
    assert "<" not in text
    assert json.loads(text)["name"] == "【示例】</script><b>"


def test_an_event_of_a_made_up_campaign_is_marked_alike_everywhere_whatever_it_says_of_itself() -> None:
    """“示例: 否” makes nothing real that belongs to an invented campaign: page, lists, feed and open data say the same."""
    invented = library([event(title="主题宣讲", sample=False, **LATER)], campaigns=(replace(CAMPAIGN, sample=True),))
    real = library([event(title="主题宣讲", sample=False, **LATER)])
    for found, marked in ((world_of(invented), True), (world_of(real), False)):
        happening = found.occurrences[0]
        context = specs(events, found)["events/gaq-1/"].context
        said = [
            context["sample"],
            event_row(found, happening)["sample"],
            title(happening, found.library).startswith(SAMPLE_MARK),
            found.tables.events.select(("sample",))[0][0],
            found.library.sample,
        ]
        assert said == [marked] * 5


def test_old_events_are_left_out_of_the_search() -> None:
    found = dated([event("old", start=datetime(2022, 1, 5, 9), end=datetime(2022, 1, 5, 10)), event("new")])
    made = search_entries(found)
    assert "events/old/" not in made
    entry = made["events/new/"]
    assert "2026年4月15日" in entry.text
    assert "全民国家安全教育日" in entry.text


def test_contexts_are_plain_values() -> None:
    found = dated([event(result=Result(attendance=3), site="park", updated=datetime(2026, 5, 1, 8))])
    for spec in specs(events, found).values():
        assert marshal.loads(marshal.dumps(dict(spec.context), 2)) == spec.context


WEEKLY = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 30))


def weekly(**more: Any) -> Html:
    start = datetime(2026, 11, 4, 14)
    return page(start=start, end=start.replace(hour=16), status="确定", repeat=Repeat(WEEKLY, **more))


def test_a_repeating_event_says_how_and_lists_what_is_to_come_before_what_was() -> None:
    """The rule in words, the next one, the coming ones open, the past ones folded away with how many were held."""
    html = weekly(held_until=date(2026, 11, 11))
    html.assert_sound()
    assert "每周三，到2026年12月30日" in html.text
    assert "下一场2026年11月25日 星期三 14:00—16:00" in html.text.replace("\n", "")
    assert html.text.index("接下来的场次") < html.text.index("已经过去的 3 场（已办 2 场）")
    assert "下载全部场次" in html.text


def test_an_occurrence_that_differs_says_what_was_planned_and_why() -> None:
    html = weekly(
        changes=(
            Change(date(2026, 12, 2), start=datetime(2026, 12, 3, 9), place="新礼堂", note="场地检修"),
            Change(date(2026, 12, 9), status="取消", note="台风"),
            Change(date(2026, 11, 4), status="已办", result=Result(attendance=12, staff=2)),
        )
    )
    html.assert_sound()
    assert "改期：原定<s>12月2日 周三 14:00</s>" in html.source
    assert "<s>2026年12月9日 星期三 14:00—16:00</s>" in html.source
    for words in ("地点改为：新礼堂", "说明：场地检修", "原因：台风", "12人参加（其中工作人员2人）"):
        assert words in html.text
    assert "原定12月9日" not in html.text


def test_market_days_show_the_lunar_date() -> None:
    rule = Rule(kind="market", digits=(5, 0), lunar=True, until=date(2026, 12, 31))
    start = datetime(2026, 11, 20, 8)
    html = page(start=start, end=start.replace(hour=10), status="确定", repeat=Repeat(rule))
    assert "农历逢五逢十" in html.text
    assert "2026年11月23日 星期一 08:00—10:00农历十月十五" in html.text.replace(" 农历", "农历").replace("\n", "")


def test_a_long_series_shows_the_next_ones_and_how_many_more() -> None:
    rule = Rule(freq="DAILY", until=date(2027, 3, 31))
    html = page(start=date(2026, 11, 21), end=date(2026, 11, 21), status="确定", repeat=Repeat(rule))
    assert "后面还有 107 场" in html.text
