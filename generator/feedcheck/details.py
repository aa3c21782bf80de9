"""Rules F316 to F321 and F324 to F326: state, title, place and address of an event."""

from __future__ import annotations

import re

from generator.feedcheck.feed import Event, Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.tree import Property
from generator.feedcheck.values import unescape, uri_fault

_CHOICES = {
    "STATUS": ("TENTATIVE", "CONFIRMED", "CANCELLED"),
    "TRANSP": ("OPAQUE", "TRANSPARENT"),
}
_SAYS_CANCELLED = re.compile("取消|停办|不办|作废|cancel", re.IGNORECASE)
_GEO = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]+)?);([+-]?[0-9]{1,3}(?:\.[0-9]+)?)")


def check_details(feed: Feed, sink: Sink) -> None:
    """Every rule of what an event tells."""
    for event in feed.events:
        _choices(event, sink)
        _title(event, sink)
        _addresses(event, sink)
        _geo(event, sink)
        _wanted(event, sink)


def _at(code: str, prop: Property, message: str, sink: Sink, hint: str = "") -> None:
    sink.at(code, prop.number, message, offset=prop.at, length=len(prop.value) or 1, hint=hint)


def _choices(event: Event, sink: Sink) -> None:
    for name, words in _CHOICES.items():
        prop = event.component.first(name)
        if prop and prop.value.strip().upper() not in words:
            _at("F317", prop, f"{name} 的“{short(prop.value)}”不在规定里", sink, f"可以写：{'、'.join(words)}。")


def _title(event: Event, sink: Sink) -> None:
    component = event.component
    title = component.first("SUMMARY")
    text = unescape(title.value) if title else ""
    if not text.strip():
        sink.at("F319", title.number if title else component.number, "日程没有标题", length=12)
    elif title and component.text("STATUS").strip().upper() == "CANCELLED" and not _SAYS_CANCELLED.search(text):
        _at("F318", title, f"取消的日程，标题还是“{short(text)}”", sink)


def _addresses(event: Event, sink: Sink) -> None:
    for name, code in (("ORGANIZER", "F316"), ("ATTENDEE", "F316"), ("URL", "F320")):
        for prop in event.component.all(name):
            fault = uri_fault(prop.value)
            if fault:
                _at(code, prop, f"{name} {fault}", sink)


def _geo(event: Event, sink: Sink) -> None:
    for prop in event.component.all("GEO"):
        found = _GEO.fullmatch(prop.value.strip())
        if found is None:
            _at("F321", prop, f"GEO 的“{short(prop.value)}”不是纬度;经度", sink)
            continue
        lat, lon = map(float, found.groups())
        if abs(lat) > 90 or abs(lon) > 180:
            swapped = abs(lon) <= 90 and abs(lat) <= 180
            hint = f"像是写反了：GEO:{found.group(2)};{found.group(1)}" if swapped else ""
            _at("F321", prop, f"GEO 的“{short(prop.value)}”超出了地球", sink, hint)


def _wanted(event: Event, sink: Sink) -> None:
    component, start = event.component, event.start
    # A day of the year takes place nowhere in particular; what has an hour has a place.
    if not component.text("LOCATION").strip() and start and start.kind != "date":
        sink.grouped_at("F324", component.number, "日程没有 LOCATION", 12)
    if component.first("URL") is None:
        sink.grouped_at("F325", component.number, "日程没有 URL", 12)
    if not component.text("CATEGORIES").strip():
        sink.grouped_at("F326", component.number, "日程没有 CATEGORIES", 12)
