"""Snapshots that can be read: of this region, and of a day that has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.base.diagnostics import Diagnostic, Span, visible
from generator.figures.snapshots import Snapshot
from generator.model import Region


def snapshots_of(
    found: Iterable[Snapshot], region: Region, as_of: date
) -> tuple[tuple[Snapshot, ...], list[Diagnostic]]:
    """Those that can be held against the present account, by name; E046, W221.

    W221 is a warning: whoever looks at the site as of an earlier day has it, and does without that snapshot.
    """
    kept = []
    faults = []
    for s in sorted(found, key=lambda s: s.name):
        if s.region != region.code:
            hint = "别的地区的快照请移走；地区代码变过的，从版本库取回当时的记录才能对照。"
            told = visible(s.region, 20)
            span = Span(s.path, 1, 1)
            faults.append(Diagnostic("E046", span, f"快照属于地区 {told}，region.yml 写的是 {region.code}", hint))
        elif s.day > as_of:
            hint = "请核对电脑的日期，或者 --as-of 后面的日子。这份快照这一次不显示。"
            span = Span(s.path, 1, 1)
            faults.append(Diagnostic("W221", span, f"快照是 {s.day} 的，今天（{as_of}）还没有到那一天", hint))
        else:
            kept.append(s)
    return tuple(kept), faults
