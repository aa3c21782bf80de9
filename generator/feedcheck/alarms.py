"""Rules F322 and F323: alarms, which ring on phones of people who never asked for them."""

from __future__ import annotations

from generator.feedcheck.feed import Event, Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.tree import Component
from generator.feedcheck.values import Moment, any_moment, duration

REMINDING = "-remind.ics"
"""How the name of a calendar ends that its subscribers chose for its reminders."""


def check_alarms(feed: Feed, sink: Sink) -> None:
    """Every rule of alarms."""
    asked_for = feed.name.lower().endswith(REMINDING)
    for event in feed.dated:
        for alarm in event.component.of("VALARM"):
            if not asked_for:
                sink.at("F322", alarm.number, f"{event.word}带着提醒，文件名却不以 -remind.ics 结尾", length=12)
            fault = _fault(alarm, event)
            if fault:
                sink.at("F323", alarm.number, f"提醒{fault}", length=12)


def _fault(alarm: Component, event: Event) -> str:
    action, trigger = alarm.text("ACTION").strip().upper(), alarm.first("TRIGGER")
    if not action:
        return "没有 ACTION"
    if trigger is None:
        return "没有 TRIGGER"
    if trigger.param("VALUE").upper() == "DATE-TIME":
        read = any_moment(trigger.value)
        if not isinstance(read, Moment) or read.kind != "utc":
            return f"的 TRIGGER“{short(trigger.value)}”不是世界时"
    elif duration(trigger.value) is None:
        return f"的 TRIGGER“{short(trigger.value)}”不是一段时间"
    elif trigger.param("RELATED").upper() == "END" and not (
        event.component.first("DTEND") or event.component.first("DUE") or event.component.first("DURATION")
    ):
        return f"从结束算起，{event.word}却没有结束的时间"
    elif trigger.param("RELATED").upper() != "END" and event.component.first("DTSTART") is None:
        return f"从开始算起，{event.word}却没有开始的时间"
    return _wanted(alarm, action)


def _wanted(alarm: Component, action: str) -> str:
    """What each kind of alarm needs besides, and what it may have only once."""
    if action in ("DISPLAY", "EMAIL") and not alarm.text("DESCRIPTION").strip():
        return f"是 {action}，没有 DESCRIPTION"
    if action == "EMAIL":
        for name in ("SUMMARY", "ATTENDEE"):
            if not alarm.text(name).strip():
                return f"是 EMAIL，没有 {name}"
    if action == "AUDIO" and len(alarm.all("ATTACH")) > 1:
        return "是 AUDIO，ATTACH 却不止一个"
    if bool(alarm.first("REPEAT")) != bool(alarm.first("DURATION")):
        return "的 REPEAT 和 DURATION 要么都写，要么都不写"
    return ""
