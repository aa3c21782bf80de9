"""Where an event is, so that two events can be at one place: 文化礼堂 and 贺村镇文化礼堂 of one township are the same hall."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from generator.model import Event, Library

_NO_ONE_PLACE = re.compile(r"线上|网上|云端|直播|各")
Venue = tuple[str, str]
"""A cultural site's id and nothing, or a township's code and the words for the place."""


def is_place(words: str) -> bool:
    """True where the words name one place on the ground, unlike 线上直播间 and 各乡镇集市."""
    return bool(words) and not _NO_ONE_PLACE.search(words)


@lru_cache(maxsize=10_000)
def plain(words: str) -> str:
    """Words without spaces and differences of width and case."""
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold()


@dataclass(slots=True)
class Venues:
    """Says of events where they are; what it has to know of the region is looked up once."""

    library: Library
    sites: Mapping[Venue, str] = field(init=False)
    """Ids of cultural sites by township and name."""
    _known: dict[tuple[object, ...], tuple[tuple[Venue, ...], str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.sites = {
            (s.township, self._short(s.name, s.township)[0]): s.id
            for s in reversed(tuple(self.library.site_by_id.values()))
        }

    def of(self, event: Event) -> tuple[Venue, ...]:
        """What says that two events are at one place."""
        return self._found(event)[0]

    def same(self, one: Event, other: Event) -> bool:
        """True where both events are at one place."""
        return not set(self.of(one)).isdisjoint(self.of(other)) and not self.apart(one, other)

    def apart(self, one: Event, other: Event) -> bool:
        """True where words for a place mean two places: a hall of the same name in another village is another hall."""
        here, there = self._found(one)[1], self._found(other)[1]
        return bool(here and there) and here != there

    def _found(self, event: Event) -> tuple[tuple[Venue, ...], str]:
        key = (event.site, event.place, event.village, event.townships)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look(event)
        return found

    def _look(self, event: Event) -> tuple[tuple[Venue, ...], str]:
        """The venues, and the village that the words are about; empty where the place has a name of its own."""
        if event.site:
            return ((event.site, ""),), ""
        if not is_place(event.place):
            return (), ""
        found: list[Venue] = []
        village = event.village
        for code in event.townships or ("",):
            words, named = self._short(event.place, code)
            site = self.sites.get((code, words))
            found.append((site, "") if site else (code, words))
            village = village or named
        return tuple(found), "" if all(not words for _, words in found) else village

    def _short(self, place: str, code: str) -> tuple[str, str]:
        """The words for a place without the names of region, township and village before it, and that village's id."""
        words = _without(plain(place), plain(self.library.region.name))
        unit = self.library.township_by_code.get(code)
        if unit is None:
            return words, ""
        words = _without(words, plain(unit.name))
        for village in sorted(unit.villages, key=lambda v: -len(v.name)):
            rest = _without(words, plain(village.name))
            if rest != words:
                return rest, village.id
        return words, ""


def _without(words: str, name: str) -> str:
    """Words without a name at their beginning; a place that is called by the name alone keeps it."""
    rest = words.removeprefix(name)
    return rest or words
