"""The catalogue of indicators: what may be counted, read from the heads of the SQL files beside this one.

Invariant: nothing in here imports duckdb or runs SQL, so the checker can ask for names at no cost.

A head is a run of `--` lines and is the indicator's definition card: `id`, `名称` (name), `单位` (unit of the value), `类型`
(kind), `方向` (direction), `统计单位` (levels it is meaningful for), `周期` (cycles, all where it is not written), `依据` (what
it rests on), `算法` (formula in words), `来源` (columns it is made from), `说明` (meaning; further lines are indented); where
they apply `分母` (what the N of "n of N" counts: villages or townships), `倍数` (value = 倍数 × part ÷ whole), `小数` (decimals
shown), `记录` (what the records are, events where it is not written), `分子` (what those of the records have in common that make the
part) and `分项` (the dimension of a breakdown).

The body is one SELECT over the views of `_layer.sql` that yields `scope, per, unit, every, period, value, part, whole,
records`: one row for every unit and period for which there is something to tell. A NULL value says that what the indicator
needs was not reported; no row at all says that there is nothing to measure. Where the head has a `分子`, a last column `chosen`
holds those of the records that make the part; it stands on lines of its own that begin with a comma, since no figure depends on it. A breakdown yields `scope, per, unit, every,
period, item, value, records`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, TypeVar, cast, get_args

from generator.model import Every, Per

Denominator = Literal["", "villages", "townships"]
Kind = Literal["flow", "stock", "ratio", "index"]
Direction = Literal["more", "less", "none"]
Records = Literal["events", "sites", "villages", "townships", "tasks", "funding", "inspections"]

KIND_NAMES: Mapping[str, Kind] = {"流量": "flow", "存量": "stock", "比率": "ratio", "指数": "index"}
DIRECTION_NAMES: Mapping[str, Direction] = {"多为好": "more", "少为好": "less", "不评": "none"}

_HEAD_LINE = re.compile(r"-- (\S+?): (.+)")
_NEEDED = ("id", "名称", "类型", "方向", "统计单位", "依据", "算法", "来源", "说明")
_BASES = {"场次": True, "名册": False}
_EVENT_STATES = {
    "flow": "期满了、记录写明没有办成（取消、延期）的，或有零报告的，是 0；什么都没报的、只有计划没有更新的，是“未报”；没有期满、还没有办的是“未到期”；不计入覆盖或当时不存在的“不适用”。",
    "other": "没有办成任何活动的，没有可算的：期满后有报告的“不适用”，什么都没报的“未报”，没有期满的“未到期”；办了而没有填所需的数的“未报”。",
    "roster": "由名册算出，不看有没有办活动；该填的没填是“未报”，没有可算的或当时不存在的“不适用”，还没有开始的一期是“未到期”。",
}
_T = TypeVar("_T", bound=str)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is counted, and its definition card.

    `unit` is the Chinese unit of the value ("" for a bare number), `per` the levels and `every` the cycles for which it means
    something, `of` what the denominator of a count is ("" where there is none or the SQL gives it), `times` what part ÷ whole
    is multiplied by, `decimals` how many are shown at most. `on_events` tells whether it rests on held occurrences, so that
    silence is silence; `records` what its records are; `item` the Chinese name of a breakdown's dimension, "" for others.
    `chosen` says what those of the records have in common that make the part, "" where the SQL does not name them. `sql` is the whole
    file with its head.
    """

    id: str
    name: str
    unit: str
    about: str
    per: tuple[Per, ...]
    of: Denominator
    sql: str
    kind: Kind = "flow"
    direction: Direction = "more"
    every: tuple[Every, ...] = ("year", "quarter", "month", "campaign")
    on_events: bool = True
    formula: str = ""
    source: str = ""
    times: int = 1
    decimals: int = 1
    records: Records = "events"
    item: str = ""
    chosen: str = ""

    @property
    def select(self) -> str:
        """The SELECT without the head."""
        lines = self.sql.splitlines()
        return "\n".join(line for line in lines if not line.startswith("--")).strip()

    @property
    def states(self) -> str:
        """When there is no figure, and which of the four states it is then, in words."""
        if not self.on_events:
            return _EVENT_STATES["roster"]
        return _EVENT_STATES["flow" if self.kind == "flow" else "other"]


def _words(head: Mapping[str, str], key: str, known: tuple[_T, ...], default: str, where: str) -> tuple[_T, ...]:
    found = tuple(head.get(key, default).split())
    if not set(found) <= set(known):
        raise ValueError(f"{where}: unknown words in {key}: {' '.join(found)}")
    return cast("tuple[_T, ...]", found)


def parse_indicator(text: str, where: str) -> Indicator:
    """Read one indicator file; ValueError names `where` and the head line that is missing or wrong."""
    head: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        found = _HEAD_LINE.fullmatch(line.rstrip())
        if found:
            last = found[1]
            head[last] = found[2].strip()
        elif last:
            head[last] += line[2:].strip()
    missing = [key for key in _NEEDED if not head.get(key)]
    if missing:
        raise ValueError(f"{where}: missing in the head: {', '.join(missing)}")
    of, records = head.get("分母", ""), head.get("记录", "events")
    if of not in get_args(Denominator) or records not in get_args(Records):
        raise ValueError(f"{where}: unknown denominator or records: {of} {records}")
    for key, known in (("类型", KIND_NAMES), ("方向", DIRECTION_NAMES), ("依据", _BASES)):
        if head[key] not in known:
            raise ValueError(f"{where}: unknown word in {key}: {head[key]}")
    return Indicator(
        id=head["id"],
        name=head["名称"],
        unit=head.get("单位", ""),
        about=head["说明"],
        per=_words(head, "统计单位", get_args(Per), "", where),
        of=cast("Denominator", of),
        sql=text,
        kind=KIND_NAMES[head["类型"]],
        direction=DIRECTION_NAMES[head["方向"]],
        every=_words(head, "周期", get_args(Every), "year quarter month campaign", where),
        on_events=_BASES[head["依据"]],
        formula=head["算法"],
        source=head["来源"],
        times=int(head.get("倍数", "1")),
        decimals=int(head.get("小数", "1")),
        records=cast("Records", records),
        item=head.get("分项", ""),
        chosen=head.get("分子", ""),
    )


@cache
def _all() -> Mapping[str, Indicator]:
    found = {}
    for file in sorted(files(__name__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".sql") and not file.name.startswith("_"):
            indicator = parse_indicator(file.read_text("utf-8"), file.name)
            if indicator.id != file.name.removesuffix(".sql"):
                raise ValueError(f"{file.name}: the id {indicator.id} is not the file's name")
            found[indicator.id] = indicator
    return MappingProxyType(found)


@cache
def indicator_catalogue() -> Mapping[str, Indicator]:
    """Every indicator that has one figure for a unit and period, by id, in the order of the ids."""
    return MappingProxyType({i: indicator for i, indicator in _all().items() if not indicator.item})


@cache
def breakdown_catalogue() -> Mapping[str, Indicator]:
    """Every indicator that has a figure for each item of a dimension (an audience, a law), by id."""
    return MappingProxyType({i: indicator for i, indicator in _all().items() if indicator.item})


def find_indicator(word: str) -> Indicator | None:
    """The indicator with this id or Chinese name, or None."""
    catalogue = indicator_catalogue()
    return catalogue.get(word) or next((i for i in catalogue.values() if i.name == word), None)


@cache
def layer_sql() -> str:
    """The SQL of the common layer: which occurrence counts for which unit, campaign and period."""
    return files(__name__).joinpath("_layer.sql").read_text("utf-8")
