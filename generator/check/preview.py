"""Dates in words, as messages about repeating events show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import dropwhile, islice

from generator.base.daywords import weekday

_SHOWN = 5


def dated(day: date) -> str:
    """2026-12-02（星期三）."""
    return f"{day}（星期{weekday(day)}）"


def listed(days: Iterable[date]) -> str:
    """Dates with 、 between them."""
    return "、".join(dated(day) for day in days)


def preview(days: Iterable[date], as_of: date) -> str:
    """The next five of ascending days as a sentence; the last five where all are over, nothing where there are none."""
    past: list[date] = []

    def remember(day: date) -> bool:
        past.append(day)
        return day < as_of

    coming = list(islice(dropwhile(remember, days), _SHOWN))
    if coming:
        return f"照现在的写法，接下来的日子是 {listed(coming)}。"
    return f"照现在的写法，最后的日子是 {listed(past[-_SHOWN:])}。" if past else ""


def nearest_days(day: date, days: Iterable[date], most: int = 2) -> list[date]:
    """The `most` days nearest to one that is not among them, ascending."""
    return sorted(sorted(days, key=lambda d: (abs((d - day).days), d))[:most])
