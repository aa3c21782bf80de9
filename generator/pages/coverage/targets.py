"""Targets: who has met them, who is behind, by when and how much is still needed; and the matrices of all their periods."""

from __future__ import annotations

from typing import Any

from generator import addresses
from generator.base.daywords import day_words
from generator.figures.coverage import Cell, Matrix, Period
from generator.figures.coverage.pace import Pace, pace
from generator.figures.coverage.promises import scope_words, tally_words, target_words, targets_of
from generator.figures.coverage.shown import count, missing_unit, rounded, with_unit
from generator.figures.coverage.states import STATES
from generator.figures.indicators import indicator_catalogue
from generator.pages.coverage.book import NOT_APPLICABLE, Book, way
from generator.pages.figures import cell_view, cell_words, unit_of, way_to_records

NAMED = 20
"""How many units are named that have not met a target; the matrix has all."""
COUNTED = {"township": "个乡镇（街道）", "village": "个村（社区）", "site": "处阵地"}


def about(book: Book, matrix: Matrix) -> dict[str, Any]:
    """What a target asks, of whom, and where it comes from."""
    library = book.world.library
    campaign = library.campaign_by_id[matrix.campaign]
    indicator = indicator_catalogue()[matrix.indicator]
    return {
        "id": matrix.id,
        "per": matrix.per,
        "campaign": campaign.title,
        "campaign_href": addresses.coverage_campaign(campaign.id),
        "words": target_words(matrix, library.region.name),
        "limits": scope_words(book.world.tables, matrix),
        "basis": matrix.basis,
        "indicator": indicator.id,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "sample": campaign.sample,
    }


def standing(book: Book, matrix: Matrix, period: Period, here: str) -> dict[str, Any]:
    """How one target stands in one period: in words, and who is behind with how much."""
    cells = [c for c in book.period_of(matrix, period.id).values() if c.state != NOT_APPLICABLE]
    unit = missing_unit(unit_of(matrix))
    found: dict[str, Any] = {"period": period.name, "by": day_words(period.last), "ended": period.ended}
    found["href"] = way(here, f"{addresses.coverage_campaign(matrix.campaign)}#{matrix.id}")
    if not cells:
        return {
            **found,
            "cls": STATES["not_applicable"].style,
            "state": STATES["not_applicable"].word,
            "now": "没有应当达标的单位",
            "still": "",
            "behind": [],
        }
    if matrix.per == "region":
        found["href"] = way(here, way_to_records(book.world.library, matrix, cells[0], period))
        return {**found, **_alone(book, matrix, cells[0], period)}
    met = sum(c.met is True for c in cells)
    left = [c for c in cells if not c.met]
    state, cls = _state(met, len(cells), ended=period.ended)
    paces = [p for c in left if (p := pace(matrix, c, period, book.world.as_of))]
    late = sum(not p.on_pace for p in paces)
    now = f"{len(cells)}{COUNTED[matrix.per]}里，{'，'.join(words for words, _ in tally_words(cells))}"
    still = ""
    if left and not period.ended:
        missing = sum(p.needed for p in paces)
        many = f"一共还差{count(missing)}{unit}" if indicator_catalogue()[matrix.indicator].kind == "flow" else ""
        still = "，".join(filter(None, (many, f"{late}个进度落后" if late else "进度都跟得上")))
    return {
        **found,
        "cls": cls,
        "state": state,
        "now": now,
        "still": still,
        "behind": _behind(book, matrix, left, unit),
    }


def _alone(book: Book, matrix: Matrix, cell: Cell, period: Period) -> dict[str, Any]:
    indicator = indicator_catalogue()[matrix.indicator]
    now = with_unit(indicator, cell) if cell.met else cell_words(cell, matrix.at_least, indicator.unit, indicator)
    told = pace(matrix, cell, period, book.world.as_of)
    state, cls = _state(int(cell.met is True), 1, ended=period.ended)
    if cell.state == "silent":
        state, cls = STATES["silent"].word, STATES["silent"].style
    elif cell.state == "not_due":
        cls = STATES["not_due"].style
    still = (
        "" if told is None or cell.met else _pace_words(told, missing_unit(indicator.unit), indicator.kind == "flow")
    )
    return {"cls": cls, "state": state, "now": now, "still": still, "behind": []}


def _pace_words(told: Pace, unit: str, grows: bool) -> str:
    words = f"还差{count(told.needed)}{unit}"
    if not grows:
        return words
    words += f"；按日子算，现在该有{rounded(told.expected, 1)}{unit}，{'跟得上' if told.on_pace else '落后了'}"
    end = "能达标" if told.will_meet else "达不到"
    return f"{words}；照现在的快慢，期末约{count(told.forecast)}{unit}，{end}"


def _state(met: int, of: int, *, ended: bool) -> tuple[str, str]:
    """The state of a target in a word, and its class."""
    if met == of:
        return "达标", "met"
    return ("没有达标", "short") if ended else (STATES["not_due"].word, "running")


def _behind(book: Book, matrix: Matrix, left: list[Cell], unit: str) -> list[dict[str, Any]]:
    """The units that have not met the target, by what they lack, the most first; none for villages, of which there are too many."""
    if matrix.per == "village":
        return []
    groups: dict[tuple[int, float, str], list[str]] = {}
    for cell in left:
        view = cell_view(cell, matrix.at_least, indicator_catalogue()[matrix.indicator])
        word = str(view["word"])
        if word[-1:].isdigit():
            word += unit
        rank = 0 if cell.state == "silent" else 1
        groups.setdefault((rank, -float(cell.needed), word), []).append(cell.unit)
    return [
        {"word": word, "names": "、".join(_name(book, matrix, u) for u in units[:NAMED]) + _rest(units)}
        for (_, _, word), units in sorted(groups.items())
    ]


def _rest(units: list[str]) -> str:
    return f"等{len(units)}个" if len(units) > NAMED else ""


def _name(book: Book, matrix: Matrix, unit: str) -> str:
    return book.world.library.site_by_id[unit].name if matrix.per == "site" else book.name(unit)


def of_year(book: Book, year: int) -> list[dict[str, Any]]:
    """The targets of a year, each with its periods."""
    here = addresses.coverage_year(year)
    found: dict[str, dict[str, Any]] = {}
    for matrix, place in targets_of(book.account.targets, year, book.world.as_of):
        if matrix.id not in found:
            found[matrix.id] = {**about(book, matrix), "lines": []}
        found[matrix.id]["lines"].append(standing(book, matrix, matrix.periods[place], here))
    return list(found.values())
