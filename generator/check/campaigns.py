"""Campaigns: periods, targets on known indicators, zero reports of known townships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.check.places import Gazetteer, NotFound
from generator.decode.fields import Faults, Values, texts
from generator.diagnostics import Diagnostic, Span, nearest
from generator.load import CampaignSource
from generator.model import Campaign, Period, Region, Target, Task, ZeroReport


def campaign_of(
    source: CampaignSource, region: Region, places: Gazetteer, indicators: Mapping[str, Any]
) -> tuple[Campaign | None, list[Diagnostic]]:
    """A campaign from its folder; `indicators` maps ids to objects with `.name` (see `coverage`)."""
    values = source.values
    if values is None:
        return None, []
    faults = Faults(source.path)
    inner: Values | None = values.get("period")
    start, end = (inner.get("start"), inner.get("end")) if inner else (None, None)
    if inner and start and end and end < start:
        faults.add("E102", inner.nodes["end"], f"期限的结束 {end} 早于开始 {start}", "请核对这两个日期。")
        end = None
    for word in values.get("audiences") or ():
        _audience(word, region, faults)
    targets = tuple(t for v in values.get("targets") or () if (t := _target(v, faults, indicators)))
    zeros = tuple(z for v in values.get("zero_reports") or () if (z := _zero(v, faults, places)))
    if not (values.get("title") and start and end):
        return None, faults.found
    page = source.page
    campaign = Campaign(
        id=source.id,
        title=values.get("title"),
        period=Period(start, end),
        summary=values.get("summary", ""),
        lead=values.get("lead", ""),
        partners=texts(values.get("partners")),
        laws=texts(values.get("laws")),
        audiences=texts(values.get("audiences")),
        targets=targets,
        tasks=tuple(_task(v) for v in values.get("tasks") or () if v.get("content")),
        zero_reports=zeros,
        order=values.get("order", 0),
        sample=bool(values.get("sample")) or region.sample,
        source=values.get("source", ""),
        text=page.document.body if page else "",
        text_path=page.path if page else "",
        span=Span(source.path, values.node.line, values.node.column),
    )
    return campaign, faults.found


def _audience(word: Any, region: Region, faults: Faults) -> None:
    if word.text not in region.audiences:
        near = nearest(word.text, region.audiences)
        hint = f"是不是“{near}”？" if near else ""
        faults.add("E108", word, f"对象“{word.text}”不在词表里", f"{hint}可以写：{'、'.join(region.audiences)}。")


def _target(values: Values, faults: Faults, indicators: Mapping[str, Any]) -> Target | None:
    wanted = values.get("indicator", "")
    if not (wanted and values.get("per") and values.get("every") and values.get("at_least") is not None):
        return None
    by_word = {**{i: i for i in indicators}, **{indicators[i].name: i for i in indicators}}
    if wanted not in by_word:
        near = nearest(wanted, by_word)
        known = "、".join(f"{i}（{indicators[i].name}）" for i in indicators)
        hint = f"是不是“{near}”？" if near else ""
        faults.add("E109", values.nodes["indicator"], f"没有指标“{wanted}”", f"{hint}可以写：{known}。")
        return None
    indicator = indicators[by_word[wanted]]
    if values.get("per") not in indicator.per:
        words = {"region": "地区", "township": "乡镇", "village": "村社区", "site": "阵地"}
        options = "、".join(words[p] for p in indicator.per)
        faults.add(
            "E109",
            values.nodes["per"],
            f"指标“{indicator.name}”不能按“{words[values.get('per')]}”统计",
            f"可以按：{options}。",
        )
        return None
    return Target(
        indicator=by_word[wanted],
        per=values.get("per"),
        every=values.get("every"),
        at_least=values.get("at_least"),
        basis=values.get("basis", ""),
        unit=indicator.unit,
        span=faults.span(values.node),
    )


def _zero(values: Values, faults: Faults, places: Gazetteer) -> ZeroReport | None:
    word, year = values.get("township", ""), values.get("year")
    if not word or year is None:
        return None
    found = places.township(word)
    if isinstance(found, NotFound):
        faults.add(found.code, values.nodes["township"], found.message, found.hint)
        return None
    return ZeroReport(found.code, year, faults.span(values.node))


def _task(values: Values) -> Task:
    keys = ("content", "owner", "audience", "carrier", "measure", "standard", "status")
    return Task(**{key: values.get(key, "") for key in keys}, due=values.get("due"))
