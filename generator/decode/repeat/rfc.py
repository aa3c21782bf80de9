"""RRULE of RFC 5545 (3.3.10), read strictly: what two clients would read in two ways is refused, part by part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from generator.decode import values as v
from generator.decode.values import BadValue
from generator.model import Rule

_FREQS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LIMITS = {
    "BYMONTH": (1, 12, False), "BYMONTHDAY": (1, 31, True), "BYYEARDAY": (1, 366, True), "BYWEEKNO": (1, 53, True),
    "BYSETPOS": (1, 366, True),
}  # fmt: skip
"""Least and largest number of a part, and whether it may count from the end."""
_HOURS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_HINT = "请照 RFC 5545 改正；不熟悉的，改用普通的写法，如 每月第一个星期三，到2026年12月31日。"
_REPLACE = {"BYHOUR": "几点", "BYMINUTE": "几分", "BYSECOND": "几秒"}


def looks_like(text: str) -> bool:
    """True for text that is meant as an RRULE."""
    return re.match(r"(?:RRULE:\s*)?[A-Z]+=", text, re.IGNORECASE) is not None


def _bad(part: str, why: str) -> BadValue:
    return BadValue("E120", f"RRULE 的 {part} {why}", _HINT)


def rule_of(text: str, start: date) -> Rule:
    """The rule; days it leaves open are those of `start`. BadValue (E120) names the part that is wrong."""
    parts = _parts(text)
    freq = parts.pop("FREQ", "")
    if freq not in _FREQS:
        raise _bad("FREQ", f"写的是“{freq}”，只能是 {'、'.join(_FREQS)}")
    found: dict[str, Any] = {name: _READERS[name](name, value) for name, value in parts.items()}
    if "COUNT" in found and "UNTIL" in found:
        raise _bad("COUNT", "和 UNTIL 只能写一个")
    _check(freq, found)
    rule = Rule(
        freq=freq,  # type: ignore[arg-type]  # one of _FREQS
        interval=found.get("INTERVAL", 1),
        by_day=found.get("BYDAY", ()),
        by_month_day=found.get("BYMONTHDAY", ()),
        by_month=found.get("BYMONTH", ()),
        by_set_pos=found.get("BYSETPOS", ()),
        by_week_no=found.get("BYWEEKNO", ()),
        by_year_day=found.get("BYYEARDAY", ()),
        week_start=found.get("WKST", 0),
        until=found.get("UNTIL"),
        count=found.get("COUNT"),
    )
    return _filled(rule, start)


def parse_rrule(text: str, offset: timedelta = timedelta(hours=8)) -> Rule:
    """A rule as feeds publish it: UNTIL may be a moment in UTC, whose day is told in the zone `offset` east of it."""

    def local(match: re.Match[str]) -> str:
        return f"UNTIL={datetime.strptime(match[1], '%Y%m%dT%H%M%S') + offset:%Y%m%d}"  # noqa: DTZ007 - local from here on

    return rule_of(re.sub(r"\bUNTIL=([0-9]{8}T[0-9]{6})Z", local, text), date(2000, 1, 1))


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in re.sub(r"^RRULE:\s*", "", text.upper()).rstrip(";").split(";"):
        name, mark, value = (piece.strip() for piece in part.partition("="))
        if name in _HOURS:
            raise _bad(name, f"不能写：{_REPLACE[name]}由“开始”决定")
        if name in ("RSCALE", "SKIP"):
            if (name, value) == ("RSCALE", "GREGORIAN"):
                continue
            raise _bad(name, "不能写：农历的日子请用“农历”或“集市”")
        if not mark or not value or name not in ("FREQ", *_READERS):
            raise _bad(f"“{part.strip()[:20]}”", "看不懂，应是“名称=值”，中间用分号隔开")
        if name in parts:
            raise _bad(name, "写了两次")
        parts[name] = value
    return parts


def _whole(name: str, value: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", value) or int(value) < 1 or (name == "INTERVAL" and int(value) > 999):
        raise _bad(name, f"写的是“{value[:20]}”，要写大于零的整数" + ("，不超过999" if name == "INTERVAL" else ""))
    return int(value)


def _numbers(name: str, value: str) -> tuple[int, ...]:
    low, high, ends = _LIMITS[name]
    found = set()
    for word in value.split(","):
        if (
            not re.fullmatch(r"[+-]?[0-9]{1,3}", word)
            or not low <= abs(int(word)) <= high
            or (int(word) < 0 and not ends)
        ):
            raise _bad(name, f"里有“{word[:20]}”，要在{low}到{high}之间" + ("，倒数写负数" if ends else ""))
        found.add(int(word))
    return tuple(sorted(found))


def _days(name: str, value: str) -> tuple[tuple[int, int], ...]:
    found = set()
    for word in value.split(","):
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?([A-Z]{2})", word)
        if match is None or match[2] not in _WEEKDAYS or not (match[1] is None or 1 <= abs(int(match[1])) <= 53):
            raise _bad(name, f"里有“{word[:20]}”，要写 MO、TU、WE、TH、FR、SA、SU，第几个写在前面，如 1WE、-1FR")
        found.add((int(match[1] or 0), _WEEKDAYS.index(match[2])))
    return tuple(sorted(found))


def _until(name: str, value: str) -> date:
    match = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", value)
    if match is None:  # 20261231T160000Z is a day in London and the next one here
        raise _bad(name, f"写的是“{value[:20]}”，只写日期，如 UNTIL=20261231（这一天也算）")
    try:
        return v.day("-".join(match.groups()))
    except BadValue as error:
        raise _bad(name, f"写的是“{value}”，{error.message.partition('：')[0]}") from None


def _weekday(name: str, value: str) -> int:
    if value not in _WEEKDAYS:
        raise _bad(name, f"写的是“{value[:20]}”，要写 MO 到 SU 中的一个")
    return _WEEKDAYS.index(value)


_READERS: dict[str, Callable[[str, str], Any]] = {
    "INTERVAL": _whole, "COUNT": _whole, "UNTIL": _until, "BYDAY": _days, "WKST": _weekday,
    **dict.fromkeys(_LIMITS, _numbers),
}  # fmt: skip


def _check(freq: str, found: dict[str, Any]) -> None:
    """What 3.3.10 forbids, and what readers are known to read in different ways."""
    ordinals = [ordinal for ordinal, _ in found.get("BYDAY", ()) if ordinal]
    if ordinals and freq not in ("MONTHLY", "YEARLY"):
        raise _bad("BYDAY", "里的“第几个”只能和 MONTHLY、YEARLY 一起写")
    if ordinals and len(ordinals) < len(found["BYDAY"]):
        raise _bad("BYDAY", "里有的写了“第几个”，有的没有写")
    if ordinals and freq == "MONTHLY" and max(map(abs, ordinals)) > 5:
        raise _bad("BYDAY", "里的“第几个”超过了5，一个月没有这么多")
    if ordinals and "BYWEEKNO" in found:
        raise _bad("BYDAY", "里的“第几个”不能和 BYWEEKNO 一起写")
    if "BYMONTHDAY" in found and freq == "WEEKLY":
        raise _bad("BYMONTHDAY", "不能和 WEEKLY 一起写")
    if "BYYEARDAY" in found and freq != "YEARLY":
        raise _bad("BYYEARDAY", "只能和 YEARLY 一起写")
    if "BYWEEKNO" in found and freq != "YEARLY":
        raise _bad("BYWEEKNO", "只能和 YEARLY 一起写")
    if "BYWEEKNO" in found and ("BYDAY" not in found or {"BYYEARDAY", "BYMONTHDAY"} & set(found)):
        raise _bad("BYWEEKNO", "要和 BYDAY 一起写，也不能再写 BYMONTHDAY、BYYEARDAY")
    if "BYSETPOS" in found and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"} & set(found):
        raise _bad("BYSETPOS", "要和别的 BY… 一起写")
    if "BYSETPOS" in found and freq in ("DAILY", "WEEKLY"):
        raise _bad("BYSETPOS", "只能和 MONTHLY、YEARLY 一起写")


def _filled(rule: Rule, start: date) -> Rule:
    """The rule with the days it leaves to the beginning written out."""
    if rule.by_day or rule.by_month_day or rule.by_year_day or rule.freq == "DAILY":
        return rule
    if rule.freq == "WEEKLY":
        return replace(rule, by_day=((0, start.weekday()),))
    if rule.freq == "MONTHLY":
        return replace(rule, by_month_day=(start.day,))
    return replace(rule, by_month_day=(start.day,), by_month=rule.by_month or (start.month,))
