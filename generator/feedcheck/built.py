"""Rules F602 and F603: a site that `pufa build` made agrees with itself.

Only what is in both places is compared: a calendar leaves out what is long over, and keeps cancelled what was deleted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from generator.base.diagnostics import Span
from generator.feedcheck.finding import Finding, Sink, short
from generator.feedcheck.folder import Folder, Key
from generator.feedcheck.inspection import MAX_BYTES, Mark
from generator.feedcheck.values import Moment, moment, unescape

ALL = "calendars/all.ics"
TOWNSHIPS = "calendars/townships/"
EVENTS = "data/events.json"
_ALL = re.compile(r"calendars/all(?:-[0-9]{4}(?:-[0-9]+)?)?\.ics")
_CALENDARS = "calendars/"
_OBSERVANCES = "calendars/observances"
"""Days of the year are no events, and stand in a calendar of their own."""
_STATUS = {
    "计划": ("TENTATIVE",),
    "确定": ("CONFIRMED",),
    "已办": ("CONFIRMED",),
    "取消": ("CANCELLED",),
    "延期": ("TENTATIVE", "CANCELLED"),
}
_UID = "{}@{}.pufa"


def inspect_site(folder: Folder) -> list[Finding]:
    """Findings about a built site as a whole; none for any other folder."""
    if ALL not in folder.keys:
        return []
    sink = Sink((folder.root / ALL).as_posix())
    _union(folder, sink)
    events = Sink((folder.root / EVENTS).as_posix())
    if (folder.root / EVENTS).is_file():
        _open_data(folder, events)
    return [*sink.findings(), *events.findings()]


def _everything(folder: Folder) -> frozenset[Key]:
    """What is in the calendar of everything or in one of its archives of former years."""
    return frozenset().union(*(keys for path, keys in folder.keys.items() if _ALL.fullmatch(path)))


def _union(folder: Folder, sink: Sink) -> None:
    everything = _everything(folder)
    townships: set[Key] = set()
    for path, keys in folder.keys.items():
        if path.startswith(TOWNSHIPS):
            townships |= keys
        if path.startswith(_CALENDARS) and not path.startswith(_OBSERVANCES):
            for key in sorted(keys - everything):
                span = Span((folder.root / path).as_posix())
                sink.add("F602", span, f"“{short(key[0])}”不在 {ALL} 里", related=(folder.first[key].span,))
    if townships:
        for key in sorted(everything - townships):
            sink.add("F602", folder.first[key].span, f"“{short(key[0])}”不在任何一个乡镇的日历里")


def _open_data(folder: Folder, sink: Sink) -> None:
    try:
        with (folder.root / EVENTS).open("rb") as file:
            data = json.loads(file.read(MAX_BYTES))  # what is cut off cannot be read, and is reported so
        code, rows = str(data["region"]["code"]), data["events"]
        marks = _Marks(folder, code)
        for row in rows:
            _row(row, marks, sink)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        sink.add("F603", None, "公开数据读不懂，没有核对")


class _Marks:
    """The events of the calendar of everything by the ids of the open data."""

    def __init__(self, folder: Folder, code: str) -> None:
        self.code = code
        keys = _everything(folder)
        self.found = {uid: folder.first[uid, day] for uid, day in keys if not day}
        self.changed = {(uid, day[:8]): folder.first[uid, day] for uid, day in keys if day}

    def of(self, identifier: str, event: str, former: Iterable[str]) -> Mark | None:
        """An occurrence: by itself, or one of a series that is told apart from it; under its event's id or a former one."""
        day = identifier.removeprefix(event).removeprefix("@")
        for known in (event, *former):
            alone = self.found.get(_UID.format(f"{known}@{day}" if day else known, self.code))
            if alone:
                return None if alone.rule else alone
            changed = self.changed.get((_UID.format(known, self.code), day.replace("-", "")))
            if changed:
                return changed
        return None


def _row(row: Mapping[str, Any], marks: _Marks, sink: Sink) -> None:
    identifier, status = str(row["id"]), str(row["status"])
    former = str(row.get("former_ids", "")).split(";")  # what older versions wrote has none
    mark = marks.of(identifier, str(row["event_id"]), filter(None, former))
    if mark is None:
        return
    for word, told, known in _differences(row, mark):
        message = f"“{short(identifier)}”的{word}：公开数据里是 {short(known)}，日历里是 {short(told)}"
        sink.add("F603", None, message, related=(mark.span,))
    shown_as_note = status == "取消" and "取消" in unescape(mark.summary)  # where cancelled entries are kept visible
    if mark.status not in _STATUS.get(status, (mark.status,)) and not shown_as_note:
        message = f"“{short(identifier)}”：公开数据里是“{short(status)}”，日历里是 {short(mark.status) or '没有写'}"
        sink.add("F603", None, message, related=(mark.span,))


def _differences(row: Mapping[str, Any], mark: Mark) -> Iterator[tuple[str, str, str]]:
    """What differs in time: (which, in the calendar, in the open data)."""
    for name, value, word in (("start", mark.start, "开始"), ("end", mark.end, "结束")):
        told, known = _moment(value), str(row[name])
        if told is None or told.kind == "utc":
            continue
        when = told.when
        if told.kind == "date" and name == "end":
            when -= timedelta(days=1)  # the end of days is the day after the last
        written = f"{when:%Y-%m-%d}" if told.kind == "date" else f"{when:%Y-%m-%dT%H:%M:%S}"
        if written != known:
            yield word, written, known


def _moment(written: str) -> Moment | None:
    """What `_mark` kept of a DTSTART or DTEND (parameters, colon, value)."""
    params, _, text = written.partition(":")
    pairs = dict(p.partition("=")[::2] for p in params.split(";") if p)
    read = moment(text, pairs.get("TZID", ""), pairs.get("VALUE", "").upper())
    return read if isinstance(read, Moment) else None
