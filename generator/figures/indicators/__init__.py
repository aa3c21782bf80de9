"""The catalogue of indicators: what may be counted, read from the heads of the SQL files beside this one.

An indicator is its file. Adding one puts it among the figures of its group on every page of coverage and evidence, on the page of
definitions, into targets, the workbook of reports, the rollup and the open data; nothing else names it. Invariant: nothing in here
imports duckdb or runs SQL, so the checker can ask for names at no cost.

A head is a run of `-- key: value` lines; a value goes on in lines that begin with `--` and two blanks or more. A key that is missing,
unknown or wrong is a `ValueError` that names file and key. The keys that every head has:

- `id`: the name of the file without `.sql`. It is part of addresses, so it never changes.
- `名称`: the name, which targets may use too.
- `分组`, `次序`: the group (`groups` has them all) and the place among the group's, ascending; those of ours are ten apart.
- `类型`: 流量 (what a period adds), 存量 (as of a day), 比率 (part ÷ whole), 指数 (another measure).
- `方向`: 多为好, 少为好 or 不评.
- `统计单位`: the levels it is meaningful for, of region township village site.
- `依据`: 场次 where it rests on held occurrences, so that silence is silence; 名册 otherwise.
- `算法`, `来源`, `说明`: the formula in words, the published columns it is made from, what it means.

Those that a head has where they apply:

- `单位`: the unit of the value; none for a bare number. `小数`: how many decimals are shown at most, 1 where it is not written.
- `展示`: where it is shown beside its group, places with a position among the others there and, where it is not the name, what it is
  called there, as in `首要 10；附表 30 场次`. 首要: the first figures of the overview, of years and campaigns and of a rollup. 主表:
  the columns by which townships are laid side by side. 出处: the head of a page of evidence. 乡镇今年, 乡镇历年: the head of a
  township's page, of this year and of all time, one order for both. 附表: the table of townships in Word and print.
- `周期`: the cycles it is told for, of year quarter month campaign; all of them where it is not written.
- `倍数`: value = 倍数 × part ÷ whole; 100 for a percentage.
- `分母`: what the N of "n of N" counts where the account gives it: villages or townships. (Else the SQL's `whole` is it.)
- `分子词`, `分母词`: what part and whole count, with {} for the number, as in 满意{}份; the sum under a figure is written with them.
  The latter alone says what a count is out of. A percentage without 分子词 has a part that counts no things, and shows none.
- `同看`: what stands behind the figure in 附表, since it says little alone: the whole, with {} for it.
- `记录`: what its records are, events where it is not written; else sites villages townships tasks funding inspections.
- `分子`: what those of the records have in common that make the part: the SQL then names them (see `chosen` below), and pages of
  evidence give their rows. So the launches without a sequel are told from those that had one by the query itself.
- `细目`: how pages of evidence spell out the rows behind the figure: 月份 空档 最近一场 启动 人次 对象 到过的村 到过的乡镇 最集中的村.
- `可加`: 是 where the row of a city or province is the sum of its counties' rows, a ratio its sum of parts by its sum of wholes: it
  counts occurrences, townships or villages that belong to one county, and a county without a row has none. A rollup is then
  faster. 否 where it is not written, which is never wrong: Gini, a month with activity, the longest silence do not add up.
- `另取`: levels whose records the SQL reads beside those that it is asked for: township where the region's figure compares townships.
- `分项`: the dimension of a breakdown, which has a figure for each item of it; its group is 分项. A breakdown alone has, and needs,
  `栏目`: the anchor (small letters) and heading of its section on the pages of years and campaigns; `表题`: the caption of the table
  there, after the year or the name; `空表`: what the records lack where it is empty; and it may have a `提示` below the heading.

The body is one SELECT over the views of `_layer.sql` that yields `scope, per, unit, every, period, value, part, whole,
records`: one row for every unit and period for which there is something to tell. A NULL value says that what the indicator
needs was not reported; no row at all says that there is nothing to measure. Where the head has a `分子`, a last column `chosen`
holds those of the records that make the part; it stands on lines of its own that begin with a comma, since no figure depends on it. A breakdown yields `scope, per, unit, every,
period, item, value, records`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from generator.figures.indicators.card import DIRECTION_NAMES, KIND_NAMES, Denominator, Detail, Indicator, Place
from generator.figures.indicators.groups import GROUPS, Group
from generator.figures.indicators.head import parse_indicator

__all__ = [
    "DIRECTION_NAMES", "HELD", "KIND_NAMES", "Denominator", "Detail", "Indicator", "Place", "breakdown_catalogue", "find_indicator", "grouped",
    "indicator_catalogue", "layer_sql", "parse_indicator", "shown_at",
]  # fmt: skip

HELD = "events_held"
"""How many were held. Code names it because the state of every other figure rests on whether a unit has held and reported anything;
trend, map and league are told in it. Others are named only where a sentence or a rule is about that one figure."""


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
    """Every indicator that has a figure for each item of a dimension (an audience, a law), by id, in the order of their places."""
    found = sorted((i for i in _all().values() if i.item), key=lambda i: (i.order, i.id))
    return MappingProxyType({i.id: i for i in found})


@cache
def grouped() -> tuple[tuple[Group, tuple[Indicator, ...]], ...]:
    """Every group with its indicators (that of breakdowns with those), all in the order in which people read them."""
    found: dict[str, list[Indicator]] = {name: [] for name in GROUPS}
    for indicator in _all().values():
        found[indicator.group.name].append(indicator)
    return tuple((GROUPS[name], tuple(sorted(mine, key=lambda i: (i.order, i.id)))) for name, mine in found.items())


@cache
def shown_at(*places: Place) -> tuple[tuple[Indicator, Place, str], ...]:
    """The indicators that are shown at these places, each with the place and what it is called there, in the order of their positions."""
    found = [(i, spot) for i in _all().values() for spot in i.spots if spot.place in places]
    return tuple((i, s.place, s.label) for i, s in sorted(found, key=lambda pair: (pair[1].order, pair[0].id)))


def find_indicator(word: str) -> Indicator | None:
    """The indicator with this id or Chinese name, or None."""
    catalogue = indicator_catalogue()
    return catalogue.get(word) or next((i for i in catalogue.values() if i.name == word), None)


@cache
def layer_sql() -> str:
    """The SQL of the common layer: which occurrence counts for which unit, campaign and period."""
    return files(__name__).joinpath("_layer.sql").read_text("utf-8")
