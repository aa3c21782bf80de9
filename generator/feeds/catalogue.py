"""Which feeds exist, and what is in each.

The rule for narrow feeds: a feed leaves out only what is certainly for others. So a township's feed has the
region-wide events, a village's has those of its township that name no village, and an audience's has those open to all
residents and those that name no audience: who subscribes to 农民 must not miss what farmers may attend.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator import addresses
from generator.artifacts import SiteInfo
from generator.model import Event, Library, Occurrence

Kind = Literal["all", "campaign", "township", "village", "audience", "site", "event"]
EVERYONE = "全体居民"
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
    if kind == "all":
        return "calendars/all.ics"
    if kind == "event":
        return addresses.event_feed(identifier)
    return f"calendars/{kind}s/{identifier}.ics"


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
            from generator.romanise import slug  # noqa: PLC0415

            digits = hashlib.sha256(word.encode()).hexdigest()[:6]
            identifier = slug(word) or "audience"
            if identifier in taken:
                identifier = f"{identifier}-{digits}"
            taken.add(identifier)
        found[word] = identifier
    return found


def catalogue(library: Library) -> tuple[Feed, ...]:
    """Every feed of the site, in an order that depends on the library alone."""
    region = library.region
    label = f"{region.name}普法"
    note = f"由{region.publisher}发布，订阅后自动更新。"
    if region.sample:
        note += "示例数据，不是真实的活动安排。"

    def feed(kind: Kind, identifier: str, name: str, about: str, page: str) -> Feed:
        return Feed(path_of(kind, identifier), name, f"{about}{note}", page, kind, identifier)

    found = [feed("all", "", f"{label}活动", f"{region.name}的全部法治宣传教育活动。", addresses.HOME)]
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
    found += [feed("event", e.id, e.title, f"“{e.title}”。", addresses.event(e.id)) for e in library.events]
    return tuple(found)


def _about_audience(word: str) -> str:
    return "不限对象的活动。" if word == EVERYONE else f"面向{word}的活动和不限对象的活动。"


class _Index:
    """Positions of occurrences by everything a feed can be about, filled in one pass."""

    def __init__(self) -> None:
        self.named: dict[tuple[Kind, str], list[int]] = defaultdict(list)
        self.open_in: dict[str, list[int]] = defaultdict(list)
        """By township: its own events that name no village."""
        self.wide: list[int] = []
        self.open_to_all: list[int] = []

    def add(self, position: int, event: Event) -> None:
        self.named["campaign", event.campaign].append(position)
        self.named["event", event.id].append(position)
        if event.site:
            self.named["site", event.site].append(position)
        if not event.audiences or EVERYONE in event.audiences:
            self.open_to_all.append(position)
        else:
            for word in dict.fromkeys(event.audiences):
                self.named["audience", word].append(position)
        if event.region_wide:
            self.wide.append(position)
            return
        for code in dict.fromkeys(event.townships):
            self.named["township", code].append(position)
            if not event.village:
                self.open_in[code].append(position)
        if event.village:
            self.named["village", event.village].append(position)


def members(library: Library, occurrences: Sequence[Occurrence]) -> dict[str, tuple[int, ...]]:
    """For every feed of the catalogue, by its path, the positions of its occurrences in ascending order.

    Work is in proportion to events plus entries written. Villages of one township with no events of their own share
    one tuple.
    """
    index = _Index()
    for position, occurrence in enumerate(occurrences):
        index.add(position, occurrence.event)
    named = index.named
    found = {path_of("all"): tuple(range(len(occurrences)))}
    for campaign in library.campaigns:
        found[path_of("campaign", campaign.id)] = tuple(named["campaign", campaign.id])
    for township in library.region.townships:
        code = township.code
        found[path_of("township", code)] = _merged(named["township", code], index.wide)
        shared = _merged(index.open_in[code], index.wide)
        for village in township.villages:
            own = named.get(("village", village.id))
            found[path_of("village", village.id)] = _merged(shared, own) if own else shared
    for word, identifier in audience_ids(library.region.audiences).items():
        found[path_of("audience", identifier)] = _merged(named["audience", word], index.open_to_all)
    for site in library.sites:
        found[path_of("site", site.id)] = tuple(named["site", site.id])
    for event in library.events:
        found[path_of("event", event.id)] = tuple(named["event", event.id])
    return found


def _merged(one: Iterable[int], other: Iterable[int]) -> tuple[int, ...]:
    """Two ascending runs without a common number as one (the sort sees two runs and merges them)."""
    return tuple(sorted((*one, *other)))
