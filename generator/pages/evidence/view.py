"""A figure as pages show it, with the way to the records behind it: what the macros of `macros_figures.html` take.

Invariant: the address depends on nothing but the indicator, the unit and the period, so every page leads to the same place.
"""

from __future__ import annotations

from typing import Any

from generator import addresses
from generator.figures.coverage import Cell, Matrix
from generator.figures.coverage.shown import shown, with_unit
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue
from generator.model import Every, Per
from generator.periods import ALL_TIME


def key_of(every: Every, period: str, campaign: str = "") -> str:
    """The part of the address that names the page's time: 2025 for a year and its parts, `all`, or `campaigns/<id>`."""
    if every != "campaign":
        return period[:4]
    return f"campaigns/{campaign}" if campaign else ALL_TIME


def anchor_of(indicator: str, every: Every, period: str) -> str:
    """The place of a figure on the page of its time: the indicator's id, with the period behind for a quarter or month."""
    return f"{indicator}-{period}" if every in ("quarter", "month") else indicator


def figure_href(indicator: str, per: Per, unit: str, every: Every, period: str, campaign: str = "") -> str:
    """Where the records of a general figure of the region or a township are listed, below the site's root."""
    return addresses.evidence(
        key_of(every, period, campaign), "" if per == "region" else unit, anchor_of(indicator, every, period)
    )


def figure_view(matrix: Matrix, cell: Cell, *, href: str | None = None, unit: bool = False) -> dict[str, Any]:
    """The plain values of one cell. `unit` puts the indicator's unit behind the figure; `href` where it is not the usual place."""
    indicator = indicator_catalogue()[matrix.indicator]
    if href is None:
        href = figure_href(matrix.indicator, matrix.per, cell.unit, matrix.every, cell.period, matrix.campaign)
    return {
        "indicator": matrix.indicator,
        "unit": cell.unit,
        "period": cell.period,
        "campaign": matrix.campaign,
        "state": cell.state,
        "value": "" if cell.state != "figure" or cell.value is None else cell.value,
        "text": with_unit(indicator, cell) if unit else shown(indicator, cell),
        "href": href,
    }


def item_view(
    indicator: str, unit: str, period: str, item: str, value: int, href: str, campaign: str = ""
) -> dict[str, Any]:
    """The plain values of one item of a breakdown; 0 is shown as 没有."""
    word = f"{value}{breakdown_catalogue()[indicator].unit}" if value else "没有"
    return {
        "indicator": indicator,
        "unit": unit,
        "period": period,
        "campaign": campaign,
        "item": item,
        "state": "figure",
        "value": value,
        "text": word,
        "href": href,
    }
