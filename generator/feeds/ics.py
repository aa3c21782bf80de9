"""The bytes of iCalendar (RFC 5545, RFC 7986): text, folded lines, a time zone, a calendar around events.

Invariant: whatever goes in, what comes out is UTF-8 without BOM in lines of at most 75 octets that end in CRLF, each of
which decodes by itself. This is written by hand because feeds are what the product is for: a general library takes
about ten times as long for an event, and folding is most of that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

PRODID = "-//pufa//legal education calendar//ZH"
REFRESH = "PT12H"
LIMIT = 75
"""Octets of a physical line without its CRLF (RFC 5545, section 3.1)."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def escape(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and newline escaped; marks that are no text left out.

    Every kind of line end (also U+2028, which some parsers split lines at) becomes one newline, a tab a space.
    """
    if not text.replace("\n", "").isprintable():
        text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
        text = _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))
    # Most texts have none of these, and looking is several times cheaper than replacing.
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "," in text:
        text = text.replace(",", "\\,")
    if ";" in text:
        text = text.replace(";", "\\;")
    return text.replace("\n", "\\n") if "\n" in text else text


# --- folding -----------------------------------------------------------------------------------------------------

_INSIDE, _ALONE, _UNKNOWN = 0, 1, 2
_OCTETS = tuple(
    _INSIDE if 0x80 <= octet < 0xC0 else _ALONE if octet < 0x80 or 0xE4 <= octet <= 0xE9 else _UNKNOWN
    for octet in range(256)
)
"""What an octet says of a fold before it: inside a character; the start of one that never attaches to the one before
(ASCII and the CJK ideographs U+4000 to U+9FFF); the start of one that may."""
_MARKS = frozenset(c.encode() for c in "、。《》〈〉「」『』【】〔〕“”‘’…—，；：？！（）０１２３４５６７８９")
"""Other signs of Chinese text that stand alone; known here so that no table of Unicode is asked for them."""
_WATCHED = frozenset(b"\\\x8d")
"""Last octets after which a cut needs a look: a backslash (escape pair) and the end of U+200D (joiner)."""


def lines(content: Iterable[str]) -> bytes:
    """Content lines (escaped, without line ends) as physical lines, CRLF included.

    A fold falls between characters, never inside an escape pair, and not before a combining mark or inside a joined
    emoji unless that run alone is longer than half a line.
    """
    out = []
    for line in content:
        data = line.encode()
        out.append(data if len(data) <= LIMIT else _folded(data))
    out.append(b"")
    return b"\r\n".join(out)


def _folded(data: bytes) -> bytes:
    parts = []
    start, end, size = 0, LIMIT, len(data)
    while size > end:
        cut = end
        while not (kind := _OCTETS[data[cut]]):
            cut -= 1
        if data[cut - 1] in _WATCHED or (kind == _UNKNOWN and data[cut : cut + 3] not in _MARKS):
            cut = _careful_cut(data, start, cut)
        parts.append(data[start:cut])
        start = cut
        end = cut + LIMIT - 1  # the space that marks a continuation counts
    parts.append(data[start:])
    return b"\r\n ".join(parts)


def _careful_cut(data: bytes, start: int, cut: int) -> int:
    """The last good place for a fold at or before `cut`, which is already between characters."""
    place, floor = cut, cut - LIMIT // 2
    while place > floor:
        if _in_escape_pair(data, start, place):
            place -= 1
        elif _joined(data, start, place):
            place = _previous(data, place)
        else:
            return place
    return cut - 1 if _in_escape_pair(data, start, cut) else cut


def _in_escape_pair(data: bytes, start: int, place: int) -> bool:
    """True where an odd run of backslashes ends at `place`; a line never starts inside a pair."""
    run = place
    while run > start and data[run - 1] == 0x5C:
        run -= 1
    return (place - run) % 2 == 1


def _previous(data: bytes, place: int) -> int:
    place -= 1
    while data[place] & 0xC0 == 0x80:
        place -= 1
    return place


def _character(data: bytes, place: int) -> str:
    end = place + 1
    while end < len(data) and data[end] & 0xC0 == 0x80:
        end += 1
    return data[place:end].decode()


def _flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _joined(data: bytes, start: int, place: int) -> bool:
    """True where the characters on both sides of `place` are seen as one sign."""
    after = _character(data, place)
    if unicodedata.category(after) in ("Mn", "Mc", "Me") or after == "\u200d":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":  # skin tones, tags
        return True
    position = _previous(data, place)
    before = _character(data, position)
    if before == "\u200d":
        return True
    flags = 0
    while _flag(after) and _flag(before):  # flags are pairs of letters: only inside a pair is it joined
        flags += 1
        if position <= start:
            break
        position = _previous(data, position)
        before = _character(data, position)
    return flags % 2 == 1


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


@lru_cache(maxsize=32)
def fixed_offset(tz_name: str) -> timedelta | None:
    """Time ahead of UTC in a zone whose clocks never change between 2000 and 2100, else None (also: no such zone).

    Whole minutes. The zone's rules are looked at every week of that time.
    """
    try:
        zone = ZoneInfo(tz_name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError; "Asia" is a folder
        return None
    first = datetime(2000, 1, 1, tzinfo=UTC)
    found = {(first + timedelta(days=7 * week)).astimezone(zone).utcoffset() for week in range(52 * 101)}
    offset = found.pop()
    return offset if not found and offset is not None and offset % timedelta(minutes=1) == timedelta(0) else None


def offset_text(offset: timedelta, separator: str = "") -> str:
    """`+0800`, or with a separator `+08:00`."""
    minutes = offset // timedelta(minutes=1)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{separator}{abs(minutes) % 60:02}"


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
