"""Small counties and the reports made of them, for the tests of reports."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

import docx
import openpyxl

from generator.model import (
    Campaign,
    Event,
    Library,
    Period,
    Result,
    Target,
    Task,
    Township,
    Village,
)
from generator.render.templates import Renderer
from generator.reports.compose import compose
from generator.reports.document import Document, Paragraph
from generator.reports.page import page_bytes
from generator.reports.request import Request, Wish, understand
from generator.reports.sheets import sheets
from generator.reports.voice import Lookup, Voice
from generator.reports.word import word_bytes
from generator.reports.wordxml import clean
from generator.reports.workbook import workbook_bytes
from generator.world import World
from tests.clients.makers import AS_OF, HECUN, QINGHU, event, library
from tests.unit.pages_kit import ROOT, world_of

YEAR = 2025
CAMPAIGN = Campaign(
    "gaq",
    "全民国家安全教育日",
    Period(date(2021, 1, 1), date(2026, 12, 31)),
    lead="江山市司法局",
    laws=("国家安全法", "反间谍法"),
    audiences=("农民", "青少年"),
    targets=(Target("events_held", "township", "year", 2, "示例文件"),),
    tasks=(Task("主题宣讲", "各司法所", due=date(2025, 4, 15)), Task("进校园", "市教育部门", due=date(2025, 9, 1), done=date(2025, 8, 20))),
)  # fmt: skip


def held(identifier: str, day: date, **fields: Any) -> Event:
    """An event that was held."""
    start, end = datetime(day.year, day.month, day.day, 9), datetime(day.year, day.month, day.day, 11)
    return event(identifier, **{"start": start, "end": end, "status": "已办", **fields})


def county(*events: Event, **more: Any) -> World:
    """Two townships and one campaign with a target, on 2026-11-21."""
    return world_of(library(events, campaigns=more.pop("campaigns", (CAMPAIGN,)), **more), AS_OF)


def usual() -> World:
    """A county where 贺村镇 held three and 清湖街道 said nothing in 2025; 2500 of 2501 were satisfied."""
    result = Result(attendance=3000, staff=10, responses=2501, satisfied=2500)
    return county(
        held("gaq-a", date(2025, 4, 15), result=result, audiences=("农民",), laws=("国家安全法",), focus="义务"),
        held("gaq-b", date(2025, 5, 15), village=f"{HECUN}-hecun"),
        held("gaq-c", date(2025, 6, 15)),
        event("gaq-d", start=datetime(2025, 7, 1, 9), end=datetime(2025, 7, 1, 10), status="计划"),
    )


def named(world: World, name: str) -> World:
    """The same county where everything that has a name bears this one (what figures depend on without what the check refuses)."""
    found = world.library
    counted = clean(name)
    townships = tuple(
        replace(t, name=f"{name}{t.code}", villages=tuple(replace(v, name=name) for v in t.villages))
        for t in found.region.townships
    )
    region = replace(found.region, townships=townships, publisher=name, name=name)
    campaigns = tuple(replace(c, title=name, lead=name, tasks=tuple(replace(t, content=name, status=name) for t in c.tasks))
                      for c in found.campaigns)  # fmt: skip
    events = tuple(replace(e, title=name, place=name, audiences=(counted,), laws=(counted,)) for e in found.events)
    sites = tuple(replace(s, name=name, address=name) for s in found.sites)
    return world_of(
        replace(
            found,
            region=region,
            campaigns=campaigns,
            events=events,
            sites=sites,
            township_by_code={t.code: t for t in townships},
            village_by_id={v.id: v for t in townships for v in t.villages},
            campaign_by_id={c.id: c for c in campaigns},
            site_by_id={s.id: s for s in sites},
        ),
        AS_OF,
    )


def large(number: int) -> Library:
    """A library of many townships of two villages each, three events in each second one."""
    found = library(())
    townships = tuple(
        Township(
            f"330881{100 + n:03d}",
            f"第{n}镇",
            tuple(Village(f"330881{100 + n:03d}-v{k}", f"第{n}镇{k}村", f"330881{100 + n:03d}") for k in (1, 2)),
            population=10_000 + n,
        )
        for n in range(number)
    )
    events = tuple(
        held(f"e-{t.code}-{k}", date(2025, 2 * k, 1 + place % 28), townships=(t.code,))
        for place, t in enumerate(townships[::2])
        for k in (1, 2, 3)
    )
    return replace(
        found,
        region=replace(found.region, townships=townships),
        campaigns=(CAMPAIGN,),
        campaign_by_id={CAMPAIGN.id: CAMPAIGN},
        events=tuple(sorted(events, key=lambda e: e.id)),
        sites=(),
        site_by_id={},
        township_by_code={t.code: t for t in townships},
        village_by_id={v.id: v for t in townships for v in t.villages},
    )


def request(world: World, **wish: Any) -> Request:
    """The one request of a wish that has no fault."""
    if not wish.get("campaign") and "period" not in wish:
        wish["period"] = str(YEAR)
    requests, faults = understand(Wish(**wish), world.library, world.coverage.years, world.as_of)
    assert faults == ()
    (found,) = requests
    return found


def document(world: World, **wish: Any) -> Document:
    """The document of a wish."""
    return compose(Lookup(world), request(world, **wish))


def voice(world: World, **wish: Any) -> Voice:
    """The voice of a wish."""
    return Voice(Lookup(world), request(world, **wish))


def words(found: Document) -> str:
    """Everything that the sections say, without marks."""
    return "\n".join(b.words for s in found.sections for b in s.blocks if isinstance(b, Paragraph))


def section(found: Document, title: str) -> str:
    """What one section says."""
    (part,) = [s for s in found.sections if s.title == title]
    return "\n".join(b.words for b in part.blocks if isinstance(b, Paragraph))


def word(world: World, **wish: Any) -> bytes:
    """A Word file."""
    return word_bytes(document(world, **wish))


def opened(data: bytes) -> Any:
    """A Word file as python-docx reads it."""
    return docx.Document(io.BytesIO(data))


def table(data: bytes, caption: str) -> list[list[str]]:
    """The rows of the table under a caption of a Word file."""
    body = opened(data).element.body
    space = {"w": body.nsmap["w"]}
    for paragraph in body.iterchildren(f"{{{space['w']}}}p"):
        text = "".join(t.text or "" for t in paragraph.iterfind(".//w:t", space))
        if text.endswith(caption) and re.match(r"附[表注]", text):
            grid = paragraph.getnext()
            return [
                ["".join(t.text or "" for t in cell.iterfind(".//w:t", space)) for cell in row.iterfind("w:tc", space)]
                for row in grid.iterfind("w:tr", space)
            ]
    raise AssertionError(f"no table {caption}")


@cache
def _compiled() -> Renderer:
    return Renderer(ROOT, None, {}, "reports")


def page(world: World, **wish: Any) -> str:
    """A report as HTML."""
    return page_bytes(document(world, form="html", **wish), _compiled()).decode()


def workbook(world: World, **wish: Any) -> bytes:
    """An Excel file."""
    found = voice(world, form="xlsx", **wish)
    return workbook_bytes(sheets(found), "数据", "司法局", found.request.signed)


def book(data: bytes) -> Any:
    """An Excel file as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data))


__all__ = ["AS_OF", "HECUN", "QINGHU", "held"]
