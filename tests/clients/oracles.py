"""Independent readers of iCalendar, each reduced to the same question: which events, when, in what state?

The answer is a set of (UID, start, end, status, title) with days as `2026-04-15` and moments in +08:00.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

Found = set[tuple[str, str, str, str, str]]
BEIJING = timezone(timedelta(hours=8))


def when(value: Any) -> str:
    """A day or a moment in the tests' own words; a moment without zone would raise here."""
    if isinstance(value, datetime):
        assert value.utcoffset() is not None, "a moment without zone"
        return value.astimezone(BEIJING).isoformat()
    assert isinstance(value, date)
    return value.isoformat()


def by_icalendar(data: bytes) -> Found:
    """icalendar, strict: a component with a fault it noticed does not pass."""
    calendar: Any = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    found = set()
    for part in calendar.walk("VEVENT"):
        assert not part.errors
        end = part["DTEND"].dt if "DTEND" in part else part["DTSTART"].dt
        found.add((str(part["UID"]), when(part["DTSTART"].dt), when(end), str(part["STATUS"]), str(part["SUMMARY"])))
    return found


def by_ical(data: bytes) -> Found:
    """ical, which checks types and time zones as it reads."""
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    return {
        (e.uid, when(e.dtstart), when(e.dtend or e.dtstart), str(e.status.value if e.status else ""), str(e.summary))
        for e in calendar.events
    }


def by_vobject(data: bytes) -> Found:
    """vobject, an old and widely used reader."""
    calendar: Any = vobject.readOne(data.decode())
    found = set()
    for part in calendar.contents.get("vevent", []):
        end = part.dtend.value if hasattr(part, "dtend") else part.dtstart.value
        found.add((part.uid.value, when(part.dtstart.value), when(end), part.status.value, part.summary.value))
    return found


def by_recurring(data: bytes) -> Found:
    """recurring-ical-events: what a calendar shows from 1949 to 2199."""
    calendar = icalendar.Calendar.from_ical(data)
    found = set()
    for part in recurring_ical_events.of(calendar).between(date(1949, 1, 1), date(2200, 1, 1)):
        end = part["DTEND"].dt if "DTEND" in part else part["DTSTART"].dt
        found.add((str(part["UID"]), when(part["DTSTART"].dt), when(end), str(part["STATUS"]), str(part["SUMMARY"])))
    return found


READERS = {
    "icalendar": by_icalendar,
    "ical": by_ical,
    "vobject": by_vobject,
    "recurring-ical-events": by_recurring,
}
