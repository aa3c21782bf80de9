"""Targets with all their periods, as matrices: every unit, met or not, and the way to the records of each cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import addresses
from generator.figures.coverage import Cell, Matrix, Period, Tally
from generator.figures.coverage.states import STATES
from generator.figures.indicators import indicator_catalogue
from generator.pages.coverage.book import NOT_APPLICABLE, Book, way
from generator.pages.coverage.grids import grid, head, made, share_of_units, titled
from generator.pages.coverage.targets import about
from generator.pages.figures import cell_view, missing_view, way_to_records


def tally(t: Tally) -> dict[str, Any]:
    """How the units stand in one period; silent ones are part of `of`."""
    return {
        "met": t.met,
        "reached": t.reached,
        "of": t.applicable,
        "silent": t.silent,
        "notdue": t.not_due,
        "met_percent": share_of_units(t, t.met),
        "reached_percent": share_of_units(t, t.reached),
    }


MOST_CELLS = 400
"""Cells of a target's matrix on the overview; a larger one stands on its campaign's page alone, for the sake of phones."""


def matrix_view(book: Book, matrix: Matrix, here: str) -> dict[str, Any]:
    """A target with all its periods as a grid. One per village would be thousands of rows: it is shown by township, met of due."""
    elsewhere = ""
    if (
        here == addresses.COVERAGE
        and matrix.per != "region"
        and len(book.world.library.region.townships) * len(matrix.periods) > MOST_CELLS
    ):
        elsewhere = way(here, f"{addresses.coverage_campaign(matrix.campaign)}#{matrix.id}")
    tallies = [tally(t) for t in matrix.tallies]
    foot = [
        {"name": "达标", "cells": [[f"{t['met']}/{t['of']}", t["met_percent"]] for t in tallies]},
        {"name": STATES["silent"].word, "cells": [[str(t["silent"]), ""] for t in tallies]},
    ]
    rows: list[dict[str, Any]] = []
    if not elsewhere:
        rows = _village_rows(book, matrix, here) if matrix.per == "village" else _rows(book, matrix, here)
    columns = [titled(p.id if p.every == "year" else p.name) for p in matrix.periods]
    return {
        **about(book, matrix),
        "grid": grid(columns, rows, () if matrix.per == "region" else foot),
        "tallies": tallies,
        "elsewhere": elsewhere,
        "by_year": _records_by_year(book, matrix) if matrix.per == "region" and matrix.every == "campaign" else [],
    }


def names(book: Book, matrix: Matrix, here: str) -> dict[str, dict[str, str]]:
    """Unit → its name and page, for the row heads of a matrix."""
    library = book.world.library
    if matrix.per == "region":
        return {u: {"name": f"全{library.region.name[-1:]}", "href": ""} for u in matrix.units}
    if matrix.per == "site":
        return {u: {"name": library.site_by_id[u].name, "href": way(here, addresses.site(u))} for u in matrix.units}
    return {u: head(book, u, here) for u in matrix.units if u in library.township_by_code}


def _rows(book: Book, matrix: Matrix, here: str) -> list[dict[str, Any]]:
    named = names(book, matrix, here)
    indicator = indicator_catalogue()[matrix.indicator]
    return [
        {
            "unit": code,
            **named[code],
            "cells": [_cell(book, matrix, c, p, cell_view(c, matrix.at_least, indicator), here)
                      for p, c in zip(matrix.periods, row, strict=True)],
        }
        for code, row in zip(matrix.units, matrix.rows, strict=True)
    ]  # fmt: skip


def _cell(book: Book, matrix: Matrix, cell: Cell, period: Period, view: Mapping[str, Any], here: str) -> dict[str, Any]:
    to = way_to_records(book.world.library, matrix, cell, period)
    return made(view, href=way(here, to) if to else "")


def _village_rows(book: Book, matrix: Matrix, here: str) -> list[dict[str, Any]]:
    cells = book.account.cells[matrix.id]
    found = []
    for township in book.world.library.region.townships:
        rows = [cells[v.id] for v in township.villages if v.id in cells]
        if rows:
            columns = [[row[j] for row in rows] for j in range(len(matrix.periods))]
            pairs = zip(matrix.periods, columns, strict=True)
            shown = [_village_cell(matrix, township.code, p, column) for p, column in pairs]
            found.append({
                "unit": township.code, **head(book, township.code, here),
                "cells": [made(c, href=way(here, c["href"]) if c["href"] else "") for c in shown],
            })  # fmt: skip
    return found


def _village_cell(matrix: Matrix, code: str, period: Period, column: list[Cell]) -> dict[str, Any]:
    due = [c for c in column if c.state != NOT_APPLICABLE]
    met = sum(bool(c.met) for c in due)
    view = {
        "value": f"{met}/{len(due)}",
        "word": "达标",
        "data": "figure",
        "cls": "met" if met == len(due) else "short",
    }
    if not due:
        return {**missing_view("not_applicable"), "href": ""}
    if all(c.state == "silent" for c in due):
        view = missing_view("silent")
    elif all(c.state == "not_due" for c in due):
        view = missing_view("not_due")
    elif met < len(due) and any(c.running for c in due):
        view["cls"] = "running"
    if period.every == "campaign":
        return {**view, "href": addresses.township(code) + "#villages"}
    return {**view, "href": f"{addresses.coverage_year(period.first.year)}#{matrix.id}-{code}"}


def _records_by_year(book: Book, matrix: Matrix) -> list[dict[str, Any]]:
    """Where the records of the region's whole-campaign figure are: the years, each with how many of them it lists."""
    cell = matrix.rows[0][0] if matrix.rows and matrix.rows[0] else None
    if cell is None or not cell.records:
        return []
    span = matrix.periods[0]
    return [
        {"year": year, "href": f"{addresses.coverage_year(year)}#{matrix.id}-{cell.unit}"}
        for year in book.years
        if span.first.year <= year <= span.last.year
    ]
