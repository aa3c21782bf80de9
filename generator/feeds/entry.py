"""What a subscriber's calendar holds of us: entries, each with an id for good and, once published, a number.

Invariant: an entry's digest covers everything a subscriber sees and nothing else, so it can be computed again from a
published feed; its number (SEQUENCE, LAST-MODIFIED) is written apart from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import NamedTuple

from generator.feeds.ics import time_value
from generator.model import Event, Status

WINDOW = timedelta(days=365)
"""For how long after it is over an entry must not vanish from where it was told."""
BEGIN = b"BEGIN:VEVENT\r\n"
END = b"END:VEVENT\r\n"
_NUMBERS = re.compile(rb"^(?:DTSTAMP|LAST-MODIFIED|SEQUENCE)[:;][^\r\n]*\r\n", re.MULTILINE)


class Placement(NamedTuple):
    """What decides in which feeds an entry is. `townships` are codes, empty where `wide`; the rest are ids and words."""

    campaign: str
    townships: tuple[str, ...] = ()
    wide: bool = False
    village: str = ""
    site: str = ""
    audiences: tuple[str, ...] = ()


def placement_of(event: Event) -> Placement:
    """Where an event belongs."""
    return Placement(event.campaign, event.townships, event.region_wide, event.village, event.site, event.audiences)


class Facts(NamedTuple):
    """What an entry tells of a happening. A change of `significant` has to reach every calendar (RFC 5546, 2.1.4)."""

    title: str
    """The event's title, without the marks of status and sample."""
    start: date | datetime
    end: date | datetime
    where: str
    status: Status
    rule: str = ""
    """RRULE of a series; its UNTIL is the last day in the region's own time."""
    left_out: tuple[date, ...] = ()
    """Days of EXDATE."""
    day: date | None = None
    """The day that the rule gave to an occurrence of a repeating event."""
    sample: bool = False

    @property
    def last(self) -> datetime:
        """The moment it is over (of a series its last occurrence): of days, the end of the last one."""
        end = self.end if isinstance(self.end, datetime) else datetime.combine(self.end, time.max)
        until = re.search(r"UNTIL=(\d{8})", self.rule) if self.rule else None
        if until is None:
            return end
        start = self.start if isinstance(self.start, datetime) else datetime.combine(self.start, time.min)
        return end + (datetime.combine(date.fromisoformat(until[1]), start.time()) - start)

    @property
    def significant(self) -> tuple[object, ...]:
        """Time, place and status as calendars know them (确定 and 已办 are one to them)."""
        status = "确定" if self.status == "已办" else self.status
        return (self.start, self.end, self.where, status, self.rule, self.left_out)


class Trace(NamedTuple):
    """In which shape an entry was published: what stands alone on a phone must not become part of a series there."""

    day: date
    rule: str
    override: bool
    gone: bool = False
    """Told only because it once was."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which version an entry is: SEQUENCE, and the moment in UTC of its last change (None before the first)."""

    sequence: int = 0
    modified: datetime | None = None


UNPUBLISHED = Numbers()


class Said(NamedTuple):
    """What an entry says in plain values, taken when its bytes were made: reading them must give it back.

    `series` is the id of the series that it is an exception of.
    """

    facts: Facts
    summary: str
    description: str
    url: str
    series: str = ""


class Entry(NamedTuple):
    """One VEVENT without its numbers.

    `id` is an occurrence's, or an event's where the entry is a whole series. `override` is set for one occurrence of a
    series told apart from it (RECURRENCE-ID). `head` and `body` are bytes of physical lines around the numbers.
    """

    id: str
    event: str
    facts: Facts
    placement: Placement
    override: bool
    stamp: datetime
    """DTSTAMP in UTC of an entry that was never changed."""
    told: bool
    """Whether the officer wrote when the record was changed; `stamp` is that moment."""
    head: bytes
    body: bytes
    said: Said

    @property
    def digest(self) -> str:
        """A hash of all that a subscriber sees, 16 hex digits."""
        return digest_of(self.head + self.body)

    def bytes(self, numbers: Numbers) -> bytes:
        """The VEVENT."""
        # Once published, the register alone says so: a date that the officer adds later changes nothing that was told.
        modified = numbers.modified or (self.stamp if self.told and numbers is UNPUBLISHED else None)
        stamp = time_value(modified or self.stamp)
        lines = f"DTSTAMP:{stamp}Z\r\nLAST-MODIFIED:{stamp}Z\r\n" if modified else f"DTSTAMP:{stamp}Z\r\n"
        return b"".join((self.head, f"{lines}SEQUENCE:{numbers.sequence}\r\n".encode(), self.body))


def digest_of(content: bytes) -> str:
    """The hash of an entry's bytes without its numbers."""
    return blake2b(content, digest_size=8).hexdigest()


def without_numbers(vevent: bytes) -> bytes:
    """The bytes of a VEVENT of ours without DTSTAMP, LAST-MODIFIED and SEQUENCE (none of these lines is ever folded)."""
    return _NUMBERS.sub(b"", vevent)
