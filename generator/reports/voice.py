"""Figures put into sentences, each with the mark of where it comes from.

Invariant: nothing here computes a figure. What is written is a cell's figure, its part and whole, or the word of its state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from generator import addresses
from generator.base.daywords import day_words, days_words, short_day
from generator.figures.coverage import Breakdown, Cell, Matrix, indicator_catalogue, matrix_id
from generator.figures.coverage.promises import gone, targets_of
from generator.figures.coverage.shown import count, shown, with_unit
from generator.figures.coverage.states import STATES, missing
from generator.figures.indicators import HELD, Indicator, breakdown_catalogue
from generator.model import Campaign, Every, Per
from generator.periods import ALL_TIME, Period
from generator.reports.document import Part, Source
from generator.reports.request import Request
from generator.world import World

_HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_REGISTERS = ("villages", "townships", "sites")
"""Records that are as they are now, whatever time is asked of."""
_NO_NOTES: Mapping[str, str] = {}
MOST_NAMES = 30
"""How many townships a sentence names; the attached table has all of them."""


class Quote(NamedTuple):
    """A figure and where it comes from. `key` is the evidence page's: a year, `all`, or a campaign."""

    indicator: Indicator
    cell: Cell
    key: str
    source: Source


class Lookup:
    """Every cell of an account by what it is of: made once, asked often."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.matrices: dict[str, Matrix] = {m.id: m for m in world.coverage.matrices()}
        self._rows: dict[str, dict[str, tuple[Cell, ...]]] = {}
        self.names = {t.code: t.name for t in world.library.region.townships}
        self.gone = gone(world.tables)
        self.catalogue: Mapping[str, Indicator] = {**indicator_catalogue(), **breakdown_catalogue()}
        self._items: dict[tuple[str, str, str, str], list[Breakdown]] = {}
        for b in world.coverage.breakdowns:
            self._items.setdefault((b.indicator, b.campaign, b.unit, b.period), []).append(b)

    def row(self, matrix: Matrix, unit: str) -> tuple[Cell, ...]:
        """The cells of a unit, () where it is not in the matrix."""
        if matrix.id not in self._rows:
            self._rows[matrix.id] = dict(zip(matrix.units, matrix.rows, strict=True))
        return self._rows[matrix.id].get(unit, ())

    def cell(self, indicator: str, unit: str, year: int | None, campaign: str) -> tuple[Cell, str] | None:
        """The cell of a township ("" the region) in a year or a campaign, and the key of its evidence.

        A stock that no year or campaign has is as it is now (key `all`). None where the indicator is not for this level.
        """
        per: Per = "township" if unit else "region"
        code = unit or self.world.library.region.code
        tried: tuple[tuple[Every, str, str], ...] = (
            (("campaign", campaign, f"campaigns/{campaign}"),) if campaign else (("year", "", str(year)),)
        )
        for every, scope, key in (*tried, ("campaign", "", ALL_TIME)):
            matrix = self.matrices.get(matrix_id(indicator, per, every, scope))
            if matrix is None:
                continue
            wanted = scope or (str(year) if every == "year" else ALL_TIME)
            found = next((c for c in self.row(matrix, code) if c.period == wanted), None)
            if found is not None:
                return found, key
        return None

    def items(self, indicator: str, unit: str, year: int | None, campaign: str) -> list[Breakdown]:
        """The items of a breakdown in a year or a campaign, most first, then by name."""
        code = unit or self.world.library.region.code
        found = self._items.get((indicator, campaign, code, campaign or str(year)), [])
        return sorted(found, key=lambda b: (-b.value, b.item))


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks for one unit in one year or campaign."""

    lookup: Lookup
    request: Request
    _quotes: dict[str, Quote | None] = field(default_factory=dict)

    @property
    def world(self) -> World:
        """Everything there is."""
        return self.lookup.world

    @property
    def as_of(self) -> date:
        """The day of the figures."""
        return self.world.as_of

    @property
    def unit(self) -> str:
        """The township's code, "" for the region."""
        return self.request.unit

    @property
    def where(self) -> str:
        """The name of the township or the region."""
        return self.lookup.names[self.unit] if self.unit else self.world.library.region.name

    @property
    def key(self) -> str:
        """The key of the evidence pages of this time."""
        return f"campaigns/{self.request.campaign}" if self.request.campaign else str(self.request.year)

    @property
    def sample(self) -> bool:
        """Whether the report rests on what was made up: the region, or a campaign that the report is about."""
        return self.world.library.region.sample or any(c.sample for c in self.campaigns)

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """The campaigns that the report is about: its own, or all that touch the year."""
        first, last = self.request.first, self.request.last
        return tuple(
            c
            for c in self.world.library.campaigns
            if (c.id == self.request.campaign if self.request.campaign else c.period.start <= last and c.period.end >= first)
        )  # fmt: skip

    @property
    def running(self) -> bool:
        """Whether the time that the report is about is not over."""
        return self.request.last >= self.as_of

    @property
    def time(self) -> str:
        """2025年; 2026年（截至11月21日）; 专项实施以来."""
        if self.request.campaign:
            return f"专项实施以来（{days_words(self.request.first, min(self.request.last, self.as_of))}）"
        words = f"{self.request.year}年"
        return words + (f"（截至{short_day(self.as_of)}）" if self.running else "")

    def url(self, address: str) -> str:
        """An address of the site in full."""
        return self.world.site.url + address

    def source(self, indicator: str, key: str = "", unit: str | None = None, label: str = "") -> Source:
        """Where a figure comes from. `key` and `unit` are the report's own where they are not given."""
        key = key or self.key
        unit = self.unit if unit is None else unit
        if not label:
            if key == ALL_TIME:
                stock = (
                    self.lookup.catalogue[indicator].kind == "stock" or not self.lookup.catalogue[indicator].on_events
                )
                label = f"截至{day_words(self.as_of)}" if stock else "有记录以来"
            else:
                label = "整个专项" if key.startswith("campaigns/") else f"{key}年"
        where = self.lookup.names[unit] if unit else self.world.library.region.name
        return Source(
            f"{self.lookup.catalogue[indicator].name}（{where}，{label}）",
            self.url(addresses.evidence(key, unit, indicator)),
            self.url(addresses.definition(indicator)),
        )

    def quote(self, indicator: str) -> Quote | None:
        """The unit's figure, None where the indicator is not for this level."""
        if indicator not in self._quotes:
            found = self.lookup.cell(indicator, self.unit, self.request.year, self.request.campaign)
            quote = None
            if found:
                cell, key = found
                quote = Quote(self.lookup.catalogue[indicator], cell, key, self.source(indicator, key))
            self._quotes[indicator] = quote
        return self._quotes[indicator]

    def cell(self, indicator: str) -> Cell | None:
        """The unit's cell."""
        quote = self.quote(indicator)
        return quote.cell if quote else None

    @property
    def quiet(self) -> bool:
        """Whether there is no figure of events held at all."""
        cell = self.cell(HELD)
        return cell is not None and cell.state != "figure"

    def nothing_held(self) -> tuple[Part, ...]:
        """That there is no figure of events held, and none of what rests on it; () where there is one."""
        quote = self.quote(HELD)
        if quote is None or not self.quiet:
            return ()
        silent = "没有任何活动记录" + ("，也没有零报告" if self.unit else "")
        known = {"silent": silent, "not_due": "到现在还没有办过活动，期限也没有到"}
        why = known.get(quote.cell.state, "不计入统计")
        told = f"{quote.indicator.name}{with_unit(quote.indicator, quote.cell)}"
        return (f"{self.time}{why}，{told}；人次、覆盖、均衡、评价这些由活动得出的指标也都没有数。", quote.source)

    def say_dated(self, template: str) -> tuple[Part, ...]:
        """The same, led by what the figures are of where no year or campaign has them: registers of today, or everything."""
        parts = self.say(template)
        quotes = [q for m in _HOLE.finditer(template) if (q := self.quote(m[1])) is not None]
        if not parts or all(q.key != ALL_TIME for q in quotes):
            return parts
        if all(q.indicator.records in _REGISTERS for q in quotes):
            lead = f"统计日（{day_words(self.as_of)}）名册上的数："
        else:
            lead = "（全部专项）" if self.request.campaign else "（有记录以来）"
        return (lead, *parts)

    def say(self, template: str) -> tuple[Part, ...]:
        """A sentence with its holes filled: `{id}` the figure with its unit, `{id:n}` 16个（共19个）, `{id:part}`, `{id:whole}`, `{id:of}`.

        Where one of the figures is missing the sentence gives way to the names with what is known of each, so that the unknown
        is said and not left out. () where an indicator is not for this level at all, and where nothing was held and all that is
        missing rests on what was held: that is said once, by `nothing_held`. The marks stand at the sentence's end.
        """
        holes = list(dict.fromkeys(m[1] for m in _HOLE.finditer(template)))
        quotes = {name: self.quote(name) for name in holes}
        known = {name: q for name, q in quotes.items() if q is not None}
        if len(known) < len(quotes):
            return ()
        unknown = [q for q in known.values() if q.cell.state != "figure"]
        if unknown and self.quiet and all(q.indicator.on_events for q in unknown):
            return ()
        if unknown:
            return tuple(self._plainly(list(known.values())))
        return tuple(self._filled(template, known))

    @staticmethod
    def _plainly(quotes: Sequence[Quote]) -> Iterator[Part]:
        told = []
        for quote in quotes:
            why = "（没有可算的）" if quote.cell.state == "not_applicable" else ""
            told.append(f"{quote.indicator.name}{with_unit(quote.indicator, quote.cell)}{why}")
        yield "；".join(told) + "。"
        yield from dict.fromkeys(quote.source for quote in quotes)

    @staticmethod
    def _filled(template: str, quotes: Mapping[str, Quote]) -> Iterator[Part]:
        yield _HOLE.sub(lambda hole: figure_words(quotes[hole[1]], hole[2] or ""), template)
        yield from dict.fromkeys(quote.source for quote in quotes.values())

    def named(self, units: Sequence[str], notes: Mapping[str, str] = _NO_NOTES) -> str:
        """贺村镇、清湖街道（已撤销）; of very many the first ones and how many there are. `notes` stand behind single names."""
        names = []
        for unit in units[:MOST_NAMES]:
            told = "，".join(filter(None, ("已撤销" if unit in self.lookup.gone else "", notes.get(unit, ""))))
            names.append(self.lookup.names.get(unit, unit) + (f"（{told}）" if told else ""))
        rest = f"等{len(units)}个（全部见附表1）" if len(units) > MOST_NAMES else ""
        return "、".join(names) + rest

    def townships(self, indicator: str) -> list[Cell]:
        """The cells of every township to which the indicator applies."""
        found = []
        for code in self.lookup.names:
            pair = self.lookup.cell(indicator, code, self.request.year, self.request.campaign)
            if pair and pair[0].state != "not_applicable":
                found.append(pair[0])
        return found

    def targets(self) -> Iterator[tuple[Matrix, Period, list[Cell]]]:
        """Targets in the periods of this time, with the cells of those they are meant for, none that has not begun."""
        mine = {c.id for c in self.campaigns}
        for matrix, place in self._in_time():
            if matrix.campaign not in mine or (self.unit and matrix.per != "township"):
                continue
            cells = [row[place] for row in matrix.rows if row[place].state != "not_applicable"]
            cells = [c for c in cells if not self.unit or c.unit == self.unit]
            if cells:
                yield matrix, matrix.periods[place], cells

    def _in_time(self) -> Iterator[tuple[Matrix, int]]:
        """The targets of the year, or every period of them that has begun."""
        targets = self.world.coverage.targets
        if self.request.year is not None:
            return targets_of(targets, self.request.year, self.as_of)
        return ((m, place) for m in targets for place, p in enumerate(m.periods) if p.first <= self.as_of)


def figure_words(quote: Quote, form: str) -> str:
    """A figure in one of the forms of `Voice.say`."""
    cell, indicator = quote.cell, quote.indicator
    if form == "n" and cell.of is not None and cell.value is not None:
        return f"{count(cell.value)}{indicator.unit}（共{count(cell.of)}{indicator.unit}）"
    if form in ("part", "whole", "of"):
        value = getattr(cell, form)
        return STATES["silent"].word if value is None else count(value)
    if form == "bare":
        return shown(indicator, cell)
    if cell.of is not None and cell.value is not None:
        return f"{count(cell.value)}{indicator.unit}"
    return with_unit(indicator, cell)


def state_word(cell: Cell) -> str:
    """The word of a cell without a figure."""
    return missing(cell.state).word
