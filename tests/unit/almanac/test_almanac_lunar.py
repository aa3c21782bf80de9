"""Lunar dates in words and in numbers; the table itself is held against two libraries in tests/property."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.almanac import lunar
from generator.almanac.lunar import LunarDay


@pytest.mark.parametrize(
    ("day", "found", "said"),
    [
        (date(2026, 2, 17), LunarDay(2026, 1, 1), "正月初一"),
        (date(2027, 1, 30), LunarDay(2026, 12, 23), "腊月廿三"),
        (date(2025, 7, 25), LunarDay(2025, 6, 1, leap=True), "闰六月初一"),
        (date(2033, 12, 22), LunarDay(2033, 11, 1, leap=True), "闰冬月初一"),
        (date(2026, 3, 3), LunarDay(2026, 1, 15), "正月十五"),
        (date(2026, 10, 29), LunarDay(2026, 9, 20), "九月二十"),
    ],
)
def test_a_day_and_its_words(day: date, found: LunarDay, said: str) -> None:
    """Known days, leap months among them, are read off the table and said as people say them."""
    assert lunar.lunar_of(day) == found
    assert lunar.words(found) == said


def test_outside_the_table_nothing_is_said() -> None:
    """Before 1901 and after 2099 there is no answer rather than a wrong one."""
    assert lunar.lunar_of(date(1900, 12, 31)) is None
    assert lunar.lunar_of(date(1901, 1, 1)) == LunarDay(1900, 11, 11)
    assert lunar.lunar_of(date(2099, 12, 31)) is not None
    assert lunar.lunar_of(date(2100, 1, 1)) is None
    assert lunar.solar_of(2099, 12, -1) is None
    assert lunar.solar_of(1700, 1, 1) is None
    assert lunar.months(2150) == ()


def test_days_that_a_month_does_not_have() -> None:
    """三十 is missing from a month of 29 days, a leap month from most years; the last day is always there."""
    assert lunar.month_length(2025, 12) == 29
    assert lunar.solar_of(2025, 12, 30) is None
    assert lunar.solar_of(2025, 12, -1) == date(2026, 2, 16)
    assert lunar.solar_of(2026, 6, 1, leap=True) is None
    assert lunar.month_length(2026, 6, leap=True) is None
    assert lunar.solar_of(2026, 1, 0) is None
    assert lunar.leap_month(2026) == 0
    assert lunar.leap_month(2025) == 6


def test_the_months_of_a_year_with_a_leap_month() -> None:
    """Thirteen months in order, each beginning where the one before ends."""
    found = lunar.months(2025)
    assert [(month, leap) for month, leap, _, _ in found][5:8] == [(6, False), (6, True), (7, False)]
    assert len(found) == 13
    assert found[0][3] == date(2025, 1, 29)
    assert sum(length for _, _, length, _ in found) == 384


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("腊月廿三", (12, 23)),
        ("十二月二十三", (12, 23)),
        ("农历十二月二十三日", (12, 23)),
        ("１２月２３日", (12, 23)),
        ("臘月念三", (12, 23)),
        ("農曆臘月卄三", (12, 23)),
        ("正月十五", (1, 15)),
        ("正月初十", (1, 10)),
        ("冬月初一", (11, 1)),
        ("十一月初一", (11, 1)),
        ("一月廿一", (1, 21)),
        ("四月三十", (4, 30)),
        ("四月卅", (4, 30)),
        ("五月廿", (5, 20)),
        (" 九月 初九 ", (9, 9)),
        ("重阳节", (9, 9)),
        ("端午节", (5, 5)),
        ("中秋节", (8, 15)),
        ("元宵节", (1, 15)),
        ("除夕", (12, -1)),
        ("大年三十", (12, -1)),
    ],
)
def test_lunar_dates_as_people_write_them(text: str, found: tuple[int, int]) -> None:
    """Simplified, traditional, digits, full-width digits and festivals."""
    assert lunar.parse(text) == found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("清明", "节气"),
        ("冬至节", "节气"),
        ("小年", "腊月廿三"),
        ("小年夜", "腊月廿四"),
        ("闰六月初一", "闰月"),
        ("十三月初一", "正月到腊月"),
        ("腊月三十一", "初一到三十"),
        ("正月初十一", "初一到三十"),
        ("正月零", "看不懂"),
        ("腊月", "看不懂"),
        ("初一", "看不懂"),
        ("八月中旬", "看不懂"),
        ("", "看不懂"),
    ],
)
def test_what_is_no_lunar_date_says_why(text: str, word: str) -> None:
    """Solar terms, leap months and days that no month has are refused with a reason."""
    with pytest.raises(ValueError, match=word):
        lunar.parse(text)


@given(st.integers(1, 12), st.integers(1, 30))
def test_every_day_is_read_back_from_its_words(month: int, day: int) -> None:
    """What the program says, it understands."""
    assert lunar.parse(lunar.words(LunarDay(2026, month, day))) == (month, day)


@given(st.text(max_size=40))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    """Any text gives a date or words about what is wrong."""
    try:
        month, day = lunar.parse(text)
    except ValueError as error:
        said = str(error)
    else:
        said = "。"
        assert 1 <= month <= 12
        assert day == -1 or 1 <= day <= 30
    assert said.endswith("。")
