"""Rules become days: every kind of rule from one door, and never without end.

Invariant: days ascend without repeats, none lies before the day the event begins or after 2199.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice

from generator.almanac.workdays import Workdays, default_workdays
from generator.model import Event, Rule
from generator.schedule.calendar import calendar_days
from generator.schedule.folk import lunar_days, market_days

MOST = 2000
"""Occurrences of one event: a daily one of more than five years is written in parts."""
_LAST = date(2199, 12, 31)


def days_of(rule: Rule, start: date, workdays: Workdays) -> Iterator[date]:
    """The days of a rule on and after `start`; a rule without an end goes on to 2199, one day after the other."""
    last = min(rule.until or _LAST, _LAST)
    if last < start:
        return iter(())
    if rule.kind == "calendar":
        found = calendar_days(rule, start, last)
    elif rule.kind == "market":
        found = market_days(rule, start, last)
    elif rule.kind == "lunar":
        found = lunar_days(rule, start, last)
    else:
        found = _working_days(rule, start, last, workdays)
    return islice(found, rule.count)


def _working_days(rule: Rule, start: date, last: date, workdays: Workdays) -> Iterator[date]:
    """Official working days; in a year that has not been announced, Monday to Friday."""
    for offset in range((last - start).days + 1):
        day = start + timedelta(days=offset)
        off = workdays.is_off(day)
        if not (day.weekday() >= 5 if off is None else off) and (not rule.by_month or day.month in rule.by_month):
            yield day


def first_days(rule: Rule, start: date, workdays: Workdays, most: int = MOST + 1) -> tuple[date, ...]:
    """The first `most` days of a rule: by default one more than an event may have."""
    if rule.kind == "workdays":  # its days depend on more than the rule
        return tuple(islice(days_of(rule, start, workdays), most))
    return _first_days(rule, start, most)


@lru_cache(maxsize=4096)
def _first_days(rule: Rule, start: date, most: int) -> tuple[date, ...]:
    return tuple(
        islice(days_of(rule, start, Workdays()), most)
    )  # asked twice in a build: by the check and for the pages


def rule_days(event: Event, workdays: Workdays | None = None) -> tuple[date, ...]:
    """Every day that the rule of a repeating event gives, ascending: exceptions included, extra days not, nothing shifted.

    Not more than `MOST`, which a checked event never has. Without `workdays`, the arrangement that ships counts.
    """
    if event.repeat is None:
        return ()
    start = event.start.date() if isinstance(event.start, datetime) else event.start
    return first_days(event.repeat.rule, start, workdays or default_workdays(), MOST)
