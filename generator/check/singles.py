"""Single dates of a repeating event: left out, added, moved, cancelled, changed, each one that the rule really gives.

Invariant: what does not fit is told where it was written, and left out; nothing is kept twice of one date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from generator.base.diagnostics import Diagnostic, Span
from generator.check.preview import dated, listed, nearest_days
from generator.decode.event import EventRecord
from generator.decode.repeat import ChangeRecord, Place, RepeatRecord
from generator.model import Change, Event, Occurrence, Repeat, Rule, Status
from generator.schedule import moment, nominal

Venue = Callable[[str, Span], tuple[str, str]]
"""Resolves a place in words at a span to (site id, words)."""


@dataclass(slots=True)
class Singles:
    """The single dates of one event, held against `days`, which its rule gives; `shown` are the next ones in words."""

    record: EventRecord
    written: RepeatRecord
    event: Event
    days: tuple[date, ...]
    shown: str
    venue: Venue
    speakers: Mapping[str, str]
    found: list[Diagnostic]
    given: frozenset[date] = field(init=False)

    def __post_init__(self) -> None:
        self.given = frozenset(self.days)

    def add(self, code: str, place: Place, message: str, hint: str = "", other: Place | None = None) -> None:
        """Record one fault; `other` is the other place that matters."""
        related = (Span(self.record.path, *other),) if other else ()
        self.found.append(Diagnostic(code, Span(self.record.path, *place), message, hint, related=related))

    def repeat(self, rule: Rule) -> Repeat:
        """What is written of single dates, as far as it fits."""
        exceptions = self._exceptions()
        extra = self._extra(exceptions)
        changes = self._changes(exceptions, extra)
        return Repeat(
            rule,
            tuple(sorted(exceptions)),
            tuple(sorted(extra)),
            changes,
            self.written.on_holiday,
            self.written.held_until,
            Span(self.record.path, *self.written.place),
        )

    def _unknown(self, what: str, day: date, place: Place) -> None:
        near = f"离它最近的是 {listed(nearest_days(day, self.days))}。"
        self.add("E123", place, f"“{what}”的 {dated(day)}不是重复的日子", f"{near}{self.shown}")

    def _exceptions(self) -> dict[date, Place]:
        kept: dict[date, Place] = {}
        for day, place in self.written.exceptions:
            if day in kept:
                self.add("E123", place, f"“除外”的 {day} 写了两次", "请只留一处。", kept[day])
            elif day not in self.given:
                self._unknown("除外", day, place)
            else:
                kept[day] = place
        return kept

    def _extra(self, exceptions: dict[date, Place]) -> dict[date, Place]:
        kept: dict[date, Place] = {}
        for day, place in self.written.extra:
            if day in kept:
                self.add("E123", place, f"“加场”的 {day} 写了两次", "请只留一处。", kept[day])
            elif day in self.given:
                hint = (
                    "它在“除外”里，两处都删去就行。"
                    if day in exceptions
                    else "不用再加，请删去；同一天办两场的，另写一条活动。"
                )
                self.add("E123", place, f"“加场”的 {day} 本来就有一场", f"{hint}{self.shown}")
            elif day < self.days[0] and day < moment(self.record.start).date():
                self.add("E123", place, f"“加场”的 {day} 早于“开始”", f"请把“开始”提前，或另写一条活动。{self.shown}")
            else:
                kept[day] = place
        return kept

    def _changes(self, exceptions: dict[date, Place], extra: dict[date, Place]) -> tuple[Change, ...]:
        merged: dict[date, ChangeRecord] = {}
        for change in sorted(self.written.changes, key=lambda c: (c.day, c.place)):
            day = change.day
            if day in exceptions:
                hint = "没有这一场就不能改；要告诉大家不办了，只写“取消”，不写“除外”。"
                self.add("E123", change.place, f"“{change.kind}”的 {day} 在“除外”里", hint, exceptions[day])
            elif day not in self.given and day not in extra:
                self._unknown(change.kind, day, change.place)
            elif day not in merged:
                merged[day] = change
            elif twice := set(merged[day].written) & set(change.written):
                words = "、".join(sorted(_WORDS[key] for key in twice))
                self.add("E123", change.place, f"{day} 这一场的{words}写了两处", "请只留一处。", merged[day].place)
            else:
                more = {key: getattr(change, key) for key in change.written}
                merged[day] = merged[day]._replace(**more, at={**merged[day].at, **change.at})
        return tuple(self._change(change) for _, change in sorted(merged.items()))

    def _change(self, change: ChangeRecord) -> Change:
        site = place = None
        if change.venue is not None:
            site, place = self.venue(change.venue, self._span(change, "place"))
        end = change.end
        start = change.start if change.start is not None else nominal(self.event, change.day)[0]
        if end is not None and moment(end) < moment(start):
            at = change.at.get("end", change.at.get("start", change.place))
            self.add("E102", at, "结束早于开始", "请核对这一场的时间；过了半夜的，结束要写上第二天的日期。")
            end = None
        return Change(
            change.day, change.start, end, change.title, place, site,
            tuple(self.speakers.get(s, s) for s in change.speakers) if change.speakers is not None else None,
            change.summary, cast("Status | None", change.status), change.note, change.result,
            Span(self.record.path, *change.place),
        )  # fmt: skip

    def _span(self, change: ChangeRecord, key: str) -> Span:
        return Span(self.record.path, *change.at.get(key, change.place))

    def collisions(self, happening: Iterable[Occurrence]) -> None:
        """E123: a move onto a time at which another occurrence of the event begins."""
        places = {c.day: c.at.get("start", c.place) for c in self.written.changes if c.start is not None}
        first: dict[datetime, date | None] = {}
        ordered = sorted(happening, key=lambda o: (o.original in places, o.original))
        for occurrence in ordered:
            start = moment(occurrence.start)
            if start in first and occurrence.original in places and occurrence.status != "取消":
                message = f"{occurrence.original} 的改期，和 {first[start]} 那一场同时开始"
                self.add("E123", places[occurrence.original], message, f"请改到别的时间，或者写“取消”。{self.shown}")
            elif occurrence.status != "取消":
                first.setdefault(start, occurrence.original)


_WORDS = {"start": "开始", "end": "结束", "title": "名称", "venue": "地点", "speakers": "主讲", "summary": "简介", "status": "状态",
          "note": "说明", "result": "成效"}  # fmt: skip
