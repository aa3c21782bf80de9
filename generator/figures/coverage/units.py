"""The units of coverage: who is counted, since when, and how many villages or townships there are to reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.figures.indicators import Denominator
from generator.figures.opendata.tables import Tables, Value
from generator.model import Per, Validity
from generator.periods import Period

Days = tuple[date, date]
"""The first and the last day, both included."""

_ALWAYS = Validity()


def days_so_far(period: Period, as_of: date) -> Days:
    """The days of a period of which anything can be known: up to the account's while it runs, all of one still to come."""
    return period.first, min(period.last, as_of) if period.first <= as_of else period.last


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of one level. `township` is the code of the township that it is or lies in, "" for the region."""

    id: str
    township: str
    counted: bool = True
    validity: Validity = _ALWAYS
    group: str = ""

    def applies(self, days: Days) -> bool:
        """True where the unit is counted and exists on at least one of the days."""
        return self.counted and (self.validity is _ALWAYS or self.validity.covers(*days))

    def over(self, period: Period, as_of: date) -> bool:
        """True where nothing more can happen: the period has ended, or the unit before it."""
        return period.ended or (self.validity.end is not None and self.validity.end < as_of)

    def days_in(self, period: Period) -> Days:
        """The first and the last day of the period on which the unit exists (it applies to the period)."""
        return max(period.first, self.validity.start or period.first), min(
            period.last, self.validity.end or period.last
        )


@dataclass(frozen=True, slots=True)
class Units:
    """Every unit by level, in the order of the tables."""

    levels: Mapping[Per, tuple[Unit, ...]]
    _by_township: Mapping[str, tuple[Unit, ...]]

    def number_of(self, what: Denominator, within: Unit, per: Per, days: Days) -> int | None:
        """How many townships or villages of a unit count on some of the days; None where the indicator has no denominator."""
        if what == "":
            return None
        if what == "townships":
            return sum(u.applies(days) for u in self.levels["township"])
        inside = self.levels["village"] if per == "region" else self._by_township.get(within.id, ())
        return sum(u.applies(days) for u in inside)

    def townships_of(self, region: Unit) -> Sequence[Unit]:
        """Every township of a region; none where they cannot all be known."""
        del region  # there is one
        return self.levels["township"]


def _day(value: Value) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _validity(first: Value, last: Value = None) -> Validity:
    return Validity(_day(first), _day(last)) if first or last else _ALWAYS


def units_of(tables: Tables) -> Units:
    """The units that the tables name."""
    townships = tuple(
        Unit(str(code), str(code), bool(counted), _validity(first, last), str(group))
        for code, counted, first, last, group in tables.townships.select(
            ("code", "counted", "valid_from", "valid_to", "group")
        )
    )
    groups = {u.id: u.group for u in townships}
    villages = tuple(
        Unit(str(i), str(township), bool(counted), _validity(first, last), groups.get(str(township), ""))
        for i, township, counted, first, last in tables.villages.select(
            ("id", "township", "counted", "valid_from", "valid_to")
        )
    )
    sites = tuple(
        Unit(str(i), str(township), bool(counted), _validity(first), groups.get(str(township), ""))
        for i, township, counted, first in tables.sites.select(("id", "township", "counted", "valid_from"))
    )
    inside: dict[str, list[Unit]] = {}
    for village in villages:
        inside.setdefault(village.township, []).append(village)
    levels: dict[Per, tuple[Unit, ...]] = {
        "region": (Unit(tables.region_code(), ""),), "township": townships, "village": villages, "site": sites
    }  # fmt: skip
    return Units(levels, {code: tuple(found) for code, found in inside.items()})
