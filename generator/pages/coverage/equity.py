"""How unequal townships are: five measures, each with a sentence that says what it means here, and the townships in a row."""

from __future__ import annotations

from typing import Any

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count
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
            "words": _words(book, name, cell, held) + _trend(book, span, name, cell),
        })  # fmt: skip
    return {"lines": lines, "bars": _bars(book, held), "names": _ends(book, held)}


def _words(book: Book, name: str, cell: Cell, held: dict[str, Cell]) -> str:
    value = cell.value
    if cell.state != "figure" or value is None:
        return _why_not(book, name, cell, held)
    if name == "gap_difference":
        high, low = max(_value(c) for c in held.values()), min(_value(c) for c in held.values())
        return f"最多的是{_named(book, held, high)}，{count(high)}场；最少的是{_named(book, held, low)}，{count(low)}场；差{count(value)}场。"
    if name == "gap_ratio":
        return "场次最多的乡镇，是最少的这么多倍。"
    if name == "gini":
        return "0是每个乡镇一样多，越接近1越集中在少数乡镇。"
    if name == "theil":
        return "0是一样多，越大越不均；它对特别多的乡镇更敏感。"
    if name != "slope_index":  # one for which no sentence is written
        return first_sentence(indicator_catalogue()[name].about)
    if not value:
        return "人均场次和乡镇大小没有关系。"
    if value < 0:
        return f"人口多的乡镇，人均摊到的场次少：从人口最少的一头到最多的一头，每万人约少{count(round(-value, 2))}场。"
    return f"人口少的乡镇，人均摊到的场次少：从人口最多的一头到最少的一头，每万人约少{count(round(value, 2))}场。"


def _why_not(book: Book, name: str, cell: Cell, held: dict[str, Cell]) -> str:
    """Why a measure has no figure, and what to do: something was not filled in, or there is nothing to measure."""
    if cell.state != "not_applicable" and name != "slope_index":
        return "算这个数要用的没有填齐，算不出来。"
    if cell.state != "not_applicable":  # of ours the slope alone needs what may be missing
        return "有乡镇没有填人口，算不出来。请在 campaigns/region.yml 填上“人口”。"
    if len(held) < 2:
        return "不到两个乡镇，没有可比的。"
    if name == "gap_ratio":
        return "有乡镇一场也没有，算不出倍数，看“差”和基尼系数。"
    if name != "slope_index":
        return "还没有活动，没有可比的。"
    if any(book.world.library.township_by_code[code].population == 0 for code in held):
        return "有乡镇的人口填的是0，算不出人均。请在 campaigns/region.yml 核对“人口”。"
    return "各乡镇人口一样多，没有大小可比。"


def _trend(book: Book, span: Span, name: str, cell: Cell) -> str:
    """Whether Gini and Theil went up or down since the year before; a running year says nothing yet."""
    if span.every != "year" or name not in ("gini", "theil") or cell.running or cell.value is None:
        return ""
    before = book.column(name, "region", year_span(int(span.period) - 1)).get(book.code)
    if before is None or before.value is None or before.value == cell.value:
        return ""
    return "比上年均匀了。" if cell.value < before.value else "比上年更不均了。"


def _value(cell: Cell) -> float:
    """What a township counts in the measures: a silent one is 0."""
    return cell.value or 0


def _named(book: Book, held: dict[str, Cell], value: float) -> str:
    names = [book.name(code) for code, c in held.items() if _value(c) == value]
    return "、".join(names[:NAMED]) + (f"等{len(names)}个" if len(names) > NAMED else "")


def _ends(book: Book, held: dict[str, Cell]) -> str:
    """The order of the bars in words."""
    order = sorted(held, key=lambda code: (_value(held[code]), code))
    told = [f"{book.name(code)}{_told(held[code])}" for code in order]
    return "、".join(told)


def _told(cell: Cell) -> str:
    return f"{count(cell.value)}场" if cell.value is not None else {"silent": "未报", "not_due": "还没有办"}[cell.state]


def _bars(book: Book, held: dict[str, Cell]) -> dict[str, Any]:
    """The townships from the fewest to the most, and the line of an equal share."""
    order = sorted(held, key=lambda code: (_value(held[code]), code))
    most = max(_value(c) for c in held.values())
    step = WIDE / len(order)
    mean = sum(_value(c) for c in held.values()) / len(order)
    return {
        "wide": WIDE,
        "tall": TALL,
        "mean": round(TALL - TALL * mean / most, 1),
        "mean_words": f"{mean:.1f}".removesuffix(".0"),
        "bars": [
            {
                "x": round(place * step + step * 0.1, 1),
                "w": round(step * 0.8, 1),
                "h": round(TALL * _value(held[code]) / most, 1),
                "cls": {"silent": "silent", "not_due": "notdue"}.get(held[code].state, ""),
                "name": f"{book.name(code)}：{_told(held[code])}",
            }
            for place, code in enumerate(order)
        ],
    }
