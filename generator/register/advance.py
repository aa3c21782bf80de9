"""From what subscribers were told to what publishing now would tell them: numbers, changes, the register's next state.

Invariants: SEQUENCE never falls and rises with time, place or status, with the region's time zone, and of an exception
with its series, and else never; LAST-MODIFIED rises with every change that
a subscriber can see; where nothing changes, nothing is written. The clock has no say but through `as_of`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
from operator import attrgetter

from generator.base.artifacts import SiteInfo
from generator.feeds.aliases import named, swapped_library, swapped_occurrence
from generator.feeds.build import Division, Issue, divide, may_divide
from generator.feeds.entry import WINDOW, Entry, Numbers, Placement, Trace, placement_of
from generator.feeds.series import entries, in_order
from generator.feeds.syndication import News
from generator.feeds.vevent import Setting, entry
from generator.model import Library, Occurrence
from generator.register.identity import entries_of_pages, inward, names_of, outward, with_pages
from generator.register.record import Change, ChangeKind, Published, Register
from generator.register.steps import kind_of, lifted, retold
from generator.register.withdrawn import Completed, completed, days_of_series
from generator.schedule import moment, order

REMEMBERED = timedelta(days=3660)
"""For how long the digests of publications are kept, each with a page: longer than any plan runs."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that is told, and the register as it will be when that is published.

    `library` and `occurrences` have what was withdrawn. `changes` are those of this publication; `first` is True where
    nothing was published before: then everything is new and nothing has changed.
    """

    library: Library
    occurrences: tuple[Occurrence, ...]
    entries: tuple[Entry, ...]
    numbers: Mapping[str, Numbers]
    also: Mapping[str, tuple[Placement, ...]]
    kept: tuple[Placement, ...]
    """Places that entries once had, or had when they were withdrawn, each once."""
    register: Register
    changes: tuple[Change, ...]
    first: bool
    moved: frozenset[str] = frozenset()
    """Ids of the entries of which a reader had to learn within a year that they were moved or called off."""

    rezoned: bool = False
    """Whether the times of all that was told are now those of another zone."""
    division: Division | None = None
    """Which entry stands in which file, where that had to be known for the register's list of archives."""

    def issue(self, news: Sequence[News] = ()) -> Issue:
        """What feeds are made of."""
        archives = self.register.archives
        return Issue(self.entries, self.numbers, self.also, self.kept, news, self.moved, archives, self.division)


def advance(
    library: Library, occurrences: Sequence[Occurrence], register: Register | None, site: SiteInfo, as_of: date
) -> Outcome:
    """What publishing on `as_of` tells. Without a register everything is told for the first time."""
    found = _by_pages(library, occurrences, register, site, as_of)
    changes = found.register.changes
    found = replace(
        found, moved=frozenset(c.id for c in changes if c.kind != "新增" and c.publication + WINDOW >= as_of)
    )
    if not may_divide(found.issue()):  # all but very large regions
        return found
    division = divide(found.library, site, as_of, found.issue())
    made = {archive.feed.path for archive in division.archives}
    before = found.register.archives
    if not made <= set(before):
        found = replace(found, register=replace(found.register, archives=tuple(sorted(made.union(before)))))
        if before:  # the first archives take whole years, the oldest first, and would take the same again
            division = divide(found.library, site, as_of, found.issue())
    return replace(found, division=division)


def _by_pages(
    library: Library, occurrences: Sequence[Occurrence], register: Register | None, site: SiteInfo, as_of: date
) -> Outcome:
    """As `advance`, without the archives of feeds."""
    before = register or Register(library.region.code)
    names = names_of(library, occurrences, register, as_of)
    known = inward(before)
    if not names and known is before:
        found = _advance(library, occurrences, before, site, as_of)
        return replace(found, library=with_pages(found.library, found.register))
    found = _advance(*named(library, occurrences, names), known, site, as_of)
    kept = outward(found.register, names, before)
    return replace(
        found,
        library=with_pages(swapped_library(found.library), kept),
        occurrences=tuple(sorted(map(swapped_occurrence, found.occurrences), key=order)),
        entries=entries_of_pages(found.entries, names),
        register=kept,
    )


def _advance(
    library: Library, occurrences: Sequence[Occurrence], before: Register, site: SiteInfo, as_of: date
) -> Outcome:
    """As `advance`, of events by the ids that subscribers know."""
    zone = library.region.timezone
    rezoned = before.timezone not in ("", zone)
    known = {identifier: p.trace for identifier, p in before.entries.items()}
    setting = Setting(library, site, as_of)
    told = entries(occurrences, setting, known)
    withdrawn: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    if before.entries:
        whole = completed(library, occurrences, chain.from_iterable(told), before, as_of)
        setting = Setting(whole.library, site, as_of)
        if whole.touched:
            told = _again(told, occurrences, whole, setting, known)
        series = {e.id for e in chain.from_iterable(told)}  # a series all of whose days are called off is told as one
        told += [(_ghost(entry(ghost, setting), before),) for ghost in whole.ghosts if ghost.id not in series]
        library, occurrences, withdrawn = whole.library, whole.occurrences, whole.withdrawn
        silent = frozenset(ghost.id for ghost in whole.ghosts)
    every = tuple(in_order(told))
    now = moment(as_of) - setting.offset
    base = {e.id: placement_of(e) for e in library.events}
    numbers: dict[str, Numbers] = {}
    also: dict[str, tuple[Placement, ...]] = {}
    lines = dict(before.entries)
    changes: list[Change] = []
    for e in sorted(every, key=attrgetter("override")):  # an exception's number depends on its series'
        of_series = _as_in_series(e, before) if e.id not in before.entries else None
        former = before.entries.get(e.id) or (of_series if e.override else None)
        places = _places(e, former, base, before)
        if places:
            also[e.id] = places
        line = _next_line(e, former, places, as_of, now, gone=e.id in withdrawn, rezoned=rezoned)
        if e.override and e.event in numbers:
            line = lifted(line, numbers[e.event].sequence, max(now, e.stamp) if e.told else now, as_of)
        numbers[e.id] = line.numbers
        if line is not former:
            lines[e.id] = line
            was = former or of_series
            if before.entries and e.id not in silent and (kind := kind_of(e.facts, was.facts if was else None, as_of)):
                changes.append(_change(as_of, kind, e, was))
    after = before
    if lines != before.entries or before.timezone != zone:
        recent = tuple(c for c in before.changes if c.publication + REMEMBERED >= as_of)
        after = replace(before, entries=lines, changes=tuple(dict.fromkeys((*recent, *changes))), timezone=zone)
    kept = {place for places in also.values() for place in places} | {e.placement for e in every if e.id in withdrawn}
    return Outcome(
        library=library,
        occurrences=tuple(occurrences),
        entries=every,
        numbers=numbers,
        also=also,
        kept=tuple(sorted(kept)),
        register=after,
        changes=tuple(changes),
        first=not before.entries,
        rezoned=rezoned and bool(before.entries),
    )


def _again(
    told: Sequence[tuple[Entry, ...]],
    occurrences: Sequence[Occurrence],
    whole: Completed,
    setting: Setting,
    known: Mapping[str, Trace],
) -> list[tuple[Entry, ...]]:
    """The entries with those of the touched events made anew; the others are as they were."""
    kept = {o.id: group for o, group in zip(occurrences, told, strict=True) if o.event.id not in whole.touched}
    again = [o for o in whole.occurrences if o.event.id in whole.touched]
    kept |= {o.id: group for o, group in zip(again, entries(again, setting, known), strict=True)}
    return [kept[o.id] for o in whole.occurrences]


def _ghost(entry: Entry, before: Register) -> Entry:
    """A series told one by one: the register keeps its rule and days, by which the next publication knows it again."""
    was = before.entries[entry.id].facts
    return entry._replace(facts=entry.facts._replace(rule=was.rule, left_out=was.left_out))


def _as_in_series(entry: Entry, before: Register) -> Published | None:
    """What was told so far of an occurrence that is now told apart from its published series: what the series told of it."""
    series = before.entries.get(entry.event)
    day = entry.facts.day
    if series is None or day is None or series.withdrawn is not None or day not in days_of_series(series.facts):
        return None
    shift = moment(day) - moment(series.trace.day)
    facts = series.facts._replace(
        start=series.facts.start + shift, end=series.facts.end + shift, rule="", left_out=(), day=day
    )
    return replace(series, id=entry.id, digest="", facts=facts, override=True, withdrawn=None)


def _places(
    entry: Entry, former: Published | None, base: Mapping[str, Placement], before: Register
) -> tuple[Placement, ...]:
    """Where an entry once was, and where the series is and was that it is an exception of."""
    found = [*former.also, former.placement] if former else []
    if entry.override:
        found.append(base[entry.event])
        series = before.entries.get(entry.event)
        found += [*series.also, series.placement] if series else []
    return tuple(place for place in dict.fromkeys(found) if place != entry.placement)


def _next_line(
    entry: Entry,
    former: Published | None,
    places: tuple[Placement, ...],
    as_of: date,
    now: datetime,
    *,
    gone: bool,
    rezoned: bool,
) -> Published:
    """The register's line of an entry: the former one itself where nothing changes."""
    digest = entry.digest
    if former is None:
        return Published(
            entry.id, entry.event, Numbers(0, entry.stamp if entry.told else None), digest, as_of, as_of, entry.facts, entry.placement, entry.override, places,
            as_of if gone else None,
        )  # fmt: skip
    withdrawn = (former.withdrawn or as_of) if gone else None
    if digest == former.digest and not rezoned:
        if (entry.placement, places, withdrawn) == (former.placement, former.also, former.withdrawn):
            return former
        return replace(former, placement=entry.placement, also=places, withdrawn=withdrawn, last=as_of)
    newest = max(now, entry.stamp) if entry.told else now
    line = retold(
        former,
        entry.facts,
        digest,
        override=entry.override,
        newest=newest,
        as_of=as_of,
        withdrawn=withdrawn,
        rezoned=rezoned,
    )
    return replace(line, placement=entry.placement, also=places)


def _change(as_of: date, kind: ChangeKind, entry: Entry, former: Published | None) -> Change:
    was = former.facts if former else entry.facts
    return Change(as_of, kind, entry.id, was.start, was.end, was.where)
