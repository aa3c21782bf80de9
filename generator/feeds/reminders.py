"""Entries that ring: seven days and one day before. Only who chose a feed with reminders gets them."""

from __future__ import annotations

from generator.feeds.entry import END, Entry
from generator.model import OFF

_TEXT = "普法活动提醒"


def _alarms(*triggers: str) -> bytes:
    return "".join(
        f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:{_TEXT}\r\nTRIGGER:{trigger}\r\nEND:VALARM\r\n"
        for trigger in triggers
    ).encode()


_TIMED = _alarms("-P7D", "-P1D")
# An all-day entry begins at midnight: its bell rings at nine in the morning, seven days and one day before.
_ALL_DAY = _alarms("-P6DT15H", "-PT15H")


def reminding(entry: Entry | None, piece: bytes) -> bytes:
    """The bytes of an entry with its bells; None is a day of the year. What does not take place does not ring."""
    if entry is not None and entry.facts.status in OFF:
        return piece
    alarms = _TIMED if b"\r\nDTSTART;TZID=" in piece else _ALL_DAY
    return piece.removesuffix(END) + alarms + END


def ringing_as(piece: bytes, other: bytes) -> bytes:
    """`other`, an entry without bells, with bells if `piece` has some and it takes place."""
    if b"\r\nBEGIN:VALARM\r\n" not in piece or b"\r\nSTATUS:CANCELLED\r\n" in other:
        return other
    return reminding(None, other)
