"""The account of coverage: the overview, a page for each year and each campaign, and the definitions.

Invariant: a cell that shows a number leads to a list of exactly the records it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import addresses
from generator.base.daywords import long_day
from generator.figures.coverage import Totals, percent
from generator.figures.coverage.shown import count
from generator.figures.coverage.states import missing
from generator.figures.indicators import shown_at
from generator.pages.coverage import campaign as coverage_campaign
from generator.pages.coverage import definitions as coverage_definitions
from generator.pages.coverage import grids as coverage_grids
from generator.pages.coverage import target_grids as coverage_target_grids
from generator.pages.coverage import trend as coverage_trend
from generator.pages.coverage import year as coverage_year
from generator.pages.coverage.actions import actions
from generator.pages.coverage.book import ALL, Book, open_book, way, year_span
from generator.pages.coverage.campaign import headlines
from generator.pages.coverage.figures import rosters
from generator.pages.coverage.tiles import tile_map
from generator.pages.page import PageSpec
from generator.pages.snapshots import snapshots_of
from generator.pages.split import Row
from generator.world import World

MOST_ACTIONS = 8
HERE = addresses.COVERAGE

_DOWNLOADS = (
    ("coverage.csv", "覆盖情况", "每一个指标的每一格：状态、数值、分母、目标、记录的编号"),
    ("breakdown.csv", "分项", "每种对象、每部法律各办了多少"),
    ("events.csv", "活动场次", "每一场活动的全部公开字段"),
    ("events_townships.csv", "场次与乡镇", "每一场活动写明了哪些乡镇"),
    ("events_audiences.csv", "场次与对象", "每一场活动面向哪些对象"),
    ("events_laws.csv", "场次与法律", "每一场活动讲哪些法律"),
    ("townships.csv", "乡镇（街道）", "乡镇名单，是否计入覆盖"),
    ("villages.csv", "村（社区）", "村社区名单"),
    ("sites.csv", "法治文化阵地", "阵地名单和状态"),
    ("targets.csv", "目标", "每一条目标和它的依据"),
    ("tasks.csv", "任务", "任务清单和完成日期"),
    ("funding.csv", "经费", "每年的普法经费和来源"),
    ("inspections.csv", "抽查", "抽查了什么，结果怎样"),
    ("weights.csv", "权重", "同组乡镇排名时各项占多重"),
    ("zero_reports.csv", "零报告", "哪个乡镇确认哪一年没有开展"),
    ("coverage.sql", "核对程序", "用 DuckDB 重新算一遍，并同公布的数字逐格比对"),
    ("schema.json", "字段说明", "每张表每一列的含义"),
)


def pages(world: World) -> Iterator[PageSpec]:
    """The overview, a page for each campaign of the account, and the definition cards: no single record is on them."""
    book = open_book(world)
    yield _overview(book)
    for campaign in world.library.campaigns:
        yield coverage_campaign.page(book, campaign)
    yield coverage_definitions.page(book)


def year_page(world: World, rows: Mapping[str, Row], year: int) -> Iterator[PageSpec]:
    """The page of one year, with the records of it."""
    yield coverage_year.page(open_book(world), rows, year)


def _overview(book: Book) -> PageSpec:
    world = book.world
    coverage, region, year = world.coverage, world.library.region, world.as_of.year
    todo = actions(book, year, HERE)
    context = {
        "as_of": long_day(world.as_of),
        "first": book.years[0],
        "year": year,
        "stats": headlines(book, year_span(year)),
        "total_list": headlines(book, ALL),
        "total_heads": [{"id": i.id, "name": label} for i, _, label in shown_at("headline")],
        "actions_list": todo[:MOST_ACTIONS],
        "more_actions": max(len(todo) - MOST_ACTIONS, 0),
        "map": tile_map(book, year, HERE),
        "by_year": [_totals(t) for t in reversed(coverage.by_year) if t.year in book.years],
        "year_bars": coverage_trend.years(book),
        "month_bars": coverage_trend.recent_months(book),
        "months": coverage_grids.region_months(book, HERE),
        "legend_list": coverage_definitions.legend(),
        "townships": coverage_grids.township_years(book, HERE),
        "tallies": [coverage_target_grids.tally(t) for t in book.account.townships.tallies],
        "targets": [coverage_target_grids.matrix_view(book, m, HERE) for m in book.account.targets],
        "rosters": rosters(book),
        "campaigns": [{"title": c.title, "href": way(HERE, addresses.coverage_campaign(c.id))} for c in world.library.campaigns],
        "snapshots": [{**s, "href": way(HERE, s["href"])} for s in snapshots_of(world)],
        "downloads": [{"file": f, "name": n, "about": a} for f, n, a in _DOWNLOADS],
        "sample": book.sample,
    }  # fmt: skip
    total = coverage.total
    about = (
        f"{region.name}各乡镇（街道）的普法覆盖情况：已办{count(total.held.value or 0)}场，"
        f"到过{total.townships.value or 0}个乡镇（街道），共{total.townships.of or 0}个。没有上报的也算在分母里。"
    )
    return PageSpec(HERE, HERE, "覆盖情况", about, "coverage.html", context)


def _totals(totals: Totals) -> dict[str, Any]:
    """One row of the region's account. A figure that nobody reported stays a word."""
    cells = []
    for name, cell in totals.cells.items():
        known = cell.state == "figure" and cell.value is not None
        cells.append({
            "indicator": name,
            "value": count(cell.value) if known and cell.value is not None else missing(cell.state).word,
            "of": count(cell.of) if known and cell.of else "",
            "percent": percent(cell.value or 0, cell.of) if known and cell.of else "",
            "data": cell.state,
            "number": cell.value if known and cell.value is not None else "",
        })  # fmt: skip
    return {"year": totals.year, "cells": cells}
