"""Values inside `repeat`: lists of dates, and dates with something beside them. A fault stands where it was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from generator.base.diagnostics import visible
from generator.decode import values as v
from generator.decode.fields import MISSING, Faults, Parser, Record, Values, decode, find_field, parts_of, text, value
from generator.read.tree import Mapping, Node, Scalar

MOST_DATES = 500
"""Single dates in one list: whoever needs more of them has another rule in mind."""
_day = value(v.day)


class Dated(NamedTuple):
    """A date as written, and what stands beside it (None: nothing, or what could not be read)."""

    day: date
    node: Node
    beside: Any = None


def sentence_or(record: Record) -> Parser:
    """One sentence, kept as its node, or a mapping read by a table (`Values`)."""

    def parse(node: Node, faults: Faults) -> Any:
        if isinstance(node, Scalar):
            return node
        found = decode(record, node, faults)
        return MISSING if found is None else found

    return parse


def _items(node: Node, faults: Faults) -> list[Node]:
    """The items of a list, or the parts of a line with 、 between them."""
    items = parts_of(node) or []
    if len(items) > MOST_DATES:
        faults.add("E005", node, f"这里有{len(items)}个日子，超过了{MOST_DATES}个", "请换一条规则，或者分成几条活动。")
        return []
    return items


def _dated(node: Node, faults: Faults, beside: Any = None) -> list[Dated]:
    day = _day(node, faults)
    return [] if day is MISSING else [Dated(day, node, beside)]


def dates(node: Node, faults: Faults) -> Any:
    """Dates in a list or in one line. Gives `list[Dated]`."""
    if isinstance(node, Mapping):
        faults.add("E023", node, "这里应是日期的列表", "写成 [2026-10-01, 2026-10-08]，或者 2026-10-01、2026-10-08。")
        return MISSING
    return [dated for item in _items(node, faults) for dated in _dated(item, faults)]


def dated(record: Record, beside: str, read: Callable[[Node, Faults], Any], *, bare: bool = False) -> Parser:
    """`{date: something}`, or a list of records with `date` and the key `beside`; with `bare`, dates alone too.

    Gives `list[Dated]`; what stands beside is read by `read`, and is needed unless `bare`.
    """
    required = find_field(record, beside)
    about = required.about if required else ""

    def one(node: Node, faults: Faults) -> list[Dated]:
        if isinstance(node, Mapping) and any(find_field(record, key.text) for key, _ in node.pairs):
            return _of_record(decode(record, node, faults))
        if isinstance(node, Mapping):
            return [found for key, child in node.pairs for found in _pair(key, child, faults)]
        if isinstance(node, Scalar) and bare:
            return _dated(node, faults)
        faults.add(
            "E023", node, "这里应写日期和内容", f"写成“2026-10-01: …”，{record.name}的例子见手册“重复的活动”一页。"
        )
        return []

    def _pair(key: Scalar, child: Node, faults: Faults) -> list[Dated]:
        if not bare and isinstance(child, Scalar) and not child.text.strip():
            faults.add("E022", key, f"“{record.name}”的 {visible(key.text)} 后面没有写", f"请接着写：{about}")
            return []
        return _dated(key, faults, _or_none(read(child, faults)))

    def _of_record(values: Values | None) -> list[Dated]:
        if values is None or values.get("date") is None:
            return []
        return [Dated(values.get("date"), values.nodes["date"], values.get(beside))]

    def parse(node: Node, faults: Faults) -> Any:
        if isinstance(node, Mapping):
            return one(node, faults)
        if not bare and isinstance(node, Scalar):
            return one(node, faults) or MISSING
        return [found for item in _items(node, faults) for found in one(item, faults)]

    return parse


def _or_none(found: Any) -> Any:
    return None if found is MISSING else found


def kept(node: Node, faults: Faults) -> Any:
    """A scalar kept as its node, for values that need another one before they can be read."""
    if isinstance(node, Scalar):
        return node
    faults.add("E023", node, "这里应是一个值，不是列表或映射", "写成“键: 值”一行。")
    return MISSING


note = text(200)
