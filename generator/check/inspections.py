"""Rounds of random checks (抽查): each item is one that exists, and what was filled in makes sense."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Container, Iterable, Mapping
from datetime import date

from generator.base.diagnostics import Diagnostic, nearest, visible
from generator.check.private import private_number
from generator.decode.fields import Faults, Values
from generator.model import Inspected, Library, Occurrence, Site
from generator.read.tree import Node

_KINDS = {"occurrence": "场次", "site": "阵地"}


def inspections_of(
    rounds: Iterable[tuple[str, Values]],
    library: Library,
    occurrences: Iterable[Occurrence],
    as_of: date,
    broken: Container[str] = (),
) -> tuple[tuple[Inspected, ...], list[Diagnostic]]:
    """Every item of every round by round, kind and id; E160 to E164, W205, W222.

    `broken` are the ids of events that have a fault of their own, so that they are no occurrences.
    """
    by_id = {o.id: o for o in occurrences}
    kept: list[Inspected] = []
    found: list[Diagnostic] = []
    for path, values in rounds:
        faults = Faults(path)
        name = os.path.splitext(posixpath.basename(path))[0]
        rules = _Round(name, by_id, library.site_by_id, as_of, broken, faults)
        kept += [item for item in map(rules.item, values.get("items") or ()) if item is not None]
        found += faults.found
    return tuple(sorted(kept, key=lambda i: (i.round, i.kind, i.item))), found


class _Round:
    """What the rules of one file need to know."""

    def __init__(
        self,
        name: str,
        occurrences: Mapping[str, Occurrence],
        sites: Mapping[str, Site],
        as_of: date,
        broken: Container[str],
        faults: Faults,
    ) -> None:
        self.name = name
        self.occurrences = occurrences
        self.sites = sites
        self.as_of = as_of
        self.broken = broken
        self.faults = faults
        self.seen: dict[tuple[str, str], Node] = {}

    def item(self, values: Values) -> Inspected | None:
        """One item, or None after a fault in what it is about."""
        kind, identity = values.get("kind"), values.get("id", "")
        self._private(values)
        if kind is None or not identity:
            return None
        node = values.nodes["id"]
        if (kind, identity) in self.seen:
            self.faults.add(
                "E161", node, f"{_KINDS[kind]}“{visible(identity)}”在名单里写了两次", "只留一处，结果填在那里。",
                related=(self.faults.span(self.seen[kind, identity]),),
            )  # fmt: skip
            return None
        self.seen[kind, identity] = node
        record = self.occurrences.get(identity) if kind == "occurrence" else self.sites.get(identity)
        if record is None:
            self._unknown(kind, identity, node)
            return None
        day = values.get("checked")
        self._both(values)
        if day is not None:
            self._day(day, record, values.nodes["checked"])
        if isinstance(record, Occurrence) and record.status != "已办" and values.get("finding") == "属实":
            self._true(record, values.nodes["finding"])
        townships = record.event.townships if isinstance(record, Occurrence) else (record.township,)
        return Inspected(
            round=self.name,
            kind=kind,
            item=identity,
            township=townships[0] if len(townships) == 1 else "",
            checked=day,
            finding=values.get("finding", ""),
            note=values.get("note", ""),
            span=self.faults.span(node),
        )

    def _unknown(self, kind: str, identity: str, node: Node) -> None:
        """E160: the id is one of a record."""
        if kind == "occurrence" and identity.partition("@")[0] in self.broken:
            return
        near = nearest(identity[:90], self.occurrences if kind == "occurrence" else self.sites)
        hint = f"是不是“{near}”？" if near else ""
        gone = "没有办的，把状态改成“取消”" if kind == "occurrence" else "不再用的，把状态改成“关闭”"
        hint += f"抽中的记录不要删：{gone}，写明原因。"
        self.faults.add("E160", node, f"找不到编号是“{visible(identity)}”的{_KINDS[kind]}", hint)

    def _both(self, values: Values) -> None:
        """E163: a finding has its day, and a day its finding."""
        written = {key for key in ("checked", "finding") if key in values.got}
        if written == {"finding"}:
            self.faults.add(
                "E163", values.nodes["finding"], "填了结果，没有填检查日期", "请补上“检查日期”（checked）。"
            )
        elif written == {"checked"}:
            hint = "请补上“结果”（finding）：属实、不符或无法核实；还没有查的，把日期也空着。"
            self.faults.add("E163", values.nodes["checked"], "填了检查日期，没有填结果", hint)

    def _day(self, day: date, record: Occurrence | Site, node: Node) -> None:
        """E162, W222: nothing is checked before it took place, and nothing tomorrow."""
        if isinstance(record, Occurrence) and day < record.first_day:
            hint = "请核对检查日期；活动的日期记错了的，先改活动。"
            self.faults.add("E162", node, f"{day} 去查的，这一场 {record.first_day} 才办", hint)
        elif day > self.as_of:
            hint = "请核对日期。还没有去查的，日期和结果都先空着。"
            self.faults.add("W222", node, f"检查日期 {day} 还没有到", hint)

    def _true(self, record: Occurrence, node: Node) -> None:
        """E164: what was found to be true was held; what was found to be untrue may well be cancelled since."""
        hint = "真办了的，把活动的状态改成“已办”，填上成效；没有办的，结果改成“不符”。"
        self.faults.add("E164", node, f"结果是“属实”，这一场的状态却是“{record.status}”", hint)

    def _private(self, values: Values) -> None:
        """W205: no private phone or identity number."""
        number = private_number(values.get("note", ""))
        if number:
            hint = "说明里不要写个人号码和姓名，写看到了什么就行。"
            self.faults.add("W205", values.nodes["note"], f"像是个人电话或身份证号：{number}****", hint)
