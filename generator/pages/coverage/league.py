"""Townships beside their like: standings inside peer groups, with every weight and point that made them. Never across groups."""

from __future__ import annotations

from typing import Any

from generator import addresses
from generator.figures.coverage.league import Group, Standing, league
from generator.figures.coverage.shown import count, rounded, shown
from generator.figures.indicators import HELD, indicator_catalogue
from generator.pages.coverage.book import ALL, Book, way, year_span
from generator.pages.coverage.grids import head
from generator.pages.evidence.view import figure_view


def standings(book: Book, year: int, here: str) -> list[dict[str, Any]]:
    """The standings in a year of every peer group that has weights, best first; the silent apart."""
    return [_group(book, group, year, here) for group in league(book.world.coverage, book.world.tables, year)]


def _group(book: Book, group: Group, year: int, here: str) -> dict[str, Any]:
    catalogue = indicator_catalogue()
    used = group.standings[0].parts if group.standings else ()
    return {
        "name": group.name,
        "columns": [
            {
                "name": catalogue[p.indicator].name,
                "href": way(here, addresses.definition(p.indicator)),
                "weight": count(p.weight),
                "unit": catalogue[p.indicator].unit,
            }
            for p in used
        ],
        "rows": [_row(book, s, year, here) for s in group.standings],
        "unranked": [
            *({**head(book, code, here), "words": _words(book, code, year)} for code in group.unranked),
            *(
                {**head(book, code, here), "words": f"{_words(book, code, year)}场，组里只有它有数"}
                for code in group.alone
            ),
        ],
        "left_out": "、".join(catalogue[i].name for i in group.left_out),
        "source": _source(book, group.name),
    }


def _row(book: Book, standing: Standing, year: int, here: str) -> dict[str, Any]:
    cells = []
    for part in standing.parts:
        span = year_span(year)
        matrix = book.matrix(part.indicator, "township", span)
        if matrix is None:
            span = ALL
            matrix = book.matrix(part.indicator, "township", span)
        assert matrix is not None
        cell = book.period_of(matrix, span.period)[standing.unit]
        view = figure_view(matrix, cell)
        cells.append({**view, "href": way(here, view["href"]), "points": rounded(part.points, 1)})
    return {
        "unit": standing.unit,
        **head(book, standing.unit, here),
        "place": f"并列第{standing.place}" if standing.tied else f"第{standing.place}",
        "score": rounded(standing.score, 1),
        "cells": cells,
    }


def _words(book: Book, code: str, year: int) -> str:
    cell = book.column(HELD, "township", year_span(year))[code]
    return shown(indicator_catalogue()[HELD], cell)


def _source(book: Book, group: str) -> str:
    """Where the weights of a group are written."""
    written = {w.group for w in book.world.library.region.weights if w.weight > 0}
    if group in written:
        return "campaigns/region.yml 的“权重”，写给这一组的"
    return "campaigns/region.yml 的“权重”，各组通用的"
