"""Faults are shown so that an officer finds the place and knows what to do."""

from __future__ import annotations

import json

import pytest

from generator.base.codes import CODES
from generator.base.diagnostics import (
    Diagnostic,
    Span,
    fails,
    format_github,
    format_json,
    format_text,
    has_errors,
    nearest,
    ordered,
    summary,
    visible,
)


def no_source(_path: str, _line: int) -> str | None:
    return None


def shown(line: str, column: int, length: int) -> list[str]:
    """The excerpt lines of a fault in a file that consists of one line."""
    fault = Diagnostic("E104", Span("a.yml", 1, column, length), "找不到")
    return format_text([fault], lambda _path, _line: line).split("\n")[1:]


def test_codes_are_as_bad_as_their_letter() -> None:
    """E… stops a build, W… a strict one, N… only tells; every code has a title."""
    for code in CODES.values():
        assert code.severity == {"E": "error", "W": "warning", "N": "notice"}[code.id[0]]
        assert code.title


def test_order_is_by_place_and_repeats_are_dropped() -> None:
    """A report reads from top to bottom of each file, whatever order the checks ran in."""
    a, b, c = (Diagnostic("E104", Span(p, n), "x") for p, n in (("a.yml", 9), ("a.yml", 10), ("b.yml", 1)))
    assert ordered([c, b, a, b]) == (a, b, c)


@pytest.mark.parametrize(
    ("line", "column", "length", "carets"),
    [
        ("township: 贺村乡", 11, 3, " " * 10 + "^" * 6),
        ("乡镇: 贺村乡", 5, 3, " " * 6 + "^" * 6),
        ("\tx: y", 2, 1, " ^"),
        ("é: x", 4, 1, "   ^"),
        ("e\u0301: x", 5, 1, "   ^"),
    ],
)
def test_carets_count_columns_not_characters(line: str, column: int, length: int, carets: str) -> None:
    """A Chinese character is two columns wide, a combining accent none, a tab is shown as one space."""
    assert shown(line, column, length)[1] == "      | " + carets


def test_long_lines_are_cut_around_the_fault() -> None:
    """A line of ten thousand characters shows the part that matters, and the caret still points at it."""
    source, carets = shown("字" * 5000 + "错" + "字" * 5000, 5001, 1)
    assert len(source) < 120
    before = source.split(" | ")[1].partition("错")[0]
    assert carets == "      | " + " " * (1 + 2 * (len(before) - 1)) + "^^"


def test_carets_are_aligned_beyond_line_99999() -> None:
    """The margin grows with the line's number."""
    fault = Diagnostic("E104", Span("a.yml", 1234567, 1), "x")
    _, source, carets = format_text([fault], lambda _path, _line: "abc").split("\n")
    assert source.index("|") == carets.index("|")


def test_invisible_marks_are_shown_not_obeyed() -> None:
    """A right-to-left mark or an escape sequence in a file cannot rearrange or colour the report."""
    bad = "甲\u202e乙\x1b[31m丙\u200b"
    out = format_text([Diagnostic("E011", Span("a.yml", 1, 1, len(bad)), bad, bad)], lambda _path, _line: bad)
    assert out.replace("\n", "").isprintable()
    assert "<U+202E>" in out
    assert "<U+001B>" in out


def test_a_file_that_cannot_be_quoted_is_still_named() -> None:
    """Without the source the first line and the hint remain."""
    assert (
        format_text([Diagnostic("E104", Span("a.yml", 3, 2), "找不到", "看这里。")], no_source)
        == "a.yml:3:2 E104 找不到\n  看这里。"
    )


def test_ledger_faults_name_the_cell() -> None:
    """In a workbook the sheet and the cell are what a person can find."""
    fault = Diagnostic("E024", Span("a.xlsx", 7, 3, 1, "工作表“台账” C7"), "看不懂日期")
    assert "工作表“台账” C7" in format_text([fault], no_source)


def test_warnings_say_so() -> None:
    """A warning is told apart by a word, not by its number alone."""
    assert " W201 提醒：" in format_text([Diagnostic("W201", Span("a.yml"), "日期已过")], no_source)
    assert not has_errors([Diagnostic("W201", Span("a.yml"), "x")])
    assert has_errors([Diagnostic("E104", Span("a.yml"), "x")])


def test_notices_fail_nothing() -> None:
    """A notice is told by a word of its own, counted by itself, and fails no command, strict or not."""
    notice, warning, error = (Diagnostic(code, Span("a"), "x") for code in ("N401", "W201", "E104"))
    assert " N401 提示：" in format_text([notice], no_source)
    assert not fails([notice], strict=True)
    assert fails([notice, warning], strict=True)
    assert not fails([notice, warning], strict=False)
    assert fails([error], strict=False)
    assert summary([notice]).startswith("检查完成：没有发现问题，提示 1 处。")
    assert "错误 0 处，提醒 1 处，提示 1 处" in summary([notice, warning])
    assert json.loads(format_json([notice, warning]))["notices"] == 1
    assert format_github([notice]).startswith("::notice ")


def test_summary_counts() -> None:
    """The last line counts errors and warnings, and is friendly when there are none."""
    assert summary([]) == "检查完成：没有发现问题。"
    both = [Diagnostic("E104", Span("a"), "x"), Diagnostic("W201", Span("a"), "x")]
    assert "错误 1 处，提醒 1 处" in summary(both)


def test_json_has_every_part() -> None:
    """The JSON report carries place, words, hint and related places."""
    fault = Diagnostic("E101", Span("a.yml", 2, 3, 4), "重复", "换一个。", related=(Span("b.yml", 1, 1),))
    (found,) = json.loads(format_json([fault]))["diagnostics"]
    assert found["path"], (found["line"], found["column"], found["length"]) == ("a.yml", (2, 3, 4))
    assert found["title"] == CODES["E101"].title
    assert found["related"][0]["path"] == "b.yml"


def test_annotations_cannot_be_broken_out_of() -> None:
    """Line ends, percent signs and colons in a name cannot start another workflow command."""
    out = format_github([Diagnostic("E104", Span("a,b:c%.yml", 1, 0), "坏\n::error::假的", "一\n二")])
    assert "\n" not in out
    assert "file=a%2Cb%3Ac%25.yml,line=1,col=1" in out
    assert out.endswith("%0A一%0A二")


def test_nearest_suggests_only_what_is_near() -> None:
    """A near word is suggested, a far one is not."""
    assert nearest("贺村乡", ["贺村镇", "石门镇"]) == "贺村镇"
    assert nearest("东京", ["贺村镇", "石门镇"]) is None


def test_visible_cuts_long_text() -> None:
    """Long text ends with an ellipsis and is never longer than asked."""
    assert visible("字" * 100, 10) == "字" * 10 + "…"
    assert visible("字" * 10, 10) == "字" * 10


def test_equal_faults_of_a_file_are_told_once() -> None:
    """With their number and the first places; JSON and annotations keep them one by one."""
    faults = [Diagnostic("W201", Span("a.yml", n, 3), "日期已过", "改状态。") for n in range(1, 13)]
    text = format_text([*faults, Diagnostic("W201", Span("b.yml", 1, 3), "日期已过", "改状态。")], no_source)
    first, other = text.split("\n\n")
    assert first.split("\n") == [
        "a.yml:1:3 W201 提醒：日期已过",
        "  这个文件里共有12处同样的问题，还有：第2、3、4、5、6、7、8、9行等",
        "  改状态。",
    ]
    assert other == "b.yml:1:3 W201 提醒：日期已过\n  改状态。"
    assert len(json.loads(format_json(faults))["diagnostics"]) == len(faults)
    assert len(format_github(faults).splitlines()) == len(faults)
    assert "提醒 12 处" in summary(faults)


def test_equal_faults_of_a_column_say_what_is_written_in_each_row() -> None:
    """A day that nobody can read is another one in every row; the column and the mend are the same."""

    def row(n: int, column: str, word: str, place: str = "工作表“台账” {}{}") -> Diagnostic:
        return Diagnostic(
            "E024",
            Span("a.xlsx", n, ord(column) - 64, 1, place.format(column, n)),
            f"看不懂日期“{word}”",
            "可以写 2026-04-15。",
        )

    found = format_text([row(n, "C", f"4月{n}日") for n in (2, 3, 4)] + [row(9, "D", "明天")], no_source)
    assert found.count("E024") == 2
    assert "这一列共有3处同样的问题，还有：第3、4行（“4月3日”“4月4日”）" in found


def test_a_suggestion_for_one_fault_is_no_mend_for_another() -> None:
    """Wrong names with a suggestion of their own are told one by one, the same name again is not."""
    names = ["贺村乡", "石门乡", "峡口乡", "贺村乡", "贺村乡"]
    found = [
        Diagnostic("E104", Span("a.yml", n, 1), f"找不到乡镇“{w}”", f"是不是“{w[:2]}镇”？")
        for n, w in enumerate(names, 1)
    ]
    text = format_text(found, no_source)
    assert text.count("E104") == 3
    assert "共有3处同样的问题，还有：第4、5行" in text


def test_faults_with_other_mends_are_told_one_by_one_and_those_of_one_campaign_once() -> None:
    """A figure in a hint is a mend, too; what all of them point to keeps nobody apart."""
    codes = [
        Diagnostic("E110", Span("a.yml", n, 1), f"叫“{w}”的不止一个", f"请改写代码：{n}。")
        for n, w in enumerate("甲乙丙", 1)
    ]
    assert format_text(codes, no_source).count("E110") == 3
    there = (Span("campaigns/x/campaign.yml", 2, 1),)
    late = [Diagnostic("E103", Span("a.yml", n, 1), "活动不在期限内", "请核对日期。", there) for n in range(1, 200)]
    text = format_text(late, no_source)
    assert (text.count("E103"), "这个文件里共有199处同样的问题" in text) == (1, True)
    twice = [
        Diagnostic("E101", Span("a.yml", n, 1), "编号重复", "改一个。", (Span("b.yml", n, 1),)) for n in range(1, 5)
    ]
    assert format_text(twice, no_source).count("E101") == 4
