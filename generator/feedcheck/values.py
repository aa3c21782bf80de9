"""Values of iCalendar properties: moments, durations, distances from UTC, addresses, text. A reader gives a value or says what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from generator.feedcheck.finding import short

Kind = Literal["date", "floating", "zoned", "utc"]
KIND_WORDS: dict[Kind, str] = {
    "date": "日期",
    "floating": "没有时区的时间",
    "zoned": "带时区的时间",
    "utc": "世界时",
}
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)")
_DURATION = re.compile(
    r"([+-]?)P(?:([0-9]{1,6})W|(?:([0-9]{1,6})D)?(?:T(?=[0-9])(?:([0-9]{1,6})H(?![0-9]+S))?(?:([0-9]{1,6})M)?(?:([0-9]{1,8})S)?)?)"
)
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-5][0-9])([0-5][0-9])?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:[!-~]+")
_WEB = re.compile(r"https?://[^/?#]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a time. `when` is the wall clock at `zone`, or UTC; of a day it is midnight."""

    kind: Kind
    when: datetime
    zone: str = ""

    def alike(self, other: Moment) -> bool:
        """True where both are written in one way: both days, both in UTC, or both in the same zone."""
        return self.kind == other.kind and self.zone == other.zone

    @property
    def instant(self) -> datetime | None:
        """The moment in UTC (without zone); None where no such zone is known. A floating time counts as UTC."""
        if self.kind != "zoned":
            return self.when
        try:
            return self.when.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC).replace(tzinfo=None)
        except (KeyError, ValueError, OSError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value could not be read, in Chinese."""

    message: str


def moment(text: str, zone: str = "", value: str = "") -> Moment | Wrong:
    """A DATE or DATE-TIME; `zone` and `value` are the parameters TZID and VALUE."""
    day = _DATE.fullmatch(text)
    found = day or _TIME.fullmatch(text)
    if found is None:
        return Wrong(f"“{short(text)}”不是日期，也不是时间")
    try:
        read = _day(day) if day else _time(found, zone)
    except ValueError:
        return Wrong(f"没有“{short(text)}”这一天或这一刻")
    if day and value != "DATE":
        return Wrong(f"“{short(text)}”是日期，缺少 VALUE=DATE")
    if not day and value == "DATE":
        return Wrong(f"写了 VALUE=DATE，“{short(text)}”却是时间")
    return read


def _day(found: re.Match[str]) -> Moment:
    year, month, day = map(int, found.groups())
    return Moment("date", datetime(year, month, day))


def _time(found: re.Match[str], zone: str) -> Moment:
    *numbers, utc = found.groups()
    year, month, day, hour, minute, second = map(int, numbers)
    when = datetime(year, month, day, hour, minute, min(second, 59) if second == 60 else second)  # a leap second
    return Moment("utc" if utc else "zoned" if zone else "floating", when, "" if utc else zone)


def period(text: str, zone: str = "") -> Moment | Wrong:
    """The beginning of a PERIOD: two times, or a time and a length."""
    begin, _, rest = text.partition("/")
    start, length = moment(begin, zone), duration(rest)
    if isinstance(start, Wrong) and "T" in begin:
        return start
    if isinstance(start, Moment):
        end = moment(rest, zone)
        later = isinstance(end, Moment) and end.alike(start) and end.when > start.when
        if later or (length is not None and length > timedelta(0)):
            return start
    return Wrong(f"“{short(text)}”不是一段时间：应当写“开始/结束”或“开始/时长”")


def period_of(text: str) -> Moment | Wrong:
    """As `period`, for a list of spans of time: they are all in UTC."""
    read = period(text)
    if isinstance(read, Moment) and read.kind != "utc":
        return Wrong(f"“{short(text)}”不是世界时")
    return read


def any_moment(text: str) -> Moment | Wrong:
    """A DATE or DATE-TIME whose form alone says which, as in UNTIL."""
    return moment(text, "", "DATE" if "T" not in text else "")


def duration(text: str) -> timedelta | None:
    """A DURATION, or None."""
    found = _DURATION.fullmatch(text)
    if found is None or text[-1] in "PT":
        return None
    sign, weeks, days, hours, minutes, seconds = found.groups()
    length = timedelta(
        weeks=int(weeks or 0),
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
    )
    return -length if sign == "-" else length


def utc_offset(text: str) -> timedelta | None:
    """A UTC-OFFSET such as `+0800`, or None."""
    found = _OFFSET.fullmatch(text)
    if found is None or text.startswith(("-0000", "-000000")):
        return None
    sign, hours, minutes, seconds = found.groups()
    if int(hours) > 23:
        return None
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return -offset if sign == "-" else offset


def uri_fault(text: str) -> str:
    """What is wrong with an absolute address, or nothing."""
    if not text.strip():
        return "是空的"
    if not text.isascii() or not text.isprintable() or " " in text:
        return f"里有没编码的字符：“{short(text)}”"
    if not _URI.fullmatch(text):
        return f"不完整：“{short(text)}”"
    if text[:5].lower() in ("http:", "https") and not _WEB.match(text):
        return f"缺少域名：“{short(text)}”"
    return ""


def unescape(text: str) -> str:
    """A TEXT value as people read it; a wrong escape stands as it is."""
    return _ESCAPE.sub(lambda m: "\n" if m.group(1) in "nN" else m.group(1), text) if "\\" in text else text


_ESCAPE = re.compile(r"\\([\\;,nN])")


def after(day: date, days: int) -> date | None:
    """So many days later; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
