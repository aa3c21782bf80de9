"""Days in Chinese words: the only place that says how a day, a month or a span of days is written for people."""

from __future__ import annotations

from datetime import date, datetime

WEEKDAYS = "一二三四五六日"
"""From Monday on, as `date.weekday` counts."""


def weekday(day: date) -> str:
    """二: what follows 周 or 星期."""
    return WEEKDAYS[day.weekday()]


def month_words(day: date) -> str:
    """2025年4月."""
    return f"{day.year}年{day.month}月"


def day_words(day: date) -> str:
    """2025年4月15日."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date) -> str:
    """4月15日, where the year is plain."""
    return f"{day.month}月{day.day}日"


def day_after(day: date, other: date) -> str:
    """The same, with its year where that of the day said before is another."""
    return short_day(day) if day.year == other.year else day_words(day)


def long_day(day: date) -> str:
    """2025年4月15日 星期二."""
    return f"{day_words(day)} 星期{weekday(day)}"


def days_words(first: date, last: date) -> str:
    """2025年1月1日至12月31日; the year is said once where it is the same."""
    return day_words(first) if first == last else f"{day_words(first)}至{day_after(last, first)}"


def short_days(first: date, last: date) -> str:
    """12月4日, 12月1日至7日, 4月28日至5月4日."""
    if first == last:
        return short_day(first)
    return f"{short_day(first)}至" + (f"{last.day}日" if first.month == last.month else short_day(last))


def month_days(first: date, last: date) -> str:
    """12月4日, 12月1日至12月7日, with the month said both times."""
    return short_day(first) if first == last else f"{short_day(first)}至{short_day(last)}"


def span_words(start: date | datetime, end: date | datetime) -> str:
    """When something happens: days with their weekdays and hours, without repeating what is the same."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return long_day(start) + ("（全天）" if start == end else f" 至 {long_day(end)}")
    if start == end:
        return f"{long_day(start)} {start:%H:%M}"
    if start.date() == end.date():
        return f"{long_day(start)} {start:%H:%M}—{end:%H:%M}"
    return f"{long_day(start)} {start:%H:%M} 至 {long_day(end)} {end:%H:%M}"
