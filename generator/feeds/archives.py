"""Feeds that would grow too large: the oldest ended years go to archives beside them (`all-2023.ics`).

Subscribers report that Google drops what lies beyond about a million bytes, without a word. Invariant: every entry of a
feed is in it or in one of its archives; what still has to reach phones (it is coming, or lately over and moved or called
off) stays; a feed that is small enough is as if there were no archives. Other changes keep nothing: a new address of the
site changes every entry, and nobody must miss a happening for it. An archive that was published is there for good.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from generator import addresses
from generator.feeds.catalogue import Feed
from generator.feeds.entry import WINDOW, Entry
from generator.feeds.kinds import KINDS
from generator.model import OFF

LIMIT = 900_000
"""Bytes that no feed exceeds as long as anything may go to its archives."""
HEAD = 4_000
"""More than the head of any calendar has; so a feed well below the limit need not be measured."""
NUMBERS = 100
"""More than DTSTAMP, LAST-MODIFIED and SEQUENCE of an entry have."""
_LEAVE = (0, 0, 0)
_UNPROMISED = 1


class Archive(NamedTuple):
    """A file with what a feed no longer has, and the positions of its entries. No `year`: the feed itself.

    One that was published and has nothing left has no positions.
    """

    feed: Feed
    positions: tuple[int, ...]
    year: int = 0


@dataclass(slots=True)
class Shelves:
    """Divides feeds. `sizes` are the bytes of each entry; how long ago each was over is worked out when first needed."""

    told: Sequence[Entry]
    sizes: Sequence[int]
    moved: Collection[str]
    """Ids of what was moved or called off within a year."""
    as_of: date
    head: Callable[[Feed], int]
    """The bytes of a feed without entries."""
    paths: Collection[str]
    """Every address that is taken."""
    published: Collection[str] = ()
    """Every archive that there ever was."""
    limit: int = LIMIT
    _bins: list[tuple[int, int, int]] = field(default_factory=list)
    _years: list[int] = field(default_factory=list)
    _former: dict[str, dict[str, tuple[int, int]]] | None = None
    """By feed: its published archives, each with its year and part."""

    def divided(self, feed: Feed, positions: Sequence[int]) -> Iterator[Archive]:
        """The feed with what it keeps, then its archives, the oldest first."""
        size = sum(map(self.sizes.__getitem__, positions))
        former = self._published(feed)
        if not KINDS[feed.kind].divided or (size + HEAD <= self.limit and not former):
            yield Archive(feed, tuple(positions))
            return
        room = self.limit - self.head(feed)
        moved = self._moved(positions, size - room, {year for year, _ in former.values()})
        yield Archive(feed, tuple(p for p in positions if p not in moved))
        by_year: dict[int, list[int]] = defaultdict(list)
        for position in positions:
            if position in moved:
                by_year[self._years[position]].append(position)
        found = [
            Archive(self._archive(feed, year, number), tuple(part), year)
            for year in by_year
            for number, part in enumerate(self._parts(by_year[year]), 1)
        ]
        paths = {archive.feed.path for archive in found}
        found += [
            Archive(self._named(feed, path, year, number), (), year)
            for path, (year, number) in former.items()
            if path not in paths
        ]
        yield from sorted(found, key=lambda a: (a.year, len(a.feed.path), a.feed.path))

    def _published(self, feed: Feed) -> dict[str, tuple[int, int]]:
        if self._former is None:
            self._former = {}
            for path in self.published:
                of, year, number = addresses.archived(path)
                if path not in self.paths:
                    self._former.setdefault(of, {})[path] = (year, number)
        return self._former.get(feed.path, {})

    def _moved(self, positions: Sequence[int], surplus: int, years: Collection[int]) -> set[int]:
        """Whole bins, the oldest first, until so many bytes are gone; what is unpromised of `years` in any case."""
        if not self._bins:
            self._sort_out()
        bins: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for position in positions:
            if self._bins[position] != _LEAVE:
                bins[self._bins[position]].append(position)
        moved: set[int] = set()
        for key in sorted(bins, key=lambda key: (key[0] != _UNPROMISED or key[1] not in years, key)):
            if surplus <= 0 and not (key[0] == _UNPROMISED and key[1] in years):
                break
            moved.update(bins[key])
            surplus -= sum(map(self.sizes.__getitem__, bins[key]))
        return moved

    def _sort_out(self) -> None:
        """When each entry may go: by years that nobody is promised anything of, by ended years, by months of this year.

        A series and what differs from it go together.
        """
        over: dict[str, date] = {}
        fresh: dict[str, bool] = {}
        names = [e.event if e.override or e.facts.rule else e.id for e in self.told]
        for e, name in zip(self.told, names, strict=True):
            last = e.facts.last.date()
            recent = (e.facts.status in OFF or e.id in self.moved) and last + WINDOW >= self.as_of
            over[name] = max(over.get(name, last), last)
            fresh[name] = fresh.get(name, False) or recent
        self._years = [over[name].year for name in names]
        self._bins = [_LEAVE if fresh[name] else self._bin(over[name]) for name in names]

    def _bin(self, over: date) -> tuple[int, int, int]:
        if over.year < self.as_of.year:
            return (_UNPROMISED if over + WINDOW < self.as_of else 2, over.year, 0)
        if over < self.as_of.replace(day=1):
            return (3, over.year, over.month)
        return _LEAVE

    def _parts(self, positions: Sequence[int]) -> Iterator[list[int]]:
        """One year in files that keep to the limit."""
        part: list[int] = []
        size = 0
        for position in positions:
            if part and size + self.sizes[position] > self.limit - HEAD:
                yield part
                part, size = [], 0
            part.append(position)
            size += self.sizes[position]
        yield part

    def _archive(self, feed: Feed, year: int, number: int) -> Feed:
        path = addresses.archive(feed.path, year, number)
        if path in self.paths:  # a campaign may be called after a year
            path = addresses.archive(feed.path, year, number, apart=True)
        return self._named(feed, path, year, number)

    def _named(self, feed: Feed, path: str, year: int, number: int) -> Feed:
        name = f"{feed.name}·{year}年{f'（{number}）' if number > 1 else ''}"
        return feed._replace(path=path, name=name, description=f"{year}年办完的活动，不再变动。{feed.description}")
