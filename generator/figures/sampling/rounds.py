"""A round of random checks as a file that officers fill in: how it was drawn, then one item a record with blanks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator.decode.fields import Values
from generator.figures.sampling.frame import Drawable, Item

FOLDER = "campaigns/inspections"
SUFFIX = ".yml"
DRAWABLE_NAMES: Mapping[Drawable, str] = {"all": "全部", "occurrence": "场次", "site": "阵地"}
KIND_NAMES = {"occurrence": "场次", "site": "阵地"}
_PLAIN = re.compile(
    r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9\u00b7\uff08\uff09\u300a\u300b\u201c\u201d\u3001\u2014.-]*"
)


@dataclass(frozen=True, slots=True)
class Round:
    """How a round was drawn, and what was drawn in its order. `weights` are rules as text, `items` (kind, id)."""

    name: str
    seed: str
    size: int
    kind: Drawable
    period: str
    as_of: date
    weights: tuple[str, ...]
    total: int
    digest: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What people want to know of an item that was drawn."""

    title: str
    when: str
    township: str


def write_round(drawn: Round, facts: Iterable[Facts], region: str, *, sample: bool = False) -> str:
    """The file's text; `facts` stand in the order of the items. The same round always gives the same text."""
    made_up = "# 示例数据：这份名单和里面的结果都是自拟的。\n" if sample else ""
    head = (
        f"# {region}随机抽查名单“{drawn.name}”。由 pufa sample 抽出，任何人都能照样重抽一遍：\n"
        f"#   pufa sample --verify {FOLDER}/{drawn.name}{SUFFIX}\n"
        f"{made_up}# 查完以后，在每一项后面填：检查日期（如 2025-11-20）、结果（属实、不符、无法核实）、说明（不写姓名和电话）。\n"
        "# 没有查的三样都空着。别的内容不要改；抽中的不能换。\n"
    )
    lines = [
        f"种子: {_text(drawn.seed)}",
        f"数量: {drawn.size}",
        f"范围: {DRAWABLE_NAMES[drawn.kind]}",
        f"时段: {_text(drawn.period or '全部')}",
        f"统计日: {drawn.as_of.isoformat()}",
        *(["权重:", *(f"  - {_text(rule)}" for rule in drawn.weights)] if drawn.weights else []),
        f"可抽的范围: {{总数: {drawn.total}, 校验码: {_text(drawn.digest)}}}",
        "名单:",
    ]
    for number, ((kind, identity), fact) in enumerate(zip(drawn.items, facts, strict=True), 1):
        lines += [
            f"  - 序号: {number}",
            f"    类别: {KIND_NAMES[kind]}",
            f"    编号: {_text(identity)}",
            f"    名称: {_text(fact.title)}",
            *([f"    日期: {_text(fact.when)}"] if fact.when else []),
            f"    乡镇: {_text(fact.township)}",
            "    检查日期:",
            "    结果:",
            "    说明:",
        ]
    return head + "\n".join(lines) + "\n"


def _text(words: str) -> str:
    """A text as YAML: as it is where nobody could misread it, else in quotes."""
    return words if _PLAIN.fullmatch(words) and words.lower() != "null" else json.dumps(words, ensure_ascii=False)


def read_round(name: str, values: Values) -> Round | None:
    """How a round was drawn, from its decoded file; None where that is not written there in full."""
    frame: Values | None = values.get("frame")
    seed, size, day = values.get("seed", ""), values.get("size"), values.get("as_of")
    if not seed or size is None or day is None or frame is None or not frame.get("digest"):
        return None
    period = values.get("period", "")
    return Round(
        name=name,
        seed=seed,
        size=size,
        kind=values.get("kind") or "all",
        period="" if period == "全部" else period,
        as_of=day,
        weights=tuple(node.text for node in values.get("weights") or ()),
        total=frame.get("total", 0),
        digest=frame.get("digest"),
        items=tuple((item.get("kind", ""), item.get("id", "")) for item in values.get("items") or ()),
    )


def items_of(items: Iterable[Item]) -> tuple[tuple[str, str], ...]:
    """The kinds and ids of what was drawn."""
    return tuple((item.kind, item.id) for item in items)
