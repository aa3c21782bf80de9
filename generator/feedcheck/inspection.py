"""One feed from its bytes to its findings, and what has to agree with other feeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from generator.base.diagnostics import Span
from generator.feedcheck.alarms import check_alarms
from generator.feedcheck.calendar import check_calendar
from generator.feedcheck.details import check_details
from generator.feedcheck.events import check_events
from generator.feedcheck.feed import Event, Feed, read_event
from generator.feedcheck.finding import Finding, Sink
from generator.feedcheck.grammar import DATED
from generator.feedcheck.identity import check_identity
from generator.feedcheck.lines import check_lines
from generator.feedcheck.repeats import check_repeats
from generator.feedcheck.shape import check_shape
from generator.feedcheck.source import Source
from generator.feedcheck.texts import check_texts, hide_private
from generator.feedcheck.tree import read_tree
from generator.feedcheck.zones import check_zones

MAX_BYTES = 50 << 20
LARGE = 900_000
"""Octets from which on a calendar is told to be large: what lies beyond about a million, Google is said to drop."""
_CHECKS: tuple[Callable[[Feed, Sink], None], ...] = (
    hide_private,
    check_shape,
    check_calendar,
    check_zones,
    check_identity,
    check_events,
    check_alarms,
    check_details,
    check_repeats,
    check_texts,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What has to be the same wherever an event is published, as written, and where it stands."""

    start: str
    end: str
    status: str
    summary: str
    sequence: str
    rule: str
    span: Span


@dataclass(frozen=True, slots=True)
class Inspected:
    """A feed's findings and its events by (UID, RECURRENCE-ID)."""

    findings: tuple[Finding, ...]
    marks: dict[tuple[str, str], Mark]


def inspect_bytes(path: str, data: bytes, as_of: date) -> Inspected:
    """Everything about one feed. `path` is only quoted; stamps later than the end of `as_of` in UTC are in the future."""
    source = Source(path, data)
    sink = Sink(path, source)
    marks: dict[tuple[str, str], Mark] = {}
    if _no_calendar(source, sink):
        return Inspected(tuple(sink.findings()), marks)
    if len(data) > LARGE:
        sink.add("F013", None, f"文件有 {len(data) / 1_000_000:.2f} MB")
    check_lines(source, sink)
    calendars = read_tree(source, sink)
    now = _end_of(as_of)
    for calendar in calendars:
        events = tuple(read_event(component, sink) for component in calendar.of("VEVENT"))
        others = tuple(read_event(component, sink) for component in calendar.of(*DATED[1:]))
        feed = Feed(source, calendar, events, now, path.rstrip("/").rsplit("/", 1)[-1], others)
        for check in _CHECKS:
            check(feed, sink)
        for event in events:
            if event.uid:
                marks.setdefault((event.uid, event.override), _mark(event, source))
    for calendar in calendars[1:2]:
        message = f"文件里有{len(calendars)}个日历"
        sink.at("F106", calendar.number, message, length=15, first=calendars[0].number)
    return Inspected(tuple(sink.findings()), marks)


def _end_of(day: date) -> datetime:
    try:
        return datetime.combine(day, time.min) + timedelta(days=1)
    except OverflowError:
        return datetime.combine(day, time.max)


def _no_calendar(source: Source, sink: Sink) -> bool:
    """F101: nothing that could be a calendar; then no other rule has anything to say."""
    text = source.encoding.data
    if b"BEGIN:VCALENDAR" in text.upper():
        return False
    head = text[:2000].lower()
    if not text.strip():
        message = "文件是空的"
    elif b"<html" in head or b"<!doctype" in head:
        message = "这是一张网页，不是日历"
    elif text.startswith(b"PK\x03\x04"):
        message = "这是压缩包，不是日历"
    else:
        message = "里面没有 BEGIN:VCALENDAR"
    sink.add("F101", None, message)
    return True


def _mark(event: Event, source: Source) -> Mark:
    component = event.component
    start, end = component.first("DTSTART"), component.first("DTEND") or component.first("DURATION")
    values = [f"{';'.join(map('='.join, p.params))}:{p.value}" if p else "" for p in (start, end)]
    repeated = (*component.all("RRULE"), *component.all("EXDATE"), *component.all("RDATE"))
    return Mark(
        values[0],
        values[1],
        component.text("STATUS").strip().upper(),
        component.text("SUMMARY"),
        component.text("SEQUENCE") or "0",
        " ".join(p.value for p in repeated),
        source.span(component.number, 0, len("BEGIN:VEVENT")),
    )
