"""Rules as RRULE, only in shapes that every common calendar client reads alike."""

from __future__ import annotations

from generator.model import Rule

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ORDINALS = frozenset({1, 2, 3, 4, -1})
_EVERY_MONTH_HAS = range(1, 29)


def rrule_text(rule: Rule) -> str | None:
    """RRULE without UNTIL and COUNT where common calendar clients understand it, else None.

    Left out on purpose: the 29th to 31st and fifth weekdays (some clients move them), BYSETPOS, week numbers, days of the
    year, and rules limited to months.
    """
    if rule.kind != "calendar" or rule.by_set_pos or rule.by_week_no or rule.by_year_day:
        return None
    if rule.by_month and rule.freq != "YEARLY":
        return None
    days = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[rule.freq](rule)
    if days is None:
        return None
    interval = f";INTERVAL={rule.interval}" if rule.interval > 1 else ""
    # Which weeks count depends on the day on which a week begins; clients differ in what they take for granted.
    week_start = ";WKST=MO" if interval and rule.freq == "WEEKLY" else ""
    return f"FREQ={rule.freq}{interval}{days}{week_start}"


def _daily(rule: Rule) -> str | None:
    return None if rule.by_day or rule.by_month_day else ""


def _weekly(rule: Rule) -> str | None:
    if not rule.by_day or rule.by_month_day or any(ordinal for ordinal, _ in rule.by_day):
        return None
    if rule.week_start and rule.interval > 1:
        return None
    return f";BYDAY={','.join(_WEEKDAYS[day] for _, day in rule.by_day)}"


def _one_ordinal(rule: Rule) -> str | None:
    if rule.by_month_day or len(rule.by_day) != 1 or rule.by_day[0][0] not in _ORDINALS:
        return None
    ordinal, day = rule.by_day[0]
    return f";BYDAY={ordinal}{_WEEKDAYS[day]}"


def _monthly(rule: Rule) -> str | None:
    if rule.by_day:
        return _one_ordinal(rule)
    if not rule.by_month_day or any(day not in _EVERY_MONTH_HAS for day in rule.by_month_day):
        return None
    return f";BYMONTHDAY={','.join(map(str, rule.by_month_day))}"


def _yearly(rule: Rule) -> str | None:
    if len(rule.by_month) != 1:
        return None
    month = f";BYMONTH={rule.by_month[0]}"
    if rule.by_day:
        days = _one_ordinal(rule)
        return None if days is None else month + days
    if len(rule.by_month_day) != 1:
        return None
    day = rule.by_month_day[0]
    longest = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[rule.by_month[0] - 1]
    return f"{month};BYMONTHDAY={day}" if 1 <= day <= longest else None
