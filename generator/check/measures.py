"""What a target or a weight names: an indicator of the catalogue, and a peer group of townships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.base.diagnostics import Span, nearest, visible
from generator.decode.fields import Faults, Values
from generator.decode.words import typo
from generator.figures.indicators import Indicator
from generator.model import Every, Per, Township

_CYCLES: dict[Every, str] = {"year": "年", "quarter": "季度", "month": "月", "campaign": "整个专项"}
_LEVELS: dict[Per, str] = {"region": "地区", "township": "乡镇", "village": "村社区", "site": "阵地"}


def indicator_of(
    values: Values, per: Per, every: Every | None, faults: Faults, indicators: Mapping[str, Indicator]
) -> str:
    """The id of the indicator that `values` name, "" after E109.

    That tells one that does not exist, one that is no single number (a breakdown), and one that means nothing for the
    level `per` or the cycle `every` (None: any).
    """
    wanted = values.get("indicator", "")
    by_word = {**{i: i for i in indicators}, **{indicators[i].name: i for i in indicators}}
    if wanted not in by_word:
        near = typo(wanted, by_word)
        known = "、".join(f"{i}（{indicators[i].name}）" for i in indicators)
        hint = f"是不是“{near}”？" if near else ""
        faults.add("E109", values.nodes["indicator"], f"没有指标“{wanted}”", f"{hint}可以写：{known}。")
        return ""
    indicator = indicators[by_word[wanted]]
    if indicator.item:
        hint = "它只用来看分布，一格一个数，不能定目标，也不能排名。请换一个指标。"
        faults.add("E109", values.nodes["indicator"], f"指标“{indicator.name}”按{indicator.item}分开数", hint)
        return ""
    if per not in indicator.per:
        options = "、".join(_LEVELS[p] for p in indicator.per)
        node = values.nodes.get("per", values.nodes["indicator"])
        faults.add("E109", node, f"指标“{indicator.name}”不能按“{_LEVELS[per]}”统计", f"可以按：{options}。")
        return ""
    if every is not None and every not in indicator.every:
        options = "、".join(_CYCLES[e] for e in indicator.every)
        message = f"指标“{indicator.name}”不能按“{_CYCLES[every]}”统计"
        faults.add("E109", values.nodes["every"], message, f"周期可以写：{options}。")
        return ""
    return by_word[wanted]


def group_of(values: Values, townships: Iterable[Township], faults: Faults) -> tuple[Township, ...]:
    """The townships of the peer group that `values` name; none after E115, or where they name no group."""
    wanted = values.get("group", "")
    if not wanted:
        return ()
    known = list(townships)
    found = tuple(t for t in known if t.group == wanted)
    if not found:
        groups = sorted({t.group for t in known if t.group})
        near = nearest(wanted, groups)
        hint = f"是不是“{near}”？" if near else ""
        options = f"现有：{'、'.join(groups)}。" if groups else "还没有一个乡镇写了“分组”。"
        faults.add(
            "E115", values.nodes["group"], f"没有一个乡镇的分组是“{visible(wanted)}”",
            f"{hint}{options}分组写在 region.yml 每个乡镇的“分组”里。",
        )  # fmt: skip
    return found


def related(faults: Faults, values: Values) -> tuple[Span, ...]:
    """The place of a former record, to be named beside a fault."""
    return (faults.span(values.node),)
