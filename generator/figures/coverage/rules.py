"""The lines that a single figure should not cross, and what is said where one does or where a figure was not filled in.

The lines are rules of thumb of this account, no official ones, except where `Rule.basis` says otherwise. Findings of years and
reports on campaigns take them from here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.figures.coverage.late import ACTION
from generator.figures.coverage.promises import named
from generator.figures.coverage.shown import count, cut_off, shown
from generator.figures.coverage.values import Cell
from generator.figures.indicators import Indicator
from generator.figures.opendata.tables import Tables


@dataclass(frozen=True, slots=True)
class Rule:
    """A line that a single figure should not cross. The sentence's {figure} is the figure with its unit.

    `of_campaigns`: a report on a campaign is held against it too.
    """

    kind: str
    indicator: str
    wrong: Callable[[Cell], bool]
    words: str
    action: str
    basis: str = ""
    of_campaigns: bool = False


def _below(level: float, least_whole: float = 1) -> Callable[[Cell], bool]:
    return lambda c: (c.value or 0) < level and (c.whole is None or c.whole >= least_whole)


def _above(level: float) -> Callable[[Cell], bool]:
    return lambda c: (c.value or 0) > level


RULES = (
    Rule("launch-dropout", "launch_dropout", _above(0),
          "启动之后90天里没有跟上常态活动的占{figure}（{part}场，满90天的启动仪式{whole}场）：重启动，轻持续。",
          "给每次启动排好后续：启动后一个月内至少安排一场常态活动。", of_campaigns=True),
    Rule("inspection", "inspection_verified", _below(100),
          "抽查属实率{figure}：查了{whole}处，属实{part}处。", "逐条核对不属实的记录，改正或撤下，并说明原因。"),
    Rule("silence", "longest_silence", _above(90), "最长连续{figure}没有活动。", "把活动匀到各月，先补上空着的月份。"),
    Rule("idle-sites", "idle_sites", _above(0), "有{figure}法治文化阵地90天以上没有活动记录。",
          "给每处闲置阵地每季度至少排一场活动；长期开放参观的，把参观也记下来。"),
    Rule("concentration", "concentration", _above(40), "活动集中在少数村：最多的一成村办了{figure}（{part}场，共{whole}场）。",
          "下一批活动先排没到过的村。"),
    Rule("routine", "routine_share", _below(20, 5), "常态系列只占{figure}（{part}场，共{whole}场），多数是一次性的活动。",
          "把办得好的活动定成每月或逢集的系列。"),
    Rule("duties", "duties_share", lambda c: not 20 <= (c.value or 0) <= 80 and (c.whole or 0) >= 5,
          "讲到义务的占{figure}（写明侧重的{whole}场），权利和义务讲得不匀。", "排下一批内容时，把少讲的一面补上。"),
    Rule("satisfaction", "satisfaction", _below(90), "满意率{figure}（收回{whole}份评价），低于90%。",
          "看不满意的意见说了什么，改了再办，并把怎样改的公布出来。", "泰州“七五”普法评估的要求", of_campaigns=True),
    Rule("responses", "response_rate", _below(5, 100), "评价回收率只有{figure}，满意率说明不了多少。",
          "活动现场放上评价二维码或纸质评价条，当场收。"),
    Rule("leaders", "leaders_evidence", _below(100), "面向领导干部的活动，有到场人数记录的占{figure}（共{whole}场）。",
          "补上每一场的到场人数；学法不能只写“办了”。"),
    Rule("results", "reporting_complete", _below(90), "填了参加人数和工作人员的占{figure}（已办{whole}场）。",
          "把已办活动的参加人数、工作人员补全。", of_campaigns=True),
    Rule("timely", "reporting_timely", _below(80, 5), "活动后10天内填报的占{figure}（写了更新时间的{whole}场）。",
          "活动结束后当周就填成效，不要等到年底补。"),
    Rule("overdue", "overdue_records", _above(0), "有{figure}活动日子已过，状态还没有更新。",
          "逐场核对：办了改成“已办”，没办改成“取消”或“延期”。", of_campaigns=True),
    Rule("tasks", "tasks_on_time", _below(100), "按时完成的任务占{figure}（时限已到的{whole}条里的{part}条）。",
          ACTION),
)  # fmt: skip
REGION_RULES = (
    Rule("gap", "gini", _above(0.4), "乡镇之间很不均：基尼系数{figure}。", "下一期的活动先排场次最少的乡镇。"),
)
STOCK_RULES = (
    Rule("law-savvy", "villages_with_law_savvy", _below(100),
          "法律明白人不少于3人的村（社区）占{figure}（{part}个，共{whole}个）。", "给不足3人的村补选补训，没有填的先填上。",
          "每个行政村不少于3名，全国的要求"),
    Rule("advisers", "legal_advisers", _below(100), "有法律顾问的村（社区）占{figure}（{part}个，共{whole}个）。",
          "给没有法律顾问的村配上，没有填的先填上。", "每个村（社区）都有法律顾问"),
)  # fmt: skip

_MISSING = {
    "participants": ("没有填参加人数，到了多少群众说不清。", "把已办活动的参加人数补上。"),
    "satisfaction": ("没有收回一份评价，群众满意不满意说不清。", "以后的活动当场收评价。"),
    "law_savvy_per_village": ("没有填法律明白人的人数。", "在 region.yml 各村填上“法律明白人”。"),
    "legal_advisers": ("没有填村（社区）法律顾问。", "在 region.yml 各村填上“法律顾问”。"),
}
_PER_HEAD = {
    "residents_per_1000": ("参加人数", "每千人参加人次", "把已办活动的参加人数补上"),
    "funding_per_head": ("普法经费", "人均经费", "在 campaign.yml 的“经费”里填上每年的金额和来源"),
}
"""What is divided by the population, what comes out, and where the former is filled in."""
MISSING = ("participants", "residents_per_1000", "satisfaction", "funding_per_head", "law_savvy_per_village", "legal_advisers")  # fmt: skip
"""The indicators whose want is a finding, in their order."""
_TRIES = (2, 3, 4, 6)


def rule_words(rule: Rule, indicator: Indicator, cell: Cell) -> str:
    """The sentence of a figure that crosses the line; the figure is written so that it does so on paper too."""
    text = shown(indicator, cell) if cell.of is None else count(cell.value or 0)
    if indicator.kind not in ("flow", "stock"):
        for decimals in _TRIES:
            if _still_wrong(rule, cell, text):
                break
            text = cut_off(indicator, cell, decimals)
    words = rule.words.format(
        figure=text if indicator.unit == "%" else text + indicator.unit,
        part=count(cell.part or 0),
        whole=count(cell.whole or 0),
    )
    return f"{words}（依据：{rule.basis}）" if rule.basis else words


def _still_wrong(rule: Rule, cell: Cell, text: str) -> bool:
    """Whether a reader of the text would find the line crossed; what is no plain number has crossed it by its words."""
    try:
        return rule.wrong(cell._replace(value=float(text.removesuffix("%").replace(",", ""))))
    except ValueError:
        return True


def missing_words(tables: Tables, name: str, cell: Cell, unit: str = "") -> tuple[str, str] | None:
    """What was not filled in that an indicator without a figure (未报) needs, and where to do so; None where another says it.

    What is divided by the population has two causes, and only the one that is there is named. `unit` is a township, "" the region.
    """
    if name in _MISSING:
        return _MISSING[name]
    what, figure, where = _PER_HEAD[name]
    people = _without_population(tables, cell, unit)
    towns = "" if unit else f"{len(people)}个乡镇（街道）"
    who = "" if unit else f"：{named(people)}"
    fill = "在 region.yml 给" + ("本乡镇（街道）" if unit else "这些乡镇（街道）") + "填上“人口”"
    if cell.records:
        return (f"填了{what}，可是{towns}没有填常住人口，{figure}算不出来{who}。", f"{fill}。") if people else None
    if name == "residents_per_1000":  # the want of attendance is said of the participants
        return None
    if not people:
        return f"没有填{what}，{figure}算不出来。", f"{where}。"
    return f"没有填{what}，{towns}也没有填常住人口，{figure}算不出来{who}。", f"{where}；{fill}。"


def _without_population(tables: Tables, cell: Cell, unit: str) -> list[str]:
    """The names of the counted townships without a population that were there in a cell's year, or at any time."""
    year = cell.period if cell.period.isdigit() else ""
    found = []
    columns = ("code", "name", "population", "counted", "valid_from", "valid_to")
    for code, name, population, counted, first, last in tables.townships.select(columns):
        there = not year or (str(first or "0") <= f"{year}-12-31" and str(last or "9") >= f"{year}-01-01")
        if counted and population is None and there and unit in ("", code):
            found.append(str(name))
    return found
