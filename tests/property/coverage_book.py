"""The records of a county, as a person would leaf through them: who exists, what was held where. No SQL, nothing derived."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from generator.figures.indicators import Indicator
from generator.model import Occurrence, Validity, Village
from generator.periods import Period
from tests.property.coverage_county import OPENED, County

Days = tuple[date, date]


def common(*spans: tuple[date | None, date | None]) -> Days | None:
    """The days that all spans share, None where there is none; an open end is None. The first span is closed."""
    first = max(start for start, _ in spans if start)
    last = min(end for _, end in spans if end)
    return (first, last) if first <= last else None


def length(days: Days) -> int:
    """How many days, both ends included."""
    return (days[1] - days[0]).days + 1


def months(days: Days) -> int:
    """How many calendar months the days touch."""
    seen = {(d.year, d.month) for d in (days[0] + timedelta(days=n) for n in range(length(days)))}
    return len(seen)


class Member(NamedTuple):
    """A unit inside another, with the days of a period, up to the account's, on which it exists."""

    id: str
    days: Days


class Book:
    """A county and the day on which somebody reads it."""

    def __init__(self, county: County) -> None:
        self.library, self.as_of = county.library, county.as_of
        self.occurrences = sorted(county.occurrences, key=lambda o: (o.first_day, o.id))
        self.townships = {t.code: t for t in self.library.region.townships}
        self.villages = {v.id: v for t in self.library.region.townships for v in t.villages}
        self.sites = {s.id: s for s in self.library.sites}

    def units(self, per: str) -> list[str]:
        """Every unit of a level."""
        found = {"township": self.townships, "village": self.villages, "site": self.sites}
        return [self.library.region.code] if per == "region" else list(found[per])

    def exists(self, per: str, unit: str) -> Validity:
        """The days on which a unit exists; a site from its opening."""
        if per == "township":
            return self.townships[unit].validity
        if per == "village":
            return self.villages[unit].validity
        if per == "site":
            words = self.sites[unit].opened
            return Validity(OPENED[words] if words in OPENED else date.fromisoformat(words))
        return Validity()

    def counted(self, per: str, unit: str) -> bool:
        """Whether coverage counts a unit: villages as their township, sites that are open."""
        if per == "site":
            return self.sites[unit].status == "开放"
        return per == "region" or self.townships[self.home(per, unit)].counted

    def home(self, per: str, unit: str) -> str:
        """The township that a unit is or lies in, "" for the region."""
        if per == "village":
            return self.villages[unit].township
        return self.sites[unit].township if per == "site" else unit if per == "township" else ""

    def at(self, o: Occurrence, per: str, unit: str) -> bool:
        """Whether an occurrence is a unit's: it names the unit, which existed on its first day."""
        e = o.event
        named = {
            "region": True, "township": unit in e.townships, "village": e.village == unit, "site": e.site == unit
        }  # fmt: skip
        validity = self.exists(per, unit)
        return named[per] and common((o.first_day, o.first_day), (validity.start, validity.end)) is not None

    def held(self, o: Occurrence) -> bool:
        """Whether an occurrence was held, by the day of the account."""
        return o.status == "已办" and o.first_day <= self.as_of

    def over(self, per: str, unit: str, period: Period) -> bool:
        """Whether the period has ended, or the unit before it: no time is left."""
        end = self.exists(per, unit).end
        return period.last < self.as_of or (end is not None and end < self.as_of)

    def known(self, period: Period) -> Days:
        """The days of a period of which something is known: those so far, or all where none has come."""
        return self.begun(period) or (period.first, period.last)

    def begun(self, period: Period) -> Days | None:
        """The days of a period up to the account's, None where it has not begun."""
        return common((period.first, period.last), (None, self.as_of))

    def lives(self, per: str, unit: str, period: Period) -> Days | None:
        """The days of a period, up to the account's, on which a unit that is counted exists."""
        validity, begun = self.exists(per, unit), self.begun(period)
        return common(begun, (validity.start, validity.end)) if begun and self.counted(per, unit) else None

    def inside(self, what: str, per: str, unit: str, period: Period) -> list[Member]:
        """The units of a lower level (or the same) in the region or a township, that exist in a period."""
        there = [u for u in self.units(what) if per == "region" or self.home(what, u) == unit]
        return [Member(u, days) for u in there if (days := self.lives(what, u, period))]


class Ask:
    """One unit in one period and one campaign ("" for all): what a definition card speaks about."""

    def __init__(self, book: Book, indicator: Indicator, campaign: str, per: str, unit: str, period: Period) -> None:
        self.book, self.indicator, self.campaign = book, indicator, campaign
        self.per, self.unit, self.period = per, unit, period

    def of(self, per: str, unit: str) -> list[Occurrence]:
        """What is recorded for a unit in this campaign and period, by first day."""
        whole = self.period.every == "campaign"
        return [
            o for o in self.book.occurrences
            if self.campaign in ("", o.event.campaign) and self.book.at(o, per, unit)
            and (whole or self.period.first <= o.first_day <= self.period.last)
        ]  # fmt: skip

    @cached_property
    def recorded(self) -> list[Occurrence]:
        """Everything that is recorded here, whatever became of it."""
        return self.of(self.per, self.unit)

    @cached_property
    def held(self) -> list[Occurrence]:
        """What was held here."""
        return [o for o in self.recorded if self.book.held(o)]

    @cached_property
    def days(self) -> Days | None:
        """The days on which something could have happened here so far."""
        return self.book.lives(self.per, self.unit, self.period)

    @cached_property
    def begun(self) -> Days:
        """The days of the period so far, whether or not the unit exists; only of a period that has begun."""
        found = self.book.begun(self.period)
        assert found
        return found

    def members(self, what: str) -> list[Member]:
        """What lies in the unit and exists in the period."""
        return self.book.inside(what, self.per, self.unit, self.period)

    @cached_property
    def villages_now(self) -> list[Village]:
        """The villages that still exist on the last day of the period so far."""
        ends = {v: self.book.villages[v] for v, _ in self.members("village")}
        return [v for v in ends.values() if v.validity.end is None or v.validity.end >= self.begun[1]]
