"""An event as schema.org/Event in JSON-LD: the same time, place and status as the page and the feeds tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from generator import addresses
from generator.feeds.words import SAMPLE_MARK
from generator.model import Event, Occurrence
from generator.world import World

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_STATUS = {"取消": "EventCancelled", "延期": "EventPostponed"}


def event_data(world: World, event: Event, happenings: Sequence[Occurrence], where: str) -> str:
    """JSON-LD for the head of an event's page, safe inside <script>; a list where it happens more than once."""
    region = world.library.region
    address = {"@type": "PostalAddress", "addressCountry": "CN", "addressLocality": region.name, "streetAddress": where}
    name = f"{SAMPLE_MARK}{event.title}" if world.library.is_sample(event) else event.title
    shared: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": name,
        "url": world.site.url + addresses.event(event.id),
        "inLanguage": "zh-CN",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": where, "address": address},
        "organizer": {"@type": "Organization", "name": event.organiser or region.publisher, "url": world.site.url},
    }
    if event.summary:
        shared["description"] = event.summary
    zone = _zone(region.timezone)
    found = [
        {
            **shared,
            "startDate": _stamp(o.start, zone),
            "endDate": _stamp(o.end, zone),
            "eventStatus": f"https://schema.org/{_STATUS.get(o.status, 'EventScheduled')}",
        }
        for o in happenings
    ]
    text = _ENCODER.encode(found[0] if len(found) == 1 else found)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _stamp(when: date | datetime, zone: ZoneInfo) -> str:
    """2025-04-15T09:00:00+08:00, or the day alone."""
    return when.replace(tzinfo=zone).isoformat() if isinstance(when, datetime) else when.isoformat()
