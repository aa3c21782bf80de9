"""All feeds of a site. Every entry is serialised once and its bytes are put into each feed that has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from generator.base.artifacts import Artifact, Planned, SiteInfo
from generator.feeds import syndication
from generator.feeds.aliases import swapped_occurrence
from generator.feeds.archives import HEAD, LIMIT, NUMBERS, Archive, Shelves
from generator.feeds.catalogue import Feed, catalogue, members, remind_path
from generator.feeds.entry import UNPUBLISHED, Entry, Numbers, Placement
from generator.feeds.ics import Header, calendar, vtimezone
from generator.feeds.kinds import KINDS
from generator.feeds.observances import observance_entries
from generator.feeds.reminders import reminding
from generator.feeds.series import entries, in_order
from generator.feeds.syndication import News
from generator.feeds.vevent import Setting
from generator.model import Library, Occurrence
from generator.schedule import moment

REMIND_BACK = timedelta(days=31)
"""A feed with reminders holds what is coming or ended at most this long ago: it is there to remind."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What feeds are made of besides the library: every entry in order, their numbers, where they once were, the news."""

    entries: Sequence[Entry]
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    also: Mapping[str, Sequence[Placement]] = field(default_factory=dict)
    kept: Sequence[Placement] = ()
    news: Sequence[News] = ()
    moved: Collection[str] = ()
    """Ids of entries that were moved or called off within a year."""
    archives: Sequence[str] = ()
    """Every file of former years that was published: it is made for good."""
    division: Division | None = None
    """What `divide` gave for all this, where it had to be known before."""


def issue_of(library: Library, occurrences: Sequence[Occurrence], site: SiteInfo, as_of: date) -> Issue:
    """What is told where nothing was published before."""
    return Issue(in_order(entries(occurrences, Setting(library, site, as_of))))


def plan_feeds(
    library: Library, occurrences: Sequence[Occurrence], site: SiteInfo, as_of: date, issue: Issue | None = None
) -> Iterator[Planned]:
    """Every calendar file, the Atom feed and the JSON feed; a calendar is put together only when it is asked for.

    `occurrences` as `schedule.occurrences` gives them. Raises ValueError for a zone whose clocks change.
    """
    setting = Setting(library, site, as_of)
    issue = issue or issue_of(library, occurrences, site, as_of)
    zone = vtimezone(library.region.timezone)
    base = blake2b(f"{site.url}\n{library.region.code}\n".encode() + zone, digest_size=16)
    plan = partial(_planned, setting, zone, base)
    told = issue.entries
    division = issue.division or divide(library, site, as_of, issue)
    pieces = division.pieces
    marks = _marks(pieces)
    recent = _recent(told, as_of)
    ringing = [reminding(e, piece) if near else b"" for e, piece, near in zip(told, pieces, recent, strict=True)]
    days = observance_entries(setting)
    for feed, positions, rings in division.contents:
        if feed.kind == "observances":
            own = [reminding(None, d) for d in days] if rings else days
            yield plan(feed, own, _marks(days), tuple(range(len(days))))
        else:
            yield plan(feed, ringing if rings else pieces, marks, positions)
    told_occurrences = [swapped_occurrence(o) for o in occurrences]
    for make in (syndication.atom, syndication.json_feed):
        artifact = make(told_occurrences, setting, issue.news, issue.numbers)
        yield Planned(artifact.path, blake2b(artifact.data, digest_size=16).hexdigest(), partial(_data, artifact))


class Content(NamedTuple):
    """What a calendar file has: the positions of its entries among all of them, with bells or without.

    Positions are empty for the feeds of observances, whose entries are no events.
    """

    feed: Feed
    positions: tuple[int, ...]
    rings: bool = False


class Division(NamedTuple):
    """Every calendar file that `plan_feeds` plans, and the archives among them, of one feed from the newest year to the oldest.

    `pieces` are the bytes of each entry, to whose places `contents` point.
    """

    contents: tuple[Content, ...]
    archives: tuple[Archive, ...]
    pieces: tuple[bytes, ...]


def divide(library: Library, site: SiteInfo, as_of: date, issue: Issue) -> Division:
    """Which entry stands in which file: a feed, what was moved out of it, its copy with bells."""
    pieces = tuple([e.bytes(issue.numbers.get(e.id, UNPUBLISHED)) for e in issue.entries])
    recent = _recent(issue.entries, as_of)
    inside, shelves = _shelved(
        Setting(library, site, as_of), issue, vtimezone(library.region.timezone), list(map(len, pieces))
    )
    found: list[Content] = []
    apart: list[Archive] = []
    for feed, positions in inside:
        if not KINDS[feed.kind].subscribed:  # most feeds by far, and none of them is ever divided
            found.append(Content(feed, tuple(positions)))
            continue
        parts = list(shelves.divided(feed, positions))
        found += [Content(part.feed, part.positions) for part in parts]
        found.append(Content(_with_reminders(feed), tuple(p for p in positions if recent[p]), rings=True))
        if KINDS[feed.kind].divided:
            apart += reversed([part for part in parts if part.positions and part.year])
    return Division(tuple(found), tuple(apart), pieces)


def may_divide(issue: Issue) -> bool:
    """Whether any feed can be too large: the feed of everything is the largest."""
    most = sum([len(e.head) + len(e.body) + NUMBERS for e in issue.entries])
    return most + HEAD > LIMIT or bool(issue.archives)


def _marks(pieces: Sequence[bytes]) -> list[bytes]:
    return [blake2b(piece, digest_size=16).digest() for piece in pieces]


def _shelved(
    setting: Setting, issue: Issue, zone: bytes, sizes: Sequence[int]
) -> tuple[list[tuple[Feed, Sequence[int]]], Shelves]:
    """Every feed of the catalogue with the positions of its entries, and the shelves that divide it."""
    every = catalogue(setting.library, issue.kept)
    placed = [(e.event, (e.placement, *issue.also.get(e.id, ()))) for e in issue.entries]
    inside = members(setting.library, placed, issue.kept, every)

    def head(feed: Feed) -> int:
        return len(_made(feed, setting, zone, (), ()))

    paths = frozenset(f.path for f in every)
    shelves = Shelves(issue.entries, sizes, frozenset(issue.moved), setting.as_of, head, paths, issue.archives)
    return [(feed, inside[feed.path]) for feed in every], shelves


def feeds(
    library: Library, occurrences: Sequence[Occurrence], site: SiteInfo, as_of: date, issue: Issue | None = None
) -> Iterator[Artifact]:
    """The same files with their bytes, one at a time."""
    for item in plan_feeds(library, occurrences, site, as_of, issue):
        yield Artifact(item.path, item.make())


def _recent(told: Sequence[Entry], as_of: date) -> list[bool]:
    """Which entries a feed with reminders has. A series is in it with all its overrides as long as one of them is."""
    edge = moment(as_of - REMIND_BACK)
    near = [e.facts.last >= edge for e in told]
    alive = {e.event for e, recent in zip(told, near, strict=True) if recent and (e.override or e.facts.rule)}
    if alive:
        near = [
            recent or ((e.override or bool(e.facts.rule)) and e.event in alive)
            for e, recent in zip(told, near, strict=True)
        ]
    return near


def _with_reminders(feed: Feed) -> Feed:
    about = f"{feed.description}带提醒：提前7天和提前1天。"
    return Feed(remind_path(feed.path), f"{feed.name}（带提醒）", about, feed.page, feed.kind, feed.id)


def _planned(
    setting: Setting,
    zone: bytes,
    base: blake2b,
    feed: Feed,
    pieces: Sequence[bytes],
    marks: Sequence[bytes],
    positions: Sequence[int],
) -> Planned:
    key = base.copy()  # what all feeds have in common is hashed once
    key.update(f"{feed.path}\n{feed.name}\n{feed.description}\n{feed.page}\n".encode())
    key.update(b"".join([marks[p] for p in positions]))
    return Planned(feed.path, key.hexdigest(), partial(_made, feed, setting, zone, pieces, positions))


def _made(feed: Feed, setting: Setting, zone: bytes, pieces: Sequence[bytes], positions: Sequence[int]) -> bytes:
    return calendar(_header(feed, setting), zone, (b"".join([pieces[p] for p in positions]),))


def _data(artifact: Artifact) -> bytes:
    return artifact.data


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
