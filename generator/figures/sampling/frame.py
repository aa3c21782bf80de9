"""The frame: everything that can be drawn, with what weights may ask of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from generator.figures.opendata.tables import opened_day
from generator.model import Library, Occurrence, Site
from generator.periods import period_id

Kind = Literal["occurrence", "site"]
Drawable = Literal["all", "occurrence", "site"]
SIZES = ("没填", "少", "中", "多")
"""Classes of attendance: not reported, under 50, 50 to 199, 200 and more."""
_LIMITS = (50, 200)


class Item(NamedTuple):
    """One thing that can be drawn. `townships` are codes, none for what concerns the whole region.

    `checked`: there is a finding from an earlier round; `visited`: one of its townships had any.
    """

    kind: Kind
    id: str
    day: date | None
    townships: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    stage: str = ""
    form: str = ""
    size: str = ""
    checked: bool = False
    visited: bool = False


class BadPeriod(ValueError):
    """A stretch of time that cannot be read; the words are for the officer."""


_PERIOD = re.compile(r"(\d{4})(?:[Qq]([1-4])|年第?([1-4一二三四])季度|[-年](\d{1,2})月?|年)?")
_QUARTERS = "一二三四"


def period_of(text: str) -> str:
    """2025, 2025Q2 or 2025-04 from what an officer wrote (2025年4月, 2025年第二季度); "" is all time."""
    clean = unicodedata.normalize("NFKC", text).strip()
    if clean in ("", "全部", "all"):
        return ""
    found = _PERIOD.fullmatch(clean) if len(clean) < 20 else None
    if found:
        year, quarter, words, month = found.groups()
        if words:
            quarter = words if words in "1234" else str(_QUARTERS.index(words) + 1)
        if quarter:
            return f"{year}Q{quarter}"
        if month is None:
            return year
        if 1 <= int(month) <= 12:
            return f"{year}-{int(month):02d}"
    raise BadPeriod(f"看不懂时段“{text[:20]}”。可以写：2025、2025Q2（2025年第二季度）、2025-04（2025年4月）。")


def _inside(day: date, period: str) -> bool:
    every = "year" if len(period) == 4 else "quarter" if "Q" in period else "month"
    return not period or period_id(every, day) == period  # type: ignore[arg-type]  # the three words are of Every


def frame_of(
    library: Library,
    occurrences: Iterable[Occurrence],
    as_of: date,
    *,
    kind: Drawable = "all",
    period: str = "",
    but: str = "",
) -> tuple[Item, ...]:
    """What can be drawn on a day, by kind and id: occurrences held in the period, cultural sites that are open.

    Findings count as earlier where they were made by that day, and not in the round `but` (the one that is drawn).
    """
    earlier = [i for i in library.inspections if i.round != but and i.finding and i.checked and i.checked <= as_of]
    checked = {(i.kind, i.item) for i in earlier}
    happened = tuple(occurrences)
    places = {o.id: o.event.townships for o in happened}  # a joint event was seen for each of its townships
    visited = {
        t for i in earlier for t in (i.township, *(places.get(i.item, ()) if i.kind == "occurrence" else ())) if t
    }
    group = {t.code: t.group for t in library.region.townships}

    def where(codes: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
        return tuple(dict.fromkeys(filter(None, (group.get(c, "") for c in codes)))), bool(visited & {*codes})

    items: list[Item] = []
    if kind != "site":
        for o in happened:
            if o.status == "已办" and o.first_day <= as_of and _inside(o.first_day, period):
                groups, was = where(o.event.townships)
                items.append(Item(
                    "occurrence", o.id, o.first_day, o.event.townships, groups, o.event.stage, o.event.form, _size(o),
                    ("occurrence", o.id) in checked, was,
                ))  # fmt: skip
    if kind != "occurrence":
        for s in library.sites:
            if _open(s, as_of):
                groups, was = where((s.township,))
                items.append(
                    Item("site", s.id, None, (s.township,), groups, checked=("site", s.id) in checked, visited=was)
                )
    return tuple(sorted(items, key=lambda i: (i.kind, i.id)))


def _open(site: Site, as_of: date) -> bool:
    opened = opened_day(site.opened)
    return site.status == "开放" and (opened is None or opened <= as_of)


def _size(occurrence: Occurrence) -> str:
    result = occurrence.event.result
    if result is None or result.attendance is None:
        return SIZES[0]
    return SIZES[1 + sum(result.attendance >= limit for limit in _LIMITS)]
