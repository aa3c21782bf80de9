"""`pufa dates`: every date of one event with weekday, lunar date, holiday, time and state, as a table or as CSV."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from generator.almanac.lunar import lunar_of
from generator.almanac.lunar import words as lunar_words
from generator.almanac.workdays import Workdays, workdays_of
from generator.base.daywords import weekday
from generator.base.diagnostics import nearest
from generator.model import Event, Library, Occurrence
from generator.schedule import nominal, occurrences_of, order

HEAD = ("场次", "日期", "星期", "农历", "节假日", "时间", "状态", "说明")
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of an event that are shown, a row each under `HEAD`, and how many are over and not among them."""

    event: Event
    rows: tuple[tuple[str, ...], ...]
    hidden: int
    total: int
    over: bool = False
    """True where all are over, so that all of them are shown."""


def find_event(library: Library, word: str) -> Event | str:
    """The event of that id, of that occurrence's id, or with that part in its title; else why not, in Chinese."""
    by_id = {event.id: event for event in library.events}
    clean = unicodedata.normalize("NFKC", word).strip()
    found = by_id.get(clean) or by_id.get(clean.partition("@")[0])
    if found is not None:
        return found
    titled = [event for event in library.events if clean and clean in unicodedata.normalize("NFKC", event.title)]
    if len(titled) == 1:
        return titled[0]
    if titled:
        names = "\n".join(f"  {event.id}  {event.title}" for event in titled[:_MOST_NAMED])
        more = f"\n  ……共 {len(titled)} 场" if len(titled) > _MOST_NAMED else ""
        return f"名称里有“{word}”的活动不止一个，请写编号：\n{names}{more}"
    words = {event.title: event for event in library.events} | by_id
    near = nearest(clean[:60], words)
    hint = f"是不是 {words[near].id}（{words[near].title}）？" if near else "编号写在活动的“编号”（id）里。"
    return f"没有编号是“{word}”、名称里也没有这几个字的活动。{hint}"


def dates_of(event: Event, library: Library, as_of: date, *, everything: bool) -> Dates:
    """The dates from `as_of` on, or all of them with `everything` or where all are over."""
    workdays = workdays_of(library.workdays)
    happening = sorted(occurrences_of(event, workdays), key=order)
    ahead = [o for o in happening if o.last_day >= as_of]
    shown = happening if everything else ahead or happening
    rows = tuple(_row(occurrence, event, workdays) for occurrence in shown)
    return Dates(event, rows, len(happening) - len(shown), len(happening), over=not ahead)


def _row(occurrence: Occurrence, event: Event, workdays: Workdays) -> tuple[str, ...]:
    day = occurrence.first_day
    lunar = lunar_of(day)
    return (
        occurrence.id,
        day.isoformat(),
        weekday(day),
        lunar_words(lunar) if lunar else "",
        _kind(day, workdays),
        _clock(occurrence),
        occurrence.status,
        _note(occurrence, event),
    )


def _kind(day: date, workdays: Workdays) -> str:
    kind = workdays.kind(day)
    if kind == "节假日":
        return f"放假（{workdays.holiday_name(day)}）"
    return {None: "未公布", "调休上班": "调休上班", "休息日": "周末", "工作日": ""}[kind]


def _clock(occurrence: Occurrence) -> str:
    start, end = occurrence.start, occurrence.end
    if not isinstance(start, datetime):
        return "全天" if end == start else f"全天，到 {end}"
    if not isinstance(end, datetime) or end == start:
        return f"{start:%H:%M}"
    return f"{start:%H:%M}-{end:%H:%M}" if end.date() == start.date() else f"{start:%H:%M} 到 {end:%Y-%m-%d %H:%M}"


def _note(occurrence: Occurrence, event: Event) -> str:
    notes = []
    original = occurrence.original
    repeat = event.repeat
    if original is not None and repeat is not None:
        planned = nominal(event, original)[0]
        by_hand = any(change.day == original and change.start is not None for change in repeat.changes)
        if occurrence.start != planned:
            notes.append(f"由 {original} {'改期' if by_hand else '顺延'}")
        if original in repeat.extra:
            notes.append("加场")
        if occurrence.event.title != event.title:
            notes.append(occurrence.event.title)
        if (occurrence.event.place, occurrence.event.site) != (event.place, event.site):
            notes.append(f"地点：{occurrence.event.place}")
    if occurrence.event.note:
        notes.append(occurrence.event.note)
    return "；".join(notes)


def as_text(dates: Dates) -> str:
    """A table whose columns stand below one another where Chinese characters are two columns wide."""
    count = f"共 {dates.total} 场"
    if dates.hidden:
        count += f"，其中 {dates.hidden} 场已过，没有列出（加 --all 全部列出）"
    elif dates.over:
        count += "，全部已经过去，列出全部"
    return "\n".join([f"{dates.event.title}（{dates.event.id}）：{count}", *_aligned([HEAD, *dates.rows])])


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def as_csv(dates: Dates) -> str:
    """The rows for a spreadsheet: with a byte order mark, and no cell that it would take for a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEAD)
    writer.writerows(
        [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row] for row in dates.rows
    )
    return f"\ufeff{stream.getvalue()}"
