"""Rules F201 to F210: time zones and who uses them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from generator.base.diagnostics import Span
from generator.feedcheck.feed import Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.grammar import DATED
from generator.feedcheck.rrule import read_rule
from generator.feedcheck.tree import Component, Property
from generator.feedcheck.values import Moment, any_moment, utc_offset

LARGEST = 1000
"""Octets of a VTIMEZONE, about twice what two rules of summer time need."""
_BEIJING = timedelta(hours=8)
_CHINA = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "PRC", "China Standard Time")
_LAST_SUMMER = datetime(1992, 1, 1)
"""Clocks in China were last changed in September 1991."""
_NEVER = datetime.max  # noqa: DTZ901 - naive as all wall clocks here
_TIMES = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE")
_NEEDED = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")


def check_zones(feed: Feed, sink: Sink) -> None:
    """Every rule of time zones."""
    used = _used(feed, sink)
    _definitions(feed, used, sink)
    for zone in feed.zones:
        _complete(zone, sink)
        name = zone.text("TZID").strip()
        if name.removeprefix("/").endswith(_CHINA):
            _beijing(zone, sink)
    _floating(feed, sink)


def _used(feed: Feed, sink: Sink) -> dict[str, int]:
    """Every TZID that a property names with the first content line that does. Reports F209."""
    found: dict[str, int] = {}
    for top in feed.calendar.of(*DATED):
        for component in top.walk():
            for prop in component.properties:
                zone = prop.param("TZID") if prop.params else ""
                if not zone:
                    continue
                if prop.name in _TIMES and (prop.value.endswith("Z") or "T" not in prop.value):
                    what = "世界时" if prop.value.endswith("Z") else "日期"
                    sink.at("F209", prop.number, f"{prop.name} 是{what}，不能写 TZID", length=prop.at)
                found.setdefault(zone, prop.number)
    return found


def _definitions(feed: Feed, used: dict[str, int], sink: Sink) -> None:
    defined: dict[str, Component] = {}
    for zone in feed.zones:
        name = zone.text("TZID").strip()
        if name in defined:
            message = f"时区“{short(name)}”定义了两次"
            sink.at("F202", zone.number, message, length=15, first=defined[name].number)
        defined.setdefault(name, zone)
    for name, number in used.items():
        if name not in defined:
            sink.at("F201", number, f"时区“{short(name)}”没有 VTIMEZONE", length=_tzid_length(feed, number))
    first = next((c.number for c in feed.calendar.children if c.name in DATED), None)
    for name, zone in defined.items():
        if first is not None and zone.number > first:
            sink.at("F203", zone.number, f"时区“{short(name)}”写在日程后面", length=15, first=first)
        # One zone is kept though nothing uses it: a calendar without events needs a component.
        if name not in used and len(defined) > 1:
            sink.at("F204", zone.number, f"时区“{short(name)}”没有用到", length=15)
        size = _size(feed, zone)
        if size > LARGEST:
            sink.at("F205", zone.number, f"时区“{short(name)}”有{size}个字节", length=15)


def _tzid_length(feed: Feed, number: int) -> int:
    text = feed.source.text(number)
    return max(1, text.find(":"))


def _size(feed: Feed, zone: Component) -> int:
    first, end = feed.source.range_of(zone.number)[0], feed.source.range_of(zone.end)[1]
    return sum(len(feed.source.lines[i]) + 2 for i in range(first, end))


def _complete(zone: Component, sink: Sink) -> None:
    if not zone.text("TZID").strip():
        sink.at("F208", zone.number, "时区没有 TZID", length=15)
    parts = zone.of("STANDARD", "DAYLIGHT")
    if not parts:
        sink.at("F208", zone.number, "时区里没有 STANDARD，也没有 DAYLIGHT", length=15)
    for part in parts:
        for name in _NEEDED:
            if part.first(name) is None:
                sink.at("F208", part.number, f"{part.name} 里没有 {name}", length=6 + len(part.name))
        for prop in (*part.all("TZOFFSETFROM"), *part.all("TZOFFSETTO")):
            if utc_offset(prop.value) is None:
                sink.at(
                    "F208",
                    prop.number,
                    f"{prop.name} 的“{short(prop.value)}”不是时差",
                    offset=prop.at,
                    length=len(prop.value) or 1,
                )
        for prop in (*part.all("DTSTART"), *part.all("RDATE")):
            _begins(prop, sink)
        for prop in part.all("RRULE"):
            _rule(prop, sink)


def _begins(prop: Property, sink: Sink) -> None:
    """F208 and F209: when a part of a zone begins is told by the clock that hung there before."""
    if prop.param("TZID"):
        sink.at("F209", prop.number, f"时区里的 {prop.name} 不能写 TZID", length=prop.at)
    stated = prop.param("VALUE").upper()
    if stated not in ("", "DATE-TIME"):
        sink.at("F208", prop.number, f"时区里的 {prop.name} 不能写 VALUE={short(stated)}", length=prop.at)
        return
    offset = prop.at
    for text in prop.value.split(",") if prop.name == "RDATE" else (prop.value,):
        read = any_moment(text)
        if not isinstance(read, Moment) or read.kind != "floating":
            message = f"{prop.name} 的“{short(text)}”不是钟点"
            sink.at("F208", prop.number, message, offset=offset, length=len(text) or 1)
        offset += len(text) + 1


def _rule(prop: Property, sink: Sink) -> None:
    """F401 to F404 of a zone: without its rule, summer time begins on some other day."""
    rule, faults = read_rule(prop.value)
    for fault in faults:
        sink.at("F401", prop.number, f"RRULE {fault.message}", offset=prop.at + fault.offset, length=fault.length)
    for code, name, wrong, message in (
        ("F404", rule.scale, bool(rule.scale), f"RRULE 里有 {rule.scale}"),
        ("F403", "COUNT", {"COUNT", "UNTIL"} <= rule.places.keys(), "RRULE 里 COUNT 和 UNTIL 都写了"),
        ("F402", "UNTIL", rule.until is not None and rule.until.kind != "utc", "时区里的 UNTIL 不是世界时"),
    ):
        if wrong:
            offset, length = rule.places[name]
            sink.at(code, prop.number, message, offset=prop.at + offset, length=length)


def _last(part: Component) -> datetime:
    """The last time that a part of a zone begins, as far as it can be read without expanding its rules."""
    found = [datetime.min]  # noqa: DTZ901
    for name in ("DTSTART", "RDATE"):
        for prop in part.all(name):
            found += [m.when for m in _moments(prop)]
    for prop in part.all("RRULE"):
        until = [p[6:] for p in prop.value.upper().split(";") if p.startswith("UNTIL=")]
        read = any_moment(until[0]) if until else None
        found.append(read.when if isinstance(read, Moment) else _NEVER)
    return max(found)


def _moments(prop: Property) -> Iterator[Moment]:
    for text in prop.value.split(","):
        read = any_moment(text)
        if isinstance(read, Moment):
            yield read


def _beijing(zone: Component, sink: Sink) -> None:
    """F206 and F207: +0800 all year since 1992."""
    parts = zone.of("STANDARD", "DAYLIGHT")
    latest = max((_last(p) for p in parts), default=_NEVER)
    for part in parts:
        prop = part.first("TZOFFSETTO")
        offset = utc_offset(prop.value) if prop else None
        if prop is None or offset is None or offset == _BEIJING:
            continue
        last = _last(part)
        if last >= _LAST_SUMMER or last == latest:
            sink.at("F206", prop.number, f"北京时间写成了{short(prop.value)}", offset=prop.at, length=len(prop.value))
        elif part.name == "DAYLIGHT":
            sink.at("F207", part.number, "带着1986—1991年的夏令时", length=14)


def _floating(feed: Feed, sink: Sink) -> None:
    for event in feed.dated:
        for dated in event.times.get("DTSTART", ())[:1]:
            if dated.moment.kind == "floating":
                span: Span = feed.source.span(dated.prop.number, 0, dated.offset + len(dated.text))
                sink.add("F210", span, f"DTSTART“{short(dated.text)}”没有时区，也不是世界时")
