"""Small numbered tables of what is no occurrence: villages, cultural sites, townships, tasks, money, random checks.

Invariant: a table holds exactly what the figures of its page rest on, in the order of the open data, numbered from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import addresses
from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count
from generator.figures.coverage.states import STATES
from generator.model import Event, Every, Library, Village
from generator.pages.evidence.entries import Listed, Place
from generator.periods import ALL_TIME
from generator.world import World

Value = str | list[str]
"""A cell of a table: text, or [text, address below the root]."""

KINDS: Mapping[str, tuple[str, str]] = {
    "villages": ("村（社区）名册", "个村（社区）"),
    "sites": ("法治文化阵地", "处阵地"),
    "townships": ("各乡镇（街道）", "个乡镇（街道）"),
    "tasks": ("任务清单", "项任务"),
    "funding": ("经费", "笔经费"),
    "inspections": ("抽查", "项抽查"),
}
"""What the records of an indicator are → the table's name, and what its rows are counted in."""

_HEADS: Mapping[str, tuple[str, ...]] = {
    "villages": ("村（社区）", "法律明白人", "法律顾问", "民主法治村", "开放的阵地"),
    "sites": ("阵地", "乡镇（街道）", "启用", "最近一场", "距离天数"),
    "townships": ("乡镇（街道）", "已办场次", "常住人口"),
    "tasks": ("专项", "任务", "责任单位", "时限", "完成"),
    "funding": ("专项", "年份", "给哪里", "金额（元）", "来源"),
    "inspections": ("抽查批次", "查了什么", "日期", "结果"),
}


@dataclass(frozen=True, slots=True)
class Books:
    """What the tables are made from and no event changes. `order` is kind → id → its place in the open data."""

    order: Mapping[str, Mapping[str, int]]
    with_site: frozenset[str]
    tasks: Mapping[str, tuple[Any, ...]]
    money: Mapping[str, tuple[Any, ...]]
    checks: Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Rosters:
    """What the tables are made from."""

    world: World
    books: Books
    held_at: Mapping[str, Sequence[tuple[date, date]]]
    """Cultural site → (first day, last day) of what was held there."""
    events: Mapping[str, Event]

    def numbers(self, kind: str, ids: Iterable[str]) -> dict[str, int]:
        """Id → its number among these, in the order of the open data."""
        order = self.books.order[kind]
        ranked = sorted(set(ids), key=lambda i: (order.get(i, len(order)), i))
        return {identity: number for number, identity in enumerate(ranked, 1)}

    def tables(self, numbers: Mapping[str, Iterable[str]], place: Place, until: date) -> list[dict[str, Any]]:
        """The tables of one page, kind → ids in the order of their numbers; `until` is the last day of its time so far."""
        held = self._held_by_township(place) if "townships" in numbers else {}
        found = []
        for kind, ids in numbers.items():
            name, word = KINDS[kind]
            rows = [self._row(kind, identity, until, held) for identity in ids]
            found.append({"kind": kind, "name": name, "unit": word, "heads": list(_HEADS[kind]), "rows": rows})
        return found

    def _held_by_township(self, place: Place) -> dict[str, Cell]:
        """Every township's occurrences in the time of the page."""
        every: Every = "year" if place[0].isdigit() else "campaign"
        campaign = place[0].partition("/")[2]
        matrix = self.world.coverage.find("events_held", "township", every, campaign)
        if matrix is None:
            return {}
        period = place[0] if every == "year" else campaign or ALL_TIME
        column = next((j for j, p in enumerate(matrix.periods) if p.id == period), None)
        return {} if column is None else {row[column].unit: row[column] for row in matrix.rows}

    def _row(self, kind: str, identity: str, until: date, held: Mapping[str, Cell]) -> list[Value]:
        library = self.world.library
        if kind == "villages":
            return _village(library.village_by_id[identity], identity in self.books.with_site)
        if kind == "sites":
            return self._site(identity, until)
        if kind == "townships":
            township, cell = library.township_by_code[identity], held.get(identity)
            number = _held(cell) if cell else "0"
            people = "未填" if township.population is None else count(township.population)
            return [[township.name, addresses.township(identity)], number, people]
        if kind == "tasks":
            campaign, content, owner, due, done = self.books.tasks[identity]
            return [_campaign(library, campaign), content, owner, due or "没有写", done or "没有完成"]
        if kind == "funding":
            campaign, year, township, amount, source = self.books.money[identity]
            where = library.township_by_code[township].name if township else "本级"
            return [_campaign(library, campaign), f"{year}", where, f"{amount}", source]
        batch, what, item, checked, finding = self.books.checks[identity]
        return [batch, _checked(self.world.library, self.events, what, item), checked or "", finding]

    def _site(self, identity: str, until: date) -> list[Value]:
        library = self.world.library
        site = library.site_by_id[identity]
        before = [last for first, last in self.held_at.get(identity, ()) if first <= until]
        ended = max(before, default=None)
        quiet = "没有办过" if ended is None else str(max((until - ended).days, 0))
        opened = site.opened or "没有写"
        town = library.township_by_code[site.township]
        return [[site.name, addresses.site(identity)], town.name, opened, ended.isoformat() if ended else "—", quiet]


def _held(cell: Cell) -> str:
    """How many a township held; the measures count one without a figure as 0, and its state says why."""
    if cell.value is not None:
        return str(cell.value)
    return STATES[cell.state].word if cell.state == "not_applicable" else f"按0计（{STATES[cell.state].word}）"


def _campaign(library: Library, identity: str) -> Value:
    return [library.campaign_by_id[identity].title, addresses.campaign(identity)]


def _village(village: Village, with_site: bool) -> list[Value]:
    savvy = "未填" if village.law_savvy is None else str(village.law_savvy)
    adviser = {True: "有", False: "没有", None: "未填"}[village.legal_adviser]
    named: Value = [village.name, addresses.village(village)]
    return [named, savvy, adviser, village.model_village or "—", "有" if with_site else "—"]


def _checked(library: Library, events: Mapping[str, Event], what: str, item: str) -> Value:
    if what == "site" and item in library.site_by_id:
        return [library.site_by_id[item].name, addresses.site(item)]
    event = events.get(item.partition("@")[0])
    if event is None:
        return item
    day = item.partition("@")[2]
    return [f"{event.title}（{day}）" if day else event.title, addresses.event(event.id) + (f"#d-{day}" if day else "")]


def rosters(world: World, listed: Listed, books: Books) -> Rosters:
    """The tables of one world; what is held at cultural sites comes from the entries."""
    held_at: dict[str, list[tuple[date, date]]] = {}
    for entry in listed.by_id.values():
        if entry.held and entry.site:
            held_at.setdefault(entry.site, []).append((entry.first, entry.last))
    return Rosters(world, books, held_at, {e.id: e for e in world.library.events})


def books_of(world: World) -> Books:
    """Read once for all pages."""
    tables, library = world.tables, world.library
    tasks = {
        f"{c}#{n}": (c, content, owner, due, done)
        for c, n, content, owner, due, done in tables.tasks.select(
            ("campaign", "number", "content", "owner", "due", "done")
        )
    }
    money = {
        f"{c}#{n}": (c, year, township, amount, source)
        for c, n, year, township, amount, source in tables.funding.select(
            ("campaign", "number", "year", "township", "amount", "source")
        )
    }
    checks = {
        f"{batch}#{item}": (batch, kind, item, checked, finding)
        for batch, kind, item, checked, finding in tables.inspections.select(
            ("round", "kind", "item", "checked", "finding")
        )
    }
    ids: dict[str, Iterable[Any]] = {
        "villages": (i for (i,) in tables.villages.select(("id",))),
        "sites": library.site_by_id,
        "townships": library.township_by_code,
        "tasks": tasks,
        "funding": money,
        "inspections": checks,
    }
    order = {kind: {str(i): place for place, i in enumerate(found)} for kind, found in ids.items()}
    with_site = frozenset(s.village for s in library.sites if s.village and s.status == "开放")
    return Books(order, with_site, tasks, money, checks)
