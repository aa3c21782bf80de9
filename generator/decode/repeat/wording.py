"""The rule of a repeating event from its keys: which of them go together, and where a fault of each is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from generator.base.diagnostics import visible
from generator.decode.fields import Faults, Values, unsafe_mark
from generator.decode.repeat import chinese, english, folk, rfc
from generator.decode.repeat.parts import FORMS, On, bad, combine
from generator.decode.repeat.sentence import HAN, Sentence, head_in_words, sentence_of
from generator.decode.values import BadValue, plain
from generator.model import Rule
from generator.read.tree import Node, Scalar

T = TypeVar("T")
_KINDS = {"every": "每", "rrule": "RRULE", "market": "集市", "lunar": "农历"}


def _read(node: Node, faults: Faults, read: Callable[..., T], *args: Any) -> T | None:
    """What `read` gives; None after its BadValue has become a fault at `node`."""
    try:
        return read(*args)
    except BadValue as bad_value:
        faults.add(bad_value.code, node, visible(bad_value.message, 200), bad_value.hint)
        return None


def of_sentence(node: Scalar, start: date, faults: Faults) -> Sentence | None:
    """A sentence; None after a fault."""
    text = _one_line(node.text)
    if mark := unsafe_mark(text):
        faults.add("E011", node, f"文字里有看不见的控制字符 {mark}", "删掉这段重新打一遍。")
        return None
    return _read(node, faults, sentence_of, text, start)


def _one_line(text: str) -> str:
    """A sentence written over several lines of a cell or of a block: two dates, one below the other, are a list."""
    text = re.sub(r"(?<=[0-9日号])[ \t]*[\r\n]\s*(?=[0-9])", "、", text.strip())
    return re.sub(r"[ \t]*[\r\n]\s*", " ", text)


def of_mapping(values: Values, start: date, faults: Faults) -> Sentence | None:
    """A rule written key by key; None after a fault."""
    unread = {key for key in _RULE_KEYS if key in values.nodes and values.get(key) is None}
    if unread - _ENDS:
        return None  # a key that could not be read has its own fault
    kinds = [key for key in _KINDS if key in values.nodes]
    if len(kinds) != 1:
        node = values.nodes[kinds[1]] if kinds else values.node
        words = "、".join(f"“{_KINDS[key]}”" for key in kinds)
        faults.add("E120", node, f"{words}只能写一个" if kinds else "没有写怎样重复", FORMS)
        return None
    kind = kinds[0]
    for key, allowed in _GOES_WITH.items():
        if key in values.nodes and kind not in allowed:
            faults.add("E120", values.nodes[key], f"“{_NAMES[key]}”不能和“{_KINDS[kind]}”一起写", FORMS)
            return None
    months = _months(values, faults)
    if months is None:
        return None
    rule = _RULES[kind](values, months, start, faults)
    return None if rule is None or unread else _bounded(rule, values, faults)


def _bounded(rule: Rule, values: Values, faults: Faults) -> Sentence | None:
    until, count = values.get("until"), values.get("count")
    for key, twice in (
        ("count", count is not None and (until is not None or rule.until is not None or rule.count is not None)),
        ("until", until is not None and (rule.until is not None or rule.count is not None)),
    ):
        if twice:
            faults.add("E120", values.nodes[key], "到哪一天和办几次，只能写一个，也只能写一处", "请只留一个。")
            return None
    return Sentence(replace(rule, until=until or rule.until, count=count or rule.count))


def _words(found: Any) -> str:
    return "、".join(word.text for word in found)


def _months(values: Values, faults: Faults) -> tuple[int, ...] | None:
    """The months a rule is limited to, () for all; None after a fault."""
    if "months" not in values.nodes:
        return ()

    def read(text: str) -> tuple[int, ...]:
        if HAN.search(text) or any(char.isdigit() for char in text):
            found: list[int] = []
            for part in chinese.normal(text).split("、"):
                found += chinese.months_of(part) or bad(f"看不懂月份“{part}”", "如 7月、8月，或 7月至9月。")
            return tuple(sorted(set(found)))
        return english.on_of(text.lower().replace("、", " ")).months or bad(
            f"看不懂月份“{text}”", "如 7月、8月，或 7月至9月。"
        )

    return _read(values.nodes["months"], faults, read, plain(_words(values.get("months"))))


def _every(values: Values, months: tuple[int, ...], start: date, faults: Faults) -> Rule | None:
    node = values.nodes["every"]
    text = plain(values.get("every").text)
    if "on" not in values.nodes:
        return _read(node, faults, head_in_words, text, months, start)
    unit = _read(node, faults, _unit_alone, text)
    on = _read(values.nodes["on"], faults, _on, plain(_words(values.get("on"))))
    if unit is None or on is None:
        return None
    return _read(values.nodes["on"], faults, combine, unit, on, months, start)


def _unit_alone(text: str) -> Any:
    found = chinese.unit_of(chinese.normal(text)) if HAN.search(text) else english.unit_of(text.lower())
    if found is None or found[1]:
        bad(f"看不懂“每: {text}”", "另外写了“在”的，“每”里只写天、周、两周、月、季度、年这样的词。")
    return found[0]


def _on(text: str) -> On:
    return chinese.on_of(chinese.normal(text)) if HAN.search(text) else english.on_of(text.lower().replace("、", " "))


def _rrule(values: Values, _months: tuple[int, ...], start: date, faults: Faults) -> Rule | None:
    return _read(values.nodes["rrule"], faults, rfc.rule_of, values.get("rrule").text.strip(), start)


def _market(values: Values, months: tuple[int, ...], _start: date, faults: Faults) -> Rule | None:
    def read(text: str) -> Rule:
        return replace(folk.market(chinese.normal(text), values.get("calendar", "")), by_month=months)

    return _read(values.nodes["market"], faults, read, plain(values.get("market").text))


def _lunar(values: Values, _months: tuple[int, ...], _start: date, faults: Faults) -> Rule | None:
    if values.get("calendar") == "公历":
        faults.add("E120", values.nodes["calendar"], "写了“农历”，历法就不能是公历", "公历的日子写在“每”和“在”里。")
        return None
    return _read(values.nodes["lunar"], faults, folk.lunar, chinese.normal(plain(_words(values.get("lunar")))))


_RULES: dict[str, Callable[[Values, tuple[int, ...], date, Faults], Rule | None]] = {
    "every": _every, "rrule": _rrule, "market": _market, "lunar": _lunar,
}  # fmt: skip
_GOES_WITH = {"on": ("every",), "months": ("every", "market"), "calendar": ("market", "lunar")}
_NAMES = {"on": "在", "months": "月份", "calendar": "历法"}
_ENDS = {"until", "count"}
"""Keys without which the rest of a rule can still be read, and its own faults be told."""
_RULE_KEYS = (*_KINDS, *_GOES_WITH, "until", "count")
