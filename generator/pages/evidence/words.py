"""How a figure was made, in words with its real numbers, and what a missing figure means and asks for.

Invariant: the numbers are those of the cell; nothing here computes a figure of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count, rounded, with_unit
from generator.figures.indicators import Indicator
from generator.figures.opendata.schema import TABLE_NAMES, table_schema

_TERMS: Mapping[str, tuple[str, str]] = {
    "concentration": ("活动最多的几个村办了{}场", "写明了村的{}场"),
    "duties_share": ("讲到义务的{}场", "写明侧重的{}场"),
    "funding_per_head": ("经费{}元", "常住人口{}人"),
    "gap_ratio": ("最多的{}场", "最少的{}场"),
    "gini": ("各乡镇的（2i−n−1）×场次，加起来{}", "n×总场次{}"),
    "inspection_verified": ("属实{}项", "查过{}项"),
    "launch_dropout": ("90天里没有下文的{}场", "满90天的启动仪式{}场"),
    "law_savvy_per_village": ("法律明白人{}名", "村（社区）{}个"),
    "leaders_evidence": ("填了参加人数的{}场", "面向领导干部的{}场"),
    "legal_advisers": ("有法律顾问的{}个村", "全部{}个村"),
    "reporting_complete": ("人数填齐的{}场", "已办{}场"),
    "reporting_timely": ("10天以内更新的{}场", "写了更新时间的{}场"),
    "residents_per_1000": ("群众{}人次", "常住人口{}人"),
    "response_rate": ("收回评价{}份", "群众{}人次"),
    "routine_share": ("常态系列{}场", "已办{}场"),
    "satisfaction": ("满意{}份", "收回{}份"),
    "site_use": ("在阵地里办的{}场", "各阵地开放的月数之和{}"),
    "tasks_done": ("完成{}项", "时限在这一期里的{}项"),
    "tasks_on_time": ("按时完成{}项", "时限已经到了的{}项"),
    "villages_with_law_savvy": ("不少于3人的{}个村", "全部{}个村"),
    "villages_with_site": ("有开放阵地的{}个村", "全部{}个村"),
}
"""Indicator → what its part and its whole count."""

_WHOLES: Mapping[str, str] = {
    "idle_sites": "启用满90天的{}处", "model_villages": "全部{}个村", "months_active": "已经过去的{}个月",
    "townships_reached": "当期的{}个乡镇（街道）", "villages_reached": "当期的{}个村（社区）",
}  # fmt: skip
"""Counts with a whole that they are out of."""


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
    if i.id in _TERMS and cell.part is not None and cell.whole is not None:
        part, whole = _TERMS[i.id]
        times = f" × {i.times}" if i.times not in (1, 100) else ""
        return f"{part.format(count(cell.part))}{times} ÷ {whole.format(count(cell.whole))} = {result}"
    if i.id in _WHOLES and cell.of is not None:
        return f"{count(cell.value)}{i.unit}，{_WHOLES[i.id].format(count(cell.of))}里的"
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
