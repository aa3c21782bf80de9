"""libical's own iterator over recurrences, called through ctypes: which single dates it sees in a calendar file."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tests.clients.oracles import BEIJING
from tests.clients.shown import Row


class Time(ctypes.Structure):
    """struct icaltimetype."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "daylight")),
        ("zone", ctypes.c_void_p),
    ]


class Span(ctypes.Structure):
    """struct icaltime_span: seconds since 1970."""

    _fields_ = [("start", ctypes.c_long), ("end", ctypes.c_long), ("busy", ctypes.c_int)]


Callback = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(Span), ctypes.c_void_p)
FROM, TO = Time(1949, 1, 1), Time(2200, 1, 1)


def declare(lib: ctypes.CDLL) -> None:
    """Types of the functions used here."""
    pointer = ctypes.c_void_p
    functions: dict[str, tuple[Any, list[Any]]] = {
        "icalcomponent_string_to_kind": (ctypes.c_int, [ctypes.c_char_p]),
        "icalproperty_string_to_kind": (ctypes.c_int, [ctypes.c_char_p]),
        "icalcomponent_get_first_property": (pointer, [pointer, ctypes.c_int]),
        "icalproperty_get_datetime_with_component": (Time, [pointer, pointer]),
        "icalcomponent_get_first_component": (pointer, [pointer, ctypes.c_int]),
        "icalcomponent_get_next_component": (pointer, [pointer, ctypes.c_int]),
        "icalcomponent_get_uid": (ctypes.c_char_p, [pointer]),
        "icalcomponent_get_summary": (ctypes.c_char_p, [pointer]),
        "icalcomponent_get_status": (ctypes.c_int, [pointer]),
        "icalproperty_status_to_string": (ctypes.c_char_p, [ctypes.c_int]),
        "icalcomponent_get_dtstart": (Time, [pointer]),
        "icalcomponent_get_dtend": (Time, [pointer]),
        "icaltime_as_timet_with_zone": (ctypes.c_long, [Time, pointer]),
        "icalcomponent_foreach_recurrence": (None, [pointer, Time, Time, Callback, pointer]),
    }
    for name, (gives, takes) in functions.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = gives, takes


def dates(lib: ctypes.CDLL, data: bytes) -> set[Row]:
    """The rows that libical shows; what is told apart of a series is laid over its dates here."""
    declare(lib)
    calendar = lib.icalparser_parse_string(data)
    try:
        parts = list(_parts(lib, calendar))
        apart = {}
        for part in parts:
            original = _original(lib, part)
            if original:
                apart[_text(lib, part, "uid"), original] = part
        found = set()
        for part in parts:
            if not _original(lib, part):
                for start, end in _spans(lib, part):
                    own = apart.pop((_text(lib, part, "uid"), start), None)
                    found.add(_row(lib, part, start, end) if own is None else _row(lib, own, start))
        assert not apart, "what was told apart of a series belongs to none of its dates"
        return found
    finally:
        lib.icalcomponent_free(calendar)


def _parts(lib: ctypes.CDLL, calendar: int) -> Iterator[int]:
    kind = lib.icalcomponent_string_to_kind(b"VEVENT")
    part = lib.icalcomponent_get_first_component(calendar, kind)
    while part:
        yield part
        part = lib.icalcomponent_get_next_component(calendar, kind)


def _original(lib: ctypes.CDLL, part: int) -> str:
    """RECURRENCE-ID with its zone, or nothing."""
    found = lib.icalcomponent_get_first_property(part, lib.icalproperty_string_to_kind(b"RECURRENCE-ID"))
    return _when(lib, lib.icalproperty_get_datetime_with_component(found, part)) if found else ""


def _text(lib: ctypes.CDLL, part: int, name: str) -> str:
    return str(getattr(lib, f"icalcomponent_get_{name}")(part).decode())


def _when(lib: ctypes.CDLL, time: Time) -> str:
    if time.is_date:
        return f"{time.year:04}-{time.month:02}-{time.day:02}"
    return datetime.fromtimestamp(lib.icaltime_as_timet_with_zone(time, time.zone), BEIJING).isoformat()


def _spans(lib: ctypes.CDLL, part: int) -> list[tuple[str, str]]:
    """Beginning and end of each date of a component, as the iterator calls them out."""
    all_day = lib.icalcomponent_get_dtstart(part).is_date
    found = []

    def call(_: int, span: Any, __: int) -> None:
        moments = (span.contents.start, span.contents.end)
        if all_day:
            first, last = (datetime.fromtimestamp(m, UTC).date().isoformat() for m in moments)
        else:
            first, last = (datetime.fromtimestamp(m, BEIJING).isoformat() for m in moments)
        found.append((first, last))

    lib.icalcomponent_foreach_recurrence(part, FROM, TO, Callback(call), None)
    return found


def _row(lib: ctypes.CDLL, part: int, original: str, end: str = "") -> Row:
    start = original if end else _when(lib, lib.icalcomponent_get_dtstart(part))
    status = lib.icalproperty_status_to_string(lib.icalcomponent_get_status(part)).decode()
    uid, title = _text(lib, part, "uid"), _text(lib, part, "summary")
    return uid, original, start, end or _when(lib, lib.icalcomponent_get_dtend(part)), status, title
