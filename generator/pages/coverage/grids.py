"""Matrices as one kind of table: townships in rows, and in columns years, months, indicators, audiences or laws.

What a template gets is a grid: `columns`, `rows` with `cells`, `foot`. A cell is what a reader sees and where it leads; the
words of its state are in it, so that neither colour nor a sign has to be understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator import addresses
from generator.figures.coverage import Breakdown, Cell, State, Tally, percent
from generator.figures.coverage.states import STATES, ZERO, missing
from generator.figures.indicators import HELD, breakdown_catalogue, shown_at
from generator.model import Per
from generator.pages.coverage.book import Book, Span, way, year_span
from generator.pages.evidence.view import figure_href, figure_view
from generator.pages.figures import cell_view

MOST_ITEMS = 14
"""Columns of laws, of which there is no list of the region's; the others are named below the table."""
MONTHS = 12


def made(
    view: Mapping[str, Any], *, href: str = "", number: float | str | None = None, figure: str = "", period: str = "",
    item: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A cell of a grid. `view` has cls, value, word and data; `number` makes it a figure for machines too."""
    return {**view, "href": href, "number": number, "figure": figure, "period": period, "item": item}


def plain(cls: str, value: str, data: str) -> dict[str, str]:
    """What a cell shows that has no second line."""
    return {"cls": cls, "value": value, "word": "", "data": data}


def titled(name: str, note: str = "", href: str = "") -> dict[str, str]:
    """The head of a column."""
    return {"name": name, "note": note, "href": href}


def grid(
    columns: list[dict[str, str]], rows: list[dict[str, Any]], foot: Sequence[Mapping[str, Any]] = (), last: str = ""
) -> dict[str, Any]:
    """A table of cells. `last` is the head of a last column of words, which every row has in `note`."""
    return {
        "columns": columns,
        "rows": [{"all": None, "note": "", **row} for row in rows],
        "foot": [{"note": "", **line} for line in foot],
        "last": last,
        "region": None,
    }


def state_class(cell: Cell) -> str:
    """The class of a figure held against no target: "" for a plain one."""
    return ZERO.style if cell.state == "figure" and not cell.value else STATES[cell.state].style


def share_of_units(t: Tally, part: int) -> str:
    """The part as a percentage of the units that count; "" while the time of some still runs. The silent stay in it."""
    return "" if t.not_due else percent(part, t.applicable)


def township_years(book: Book, here: str) -> dict[str, Any]:
    """Townships × years: how many were held; the last column is what the map shows."""
    matrix = book.account.townships
    rows = []
    for code, row in zip(matrix.units, matrix.rows, strict=True):
        cells = []
        for cell in row:
            to = way(here, f"{addresses.coverage_year(int(cell.period))}#t-{code}")
            cells.append(made(_short(cell_view(cell, None)), href=to, number=_number(cell), period=cell.period))
        rows.append({"unit": code, **head(book, code, here), "cells": cells})
    tallies = matrix.tallies
    reached = [[f"{t.reached}/{t.applicable}", share_of_units(t, t.reached)] for t in tallies]
    foot = [{"name": "办过的", "cells": reached}, {"name": "未报的", "cells": [[str(t.silent), ""] for t in tallies]}]
    return grid([titled(p.id) for p in matrix.periods], rows, foot)


def _short(view: Mapping[str, Any]) -> dict[str, Any]:
    """A plain figure needs no class of its own."""
    return {**view, "cls": "" if view["cls"] == "figure" else view["cls"]}


def _missing(state: State) -> tuple[str, str, State]:
    look = missing(state)
    return look.style, look.word, state


def _number(cell: Cell) -> float | str:
    return "" if cell.state != "figure" or cell.value is None else cell.value


def head(book: Book, code: str, here: str) -> dict[str, str]:
    """The name of a township and the way to its page."""
    return {"name": book.name(code), "href": way(here, addresses.township(code))}


def main_indicators(book: Book, span: Span, here: str) -> dict[str, Any]:
    """Townships × the main indicators of a year or a campaign."""
    found = [(i, m) for i, _, _ in shown_at("main") if (m := book.matrix(i.id, "township", span)) is not None]
    columns = [book.period_of(m, span.period) for _, m in found]
    rows = []
    for code in book.townships(span):
        cells = []
        for (indicator, matrix), column in zip(found, columns, strict=True):
            cell = column[code]
            view = figure_view(matrix, cell)
            cls = state_class(cell) if indicator.id == HELD or cell.state != "figure" else ""
            shown = plain(cls, view["text"], cell.state)
            cells.append(made(shown, href=way(here, view["href"]), number=view["value"], figure=indicator.id))
        rows.append({"unit": code, **head(book, code, here), "cells": cells})
    return grid([titled(i.name, i.unit, way(here, addresses.definition(i.id))) for i, _ in found], rows)


def months(book: Book, year: int, here: str) -> dict[str, Any]:
    """Townships × the months of a year, with the empty months of each named; those that have not begun are left blank."""
    matrix = book.matrices["events_held.township.month"]
    places = [(j, p) for j, p in enumerate(matrix.periods) if p.first.year == year]
    rows = []
    reached = [0] * len(places)
    silent = [0] * len(places)
    due = set(book.townships(year_span(year)))
    for code, row in zip(matrix.units, matrix.rows, strict=True):
        if code not in due:
            continue
        cells, empty = [], []
        for column, (place, period) in enumerate(places):
            cell = row[place]
            reached[column] += bool(cell.value)
            silent[column] += cell.state == "silent"
            if not cell.value and period.ended and cell.state != "not_applicable":
                empty.append(period.first.month)
            cells.append(_month_cell(cell, here))
        rows.append({"unit": code, **head(book, code, here), "cells": cells, "note": _empty_words(empty)})
    foot = [
        {"name": "办过的乡镇", "cells": [[str(n), ""] for n in reached], "note": f"共{len(rows)}个"},
        {"name": "未报的乡镇", "cells": [[str(n), ""] for n in silent]},
    ]
    return grid([titled(f"{p.first.month}月") for _, p in places], rows, foot, "没有已办记录的月份")


def _month_cell(cell: Cell, here: str, per: Per = "township") -> dict[str, Any]:
    figure = cell.state == "figure"
    view = plain(state_class(cell), f"{cell.value}" if figure else STATES[cell.state].word, cell.state)
    to = figure_href(HELD, per, cell.unit, "month", cell.period) if figure and cell.value else ""
    return made(view, href=way(here, to) if to else "", number=_number(cell), period=cell.period)


def _empty_words(numbers: Sequence[int]) -> str:
    """Months in words, runs drawn together: 1—3月、7月，共4个月."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    words = [f"{a}月" if a == b else f"{a}—{b}月" for a, b in runs]
    return f"{'、'.join(words)}，共{len(numbers)}个月" if numbers else "没有空着的"


def region_months(book: Book, here: str) -> dict[str, Any]:
    """Years × months for the whole region: the trend."""
    matrix = book.matrices["events_held.region.month"]
    cells = dict(zip((p.id for p in matrix.periods), matrix.rows[0], strict=True))
    rows = []
    for year in reversed(book.years):
        line = []
        for month in range(1, MONTHS + 1):
            cell = cells.get(f"{year}-{month:02d}")
            line.append(_region_month(cell, here))
        rows.append(
            {"unit": book.code, "name": f"{year}年", "href": way(here, addresses.coverage_year(year)), "cells": line}
        )
    return grid([titled(f"{m}月") for m in range(1, MONTHS + 1)], rows)


def _region_month(cell: Cell | None, here: str) -> dict[str, Any]:
    if cell is None:
        return made(plain(*_missing("not_applicable")))
    return _month_cell(cell, here, "region")


def breakdown(book: Book, indicator: str, span: Span, here: str, known: Iterable[str], most: int = 0) -> dict[str, Any]:
    """Townships × audiences or laws. `known` stand in a column even where nobody was reached; at most `most` columns.

    A township that reported nothing has its state across the row instead of a row of blanks.
    """
    key = (indicator, span.campaign, span.period)
    whole = book.items.get((key[0], "region", *key[1:]), {}).get(book.code, {})
    parts = book.items.get((key[0], "township", *key[1:]), {})
    columns = _columns(whole, known)
    shown, left = (columns[:most], columns[most:]) if most else (columns, [])
    held = book.column(HELD, "township", span)
    rows = []
    for code in book.townships(span):
        state = held[code]
        mine = parts.get(code, {})
        row: dict[str, Any] = {"unit": code, **head(book, code, here), "cells": []}
        if state.state != "figure":
            row["all"] = plain(*_missing(state.state))
        else:
            to = way(here, figure_href(indicator, "township", code, span.every, span.period, span.campaign))
            row["cells"] = [_item_cell(mine.get(item), item, to) for item in shown]
        rows.append(row)
    reached = [sum(item in parts.get(code, {}) for code in book.townships(span)) for item in shown]  # the counted alone
    to = way(here, figure_href(indicator, "region", book.code, span.every, span.period, span.campaign))
    foot = [{"name": "有的乡镇", "cells": [[f"{n}/{len(rows)}", ""] for n in reached]}]
    return {
        **grid([titled(item) for item in shown], rows, foot),
        "region": {"unit": book.code, "cells": [_item_cell(whole.get(item), item, to) for item in shown]},
        "left": [{"name": item, "value": whole[item].value if item in whole else 0} for item in left],
        "href": to,
        "unit": breakdown_catalogue()[indicator].unit,
    }


def _columns(whole: Mapping[str, Breakdown], known: Iterable[str]) -> list[str]:
    """Those with any first, the most first; then those that nobody reached, in their own order."""
    reached = sorted(whole, key=lambda item: (-whole[item].value, item))
    return [*reached, *(item for item in dict.fromkeys(known) if item not in whole)]


def _item_cell(found: Breakdown | None, item: str, href: str) -> dict[str, Any]:
    if found is None:
        return made(plain("none", "没有", "figure"), number=0, item=item)
    return made(plain("", str(found.value), "figure"), href=href, number=found.value, item=item)
