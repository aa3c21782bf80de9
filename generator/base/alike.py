"""Equal faults of a file are told once in text, with their number and places; other forms name each.

Invariant: faults are told together only where the same is to be done about them: a suggestion for one word is none for another,
and where each has a mend of its own, every mend is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.base.diagnostics import Diagnostic

ALONE = 2
"""So many equal faults are still told one by one: two are quicker read than counted."""
_SHOWN = 8
"""Rows and words that are named."""
_QUOTED = re.compile(r"“[^“”]*”|[0-9A-Za-z][\w.:/*-]*", re.ASCII)
_ROW = re.compile(r"第(\d+)行|[A-Z](\d+)$")


def gathered(faults: Iterable[Diagnostic]) -> list[list[Diagnostic]]:
    """The faults in their order, those of a file (in a ledger: of a column) that are equal together with the first of them."""
    groups: dict[object, list[Diagnostic]] = {}
    for number, d in enumerate(faults):
        groups.setdefault(_kind(d) or number, []).append(d)
    found = [one for group in groups.values() for one in ([group] if len(group) > ALONE else [[d] for d in group])]
    return sorted(found, key=lambda group: group[0].sort_key())


def others(group: list[Diagnostic]) -> str:
    """The number and the rows of equal faults behind the first, and what stands in them or what mends them."""
    rest = group[1:]
    where = "这一列" if _ROW.search(group[0].span.cell) else "这个文件里"
    told = f"{where}共有{len(group)}处同样的问题，还有："
    if rest[0].fix:
        return told + "，".join(f"第{_row_of(d)}行 {d.fix[1] if d.fix else ''}" for d in rest)
    rows = list(dict.fromkeys(_row_of(d) for d in rest))
    told += f"第{'、'.join(rows[:_SHOWN])}行" + ("等" if len(rows) > _SHOWN else "")
    first = group[0].message
    words = list(dict.fromkeys(w for d in rest for w in _QUOTED.findall(d.message) if w[0] == "“" and w not in first))
    more = "等" if len(words) > _SHOWN else ""
    return told + (f"（{''.join(words[:_SHOWN])}{more}）" if words else "")


def _kind(d: Diagnostic) -> tuple[object, ...] | None:
    """What equal faults share, the same hint to the letter; None for one without a line, which is told alone."""
    if not d.span.line:
        return None
    row = _ROW.search(d.span.cell)
    column = (d.span.cell[: row.start()].rstrip(), d.span.column) if row else d.span.cell
    elsewhere = tuple(s for s in d.related if (s.path, s.line) != (d.span.path, d.span.line))
    return d.span.path, column, d.code, bool(d.fix), _QUOTED.sub("", d.message), "" if d.fix else d.hint, elsewhere


def _row_of(d: Diagnostic) -> str:
    row = _ROW.search(d.span.cell)
    return row.group(1) or row.group(2) if row else str(d.span.line)
