"""The two halves of a plain rule: each of what (`Unit`), and on which of its days (`On`); together they are a `Rule`.

Invariant: a rule made here names its days itself, so it means the same from whichever of its dates it is counted.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, NoReturn

from generator.decode.values import BadValue
from generator.model import Rule

FORMS = (
    "可以写：每天、每周三、每周三、周五、每两周星期三、每月第一个星期三、每月15日、每月最后一天、每季度第一个月10日、"
    "每年4月15日、每年5月第三个星期日、每个工作日、逢三逢八、公历逢五、农历腊月廿三；"
    "后面可以接“，到2026年12月31日”“，共10次”“，除2026-10-01”“，节假日跳过”“，节假日顺延”。"
)
MOST_APART = 99
"""The largest interval: every 99 years is a slip of the hand, not a plan."""


def bad(message: str, hint: str = "") -> NoReturn:
    """Refuse a rule with E120; the accepted forms follow what is said about this one."""
    raise BadValue("E120", message, hint + FORMS)


def unread(text: str, hint: str = "") -> NoReturn:
    """Refuse words that are no rule; an empty sentence is only its end (到2026年12月31日)."""
    if not text:
        bad("没有写怎样重复")
    raise BadValue("E120", f"看不懂“{text}”", hint + FORMS)


class Unit(NamedTuple):
    """Every `interval` of these."""

    name: Literal["天", "工作日", "周", "月", "季度", "年"]
    interval: int = 1


class On(NamedTuple):
    """Days of a week, month, quarter or year.

    `weekdays` are (ordinal or 0, weekday with Monday 0), `days` numbers in the month (-1 the last), `months` of a year,
    `month_of_quarter` 1 to 3 (0: not said).
    """

    weekdays: tuple[tuple[int, int], ...] = ()
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    month_of_quarter: int = 0

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = On()


def _sorted(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def combine(unit: Unit, on: On, months: tuple[int, ...], start: date) -> Rule:
    """The rule of a unit and its days; where no day is named, it is that of `start`. BadValue where they do not fit."""
    if not 1 <= unit.interval <= MOST_APART:
        bad(f"间隔 {unit.interval} 不行，要在1到{MOST_APART}之间")
    if months and on.months:
        bad("月份写了两处", "请只写一处。")
    on = on._replace(weekdays=tuple(sorted(set(on.weekdays))), days=_sorted(on.days))
    return _KINDS[unit.name](unit, on, _sorted(months), start)


def _daily(unit: Unit, on: On, months: tuple[int, ...], _start: date) -> Rule:
    if on:
        bad("每天都办，就不用再写哪一天", "只在几天办的，改成每周、每月或每年。")
    return Rule(freq="DAILY", interval=unit.interval, by_month=months)


def _workdays(unit: Unit, on: On, months: tuple[int, ...], _start: date) -> Rule:
    if on or unit.interval != 1:
        bad("“工作日”就是每个工作日，后面不能再写哪一天")
    return Rule(kind="workdays", by_month=months)


def _weekly(unit: Unit, on: On, months: tuple[int, ...], start: date) -> Rule:
    if on.days or on.months or on.month_of_quarter:
        bad("每周后面只能写星期几")
    if any(ordinal for ordinal, _ in on.weekdays):
        bad("“第几个星期几”要和每月、每季度或每年一起写", "如 每月第一个星期三。")
    days = on.weekdays or ((0, start.weekday()),)
    return Rule(freq="WEEKLY", interval=unit.interval, by_day=days, by_month=months)


def _named_days(on: On, start: date) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    if on.weekdays and on.days:
        bad("日子和星期几不能写在一起", "请分成两条活动。")
    if any(not ordinal for ordinal, _ in on.weekdays):
        bad("没有说是第几个星期几", "如 第一个星期三；每个星期三都办的，写 每周三。")
    return on.weekdays, on.days or (() if on.weekdays else (start.day,))


def _monthly(unit: Unit, on: On, months: tuple[int, ...], start: date) -> Rule:
    if on.months or on.month_of_quarter:
        bad("每月后面不能再写几月", "一年一次的写 每年4月15日；只在几个月办的，用“月份”（months）写明。")
    by_day, by_month_day = _named_days(on, start)
    return Rule(freq="MONTHLY", interval=unit.interval, by_day=by_day, by_month_day=by_month_day, by_month=months)


def _quarterly(unit: Unit, on: On, months: tuple[int, ...], start: date) -> Rule:
    if unit.interval != 1 or months or on.months:
        bad("每季度后面不能再写间隔或几月", "如 每季度第一个月10日。")
    if not on:  # every three months from the beginning on
        return Rule(freq="MONTHLY", interval=3, by_month_day=(start.day,))
    if not (on.weekdays or on.days):
        bad("没有说是那个月的哪一天", "如 每季度第一个月10日。")
    by_day, by_month_day = _named_days(on, start)
    which = on.month_of_quarter
    if not which:  # the first Wednesday of a quarter lies in its first month, its last day in its last
        ends = {ordinal < 0 for ordinal, _ in by_day} | {day < 0 for day in by_month_day if day != 1}
        if (
            len(ends) > 1
            or any(day not in (1, -1) for day in by_month_day)
            or any(n not in (1, 2, 3, 4, -1) for n, _ in by_day)
        ):
            bad("没有说是季度里的第几个月", "如 每季度第一个月10日。")
        which = 3 if ends == {True} else 1
    return Rule(freq="MONTHLY", by_day=by_day, by_month_day=by_month_day, by_month=tuple(range(which, 13, 3)))


def _yearly(unit: Unit, on: On, months: tuple[int, ...], start: date) -> Rule:
    if on.month_of_quarter:
        bad("每年后面不能写季度里的第几个月")
    if not on and not months:
        return Rule(freq="YEARLY", interval=unit.interval, by_month_day=(start.day,), by_month=(start.month,))
    if not (on.months or months):
        bad("每年后面没有说是几月", "如 每年4月15日、每年5月第三个星期日。")
    by_day, by_month_day = _named_days(on, start)
    found = _sorted(on.months or months)
    return Rule(freq="YEARLY", interval=unit.interval, by_day=by_day, by_month_day=by_month_day, by_month=found)


_KINDS = {"天": _daily, "工作日": _workdays, "周": _weekly, "月": _monthly, "季度": _quarterly, "年": _yearly}
