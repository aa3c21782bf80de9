"""The part of an event's page that tells of its occurrences, where there is more than one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generator.almanac.lunar import lunar_of
from generator.almanac.lunar import words as lunar_words
from generator.base.daywords import short_day, span_words, weekday
from generator.model import Event, Occurrence, Result
from generator.pages.page import anchor_of
from generator.schedule import nominal
from generator.schedule.words import repeat_words

MOST_COMING = 24


def series(event: Event, happenings: Sequence[Occurrence], as_of: date) -> dict[str, Any]:
    """The rule in words, what is to come (the next ones, and how many more) and what was, newest first."""
    repeat = event.repeat
    lunar = repeat is not None and (repeat.rule.kind == "lunar" or repeat.rule.lunar)
    coming = [o for o in happenings if o.last_day >= as_of]
    past = [o for o in happenings if o.last_day < as_of]
    return {
        "rule": repeat_words(repeat) if repeat else "",
        "coming": [_row(o, event, lunar) for o in coming[:MOST_COMING]],
        "more": max(0, len(coming) - MOST_COMING),
        "past": [_row(o, event, lunar) for o in reversed(past)],
        "held": sum(o.status == "已办" for o in past),
    }


def _row(occurrence: Occurrence, event: Event, lunar: bool) -> dict[str, Any]:
    own = occurrence.event
    day = occurrence.first_day
    name = lunar_of(day) if lunar else None
    return {
        "at": anchor_of(occurrence),
        "date": day.isoformat(),
        "when": span_words(occurrence.start, occurrence.end),
        "lunar": f"农历{lunar_words(name)}" if name else "",
        "status": occurrence.status,
        "title": own.title if own.title != event.title else "",
        "place": own.place if own.place != event.place else "",
        "before": _before(occurrence, event),
        "note": own.note if own.note != event.note else "",
        "result": _result(own.result),
    }


def _before(occurrence: Occurrence, event: Event) -> str:
    """When the rule would have it, where it takes place at another time: 10月7日 周三 14:00."""
    if occurrence.original is None or event.repeat is None:
        return ""
    start, end = nominal(event, occurrence.original)
    if (start, end) == (occurrence.start, occurrence.end):
        return ""
    day = occurrence.original
    clock = "" if event.all_day else f" {start:%H:%M}"
    return f"{short_day(day)} 周{weekday(day)}{clock}"


def _result(result: Result | None) -> str:
    if result is None:
        return ""
    parts = []
    if result.attendance is not None:
        staff = f"（其中工作人员{result.staff}人）" if result.staff is not None else ""
        parts.append(f"{result.attendance}人参加{staff}")
    if result.responses and result.satisfied is not None:
        parts.append(f"收回评价{result.responses}份，满意{result.satisfied}份")
    if result.summary:
        parts.append(result.summary)
    return "；".join(parts)
