"""Items of a list that lost their `- `: to YAML they are more keys of the item above.

Invariant: the records are parted before they are read, so that nothing of the second one counts as written twice.
"""

from __future__ import annotations

import re

from generator.decode.fields import Faults, Field, Record, find_field
from generator.read.tree import Mapping, Node, Scalar

_DASHED = re.compile(r"[-\uff0d\u2013\u2014\u00b7\u2022*]\s*(?=\w)")
_AGAIN = 2
"""Keys that must come a second time before another record is believed to begin: one alone is a key written twice."""


def apart(record: Record, node: Node, faults: Faults) -> list[Node]:
    """A list's item as the records that it holds: more than one where a later one lost its dash, which E003 tells."""
    if not isinstance(node, Mapping):
        return [node]
    by_word = record.by_word
    if len({id(by_word.get(key.text)) for key, _ in node.pairs}) == len(node.pairs):
        return [node]  # the usual case: every key is known and stands once
    fields = [find_field(record, _DASHED.sub("", key.text)) for key, _ in node.pairs]
    pieces: list[Mapping] = [Mapping([], node.line, node.column, node.length, node.cell)]
    seen: set[str] = set()
    for i, (key, child) in enumerate(node.pairs):
        known, dash = fields[i], _DASHED.match(key.text)
        own = (
            Scalar(key.text[dash.end() :], key.line, key.column + dash.end(), key.length - dash.end()) if dash else key
        )
        if (
            known is not None
            and seen
            and (dash or (known.key in seen and _begins(record, fields, i, seen, pieces[-1])))
        ):
            pieces.append(Mapping([], own.line, own.column, own.length))
            seen = set()
            if dash:
                faults.add("E003", own, "“-”后面少了一个空格", f"写成“- {own.text}: …”，和上面一条的“-”对齐。")
            else:
                hint = f"写成“- {own.text}: …”，“-”和上面一条的“-”对齐。"
                faults.add("E003", own, f"从这里起像是另一条{record.name}，前面少了“- ”", hint)
        if known is not None:
            seen.add(known.key)
        pieces[-1].pairs.append((own if dash and known else key, child))
    return list(pieces)


def _begins(record: Record, fields: list[Field | None], i: int, seen: set[str], piece: Mapping) -> bool:
    """True where another record begins: it repeats the one above from its first key on, or all that is required."""
    again: set[str] = set()
    for known in fields[i:]:
        if known is None:
            continue
        if known.key in again:
            break
        if known.key in seen:
            again.add(known.key)
    first = find_field(record, piece.pairs[0][0].text)
    opening = fields[i] is not None and fields[i] is first
    return len(again) >= _AGAIN and (opening or {f.key for f in record.required} <= again)
