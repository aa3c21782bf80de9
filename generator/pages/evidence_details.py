"""What single indicators need to be checked by eye: the longest pause, each launch's sequel, the villages one by one.

Invariant: a sentence here only spells out the rows that a figure rests on; the figure itself comes from the account.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from generator import addresses
from generator.coverage import Cell
from generator.coverage.shown import count
from generator.pages.evidence_entries import Entry, ranges
from generator.pages.page import World

_FOLLOW = 90
"""Within so many days a launch should be followed by a routine event (see the card of `launch_dropout`)."""
_ON_TIME = 10
_MOST_NAMED = 60


@dataclass(frozen=True, slots=True)
class Scene:
    """What the details of one page are made from. `rows` are those of its table in order, `since`..`until` its days so far.

    `everything` are all rows of the unit, whatever their time, the held in order of their days. `unit` is "" for the region.
    """

    world: World
    unit: str
    rows: Sequence[Entry]
    numbers: Mapping[str, int]
    everything: Sequence[Entry]
    since: date
    until: date

    def of(self, cell: Cell) -> list[Entry]:
        """The rows that a figure counts."""
        return [self.rows[self.numbers[i] - 1] for i in cell.records if i in self.numbers]

    def refs(self, entries: Iterable[Entry]) -> str:
        """Their numbers as ranges."""
        return ranges(self.numbers[e.id] for e in entries)


def notes(indicator: str, scene: Scene, cell: Cell) -> list[str]:
    """Sentences that spell out how the rows give the figure."""
    make = _NOTES.get(indicator)
    return make(scene, cell) if make and cell.state == "figure" and cell.records else []


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
    routine: dict[str, list[date]] = {}
    for entry in scene.everything:
        if not entry.held:
            break
        if not entry.launch:
            routine.setdefault(entry.campaign, []).append(entry.first)
    lone: list[Entry] = []
    followed: list[Entry] = []
    for launch in scene.of(cell):
        days = routine.get(launch.campaign, [])
        place = bisect_right(days, launch.first)
        (followed if place < len(days) and (days[place] - launch.first).days <= _FOLLOW else lone).append(launch)
    words = []
    if lone:
        words.append(f"没有下文的启动：{_rows_words(scene, lone)}。")
    if followed:
        words.append(f"90天里跟上了常态活动的：{_rows_words(scene, followed)}。")
    return words


def _rows_words(scene: Scene, entries: Sequence[Entry]) -> str:
    refs = scene.refs(entries).replace("-", "—").replace(" ", "、")
    return f"第{refs}行，共{count(len(entries))}场"


def _parts(word: str, counts: Callable[[Entry], bool]) -> Callable[[Scene, Cell], list[str]]:
    """The rows among them that make the part of a ratio."""

    def tell(scene: Scene, cell: Cell) -> list[str]:
        rows = [e for e in scene.of(cell) if counts(e)]
        return [f"其中{word}的：{_rows_words(scene, rows)}。"] if rows else [f"其中没有{word}的。"]

    return tell


def _on_time(entry: Entry) -> bool:
    return entry.updated is not None and (entry.updated - entry.last).days <= _ON_TIME


_NOTES: Mapping[str, Callable[[Scene, Cell], list[str]]] = {
    "audiences_reached": _audiences,
    "duties_share": _parts("讲到义务", lambda e: e.focus in ("义务", "并重")),
    "launch_dropout": _launches,
    "leaders_evidence": _parts("填了参加人数", lambda e: e.result.attendance is not None),
    "longest_silence": _silence,
    "months_active": _months,
    "participants": _people,
    "quiet_days": _last,
    "reporting_complete": _parts(
        "人数填齐", lambda e: e.result.attendance is not None and e.result.staff is not None
    ),
    "reporting_timely": _parts("10天以内更新", _on_time),
    "residents_per_1000": _people,
    "routine_share": _parts("常态系列", lambda e: e.series and not e.launch),
}  # fmt: skip


def places(indicator: str, scene: Scene, cell: Cell) -> dict[str, Any] | None:
    """The villages or townships that a count of places names, each with its rows, and those that nothing was held in."""
    if cell.state != "figure" or indicator not in ("villages_reached", "townships_reached"):
        return None
    library = scene.world.library
    rows = scene.of(cell)
    found: dict[str, list[Entry]] = {}
    if indicator == "townships_reached":
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


def busiest(indicator: str, scene: Scene, cell: Cell) -> list[str]:
    """The villages in which most was held, for `concentration`: as many as its part adds up."""
    if indicator != "concentration" or cell.state != "figure" or not cell.part:
        return []
    counts = Counter(e.village for e in scene.of(cell))
    words, total = [], 0
    for village, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if total >= cell.part:
            break
        total += number
        words.append(f"{scene.world.library.village_by_id[village].name}{number}场")
    return [f"活动最多的{len(words)}个村：{'、'.join(words)}，合计{total}场。"]
