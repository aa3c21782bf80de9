"""Records that can hardly be meant so are asked about, and those that can are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sites import kit

from generator.check.doubts import not_held, village_named
from generator.model import Township, Village

WHOLE = {"id": "e-2", "title": "另一场", "start": "2026-11-20", "township": "青石镇", "place": "集市"}
HELD = {"status": "已办", "result": "{attendance: 30}"}


def found(base: Path, *events: dict[str, str], name: str = "events-2.yml") -> list[str]:
    """Place and code of what is said of these events."""
    text = "".join("- " + "\n  ".join(f"{k}: {v}" for k, v in (WHOLE | e).items() if v) + "\n" for e in events)
    kit.put(base, f"campaigns/xianfa/{name}", text)
    return [f"{d.span.line}:{d.span.column} {d.code}" for d in kit.look(base)]


DAY = date(2026, 5, 6)


@pytest.mark.parametrize(
    "text",
    ["因雨取消", "因台风天气临时取消。", "未举办", "没有办成", "活动取消", "因疫情未能举办", "因场地冲突，本次讲座取消", "改期", "延期举行", "因雨推迟到6月1日",
     "原定5月6日，因雨改期", "已取消", "（取消）"],
)  # fmt: skip
def test_words_that_deny_an_event(text: str) -> None:
    assert not_held(text, DAY)


@pytest.mark.parametrize(
    "text",
    ["照常举办", "原定5月1日，因雨改期", "因雨改期到5月6日举办", "延期到6日办", "5月1日因雨改期，今天补办", "讲了取消农业税的来历", "没有取消", "改到礼堂演完",
     "讲延迟退休", "未成年人保护法进校园", "到场120人", "没有人提前走", "", "部分群众因农忙未能到场，已入户补讲", "对因事未能参加的干部另行补学",
     "工作人员因故未能全部到场", "现场解答贷款延期还款、合同续签问题", "讲解延期审理和诉讼时效顺延的规定", "讲推迟退休和社保缴费", "以因作弊取消考试资格的案例说法",
     "此前一直没有开展，今年是第一次", "讲因拖欠工资被取消评优资格案", "因天气取消户外展板，改在室内宣讲", "延期还款怎么办", "活动取消报名环节"],
)  # fmt: skip
def test_words_that_do_not(text: str) -> None:
    """An event that was moved stands on its new day; texts on law speak of repeal and of delay."""
    assert not not_held(text, DAY)


def test_held_and_denied(base: Path) -> None:
    """W242 at the words, in whichever field they are; an event that is off may say so."""
    assert found(base, HELD | {"note": "因雨取消"}) == ["8:9 W242"]
    assert found(base, HELD | {"result": "{attendance: 30, summary: 下雨，活动取消了}"}) == ["7:37 W242"]
    assert found(base, HELD | {"title": "法治电影（取消）"}) == ["2:10 W242"]
    assert found(base, HELD | {"title": "法治电影（改期）", "summary": "讲合同的变更、延期和取消。"}) == []
    assert found(base, {"status": "取消", "note": "因雨取消"}) == []


def test_cancelled_without_a_reason(base: Path) -> None:
    assert found(base, {"status": "取消"}) == ["6:11 W243"]
    assert found(base, {"status": "取消", "summary": "因台风不办了"}) == []
    for nothing in ("无", "取消", "/"):
        assert found(base, {"status": "取消", "note": nothing}) == ["6:11 W243"]
    assert found(base, {"status": "延期"}) == []


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"status": "确定", "start": "2026-12-20", "place": ""}, ["1:3 W244"]),
        ({"status": "确定", "start": "2026-12-20", "place": "待定"}, ["5:10 W244"]),
        ({"status": "确定", "start": "2026-12-20", "place": "", "village": "青石村"}, []),
        (HELD | {"place": "／"}, ["5:10 W244"]),
        (HELD | {"place": "（待定）"}, ["5:10 W244"]),
        (HELD | {"place": "暂定"}, ["5:10 W244"]),
        (HELD | {"place": "", "township": "全域"}, ["1:3 W244"]),
        ({"start": "2026-12-20", "place": ""}, []),
        ({"start": "2026-11-28", "place": ""}, ["1:3 W244"]),
        ({"start": "2026-11-29", "place": ""}, []),
        ({"status": "取消", "note": "停电", "place": ""}, []),
    ],
)
def test_a_place_is_missed_where_people_need_it(base: Path, fields: dict[str, str], codes: list[str]) -> None:
    """What is settled, what is over, and what is a week ahead; not what is still being planned."""
    assert found(base, fields) == codes


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"place": "青石村礼堂"}, True),
        ({"place": "青石镇青石村老年活动中心"}, True),
        ({"place": "镇上（青石村）"}, True),
        ({"place": "青石村礼堂", "village": "青石村"}, False),
        ({"place": "青石镇礼堂"}, False),
        ({"place": "大青石村礼堂"}, False),
        ({"place": "东门社区"}, False),
        ({"place": "青石村礼堂", "township": "[青石镇, 云溪街道]"}, False),
        ({"place": "青石村礼堂", "township": "全域"}, False),
    ],
)
def test_a_village_that_is_only_in_the_place(base: Path, fields: dict[str, str], said: bool) -> None:
    """W245 with the line to write; a village of another township is none of this one's."""
    assert found(base, {"start": "2026-12-20"} | fields) == (["5:10 W245"] if said else [])
    if said:
        assert "“村社区: 青石村”" in kit.look(base)[0].hint


def test_two_villages_in_one_place_are_no_single_one() -> None:
    unit = Township(
        "1", "甲镇", (Village("1-a", "山村", "1"), Village("1-b", "山村头村", "1"), Village("1-c", "水村", "1"))
    )
    assert village_named("山村、水村", [unit]) == ["山村", "水村"]
    assert village_named("山村头村礼堂", [unit]) == ["山村头村"]
    bank = Township("1", "甲镇", (Village("1-a", "中心村", "1"), Village("1-b", "水头", "1")))
    for place in ("中心村镇银行", "中心村小学", "水头小学", "甲镇水头街12号"):
        assert village_named(place, [bank]) == []
    assert village_named("水头文化礼堂、中心村", [bank]) == ["水头", "中心村"]


def test_identical_records(base: Path) -> None:
    """W241 names both, spaces and width apart; any difference in what happens makes them two; a clash is not told as well."""
    one = {"start": "2026-12-20 09:00", "audience": "[农民, 妇女]"}
    assert found(base, one, one | {"id": "e-3", "title": "另 一场", "audience": "妇女、农民"}) == ["7:7 W241"]
    (fault,) = kit.look(base)
    assert fault.related[0].line == 1
    assert found(base, one, one | {"id": "e-3", "start": "2026-12-20 14:00"}) == []
    assert found(base, one, one | {"id": "e-3", "village": "青石村"}) == ["6:3 W311"] or "W241" not in str(
        found(base, one)
    )
    assert found(base, one, one | {"id": "e-3", "audience": "青少年", "place": "学校"}) == []
    held = {"start": "2026-11-20 09:00", "status": "已办", "organiser": "青石司法所"}
    assert "W241" in str(found(base, one | held | HELD, one | held | HELD | {"id": "e-3"}))
    for other in ({"organiser": "县妇联"}, {"result": "{attendance: 55}"}):
        assert "W241" not in str(found(base, one | held | HELD, one | held | HELD | {"id": "e-3"} | other))


def test_a_ledger_that_repeats_a_file(base: Path) -> None:
    """The commonest case: once in YAML, once in Excel."""
    kit.put(base, "campaigns/xianfa/events-9.csv", f"{kit.LEDGER_HEAD},地点\ne-9,另一场,2026/12/20,青石镇,集市\n")
    assert found(base, {"start": "2026-12-20"}) == ["2:1 W241"]


CAMPAIGN = "title: 国家安全教育日\nperiod: {start: 2027-01-01, end: 2027-12-31}\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# 国家安全教育日\n", "1:3"),
        ("开头一段。\n\n## “国家安全教育日”在云溪 {#a}\n", "3:4"),
        ("---\ntitle: 国家安全教育日\n---\n\n正文。\n", "2:8"),
        ("# 宪法宣传\n\n## 国家安全教育日\n", ""),
        ("# 宪法和国家安全\n", ""),
        ("国家安全教育日另有安排。\n", ""),
    ],
)
def test_an_index_that_came_with_a_copied_folder(base: Path, text: str, place: str) -> None:
    """W246 by the first heading or the title, not by what the text mentions."""
    kit.put(base, "campaigns/gaq/campaign.yml", CAMPAIGN)
    kit.put(base, "campaigns/xianfa/index.md", text)
    assert [f"{d.span.line}:{d.span.column}" for d in kit.look(base) if d.code == "W246"] == ([place] if place else [])


def test_an_event_outside_its_campaign_is_told_where_it_could_go(base: Path) -> None:
    """E103 names the campaigns that hold the day, or says that none does."""
    kit.put(base, "campaigns/gaq/campaign.yml", CAMPAIGN.replace("2027", "2029"))
    found(base, {"start": "2029-06-01"})
    (fault,) = [d for d in kit.look(base) if d.code == "E103"]
    assert "“国家安全教育日”（gaq）" in fault.hint
    found(base, {"start": "2031-06-01"})
    (fault,) = [d for d in kit.look(base) if d.code == "E103"]
    assert "2031年的这一天不在任何一个专项的期限里" in fault.hint
