"""Market days and lunar dates, from the table of the Chinese calendar (1901-2099).

A market is held on days of the month by their last digit: 逢三逢八 is 3, 8, 13, 18, 23 and 28; 逢十 is 10, 20 and 30, and a
month of 29 days has no third one; by the civil calendar 逢一 is held on the 31st too. Leap months have markets as any other.
A lunar date comes once in a lunar year, never in a leap month. 腊月三十 is New Year's Eve, on the 29th where the month
ends with it; any other 三十 is left out in a year whose month has no such day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from generator.almanac.lunar import Month, months, solar_of
from generator.model import Rule

FIRST, LAST = date(1901, 1, 1), date(2099, 12, 31)
"""The days of which the table of the lunar calendar speaks."""
_YEAR_EVE = ((12, 30), (12, -1))
_months = lru_cache(maxsize=256)(months)


def market_days(rule: Rule, start: date, last: date) -> Iterator[date]:
    """Market days from `start` to `last`, ascending; in the civil months `by_month` only, where it names any."""
    for length, first in _lunar_months(start, last) if rule.lunar else _civil_months(start, last):
        for number in range(1, length + 1):
            if number % 10 in rule.digits:
                day = first + timedelta(days=number - 1)
                if start <= day <= last and (not rule.by_month or day.month in rule.by_month):
                    yield day


def _lunar_months(start: date, last: date) -> Iterator[tuple[int, date]]:
    years: list[Month] = []
    for year in range(max(start.year, FIRST.year) - 1, min(last.year, LAST.year) + 1):
        years += _months(year)
    return (
        (length, first) for _, _, length, first in years if first <= last and first + timedelta(days=length) > start
    )


def _civil_months(start: date, last: date) -> Iterator[tuple[int, date]]:
    first = start.replace(day=1)
    while first <= last:
        following = (first + timedelta(days=31)).replace(day=1)
        yield (following - first).days, first
        first = following


def lunar_days(rule: Rule, start: date, last: date) -> Iterator[date]:
    """The lunar dates of a rule from `start` to `last`, ascending."""
    for year in range(start.year - 1, min(last.year, LAST.year) + 1):
        found = {day for month, number in rule.lunar_days if (day := _lunar_date(year, month, number)) is not None}
        yield from sorted(day for day in found if start <= day <= last)


def _lunar_date(year: int, month: int, number: int) -> date | None:
    return solar_of(year, month, -1 if (month, number) in _YEAR_EVE else number)
