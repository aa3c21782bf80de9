"""Working days and days off by the State Council's yearly arrangement, make-up working days included.

Invariant: of a year whose arrangement is not known nothing is said: every answer is None, never a guess.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from generator.base.resources import data_file
from generator.model import DayOff

Kind = Literal["工作日", "休息日", "节假日", "调休上班"]
LONGEST_REST = 31
"""No run of days off is longer; a search for a working day ends there."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """The arrangement of some years: `rows` by day, and the years that count as announced."""

    rows: dict[date, DayOff] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def announced(self, year: int) -> bool:
        """True where the year's arrangement is known."""
        return year in self.years

    def kind(self, day: date) -> Kind | None:
        """What kind of day it is; None where its year has not been announced.

        A row counts also in a year not announced: next year's arrangement names the end of this December.
        """
        row = self.rows.get(day)
        if row is not None:
            return "节假日" if row.off else "调休上班"
        if day.year not in self.years:
            return None
        return "休息日" if day.weekday() >= 5 else "工作日"

    def holiday_name(self, day: date) -> str:
        """The holiday that a day off belongs to (春节); empty for any other day, make-up working days too."""
        row = self.rows.get(day)
        return row.name if row is not None and row.off else ""

    def is_off(self, day: date) -> bool | None:
        """True on holidays and weekends without make-up work; None where unknown."""
        kind = self.kind(day)
        return None if kind is None else kind in ("节假日", "休息日")

    def next_workday(self, day: date) -> date | None:
        """The first working day on or after `day`; None where an unknown day comes first."""
        for offset in range(LONGEST_REST):
            found = day + timedelta(days=offset)
            off = self.is_off(found)
            if off is None:
                return None
            if not off:
                return found
        return None

    def with_region(self, rows: Iterable[DayOff]) -> Workdays:
        """The same with a region's rows put over it; a year in which a row gives a day off in it counts as announced."""
        added = {row.day: row for row in rows}
        return Workdays(self.rows | added, self.years | _years(added.values()))


def _years(rows: Iterable[DayOff]) -> frozenset[int]:
    """The years that rows are the arrangement of: those with 1 October off, as every year has."""
    return frozenset(row.day.year for row in rows if row.off and (row.day.month, row.day.day) == (10, 1))


@lru_cache(maxsize=1)
def shipped() -> tuple[DayOff, ...]:
    """The rows of `generator/data/holidays.csv`, by day."""
    with data_file("holidays.csv").open(encoding="utf-8", newline="") as stream:
        found = [
            DayOff(date.fromisoformat(row["date"]), row["name"], row["kind"] == "休") for row in csv.DictReader(stream)
        ]
    return tuple(sorted(found, key=lambda row: row.day))


@lru_cache(maxsize=1)
def default_workdays() -> Workdays:
    """The arrangement that ships with the engine."""
    return Workdays().with_region(shipped())


@lru_cache(maxsize=8)
def workdays_of(rows: tuple[DayOff, ...]) -> Workdays:
    """The shipped arrangement with a region's rows (`Library.workdays`) put over it."""
    return default_workdays().with_region(rows)
