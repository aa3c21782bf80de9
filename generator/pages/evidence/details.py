"""What single indicators need to be checked by eye: the longest pause, each launch's sequel, the villages one by one.

Invariant: a sentence here only spells out the rows that a figure rests on; which they are, and which of them make the part of a
ratio, comes from the account, that is from the indicator's SQL. What is told twice will one day be told in two ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from generator import addresses
from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count
from generator.figures.indicators import Detail, Indicator
from generator.pages.evidence.entries import Entry, Roster, ranges
from generator.world import World

_MOST_NAMED = 60


@dataclass(frozen=True, slots=True)
class Scene:
    """What the details of one page are made from. `roster` has every row of its unit and time, `since`..`until` its days so far.

    `unit` is "" for the region. On the page of all time the roster's rows are listed by the years' pages.
    """

    world: World
    unit: str
    roster: Roster
    since: date
    until: date

    def of(self, cell: Cell) -> list[Entry]:
        """The rows that a figure counts."""
        rows, numbers = self.roster.rows, self.roster.numbers
        return [rows[numbers[i] - 1] for i in cell.records if i in numbers]

    def divided(self, cell: Cell) -> tuple[list[Entry], list[Entry]]:
        """The rows that make the part of a ratio, as the SQL names them, and the others that the figure counts."""
        chosen = frozenset(cell.chosen)
        rows = self.of(cell)
        return [e for e in rows if e.id in chosen], [e for e in rows if e.id not in chosen]

    def refs(self, entries: Iterable[Entry]) -> str:
        """Their numbers as ranges."""
        return ranges(self.roster.numbers[e.id] for e in entries)


def names_rows(indicator: Indicator) -> bool:
    """Whether the details name rows, or too many months for a page of all time."""
    return bool(indicator.chosen) or indicator.detail == "月份"


def notes(indicator: Indicator, scene: Scene, cell: Cell) -> list[str]:
    """Sentences that spell out how the rows give the figure."""
    if cell.state != "figure" or not cell.records:
        return []
    make, word = _NOTES.get(indicator.detail), indicator.chosen
    return make(scene, cell) if make else _part(scene, cell, word) if word else []


def _months(scene: Scene, cell: Cell) -> list[str]:
    found = Counter((e.first.year, e.first.month) for e in scene.of(cell))
    if not found or len(found) > _MOST_NAMED:
        return []
    several = scene.since.year != scene.until.year
    words = [f"{f'{y}年' if several else ''}{m}月{n}场" for (y, m), n in sorted(found.items())]
    return [f"有活动的月份：{'、'.join(words)}。"]


def longest_pause(held: Iterable[Entry], since: date, until: date) -> tuple[int, date, date]:
    """The first of the longest stretches without any day of an event: its days, its first and its last day."""
    best, start, pause = -1, since, (since, until)
    for entry in sorted(held, key=lambda e: (e.first, e.id)):
        if (entry.first - start).days > best:
            best, pause = (entry.first - start).days, (start, entry.first - timedelta(days=1))
        start = max(start, entry.last + timedelta(days=1))
    if (until - start).days + 1 > best:
        best, pause = (until - start).days + 1, (start, until)
    return max(best, 0), *pause


def _silence(scene: Scene, cell: Cell) -> list[str]:
    days, first, last = longest_pause(scene.of(cell), scene.since, scene.until)
    return [f"最长的一段：{first.isoformat()} 至 {last.isoformat()}，{days}天。"] if days else []


def _last(scene: Scene, cell: Cell) -> list[str]:
    ended = max((e.last for e in scene.of(cell)), default=None)
    return [f"最近一场办到{ended.isoformat()}，统计日是{scene.world.as_of.isoformat()}。"] if ended else []


def _audiences(scene: Scene, cell: Cell) -> list[str]:
    found = Counter(a for e in scene.of(cell) for a in dict.fromkeys(e.audiences))
    return [f"{'、'.join(f'{a}{n}场' for a, n in found.most_common())}。"] if found else []


def _people(scene: Scene, cell: Cell) -> list[str]:
    rows = scene.of(cell)
    came = sum(e.result.attendance or 0 for e in rows)
    staff = sum(e.result.staff or 0 for e in rows)
    if not rows:
        return []
    if any((e.result.staff or 0) > (e.result.attendance or 0) for e in rows):
        return ["逐场用参加人数减去工作人员（减出负数的按0），再相加。"]
    return [f"这些行的参加{count(came)}人次 − 工作人员{count(staff)}人次 = {count(came - staff)}人次。"]


def _launches(scene: Scene, cell: Cell) -> list[str]:
    lone, followed = scene.divided(cell)
    words = []
    if lone:
        words.append(f"没有下文的启动：{_rows_words(scene, lone)}。")
    if followed:
        words.append(f"90天里跟上了常态活动的：{_rows_words(scene, followed)}。")
    return words


def _rows_words(scene: Scene, entries: Sequence[Entry]) -> str:
    refs = scene.refs(entries).replace("-", "—").replace(" ", "、")
    return f"第{refs}行，共{count(len(entries))}场"


def _part(scene: Scene, cell: Cell, word: str) -> list[str]:
    """The rows among them that make the part of a ratio."""
    rows, _ = scene.divided(cell)
    return [f"其中{word}的：{_rows_words(scene, rows)}。"] if rows else [f"其中没有{word}的。"]


_NOTES: Mapping[Detail, Callable[[Scene, Cell], list[str]]] = {
    "对象": _audiences,
    "启动": _launches,
    "空档": _silence,
    "月份": _months,
    "人次": _people,
    "最近一场": _last,
}
"""The kinds of details that are sentences, by the word in the head; the others are `places` and `busiest`."""


def places(indicator: Indicator, scene: Scene, cell: Cell) -> dict[str, Any] | None:
    """The villages or townships that a count of places names, each with its rows, and those that nothing was held in."""
    if cell.state != "figure" or indicator.detail not in ("到过的村", "到过的乡镇"):
        return None
    library = scene.world.library
    rows = scene.of(cell)
    found: dict[str, list[Entry]] = {}
    if indicator.detail == "到过的乡镇":
        towns = [t for t in library.region.townships if t.counted and t.validity.covers(scene.since, scene.until)]
        for entry in rows:
            for code in entry.townships:
                if library.township_by_code[code].validity.covers(entry.first, entry.first):
                    found.setdefault(code, []).append(entry)
        named = [(t.code, t.name, addresses.township(t.code)) for t in towns]
    else:
        for entry in rows:
            found.setdefault(entry.village, []).append(entry)
        named = [
            (v.id, v.name, addresses.village(v))
            for t in library.region.townships
            if t.counted and (not scene.unit or t.code == scene.unit)
            for v in t.villages
            if v.validity.covers(scene.since, scene.until) or v.id in found
        ]
    return {
        "reached": [
            {"name": name, "href": href, "count": len(found[i]), "refs": scene.refs(found[i])}
            for i, name, href in named
            if i in found
        ],
        "left": [name for i, name, _ in named if i not in found],
    }


def busiest(indicator: Indicator, scene: Scene, cell: Cell) -> list[str]:
    """The villages in which most was held: as many as the part of the figure adds up."""
    if indicator.detail != "最集中的村" or cell.state != "figure" or not cell.part:
        return []
    counts = Counter(e.village for e in scene.of(cell))
    words, total = [], 0
    for village, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if total >= cell.part:
            break
        total += number
        words.append(f"{scene.world.library.village_by_id[village].name}{number}场")
    return [f"活动最多的{len(words)}个村：{'、'.join(words)}，合计{total}场。"]
