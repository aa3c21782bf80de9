"""Under which id subscribers know an event: its own, or one that it had before.

Invariant: an id that was told stays the entry's id for good. An event whose id was changed is told under its former one,
where the officer says so (原编号), where the register remembers it, or where nothing but the id is different: who has the
entry must not read that it is called off, only because an office renumbered its list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from generator.feeds import words
from generator.feeds.aliases import Names
from generator.feeds.entry import WINDOW, Entry
from generator.model import Event, Library, Occurrence
from generator.publication.record import Published, Register
from generator.schedule import moment

_OFF = ("取消", "延期")


class Twin(NamedTuple):
    """A published id that no record has any more, and the new event with its day, place and title.

    `exact` is True where the hours are the same as well.
    """

    former: str
    event: Event
    exact: bool


def base_of(identifier: str) -> str:
    """The event's part of an entry's id."""
    return identifier.partition("@")[0]


def names_of(
    library: Library, occurrences: Sequence[Occurrence], register: Register | None, as_of: date
) -> dict[str, str]:
    """Under which former ids events are told."""
    found = written_names(library, register)
    if register is not None:
        lost = lost_ids(library, register, found, as_of)
        found |= {t.event.id: t.former for t in twins(library, occurrences, register, found, lost) if t.exact}
    return found


def written_names(library: Library, register: Register | None) -> dict[str, str]:
    """The former ids that officers wrote and those that the register remembers, as far as they are free.

    What was told under its own id goes on under it.
    """
    entries = register.entries.values() if register else ()
    known = {base_of(p.id) for p in entries}
    kept = {p.event: base for p in entries if (base := base_of(p.id)) != p.event}
    taken = {e.id for e in library.events}
    found: dict[str, str] = {}
    for event in library.events:
        if event.id in known or not (event.former_ids or event.id in kept):
            continue
        former = [f for f in event.former_ids if f not in taken]
        told = [f for f in former if f in known] or ([kept[event.id]] if event.id in kept else former)
        if told and told[0] not in taken:
            found[event.id] = told[0]
            taken.add(told[0])
    return found


def lost_ids(library: Library, register: Register, names: Names, as_of: date) -> dict[str, Published]:
    """Published ids that no record has any more, each with its first line; what is called off or long over is none."""
    have = {*(e.id for e in library.events), *names.values()}
    gone: dict[str, list[Published]] = defaultdict(list)
    for p in register.entries.values():
        if p.withdrawn is None and p.event not in have and base_of(p.id) not in have:
            gone[base_of(p.id)].append(p)
    found = {}
    for former, lines in sorted(gone.items()):
        first = min(lines, key=lambda p: (moment(p.facts.start), p.id))
        if first.facts.status not in _OFF and max(p.facts.last for p in lines).date() + WINDOW >= as_of:
            found[former] = first
    return found


def twins(
    library: Library,
    occurrences: Iterable[Occurrence],
    register: Register,
    names: Names,
    lost: Mapping[str, Published],
) -> list[Twin]:
    """Lost ids, each with the one new event that has its day, place and title."""
    if not lost:
        return []
    told = {base_of(i) for i in register.entries} | names.keys()
    where: dict[str, str] = {}
    places: dict[tuple[str, str, date], dict[str, Occurrence]] = defaultdict(dict)
    for o in occurrences:
        if o.event.id not in told:
            place = where.get(o.event.id)
            if place is None:
                place = where[o.event.id] = words.location(o.event, library)
            places[o.event.title, place, o.first_day].setdefault(o.event.id, o)
    found = []
    for former, line in lost.items():
        facts = line.facts
        same = places.get((facts.title, facts.where, moment(facts.start).date()), {})
        if len(same) == 1:
            (only,) = same.values()
            found.append(Twin(former, only.event, (only.start, only.end) == (facts.start, facts.end)))
    claims = Counter(t.event.id for t in found)
    return [t for t in found if claims[t.event.id] == 1]


def inward(register: Register, names: Names) -> Register:
    """The register with its lines of renamed events under the ids by which subscribers know them."""
    lines = {i: replace(p, event=names[p.event]) if p.event in names else p for i, p in register.entries.items()}
    return replace(register, entries=lines)


def outward(register: Register, names: Names, before: Register) -> Register:
    """The register as it is kept: each line names the event that has its record today. `before` itself where nothing is new."""
    present = {former: event for event, former in names.items()}
    lines = {i: replace(p, event=present[p.event]) if p.event in present else p for i, p in register.entries.items()}
    found = replace(register, entries=lines)
    return before if found == before else found


def entries_of_pages(entries: Iterable[Entry], names: Names) -> tuple[Entry, ...]:
    """The entries, each with the id of the event that has the page."""
    present = {former: event for event, former in names.items()}
    return tuple(e._replace(event=present[e.event]) if e.event in present else e for e in entries)
