"""Rules F108 to F122: what a calendar says of itself."""

from __future__ import annotations

from generator.feedcheck.feed import Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.tree import Component, Property
from generator.feedcheck.values import duration, unescape, uri_fault

_SHOWS = ("VTODO", "VJOURNAL", "VFREEBUSY")


def check_calendar(feed: Feed, sink: Sink) -> None:
    """Every rule of the calendar's own properties."""
    _version(feed.calendar, sink)
    _names(feed, sink)
    _refresh(feed.calendar, sink)
    _source(feed.calendar, sink)
    _others(feed.calendar, sink)
    _empty(feed, sink)


def _line(prop: Property) -> int:
    """The length of a content line."""
    return prop.at + len(prop.value)


def _version(calendar: Component, sink: Sink) -> None:
    for code, name in (("F108", "VERSION"), ("F109", "PRODID")):
        found = calendar.all(name)
        if not found:
            sink.at(code, calendar.number, f"日历里没有 {name}", length=15)
        for prop in found[1:]:
            sink.at(code, prop.number, f"{name} 写了{len(found)}次", length=_line(prop), first=found[0].number)
    version, prodid = calendar.first("VERSION"), calendar.first("PRODID")
    if version and version.value.strip() != "2.0":
        sink.at("F108", version.number, f"VERSION 是“{short(version.value)}”，不是 2.0", length=_line(version))
    if prodid and not prodid.value.strip():
        sink.at("F109", prodid.number, "PRODID 是空的", length=_line(prodid))


def _names(feed: Feed, sink: Sink) -> None:
    calendar = feed.calendar
    new, old = calendar.first("NAME"), calendar.first("X-WR-CALNAME")
    if new is None:
        sink.at("F110", calendar.number, "日历里没有 NAME", length=15)
    if old is None and not _single(feed):
        sink.at("F111", calendar.number, "日历里没有 X-WR-CALNAME", length=15)
    if new and old and unescape(new.value) != unescape(old.value):
        message = f"NAME 是“{short(new.value)}”，X-WR-CALNAME 是“{short(old.value)}”"
        sink.at("F112", old.number, message, length=_line(old), first=new.number)


def _single(feed: Feed) -> bool:
    """True for a file of one event, to be added to a calendar one has: Outlook makes a second calendar of a named one."""
    uids, pages = ({e.component.text(name) for e in feed.events} for name in ("UID", "URL"))
    return bool(feed.events) and (len(uids) == 1 or (len(pages) == 1 and pages != {""}))


def _refresh(calendar: Component, sink: Sink) -> None:
    new, old = calendar.first("REFRESH-INTERVAL"), calendar.first("X-PUBLISHED-TTL")
    if new is None:
        sink.at("F113", calendar.number, "日历里没有 REFRESH-INTERVAL", length=15)
    else:
        length = duration(new.value)
        if new.param("VALUE").upper() != "DURATION":
            sink.at("F114", new.number, "REFRESH-INTERVAL 缺少 VALUE=DURATION", length=_line(new))
        if length is None or length.total_seconds() <= 0:
            sink.at(
                "F114", new.number, f"“{short(new.value)}”不是一段时间", offset=new.at, length=max(1, len(new.value))
            )
    if old is None:
        sink.at("F115", calendar.number, "日历里没有 X-PUBLISHED-TTL", length=15)
    elif new and (duration(new.value) or new.value) != (duration(old.value) or old.value):
        message = f"REFRESH-INTERVAL 是“{short(new.value)}”，X-PUBLISHED-TTL 是“{short(old.value)}”"
        sink.at("F116", old.number, message, length=_line(old), first=new.number)


def _source(calendar: Component, sink: Sink) -> None:
    source = calendar.first("SOURCE")
    if source is None:
        sink.at("F117", calendar.number, "日历里没有 SOURCE", length=15)
        return
    if source.param("VALUE").upper() != "URI":
        sink.at("F118", source.number, "SOURCE 缺少 VALUE=URI", length=_line(source))
    fault = uri_fault(source.value)
    if fault:
        sink.at("F118", source.number, f"SOURCE 的地址{fault}", offset=source.at, length=max(1, len(source.value)))


def _others(calendar: Component, sink: Sink) -> None:
    for method in calendar.all("METHOD")[:1]:
        sink.at("F119", method.number, f"有 METHOD:{short(method.value)}", length=_line(method))
    for scale in calendar.all("CALSCALE")[:1]:
        if scale.value.strip().upper() != "GREGORIAN":
            sink.at("F120", scale.number, f"CALSCALE 是“{short(scale.value)}”", length=_line(scale))


def _empty(feed: Feed, sink: Sink) -> None:
    calendar = feed.calendar
    if not calendar.children:
        sink.at("F121", calendar.number, "日历里没有日程，也没有时区", length=15)
    elif not feed.events and calendar.of(*_SHOWS):
        other = calendar.of(*_SHOWS)[0]
        sink.at("F122", other.number, f"日历里只有 {other.name}，没有 VEVENT", length=_line_of(other))


def _line_of(component: Component) -> int:
    return len("BEGIN:") + len(component.name)
