"""A trend as bars: a small drawing that fits a phone, over the same figures as text.

All lengths are units of the drawing (360 wide). A bar of height 0 has its sign instead, so that no state is told by a blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generator import addresses
from generator.figures.coverage.states import STATES
from generator.figures.coverage.values import State
from generator.pages.evidence.details import Scene
from generator.pages.evidence.index import Line
from generator.pages.evidence.numbering import Numbering, cite
from generator.pages.evidence.view import anchor_of, figure_view
from generator.pages.states import count_state, zero_years

WIDTH, HEIGHT = 360, 112
_TOP, _BASE = 16, 92
_MONTHS_AT_MOST = 24
"""A campaign that is longer is shown by years."""


def trend(items: Sequence[dict[str, Any]], what: str) -> dict[str, Any] | None:
    """Bars for figures in the order of time; None where there are fewer than two.

    An item is a figure (see `evidence.view`) with `name` for the table and `short` below its bar.
    """
    if len(items) < 2:
        return None
    values = [item["value"] or 0 for item in items]
    most = max(values)
    step = WIDTH / len(items)
    bars = []
    for place, (item, value) in enumerate(zip(items, values, strict=True)):
        height = round((_BASE - _TOP) * value / most, 1) if most else 0
        bars.append({
            "x": round(place * step + step * 0.12, 1),
            "y": round(_BASE - height, 1),
            "w": round(step * 0.76, 1),
            "h": height,
            "at": round(place * step + step / 2, 1),
            "sign": STATES[item["state"]].sign or str(item["value"]),
            "short": item["short"],
        })  # fmt: skip
    told = "，".join(f"{item['name']}{item['text']}" for item in items)
    return {"bars": bars, "items": list(items), "words": f"{what}：{told}", "what": what, "base": _BASE}


def part_of_time(line: Line, numbering: Numbering) -> dict[str, Any]:
    """A month or a year with its figure, its own anchor and its rows."""
    matrix, period, cell = line
    month = f"{period.first.month}月" if matrix.every == "month" else ""
    return {
        **figure_view(matrix, cell, href=""),
        "id": anchor_of(matrix.indicator, "month", period.id),
        "name": month or period.name,
        "short": month[:-1] or period.name[:-1],
        "counted": numbering.cited[cell.records],
    }


def campaign_trend(scene: Scene, campaign: str) -> dict[str, Any] | None:
    """A campaign by month or, where it is long, by year, counted from its rows with the states of the account."""
    first, last = scene.since, scene.until
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    cut = 7 if months <= _MONTHS_AT_MOST else 4
    stamps = dict.fromkeys(day.isoformat()[:cut] for day in addresses.months(first, last))
    zero = zero_years(scene.world.library, scene.unit, campaign)
    items = []
    for stamp in stamps:
        there = [e for e in scene.roster.rows if e.first.isoformat()[:cut] == stamp]
        held = [e.id for e in there if e.held]
        running = stamp >= scene.world.as_of.isoformat()[:cut] and not _over(scene, campaign)
        told = any(e.closed for e in there) or int(stamp[:4]) in zero
        state = count_state(applies=_applies(scene, stamp), held=bool(held), ended=not running, told=told)
        items.append(_counted(scene, campaign, stamp, state, held))
    return trend(items, "每月已办的场次" if cut > 4 else "每年已办的场次")


def _applies(scene: Scene, stamp: str) -> bool:
    """Whether the unit is counted and exists in a month or year."""
    if not scene.unit:
        return True
    township = scene.world.library.township_by_code[scene.unit]
    start, end = township.validity.start or date.min, township.validity.end or date.max
    return township.counted and start.isoformat()[: len(stamp)] <= stamp <= end.isoformat()[: len(stamp)]


def _over(scene: Scene, campaign: str) -> bool:
    """Whether no time is left: the campaign has ended, or the township."""
    library = scene.world.library
    end: date = library.campaign_by_id[campaign].period.end
    gone = library.township_by_code[scene.unit].validity.end if scene.unit else None
    return min(end, gone or end) < scene.world.as_of


def _counted(scene: Scene, campaign: str, stamp: str, state: State, held: Sequence[str]) -> dict[str, Any]:
    year, _, month = stamp.partition("-")
    number = len(held)
    return {
        "indicator": "events_held",
        "unit": scene.unit or scene.world.library.region.code,
        "period": stamp,
        "campaign": campaign,
        "state": state,
        "value": number if state == "figure" else "",
        "text": str(number) if state == "figure" else STATES[state].word,
        "href": "",
        "id": f"events_held-{stamp}",
        "name": f"{year}年{int(month)}月" if month else f"{year}年",
        "short": (f"{year[2:]}/1" if month == "01" else str(int(month))) if month else year,
        "counted": cite(scene.roster.numbers, held),
    }
