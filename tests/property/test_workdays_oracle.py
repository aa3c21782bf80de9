"""The shipped arrangement of days off against two libraries, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
from hypothesis import given
from hypothesis import strategies as st

from generator.almanac.workdays import default_workdays, shipped

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
LEFT_OUT = {
    date(
        2005, 12, 31
    ): "three days off from Sunday 1 January 2006 with one of them by law need this Saturday as make-up; "
    "chinese_calendar takes it for a plain Saturday",
}


def test_every_day_is_that_of_chinese_calendar() -> None:
    """No day of 2004-2026 differs in whether people work, but the one listed."""
    workdays = default_workdays()
    differing = [d for d in DAYS if workdays.is_off(d) is not chinese_calendar.is_holiday(d)]
    assert differing == list(LEFT_OUT)


def test_every_day_is_that_of_holidays() -> None:
    """No day of 2004-2026 differs in whether people work."""
    china = holidays.country_holidays("CN", years=range(2003, 2028))
    workdays = default_workdays()
    assert [d for d in DAYS if workdays.is_off(d) is china.is_working_day(d)] == []


def test_names_are_those_of_chinese_calendar() -> None:
    """Each day off belongs to the holiday the library names, but where 中秋节 falls into the national holiday's week."""
    own = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
    for row in shipped():
        if row.off:
            name = chinese_calendar.Holiday(chinese_calendar.get_holiday_detail(row.day)[1]).chinese
            name = "抗战胜利70周年纪念日" if "70周年" in name else own.get(name, name)
            assert row.name == name or (name == "国庆节" and "中秋节" in row.name), row


@given(st.dates(FIRST, date(2026, 12, 1)))
def test_next_workday_is_the_first_that_is_not_off(day: date) -> None:
    """Every day between is off, and the one found is not."""
    workdays = default_workdays()
    found = workdays.next_workday(day)
    assert found is not None
    assert workdays.is_off(found) is False
    assert all(workdays.is_off(day + timedelta(days=n)) for n in range((found - day).days))
