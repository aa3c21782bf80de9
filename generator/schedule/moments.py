"""Days and moments side by side: what begins when, and in which order."""

from __future__ import annotations

from datetime import date, datetime, time

from generator.model import Event, Occurrence


def moment(when: date | datetime) -> datetime:
    """A day or a moment as a moment (local time): a day begins at midnight."""
    return when if isinstance(when, datetime) else datetime.combine(when, time.min)


def day_of(when: date | datetime) -> date:
    """The day of a day or a moment."""
    return when.date() if isinstance(when, datetime) else when


def order(occurrence: Occurrence) -> tuple[datetime, str]:
    """The sort key of occurrences; an all-day one begins at midnight."""
    return moment(occurrence.start), occurrence.id


def nominal(event: Event, day: date) -> tuple[date | datetime, date | datetime]:
    """Beginning and end of the occurrence that the rule puts on `day`, before any change: the event's hours and length."""
    if not isinstance(event.start, datetime):
        return day, day + (day_of(event.end) - event.start)
    start = datetime.combine(day, event.start.time())
    return start, start + (moment(event.end) - event.start)
