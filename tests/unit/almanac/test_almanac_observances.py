"""Dates of the legal year: which are when, and the how-manieth each is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.almanac.observances import (
    happenings,
    nearest,
    observances_between,
    ordinal_value,
    ordinal_words,
    shipped,
)
from generator.almanac.rules import parse
from generator.model import Observance

BY_ID = {o.id: o for o in shipped()}


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "一"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "一百"), (101, "一百零一"),
     (110, "一百一十"), (119, "一百一十九"), (199, "一百九十九"), (250, "二百五十")],
)  # fmt: skip
def test_ordinals_in_chinese(n: int, words: str) -> None:
    """第十个 and not 第一十个, but 第一百一十个."""
    assert ordinal_words(n) == f"第{words}个"


@given(st.integers(1, 999))
def test_ordinals_are_read_back(n: int) -> None:
    """In words and in digits."""
    assert ordinal_value(ordinal_words(n)[1:-1]) == n
    assert ordinal_value(str(n)) == n


@pytest.mark.parametrize("words", ["", "零", "0", "几", "十十", "一千", "两"])
def test_what_is_no_ordinal(words: str) -> None:
    """Other words are no number, and no crash."""
    assert ordinal_value(words) is None


def test_the_shipped_observances_of_a_year() -> None:
    """Days, weeks and a month, each with its ordinal where one is counted, by date."""
    found = {m.observance.id: (str(m.start), str(m.end), m.full_title) for m in happenings(shipped(), 2026, 2026)}
    assert len(found) == 15
    assert found["constitution-day"] == ("2026-12-04", "2026-12-04", "第十三个国家宪法日")
    assert found["national-security-day"] == ("2026-04-15", "2026-04-15", "第十一个全民国家安全教育日")
    assert found["civil-code-month"] == ("2026-05-01", "2026-05-31", "第六个民法典宣传月")
    assert found["family-education-week"] == ("2026-05-11", "2026-05-17", "家庭教育宣传周")
    assert found["disability-day"][0] == "2026-05-17"
    assert found["defence-education-day"][0] == "2026-09-19"
    starts = [m.start for m in happenings(shipped(), 2026, 2026)]
    assert starts == sorted(starts)


def test_known_ordinals_of_past_years() -> None:
    """The state's own counts: 2025 had the twelfth 国家宪法日, the tenth 全民国家安全教育日, the fifth 民法典宣传月."""
    found = {m.observance.id: m.ordinal for m in happenings(shipped(), 2025, 2025)}
    assert (found["constitution-day"], found["national-security-day"], found["civil-code-month"]) == (12, 10, 5)


def test_nothing_before_the_first() -> None:
    """Before its first year an observance did not exist."""
    assert [m.year for m in happenings((BY_ID["constitution-day"],), 2010, 2016)] == [2014, 2015, 2016]


def test_what_touches_a_span_is_found_over_new_year() -> None:
    """A happening counts where one of its days does, also one that began last year."""
    week = Observance("w", "新年普法周", "12月28日至1月3日", 2020)
    found = observances_between((week, *shipped()), date(2027, 1, 2), date(2027, 1, 2))
    assert [(m.observance.id, m.year, m.ordinal) for m in found] == [("w", 2026, 7)]
    assert observances_between((week,), date(2027, 1, 4), date(2027, 12, 27)) == ()
    for first, last in ((date(2027, 1, 3), date(2027, 1, 20)), (date(2027, 12, 1), date(2027, 12, 28))):
        assert len(observances_between((week,), first, last)) == 1, "its last day, then its first"


def test_a_lunar_rule_has_one_happening_a_lunar_year() -> None:
    """腊月廿三 of 2026 lies in 2027, and still belongs to 2026."""
    day = Observance("k", "小年送法日", "腊月廿三", 2026)
    (found,) = happenings((day,), 2026, 2026)
    assert (found.start, found.year, found.full_title) == (date(2027, 1, 30), 2026, "第一个小年送法日")


def test_the_nearest_happening() -> None:
    """Seen from January, the last 国家宪法日 is nearer than the next."""
    day = BY_ID["constitution-day"]
    found = [nearest(day, when) for when in (date(2026, 1, 10), date(2026, 11, 10), date(2026, 12, 4))]
    assert [m.year for m in found if m] == [2025, 2026, 2026]
    assert nearest(day, date(2000, 1, 1)) is None


def test_every_shipped_rule_can_be_read_and_has_an_id_of_its_own() -> None:
    """No row of the data file can make a build fail; plans are asked for only where the basis was looked up."""
    assert len(BY_ID) == len(shipped())
    for observance in shipped():
        assert all(parse(observance.rule).days(year) for year in range(2004, 2100))
        assert observance.remind == observance.verified
        assert observance.basis
