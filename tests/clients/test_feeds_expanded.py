"""Every reader shows the same single dates: those that were recorded, each with its own time, status and title."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest

from generator.feeds.catalogue import path_of, remind_path
from generator.model import Library
from tests.clients import khal, libical_dates
from tests.clients.expanding import by_ical, by_recurring, by_vobject
from tests.clients.hard_cases import hard_cases
from tests.clients.makers import files, in_feeds
from tests.clients.repeating_cases import fold_cases, repeating_cases
from tests.clients.shown import Row, reminded, shown
from tests.clients.test_feeds_libical import verdict
from tests.clients.tools import HERE, debian_python, libical, node_modules

pytestmark = pytest.mark.clients
ALL = path_of("all")
LIBRARIES: dict[str, Callable[[], Library]] = {"repeating": repeating_cases, "folds": fold_cases, "hard": hard_cases}
MIXED_UP = "morning@330881.pufa"
"""node-ical looks up EXDATE by the day in the event's zone and RECURRENCE-ID by the day in UTC. What begins before eight
in Beijing is on two different days there, so it leaves out or changes the day after the right one."""


@cache
def made(name: str) -> dict[str, bytes]:
    """All feeds of one of the libraries."""
    return files(LIBRARIES[name]())


@cache
def expected(name: str, path: str) -> frozenset[Row]:
    """What a subscriber of the whole region's feed has to see."""
    library = LIBRARIES[name]()
    return frozenset(shown(library) if path == ALL else reminded(library))


@dataclass(frozen=True)
class Reader:
    """How a program reads a file in a folder of its own, and what it can tell of the rows expected."""

    read: Callable[[bytes, Path], set[Any]]
    tells: Callable[[set[Row]], set[Any]] = set


def _by_node(name: str) -> Callable[[bytes, Path], set[Any]]:
    def read(data: bytes, folder: Path) -> set[Any]:
        (folder / "feed.ics").write_bytes(data)
        words = ["node", str(HERE / "expanding.mjs"), str(node_modules()), str(folder / "feed.ics")]
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=120, env={**os.environ, "TZ": "UTC"}, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return {tuple(row) for row in json.loads(done.stdout)["feed.ics"][name]}

    return read


def _by_debian(data: bytes, folder: Path) -> set[Any]:
    file = folder / "feed.ics"
    file.write_bytes(data)
    words = [debian_python(), str(HERE / "debian_reader.py"), str(file)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)[str(file)]
    assert (found["errors"], found["left"]) == ([], 0)
    return {tuple(row) for row in found["rows"]}


def _by_khal(data: bytes, folder: Path) -> set[Any]:
    program = khal.Khal(folder / "khal")
    assert program.take(data) == len(set(re.findall(rb"^UID:(\S+?)\r$", _events(data), re.MULTILINE)))
    return program.shown()


def _events(data: bytes) -> bytes:
    """A file from its first event on, without folds."""
    return data[data.index(b"BEGIN:VEVENT") :].replace(b"\r\n ", b"")


def _without_mixed_up(rows: set[Row]) -> set[Row]:
    return {row for row in rows if row[0] != MIXED_UP}


READERS = {
    "recurring-ical-events": Reader(lambda data, _: by_recurring(data)),
    "ical": Reader(lambda data, _: by_ical(data)),
    "vobject": Reader(lambda data, _: by_vobject(data)),
    "ical.js": Reader(_by_node("ical.js")),
    "node-ical": Reader(lambda data, folder: _without_mixed_up(_by_node("node-ical")(data, folder)), _without_mixed_up),
    "libical": Reader(lambda data, _: libical_dates.dates(libical(), data)),
    "python3-icalendar": Reader(_by_debian),
    "khal": Reader(_by_khal, khal.as_khal_shows),
}


@pytest.mark.parametrize(
    ("name", "path"),
    [("folds", ALL), *((name, path) for name in ("repeating", "hard") for path in (ALL, remind_path(ALL)))],
)
@pytest.mark.parametrize("reader", READERS)
def test_what_is_shown_is_what_was_recorded(reader: str, name: str, path: str, tmp_path: Path) -> None:
    """Series with exceptions, moves and cancellations, single dates, and text folded at every place, with and without bells."""
    program = READERS[reader]
    assert program.read(made(name)[path], tmp_path) == program.tells(set(expected(name, path)))


def test_the_cases_hold_what_breaks_readers() -> None:
    """EXDATE and RECURRENCE-ID by the hour and by the day, an override before its series, and a fold at every octet."""
    data = made("repeating")[ALL].decode()
    for part in ("EXDATE;TZID=", "EXDATE;VALUE=DATE:", "RECURRENCE-ID;TZID=", "RECURRENCE-ID;VALUE=DATE:", "RRULE:"):
        assert part in data
    parts = [part for part in data.split("BEGIN:VEVENT") if "UID:weekly@" in part]
    assert "RECURRENCE-ID" in parts[0]
    assert "RRULE" not in parts[0]
    folded = [line for line in made("folds")[ALL].split(b"\r\n") if len(line) > 70]
    assert {len(line) for line in folded} == {71, 72, 73, 74, 75}
    assert min(len(expected("repeating", path)) for path in (ALL, remind_path(ALL))) > 50


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"EXDATE;TZID=Asia/Shanghai:20260403T220000", b"EXDATE;TZID=Asia/Shanghai:20260417T220000"),
        (b"EXDATE;VALUE=DATE:20260321\r\n", b""),
        (b"UNTIL=20261015T060000Z", b"UNTIL=20261001T060000Z"),
        (b"\r\nDTSTART;TZID=Asia/Shanghai:20260319T150000", b"\r\nDTSTART;TZID=Asia/Shanghai:20260319T140000"),
        (b"\r\nSTATUS:CANCELLED\r\nLOCATION:\xe8\xb4\xba", b"\r\nSTATUS:CONFIRMED\r\nLOCATION:\xe8\xb4\xba"),
    ],
    ids=["other exception", "no exception", "shorter", "other hour", "not cancelled"],
)
def test_every_reader_would_notice_a_lie(reader: str, right: bytes, wrong: bytes, tmp_path: Path) -> None:
    """The comparison can fail: one wrong line in the feed and no reader shows what was recorded."""
    data = made("repeating")[ALL]
    assert right in data
    program = READERS[reader]
    assert program.read(data.replace(right, wrong), tmp_path) != program.tells(set(expected("repeating", ALL)))


def test_node_ical_still_mixes_up_early_mornings(tmp_path: Path) -> None:
    """When this fails, node-ical has learned it, and the exception above can go."""
    found = {row for row in _by_node("node-ical")(made("repeating")[ALL], tmp_path) if row[0] == MIXED_UP}
    right = {row for row in expected("repeating", ALL) if row[0] == MIXED_UP}
    assert found - right
    assert right - found
    assert "2026-03-06T06:00:00+08:00" not in {row[2] for row in found}


def test_every_narrow_feed_shows_its_own_dates() -> None:
    """Townships, villages, audiences, campaigns, single events: a series is whole in each feed that has it."""
    library = repeating_cases()
    feeds = in_feeds(library)
    assert len(feeds) > 20
    for path, found in feeds.items():
        if path != path_of("observances"):
            assert by_recurring(made("repeating")[path]) == shown(library, found), path


@pytest.mark.parametrize("name", LIBRARIES)
def test_libical_finds_nothing_against_the_rules(name: str) -> None:
    """`icalrestriction_check` is content with every feed of every case, those with bells too."""
    library = libical()
    for path, data in made(name).items():
        if path.endswith(".ics"):
            assert verdict(library, data)[:2] == (True, 0), path


def test_bells_ring_only_in_feeds_with_reminders() -> None:
    """7 days and 1 day before, at nine for whole days; what is cancelled or postponed is silent; other feeds have none."""
    timed, all_day = {"-P7D", "-P1D"}, {"-P6DT15H", "-PT15H"}
    rung = 0
    for name in ("repeating", "hard"):
        for path, data in made(name).items():
            if not path.endswith(".ics"):
                continue
            for part in icalendar.Calendar.from_ical(data).walk("VEVENT"):
                triggers = {a["TRIGGER"].to_ical().decode() for a in part.walk("VALARM")}
                silent = str(part["SUMMARY"]).startswith(("【取消】", "【延期】"))
                if silent or not path.endswith("-remind.ics"):
                    assert not triggers, path
                else:
                    assert triggers == (timed if hasattr(part["DTSTART"].dt, "hour") else all_day), path
                    rung += 1
    assert rung > 100


def test_long_texts_come_back_whole() -> None:
    """Place and description of every case of folding are read back letter by letter."""
    texts = {
        str(part["UID"]): (str(part["SUMMARY"]), str(part["LOCATION"]), str(part["DESCRIPTION"]))
        for part in icalendar.Calendar.from_ical(made("folds")[ALL]).walk("VEVENT")
    }
    for event in fold_cases().events:
        title, place, about = texts[f"{event.id}@330881.pufa"]
        assert title == event.title
        assert place.endswith(event.place)
        assert event.summary in about


def test_khal_prints_a_file_that_it_was_only_shown(tmp_path: Path) -> None:
    """`khal printics`, which officers' colleagues use to look into a file, names every event."""
    out = khal.Khal(tmp_path / "khal").printed(made("repeating")[ALL])
    uids = {row[0] for row in expected("repeating", ALL)}
    assert {line.split("\t")[0] for line in out.splitlines() if "\t" in line} == uids
