"""When a date of the legal year comes: the rule as officers write it, in Chinese or English, to days of a year.

Invariant: `parse` takes only what `days` can answer for some year, and reads nothing that could be meant in two ways.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from generator.almanac import lunar
from generator.almanac.lunarwords import number
from generator.base.daywords import WEEKDAYS

FORMS = "可以写：12月4日、12月1日至12月7日、5月第三个星期日、5月15日所在的周、5月、农历九月初九。"
LONGEST_OVER_NEW_YEAR = 60
"""Days of a span that ends in the next year: 12月25日至1月5日 is meant so, 12月7日至12月1日 is not."""
_LEAP_YEAR = 2000
_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
             "last": -1}  # fmt: skip
_NUMBER = r"[0-9一二三四五六七八九十]{1,3}"
_DATE = rf"(?:[0-9]{{1,2}}-[0-9]{{1,2}}|{_NUMBER}月{_NUMBER}[日号])"
_WEEK = re.compile(rf"weekof({_DATE})|({_DATE})(?:所在的?|这一?|那一?)(?:一?周|星期)")
_SPAN = re.compile(rf"({_DATE})(?:/|至|到|—+|–|~|-)(?:({_DATE})|({_NUMBER})[日号])")
_NTH = re.compile(rf"({_NUMBER})月的?(?:第({_NUMBER})个?|(最后)一?个?)(?:星期|周|礼拜)([一二三四五六日天])")
_NTH_ENGLISH = re.compile(rf"({'|'.join(_ORDINALS)})({'|'.join(_DAYS)})of({'|'.join(_MONTHS)})")
_WHOLE_MONTH = re.compile(rf"({_NUMBER})月(?:全月|整月|份)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """When in a year; `kind` says which fields count.

    `fixed`  from (month, day) to (month2, day2), where day2 is 0 for the month's last day;
    `nth`    the nth (-1 last) `weekday` (Monday 0) of a month;
    `week`   the week from Monday to Sunday that holds (month, day);
    `lunar`  the lunar day (month, day), where day is -1 for the month's last.
    """

    kind: Literal["fixed", "nth", "week", "lunar"]
    month: int
    day: int = 1
    month2: int = 0
    day2: int = 0
    nth: int = 0
    weekday: int = 0

    def days(self, year: int) -> tuple[date, date] | None:
        """First and last day in a year (of a lunar rule: the lunar year); None where that year has none."""
        if self.kind == "lunar":
            found = lunar.solar_of(year, self.month, self.day)
            return (found, found) if found else None
        if self.kind == "nth":
            return _nth(year, self.month, self.nth, self.weekday)
        start = _on(year, self.month, self.day)
        if start is None:
            return None
        if self.kind == "week":
            monday = start - timedelta(days=start.weekday())
            return monday, monday + timedelta(days=6)
        crosses = (self.month2, self.day2 or 31) < (self.month, self.day)
        end = _on(year + crosses, self.month2, self.day2)
        return (start, end) if end else None


def _on(year: int, month: int, day: int) -> date | None:
    """A day of a year; day 0 is the month's last."""
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _nth(year: int, month: int, nth: int, weekday: int) -> tuple[date, date] | None:
    last = monthrange(year, month)[1]
    found = [date(year, month, day) for day in range(1, last + 1) if date(year, month, day).weekday() == weekday]
    place = nth - 1 if nth > 0 else nth
    return (found[place], found[place]) if place < len(found) else None


@lru_cache(maxsize=512)
def parse(text: str) -> Rule:
    """The rule that a text says. `ValueError` in Chinese for what says none, or two."""
    if len(text) > 60:
        raise ValueError(f"写得太长，看不懂。{FORMS}")
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower().removeprefix("每年的").removeprefix("每年")
    for read in (_week, _nth_of, _fixed, _lunar):
        found = read(plain)
        if found is not None:
            return found
    raise ValueError(f"看不懂“{text.strip()}”是哪一天。{FORMS}")


def _week(plain: str) -> Rule | None:
    match = _WEEK.fullmatch(plain)
    return Rule("week", *_month_day(match[1] or match[2])) if match else None


def _nth_of(plain: str) -> Rule | None:
    match = _NTH.fullmatch(plain)
    if match:
        month, nth = _checked_month(match[1]), -1 if match[3] else number(match[2])
        weekday = WEEKDAYS.index(match[4].replace("天", "日"))
    else:
        named = _NTH_ENGLISH.fullmatch(plain)
        if not named:
            return None
        nth, weekday, month = _ORDINALS[named[1]], _DAYS.index(named[2]), _MONTHS.index(named[3]) + 1
    if nth is None or not (nth == -1 or 1 <= nth <= 5):
        raise ValueError("一个月最多有五个相同的星期几，第几个只能是第一到第五，或者“最后一个”。")
    return Rule("nth", month, nth=nth, weekday=weekday)


def _fixed(plain: str) -> Rule | None:
    if re.fullmatch(_DATE, plain):
        month, day = _month_day(plain)
        return Rule("fixed", month, day, month, day)
    match = _SPAN.fullmatch(plain)
    if match:
        month, day = _month_day(match[1])
        month2, day2 = _month_day(match[2] or f"{month}月{match[3]}日")
        if match[3] and day2 < day:
            raise ValueError(f"结束的{day2}日在开始的{day}日前面；跨月的请写全，如 4月28日至5月4日。")
        _checked_order(match[0], date(_LEAP_YEAR, month, day), date(_LEAP_YEAR, month2, day2))
        return Rule("fixed", month, day, month2, day2)
    whole = _WHOLE_MONTH.fullmatch(plain)
    if whole:
        month = _checked_month(whole[1])
        return Rule("fixed", month, 1, month, 0)
    return None


def _checked_order(text: str, start: date, end: date) -> None:
    """Refuse a span that goes over New Year for so long that its ends were put the wrong way round."""
    length = (end - start).days + 1 + (366 if end < start else 0)
    if end < start and length > LONGEST_OVER_NEW_YEAR:
        most = LONGEST_OVER_NEW_YEAR
        raise ValueError(
            f"“{text}”的结束在开始前面，算到下一年超过了{most}天。写反了的请对调；"
            f"真要跨年的，最多{most}天，更长的请分成两个节点。"
        )


def _lunar(plain: str) -> Rule | None:
    if re.fullmatch(rf"{_NUMBER}月[一二三四五六七八九十]+", plain):
        raise ValueError(f"“{plain}”分不清是公历还是农历：公历写成“{plain}日”，农历写成“农历{plain}”。")
    try:
        return Rule("lunar", *lunar.parse(plain))
    except ValueError as error:
        if "月" not in plain and "节气" not in str(error):
            return None
        raise


def _checked_month(text: str) -> int:
    month = number(text)
    if month is None or not 1 <= month <= 12:
        raise ValueError(f"没有“{text}月”：月份是1到12。")
    return month


def _month_day(text: str) -> tuple[int, int]:
    first, second = re.split(r"[-月]", re.sub(r"[日号]$", "", text))
    month, day = _checked_month(first), number(second)
    if day is None or not 1 <= day <= monthrange(_LEAP_YEAR, month)[1]:
        raise ValueError(f"日历上没有“{text}”这一天。")
    return month, day
