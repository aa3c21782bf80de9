"""The account of one year: every township's state, and the list of records behind every number of that year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator import addresses
from generator.check.site import years_of
from generator.coverage import Cell, Matrix, Period, Totals, percent
from generator.model import Village
from generator.pages.figures import Account, anchor, cell_view, cell_words, number, target_words, unit_of
from generator.pages.page import PageSpec, SearchEntry, World, day_words
from generator.pages.split import Row

REGION_ANCHOR = "all"


def year_page(world: World, rows: Mapping[str, Row], account: Account, year: int) -> PageSpec:
    """The page of a year; `account` is cut to the years that have pages."""
    region = world.library.region
    years = list(years_of(world.library, world.as_of))
    totals = next((t for t in world.coverage.by_year if t.year == year), None)
    blocks = [_township_block(world, rows, account, code, year) for code in account.townships.units]
    context = {
        "year": year,
        "as_of": day_words(world.as_of),
        "running": year == world.as_of.year,
        "earlier": year - 1 if year - 1 in years else None,
        "later": year + 1 if year + 1 in years else None,
        "totals": _totals(totals),
        "columns": [_column(world, m) for m in _yearly(account)],
        "parts": [_part(world, m, account, year) for m in account.targets if m.every in ("quarter", "month")
                  and m.per == "township" and _in_year(m, year)],
        "table": [{k: b[k] for k in ("code", "name", "state", "launches", "cells")} for b in blocks],
        "blocks": blocks,
        "region": _region_block(world, rows, account, totals, year),
        "villages": _villages(world, totals),
        "units": [_units(world, m, account, year) for m in account.targets
                  if m.per in ("village", "site") and m.every != "campaign" and _in_year(m, year)],
        "sample": region.sample or any(c.sample for c in world.library.campaigns),
    }  # fmt: skip
    held = totals.held.value or 0 if totals else 0
    about = f"{region.name}{year}年普法覆盖情况：已办{held}场；每个乡镇（街道）办了什么、目标差多少，逐条列出记录。"
    return PageSpec(
        addresses.coverage_year(year), "coverage-year", f"{year}年覆盖情况", about, "coverage_year.html", context,
        search=SearchEntry(f"{year}年覆盖情况", f"{region.name} 各乡镇（街道） 目标 已办"),
    )  # fmt: skip


def _yearly(account: Account) -> list[Matrix]:
    return [m for m in account.targets if m.per == "township" and m.every == "year"]


def _in_year(matrix: Matrix, year: int) -> bool:
    return any(p.first.year == year for p in matrix.periods)


def _column(world: World, matrix: Matrix) -> dict[str, str]:
    campaign = world.library.campaign_by_id[matrix.campaign]
    return {"id": matrix.id, "campaign": campaign.title, "words": target_words(matrix, world.library.region.name)}


def _pairs(matrix: Matrix, row: Sequence[Cell], year: int) -> list[tuple[Period, Cell]]:
    """The periods of a year with a unit's cells; a period that runs through a campaign belongs to no year."""
    return [(p, c) for p, c in zip(matrix.periods, row, strict=True) if p.first.year == year and p.every != "campaign"]


def _groups(
    world: World, rows: Mapping[str, Row], held: Iterable[str], targets: Iterable[tuple[Matrix, Period, Cell]]
) -> list[dict[str, Any]]:
    """What was held, by campaign, with the targets measured on it.

    A target that counts exactly the campaign's list stands above it; one that counts part of it has a list of its own.
    """
    by_campaign: dict[str, list[str]] = {}
    for identity in held:
        by_campaign.setdefault(rows[identity]["campaign_id"], []).append(identity)
    lines: dict[str, list[dict[str, Any]]] = {}
    for matrix, period, cell in targets:
        unit = unit_of(matrix)
        whole = list(cell.records) == by_campaign.get(matrix.campaign, [])
        label = "" if period.every in ("year", "campaign") else f"{period.name}，"
        lines.setdefault(matrix.campaign, []).append({
            "id": anchor(matrix, cell, period),
            "words": f"{label}{target_words(matrix, world.library.region.name)}",
            "now": cell_words(cell, matrix.at_least, unit),
            "cls": cell_view(cell, matrix.at_least)["cls"],
            "whole": whole,
            "rows": [] if whole else [rows[i] for i in cell.records],
        })  # fmt: skip
    return [
        {
            "id": c.id,
            "title": c.title,
            "lines": lines.get(c.id, []),
            "rows": [rows[i] for i in by_campaign.get(c.id, ())],
        }
        for c in world.library.campaigns
        if c.id in lines or c.id in by_campaign
    ]


def _township_block(world: World, rows: Mapping[str, Row], account: Account, code: str, year: int) -> dict[str, Any]:
    general = account.townships
    mine = [c for _, c in _pairs(general, account.cells[general.id][code], year)]
    cell = mine[0] if mine else Cell(code, str(year), None, "not_applicable")
    targets = [
        (m, p, c)
        for m in account.targets
        if m.per == "township" and code in account.cells[m.id]
        for p, c in _pairs(m, account.cells[m.id][code], year)
        if c.state != "not_applicable"
    ]
    at = {(m.id, c.unit): (p, c) for m, p, c in targets if m.every == "year"}
    return {
        "code": code,
        "name": world.library.township_by_code[code].name,
        "state": cell_view(cell, None),
        "launches": cell.launches,
        "cells": [_linked(m, *at[m.id, code]) if (m.id, code) in at else _nothing() for m in _yearly(account)],
        "groups": _groups(world, rows, cell.records, targets),
        "others": [rows[i] for i in cell.others],
        "met": sum(bool(c.met) for _, _, c in targets),
        "of": len(targets),
    }


def _linked(matrix: Matrix, period: Period, cell: Cell) -> dict[str, Any]:
    return {**cell_view(cell, matrix.at_least), "href": "#" + anchor(matrix, cell, period)}


def _nothing() -> dict[str, Any]:
    return {"cls": "na", "value": "—", "word": "不适用", "data": "not_applicable", "href": ""}


def _part(world: World, matrix: Matrix, account: Account, year: int) -> dict[str, Any]:
    """A target per quarter or month: its own table for the year."""
    found = []
    for code in matrix.units:
        pairs = _pairs(matrix, account.cells[matrix.id][code], year)
        name = world.library.township_by_code[code].name
        shown = [_nothing() if c.state == "not_applicable" else _linked(matrix, p, c) for p, c in pairs]
        found.append({"name": name, "code": code, "cells": shown})
    periods = [p.name.removeprefix(f"{year}年") for p in matrix.periods if p.first.year == year]
    return {**_column(world, matrix), "periods": periods, "rows": found}


def _region_block(
    world: World, rows: Mapping[str, Row], account: Account, totals: Totals | None, year: int
) -> dict[str, Any]:
    """Everything held in the year, each once, and the region's own targets."""
    targets: list[tuple[Matrix, Period, Cell]] = []
    for matrix in account.targets:
        if matrix.per != "region" or not matrix.units:
            continue
        row = account.cells[matrix.id][matrix.units[0]]
        targets += [(matrix, p, c) for p, c in _pairs(matrix, row, year) if c.state != "not_applicable"]
        if matrix.every == "campaign" and matrix.periods[0].first.year <= year <= matrix.periods[0].last.year:
            targets.append((matrix, matrix.periods[0], _cut_to(row[0], rows, year)))
    held = totals.held.records if totals else ()
    return {
        "groups": _groups(world, rows, held, targets),
        "count": len(held),
        "wide": [rows[i] for i in held if rows[i]["place"].startswith("全域")],
    }


def _cut_to(cell: Cell, rows: Mapping[str, Row], year: int) -> Cell:
    """A whole campaign's cell with the records of one year only; its figure stays that of the campaign."""
    records = tuple(i for i in cell.records if rows[i]["date"].startswith(str(year)))
    return Cell(cell.unit, cell.period, cell.value, cell.state, cell.of, cell.met, cell.running, cell.launches, records,
                needed=cell.needed)  # fmt: skip


def _totals(totals: Totals | None) -> list[dict[str, str]]:
    """The year in four figures, each with the place on this page where its records are."""
    if totals is None:
        return []
    shown = []
    ways = (
        ("held", "已办场次", f"#{REGION_ANCHOR}"),
        ("townships", "到过的乡镇（街道）", "#townships"),
        ("villages", "到过的村（社区）", "#villages"),
        ("participants", "群众参加人次", f"#{REGION_ANCHOR}"),
    )
    for name, label, href in ways:
        cell: Cell = getattr(totals, name)
        known = cell.state == "figure" and cell.value is not None
        value = number(cell.value) if known and cell.value is not None else str(cell_view(cell, None)["word"])
        if known and cell.of:
            value = f"{value}/{number(cell.of)}"
        note = percent(cell.value or 0, cell.of) if known and cell.of else ""
        shown.append({"value": value, "label": label, "note": note, "href": href})
    return shown


def _villages(world: World, totals: Totals | None) -> list[dict[str, Any]]:
    """The villages that the figure "villages reached" counts, by township."""
    if totals is None:
        return []
    library = world.library
    village_of = {o.id: o.event.village for o in world.occurrences if o.first_day.year == totals.year}
    reached = {village_of[i] for i in totals.villages.records if village_of.get(i)}
    found = []
    for township in library.region.townships:
        mine: list[Village] = [v for v in township.villages if v.id in reached]
        if mine:
            villages = [{"name": v.name, "href": addresses.village(v)} for v in mine]
            found.append({"name": township.name, "of": len(township.villages), "villages": villages})
    return found


def _units(world: World, matrix: Matrix, account: Account, year: int) -> dict[str, Any]:
    """A target per village or per cultural site: the units of each township with their states; their pages list the records."""
    library = world.library
    by_township: dict[str, list[dict[str, Any]]] = {}
    for identity in matrix.units:
        pairs = [
            (p, c) for p, c in _pairs(matrix, account.cells[matrix.id][identity], year) if c.state != "not_applicable"
        ]
        if not pairs:
            continue
        if matrix.per == "village":
            village = library.village_by_id[identity]
            name, href, township = village.name, addresses.village(village), village.township
        else:
            site = library.site_by_id[identity]
            name, href, township = site.name, addresses.site(identity), site.township
        shown = [{"id": anchor(matrix, c, p), "period": p.name.removeprefix(f"{year}年"),
                  **cell_view(c, matrix.at_least)} for p, c in pairs]  # fmt: skip
        by_township.setdefault(township, []).append({"name": name, "href": href, "cells": shown})
    towns = [{"id": f"{matrix.id}-{code}", "name": library.township_by_code[code].name, "units": units}
             for code, units in by_township.items()]  # fmt: skip
    return {**_column(world, matrix), "townships": towns}
