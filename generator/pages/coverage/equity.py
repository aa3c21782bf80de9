"""How unequal townships are: five measures, each with what there is to say of it here, and the townships in a row.

The sentences stand in `macros_coverage.html`; here are their kinds, numbers and names.
"""

from __future__ import annotations

from typing import Any

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count
from generator.figures.coverage.states import STATES
from generator.figures.indicators import HELD, grouped, indicator_catalogue
from generator.pages.coverage.book import Book, Span, year_span
from generator.pages.coverage.figures import first_sentence
from generator.pages.evidence.view import figure_view

NAMED = 3
"""How many places are named where several have the most or the least."""
TALL, WIDE = 120, 720
"""The drawing of the townships in a row."""


def panel(book: Book, span: Span) -> dict[str, Any] | None:
    """The measures of a year or campaign, or None where no township has anything to compare."""
    held = {code: c for code, c in book.column(HELD, "township", span).items() if c.state != "not_applicable"}
    if not any(c.value for c in held.values()):
        return None
    lines = []
    for indicator in (i for group, indicators in grouped() if group.role == "between" for i in indicators):
        name = indicator.id
        matrix = book.matrix(name, "region", span)
        cell = book.column(name, "region", span).get(book.code)
        if matrix is None or cell is None:
            continue
        lines.append({
            **figure_view(matrix, cell, unit=True),
            "name": indicator.name,
            "told": _told(book, name, cell, held),
            "since": _since(book, span, name, cell),
        })  # fmt: skip
    return {"lines": lines, "bars": _bars(book, held)}


def _told(book: Book, name: str, cell: Cell, held: dict[str, Cell]) -> dict[str, Any]:
    """What there is to say of a measure: a `kind`, for which the template has the sentence, and the figures in it."""
    value = cell.value
    if cell.state != "figure" or value is None:
        return {"kind": _why_not(book, name, cell, held)}
    if name == "gap_difference":
        ends = [_those(book, held, end(_value(c) for c in held.values())) for end in (max, min)]
        return {"kind": name, "most": ends[0], "least": ends[1], "apart": count(value)}
    if name != "slope_index":  # what the template has no sentence for says the first of its own
        return {"kind": name, "about": first_sentence(indicator_catalogue()[name].about)}
    if not value:
        return {"kind": "slope_flat"}
    return {"kind": "slope_small_more" if value < 0 else "slope_large_more", "fewer": count(round(abs(value), 2))}


def _why_not(book: Book, name: str, cell: Cell, held: dict[str, Cell]) -> str:
    """Why a measure has no figure: something was not filled in, or there is nothing to measure."""
    if cell.state != "not_applicable":  # of ours the slope alone needs what may be missing
        return "population_missing" if name == "slope_index" else "values_missing"
    if len(held) < 2:
        return "too_few"
    if name == "gap_ratio":
        return "some_have_none"
    if name != "slope_index":
        return "nothing_held"
    if any(book.world.library.township_by_code[code].population == 0 for code in held):
        return "population_zero"
    return "population_equal"


def _since(book: Book, span: Span, name: str, cell: Cell) -> str:
    """`fairer` or `less_fair` than the year before by Gini or Theil; "" for a running year, which says nothing yet."""
    if span.every != "year" or name not in ("gini", "theil") or cell.running or cell.value is None:
        return ""
    before = book.column(name, "region", year_span(int(span.period) - 1)).get(book.code)
    if before is None or before.value is None or before.value == cell.value:
        return ""
    return "fairer" if cell.value < before.value else "less_fair"


def _value(cell: Cell) -> float:
    """What a township counts in the measures: a silent one is 0."""
    return cell.value or 0


def _those(book: Book, held: dict[str, Cell], value: float) -> dict[str, Any]:
    """The townships that have as many: the first by name, and how many there are."""
    names = [book.name(code) for code, c in held.items() if _value(c) == value]
    return {"names": names[:NAMED], "all": len(names), "held": count(value)}


def _bars(book: Book, held: dict[str, Cell]) -> dict[str, Any]:
    """The townships from the fewest to the most, and the line of an equal share. `held` is "" where there is no figure."""
    order = sorted(held, key=lambda code: (_value(held[code]), code))
    most = max(_value(c) for c in held.values())
    step = WIDE / len(order)
    mean = sum(_value(c) for c in held.values()) / len(order)
    return {
        "wide": WIDE,
        "tall": TALL,
        "mean": round(TALL - TALL * mean / most, 1),
        "mean_shown": f"{mean:.1f}".removesuffix(".0"),
        "bars": [
            {
                "x": round(place * step + step * 0.1, 1),
                "w": round(step * 0.8, 1),
                "h": round(TALL * _value(held[code]) / most, 1),
                "cls": STATES[held[code].state].style,
                "name": book.name(code),
                "held": "" if (value := held[code].value) is None else count(value),
            }
            for place, code in enumerate(order)
        ],
    }
