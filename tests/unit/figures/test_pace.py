"""Targets while their period runs."""

from __future__ import annotations

from datetime import date

import pytest

from generator.figures.coverage.pace import pace
from generator.model import Target
from tests.unit.county_kit import HE, QING, THREE, county, event

pytestmark = pytest.mark.slow

MID = date(2026, 7, 2)  # the 183rd of 365 days


def paces(*events, target=THREE, as_of=MID, unit=HE):
    account, _ = county(*events, as_of=as_of, targets=(target,))
    matrix = account.targets[0]
    return [pace(matrix, cell, period, as_of) for period, cell in zip(matrix.periods, matrix.row(unit), strict=True)]


def test_only_a_running_period_has_a_pace():
    gone, _, running = paces(event("a", "2026-03-01", HE))
    assert gone is None
    assert running is not None


def test_the_pace_tells_what_should_be_there_by_now_and_where_it_ends():
    found = paces(event("a", "2026-03-01", HE))[-1]
    assert (found.value, found.least, found.needed, found.by) == (1, 3, 2, date(2026, 12, 31))
    assert found.expected == 3 * 183 / 365
    assert not found.on_pace
    assert found.forecast == 1  # 1 × 365 ÷ 183 is 1.99, and a part of an occurrence is none
    assert not found.will_meet


def test_who_has_met_the_target_is_on_pace():
    found = paces(*(event(f"e{n}", f"2026-0{n}-01", HE) for n in (1, 2, 3)))[-1]
    assert (found.needed, found.on_pace, found.will_meet, found.forecast) == (0, True, True, 5)


def test_launches_alone_meet_nothing_whatever_their_number():
    found = paces(*(event(f"e{n}", f"2026-0{n}-01", HE, stage="启动") for n in (1, 2, 3, 4)))[-1]
    assert (found.needed, found.will_meet) == (1, False)


def test_a_target_that_is_not_meant_for_a_unit_has_no_pace_there():
    only = Target("events_held", "township", "year", 3, townships=(HE,))
    assert paces(target=only, unit=QING)[-1] is None
    assert paces(target=only, unit=HE)[-1].needed == 3


def test_a_ratio_is_expected_whole_and_forecast_as_it_is():
    share = Target("satisfaction", "township", "year", 90)
    from tests.unit.county_kit import came

    found = paces(event("a", "2026-03-01", HE, result=came(50, responses=20, satisfied=16)), target=share)[-1]
    assert (found.expected, found.forecast, found.needed, found.on_pace) == (90, 80, 10, False)


def test_a_ratio_with_nothing_to_measure_yet_is_not_behind():
    share = Target("satisfaction", "township", "year", 90)
    assert paces(target=share)[-1] is None
    assert paces(event("a", "2026-03-01", HE), target=share)[-1] is None


def test_on_the_first_of_january_nobody_is_behind():
    assert paces(target=Target("events_held", "township", "year", 1), as_of=date(2026, 1, 1))[-1].on_pace


def test_who_has_nothing_is_behind_from_the_day_on_which_a_whole_one_is_due():
    """Five a year are one every 73 days: on the 72nd nobody is behind, on the 73rd who has held none is."""
    five = Target("events_held", "township", "year", 5)
    before, due = (paces(target=five, as_of=date(2026, 3, day))[-1] for day in (13, 14))
    assert (before.expected < 1, before.on_pace) == (True, True)
    assert (due.expected, due.on_pace) == (1, False)
    assert paces(event("a", "2026-03-14", HE), target=five, as_of=date(2026, 3, 14))[-1].on_pace


def test_a_township_founded_in_the_middle_of_the_year_is_paced_from_its_own_first_day():
    from dataclasses import replace

    from generator.model import Validity
    from tests.unit.county_kit import TOWNSHIPS

    new = tuple(replace(t, validity=Validity(date(2026, 7, 1))) if t.code == HE else t for t in TOWNSHIPS)
    events = (event("a", "2026-08-01", HE), event("b", "2026-09-01", HE))
    as_of = date(2026, 10, 1)
    account, _ = county(*events, as_of=as_of, targets=(Target("events_held", "township", "year", 8),), townships=new)
    matrix = account.targets[0]
    found = pace(matrix, matrix.row(HE)[-1], matrix.periods[-1], as_of)
    assert found.least == 5  # 8 × 184 ÷ 365 is 4.03
    assert (found.forecast, found.on_pace, found.will_meet) == (3, False, False)  # 2 × 184 ÷ 93 is 3.96
    assert found.expected == 5 * 93 / 184
