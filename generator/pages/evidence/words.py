"""How a figure was made, with its real numbers, and what a missing figure means and asks for.

Invariant: the numbers are those of the cell; nothing here computes a figure of its own, and no whole sentence stands here: those
are in the template.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count, rounded, with_unit
from generator.figures.coverage.states import STATES
from generator.figures.indicators import Indicator
from generator.figures.opendata.schema import TABLE_NAMES, table_schema

_NOT_FILLED = frozenset({"region", "periods", "zero_reports"})
"""Tables that nobody fills in by hand for a figure's sake."""
_KNOWN = frozenset({"status", "first_day", "last_day", "campaign", "counted", "valid_from", "valid_to"})
"""Columns that every record has."""


def behind(i: Indicator, cell: Cell, held: int) -> dict[str, Any]:
    """What a section says before its rows: a `kind`, for which `before` of `macros_evidence.html` has the sentence, and its parts.

    `held` is how many occurrences the unit held. The kind is "" for a plain count of the rows.
    """
    return _missing(i, cell, held) if cell.state != "figure" else _sum(i, cell)


def _sum(i: Indicator, cell: Cell) -> dict[str, Any]:
    """The sum behind a figure: 满意78份 ÷ 收回80份 = 97.5%."""
    if cell.value is None:
        return {"kind": ""}
    if not cell.records and cell.of is None:
        return {"kind": "no_records"}
    shown = {"result": with_unit(i, cell), "held": count(len(cell.records))}
    if i.id == "evenness" and cell.part is not None and cell.whole:
        moved = Fraction(cell.whole - cell.part) * len(cell.records) / Fraction(cell.whole)
        return {**shown, "kind": "moved", "moved": rounded(moved, 1)}
    if i.id == "events_forecast" and cell.part is not None and cell.whole:
        days = cell.part // len(cell.records) if cell.records else 0
        return {**shown, "kind": "forecast", "days": count(days), "gone": count(cell.whole)}
    if i.part_words and cell.part is not None and cell.whole is not None:
        return {
            **shown,
            "kind": "ratio",
            "part": i.part_words.format(count(cell.part)),
            "times": f"{i.times}" if i.times not in (1, 100) else "",
            "whole": i.whole_words.format(count(cell.whole)),
        }
    if i.whole_words and cell.of is not None:
        number = f"{count(cell.value)}{i.unit}"
        return {**shown, "kind": "out_of", "number": number, "whole": i.whole_words.format(count(cell.of))}
    return {"kind": ""}


def _missing(i: Indicator, cell: Cell, held: int) -> dict[str, Any]:
    """What a figure that is missing means, and for one that was not filled in, what to fill in."""
    none = "_none_held" if i.on_events and not held else "_unfilled"
    kind = cell.state if cell.state == "not_applicable" else cell.state + none
    unfilled = _to_fill(i) if kind == "silent_unfilled" else []
    return {"kind": kind, "word": STATES[cell.state].word, "fields": unfilled}


_SOURCE = re.compile(r"(\w+)\.csv(?: 的 (\w+(?:、\w+)*))?")


def _to_fill(i: Indicator) -> list[dict[str, Any]]:
    """The fields behind an indicator, by table, in the words of the records that an officer fills in: 活动场次: 评价份数、满意份数."""
    named: list[tuple[str, tuple[str, ...]]] = []
    whole: list[tuple[str, tuple[str, ...]]] = []
    for name, columns in _SOURCE.findall(i.source):
        if name not in TABLE_NAMES or name in _NOT_FILLED:
            continue
        schema = table_schema(name)
        titles = {c.name: c.title for c in schema.columns}
        if name.startswith("events_"):  # one column of an event in a table of its own
            named.append((table_schema("events").title, (schema.columns[-1].title,)))
        elif words := tuple(titles.get(c, c) for c in columns.split("、") if c and c not in _KNOWN):
            named.append((schema.title, words))
        else:
            (named if name == "funding" else whole).append((schema.title, ()))
    return [{"table": table, "columns": list(columns)} for table, columns in dict.fromkeys(named or whole)]
