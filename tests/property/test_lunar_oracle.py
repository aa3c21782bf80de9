"""The lunar table against two libraries that know nothing of each other: one printed, one computed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from lunar_python import LunarYear, Solar
from lunardate import LunarDate

from generator.almanac.lunar import LunarDay, leap_month, lunar_of, month_length, months, solar_of

FIRST, LAST = date(1901, 1, 1), date(2099, 12, 31)
PRINTED_DIFFERS = {
    # first and last civil date on which the printed table differs from the computed months, and why
    (date(1933, 7, 22), date(1933, 8, 20)): "new moon on 23 July 0:03 Beijing time; the table takes the evening before",
    (
        date(1954, 11, 25),
        date(1954, 12, 24),
    ): "new moon on 25 November in the evening; the table begins 冬月 a day later",
    (
        date(1978, 9, 2),
        date(1978, 10, 1),
    ): "new moon on 3 September 0:09; 中秋 was on the 17th here, on the 16th in the table",
    (date(2057, 9, 28), date(2057, 10, 27)): "new moon on 29 September 0:00; the table takes the day before",
}


def days() -> list[date]:
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


@lru_cache(maxsize=1)
def computed() -> dict[date, LunarDay]:
    """Every civil date of the computed months: from Julian day numbers of new moons to days."""
    found = {}
    for year in range(1900, 2101):
        for month in LunarYear.fromYear(year).getMonthsInYear():
            first = date.fromordinal(int(month.getFirstJulianDay() + 0.5) - 1721425)
            for day in range(month.getDayCount()):
                found[first + timedelta(days=day)] = LunarDay(year, abs(month.getMonth()), day + 1, month.isLeap())
    return found


def test_every_day_is_that_of_the_computed_calendar() -> None:
    """No day of 1901-2099 differs from the astronomically computed calendar."""
    expected = computed()
    assert [d for d in days() if lunar_of(d) != expected[d]] == []


def test_the_computed_months_are_the_librarys_own_days() -> None:
    """The oracle's months, as this file unrolls them, give what the library says when asked for a day."""
    for day in days()[::97]:
        asked = Solar.fromYmd(day.year, day.month, day.day).getLunar()
        found = computed()[day]
        assert (found.year, -found.month if found.leap else found.month, found.day) == (
            asked.getYear(),
            asked.getMonth(),
            asked.getDay(),
        )


def test_every_day_is_that_of_the_printed_table_but_for_four_months() -> None:
    """The days that differ from the printed table are exactly those listed, each with its reason."""
    differing = []
    for day in days():
        printed = LunarDate.from_solar_date(day.year, day.month, day.day)
        if LunarDay(printed.year, printed.month, printed.day, bool(printed.is_leap_month)) != lunar_of(day):
            differing.append(day)
    listed = [d for d in days() if any(first <= d <= last for first, last in PRINTED_DIFFERS)]
    assert differing == listed


def test_the_way_back() -> None:
    """`solar_of` undoes `lunar_of` on every day, and day -1 is the day before the next month."""
    for day in days():
        lunar = lunar_of(day)
        assert lunar is not None
        assert solar_of(lunar.year, lunar.month, lunar.day, lunar.leap) == day
    for year in range(1901, 2099):
        for month, leap, length, first in months(year):
            assert solar_of(year, month, -1, leap) == first + timedelta(days=length - 1)
            assert solar_of(year, month, length + 1, leap) is None
            assert month_length(year, month, leap) == length
        assert leap_month(year) == LunarYear.fromYear(year).getLeapMonth()
