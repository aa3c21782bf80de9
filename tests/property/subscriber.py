"""A subscriber's calendar program as RFC 5545 and 5546 describe it, written without the code under test.

It is as strict as a program can be: it takes a component only where its number says that it is newer, and it never throws
away what a file no longer has. So it shows every lie that a milder program would pass over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from dateutil.rrule import rrulestr

OFFSET = timedelta(hours=8)
When = date | datetime


class Component(NamedTuple):
    """One VEVENT. `recurrence` is RECURRENCE-ID; `content` is all of it but its numbers; times are the region's own."""

    uid: str
    recurrence: When | None
    sequence: int
    stamp: datetime
    modified: datetime | None
    start: When
    end: When
    rule: str
    left_out: frozenset[When]
    status: str
    summary: str
    where: str
    rings: bool
    raw: bytes
    content: bytes

    @property
    def key(self) -> tuple[str, When | None]:
        """What makes it the same entry in every version."""
        return self.uid, self.recurrence

    @property
    def plan(self) -> tuple[object, ...]:
        """What somebody's plans depend on: time, place and status; of what is called off, only that it is."""
        if self.status == "CANCELLED":
            return (self.status,)
        put_off = self.summary.startswith("【延期】")
        return self.start, self.end, self.where, self.status, put_off, self.rule, self.left_out

    @property
    def last(self) -> date:
        """The last day on which it has anything."""
        ends = [end for _, end in self.times()] or [self.end]
        return max(end.date() if isinstance(end, datetime) else end - timedelta(days=1) for end in ends)

    def times(self) -> list[tuple[When, When]]:
        """Beginning and end of everything it puts into a calendar."""
        if not self.rule:
            return [(self.start, self.end)]
        length = _moment(self.end) - _moment(self.start)
        found = [b for b in _expanded(self.rule, self.start) if b not in self.left_out]
        return [(b, b + length) for b in found]


class Instance(NamedTuple):
    """One happening as a screen shows it. `day` is the one that a rule gave, None where it never belonged to one."""

    event: str
    uid: str
    day: date | None
    start: When
    end: When
    status: str
    summary: str

    @property
    def start_day(self) -> date:
        """The day on which it begins."""
        return _day(self.start)

    @property
    def shown(self) -> tuple[str, When, When, str, str]:
        """What a reader sees of it."""
        return self.event, self.start, self.end, self.status, self.summary


def components(data: bytes) -> list[Component]:
    """The VEVENTs of a file."""
    return [_component(raw) for raw in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL)]


@lru_cache(maxsize=8192)
def _component(raw: bytes) -> Component:
    body, rings = re.subn(rb"BEGIN:VALARM\r\n.*?END:VALARM\r\n", b"", raw, flags=re.DOTALL)
    found: dict[str, list[str]] = {}
    kept = []
    for line in body.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        head, _, value = line.partition(":")
        name = head.partition(";")[0]
        found.setdefault(name, []).append(value)
        if name not in ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE"):
            kept.append(line)
    for name in ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY", "STATUS"):
        assert len(found[name]) == 1, name
    start = _when(found["DTSTART"][0])
    end = _when(found["DTEND"][0]) if "DTEND" in found else start
    return Component(
        uid=found["UID"][0],
        recurrence=_when(found["RECURRENCE-ID"][0]) if "RECURRENCE-ID" in found else None,
        sequence=int(found["SEQUENCE"][0]),
        stamp=_utc(found["DTSTAMP"][0]),
        modified=_utc(found["LAST-MODIFIED"][0]) if "LAST-MODIFIED" in found else None,
        start=start,
        end=end,
        rule=found.get("RRULE", [""])[0],
        left_out=frozenset(map(_when, found.get("EXDATE", []))),
        status=found["STATUS"][0],
        summary=found["SUMMARY"][0],
        where=found.get("LOCATION", [""])[0],
        rings=bool(rings),
        raw=body,
        content="\n".join(kept).encode(),
    )


def _utc(value: str) -> datetime:
    return datetime.fromisoformat(value.removesuffix("Z"))


def _when(value: str) -> When:
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _moment(when: When) -> datetime:
    return when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)


@lru_cache(maxsize=8192)
def _expanded(rule: str, start: When) -> tuple[When, ...]:
    """Every beginning that a rule gives. Its first is DTSTART, or programs would disagree on whether that counts."""
    text, until = re.subn(r"UNTIL=(\d{8}T\d{6})Z", lambda m: f"UNTIL={_utc(m[1] + 'Z') + OFFSET:%Y%m%dT%H%M%S}", rule)
    assert bool(until) == isinstance(start, datetime), f"{rule} does not go with {start}"
    found = list(rrulestr(text, dtstart=_moment(start)))
    assert found[0] == _moment(start), f"{rule} does not begin on {start}"
    return tuple(found if isinstance(start, datetime) else [f.date() for f in found])


@dataclass
class Subscriber:
    """What one subscription has put into a calendar."""

    held: dict[tuple[str, When | None], Component] = field(default_factory=dict)

    def fetch(self, data: bytes) -> None:
        """Take over what a file has that is newer."""
        incoming = {c.key: c for c in components(data)}
        for key, new in incoming.items():
            old = self.held.get(key)
            if old is not None and not _newer(new, old):
                continue
            if old is not None and new.recurrence is None and new.sequence > old.sequence:
                # A new version of the whole: exceptions to the former one that it does not repeat are no more.
                gone = [k for k in self.held if k[0] == new.uid and k[1] is not None and k not in incoming]
                for other in gone:
                    del self.held[other]
            self.held[key] = new

    def forget(self, uid: str) -> None:
        """Throw away an entry of long ago, as its owner does."""
        for key in [k for k in self.held if k[0] == uid]:
            del self.held[key]

    def instances(self) -> list[Instance]:
        """Everything it shows."""
        return list(instances(list(self.held.values())))


def _newer(new: Component, old: Component) -> bool:
    """RFC 5546, 2.1.5: the higher SEQUENCE, among equals the later DTSTAMP."""
    if new.sequence != old.sequence:
        return new.sequence > old.sequence
    return new.stamp >= old.stamp


def instances(found: list[Component]) -> Iterator[Instance]:
    """What components together put on a screen: a series with its exceptions in the places of what they stand for."""
    exceptions = {c.key for c in found if c.recurrence is not None}
    for c in found:
        identifier = c.uid.removesuffix(".pufa").rpartition("@")[0]
        event, _, day = identifier.partition("@")
        for start, end in c.times():
            if c.rule and (c.uid, start) in exceptions:
                continue
            if c.recurrence is not None:
                original: date | None = _day(c.recurrence)
            elif c.rule:
                original = _day(start)
            else:
                original = date.fromisoformat(day) if day else None
            yield Instance(event, c.uid, original, start, end, c.status, c.summary)


def live(found: list[Instance]) -> Counter[tuple[str, When, When, str, str]]:
    """What takes place, as often as it is shown."""
    return Counter(i.shown for i in found if i.status != "CANCELLED")
