"""The kinds of feeds: one table. What a feed of each kind is about, where it lies, what it is called, and which entries it has.

The rule for narrow feeds: a feed leaves out only what is certainly for others. So a township's feed has the
region-wide events, a village's has those of its township that name no village, and an audience's has those open to all
residents and those that name no audience: who subscribes to 农民 must not miss what farmers may attend.

A new kind is one row of `KINDS`: `subjects` are what its feeds are about, `own` the feeds that are about an entry. What a feed
has beside that lies in pools: `pooled` puts an entry into some, `pools` are those that a feed takes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator import addresses
from generator.feeds.aliases import former_addresses
from generator.feeds.entry import Placement
from generator.model import Library

Kind = Literal[
    "all", "observances", "campaign", "township", "township-campaign", "village", "audience", "site", "event"
]
EVERYONE = "全体居民"
Pool = tuple[str, ...]
_NONE: tuple[str, ...] = ()
EVERYTHING: Pool = ("everything",)
"""The pool that every entry is in."""
_WIDE: Pool = ("wide",)
_EVERYONE: Pool = ("everyone",)
_OF_ANY: tuple[Pool, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What the table is asked about: the library, each audience's part of addresses, each village's township, all townships."""

    library: Library
    audiences: Mapping[str, str]
    township_of: Mapping[str, str]
    townships: tuple[str, ...]


class Subject(NamedTuple):
    """What one feed is about: its name, what it holds, the page about it. `at` stands in its address in place of the id."""

    id: str
    name: str
    about: str
    page: str
    at: str = ""


class FeedKind(NamedTuple):
    """One kind. `path` has a place for the id; `joined` stands between the region's name and the subject's."""

    path: str
    joined: str
    subjects: Callable[[Ground], Iterable[Subject]]
    own: Callable[[str, Placement, Ground], Iterable[str]] | None = None
    """An event's id and where it belongs → the ids of the feeds of this kind that are about it; None where none ever is."""
    pooled: Callable[[Placement], Iterable[Pool]] | None = None
    """The pools that an entry goes into for the sake of this kind."""
    pools: Callable[[str, Ground], tuple[Pool, ...]] | None = None
    """A feed's id → the pools that it takes from, beside what is about it."""
    subscribed: bool = True
    """Whether people subscribe to it: then its name begins with the region's, and it has a variant with reminders."""
    divided: bool = True
    """Whether it goes to archives by years where it grows too large."""


def _all(ground: Ground) -> Iterator[Subject]:
    yield Subject("", "活动", f"{ground.library.region.name}的全部法治宣传教育活动。", addresses.HOME)


def _observances(ground: Ground) -> Iterator[Subject]:
    del ground
    yield Subject("", "节点", "一年中的法治宣传节点：全国性的法治节日、宣传周和宣传月。", addresses.CALENDAR)


def _campaigns(ground: Ground) -> Iterator[Subject]:
    for c in ground.library.campaigns:
        yield Subject(c.id, c.title, f"“{c.title}”的全部活动。", addresses.campaign(c.id))


def _townships(ground: Ground) -> Iterator[Subject]:
    for t in ground.library.region.townships:
        yield Subject(t.code, t.name, f"{t.name}的活动和全域活动。", addresses.township(t.code))


def _townships_by_campaign(ground: Ground) -> Iterator[Subject]:
    for t in ground.library.region.townships:
        for c in ground.library.campaigns:
            about = f"“{c.title}”在{t.name}的活动和全域活动。"
            yield Subject(f"{t.code}/{c.id}", f"{t.name}·{c.title}", about, addresses.township(t.code))


def _villages(ground: Ground) -> Iterator[Subject]:
    for t in ground.library.region.townships:
        for v in t.villages:
            about = f"{t.name}{v.name}的活动、{t.name}不限村社区的活动和全域活动。"
            yield Subject(v.id, f"{t.name}{v.name}", about, addresses.village(v))


def _audiences(ground: Ground) -> Iterator[Subject]:
    for word in ground.library.region.audiences:
        about = "不限对象的活动。" if word == EVERYONE else f"面向{word}的活动和不限对象的活动。"
        yield Subject(ground.audiences[word], word, about, addresses.SUBSCRIBE)


def _sites(ground: Ground) -> Iterator[Subject]:
    for s in ground.library.sites:
        yield Subject(s.id, s.name, f"在{s.name}举办的活动。", addresses.site(s.id))


def _events(ground: Ground) -> Iterator[Subject]:
    """Every event, and under each former id: a file that was once linked stays where it was, with what it is about today."""
    for e in ground.library.events:
        yield Subject(e.id, e.title, f"“{e.title}”。", addresses.event(e.id))
    for former, e in former_addresses(ground.library):
        yield Subject(e.id, e.title, f"“{e.title}”。", addresses.event(e.id), former)


def _township_campaigns_of(event: str, place: Placement, ground: Ground) -> Iterable[str]:
    del event
    codes = ground.townships if place.wide else place.townships
    return [f"{code}/{place.campaign}" for code in codes]


def _audiences_of(event: str, place: Placement, ground: Ground) -> Iterable[str]:
    del event
    return filter(None, map(ground.audiences.get, place.audiences))


def _for_everyone(place: Placement) -> Iterable[Pool]:
    return (_EVERYONE,) if not place.audiences or EVERYONE in place.audiences else _OF_ANY


def _no_village(place: Placement) -> Iterable[Pool]:
    return _OF_ANY if place.wide or place.village else [("open", code) for code in place.townships]


def _pools_of_village(village: str, ground: Ground) -> tuple[Pool, ...]:
    code = ground.township_of.get(village) or village.partition("-")[0]  # a village that is gone keeps its township
    return (("open", code), _WIDE)


KINDS: Mapping[Kind, FeedKind] = {
    "all": FeedKind("calendars/all.ics", "", _all, pools=lambda _, __: (EVERYTHING,)),
    "observances": FeedKind(  # its entries are no events
        "calendars/observances.ics", "·", _observances, divided=False
    ),
    "campaign": FeedKind("calendars/campaigns/{}.ics", "·", _campaigns, lambda _, place, __: (place.campaign,)),
    "township": FeedKind(
        "calendars/townships/{}.ics", "·", _townships, lambda _, place, __: place.townships,
        pooled=lambda place: (_WIDE,) if place.wide else _OF_ANY, pools=lambda _, __: (_WIDE,),
    ),
    "township-campaign": FeedKind(  # `<township code>/<campaign id>`
        "calendars/townships/{}.ics", "·", _townships_by_campaign, _township_campaigns_of
    ),
    "village": FeedKind(
        "calendars/villages/{}.ics", "·", _villages, lambda _, place, __: (place.village,) if place.village else _NONE,
        pooled=_no_village, pools=_pools_of_village,
    ),
    "audience": FeedKind(
        "calendars/audiences/{}.ics", "·", _audiences, _audiences_of,
        pooled=_for_everyone, pools=lambda _, __: (_EVERYONE,),
    ),
    "site": FeedKind(
        "calendars/sites/{}.ics", "·", _sites, lambda _, place, __: (place.site,) if place.site else _NONE
    ),
    "event": FeedKind(
        addresses.event_feed("{}"), "", _events, lambda event, _, __: (event,),
        subscribed=False, divided=False,
    ),
}  # fmt: skip
"""Every kind of feed, in the order of the catalogue."""
