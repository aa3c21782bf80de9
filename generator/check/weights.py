"""Weights of the league inside a peer group: each of an indicator that townships have, and at least one above zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.check.measures import group_of, indicator_of, related
from generator.decode.fields import Faults, Values
from generator.figures.indicators import Indicator
from generator.model import Township, Weight


def weights_of(
    found: Iterable[Values], townships: Iterable[Township], faults: Faults, indicators: Mapping[str, Indicator]
) -> tuple[Weight, ...]:
    """The weights in the order of the file. E109, E115, E116 and E117 are told; what has one is left out."""
    known = tuple(townships)
    kept: dict[tuple[str, str], Values] = {}
    for values in found:
        if not values.get("indicator") or values.get("weight") is None:
            continue
        indicator = _indicator(values, faults, indicators)
        group = values.get("group", "")
        if not indicator or (group and not group_of(values, known, faults)):
            continue
        if (group, indicator) in kept:
            faults.add(
                "E116", values.node, f"{_words(group)}“{indicators[indicator].name}”的权重写了两次",
                "请只留一处。", related=related(faults, kept[group, indicator]),
            )  # fmt: skip
            continue
        kept[group, indicator] = values
    _all_zero(kept, faults)
    return tuple(
        Weight(group, indicator, values.get("weight"), faults.span(values.node))
        for (group, indicator), values in kept.items()
    )


def _indicator(values: Values, faults: Faults, indicators: Mapping[str, Indicator]) -> str:
    found = indicator_of(values, "township", None, faults, indicators)
    if found and indicators[found].direction == "none":
        message = f"指标“{indicators[found].name}”不分高低好坏，不能用来排名"
        options = "、".join(
            i.name for i in indicators.values() if "township" in i.per and i.direction != "none" and not i.item
        )
        faults.add("E109", values.nodes["indicator"], message, f"能排名的有：{options}。")
        return ""
    return found


def _all_zero(kept: Mapping[tuple[str, str], Values], faults: Faults) -> None:
    """E117: where nothing weighs anything, nobody can be ranked."""
    for group in dict.fromkeys(group for group, _ in kept):
        rows = [values for (its, _), values in kept.items() if its == group]
        if not any(values.get("weight") for values in rows):
            hint = "至少给一项写上大于0的数；这一组不想排名的，把它的权重都删去。"
            faults.add("E117", rows[0].nodes["weight"], f"{_words(group)}权重全是0，排不出名次", hint)


def _words(group: str) -> str:
    return f"“{group}”这一组的" if group else "没有写分组的"
