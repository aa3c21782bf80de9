"""The definition cards: what each figure means, how it is made, from which published columns, and when there is none."""

from __future__ import annotations

from typing import Any

from generator import addresses
from generator.base.daywords import long_day
from generator.figures.indicators import Indicator, breakdown_catalogue, grouped, indicator_catalogue
from generator.figures.opendata import FOLDER
from generator.pages.coverage.book import Book
from generator.pages.figures import LEGEND
from generator.pages.page import PageSpec

_KINDS = {
    "flow": "流量：一期里新增的，各期可以相加（数不同东西的除外）",
    "stock": "存量：某一天的数，各期不能相加",
    "ratio": "比率：一个数除以另一个数，不能相加",
    "index": "指数：算出来的量，不能相加",
}
_DIRECTIONS = {"more": "多为好", "less": "少为好", "none": "不评好坏"}
_LEVELS = {"region": "地区", "township": "乡镇（街道）", "village": "村（社区）", "site": "阵地"}
_CYCLES = {"year": "年", "quarter": "季度", "month": "月", "campaign": "整个专项、有记录以来"}
_RECORDS = {
    "events": "场次", "sites": "阵地", "villages": "村（社区）", "townships": "乡镇（街道）", "tasks": "任务", "funding": "经费",
    "inspections": "抽查",
}  # fmt: skip


def page(book: Book) -> PageSpec:
    """The page of all cards."""
    catalogue = {**indicator_catalogue(), **breakdown_catalogue()}
    context = {
        "as_of": long_day(book.world.as_of),
        "groups": [
            {"name": group.name, "question": group.question, "cards": [_card(i) for i in indicators]}
            for group, indicators in grouped()
        ],
        "count": len(catalogue),
        "legend_list": legend(),
    }
    about = f"{len(catalogue)}个指标的定义：是什么意思，怎样算，从哪张公开的表算，什么时候是0、未报、不适用、未到期。"
    return PageSpec(addresses.INDICATORS, "coverage-year", "指标怎样算", about, "coverage_indicators.html", context)


def legend() -> list[dict[str, str]]:
    """The signs of cells and what they mean."""
    return [{"cls": c, "value": v, "word": w, "about": a} for c, v, w, a in LEGEND]


def _card(i: Indicator) -> dict[str, Any]:
    facts = [
        ["怎样算", i.formula],
        ["单位", i.unit or "没有单位"],
        ["方向", _DIRECTIONS[i.direction]],
        ["类型", _KINDS[i.kind]],
        ["按谁算", "、".join(_LEVELS[p] for p in i.per)],
        ["按多久算", "、".join(_CYCLES[e] for e in i.every)],
        ["背后的记录", _RECORDS[i.records]],
        ["来源", i.source],
        ["没有数的时候", i.states],
    ]
    return {
        "id": i.id,
        "name": i.name,
        "about": i.about,
        "facts": facts,
        "sql": i.sql,
        "file": f"{FOLDER}indicators/{i.id}.sql",
    }
