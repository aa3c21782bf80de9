"""The world in parts: what the pages of one township, or of a hundred events, are made from, each with a key.

Invariant: a slice of the site is a function of its part, and of nothing that its key does not hash. So a narrowed world has no
more in it than what is hashed, and a page that asks for more fails at once instead of going stale one day.
"""

from __future__ import annotations

import hashlib
import marshal
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any

from generator.base.diagnostics import Span
from generator.figures.coverage.marks import unit_marks
from generator.figures.coverage.values import Coverage, Totals
from generator.model import Event, Library, Occurrence, Repeat
from generator.pages.evidence.card import Places, places_of
from generator.pages.evidence.entries import REGION, Listed, Place, Roster, listed
from generator.pages.evidence.index import Figures, figures_of
from generator.pages.evidence.rosters import Books, books_of
from generator.pages.narrowing import Narrowing
from generator.pages.snapshots import snapshots_of
from generator.periods import ALL_TIME
from generator.world import World

Row = dict[str, Any]
Mark = bytes
"""A hash of 16 bytes."""

BUCKETS = 64
"""Into so many slices the events' pages are divided: by their ids, so that a new one moves no other."""


def mark_of(*parts: bytes) -> Mark:
    """A hash of the parts in order."""
    h = hashlib.blake2b(digest_size=16)
    for part in parts:
        h.update(len(part).to_bytes(8, "little"))
        h.update(part)
    return h.digest()


_NOWHERE = Span("")
_FIELDS = [f.name for f in fields(Event) if f.name not in ("span", "repeat")]
"""What an event says. Its place in its file moves with every edit above it; only the file's name is public."""
_read = attrgetter(*_FIELDS, "span.path")
_PLAIN = frozenset((str, bool, int, type(None)))


def _event_mark(event: Event) -> bytes:
    said = marshal.dumps([v if v.__class__ in _PLAIN else repr(v) for v in _read(event)], 2)
    return said + _series_mark(event.repeat) if event.repeat else said


def _series_mark(repeat: Repeat) -> bytes:
    """How an event repeats, wherever in its file that is written."""
    changes = tuple(replace(change, span=_NOWHERE) for change in repeat.changes)
    return repr(replace(repeat, changes=changes, span=_NOWHERE)).encode("utf-8", "surrogatepass")


def _marks(world: World) -> dict[str, Mark]:
    """Of each occurrence what it is itself and what the whole event says, which may be something else."""
    whole = {event.id: (event, _event_mark(event)) for event in world.library.events}
    found = {}
    for o in world.occurrences:
        event, said = whole.get(o.event.id, (None, b""))
        own = b"" if o.event is event else _event_mark(o.event)
        dated = repr((o.id, o.start, o.end, o.status, o.original)).encode("utf-8", "surrogatepass")
        found[o.id] = mark_of(said, own, dated)
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """Some occurrences and figures with the rows of these occurrences, and nothing else."""

    world: World
    rows: Mapping[str, Row]


@dataclass(frozen=True)
class Parts:
    """Everything that parts are cut from, worked out once for all of them."""

    world: World
    rows: Mapping[str, Row]

    def work_out(self) -> None:
        """What all parts share, before they are shared out among processes."""
        for wanted in (self.base, self.marks, self.figures, self.places, self.listed, self._own, self._general_mark, self._elsewhere, self.every_figure,
                       self.happenings, self.buckets, self.by_year):  # fmt: skip
            del wanted

    @cached_property
    def base(self) -> Mark:
        """What every page may speak of: places, campaigns, the day; neither events nor figures."""
        world, library = self.world, self.world.library
        whole = (
            world.site, world.as_of, world.years, library.region, library.campaigns, library.sites, library.trails,
            library.speakers, library.workdays, library.observances, library.inspections, _withdrawn(library),
        )  # fmt: skip
        return mark_of(repr(whole).encode("utf-8", "surrogatepass"))

    @cached_property
    def marks(self) -> Mapping[str, Mark]:
        """Of each occurrence by its id, in the order of the world."""
        return _marks(self.world)

    @cached_property
    def figures(self) -> Mapping[str, Mark]:
        """The figures of each township, and those of the region under `REGION`."""
        return self.world.unit_marks or unit_marks(self.world.coverage, _homes(self.world.library))

    @cached_property
    def places(self) -> Places:
        """The townships' places among their like."""
        return places_of(self.world)

    @cached_property
    def listed(self) -> Listed:
        """The rows behind all figures."""
        return listed(self.world)

    @cached_property
    def books(self) -> Books:
        """What is listed on the pages of figures and is no event."""
        return books_of(self.world)

    # Townships

    @cached_property
    def _general(self) -> list[Occurrence]:
        """What concerns every township: what is held for the whole region, and what random checks looked at."""
        checked = {i.item.partition("@")[0] for i in self.world.library.inspections}
        return [o for o in self.world.occurrences if o.event.region_wide or o.event.id in checked]

    @cached_property
    def _general_mark(self) -> Mark:
        return mark_of(*(self.marks[o.id] for o in self._general))

    @cached_property
    def _counted(self) -> Mapping[str, set[str]]:
        """By township: the records of its own and its villages' figures."""
        home = _homes(self.world.library)
        found: dict[str, set[str]] = defaultdict(set)
        for m in self.world.coverage.matrices():
            if m.per in ("township", "village"):
                for unit, row in zip(m.units, m.rows, strict=True):
                    for cell in row:
                        found[unit if m.per == "township" else home.get(unit, REGION)].update(cell.records)
        return found

    @cached_property
    def _own(self) -> Mapping[str, list[Occurrence]]:
        """By township: what names it, what is held at a cultural site in it, and whatever its figures count."""
        library = self.world.library
        found: dict[str, dict[str, Occurrence]] = defaultdict(dict)
        for o in self.world.occurrences:
            site = library.site_by_id.get(o.event.site)
            for code in (*o.event.townships, *((site.township,) if site else ())):
                found[code][o.id] = o
        by_id = {o.id: o for o in self.world.occurrences}
        for code, ids in self._counted.items():
            found[code].update({i: by_id[i] for i in sorted(ids - found[code].keys()) if i in by_id})
        return {code: list(own.values()) for code, own in found.items()}

    @cached_property
    def _elsewhere(self) -> Mapping[str, Mapping[str, list[tuple[str, int]]]]:
        """By township: those records of its figures that only the region's pages number, by those pages: (id, number)."""
        rosters = self.listed.rosters
        found: dict[str, dict[str, list[tuple[str, int]]]] = {}
        for key, numbers in [(place[0], roster.numbers) for place, roster in rosters.items() if place[1] == REGION]:
            for code, ids in self._counted.items():
                away = (ids & numbers.keys()) - self.listed.roster((key, code)).numbers.keys()
                if away:
                    found.setdefault(code, {})[key] = sorted((i, numbers[i]) for i in away)
        return found

    def township_key(self, code: str) -> Mark:
        """Of all that the pages of a township and its villages are made from."""
        places = [(year, self.places.get((code, year))) for year in self.world.years]
        return mark_of(
            self.base, self._general_mark, self.figures.get(code, b""),
            *(self.marks[o.id] for o in self._own.get(code, ())),
            marshal.dumps((places, sorted(self._elsewhere.get(code, {}).items())), 2),
        )  # fmt: skip

    def township(self, code: str) -> Part:
        """What the pages of a township and its villages may see."""
        occurrences = self._together(self._general, self._own.get(code, ()))
        return self._part(occurrences, self._narrowing.of(code))

    @cached_property
    def _narrowing(self) -> Narrowing:
        return Narrowing(self.world.coverage, _homes(self.world.library))

    def entries(self, code: str) -> Listed:
        """The rows behind a township's figures, and of the region's pages the numbers of those that only they have."""
        own = {place: roster for place, roster in self.listed.rosters.items() if place[1] == code}
        away: dict[Place, Roster] = {
            (key, REGION): Roster((), dict(numbers)) for key, numbers in self._elsewhere.get(code, {}).items()
        }
        concerned = (o.id for o in chain(self._general, self._own.get(code, ())))
        ids = dict.fromkeys(chain(concerned, *(roster.numbers for roster in away.values())))
        return Listed({i: self.listed.by_id[i] for i in ids}, {**own, **away})

    def records(self, occurrences: Iterable[Occurrence]) -> Part:
        """Some occurrences without any figure: what lists and the pages of events see."""
        account = self.world.coverage
        nothing = Coverage(
            account.years, replace(account.townships, units=(), rows=(), tallies=()), (), (), (), Totals(None, {}), {}, {}, {},
        )  # fmt: skip
        return self._part(self._together(occurrences), nothing)

    # The region

    @cached_property
    def region_figures(self) -> Figures:
        """The figures of the region's pages, all of which are in the mark of each."""
        return figures_of(self.world, region=True)

    def during(self, key: str) -> tuple[Mark, Callable[[], tuple[World, Listed]]]:
        """What the region's page of one time may see, and its mark: the records of that time and all figures."""
        rosters = self.listed.rosters
        if key == ALL_TIME:  # it says of each record on which year's page it is
            chosen = self.world.occurrences
        else:
            own = [self.world.occurrences[self._order[e.id]] for e in self.listed.roster((key, REGION)).rows]
            chosen = self._together(own, self._at_sites, self._general)
        mark = mark_of(self.base, self.every_figure, *(self.marks[o.id] for o in chosen))

        def part() -> tuple[World, Listed]:
            keys = {place for place in rosters if place[1] == REGION and key in (place[0], ALL_TIME)}
            listed = Listed({o.id: self.listed.by_id[o.id] for o in chosen}, {place: rosters[place] for place in keys})
            return self._part(chosen, self.world.coverage).world, listed

        return mark, part

    def year(self, year: int) -> tuple[Mark, Callable[[], Part]]:
        """What the account of a year may see, and its mark."""
        chosen = tuple(self.by_year.get(year, ()))
        mark = mark_of(self.base, self.every_figure, *(self.marks[o.id] for o in chosen))
        return mark, lambda: self._part(chosen, self.world.coverage)

    @cached_property
    def by_year(self) -> Mapping[int, list[Occurrence]]:
        """What touches each year, in the order of the world."""
        found: dict[int, list[Occurrence]] = defaultdict(list)
        for o in self.world.occurrences:
            for year in range(o.first_day.year, o.last_day.year + 1):
                found[year].append(o)
        return found

    def account(self) -> tuple[Mark, Callable[[], World]]:
        """What the account as a whole may see, which names no record, and its mark."""
        frozen = marshal.dumps(snapshots_of(self.world), 2)
        mark = mark_of(self.base, self.every_figure, frozen)
        return mark, lambda: self.world.narrowed((), self.world.coverage, self.world.snapshots)

    @cached_property
    def every_figure(self) -> Mark:
        """Of all figures."""
        return mark_of(*(self.figures[unit] for unit in sorted(self.figures)))

    @cached_property
    def _at_sites(self) -> list[Occurrence]:
        return [o for o in self.world.occurrences if o.event.site]

    def _together(self, *lists: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
        """Those of all lists, each once, in the order of the world."""
        ids = {o.id for o in chain(*lists)}
        return tuple([self.world.occurrences[place] for place in sorted(map(self._order.__getitem__, ids))])

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {o.id: place for place, o in enumerate(self.world.occurrences)}

    def _part(self, occurrences: tuple[Occurrence, ...], coverage: Coverage) -> Part:
        return Part(self.world.narrowed(occurrences, coverage), {o.id: self.rows[o.id] for o in occurrences})

    # Events

    @cached_property
    def buckets(self) -> Mapping[int, list[Event]]:
        """The events of each slice, in the order of the library."""
        found: dict[int, list[Event]] = defaultdict(list)
        for event in self.world.library.events:
            found[zlib.crc32(event.id.encode()) % BUCKETS].append(event)
        return dict(sorted(found.items()))

    @cached_property
    def happenings(self) -> Mapping[str, list[Occurrence]]:
        """The occurrences of each event."""
        found: dict[str, list[Occurrence]] = defaultdict(list)
        for occurrence in self.world.occurrences:
            found[occurrence.event.id].append(occurrence)
        return found


def _withdrawn(library: Library) -> list[Any]:
    """What is gone from the records but still told of: only the tables by id have it."""
    region = library.region
    villages = {v.id for t in region.townships for v in t.villages}
    return [
        *(t for code, t in library.township_by_code.items() if t not in region.townships),
        *(v for i, v in library.village_by_id.items() if i not in villages),
        *(c for c in library.campaign_by_id.values() if c not in library.campaigns),
        *(s for s in library.site_by_id.values() if s not in library.sites),
    ]


def _homes(library: Library) -> dict[str, str]:
    return {i: v.township for i, v in library.village_by_id.items()}
