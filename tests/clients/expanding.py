"""Readers that show a repeating event as what it is to a subscriber: single dates, each with its own time and words.

Each takes a calendar file and gives rows as `shown` has them. `by_recurring` and `by_ical` do all of it themselves;
vobject and dateutil know rules and exceptions, and what is told apart (RECURRENCE-ID) is laid over them here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

from tests.clients.oracles import BEIJING, when
from tests.clients.shown import Row


def by_recurring(data: bytes) -> set[Row]:
    """recurring-ical-events."""
    calendar = icalendar.Calendar.from_ical(data)
    found = set()
    for part in recurring_ical_events.of(calendar).between(date(1949, 1, 1), date(2200, 1, 1)):
        start = part["DTSTART"].dt
        end = part["DTEND"].dt if "DTEND" in part else start
        original = part["RECURRENCE-ID"].dt if "RECURRENCE-ID" in part else start
        found.add((str(part["UID"]), when(original), when(start), when(end), str(part["STATUS"]), str(part["SUMMARY"])))
    return found


def by_ical(data: bytes) -> set[Row]:
    """ical: its timeline."""
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    return {
        (
            str(e.uid),
            _moment(e.recurrence_id) if e.recurrence_id else when(e.dtstart),
            when(e.dtstart),
            when(e.dtend or e.dtstart),
            str(e.status.value if e.status else ""),
            str(e.summary),
        )
        for e in calendar.timeline_tz(BEIJING)
    }


def _moment(text: str) -> str:
    """RECURRENCE-ID, which ical keeps as it is written, in the tests' own words."""
    if "T" not in text:
        return date.fromisoformat(text).isoformat()
    return datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=BEIJING).isoformat()


def by_vobject(data: bytes) -> set[Row]:
    """vobject: its set of dates of a series."""
    calendar: Any = vobject.readOne(data.decode())
    parts = calendar.contents.get("vevent", [])
    told_apart = {(p.uid.value, when(p.recurrence_id.value)): p for p in parts if hasattr(p, "recurrence_id")}
    found = set()
    for part in parts:
        if hasattr(part, "recurrence_id"):
            continue
        for start in _dates(part):
            own = told_apart.pop((part.uid.value, when(start)), None)
            found.add(_row(part, own, start))
    assert not told_apart, "what was told apart of a series belongs to none of its dates"
    return found


def _dates(part: Any) -> Iterator[date | datetime]:
    start = part.dtstart.value
    if not hasattr(part, "rrule"):
        yield start
        return
    for moment in part.getrruleset():
        yield moment if isinstance(start, datetime) else moment.date()


def _row(part: Any, own: Any, start: date | datetime) -> Row:
    length = (part.dtend.value if hasattr(part, "dtend") else part.dtstart.value) - part.dtstart.value
    if own is None:
        return part.uid.value, when(start), when(start), when(start + length), part.status.value, part.summary.value
    end = own.dtend.value if hasattr(own, "dtend") else own.dtstart.value
    return part.uid.value, when(start), when(own.dtstart.value), when(end), own.status.value, own.summary.value


EXPANDING = {"recurring-ical-events": by_recurring, "ical": by_ical, "vobject": by_vobject}
