"""What an officer should think of in time: dates of the law without plans (N401), plans on public holidays (W314)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from generator.almanac.observances import Marked, observances_between
from generator.almanac.workdays import Workdays, workdays_of
from generator.base.daywords import short_days
from generator.base.diagnostics import Diagnostic, visible
from generator.check.ordinals import in_events
from generator.decode.event import EventRecord
from generator.model import Campaign, Library, Occurrence, Target, Township

AHEAD = timedelta(days=45)
"""How long before an observance plans should be made."""
AROUND = timedelta(days=15)
"""How far from an observance an event still belongs to it."""
MOST_NAMES = 8
_FREE_TIME = frozenset({"演出", "影视", "展览", "参观"})
"""Forms for which people come in their free time: a holiday suits them."""
_MEANT = re.compile(
    "假期|假日|节日|放假|照常|元旦|春节|新春|迎春|过年|拜年|除夕|正月|清明|五一|劳动节|端午|中秋|国庆|黄金周|返乡|旅游|景区|庙会|集市|赶集|游园"
)


def reminders(
    library: Library, occurrences: Sequence[Occurrence], as_of: date, records: Mapping[str, EventRecord]
) -> list[Diagnostic]:
    """N401, W314 and W320 of a checked library; `records` are its events as they were written, by id."""
    return [
        *unplanned(library, occurrences, as_of),
        *on_holidays(library, occurrences, as_of),
        *in_events(library, occurrences, records),
    ]


def unplanned(library: Library, occurrences: Iterable[Occurrence], as_of: date) -> list[Diagnostic]:
    """N401: a coming observance for which a township that a target covers has no event planned."""
    coming = [m for m in observances_between(library.observances, as_of, as_of + AHEAD) if m.observance.remind]
    if not coming:
        return []
    held = list(occurrences)
    found = []
    for marked in coming:
        promise = _promise(library, marked)
        if promise is None:
            continue
        planned = _planned(marked, held)
        without = [
            unit
            for unit in library.region.townships
            if unit.counted
            and unit.validity.covers(marked.start, marked.end)
            and _covers(promise[1], unit)
            and unit.code not in planned
        ]
        if without:
            found.append(_notice(marked, *promise, without))
    return found


def _promise(library: Library, marked: Marked) -> tuple[Campaign, Target] | None:
    """The first target by township whose campaign runs on the observance's days; one for every township goes first."""
    running = [
        (campaign, target)
        for campaign in library.campaigns
        if campaign.period.start <= marked.end and campaign.period.end >= marked.start
        for target in campaign.targets
        if target.per == "township"
    ]
    return min(running, key=lambda pair: _limited(pair[1]), default=None)


def _limited(target: Target) -> bool:
    return bool(target.townships or target.group)


def _covers(target: Target, unit: Township) -> bool:
    return (not target.townships or unit.code in target.townships) and (not target.group or unit.group == target.group)


def _planned(marked: Marked, occurrences: Iterable[Occurrence]) -> set[str]:
    """Townships with an event around the observance. One for the whole region is planned in no township of its own."""
    first, last = marked.start - AROUND, marked.end + AROUND
    return {
        code
        for o in occurrences
        if o.status != "取消" and o.first_day <= last and o.last_day >= first
        for code in o.event.townships
    }


def _notice(marked: Marked, campaign: Campaign, target: Target, without: Sequence[Township]) -> Diagnostic:
    names = "、".join(unit.name for unit in without[:MOST_NAMES])
    names += f"等{len(without)}个乡镇（街道）" if len(without) > MOST_NAMES else ""
    whom = "管到这些乡镇" if _limited(target) else "管到每个乡镇"
    hint = (
        f"“{campaign.title}”的目标{whom}，前后{AROUND.days}天里安排一场就行；"
        f"这个节点不用提示的，在 campaigns/observances.yml 里给 {marked.observance.id} 写上“提醒: 否”。"
    )
    return Diagnostic(
        "N401",
        target.span,
        f"{marked.full_title}（{short_days(marked.start, marked.end)}）前后，{names}还没有安排活动",
        hint,
    )


def on_holidays(library: Library, occurrences: Iterable[Occurrence], as_of: date) -> list[Diagnostic]:
    """W314: an event that is still to come lies on an official holiday, and nothing says that this is meant.

    One fault an event, at its first such day. Weekends are no holidays; what is at a cultural site, on a market day or on a
    lunar date is meant.
    """
    workdays = workdays_of(library.workdays)
    found: dict[str, Diagnostic] = {}
    for occurrence in occurrences:
        event = occurrence.event
        if event.id not in found and occurrence.first_day >= as_of and _is_slip(occurrence, workdays):
            day = occurrence.first_day
            hint = "请核对日期；重复的活动可以写“节假日: 跳过”。确实要在假期办的，在简介里写上“假期照常”。"
            name = workdays.holiday_name(day)
            title = visible(event.title, 30)
            found[event.id] = Diagnostic("W314", event.span, f"“{title}”安排在 {day}，那天是{name}假期", hint)
    return list(found.values())


def _is_slip(occurrence: Occurrence, workdays: Workdays) -> bool:
    event = occurrence.event
    if occurrence.status not in ("计划", "确定") or not isinstance(occurrence.start, datetime):
        return False
    if workdays.kind(occurrence.first_day) != "节假日" or event.site or event.form in _FREE_TIME:
        return False
    if event.repeat is not None and event.repeat.rule.kind in ("market", "lunar"):
        return False
    return not _MEANT.search(f"{event.title}\n{event.summary}\n{event.note}")
