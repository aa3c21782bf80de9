"""Events become occurrences: the one place where "what is recorded" turns into "what happens when".

Invariant: an occurrence's id survives every edit of its event but a change of the event's own id.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from generator.model import Event, Library, Occurrence


def occurrences(library: Library) -> tuple[Occurrence, ...]:
    """Every occurrence of every event, by the moment it begins, then by id."""
    return tuple(sorted((o for event in library.events for o in _dates_of(event)), key=order))


def order(occurrence: Occurrence) -> tuple[datetime, str]:
    """The sort key of occurrences; an all-day one begins at midnight."""
    return moment(occurrence.start), occurrence.id


def moment(when: date | datetime) -> datetime:
    """A day or a moment as a moment (local time): a day begins at midnight."""
    return when if isinstance(when, datetime) else datetime.combine(when, time.min)


def _dates_of(event: Event) -> Iterator[Occurrence]:
    """The occurrences of one event. One that does not repeat happens once, under the event's own id."""
    yield Occurrence(event.id, event, event.start, event.end, event.status)
