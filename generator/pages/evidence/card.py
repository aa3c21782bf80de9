"""The head of a page of evidence: who, where it stands among its like, headline figures, targets, gaps.

Invariant: ranks come from the league and stay inside a peer group; gaps are the sentences of `coverage.findings`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator import addresses
from generator.base.daywords import day_words
from generator.figures.coverage import Cell, Matrix, Period
from generator.figures.coverage.league import Group, Part, Standing, league
from generator.figures.coverage.pace import pace
from generator.figures.coverage.promises import scope_words, target_words
from generator.figures.coverage.shown import count, missing_unit, rounded, with_unit
from generator.figures.coverage.states import STATES
from generator.figures.indicators import indicator_catalogue, shown_at
from generator.pages.evidence.index import Line
from generator.pages.evidence.view import figure_view
from generator.periods import ALL_TIME
from generator.world import World

Places = Mapping[tuple[str, int], dict[str, Any] | None]
"""(township, year) → its place in its peer group, of plain values; None or absent where it has none."""


def places_of(world: World) -> Places:
    """The place of every township in every year."""
    codes = [t.code for t in world.library.region.townships]
    leagues = {year: league(world.coverage, world.tables, year) for year in world.years}
    return {(c, year): standing(world, groups, c, year) for year, groups in leagues.items() if groups for c in codes}


def headlines(by_id: Mapping[str, Line]) -> list[dict[str, Any]]:
    """The headline figures, each leading to its section below; given by indicator."""
    found = []
    for indicator, _, label in shown_at("evidence"):
        line = by_id.get(indicator.id)
        if line is not None:
            view = figure_view(line.matrix, line.cell, href=f"#{indicator.id}", unit=True)
            found.append({**view, "name": label})
    return found


def standing(world: World, groups: Sequence[Group], code: str, year: int) -> dict[str, Any] | None:
    """A township's place in its peer group with its neighbours there; None where it is in no group."""
    group = next((g for g in groups if code in (*g.unranked, *g.alone, *(s.unit for s in g.standings))), None)
    if group is None:
        return None
    own = next((place for place, s in enumerate(group.standings) if s.unit == code), None)
    if own is None:
        alone = code in group.alone
        return {
            "group": group.name,
            "place": "",
            "of": len(group.standings),
            "near": [],
            "parts": [],
            "score": "",
            "alone": alone,
        }
    mine = group.standings[own]
    near = group.standings[max(own - 2, 0) : own + 3]
    return {
        "group": group.name,
        "place": _place(mine),
        "of": len(group.standings),
        "score": rounded(mine.score, 1),
        "near": [
            {
                "name": world.library.township_by_code[s.unit].name,
                "href": addresses.evidence(str(year), s.unit),
                "place": _place(s),
                "score": rounded(s.score, 1),
                "own": s.unit == code,
            }
            for s in near
        ],
        "parts": [_part(world, group, mine.unit, p, year) for p in mine.parts],
    }


def _place(s: Standing) -> str:
    return f"{'并列' if s.tied else ''}第{s.place}名"


def _part(world: World, group: Group, unit: str, part: Part, year: int) -> dict[str, Any]:
    """One indicator of a score: the township's figure and the group's best, both as their cells show them."""
    indicator = indicator_catalogue()[part.indicator]
    cells = _cells(world, part.indicator, year)
    best = next(
        s.unit for s in group.standings for p in s.parts if (p.indicator, p.value) == (part.indicator, part.best)
    )
    return {
        "id": part.indicator,
        "name": indicator.name,
        "weight": rounded(part.weight, 1),
        "value": with_unit(indicator, cells[unit]),
        "best": with_unit(indicator, cells[best]),
        "points": rounded(part.points, 1),
    }


def _cells(world: World, indicator: str, year: int) -> dict[str, Cell]:
    """The townships' cells of which the league made its points: the year's, or a stock's as it is now."""
    yearly = world.coverage.find(indicator, "township", "year")
    matrix = yearly or world.coverage.find(indicator, "township", "campaign")
    assert matrix is not None
    wanted = f"{year:04d}" if yearly else ALL_TIME
    place = next(j for j, p in enumerate(matrix.periods) if p.id == wanted)
    return {row[place].unit: row[place] for row in matrix.rows}


def target_id(matrix: Matrix, period: Period, unit: str = "") -> str:
    """The anchor of a target's figure: its matrix, a part of the year, and the unit where the page has several."""
    part = f"-{period.id}" if matrix.every in ("quarter", "month") else ""
    return f"{matrix.id}{part}{f'-{unit}' if unit else ''}"


def target_view(world: World, line: Line, anchor: str) -> dict[str, Any]:
    """One target in one period: what it asks, the figure, whether it is met, what is still needed and by when."""
    matrix, period, cell = line
    return {
        **figure_view(matrix, cell, href="", unit=True),
        "id": anchor,
        "words": target_words(matrix, world.library.region.name, scope_words(world.tables, matrix)),
        "own": cell.least is not None and f"按存在的天数折算，这里是{count(cell.least)}{_unit(matrix)}",
        "basis": matrix.basis,
        "title": world.library.campaign_by_id[matrix.campaign].title,
        "campaign_href": addresses.coverage_campaign(matrix.campaign),
        "period": period.id,
        "when": period.name,
        "verdict": verdict(matrix, cell, period, world),
        "cls": verdict_class(cell),
    }


def _unit(matrix: Matrix) -> str:
    return indicator_catalogue()[matrix.indicator].unit


def verdict_class(cell: Cell) -> str:
    """met, running, silent, notdue, na or short: the look of a verdict, whose words say the same."""
    if cell.state != "figure":
        return STATES[cell.state].style
    if cell.met:
        return "met"
    return "running" if cell.running else "short"


def verdict(matrix: Matrix, cell: Cell, period: Period, world: World) -> str:
    """Whether a target is met, in words; while it runs what is needed by when, and where the present pace ends."""
    unit, lacking = _unit(matrix), missing_unit(_unit(matrix))
    if cell.state == "not_applicable":
        return STATES["not_applicable"].word
    if cell.met:
        return "达标"
    least = matrix.at_least if cell.least is None else cell.least
    enough = cell.value is not None and cell.value >= (least or 0)
    only = "只有启动仪式，不算达标；" if enough and cell.launches else ""
    if cell.met is False:
        if cell.state == "silent":
            return f"没有达到，未报；差{count(cell.needed)}{lacking}"
        return f"没有达到，{only}差{count(cell.needed)}{lacking}"
    if period.first > world.as_of:
        return f"还没有开始；要{count(least or 0)}{unit}"
    by = day_words(period.last)
    words = f"还没有达到，{only}在{by}以前还要{count(cell.needed)}{lacking}"
    told = pace(matrix, cell, period, world.as_of)
    if told is None or cell.state != "figure":
        return words
    kind = indicator_catalogue()[matrix.indicator].kind
    if kind != "flow":
        return words
    pacing = "进度跟得上" if told.on_pace else "进度落后"
    ends = f"{'能' if told.will_meet else '不能'}达标"
    return f"{words}；{pacing}，照现在的快慢到期末约{count(told.forecast)}{unit}，{ends}"
