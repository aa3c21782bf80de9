"""All feeds of a site. Every VEVENT is serialised once and its bytes are put into each feed that has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.artifacts import Artifact, SiteInfo
from generator.feeds import syndication
from generator.feeds.catalogue import Feed, catalogue, members
from generator.feeds.ics import Header, calendar, vtimezone
from generator.feeds.vevent import Setting, vevent
from generator.model import Library, Occurrence


def feeds(  # noqa: PLR0913 - one call from the pipeline; the last two are seldom given
    library: Library,
    occurrences: Sequence[Occurrence],
    site: SiteInfo,
    as_of: date,
    sequences: Mapping[str, int] | None = None,
    ready: Mapping[str, bytes] | None = None,
) -> Iterator[Artifact]:
    """Every calendar file, the Atom feed and the JSON feed, one at a time, so that memory holds few of them.

    `occurrences` as `schedule.occurrences` gives them (feeds keep that order). `ready` are fragments of these
    occurrences that the caller already has; the others are made here. Raises ValueError for a zone whose clocks change.
    """
    setting = Setting(library, site, as_of, sequences or {})
    zone = vtimezone(library.region.timezone)
    made = dict(ready or {})
    made.update(fragments([o for o in occurrences if o.id not in made], setting))
    pieces = [made[o.id] for o in occurrences]
    inside = members(library, occurrences)
    last: tuple[int, ...] = ()
    body = b""
    for feed in catalogue(library):
        positions = inside[feed.path]
        if positions is not last:  # neighbouring villages often have the same events
            last, body = positions, b"".join([pieces[p] for p in positions])
        yield Artifact(feed.path, calendar(_header(feed, setting), zone, (body,)))
    yield syndication.atom(occurrences, setting)
    yield syndication.json_feed(occurrences, setting)


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
