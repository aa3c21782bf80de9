"""A calendar as the icalendar library reads it, reduced to plain values that can be held against ours.

This room knows icalendar and nothing of how feeds are written: it can be wrong, but not in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple


class Unreadable(Exception):
    """The library does not take the bytes for a calendar, or found a fault in them; the text is its own."""


class Reading(NamedTuple):
    """One VEVENT. Days are `2026-12-04`, moments `2026-12-04T09:00:00 Asia/Shanghai` or `… UTC`; empty where there is none.

    `rule` has the parts of RRULE in alphabetical order. A value that stands there more than once is joined by ` | `.
    """

    uid: str
    recurrence: str
    sequence: str
    status: str
    summary: str
    where: str
    description: str
    url: str
    start: str
    end: str
    rule: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


class Zone(NamedTuple):
    """A time zone that a calendar defines: its name and its offsets in seconds."""

    name: str
    offsets: tuple[float, ...]


def read(data: bytes) -> tuple[tuple[Reading, ...], tuple[Zone, ...]]:
    """The events of a calendar in its order, and the zones that it defines. Raises `Unreadable`."""
    from icalendar import Calendar  # noqa: PLC0415 - costs a tenth of a second; only a publication needs it

    try:
        calendar: Any = Calendar.from_ical(data)
        parts = calendar.walk()
        faults = [f"{name}: {words}" for part in parts for name, words in part.errors]
        events = tuple(_event(part) for part in parts if part.name == "VEVENT")
        zones = tuple(_zone(part) for part in parts if part.name == "VTIMEZONE")
    except Exception as error:  # what a library raises for bytes that are none of its kind is not ours to list
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    if calendar.name != "VCALENDAR" or faults:
        raise Unreadable(faults[0] if faults else f"{calendar.name}: VCALENDAR?")
    return events, zones


def _event(part: Any) -> Reading:
    return Reading(
        uid=_text(part, "UID"),
        recurrence=_moments(part, "RECURRENCE-ID"),
        sequence=_text(part, "SEQUENCE"),
        status=_text(part, "STATUS"),
        summary=_text(part, "SUMMARY"),
        where=_text(part, "LOCATION"),
        description=_text(part, "DESCRIPTION"),
        url=_text(part, "URL"),
        start=_moments(part, "DTSTART"),
        end=_moments(part, "DTEND"),
        rule=tuple(sorted(line for rule in _all(part, "RRULE") for line in _rule(rule))),
        left_out=_days(part, "EXDATE"),
        added=_days(part, "RDATE"),
    )


def _zone(part: Any) -> Zone:
    offsets = sorted({rule["TZOFFSETTO"].td.total_seconds() for rule in part.subcomponents})
    return Zone(_text(part, "TZID"), tuple(offsets))


def _all(part: Any, name: str) -> Sequence[Any]:
    found = part.get(name)
    if found is None:
        return ()
    return found if isinstance(found, list) else (found,)


def _text(part: Any, name: str) -> str:
    return " | ".join(str(value) for value in _all(part, name))


def _moments(part: Any, name: str) -> str:
    return " | ".join(_when(value.dt, value.params.get("TZID", "")) for value in _all(part, name))


def _days(part: Any, name: str) -> tuple[str, ...]:
    lists = _all(part, name)
    return tuple(sorted(_when(value.dt, found.params.get("TZID", "")) for found in lists for value in found.dts))


def _rule(rule: Any) -> list[str]:
    return [f"{name}={','.join(_part(value) for value in values)}" for name, values in rule.items()]


def _part(value: Any) -> str:
    return _when(value, "") if isinstance(value, date) else str(value)


def _when(value: date | datetime, zone: str) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    name = zone or ("UTC" if value.tzinfo is not None else "")
    return f"{value.replace(tzinfo=None).isoformat()} {name}".rstrip()
