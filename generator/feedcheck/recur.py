"""The days of a rule, within a budget: a rule of a stranger may have millions, or none for eight thousand years.

Written here, since libraries cannot be stopped while they look for a day that never comes.
"""

from __future__ import annotations

import math
from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product

from generator.feedcheck.rrule import Rule

_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 366}
"""Days of a period that are looked at."""
_EVERY = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
_LOOK = {"DAILY": 3000, "WEEKLY": 600, "MONTHLY": 500, "YEARLY": 100}
"""Periods to look at for the first day: what has none in eight years, or a hundred years, has none."""
_MOST_DAYS = 40_000
_MOST_TIMES = 50
_ONE = timedelta(days=1)
_months = lru_cache(maxsize=4096)(lambda year, month: monthrange(year, month)[1])


class Budget:
    """How many days of rules may still be looked at in one file; keeps the time linear in its size."""

    def __init__(self, days: int = 2_000_000) -> None:
        self.left = days

    def take(self, days: int) -> bool:
        """Spend; False where there is not enough."""
        if days > self.left:
            return False
        self.left -= days
        return True


def first(rule: Rule, start: datetime, until: datetime | None, budget: Budget) -> datetime | bool:
    """The first time of a rule at or after `start`; False where it has none; True where that is not known."""
    if not _simple(rule):
        return True
    for number, times in enumerate(_periods(rule, start)):
        if number >= _LOOK[rule.freq]:
            return False
        if not budget.take(_cost(rule)):
            return True
        if times:
            return times[0] if until is None or times[0] <= until else False
        if until is not None and number * rule.interval * _EVERY[rule.freq] > (until - start).days + 366:
            return False
    return False


def which(
    rule: Rule, start: datetime, until: datetime | None, wanted: set[datetime], budget: Budget
) -> set[datetime] | None:
    """Those of the wanted times that a rule gives; None where looking is too much. `until` is in the same clock."""
    later = [w for w in wanted if w >= start and (until is None or w <= until)]
    if not later:
        return set()
    last = max(later)
    if not _simple(rule):
        return None
    cost = (2 + (last - start).days // (_EVERY[rule.freq] * rule.interval)) * _cost(rule)
    if cost > _MOST_DAYS or not budget.take(cost):
        return None
    found: set[datetime] = set()
    given = 0
    for times in _periods(rule, start):
        for moment in times:
            given += 1
            if moment > last or (rule.count is not None and given > rule.count):
                return found
            if moment in wanted:
                found.add(moment)
        cost -= _cost(rule)
        if cost < 0:  # behind the last one wanted, in periods that have none
            return found
    return found


def _simple(rule: Rule) -> bool:
    """True where the rule goes by days and has few times a day."""
    times = math.prod(len(rule.lists.get(name, (0,))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return rule.freq in _DAYS and not rule.scale and times <= _MOST_TIMES


def _cost(rule: Rule) -> int:
    """Days of one period that are looked at: of a year only the months named."""
    if rule.freq != "YEARLY":
        return _DAYS[rule.freq]
    if "BYMONTH" in rule.lists:
        return 31 * len(rule.lists["BYMONTH"])
    return _DAYS["YEARLY"] if rule.days or "BYYEARDAY" in rule.lists or "BYWEEKNO" in rule.lists else 31


def _periods(rule: Rule, start: datetime) -> Iterator[list[datetime]]:
    """The times of each period in order, those before `start` left out. Ends with the calendar."""
    days = _Days(rule, start.date())
    clock = sorted(
        time(hour, minute, min(second, 59))
        for hour, minute, second in product(
            rule.lists.get("BYHOUR", (start.hour,)),
            rule.lists.get("BYMINUTE", (start.minute,)),
            rule.lists.get("BYSECOND", (start.second,)),
        )
    )
    places = rule.lists.get("BYSETPOS")
    for period in days.periods():
        times = [datetime.combine(day, at) for day in period if days.has(day) for at in clock]
        if places:
            times = sorted({times[p - 1 if p > 0 else p] for p in places if abs(p) <= len(times)})
        yield [t for t in times if t >= start]


class _Days:
    """Which days a rule has, period by period. What BY parts do not say is as on the first day."""

    def __init__(self, rule: Rule, start: date) -> None:
        self.rule = rule
        self.start = start
        lists = rule.lists
        self.months = frozenset(lists.get("BYMONTH", ()))
        self.month_days = frozenset(lists.get("BYMONTHDAY", ()))
        self.year_days = frozenset(lists.get("BYYEARDAY", ()))
        self.weeks = frozenset(lists.get("BYWEEKNO", ()))
        self.weekdays = frozenset(day for ordinal, day in rule.days if not ordinal)
        self.ordinals = frozenset((ordinal, day) for ordinal, day in rule.days if ordinal)
        self.by_month = rule.freq == "MONTHLY" or bool(self.months)
        if not (self.month_days or self.year_days or self.weeks or rule.days):
            if rule.freq == "YEARLY":
                self.months = self.months or frozenset((start.month,))
            if rule.freq in ("YEARLY", "MONTHLY"):
                self.month_days = frozenset((start.day,))
            elif rule.freq == "WEEKLY":
                self.weekdays = frozenset((start.weekday(),))

    def periods(self) -> Iterator[list[date]]:
        """The days of each period that may be the rule's."""
        start, step = self.start, self.rule.interval
        if self.rule.freq in ("DAILY", "WEEKLY"):
            size = _DAYS[self.rule.freq]
            first_day = start.toordinal() - ((start.weekday() - self.rule.week_start) % 7 if size == 7 else 0)
            for begin in range(first_day, date.max.toordinal(), size * step):
                yield [date.fromordinal(n) for n in range(max(begin, 1), min(begin + size, date.max.toordinal() + 1))]
        elif self.rule.freq == "MONTHLY":
            for number in range(start.year * 12 + start.month - 1, 10_000 * 12, step):
                yield _month(number // 12, number % 12 + 1)
        else:
            months = sorted(self.months) or range(1, 13)
            for year in range(start.year, 10_000, step):
                yield [day for month in months for day in _month(year, month)]

    def has(self, day: date) -> bool:
        """Whether every part of the rule allows a day of a period."""
        if self.months and day.month not in self.months:
            return False
        if self.month_days and not {day.day, day.day - _months(day.year, day.month) - 1} & self.month_days:
            return False
        if self.year_days:
            number = day.timetuple().tm_yday
            if not {number, number - _year(day.year) - 1} & self.year_days:
                return False
        if self.weeks and not self._in_weeks(day):
            return False
        weekday = day.weekday()
        if not self.rule.days and not self.weekdays:
            return True
        return weekday in self.weekdays or self._ordinal(day, weekday)

    def _ordinal(self, day: date, weekday: int) -> bool:
        if not self.ordinals:
            return False
        place, size = (
            (day.day, _months(day.year, day.month)) if self.by_month else (day.timetuple().tm_yday, _year(day.year))
        )
        return not {((place - 1) // 7 + 1, weekday), (-((size - place) // 7) - 1, weekday)}.isdisjoint(self.ordinals)

    def _in_weeks(self, day: date) -> bool:
        """Week 1 is the first with at least four days in the year; weeks begin on WKST."""
        begin = day.toordinal() - (day.weekday() - self.rule.week_start) % 7
        year = date.fromordinal(min(begin + 3, date.max.toordinal())).year
        number = (begin - _week_one(year, self.rule.week_start)) // 7 + 1
        total = (_week_one(year + 1, self.rule.week_start) - _week_one(year, self.rule.week_start)) // 7
        return bool({number, number - total - 1} & self.weeks)


def _week_one(year: int, week_start: int) -> int:
    """The first day of week 1 of a year, as an ordinal. The week with 4 January is the one."""
    fourth = date(min(year, 9999), 1, 4)
    shift = 366 if year > 9999 else 0
    return fourth.toordinal() + shift - (fourth.weekday() + shift - week_start) % 7


@lru_cache(maxsize=4096)
def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, _months(year, month) + 1)]


def _year(year: int) -> int:
    return 366 if isleap(year) else 365
