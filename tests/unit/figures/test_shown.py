"""Figures as people read them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.figures.coverage import Cell, indicator_catalogue
from generator.figures.coverage.shown import count, rounded, shown, with_unit

CARDS = indicator_catalogue()


def cell(value, part=None, whole=None, of=None, state="figure") -> Cell:
    return Cell("x", "2025", value, state, of, part=part, whole=whole)


@pytest.mark.parametrize(
    ("indicator", "found", "words"),
    [
        ("events_held", cell(12345), "12,345场"),
        ("townships_reached", cell(18, of=19), "18/19个"),
        ("satisfaction", cell(99.96, 2500, 2501), "99.9%"),
        ("satisfaction", cell(100.0, 80, 80), "100%"),
        ("response_rate", cell(120.0, 12, 10), "120%"),
        ("residents_per_1000", cell(0.04, 1, 25000), "＜0.1人次/千人"),
        ("funding_per_head", cell(0.196, 1960.0, 10000), "0.2元/人"),
        ("law_savvy_per_village", cell(2.25, 9, 4), "2.3人/村"),
        ("gini", cell(0.2048912430970, 1818, 8873), "0.205"),
        ("slope_index", cell(-3.456), "-3.46场/万人"),
        ("events_forecast", cell(87, 28470, 326), "87场"),
    ],
)
def test_a_figure_is_shown_with_its_unit_and_honest_rounding(indicator, found, words):
    assert with_unit(CARDS[indicator], found) == words


@pytest.mark.parametrize(
    ("indicator", "found", "lacks", "words"),
    [
        ("satisfaction", cell(99.96, 2499, 2500), 0.04, "99.96%"),
        ("satisfaction", cell(89.96, 2249, 2500), 0.04, "89.96%"),
        ("satisfaction", cell(89.999, 89_999, 100_000), 0.01, "89.99%"),
        ("satisfaction", cell(75.0, 30, 40), 15, "75%"),
        ("satisfaction", cell(0.001, 1, 100_000), 90, "＜0.01%"),
        ("satisfaction", cell(0.0, 0, 40), 90, "0%"),
        ("law_savvy_per_village", cell(2.96, 296, 100), 0.04, "2.96人/村"),
        ("gini", cell(0.4003), 0.1, "0.4"),
        ("events_held", cell(2), 1, "2场"),
    ],
)
def test_a_missed_target_never_looks_met_and_the_gap_fits_the_figure(indicator, found, lacks, words):
    """What is shown and what is lacking add up to the level: 99.96% and 0.04 points, not 100% nor 99.9%."""
    assert with_unit(CARDS[indicator], found._replace(needed=lacks)) == words


def test_numbers_are_never_written_as_powers_of_ten():
    assert count(1234567.5) == "1,234,567.5"
    assert count(0.04) == "0.04"
    assert count(0.1 + 0.2) == "0.3"
    assert count(12345) == "12,345"
    assert count(1e-7 + 5) == "5"


def test_commas_begin_with_ten_thousand_itself():
    """Whole numbers and rates alike, and below zero too."""
    assert (count(9999), count(10_000), count(-9999), count(-10_000)) == ("9999", "10,000", "-9999", "-10,000")
    assert (count(9999.5), count(10_000.5)) == ("9999.5", "10,000.5")
    assert (rounded(9999, 1), rounded(10_000, 1), rounded(-10_000, 1)) == ("9999", "10,000", "-10,000")
    assert rounded(Fraction(99_999, 10), 0) == "10,000"  # what is shown decides, not what was counted


@pytest.mark.parametrize(("state", "word"), [("silent", "未报"), ("not_due", "未到期"), ("not_applicable", "不适用")])
def test_a_state_is_a_word_and_never_a_number(state, word):
    assert shown(CARDS["events_held"], cell(None, state=state)) == word
    assert with_unit(CARDS["satisfaction"], cell(None, state=state)) == word


def test_nothing_but_nothing_is_shown_as_nothing():
    assert rounded(Fraction(1, 1000), 1) == "＜0.1"
    assert rounded(Fraction(-1, 1000), 1) == "＞-0.1"
    assert rounded(Fraction(0), 1) == "0"
    assert rounded(Fraction(5, 100), 1) == "0.1"
    assert rounded(2.5, 0) == "3"
    assert rounded(10, 1) == "10"
