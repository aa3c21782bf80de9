"""One calendar of a feed as the rules see it: its zones and its events with their times read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from generator.feedcheck.finding import Sink, short
from generator.feedcheck.grammar import WORDS
from generator.feedcheck.source import Source
from generator.feedcheck.tree import Component, Property
from generator.feedcheck.values import Moment, Wrong, moment, period

_ONE = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED")
_MANY = ("EXDATE", "RDATE")
_TYPES = ("", "DATE", "DATE-TIME")


@dataclass(frozen=True, slots=True)
class Dated:
    """One moment of a property, and where its text begins in the content line."""

    prop: Property
    offset: int
    text: str
    moment: Moment


@dataclass(slots=True)
class Event:
    """A VEVENT, or another component that has a time of its own. `times` holds what could be read, by property name."""

    component: Component
    times: dict[str, list[Dated]] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """What kind of thing it is, in Chinese."""
        return WORDS[self.component.name]

    @property
    def uid(self) -> str:
        """The UID as written, empty where there is none."""
        return self.component.text("UID").strip()

    def time(self, name: str) -> Moment | None:
        """The first moment of a property."""
        found = self.times.get(name)
        return found[0].moment if found else None

    @property
    def start(self) -> Moment | None:
        """When it begins."""
        return self.time("DTSTART")

    @property
    def override(self) -> str:
        """The RECURRENCE-ID as written, empty for an event that is none's exception."""
        return self.component.text("RECURRENCE-ID").strip()


@dataclass(frozen=True, slots=True)
class Feed:
    """A VCALENDAR with what the rules need besides: the newest moment that is not in the future, the file's name."""

    source: Source
    calendar: Component
    events: tuple[Event, ...]
    now: datetime
    """In UTC."""
    name: str
    """The last part of the file's path or address."""
    others: tuple[Event, ...] = ()
    """VTODO, VJOURNAL and VFREEBUSY."""

    @property
    def dated(self) -> tuple[Event, ...]:
        """Everything that has a time of its own."""
        return (*self.events, *self.others)

    @property
    def zones(self) -> list[Component]:
        """The VTIMEZONEs."""
        return self.calendar.of("VTIMEZONE")


def read_event(component: Component, sink: Sink) -> Event:
    """An event with its times. Reports F309 for a value that is none."""
    event = Event(component)
    for name in _ONE:
        for prop in component.all(name):
            _read(event, prop, 0, prop.value, sink)
    for name in _MANY:
        for prop in component.all(name):
            for offset, text in _parts(prop.value):
                _read(event, prop, offset, text, sink)
    return event


def _parts(value: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for part in value.split(","):
        yield offset, part
        offset += len(part) + 1


def _read(event: Event, prop: Property, offset: int, text: str, sink: Sink) -> None:
    value = prop.param("VALUE").upper()
    read: Moment | Wrong
    if value == "PERIOD" and prop.name == "RDATE":
        read = period(text, prop.param("TZID"))
    elif value in _TYPES:
        read = moment(text, prop.param("TZID"), value)
    else:
        read = Wrong(f"不能写 VALUE={short(value)}")
    if isinstance(read, Wrong):
        sink.at("F309", prop.number, f"{prop.name} {read.message}", offset=prop.at + offset, length=max(1, len(text)))
    else:
        event.times.setdefault(prop.name, []).append(Dated(prop, prop.at + offset, text, read))
