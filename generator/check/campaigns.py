"""Campaigns: periods, tasks that are really done, zero reports of known townships."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.base.diagnostics import Diagnostic, Span
from generator.check.events import word_hint
from generator.check.money import funding_of
from generator.check.places import REGION_WORDS, Gazetteer, NotFound
from generator.check.targets import targets_of
from generator.decode.fields import Faults, Values, texts
from generator.figures.indicators import Indicator
from generator.gather import CampaignSource
from generator.model import Campaign, Period, Region, Task, ZeroReport

_DONE = re.compile(r"(?:已|已经|均已|都已|全部)?完成(?:$|[\s，。、；：！（(,.;:])")
"""A state that says "done" and no more: not 完成一半, not 已完成60%."""


def campaign_of(
    source: CampaignSource, region: Region, places: Gazetteer, indicators: Mapping[str, Indicator], as_of: date
) -> tuple[Campaign | None, list[Diagnostic]]:
    """A campaign from its folder; `indicators` maps ids to objects with `.name` (see `indicators`)."""
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
    period = Period(start, end) if start and end else None
    targets = targets_of(values.get("targets") or (), period, places, faults, indicators)
    tasks = tuple(_task(v, as_of, faults) for v in values.get("tasks") or () if v.get("content"))
    funding = funding_of(values.get("funding") or (), period, places, faults)
    zeros = tuple(z for v in values.get("zero_reports") or () if (z := _zero(v, faults, places)))
    if not values.get("title") or period is None:
        return None, faults.found
    page = source.page
    campaign = Campaign(
        id=source.id,
        title=values.get("title"),
        period=period,
        summary=values.get("summary", ""),
        lead=values.get("lead", ""),
        partners=texts(values.get("partners")),
        laws=texts(values.get("laws")),
        audiences=tuple(
            dict.fromkeys(w for word in texts(values.get("audiences")) for w in _audiences_of(word, region))
        ),
        targets=targets,
        tasks=tasks,
        zero_reports=zeros,
        funding=funding,
        order=values.get("order", 0),
        sample=bool(values.get("sample")) or region.sample,
        source=values.get("source", ""),
        text=page.document.body if page else "",
        text_path=page.path if page else "",
        span=Span(source.path, values.node.line, values.node.column),
    )
    return campaign, faults.found


def _audience(word: Any, region: Region, faults: Faults) -> None:
    if not set(_audiences_of(word.text, region)) <= set(region.audiences):
        faults.add("E108", word, f"对象“{word.text}”不在词表里", word_hint(word.text, region.audiences, region))


def _audiences_of(word: str, region: Region) -> tuple[str, ...]:
    """A word for people as the list has it, where region.yml says so; else the word itself."""
    said = dict(region.words).get(word, ())
    return said if said and all(w in region.audiences for w in said) else (word,)


def _zero(values: Values, faults: Faults, places: Gazetteer) -> ZeroReport | None:
    word, year = values.get("township", ""), values.get("year")
    if not word or year is None:
        return None
    found = places.township(word)
    if isinstance(found, NotFound):
        hint = "零报告是一个乡镇一个乡镇报的，请逐个写名称。" if word in REGION_WORDS else found.hint
        faults.add(found.code, values.nodes["township"], found.message, hint)
        return None
    return ZeroReport(found.code, year, faults.span(values.node), bool(values.get("every_campaign")))


def _task(values: Values, as_of: date, faults: Faults) -> Task:
    """W213, W214: what is done was done on a day, and not on one that is still to come.

    A day ahead is a warning like W208: whoever looks at the site as of an earlier day has it.
    """
    done: date | None = values.get("done")
    if done is not None and done > as_of:
        hint = "还没有做完的，先不要写；做完以后，写做完的那一天。日期写错的，请改正。"
        faults.add("W214", values.nodes["done"], f"完成的日子 {done} 还没有到", hint)
    elif "done" not in values.got and _DONE.match(values.get("status", "")):
        hint = "请补上一行“完成: …”，写做完的那一天；按时完成率要靠它算。"
        faults.add("W213", values.nodes["status"], "进度写着完成，没有写哪天完成", hint)
    keys = ("content", "owner", "audience", "carrier", "measure", "standard", "status", "leader", "person", "office")
    return Task(
        **{key: values.get(key, "") for key in keys}, due=values.get("due"), done=done, span=faults.span(values.node)
    )
