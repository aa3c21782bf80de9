"""The grammar of RRULE (RFC 5545, section 3.3.10): a rule as numbers, or what is wrong and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.feedcheck.finding import short
from generator.feedcheck.values import Moment, Wrong, any_moment

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SIGNED = re.compile(r"[+-]?[0-9]{1,3}")
_BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_LISTS: dict[str, tuple[int, int, bool]] = {
    "BYSECOND": (0, 60, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
"""Least and greatest number of each list, and whether it may count from the end."""
_FORBIDDEN = {
    "BYMONTHDAY": ("WEEKLY",),
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYWEEKNO": ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY"),
}
_CLOCK = ("BYSECOND", "BYMINUTE", "BYHOUR")


@dataclass(slots=True)
class Rule:
    """A rule. `lists` has the numbers of each BY part; `days` of BYDAY are (ordinal or 0, 0 for Monday)."""

    freq: str = ""
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    week_start: int = 0
    days: list[tuple[int, int]] = field(default_factory=list)
    lists: dict[str, list[int]] = field(default_factory=dict)
    scale: str = ""
    """RSCALE or SKIP where the rule has one: no common program understands it."""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where each part stands in the value: offset and length."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a part of a rule, and where in the value that part stands."""

    message: str
    offset: int
    length: int


def read_rule(value: str) -> tuple[Rule, list[Fault]]:
    """A rule as far as it could be read, with everything wrong with its parts."""
    rule, faults, offset = Rule(), [], 0
    for part in value.split(";"):
        name, equals, text = part.partition("=")
        name = name.strip().upper()
        if not equals:
            message = f"“{short(part)}”不是“名称=值”" if part else "有空的一段（多了分号）"
        elif name in rule.places:
            message = f"{short(name)} 写了两次"
        else:
            rule.places[name] = (offset, len(part))
            message = _part(rule, name, text.strip().upper())
        if message:
            faults.append(Fault(message, offset, max(1, len(part))))
        offset += len(part) + 1
    if "FREQ" not in rule.places:
        faults.append(Fault("没有 FREQ", 0, 1))
    for name, message in _together(rule):
        faults.append(Fault(message, *rule.places[name]))
    return rule, faults


def _part(rule: Rule, name: str, text: str) -> str:
    """Take in one part. Gives what is wrong with it, or nothing."""
    if name == "FREQ":
        rule.freq = text
        return "" if text in FREQUENCIES else f"FREQ 的“{short(text)}”不在规定里"
    if name in ("INTERVAL", "COUNT"):
        if not _NUMBER.fullmatch(text) or int(text) < 1:
            return f"{name} 的“{short(text)}”不是从1起的整数"
        setattr(rule, name.lower(), int(text))
        return ""
    if name == "UNTIL":
        return _until(rule, text)
    if name == "WKST":
        rule.week_start = DAYS.index(text) if text in DAYS else 0
        return "" if text in DAYS else f"WKST 的“{short(text)}”不是星期"
    if name in ("RSCALE", "SKIP"):
        rule.scale = name
        return ""
    if name == "BYDAY":
        return _days(rule, text)
    if name in _LISTS:
        return _numbers(rule, name, text)
    return f"不认识“{short(name)}”"


def _until(rule: Rule, text: str) -> str:
    read = any_moment(text)
    if isinstance(read, Wrong):
        return f"UNTIL 的{read.message}"
    rule.until = read
    return ""


def _days(rule: Rule, text: str) -> str:
    for word in text.split(","):
        found = _BYDAY.fullmatch(word)
        ordinal = int(found.group(1) or 0) if found else 0
        if found is None or abs(ordinal) > 53 or (found.group(1) and not ordinal):
            return f"BYDAY 的“{short(word)}”不是星期"
        rule.days.append((ordinal, DAYS.index(found.group(2))))
    return ""


def _numbers(rule: Rule, name: str, text: str) -> str:
    least, most, signed = _LISTS[name]
    numbers = rule.lists[name] = []
    for word in text.split(","):
        number = int(word) if _SIGNED.fullmatch(word) else None
        if number is None or not least <= (abs(number) if signed else number) <= most:
            span = f"{least} 到 {most}" + (f"、-{most} 到 -{least}" if signed else "")
            return f"{name} 的“{short(word)}”不在 {span} 之间"
        numbers.append(number)
    return ""


def _together(rule: Rule) -> list[tuple[str, str]]:
    """Parts that do not go together: (part, what is wrong)."""
    found = [
        (name, f"{name} 不能和 FREQ={rule.freq} 一起用")
        for name, frequencies in _FORBIDDEN.items()
        if name in rule.lists and rule.freq in frequencies
    ]
    if any(ordinal for ordinal, _ in rule.days):
        if rule.freq not in ("MONTHLY", "YEARLY"):
            found.append(("BYDAY", "“第几个星期几”只能和 FREQ=MONTHLY 或 YEARLY 一起用"))
        elif "BYWEEKNO" in rule.lists:
            found.append(("BYDAY", "“第几个星期几”不能和 BYWEEKNO 一起用"))
    if "BYSETPOS" in rule.lists and not rule.days and len(rule.lists) == 1:
        found.append(("BYSETPOS", "BYSETPOS 要和别的 BY 一起用"))
    return found


def clock_parts(rule: Rule) -> list[str]:
    """The parts that name hours, which a rule of whole days must not have."""
    return [name for name in _CLOCK if name in rule.lists]
