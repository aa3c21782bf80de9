"""The register recovered from the calendar files of a published site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from generator import addresses
from generator.feeds.catalogue import REMIND, audience_ids, path_of
from generator.feeds.entry import Placement, placement_of
from generator.feeds.kinds import EVERYONE
from generator.feeds.reading import Told, told, zone_of
from generator.gazetteer.zones import fixed_offset
from generator.model import Event, Library
from generator.register.record import Published, Register

CALENDARS = "calendars/"
ALL = path_of("all")


@dataclass(slots=True)
class _Seen:
    """In which feeds an entry was seen."""

    told: Told
    campaigns: set[str]
    townships: set[str]
    villages: set[str]
    sites: set[str]
    audiences: set[str]


def rebuilt(paths: Iterable[str], read: Callable[[str], bytes], library: Library, as_of: date) -> Register:
    """The register of a published site, whose files are named by `paths` (below its root) and read by `read`.

    The days of first publication are lost, and so are the digests of former changes; numbers, times and hashes are whole.
    """
    seen: dict[str, _Seen] = {}
    shown: dict[str, set[str]] = defaultdict(set)
    archives = []
    zone = ""
    for path in sorted(paths):
        if not path.startswith(CALENDARS) or not path.endswith(".ics") or path.endswith(REMIND):
            continue
        feed = _feed_of(path, library)
        if feed != path:
            archives.append(path)
        kind, _, rest = feed.removeprefix(CALENDARS).removesuffix(".ics").partition("/")
        data = read(path)
        zone = zone or zone_of(data)
        for entry in told(data):
            if entry.region != library.region.code:
                continue
            found = seen.setdefault(entry.id, _Seen(entry, set(), set(), set(), set(), set()))
            named = getattr(found, kind, None) if "/" not in rest else None
            if isinstance(named, set):
                named.add(rest)
                shown[kind].add(rest)
    words = {identifier: word for word, identifier in audience_ids(library.region.audiences).items()}
    events = {former: e for e in library.events for former in e.former_ids} | {e.id: e for e in library.events}
    entries = {i: _line(s, library, shown, words, as_of, events.get(s.told.event)) for i, s in seen.items()}
    return Register(library.region.code, entries, timezone=zone, archives=tuple(archives))


def _feed_of(path: str, library: Library) -> str:
    """The feed that a file is, or of which it is an archive: a campaign may be called after a year itself."""
    feed, year, _ = addresses.archived(path)
    if not year or feed == ALL:
        return feed
    tables: dict[str, Collection[str]] = {
        "campaigns": library.campaign_by_id,
        "townships": library.township_by_code,
        "villages": library.village_by_id,
        "sites": library.site_by_id,
        "audiences": audience_ids(library.region.audiences).values(),
    }
    kind, _, stem = feed.removeprefix(CALENDARS).removesuffix(".ics").partition("/")
    _, _, rest = path.removeprefix(CALENDARS).removesuffix(".ics").partition("/")
    if kind == "townships" and "/" in stem:  # of one campaign in one township
        kind, stem, rest = "campaigns", stem.partition("/")[2], rest.partition("/")[2]
    known = tables.get(kind, ())
    return feed if rest not in known and stem in known else path


def _line(
    seen: _Seen,
    library: Library,
    shown: Mapping[str, set[str]],
    words: Mapping[str, str],
    as_of: date,
    event: Event | None,
) -> Published:
    entry, facts = seen.told, seen.told.facts
    placement = _placement(seen, library, shown, words)
    if event is not None and _explains(placement_of(event), seen, placement):
        placement = placement_of(event)
    if event is not None and event.status == "已办" and facts.status == "确定":
        facts = facts._replace(status="已办")
    offset = fixed_offset(library.region.timezone) or timedelta(0)
    day = min((entry.numbers.modified + offset).date(), as_of) if entry.numbers.modified else as_of
    return Published(
        id=entry.id,
        event=entry.event,
        numbers=entry.numbers,
        digest=entry.digest,
        first=day,
        last=day,
        facts=facts,
        placement=placement,
        override=entry.override,
        also=_elsewhere(seen, placement),
        withdrawn=day if event is None and facts.status == "取消" else None,
    )


def _explains(place: Placement, seen: _Seen, guess: Placement) -> bool:
    """Whether an entry of that place would be seen where this one was, and perhaps, from former times, elsewhere too."""
    audiences = () if EVERYONE in place.audiences else tuple(sorted(place.audiences))
    return (
        place.campaign in seen.campaigns
        and place.wide == guess.wide
        and set(place.townships) <= seen.townships
        and (not place.village or place.village in seen.villages)
        and (not place.site or place.site in seen.sites)
        and audiences == tuple(sorted(guess.audiences))
    )


def _elsewhere(seen: _Seen, place: Placement) -> tuple[Placement, ...]:
    """Where an entry was seen that belongs to `place`: it once belonged there."""
    where = [place]
    if not place.wide and (others := seen.townships - set(place.townships)):
        where.append(place._replace(townships=tuple(sorted(others)), village="", site=""))
    if place.village:
        villages = sorted(seen.villages - {place.village})
        where += [place._replace(townships=(v.partition("-")[0],), village=v, site="") for v in villages]
    found = [one._replace(campaign=c) for one in where for c in sorted(seen.campaigns)]
    found += [place._replace(site=s) for s in sorted(seen.sites - {place.site})]
    return tuple(dict.fromkeys(one for one in found if one != place))


def _placement(seen: _Seen, library: Library, shown: Mapping[str, set[str]], words: Mapping[str, str]) -> Placement:
    """Where an entry belongs, from where it was seen: in every township's feed is in the whole region, and so on."""
    wide = len(shown["townships"]) > 1 and seen.townships == shown["townships"]
    townships = () if wide else tuple(sorted(seen.townships))
    village = ""
    if not wide and len(seen.villages) == 1:
        (only,) = seen.villages
        siblings = [v for t in library.region.townships if t.code in townships for v in t.villages]
        village = only if len(siblings) > 1 else ""
    everyone = seen.audiences == shown["audiences"]
    audiences = () if everyone else tuple(words[i] for i in sorted(seen.audiences) if i in words)
    return Placement(min(seen.campaigns, default=""), townships, wide, village, min(seen.sites, default=""), audiences)
