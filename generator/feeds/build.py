"""All feeds of a site. Every VEVENT is serialised once and its bytes are put into each feed that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import blake2b

from generator.artifacts import Artifact, Planned, SiteInfo
from generator.feeds import syndication
from generator.feeds.catalogue import Feed, catalogue, members
from generator.feeds.ics import Header, calendar, vtimezone
from generator.feeds.vevent import Setting, vevent
from generator.model import Library, Occurrence


def plan_feeds(
    library: Library,
    occurrences: Sequence[Occurrence],
    site: SiteInfo,
    as_of: date,
    sequences: Mapping[str, int] | None = None,
) -> Iterator[Planned]:
    """Every calendar file, the Atom feed and the JSON feed; a calendar is put together only when it is asked for.

    `occurrences` as `schedule.occurrences` gives them (feeds keep that order). Raises ValueError for a zone whose clocks
    change.
    """
    setting = Setting(library, site, as_of, sequences or {})
    zone = vtimezone(library.region.timezone)
    made = fragments(occurrences, setting)
    pieces = [made[o.id] for o in occurrences]
    marks = [blake2b(piece, digest_size=16).digest() for piece in pieces]
    inside = members(library, occurrences)
    for feed in catalogue(library):
        positions = inside[feed.path]
        header = _header(feed, setting)
        key = blake2b(repr(header).encode() + zone, digest_size=16)
        key.update(b"".join([marks[p] for p in positions]))
        yield Planned(feed.path, key.hexdigest(), _maker(header, zone, pieces, positions))
    for make in (syndication.atom, syndication.json_feed):
        artifact = make(occurrences, setting)
        yield Planned(artifact.path, blake2b(artifact.data, digest_size=16).hexdigest(), partial(_data, artifact))


def feeds(
    library: Library,
    occurrences: Sequence[Occurrence],
    site: SiteInfo,
    as_of: date,
    sequences: Mapping[str, int] | None = None,
) -> Iterator[Artifact]:
    """The same files with their bytes, one at a time."""
    for item in plan_feeds(library, occurrences, site, as_of, sequences):
        yield Artifact(item.path, item.make())


def _maker(header: Header, zone: bytes, pieces: list[bytes], positions: tuple[int, ...]) -> Callable[[], bytes]:
    return lambda: calendar(header, zone, (b"".join([pieces[p] for p in positions]),))


def _data(artifact: Artifact) -> bytes:
    return artifact.data


def fragments(occurrences: Sequence[Occurrence], setting: Setting) -> dict[str, bytes]:
    """The VEVENT of each occurrence by its id."""
    return {o.id: vevent(o, setting) for o in occurrences}


def _header(feed: Feed, setting: Setting) -> Header:
    return Header(
        name=feed.name,
        description=feed.description,
        uid=feed.uid(setting.library),
        source=feed.url(setting.site),
        page=setting.site.url + feed.page,
        tz_name=setting.library.region.timezone,
        single=feed.kind == "event",
    )
