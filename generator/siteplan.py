"""Every address of the site, before anything of it is made: the only list of what a site consists of."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from datetime import date

from generator import addresses
from generator.feeds.aliases import former_addresses
from generator.feeds.catalogue import catalogue
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue
from generator.figures.opendata import FOLDER
from generator.figures.opendata.schema import TABLE_NAMES
from generator.model import Library
from generator.periods import ALL_TIME
from generator.register.advance import REMEMBERED
from generator.schedule.reach import months_of, years_of

_BESIDE_TABLES = ("events.json", "coverage.csv", "breakdown.csv", "coverage.json", "schema.json", "datapackage.json", "README.md", "coverage.sql",
                  "indicators/layer.sql")  # fmt: skip


def data_files() -> tuple[str, ...]:
    """The address of every file of open data: the tables, the indicators, and what explains them."""
    names = [f"{table}.csv" for table in TABLE_NAMES]
    names += [f"indicators/{indicator}.sql" for indicator in (*indicator_catalogue(), *breakdown_catalogue())]
    return tuple(FOLDER + name for name in (*names, *_BESIDE_TABLES))


def page_address(name: str) -> str:
    """The address MkDocs gives a Markdown file (`articles/a.md` → `articles/a/`)."""
    folder, file = posixpath.split(name)
    stem = os.path.splitext(file)[0]
    below = folder + "/" if folder else ""
    return below if stem.lower() in ("index", "readme") else f"{below}{stem}/"


def data_addresses(library: Library, as_of: date, told: Iterable[date] = ()) -> dict[str, str]:
    """Every page made of data: address → what it is, in Chinese. `told` are the publications that changed something."""
    pages = dict.fromkeys(addresses.SINGLETONS, "总览页")
    pages |= {addresses.campaign(c.id): f"专项“{c.title}”" for c in library.campaigns}
    pages |= {addresses.event(e.id): f"活动“{e.title}”" for e in library.events}
    pages |= {addresses.event(former): f"活动“{e.title}”原来的网址" for former, e in former_addresses(library)}
    pages |= {addresses.site(s.id): f"阵地“{s.name}”" for s in library.sites}
    pages |= {addresses.trail(t.id): f"线路“{t.name}”" for t in library.trails}
    for township in library.region.townships:
        pages[addresses.township(township.code)] = f"乡镇“{township.name}”"
        pages[addresses.township_changes(township.code)] = f"乡镇“{township.name}”的变动通知"
        pages |= {addresses.village(v): f"村社区“{v.name}”" for v in township.villages}
    pages |= {addresses.month(m): "月历" for m in months_of(library, as_of)}
    pages |= {addresses.coverage_year(y): f"{y}年覆盖情况" for y in years_of(library, as_of)}
    pages |= {addresses.coverage_campaign(c.id): f"专项“{c.title}”的覆盖情况" for c in library.campaigns}
    pages[addresses.INDICATORS] = "指标的定义"
    times = [*(str(y) for y in years_of(library, as_of)), *(f"campaigns/{c.id}" for c in library.campaigns), ALL_TIME]
    for unit in ("", *(t.code for t in library.region.townships)):
        pages |= {addresses.evidence(time, unit): "数字背后的记录" for time in times}
    pages |= {addresses.changes_of(day): "变动通知" for day in told if day + REMEMBERED >= as_of}
    return pages


def made_files(library: Library) -> dict[str, str]:
    """Every file made of data that an officer's text may link to: address → what it is, in Chinese."""
    files = {feed.path: f"日历订阅“{feed.name}”" for feed in catalogue(library)}
    return (
        files
        | dict.fromkeys(("feeds/events.atom", "feeds/events.json"), "订阅源")
        | dict.fromkeys(data_files(), "开放数据")
        | {"sitemap.xml": "网站地图", "404.html": "找不到网页时的一页"}
    )
