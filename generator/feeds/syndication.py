"""News feeds: Atom (RFC 4287) and JSON Feed 1.1 of what is new and what changed.

An entry for each publication that changed something, and one for each event that is coming or was lately held, the last
changed first. Invariant: time and status are those of the calendar feeds, and no entry changes its id.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape
from typing import NamedTuple

from generator.base.artifacts import Artifact
from generator.feeds import words
from generator.feeds.entry import Numbers
from generator.feeds.ics import uri
from generator.feeds.vevent import STATUS, Setting, stamp, uid
from generator.gazetteer.zones import offset_text
from generator.model import Occurrence
from generator.schedule import moment, order

ATOM_PATH = "feeds/events.atom"
JSON_PATH = "feeds/events.json"
NEWS_TAG = "更新"
LOOK_BACK = timedelta(days=90)
MOST = 200

_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Compiled where it is first needed, for that takes ten milliseconds."""


class News(NamedTuple):
    """What one publication changed: its day, a title, the changes a line each, and the address of its page."""

    day: date
    title: str
    lines: tuple[str, ...]
    address: str


def selected(occurrences: Sequence[Occurrence], as_of: date) -> list[Occurrence]:
    """What is coming and what ended in the last 90 days, newest first; of more than 200 the nearest to `as_of`."""
    recent = [o for o in occurrences if o.last_day >= as_of - LOOK_BACK]
    if len(recent) > MOST:
        recent = sorted(recent, key=lambda o: (_distance(o, as_of), order(o)))[:MOST]
    return sorted(recent, key=order, reverse=True)


def _distance(occurrence: Occurrence, as_of: date) -> int:
    """Days from a day to the nearest one of an occurrence: what has begun and is not over is as near as can be."""
    nearest = min(max(as_of, occurrence.first_day), occurrence.last_day)
    return abs((nearest - as_of).days)


def _dated(
    occurrences: Sequence[Occurrence], setting: Setting, numbers: Mapping[str, Numbers]
) -> list[tuple[datetime, Occurrence]]:
    """What is told of single events and when it last changed (in UTC), the last changed first."""
    found = []
    for occurrence in selected(occurrences, setting.as_of):
        known = numbers.get(occurrence.id) or numbers.get(occurrence.event.id)
        modified = known.modified if known else None
        found.append((modified or stamp(occurrence, setting), occurrence))
    return sorted(found, key=lambda pair: (pair[0], order(pair[1])), reverse=True)


def atom(
    occurrences: Sequence[Occurrence],
    setting: Setting,
    news: Sequence[News] = (),
    numbers: Mapping[str, Numbers] | None = None,
) -> Artifact:
    """The Atom feed."""
    site, region = setting.site, setting.library.region
    dated = _dated(occurrences, setting, numbers or {})
    told = [(moment(item.day) - setting.offset, item) for item in news]
    newest = max([when for when, _ in (*dated, *told)], default=datetime(2020, 1, 1))
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n',
        f"<id>{_urn('feed', setting)}</id>\n",
        f"<title>{_xml(_name(setting))}</title>\n",
        f"<updated>{_utc(newest)}</updated>\n",
        f"<author><name>{_xml(region.publisher)}</name></author>\n",
        f'<link rel="self" type="application/atom+xml" href={_attribute(uri(site.url + ATOM_PATH))}/>\n',
        f'<link rel="alternate" type="text/html" href={_attribute(uri(site.url))}/>\n',
    ]
    parts += [_news_entry(item, when, setting) for when, item in told]
    parts += [_entry(occurrence, stamped, setting) for stamped, occurrence in dated]
    parts.append("</feed>\n")
    return Artifact(ATOM_PATH, "".join(parts).encode())


def _entry(occurrence: Occurrence, stamped: datetime, setting: Setting) -> str:
    event, library = occurrence.event, setting.library
    page = setting.page(event)
    return "".join(
        (
            "<entry>\n",
            f"<id>{_urn(occurrence.id, setting)}</id>\n",
            f"<title>{_xml(words.title(occurrence, library))}</title>\n",
            f"<updated>{_utc(stamped)}</updated>\n",
            f'<link rel="alternate" type="text/html" href={_attribute(uri(page))}/>\n',
            *(f"<category term={_attribute(term)}/>\n" for term in words.kinds(event, library)),
            f'<content type="text">{_xml(_text(occurrence, setting))}</content>\n',
            "</entry>\n",
        )
    )


def _news_entry(item: News, when: datetime, setting: Setting) -> str:
    text = "\n".join(item.lines)
    return "".join(
        (
            "<entry>\n",
            f"<id>{_urn(_news_id(item), setting)}</id>\n",
            f"<title>{_xml(item.title)}</title>\n",
            f"<updated>{_utc(when)}</updated>\n",
            f'<link rel="alternate" type="text/html" href={_attribute(uri(setting.site.url + item.address))}/>\n',
            f'<category term="{NEWS_TAG}"/>\n',
            f'<content type="text">{_xml(text)}</content>\n',
            "</entry>\n",
        )
    )


def _news_id(item: News) -> str:
    return f"changes/{item.day}"


def json_feed(
    occurrences: Sequence[Occurrence],
    setting: Setting,
    news: Sequence[News] = (),
    numbers: Mapping[str, Numbers] | None = None,
) -> Artifact:
    """The JSON Feed.

    `_event` is for programs: `start` and `end` (the last day, included, where `all_day`), `status` in iCalendar's words,
    `state` in the officer's (计划、确定、已办、取消、延期), `location`.
    """
    site = setting.site
    region = setting.library.region
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _plain(_name(setting)),
        "home_page_url": uri(site.url),
        "feed_url": uri(site.url + JSON_PATH),
        "description": _plain(f"{region.name}新增和变动的法治宣传教育活动，以及即将举办和最近九十天内的活动。"),
        "language": "zh-CN",
        "authors": [{"name": _plain(region.publisher)}],
        "items": [
            *(_news_item(item, setting) for item in news),
            *(_item(o, when, setting) for when, o in _dated(occurrences, setting, numbers or {})),
        ],
    }
    return Artifact(JSON_PATH, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def _news_item(item: News, setting: Setting) -> dict[str, object]:
    return {
        "id": _urn(_news_id(item), setting),
        "url": uri(setting.site.url + item.address),
        "title": _plain(item.title),
        "content_text": _plain("\n".join(item.lines)),
        "date_modified": _utc(moment(item.day) - setting.offset),
        "tags": [NEWS_TAG],
    }


def _item(occurrence: Occurrence, when: datetime, setting: Setting) -> dict[str, object]:
    event, library = occurrence.event, setting.library
    page = setting.page(event)
    return {
        "id": uid(occurrence.id, library),
        "url": uri(page),
        "title": _plain(words.title(occurrence, library)),
        "content_text": _plain(_text(occurrence, setting)),
        "date_modified": _utc(when),
        "tags": [_plain(kind) for kind in words.kinds(event, library)],
        "_event": {
            "start": _local(occurrence.start, setting),
            "end": _local(occurrence.end, setting),
            "all_day": event.all_day,
            "status": STATUS[occurrence.status],
            "state": occurrence.status,
            "location": _plain(words.location(event, library)),
        },
    }


def _text(occurrence: Occurrence, setting: Setting) -> str:
    """When and where, then what the calendar entry says."""
    event, library = occurrence.event, setting.library
    about = words.description(occurrence, library, setting.page(event))
    return f"时间：{time_text(occurrence)}\n地点：{words.location(event, library)}\n{about}"


def time_text(occurrence: Occurrence) -> str:
    """When, for people: `2025-04-15 09:00—11:00`, `2025-12-01—2025-12-07`. An end at midnight is 24:00."""
    start, end = occurrence.start, occurrence.end
    first, last = occurrence.first_day.isoformat(), occurrence.last_day.isoformat()
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return first if first == last else f"{first}—{last}"
    begins = f"{first} {start:%H:%M}"
    if end <= start:
        return begins
    clock = "24:00" if end.date() != occurrence.last_day else f"{end:%H:%M}"
    return f"{begins}—{clock}" if first == last else f"{begins}—{last} {clock}"


def _name(setting: Setting) -> str:
    return f"{setting.library.region.name}法治宣传教育活动"


def _urn(identifier: str, setting: Setting) -> str:
    """A permanent IRI that does not depend on the site's address."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"pufa:{setting.library.region.code}:{identifier}").urn


def _utc(moment: datetime) -> str:
    return f"{moment.isoformat()[:19]}Z"


def _local(when: date | datetime, setting: Setting) -> str:
    """A day as it is; a moment with its distance from UTC."""
    if not isinstance(when, datetime):
        return when.isoformat()
    return when.isoformat()[:19] + offset_text(setting.offset, ":")


def _plain(text: str) -> str:
    """Text without the marks that XML and JSON readers refuse."""
    return text if text.replace("\n", "").isprintable() else re.sub(_NOT_XML, "", text)


def _xml(text: str) -> str:
    return escape(_plain(text), quote=False)


def _attribute(text: str) -> str:
    return f'"{escape(_plain(text))}"'
