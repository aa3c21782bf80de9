"""When an event is, where a ledger keeps day and hour in two columns, or a CSV has a bare day as midnight."""

from __future__ import annotations

import re
from datetime import date, datetime

from generator.decode import values as v
from generator.decode.fields import MISSING, Faults, Values
from generator.decode.ledger.head import Columns
from generator.read.ledger import Row
from generator.read.tree import Scalar

_MIDNIGHT = re.compile(r"(?<=[\d日号])[ \u3000]+0{1,2}[:：]00(?:[:：]00)?(?![\d:：])")
"""How Excel writes a bare day into a CSV where the cell's format shows hours."""
_BARE_MIDNIGHT = re.compile(r"\s*0{1,2}[:：]00(?:[:：]00)?\s*")
_CLOCK_FIRST = re.compile(r"\s*(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?\s*\d{1,2}\s*[:：点时]")
_WHOLE_DAY = frozenset({"全天", "一天", "整天", "一整天"})


def whole_days(text: str) -> str:
    """The same with midnight behind a day left out."""
    return _MIDNIGHT.sub("", text)


def _is_midnight(text: str) -> bool:
    return "00" in text and _MIDNIGHT.search(text) is not None


def join_times(row: Row, columns: Columns, values: Values, faults: Faults) -> None:
    """Put the two halves of a time together, and read midnights as Excel's sheet means them."""
    for key in ("start", "end") if columns.clocks or columns.more else ():
        if key in columns.clocks:
            _with_clock(_cell(row, columns.clocks[key]), key, values, faults)
        more = _cell(row, columns.more[key]) if key in columns.more else None
        if more is not None and more.text:
            _with_more(more, key, columns, values, faults)
    start, end = values.got.get("start"), values.got.get("end")
    to_midnight = isinstance(end, str) and _BARE_MIDNIGHT.fullmatch(end)
    if to_midnight and isinstance(start, str) and (_is_midnight(start) or not _has_clock(start)):  # all of the day
        end = None
        del values.got["end"]
    if isinstance(start, str) and _is_midnight(start):
        whole = not isinstance(end, str) or _is_midnight(end) or not _has_clock(end)
        length = values.get("duration")
        if whole and not (length and length.total_seconds() % 86400):
            values.got["start"] = whole_days(start)
            if isinstance(end, str):
                values.got["end"] = whole_days(end)
    elif isinstance(start, str) and isinstance(end, str) and _is_midnight(end) and not _has_clock(start):
        values.got["end"] = whole_days(end)


def _cell(row: Row, index: int) -> Scalar | None:
    return row[index] if index < len(row) else None


def _has_clock(text: str) -> bool:
    """True for a text with an hour in it, whether or not it can be read."""
    try:
        return isinstance(v.when(text)[0], datetime)
    except v.BadValue:
        return True


def _with_clock(cell: Scalar | None, key: str, values: Values, faults: Faults) -> None:
    """The hour of a column of its own behind the day."""
    if cell is None or not cell.text:
        return
    day = values.got.get(key)
    if day is None and key == "end":  # an hour alone is the end's on the day of the beginning
        values.nodes[key], values.got[key] = cell, cell.text
        return
    if not isinstance(day, str):
        if day is None:
            faults.add("E024", cell, "有钟点，却没有日期", "请在日期一列写上是哪一天。")
            values.nodes[key], values.got[key] = cell, MISSING
        return
    at = values.nodes[key]  # a day that cannot be read is told where the day stands
    try:
        found, _ = v.when(whole_days(day))
        at = cell
        values.got[key] = _joined(whole_days(day), found, cell.text)
    except v.BadValue as bad:
        faults.add(bad.code, at, bad.message, bad.hint)
        values.got[key] = MISSING


def _joined(day: str, found: date | datetime, clock: str) -> str:
    """A day and an hour as one text that can be read. Raises `BadValue` where they do not go together."""
    v.no_serial_clock(clock)
    if clock in _WHOLE_DAY:
        return day
    if isinstance(found, datetime):
        if v.plain(clock) in v.plain(day):
            return day
        raise v.BadValue("E024", f"钟点写了两次：“{day}”和“{clock}”", "钟点只写在一列里。")
    try:
        said, _ = v.when(clock)
    except v.BadValue:
        joined = f"{day} {clock}"
        v.when(joined)
        return joined
    if (said.date() if isinstance(said, datetime) else said) != found:
        raise v.BadValue("E024", f"两列写的不是同一天：“{day}”和“{clock}”", "请改正其中一列。")
    return clock


def _with_more(cell: Scalar, key: str, columns: Columns, values: Values, faults: Faults) -> None:
    """The second column below a merged head: the hour of a bare day, else the end."""
    first = values.got.get(key)
    alone = isinstance(first, str) and not _has_clock(whole_days(first))
    if first is None or (alone and _CLOCK_FIRST.match(cell.text)) or cell.text in _WHOLE_DAY or key == "end":
        _with_clock(cell, key, values, faults)
    elif "end" in columns.at:
        faults.add("E024", cell, "结束写了两次：合并的表头下面一次，“结束”一列一次", "只留一处。")
    else:
        values.nodes["end"], values.got["end"] = cell, cell.text
