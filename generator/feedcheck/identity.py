"""Rules F301 to F307 and F417: what makes an event the same event on a phone, and newer or older than what is there."""

from __future__ import annotations

import re

from generator.feedcheck.feed import Event, Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.values import unescape

_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED", "COMPLETED")
_NUMBER = re.compile(r"[0-9]{1,10}")
_LARGEST = 2**31 - 1
_SAME = ("DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION", "RRULE", "STATUS")


def check_identity(feed: Feed, sink: Sink) -> None:
    """Every rule of identity and versions."""
    _uids(feed, sink)
    _twins(feed, sink)
    _versions(feed, sink)
    for event in feed.dated:
        _stamps(event, feed, sink)
        for prop in event.component.all("SEQUENCE"):
            if not _NUMBER.fullmatch(prop.value) or int(prop.value) > _LARGEST:
                message = f"SEQUENCE 的“{short(prop.value)}”不是从0起的整数"
                sink.at("F307", prop.number, message, offset=prop.at, length=len(prop.value))


def _uids(feed: Feed, sink: Sink) -> None:
    seen: dict[tuple[str, str], int] = {}
    for event in feed.dated:
        prop = event.component.first("UID")
        if prop is None or not event.uid:
            what = "没有 UID" if prop is None else "的 UID 是空的"
            sink.at("F301", prop.number if prop else event.component.number, f"{event.word}{what}", length=12)
            continue
        key = (event.uid, event.override)
        if key in seen:
            both = f"，RECURRENCE-ID“{short(event.override)}”也相同" if event.override else ""
            message = f"UID“{short(event.uid)}”已经用过{both}"
            sink.at("F302", prop.number, message, length=prop.at + len(prop.value), first=seen[key])
        seen.setdefault(key, prop.number)


def _twins(feed: Feed, sink: Sink) -> None:
    seen: dict[tuple[str, ...], Event] = {}
    for event in feed.events:
        if event.override or not event.component.text("SUMMARY"):
            continue
        key = tuple(event.component.text(name) for name in _SAME)
        first = seen.setdefault(key, event)
        if first.uid != event.uid:
            summary = short(unescape(event.component.text("SUMMARY")))
            message = f"“{summary}”和前面一条只有 UID 不同"
            sink.at("F303", event.component.number, message, length=12, first=first.component.number)


def _versions(feed: Feed, sink: Sink) -> None:
    """F417: some programs take an exception that is older than its series for one that is no longer true."""
    masters = {e.uid: e.component.text("SEQUENCE") or "0" for e in reversed(feed.dated) if not e.override}
    for event in feed.dated:
        own, whole = event.component.text("SEQUENCE") or "0", masters.get(event.uid, "")
        if event.override and _NUMBER.fullmatch(own) and _NUMBER.fullmatch(whole) and int(own) < int(whole):
            prop = event.component.first("SEQUENCE") or event.component.all("RECURRENCE-ID")[0]
            message = f"单独改动的一场，SEQUENCE 是 {own}，原来的日程是 {whole}"
            sink.at("F417", prop.number, message, length=prop.at + len(prop.value))


def _stamps(event: Event, feed: Feed, sink: Sink) -> None:
    if event.component.first("DTSTAMP") is None:
        sink.at("F304", event.component.number, f"{event.word}没有 DTSTAMP", length=12)
    for name in _STAMPS:
        for dated in event.times.get(name, ()):
            place, length = dated.offset, len(dated.text)
            if dated.moment.kind != "utc":
                message = f"{name} 的“{short(dated.text)}”不是世界时"
                sink.at("F305", dated.prop.number, message, offset=place, length=length)
            elif dated.moment.when > feed.now:
                message = f"{name} 的“{short(dated.text)}”在将来"
                sink.at("F306", dated.prop.number, message, offset=place, length=length)
