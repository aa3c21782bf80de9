"""What the figures of a year say is wrong, and what to do next: one rule a gap, each with the figures that show it.

Pages, reports and reminders all speak from here, so that they never disagree. A finding is made from a cell's state and value
and from nothing else; where nothing was reported it says so and concludes nothing. The thresholds are rules of thumb of this
account, no official lines, except where `_Rule.basis` says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.coverage.pace import pace
from generator.coverage.shown import count, missing_unit, shown, with_unit
from generator.coverage.values import Cell, Coverage, Matrix
from generator.indicators import Indicator, indicator_catalogue
from generator.model import Per
from generator.opendata.tables import Tables

_NAMED = 6


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


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line that a single figure should not cross. The sentence's {figure} is the figure with its unit."""

    kind: str
    indicator: str
    wrong: Callable[[Cell], bool]
    words: str
    action: str
    basis: str = ""


def _below(level: float, least_whole: float = 1) -> Callable[[Cell], bool]:
    return lambda c: (c.value or 0) < level and (c.whole is None or c.whole >= least_whole)


def _above(level: float) -> Callable[[Cell], bool]:
    return lambda c: (c.value or 0) > level


_RULES = (
    _Rule("launch-dropout", "launch_dropout", _above(0),
          "启动之后90天里没有跟上常态活动的占{figure}（{part}场，满90天的启动仪式{whole}场）：重启动，轻持续。",
          "给每次启动排好后续：启动后一个月内至少安排一场常态活动。"),
    _Rule("inspection", "inspection_verified", _below(100),
          "抽查属实率{figure}：查了{whole}处，属实{part}处。", "逐条核对不属实的记录，改正或撤下，并说明原因。"),
    _Rule("silence", "longest_silence", _above(90), "最长连续{figure}没有活动。", "把活动匀到各月，先补上空着的月份。"),
    _Rule("idle-sites", "idle_sites", _above(0), "有{figure}法治文化阵地90天以上没有活动记录。",
          "给每处闲置阵地每季度至少排一场活动；长期开放参观的，把参观也记下来。"),
    _Rule("concentration", "concentration", _above(40), "活动集中在少数村：最多的一成村办了{figure}（{part}场，共{whole}场）。",
          "下一批活动先排没到过的村。"),
    _Rule("routine", "routine_share", _below(20, 5), "常态系列只占{figure}（{part}场，共{whole}场），多数是一次性的活动。",
          "把办得好的活动定成每月或逢集的系列。"),
    _Rule("duties", "duties_share", lambda c: not 20 <= (c.value or 0) <= 80 and (c.whole or 0) >= 5,
          "讲到义务的占{figure}（写明侧重的{whole}场），权利和义务讲得不匀。", "排下一批内容时，把少讲的一面补上。"),
    _Rule("satisfaction", "satisfaction", _below(90), "满意率{figure}（收回{whole}份评价），低于90%。",
          "看不满意的意见说了什么，改了再办，并把怎样改的公布出来。", "泰州“七五”普法评估的要求"),
    _Rule("responses", "response_rate", _below(5, 100), "评价回收率只有{figure}，满意率说明不了多少。",
          "活动现场放上评价二维码或纸质评价条，当场收。"),
    _Rule("leaders", "leaders_evidence", _below(100), "面向领导干部的活动，有到场人数记录的占{figure}（共{whole}场）。",
          "补上每一场的到场人数；学法不能只写“办了”。"),
    _Rule("results", "reporting_complete", _below(90), "填了参加人数和工作人员的占{figure}（已办{whole}场）。",
          "把已办活动的参加人数、工作人员补全。"),
    _Rule("timely", "reporting_timely", _below(80, 5), "活动后10天内填报的占{figure}（写了更新时间的{whole}场）。",
          "活动结束后当周就填成效，不要等到年底补。"),
    _Rule("overdue", "overdue_records", _above(0), "有{figure}活动日子已过，状态还没有更新。",
          "逐场核对：办了改成“已办”，没办改成“取消”或“延期”。"),
    _Rule("tasks", "tasks_on_time", _below(100), "按时完成的任务占{figure}（时限已到的{whole}条里的{part}条）。",
          "对照任务清单逐条问责任单位：做完的补上完成日期，没做完的定下新的日子。"),
)  # fmt: skip
_REGION_RULES = (
    _Rule("gap", "gini", _above(0.4), "乡镇之间很不均：基尼系数{figure}。", "下一期的活动先排场次最少的乡镇。"),
)
_STOCK_RULES = (
    _Rule("law-savvy", "villages_with_law_savvy", _below(100),
          "法律明白人不少于3人的村（社区）占{figure}（{part}个，共{whole}个）。", "给不足3人的村补选补训，没有填的先填上。",
          "每个行政村不少于3名，全国的要求"),
    _Rule("advisers", "legal_advisers", _below(100), "有法律顾问的村（社区）占{figure}（{part}个，共{whole}个）。",
          "给没有法律顾问的村配上，没有填的先填上。", "每个村（社区）都有法律顾问"),
)  # fmt: skip
_MISSING = {
    "participants": ("没有填参加人数，到了多少群众说不清。", "把已办活动的参加人数补上。"),
    "satisfaction": ("没有收回一份评价，群众满意不满意说不清。", "以后的活动当场收评价。"),
    "funding_per_head": ("没有填普法经费，人均多少算不出来。", "在 campaign.yml 的“经费”里填上每年的金额和来源。"),
    "law_savvy_per_village": ("没有填法律明白人的人数。", "在 region.yml 各村填上“法律明白人”。"),
    "legal_advisers": ("没有填村（社区）法律顾问。", "在 region.yml 各村填上“法律顾问”。"),
}


def findings(account: Coverage, tables: Tables, year: int, unit: str = "") -> tuple[Finding, ...]:
    """The gaps of a year, worst first; those of the region (`unit` "") or of one township."""
    told = _Teller(account, tables, year, unit)
    if unit:
        return (*told.silent_self(), *told.targets(), *told.only_launches(), *told.rules(), *told.missing())
    whole = (*told.silent_townships(), *told.targets(), *told.only_launches(), *told.rules())
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
        names = [self.names.get(u, u) for u in units[:_NAMED]]
        return "、".join(names) + (f"等{len(units)}个" if len(units) > _NAMED else "")

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
            words = f"{len(silent)}个乡镇（街道）{self.year}年没有任何记录，也没有零报告：{self.named(silent)}。"
            action = "请这些乡镇补报；确实没有办的，报零报告。"
            yield self.found("silent", "events_held", words, action, units=silent, value=len(silent), of=len(cells))
        nothing = [c.unit for c in cells if c.state == "figure" and not c.value]
        if nothing:
            words = f"{len(nothing)}个乡镇（街道）{self.year}年报过，但一场也没有办成：{self.named(nothing)}。"
            action = "问清原因，下一期先给这些乡镇排上活动。"
            yield self.found("none", "events_held", words, action, units=nothing, value=len(nothing), of=len(cells))
        waiting = [c.unit for c in cells if c.state == "not_due"]
        if waiting:
            words = f"{len(waiting)}个乡镇（街道）{self.year}年到现在还没有办过活动：{self.named(waiting)}。"
            action = f"在{self.year}年12月31日以前，先给这些乡镇排上活动。"
            yield self.found("waiting", "events_held", words, action, units=waiting, value=len(waiting), of=len(cells))

    def silent_self(self) -> Iterator[Finding]:
        """A township that reported nothing, or has held nothing yet."""
        cell = self.cell("events_held")
        if cell is None or cell.state == "not_applicable" or cell.value:
            return
        said = {
            "silent": ("silent", f"{self.year}年没有任何记录，也没有零报告。", "请补报；确实没有办的，报零报告。"),
            "not_due": ("waiting", f"{self.year}年到现在还没有办过活动。", f"在{self.year}年12月31日以前排上活动。"),
            "figure": ("none", f"{self.year}年报过，但一场也没有办成。", "说明原因，下一期先补上。"),
        }
        kind, words, action = said[cell.state]
        yield self.found(kind, "events_held", words, action, value=cell.value)

    def targets(self) -> Iterator[Finding]:
        """Targets that were not met in periods of the year, and those that the present pace will not meet."""
        for matrix in self.account.targets:
            if self.unit and matrix.per != "township":
                continue
            for place, period in enumerate(matrix.periods):
                if period.last.year == self.year or (not period.ended and self.running):
                    yield from self._target(matrix, place)

    def _target(self, matrix: Matrix, place: int) -> Iterator[Finding]:
        period, indicator = matrix.periods[place], self.catalogue[matrix.indicator]
        cells = [row[place] for row in matrix.rows if row[place].state != "not_applicable"]
        if self.unit:
            cells = [c for c in cells if c.unit == self.unit]
        promise = f"“{indicator.name}不少于{count(matrix.at_least or 0)}{indicator.unit}”（{period.name}）"
        missed = [c for c in cells if c.met is False]
        if missed:
            yield self._missed(matrix, indicator, promise, missed, len(cells))
        behind = [
            (c, p) for c in cells if (p := pace(matrix, c, period, self.tables.as_of)) and not p.on_pace and not c.met
        ]
        if behind:
            units = [c.unit for c, _ in behind]
            by = f"{period.last.year}年{period.last.month}月{period.last.day}日"
            if len(behind) == 1:
                c, p = behind[0]
                who = "" if matrix.per == "region" or self.unit else f"{self.named(units)}："
                words = f"{who}{promise}进度落后，现在{with_unit(indicator, c)}，还差{count(p.needed)}{missing_unit(indicator)}。"
            else:
                words = f"{promise}，{len(behind)}个单位进度落后：{self.named(units)}。"
            yield self.found(
                "behind", matrix.indicator, words, f"在{by}以前补上。", units=units, value=len(behind), of=len(cells)
            )

    def _missed(self, matrix: Matrix, i: Indicator, promise: str, missed: Sequence[Cell], number: int) -> Finding:
        units = [c.unit for c in missed]
        if len(missed) == 1 and (self.unit or matrix.per == "region"):
            c = missed[0]
            words = f"{promise}没有达到：{with_unit(i, c)}，差{count(c.needed)}{missing_unit(i)}。"
        else:
            words = f"{promise}，{number}个单位里有{len(missed)}个没有达到：{self.named(units)}。"
        action = "说明原因；下一期先补上差的，并按季度看进度。"
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
        action = "启动仪式不算达标，尽快安排常态活动。"
        yield self.found("only-launch", "events_held", words, action, units=units, value=len(units))

    def rules(self) -> Iterator[Finding]:
        """Single figures that cross a line."""
        yield from self._ruled(_RULES, stock=False)
        if not self.unit:
            yield from self._ruled(_REGION_RULES, stock=False)
        if self.running:
            yield from self._ruled(_STOCK_RULES, stock=True)

    def _ruled(self, rules: Iterable[_Rule], *, stock: bool) -> Iterator[Finding]:
        for rule in rules:
            cell = self.cell(rule.indicator, stock=stock)
            if cell is None or cell.state != "figure" or not rule.wrong(cell):
                continue
            indicator = self.catalogue[rule.indicator]
            text = shown(indicator, cell) if cell.of is None else count(cell.value or 0)
            words = rule.words.format(
                figure=text if indicator.unit == "%" else text + indicator.unit,
                part=count(cell.part or 0),
                whole=count(cell.whole or 0),
            )
            if rule.basis:
                words = f"{words}（依据：{rule.basis}）"
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
        for name, (words, action) in _MISSING.items():
            stock = self.catalogue[name].every == ("campaign",)
            if (self.unit and name == "funding_per_head") or (stock and not self.running):
                continue
            cell = self.cell(name, stock=stock)
            if cell is not None and cell.state == "silent" and not self._quiet():
                yield self.found(f"missing-{name}", name, words, action)

    def _quiet(self) -> bool:
        """Whether nothing was held at all, which is said already."""
        cell = self.cell("events_held")
        return cell is None or not cell.value
