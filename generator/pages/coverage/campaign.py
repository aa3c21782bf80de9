"""The account of one campaign as a whole: from its first day to its last, or to the day of the account while it runs."""

from __future__ import annotations

from typing import Any

from generator import addresses
from generator.base.daywords import long_day
from generator.figures.coverage import percent
from generator.figures.indicators import breakdown_catalogue, shown_at
from generator.model import Campaign
from generator.pages.campaigns import period_words
from generator.pages.coverage import equity as coverage_equity
from generator.pages.coverage import figures as coverage_figures
from generator.pages.coverage import grids as coverage_grids
from generator.pages.coverage import target_grids as coverage_target_grids
from generator.pages.coverage import targets as coverage_targets
from generator.pages.coverage.book import Book, Span, campaign_span
from generator.pages.evidence.view import figure_view
from generator.pages.page import PageSpec


def page(book: Book, campaign: Campaign) -> PageSpec:
    """The page of one campaign."""
    span, here = campaign_span(campaign.id), addresses.coverage_campaign(campaign.id)
    begun = campaign.period.start <= book.world.as_of
    as_of = book.world.as_of
    context: dict[str, Any] = {
        "campaign": campaign.id,
        "name": campaign.title,
        "as_of": long_day(as_of),
        "begun": begun,
        "running": begun and as_of <= campaign.period.end,
        "period": period_words(campaign),
        "sample": campaign.sample or book.world.library.region.sample,
        "years": [y for y in reversed(book.years) if campaign.period.start.year <= y <= campaign.period.end.year],
        "stats": headlines(book, span),
        "figures": coverage_figures.groups(book, span),
        "targets": [coverage_target_grids.matrix_view(book, m, here) for m in book.account.targets if m.campaign == campaign.id],
        "aims": [
            {**coverage_targets.about(book, m), "lines": [coverage_targets.standing(book, m, p, here) for p in m.periods[-1:]]}
            for m in book.account.targets if m.campaign == campaign.id
        ],
        "main": coverage_grids.main_indicators(book, span, here),
        "breakdowns": breakdowns(book, span, here, campaign.laws),
        "inequality": coverage_equity.panel(book, span),
    }  # fmt: skip
    about = (
        f"{campaign.title}从开始到现在的覆盖情况：每个乡镇办了多少、到了哪里、面向谁，目标差多少，每个数都能点到记录。"
    )
    return PageSpec(here, "coverage-campaign", f"{campaign.title}：覆盖情况", about, "coverage_campaign.html", context)


def headlines(book: Book, span: Span) -> list[dict[str, Any]]:
    """The figures that come first, each with its share and the ways to its records and its definition."""
    found = []
    for indicator, _, label in shown_at("headline"):
        matrix = book.matrix(indicator.id, "region", span)
        cell = book.column(indicator.id, "region", span).get(book.code)
        if matrix is None or cell is None:
            continue
        found.append({
            **figure_view(matrix, cell),
            "name": label,
            "note": percent(cell.value or 0, cell.of) if cell.state == "figure" and cell.of else "",
        })  # fmt: skip
    return found


def breakdowns(book: Book, span: Span, here: str, laws: tuple[str, ...]) -> list[dict[str, Any]]:
    """A section for each breakdown: townships × its items.

    The audiences of the region have a column each, and so have the laws that the campaigns name, though nobody was reached or
    spoke of them; but of what has no list of the region's only the chief ones.
    """
    known = {"对象": book.world.library.region.audiences, "法律": laws}
    found = []
    for i in breakdown_catalogue().values():
        if i.section is None:
            continue
        most = 0 if i.item == "对象" else coverage_grids.MOST_ITEMS
        grid = coverage_grids.breakdown(book, i.id, span, here, known.get(i.item, ()), most)
        found.append({**i.section._asdict(), "id": i.id, "grid": grid})
    return found
