"""Clashes in time: what counts as one, at which record it is told, and that the same two records are told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sites import kit

from generator.base.diagnostics import Diagnostic, Span
from generator.check.clashes import clashes
from generator.check.clashes.groups import MOST
from generator.check.clashes.travel import distance
from generator.model import (
    Change,
    Event,
    Identity,
    Library,
    Occurrence,
    Region,
    Repeat,
    Rule,
    Site,
    Township,
    Village,
)

TODAY = date(2026, 11, 22)
HE, XIA, FAR = "330881121", "330881119", "330881200"
TOWNSHIPS = (
    Township(HE, "贺村镇", (Village(f"{HE}-hecun", "贺村村", HE),), lon=118.55, lat=28.69),
    Township(XIA, "峡口镇", lon=118.53, lat=28.49),
    Township(FAR, "无坐标乡"),
)
SITES = {
    s.id: s
    for s in (
        Site("guangchang", "贺村法治广场", HE, lon=118.551, lat=28.691),
        Site("gongyuan", "贺村法治公园", HE, lon=118.60, lat=28.75),
    )
}
LIBRARY = Library(
    Region("330881", "江山市", "江山市司法局", "Asia/Shanghai", "12348", Identity(), TOWNSHIPS),
    township_by_code={t.code: t for t in TOWNSHIPS},
    site_by_id=SITES,
)


def happening(number: int = 1, begins: str = "2026-12-05 09:00", ends: str = "11:00", **fields: Any) -> Occurrence:
    """One occurrence of its own event at line `number`; `ends` is a clock time or a whole moment."""
    start = datetime.fromisoformat(begins)
    end = datetime.fromisoformat(ends if "-" in ends else f"{start:%Y-%m-%d} {ends}")
    given = {"id": f"e-{number}", "title": f"活动{number}", "townships": (HE,), "span": Span("a.yml", number, 3)}
    event = Event(campaign="c", start=start, end=end, **{**given, **fields})
    return Occurrence(event.id, event, start, end, event.status)


def series(number: int, days: list[date], clock: int = 9, hours: int = 2, **fields: Any) -> list[Occurrence]:
    """Occurrences of one event on these days."""
    first = datetime(2026, 1, 1, clock)
    given = {"id": f"e-{number}", "title": f"活动{number}", "townships": (HE,), "span": Span("a.yml", number, 3)}
    event = Event(campaign="c", start=first, end=first + timedelta(hours=hours), **{**given, **fields})
    return [
        Occurrence(f"{event.id}@{day}", event, start, start + timedelta(hours=hours), "计划", day)
        for day in days
        for start in [datetime(day.year, day.month, day.day, clock)]
    ]


def found(*occurrences: Occurrence, as_of: date = TODAY) -> list[Diagnostic]:
    return clashes(LIBRARY, occurrences, as_of)


def codes(*occurrences: Occurrence, as_of: date = TODAY) -> list[str]:
    return [d.code for d in found(*occurrences, as_of=as_of)]


def at(moment: str, hours: float = 1) -> tuple[str, str]:
    start = datetime.fromisoformat(f"2026-12-05 {moment}")
    return start.isoformat(" "), (start + timedelta(hours=hours)).isoformat(" ")


# --- W310 ---


def test_a_speaker_at_two_events_is_told_at_the_later_one_with_both_in_words() -> None:
    """The message has title, time and id of both, the span is the later record's and the other is related."""
    later = happening(1, "2026-12-05 10:00", "12:00", townships=(XIA,), speakers=("毛律师",))
    (only,) = found(later, happening(2, speakers=("徐老师", "毛律师")))
    assert (only.code, only.span, only.related) == ("W310", Span("a.yml", 1, 3), (Span("a.yml", 2, 3),))
    assert only.message == (
        "毛律师同一时间有两场活动：“活动2”（2026-12-05 09:00—11:00，编号 e-2）"
        "和“活动1”（2026-12-05 10:00—12:00，编号 e-1）"
    )


def test_two_shared_speakers_are_one_warning() -> None:
    """Both names stand in it."""
    one = happening(1, speakers=("毛律师", "徐老师"))
    (only,) = found(one, happening(2, townships=(XIA,), speakers=("徐老师", "毛律师")))
    assert "毛律师、徐老师同一时间" in only.message or "徐老师、毛律师同一时间" in only.message


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("王建国", "王 建国", "王建国"),
        ("王建国", "王　建国", "王建国"),
        ("王建国（律师）", "王建国", "王建国"),
        ("王建国(律师)", "王建国（律师）", "王建国(律师)"),
        ("王建国律师", "王建国", "王建国"),
        ("王建国", "王建国 老师", "王建国"),
        ("ＡＢ", "ab", "ab"),
        ("王建国（城关）", "王建国（贺村）", ""),
        ("王建国律师", "王建国老师", ""),
        ("王律师", "王老师", ""),
        ("王建国", "王建军", ""),
        ("（待定）", "（未定）", ""),
    ],
)
def test_one_person_is_seen_however_the_name_is_written(one: str, other: str, shown: str) -> None:
    """Spaces, width, a title or a remark make no other person; two remarks that differ make two."""
    found_ = found(happening(1, speakers=(one,)), happening(2, townships=(XIA,), speakers=(other,)))
    assert [d.code for d in found_] == (["W310"] if shown else [])
    assert all(d.message.startswith(f"{shown}同一时间") for d in found_)


@pytest.mark.parametrize(
    "words", ["律师", "律师2人", "法官", "司法所工作人员", "普法志愿者", "村法律顾问", "八五普法讲师团"]
)
def test_a_trade_is_no_person(words: str) -> None:
    """Two lawyers may be at two places; somebody with a name may not."""
    assert found(happening(1, speakers=(words,)), happening(2, townships=(XIA,), speakers=(words,))) == []


def test_whoever_has_no_remark_may_be_either_of_two() -> None:
    """Beside 王建国（城关） and 王建国（贺村）, a plain 王建国 clashes with both, and those two never with each other."""
    all_three = [
        happening(n, speakers=(name,), townships=(code,))
        for n, (name, code) in enumerate([("王建国（城关）", HE), ("王建国（贺村）", XIA), ("王建国", FAR)], 1)
    ]
    told = found(*all_three)
    assert [d.code for d in told] == ["W310", "W310"]
    assert all("编号 e-3" in d.message for d in told)


TRAINING = ("2026-12-07 09:00", "2026-12-09 17:00")


@pytest.mark.parametrize(
    ("fields", "begins", "clash"),
    [
        ({"form": "培训"}, "2026-12-08 14:00", True),
        ({"form": "培训"}, "2026-12-08 19:00", False),
        ({"form": "培训"}, "2026-12-10 09:00", False),
        ({"title": "法律明白人集训"}, "2026-12-09 10:00", True),
        ({"form": "展览"}, "2026-12-08 14:00", False),
        ({"form": "培训", "status": "取消"}, "2026-12-08 14:00", False),
    ],
)
def test_a_training_of_several_days_holds_its_teacher(fields: dict[str, Any], begins: str, clash: bool) -> None:
    """During its hours of each day; an exhibition of the same days holds nobody."""
    course = happening(1, *TRAINING, speakers=("毛建国",), **fields)
    hour = datetime.fromisoformat(begins) + timedelta(hours=1)
    talk = happening(2, begins, f"{hour:%H:%M}", speakers=("毛建国",), townships=(FAR,))
    assert codes(course, talk) == (["W310"] if clash else [])


def test_a_training_of_which_only_the_days_are_known_holds_its_teacher_by_day() -> None:
    """From nine to five; the message names its days. Two courses that share days are told once."""
    course = happening(1, form="培训", speakers=("毛建国",))
    days = replace(course.event, start=date(2026, 12, 7), end=date(2026, 12, 9))
    whole = Occurrence("e-1", days, date(2026, 12, 7), date(2026, 12, 9), "计划")
    talk = happening(2, "2026-12-09 16:30", "17:30", speakers=("毛建国",), townships=(XIA,))
    (only,) = found(whole, talk)
    assert only.code == "W310"
    assert "“活动1”（2026-12-07 至 2026-12-09，编号 e-1）" in only.message
    assert codes(whole, happening(2, "2026-12-09 17:00", "18:00", speakers=("毛建国",), townships=(FAR,))) == []
    other = happening(3, *TRAINING, form="培训", speakers=("毛建国",), townships=(XIA,))
    assert codes(whole, other) == ["W310"]


@pytest.mark.parametrize(
    ("times", "clash"),
    [
        (("09:00", 1), False),
        (("10:00", 1), True),
        (("09:30", 1), True),
        (("09:30", 4), True),
        (("10:59", 1), True),
        (("11:00", 1), False),
        (("10:30", 0), True),
        (("11:00", 0), False),
    ],
)
def test_only_shared_time_clashes(times: tuple[str, float], clash: bool) -> None:
    """An event from 10 to 11 meets those that share a minute with it, not those that touch it."""
    begins, ends = at(*times)
    one = happening(1, "2026-12-05 10:00", "11:00", speakers=("毛律师",), townships=(FAR,))
    other = happening(2, begins, ends, speakers=("毛律师",))
    assert codes(one, other) == (["W310"] if clash else [])


def test_what_is_called_off_or_all_day_or_longer_than_a_day_holds_nobody() -> None:
    """取消, 延期, all-day events and exhibitions of several days with hours do not clash."""
    one = happening(1, speakers=("毛律师",), place="礼堂", audiences=("农民",))
    for status in ("取消", "延期"):
        other = happening(2, status=status, speakers=("毛律师",), place="礼堂", audiences=("农民",))
        assert codes(one, other) == []
    day = date(2026, 12, 5)
    event = replace(one.event, id="d", start=day, end=day)
    assert codes(one, Occurrence("d", event, day, day, "计划")) == []
    assert codes(one, happening(2, "2026-12-04 09:00", "2026-12-10 17:00", place="礼堂")) == []
    assert codes(one, happening(2, "2026-12-04 22:00", "2026-12-05 10:00", place="礼堂")) == ["W311"]


def test_past_double_bookings_are_told_but_not_past_invitations_and_ways() -> None:
    """A speaker or a place booked twice makes the record false; the rest matters only before the day."""
    old = "2025-12-05 09:00"
    assert codes(happening(1, old, speakers=("毛",)), happening(2, old, speakers=("毛",), townships=(XIA,))) == ["W310"]
    assert codes(happening(1, old, place="礼堂"), happening(2, old, place="礼堂")) == ["W311"]
    people = [happening(n, old, audiences=("农民",)) for n in (1, 2)]
    ways = [
        happening(1, old, "10:00", speakers=("毛",)),
        happening(2, "2025-12-05 10:05", speakers=("毛",), townships=(XIA,)),
    ]
    for pair, code in ((people, "W312"), (ways, "W313")):
        assert codes(*pair) == []
        assert codes(*pair, as_of=date(2025, 12, 5)) == [code]


# --- W311 ---


def test_a_cultural_site_is_one_place_whatever_the_township() -> None:
    """The site's id decides, and its name is said."""
    one = happening(1, site="guangchang", place="贺村法治广场")
    (only,) = found(one, happening(2, site="guangchang", place="贺村法治广场", townships=(XIA,)))
    assert only.code == "W311"
    assert only.message.startswith("“贺村法治广场”同一时间安排了两场活动：")
    assert codes(one, happening(2, site="gongyuan", place="贺村法治公园")) == []
    assert codes(one, happening(2, place="贺村镇贺村法治广场")) == ["W311"]


@pytest.mark.parametrize(
    ("fields", "clash"),
    [
        ({"place": "文化礼堂"}, True),
        ({"place": "文化 礼堂"}, True),
        ({"place": "文化礼堂", "townships": (HE, XIA)}, True),
        ({"place": "文化礼堂", "townships": (XIA,)}, False),
        ({"place": "文化礼堂", "village": f"{HE}-hecun"}, True),
        ({"place": "文化礼堂", "village": f"{HE}-lixian"}, False),
        ({"place": "文化礼堂二楼"}, False),
        ({"place": "贺村镇文化礼堂"}, True),
        ({"place": "江山市贺村镇文化礼堂"}, True),
        ({"place": "贺村镇 文化礼堂", "townships": (HE, XIA)}, True),
        ({"place": "峡口镇文化礼堂"}, False),
        ({"place": "贺村村文化礼堂"}, True),
        ({"place": "贺村村文化礼堂", "village": f"{HE}-lixian"}, False),
        ({"place": "贺村镇"}, False),
        ({"place": ""}, False),
    ],
)
def test_a_place_in_words_is_one_place_inside_its_township_and_village(fields: dict[str, Any], clash: bool) -> None:
    """Same township and words; a hall in another village is another, and no place is no place."""
    one = happening(1, place="文化礼堂", village=f"{HE}-hecun" if fields.get("village") else "")
    assert codes(one, happening(2, **fields)) == (["W311"] if clash else [])


OTHER_VILLAGE = f"{HE}-gengdu"
OF_THE_TOWN = {"place": "贺村镇文化礼堂"}
OF_A_VILLAGE = {"place": "贺村村文化礼堂"}


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (OF_THE_TOWN, OF_A_VILLAGE, False),
        (OF_THE_TOWN, {"place": "贺村镇贺村村文化礼堂"}, False),
        (OF_THE_TOWN, {"place": "江山市 贺村镇 贺村村 文化礼堂"}, False),
        (OF_THE_TOWN, {"place": "文化礼堂", "village": OTHER_VILLAGE}, False),
        (OF_THE_TOWN, {"place": "文化礼堂"}, True),
        (OF_THE_TOWN, {"place": "江山市贺村镇文化礼堂"}, True),
        (OF_THE_TOWN, {"place": "贺村镇 文化礼堂", "village": OTHER_VILLAGE}, True),
        (OF_THE_TOWN, {"place": "江山市文化礼堂"}, False),
        (OF_A_VILLAGE, {"place": "文化礼堂", "village": f"{HE}-hecun"}, True),
        (OF_A_VILLAGE, {"place": "贺村镇贺村村文化礼堂"}, True),
        (OF_A_VILLAGE, {"place": "贺村镇文化礼堂", "village": OTHER_VILLAGE}, False),
        (OF_A_VILLAGE, {"place": "江山市文化礼堂"}, False),
        ({"place": "贺村镇文化礼堂", "village": OTHER_VILLAGE}, {"place": "文化礼堂", "village": OTHER_VILLAGE}, True),
        ({"place": "江山市文化礼堂"}, {"place": "文化礼堂", "village": OTHER_VILLAGE}, False),
        ({"place": "江山市文化礼堂"}, {"place": "文化礼堂"}, True),
        ({**OF_THE_TOWN, "townships": (HE, XIA)}, {**OF_A_VILLAGE, "townships": (HE, XIA)}, False),
        ({**OF_THE_TOWN, "townships": (HE, XIA)}, {"place": "文化礼堂", "townships": (XIA, HE)}, True),
    ],
)
def test_a_hall_of_the_township_and_one_of_a_village_are_two(
    one: dict[str, Any], other: dict[str, Any], clash: bool
) -> None:
    """Whose hall it is stands before its name, or under the village; only a hall of nobody may be anybody's."""
    assert codes(happening(1, **one), happening(2, **other)) == (["W311"] if clash else [])
    assert codes(happening(1, **other), happening(2, **one)) == (["W311"] if clash else [])


@pytest.mark.parametrize(
    ("name", "fields", "clash"),
    [
        ("贺村镇文化礼堂", OF_THE_TOWN, True),
        ("贺村镇文化礼堂", {"place": "文化礼堂"}, True),
        ("贺村镇文化礼堂", OF_A_VILLAGE, False),
        ("贺村镇文化礼堂", {"place": "文化礼堂", "village": OTHER_VILLAGE}, False),
        ("贺村村文化礼堂", OF_THE_TOWN, False),
        ("贺村村文化礼堂", {"place": "贺村镇贺村村文化礼堂"}, True),
        ("贺村村文化礼堂", {"place": "文化礼堂", "village": f"{HE}-hecun"}, True),
        ("贺村村文化礼堂", {"place": "文化礼堂"}, True),
    ],
)
def test_a_cultural_site_is_the_township_s_or_a_village_s_too(name: str, fields: dict[str, Any], clash: bool) -> None:
    """The words of a record lead to a site of that name only where it is the same owner's; both may have one."""
    sites = {s.id: s for s in (Site("litang", name, HE), Site("shuwu", "贺村村农家书屋", HE))}
    events = happening(1, site="litang", place=name), happening(2, **fields)
    told = clashes(replace(LIBRARY, site_by_id=sites), events, TODAY)
    assert [d.code for d in told] == (["W311"] if clash else [])


def test_of_two_sites_of_one_name_each_keeps_its_own() -> None:
    """The township's hall and a village's are both recorded: a full name leads to one, a bare name may be either."""
    sites = {s.id: s for s in (Site("zhen", "贺村镇文化礼堂", HE), Site("cun", "文化礼堂", HE, f"{HE}-hecun"))}
    library = replace(LIBRARY, site_by_id=sites)
    town, village = happening(1, site="zhen", place="贺村镇文化礼堂"), happening(1, site="cun", place="文化礼堂")
    for fields, expected in (
        (OF_A_VILLAGE, (False, True)),
        ({"place": "文化礼堂", "village": OTHER_VILLAGE}, (False, False)),
        ({"place": "文化 礼堂"}, (True, True)),
    ):
        told = tuple(bool(clashes(library, (one, happening(2, **fields)), TODAY)) for one in (town, village))
        assert told == expected, fields
    assert clashes(library, (town, replace(village, id="x")), TODAY) == []


def test_the_week_of_the_constitution_is_quiet() -> None:
    """Township and every village hold theirs at one hour, each in its own hall: nothing to tell."""
    villages = tuple(Village(f"{HE}-v{n}", f"{name}村", HE) for n, name in enumerate("耕读山溪桥源"))
    unit = Township(HE, "贺村镇", villages)
    library = replace(LIBRARY, township_by_code={HE: unit})
    halls = [happening(90, place="贺村镇文化礼堂")]
    halls += [happening(n, place=f"{v.name}文化礼堂", village=v.id if n % 2 else "") for n, v in enumerate(villages)]
    assert clashes(library, halls, TODAY) == []
    (only,) = clashes(library, [*halls, happening(91, place="贺村镇 文化礼堂")], TODAY)
    assert "编号 e-90" in only.message
    assert "编号 e-91" in only.message


@pytest.mark.parametrize("words", ["线上直播间", "网上", "各乡镇便民服务中心和集市"])
def test_words_for_many_places_are_no_place(words: str) -> None:
    """Two events online, or in every village, are not at one place."""
    assert codes(happening(1, place=words), happening(2, place=words)) == []


def test_region_wide_events_at_one_place_clash() -> None:
    """They have no township, but may name one hall."""
    fields: dict[str, Any] = {"townships": (), "region_wide": True, "place": "市行政中心会议厅", "audiences": ("农民",)}
    assert codes(happening(1, **fields), happening(2, **fields)) == ["W311"]


def test_one_mistake_is_one_warning() -> None:
    """Two records with the same speaker, place and audience are told as one place booked twice."""
    fields: dict[str, Any] = {"speakers": ("毛律师",), "place": "礼堂", "audiences": ("农民",)}
    assert codes(happening(1, **fields), happening(2, **fields)) == ["W311"]
    assert codes(happening(1, **fields), happening(2, **{**fields, "place": "别处"})) == ["W310"]


# --- W312 ---


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ({"audiences": ("农民", "妇女")}, {"audiences": ("妇女",)}, True),
        ({"audiences": ("农民",)}, {"audiences": ("妇女",)}, False),
        ({"audiences": ("农民",)}, {}, False),
        ({}, {}, False),
        ({"audiences": ("农民",)}, {"audiences": ("农民",), "townships": (XIA,)}, False),
        ({"audiences": ("农民",)}, {"audiences": ("农民",), "townships": (XIA, HE)}, True),
        ({"audiences": ("农民",)}, {"audiences": ("农民",), "townships": (), "region_wide": True}, False),
        ({"audiences": ("农民",)}, {"audiences": ("农民",), "village": "v"}, False),
        ({"audiences": ("农民",), "village": "w"}, {"audiences": ("农民",), "village": "v"}, False),
        ({"audiences": ("农民",), "village": "v"}, {"audiences": ("农民",), "village": "v"}, True),
    ],
)
def test_the_same_people_invited_twice(one: dict[str, Any], other: dict[str, Any], clash: bool) -> None:
    """Same township, a shared audience, and no or the same village."""
    assert codes(happening(1, **one), happening(2, **other)) == (["W312"] if clash else [])


def test_the_audience_and_the_township_are_said() -> None:
    """Every shared audience is named once."""
    fields: dict[str, Any] = {"audiences": ("农民", "妇女", "青少年")}
    (only,) = found(happening(1, **fields), happening(2, audiences=("青少年", "农民")))
    assert "贺村镇同一时间有两场面向" in only.message
    assert {"农民", "青少年"} == set(only.message.split("面向")[1].split("的活动")[0].split("、"))


# --- W313 ---


def test_a_way_that_takes_longer_than_the_gap() -> None:
    """Distance, gap and need are said: 22 km as the crow flies are 57 minutes."""
    one = happening(1, ends="10:00", speakers=("毛律师",))
    (only,) = found(one, happening(2, "2026-12-05 10:20", speakers=("毛律师",), townships=(XIA,)))
    assert (only.code, only.span, only.related) == ("W313", Span("a.yml", 2, 3), (Span("a.yml", 1, 3),))
    assert only.message.startswith("毛律师来不及赶场：从“活动1”")
    assert only.message.endswith("，直线约22公里，中间只有20分钟，路上大约要57分钟")
    assert codes(one, happening(2, "2026-12-05 10:56", speakers=("毛律师",), townships=(XIA,))) == ["W313"]
    assert codes(one, happening(2, "2026-12-05 10:57", speakers=("毛律师",), townships=(XIA,))) == []


@pytest.mark.parametrize(
    ("one", "other", "hurried"),
    [
        ({}, {"townships": (FAR,)}, False),
        ({"place": "甲村"}, {"place": "乙村"}, False),
        ({"site": "guangchang", "place": "广场"}, {"site": "gongyuan", "place": "公园"}, True),
        ({"site": "gongyuan", "place": "公园"}, {"place": "乙村"}, False),
        ({"site": "gongyuan", "place": "公园"}, {"townships": (XIA,)}, True),
        ({"site": "gongyuan", "place": "公园"}, {"site": "gongyuan", "place": "公园"}, False),
        ({}, {"townships": (XIA,), "place": "线上"}, False),
        ({}, {"townships": (XIA, FAR)}, False),
        ({}, {"townships": (), "region_wide": True}, False),
    ],
)
def test_ways_are_judged_only_between_known_places(one: dict[str, Any], other: dict[str, Any], hurried: bool) -> None:
    """A site's own point, else the centre of a single other township; never guesses inside one township."""
    first = happening(1, ends="10:00", speakers=("毛律师",), **one)
    second = happening(2, "2026-12-05 10:05", speakers=("毛律师",), **other)
    assert codes(first, second) == (["W313"] if hurried else [])


def test_the_way_is_from_the_event_that_ended_last() -> None:
    """A short event inside a long one does not hide that the long one ended just now."""
    long = happening(1, "2026-12-05 09:00", "12:00", speakers=("毛律师",))
    short = happening(2, "2026-12-05 09:30", "10:00", speakers=("毛律师",), townships=(FAR,))
    next_ = happening(3, "2026-12-05 12:10", "13:00", speakers=("毛律师",), townships=(XIA,))
    assert codes(long, short, next_) == ["W310", "W313"]


def test_a_way_over_midnight_is_a_way() -> None:
    """From a late evening to the first hour of the next day takes as long as at noon; the next morning is far off."""
    one = happening(1, "2026-12-05 22:00", "23:50", speakers=("毛律师",))
    assert codes(one, happening(2, "2026-12-06 00:10", "01:00", speakers=("毛律师",), townships=(XIA,))) == ["W313"]
    assert codes(one, happening(2, "2026-12-06 00:47", "01:30", speakers=("毛律师",), townships=(XIA,))) == []
    assert codes(one, happening(2, "2026-12-06 09:00", "10:00", speakers=("毛律师",), townships=(XIA,))) == []


def test_distance_is_that_of_the_globe() -> None:
    """A degree of a meridian is 111.2 km, a degree of longitude half of it at 60° north."""
    assert distance((118, 28), (118, 29)) == pytest.approx(111.19, abs=0.01)
    assert distance((118, 60), (119, 60)) == pytest.approx(55.6, abs=0.1)
    assert distance((118, 28), (118, 28)) == 0


# --- series ---


def weekly(first: date, count: int) -> list[date]:
    return [first + timedelta(days=7 * n) for n in range(count)]


def test_two_series_are_told_once_with_number_and_first_dates() -> None:
    """Forty weeks of one speaker at two events are one warning at the later record."""
    one = series(1, weekly(date(2026, 12, 2), 40), speakers=("毛律师",))
    other = series(2, weekly(date(2026, 12, 2), 40), clock=10, speakers=("毛律师",), townships=(XIA,))
    (only,) = found(*other, *one)
    assert (only.code, only.span.line) == ("W310", 2)
    assert "（2026-12-02 09:00—11:00，编号 e-1）" in only.message
    assert only.message.endswith("；这两条记录一共冲突40次：2026-12-02、2026-12-09、2026-12-16 等")


def test_a_series_does_not_clash_with_itself_unless_it_truly_overlaps() -> None:
    """Weekly events are no clash; a daily one of 24 hours begun twice a day would be, and is told without a second place."""
    fields: dict[str, Any] = {"speakers": ("毛律师",), "place": "礼堂", "audiences": ("农民",)}
    days = weekly(date(2026, 12, 2), 10)
    assert codes(*series(1, days, **fields)) == []
    (only,) = found(*series(1, [date(2026, 12, 2)], hours=20, **fields), *series(1, [date(2026, 12, 3)], 1, **fields))
    assert (only.code, only.related) == ("W311", ())


def test_a_changed_occurrence_is_told_where_the_change_is_written() -> None:
    """One Wednesday moved onto another event points at the line of the move."""
    day = date(2026, 12, 9)
    repeat = Repeat(Rule("calendar", "WEEKLY"), changes=(Change(day, span=Span("a.yml", 9, 7)),))
    (moved,) = series(1, [day], clock=10, speakers=("毛律师",), repeat=repeat)
    (only,) = found(moved, happening(2, "2026-12-09 09:00", speakers=("毛律师",), townships=(XIA,)))
    assert (only.span, only.related) == (Span("a.yml", 9, 7), (Span("a.yml", 2, 3),))
    assert "编号 e-1@2026-12-09" in only.message


def test_the_order_of_the_records_changes_nothing() -> None:
    """The same warnings in the same words, whichever comes first."""
    mixed = [
        *series(1, weekly(date(2026, 12, 2), 5), speakers=("毛律师", "徐老师"), audiences=("农民", "妇女")),
        *series(2, weekly(date(2026, 12, 2), 5), clock=10, speakers=("徐老师",), audiences=("农民",), place="礼堂"),
        *series(3, weekly(date(2026, 12, 9), 5), clock=10, audiences=("妇女", "农民"), place="礼堂"),
    ]
    assert sorted(found(*mixed), key=Diagnostic.sort_key) == sorted(found(*mixed[::-1]), key=Diagnostic.sort_key)


# --- size ---


def test_many_clashes_are_listed_up_to_a_bound_and_counted() -> None:
    """A hundred and the number of the rest."""
    pairs = [
        happening(
            n, f"2026-12-{1 + n // 20:02} {n // 2 % 10 + 8:02}:00", f"{n // 2 % 10 + 8:02}:50", place=f"礼堂{n // 2}"
        )
        for n in range(300)
    ]
    told = found(*pairs)
    assert [d.code for d in told] == ["W311"] * (MOST + 1)
    assert told[-1].message == "这样的冲突一共150处，这里只列出最近的100处"


@pytest.mark.slow
def test_fifty_thousand_occurrences_are_swept() -> None:
    """Ordinary ones, and ones that are all at one place at one moment: bounded words, and no square of the number."""
    start = datetime(2026, 12, 1, 8)
    spread = [
        happening(n, (start + timedelta(hours=n // 20)).isoformat(" "), (start + timedelta(hours=n // 20, minutes=50)).isoformat(" "),
                  place=f"礼堂{n % 97}", speakers=(f"宣讲员{n % 89}",), audiences=("农民", "妇女"), village=f"v{n % 300}")
        for n in range(50_000)
    ]  # fmt: skip
    assert len(found(*spread)) <= 3 * (MOST + 1)
    crowd = [happening(n, place="礼堂", speakers=("毛律师",), audiences=("农民",)) for n in range(20_000)]
    assert len(found(*crowd)) <= 3 * (MOST + 1)


# --- through the files ---


def test_coordinates_of_a_township_come_from_its_file(base: Path) -> None:
    """经度 and 纬度 in region.yml, in Chinese too, and out of China they are refused."""
    region = kit.put(
        base,
        "campaigns/region.yml",
        (base / "campaigns/region.yml")
        .read_text("utf-8")
        .replace("    name: 青石镇\n", "    name: 青石镇\n    经度: 118.53\n    lat: 28.49\n"),
    )
    library = kit.library_of(base)
    assert [(t.lon, t.lat) for t in library.region.townships] == [(None, None), (118.53, 28.49)]
    region.write_text(region.read_text("utf-8").replace("118.53", "18.53"), "utf-8")
    assert [d.code for d in kit.look(base)] == ["E025"]
