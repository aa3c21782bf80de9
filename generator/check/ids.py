"""Ids of events: each one is there, and names one event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from generator.base.diagnostics import Diagnostic, visible
from generator.check.places import REGION_WORDS, Gazetteer
from generator.decode.event import EventRecord
from generator.model import Township


def folder_of(record: EventRecord) -> str:
    """The campaign folder in which a record lies."""
    return record.path.split("/")[1]


def last_day(end: date | datetime) -> date:
    """The day of an end."""
    return end.date() if isinstance(end, datetime) else end


def unique_ids(records: Iterable[EventRecord]) -> list[Diagnostic]:
    """E101: an id names one event; both places are named."""
    first: dict[str, EventRecord] = {}
    found = []
    for record in records:
        if not record.id:
            continue
        if record.id in first:
            hint = "编号发布后永不改变：请给后加的那一场换一个编号。"
            found.append(
                Diagnostic(
                    "E101",
                    record.span("id"),
                    f"活动编号 {record.id} 重复",
                    hint,
                    related=(first[record.id].span("id"),),
                )
            )
        else:
            first[record.id] = record
    return found


def former_ids(records: Iterable[EventRecord]) -> list[Diagnostic]:
    """E170: a former id belongs to one event alone, and to none that still has it."""
    records = list(records)
    now = {r.id: r for r in records if r.id}
    claimed: dict[str, EventRecord] = {}
    found = []
    for record in records:
        for number, former in enumerate(record.former_ids):
            span = record.span(f"former_id.{number}")
            if former == record.id:
                hint = "没有改过编号的，不用写“原编号”，请删去。"
                found.append(Diagnostic("E170", span, f"“原编号”和现在的编号都是 {former}", hint))
            elif former in now:
                hint = "那一场是新写的，请给它换一个编号；不是改了编号的，请删去“原编号”。"
                at = now[former].span("id")
                found.append(Diagnostic("E170", span, f"原编号 {former} 现在是另一场活动的编号", hint, related=(at,)))
            elif former in claimed:
                hint = "只有一场是原来的那一场，请只留一处。"
                at = claimed[former].span(f"former_id.{claimed[former].former_ids.index(former)}")
                found.append(Diagnostic("E170", span, f"两场活动都写了原编号 {former}", hint, related=(at,)))
            else:
                claimed[former] = record
    return found


def missing_ids(records: Iterable[EventRecord], places: Gazetteer) -> list[Diagnostic]:
    """E114: every event has an id; a ready-made one that clashes with no other comes with the fault."""
    records = list(records)
    taken = {r.id for r in records}
    found = []
    for record in records:
        if record.id or "id" in record.at or not record.whole:  # one that is written but wrong has its own fault
            continue
        identity = _suggestion(record, places)
        number = 1
        while (unique := identity if number == 1 else f"{identity}-{number}") in taken:
            number += 1
        taken.add(unique)
        hint = f"可以写：编号: {unique}（运行 pufa check --fix 自动写上；Excel 台账请自己填）"
        found.append(
            Diagnostic("E114", record.span(), f"“{visible(record.title, 30)}”没有编号", hint, fix=("id", unique))
        )
    return found


def _suggestion(record: EventRecord, places: Gazetteer) -> str:
    from generator.gazetteer.romanise import slug  # noqa: PLC0415 - only a project with a missing id pays for it

    word = record.townships[0]
    if word in REGION_WORDS:
        where = "quanyu"
    else:
        unit = places.township(word)
        where = slug(record.village or (unit.name if isinstance(unit, Township) else word), 20)
    day = last_day(record.start).strftime("%Y%m%d")
    return f"{folder_of(record)[:24].strip('-')}-{day}-{where}".strip("-")[:60].strip("-")
