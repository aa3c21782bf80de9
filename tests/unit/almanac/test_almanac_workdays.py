"""Working days and days off; the shipped table itself is held against two libraries in tests/property."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generator.almanac.workdays import Workdays, default_workdays, shipped, workdays_of
from generator.model import DayOff

OCTOBER = tuple(DayOff(date(2027, 10, day), "国庆节", off=True) for day in range(1, 8))


@pytest.mark.parametrize(
    ("day", "kind", "name", "off"),
    [
        (date(2026, 10, 1), "节假日", "国庆节", True),
        (date(2026, 10, 10), "调休上班", "", False),
        (date(2026, 10, 17), "休息日", "", True),
        (date(2026, 10, 19), "工作日", "", False),
        (date(2023, 12, 31), "节假日", "元旦", True),
        (date(2005, 12, 31), "调休上班", "", False),
        (date(2027, 1, 1), None, "", None),
        (date(2027, 6, 15), None, "", None),
        (date(2003, 12, 31), None, "", None),
    ],
)
def test_the_kind_of_a_day(day: date, kind: str | None, name: str, off: bool | None) -> None:
    """Holidays, weekends, make-up days and plain days; of a year that is not announced nothing is said."""
    workdays = default_workdays()
    assert workdays.kind(day) == kind
    assert workdays.holiday_name(day) == name
    assert workdays.is_off(day) is off


def test_the_next_working_day() -> None:
    """On or after the day, over holidays and weekends; None where an unknown day comes first."""
    workdays = default_workdays()
    assert workdays.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert workdays.next_workday(date(2026, 10, 8)) == date(2026, 10, 8)
    assert workdays.next_workday(date(2026, 9, 19)) == date(2026, 9, 20)  # a Sunday on which people work
    assert workdays.next_workday(date(2027, 1, 1)) is None
    assert Workdays().next_workday(date(2026, 10, 8)) is None


def test_a_regions_rows_go_over_the_shipped_ones() -> None:
    """A new year becomes known, a day of a known year changes, and nothing else does."""
    local = DayOff(date(2026, 11, 27), "云溪节", off=True)
    early = DayOff(date(2026, 12, 31), "元旦", off=True)
    workdays = workdays_of((*OCTOBER, local, early))
    assert workdays.announced(2027)
    assert workdays.kind(date(2027, 10, 1)) == "节假日"
    assert workdays.kind(date(2027, 10, 8)) == "工作日"
    assert workdays.holiday_name(date(2026, 11, 27)) == "云溪节"
    assert workdays.is_off(date(2026, 12, 31)) is True
    assert workdays.kind(date(2026, 10, 10)) == "调休上班"
    assert not default_workdays().announced(2027)


def test_a_row_of_an_unknown_year_announces_no_year() -> None:
    """One day of next year, told early, says nothing of the others."""
    workdays = workdays_of((DayOff(date(2027, 1, 1), "元旦", off=True),))
    assert not workdays.announced(2027)
    assert workdays.is_off(date(2027, 1, 1)) is True
    assert workdays.is_off(date(2027, 1, 2)) is None
    assert workdays.next_workday(date(2027, 1, 1)) is None


def test_the_shipped_years() -> None:
    """2004 to 2026 without a gap, rows in order, no day twice, make-up days only on weekends."""
    assert [year for year in range(1990, 2040) if default_workdays().announced(year)] == list(range(2004, 2027))
    days = [row.day for row in shipped()]
    assert days == sorted(set(days))
    assert all(row.name for row in shipped())
    assert all(row.day.weekday() >= 5 for row in shipped() if not row.off)
    assert max(days) - min(days) > timedelta(days=8000)
