"""Periods: years, quarters, months and whole campaigns, cut to the days of a campaign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.base.daywords import month_words
from generator.model import Every

ALL_TIME = "all"
"""The id of the period that holds every year."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included. `id` is 2025, 2025Q2, 2025-04, a campaign's id, or `all` for all time."""

    id: str
    name: str
    every: Every
    first: date
    last: date
    ended: bool


_MONTHS: dict[str, int] = {"year": 12, "quarter": 3, "month": 1}
_QUARTERS = "一二三四"


def period_id(every: Every, day: date) -> str:
    """The id of the year, quarter or month in which a day lies."""
    if every == "year":
        return f"{day.year:04d}"
    return f"{day.year:04d}Q{(day.month + 2) // 3}" if every == "quarter" else f"{day.year:04d}-{day.month:02d}"


def period_name(every: Every, day: date) -> str:
    """What people call the year, quarter or month in which a day lies."""
    if every == "year":
        return f"{day.year}年"
    if every == "quarter":
        return f"{day.year}年第{_QUARTERS[(day.month - 1) // 3]}季度"
    return month_words(day)


def _starts(every: Every, first: date) -> Iterator[date]:
    step = _MONTHS[every]
    month = first.year * 12 + (first.month - 1) // step * step
    while True:
        yield date(month // 12, month % 12 + 1, 1)
        month += step
        if month // 12 > date.max.year:
            return


def periods(every: Every, first: date, last: date, as_of: date, scope: str = "") -> tuple[Period, ...]:
    """The periods that touch first..last, cut to those days. `every` campaign gives one period, whose id is `scope`, or `all` where that is empty.

    None where `last` lies before `first`.
    """
    if last < first:
        return ()
    if every == "campaign":
        name = "整个专项" if scope else "有记录以来"
        return (Period(scope or ALL_TIME, name, every, first, last, last < as_of),)
    starts = []
    for start in _starts(every, first):
        if start > last:
            break
        starts.append(start)
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    return tuple(
        Period(period_id(every, start), period_name(every, start), every, max(start, first), end, end < as_of)
        for start, end in zip(starts, ends, strict=True)
    )
