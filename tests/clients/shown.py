"""What a subscriber sees: every occurrence that a reader shows, worked out from what was recorded.

A row is (UID, RECURRENCE-ID or start, start, end, status, title) with days as `2026-04-15` (an end is the day after the
last) and moments as `2026-04-15T09:00:00+08:00`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from generator.model import Event, Library, Occurrence
from generator.schedule import occurrences
from tests.clients.makers import AS_OF
from tests.clients.repeating_cases import ALONE

Row = tuple[str, str, str, str, str, str]
STATUS = {"计划": "TENTATIVE", "延期": "TENTATIVE", "取消": "CANCELLED"}
MARKS = {"取消": "【取消】", "延期": "【延期】"}


def when(value: date | datetime) -> str:
    """A day or a moment of the records in the tests' own words."""
    return value.isoformat() + "+08:00" if isinstance(value, datetime) else value.isoformat()


def in_series(occurrence: Occurrence) -> bool:
    """Whether an occurrence is told within a series: its rule is one of the plain ones and gave it its day."""
    event = occurrence.event
    if event.repeat is None or event.id in ALONE:
        return False
    return occurrence.original not in event.repeat.extra


def shown(library: Library, found: Iterable[Occurrence] | None = None) -> set[Row]:
    """The rows of these occurrences (of all of the library's)."""
    events = {e.id: e for e in library.events}
    return {_row(o, events[o.event.id]) for o in (occurrences(library) if found is None else found)}


def _row(o: Occurrence, event: Event) -> Row:
    series = in_series(o)
    original = _on(event, o.original) if series and o.original else o.start
    end = o.end if isinstance(o.end, datetime) else o.end + timedelta(days=1)
    title = MARKS.get(o.status, "") + ("【示例】" if o.event.sample else "") + o.event.title
    uid = f"{event.id if series else o.id}@330881.pufa"
    return uid, when(original), when(o.start), when(end), STATUS.get(o.status, "CONFIRMED"), title


def _on(event: Event, day: date) -> date | datetime:
    """The beginning that the rule gives to a day."""
    return datetime.combine(day, event.start.time()) if isinstance(event.start, datetime) else day


def reminded(library: Library) -> set[Row]:
    """The rows of a feed with reminders: what ended at most 31 days ago, and a series as long as one of it is there."""
    edge = AS_OF - timedelta(days=31)
    happenings = occurrences(library)
    alive = {o.event.id for o in happenings if o.last_day >= edge and in_series(o)}
    return shown(library, [o for o in happenings if o.last_day >= edge or (in_series(o) and o.event.id in alive)])
