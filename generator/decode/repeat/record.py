"""A repeating event as decoded: its rule, and every single date with the place where it was written.

Invariant: nothing is resolved here; whether a date is one that the rule gives is the check's question.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from generator.base.diagnostics import visible
from generator.decode import values as v
from generator.decode.fields import Faults, Values, texts
from generator.decode.outcome import count_nodes, result_of
from generator.decode.repeat import rfc, wording
from generator.decode.repeat.cells import Dated
from generator.decode.repeat.parts import FORMS
from generator.model import OnHoliday, Result, Rule
from generator.read.tree import Node, Scalar

Place = tuple[int, int, int, str]
"""Line, column, length and words of a value: a span without its path, which all values of a file share."""
Day = tuple[date, Place]
Times = tuple[date | datetime, date | datetime]


class ChangeRecord(NamedTuple):
    """What is written of one occurrence. `written` are the keys that it gives; `at` says where its references stand."""

    day: date
    place: Place
    kind: str
    """改期, 取消 or 更改: under which key it stands."""
    start: date | datetime | None = None
    end: date | datetime | None = None
    title: str | None = None
    venue: str | None = None
    speakers: tuple[str, ...] | None = None
    summary: str | None = None
    status: str | None = None
    note: str | None = None
    result: Result | None = None
    at: dict[str, Place] = {}  # noqa: RUF012 - a NamedTuple's default; never changed

    @property
    def written(self) -> tuple[str, ...]:
        """The fields that differ from the event's."""
        return tuple(key for key in CHANGED if getattr(self, key) is not None)


_PLACED = ("until", "count", "held_until", "on_holiday")
CHANGED = ("start", "end", "title", "venue", "speakers", "summary", "status", "note", "result")


class RepeatRecord(NamedTuple):
    """How an event repeats, as written. `rule` is None where it could not be read; a fault has told why."""

    place: Place
    rule: Rule | None
    form: str = "words"
    """`words`, `rrule` or `keys` (a mapping): a hint shows how to go on in the same way."""
    exceptions: tuple[Day, ...] = ()
    extra: tuple[Day, ...] = ()
    changes: tuple[ChangeRecord, ...] = ()
    on_holiday: OnHoliday = "照常"
    held_until: date | None = None
    at: dict[str, Place] = {}  # noqa: RUF012 - a NamedTuple's default; never changed


def place_of(node: Node) -> Place:
    """The place of a node."""
    return (node.line, node.column, node.length, node.cell)


def repeat_of(values: Values, times: Times | None, faults: Faults) -> RepeatRecord | None:
    """The repetition of an event's fields, None where it has none. `times` are its first beginning and end."""
    if "repeat" not in values.nodes:
        for key in ("except", "cancel", "held_until"):
            if key in values.nodes:
                faults.add(
                    "E120", values.nodes[key], "只有重复的活动才写这一项，可是没有写“重复”", f"请补上“重复”。{FORMS}"
                )
        return None
    written = values.get("repeat")
    place = place_of(values.nodes["repeat"])
    start = times[0] if times else date(2000, 1, 1)
    day = start.date() if isinstance(start, datetime) else start
    if written is None:
        return RepeatRecord(place, None)
    found = (
        wording.of_sentence(written, day, faults)
        if isinstance(written, Scalar)
        else wording.of_mapping(written, day, faults)
    )
    form = "keys" if isinstance(written, Values) else "rrule" if rfc.looks_like(written.text.strip()) else "words"
    source: Values = values if isinstance(written, Scalar) else written
    said = tuple((left_out, place) for left_out in found.exceptions) if found else ()
    return RepeatRecord(
        place,
        found.rule if found else None,
        form,
        (*said, *_days(source.get("except"))),
        _days(source.get("extra")),
        _changes(source, times, faults) if times else (),
        source.get("on_holiday") or (found and found.on_holiday) or "照常",
        source.get("held_until"),
        {
            key: place_of(nodes[key])
            for nodes, keys in ((source.nodes, _PLACED), (values.nodes, ("duration",)))
            for key in keys
            if key in nodes
        },
    )


def _days(found: list[Dated] | None) -> tuple[Day, ...]:
    return tuple((dated.day, place_of(dated.node)) for dated in found or ())


def _changes(source: Values, times: Times, faults: Faults) -> tuple[ChangeRecord, ...]:
    found = [
        ChangeRecord(dated.day, place_of(dated.node), "改期", *when, at={"start": place_of(dated.beside)})
        for dated in source.get("move") or ()
        if dated.beside is not None and (when := _moved(dated.beside, dated.day, times, faults))
    ]
    found += [
        ChangeRecord(dated.day, place_of(dated.node), "取消", status="取消", note=dated.beside or None)
        for dated in source.get("cancel") or ()
    ]
    moved = {change.day: change.start for change in found}
    found += [_change(values, moved, times, faults) for values in source.get("change") or () if values.get("date")]
    return tuple(found)


def _change(values: Values, moved: Mapping[date, date | datetime | None], times: Times, faults: Faults) -> ChangeRecord:
    """`moved` is where 改期 puts occurrences: an end that is only a clock is meant on that day."""
    day: date = values.get("date")
    start = end = None
    if isinstance(node := values.get("start"), Scalar) and (when := _moved(node, day, times, faults)):
        start, end = when
    if isinstance(node := values.get("end"), Scalar):
        end = _end(node, start or moved.get(day) or at_hour(day, times[0]), faults)
    result: Values | None = values.get("result")
    speakers = values.get("speaker")
    return ChangeRecord(
        day, place_of(values.nodes["date"]), "更改", start, end,
        title=values.get("title") or None,
        venue=values.get("place") or None,
        speakers=texts(speakers) if speakers else None,
        summary=values.get("summary") or None,
        status=values.get("status"),
        note=values.get("note") or None,
        result=result_of(result) if result else None,
        at={key: place_of(node) for key, node in {**values.nodes, **(count_nodes(result) if result else {})}.items()},
    )  # fmt: skip


def at_hour(day: date, start: date | datetime) -> date | datetime:
    """`day` with the hours of an event that begins at `start`."""
    return datetime.combine(day, start.time()) if isinstance(start, datetime) else day


def _moved(
    node: Scalar, day: date, times: Times, faults: Faults
) -> tuple[date | datetime, date | datetime | None] | None:
    """Where an occurrence of `day` goes: a date keeps the hours, hours alone keep the date."""
    try:
        try:
            start, end = v.when(node.text)
        except v.BadValue as bad:
            try:
                start, end = v.when(f"{day} {node.text}")
            except v.BadValue:
                raise bad from None
    except v.BadValue as bad:
        faults.add(bad.code, node, visible(bad.message, 200), bad.hint)
        return None
    timed = isinstance(times[0], datetime)
    if isinstance(start, datetime) and not timed:
        faults.add("E024", node, "这场活动是全天的，改期也只写日期", "要写钟点，请先给“开始”写上钟点。")
        return None
    return (start if isinstance(start, datetime) else at_hour(start, times[0])), end


def _end(node: Scalar, start: date | datetime, faults: Faults) -> date | datetime | None:
    try:
        end = v.when_or_clock(node.text, start)
    except v.BadValue as bad:
        faults.add(bad.code, node, visible(bad.message, 200), bad.hint)
        return None
    if isinstance(start, datetime) != isinstance(end, datetime):
        faults.add("E024", node, "开始和结束一个有钟点，一个没有", "两个都写钟点，或者都只写日期。")
        return None
    return end
