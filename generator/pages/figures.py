"""Cells of coverage as pages show them: a number or a sign, a word under it, a class, and the way to the records.

Invariant: the four states and "met" always differ in their words and signs, never in colour alone. Nothing here counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator import addresses
from generator.figures.coverage import Cell, Coverage, Matrix, Period, State
from generator.figures.coverage.promises import target_words
from generator.figures.coverage.shown import count, missing_unit, shown, with_unit
from generator.figures.coverage.states import STATES, ZERO, missing
from generator.figures.indicators import Indicator, indicator_catalogue
from generator.model import Library, Per

_SILENT, _NOT_DUE, _NOT_APPLICABLE = STATES["silent"], STATES["not_due"], STATES["not_applicable"]

LEGEND: tuple[tuple[str, str, str, str], ...] = (
    ("met", "3", "达标", "达到了目标。数字是已办的数量。"),
    ("short", "2", "差1", "期满了，没有达到目标；写明差多少。"),
    ("running", "1", "还差2", "这一期还没有结束，已经办了一些；写明还差多少。"),
    ("figure", "5", "", "没有定目标的，只写数量。"),
    (ZERO.style, ZERO.sign, ZERO.word, "报过了，确实没有办：有零报告，或者有记录写明取消、延期。"),
    (
        _SILENT.style,
        _SILENT.sign,
        _SILENT.word,
        "期满了，没有报：没有记录，或者只有没更新的“计划”“确定”，也没有零报告。不等于 0；仍然算在分母里。",
    ),
    (_NOT_DUE.style, _NOT_DUE.sign, _NOT_DUE.word, "这一期还没有结束，还没有办。"),
    (
        _NOT_APPLICABLE.style,
        _NOT_APPLICABLE.sign,
        _NOT_APPLICABLE.word,
        "不计入覆盖，或者当期还没有设立。不算在分母里。",
    ),
)
"""(class, sample value, sample word, meaning) of every kind of cell, in the order of the legend."""


def cell_view(cell: Cell, at_least: float | None, indicator: Indicator | None = None) -> dict[str, Any]:
    """`cls`, `value` (number or sign), `word` under it, `data` (the machine's state), without a link.

    `indicator` tells how its figures are written (94.3%); without it the value is a count.
    """
    if cell.state != "figure" or cell.value is None:
        return missing_view(cell.state)
    if indicator is not None:
        text = shown(indicator, cell)
    else:
        text = count(cell.value) if cell.of is None else f"{count(cell.value)}/{count(cell.of)}"
    counted = indicator is None or (indicator.kind == "flow" and indicator.on_events)
    cls, word = _judged(cell, at_least, counted=counted)
    return {"cls": cls, "value": text, "word": word, "data": cell.state}


def missing_view(state: State) -> dict[str, Any]:
    """The same for a state without a figure."""
    look = missing(state)
    return {"cls": look.style, "value": look.sign, "word": look.word, "data": state}


def _judged(cell: Cell, at_least: float | None, *, counted: bool) -> tuple[str, str]:
    if at_least is None:
        return ("figure", "") if cell.value or not counted else (ZERO.style, ZERO.word)
    if cell.met:
        return "met", "达标"
    least = at_least if cell.least is None else cell.least
    if cell.launches and cell.value is not None and cell.value >= least:  # launches alone never meet a target
        return ("running" if cell.running else "short"), "只有启动"
    if cell.running:
        return "running", f"还差{count(cell.needed)}"
    return ("short" if cell.value or not counted else ZERO.style), f"差{count(cell.needed)}"


def cell_words(cell: Cell, at_least: float | None, unit: str, indicator: Indicator | None = None) -> str:
    """The same cell as a phrase, such as 2场，差1场 or 未报. `unit` is that of the value."""
    view = cell_view(cell, at_least, indicator)
    if view["data"] != "figure":
        return str(view["word"])
    if indicator is None:
        figure = f"{view['value']}{unit}" if cell.value else f"0{unit}"
    else:
        figure = with_unit(indicator, cell)
    if at_least is None:
        return figure
    if view["word"] == "只有启动":
        return f"{figure}，但只有启动仪式，还要再办常态活动"
    return f"{figure}，{view['word']}" + ("" if cell.met else missing_unit(unit))


def unit_of(matrix: Matrix) -> str:
    """The Chinese unit of a matrix's values, such as 场 or 人次."""
    return indicator_catalogue()[matrix.indicator].unit


def anchor(matrix: Matrix, cell: Cell, period: Period) -> str:
    """The id under which the page of a year lists the records of one cell of a target."""
    if period.every in ("year", "campaign"):
        return f"{matrix.id}-{cell.unit}"
    return f"{matrix.id}-{cell.unit}-{period.id[4:].lstrip('-').lower()}"


def way_to_records(library: Library, matrix: Matrix, cell: Cell, period: Period) -> str:
    """Where the records of a target's cell are listed, below the site's root; "" where nothing can be counted.

    Those of a year, quarter or month are on the page of their year; those of a whole campaign on the unit's own page, and the
    region's on the overview, which leads on to the years.
    """
    if cell.state == "not_applicable":
        return ""
    if period.every != "campaign":
        return f"{addresses.coverage_year(period.first.year)}#{anchor(matrix, cell, period)}"
    if matrix.per == "township":
        return f"{addresses.township(cell.unit)}#{matrix.id}"
    if matrix.per == "village":
        return f"{addresses.village(library.village_by_id[cell.unit])}#{matrix.id}"
    if matrix.per == "site":
        return f"{addresses.site(cell.unit)}#{matrix.id}"
    return f"{addresses.COVERAGE}#{matrix.id}-records"


@dataclass(frozen=True, slots=True)
class Account:
    """The matrices as pages show them: no period that has not begun, none before the first year that has a page.

    `cells` is matrix id → unit → its cells, so that pages of units need no search.
    """

    townships: Matrix
    targets: tuple[Matrix, ...]
    cells: Mapping[str, Mapping[str, tuple[Cell, ...]]]

    def per(self, level: Per) -> list[Matrix]:
        """The targets of one level."""
        return [m for m in self.targets if m.per == level]


def account_of(coverage: Coverage, years: range, as_of: date) -> Account:
    """The account cut to the periods that have begun and lie in `years`, those that have a page."""

    def cut(matrix: Matrix) -> Matrix:
        keep = [
            place
            for place, period in enumerate(matrix.periods)
            if period.every == "campaign" or (period.first <= as_of and period.first.year in years)
        ]
        if len(keep) == len(matrix.periods):
            return matrix
        return replace(
            matrix,
            periods=tuple(matrix.periods[i] for i in keep),
            rows=tuple(tuple(row[i] for i in keep) for row in matrix.rows),
            tallies=tuple(matrix.tallies[i] for i in keep),
        )

    townships, targets = cut(coverage.townships), tuple(cut(m) for m in coverage.targets)
    targets = tuple(m for m in targets if m.periods)
    cells = {m.id: dict(zip(m.units, m.rows, strict=True)) for m in (townships, *targets)}
    return Account(townships, targets, cells)


def targets_of_unit(
    library: Library, matrices: Iterable[Matrix], account: Account, unit: str, held: Callable[[str, Period], bool]
) -> list[dict[str, Any]]:
    """The targets a township, village or site must meet: words, every period's cell with its link, and what is needed now.

    `held` tells of a campaign and a period whether anything was held in the unit; it is asked only where a figure is missing.
    """
    found = []
    for matrix in matrices:
        row = account.cells[matrix.id].get(unit)
        if not row or all(c.state == "not_applicable" for c in row):
            continue
        indicator = indicator_catalogue()[matrix.indicator]
        pairs = list(zip(matrix.periods, row, strict=True))
        now = next((pair for pair in reversed(pairs) if not pair[0].ended), None)
        found.append({
            "id": matrix.id,
            "campaign": library.campaign_by_id[matrix.campaign].title,
            "campaign_href": addresses.campaign(matrix.campaign),
            "words": target_words(matrix, library.region.name),
            "basis": matrix.basis,
            "cells": [
                {"period": p.name, **cell_view(c, matrix.at_least, indicator), "href": way_to_records(library, matrix, c, p)}
                for p, c in reversed(pairs[-12:])
            ],
            "now": _now(matrix, *now, held) if now else "",
            "whole": matrix.every == "campaign",
            "records": list(row[-1].records) if matrix.every == "campaign" and indicator.records == "events" else [],
        })  # fmt: skip
    return found


def _now(matrix: Matrix, period: Period, cell: Cell, held: Callable[[str, Period], bool]) -> str:
    if cell.state == "not_applicable":
        return ""
    if cell.met:
        return "这一期已经达标。"
    indicator = indicator_catalogue()[matrix.indicator]
    unit = missing_unit(indicator.unit)
    least = (matrix.at_least or 0) if cell.least is None else cell.least
    if cell.state != "figure":
        if indicator.on_events and not held(matrix.campaign, period):
            return f"这一期还没有办，还差{count(least)}{unit}。"
        return f"{missing(cell.state).word}：这一期所需的数还没有填，还差{count(least)}{unit}。"
    if cell.launches and cell.value is not None and cell.value >= least:
        return "这一期只办了启动仪式，还要再办常态活动。"
    return f"这一期还差{count(cell.needed)}{unit}。"


def with_rows(targets: list[dict[str, Any]], rows: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The targets of `targets_of_unit` with the records' ids replaced by their rows."""
    return [{**target, "records": [rows[i] for i in target["records"]]} for target in targets]
