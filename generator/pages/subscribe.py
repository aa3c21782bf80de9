"""Subscribing: every feed with its address, and what to press on which phone.

A county may have 100 townships, 1,500 villages and as many feeds of a township's campaigns as both together, and the page
must stay below 150 KB. So it offers the feeds of the townships, and knows of each village only its name and slug: the script
makes a list of those that match what is typed, others go by the township's page. What a township has by campaign is there too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from generator import addresses
from generator.feeds.catalogue import Feed, catalogue
from generator.model import Township
from generator.pages.feedlinks import HERE, audience_anchor, feed_link, landing
from generator.pages.page import PageSpec
from generator.world import World


def pages(world: World, rows: Mapping[str, dict[str, Any]]) -> Iterator[PageSpec]:
    """The one page; `rows` are not needed."""
    del rows
    library, region = world.library, world.library.region
    by_kind: dict[str, list[Feed]] = defaultdict(list)
    for feed in catalogue(library):
        by_kind[feed.kind].append(feed)
    names = {
        **{("campaign", c.id): c.title for c in library.campaigns},
        **{("site", s.id): s.name for s in library.sites},
    }
    prefix = f"{region.name}普法·"

    def link(feed: Feed, name: str = "") -> dict[str, str]:
        name = name or names.get((feed.kind, feed.id)) or feed.name.removeprefix(prefix)
        return feed_link(world.site, feed.path, name, landing(feed))

    def audience(feed: Feed) -> dict[str, str]:
        return {**link(feed), "anchor": audience_anchor(feed.id)}

    feeds = {feed.id: feed for feed in by_kind["township"]}
    townships = [_township(t, link(feeds[t.code], t.name)) for t in region.townships]
    yield PageSpec(
        address=addresses.SUBSCRIBE,
        shell=addresses.SUBSCRIBE,
        title="订阅日历",
        description=f"把{region.name}的普法活动订到手机日历里：全部、按乡镇、按村社区、按对象、按专项，订一次以后自动更新。",
        template="subscribe.html",
        context={
            "all": link(by_kind["all"][0], f"{region.name}的全部活动"),
            "observances": [link(feed, "法治宣传节点") for feed in by_kind["observances"]],
            "campaigns": [link(feed) for feed in by_kind["campaign"]],
            "audiences": [audience(feed) for feed in by_kind["audience"]],
            "sites": [link(feed) for feed in by_kind["site"]],
            "townships": townships,
            "codes": townships[0]["feed"]["qr"].rpartition("/")[0] if townships else "",
            "atom": f"{world.site.url}feeds/events.atom",
            "json": f"{world.site.url}feeds/events.json",
            "calendars": f"{world.site.url}calendars/",
            "archives": _archives(world),
            "villages": sum(len(t.villages) for t in region.townships),
        },
    )


def _archives(world: World) -> list[dict[str, str]]:
    """What was moved out of feeds that had grown too large."""
    prefix = f"{world.library.region.name}普法"
    found = world.outcome.division.archives if world.outcome and world.outcome.division else ()
    return [feed_link(world.site, a.feed.path, a.feed.name.removeprefix(prefix).lstrip("·")) for a in found]


def _township(township: Township, feed: dict[str, str]) -> dict[str, Any]:
    """`found` are its villages for the finder: 名|slug, joined by commas; neither mark can stand in a slug."""
    return {
        "name": township.name,
        "code": township.code,
        "page": f"{addresses.township(township.code)}#{HERE}",
        "feed": feed,
        "villages": len(township.villages),
        "found": ",".join([f"{_plain(v.name)}|{v.slug}" for v in township.villages]),
    }


def _plain(name: str) -> str:
    return name.replace("|", " ").replace(",", " ")
