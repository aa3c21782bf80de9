"""Occurrences: each event's dates with what is written of single ones laid over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from generator.almanac.workdays import Workdays, default_workdays, workdays_of
from generator.model import Change, Event, Library, Occurrence, Repeat, Status
from generator.schedule.holidays import placed
from generator.schedule.moments import day_of, moment, nominal, order
from generator.schedule.rules import rule_days

_WORDS = ("title", "place", "site", "speakers", "summary", "note", "result", "status")
"""The fields of an event that one of its occurrences can have otherwise."""


def occurrences(library: Library) -> tuple[Occurrence, ...]:
    """Every occurrence of every event, by the moment it begins, then by id."""
    repeating = any(event.repeat for event in library.events)
    workdays = workdays_of(library.workdays) if repeating else Workdays()
    return tuple(sorted((o for event in library.events for o in occurrences_of(event, workdays)), key=order))


def occurrences_of(event: Event, workdays: Workdays | None = None) -> Iterable[Occurrence]:
    """The occurrences of one event, by the day its rule gave them; one that does not repeat has its event's own id.

    An unchanged occurrence holds the very event that was given. Without `workdays`, the shipped arrangement counts.
    """
    if event.repeat is None:
        return (Occurrence(event.id, event, event.start, event.end, event.status),)
    return _repeated(event, event.repeat, workdays or default_workdays())


def extent(event: Event, workdays: Workdays | None = None) -> tuple[date, date]:
    """The first and the last day on which anything of an event happens."""
    if event.repeat is None:  # thousands of them are asked in every build
        return day_of(event.start), day_of(event.end)
    happening = list(occurrences_of(event, workdays)) or [
        Occurrence(event.id, event, event.start, event.end, event.status)
    ]
    return min(o.first_day for o in happening), max(o.last_day for o in happening)


def _repeated(event: Event, repeat: Repeat, workdays: Workdays) -> Iterator[Occurrence]:
    left_out = set(repeat.exceptions)
    changes = {change.day: change for change in repeat.changes}
    days = [day for day in rule_days(event, workdays) if day not in left_out]
    moved = {day_of(change.start) for change in repeat.changes if change.start is not None}
    days_with_place = {day for day, change in changes.items() if change.start is not None}
    kept = [day for day in days if day not in days_with_place]
    plain = placed(repeat, kept, changes, {*repeat.extra, *moved}, workdays)
    extra = [(day, day) for day in repeat.extra]
    given = [(day, day) for day in days if day in days_with_place]
    for original, day in sorted((*plain, *given, *(pair for pair in extra if pair[0] not in left_out))):
        yield _one(event, repeat, original, day, changes.get(original))


def _one(event: Event, repeat: Repeat, original: date, day: date, change: Change | None) -> Occurrence:
    identifier = f"{event.id}@{original}"
    start, end = nominal(event, day)
    if change is None:
        return Occurrence(identifier, event, start, end, _status(event, repeat, day), original)
    if change.start is not None:
        length = moment(end) - moment(start)
        start = change.start
        end = start + length
    if change.end is not None:
        end = change.end if change.start is not None else change.end + (day - original)
    status = change.status or _status(event, repeat, day_of(start))
    return Occurrence(identifier, _changed(event, change), start, end, status, original)


def _status(event: Event, repeat: Repeat, day: date) -> Status:
    return "已办" if repeat.held_until is not None and day <= repeat.held_until else event.status


def _changed(event: Event, change: Change) -> Event:
    """The event as it is for one occurrence: the same object where no word of it differs."""
    words: dict[str, Any] = {
        key: value for key in _WORDS if (value := getattr(change, key)) is not None and value != getattr(event, key)
    }
    return replace(event, **words) if words else event
