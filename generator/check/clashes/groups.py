"""Clashes of the same two records told once, with their number and first dates, and both records named in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from generator.base.diagnostics import Diagnostic, Span, visible
from generator.check.clashes.slots import Pair, Slot

MOST = 100
"""So many clashes of one kind are listed; the rest is told as a number."""
Subject = tuple[str, ...]


@dataclass(slots=True)
class Clash:
    """Everything that two records have against each other in one way: whom or what it is about, and when."""

    subjects: dict[Subject, None] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Pair] = field(default_factory=dict)

    @property
    def first(self) -> Pair:
        """The first two occurrences that clash."""
        return min(self.pairs.values(), key=_when)

    @property
    def records(self) -> tuple[str, str]:
        """Both records in words: title, time, id."""
        earlier, later = self.first
        return self._name(earlier), self._name(later)

    @property
    def span(self) -> Span:
        """Where the later record is written; for a single occurrence that was changed, where the change is."""
        return self._span(self.first[1])

    @property
    def related(self) -> tuple[Span, ...]:
        """Where the other record is written; nothing where a series clashes with itself."""
        other = self._span(self.first[0])
        return () if other == self.span else (other,)

    @property
    def more(self) -> str:
        """How often, and the first three dates, where it is more than once."""
        if len(self.pairs) == 1:
            return ""
        days = list(dict.fromkeys(str(later.start.date()) for _, later in sorted(self.pairs.values(), key=_when)))
        shown = "、".join(days[:3])
        return f"；这两条记录一共冲突{len(self.pairs)}次：{shown}{' 等' if len(days) > 3 else ''}"

    def named(self, part: int) -> str:
        """One part of the subjects, joined: 毛律师、徐老师."""
        words = list(dict.fromkeys(visible(subject[part], 30) for subject in self.subjects))
        return "、".join(words[:5]) + ("等" if len(words) > 5 else "")

    def _name(self, slot: Slot) -> str:
        happening = slot.occurrence
        identity = happening.id if len(self.pairs) == 1 else happening.event.id
        return f"“{visible(happening.event.title, 30)}”（{_hours(slot)}，编号 {identity}）"

    def _span(self, slot: Slot) -> Span:
        event = slot.occurrence.event
        if event.repeat and len(self.pairs) == 1:
            for change in event.repeat.changes:
                if change.day == slot.occurrence.original and change.span.path:
                    return change.span
        return event.span


class Clashes:
    """Clashes of one kind while they are being found."""

    def __init__(self) -> None:
        self._by_records: dict[tuple[str, str], Clash] = {}
        self.pairs: set[tuple[str, str]] = set()
        """Ids of the occurrences that clash, earlier first."""

    def add(self, pair: Pair, subject: Subject) -> None:
        """One more clash."""
        earlier, later = (slot.occurrence for slot in pair)
        ids = (earlier.id, later.id)
        low, high = sorted((earlier.event.id, later.event.id))
        clash = self._by_records.setdefault((low, high), Clash())
        clash.pairs[ids] = pair
        clash.subjects[subject] = None
        self.pairs.add(ids)

    def listed(self) -> list[Clash]:
        """The clashes to tell, the newest first where there are too many."""
        found = sorted(self._by_records.values(), key=lambda c: _when(c.first), reverse=True)
        return found[:MOST]

    def rest(self, code: str) -> Iterable[Diagnostic]:
        """A word about the clashes that are not listed."""
        count = len(self._by_records)
        if count > MOST:
            told = f"这样的冲突一共{count}处，这里只列出最近的{MOST}处"
            yield Diagnostic(code, Span("campaigns"), told, "改好列出的这些，再检查一次。")


def _when(pair: Pair) -> tuple[datetime, str, datetime, str]:
    earlier, later = pair
    return later.start, later.occurrence.id, earlier.start, earlier.occurrence.id


def _hours(slot: Slot) -> str:
    start, end = slot.occurrence.start, slot.occurrence.end
    if not isinstance(end, datetime):
        return f"{start} 全天" if start == end else f"{start} 至 {end}"
    if isinstance(start, datetime) and start.date() != slot.start.date():  # a day of several
        return f"{start:%Y-%m-%d %H:%M} 至 {end:%Y-%m-%d %H:%M}"
    if end.date() != slot.start.date():
        return f"{slot.start:%Y-%m-%d %H:%M} 至 {end:%Y-%m-%d %H:%M}"
    return f"{slot.start:%Y-%m-%d} {slot.start:%H:%M}—{end:%H:%M}"
