"""Bars over time: small drawings beside the tables that hold the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count
from generator.figures.coverage.states import STATES, missing
from generator.pages.coverage.book import Book

TALL = 90
STEP = 26
RECENT = 24
"""Months shown as bars."""


def years(book: Book) -> dict[str, Any]:
    """The region's occurrences by year."""
    matrix = book.matrices["events_held.region.year"]
    pairs = [(p.name.removesuffix("年"), c) for p, c in zip(matrix.periods, matrix.rows[0], strict=True)
             if p.first.year in book.years]  # fmt: skip
    return bars([(name, c) for name, c in pairs], step=64)


def recent_months(book: Book) -> dict[str, Any]:
    """The region's occurrences in the last two years, month by month, up to the month of the day."""
    matrix = book.matrices["events_held.region.month"]
    begun = [(p, c) for p, c in zip(matrix.periods, matrix.rows[0], strict=True) if p.first <= book.world.as_of]
    labels = [(f"{p.first.month}" + (f"·{p.first.year}" if p.first.month == 1 else ""), c) for p, c in begun[-RECENT:]]
    return bars(labels, step=STEP)


def bars(items: Sequence[tuple[str, Cell]], step: int) -> dict[str, Any]:
    """A bar for each labelled cell; one without a figure is a dashed mark with its state's word."""
    most = max((c.value or 0 for _, c in items), default=0) or 1
    return {
        "width": max(len(items) * step, step),
        "tall": TALL,
        "step": step,
        "bars": [
            {
                "x": place * step,
                "h": round(TALL * (c.value or 0) / most),
                "label": label.partition("·")[0],
                "year": label.partition("·")[2],
                "text": count(c.value) if c.value is not None else missing(c.state).word,
                "cls": STATES[c.state].style,
                "running": c.running,
            }
            for place, (label, c) in enumerate(items)
        ],
        "words": "，".join(
            f"{label.partition('·')[0]}：{count(c.value) if c.value is not None else missing(c.state).word}" for label, c in items
        ),
    }  # fmt: skip
