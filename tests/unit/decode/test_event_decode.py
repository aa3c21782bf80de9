"""Events from YAML and ledgers: the same records, and ten slips in one file are ten faults in one run."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from generator.base.diagnostics import Diagnostic
from generator.decode.event import EventRecord, decode_events
from generator.decode.ledger import decode_ledger, is_head
from generator.decode.tables import FOCUS_WORDS
from generator.model import Result
from generator.read.ledger import read_csv
from generator.read.yaml import read_yaml


def from_yaml(text: str) -> tuple[tuple[EventRecord, ...], list[Diagnostic]]:
    node, wrong = read_yaml("e.yml", text)
    records, faults = decode_events("e.yml", node)
    return records, [*wrong, *faults]


def from_csv(text: str) -> tuple[tuple[EventRecord, ...], list[Diagnostic]]:
    sheets, wrong = read_csv("e.csv", text.encode(), is_head)
    records, faults = decode_ledger("e.csv", sheets)
    return records, [*wrong, *faults]


def places(faults: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return sorted((d.code, d.span.line, d.span.column) for d in faults)


FULL = """\
- 编号: a-1
  名称: 宪法进农村
  开始: 2026年12月4日 上午9:00
  结束: 11:00
  乡镇: 青石镇、云溪街道
  村: 青石村
  地点: 文化礼堂
  形式: 宣讲
  对象: 农民、青少年
  法律: [宪法, 民法典]
  阶段: 启动
  侧重: 权利和义务
  主办: 司法所
  主讲: 石律师
  状态: 已举办
  成效: {参加人数: 1,200, 工作人员: 9, 小结: 好}
  链接: https://a.cn/b
  更新: 2026-12-05 08:00
  示例: 是
"""


def test_a_full_record() -> None:
    """Every field of the design, in Chinese, typed."""
    (record,), faults = from_yaml(FULL.replace("{参加人数: 1,200", "{参加人数: 1200"))
    assert faults == []
    assert (record.id, record.start, record.end) == ("a-1", datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11))
    assert record.townships == ("青石镇", "云溪街道")
    assert record.audiences == ("农民", "青少年")
    assert (record.status, record.stage, record.focus, record.sample) == ("已办", "启动", "并重", True)
    assert record.result == Result(1200, 9, None, None, "好")
    assert record.span("township.1").line == 5


@pytest.mark.parametrize(("word", "focus"), [*FOCUS_WORDS.items(), ("", "")])
@pytest.mark.parametrize("key", ["focus", "侧重", "内容侧重"])
def test_every_spelling_of_the_emphasis(key: str, word: str, focus: str) -> None:
    """Rights, duties or both, in both languages, as a key and as a ledger's head; nothing written is no emphasis."""
    (block,), wrong = from_yaml(f"- {{id: a-1, title: 甲, start: 2026-12-04, township: 乙, {key}: {word}}}\n")
    (row,), faults = from_csv(f"编号,名称,开始,乡镇,{key}\na-1,甲,2026-12-04,乙,{word}\n")
    assert wrong == faults == []
    assert (block.focus, row.focus) == (focus, focus)


def test_an_emphasis_that_is_none_is_refused() -> None:
    """A near word is suggested, not taken, and the words that can be written are named."""
    _, (fault,) = from_yaml("- {id: a-1, title: 甲, start: 2026-12-04, township: 乙, 侧重: 权力}\n")
    assert (fault.code, fault.hint) == ("E026", "是不是“权利”？可以写：权利、义务、并重。")


def test_the_numbers_of_a_result_know_their_places() -> None:
    """In a block each at its value, in a ledger each in its cell: a fault between two can name both."""
    (block,), _ = from_yaml(
        "- {id: a, title: 甲, start: 2026-12-04, township: 乙,\n   成效: {参加人数: 5, 工作人员: 2}}\n"
    )
    assert [block.span(key).line for key in ("attendance", "staff")] == [2, 2]
    assert block.span("attendance").column < block.span("staff").column
    (row,), _ = from_csv("编号,名称,开始,乡镇,参加人数,工作人员数\na,甲,2026-12-04,乙,5,2\n")
    assert [row.span(key).cell for key in ("attendance", "staff")] == ["第2行 E列", "第2行 F列"]


def test_ledger_and_yaml_give_the_same_record() -> None:
    """A row and a block that say the same mean the same."""
    (row,), wrong = from_csv(
        "序号,编号,名称,活动时间,乡镇(街道),侧重,状态,参加人数,成效说明,备注\n"
        "1,a-1,宪法,2026-12-04 9:00-11:00,青石镇,义务,完成,120人,好,无\n"
    )
    (block,), faults = from_yaml(
        "- {id: a-1, title: 宪法, start: 2026-12-04 09:00, end: '11:00', township: 青石镇, focus: duties, status: held, "
        "result: {attendance: 120, summary: 好}}\n"
    )
    assert wrong == faults == []
    skipped = ("path", "place", "at")
    assert {k: getattr(row, k) for k in EventRecord.__slots__ if k not in skipped} == {
        k: getattr(block, k) for k in EventRecord.__slots__ if k not in skipped
    }


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ("start: 2026-12-04", date(2026, 12, 4)),
        ("start: 2026-12-04\n  end: 2026-12-06", date(2026, 12, 6)),
        ("start: 2026-12-04\n  duration: 3天", date(2026, 12, 6)),
        ("start: 2026-12-04 09:00", datetime(2026, 12, 4, 10)),
        ("start: 2026-12-04 09:00\n  duration: 2小时", datetime(2026, 12, 4, 11)),
        ("start: 2026-12-04 09:00-11:30", datetime(2026, 12, 4, 11, 30)),
        ("start: 2026-12-04 09:00\n  end: 2026-12-05 09:00", datetime(2026, 12, 5, 9)),
        ("start: 2026-12-04 下午2点\n  end: 5点", datetime(2026, 12, 4, 17)),
        ("start: 2026-12-04 中午11:30-1:30", datetime(2026, 12, 4, 13, 30)),
    ],
)
def test_ends(lines: str, end: date) -> None:
    """An end, a length, a span, or nothing: a day by default, an hour by default."""
    (record,), faults = from_yaml(f"- id: a\n  title: 甲\n  township: 乙\n  {lines}\n")
    assert faults == []
    assert record.end == end


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("start: 2026-12-04 09:00\n  end: 2026-12-04", 5),
        ("start: 2026-12-04\n  end: 2026-12-04 11:00", 5),
        ("start: 2026-12-04\n  end: 11:00", 5),
        ("start: 2026-12-04\n  duration: 3小时", 5),
        ("start: 2026-12-04 09:00-10:00\n  end: 11:00", 5),
        ("start: 2026-12-04 09:00\n  duration: 1小时\n  end: 11:00", 6),
        ("start: 2026-12-04 14:00\n  end: '5:00'", 5),
        ("start: 2026-12-04 晚上11:30-1:00", 4),
        ("start: 2026-12-04（星期四）09:00", 4),
        ("start: 下周二", 4),
    ],
)
def test_ends_that_do_not_fit_are_refused(lines: str, line: int) -> None:
    """Two ends, or hours on one side only, are E024 at the line to change."""
    records, faults = from_yaml(f"- id: a\n  title: 甲\n  township: 乙\n  {lines}\n")
    assert not any(record.whole for record in records)
    assert [(d.code, d.span.line) for d in faults] == [("E024", line)]


TEN = """\
- id: A B
  title: 一
  start: 2026-13-04
  township: 青石镇
- id: b
  title: <b>二</b>
  start: 2026-12-04
  township: 青石镇
  township: 云溪街道
- id: c
  start: 2026-12-04
  township: []
- id: d
  title: 四
  start: 2026-12-04
  township: 青石镇
  stattus: 已办
  audience: {农民: 是}
  url: javascript:x
  result: {attendance: 很多}
"""


def test_ten_slips_in_one_yaml_file() -> None:
    """All ten are reported in one run, each at its line and column."""
    _, faults = from_yaml(TEN)
    assert places(faults) == sorted([
        ("E027", 1, 7), ("E024", 3, 10), ("E031", 6, 10), ("E020", 9, 3), ("E022", 10, 3), ("E022", 10, 3),
        ("E021", 17, 3), ("E023", 18, 13), ("E030", 19, 8), ("E025", 20, 24),
    ])  # fmt: skip


def test_ten_slips_in_one_ledger() -> None:
    """A ledger's ten slips too, by row and column, in the words of Excel."""
    text = (
        "编号,名称,开始,乡镇,状态,参加人数,链接,天气,名称\n"
        "A B,一,2026-12-04,青石镇\n"
        ",二,2026-12-34,青石镇\n"
        "c,,2026-12-04,\n"
        "d,=四,2026-12-04,青石镇,办了吧,很多,ftp://x\n"
    )
    _, faults = from_csv(text)
    assert places(faults) == sorted([
        ("E021", 1, 8), ("E020", 1, 9), ("E027", 2, 1), ("E024", 3, 3), ("E022", 4, 1), ("E022", 4, 1),
        ("E029", 5, 2), ("E026", 5, 5), ("E025", 5, 6), ("E030", 5, 7),
    ])  # fmt: skip
    assert {d.span.cell for d in faults if d.span.line == 5} == {"第5行 B列", "第5行 E列", "第5行 F列", "第5行 G列"}


@pytest.mark.parametrize("text", ["[]\n", "events: []\n", "events:\n", "活动: []\n"])
def test_no_events_is_a_reminder(text: str) -> None:
    """A file without events is worth a word, not an error."""
    records, faults = from_yaml(text)
    assert records == ()
    assert [d.code for d in faults] == ["W207"]


def test_one_event_needs_no_list() -> None:
    """A mapping at the top is one event."""
    (record,), faults = from_yaml("id: a\ntitle: 甲\nstart: 2026-12-04\ntownship: 乙\n")
    assert faults == []
    assert record.id == "a"


def test_rows_without_words_for_us_are_passed_over() -> None:
    """A row that has only a number and a remark is no event."""
    records, faults = from_csv("序号,名称,开始,乡镇,备注\n1,,,,合计\n")
    assert records == ()
    assert faults == []


def test_a_formula_in_the_id_is_no_missing_id() -> None:
    """The record knows that an id is written, so that no second one is written over it."""
    (record,), faults = from_csv("编号,名称,开始,乡镇\n=A1,甲,2026-12-04,乙\n")
    assert [d.code for d in faults] == ["E029"]
    assert (record.id, "id" in record.at) == ("", True)


def test_a_head_needs_three_columns() -> None:
    """Title, beginning and township make a head; a row of data is none."""
    assert is_head(["活动名称", "举办时间", "所在乡镇"])
    assert not is_head(["活动名称", "举办时间", "地点"])
    assert not is_head(["宪法进农村", "2026-12-04", "青石镇"])
