"""Ranks inside peer groups."""

from __future__ import annotations

from datetime import date

import pytest

from generator.figures.coverage.league import kind_of, league, peer_group, unweighed, weights_of
from generator.model import Weight
from tests.unit.county_kit import CHI, HE, LU, QING, county, event

pytestmark = pytest.mark.slow

END = date(2026, 1, 5)
HELD = (Weight("", "events_held", 1),)


def standings(*events, weights=HELD):
    account, tables = county(*events, as_of=END, weights=weights)
    return {group.name: group for group in league(account, tables, 2025)}


def test_townships_are_ranked_inside_their_group_only():
    events = [event("a", "2025-01-01", HE), event("b", "2025-02-01", HE), event("c", "2025-02-01", QING)]
    groups = standings(*events, event("d", "2025-03-01", LU))
    assert list(groups) == ["街道", "山区"]
    assert [(s.unit, s.place, s.score) for s in groups["山区"].standings] == [(HE, 1, 100.0), (LU, 2, 50.0)]
    assert QING not in {s.unit for s in groups["山区"].standings}


def test_who_reported_nothing_is_not_ranked_but_named():
    group = standings(event("a", "2025-01-01", HE), event("b", "2025-01-01", LU))["山区"]
    assert (group.unranked, group.alone) == ((CHI,), ())


def test_one_township_alone_has_no_place():
    """Nobody is the first of one: it is named apart, and not among those that reported nothing."""
    group = standings(event("a", "2025-01-01", HE))["山区"]
    assert (group.standings, group.alone, group.unranked) == ((), (HE,), (LU, CHI))


def test_a_weight_that_nobody_has_a_figure_for_is_named_and_not_dropped_in_silence():
    weights = (*HELD, Weight("", "satisfaction", 2))
    group = standings(event("a", "2025-01-01", HE), event("b", "2025-01-01", LU), weights=weights)["山区"]
    assert group.left_out == ("satisfaction",)
    assert [p.indicator for s in group.standings for p in s.parts] == ["events_held", "events_held"]


def test_equal_scores_share_a_place_and_the_next_place_is_left_out():
    events = [event("a", "2025-01-01", LU), event("b", "2025-01-02", CHI)]
    events += [event("c", "2025-01-03", HE, status="取消")]
    group = standings(*events)["山区"]
    assert [(s.unit, s.place, s.tied) for s in group.standings] == [(LU, 1, True), (CHI, 1, True), (HE, 3, False)]


def test_the_score_is_the_mean_of_points_by_weight():
    weights = (Weight("山区", "events_held", 3), Weight("山区", "longest_silence", 1), Weight("", "events_held", 1))
    group = standings(
        *(event(f"e{n}", f"2025-0{n}-01", HE) for n in range(1, 5)), event("x", "2025-06-01", LU), weights=weights
    )["山区"]
    first, second = group.standings
    assert [p.indicator for p in first.parts] == ["events_held", "longest_silence"]
    held, silence = second.parts
    assert (held.value, held.best, held.points) == (1, 4, 25)
    assert silence.value == max(151, 213)
    assert silence.points == 100 * (silence.best + 1) / (silence.value + 1)
    assert abs(second.score - (3 * held.points + silence.points) / 4) < 1e-9


def test_a_group_without_weights_of_its_own_has_those_for_all():
    _, tables = county(as_of=END, weights=(Weight("街道", "events_held", 5), Weight("", "participants", 2)))
    assert weights_of(tables, "街道") == {"events_held": 5}
    assert weights_of(tables, "山区") == {"participants": 2}


def test_a_group_without_any_weights_has_no_ranks():
    """Weights that nobody wrote down are nobody's: there is no ranking by a default."""
    both = (event("a", "2025-01-01", HE), event("b", "2025-02-01", LU), event("c", "2025-03-01", QING))
    account, tables = county(*both, as_of=END, weights=(Weight("街道", "events_held", 5),))
    assert [group.name for group in league(account, tables, 2025)] == ["街道"]
    assert unweighed(tables) == ("山区",)
    account, tables = county(*both, as_of=END)
    assert league(account, tables, 2025) == ()


def test_a_township_without_a_group_is_with_those_of_its_kind():
    assert [kind_of(c) for c in ("330881001", "330881102", "330881201", "330881301")] == ["街道", "镇", "乡", "乡"]
    _, tables = county(as_of=END)
    assert peer_group(tables, HE) == "山区"
    assert peer_group(tables, "330881999") == "其他"
