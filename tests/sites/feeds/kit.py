"""Sample calendars for the tests of `pufa feedcheck`: a good one to change, and the way to look at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from generator.feedcheck.finding import Finding
from generator.feedcheck.inspection import inspect_bytes

FEEDS = Path(__file__).parent
GOOD = FEEDS / "good"
BAD = FEEDS / "bad"
AS_OF = date(2026, 11, 22)
TIMED = "DTSTART;TZID=Asia/Shanghai:20260415T090000\r\nDTEND;TZID=Asia/Shanghai:20260415T110000\r\n"
"""The times of the first event of the good calendar."""


def good() -> str:
    """A calendar without a fault: one event of two hours, one of a day."""
    return (GOOD / "F001.ics").read_bytes().decode()


def changed(*pairs: tuple[str, str]) -> str:
    """The good calendar with each first text replaced by the second; a lone LF in it becomes CRLF."""
    text = good()
    for before, after in pairs:
        assert before in text, before
        text = text.replace(before, after.replace("\r\n", "\n").replace("\n", "\r\n"), 1)
    return text


def found(text: str | bytes, name: str = "a.ics") -> tuple[Finding, ...]:
    """Every finding in a calendar."""
    return inspect_bytes(name, text.encode() if isinstance(text, str) else text, AS_OF).findings


def codes(findings: Iterable[Finding]) -> list[str]:
    """Their codes, in order."""
    return [f.code for f in findings]


def repeating(*lines: str) -> str:
    """The good calendar whose first event (Wednesdays at nine) has these lines more."""
    return changed((TIMED, TIMED + "".join(f"{line}\r\n" for line in lines)))
