"""Subscribing: every feed with its address, and what to press on which phone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from generator import addresses
from generator.feeds.catalogue import Feed, catalogue
from generator.pages.feedlinks import feed_link
from generator.pages.page import PageSpec, World


def pages(world: World, rows: Mapping[str, dict[str, Any]]) -> Iterator[PageSpec]:
    """The one page; `rows` are not needed."""
    del rows
    library, region = world.library, world.library.region
    by_kind: dict[str, list[Feed]] = defaultdict(list)
    for feed in catalogue(library):
        if feed.kind not in ("village", "event"):
            by_kind[feed.kind].append(feed)
    names = {
        **{("campaign", c.id): c.title for c in library.campaigns},
        **{("township", t.code): t.name for t in region.townships},
        **{("site", s.id): s.name for s in library.sites},
    }
    prefix = f"{region.name}普法·"

    def links(kind: str) -> list[dict[str, str]]:
        return [
            feed_link(world.site, f.path, names.get((kind, f.id)) or f.name.removeprefix(prefix)) for f in by_kind[kind]
        ]

    yield PageSpec(
        address=addresses.SUBSCRIBE,
        shell=addresses.SUBSCRIBE,
        title="订阅日历",
        description=f"把{region.name}的普法活动订到手机日历里：全部、按乡镇、按村社区、按对象、按专项，订一次以后自动更新。",
        template="subscribe.html",
        context={
            "all": feed_link(world.site, by_kind["all"][0].path, f"{region.name}的全部活动"),
            "campaigns": links("campaign"),
            "audiences": links("audience"),
            "sites": links("site"),
            "townships": [
                {
                    "name": t.name,
                    "code": t.code,
                    "feed": feed_link(world.site, f"calendars/townships/{t.code}.ics", f"{t.name}的活动"),
                    "villages": [[v.name, v.id] for v in t.villages],
                }
                for t in region.townships
            ],
            "webcal": feed_link(world.site, "", "")["webcal"],
            "atom": f"{world.site.url}feeds/events.atom",
            "json": f"{world.site.url}feeds/events.json",
            "villages": sum(len(t.villages) for t in region.townships),
        },
    )
