"""Events: typed, but with the names of townships, villages and places as they were written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from generator.base.diagnostics import Diagnostic, Span, visible
from generator.decode import values as v
from generator.decode.dashes import apart
from generator.decode.fields import MISSING, Faults, Values, decode, find_field, texts, unsafe_mark
from generator.decode.outcome import count_nodes, result_of
from generator.decode.repeat import Place, RepeatRecord, place_of, repeat_of
from generator.decode.tables import EVENT, EVENTS_FILE
from generator.model import Result
from generator.read.marks import row_at
from generator.read.tree import Mapping, Marked, Node, Row, Scalar, Sequence


class EventRecord(NamedTuple):
    """An event as decoded: every reference still a word, `at` says where each was written.

    A tuple, since thousands of them are pickled into the cache and back in every build.
    """

    path: str
    place: Place
    id: str
    title: str
    start: date | datetime
    end: date | datetime
    townships: tuple[str, ...]
    village: str
    venue: str
    form: str
    audiences: tuple[str, ...]
    laws: tuple[str, ...]
    stage: str
    organiser: str
    speakers: tuple[str, ...]
    status: str
    result: Result | None
    summary: str
    note: str
    url: str
    campaign: str
    updated: datetime | None
    sample: bool | None
    at: dict[str, Place]
    whole: bool = True
    """False where a fault was found in what every event needs; the rest is still checked, so that all faults are told."""
    repeat: RepeatRecord | None = None
    focus: str = ""
    former_ids: tuple[str, ...] = ()
    rows: dict[str, tuple[Row, ...]] = {}  # noqa: RUF012 - a NamedTuple's default; never changed
    """Where the lines of its long texts are written, by key."""

    def spot(self, key: str, offset: int, length: int) -> Span:
        """Where a part of a text was written: its own line in a text that has several."""
        line, column = row_at(self.rows.get(key, ()), offset)
        return Span(self.path, line, column, length) if line else self.span(key)

    def span(self, key: str = "") -> Span:
        """Where a field was written, or where the record begins."""
        return Span(self.path, *self.at.get(key, self.place))


TEXTS = ("title", "organiser", "summary", "note")
"""Fields of free words, in which something may be found later."""
_KEPT = (
    "id",
    "start",
    "end",
    "township",
    "village",
    "place",
    "form",
    "audience",
    "speaker",
    "status",
    "campaign",
    "repeat",
    "result",
    *TEXTS,
)


def decode_events(path: str, node: Node | None) -> tuple[tuple[EventRecord, ...], tuple[Diagnostic, ...]]:
    """The events of a YAML file: a list at the top, or under `events:`."""
    faults = Faults(path)
    if node is None:
        fault = Diagnostic("E006", Span(path), "活动文件是空的", "写上活动，或者删掉这个文件。")
        return (), (fault,)
    if isinstance(node, Mapping) and any(find_field(EVENTS_FILE, k.text) for k, _ in node.pairs):
        whole = decode(EVENTS_FILE, node, faults)
        items: list[Values] = (whole.get("events") if whole else None) or []
    elif isinstance(node, Sequence):
        items = _read(node.items, faults)
    else:
        items = _read([node], faults)
    if not items and not faults.found:
        faults.add("W207", node, "文件里没有活动", "写上活动，或者删掉这个文件。")
    records = [record_of(path, values, faults) for values in items]
    return tuple(records), tuple(faults.found)


def _read(nodes: Iterable[Node], faults: Faults) -> list[Values]:
    """The records of a list's items, also of those that lost their dash."""
    pieces = (piece for node in nodes for piece in apart(EVENT, node, faults))
    return [found for piece in pieces if (found := decode(EVENT, piece, faults)) is not None]


def _times(values: Values, faults: Faults) -> tuple[date | datetime, date | datetime] | None:
    try:
        start, span_end = v.when(values.got["start"])
    except v.BadValue as bad:
        faults.add(bad.code, values.nodes["start"], visible(bad.message, 200), bad.hint)
        return None
    length: timedelta | None = values.get("duration")
    if "end" in values.nodes and values.get("end") is not None:
        node = values.nodes["end"]
        if length is not None or span_end is not None:
            faults.add("E024", node, "结束写了两次：结束、时长和“9:00-11:00”只能写一个", "删去多余的。")
            return None
        try:
            end = v.when_or_clock(values.got["end"], start, values.got["start"])
        except v.BadValue as bad:
            faults.add(bad.code, node, visible(bad.message, 200), bad.hint)
            return None
        if isinstance(start, datetime) != isinstance(end, datetime):
            if isinstance(start, datetime):
                faults.add("E024", node, "开始有钟点，结束却只有日期", "两个都写钟点，或者都只写日期。")
            else:
                faults.add("E024", node, "结束有钟点，开始却只有日期", "两个都写钟点，或者都只写日期。")
            return None
        return start, end
    if length is not None:
        if isinstance(start, datetime):
            return start, start + length
        if length % timedelta(days=1):
            faults.add("E024", values.nodes["duration"], "全天活动的时长要写整天", "如 3天；或者给开始写上钟点。")
            return None
        return start, start + length - timedelta(days=1)
    if span_end is not None:
        return start, span_end
    return start, (start + timedelta(hours=1) if isinstance(start, datetime) else start)


def _result(values: Values) -> Result | None:
    inner: Values | None = values.get("result")
    if inner is None:
        inner = Values(values.node, {**values.got, "summary": values.get("result_summary", "")}, {})
    elif inner.got:
        return result_of(inner)
    found = result_of(inner)
    return None if found == Result() else found


NO_DAY = date.min
"""Stands where a record has no readable beginning; such a record is not whole."""


def _safe_times(values: Values, faults: Faults) -> tuple[date | datetime, date | datetime] | None:
    start_node = values.nodes.get("start")
    if start_node is None or values.got["start"] is MISSING:
        return None
    if isinstance(start_node, Scalar) and (mark := unsafe_mark(start_node.text)):
        faults.add("E011", start_node, f"日期里有看不见的控制字符 {mark}", "删掉重新打一遍。")
        return None
    return _times(values, faults)


def _rows(node: Marked) -> tuple[Row, ...]:
    """The lines of a text whose outer white space is taken off."""
    off = len(node.text) - len(node.text.lstrip())
    return tuple((offset - off, line, column) for offset, line, column in node.rows)


def record_of(path: str, values: Values, faults: Faults) -> EventRecord:
    """A record; not a whole one where a fault already reported keeps it from becoming an event."""
    found = _safe_times(values, faults)
    times = found or (NO_DAY, NO_DAY)
    township = values.get("township") or ()
    title = values.get("title", "")
    at = {key: place_of(values.nodes[key]) for key in _KEPT if key in values.nodes}
    at |= {key: place_of(node) for key, node in count_nodes(values.get("result") or values).items()}
    for name in ("township", "audience", "speaker", "former_id"):
        for i, word in enumerate(values.get(name) or ()):
            at[f"{name}.{i}"] = place_of(word)
    texts_at = {key: values.nodes[key] for key in TEXTS if key in values.nodes}
    inner: Values | None = values.get("result")
    told = inner.nodes.get("summary") if inner else values.nodes.get("result_summary")
    if told is not None:
        texts_at["result_summary"] = told
        at["result_summary"] = place_of(told)
    return EventRecord(
        path=path,
        place=place_of(values.node),
        id=values.get("id", ""),
        title=title,
        start=times[0],
        end=times[1],
        townships=tuple(w.text for w in township),
        village=values.get("village", ""),
        venue=values.get("place", ""),
        form=values.get("form", ""),
        audiences=tuple(w.text for w in values.get("audience") or ()),
        laws=texts(values.get("laws")),
        stage=values.get("stage", "常态"),
        organiser=values.get("organiser", ""),
        speakers=tuple(w.text for w in values.get("speaker") or ()),
        status=values.get("status", "" if "status" in values.got else "计划"),
        result=_result(values),
        summary=values.get("summary", ""),
        note=values.get("note", ""),
        url=values.get("url", ""),
        campaign=values.get("campaign", ""),
        updated=values.get("updated"),
        sample=values.get("sample"),
        at=at,
        whole=bool(found and township and title),
        repeat=repeat_of(values, found, faults),
        focus=values.get("focus", ""),
        former_ids=texts(values.get("former_id")),
        rows={key: _rows(node) for key, node in texts_at.items() if isinstance(node, Marked) and node.rows},
    )
