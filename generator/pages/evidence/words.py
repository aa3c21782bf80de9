"""How a figure was made, in words with its real numbers, and what a missing figure means and asks for.

Invariant: the numbers are those of the cell; nothing here computes a figure of its own.
"""

from __future__ import annotations

import re
from fractions import Fraction

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count, rounded, with_unit
from generator.figures.indicators import Indicator
from generator.figures.opendata.schema import TABLE_NAMES, table_schema

_NOT_FILLED = frozenset({"region", "periods", "zero_reports"})
"""Tables that nobody fills in by hand for a figure's sake."""
_KNOWN = frozenset({"status", "first_day", "last_day", "campaign", "counted", "valid_from", "valid_to"})
"""Columns that every record has."""


def formula(i: Indicator, cell: Cell) -> str:
    """The sum behind a figure: 满意78份 ÷ 收回80份 = 97.5%; "" where the figure is a plain count of its rows."""
    if cell.state != "figure" or cell.value is None:
        return ""
    if not cell.records and cell.of is None:
        return "没有这样的记录"
    result = with_unit(i, cell)
    if i.id == "evenness" and cell.part is not None and cell.whole:
        moved = Fraction(cell.whole - cell.part) * len(cell.records) / Fraction(cell.whole)
        return f"已办{count(len(cell.records))}场，要挪动{rounded(moved, 1)}场才能每月一样多；1 − 要挪动的 ÷ 已办 = {result}"
    if i.id == "events_forecast" and cell.part is not None and cell.whole:
        days = cell.part // len(cell.records) if cell.records else 0
        return f"已办{count(len(cell.records))}场 × 全期{count(days)}天 ÷ 已经过去的{count(cell.whole)}天 = {result}"
    if i.part_words and cell.part is not None and cell.whole is not None:
        times = f" × {i.times}" if i.times not in (1, 100) else ""
        part, whole = i.part_words.format(count(cell.part)), i.whole_words.format(count(cell.whole))
        return f"{part}{times} ÷ {whole} = {result}"
    if i.whole_words and cell.of is not None:
        return f"{count(cell.value)}{i.unit}，{i.whole_words.format(count(cell.of))}里的"
    return ""


def state_words(i: Indicator, cell: Cell, held: int) -> str:
    """What a missing figure means and what to do about it; "" where there is a figure. `held` is how many were held."""
    if cell.state == "figure":
        return ""
    if cell.state == "not_applicable":
        return "不适用：这里或这一期没有可算的，不算在分母里。"
    if cell.state == "not_due":
        if i.on_events and not held:
            return "未到期：这一期还没有结束，还没有办。"
        return "未到期：这一期还没有结束，所需的数还可以补填。"
    if i.on_events and not held:
        return "未报：期满了，没有报（没有记录，或者只有没更新的“计划”“确定”），也没有零报告，不等于0。办过的，请把记录补上；确实没有办的，请报零报告。"
    return f"未报：算这个数要用的没有填，不等于0。请看看有没有漏填：{_to_fill(i)}。"


_SOURCE = re.compile(r"(\w+)\.csv(?: 的 (\w+(?:、\w+)*))?")


def _to_fill(i: Indicator) -> str:
    """The fields behind an indicator, in the words of the records that an officer fills in: 活动场次的评价份数、满意份数."""
    named: list[str] = []
    whole: list[str] = []
    for name, columns in _SOURCE.findall(i.source):
        if name not in TABLE_NAMES or name in _NOT_FILLED:
            continue
        schema = table_schema(name)
        titles = {c.name: c.title for c in schema.columns}
        if name.startswith("events_"):  # one column of an event in a table of its own
            named.append(f"{table_schema('events').title}的{schema.columns[-1].title}")
        elif words := "、".join(titles.get(c, c) for c in columns.split("、") if c and c not in _KNOWN):
            named.append(f"{schema.title}的{words}")
        else:
            (named if name == "funding" else whole).append(schema.title)
    return "；".join(dict.fromkeys(named or whole))
