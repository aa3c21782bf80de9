"""The bytes of iCalendar (RFC 5545, RFC 7986): text and other values, a time zone, a calendar around events.

This is written by hand because feeds are what the product is for: a general library takes about twenty times as long
for an event, and folding lines (`folding`) is most of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from generator.feeds.folding import lines
from generator.gazetteer.zones import fixed_offset, offset_text

PRODID = "-//pufa//legal education calendar//ZH"
REFRESH = "PT12H"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """A text as calendars can hold it: marks that are no text left out.

    Every kind of line end (also U+2028, which some parsers split lines at) becomes one newline, a tab a space.
    """
    if not text.replace("\n", "").isprintable():
        text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
        text = _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))
    return text


def escape(text: str) -> str:
    """A TEXT value: what `plain` leaves, with backslash, semicolon, comma and newline escaped."""
    text = plain(text)
    # Most texts have none of these, and looking is several times cheaper than replacing.
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "," in text:
        text = text.replace(",", "\\,")
    if ";" in text:
        text = text.replace(";", "\\;")
    return text.replace("\n", "\\n") if "\n" in text else text


# --- values ------------------------------------------------------------------------------------------------------


def day_value(day: date) -> str:
    """A DATE value, `20250415`."""
    return f"{(day.year * 100 + day.month) * 100 + day.day:08}"


def time_value(moment: datetime) -> str:
    """A DATE-TIME value without zone, to the second: `20250415T090000`."""
    day = (moment.year * 100 + moment.month) * 100 + moment.day
    clock = (moment.hour * 100 + moment.minute) * 100 + moment.second
    return f"{day:08}T{clock:06}"  # three times as fast as strftime


def uri(text: str) -> str:
    """A URI value: what is not visible ASCII is percent-encoded, so nothing in it can end the line."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return "".join(c if "!" <= c <= "~" else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in text)


# --- time zones --------------------------------------------------------------------------------------------------


def vtimezone(tz_name: str) -> bytes:
    """The VTIMEZONE of a zone with one offset. Raises ValueError where clocks change between 2000 and 2100."""
    offset = fixed_offset(tz_name)
    if offset is None:
        raise ValueError(f"时区“{tz_name}”没有固定的时差")
    utc_offset = offset_text(offset)
    name = ZoneInfo(tz_name).tzname(datetime(2000, 1, 1)) or utc_offset
    return lines(
        (
            "BEGIN:VTIMEZONE",
            f"TZID:{tz_name}",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            f"TZOFFSETFROM:{utc_offset}",
            f"TZOFFSETTO:{utc_offset}",
            f"TZNAME:{escape(name)}",
            "END:STANDARD",
            "END:VTIMEZONE",
        )
    )


# --- the calendar ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Header:
    """What a calendar says of itself. `source` is the feed's own address, `page` that of the page for people.

    `single` is for a file with one event to add to a calendar one has: X-WR-CALNAME would make Outlook open a second
    calendar for it (MS-OXCICAL 2.1.3.1.1.17: left out of a single appointment).
    """

    name: str
    description: str
    uid: str
    source: str
    page: str
    tz_name: str
    single: bool = False


def calendar(header: Header, zone: bytes, events: Iterable[bytes]) -> bytes:
    """A whole calendar file. The zone is always in it, so that a feed without events still has a component.

    No METHOD: a feed is no invitation. No LAST-MODIFIED and no COLOR: readers that trust a date skip what changed
    without it, and the colour is the subscriber's to choose.
    """
    name, about = escape(header.name), escape(header.description)
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"UID:{escape(header.uid)}",
        f"NAME:{name}",
        f"DESCRIPTION:{about}",
        f"URL:{uri(header.page)}",
        f"SOURCE;VALUE=URI:{uri(header.source)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    if not header.single:
        head += [f"X-WR-CALNAME:{name}", f"X-WR-CALDESC:{about}", f"X-WR-TIMEZONE:{header.tz_name}"]
    return b"".join((lines(head), zone, *events, b"END:VCALENDAR\r\n"))
