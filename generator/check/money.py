"""Money of a campaign: each sum once, in a year of the campaign, for a township that existed, and of a likely size."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.check.measures import related
from generator.check.places import REGION_WORDS, Gazetteer, NotFound
from generator.decode.fields import Faults, Values
from generator.model import Funding, Period, Township

MOST = 1e9
"""Yuan a year that no county spends on legal education."""
MOST_PER_HEAD = 1000
"""Yuan a year for each inhabitant; plans and reports speak of one to a few."""
LEAST = 100
"""Yuan: what is below was probably meant in 万元."""


def funding_of(
    found: Iterable[Values], period: Period | None, places: Gazetteer, faults: Faults
) -> tuple[Funding, ...]:
    """The sums in the order of the file; one that is told twice, or of no known township, is left out."""
    kept: dict[tuple[int, str, str], Values] = {}
    for values in found:
        year, amount = values.get("year"), values.get("amount")
        unit = _township(values, places, faults)
        if year is None or amount is None or isinstance(unit, NotFound):
            continue
        key = (year, unit.code if unit else "", values.get("source", ""))
        if key in kept:
            where = unit.name if unit else "全域"
            whose = f"“{key[2]}”" if key[2] else "没有写来源的"
            faults.add(
                "E151", values.node, f"{year}年{where}{whose}经费写了两次",
                "同一年、同一个乡镇、同一个来源只写一笔；是两笔的，请合成一个数，或者把来源写开。",
                related=related(faults, kept[key]),
            )  # fmt: skip
            continue
        kept[key] = values
        _year(values, year, unit, period, faults)
        _size(values, amount, _heads(year, unit, places), faults)
    return tuple(
        Funding(year, values.get("amount"), township, source, faults.span(values.node))
        for (year, township, source), values in kept.items()
    )


def _township(values: Values, places: Gazetteer, faults: Faults) -> Township | NotFound | None:
    """The township that the money is for, None for the region; E104 and E110 where it cannot be told."""
    word = values.get("township", "")
    if not word:
        broken = "township" in values.got
        return NotFound("", "", "") if broken else None
    if word in REGION_WORDS:
        return None
    found = places.township(word)
    if isinstance(found, NotFound):
        faults.add(found.code, values.nodes["township"], found.message, found.hint)
    return found


def _year(values: Values, year: int, unit: Township | None, period: Period | None, faults: Faults) -> None:
    """W212, E113: the year is one of the campaign's, and the township existed in it."""
    if period is not None and not period.start.year <= year <= period.end.year:
        faults.add(
            "W212", values.nodes["year"], f"{year}年不在专项的期限内（{period.start} 至 {period.end}）",
            "请核对年份；是别的专项的钱，写到那个专项里。",
        )  # fmt: skip
    if unit is not None and not unit.validity.covers(date(year, 1, 1), date(year, 12, 31)):
        hint = "请核对年份，或核对 region.yml 里设立、撤销的日期。"
        faults.add("E113", values.nodes["township"], f"{unit.name}在 {year} 年不存在", hint)


def _heads(year: int, unit: Township | None, places: Gazetteer) -> int | None:
    """The inhabitants concerned; None where they are not known of everyone."""
    if unit is not None:
        return unit.population
    first, last = date(year, 1, 1), date(year, 12, 31)
    units = [t for t in places.townships.values() if t.counted and t.validity.covers(first, last)]
    known = [t.population for t in units if t.population is not None]
    return sum(known) if known and len(known) == len(units) else None


def _size(values: Values, amount: float, heads: int | None, faults: Faults) -> None:
    """W211: a sum of a likely size. One reason is enough."""
    node = values.nodes["amount"]
    hint = "请核对单位：金额按元算，是不是把“元”写成了“万元”？确实没错的，不用改。"
    if amount > MOST:
        faults.add("W211", node, f"一年{amount / 1e8:g}亿元，超过了10亿元", hint)
    elif heads and amount / heads > MOST_PER_HEAD:
        head = f"{amount / heads:,.0f}"
        faults.add("W211", node, f"合每人{head}元（按{heads:,}人算），超过了{MOST_PER_HEAD}元", hint)
    elif 0 < amount < LEAST:
        hint = f"请核对单位：金额按元算，如果是{amount:g}万元，请写“{amount:g}万元”。确实没错的，不用改。"
        faults.add("W211", node, f"一年只有{amount:g}元", hint)
