"""Events by the ids that subscribers know, and back: an event whose id was changed is told under its former one for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.model import Event, Library, Occurrence

Names = Mapping[str, str]
"""By id of an event: the former id under which it is told. Events that are told under their own are not in it."""


def swapped(event: Event) -> Event:
    """The event under its other id; the one it had is then its `alias`."""
    return replace(event, id=event.alias, alias=event.id) if event.alias else event


def swapped_occurrence(occurrence: Occurrence) -> Occurrence:
    """An occurrence of a swapped event."""
    event = occurrence.event
    if not event.alias:
        return occurrence
    return replace(occurrence, id=event.alias + occurrence.id.removeprefix(event.id), event=swapped(event))


def swapped_library(library: Library) -> Library:
    """The library with every event under its other id."""
    return replace(library, events=tuple(sorted(map(swapped, library.events), key=lambda e: e.id)))


def named(library: Library, occurrences: Iterable[Occurrence], names: Names) -> tuple[Library, tuple[Occurrence, ...]]:
    """Library and occurrences as subscribers know them: where `names` has a former id, the present one is the `alias`."""
    with_alias = replace(library, events=tuple(_aliased(e, names) for e in library.events))
    told = (o if o.event.id not in names else replace(o, event=_aliased(o.event, names)) for o in occurrences)
    return swapped_library(with_alias), tuple(map(swapped_occurrence, told))


def _aliased(event: Event, names: Names) -> Event:
    return replace(event, alias=names[event.id]) if event.id in names else event


def former_addresses(library: Library) -> Iterator[tuple[str, Event]]:
    """Every id under which an event once had a page, unless another has it now, with that event."""
    taken = {e.id for e in library.events}
    for event in library.events:
        for former in dict.fromkeys((*event.former_ids, *filter(None, (event.alias,)))):
            if former not in taken:
                taken.add(former)
                yield former, event
