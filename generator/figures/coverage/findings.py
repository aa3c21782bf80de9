"""What the figures of a year say is wrong, and what to do next: one rule a gap, each with the figures that show it.

Pages, reports and reminders all speak from here, so that they never disagree. A finding is made from a cell's state and value
and from nothing else; where nothing was reported it says so and concludes nothing. The lines that single figures should not
cross are in `rules`. Nobody is asked to do anything in a township that is no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from generator.base.daywords import day_words
from generator.figures.coverage.late import ACTION, late_tasks, late_words
from generator.figures.coverage.pace import pace
from generator.figures.coverage.promises import (
    AFTER,
    AGAIN,
    asked_words,
    gap_words,
    gone,
    named,
    now_words,
    of_these_silent,
    scope_words,
    share_words,
    targets_of,
)
from generator.figures.coverage.rules import MISSING, REGION_RULES, RULES, STOCK_RULES, Rule, missing_words, rule_words
from generator.figures.coverage.shown import count
from generator.figures.coverage.values import Cell, Coverage, Matrix
from generator.figures.indicators import HELD, indicator_catalogue
from generator.figures.opendata.tables import Tables
from generator.model import Per
from generator.periods import Period

_SUCCESSOR = "由接续的乡镇（街道）补报"


class Finding(NamedTuple):
    """One gap. `unit` is "" for the region; `units` are the townships or sites concerned, `words` and `action` sentences.

    `value` and `of` are the figure that shows it: for a finding on several units how many they are, of how many.
    """

    kind: str
    indicator: str
    per: Per
    unit: str
    period: str
    units: tuple[str, ...]
    value: float | None
    of: float | None
    words: str
    action: str


def findings(account: Coverage, tables: Tables, year: int, unit: str = "") -> tuple[Finding, ...]:
    """The gaps of a year, worst first; those of the region (`unit` "") or of one township."""
    told = _Teller(account, tables, year, unit)
    if unit:
        own = (*told.silent_self(), *told.targets(), *told.only_launches(), *told.rules(), *told.missing())
        return tuple(f._replace(action=told.farewell(unit)) for f in own) if unit in told.gone else own
    whole = (*told.silent_townships(), *told.targets(), *told.only_launches(), *told.tasks(), *told.rules())
    return (*whole, *told.villages(), *told.missing())


class _Teller:
    """The rules over one account, year and unit."""

    def __init__(self, account: Coverage, tables: Tables, year: int, unit: str) -> None:
        self.account, self.tables, self.year, self.unit = account, tables, year, unit
        self.period = str(year)
        self.per: Per = "township" if unit else "region"
        self.code = unit or tables.region_code()
        self.running = year >= tables.as_of.year
        self.catalogue = indicator_catalogue()
        self.gone = gone(tables)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every unit's name: made when it is needed, for there are thousands of villages."""
        return {
            str(i): str(name)
            for table, key in ((self.tables.townships, "code"), (self.tables.sites, "id"), (self.tables.villages, "id"))
            for i, name in table.select((key, "name"))
        }

    def named(self, units: Sequence[str]) -> str:
        """贺村镇、清湖街道等9个."""
        return named([self.name(u) for u in units])

    def name(self, unit: str, note: str = "") -> str:
        """A unit by name, with what must be known of it: 贺村镇（已撤销）."""
        notes = "，".join(filter(None, ("已撤销" if unit in self.gone else "", note)))
        return self.names.get(unit, unit) + (f"（{notes}）" if notes else "")

    def farewell(self, unit: str) -> str:
        """What is left to do for a township that is no more."""
        return f"{self.names[unit]}已在{day_words(self.gone[unit])}撤销，不用再安排活动；记录有缺漏的，{_SUCCESSOR}。"

    def still(self, action: str, units: Sequence[str]) -> str:
        """What the townships are asked to do, less those of them that are no more."""
        left = [u for u in units if u in self.gone]
        if not left:
            return action
        if len(left) == len(units):
            return f"已经撤销，不用再安排活动；记录有缺漏的，{_SUCCESSOR}。"
        return f"{action}已撤销的不用再安排，记录有缺漏的，{_SUCCESSOR}。"

    def cell(self, indicator: str, *, stock: bool = False) -> Cell | None:
        """The unit's cell of the year (of a stock, as it is now)."""
        matrix = self.account.find(indicator, self.per, "campaign" if stock else "year")
        if matrix is None or self.code not in matrix.units:
            return None
        row = matrix.row(self.code)
        if stock:
            return row[0]
        return next((c for c in row if c.period == self.period), None)

    def column(self) -> list[Cell]:
        """The cells of every township in the year."""
        matrix = self.account.townships
        place = next((j for j, p in enumerate(matrix.periods) if p.id == self.period), None)
        return [] if place is None else [row[place] for row in matrix.rows if row[place].state != "not_applicable"]

    def found(
        self, kind: str, indicator: str, words: str, action: str, *, units: Iterable[str] = (), value: float | None = None,
        of: float | None = None,
    ) -> Finding:  # fmt: skip
        """One finding of this unit and year."""
        return Finding(kind, indicator, self.per, self.unit, self.period, tuple(units), value, of, words, action)

    def silent_townships(self) -> Iterator[Finding]:
        """Townships that reported nothing, or (while the year runs) have held nothing yet."""
        cells = self.column()
        silent = [c.unit for c in cells if c.state == "silent"]
        if silent:
            words = f"{len(silent)}个乡镇（街道）{self.year}年没有报过，也没有报全零报告：{self.named(silent)}。"
            action = self.still("请这些乡镇补报；确实没有办的，报零报告。", silent)
            yield self.found("silent", HELD, words, action, units=silent, value=len(silent), of=len(cells))
        nothing = [c.unit for c in cells if c.state == "figure" and not c.value]
        if nothing:
            words = f"{len(nothing)}个乡镇（街道）{self.year}年报过，但一场也没有办成：{self.named(nothing)}。"
            action = self.still("问清原因，下一期先给这些乡镇排上活动。", nothing)
            yield self.found("none", HELD, words, action, units=nothing, value=len(nothing), of=len(cells))
        waiting = [c.unit for c in cells if c.state == "not_due" and c.unit not in self.gone]
        if waiting:
            words = f"{len(waiting)}个乡镇（街道）{self.year}年到现在还没有办过活动：{self.named(waiting)}。"
            action = f"在{self.year}年12月31日以前，先给这些乡镇排上活动。"
            yield self.found("waiting", HELD, words, action, units=waiting, value=len(waiting), of=len(cells))

    def silent_self(self) -> Iterator[Finding]:
        """A township that reported nothing, or has held nothing yet."""
        cell = self.cell(HELD)
        if (
            cell is None
            or cell.state == "not_applicable"
            or cell.value
            or (cell.state == "not_due" and self.unit in self.gone)
        ):
            return
        said = {
            "silent": ("silent", f"{self.year}年没有报过，也没有报全零报告。", "请补报；确实没有办的，报零报告。"),
            "not_due": ("waiting", f"{self.year}年到现在还没有办过活动。", f"在{self.year}年12月31日以前排上活动。"),
            "figure": ("none", f"{self.year}年报过，但一场也没有办成。", "说明原因，下一期先补上。"),
        }
        kind, words, action = said[cell.state]
        yield self.found(kind, HELD, words, action, value=cell.value)

    def targets(self) -> Iterator[Finding]:
        """Targets that were not met in periods of the year, and those that the present pace will not meet."""
        for matrix, place in targets_of(self.account.targets, self.year, self.tables.as_of):
            if not self.unit or matrix.per == "township":
                yield from self._target(matrix, place)

    def _target(self, matrix: Matrix, place: int) -> Iterator[Finding]:
        period, indicator = matrix.periods[place], self.catalogue[matrix.indicator]
        cells = [row[place] for row in matrix.rows if row[place].state != "not_applicable"]
        if self.unit:
            cells = [c for c in cells if c.unit == self.unit]
        missed = [c for c in cells if c.met is False]
        if missed:
            yield self._missed(matrix, period, missed, len(cells))
        behind = [
            (c, p) for c in cells if (p := pace(matrix, c, period, self.tables.as_of)) and not p.on_pace and not c.met
        ]
        if behind:
            units = [c.unit for c, _ in behind]
            by = day_words(max(p.by for _, p in behind))
            if len(behind) == 1:
                c, _ = behind[0]
                who = "" if matrix.per == "region" or self.unit else f"{self.named(units)}："
                now = f"现在{now_words(indicator, matrix, c)}，{gap_words(indicator, matrix, c, '还差')}"
                words = f"{who}{self.promise(matrix, period, c)}进度落后，{now}。"
            else:
                words = f"{self.promise(matrix, period)}，{len(behind)}个单位进度落后：{self.those(matrix, [c for c, _ in behind])}。"
            yield self.found(
                "behind", matrix.indicator, words, f"在{by}以前补上。", units=units, value=len(behind), of=len(cells)
            )

    def promise(self, matrix: Matrix, period: Period, cell: Cell | None = None) -> str:
        """“开展活动场次不少于3场”（2025年，只对贺村镇）, with the share of a unit that existed for a part of the period."""
        scope = scope_words(self.tables, matrix)
        return f"“{asked_words(matrix, cell)}”（{period.name}{f'，{scope}' if scope else ''}）"

    def those(self, matrix: Matrix, cells: Sequence[Cell]) -> str:
        """Units by name, and of each that is held against less than the others why."""
        return named([self.name(c.unit, share_words(matrix, c)) for c in cells])

    def _missed(self, matrix: Matrix, period: Period, missed: Sequence[Cell], number: int) -> Finding:
        units, i = [c.unit for c in missed], self.catalogue[matrix.indicator]
        if len(missed) == 1 and (self.unit or matrix.per == "region"):
            c = missed[0]
            words = f"{self.promise(matrix, period, c)}没有达到：{now_words(i, matrix, c)}，{gap_words(i, matrix, c)}。"
        else:
            those = self.those(matrix, missed)
            if len(missed) == number and all(c.state == "silent" for c in missed):
                those = "都没有记录"  # who they are is said of those without any record
            words = f"{self.promise(matrix, period)}，{number}个单位里有{len(missed)}个没有达到{of_these_silent(missed)}：{those}。"
        action = self.still(AFTER if matrix.periods[-1].ended else AGAIN, units)
        return self.found("missed", matrix.indicator, words, action, units=units, value=len(missed), of=number)

    def only_launches(self) -> Iterator[Finding]:
        """Townships of whose occurrences every one was a launch ceremony."""
        cells = [
            c for c in self.column() if c.value and c.launches == c.value and (not self.unit or c.unit == self.unit)
        ]
        if not cells:
            return
        units = [c.unit for c in cells]
        who = "" if self.unit else f"{len(units)}个乡镇（街道）：{self.named(units)}，"
        words = f"{who}{self.year}年只有启动仪式，没有常态活动。"
        action = self.still("启动仪式不算达标，尽快安排常态活动。", units)
        yield self.found("only-launch", HELD, words, action, units=units, value=len(units))

    def tasks(self) -> Iterator[Finding]:
        """Tasks of the year that are past their day and not done, with who answers for them."""
        late = late_tasks(self.tables, date(self.year, 1, 1), date(self.year, 12, 31))
        if late:
            yield self.found("late-tasks", "tasks_on_time", late_words(late), ACTION, value=len(late))

    def rules(self) -> Iterator[Finding]:
        """Single figures that cross a line."""
        yield from self._ruled(RULES, stock=False)
        if not self.unit:
            yield from self._ruled(REGION_RULES, stock=False)
        if self.running:
            yield from self._ruled(STOCK_RULES, stock=True)

    def _ruled(self, rules: Iterable[Rule], *, stock: bool) -> Iterator[Finding]:
        for rule in rules:
            cell = self.cell(rule.indicator, stock=stock)
            if cell is None or cell.state != "figure" or not rule.wrong(cell):
                continue
            indicator = self.catalogue[rule.indicator]
            words = rule_words(rule, indicator, cell)
            units = cell.records if indicator.records == "sites" else ()
            if units:
                words = f"{words[:-1]}：{self.named(units)}。"
            yield self.found(
                rule.kind, rule.indicator, words, rule.action, units=units, value=cell.value, of=cell.whole or cell.of
            )

    def villages(self) -> Iterator[Finding]:
        """Villages that nothing was held in."""
        cell = self.cell("villages_reached")
        if cell is None or cell.state != "figure" or not cell.of or cell.value is None or cell.value >= cell.of:
            return
        left = int(cell.of - cell.value)
        words = f"{self.year}年到过{count(cell.value)}个村（社区），共{count(cell.of)}个，还有{count(left)}个没有到过。"
        action = "排计划时先看没到过的村；写活动时填上“村社区”，到过的才数得进来。"
        yield self.found("villages", "villages_reached", words, action, value=cell.value, of=cell.of)

    def missing(self) -> Iterator[Finding]:
        """What should have been filled in and was not."""
        for name in MISSING:
            stock = self.catalogue[name].every == ("campaign",)
            if (self.unit and name == "funding_per_head") or (stock and not self.running):
                continue
            cell = self.cell(name, stock=stock)
            if cell is None or cell.state != "silent" or self._quiet():
                continue
            told = missing_words(self.tables, name, cell, self.unit)
            if told:
                yield self.found(f"missing-{name}", name, *told)

    def _quiet(self) -> bool:
        """Whether nothing was held at all, which is said already."""
        cell = self.cell(HELD)
        return cell is None or not cell.value
