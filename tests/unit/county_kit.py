"""A small county for tests of what is derived from its figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.figures.opendata import tables
from generator.figures.opendata.tables import Tables
from generator.model import (
    Campaign,
    Event,
    Identity,
    Library,
    Occurrence,
    Period,
    Region,
    Result,
    Site,
    Target,
    Township,
    Village,
    Weight,
)
from tests.unit.counted import counted

HE, QING, LU, CHI = "330881121", "330881002", "330881102", "330881103"
TOWNSHIPS = (
    Township(QING, "清湖街道", (Village(f"{QING}-c", "丙社区", QING, law_savvy=3),), group="街道", population=30000),
    Township(LU, "碗窑乡", (), group="山区", population=5000),
    Township(CHI, "张村乡", (), group="山区", population=8000),
    Township(
        HE, "贺村镇", (Village(f"{HE}-a", "甲村", HE), Village(f"{HE}-b", "乙村", HE)), group="山区", population=20000
    ),
)
SITES = (Site("guan", "法治馆", HE, opened="2020年1月"),)
REGION = Region("330881", "江山市", "江山市司法局", "Asia/Shanghai", "12348", Identity(), TOWNSHIPS)
THREE = Target("events_held", "township", "year", 3, "实施方案")


def event(event_id: str, day: str, *codes: str, status: str = "已办", **more: object) -> Event:
    when = date.fromisoformat(day)
    values = {"campaign": "bw", "townships": codes, "region_wide": not codes, "status": status, **more}
    return Event(event_id, title=event_id, start=when, end=when, **values)  # type: ignore[arg-type]


def came(attendance: int, staff: int = 0, **more: int) -> Result:
    return Result(attendance, staff, **more)


def county(
    *events: Event, as_of: date, targets: tuple[Target, ...] = (THREE,), weights: tuple[Weight, ...] = (), **region
):
    """The account and the tables of the county with these events."""
    campaign = Campaign("bw", "普法", Period(date(2024, 1, 1), date(2026, 12, 31)), targets=targets)
    library = Library(replace(REGION, weights=weights, **region), (campaign,), events, SITES)
    found: Tables = tables(library, [Occurrence(e.id, e, e.start, e.end, e.status) for e in events], as_of)
    return counted(found), found
