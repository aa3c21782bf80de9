"""Whatever a file holds, there is a list of findings, in time in proportion to its size."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.feedcheck.inspection import inspect_bytes
from generator.feedcheck.report import format_github, format_json, format_text
from tests.sites.feeds import kit

SEEDS = [path.read_bytes() for path in sorted(kit.FEEDS.rglob("*.ics"))]
PIECES = st.one_of(
    st.binary(min_size=1, max_size=6),
    st.sampled_from(
        [b"\r\n", b"\n", b"\r", b"\r\n ", b"\x00", b'"', b";", b":", b"\\", b"\xe6", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n",
         b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n", b"TZID=", b"99991231", b"00010101T000000", b"RRULE:FREQ=YEARLY\r\n", b"UNTIL=",
         b"EXDATE:", b"RECURRENCE-ID:", b"-", b"9" * 30, "１".encode(), b"Z", b",", b"P", b"T", b"\xff\xfe"]
    ),
)  # fmt: skip
MUTATIONS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), PIECES), min_size=1, max_size=8)


def mutated(data: bytes, mutations: list[tuple[float, int, bytes]]) -> bytes:
    for place, cut, piece in mutations:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + cut :]
    return data


def told(data: bytes, as_of: date = kit.AS_OF) -> None:
    """Everything a run does with a file."""
    findings = inspect_bytes("a.ics", data, as_of).findings
    lines = max(1, data.count(b"\n") + data.count(b"\r") + 1)
    assert all(0 <= f.span.line <= lines and f.span.length >= 1 for f in findings)
    assert format_text(findings).count("\n\n") == max(0, len(findings) - 1)
    format_json(findings, 1).encode()
    format_github(findings)


@pytest.mark.slow
@given(st.sampled_from(SEEDS), MUTATIONS)
@settings(max_examples=400, deadline=None)
def test_a_damaged_calendar_never_raises(seed: bytes, mutations: list[tuple[float, int, bytes]]) -> None:
    """Bytes put in, taken out and cut across any sample give findings with places inside the file."""
    told(mutated(seed, mutations))


@given(st.sampled_from(SEEDS), st.floats(0, 1), st.sampled_from(["utf-16", "gb18030", "utf-8-sig", "latin-1"]))
@settings(max_examples=100, deadline=None)
def test_a_truncated_calendar_in_another_encoding_never_raises(seed: bytes, part: float, encoding: str) -> None:
    """Half a file, in whatever encoding, is looked at like any other."""
    data = seed.decode("utf-8", "replace").encode(encoding, "replace")
    told(data[: int(part * len(data))])


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_bytes_that_are_no_calendar_never_raise(data: bytes) -> None:
    """Noise before, inside and alone."""
    told(data)
    told(b"BEGIN:VCALENDAR\r\n" + data)
    told(kit.good().encode().replace("城东镇".encode(), data))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_any_day_may_be_today(day: date) -> None:
    """The first and the last day of the calendar are days like others."""
    told(kit.good().encode(), day)


EVENT = kit.good()[kit.good().index("BEGIN:VEVENT") : kit.good().index("BEGIN:VEVENT\r\nUID:b2")]
SHAPES = {
    "one long line": lambda n: kit.changed(("第一行", "普" * (n * 40))),
    "one long folded line": lambda n: kit.changed(("第一行", "\r\n 普法" * (n * 4))),
    "one long folded line with faults everywhere": lambda n: kit.changed(("第一行", "\r\n ;\\q<br>" * (n * 4))),
    "a long line without a colon": lambda n: kit.changed(("STATUS:", "A;B=" * (n * 10) + "\r\nSTATUS:")),
    "a long line of quotes": lambda n: kit.changed(("STATUS:", 'A;B="' * (n * 10) + "\r\nSTATUS:")),
    "a long list of dates": lambda n: kit.repeating("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:" + ",".join(["20260415T010000Z"] * n * 2)),
    "a rule of many parts": lambda n: kit.repeating("RRULE:" + ";".join(["FREQ=DAILY"] * n * 3)),
    "deep nesting": lambda n: kit.changed(("STATUS:", "BEGIN:X\r\n" * (n * 3) + "STATUS:")),
    "ends without beginning": lambda n: kit.changed(("STATUS:", "BEGIN:X\r\n" * n + "END:Y\r\n" * n + "STATUS:")),
    "the same event": lambda n: kit.changed((EVENT, EVENT * (n // 20))),
    "many overrides": lambda n: kit.changed((EVENT, EVENT.replace("DTSTAMP", "RECURRENCE-ID:20260415T090000Z\r\nDTSTAMP") * (n // 20))),
    "many zones": lambda n: kit.changed(("TZID:Asia/Shanghai", "".join(f"TZID:Z{i}\r\nEND:VTIMEZONE\r\nBEGIN:VTIMEZONE\r\n" for i in range(n)) + "TZID:Asia/Shanghai")),
    "angle brackets": lambda n: kit.changed(("第一行", "<a " * (n * 10))),
    "digits": lambda n: kit.changed(("第一行", "1" * (n * 20))),
    "phone numbers": lambda n: kit.changed(("第一行", "13800138000、" * n)),
    "backslashes": lambda n: kit.changed(("第一行", "\r\n \\" * (n * 3))),
    "empty lines": lambda n: kit.changed(("STATUS:", "\r\n" * (n * 10) + "STATUS:")),
    "carriage returns": lambda n: kit.changed(("第一行", "\r" * (n * 10))),
    "no line ends": lambda n: "BEGIN:VCALENDAR" * (n * 3),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_time_is_in_proportion_to_size(shape: str) -> None:
    """Eight times the size takes no more than some sixteen times the time, whatever the file is full of."""

    def seconds(n: int) -> float:
        data = SHAPES[shape](n).encode()
        begun = time.process_time()
        told(data)
        return time.process_time() - begun

    seconds(100)  # what is loaded or compiled at first use is no part of it
    few = min(seconds(1000) for _ in range(2))
    assert seconds(8000) < 16 * few + 0.3


@pytest.mark.slow
def test_a_line_of_twenty_megabytes_is_read_in_seconds() -> None:
    """The largest line that a file may have, with a fault at its end."""
    text = kit.changed(("第一行", "普法" * 3_500_000 + "<br>"))
    begun = time.process_time()
    findings = kit.found(text)
    assert time.process_time() - begun < 20
    assert set(kit.codes(findings)) == {"F013", "F501", "F004"}
    assert all(len(f.quote.text) <= 100 for f in findings if f.quote)


@pytest.mark.slow
def test_ten_thousand_events_are_read_in_seconds() -> None:
    """A large county's calendar of everything."""
    text = kit.changed(
        (EVENT, "".join(EVENT.replace("a1", f"a{n}").replace("宣讲\r\nST", f"宣讲{n}\r\nST") for n in range(10_000)))
    )
    begun = time.process_time()
    assert kit.codes(kit.found(text)) == ["F013"]
    assert time.process_time() - begun < 15


def test_nothing_is_read_besides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zone named like a path opens nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zone").write_bytes(b"TZif2")
    text = (
        kit.good()
        .replace("Asia/Shanghai", "../../zone")
        .replace("DTEND;TZID=../../zone:20260415T110000", "DTEND:20260415T030000Z")
    )
    assert kit.found(text) == ()
