"""Rules become days: market days, lunar dates, working days and the civil calendar, each by hand-counted examples."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from itertools import islice

import pytest

from generator.almanac.lunar import lunar_of, month_length
from generator.almanac.workdays import default_workdays
from generator.model import Repeat, Rule
from generator.schedule import MOST, days_of, first_days, rule_days
from tests.clients.makers import event

WORKDAYS = default_workdays()


def days(rule: Rule, start: date, most: int = 10) -> list[str]:
    return [str(day) for day in first_days(rule, start, WORKDAYS, most)]


def test_market_days_by_the_lunar_calendar_in_a_leap_month() -> None:
    """2025 has a leap sixth month; 逢三逢八 is held in it too."""
    rule = Rule(kind="market", digits=(3, 8), lunar=True)
    found = first_days(rule, date(2025, 7, 25), WORKDAYS, 6)
    lunar = [lunar_of(day) for day in found]
    assert [day.day for day in lunar if day] == [3, 8, 13, 18, 23, 28]
    assert all(day and day.leap and day.month == 6 for day in lunar)


def test_a_month_of_29_days_has_no_thirtieth_market() -> None:
    """逢十 is 初十, 二十 and 三十 where there is one."""
    rule = Rule(kind="market", digits=(0,), lunar=True)
    held = {(d.month, d.day) for day in first_days(rule, date(2026, 2, 17), WORKDAYS, 33) if (d := lunar_of(day))}
    lengths = {month: month_length(2026, month) for month in range(1, 12)}
    assert {29, 30} == set(lengths.values())
    for month, length in lengths.items():
        assert {day for m, day in held if m == month} == ({10, 20, 30} if length == 30 else {10, 20})


def test_market_days_by_the_civil_calendar() -> None:
    """公历逢一 is held on the 31st too; February ends earlier."""
    rule = Rule(kind="market", digits=(1, 0))
    assert days(rule, date(2027, 1, 29), 6) == [
        "2027-01-30",
        "2027-01-31",
        "2027-02-01",
        "2027-02-10",
        "2027-02-11",
        "2027-02-20",
    ]
    july = Rule(kind="market", digits=(5,), by_month=(7,))
    assert days(july, date(2026, 7, 10), 4) == ["2026-07-15", "2026-07-25", "2027-07-05", "2027-07-15"]


def test_lunar_dates_come_once_a_year() -> None:
    """中秋, 腊月廿三 and, in the year with a leap sixth month, only the ordinary one."""
    assert days(Rule(kind="lunar", lunar_days=((8, 15),)), date(2026, 1, 1), 3) == [
        "2026-09-25",
        "2027-09-15",
        "2028-10-03",
    ]
    assert days(Rule(kind="lunar", lunar_days=((12, 23),)), date(2026, 1, 1), 2) == ["2026-02-10", "2027-01-30"]
    assert days(Rule(kind="lunar", lunar_days=((6, 1),)), date(2025, 1, 1), 2) == ["2025-06-25", "2026-07-14"]


def test_new_years_eve_is_the_last_day_of_the_year_however_long_its_month() -> None:
    """腊月三十 and 除夕 are one; another 三十 is left out where its month has 29 days."""
    eve = [str(d) for d in first_days(Rule(kind="lunar", lunar_days=((12, -1),)), date(2024, 1, 1), WORKDAYS, 3)]
    assert eve == ["2024-02-09", "2025-01-28", "2026-02-16"]
    assert days(Rule(kind="lunar", lunar_days=((12, 30),)), date(2024, 1, 1), 3) == eve
    assert days(Rule(kind="lunar", lunar_days=((12, 30), (12, -1))), date(2024, 1, 1), 3) == eve
    first = {lunar_of(d) for d in first_days(Rule(kind="lunar", lunar_days=((2, 30),)), date(2026, 1, 1), WORKDAYS, 3)}
    assert {(d.month, d.day) for d in first if d} == {(2, 30)}


def test_working_days_count_make_up_days_and_leave_out_holidays() -> None:
    """国庆 2026: off from the 1st to the 7th, Saturday the 10th is worked."""
    found = days(Rule(kind="workdays"), date(2026, 9, 30), 4)
    assert found == ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]


def test_working_days_of_a_year_not_announced_are_monday_to_friday() -> None:
    assert days(Rule(kind="workdays"), date(2098, 1, 3), 3) == ["2098-01-03", "2098-01-06", "2098-01-07"]
    assert days(Rule(kind="workdays", by_month=(7,)), date(2098, 1, 3), 1) == ["2098-07-01"]


def test_weeks_are_counted_from_that_of_the_beginning() -> None:
    """隔周 from a Thursday: the Wednesday of that week is over, the next is not its turn."""
    rule = Rule(freq="WEEKLY", interval=2, by_day=((0, 2),))
    assert days(rule, date(2026, 11, 26), 3) == ["2026-12-09", "2026-12-23", "2027-01-06"]
    assert days(rule, date(2026, 12, 9), 3) == ["2026-12-09", "2026-12-23", "2027-01-06"]


def test_ends_are_included_and_counts_kept() -> None:
    weekly = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 16))
    assert days(weekly, date(2026, 12, 2)) == ["2026-12-02", "2026-12-09", "2026-12-16"]
    assert days(weekly, date(2026, 12, 17)) == []
    assert days(Rule(freq="MONTHLY", by_month_day=(31,), count=3), date(2026, 1, 1)) == [
        "2026-01-31",
        "2026-03-31",
        "2026-05-31",
    ]
    assert len(days(Rule(kind="market", digits=(1,), count=5), date(2026, 1, 1))) == 5


@pytest.mark.parametrize(
    "rule",
    [
        Rule(freq="YEARLY", by_month=(2,), by_month_day=(30,)),
        Rule(freq="DAILY", by_month=(2, 4), by_month_day=(31,)),
        Rule(freq="MONTHLY", by_month=(2,), by_month_day=(-30,)),
    ],
)
def test_days_that_never_come_are_not_looked_for(rule: Rule) -> None:
    """30 February is known to be none without walking through two centuries."""
    assert list(days_of(rule, date(2026, 1, 1), WORKDAYS)) == []


def test_no_rule_is_without_end() -> None:
    """Every kind stops at the end of 2199, the lunar ones in 2099."""
    start = date(2090, 1, 1)
    for rule in (
        Rule(freq="MONTHLY", by_month_day=(1,)),
        Rule(kind="market", digits=(5,)),
        Rule(kind="market", digits=(5,), lunar=True),
        Rule(kind="lunar", lunar_days=((1, 1),)),
        Rule(kind="workdays"),
    ):
        found = list(days_of(rule, start, WORKDAYS))
        assert found == sorted(set(found))
        assert date(2099, 1, 1) < found[-1] <= date(2199, 12, 31)


def test_rule_days_are_all_days_of_the_rule() -> None:
    """Days left out are among them, days added are not; an event that does not repeat has none."""
    repeat = Repeat(Rule(freq="DAILY", count=3), exceptions=(date(2026, 4, 16),), extra=(date(2026, 4, 20),))
    found = rule_days(event(repeat=repeat))
    assert found == tuple(date(2026, 4, 15) + timedelta(days=n) for n in range(3))
    assert rule_days(event()) == ()
    assert len(rule_days(event(repeat=Repeat(Rule(freq="DAILY"))))) == MOST


def test_dateutil_is_loaded_by_calendar_rules_alone() -> None:
    """A project of market days does not pay for its import."""
    code = (
        "import sys; from datetime import date; from generator.model import Rule; from generator.schedule import days_of;"
        "from generator.almanac.workdays import Workdays;"
        "next(days_of(Rule(kind='market', digits=(5,), lunar=True), date(2026, 1, 1), Workdays()));"
        "assert 'dateutil.rrule' not in sys.modules;"
        "next(days_of(Rule(freq='WEEKLY'), date(2026, 1, 1), Workdays())); assert 'dateutil.rrule' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_days_are_lazy() -> None:
    """The next five dates of an endless rule cost five dates."""
    endless = days_of(Rule(freq="DAILY"), date(2026, 1, 1), WORKDAYS)
    assert len(list(islice(endless, 5))) == 5
