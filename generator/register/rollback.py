"""The former site's calendars made fit to be published again: later numbers, and what came after them cancelled.

A subscriber's program that has seen SEQUENCE 3 passes over 2, so the old bytes alone would not arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from generator import addresses
from generator.feeds.catalogue import REMIND, path_of
from generator.feeds.entry import Facts, Placement, digest_of, without_numbers
from generator.feeds.reading import Told, cancelled, instance, renumbered, told, with_events, zone_of
from generator.feeds.reminders import ringing_as
from generator.register.record import Change, Published, Register
from generator.register.steps import kind_of, lifted, next_numbers, retold
from generator.register.withdrawn import days_of_series

ALL = path_of("all")
NOTE = "网站退回了上一版，这条安排已撤下。"
Files = Mapping[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Amended:
    """The calendar files of the former site that have to be written anew, and the register that goes with them."""

    files: Mapping[str, bytes]
    register: Register
    changes: tuple[Change, ...]
    rezoned: str = ""
    """The zone in which the former site tells its times, where the register has another."""


def amend(now: Files, before: Files, register: Register, as_of: date, midnight: datetime) -> Amended:
    """`now` and `before` are the calendar files of the live and of the former site, read when asked for.

    `midnight` is the beginning of `as_of` in UTC.
    """
    old = _entries(before)
    zone = zone_of(before[ALL]()) if ALL in before else ""
    rezoned = bool(zone and register.timezone) and zone != register.timezone
    lines = dict(register.entries)
    pieces: dict[str, bytes] = {}
    changes: list[Change] = []
    restored = _restored(old, _entries(now))
    for identifier, (entry, vevent, gone) in sorted(restored.items(), key=lambda item: item[1][0].override):
        former = lines.get(identifier)
        line = _line(entry, vevent, former, as_of, midnight, gone=gone, rezoned=rezoned)
        if entry.override and entry.event in pieces:
            line = lifted(line, lines[entry.event].numbers.sequence, midnight, as_of)
        pieces[identifier] = renumbered(vevent, line.numbers)
        if line is not former:
            lines[identifier] = line
            was = former.facts if former else None
            if kind := kind_of(line.facts, was, as_of):
                known = was or line.facts
                changes.append(Change(as_of, kind, identifier, known.start, known.end, known.where))
    files = _files(now, before, pieces)
    if lines == register.entries and not rezoned:
        return Amended(files, register, ())
    return Amended(
        files,
        replace(register, entries=lines, changes=(*register.changes, *changes), timezone=zone or register.timezone),
        tuple(changes),
        zone if rezoned else "",
    )


def _entries(files: Files) -> dict[str, Told]:
    """The entries of a site by id, those in archives of former years too; none where the site is gone."""
    return {t.id: t for path in files if addresses.archived(path)[0] == ALL for t in told(files[path]())}


def _restored(old: Mapping[str, Told], new: Mapping[str, Told]) -> dict[str, tuple[Told, bytes, bool]]:
    """What is told after going back, by id: the entry, its bytes, and whether it is told only to say that it is gone.

    What only the newer site has is cancelled, except one day that differs from its series: where the former series has
    that day, it is again as the series says.
    """
    found = {identifier: (entry, entry.vevent, False) for identifier, entry in old.items()}
    for identifier, entry in new.items():
        if identifier in old:
            continue
        series, day = old.get(entry.event), entry.facts.day
        if entry.override and series is not None and day is not None and day in days_of_series(series.facts):
            vevent = instance(series.vevent, day)
            (plain,) = told(vevent)
            found[identifier] = (plain, vevent, False)
        else:
            vevent = cancelled(entry.vevent, NOTE)
            found[identifier] = (entry._replace(facts=entry.facts._replace(status="取消")), vevent, True)
    return found


def _line(
    entry: Told,
    vevent: bytes,
    former: Published | None,
    as_of: date,
    midnight: datetime,
    *,
    gone: bool,
    rezoned: bool,
) -> Published:
    """The register's line of an entry as it is told now: the former one itself where nothing changes."""
    digest = digest_of(without_numbers(vevent))
    if former is None:  # the register was recovered from a site that no longer had it
        return Published(
            entry.id, entry.event, next_numbers(entry.numbers, midnight, significant=True), digest, as_of, as_of,
            entry.facts, Placement(""), entry.override, (), as_of if gone else None,
        )  # fmt: skip
    if digest == former.digest and not rezoned:
        return former
    facts: Facts = entry.facts
    if facts.status == "确定" and former.facts.status == "已办":
        facts = facts._replace(status="已办")
    return retold(
        former,
        facts,
        digest,
        override=entry.override,
        newest=midnight,
        as_of=as_of,
        withdrawn=as_of if gone else None,
        rezoned=rezoned,
    )


def _files(now: Files, before: Files, pieces: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the former site with what is told now; a feed that only the newer site had goes on with its entries."""
    found: dict[str, bytes] = {}
    for path in (*before, *(path for path in now if path not in before)):
        data = before[path]() if path in before else now[path]()
        own = list(told(data))
        ids = {t.id for t in own}
        if path in now and path in before:
            own += [t for t in told(now[path]()) if t.id not in ids]
        events = [ringing_as(t.vevent, pieces[t.id]) if path.endswith(REMIND) else pieces[t.id] for t in own]
        made = with_events(data, events) if own else data
        if made != data or path not in before:
            found[path] = made
    return found
