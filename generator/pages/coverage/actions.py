"""What to do next, from the figures themselves: what is wrong, with whom, what to do, and the way to the records that show it."""

from __future__ import annotations

from typing import Any

from generator import addresses
from generator.figures.coverage.findings import Finding, findings
from generator.figures.indicators import HELD, indicator_catalogue
from generator.pages.coverage.book import Book, way

MOST_UNITS = 12
"""How many of the units concerned get a link of their own."""


def actions(book: Book, year: int, here: str) -> list[dict[str, Any]]:
    """The findings of a year, worst first."""
    return [_view(book, f, year, here) for f in findings(book.world.coverage, book.world.tables, year)]


def _view(book: Book, found: Finding, year: int, here: str) -> dict[str, Any]:
    indicator = indicator_catalogue()[found.indicator]
    stock = indicator.every == ("campaign",)
    key = "all" if stock else str(year)
    links = [link for unit in found.units[:MOST_UNITS] if (link := _unit(book, unit, key, found.indicator, here))]
    return {
        "kind": found.kind,
        "words": found.words,
        "action": found.action,
        "indicator": indicator.name,
        "definition": way(here, addresses.definition(found.indicator)),
        "records": way(here, addresses.evidence(key, "", found.indicator)) if "region" in indicator.per else "",
        "units": links,
        "more": max(len(found.units) - MOST_UNITS, 0),
    }


def _unit(book: Book, unit: str, key: str, indicator: str, here: str) -> dict[str, str] | None:
    """A township or cultural site concerned; None for other units, whose pages the records lead to."""
    library = book.world.library
    if unit in library.township_by_code:
        anchor = indicator if "township" in indicator_catalogue()[indicator].per else HELD
        return {"name": book.name(unit), "href": way(here, addresses.evidence(key, unit, anchor))}
    if unit in library.site_by_id:
        return {"name": library.site_by_id[unit].name, "href": way(here, addresses.site(unit))}
    return None
