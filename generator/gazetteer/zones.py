"""Time zones whose clocks never change: the only ones a short VTIMEZONE can tell truthfully."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


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
