"""Targets in words: of whom, how much of a part of a period, how a unit stands, which of them a year has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.figures.coverage import Cell, indicator_catalogue
from generator.figures.coverage.promises import (
    asked_words,
    gap_words,
    gone,
    named,
    now_words,
    of_these_silent,
    only_launches,
    scope_words,
    share_words,
    tally_words,
    target_words,
    targets_of,
)
from generator.model import Target, Validity
from tests.unit.county_kit import CHI, HE, LU, QING, TOWNSHIPS, came, county, event

pytestmark = pytest.mark.slow

END = date(2026, 1, 5)
HALF = Validity(end=date(2025, 6, 30))
CARDS = indicator_catalogue()


def ending(*codes: str) -> tuple:
    """The townships, of which these ended on 2025-06-30."""
    return tuple(replace(t, validity=HALF) if t.code in codes else t for t in TOWNSHIPS)


def one(*events, target: Target, code: str = HE, as_of=END, year="2025", **more):
    account, tables = county(*events, as_of=as_of, targets=(target,), **more)
    (matrix,) = account.targets
    cell = next(c for c in matrix.row(code) if c.period == year)
    return matrix, cell, tables


@pytest.mark.parametrize(
    ("target", "scope"),
    [
        (Target("events_held", "township", "year", 4), ""),
        (Target("events_held", "township", "year", 4, townships=(HE,)), "只对贺村镇"),
        (Target("events_held", "township", "year", 4, townships=(HE, LU)), "只对贺村镇、碗窑乡"),
        (Target("events_held", "township", "year", 4, group="山区"), "只对“山区”一组"),
    ],
)
def test_a_target_for_some_says_for_whom(target, scope):
    matrix, _, tables = one(event("a", "2025-03-01", HE), target=target)
    assert sorted(scope_words(tables, matrix)) == sorted(scope)
    words = target_words(matrix, "江山市", scope)
    assert words == "每个乡镇（街道）每年，开展活动场次不少于4场" + (f"，{scope}" if scope else "")


def test_of_many_units_six_are_named():
    assert named(list("甲乙丙丁戊己")) == "甲、乙、丙、丁、戊、己"
    assert named(list("甲乙丙丁戊己庚")) == "甲、乙、丙、丁、戊、己等7个"


def test_the_share_of_a_unit_that_ended_is_explained():
    """Two numbers never stand side by side without a word: 4场 for all, 2场 for who was there for 181 days."""
    target = Target("events_held", "township", "year", 4)
    matrix, cell, _ = one(event("a", "2025-03-01", HE), target=target, townships=ending(HE))
    assert share_words(matrix, cell) == "按在册的181天折算为2场"
    assert asked_words(matrix, cell) == "开展活动场次不少于4场，按在册的181天折算为2场"
    whole = matrix.row(QING)[0]
    assert share_words(matrix, whole) == ""
    assert asked_words(matrix, whole) == "开展活动场次不少于4场"


def test_launches_that_meet_no_target_are_explained():
    target = Target("events_held", "township", "year", 1)
    matrix, cell, _ = one(event("a", "2025-03-01", HE, stage="启动"), target=target)
    assert only_launches(matrix, cell)
    assert now_words(CARDS["events_held"], matrix, cell) == "1场（只有启动仪式，启动仪式不算达标）"
    assert gap_words(CARDS["events_held"], matrix, cell) == "缺常态活动"
    assert gap_words(CARDS["events_held"], matrix, cell._replace(running=True), "还差") == "还要办常态活动"


def test_a_launch_among_others_is_no_reason():
    target = Target("events_held", "township", "year", 4)
    matrix, cell, _ = one(event("a", "2025-03-01", HE, stage="启动"), event("b", "2025-04-01", HE), target=target)
    assert not only_launches(matrix, cell)
    assert now_words(CARDS["events_held"], matrix, cell) == "2场"
    assert gap_words(CARDS["events_held"], matrix, cell) == "差2场"


def test_a_rate_that_only_launches_reach_lacks_no_points():
    """A satisfaction of 95% against 90% does not lack a point: what it lacks is an event."""
    target = Target("satisfaction", "township", "year", 90)
    launch = event("a", "2025-03-01", HE, stage="启动", result=came(40, responses=20, satisfied=19))
    matrix, cell, _ = one(launch, target=target)
    assert gap_words(CARDS["satisfaction"], matrix, cell) == "缺常态活动"


def test_a_tally_counts_and_never_takes_a_share_of_what_is_not_known():
    cells = [
        Cell("a", "2025", 5, "figure", met=True),
        Cell("b", "2025", 1, "figure", met=False),
        Cell("c", "2025", None, "silent", met=False),
        Cell("d", "2025", None, "not_due", running=True),
        Cell("e", "2025", 1, "figure", running=True, needed=2),
    ]
    assert [words for words, _ in tally_words(cells)] == ["达标1个", "没有达标1个", "未报1个", "未到期2个"]
    assert [words for words, _ in tally_words(cells[3:])] == ["达标0个", "未到期2个"]
    assert sum(len(found) for _, found in tally_words(cells)) == len(cells)


def test_the_targets_of_a_year():
    """Quarters by their first day; a whole campaign in the year that it runs in now; nothing that has not begun."""
    targets = (Target("events_held", "township", "quarter", 1), Target("participants", "region", "campaign", 9))

    def told(year, as_of):
        account, _ = county(event("a", "2025-03-01", HE), as_of=as_of, targets=targets)
        return [m.periods[place].id for m, place in targets_of(account.targets, year, as_of)]

    assert told(2025, date(2025, 5, 1)) == ["2025Q1", "2025Q2", "bw"]
    assert told(2025, date(2026, 2, 1)) == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]
    assert told(2026, date(2026, 2, 1)) == ["2026Q1", "bw"]
    assert told(2026, date(2028, 2, 1))[-1] == "bw"
    assert "bw" not in told(2025, date(2028, 2, 1))


def test_a_township_is_gone_from_the_day_after_its_last():
    def left(as_of):
        _, tables = county(event("a", "2025-03-01", HE), as_of=as_of, townships=ending(HE, CHI))
        return gone(tables)

    assert left(date(2025, 6, 30)) == {}
    assert left(date(2025, 7, 1)) == {HE: date(2025, 6, 30), CHI: date(2025, 6, 30)}


def test_the_silent_among_those_that_missed_are_told_apart():
    said, silent = Cell("a", "2025", 1, "figure", met=False), Cell("b", "2025", None, "silent", met=False)
    assert of_these_silent([said, silent, silent]) == "（其中未报2个）"
    assert of_these_silent([silent, silent]) == of_these_silent([said]) == ""
