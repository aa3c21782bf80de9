"""Which feeds exist, and what is in each: the table of `kinds` applied to a library and its entries.

An entry that was once in a feed stays in it when its event moves to another township, place or campaign: whoever has it
must see where it went. And a feed stays as long as it has such entries, even when what it is about is gone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from generator import addresses
from generator.base.artifacts import SiteInfo
from generator.feeds.entry import Placement
from generator.feeds.kinds import EVERYTHING, KINDS, Ground, Kind, Pool
from generator.model import Library

REMIND = "-remind.ics"
"""How the address of a feed with reminders ends."""
AUDIENCE_IDS = {
    "全体居民": "everyone",
    "领导干部": "leaders",
    "国家工作人员": "civil-servants",
    "青少年": "youth",
    "企业经营管理者": "business",
    "农民": "farmers",
    "社区居民": "residents",
    "老年人": "seniors",
    "妇女": "women",
    "残疾人": "disabled",
    "外来务工人员": "migrant-workers",
}
"""The addresses of the usual audiences; never changed, since calendars on phones point at them."""


class Feed(NamedTuple):
    """One calendar file: `path` and `page` are relative to the site; `id` is that of what it is about.

    There are as many as events, so it is a named tuple: those are made several times as fast.
    """

    path: str
    name: str
    description: str
    page: str
    kind: Kind
    id: str

    def url(self, site: SiteInfo) -> str:
        """The https address to subscribe to."""
        return site.url + self.path

    def uid(self, library: Library) -> str:
        """The calendar's own id, independent of where the site lives."""
        return f"{self.path.removesuffix('.ics')}@{library.region.code}.pufa"


def path_of(kind: Kind, identifier: str = "") -> str:
    """The address of a feed below the site's root."""
    return KINDS[kind].path.format(identifier)


def remind_path(path: str) -> str:
    """The address of the variant of a feed that reminds its subscribers."""
    return path.removesuffix(".ics") + REMIND


def audience_ids(audiences: Iterable[str]) -> dict[str, str]:
    """Each audience with its address part: the fixed table, else its pinyin.

    A word that sounds like an earlier one of the list gets six digits of its hash, so adding a word at the end never
    moves another's feed.
    """
    found: dict[str, str] = {}
    taken = set(AUDIENCE_IDS.values())
    for word in audiences:
        identifier = AUDIENCE_IDS.get(word)
        if identifier is None:
            # Imported here: romanising loads a dictionary that the usual words do not need.
            from generator.gazetteer.romanise import slug  # noqa: PLC0415

            digits = hashlib.sha256(word.encode()).hexdigest()[:6]
            identifier = slug(word) or "audience"
            if identifier in taken:
                identifier = f"{identifier}-{digits}"
            taken.add(identifier)
        found[word] = identifier
    return found


def catalogue(library: Library, kept: Sequence[Placement] = ()) -> tuple[Feed, ...]:
    """Every feed of the site, in an order that depends on the library and on `kept` alone.

    `kept` are the placements of entries whose event is gone or has moved: feeds of things that the library no longer
    knows are still made for them.
    """
    region, ground = library.region, _ground(library, kept)
    note = f"由{region.publisher}发布，订阅后自动更新。"
    if region.sample:
        note += "示例数据，不是真实的活动安排。"
    label = f"{region.name}普法"
    lasting = {kind: row for kind, row in KINDS.items() if row.subscribed}
    subscribed = [f for kind in lasting for f in _feeds(kind, ground, label, note)]
    known = {(f.kind, f.id) for f in subscribed}
    given_up = {
        (kind, i) for kind, row in lasting.items() if row.own for p in kept for i in row.own("", p, ground)
    } - known
    about, name = f"这个订阅已经停用，请改订别的日历。{note}", f"{label}·已停用的订阅"
    return (
        *subscribed,
        *(
            Feed(path_of(kind, i), f"{name}（{i}）", about, addresses.SUBSCRIBE, kind, i)
            for kind, i in sorted(given_up)
        ),
        *(f for kind in KINDS if kind not in lasting for f in _feeds(kind, ground, "", note)),
    )


def _feeds(kind: Kind, ground: Ground, label: str, note: str) -> list[Feed]:
    """The feeds of one kind. `label` stands before the name of each."""
    row = KINDS[kind]
    before, _, after = row.path.partition("{}")
    label += row.joined
    return [
        Feed(f"{before}{at or identifier}{after}", f"{label}{name}", f"{about}{note}", page, kind, identifier)
        for identifier, name, about, page, at in row.subjects(ground)
    ]


def _ground(library: Library, kept: Sequence[Placement]) -> Ground:
    townships = library.region.townships
    words = (*library.region.audiences, *(word for placement in kept for word in placement.audiences))
    of_village = {v.id: t.code for t in townships for v in t.villages}
    return Ground(library, audience_ids(words), of_village, tuple(t.code for t in townships))


def members(
    library: Library,
    placements: Sequence[tuple[str, Sequence[Placement]]],
    kept: Sequence[Placement] = (),
    feeds: Sequence[Feed] | None = None,
) -> dict[str, tuple[int, ...]]:
    """For every feed of the catalogue (`feeds`, if the caller has it), by its path, the positions of its entries, ascending.

    `placements` are (event id, where it belongs now and where it once did) of each entry in order, `kept` as for
    `catalogue`. Work is in proportion to entries plus places in feeds. Feeds that take from the same pools and have no
    entries of their own share one tuple.
    """
    ground = _ground(library, kept)
    own: dict[Kind, dict[str, list[int]]] = {kind: defaultdict(list) for kind in KINDS}
    pool: dict[Pool, list[int]] = defaultdict(list, {EVERYTHING: list(range(len(placements)))})
    placed = [(p, event, place) for p, (event, places) in enumerate(placements) for place in places]
    for kind, row in KINDS.items():
        if row.own is not None:
            about, into = row.own, own[kind]
            for position, event, place in placed:
                for identifier in about(event, place, ground):
                    into[identifier].append(position)
        if row.pooled is not None:
            pooled = row.pooled
            for position, _, place in placed:
                for key in pooled(place):
                    pool[key].append(position)
    shared: dict[tuple[Pool, ...], tuple[int, ...]] = {}
    pools_of = {kind: row.pools for kind, row in KINDS.items()}
    found = {}
    for feed in catalogue(library, kept) if feeds is None else feeds:
        mine, pools = own[feed.kind].get(feed.id, ()), pools_of[feed.kind]
        if pools is None:
            found[feed.path] = _ascending(mine)
            continue
        keys = pools(feed.id, ground)
        if keys not in shared:
            shared[keys] = _ascending([position for key in keys for position in pool[key]])
        found[feed.path] = _ascending({*mine, *shared[keys]}) if mine else shared[keys]
    return found


def _ascending(positions: Collection[int]) -> tuple[int, ...]:
    """Runs of positions as one ascending run without repeats (the sort sees the runs and merges them)."""
    return tuple(sorted({*positions})) if len(positions) > 1 else tuple(positions)
