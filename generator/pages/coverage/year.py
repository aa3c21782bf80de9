"""The account of one year: the region in figures, every township beside the others, and the records behind every number."""

from __future__ import annotations

from collections.abc import Mapping

from generator import addresses
from generator.base.daywords import long_day
from generator.figures.coverage.league import unweighed
from generator.pages.coverage import equity as coverage_equity
from generator.pages.coverage import figures as coverage_figures
from generator.pages.coverage import grids as coverage_grids
from generator.pages.coverage import records as coverage_records
from generator.pages.coverage import targets as coverage_targets
from generator.pages.coverage.actions import actions
from generator.pages.coverage.book import Book, year_span
from generator.pages.coverage.campaign import breakdowns, headlines
from generator.pages.coverage.league import standings
from generator.pages.page import PageSpec
from generator.pages.split import Row


def page(book: Book, rows: Mapping[str, Row], year: int) -> PageSpec:
    """The page of a year."""
    world, account = book.world, book.account
    span, here, region = year_span(year), addresses.coverage_year(year), world.library.region
    totals = next((t for t in world.coverage.by_year if t.year == year), None)
    blocks = [coverage_records.township_block(world, rows, account, code, year) for code in account.townships.units]
    columns = [coverage_records.column(world, m) for m in coverage_records.yearly(account)]
    context = {
        "year": year,
        "as_of": long_day(world.as_of),
        "running": year == world.as_of.year,
        "earlier": year - 1 if year - 1 in book.years else None,
        "later": year + 1 if year + 1 in book.years else None,
        "stats": headlines(book, span),
        "actions_list": actions(book, year, here),
        "targets": coverage_targets.of_year(book, year),
        "figures": coverage_figures.groups(book, span),
        "main": coverage_grids.main_indicators(book, span, here),
        "months": coverage_grids.months(book, year, here),
        "breakdowns": breakdowns(book, span, here, _laws(book, year)),
        "leagues": standings(book, year, here),
        "unweighed": "、".join(unweighed(world.tables)),
        "population_source": region.population_source,
        "inequality": coverage_equity.panel(book, span),
        "parts": [
            coverage_records.part_of_year(world, m, account, year) for m in account.targets
            if m.every in ("quarter", "month") and m.per == "township" and coverage_records.in_year(m, year)
        ],
        "table": coverage_records.year_table(blocks, columns, year),
        "blocks": blocks,
        "region": coverage_records.region_block(world, rows, account, totals, year),
        "villages": coverage_records.villages_reached(world, totals),
        "units": [
            coverage_records.unit_lists(world, m, account, year) for m in account.targets
            if m.per in ("village", "site") and m.every != "campaign" and coverage_records.in_year(m, year)
        ],
        "sample": book.sample,
    }  # fmt: skip
    held = totals.held.value or 0 if totals else 0
    about = f"{region.name}{year}年普法覆盖情况：已办{held}场；每个乡镇（街道）办了什么、目标差多少，逐条列出记录。"
    return PageSpec(here, "coverage-year", f"{year}年覆盖情况", about, "coverage_year.html", context)


def _laws(book: Book, year: int) -> tuple[str, ...]:
    """The laws that the campaigns of a year name."""
    return tuple(
        law
        for campaign in book.world.library.campaigns
        if campaign.period.start.year <= year <= campaign.period.end.year
        for law in campaign.laws
    )
