"""The lines of single figures: a figure beyond its line looks so, and only what is missing is said to be missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.figures.coverage import Cell, indicator_catalogue
from generator.figures.coverage.findings import findings
from generator.figures.coverage.rules import REGION_RULES, RULES, rule_words
from generator.model import Funding
from tests.unit.county_kit import HE, QING, TOWNSHIPS, came, county, event

CARDS = indicator_catalogue()
BY_NAME = {rule.indicator: rule for rule in (*RULES, *REGION_RULES)}
END = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("indicator", "part", "whole", "written"),
    [
        ("satisfaction", 17992, 20000, "满意率89.96%"),
        ("satisfaction", 899_999, 1_000_000, "满意率89.99%"),
        ("satisfaction", 60, 100, "满意率60%"),
        ("concentration", 4004, 10000, "40.04%"),
        ("duties_share", 1996, 10000, "19.96%"),
        ("duties_share", 8004, 10000, "80.04%"),
        ("inspection_verified", 9999, 10000, "99.9%"),
    ],
)
def test_a_figure_beyond_its_line_never_looks_as_if_it_were_on_it(indicator, part, whole, written):
    cell = Cell("x", "2025", 100 * part / whole, "figure", part=part, whole=whole)
    rule = BY_NAME[indicator]
    assert rule.wrong(cell)
    assert written in rule_words(rule, CARDS[indicator], cell)


def test_an_index_gets_the_decimals_that_it_takes():
    cell = Cell("x", "2025", 0.4003, "figure")
    assert "基尼系数0.4003" in rule_words(BY_NAME["gini"], CARDS["gini"], cell)


def empty(*codes: str) -> tuple:
    """The townships, these without a population."""
    return tuple(replace(t, population=None) if t.code in codes else t for t in TOWNSHIPS)


def told(monkeypatch, *, money: bool, people: bool, attendance: bool = True):
    import tests.unit.county_kit as kit

    funding = (Funding(2025, 12_000, "财政"),) if money else ()
    plain = kit.Campaign
    monkeypatch.setattr(kit, "Campaign", lambda *a, **k: replace(plain(*a, **k), funding=funding))
    result = came(40) if attendance else None
    account, tables = county(
        event("a", "2025-03-01", HE, result=result), as_of=END, townships=TOWNSHIPS if people else empty(QING, HE)
    )
    return {f.kind: f for f in findings(account, tables, 2025)}


def test_money_that_is_there_is_not_said_to_be_missing(monkeypatch):
    """Only the population is: who has none is named, and where it is written."""
    found = told(monkeypatch, money=True, people=False)["missing-funding_per_head"]
    assert found.words == "填了普法经费，可是2个乡镇（街道）没有填常住人口，人均经费算不出来：清湖街道、贺村镇。"
    assert found.action == "在 region.yml 给这些乡镇（街道）填上“人口”。"


@pytest.mark.slow
def test_money_that_is_missing_is_said_to_be_and_the_population_only_where_it_is_too(monkeypatch):
    found = told(monkeypatch, money=False, people=True)["missing-funding_per_head"]
    assert found.words == "没有填普法经费，人均经费算不出来。"
    assert "经费" in found.action
    assert "人口" not in found.action
    both = told(monkeypatch, money=False, people=False)["missing-funding_per_head"]
    assert both.words.startswith("没有填普法经费，2个乡镇（街道）也没有填常住人口")
    assert "人口" in both.action


def test_money_and_people_that_are_there_are_no_finding(monkeypatch):
    assert "missing-funding_per_head" not in told(monkeypatch, money=True, people=True)


@pytest.mark.slow
def test_residents_per_1000_tells_of_the_population_and_leaves_attendance_to_its_own_finding(monkeypatch):
    found = told(monkeypatch, money=True, people=False)
    assert found["missing-residents_per_1000"].words == (
        "填了参加人数，可是2个乡镇（街道）没有填常住人口，每千人参加人次算不出来：清湖街道、贺村镇。"
    )
    assert "missing-residents_per_1000" not in told(monkeypatch, money=True, people=True)
    nobody = told(monkeypatch, money=True, people=False, attendance=False)
    assert "missing-participants" in nobody
    assert "missing-residents_per_1000" not in nobody
