"""A mapping, a sentence and a ledger's cells give the same repetition; every fault stands where it was written."""

from __future__ import annotations

import pickle
from datetime import date, datetime

import pytest

from generator.base.diagnostics import Diagnostic
from generator.decode.event import EventRecord, decode_events
from generator.decode.ledger import decode_ledger, is_head
from generator.decode.repeat import RepeatRecord
from generator.model import Result
from generator.read.ledger import read_csv
from generator.read.yaml import read_yaml

HEAD = "- id: a-1\n  title: 甲\n  start: 2026-03-01 09:00\n  end: 11:00\n  township: 青石镇\n"


def decoded(text: str) -> tuple[EventRecord, list[Diagnostic]]:
    node, wrong = read_yaml("e.yml", text)
    (record,), faults = decode_events("e.yml", node)
    return record, [*wrong, *faults]


def repeated(text: str) -> RepeatRecord:
    record, faults = decoded(HEAD + text)
    assert faults == []
    assert record.repeat is not None
    assert pickle.loads(pickle.dumps(record)) == record
    return record.repeat


def faults_of(text: str) -> list[tuple[str, int, int]]:
    return sorted((d.code, d.span.line, d.span.column) for d in decoded(HEAD + text)[1])


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("{every: 月, on: 第一个星期三, until: 2026-12-31}", "每月第一个星期三，到2026年12月31日"),
        ("{每: 月, 在: 第一个星期三, 到: 2026年12月31日}", "every month on the first Wednesday until 2026-12-31"),
        ("{every: month, on: first Wednesday, until: 2026-12-31}", "FREQ=MONTHLY;BYDAY=1WE;UNTIL=20261231"),
        ("{every: 每两周, on: 星期三, count: 5}", "隔周周三，共5次"),
        ("{every: 2 weeks, on: [Wednesday, Friday], 次数: 5次}", "every 2 weeks on wed and fri, 5 times"),
        ("{every: 周, on: [星期三, 星期五], months: [7月, 8月], count: 5}", "7月、8月每周三、周五，共5次"),
        ("{every: 周三、周五, months: 7月至8月, count: 5}", "每周三、周五，只在7月、8月，共5次"),
        ("{every: week, on: wednesday, months: 'July, August', count: 5}", "每周三，只在7月、8月，共5次"),
        ("{every: 2个月, on: 15日, count: 5}", "隔月15日，共5次"),
        ("{every: 月, on: 15, count: 5}", "每月15日，共5次"),
        ("{every: 月, on: '1日、15日', count: 5}", "每月1、15日，共5次"),
        ("{every: 年, on: 3月5日, count: 5}", "每年3月5日，共5次"),
        ("{every: 工作日, count: 5}", "每个工作日，共5次"),
        ("{every: 天, until: 2026-03-05}", "每天，到2026-03-05"),
        ("{every: 季度, on: 第一个月10日, count: 4}", "每季度第一个月10日，共4次"),
        ("{market: 逢三逢八, count: 5}", "逢三逢八，共5次"),
        ("{集市: 三八, count: 5}", "农历逢三逢八，共5次"),
        ("{market: 逢五, calendar: 公历, count: 5}", "公历逢五，共5次"),
        ("{lunar: 腊月廿三, count: 2}", "农历腊月廿三，共2次"),
        ("{农历: [正月十五, 八月十五], 历法: 农历, 次数: 2}", "元宵节、中秋节，共2次"),
        ("{rrule: 'FREQ=MONTHLY;BYDAY=1WE', until: 2026-12-31}", "每月第一个星期三，到2026-12-31"),
        ("{rrule: 'FREQ=MONTHLY;BYDAY=1WE;COUNT=3', on_holiday: 顺延至工作日}", "每月第一个星期三，共3次，节假日顺延"),
        (
            "{every: 周, on: 周三, count: 5, except: [2026-03-04], on_holiday: skip}",
            "每周三，共5次，除2026-03-04，节假日跳过",
        ),
    ],
)
def test_a_mapping_and_a_sentence_that_say_the_same_are_the_same(mapping: str, sentence: str) -> None:
    """Rule, days left out and holidays are equal, whichever way they were written."""
    one, other = repeated(f"  repeat: {mapping}\n"), repeated(f"  重复: {sentence}\n")
    assert (one.rule, [d for d, _ in one.exceptions], one.on_holiday) == (
        other.rule, [d for d, _ in other.exceptions], other.on_holiday
    )  # fmt: skip


def test_a_ledger_says_it_in_cells() -> None:
    """重复, 除外, 取消场次 and 已办至 are columns."""
    text = "编号,名称,开始,乡镇,重复,除外,取消场次,已办至\na-1,甲,2026-03-01 9:00,青石镇,每周三，到2026-12-31,2026-03-04、2026/3/11,2026-03-18,2026-03-25\n"
    sheets, _ = read_csv("e.csv", text.encode(), is_head)
    (record,), faults = decode_ledger("e.csv", sheets)
    assert faults == ()
    found = record.repeat
    assert found is not None
    assert found.rule == repeated("  repeat: 每周三，到2026-12-31\n").rule
    assert [d for d, _ in found.exceptions] == [date(2026, 3, 4), date(2026, 3, 11)]
    assert [(c.day, c.status) for c in found.changes] == [(date(2026, 3, 18), "取消")]
    assert found.held_until == date(2026, 3, 25)


def test_single_dates_are_read_with_their_event() -> None:
    """A move keeps what it does not say; an end that is a clock belongs to the day to which the date was moved."""
    found = repeated(
        """  repeat:
    every: 周
    on: 星期日
    count: 9
    move: {2026-03-01: 2026-03-02, 2026-03-08: 2026-03-09 15:00-16:30, 2026-03-15: '10:00'}
    取消: [2026-03-22, {日期: 2026-03-29, 说明: 台风}]
    change:
      - {date: 2026-03-08, end: '17:00', title: 乙, place: 礼堂, speaker: 石律师, note: 换地方, result: {attendance: 3}}
      - {date: 2026-04-05, start: 2026-04-06, status: 延期, summary: 再定}
"""
    )
    one, two, three, gone, storm, changed, later = found.changes
    assert (one.start, one.end) == (datetime(2026, 3, 2, 9), None)
    assert (two.start, two.end) == (datetime(2026, 3, 9, 15), datetime(2026, 3, 9, 16, 30))
    assert three.start == datetime(2026, 3, 15, 10)
    assert (gone.status, gone.note, storm.status, storm.note) == ("取消", None, "取消", "台风")
    assert (changed.end, changed.start) == (datetime(2026, 3, 9, 17), None)
    assert (changed.title, changed.venue, changed.speakers, changed.note) == ("乙", "礼堂", ("石律师",), "换地方")
    assert changed.result == Result(3)
    assert later.written == ("start", "summary", "status")


def test_moves_and_cancellations_may_be_records() -> None:
    """A list of 日期 and 改到 says what a mapping says; so does one of dates with reasons."""
    head = "  repeat:\n    every: 周\n    count: 9\n"
    flat = repeated(head + "    move: {2026-03-08: 2026-03-09}\n    cancel: {2026-03-15: 台风}\n")
    listed = repeated(
        head + "    改期: [{日期: 2026-03-08, 改到: 2026-03-09}]\n    取消: [{date: 2026-03-15, note: 台风}]\n"
    )
    assert [c[:1] + c[2:-1] for c in flat.changes] == [c[:1] + c[2:-1] for c in listed.changes]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("  repeat: 每月初一\n", [("E120", 6, 11)]),
        ("  repeat: [每周三]\n", [("E023", 6, 11)]),
        ("  repeat: {until: 2026-12-31}\n", [("E120", 6, 11)]),
        ("  repeat: {every: 周, market: 逢三, until: 2026-12-31}\n", [("E120", 6, 30)]),
        ("  repeat: {market: 逢三, on: 周三}\n", [("E120", 6, 28)]),
        ("  repeat: {every: 周, calendar: 农历}\n", [("E120", 6, 32)]),
        ("  repeat: {lunar: 除夕, calendar: 公历}\n", [("E120", 6, 33)]),
        ("  repeat: {market: 公历逢三, calendar: 农历}\n", [("E120", 6, 20)]),
        ("  repeat: {every: 周, until: 2026-12-31, count: 3}\n", [("E120", 6, 48)]),
        ("  repeat: {rrule: FREQ=DAILY;COUNT=3, until: 2026-12-31}\n", [("E120", 6, 46)]),
        ("  repeat: {every: 周, on: 15日}\n", [("E120", 6, 26)]),
        ("  repeat: {every: 周三, on: 星期五}\n", [("E120", 6, 19)]),
        ("  repeat: {every: 周, on: 甲}\n", [("E120", 6, 26)]),
        ("  repeat: {every: 周, months: 13月}\n", [("E120", 6, 30)]),
        ("  repeat: {every: 周, months: 甲}\n", [("E120", 6, 30)]),
        ("  repeat: {rrule: FREQ=HOURLY}\n", [("E120", 6, 19)]),
        ("  repeat: {lunar: 清明}\n", [("E120", 6, 19)]),
        ("  repeat: {every: 周, until: 明年}\n", [("E024", 6, 29)]),
        ("  repeat: {every: 周, count: 0}\n", [("E025", 6, 29)]),
        ("  repeat: {every: 周, except: [2026-03-32, 明天]}\n", [("E024", 6, 31), ("E024", 6, 43)]),
        ("  repeat: {every: 周, except: {a: b}}\n", [("E023", 6, 30)]),
        ("  repeat: {every: 周, move: 2026-03-08}\n", [("E023", 6, 28)]),
        ("  repeat: {every: 周, move: {2026-03-08: 明天}}\n", [("E024", 6, 41)]),
        ("  repeat: {every: 周, move: {2026-03-08: [甲]}}\n", [("E023", 6, 41)]),
        ("  repeat: {every: 周, move: [{date: 2026-03-08}]}\n", [("E022", 6, 29)]),
        ("  repeat: {every: 周, move: {2026-03-08: }}\n", [("E022", 6, 29)]),
        ("  repeat: {every: 周, cancel: {2026-03-08: }}\n", []),
        ("  repeat: {every: 周, on: 星期八, until: 2026-02-30}\n", [("E024", 6, 38), ("E120", 6, 26)]),
        ("  repeat: {every: 周, change: [{date: 2026-03-08, end: 明天}]}\n", [("E024", 6, 55)]),
        ("  repeat: {every: 周, change: [{date: 2026-03-08, end: 2026-03-09}]}\n", [("E024", 6, 55)]),
        ("  repeat: {every: 周, change: [{date: 2026-03-08, status: 办了}]}\n", [("E026", 6, 58)]),
        ("  repeat: {every: 周, 每次: 三}\n", [("E021", 6, 22)]),
        ("  repeat: {every: 周, on_holiday: 停}\n", [("E026", 6, 34)]),
        ('  repeat: "每\\u202e周三"\n', [("E011", 6, 11)]),
    ],
)  # fmt: skip
def test_faults_stand_at_their_place(text: str, found: list[tuple[str, int, int]]) -> None:
    """One slip is one fault, at the very word."""
    assert faults_of(text) == found


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("|\n    每周三\n    到2026-12-31\n", "每周三，到2026-12-31"),
        ("|\n    每周三，\n    到2026-12-31，\n    除2026-04-01\n    2026-04-08\n", "每周三，到2026-12-31，除2026-04-01、2026-04-08"),
        ("|\n    every week on Wednesday\n    until 2026-12-31\n", "每周三，到2026-12-31"),
        ('"每月第一个\\r\\n星期三，共3次"\n', "每月第一个星期三，共3次"),
    ],
)  # fmt: skip
def test_a_sentence_may_go_over_several_lines(block: str, sentence: str) -> None:
    """A line break, as a spreadsheet's cell or a block has them, is read as a space, and between dates as a list."""
    written, plain = repeated(f"  repeat: {block}"), repeated(f"  repeat: {sentence}\n")
    assert (written.rule, [day for day, _ in written.exceptions]) == (plain.rule, [day for day, _ in plain.exceptions])


def test_an_all_day_event_is_moved_to_days() -> None:
    """Hours in a move of an all-day event are a fault, a day is not."""
    head = HEAD.replace(" 09:00\n  end: 11:00", "")
    assert decoded(f"{head}  repeat: {{every: 周, move: {{2026-03-08: 2026-03-09}}}}\n")[1] == []
    assert [d.code for d in decoded(f"{head}  repeat: {{every: 周, move: {{2026-03-08: '15:00'}}}}\n")[1]] == ["E024"]


def test_cells_without_a_rule_are_told() -> None:
    """除外 in a row that does not repeat would otherwise be passed over in silence."""
    text = "编号,名称,开始,乡镇,重复,除外\na-1,甲,2026-03-01,青石镇,,2026-03-04\n"
    sheets, _ = read_csv("e.csv", text.encode(), is_head)
    (record,), faults = decode_ledger("e.csv", sheets)
    assert [d.code for d in faults] == ["E120"]
    assert record.repeat is None
