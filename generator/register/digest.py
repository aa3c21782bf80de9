"""What each publication changed, in words: for its page, the news feeds and the notices that townships put up."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from generator import addresses
from generator.base.daywords import day_after, day_words, short_day, weekday
from generator.feeds.entry import Facts
from generator.feeds.syndication import News
from generator.model import Library, Status
from generator.register.record import Change, ChangeKind, Published, Register
from generator.schedule import moment

URGENCY: tuple[ChangeKind, ...] = ("取消", "延期", "改期", "改地点", "恢复", "新增")
"""What must be read first comes first."""
_OFF: Mapping[Status | None, ChangeKind] = {"取消": "取消", "延期": "延期"}
_MOVING = ("改期", "恢复", "延期")
_PLACING = ("改期", "改地点", "恢复")
_CHANGE = re.compile(rb'^\["(\d{4}-\d{2}-\d{2})", "', re.MULTILINE)
"""The beginning of a register's line that tells a change."""
MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One change: what it was (`before`, `before_where`, empty where that did not change) and what it was changed to."""

    kind: ChangeKind
    id: str
    event: str
    title: str
    when: str
    before: str
    where: str
    before_where: str
    townships: tuple[str, ...]
    wide: bool
    concerned: tuple[str, ...]
    """The townships where it is and those where it once was."""
    everyone: bool
    """Whether it is or once was in the whole region."""
    sample: bool
    known: bool
    """Whether the event still has a page."""
    repeats: bool
    """Whether it is a whole series; `when` is then its first time."""
    start: datetime
    """By which lists are ordered: the beginning, midnight for whole days."""
    last: date
    """The last day that it concerns: of the former time and of the new one."""
    again: date | None
    """The next publication that changed it again; then this is no longer how things stand."""

    def concerns(self, township: str) -> bool:
        """Whether a township has to know of it."""
        return self.everyone or township in self.concerned

    @property
    def line(self) -> str:
        """In one line of plain text."""
        changed = "；".join(part for part in (
            f"原定{self.before}" if self.before else "",
            f"原在{self.before_where}" if self.before_where else "",
        ) if part)  # fmt: skip
        where = f"，{self.where}" if self.where else ""
        return f"{self.kind}：{'【示例】' if self.sample else ''}{self.title}，{self.when}{where}{f'（{changed}）' if changed else ''}"


@dataclass(frozen=True, slots=True)
class Digest:
    """What the publications of one day changed, the most urgent first."""

    day: date
    items: tuple[Item, ...]

    @property
    def counts(self) -> tuple[tuple[ChangeKind, int], ...]:
        """How many of each kind there are."""
        found = Counter(item.kind for item in self.items)
        return tuple((kind, found[kind]) for kind in URGENCY if found[kind])

    @property
    def summary(self) -> str:
        """取消1场、改期3场."""
        return "、".join(f"{kind}{count}场" for kind, count in self.counts)


def digests(register: Register, library: Library, since: date = date.min) -> tuple[Digest, ...]:
    """The publications since a day that changed something, newest first. What one day changed twice is told once."""
    of_entry: dict[str, list[Change]] = defaultdict(list)
    for change in register.changes:
        if change.publication >= since and change.id in register.entries:
            of_entry[change.id].append(change)
    events = {e.id for e in library.events}
    by_day: dict[date, list[Item]] = defaultdict(list)
    for identifier, changes in of_entry.items():
        line = register.entries[identifier]
        after = _state(line.facts)
        again: date | None = None
        status: Status | None = line.facts.status
        for day, of_day in reversed(_by_day(changes)):
            by_day[day].append(_item(of_day, line, after, status, again, known=line.event in events))
            after, again, status = _state(of_day[0]), day, None
    return tuple(
        Digest(day, tuple(sorted(by_day[day], key=lambda i: (URGENCY.index(i.kind), i.start, i.id))))
        for day in sorted(by_day, reverse=True)
    )


def days_told(data: bytes) -> tuple[date, ...]:
    """The publications of which a register's bytes have changes, read without the rest of it; a damaged register has none."""
    found = set()
    for day in {match.group(1).decode() for match in _CHANGE.finditer(data)}:
        with suppress(ValueError):
            found.add(date.fromisoformat(day))
    return tuple(sorted(found))


class _State(NamedTuple):
    """When and where something is."""

    start: date | datetime
    end: date | datetime
    where: str

    @property
    def last(self) -> date:
        return self.end.date() if isinstance(self.end, datetime) else self.end


def _state(known: Facts | Change) -> _State:
    return _State(known.start, known.end, known.where)


def _by_day(changes: Sequence[Change]) -> list[tuple[date, list[Change]]]:
    """The changes of one entry by publication, oldest first."""
    ordered = sorted(changes, key=attrgetter("publication"))
    return [(day, list(group)) for day, group in groupby(ordered, key=attrgetter("publication"))]


def _item(
    changes: Sequence[Change], line: Published, after: _State, status: Status | None, again: date | None, *, known: bool
) -> Item:
    """What one day changed of one entry. `after` is how it stood afterwards, `status` its status if that still holds."""
    facts, place = line.facts, line.placement
    kind = _kind_of({c.kind for c in changes}, status)
    former = [_state(c) for c in changes]
    moved = next((f for f in former if (f.start, f.end) != (after.start, after.end)), None)
    elsewhere = next((f for f in former if f.where != after.where), None)
    series = facts.last.date() if facts.rule else date.min
    return Item(
        kind=kind,
        id=line.id,
        event=line.event,
        title=facts.title,
        when=when_words(after.start, after.end) + ("起（重复的活动）" if facts.rule else ""),
        before=when_words(moved.start, moved.end) if moved and kind in _MOVING else "",
        where=after.where,
        before_where=elsewhere.where if elsewhere and kind in _PLACING else "",
        townships=place.townships,
        wide=place.wide,
        concerned=tuple(dict.fromkeys(code for p in (place, *line.also) for code in p.townships)),
        everyone=any(p.wide for p in (place, *line.also)),
        sample=facts.sample,
        known=known,
        repeats=bool(facts.rule),
        start=moment(after.start),
        last=max(after.last, series, *(f.last for f in former)),
        again=again,
    )


def _kind_of(kinds: set[ChangeKind], status: Status | None) -> ChangeKind:
    """Of several changes on one day the one that counts. `status` decides what no longer takes place; None: not known."""
    if status in _OFF:
        return _OFF[status]
    if status is not None and "恢复" in kinds:
        return "恢复"
    if "新增" in kinds and not kinds & set(_OFF.values()):
        return "新增"
    return min(kinds, key=URGENCY.index)


def when_words(start: date | datetime, end: date | datetime) -> str:
    """2026年4月15日（周三）09:00—11:00."""
    first = f"{day_words(start)}（周{weekday(start)}）"
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return first if start == end else f"{first}至{day_after(end, start)}"
    clock = f"{start:%H:%M}"
    if start.date() == end.date():
        return f"{first}{clock}" if start == end else f"{first}{clock}—{end:%H:%M}"
    return f"{first}{clock}至{day_after(end, start)}{end:%H:%M}"


def news(found: tuple[Digest, ...]) -> tuple[News, ...]:
    """The same for the news feeds."""
    return tuple(
        News(
            digest.day,
            f"{short_day(digest.day)}更新：{digest.summary}",
            tuple(item.line for item in digest.items[:MOST_LINES]),
            addresses.changes_of(digest.day),
        )
        for digest in found
    )
