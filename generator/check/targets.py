"""Targets of a campaign: an indicator that can be promised, and townships that the promise can be kept by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.check.measures import group_of, indicator_of, related
from generator.check.places import REGION_WORDS, Gazetteer, NotFound
from generator.decode.fields import Faults, Values
from generator.figures.indicators import Indicator
from generator.model import Period, Target, Township
from generator.read.tree import Node


def targets_of(
    found: Iterable[Values],
    period: Period | None,
    places: Gazetteer,
    faults: Faults,
    indicators: Mapping[str, Indicator],
) -> tuple[Target, ...]:
    """The targets of a campaign of this period (None where it could not be read), in the order of the file.

    One with a fault (E104, E109, E110, E115, E118, E119, E127, E132, E133) is left out.
    """
    kept: dict[tuple[object, ...], tuple[Target, Values]] = {}
    for values in found:
        target = _target(values, period, places, faults, indicators)
        if target is None:
            continue
        scope = (target.indicator, target.per, target.every, target.townships, target.group)
        if scope in kept:
            _again(values, target, kept[scope], indicators[target.indicator], faults)
        else:
            kept[scope] = (target, values)
    return tuple(target for target, _ in kept.values())


def _again(values: Values, target: Target, former: tuple[Target, Values], indicator: Indicator, faults: Faults) -> None:
    """E133: one promise to the same units for the same periods stands once."""
    same = former[0].at_least == target.at_least
    hint = "两处写的一样，删去一处。" if same else "最低数不一样，只能留一个：照文件核对，删去另一处。"
    faults.add(
        "E133", values.nodes["indicator"], f"指标“{indicator.name}”，同样的单位、周期和范围，前面已经定过目标", hint,
        related=related(faults, former[1]),
    )  # fmt: skip


def _target(
    values: Values, period: Period | None, places: Gazetteer, faults: Faults, indicators: Mapping[str, Indicator]
) -> Target | None:
    per, every, least = values.get("per"), values.get("every"), values.get("at_least")
    if not (values.get("indicator") and per and every and least is not None):
        return None
    before = len(faults.found)
    found = indicator_of(values, per, every, faults, indicators)
    if not found:
        return None
    _least(values, least, indicators[found], faults)
    townships = _townships(values, places, faults)
    members = group_of(values, places.townships.values(), faults)
    _scope(values, townships, members, faults)
    if period is not None:
        _exist(values, townships, members, period, faults)
    if len(faults.found) > before:
        return None
    return Target(
        indicator=found,
        per=per,
        every=every,
        at_least=least,
        basis=values.get("basis", ""),
        unit=indicators[found].unit,
        townships=tuple(sorted(unit.code for unit, _ in townships)),
        group=values.get("group", ""),
        span=faults.span(values.node),
    )


def _least(values: Values, least: float, indicator: Indicator, faults: Faults) -> None:
    """E132: "at least" is a promise only where more is better, above nothing, and a share ends at 100."""
    if indicator.direction == "less":
        hint = "它越少越好，定“不少于”就反了。请换一个越多越好的指标。"
        faults.add("E132", values.nodes["at_least"], f"指标“{indicator.name}”不能定“不少于”", hint)
    elif not least:
        hint = "请写文件上定的数；还没有定的，先不要写这个目标。"
        faults.add("E132", values.nodes["at_least"], "“不少于0”谁都做得到，不成目标", hint)
    elif indicator.unit == "%" and least > 100:
        message = f"“{indicator.name}”是百分比，不会到 {least:g}"
        faults.add("E132", values.nodes["at_least"], message, "请写0到100的数，如 80 就是80%。")


def _townships(values: Values, places: Gazetteer, faults: Faults) -> list[tuple[Township, Node]]:
    """The townships that a target names, each with its place; none where it names the whole region."""
    words = values.get("township") or []
    whole = next((word for word in words if word.text in REGION_WORDS), None)
    if whole is not None:
        if any(word.text not in REGION_WORDS for word in words):
            hint = "管全市的，只写“全域”，或者不写乡镇；只管几个乡镇的，只写这几个乡镇。"
            faults.add("E127", whole, f"写了“{whole.text}”，又写了乡镇", hint)
        return []
    found: dict[str, tuple[Township, Node]] = {}
    for word in words:
        unit = places.township(word.text)
        if isinstance(unit, NotFound):
            faults.add(unit.code, word, unit.message, unit.hint)
        else:
            found.setdefault(unit.code, (unit, word))
    return list(found.values())


def _scope(
    values: Values, townships: Iterable[tuple[Township, Node]], members: tuple[Township, ...], faults: Faults
) -> None:
    """E119: who is meant does not contradict itself."""
    narrow = next((key for key in ("township", "group") if values.get(key)), "")
    if values.get("per") == "region":
        if narrow == "group" or (narrow and townships):
            hint = "要管这几个乡镇的，把“按”改成“乡镇”；要管全市的，删去乡镇和分组。"
            faults.add("E119", values.nodes[narrow], "目标按地区算，又只写了几个乡镇", hint)
        return
    for unit, node in townships:
        if members and unit not in members:
            message = f"{unit.name}不在“{values.get('group')}”这一组里"
            hint = f"它的分组是“{unit.group}”，" if unit.group else "它没有写分组，"
            faults.add("E119", node, message, f"{hint}请核对；乡镇和分组一般只写一样。")
        elif not unit.counted:
            hint = "开发区、农场默认不计入；要计入，在 region.yml 里给它写上“计入覆盖: 是”。"
            faults.add("E119", node, f"{unit.name}不计入覆盖，目标管不到它", hint)


def _exist(
    values: Values,
    townships: Iterable[tuple[Township, Node]],
    members: tuple[Township, ...],
    period: Period,
    faults: Faults,
) -> None:
    """E118: whoever has to keep a promise exists on some day of the campaign."""
    hint = "请从目标里删去它，或换成并入以后的乡镇；日期不对的，改 region.yml 里的设立、撤销。"
    for unit, node in townships:
        validity = unit.validity
        if validity.end is not None and validity.end < period.start:
            faults.add("E118", node, f"目标里的{unit.name}已经在 {validity.end} 撤销，专项 {period.start} 才开始", hint)
        elif validity.start is not None and validity.start > period.end:
            message = f"目标里的{unit.name}到 {validity.start} 才设立，专项 {period.end} 就结束了"
            faults.add("E118", node, message, hint)
    if members and not any(unit.validity.covers(period.start, period.end) for unit in members):
        message = f"“{values.get('group')}”这一组，专项期限里一个乡镇也没有"
        hint = "请换一个分组；日期不对的，改 region.yml 里的设立、撤销。"
        faults.add("E118", values.nodes["group"], message, hint)
