"""Drawing a round again, to see whether the list in its file is what the lot gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.figures.sampling.draw import draw
from generator.figures.sampling.frame import BadPeriod, frame_of, period_of
from generator.figures.sampling.rounds import KIND_NAMES, Round, items_of
from generator.figures.sampling.weights import BadWeight, parse_rule
from generator.model import Library, Occurrence

MOST_NAMED = 20


class Verdict(NamedTuple):
    """Whether the list is what the lot gives, and why or why not, a Chinese line each."""

    same: bool
    lines: tuple[str, ...]


def verify(told: Round, library: Library, occurrences: Sequence[Occurrence]) -> Verdict:
    """Draw again with the facts in the file and hold the two lists against each other.

    The same frame and another list: the list was edited. Another frame: records have been added, taken away or changed since.
    What the list names and no record has any more is said by its id.
    """
    try:
        rules = [parse_rule(text, library.region) for text in told.weights]
        period = period_of(told.period)
    except (BadWeight, BadPeriod) as bad:
        return Verdict(same=False, lines=("名单里的抽样条件读不懂，不能重抽。", str(bad)))
    frame = frame_of(library, occurrences, told.as_of, kind=told.kind, period=period, but=told.name)
    again = draw(frame, rules, told.seed, told.size)
    items = items_of(again.items)
    same_frame = (again.digest, again.total) == (told.digest, told.total)
    if items == told.items and same_frame:
        return Verdict(same=True, lines=(f"照原来的条件重抽了一遍：{len(items)} 项全部相同，次序也相同。",))
    lines = []
    if same_frame:
        lines.append("可抽的范围同抽签那天一样，名单却不同：名单被改动过，或者种子、数量被改动过。")
    else:
        lines.append(
            f"可抽的范围变了：抽签那天有 {told.total} 项，照现在的记录有 {again.total} 项"
            f"{'' if told.total != again.total else '，可是内容不同'}。抽签以后有补报、更正或撤下的记录。"
        )
        if items == told.items:
            lines.append(f"重抽的名单仍旧相同（{len(items)} 项）。")
    records = {("occurrence", o.id) for o in occurrences} | {("site", s.id) for s in library.sites}
    lines += _named("名单里有、记录里已经找不到的（删掉了，或者改了编号）", told.items, tuple(records))
    there = tuple(item for item in told.items if item in records)
    lines += _named("名单里有、重抽没有的", there, items)
    lines += _named("重抽有、名单里没有的", items, told.items)
    if items != told.items and set(items) == set(told.items):
        lines.append("项目相同，次序不同。")
    return Verdict(same=False, lines=tuple(lines))


def _named(words: str, items: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> list[str]:
    """The items that the other list has not."""
    there = set(others)
    found = [f"{KIND_NAMES.get(kind, '')} {identity}" for kind, identity in items if (kind, identity) not in there]
    if not found:
        return []
    more = f"……共 {len(found)} 项" if len(found) > MOST_NAMED else ""
    return [f"{words}：{'、'.join(found[:MOST_NAMED])}{more}。"]
