"""The region's figures of a year, a campaign or all time: every indicator, in groups that name a complaint or a task."""

from __future__ import annotations

from typing import Any

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count, rounded, with_unit
from generator.figures.indicators import Indicator, indicator_catalogue
from generator.pages.coverage.book import ALL, Book, Span, year_span
from generator.pages.evidence.view import figure_view

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("开展", "办了多少，还排了多少", ("events_held", "events_planned", "events_forecast")),
    ("持续", "是不是重启动、轻持续", ("months_active", "evenness", "longest_silence", "quiet_days", "launch_dropout", "routine_share")),
    ("实效", "群众来了没有，满意不满意", ("participants", "residents_per_1000", "satisfaction", "response_rate", "leaders_evidence", "duties_share")),
    ("覆盖", "到过哪里，面向过谁", ("townships_reached", "villages_reached", "audiences_reached", "concentration")),
    ("阵地", "建了用了没有", ("sites_open", "idle_sites", "site_use", "villages_with_site")),
    ("队伍", "村里有没有人", ("law_savvy", "law_savvy_per_village", "villages_with_law_savvy", "legal_advisers", "model_villages")),
    ("经费与任务", "钱花了多少，事做完没有", ("funding_per_head", "tasks_done", "tasks_on_time")),
    ("填报", "记录靠不靠得住", ("reporting_complete", "reporting_timely", "overdue_records", "inspection_verified")),
    ("均衡", "乡镇之间差多少", ("gap_difference", "gap_ratio", "gini", "theil", "slope_index")),
)  # fmt: skip
"""(name, the question it answers, indicators): each indicator stands in exactly one group."""

_BARE = frozenset({"evenness"})
"""Percentages whose part and whole are no numbers of things."""


def groups(book: Book, span: Span) -> list[dict[str, Any]]:
    """Every group with the region's figures. What has no years is shown as it is now, on the pages of the running year and of all time."""
    found = []
    for name, question, indicators in GROUPS:
        lines = [line for i in indicators if (line := _line(book, span, i)) is not None]
        if lines:
            found.append({"name": name, "question": question, "lines": lines, "now": any(x["now"] for x in lines)})
    return found


def _line(book: Book, span: Span, name: str) -> dict[str, Any] | None:
    """One indicator of the region: the figure, its state, and how it stands against the year before."""
    indicator = indicator_catalogue()[name]
    now = False
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
    """The n of N behind a percentage; "" for other figures. A percentage never stands alone."""
    if (
        cell.state != "figure"
        or indicator.unit != "%"
        or indicator.id in _BARE
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
