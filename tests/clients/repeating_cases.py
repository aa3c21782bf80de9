"""Everything that a repeating event can be told as: series with every kind of exception, and dates told one by one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from generator.model import Change, Event, Library, Repeat, Result, Rule
from tests.clients.makers import HECUN, QINGHU, event, library

ALONE = frozenset({"market", "lunar", "workdays", "span", "month-end", "quarter", "leap-day"})
"""Events whose rule common calendar clients misread: each date stands for itself."""


def weekly(*days: int, until: date, interval: int = 1) -> Rule:
    return Rule(freq="WEEKLY", interval=interval, by_day=tuple((0, d) for d in days), until=until)


def repeating(identifier: str, start: date | datetime, end: date | datetime, rule: Rule, **fields: Any) -> Event:
    """An event with a rule; the fields of `Repeat` among `fields` go there."""
    of_repeat = {
        k: fields.pop(k) for k in ("exceptions", "extra", "changes", "on_holiday", "held_until") if k in fields
    }
    return event(identifier, start=start, end=end, repeat=Repeat(rule, **of_repeat), **fields)


def repeating_cases() -> Library:
    """Series by the hour, all day, over night, early in the morning (UNTIL lies on another day in UTC), with exceptions,
    extra days, moves (one to before all others), cancellations, changed words; and market days, lunar dates and the like.
    """
    return library([*_series(), *_single_days(), event("once"), event("once-off", status="取消", townships=(QINGHU,))])


def _series() -> list[Event]:
    evening = datetime(2026, 3, 4, 19), datetime(2026, 3, 4, 21)
    day = date(2026, 3, 4)
    return [
        repeating(
            "weekly", *evening, weekly(2, until=date(2026, 6, 24)), title="律师坐堂夜，等您来问",
            exceptions=(date(2026, 5, 6), date(2026, 6, 10)),
            extra=(date(2026, 5, 9),),
            held_until=date(2026, 3, 11),
            changes=(
                Change(date(2026, 3, 4), start=datetime(2026, 3, 2, 19)),
                Change(date(2026, 3, 11), result=Result(attendance=30)),
                Change(date(2026, 3, 18), start=datetime(2026, 3, 19, 15)),
                Change(date(2026, 4, 1), status="取消", note="天气原因"),
                Change(date(2026, 4, 15), start=datetime(2026, 4, 15, 22), end=datetime(2026, 4, 16, 1)),
                Change(date(2026, 4, 22), title="律师坐堂夜·专场\U0001f468\u200d\U0001f469\u200d\U0001f467", place="礼贤村文化礼堂"),
                Change(date(2026, 5, 20), status="延期"),
                Change(date(2026, 6, 24), start=datetime(2026, 7, 1, 19)),
            ),
        ),
        repeating("morning", datetime(2026, 3, 1, 6), datetime(2026, 3, 1, 7), Rule(freq="DAILY", count=12),
                  exceptions=(date(2026, 3, 1), date(2026, 3, 5)), townships=(QINGHU,),
                  changes=(Change(date(2026, 3, 9), start=datetime(2026, 3, 9, 7, 30)),
                           Change(date(2026, 3, 11), status="取消"))),
        repeating("night", datetime(2026, 3, 6, 22), datetime(2026, 3, 7, 6),
                  weekly(4, until=date(2026, 6, 12), interval=2), exceptions=(date(2026, 4, 3),), status="确定"),
        repeating("all-day", day, day, Rule(freq="MONTHLY", by_day=((1, 2),), count=9), title="公共法律服务接待日",
                  exceptions=(date(2026, 5, 6),), changes=(
                      Change(date(2026, 4, 1), start=date(2026, 4, 3)),
                      Change(date(2026, 6, 3), status="取消"),
                      Change(date(2026, 7, 1), start=date(2026, 7, 1), end=date(2026, 7, 2)),
                  )),
        repeating("weekend", date(2026, 3, 7), date(2026, 3, 8), weekly(5, until=date(2026, 4, 25)),
                  exceptions=(date(2026, 3, 21),), region_wide=True),
        repeating("last-friday", datetime(2025, 1, 31, 9), datetime(2025, 1, 31, 11),
                  Rule(freq="MONTHLY", by_day=((-1, 4),), until=date(2026, 12, 31)), on_holiday="顺延"),
        repeating("twice-a-month", datetime(2026, 1, 1, 14), datetime(2026, 1, 1, 15),
                  Rule(freq="MONTHLY", by_month_day=(1, 15), count=20), on_holiday="跳过"),
        repeating("every-other-month", datetime(2026, 1, 12, 8, 30), datetime(2026, 1, 12, 10),
                  Rule(freq="MONTHLY", interval=2, by_month_day=(12,), until=date(2027, 12, 31)), village=f"{HECUN}-hecun"),
        repeating("yearly", datetime(2021, 4, 15, 9), datetime(2021, 4, 15, 11),
                  Rule(freq="YEARLY", by_month=(4,), by_month_day=(15,), count=6), held_until=date(2025, 12, 31)),
        repeating("yearly-all-day", date(2024, 12, 4), date(2024, 12, 4),
                  Rule(freq="YEARLY", by_month=(12,), by_month_day=(4,), count=5), title="国家宪法日"),
        repeating("third-sunday", datetime(2024, 5, 19, 9), datetime(2024, 5, 19, 10),
                  Rule(freq="YEARLY", by_month=(5,), by_day=((3, 6),), count=4)),
        repeating("off", *evening, weekly(1, 3, until=date(2026, 4, 30)), status="取消", note="换人",
                  changes=(Change(date(2026, 3, 17), status="确定"),)),
        repeating("later", datetime(2026, 9, 1, 9), datetime(2026, 9, 1, 9), weekly(1, until=date(2026, 9, 29)),
                  status="延期", updated=datetime(2026, 8, 1, 10)),
    ]  # fmt: skip


def _single_days() -> list[Event]:
    nine = datetime(2026, 1, 1, 9), datetime(2026, 1, 1, 11)
    return [
        repeating("market", *nine, Rule("market", digits=(3, 8), lunar=True, until=date(2026, 3, 31)),
                  changes=(Change(date(2026, 1, 16), status="取消"),)),
        repeating("lunar", date(2026, 1, 1), date(2026, 1, 1), Rule("lunar", lunar_days=((12, 23),), count=3)),
        repeating("workdays", *nine, Rule("workdays", until=date(2026, 1, 31))),
        repeating("span", *nine, Rule("span", until=date(2026, 1, 10)), exceptions=(date(2026, 1, 4),)),
        repeating("month-end", *nine, Rule(freq="MONTHLY", by_month_day=(-1,), count=6)),
        repeating("quarter", *nine, Rule(freq="MONTHLY", by_month=(1, 4, 7, 10), by_month_day=(10,), count=6)),
        repeating("leap-day", date(2024, 2, 29), date(2024, 2, 29),
                  Rule(freq="YEARLY", by_month=(2,), by_month_day=(29,), count=3)),
    ]  # fmt: skip


FOLD = 75
"""The octets of a physical line."""


def fold_cases() -> Library:
    """Titles, places and descriptions in which every kind of character stands at every place of a line's end.

    A line is folded at 75 octets; by ASCII letters before them, characters of two to four octets, joined emoji, letters
    with accents and escaped signs come to stand across that place in each way they can.
    """
    runs = {
        "cjk": "国家安全人人有责",
        "rare": "\U00020000\U0002a6df",
        "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u2764\ufe0f",
        "accents": "e\u0301n\u0303ñ",
        "signs": ',;\\"\n:',
    }
    return library(_folded(name, run, letters) for name, run in runs.items() for letters in range(FOLD + 5))


def _folded(name: str, run: str, letters: int) -> Event:
    day = datetime(2027, 1 + letters // 20, 1 + letters % 20)
    line = run.replace("\n", " ")
    return event(
        f"{name}-{letters}",
        title="a" * letters + line * 12,
        place="b" * letters + line * 6,
        summary="c" * letters + run * 12,
        start=day.replace(hour=9),
        end=day.replace(hour=10),
    )
