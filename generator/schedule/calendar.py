"""Rules of the civil calendar: days of weeks, months and years in RFC 5545's terms."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from generator.model import Rule

if TYPE_CHECKING:
    from dateutil.rrule import rrule

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def calendar_days(rule: Rule, start: date, last: date) -> Iterator[date]:
    """The days of a rule from `start` to `last`, ascending. Weeks, months and years are counted from that of `start`."""
    if _never(rule):
        return
    if rule.freq == "DAILY":
        yield from _daily(rule, start, last)
        return
    for found in _rrule(rule, start, last):
        yield found.date()


def _daily(rule: Rule, start: date, last: date) -> Iterator[date]:
    """Every so many days, where they meet what the rule asks of them. dateutil would look for one to the year 9999."""
    weekdays = {weekday for _, weekday in rule.by_day}
    for offset in range(0, (last - start).days + 1, rule.interval):
        day = start + timedelta(days=offset)
        if (rule.by_month and day.month not in rule.by_month) or (weekdays and day.weekday() not in weekdays):
            continue
        if rule.by_month_day and not {day.day, day.day - monthrange(day.year, day.month)[1] - 1} & set(
            rule.by_month_day
        ):
            continue
        yield day


def _rrule(rule: Rule, start: date, last: date) -> rrule:
    from dateutil import rrule as du  # noqa: PLC0415 - only a project with such a rule pays for it

    midnight = time.min
    weekdays: Any = [du.weekday(day, ordinal or None) for ordinal, day in rule.by_day]
    return du.rrule(
        getattr(du, rule.freq),
        dtstart=datetime.combine(start, midnight),
        interval=rule.interval,
        wkst=rule.week_start,
        until=datetime.combine(last, midnight),
        bysetpos=rule.by_set_pos or None,
        bymonth=rule.by_month or None,
        bymonthday=rule.by_month_day or None,
        byyearday=rule.by_year_day or None,
        byweekno=rule.by_week_no or None,
        byweekday=weekdays or None,
    )


def _never(rule: Rule) -> bool:
    """True where the rule names only days such as 30 February: to look for them would take all of two centuries."""
    if not rule.by_month or not rule.by_month_day:
        return False
    return all(abs(day) > _LONGEST[month - 1] for month in rule.by_month for day in rule.by_month_day)
