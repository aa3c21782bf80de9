"""The former site's calendars made fit to be published again: later numbers, and what came after them cancelled.

A subscriber's program that has seen SEQUENCE 3 passes over 2, so the old bytes alone would not arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from generator.feeds.entry import Numbers, digest_of, without_numbers
from generator.feeds.reading import Told, cancelled, renumbered, told, with_events
from generator.feeds.reminders import ringing_as
from generator.model import Library
from generator.publication.record import Change, ChangeKind, Published, Register
from generator.schedule import moment
from generator.zones import fixed_offset

ALL = "calendars/all.ics"
REMIND = "-remind.ics"
NOTE = "网站退回了上一版，这条安排已撤下。"
Files = Mapping[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Amended:
    """The calendar files of the former site that have to be written anew, and the ledger that goes with them."""

    files: Mapping[str, bytes]
    register: Register
    changes: tuple[Change, ...]


def amend(now: Files, before: Files, register: Register, library: Library | None, as_of: date) -> Amended:
    """`now` and `before` are the calendar files of the live and of the former site, read when asked for."""
    offset = (fixed_offset(library.region.timezone) if library else None) or timedelta(hours=8)
    midnight = moment(as_of) - offset
    old = {t.id: t for t in told(before[ALL]())}
    new = {t.id: t for t in told(now[ALL]())}
    lines = dict(register.entries)
    pieces: dict[str, bytes] = {}
    changes: list[Change] = []
    for identifier, entry in old.items():
        line = _restored(entry, lines.get(identifier), as_of, midnight)
        pieces[identifier] = renumbered(entry.vevent, line.numbers)
        if line is not lines.get(identifier):
            changes += _changes(lines.get(identifier), line, as_of)
            lines[identifier] = line
    for identifier, entry in new.items():
        if identifier in old:
            continue
        off = cancelled(entry.vevent, NOTE)
        line = _gone(entry, off, lines[identifier], as_of, midnight)
        pieces[identifier] = renumbered(off, line.numbers)
        if line is not lines[identifier]:
            changes += _changes(lines[identifier], line, as_of)
            lines[identifier] = line
    files = _files(now, before, pieces)
    if lines == register.entries:
        return Amended(files, register, ())
    return Amended(files, Register(register.region, lines, (*register.changes, *changes)), tuple(changes))


def _numbers(former: Published, significant: bool, midnight: datetime) -> Numbers:
    modified = former.numbers.modified
    newest = midnight if modified is None else max(midnight, modified + timedelta(seconds=1))
    return Numbers(former.numbers.sequence + (1 if significant else 0), newest)


def _restored(entry: Told, former: Published | None, as_of: date, midnight: datetime) -> Published:
    """The ledger's line of an entry that is told again as it was."""
    assert former is not None, "what was published is in the ledger"
    if entry.digest == former.digest:
        return former
    facts = entry.facts
    if facts.status == "确定" and former.facts.status == "已办":
        facts = facts._replace(status="已办")
    significant = (facts.significant, entry.override) != (former.facts.significant, former.override)
    significant |= bool(facts.rule) and former.withdrawn is not None  # a series that had been told one by one
    return replace(
        former,
        numbers=_numbers(former, significant, midnight),
        digest=entry.digest,
        facts=facts,
        override=entry.override,
        last=as_of,
        withdrawn=None,
    )


def _gone(entry: Told, off: bytes, former: Published, as_of: date, midnight: datetime) -> Published:
    """The ledger's line of an entry that the former site did not have."""
    digest = digest_of(without_numbers(off))
    if digest == former.digest:
        return former
    facts = entry.facts._replace(status="取消")
    significant = facts.significant != former.facts.significant
    return replace(
        former, numbers=_numbers(former, significant, midnight), digest=digest, facts=facts, last=as_of, withdrawn=as_of
    )


def _changes(former: Published | None, line: Published, as_of: date) -> list[Change]:
    assert former is not None
    was, facts = former.facts, line.facts
    if facts.last.date() < as_of and was.last.date() < as_of:
        return []
    kind: ChangeKind | None = None
    if facts.status != was.status and facts.status in ("取消", "延期"):
        kind = "取消" if facts.status == "取消" else "延期"
    elif facts.status != was.status and was.status in ("取消", "延期"):
        kind = "恢复"
    elif (facts.start, facts.end, facts.rule) != (was.start, was.end, was.rule):
        kind = "改期"
    elif facts.where != was.where:
        kind = "改地点"
    return [Change(as_of, kind, line.id, was.start, was.end, was.where)] if kind else []


def _files(now: Files, before: Files, pieces: Mapping[str, bytes]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path, read in before.items():
        data = read()
        own = list(told(data))
        ids = {t.id for t in own}
        if path in now and not path.startswith("events/"):
            own += [t for t in told(now[path]()) if t.id not in ids]
        events = [ringing_as(t.vevent, pieces[t.id]) if path.endswith(REMIND) else pieces[t.id] for t in own]
        made = with_events(data, events) if own else data
        if made != data:
            found[path] = made
    return found
