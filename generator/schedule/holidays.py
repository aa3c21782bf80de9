"""What becomes of a rule's days on official days off: as they are (照常), left out (跳过), or put off (顺延).

A day off is a holiday of the official arrangement, or a weekend without make-up work. Where the rule itself means the
weekend (every Saturday, every day, market days), only holidays count. In a year that has not been announced nothing moves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from generator.almanac.workdays import Kind, Workdays
from generator.model import Repeat, Rule


def meets_weekends(rule: Rule) -> bool:
    """True where a rule means Saturdays and Sundays as it means any day."""
    return (
        rule.kind == "market"
        or (rule.freq == "DAILY" and rule.kind == "calendar")
        or any(weekday >= 5 for _, weekday in rule.by_day)
    )


def placed(
    repeat: Repeat, days: Sequence[date], fixed: Collection[date], taken: Collection[date], workdays: Workdays
) -> list[tuple[date, date]]:
    """(the rule's day, the day on which it takes place) for those of `days` that take place.

    Days in `fixed` have something written about them and are never left out. `taken` are days that the event has anyway:
    what would be put off onto one of them, or onto one another, is left out.
    """
    if repeat.on_holiday == "照常":
        return [(day, day) for day in days]
    off: tuple[Kind, ...] = ("节假日",) if meets_weekends(repeat.rule) else ("节假日", "休息日")
    resting = [day for day in days if workdays.kind(day) in off]
    if not resting:
        return [(day, day) for day in days]
    rest = set(resting)
    occupied = {*taken, *(day for day in days if day not in rest)}
    found = []
    for day in days:
        target: date | None = day
        if day in rest:
            if repeat.on_holiday == "顺延":
                target = workdays.next_workday(day) or day
                if target in occupied and day not in fixed:
                    target = None
            elif day not in fixed:
                target = None
        if target is not None:
            occupied.add(target)
            found.append((day, target))
    return found


def unannounced(repeat: Repeat, days: Sequence[date], workdays: Workdays) -> list[int]:
    """The years of `days` of which the arrangement is not known though it decides something."""
    if repeat.on_holiday == "照常" and repeat.rule.kind != "workdays":
        return []
    return sorted(
        {day.year for day in days} - {year for year in {day.year for day in days} if workdays.announced(year)}
    )
