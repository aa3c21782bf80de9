"""The region's figures of a year, a campaign or all time: every indicator, in groups that name a complaint or a task."""

from __future__ import annotations

from typing import Any

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count, rounded, with_unit
from generator.figures.indicators import Indicator, grouped
from generator.pages.coverage.book import ALL, Book, Span, year_span
from generator.pages.evidence.view import figure_view


def groups(book: Book, span: Span) -> list[dict[str, Any]]:
    """Every group with the region's figures. What has no years is shown as it is now, on the pages of the running year and of all time."""
    found = []
    for group, indicators in grouped():
        lines = [line for i in indicators if (line := _line(book, span, i)) is not None]
        if lines:
            now = any(x["now"] for x in lines)
            found.append({"name": group.name, "question": group.question, "lines": lines, "now": now})
    return found


def rosters(book: Book) -> list[dict[str, Any]]:
    """The groups that the overview tells too: what there is, over all time or as it is now."""
    names = {group.name for group, _ in grouped() if group.role == "rosters"}
    return [g for g in groups(book, ALL) if g["name"] in names]


def _line(book: Book, span: Span, indicator: Indicator) -> dict[str, Any] | None:
    """One indicator of the region: the figure, its state, and how it stands against the year before."""
    name, now = indicator.id, False
    matrix = book.matrix(name, "region", span)
    if matrix is None and not span.campaign and span.period in (ALL.period, str(book.world.as_of.year)):
        matrix, span, now = book.matrix(name, "region", ALL), ALL, True
    cell = book.column(name, "region", span).get(book.code)
    if matrix is None or cell is None:
        return None
    return {
        **figure_view(matrix, cell, unit=True),
        "name": indicator.name,
        "about": first_sentence(indicator.formula),
        "note": share(indicator, cell),
        "now": now,
        "before": _before(book, span, indicator, cell),
    }


def first_sentence(text: str) -> str:
    """The text up to its first full stop."""
    head, stop, _ = text.partition("。")
    return head + stop


def share(indicator: Indicator, cell: Cell) -> str:
    """The n of N behind a percentage, where its part counts things; "" for other figures. A percentage never stands alone."""
    if (
        cell.state != "figure"
        or indicator.unit != "%"
        or not indicator.part_words
        or cell.part is None
        or cell.whole is None
    ):
        return ""
    if not (float(cell.part).is_integer() and float(cell.whole).is_integer()):
        return ""
    return f"{count(cell.part)}/{count(cell.whole)}"


def _before(book: Book, span: Span, indicator: Indicator, cell: Cell) -> str:
    """The change against the year before in words; what grows or shrinks as a year runs is not compared with a whole year's."""
    if span.every != "year":
        return ""
    earlier = book.column(indicator.id, "region", year_span(int(span.period) - 1)).get(book.code)
    if earlier is None or earlier.state != "figure" or earlier.value is None:
        return ""
    if cell.state != "figure" or cell.value is None:
        return ""
    if cell.running and indicator.unit != "%" and indicator.kind != "stock":
        return f"上年全年{with_unit(indicator, earlier)}"
    gap = cell.value - earlier.value
    size = count(abs(gap)) if indicator.kind in ("flow", "stock") else rounded(abs(gap), indicator.decimals)
    if not gap:
        return "与上年持平"
    if indicator.unit == "%":
        return f"比上年{'高' if gap > 0 else '低'}{size}个百分点"
    return f"比上年{'多' if gap > 0 else '少'}{size}{indicator.unit}"
