"""What a month page says of a day beside its events: the lunar date, the official arrangement, the dates of the legal year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from generator.almanac import lunar
from generator.almanac.observances import Marked, observances_between
from generator.almanac.workdays import Workdays, workdays_of
from generator.base.daywords import day_after, long_day, short_day, short_days, weekday
from generator.model import Library

Notes = Mapping[date, dict[str, Any]]
NOTHING: dict[str, Any] = {"lunar": "", "rest": "", "rest_words": "", "marks": []}
MOST_COMING = 6


def notes(library: Library, first: date, last: date) -> Notes:
    """What to note on each day of first..last."""
    workdays = workdays_of(library.workdays)
    marks = _labels(observances_between(library.observances, first, last), first)
    found = {}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        rest, words = _rest(workdays, day)
        found[day] = {"lunar": lunar_label(day), "rest": rest, "rest_words": words, "marks": marks.get(day, [])}
    return found


def lunar_label(day: date) -> str:
    """廿三; on the first of a lunar month its name (腊月). Empty where no lunar date is known."""
    found = lunar.lunar_of(day)
    if found is None:
        return ""
    return lunar.month_words(found) if found.day == 1 else lunar.day_words(found.day)


def _rest(workdays: Workdays, day: date) -> tuple[str, str]:
    kind = workdays.kind(day)
    if kind == "节假日":
        return "休", f"{workdays.holiday_name(day)}假期"
    return ("班", "调休上班") if kind == "调休上班" else ("", "")


def anchor(marked: Marked) -> str:
    """The id of an observance's entry on a month page."""
    return f"o-{marked.observance.id}"


def _labels(found: Iterable[Marked], first: date) -> dict[date, list[dict[str, str]]]:
    """The labels in the table: on the day on which an observance begins, and on the first of each month it goes on in."""
    labels: dict[date, list[dict[str, str]]] = {}
    for marked in found:
        for day in _label_days(marked, first):
            labels.setdefault(day, []).append({"title": marked.full_title, "anchor": anchor(marked)})
    return labels


def _label_days(marked: Marked, first: date) -> Iterator[date]:
    day = max(marked.start, first)
    while day <= marked.end:
        yield day
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def listed(library: Library, first: date, last: date) -> list[dict[str, str]]:
    """The observances that touch first..last, for the list of a month."""
    return [_entry(marked) for marked in observances_between(library.observances, first, last)]


def coming(library: Library, as_of: date) -> list[dict[str, str]]:
    """The next observances: those that last on `as_of` and later ones, of the year to come."""
    found = observances_between(library.observances, as_of, as_of + timedelta(days=365))
    return [_entry(marked) for marked in found[:MOST_COMING]]


def _entry(marked: Marked) -> dict[str, str]:
    known = marked.observance
    return {
        "anchor": anchor(marked),
        "title": marked.full_title,
        "when": _when(marked),
        "date": marked.start.isoformat(),
        "basis": known.basis if known.verified else "",
    }


def _when(marked: Marked) -> str:
    """2026年12月4日 星期五（农历十月廿六）, 2026年12月1日 星期二 至 12月7日 星期一."""
    start, end = marked.start, marked.end
    if start != end:
        return f"{long_day(start)} 至 {day_after(end, start)} 星期{weekday(end)}"
    found = lunar.lunar_of(start)
    return long_day(start) + (f"（农历{lunar.words(found)}）" if found else "")


def arrangement(library: Library, first: date, last: date) -> str:
    """One sentence on the official arrangement of a month; empty where it has no such day."""
    workdays = workdays_of(library.workdays)
    if not workdays.announced(first.year):
        told = workdays.years and first.year > max(workdays.years)
        return f"{first.year}年的放假安排还没有公布。" if told else ""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    off = [(workdays.holiday_name(day), day) for day in days if workdays.kind(day) == "节假日"]
    work = [short_day(day) for day in days if workdays.kind(day) == "调休上班"]
    spans = [f"{short_days(group[0][1], group[-1][1])}{name}" for name, group in _runs(off)]
    parts = (f"放假：{'，'.join(spans)}。" if spans else "", f"调休上班：{'、'.join(work)}。" if work else "")
    return "".join(parts)


def _runs(off: Sequence[tuple[str, date]]) -> Iterator[tuple[str, list[tuple[str, date]]]]:
    """Days off of one name that follow each other."""
    numbered = [(name, day.toordinal() - place, day) for place, (name, day) in enumerate(off)]
    for (name, _), group in groupby(numbered, key=lambda entry: entry[:2]):
        yield name, [(name, day) for _, _, day in group]
