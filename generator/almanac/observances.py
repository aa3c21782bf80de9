"""Dates of the legal year (节点) as days with ordinals: which are when, which is the how-manieth.

Invariant: an observance has at most one happening a year, so `<id>@<year>` names it for good.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from generator.almanac.rules import parse
from generator.base.resources import data_file
from generator.model import Observance

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Marked:
    """One happening of an observance: from `start` to `end`, both included. `year` is that of its ordinal."""

    observance: Observance
    start: date
    end: date
    ordinal: int | None
    year: int

    @property
    def title(self) -> str:
        """国家宪法日."""
        return self.observance.name

    @property
    def full_title(self) -> str:
        """第十三个国家宪法日; the plain name where ordinals are not counted."""
        return (ordinal_words(self.ordinal) if self.ordinal else "") + self.observance.name


def happenings(observances: Iterable[Observance], first_year: int, last_year: int) -> tuple[Marked, ...]:
    """Every happening in these years (both included), by first day, then by id; none before the first one there was.

    Of a lunar rule the year is the lunar one: 腊月廿三 of 2026 is in February 2027.
    """
    found = []
    for observance in observances:
        rule = parse(observance.rule)
        for year in range(max(first_year, observance.first_year or first_year), last_year + 1):
            days = rule.days(year)
            if days:
                ordinal = year - observance.first_year + 1 if observance.first_year else None
                found.append(Marked(observance, *days, ordinal, year))
    return tuple(sorted(found, key=lambda m: (m.start, m.observance.id)))


def observances_between(observances: Iterable[Observance], first: date, last: date) -> tuple[Marked, ...]:
    """Every happening that touches a day of first..last, by first day, then by id."""
    around = happenings(observances, first.year - 1, last.year + 1)
    return tuple(marked for marked in around if marked.start <= last and marked.end >= first)


def ordinal_words(n: int) -> str:
    """第一个, 第十二个, 第一百零五个. From 1 to 999."""
    if not 1 <= n <= 999:
        raise ValueError(f"ordinals go from 1 to 999, not {n}")
    hundreds, rest = divmod(n, 100)
    tens, unit = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("一" if hundreds else "") + "十" if tens == 1 else _DIGITS[tens] + "十"
    elif hundreds and unit:
        words += "零"
    return f"第{words}{_DIGITS[unit] if unit else ''}个"


@lru_cache(maxsize=1)
def shipped() -> tuple[Observance, ...]:
    """The rows of `generator/data/observances.csv`; plans should have those whose basis was looked up."""
    with data_file("observances.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Observance(
                id=row["id"],
                name=row["name"],
                rule=row["rule"],
                first_year=int(row["first_year"]) if row["first_year"] else None,
                basis=row["basis"],
                verified=row["verified"] == "yes",
                remind=row["verified"] == "yes",
            )
            for row in csv.DictReader(stream)
        )


def ordinal_value(words: str) -> int | None:
    """The number of an ordinal's inside: 12, 十二, 一百零五; None where it is no number from 1 to 999."""
    if re.fullmatch(r"[0-9]{1,3}", words):
        return int(words) or None
    found = re.fullmatch(
        r"(?:([一二三四五六七八九])百[零〇]?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?", words
    )
    if not words or found is None:
        return None
    hundreds, tens, ten, unit = found.groups()
    digits = [_DIGITS.index(digit) if digit else 0 for digit in (hundreds, tens, unit)]
    return digits[0] * 100 + (digits[1] or 1) * 10 * bool(ten) + digits[2]


def nearest(observance: Observance, day: date) -> Marked | None:
    """The happening that is nearest to a day, of the year before, that year or the next; the earlier of two."""
    around = happenings((observance,), day.year - 1, day.year + 1)
    return min(around, key=lambda m: max((m.start - day).days, (day - m.end).days), default=None)
