"""Where an event is, so that two events can be at one place: 文化礼堂 and 贺村镇文化礼堂 of one township are the same hall.

Invariant: a hall is somebody's. That of a township, that of a village in it and that of another village are three, and only
a hall that is written without any owner may be any of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.check.spelling import plain
from generator.model import Event, Library, Site

_NO_ONE_PLACE = re.compile(r"线上|网上|云端|直播|各")
Venue = tuple[str, str]
"""A cultural site's id and nothing, or a township's code and the words for the place."""


class Owner(NamedTuple):
    """Whose a place is, as far as it was written; nobody's where nothing was."""

    village: str = ""
    unit: str = ""
    """Code of the township or region whose name, and no village's after it, stands before the place."""

    def is_not(self, other: Owner) -> bool:
        """True where both are known and two; a village in one record decides alone against the village in the other."""
        if self.village and other.village:
            return self.village != other.village
        return any(self) and any(other) and (not self.unit or self.unit != other.unit)


Found = Mapping[Venue, Owner]


def is_place(words: str) -> bool:
    """True where the words name one place on the ground, unlike 线上直播间 and 各乡镇集市."""
    return bool(words) and not _NO_ONE_PLACE.search(words)


@dataclass(slots=True)
class Venues:
    """Says of events where they are; what it has to know of the region is looked up once."""

    library: Library
    sites: Mapping[Venue, list[tuple[str, Owner]]] = field(init=False)
    """Ids and owners of cultural sites by township and name."""
    _shortened: dict[Venue, tuple[str, Owner]] = field(init=False, default_factory=dict)
    """What `_short` gives for a township and the words as written: its villages hold theirs in few words."""
    _known: dict[tuple[object, ...], Found] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        sites: dict[Venue, list[tuple[str, Owner]]] = {}
        for site in self.library.site_by_id.values():
            words, owner = self._short(site.name, site.township)
            sites.setdefault((site.township, words), []).append((site.id, _owner_of(site, owner)))
        self.sites = sites

    def of(self, event: Event) -> Found:
        """What says that two events are at one place, and whose each place is."""
        key = (event.site, event.place, event.village, event.townships)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look(event)
        return found

    def same(self, one: Event, other: Event) -> bool:
        """True where both events are at one place."""
        return not self.apart(one, other)

    def apart(self, one: Event, other: Event) -> bool:
        """True where no place is one: a hall of the same name that is another's is another hall."""
        here, there = self.of(one), self.of(other)
        return all(here[venue].is_not(there[venue]) for venue in here if venue in there)

    def _look(self, event: Event) -> Found:
        if event.site:
            return {(event.site, ""): Owner()}
        found: dict[Venue, Owner] = {}
        for code in (event.townships or ("",)) if is_place(event.place) else ():
            short = self._shortened.get((code, event.place))
            if short is None:
                short = self._shortened[code, event.place] = self._short(event.place, code)
            words, named = short
            owner = Owner(event.village or named.village, named.unit)
            found[code, words] = owner
            for site, whose in self.sites.get((code, words), ()):
                if not owner.is_not(whose):
                    found[site, ""] = Owner()
        return found

    def _short(self, place: str, code: str) -> tuple[str, Owner]:
        """The words for a place without the names of region, township and village before it, and the last one named."""
        region = self.library.region
        words, unit = plain(place), ""
        if (rest := _without(words, region.name)) != words:
            words, unit = rest, region.code
        township = self.library.township_by_code.get(code)
        if township is None:
            return words, Owner(unit=unit)
        if (rest := _without(words, township.name)) != words:
            words, unit = rest, code
        for village in sorted(township.villages, key=lambda v: -len(v.name)):  # 岭头 and 岭头村 may both be one
            if (rest := _without(words, village.name)) != words:
                return rest, Owner(village.id)
        return words, Owner(unit=unit)


def _owner_of(site: Site, named: Owner) -> Owner:
    """Whose a site is: one in a village that is called by a name of its own is the township's as well."""
    if named.village or not site.village:
        return named
    return Owner(site.village, named.unit or site.township)


def _without(words: str, name: str) -> str:
    """Words without a name at their beginning; a place that is called by the name alone keeps it."""
    rest = words.removeprefix(plain(name))
    return rest or words
