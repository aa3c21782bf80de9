"""The years and months of which the site has a page."""

from __future__ import annotations

from datetime import date, datetime

from generator import addresses
from generator.almanac.workdays import workdays_of
from generator.model import Event, Library
from generator.schedule.moments import moment
from generator.schedule.occurrences import extent


def years_of(library: Library, as_of: date) -> range:
    """The years of which the site gives an account: from the first event or campaign to the year of `as_of`."""
    starts = [_earliest(e).year for e in library.events] + [c.period.start.year for c in library.campaigns]
    return range(max(min([as_of.year, *starts]), as_of.year - 30), as_of.year + 1)


def _earliest(event: Event) -> date | datetime:
    """The earliest day or moment that an event names; its single dates may lie before its rule's first."""
    if event.repeat is None:
        return event.start
    changed = [change.start for change in event.repeat.changes if change.start is not None]
    return min((event.start, *changed, *event.repeat.extra), key=moment)


def months_of(library: Library, as_of: date) -> list[date]:
    """The months that have a page: from the first event to the last, this month among them."""
    days = [as_of]
    workdays = workdays_of(library.workdays)
    for event in library.events:
        days += extent(event, workdays)
    return list(addresses.months(min(days), max(days)))
