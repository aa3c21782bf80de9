"""Lines of an arrangement of days off, as officers copy them from the notice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.almanac.arrangement import read


@pytest.mark.parametrize(
    ("text", "first", "last", "count", "name"),
    [
        ("2027-02-05/2027-02-11 春节", "2027-02-05", "2027-02-11", 7, "春节"),
        ("春节：2月5日（星期五）至11日（星期四）放假调休，共7天。", "2027-02-05", "2027-02-11", 7, "春节"),
        ("元旦：2027年1月1日（周五）至3日（周日）放假，共3天", "2027-01-01", "2027-01-03", 3, "元旦"),
        ("2月14日（星期日）上班", "2027-02-14", "2027-02-14", 1, ""),
        ("2月6日（星期六）、2月20日（星期六）上班", "2027-02-06", "2027-02-20", 2, ""),
        ("2027-01-01 元旦", "2027-01-01", "2027-01-01", 1, "元旦"),
        ("2027/10/1至2027/10/7 国庆节", "2027-10-01", "2027-10-07", 7, "国庆节"),
        ("１０月１日—７日 国庆节", "2027-10-01", "2027-10-07", 7, "国庆节"),
        ("12月30日至1月1日 元旦", "2026-12-30", "2027-01-01", 3, "元旦"),
        ("2026-12-31 / 2027-01-02 元旦", "2026-12-31", "2027-01-02", 3, "元旦"),
        ("2027-01-01--2027-01-03", "2027-01-01", "2027-01-03", 3, ""),
        ("4月30日至5月4日 劳动节", "2027-04-30", "2027-05-04", 5, "劳动节"),
    ],
)
def test_lines_as_they_are_written(text: str, first: str, last: str, count: int, name: str) -> None:
    """Spans and single days, with the year or without, the name before or behind, words of the notice around."""
    days, found = read(text, 2027)
    assert (str(days[0]), str(days[-1]), len(days), found) == (first, last, count, name)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2月14日（星期六）", "是星期日，不是星期六"),
        ("2月30日", "日历上没有2027年2月30日"),
        ("2月5日至3日", "结束在开始的前面"),
        ("2月5日至5月5日", "太长了"),
        ("等通知", "看不懂"),
        ("", "看不懂"),
    ],
)
def test_what_cannot_be_right_says_why(text: str, word: str) -> None:
    """Weekdays that contradict, days that do not exist, spans that are slips."""
    with pytest.raises(ValueError, match=word):
        read(text, 2027)


@given(st.dates(date(2004, 1, 1), date(2100, 1, 1)), st.integers(1, 10))
def test_spans_are_read_back(first: date, length: int) -> None:
    """Whatever days a span has, in ISO form and in words they are the same days."""
    last = date.fromordinal(first.toordinal() + length - 1)
    days, name = read(f"{first}/{last} 假", first.year)
    assert (days[0], days[-1], len(days), name) == (first, last, length, "假")
    words = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    assert read(words, first.year)[0] == days


@given(st.text("0123456789-/年月日至到（）星期一 春节", max_size=30))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    """Any text gives days or words about what is wrong."""
    try:
        days, _ = read(text, 2027)
    except ValueError as error:
        said = str(error)
    else:
        said = "。"
        assert list(days) == sorted(set(days))
        assert days
    assert said.endswith("。")
