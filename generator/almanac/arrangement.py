"""One line of an official arrangement of days off, as officers copy it from the notice, to days and a name.

`2027-02-05/2027-02-11 春节`, `春节：2月5日（星期五）至11日（星期四）放假调休，共7天`, `2月14日（星期日）上班`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from generator.base.daywords import day_words, weekday

FORMS = "可以写：2027-02-05/2027-02-11 春节、2月5日至11日 春节、2027-01-01 元旦。"
LONGEST_LINE = 200
LONGEST = 20
"""Days off in a row at most: a longer span is a slip of the pen."""
_FULL = r"(?:(\d{4})(?:-|/|年))?(\d{1,2})(?:-|/|月)(\d{1,2})[日号]?"
_WEEKDAY = r"(?:\(?(?:星期|周|礼拜)([一二三四五六日天])\)?)?"
_SPAN = re.compile(
    rf"(?<!\d){_FULL}{_WEEKDAY}(?:(?:/|至|到|~|—+|–|--?)(?:{_FULL}|(\d{{1,2}})[日号]){_WEEKDAY})?(?!\d)", re.ASCII
)
_NOISE = re.compile(r"\([^()]*\)|放假调休|放假|调休|补班|上班|共\d+天|起|与周末连休|[:：,，;；.。、]")


def read(text: str, year: int) -> tuple[tuple[date, ...], str]:
    """The days that a line names, in order, and the name beside them ("" where there is none).

    Dates without a year are of `year`. `ValueError` in Chinese where the line names no days, or impossible ones.
    """
    if len(text) > LONGEST_LINE:
        raise ValueError(f"写得太长，看不懂。{FORMS}")
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    close = re.sub(r"(?<=[\d年月日号)]) (?=[\d(/至到~—–-])|(?<=[/至到~—–-]) (?=\d)", "", plain)
    found = list(_SPAN.finditer(close))
    if not found:
        raise ValueError(f"看不懂“{text.strip()}”是哪几天。{FORMS}")
    days: list[date] = []
    for match in found:
        days += _span(match, year)
    name = " ".join(_NOISE.sub(" ", _SPAN.sub(" ", close)).split())
    return tuple(sorted(set(days))), name.strip(" 和及与")


def _span(match: re.Match[str], year: int) -> list[date]:
    year1, month1, day1, said1, year2, month2, day2, only_day, said2 = match.groups()
    over_new_year = (
        not year1 and month1 == "12" and month2 in ("1", "01")
    )  # the notice of a year begins in the last one
    start = _date(int(year1 or year - over_new_year), int(month1), int(day1), said1)
    if not (month2 or only_day):
        return [start]
    end_month, end_day = (int(month2), int(day2)) if month2 else (start.month, int(only_day))
    end_year = (
        int(year2) if year2 else start.year + ((end_month, end_day) < (start.month, start.day) and start.month == 12)
    )
    end = _date(end_year, end_month, end_day, said2)
    length = (end - start).days + 1
    if not 1 <= length <= LONGEST:
        wrong = "结束在开始的前面" if length < 1 else f"连着{length}天，太长了"
        raise ValueError(f"{day_words(start)}到{day_words(end)}，{wrong}。请核对通知。")
    return [start + timedelta(days=n) for n in range(length)]


def _date(year: int, month: int, day: int, said: str | None) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"日历上没有{year}年{month}月{day}日。请核对通知。") from None
    right = weekday(found)
    if said and said.replace("天", "日") != right:
        raise ValueError(f"{day_words(found)}是星期{right}，不是星期{said}。请核对通知，也看看是不是写错了年份。")
    return found
