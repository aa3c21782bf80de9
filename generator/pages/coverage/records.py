"""The lists of records on the page of a year: every township's, everything held once, and the villages that were reached.

Invariant: under each anchor that a matrix leads to stand exactly the records that its cell counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator import addresses
from generator.figures.coverage import Cell, Matrix, Period, Totals
from generator.figures.coverage.promises import scope_words, target_words
from generator.figures.indicators import HELD, indicator_catalogue
from generator.model import Village
from generator.pages.coverage.book import way
from generator.pages.coverage.grids import grid, made, plain, titled
from generator.pages.figures import Account, anchor, cell_view, cell_words
from generator.pages.split import Row
from generator.world import World


def yearly(account: Account) -> list[Matrix]:
    """The targets that every township has to meet every year: columns of the year's table."""
    return [m for m in account.targets if m.per == "township" and m.every == "year"]


def in_year(matrix: Matrix, year: int) -> bool:
    """Whether a matrix has a period that begins in the year."""
    return any(p.first.year == year for p in matrix.periods)


def column(world: World, matrix: Matrix) -> dict[str, str]:
    """What stands above a target's cells."""
    campaign = world.library.campaign_by_id[matrix.campaign]
    return {
        "id": matrix.id,
        "campaign": campaign.title,
        "words": target_words(matrix, world.library.region.name, scope_words(world.tables, matrix)),
    }


def pairs_of(matrix: Matrix, row: Sequence[Cell], year: int) -> list[tuple[Period, Cell]]:
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
        indicator = indicator_catalogue()[matrix.indicator]
        events = indicator.records == "events"
        whole = events and list(cell.records) == by_campaign.get(matrix.campaign, [])
        label = "" if period.every in ("year", "campaign") else f"{period.name}，"
        lines.setdefault(matrix.campaign, []).append({
            "id": anchor(matrix, cell, period),
            "words": f"{label}{target_words(matrix, world.library.region.name, scope_words(world.tables, matrix))}",
            "now": cell_words(cell, matrix.at_least, indicator.unit, indicator),
            "cls": cell_view(cell, matrix.at_least, indicator)["cls"],
            "whole": whole,
            "rows": [rows[i] for i in cell.records] if events and not whole else [],
            "elsewhere": "" if events else _roster(matrix, period, cell),
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


def _roster(matrix: Matrix, period: Period, cell: Cell) -> str:
    """Where what is no occurrence (a village, a task, a sum of money) is listed."""
    key = f"campaigns/{matrix.campaign}" if period.every == "campaign" else f"{period.first.year:04d}"
    return addresses.evidence(key, "" if matrix.per == "region" else cell.unit)


def township_block(world: World, rows: Mapping[str, Row], account: Account, code: str, year: int) -> dict[str, Any]:
    """A township's year: its row of the table, its records by campaign, and what was recorded but not held."""
    general = account.townships
    mine = [c for _, c in pairs_of(general, account.cells[general.id][code], year)]
    cell = mine[0] if mine else Cell(code, str(year), None, "not_applicable")
    targets = [
        (m, p, c)
        for m in account.targets
        if m.per == "township" and code in account.cells[m.id]
        for p, c in pairs_of(m, account.cells[m.id][code], year)
        if c.state != "not_applicable"
    ]
    at = {(m.id, c.unit): (p, c) for m, p, c in targets if m.every == "year"}
    return {
        "code": code,
        "name": world.library.township_by_code[code].name,
        "href": way(addresses.coverage_year(year), addresses.township(code)),
        "state": cell_view(cell, None),
        "held": "" if cell.value is None else cell.value,
        "launches": cell.launches,
        "cells": [_linked(m, *at[m.id, code]) if (m.id, code) in at else _nothing() for m in yearly(account)],
        "groups": _groups(world, rows, cell.records, targets),
        "others": [rows[i] for i in cell.others],
        "met": sum(bool(c.met) for _, _, c in targets),
        "of": len(targets),
    }


def _linked(matrix: Matrix, period: Period, cell: Cell) -> dict[str, Any]:
    view = cell_view(cell, matrix.at_least, indicator_catalogue()[matrix.indicator])
    return made(view, href="#" + anchor(matrix, cell, period))


def _nothing() -> dict[str, Any]:
    return made(cell_view(Cell("", "", None, "not_applicable"), None))


def year_table(blocks: Iterable[Mapping[str, Any]], columns: Iterable[Mapping[str, str]], year: int) -> dict[str, Any]:
    """Townships × what was held, how many of it launches, and the year's targets; every cell leads to its list below."""
    rows = []
    for b in blocks:
        state = b["state"]
        shown = {**state, "cls": "" if state["cls"] == "figure" else state["cls"]}
        held = made(shown, href=f"#t-{b['code']}", number=b["held"], figure=HELD, period=str(year))
        launches = made(plain("", str(b["launches"]), "figure"))
        rows.append({
            "unit": b["code"], "name": b["name"], "href": b["href"], "cells": [held, launches, *b["cells"]],
        })  # fmt: skip
    heads = [titled("已办", "场"), titled("启动仪式", "场"), *(titled(c["campaign"], c["words"]) for c in columns)]
    return grid(heads, rows)


def part_of_year(world: World, matrix: Matrix, account: Account, year: int) -> dict[str, Any]:
    """A target per quarter or month: its own table for the year."""
    here, rows = addresses.coverage_year(year), []
    for code in matrix.units:
        pairs = pairs_of(matrix, account.cells[matrix.id][code], year)
        name = world.library.township_by_code[code].name
        shown = [_nothing() if c.state == "not_applicable" else _linked(matrix, p, c) for p, c in pairs]
        rows.append({"unit": code, "name": name, "href": way(here, addresses.township(code)), "cells": shown})
    heads = [titled(p.name.removeprefix(f"{year}年")) for p in matrix.periods if p.first.year == year]
    return {**column(world, matrix), "grid": grid(heads, rows)}


def region_block(
    world: World, rows: Mapping[str, Row], account: Account, totals: Totals | None, year: int
) -> dict[str, Any]:
    """Everything held in the year, each once, and the region's own targets."""
    targets: list[tuple[Matrix, Period, Cell]] = []
    for matrix in account.targets:
        if matrix.per != "region" or not matrix.units:
            continue
        row = account.cells[matrix.id][matrix.units[0]]
        targets += [(matrix, p, c) for p, c in pairs_of(matrix, row, year) if c.state != "not_applicable"]
        if matrix.every == "campaign" and matrix.periods[0].first.year <= year <= matrix.periods[0].last.year:
            events = indicator_catalogue()[matrix.indicator].records == "events"
            targets.append((matrix, matrix.periods[0], _cut_to(row[0], rows, year) if events else row[0]))
    held = totals.held.records if totals else ()
    return {
        "groups": _groups(world, rows, held, targets),
        "count": len(held),
        "wide": [rows[i] for i in held if rows[i]["place"].startswith("全域")],
    }


def _cut_to(cell: Cell, rows: Mapping[str, Row], year: int) -> Cell:
    """A whole campaign's cell with the records of one year only; its figure stays that of the campaign."""
    records = tuple(i for i in cell.records if i in rows and rows[i]["date"].startswith(str(year)))
    return cell._replace(records=records)


def villages_reached(world: World, totals: Totals | None) -> list[dict[str, Any]]:
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


def unit_lists(world: World, matrix: Matrix, account: Account, year: int) -> dict[str, Any]:
    """A target per village or per cultural site: the units of each township with their states; their pages list the records."""
    library = world.library
    by_township: dict[str, list[dict[str, Any]]] = {}
    for identity in matrix.units:
        pairs = [
            (p, c) for p, c in pairs_of(matrix, account.cells[matrix.id][identity], year) if c.state != "not_applicable"
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
                  **cell_view(c, matrix.at_least, indicator_catalogue()[matrix.indicator])} for p, c in pairs]  # fmt: skip
        by_township.setdefault(township, []).append({"name": name, "href": href, "cells": shown})
    towns = [{"id": f"{matrix.id}-{code}", "name": library.township_by_code[code].name, "units": units}
             for code, units in by_township.items()]  # fmt: skip
    return {**column(world, matrix), "townships": towns}
