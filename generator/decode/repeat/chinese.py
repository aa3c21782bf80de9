"""Plain Chinese rules, without white space and in half-width characters: 每两周星期三, 每月第一个星期三, 逢三逢八."""

from __future__ import annotations

import re

from generator.base.daywords import WEEKDAYS
from generator.decode.repeat.parts import On, Unit, bad, unread

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CN = "一二三四五六七八九十两廿卅"
NUMBER = rf"(?:[0-9]{{1,3}}|[{_CN}]{{1,4}})"
_WEEKDAYS = {c: n for n, c in enumerate(WEEKDAYS)} | {"天": 6}
_WD = "[一二三四五六日天]"
_WEEK = "(?:周|星期)"
_ORDINAL = "(?:第[一二三四五1-5]|首|最后一|最后1|倒数第[一二三四五1-5])"
_DAY_NUMBER = rf"(?:(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})日|第(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})天|最后一天|最后1天|倒数第(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})天|[0-9]{{1,2}})"
_UNIT = re.compile(
    rf"每?(?:(?P<half>半)年|隔(?P<apart>天|日|周|星期|个?月|年)|(?P<number>{NUMBER})?(?P<count>个)?(?P<unit>天|工作日|日|周|星期|月|季度|季|年))"
)
_NAMES = {"天": "天", "日": "天", "周": "周", "星期": "周", "月": "月", "个月": "月", "季度": "季度", "季": "季度", "年": "年",
          "工作日": "工作日"}  # fmt: skip
_WEEKDAY_LIST = re.compile(rf"{_WEEK}{_WD}+(?:、(?:{_WEEK})?{_WD}+)*")
_WEEKDAY_RANGE = re.compile(rf"{_WEEK}({_WD})(?:至|到|-|~)(?:{_WEEK})?({_WD})")
_ORDINALS = re.compile(rf"((?:{_ORDINAL}(?:个?、(?:{_ORDINAL}|[一二三四五1-5]))*))个{_WEEK}({_WD})")
_DAYS = re.compile(rf"{_DAY_NUMBER}(?:、{_DAY_NUMBER})*")
_ONE_MONTH = f"(?:[0-9]{{1,2}}|[{_CN}]{{1,2}})"
_MONTH_GROUP = re.compile(
    rf"((?:{_ONE_MONTH}月?、)*{_ONE_MONTH}月)(.+?)(?:、(?=(?:{_ONE_MONTH}月?、)*{_ONE_MONTH}月)|$)"
)
_QUARTER_MONTH = re.compile(r"(第[一二三123]个?月|首月|末月|最后一个月)(.*)")


def number(words: str) -> int | None:
    """12, 十二, 廿三, 两; None where it is no number."""
    if re.fullmatch(r"[0-9]{1,9}", words):
        return int(words)
    words = words.replace("廿", "二十").replace("卅", "三十")
    found = re.fullmatch(r"([一二三四五六七八九两])?(十)?([一二三四五六七八九])?", words)
    if not words or found is None:
        return None
    tens, ten, unit = found.groups()
    if ten is None:
        return _DIGITS[tens or unit] if not (tens and unit) else None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[unit] if unit else 0)


def normal(text: str) -> str:
    """Half-width text with one word for one thing: no white space, 星期 for 礼拜, 日 for 号, 、 in lists."""
    text = re.sub(r"\s+", "", text).replace("礼拜", "星期").replace("号", "日").replace("的", "")
    return re.sub(r"以及|[和与及跟]|[,;]", "、", text).strip("、。.")


def unit_of(text: str) -> tuple[Unit, str] | None:
    """The unit that a rule begins with, and the rest of its words; None where it begins with none."""
    found = _UNIT.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    if found["half"]:
        return Unit("月", 6), rest
    if found["apart"]:
        if found["apart"] in ("周", "星期") and re.match(_WD, rest):
            rest = f"周{rest}"
        return Unit(_NAMES[found["apart"]], 2), rest  # type: ignore[arg-type]  # the table holds the names of units
    word, count = found["unit"], found["number"]
    interval = (number(count) or 0) if count else 1
    if count and word == "日":
        bad(f"“{text}”分不清是隔几天，还是几日", f"隔几天的写“每{count}天”，每个月那一天的写“每月{count}日”。")
    if count and word in ("周", "星期") and re.match(_WD, rest) and interval > 1:
        bad(f"“{text}”有两种读法", f"请写成“每{count}周星期{rest[0]}”，或者“每月第{count}个星期{rest[0]}”。")
    if word == "月" and count and not found["count"]:
        bad(f"“{text}”分不清是隔几个月，还是几月", f"隔几个月的写“每{count}个月”，一年一次的写“每年{count}月…日”。")
    if word in ("周", "星期") and re.match(_WD, rest):
        rest = f"周{rest}"
    return Unit(_NAMES[word], interval), rest  # type: ignore[arg-type]


def on_of(text: str) -> On:
    """The days that words name: 星期三、星期五, 第一个星期三, 15日, 最后一天, 4月15日, 第二个月10日. BadValue for all else."""
    if not text:
        return On()
    if found := _QUARTER_MONTH.fullmatch(text):
        which = 3 if found[1] in ("末月", "最后一个月") else 1 if found[1] == "首月" else number(found[1][1]) or 0
        return on_of(found[2])._replace(month_of_quarter=which)
    if re.match(f"{_ONE_MONTH}月?[月、]", text) and _MONTH_GROUP.match(text):
        return _in_months(text)
    if found := _WEEKDAY_RANGE.fullmatch(text):
        first, last = _WEEKDAYS[found[1]], _WEEKDAYS[found[2]]
        if first < last:
            return On(weekdays=tuple((0, day) for day in range(first, last + 1)))
    if _WEEKDAY_LIST.fullmatch(text):
        return On(weekdays=tuple((0, _WEEKDAYS[c]) for c in re.sub(f"{_WEEK}|、", "", text)))
    if "工作日" in text:
        unread(text, "每月第一个工作日，可以写 每月1日，节假日顺延。")
    if (ordinals := _ordinals(text)) is not None:
        return On(weekdays=ordinals)
    if _DAYS.fullmatch(text):
        return On(days=tuple(_day(part) for part in text.split("、")))
    return unread(text, "农历的日子前面要写“农历”。" if re.search("[初廿]|十[一二三四五]?$", text) else "")


def _ordinals(text: str) -> tuple[tuple[int, int], ...] | None:
    found: list[tuple[int, int]] = []
    position = 0
    for group in _ORDINALS.finditer(text):
        if text[position : group.start()] not in (("",) if not position else ("、",)):
            return None
        weekday = _WEEKDAYS[group[2]]
        found += [(_ordinal(word), weekday) for word in re.split("个?、", group[1])]
        position = group.end()
    return tuple(found) if found and position == len(text) else None


def _ordinal(word: str) -> int:
    if word == "首":
        return 1
    if word.startswith("最后"):
        return -1
    ordinal = number(word[-1]) or 0
    return -ordinal if word.startswith("倒数") else ordinal


def _day(word: str) -> int:
    if word in ("最后一天", "最后1天"):
        return -1
    day = number(re.sub("^(?:倒数)?第|[日天]$", "", word)) or 0
    if not 1 <= day <= 31:
        bad(f"没有“{word}”这一天")
    return -day if word.startswith("倒数") else day


def months_of(text: str) -> tuple[int, ...] | None:
    """7月、8月 or 7月至9月 as numbers; None where it names no months. BadValue where there is no such month."""
    if span := re.fullmatch(rf"({NUMBER})月?(?:至|到|-|~)({NUMBER})月", text):
        first, last = number(span[1]) or 0, number(span[2]) or 0
        months = range(first, last + 1) if first <= last else (*range(first, 13), *range(1, last + 1))
        return _checked(tuple(months), text, first, last)
    if re.fullmatch(rf"(?:{NUMBER}月?、)*{NUMBER}月?", text):
        return _checked(tuple(number(part.rstrip("月")) or 0 for part in text.split("、")), text)
    return None


def _checked(months: tuple[int, ...], text: str, *ends: int) -> tuple[int, ...]:
    if any(not 1 <= month <= 12 for month in (*months, *ends)):
        bad(f"没有“{text}”这个月份")
    return months


def _in_months(text: str) -> On:
    """Days of named months. Two dates are one rule only where they share the month or the day."""
    pieces = []
    for found in _MONTH_GROUP.finditer(text):
        if re.fullmatch(f"[{_CN}]+月[{_CN}]+", found[0]):
            bad(f"“{found[0]}”分不清公历和农历", f"农历写“农历{found[0]}”，公历用数字写，如 4月15日。")
        pieces.append((months_of(found[1]) or (), on_of(found[2])))
    if len({months for months, _ in pieces}) > 1 and len({rest for _, rest in pieces}) > 1:
        bad(f"“{text}”是几个不同的日子，一条活动写不下", "请分成几条活动，一条一个日子。")
    days = On()
    for _, rest in pieces:
        days = On(days.weekdays + rest.weekdays, days.days + rest.days)
    return days._replace(months=tuple(sorted({month for months, _ in pieces for month in months})))
