"""Rules of repeating events: an end, days, single dates that exist, and nothing told of the future."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sites import kit

from generator.base.diagnostics import Diagnostic
from generator.model import Event, Library
from generator.pipeline import Prepared
from generator.schedule import occurrences_of

HEAD = "- id: r-1\n  title: 甲\n  start: 2026-12-01 09:00\n  end: 11:00\n  township: 青石镇\n"
WEEKLY = "  repeat:\n    every: 周\n    on: 星期三\n    until: 2027-01-27\n"
NEXT = "2026-12-02（星期三）、2026-12-09（星期三）、2026-12-16（星期三）、2026-12-23（星期三）、2026-12-30（星期三）"


def look(base: Path, text: str, head: str = HEAD) -> tuple[Library, list[Diagnostic]]:
    kit.put(base, "campaigns/xianfa/events-2.yml", head + text)
    found = kit.prepared(base)
    assert isinstance(found, Prepared)
    assert found.library is not None
    return found.library, list(found.diagnostics)


def event_of(library: Library) -> Event:
    return next(e for e in library.events if e.id == "r-1")


def places(faults: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [(d.code, d.span.line, d.span.column) for d in faults]


def test_the_event_begins_on_the_first_day_of_its_rule(base: Path) -> None:
    """The beginning as written is a Tuesday; the first Wednesday is the event's, with the hours written."""
    library, faults = look(base, WEEKLY)
    assert faults == []
    event = event_of(library)
    assert (event.start, event.end) == (datetime(2026, 12, 2, 9), datetime(2026, 12, 2, 11))
    assert event.repeat is not None
    assert event.repeat.span.line == 7


@pytest.mark.parametrize(
    ("repeat", "ending"),
    [
        ("每周三", "请在后面接上“，到2028年12月31日”。"),
        ("FREQ=WEEKLY;BYDAY=WE", "请在后面接上“;UNTIL=20281231”。"),
        ("{every: 周, on: 周三}", "请加上一行“到: 2028-12-31”，或者“次数: 10”。"),
    ],
)
def test_an_endless_rule_comes_with_the_line_that_ends_it(base: Path, repeat: str, ending: str) -> None:
    """E121 has the campaign's last day ready, in the words of the rule, and the next five dates."""
    library, (fault,) = look(base, f"  repeat: {repeat}\n")
    assert fault.code == "E121"
    assert fault.hint == f"{ending}照现在的写法，接下来的日子是 {NEXT}。"
    assert [e.id for e in library.events] == ["xianfa-1"]


@pytest.mark.parametrize(
    ("repeat", "code", "words"),
    [
        ("每年2月30日，到2028-12-31", "E122", "日历上没有这样的日子"),
        ("每周三，到2026-11-30", "E122", "2026-11-30 早于“开始”的 2026-12-01"),
        ("每周三，到2026-12-01", "E122", "第一个日子是 2026-12-02（星期三）"),
        ("每周三，共1次，除2026-12-02", "E122", "全部除外或跳过了"),
        ("除夕，到2100-12-31", "E122", "2099-12-31"),
        ("除夕，共90次", "E122", "排不满90次"),
        ("每天，共2001次", "E125", "超过了2000场"),
        ("每天，到2199-12-31", "E125", "超过了2000场"),
    ],
)
def test_rules_that_give_none_or_too_many(base: Path, repeat: str, code: str, words: str) -> None:
    """One fault, with the reason, and the event stays out."""
    library, (fault,) = look(base, f"  repeat: {repeat}\n")
    assert fault.code == code
    assert words in fault.message + fault.hint
    assert [e.id for e in library.events] == ["xianfa-1"]


@pytest.mark.parametrize(
    ("more", "found", "words"),
    [
        ("    except: [2026-12-10]\n", [("E123", 10, 14)], "离它最近的是 2026-12-09（星期三）、2026-12-16（星期三）"),
        ("    cancel: [2026-12-09, 2026-12-10]\n", [("E123", 10, 26)], "“取消”的 2026-12-10（星期四）不是重复的日子"),
        ("    move: {2026-12-01: 2026-12-03}\n", [("E123", 10, 12)], "离它最近的是 2026-12-02（星期三）、2026-12-09（星期三）"),
        ("    change: [{date: 2027-02-03, title: 乙}]\n", [("E123", 10, 21)], "2027-01-27（星期三）"),
        ("    except: [2026-12-09, 2026-12-09]\n", [("E123", 10, 26)], "写了两次"),
        ("    extra: [2026-12-10, 2026-12-10]\n", [("E123", 10, 25)], "写了两次"),
        ("    extra: [2026-12-09]\n", [("E123", 10, 13)], "本来就有一场"),
        ("    extra: [2026-11-30]\n", [("E123", 10, 13)], "早于“开始”"),
        ("    extra: [2026-12-01]\n", [], ""),
        ("    except: [2026-12-09]\n    cancel: [2026-12-09]\n", [("E123", 11, 14)], "在“除外”里"),
        ("    cancel: [2026-12-09, 2026-12-09]\n", [("E123", 10, 26)], "这一场的状态写了两处"),
        ("    move: {2026-12-09: 2026-12-10}\n    change: [{date: 2026-12-09, start: '10:00'}]\n", [("E123", 11, 21)], "开始写了两处"),
        ("    move: {2026-12-09: 2026-12-10}\n    change: [{date: 2026-12-09, note: 乙}]\n", [], ""),
        ("    move: {2026-12-09: 2026-12-16}\n", [("E123", 10, 24)], "和 2026-12-16 那一场同时开始"),
        ("    move: {2026-12-09: 2026-12-16 14:00}\n", [], ""),
        ("    move: {2026-12-09: 2026-12-17, 2026-12-16: 2026-12-17}\n", [("E123", 10, 48)], "和 2026-12-09 那一场同时开始"),
        ("    move: {2026-12-09: 2026-12-16}\n    cancel: [2026-12-16]\n", [], ""),
        ("    extra: [2026-12-10]\n    cancel: [2026-12-10]\n", [], ""),
        ("    change: [{date: 2026-12-09, end: '08:00'}]\n", [("E024", 10, 38)], "前面"),
        ("    change: [{date: 2026-12-09, end: 2026-12-08 10:00}]\n", [("E102", 10, 38)], "结束早于开始"),
        ("    change: [{date: 2026-12-09, place: meiyou-zhege}]\n", [("E106", 10, 40)], "meiyou-zhege"),
        ("    change: [{date: 2026-12-09, note: 请打 13912345678}]\n", [("W205", 10, 39)], "139****"),
        ("    extra: [2029-01-05]\n", [("E103", 9, 12)], "2029-01-05（星期五）这一场不在“宪法宣传”的期限内"),
        ("    move: {2026-12-09: 2029-01-05}\n", [("E103", 9, 12)], "期限以外共有1场"),
    ],
)  # fmt: skip
def test_single_dates_are_held_against_the_rule(
    base: Path, more: str, found: list[tuple[str, int, int]], words: str
) -> None:
    """A date that the rule does not give, that is said twice or that meets another one is told at its place."""
    library, faults = look(base, WEEKLY + more)
    assert places(faults) == found
    if found:
        assert words in faults[0].message + faults[0].hint
    assert event_of(library).repeat is not None


def test_a_wrong_single_date_shows_the_next_five(base: Path) -> None:
    """The officer need not count weeks."""
    _, (fault,) = look(base, WEEKLY + "    cancel: [2026-12-10]\n")
    assert f"照现在的写法，接下来的日子是 {NEXT}。" in fault.hint


def test_dates_outside_the_campaign_are_told_once(base: Path) -> None:
    """E103 names the first such date and counts the rest."""
    _, (fault,) = look(base, "  repeat: 每月第一个星期三，到2029年3月31日\n")
    assert fault.code == "E103"
    assert "2029-01-03（星期三）" in fault.message
    assert "期限以外共有3场" in fault.hint


LONG = "- id: r-1\n  title: 甲\n  township: 青石镇\n"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (
            "  start: 2027-01-06 09:00\n  end: 2027-03-01 11:00\n  repeat: 每周三，到2027-03-01\n", (5, 8),
            "2027-01-06（星期三）这一场到 2027-03-01 11:00 才结束，2027-01-13（星期三）下一场就开始了",
        ),
        (
            "  start: 2027-01-06\n  end: 2027-01-13\n  repeat: 每周三，到2027-03-01\n", (5, 8),
            "2027-01-06（星期三）这一场到 2027-01-13 才结束，2027-01-13（星期三）下一场就开始了",
        ),
        (
            "  start: 2027-01-06 09:00\n  duration: 30小时\n  repeat: 每天，到2027-03-01\n", (5, 13),
            "2027-01-06（星期三）这一场到 2027-01-07 15:00 才结束，2027-01-07（星期四）下一场就开始了",
        ),
        (
            "  start: 2028-11-01 09:00\n  end: 2030-01-31 11:00\n  repeat: 每月1日，到2028-12-31\n", (5, 8),
            "2028-11-01（星期三）这一场到 2030-01-31 11:00 才结束，2028-12-01（星期五）下一场就开始了",
        ),
    ],
)  # fmt: skip
def test_an_occurrence_ends_before_the_next_one_begins(
    base: Path, text: str, place: tuple[int, int], words: str
) -> None:
    """E126 stands at the end or the length, alone: what follows from the length, like E103, is not told."""
    library, (fault,) = look(base, text, LONG)
    assert (fault.code, fault.span.line, fault.span.column, fault.message) == ("E126", *place, words)
    assert "最后一天写在“到”里" in fault.hint
    assert [e.id for e in library.events] == ["xianfa-1"]


@pytest.mark.parametrize(
    "text",
    [
        "  start: 2027-01-06 09:00\n  end: 2027-01-07 09:00\n  repeat: 每天，到2027-03-01\n",
        "  start: 2027-01-06\n  end: 2027-01-12\n  repeat: 每周三，到2027-03-01\n",
        "  start: 2027-01-01\n  end: 2027-01-02\n  repeat: 每周五、周六，到2027-01-09，除2027-01-02、2027-01-09\n",
        "  start: 2027-01-06\n  end: 2027-03-01\n  repeat: 每周三，共1次\n",
        "  start: 2027-01-06\n  end: 2027-01-08\n  repeat: {every: 周, count: 1, except: [2027-01-06], extra: [2027-01-09]}\n",
    ],
)
def test_occurrences_may_follow_one_another_at_once(base: Path, text: str) -> None:
    """An end at the moment, or on the day before, the next beginning is none too late; a day left out is no next one."""
    assert look(base, text, LONG)[1] == []


@pytest.mark.parametrize(
    ("repeat", "hint"), [("每天，共1000000次", "请减少次数"), ("{every: 天, count: 1000000}", "请减少次数"),
                         ("FREQ=DAILY;COUNT=1000000", "请减少次数"), ("逢三逢八，共1000000次", "请减少次数"),
                         ("every day, 1000000 times", "请减少次数"), ("每天，到2099-12-31", "请把“到”提前")],
)  # fmt: skip
def test_too_many_is_told_in_the_words_of_the_rule(base: Path, repeat: str, hint: str) -> None:
    """E125 asks for a smaller number where a number was written, however many noughts it has."""
    _, (fault,) = look(base, f"  repeat: {repeat}\n")
    assert fault.code == "E125"
    assert fault.hint.startswith(hint)


def test_a_change_that_is_held_too_early_is_told_at_its_state(base: Path) -> None:
    """W208 stands where 已办 was written, and does not speak of 已办至 where there is none."""
    _, (fault,) = look(base, WEEKLY + "    change: [{date: 2027-01-13, status: 已办}]\n")
    assert (fault.code, fault.span.line, fault.span.column) == ("W208", 10, 41)
    assert fault.message == "2027-01-13（星期三）这一场还没有到日子，不能算已办"
    assert fault.hint.startswith("请删去“更改”里这一场的“状态: 已办”")
    assert "已办至" not in fault.hint


def test_held_until_before_the_first_date_is_a_slip(base: Path) -> None:
    """A wrong year in 已办至 says that nothing was held, and is told; the first date itself is fine."""
    _, faults = look(base, UNTIL + "    held_until: 2025-10-07\n", PAST)
    assert [(d.code, d.message) for d in faults if d.code == "E123"] == [
        ("E123", "“已办至”的 2025-10-07 早于第一场 2026-10-07（星期三）")
    ]
    _, faults = look(base, UNTIL + "    held_until: 2026-10-07\n", PAST)
    assert [d.code for d in faults if d.code == "E123"] == []


def test_a_township_exists_on_every_date(base: Path) -> None:
    """E113 names the first date on which it does not."""
    path = base / "campaigns/region.yml"
    path.write_text(
        path.read_text("utf-8").replace("    name: 青石镇\n", "    name: 青石镇\n    valid_to: 2026-12-31\n"), "utf-8"
    )
    _, (fault,) = look(base, WEEKLY)
    assert (fault.code, fault.message) == ("E113", "青石镇在 2027-01-06 不存在")


PAST = "- id: r-1\n  title: 甲\n  start: 2026-10-07 09:00\n  end: 11:00\n  township: 青石镇\n  place: 集市\n"
UNTIL = "  repeat:\n    every: 周\n    on: 星期三\n    until: 2026-12-30\n"
RESULT = "    change: [{date: 2026-10-14, result: {attendance: 3}}]\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (UNTIL, [("W201", "有7场日期已过，状态还是“计划”，最早的是 2026-10-07")]),
        (UNTIL + "    held_until: 2026-11-04\n" + RESULT, [("W201", "有2场日期已过，状态还是“计划”，最早的是 2026-11-11")]),
        (UNTIL + "    held_until: 2026-11-18\n", [("W202", "已办的7场都还没有成效")]),
        (UNTIL + "    held_until: 2026-11-18\n" + RESULT, []),
        (UNTIL + "    held_until: 2026-11-21\n" + RESULT, []),
        (UNTIL + "    held_until: 2026-11-25\n" + RESULT, [("W208", "2026-11-25（星期三）这一场还没有到日子，不能算已办")]),
        (UNTIL + "    held_until: 2026-11-18\n" + RESULT + "  status: 取消\n  note: 不办了\n", []),
        (UNTIL + RESULT + "  status: 已办\n", [("W208", "还有6场没有到日子，状态不能写“已办”")]),
        (UNTIL.replace("2026-12-30", "2026-11-18") + RESULT + "  status: 已办\n", []),
        (UNTIL + "    held_until: 2026-11-18\n  result: {attendance: 3}\n", [("E124", "重复的活动不能一起填成效，要一场一场填")]),
        (UNTIL + "  status: 取消\n  note: 停电\n", []),
    ],
)  # fmt: skip
def test_what_was_held_is_told_honestly(base: Path, text: str, found: list[tuple[str, str]]) -> None:
    """One warning an event, whatever the number of its dates; the future is never held."""
    _, faults = look(base, text, PAST)
    assert [(d.code, d.message) for d in faults] == found


@pytest.mark.parametrize(
    ("repeat", "count"),
    [
        ("每周三，到2027-01-27，节假日顺延", 4),
        ("每周三，到2027-01-27，节假日跳过", 4),
        ("每个工作日，到2027-01-08", 6),
        ("每周三，到2027-01-27", None),
        ("每周三，到2026-12-30，节假日顺延", None),
    ],
)
def test_an_arrangement_not_yet_announced_is_a_plain_warning(base: Path, repeat: str, count: int | None) -> None:
    """W301 names the year where days off decide; nothing is guessed."""
    _, faults = look(base, f"  repeat: {repeat}\n")
    wanted = [] if count is None else [("W301", f"还没有2027年的放假安排，这{count}场先照规则排")]
    assert [(d.code, d.message) for d in faults] == wanted


def test_a_region_can_write_the_arrangement_itself(base: Path) -> None:
    """With campaigns/holidays.yml the warning is gone and the dates move."""
    kit.put(
        base,
        "campaigns/holidays.yml",
        "holidays:\n  - year: 2027\n    off: [2027-01-01/2027-01-06 元旦, 2027-10-01 国庆节]\n    work: []\n",
    )
    library, faults = look(base, "  repeat: 每周三，到2027-01-27，节假日顺延\n")
    assert [d.code for d in faults if d.code == "W301"] == []
    from generator.almanac.workdays import workdays_of

    starts = [o.first_day for o in occurrences_of(event_of(library), workdays_of(library.workdays))]
    assert date(2027, 1, 7) in starts
    assert date(2027, 1, 6) not in starts


def test_a_change_names_a_site_and_a_speaker(base: Path) -> None:
    """A place and a speaker of one date are resolved as an event's are."""
    kit.put(base, "campaigns/speakers.yml", "speakers:\n  - {id: shi-01, name: 石律师}\n")
    library, faults = look(
        base, WEEKLY + "    change: [{date: 2026-12-09, place: qingshi-changlang, speaker: shi-01}]\n"
    )
    assert faults == []
    changed = {o.id: o.event for o in occurrences_of(event_of(library))}["r-1@2026-12-09"]
    assert (changed.site, changed.place, changed.speakers) == ("qingshi-changlang", "青石法治长廊", ("石律师",))


def test_an_unreadable_rule_hides_no_other_fault(base: Path) -> None:
    """The event's township and audience are still checked."""
    head = HEAD.replace("青石镇", "青石乡") + "  audience: [农夫]\n"
    _, faults = look(base, "  repeat: 随便\n", head)
    assert sorted(d.code for d in faults) == ["E104", "E108", "E120"]


def test_months_of_all_dates_have_a_page(base: Path) -> None:
    """The calendar reaches from the first occurrence to the last, moved and added ones too."""
    from generator.schedule.reach import months_of, years_of

    library, _ = look(base, WEEKLY + "    move: {2026-12-02: 2025-12-30}\n    extra: [2027-06-01]\n")
    months = months_of(library, kit.AS_OF)
    assert (months[0], months[-1]) == (date(2025, 12, 1), date(2027, 6, 1))
    assert years_of(library, date(2040, 1, 1))[0] == 2024
