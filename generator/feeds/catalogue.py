"""Which feeds exist, and what is in each.

The rule for narrow feeds: a feed leaves out only what is certainly for others. So a township's feed has the
region-wide events, a village's has those of its township that name no village, and an audience's has those open to all
residents and those that name no audience: who subscribes to 农民 must not miss what farmers may attend.

An entry that was once in a feed stays in it when its event moves to another township, place or campaign: whoever has it
must see where it went. And a feed stays as long as it has such entries, even when what it is about is gone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator import addresses
from generator.base.artifacts import SiteInfo
from generator.feeds.aliases import former_addresses
from generator.feeds.entry import Placement
from generator.model import Library

Kind = Literal[
    "all", "campaign", "township", "village", "audience", "site", "township-campaign", "observances", "event"
]
EVERYONE = "全体居民"
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


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar file: `path` and `page` are relative to the site; `id` is that of what it is about."""

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
    if kind in ("all", "observances"):
        return f"calendars/{kind}.ics"
    if kind == "township-campaign":  # `<township code>/<campaign id>`
        return f"calendars/townships/{identifier}.ics"
    if kind == "event":
        return addresses.event_feed(identifier)
    return f"calendars/{kind}s/{identifier}.ics"


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
    region = library.region
    label = f"{region.name}普法"
    note = f"由{region.publisher}发布，订阅后自动更新。"
    if region.sample:
        note += "示例数据，不是真实的活动安排。"

    def feed(kind: Kind, identifier: str, name: str, about: str, page: str) -> Feed:
        return Feed(path_of(kind, identifier), name, f"{about}{note}", page, kind, identifier)

    found = [
        feed("all", "", f"{label}活动", f"{region.name}的全部法治宣传教育活动。", addresses.HOME),
        feed(
            "observances",
            "",
            f"{label}·节点",
            "一年中的法治宣传节点：全国性的法治节日、宣传周和宣传月。",
            addresses.CALENDAR,
        ),
    ]
    found += [
        feed("campaign", c.id, f"{label}·{c.title}", f"“{c.title}”的全部活动。", addresses.campaign(c.id))
        for c in library.campaigns
    ]
    found += [
        feed("township", t.code, f"{label}·{t.name}", f"{t.name}的活动和全域活动。", addresses.township(t.code))
        for t in region.townships
    ]
    found += [
        feed(
            "township-campaign",
            f"{t.code}/{c.id}",
            f"{label}·{t.name}·{c.title}",
            f"“{c.title}”在{t.name}的活动和全域活动。",
            addresses.township(t.code),
        )
        for t in region.townships
        for c in library.campaigns
    ]
    found += [
        feed(
            "village",
            v.id,
            f"{label}·{t.name}{v.name}",
            f"{t.name}{v.name}的活动、{t.name}不限村社区的活动和全域活动。",
            addresses.village(v),
        )
        for t in region.townships
        for v in t.villages
    ]
    found += [
        feed("audience", identifier, f"{label}·{word}", _about_audience(word), addresses.SUBSCRIBE)
        for word, identifier in audience_ids(region.audiences).items()
    ]
    found += [
        feed("site", s.id, f"{label}·{s.name}", f"在{s.name}举办的活动。", addresses.site(s.id)) for s in library.sites
    ]
    known = {(f.kind, f.id) for f in found}
    words = audience_ids(_audiences(library, kept))
    codes = [t.code for t in region.townships]
    for kind, identifier in sorted({key for p in kept for key in _own_feeds(p, words, codes)} - known):
        about = "这个订阅已经停用，请改订别的日历。"
        found.append(feed(kind, identifier, f"{label}·已停用的订阅（{identifier}）", about, addresses.SUBSCRIBE))
    found += [feed("event", e.id, e.title, f"“{e.title}”。", addresses.event(e.id)) for e in library.events]
    found += [  # a file that was once linked stays where it was, with what it is about today
        Feed(path_of("event", former), e.title, f"“{e.title}”。{note}", addresses.event(e.id), "event", e.id)
        for former, e in former_addresses(library)
    ]
    return tuple(found)


def _own_feeds(placement: Placement, words: Mapping[str, str], codes: Iterable[str]) -> set[tuple[Kind, str]]:
    """The feeds of which a placement is the reason; `words` are the ids of audiences, `codes` all townships."""
    found: set[tuple[Kind, str]] = {("campaign", placement.campaign)}
    found |= {("township", code) for code in placement.townships}
    places = codes if placement.wide else placement.townships
    found |= {("township-campaign", f"{code}/{placement.campaign}") for code in places}
    found |= {("audience", words[word]) for word in placement.audiences}
    if placement.village:
        found.add(("village", placement.village))
    if placement.site:
        found.add(("site", placement.site))
    return found


def _about_audience(word: str) -> str:
    return "不限对象的活动。" if word == EVERYONE else f"面向{word}的活动和不限对象的活动。"


class _Index:
    """Positions of entries by everything a feed can be about, filled in one pass."""

    def __init__(self) -> None:
        self.named: dict[tuple[Kind, str], dict[int, None]] = defaultdict(dict)
        self.open_in: dict[str, dict[int, None]] = defaultdict(dict)
        """By township: its own events that name no village."""
        self.wide: dict[int, None] = {}
        self.wide_of: dict[str, dict[int, None]] = defaultdict(dict)
        """By campaign: the region-wide ones."""
        self.open_to_all: dict[int, None] = {}

    def add(self, position: int, placement: Placement) -> None:
        named, campaign = self.named, placement.campaign
        named["campaign", campaign][position] = None
        if placement.site:
            named["site", placement.site][position] = None
        if not placement.audiences or EVERYONE in placement.audiences:
            self.open_to_all[position] = None
        else:
            for word in placement.audiences:
                named["audience", word][position] = None
        if placement.wide:
            self.wide[position] = None
            self.wide_of[campaign][position] = None
            return
        village = placement.village
        for code in placement.townships:
            named["township", code][position] = None
            named["township-campaign", f"{code}/{campaign}"][position] = None
            if not village:
                self.open_in[code][position] = None
        if village:
            named["village", village][position] = None


def members(
    library: Library,
    placements: Sequence[tuple[str, Sequence[Placement]]],
    kept: Sequence[Placement] = (),
    feeds: Sequence[Feed] | None = None,
) -> dict[str, tuple[int, ...]]:
    """For every feed of the catalogue (`feeds`, if the caller has it), by its path, the positions of its entries, ascending.

    `placements` are (event id, where it belongs now and where it once did) of each entry in order, `kept` as for
    `catalogue`. Work is in proportion to entries plus places in feeds. Villages of one township with no events of their
    own share one tuple.
    """
    index = _Index()
    by_event: dict[str, list[int]] = defaultdict(list)
    for position, (event, places) in enumerate(placements):
        by_event[event].append(position)
        for placement in places:
            index.add(position, placement)
    found = {path_of("all"): tuple(range(len(placements)))}
    of_village = {v.id: t.code for t in library.region.townships for v in t.villages}
    shared: dict[str, tuple[int, ...]] = {}
    words = {identifier: word for word, identifier in audience_ids(_audiences(library, kept)).items()}
    named = index.named
    for feed in catalogue(library, kept) if feeds is None else feeds:
        match feed.kind:
            case "all":
                continue
            case "observances":  # its entries are no events
                found[feed.path] = ()
            case "event":
                found[feed.path] = tuple(by_event[feed.id])
            case "township":
                found[feed.path] = _merged(named["township", feed.id], index.wide)
            case "township-campaign":
                wide = index.wide_of[feed.id.partition("/")[2]]
                found[feed.path] = _merged(named["township-campaign", feed.id], wide)
            case "village":
                code = of_village.get(feed.id) or feed.id.partition("-")[0]  # a village that is gone keeps its township
                if code not in shared:
                    shared[code] = _merged(index.open_in[code], index.wide)
                own = named.get(("village", feed.id))
                found[feed.path] = _merged(shared[code], own) if own else shared[code]
            case "audience":
                found[feed.path] = _merged(named["audience", words[feed.id]], index.open_to_all)
            case _:
                found[feed.path] = tuple(sorted(named[feed.kind, feed.id]))
    return found


def _audiences(library: Library, kept: Sequence[Placement]) -> tuple[str, ...]:
    return (*library.region.audiences, *(word for placement in kept for word in placement.audiences))


def _merged(one: Iterable[int], other: Iterable[int]) -> tuple[int, ...]:
    """Two runs as one ascending one without repeats (the sort sees two runs and merges them)."""
    return tuple(sorted({*one, *other}))
