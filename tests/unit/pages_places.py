"""A small region for the tests of pages of places and coverage: every state, every kind of place, all by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from generator.base.artifacts import SiteInfo
from generator.figures.opendata import tables
from generator.model import (
    Campaign,
    Contact,
    Event,
    Exhibit,
    Honour,
    Identity,
    Library,
    Period,
    Region,
    Result,
    Site,
    Stop,
    Target,
    Township,
    Trail,
    Validity,
    Village,
    Weight,
    ZeroReport,
)
from generator.pages.page import PageSpec, event_row
from generator.render.templates import Renderer
from generator.schedule import occurrences
from generator.world import World
from tests.unit.counted import counted
from tests.unit.pages_made import made_by

AS_OF = date(2026, 6, 15)
HE, QING, NEW, ZONE, ZERO = "330881101", "330881102", "330881103", "330881401", "330881104"
TOWNSHIPS = (
    Township(HE, "贺村镇", (Village(f"{HE}-a", "甲村", HE, 900, "省级2023", 3), Village(f"{HE}-b", "乙村", HE)), 40000,
             "平原镇", (2, 3), Contact("贺村司法所", "0570-0000000")),
    Township(QING, "清湖街道", (Village(f"{QING}-c", "丙社区", QING),), group="街道", tile=(3, 3)),
    Township(NEW, "新设乡", group="山区乡镇", validity=Validity(start=date(2026, 1, 1))),
    Township(ZERO, "零报乡", group="山区乡镇"),
    Township(ZONE, "经济开发区", (Village(f"{ZONE}-d", "丁村", ZONE),), counted=False),
)  # fmt: skip
SITES = (
    Site("gongyuan", "宪法<公园>", HE, f"{HE}-a", "公园", opened="2023年", hours="全天", address="步道旁",
         contact=Contact("贺村司法所", "0570-1234567"), summary='</script><b>"一"</b>', exhibits=(Exhibit("宪法墙", "条文"),),
         honours=(Honour("示范点", "市普法办", "市级", date="2023年", review_due=date(2026, 7, 1)), Honour("旧称号", review_due=date(2025, 1, 1)),
                  Honour("新称号", review_due=date(2030, 1, 1))), lon=118.5, lat=28.75, source="年鉴", sample=True),
    Site("guan", "法治馆", HE, status="规划"),
    Site("lang", "长廊", QING, status="在建"),
    Site("qiang", "旧墙", QING, status="关闭"),
)  # fmt: skip
TRAIL = Trail(
    "xian", "半日线", "一个上午走完。",
    (Stop("宪法<公园>", "gongyuan", "先看墙", "开放"), Stop("法治馆", "guan", "", "规划"), Stop("长廊", "lang", "", "在建"),
     Stop("旧墙", "qiang", "", "关闭"), Stop("休息点（未公布名称）")), sample=True,
)  # fmt: skip
YEARLY = Target("events_held", "township", "year", 2, "实施方案")


def event(event_id: str, day: str, *codes: str, **more: Any) -> Event:
    """An all-day event, or a timed one where `day` has a time; in `codes`, or region-wide without any."""
    when: date | datetime = datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
    values = {"campaign": "bw", "title": f"活动{event_id}", "status": "已办", **more}
    return Event(event_id, start=when, end=when, townships=codes, region_wide=not codes, **values)


EVENTS = (
    event("a1", "2024-03-01", HE, village=f"{HE}-a", result=Result(attendance=50, staff=5)),
    event("a2", "2024-05-01", HE, stage="启动"),
    event("both", "2024-06-01", HE, QING),
    event("gaq", "2025-04-15", HE, campaign="gaq", village=f"{HE}-b", site="gongyuan"),
    event("b1", "2025-09-01", HE, site="gongyuan", village=f"{HE}-a"),
    event("off", "2025-10-01", HE, status="取消"),
    event("now", "2026-06-15T08:00", HE, site="gongyuan"),
    event("wide", "2025-12-04"),
    event("c-village", "2026-07-01", HE, village=f"{HE}-a", status="确定"),
    event("c-town", "2026-06-20T19:00", HE, status="计划"),
    event("c-wide", "2026-12-04", status="计划"),
    event("c-site", "2026-08-01", HE, site="gongyuan", status="延期"),
)


WEIGHTS = tuple(
    Weight("", indicator, w) for indicator, w in (("events_held", 40), ("villages_reached", 30), ("months_active", 30))
)


def library(
    *events: Event, targets: tuple[Target, ...] = (YEARLY,), townships: tuple[Township, ...] = TOWNSHIPS,
    sites: tuple[Site, ...] = SITES, trails: tuple[Trail, ...] = (TRAIL,), weights: tuple[Weight, ...] = WEIGHTS,
) -> Library:  # fmt: skip
    """The region with these events and the targets of its first campaign (2024-01-01 to 2027-12-31)."""
    span = Period(date(2024, 1, 1), date(2027, 12, 31))
    zero = tuple(ZeroReport(ZERO, year, every_campaign=True) for year in (2024, 2025))
    campaigns = (Campaign("bw", "普法", span, targets=targets, zero_reports=zero), Campaign("gaq", "国安", span))
    region = Region(
        "330881", "江山市", "江山市司法局", "Asia/Shanghai", "12348", Identity(), townships, weights=weights
    )
    return Library(
        region, campaigns, tuple(sorted(events, key=lambda e: e.id)), sites, trails,
        township_by_code={t.code: t for t in townships}, village_by_id={v.id: v for t in townships for v in t.villages},
        campaign_by_id={c.id: c for c in campaigns}, site_by_id={s.id: s for s in sites},
    )  # fmt: skip


def world(*events: Event, as_of: date = AS_OF, **changes: Any) -> World:
    """The same with its occurrences and figures."""
    made = library(*(events or EVENTS), **changes)
    happenings = occurrences(made)
    made_tables = tables(made, happenings, as_of)
    return World(
        library=made,
        occurrences=happenings,
        tables=made_tables,
        coverage=counted(made_tables),
        site=SiteInfo("https://x.cn/", "普法"),
        as_of=as_of,
    )


@cache
def county() -> World:
    """The region with the events above, made once: most tests only look at it."""
    return world()


def rows_of(made: World) -> dict[str, dict[str, Any]]:
    """The shared rows."""
    return {o.id: event_row(made, o) for o in made.occurrences}


def specs(module: Any, made: World) -> dict[str, PageSpec]:
    """Every page of a module by its address; an address that comes twice is a fault."""
    found: dict[str, PageSpec] = {}
    for spec in made_by(module, made):
        assert spec.address not in found
        found[spec.address] = spec
    return found


@cache
def _compiled() -> Renderer:
    return Renderer(Path(__file__).resolve().parents[2], None, {})


def render(spec: PageSpec, made: World) -> str:
    """The body of a page by the project's own templates."""
    region = made.library.region
    site = {"name": "普法", "url": made.site.url, "region": region.name, "publisher": region.publisher,
            "hotline": region.hotline, "region_code": region.code}  # fmt: skip
    renderer = _compiled()
    renderer.environment.globals.update(site=site)
    return renderer.render(
        spec.template, {**spec.context, "root": spec.root, "address": spec.address, "title": spec.title}
    )


def macro(template: str, name: str, *values: Any) -> str:
    """What a macro of the project's own templates makes of values."""
    return str(getattr(_compiled().environment.get_template(template).module, name)(*values))


class Reader(HTMLParser):
    """What a test asks of a body: ids, links by their text, tags left open, words of a table."""

    _VOID = frozenset({"br", "input", "hr", "img", "meta", "link", "circle", "path", "rect"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found: Mapping[str, str | None] = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if found.get("href"):
            self.links.append(str(found["href"]))
        if tag not in self._VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._VOID:
            assert self._open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return " ".join(" ".join(self.text).split())


def plain(value: Any) -> bool:
    """True where a context holds nothing but what `marshal` can hash."""
    if isinstance(value, dict):
        return all(isinstance(k, str) and plain(v) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool)
