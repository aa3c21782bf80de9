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
from generator.model import OFF, Event, Library, Occurrence
from generator.register.record import Published, Register
from generator.schedule import moment


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

    What was told under its own id goes on under it. A former id counts for what was told of it: who writes the last one
    means the first, under which subscribers know the event.
    """
    entries = register.entries.values() if register else ()
    known = {base_of(p.id) for p in entries}
    now, ever = _remembered(entries)
    taken = {e.id for e in library.events}
    found: dict[str, str] = {}

    def take(event: Event, wanted: Iterable[str]) -> None:
        free = next((w for w in wanted if w not in taken), "")
        if free:
            found[event.id] = free
            taken.add(free)

    for event in library.events:
        if event.id not in known and (event.former_ids or event.id in now):
            told = [f if f in known else ever[f] for f in event.former_ids if f in known or f in ever]
            told += [now[event.id]] if event.id in now else []
            take(event, told or event.former_ids)
    for event in library.events:  # an id from in between, when nobody else is that event by now
        if event.id in ever and event.id not in known and event.id not in found:
            take(event, [ever[event.id]])
    return found


def _remembered(entries: Iterable[Published]) -> tuple[dict[str, str], dict[str, str]]:
    """Which id subscribers know, by the id that the event has today, and by every id that it had."""
    now = {p.event: base for p in entries if (base := base_of(p.id)) != p.event}
    return now, {n: base_of(p.id) for p in entries for n in p.once} | now


def reused(library: Library, register: Register) -> list[tuple[Event, Event]]:
    """New records with an id under which subscribers know another event, each with that event."""
    events = {e.id: e for e in library.events}
    by_former = {f: e for e in library.events for f in e.former_ids}
    found = {}
    for p in register.entries.values():
        base = base_of(p.id)
        if base != p.event and base in events and p.withdrawn is None:
            other = events.get(p.event) or by_former.get(p.event)
            if other is not None and other.id != base:
                found[base] = (events[base], other)
    return [found[base] for base in sorted(found)]


def lost_ids(library: Library, register: Register, names: Names, as_of: date) -> dict[str, Published]:
    """Published ids that no record has any more, each with its first line; what is called off or long over is none."""
    have = {names.get(e.id, e.id) for e in library.events}
    gone: dict[str, list[Published]] = defaultdict(list)
    for p in register.entries.values():
        if p.withdrawn is None and base_of(p.id) not in have:
            gone[base_of(p.id)].append(p)
    found = {}
    for former, lines in sorted(gone.items()):
        first = min(lines, key=lambda p: (moment(p.facts.start), p.id))
        if first.facts.status not in OFF and max(p.facts.last for p in lines).date() + WINDOW >= as_of:
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
        same = list(places.get((facts.title, facts.where, moment(facts.start).date()), {}).values())
        exact = [o for o in same if (o.start, o.end) == (facts.start, facts.end)]
        if len(exact) == 1 or len(same) == 1:  # of a morning and an afternoon the hours say which
            found.append(Twin(former, (exact or same)[0].event, bool(exact)))
    taken = {t.event.id for t in found if t.exact}
    found = [t for t in found if t.exact or t.event.id not in taken]
    claims = Counter(t.event.id for t in found)
    return [t for t in found if claims[t.event.id] == 1]


def inward(register: Register) -> Register:
    """The register with its lines of renamed events under the ids by which subscribers know them."""
    if all(p.event == base_of(p.id) for p in register.entries.values()):
        return register
    return replace(register, entries={i: replace(p, event=base_of(i)) for i, p in register.entries.items()})


def outward(register: Register, names: Names, before: Register) -> Register:
    """The register as it is kept: each line names the event that has its record today. `before` itself where nothing is new."""
    present = {former: event for event, former in names.items()}
    lines = {}
    for i, p in register.entries.items():
        event, was = present.get(p.event, p.event), before.entries.get(i, p).event
        once = p.once if was in p.once else (*p.once, was)
        once = tuple(n for n in once if n not in (event, base_of(i)))
        lines[i] = p if (event, once) == (p.event, p.once) else replace(p, event=event, once=once)
    found = replace(register, entries=lines)
    return before if found == before else found


def with_pages(library: Library, register: Register) -> Library:
    """The library whose events know every id under which they once had a page."""
    once: dict[str, dict[str, None]] = defaultdict(dict)
    for p in register.entries.values():
        if p.once:
            once[p.event].update(dict.fromkeys(p.once))
    if not once:
        return library
    return replace(
        library,
        events=tuple(
            replace(e, former_ids=tuple(dict.fromkeys((*e.former_ids, *once[e.id])))) if e.id in once else e
            for e in library.events
        ),
    )


def entries_of_pages(entries: Iterable[Entry], names: Names) -> tuple[Entry, ...]:
    """The entries, each with the id of the event that has the page."""
    present = {former: event for event, former in names.items()}
    return tuple(e._replace(event=present[e.event]) if e.event in present else e for e in entries)
