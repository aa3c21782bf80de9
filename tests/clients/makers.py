"""Small libraries for the tests of feeds, made from words rather than files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from generator.base.artifacts import SiteInfo
from generator.feeds.build import feeds
from generator.feeds.catalogue import members
from generator.feeds.entry import placement_of
from generator.model import (
    DEFAULT_AUDIENCES,
    Campaign,
    Event,
    Identity,
    Library,
    Occurrence,
    Period,
    Region,
    Site,
    Township,
    Village,
)
from generator.schedule import occurrences

AS_OF = date(2026, 11, 21)
SITE = SiteInfo("https://pufa.example.gov.cn/", "江山普法")
HECUN, QINGHU = "330881121", "330881003"
CAMPAIGN = Campaign("gaq", "全民国家安全教育日", Period(date(2021, 1, 1), date(2026, 12, 31)))
PARK = Site("park", "贺村法治公园", HECUN, address="礼贤路1号", lon=118.512345, lat=28.6)


def event(identifier: str = "gaq-1", **fields: Any) -> Event:
    """An event with what it must have; a timed one of two hours in 贺村镇 unless told otherwise."""
    given: dict[str, Any] = {
        "campaign": "gaq",
        "title": "国家安全教育主题宣讲",
        "start": datetime(2026, 4, 15, 9),
        "end": datetime(2026, 4, 15, 11),
        "townships": () if fields.get("region_wide") else (HECUN,),
        "form": "宣讲",
        **fields,
    }
    return Event(identifier, **given)


def library(
    events: Iterable[Event] = (),
    *,
    audiences: tuple[str, ...] = DEFAULT_AUDIENCES,
    timezone: str = "Asia/Shanghai",
    sample: bool = False,
    campaigns: tuple[Campaign, ...] = (CAMPAIGN,),
) -> Library:
    """A county of two townships with three villages, one campaign and one cultural site."""
    townships = (
        Township(QINGHU, "清湖街道", (Village(f"{QINGHU}-qingmo", "清漾村", QINGHU),)),
        Township(
            HECUN, "贺村镇", (Village(f"{HECUN}-hecun", "贺村", HECUN), Village(f"{HECUN}-lixian", "礼贤村", HECUN))
        ),
    )
    region = Region(
        "330881", "江山市", "江山市司法局", timezone, "12348", Identity(), townships, audiences, sample=sample
    )
    return Library(
        region,
        campaigns,
        tuple(sorted(events, key=lambda e: e.id)),
        (PARK,),
        (),
        (),
        {t.code: t for t in townships},
        {v.id: v for t in townships for v in t.villages},
        {c.id: c for c in campaigns},
        {PARK.id: PARK},
    )


def files(found: Library, as_of: date = AS_OF, site: SiteInfo = SITE, **more: Any) -> dict[str, bytes]:
    """All feeds of a library by path."""
    return {a.path: a.data for a in feeds(found, occurrences(found), site, as_of, **more)}


def in_feeds(found: Library) -> dict[str, list[Occurrence]]:
    """The occurrences of each feed by its path, as the catalogue has them."""
    happenings = occurrences(found)
    inside = members(found, [(o.event.id, (placement_of(o.event),)) for o in happenings])
    return {path: [happenings[p] for p in positions] for path, positions in inside.items()}


def unfolded(data: bytes) -> list[str]:
    """The content lines of a file."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def properties(data: bytes) -> dict[str, str]:
    """The last value of every property of a component, by the part before the colon."""
    return dict(line.split(":", 1) for line in unfolded(data))


def vevents(data: bytes) -> list[bytes]:
    """The VEVENTs of a file as they stand in it."""
    return [b"BEGIN:VEVENT" + part.split(b"END:VCALENDAR")[0] for part in data.split(b"BEGIN:VEVENT")[1:]]


def expected(found: Sequence[Occurrence]) -> set[tuple[str, str, str, str, str]]:
    """What every parser must find: (UID, start, end, status, title), worked out without the code under test.

    A day is `2026-04-15`, its end the day after the last; a moment `2026-04-15T09:00:00+08:00`.
    """
    status = {"计划": "TENTATIVE", "延期": "TENTATIVE", "取消": "CANCELLED"}
    marks = {"取消": "【取消】", "延期": "【延期】"}
    return {
        (
            f"{o.id}@330881.pufa",
            _when(o.start),
            _when(o.end if isinstance(o.end, datetime) else date.fromordinal(o.end.toordinal() + 1)),
            status.get(o.status, "CONFIRMED"),
            marks.get(o.status, "") + ("【示例】" if o.event.sample else "") + o.event.title,
        )
        for o in found
    }


def _when(value: date | datetime) -> str:
    return value.isoformat() + "+08:00" if isinstance(value, datetime) else value.isoformat()
