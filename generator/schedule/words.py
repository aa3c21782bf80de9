"""A rule in plain Chinese, as people say it: 每周三, 每月第一个星期五, 农历逢五逢十."""

from __future__ import annotations

from generator.almanac.lunar import LunarDay
from generator.almanac.lunar import words as lunar_words
from generator.base.daywords import WEEKDAYS, day_words
from generator.model import Repeat, Rule

_NUMBERS = "零一二三四五六七八九十"
_HOLIDAY = {"照常": "", "跳过": "，遇放假跳过", "顺延": "，遇放假顺延到下一个工作日"}


def rule_words(rule: Rule) -> str:
    """On which days, without from when and until when."""
    months = _months(rule.by_month) if rule.kind != "calendar" or rule.freq != "YEARLY" else ""
    match rule.kind:
        case "market":
            days = "".join(f"逢{_NUMBERS[d or 10]}" for d in sorted(rule.digits, key=lambda d: d or 10))
            return f"{months}{'农历' if rule.lunar else '公历每月'}{days}"
        case "lunar":
            return "每年农历" + "、".join(_lunar(month, day) for month, day in rule.lunar_days)
        case "workdays":
            return f"{months}每个工作日"
        case _:
            return months + _calendar(rule)


def repeat_words(repeat: Repeat) -> str:
    """The rule and its end: 每周三，到2026年12月30日，遇放假跳过."""
    rule = repeat.rule
    until = rule.until
    end = f"，到{day_words(until)}" if until else f"，共{rule.count}次" if rule.count else ""
    return f"{rule_words(rule)}{end}{_HOLIDAY[repeat.on_holiday]}"


def _months(months: tuple[int, ...]) -> str:
    return "、".join(f"{m}月" for m in months) + "的" if months else ""


def _lunar(month: int, day: int) -> str:
    return "除夕" if day < 0 else lunar_words(LunarDay(2000, month, day, leap=False))


def _calendar(rule: Rule) -> str:
    if rule.by_set_pos or rule.by_week_no or rule.by_year_day or (rule.by_day and rule.by_month_day):
        return "按自定的规则"
    days = _days(rule)
    every = rule.interval
    match rule.freq:
        case "DAILY":
            if rule.by_day and not rule.by_month_day:  # days of the week on which a daily rule takes place
                return f"每{days}" if every == 1 else f"每{every}天，只在{days}"
            if rule.by_month_day:
                return f"每月{days}" if every == 1 else "按自定的规则"
            return "每天" if every == 1 else f"每{every}天"
        case "WEEKLY":
            return f"每{days}" if every == 1 else f"每{_count(every)}周的{days}"
        case "MONTHLY":
            head = "每月" if every == 1 else "每季度一次，" if every == 3 else f"每{_count(every)}个月"
            return f"{head}{days}"
        case _:
            head = "每年" if every == 1 else f"每{_count(every)}年"
            months = "、".join(f"{m}月" for m in rule.by_month)
            return f"{head}{months}{days}"


def _count(number: int) -> str:
    return {2: "两"}.get(number, _NUMBERS[number] if number <= 10 else str(number))


def _days(rule: Rule) -> str:
    if rule.by_month_day:
        return "、".join("最后一天" if d == -1 else f"倒数第{-d}天" if d < 0 else f"{d}日" for d in rule.by_month_day)
    if any(ordinal for ordinal, _ in rule.by_day):
        return "、".join(_nth(ordinal, day) for ordinal, day in rule.by_day)
    return "、".join(f"周{WEEKDAYS[day]}" for _, day in rule.by_day)


def _nth(ordinal: int, day: int) -> str:
    if ordinal < 0:
        which = "最后一个" if ordinal == -1 else f"倒数第{_NUMBERS[-ordinal] if -ordinal <= 10 else -ordinal}个"
    else:
        which = f"第{_NUMBERS[ordinal] if ordinal <= 10 else ordinal}个"
    return f"{which}星期{WEEKDAYS[day]}"
