"""What clashes by the hour: occurrences that hold somebody or something from one moment to another.

Invariant: `overlaps` gives every overlapping pair as long as no more than `WIDEST` slots are open at once. Beyond that it
leaves out pairs, but every slot that overlaps an earlier one is still in at least one pair; so the work stays bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from generator.model import OFF, Occurrence

WIDEST = 8
_LONGEST = timedelta(hours=24)
_LEAST = timedelta(minutes=1)
_TRAINING = re.compile(r"培训|研修|集训|轮训|训练营|进修")
_SCHOOL = (time(9), time(17))
"""When a training takes place of which only the days are known."""
_MOST_DAYS = 31


class Slot(NamedTuple):
    """An occurrence from `start` to before `end` (local time)."""

    start: datetime
    end: datetime
    occurrence: Occurrence


Pair = tuple[Slot, Slot]


def slots(occurrences: Iterable[Occurrence]) -> list[Slot]:
    """The slots of what takes place by the hour, by beginning, then by id.

    What is all day long, or lasts more than 24 hours (an exhibition), holds nobody hour by hour; of trainings see `lessons`. A record without length
    counts as one minute, so that two of them at one moment still meet.
    """
    found = []
    for o in occurrences:
        start, end = o.start, o.end
        if o.status in OFF or not (isinstance(start, datetime) and isinstance(end, datetime)):
            continue
        if end - start <= _LONGEST:
            found.append(Slot(start, max(end, start + _LEAST), o))
    return in_order(found)


def lessons(occurrences: Iterable[Occurrence]) -> list[Slot]:
    """The hours in which a training that `slots` leaves out holds its speakers, day by day.

    An exhibition of a week needs nobody; whoever teaches a course of three days is there on all of them.
    """
    found: list[Slot] = []
    for o in occurrences:
        event, start, end = o.event, o.start, o.end
        if not event.speakers or o.status in OFF or not _TRAINING.search(f"{event.form}{event.title}"):
            continue
        if isinstance(start, datetime) and isinstance(end, datetime):
            if end - start <= _LONGEST:
                continue
            opens, closes = start.time(), end.time()
            if closes <= opens:  # ends at noon what begins in the afternoon: of the days between, the common hours
                opens, closes = _SCHOOL
            first, last = start.date(), end.date()
        else:
            assert not isinstance(start, datetime)
            assert not isinstance(end, datetime)
            first, last, (opens, closes) = start, end, _SCHOOL
        for number in range(min((last - first).days + 1, _MOST_DAYS)):
            day = first + timedelta(days=number)
            begins, ends = datetime.combine(day, opens), datetime.combine(day, closes)
            if isinstance(start, datetime) and isinstance(end, datetime):
                begins, ends = max(begins, start), min(ends, end)
            if begins < ends:
                found.append(Slot(begins, ends, o))
    return found


def in_order(found: Iterable[Slot]) -> list[Slot]:
    """By beginning, then by id."""
    return sorted(found, key=lambda s: (s.start, s.occurrence.id))


def overlaps(ordered: Iterable[Slot]) -> Iterator[Pair]:
    """Pairs (earlier, later) of slots that share time; `ordered` is sorted as `slots` gives them."""
    awake: list[Slot] = []
    latest: datetime | None = None
    for slot in ordered:
        if latest is None or slot.start >= latest:
            awake = [slot]
            latest = slot.end
            continue
        awake = [other for other in awake if other.end > slot.start]
        for other in awake:
            yield other, slot
        awake.append(slot)
        if len(awake) > WIDEST:  # the one that ends last stays: it meets whatever comes next
            awake.remove(min(awake, key=lambda s: s.end))
        latest = max(latest, slot.end)
