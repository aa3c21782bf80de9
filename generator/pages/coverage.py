"""The account of coverage: the overview with every matrix, and a page for each year that lists the records behind it.

Invariant: a cell that shows a number leads to a list of exactly the records it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import addresses
from generator.check.site import years_of
from generator.coverage import Cell, Matrix, Period, Tally, Totals, percent
from generator.indicators import indicator_catalogue
from generator.pages.coverage_year import year_page
from generator.pages.figures import (
    LEGEND,
    Account,
    account_of,
    cell_view,
    number,
    target_words,
    way_to_records,
)
from generator.pages.page import PageSpec, World, day_words
from generator.pages.split import Row

_DOWNLOADS = (
    ("coverage.csv", "覆盖情况", "本页每一格：状态、数值、分母、目标、记录的编号"),
    ("events.csv", "活动场次", "每一场活动的全部公开字段"),
    ("events_townships.csv", "场次与乡镇", "每一场活动写明了哪些乡镇"),
    ("townships.csv", "乡镇（街道）", "乡镇名单，是否计入覆盖"),
    ("villages.csv", "村（社区）", "村社区名单"),
    ("sites.csv", "法治文化阵地", "阵地名单和状态"),
    ("targets.csv", "目标", "每一条目标和它的依据"),
    ("zero_reports.csv", "零报告", "哪个乡镇确认哪一年没有开展"),
    ("coverage.sql", "核对程序", "用 DuckDB 重新算一遍，并同公布的数字逐格比对"),
    ("schema.json", "字段说明", "每张表每一列的含义"),
)


def pages(world: World, rows: Mapping[str, Row]) -> Iterator[PageSpec]:
    """The overview and a page for each year of the account."""
    years = years_of(world.library, world.as_of)
    account = account_of(world.coverage, years, world.as_of)
    yield _overview(world, account)
    for year in years:
        yield year_page(world, rows, account, year)


def _overview(world: World, account: Account) -> PageSpec:
    coverage, region = world.coverage, world.library.region
    total = coverage.total
    context = {
        "as_of": day_words(world.as_of),
        "first": coverage.years[0] if coverage.years else world.as_of.year,
        "year": world.as_of.year,
        "total": _totals(total),
        "by_year": [_totals(t) for t in reversed(coverage.by_year)],
        "legend": [{"cls": c, "value": v, "word": w, "about": a} for c, v, w, a in LEGEND],
        "townships": _townships(world, account.townships),
        "targets": [_target(world, m, account.cells[m.id]) for m in account.targets],
        "indicators": [
            {"id": i.id, "name": i.name, "unit": i.unit, "about": i.about, "sql": i.sql}
            for i in indicator_catalogue().values()
        ],
        "downloads": [{"file": f, "name": n, "about": a} for f, n, a in _DOWNLOADS],
        "sample": region.sample or any(c.sample for c in world.library.campaigns),
    }
    about = (
        f"{region.name}各乡镇（街道）的普法覆盖情况：已办{number(total.held.value or 0)}场，"
        f"到过{total.townships.value or 0}个乡镇（街道），共{total.townships.of or 0}个。没有上报的也算在分母里。"
    )
    return PageSpec(addresses.COVERAGE, addresses.COVERAGE, "覆盖情况", about, "coverage.html", context)


def _totals(totals: Totals) -> dict[str, Any]:
    """One row of the region's account. A figure that nobody reported stays a word."""
    found: dict[str, Any] = {"year": totals.year}
    for name in ("held", "townships", "villages", "participants"):
        cell: Cell = getattr(totals, name)
        known = cell.state == "figure" and cell.value is not None
        found[name] = {
            "value": number(cell.value) if known and cell.value is not None else cell_view(cell, None)["word"],
            "of": number(cell.of) if known and cell.of else "",
            "percent": percent(cell.value or 0, cell.of) if known and cell.of else "",
            "data": cell.state,
        }
    return found


def _names(world: World, matrix: Matrix) -> dict[str, dict[str, str]]:
    """Unit → its name and page, for the row heads of a matrix."""
    library = world.library
    if matrix.per == "region":
        return {u: {"name": f"全{library.region.name[-1:]}", "href": ""} for u in matrix.units}
    if matrix.per == "site":
        return {u: {"name": library.site_by_id[u].name, "href": addresses.site(u)} for u in matrix.units}
    towns = library.township_by_code
    return {u: {"name": towns[u].name, "href": addresses.township(u)} for u in matrix.units if u in towns}


def _townships(world: World, matrix: Matrix) -> dict[str, Any]:
    names = _names(world, matrix)
    return {
        "id": matrix.id,
        "periods": [p.name for p in matrix.periods],
        "rows": [
            {
                "unit": code,
                **names[code],
                "cells": [
                    {**cell_view(c, None), "href": f"{addresses.coverage_year(p.first.year)}#t-{code}"}
                    for p, c in zip(matrix.periods, row, strict=True)
                ],
            }
            for code, row in zip(matrix.units, matrix.rows, strict=True)
        ],
        "tallies": [_tally(t) for t in matrix.tallies],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    """How the units stand in one period; silent ones are part of `of`."""
    return {
        "met": tally.met,
        "reached": tally.reached,
        "of": tally.applicable,
        "silent": tally.silent,
        "notdue": tally.not_due,
        "met_percent": percent(tally.met, tally.applicable),
        "reached_percent": percent(tally.reached, tally.applicable),
    }


def _target(world: World, matrix: Matrix, cells: Mapping[str, tuple[Cell, ...]]) -> dict[str, Any]:
    """A target's matrix. One per village would be thousands of rows, so it is shown by township: met of due."""
    library = world.library
    campaign = library.campaign_by_id[matrix.campaign]
    indicator = indicator_catalogue()[matrix.indicator]
    rows = _village_rows(world, matrix, cells) if matrix.per == "village" else _rows(world, matrix)
    return {
        "id": matrix.id,
        "per": matrix.per,
        "campaign": campaign.title,
        "campaign_href": addresses.campaign(campaign.id),
        "words": target_words(matrix, library.region.name),
        "basis": matrix.basis,
        "indicator": indicator.id,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "periods": [p.name for p in matrix.periods],
        "rows": rows,
        "tallies": [_tally(t) for t in matrix.tallies],
        "by_year": _records_by_year(matrix, years_of(library, world.as_of))
        if matrix.per == "region" and matrix.every == "campaign"
        else [],
        "sample": campaign.sample,
    }


def _rows(world: World, matrix: Matrix) -> list[dict[str, Any]]:
    names = _names(world, matrix)
    return [
        {
            "unit": code,
            **names[code],
            "cells": [
                {**cell_view(c, matrix.at_least), "href": way_to_records(world.library, matrix, c, p)}
                for p, c in zip(matrix.periods, row, strict=True)
            ],
        }
        for code, row in zip(matrix.units, matrix.rows, strict=True)
    ]


def _village_rows(world: World, matrix: Matrix, cells: Mapping[str, tuple[Cell, ...]]) -> list[dict[str, Any]]:
    found = []
    for township in world.library.region.townships:
        rows = [cells[v.id] for v in township.villages if v.id in cells]
        if rows:
            columns = [[row[j] for row in rows] for j in range(len(matrix.periods))]
            pairs = zip(matrix.periods, columns, strict=True)
            found.append({
                "unit": township.code,
                "name": township.name,
                "href": addresses.township(township.code),
                "cells": [_village_cell(matrix, township.code, p, column) for p, column in pairs],
            })  # fmt: skip
    return found


def _village_cell(matrix: Matrix, code: str, period: Period, column: list[Cell]) -> dict[str, Any]:
    due = [c for c in column if c.state != "not_applicable"]
    met = sum(bool(c.met) for c in due)
    shown = {
        "value": f"{met}/{len(due)}",
        "word": "达标",
        "data": "figure",
        "cls": "met" if met == len(due) else "short",
    }
    if not due:
        return {"value": "—", "word": "不适用", "data": "not_applicable", "cls": "na", "href": ""}
    if all(c.state == "silent" for c in due):
        shown = {"value": "？", "word": "未报", "data": "silent", "cls": "silent"}
    elif all(c.state == "not_due" for c in due):
        shown = {"value": "…", "word": "未到期", "data": "not_due", "cls": "notdue"}
    elif met < len(due) and any(c.running for c in due):
        shown["cls"] = "running"
    if period.every == "campaign":
        return {**shown, "href": addresses.township(code) + "#villages"}
    return {**shown, "href": f"{addresses.coverage_year(period.first.year)}#{matrix.id}-{code}"}


def _records_by_year(matrix: Matrix, years: range) -> list[dict[str, Any]]:
    """Where the records of the region's whole-campaign figure are: the years, each with how many of them it lists."""
    cell = matrix.rows[0][0] if matrix.rows and matrix.rows[0] else None
    if cell is None or not cell.records:
        return []
    span = matrix.periods[0]
    return [
        {"year": year, "href": f"{addresses.coverage_year(year)}#{matrix.id}-{cell.unit}"}
        for year in years
        if span.first.year <= year <= span.last.year
    ]
