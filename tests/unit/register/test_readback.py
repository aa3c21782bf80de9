"""Calendars are read back before they replace what subscribers have: right ones of every kind pass, no planted fault does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from generator.almanac.observances import shipped
from generator.base.cache import Cache
from generator.feeds.build import Issue
from generator.model import Change, Event, Repeat, Rule
from generator.readback import run
from generator.readback.run import ReadbackFault, read_back
from generator.register.advance import Outcome, advance
from generator.schedule import occurrences
from tests.clients.makers import SITE, event, files, library

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 22)
ALL = "calendars/all.ics"
WEEKLY = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 30))
NASTY = "反斜杠C:\\new\\,\\;；半角,;:\"'\n第二行\r\n第三行\u2028四\t五👨‍👩‍👧𠀀é^n" + "很长的一句话，" * 30


def film(**more: Any) -> Event:
    """A film every Wednesday, one day left out, one moved, one called off."""
    moved = Change(date(2026, 12, 2), start=datetime(2026, 12, 3, 15))
    off = Change(date(2026, 12, 9), status="取消", note="停电")
    repeat = Repeat(WEEKLY, exceptions=(date(2026, 12, 16),), changes=(moved, off))
    start = datetime(2026, 11, 4, 19)
    given = {"start": start, "end": start.replace(hour=21), "repeat": repeat, "status": "确定", "title": "电影", **more}
    return event("film", **given)


def every_kind() -> list[Event]:
    """Whatever a feed can tell."""
    monthly = Rule(freq="MONTHLY", by_day=((1, 4),), until=date(2027, 6, 30))
    whole_days = Repeat(Rule(freq="DAILY", interval=2, until=date(2026, 12, 20)), exceptions=(date(2026, 12, 6),))
    market = Repeat(Rule(kind="market", digits=(3, 8), lunar=True, until=date(2026, 12, 30)))
    return [
        film(),
        event("days", start=date(2026, 12, 1), end=date(2026, 12, 7), title="宪法宣传周"),
        event("moment", start=datetime(2026, 12, 4, 9), end=datetime(2026, 12, 4, 9), status="取消", note=NASTY),
        event("night", start=datetime(2026, 12, 31, 22), end=datetime(2027, 1, 1), status="延期"),
        event("texts", title=NASTY.replace("\n", " "), place=NASTY[:40], summary=NASTY, organiser="甲,乙;丙\\"),
        event("old", start=datetime(1988, 7, 1, 9), end=datetime(1988, 7, 1, 10), status="已办"),
        event("monthly", repeat=Repeat(monthly), start=datetime(2026, 12, 4, 0), end=datetime(2026, 12, 4, 1)),
        event("exhibition", repeat=whole_days, start=date(2026, 12, 2), end=date(2026, 12, 2), region_wide=True),
        event("market", repeat=market, start=datetime(2026, 11, 22, 8), end=datetime(2026, 11, 22, 10)),
    ]


def told(events: list[Event], before: Outcome | None = None, **more: Any) -> Outcome:
    found = replace(library(events, **more), observances=shipped())
    return advance(found, occurrences(found), before.register if before else None, SITE, DAY)


def issue_of(outcome: Outcome) -> Issue:
    return Issue(outcome.entries, outcome.numbers, outcome.also, outcome.kept)


def laid(folder: Path, outcome: Outcome, feeds: dict[str, bytes] | None = None) -> Path:
    """The feeds of what is told, as files."""
    for path, data in (feeds or files(outcome.library, DAY, issue=issue_of(outcome))).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def back(folder: Path, outcome: Outcome, live: Path | None = None, **more: Any) -> list[str]:
    """Read the feeds back; what was said of progress."""
    said: list[str] = []
    cache, day = more.get("cache", Cache(None)), more.get("day", DAY)
    live = live or folder.with_name("nothing")
    read_back(folder, live, outcome.library, SITE, day, issue_of(outcome), cache, said.append)
    return said


def spoil(folder: Path, change: Callable[[bytes], bytes], path: str = ALL) -> None:
    data = (folder / path).read_bytes()
    assert change(data) != data
    (folder / path).write_bytes(change(data))


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return told(every_kind())


@pytest.fixture(scope="module")
def feeds(outcome: Outcome) -> dict[str, bytes]:
    return files(outcome.library, DAY, issue=issue_of(outcome))


@pytest.fixture
def site(outcome: Outcome, feeds: dict[str, bytes], tmp_path: Path) -> Path:
    return laid(tmp_path / "next", outcome, feeds)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "Asia/Kathmandu"])
def test_what_is_right_passes_whatever_it_tells(zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Series with exceptions, whole days, texts of every sort, each file read: with bells, of one event, of observances."""
    monkeypatch.setattr(run, "OTHERS", 10_000)
    first = told(every_kind(), timezone=zone)
    back(laid(tmp_path / "one", first), first)


def test_what_was_published_before_passes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moved, called off, deleted, under a new id, a series now told day by day: with their later numbers."""
    monkeypatch.setattr(run, "OTHERS", 10_000)
    first = told(every_kind())
    kinds = {e.id: e for e in every_kind()}
    kinds["days"] = replace(kinds["days"], end=date(2026, 12, 8), townships=("330881003",))
    kinds["night"] = replace(kinds["night"], id="late", former_ids=("night",))
    kinds["exhibition"] = replace(kinds["exhibition"], repeat=None, status="取消")
    kinds["film"] = replace(kinds["film"], repeat=kinds["market"].repeat)
    del kinds["moment"], kinds["monthly"]
    second = told(list(kinds.values()), first)
    assert {e.facts.status for e in second.entries} >= {"取消", "延期", "确定"}
    assert max(n.sequence for n in second.numbers.values()) == 1
    back(laid(tmp_path / "two", second), second)


def test_archives_pass_and_are_always_read(tmp_path: Path) -> None:
    many = [
        event(f"e{n}", start=(at := datetime(2021 + n % 4, 3, 1 + n % 28, 9)), end=at + timedelta(hours=1), status="已办", summary="长" * 300)
        for n in range(700)
    ]  # fmt: skip
    large = told(many)
    folder = laid(tmp_path / "next", large)
    (archive, *_) = sorted((folder / "calendars").glob("all-20??.ics"))
    back(folder, large)
    spoil(folder, lambda data: data.replace(b"T090000", b"T100000", 1), f"calendars/{archive.name}")
    with pytest.raises(ReadbackFault, match=f"{archive.name} 里.*时间不对"):
        back(folder, large)


def _piece(data: bytes, wanted: bytes) -> bytes:
    return next(p for p in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL) if wanted in p)


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, 1)


FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an hour": (_replaced(b"DTSTART;TZID=Asia/Shanghai:20261104T19", b"DTSTART;TZID=Asia/Shanghai:20261104T18"), "“电影”.*开始时间不对：应当是“.*2026-11-04T19:00:00.*读到的是“.*T18:00:00"),
    "an end": (_replaced(b"DTEND;VALUE=DATE:20261208", b"DTEND;VALUE=DATE:20261207"), "结束时间不对"),
    "a zone": (_replaced(b"DTEND;TZID=Asia/Shanghai:20261104T21", b"DTEND;TZID=Asia/Tokyo:20261104T21"), "结束时间不对"),
    "no zone": (_replaced(b"DTSTART;TZID=Asia/Shanghai:20261104T19", b"DTSTART:20261104T19"), "开始时间不对"),
    "another zone defined": (lambda data: data.replace(b"TZOFFSETTO:+0800", b"TZOFFSETTO:+0900"), "时区不对"),
    "a lost EXDATE": (lambda data: re.sub(rb"EXDATE;TZID[^\r]*20261216T[^\r]*\r\n", b"", data), "“电影”.*不办的日子不对.*读到的是“没有”"),
    "a wrong EXDATE": (_replaced(b"EXDATE;VALUE=DATE:20261206", b"EXDATE;VALUE=DATE:20261208"), "不办的日子不对"),
    "an added day": (_replaced(b"EXDATE;VALUE=DATE:20261206", b"RDATE;VALUE=DATE:20261207\r\nEXDATE;VALUE=DATE:20261206"), "另加的日子不对"),
    "a rule": (_replaced(b"BYDAY=1FR", b"BYDAY=2FR"), "重复的办法不对"),
    "an end of a rule": (_replaced(b"UNTIL=20261220", b"UNTIL=20261218"), "重复的办法不对"),
    "a lost rule": (lambda data: re.sub(rb"RRULE:FREQ=DAILY[^\r]*\r\n", b"", data), "重复的办法不对"),
    "an exception of another day": (_replaced(b"RECURRENCE-ID;TZID=Asia/Shanghai:20261202", b"RECURRENCE-ID;TZID=Asia/Shanghai:20261125"), "没有“电影”"),
    "a number": (_replaced(b"SEQUENCE:0", b"SEQUENCE:1"), "序号不对：应当是“0”，读到的是“1”"),
    "a state": (_replaced(b"STATUS:CANCELLED", b"STATUS:CONFIRMED"), "状态不对"),
    "a title": (_replaced("SUMMARY:电影".encode(), "SUMMARY:影电".encode()), "标题不对：应当是“电影”，读到的是“影电”"),
    "two titles": (_replaced("SUMMARY:电影\r\n".encode(), "SUMMARY:电影\r\nSUMMARY:电影\r\n".encode()), "标题不对"),
    "a place": (_replaced("LOCATION:贺村镇".encode(), "LOCATION:贺村乡".encode()), "地点不对"),
    "a text": (_replaced("第二行".encode(), "第三行".encode()), "(标题|说明|地点)不对"),
    "an address": (_replaced(b"URL:https://pufa.example.gov.cn/events/film/", b"URL:https://pufa.example.gov.cn/events/fi1m/"), "网址不对"),
    "an id": (_replaced(b"UID:days@330881.pufa", b"UID:day@330881.pufa"), "没有“宪法宣传周”"),
    "a lost event": (lambda data: data.replace(_piece(data, b"UID:days@"), b""), "没有“宪法宣传周”"),
    "an event twice": (lambda data: data.replace(piece := _piece(data, b"UID:days@"), piece * 2), "“宪法宣传周”.*有 2 条"),
    "another's event": (lambda data: data.replace(piece := _piece(data, b"UID:days@"), piece + piece.replace(b"UID:days@", b"UID:more@")), "多出“宪法宣传周”"),
    "half a file": (lambda data: data[: len(data) // 2], "读不懂|没有"),
    "no calendar": (lambda _: b"<html></html>", "读不懂"),
    "nothing": (lambda _: b"", "读不懂"),
    "a broken date": (_replaced(b"DTSTART;VALUE=DATE:20261201", b"DTSTART;VALUE=DATE:20261301"), "读不懂"),
    "bytes that are no text": (_replaced("SUMMARY:电影".encode(), b"SUMMARY:\xff\xfe"), "标题不对|读不懂"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_no_planted_fault_passes(name: str, outcome: Outcome, site: Path) -> None:
    """The words name the file, the event and what differs; they never blame the records and are no traceback."""
    change, words = FAULTS[name]
    spoil(site, change)
    with pytest.raises(ReadbackFault, match=words) as caught:
        back(site, outcome)
    assert "calendars/all.ics" in str(caught.value)
    assert "没有发布" in str(caught.value)
    assert "不是记录写错了" in str(caught.value)


@pytest.mark.parametrize("path", ["calendars/campaigns/gaq-remind.ics", "events/film.ics", "calendars/observances.ics"])
def test_other_files_that_changed_are_read_too(path: str, outcome: Outcome, site: Path) -> None:
    spoil(site, _replaced(b"SEQUENCE:0", b"SEQUENCE:3"), path)
    with pytest.raises(ReadbackFault, match=f"{path} 里.*序号不对"):
        back(site, outcome)


def test_a_file_that_is_missing_is_told(outcome: Outcome, site: Path) -> None:
    (site / "events/days.ics").unlink()
    with pytest.raises(ReadbackFault, match=r"没有日历 events/days\.ics"):
        back(site, outcome)


def test_what_did_not_change_is_not_read_again(outcome: Outcome, site: Path, tmp_path: Path) -> None:
    """Beside the feed of everything, which always is."""
    live = laid(tmp_path / "live", outcome)
    for folder in (site, live):
        spoil(folder, _replaced(b"SEQUENCE:0", b"SEQUENCE:9"), "events/days.ics")
    back(site, outcome, live)
    for folder in (site, live):
        spoil(folder, _replaced(b"SEQUENCE:0", b"SEQUENCE:9"), ALL)
    with pytest.raises(ReadbackFault, match="序号不对"):
        back(site, outcome, live)


def test_the_lot_is_the_same_for_the_same_day_and_content(
    outcome: Outcome, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "OTHERS", 5)
    chosen: list[list[str]] = []
    real = run._chosen

    def spy(*words: Any) -> list[str]:
        chosen.append(real(*words))
        return chosen[-1]

    monkeypatch.setattr(run, "_chosen", spy)
    for day in (DAY, DAY, DAY + timedelta(days=1)):
        back(site, outcome, day=day)
    assert chosen[0] == chosen[1] != chosen[2]
    assert all(paths[0] == ALL and len(paths) == 6 for paths in chosen)


def test_what_was_read_before_is_not_parsed_again_but_held_against_the_entries(
    outcome: Outcome, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that is stuck at the former hour is noticed though its bytes are known."""
    cache = Cache(tmp_path / "cache")
    back(site, outcome, cache=cache)
    parsed: list[int] = []
    real = run._parsed
    monkeypatch.setattr(run, "_parsed", lambda pairs: parsed.append(len(pairs)) or real(pairs))
    back(site, outcome, cache=cache)
    assert parsed == [0]
    later = told([replace(e, start=datetime(2026, 11, 4, 20)) if e.id == "film" else e for e in every_kind()])
    with pytest.raises(ReadbackFault, match=r"“电影”.*开始时间不对"):
        back(site, later, cache=cache)


@pytest.mark.parametrize("error", [RecursionError("deep"), KeyError("x"), ValueError("读"), UnicodeError("bytes")])
def test_whatever_the_library_raises_is_a_sentence(
    error: Exception, outcome: Outcome, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(icalendar.Calendar, "from_ical", fail)
    with pytest.raises(ReadbackFault, match=f"{ALL} 读不懂：{type(error).__name__}"):
        back(site, outcome)


def test_a_long_reading_is_told(outcome: Outcome, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert back(site, outcome) == []
    monkeypatch.setattr(run, "MANY", 5)
    (said,) = back(site, outcome)
    assert re.fullmatch(r"把 \d+ 条日程读回来，同记录核对", said)
