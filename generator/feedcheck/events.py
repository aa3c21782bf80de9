"""Rules F308 to F315: when an event begins and ends."""

from __future__ import annotations

from datetime import time, timedelta

from generator.feedcheck.feed import Dated, Event, Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.values import KIND_WORDS, Moment, after, duration

_MIDNIGHT = time(0, 0)
_DAY = timedelta(days=1)


def check_events(feed: Feed, sink: Sink) -> None:
    """Every rule of beginning and end."""
    for event in feed.dated:
        component = event.component
        if component.name == "VEVENT" and component.first("DTSTART") is None:
            sink.at("F308", component.number, "日程没有 DTSTART", length=12)
        name = "DUE" if component.name == "VTODO" else "DTEND"
        end, length = component.first(name), component.first("DURATION")
        if end and length:
            sink.at("F312", length.number, f"{name} 和 DURATION 都写了", length=length.at, first=end.number)
        _duration(event, sink)
        ends = event.times.get(name)
        if component.name == "VFREEBUSY":
            _utc(event, sink)
        if event.start and ends:
            _end(event.start, ends[0], sink)


def _utc(event: Event, sink: Sink) -> None:
    """The times of VFREEBUSY are in UTC, so that they mean the same everywhere."""
    for name in ("DTSTART", "DTEND"):
        for dated in event.times.get(name, ()):
            if dated.moment.kind != "utc":
                message = f"{name} 的“{short(dated.text)}”不是世界时"
                sink.at("F309", dated.prop.number, message, offset=dated.offset, length=len(dated.text))


def _end(start: Moment, end: Dated, sink: Sink) -> None:
    moment, number, place, size = end.moment, end.prop.number, end.offset, len(end.text)
    if (start.kind == "date") != (moment.kind == "date") or (start.kind == "floating") != (moment.kind == "floating"):
        message = f"DTSTART 是{KIND_WORDS[start.kind]}，{end.prop.name} 是{KIND_WORDS[moment.kind]}"
        sink.at("F313", number, message, offset=place, length=size)
    elif start.kind == "date":
        if moment.when <= start.when:
            next_day = after(start.when, 1)
            hint = (
                f"只有一天的，写 {end.prop.name};VALUE=DATE:{next_day:%Y%m%d}，或者不写 {end.prop.name}。"
                if next_day
                else ""
            )
            message = f"全天日程从 {start.when:%Y-%m-%d} 到 {moment.when:%Y-%m-%d}，一天也没有"
            sink.at("F310", number, message, offset=place, length=size, hint=hint)
    elif _length(start, moment) is not None:
        _timed(start, end, sink)


def _length(start: Moment, end: Moment) -> timedelta | None:
    """From beginning to end; None where zones are not known."""
    if start.alike(end):
        return end.when - start.when
    first, last = start.instant, end.instant
    return None if first is None or last is None else last - first


def _timed(start: Moment, end: Dated, sink: Sink) -> None:
    moment = end.moment
    length = _length(start, moment)
    if length is not None and length <= timedelta(0):
        message = f"结束 {moment.when:%Y-%m-%d %H:%M} 不晚于开始 {start.when:%Y-%m-%d %H:%M}"
        sink.at("F311", end.prop.number, message, offset=end.offset, length=len(end.text))
    elif start.kind != "utc" and start.alike(moment) and start.when.time() == _MIDNIGHT:
        last = moment.when.time()
        if last == _MIDNIGHT or (last.hour, last.minute) == (23, 59):
            message = f"从零点到{'零点' if last == _MIDNIGHT else '23:59'}，像是全天"
            sink.at("F315", end.prop.number, message, offset=end.offset, length=len(end.text))


def _duration(event: Event, sink: Sink) -> None:
    for prop in event.component.all("DURATION"):
        length = duration(prop.value)
        if length is None:
            fault = f"“{short(prop.value)}”不是一段时间"
        elif length < timedelta(0):
            fault = f"“{short(prop.value)}”是负的"
        elif event.start and event.start.kind == "date" and length % _DAY:
            fault = f"“{short(prop.value)}”不是整天，日程却是全天的"
        else:
            continue
        sink.at("F314", prop.number, f"DURATION {fault}", offset=prop.at, length=len(prop.value) or 1)
