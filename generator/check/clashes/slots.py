"""What clashes by the hour: occurrences that hold somebody or something from one moment to another.

Invariant: `overlaps` gives every overlapping pair as long as no more than `WIDEST` slots are open at once. Beyond that it
leaves out pairs, but every slot that overlaps an earlier one is still in at least one pair; so the work stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from generator.model import Occurrence

WIDEST = 8
_LONGEST = timedelta(hours=24)
_LEAST = timedelta(minutes=1)


class Slot(NamedTuple):
    """An occurrence from `start` to before `end` (local time)."""

    start: datetime
    end: datetime
    occurrence: Occurrence


Pair = tuple[Slot, Slot]


def slots(occurrences: Iterable[Occurrence]) -> list[Slot]:
    """The slots of what takes place by the hour, by beginning, then by id.

    What is all day long, or lasts more than 24 hours (an exhibition), holds nobody hour by hour. A record without length
    counts as one minute, so that two of them at one moment still meet.
    """
    found = []
    for o in occurrences:
        start, end = o.start, o.end
        if o.status in ("取消", "延期") or not (isinstance(start, datetime) and isinstance(end, datetime)):
            continue
        if end - start <= _LONGEST:
            found.append(Slot(start, max(end, start + _LEAST), o))
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
