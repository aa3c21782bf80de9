"""The Chinese calendar of 1901-2099 as a table: civil dates to lunar ones, back again, and their words.

Invariant: `solar_of` undoes `lunar_of` for every day of 1901-01-01..2099-12-31; outside these days both give None.
The months follow GB/T 33661 (new moons by Beijing time), also where tables printed before it differ by a day.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from generator.almanac.lunarwords import parse

__all__ = [
    "LunarDay",
    "day_words",
    "leap_month",
    "lunar_of",
    "month_length",
    "month_words",
    "months",
    "parse",
    "solar_of",
    "words",
]

_FIRST_YEAR = 1900
_FIRST_DAY = date(1900, 1, 31).toordinal()
_RANGE = (date(1901, 1, 1).toordinal(), date(2099, 12, 31).toordinal())
_YEARS = """
    116d2 00752 00ea5 0b64a 0064b 00a9b 09556 0056a 00b59 05752
    00752 0db25 00b25 00a4b 0b4ab 002ad 0056b 04b69 00da9 0fd92
    00e92 00d25 0ba4d 00a56 002b6 095b5 006d4 00ea9 05e92 00e92
    0cd26 0052b 00a57 0b2b6 00b5a 006d4 06ec9 00749 0f693 00a93
    0052b 0ca5b 00aad 0056a 09b55 00ba4 00b49 05a93 00a95 0f52d
    00536 00aad 0b5aa 005b2 00da5 07d4a 00d4a 10a95 00a97 00556
    0cab5 00ad5 006d2 08ea5 00ea5 0064a 06c97 00a9b 0f55a 0056a
    00b69 0b752 00b52 00b25 0964b 00a4b 114ab 002ad 0056d 0cb69
    00da9 00d92 09d25 00d25 15a4d 00a56 002b6 0c5b5 006d5 00ea9
    0be92 00e92 00d26 06a56 00a57 114d6 0035a 006d5 0b6c9 00749
    00693 0952b 0052b 00a5b 0555a 0056a 0fb55 00ba4 00b49 0ba93
    00a95 0052d 08aad 00ab5 135aa 005d2 00da5 0dd4a 00d4a 00c95
    0952e 00556 00ab5 055b2 006d2 0cea5 00725 0064b 0ac97 00cab
    0055a 06ad6 00b69 17752 00b52 00b25 0da4b 00a4b 004ab 0a55b
    005ad 00b6a 05b52 00d92 0fd25 00d25 00a55 0b4ad 004b6 005b5
    06daa 00ec9 11e92 00e92 00d26 0ca56 00a57 004d6 086d5 00755
    00749 06e93 00693 0f52b 0052b 00a5b 0b55a 0056a 00b65 0974a
    00b4a 11a95 00a95 0052d 0caad 00ab5 005aa 08ba5 00da5 00d4a
    07c95 00c96 0f94e 00556 00ab5 0b5b2 006d2 00ea5 08e4a 0068b
    10c97 004ab 0055b 0cad6 00b6a 00752 09725 00b45 00a8b 0549b
"""
"""A word a lunar year from 1900: the hexadecimal digits hold the leap month in bits 13-16 (0: none) and, from bit 0 on, a
bit a month in their order (the leap month after the one it repeats) that is set where the month has 30 days."""

MONTHS = "正月 二月 三月 四月 五月 六月 七月 八月 九月 十月 冬月 腊月".split()
_TENS = ("初", "十", "廿", "卅")
_UNITS = "十一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar; `leap` where its month is a leap one (闰月)."""

    year: int
    month: int
    day: int
    leap: bool = False


Month = tuple[int, bool, int, date]
"""(month, leap, length in days, the civil date of its first day)"""


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[int, ...], tuple[tuple[int, int, bool, int], ...]]:
    """The ordinals on which months begin, and beside them (year, month, leap, length)."""
    starts: list[int] = []
    found: list[tuple[int, int, bool, int]] = []
    start = _FIRST_DAY
    for year, word in enumerate(_YEARS.split(), _FIRST_YEAR):
        bits = int(word, 16)
        leap = bits >> 13
        order = [(month, False) for month in range(1, 13)]
        if leap:
            order.insert(leap, (leap, True))
        for place, (month, is_leap) in enumerate(order):
            length = 29 + (bits >> place & 1)
            starts.append(start)
            found.append((year, month, is_leap, length))
            start += length
    return tuple(starts), tuple(found)


@lru_cache(maxsize=1)
def _places() -> dict[tuple[int, int, bool], tuple[int, int]]:
    """(year, month, leap) to (ordinal of the first day, length)."""
    starts, found = _table()
    return {entry[:3]: (start, entry[3]) for start, entry in zip(starts, found, strict=True)}


def lunar_of(day: date) -> LunarDay | None:
    """The lunar day on a civil date; None outside 1901-2099."""
    ordinal = day.toordinal()
    if not _RANGE[0] <= ordinal <= _RANGE[1]:
        return None
    starts, found = _table()
    place = bisect_right(starts, ordinal) - 1
    year, month, leap, _ = found[place]
    return LunarDay(year, month, ordinal - starts[place] + 1, leap)


def solar_of(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The civil date of a lunar day; None where the year has no such day. Day -1 is the month's last."""
    start, length = _places().get((year, month, leap), (0, 0))
    if day == -1:
        day = length
    ordinal = start + day - 1
    if not 1 <= day <= length or not _RANGE[0] <= ordinal <= _RANGE[1]:
        return None
    return date.fromordinal(ordinal)


def month_length(year: int, month: int, leap: bool = False) -> int | None:
    """29 or 30; None where the year has no such month or lies outside 1900-2099."""
    return _places().get((year, month, leap), (0, None))[1]


def leap_month(year: int) -> int:
    """The month of the lunar year that is followed by its leap month; 0 where there is none."""
    return next((month for y, month, leap in _places() if y == year and leap), 0)


def months(year: int) -> tuple[Month, ...]:
    """The months of a lunar year in order; empty outside 1900-2099."""
    starts, found = _table()
    return tuple(
        (month, leap, length, date.fromordinal(start))
        for start, (y, month, leap, length) in zip(starts, found, strict=True)
        if y == year
    )


def month_words(lunar: LunarDay) -> str:
    """正月, 闰六月, 腊月."""
    return ("闰" if lunar.leap else "") + MONTHS[lunar.month - 1]


def day_words(day: int) -> str:
    """初一, 初十, 十五, 二十, 廿三, 三十."""
    if day in (20, 30):
        return "二十" if day == 20 else "三十"
    tens, unit = divmod(day, 10)
    return _TENS[tens - 1 if day == 10 else tens] + _UNITS[unit]


def words(lunar: LunarDay) -> str:
    """A lunar day as people say it: 腊月廿三, 正月十五, 闰六月初一."""
    return month_words(lunar) + day_words(lunar.day)
