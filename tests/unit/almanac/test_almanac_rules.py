"""When an observance is, from words: every accepted form, and why the others are refused."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.almanac.rules import parse

GUIDE = Path(__file__).parents[3] / "content/guide/13-jieri.md"


def span(text: str, year: int = 2026) -> list[str]:
    found = parse(text).days(year)
    return [day.isoformat() for day in found] if found else []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("每年12月4日", "2026-12-04", "2026-12-04"),
        ("十二月四日", "2026-12-04", "2026-12-04"),
        ("１２月４日", "2026-12-04", "2026-12-04"),
        ("12月1日—7日", "2026-12-01", "2026-12-07"),
        ("12月1日到12月7日", "2026-12-01", "2026-12-07"),
        ("12-28/01-03", "2026-12-28", "2027-01-03"),
        ("5月全月", "2026-05-01", "2026-05-31"),
        ("2月", "2026-02-01", "2026-02-28"),
        ("五月的第3个周日", "2026-05-17", "2026-05-17"),
        ("5月最后一个星期天", "2026-05-31", "2026-05-31"),
        ("last friday of march", "2026-03-27", "2026-03-27"),
        ("5月15日所在周", "2026-05-11", "2026-05-17"),
        ("九月初九", "2026-10-18", "2026-10-18"),
        ("除夕", "2027-02-05", "2027-02-05"),
    ],
)
def test_forms_beside_those_of_the_handbook(text: str, start: str, end: str) -> None:
    """Chinese numerals, full-width digits, spans over New Year, whole months, the last weekday, festivals."""
    assert span(text) == [start, end]


def test_the_handbooks_table_is_right() -> None:
    """Every form in the table gives the days beside it."""
    part = GUIDE.read_text("utf-8").split("## 日子怎么写")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (\S+)(?: 至 (\S+))? \|$", part, re.MULTILINE)
    assert len(rows) > 10
    for text, start, end in rows:
        assert span(text) == [start, end or start], text


def test_a_span_over_new_year_is_short() -> None:
    """Up to sixty days may go on into the next year; one more is refused as written back to front."""
    assert span("12月25日至1月5日") == ["2026-12-25", "2027-01-05"]
    assert span("12月3日至1月31日") == ["2026-12-03", "2027-01-31"]
    with pytest.raises(ValueError, match="最多60天"):
        parse("12月2日至1月31日")


def test_years_without_the_day() -> None:
    """29 February, a fifth Sunday, a thirtieth: only in the years that have them."""
    assert span("2月29日", 2028) == ["2028-02-29", "2028-02-29"]
    assert span("2月29日") == []
    assert span("5月第五个星期日", 2026) == ["2026-05-31", "2026-05-31"]
    assert span("5月第五个星期日", 2028) == []
    assert span("农历腊月三十", 2025) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("八月十五", "分不清"),
        ("13月1日", "月份是1到12"),
        ("2月30日", "日历上没有"),
        ("5月第六个星期日", "第一到第五"),
        ("5月15日至3日", "跨月的请写全"),
        ("12月7日至12月1日", "结束在开始前面"),
        ("12-07/12-01", "结束在开始前面"),
        ("2月29日至2月1日", "结束在开始前面"),
        ("清明", "节气"),
        ("闰六月初一", "闰月"),
        ("3rd Sunday of Mai", "看不懂"),
        ("国庆前一天", "看不懂"),
        ("", "看不懂"),
        ("字" * 100, "太长"),
    ],
)
def test_what_is_no_rule_says_why(text: str, word: str) -> None:
    """A rule that could be meant in two ways, or names no day, is refused with a reason."""
    with pytest.raises(ValueError, match=word):
        parse(text)


@given(st.text("0123456789-/月日第个星期一二三四五六七八九十初廿农历闰周最后到至 of", max_size=24))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    """Any text gives a rule that can be asked for days, or words about what is wrong."""
    try:
        rule = parse(text)
    except ValueError as error:
        said = str(error)
    else:
        said = "。"
        assert all(well(rule.days(year), year) for year in (1949, 2026, 2028, 2199))
    assert said.endswith("。")


def well(found: tuple[date, date] | None, year: int) -> bool:
    return found is None or (found[0] <= found[1] and abs(found[0].year - year) <= 1)


@given(st.dates(date(1950, 1, 1), date(2190, 12, 31)))
def test_the_week_holds_the_day(day: date) -> None:
    """`week of` gives the seven days from a Monday among which the day is."""
    if (day.month, day.day) == (2, 29):
        return
    found = parse(f"{day.month}月{day.day}日所在的周").days(day.year)
    assert found is not None
    first, last = found
    assert first <= day <= last
    assert (first.weekday(), (last - first).days) == (0, 6)
