"""第几个: wrong ordinals are found, and nothing that may be right is called wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import kit

from generator.almanac.observances import ordinal_words, shipped
from generator.check.ordinals import Counted, in_events
from generator.schedule import occurrences
from tests.clients.makers import event, library

COUNTED = Counted(shipped())
DAY = date(2025, 12, 4)


def right(text: str, day: date | None = DAY) -> list[str]:
    """What should stand there instead, for each slip."""
    return [slip.right for slip in COUNTED.slips(text, day)]


@pytest.mark.parametrize(
    "text",
    [
        "第十个国家宪法日",
        "第10个国家宪法日",
        "第 10 个“国家宪法日”",
        "迎接第十届宪法日",
        "第十个全国宪法日",
        "2025年是第十个国家宪法日。",
        "2025年12月4日，我们迎来第十个国家宪法日。",
    ],
)
def test_a_wrong_ordinal_is_named_with_the_right_one(text: str) -> None:
    """In words and digits, with quotes, shortened names and a year in the sentence."""
    assert right(text) == ["第十二个国家宪法日"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("第十二个国家宪法日", DAY),
        ("第12个宪法日", DAY),
        ("第一百个普法故事", DAY),
        ("第十个村的国家宪法日活动", DAY),
        ("从2014年第一个国家宪法日算起，今年是第十二个国家宪法日", DAY),
        ("自2014年设立以来的第十二个国家宪法日", None),
        ("2024年第十一个国家宪法日的照片", DAY),
        ("第三个国家宪法日", None),
        ("第二十个民法典宣传日", DAY),
        ("第十二个国家宪法日、第八个宪法宣传周", DAY),
        ("第十二个全民国家安全教育日将在明年四月到来", date(2026, 11, 20)),
        ("刚刚过去的第十一个全民国家安全教育日", date(2026, 11, 20)),
        ("第几个国家宪法日", DAY),
    ],
)
def test_what_may_be_right_is_left_alone(text: str, day: date | None) -> None:
    """The right number, another year's with that year beside it, the last or the next one, and texts of no known year."""
    assert right(text, day) == []


def test_a_year_in_the_sentence_is_enough() -> None:
    """Without a date of its own a text is judged by the year it names, nearest first."""
    assert right("2026年的第十二个国家宪法日", None) == ["第十三个国家宪法日"]
    assert right("2024年办过，2026年又办第十二个国家宪法日活动", None) == ["第十三个国家宪法日"]
    assert right("第十二个国家宪法日。2026年的事", None) == []


def test_longer_names_are_not_taken_for_shorter_ones() -> None:
    """宪法宣传周 has a count of its own."""
    assert right("第十二个宪法宣传周") == ["第八个宪法宣传周"]


@given(st.integers(2014, 2199), st.booleans())
def test_the_right_ordinal_of_any_year_passes(year: int, words: bool) -> None:
    """Every year's own number is right on its day, and the next number is wrong."""
    number = year - 2013
    day = date(year, 12, 4)
    for shift, slips in ((0, 0), (1, 1)):
        said = ordinal_words(number + shift) if words else f"第{number + shift}个"
        assert len(right(f"{said}国家宪法日", day)) == slips


def test_titles_summaries_and_results_of_events() -> None:
    """Each is judged by the event's day; an event that repeats for months is not judged."""
    bad = event("a", title="第十个国家宪法日宣誓", start=DAY, end=DAY)
    summary = event("b", summary="这是第九个国家宪法日。", start=DAY, end=DAY)
    good = event("c", title="第十二个国家宪法日宣誓", start=DAY, end=DAY)
    found = replace(library((bad, summary, good)), observances=shipped())
    made = in_events(found, occurrences(found), {})
    assert [d.code for d in made] == ["W320", "W320"]
    assert made[0].message == "“第十个国家宪法日”不对，2025年的是第十二个国家宪法日"
    assert made[0].hint == "请改成“第十二个国家宪法日”。"
    (once,) = occurrences(replace(found, events=(bad,)))
    again = replace(once, id="a@2026-12-04", start=date(2026, 12, 4), end=date(2026, 12, 4))
    assert in_events(replace(found, events=(bad,)), (once, again), {}) == []


def test_pages_are_judged_by_their_date_and_code_is_passed_over(base: Path) -> None:
    """The place is line and column; without a date, and in code, nothing is said."""
    text = "第十个国家宪法日\n\n```text\n第十个国家宪法日\n```\n\n今天是第九个国家宪法日，`第八个国家宪法日`。\n"
    kit.put(base, "content/news.md", "# 新闻\n\n" + text)
    assert kit.look(base) == ()
    kit.put(base, "content/news.md", "---\n标题: 新闻\n日期: 2025-12-05\n---\n# 新闻\n\n" + text)
    found = kit.look(base)
    assert kit.places(found) == ["content/news.md:7:1 W320", "content/news.md:13:4 W320"]
    assert found[0].span.length == len("第十个国家宪法日")
