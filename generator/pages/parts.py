"""The world in parts: what the pages of one township, or of a hundred events, are made from, each with a key.

Invariant: a slice of the site is a function of its part, and of nothing that its key does not hash. So a narrowed world has no
more in it than what is hashed, and a page that asks for more fails at once instead of going stale one day.
"""

from __future__ import annotations

import hashlib
import marshal
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any

from generator.figures.coverage.marks import unit_marks
from generator.figures.coverage.values import Coverage, Matrix, Tally, Totals
from generator.figures.opendata.tables import Table, Tables
from generator.model import Event, Library, Occurrence
from generator.pages.evidence.card import Places, places_of
from generator.pages.evidence.entries import REGION, Listed, Place, Roster, listed
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


_FIELDS = [f.name for f in fields(Event) if f.name != "span"]
"""What an event says. Its place in its file moves with every edit above it; only the file's name is public."""
_read = attrgetter(*_FIELDS, "span.path")
_PLAIN = frozenset((str, bool, int, type(None)))


def _event_mark(event: Event) -> bytes:
    return marshal.dumps([v if v.__class__ in _PLAIN else repr(v) for v in _read(event)], 2)


def _mark(o: Occurrence, known: dict[int, bytes]) -> Mark:
    """`known` is filled: the occurrences of a series mostly share their event."""
    said = known.get(id(o.event))
    if said is None:
        said = known[id(o.event)] = _event_mark(o.event)
    return mark_of(said, repr((o.id, o.start, o.end, o.status, o.original)).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Parts:
    """Everything that parts are cut from, worked out once for all of them."""

    world: World
    rows: Mapping[str, Row]

    def work_out(self) -> None:
        """What all parts share, before they are shared out among processes."""
        for wanted in (self.base, self.marks, self.figures, self.places, self.listed, self._own, self._general_mark, self._elsewhere,
                       self.happenings, self.buckets):  # fmt: skip
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
        known: dict[int, bytes] = {}
        return {o.id: _mark(o, known) for o in self.world.occurrences}

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
    def whole(self) -> Mark:
        """Of every record and figure."""
        return mark_of(self.base, *self.marks.values(), *(self.figures[u] for u in sorted(self.figures)))

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
    def _own(self) -> Mapping[str, list[Occurrence]]:
        """By township: what names it, and what is held at a cultural site in it."""
        library = self.world.library
        found: dict[str, list[Occurrence]] = defaultdict(list)
        for o in self.world.occurrences:
            site = library.site_by_id.get(o.event.site)
            for code in dict.fromkeys((*o.event.townships, *((site.township,) if site else ()))):
                found[code].append(o)
        return found

    @cached_property
    def _elsewhere(self) -> Mapping[str, Mapping[str, list[tuple[str, int]]]]:
        """By township: those records of its figures that only the region's pages number, by those pages: (id, number)."""
        rosters = self.listed.rosters
        found: dict[str, dict[str, list[tuple[str, int]]]] = {}
        for code, ids in _counted(self.world.coverage, _homes(self.world.library)).items():
            for key in {place[0] for place in rosters}:
                numbers = rosters[key, REGION].numbers
                own = rosters[key, code].numbers if (key, code) in rosters else {}
                away = sorted((i, numbers[i]) for i in ids if i in numbers and i not in own)
                if away:
                    found.setdefault(code, {})[key] = away
        return found

    def township_key(self, code: str) -> Mark:
        """Of all that the pages of a township and its villages are made from."""
        places = [(year, self.places.get((code, year))) for year in self.world.years]
        return mark_of(
            self.base, self._general_mark, self.figures.get(code, b""),
            *(self.marks[o.id] for o in self._own.get(code, ())),
            marshal.dumps((places, sorted(self._elsewhere.get(code, {}).items())), 2),
        )  # fmt: skip

    def township(self, code: str) -> World:
        """The world as far as the pages of a township and its villages may see it."""
        world, library = self.world, self.world.library
        ids = {o.id for o in chain(self._general, self._own.get(code, ()))}
        occurrences = tuple(o for o in world.occurrences if o.id in ids)
        events = {o.event.id for o in occurrences}
        units = {code, *(v.id for v in library.village_by_id.values() if v.township == code)}
        return world.narrowed(
            events=tuple(e for e in library.events if e.id in events),
            occurrences=occurrences,
            coverage=_narrowed(world.coverage, units),
            tables=_without_events(world.tables),
        )

    def entries(self, code: str) -> Listed:
        """The rows behind a township's figures, and of the region's pages the numbers of those that only they have."""
        own = {place: roster for place, roster in self.listed.rosters.items() if place[1] == code}
        away: dict[Place, Roster] = {
            (key, REGION): Roster((), dict(numbers)) for key, numbers in self._elsewhere.get(code, {}).items()
        }
        ids = {o.id for o in chain(self._general, self._own.get(code, ()))} | {
            i for r in away.values() for i in r.numbers
        }
        return Listed({i: self.listed.by_id[i] for i in ids}, {**own, **away})

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


def _counted(account: Coverage, home: Mapping[str, str]) -> dict[str, set[str]]:
    """Township → the records of its own and its villages' figures."""
    found: dict[str, set[str]] = defaultdict(set)
    for m in account.matrices():
        if m.per in ("township", "village"):
            for unit, row in zip(m.units, m.rows, strict=True):
                found[unit if m.per == "township" else home.get(unit, REGION)].update(
                    chain.from_iterable(c.records for c in row)
                )
    return found


def _narrowed(account: Coverage, units: set[str]) -> Coverage:
    """The account of some townships and villages, without the region's and everybody else's."""

    def cut(m: Matrix) -> Matrix:
        keep = [place for place, unit in enumerate(m.units) if unit in units]
        nothing = tuple(Tally(p.id, 0, 0, 0, 0, 0) for p in m.periods)
        return replace(m, units=tuple(m.units[i] for i in keep), rows=tuple(m.rows[i] for i in keep), tallies=nothing)

    return replace(
        account,
        townships=cut(account.townships),
        region=tuple(map(cut, account.region)),
        targets=tuple(map(cut, account.targets)),
        general=tuple(map(cut, account.general)),
        by_year=(),
        total=Totals(None, {}),
        by_township={u: f for u, f in account.by_township.items() if u in units},
        by_village={u: f for u, f in account.by_village.items() if u in units},
        by_site={},
        breakdowns=tuple(b for b in account.breakdowns if b.unit in units),
    )


def _without_events(tables: Tables) -> Tables:
    def empty(table: Table) -> Table:
        return replace(table, rows=())

    return replace(
        tables,
        events=empty(tables.events),
        events_townships=empty(tables.events_townships),
        events_audiences=empty(tables.events_audiences),
        events_laws=empty(tables.events_laws),
    )
