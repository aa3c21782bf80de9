"""Folders: every calendar below, what cannot be read, and agreement between calendars."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generator.feedcheck import folder as room
from generator.feedcheck.run import Report, inspect
from tests.sites.feeds import kit


def look(target: Path) -> Report:
    return inspect(str(target), kit.AS_OF, lambda _: None)


def put(root: Path, path: str, text: str) -> Path:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode())
    return root / path


def test_every_calendar_below_a_folder_is_looked_at(tmp_path: Path) -> None:
    """Also in folders of folders and with capital letters; hidden ones and other files are not."""
    for path in ("a.ics", "b/c/d.ICS", ".git/e.ics", "b/.f.ics", "g.txt"):
        put(tmp_path, path, kit.good())
    assert look(tmp_path) == Report((), 2)


def test_a_calendar_near_a_megabyte_is_warned_of(tmp_path: Path) -> None:
    """F013 above 900,000 octets, which is what our own calendars keep to; not a byte before."""
    text = kit.good()
    line = "X-FILLING:" + "a" * 60 + "\r\n"
    filling = line * ((900_000 - len(text.encode())) // len(line))
    full = text.replace("TRANSP:", filling + "TRANSP:", 1)
    path = put(tmp_path, "a.ics", full.replace("X-FILLING:", "X-FILLING:" + "b" * (900_000 - len(full.encode())), 1))
    assert path.stat().st_size == 900_000
    assert [f.code for f in look(path).findings if f.code != "F004"] == []
    path.write_bytes(path.read_bytes().replace(b"X-FILLING:b", b"X-FILLING:bb", 1))
    assert [(f.code, f.message, f.rule.severity) for f in look(path).findings if f.code != "F004"] == [
        ("F013", "文件有 0.90 MB", "warning")
    ]


def test_a_folder_without_calendars_says_so(tmp_path: Path) -> None:
    """F604, at the folder."""
    assert [(f.code, f.span.path) for f in look(tmp_path).findings] == [("F604", str(tmp_path))]


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No such file, a pipe that would never end, a file too large, a link to itself: F100 each, and no waiting."""
    monkeypatch.setattr(room, "MAX_BYTES", 10_000)
    os.mkfifo(tmp_path / "pipe.ics")
    (tmp_path / "loop.ics").symlink_to("loop.ics")
    put(tmp_path, "large.ics", kit.good() * 20)
    found = look(tmp_path).findings
    assert [(f.code, f.span.path.rsplit("/", 1)[-1]) for f in found] == [
        ("F100", n) for n in ("large.ics", "loop.ics", "pipe.ics")
    ]
    assert [f.message for f in look(tmp_path / "none.ics").findings] == ["没有这个文件"]
    assert [f.code for f in look(Path("a\0b.ics")).findings] == ["F100"]


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("20260415T090000", "20260415T093000", "开始"),
        ("20260415T110000", "20260415T113000", "结束"),
        ("STATUS:CONFIRMED", "STATUS:TENTATIVE", "状态"),
        ("SUMMARY:国家", "SUMMARY:全民国家", "标题"),
        ("SEQUENCE:0", "SEQUENCE:1", "SEQUENCE"),
        ("STATUS", "RDATE;TZID=Asia/Shanghai:20260501T090000\r\nSTATUS", "重复"),
    ],
)
def test_the_same_event_is_the_same_everywhere(tmp_path: Path, before: str, after: str, word: str) -> None:
    """Each thing that subscribers of two calendars would see differently is one finding, with both places."""
    put(tmp_path, "a.ics", kit.good())
    put(tmp_path, "b.ics", kit.changed((before, after)))
    (found,) = look(tmp_path).findings
    assert (found.code, found.span.path, found.related[0].path) == ("F601", f"{tmp_path}/b.ics", f"{tmp_path}/a.ics")
    assert f"的{word}不一样" in found.message


def test_descriptions_stamps_and_alarms_may_differ(tmp_path: Path) -> None:
    """The variant with reminders is the same calendar to everybody who compares times."""
    put(tmp_path, "a.ics", kit.good())
    put(tmp_path, "a-remind.ics", (kit.BAD / "F322.ics").read_bytes().decode())
    put(tmp_path, "b.ics", kit.changed(("第一行", "别的"), ("DTSTAMP:20260101", "DTSTAMP:20260102")))
    assert look(tmp_path).findings == ()


SITE = kit.good().replace("@example.cn", "@330881.pufa")
ROW = {
    "id": "a1",
    "event_id": "a1",
    "start": "2026-04-15T09:00:00",
    "end": "2026-04-15T11:00:00",
    "all_day": False,
    "status": "确定",
}


def site(root: Path, rows: object, text: str = SITE) -> list[str]:
    put(root, "calendars/all.ics", text)
    put(root, "data/events.json", json.dumps({"region": {"code": "330881"}, "events": rows}))
    return [f.message for f in look(root).findings if f.code == "F603"]


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 0),
        ({"status": "已办"}, 0),
        ({"status": "计划"}, 1),
        ({"status": "取消"}, 1),
        ({"start": "2026-04-15T08:00:00"}, 1),
        ({"start": "2026-04-15", "end": "2026-04-15", "all_day": True}, 2),
        ({"id": "z9", "event_id": "z9", "status": "取消"}, 0),
    ],
)
def test_open_data_agree_with_the_calendar(tmp_path: Path, change: dict[str, object], count: int) -> None:
    """Times and states of what is in both; what is only in one place is no fault."""
    assert len(site(tmp_path, [{**ROW, **change}])) == count


def test_the_last_day_of_open_data_is_the_day_before_dtend(tmp_path: Path) -> None:
    """Days end with the last day in the data, and with the day after it in the calendar."""
    days = {**ROW, "id": "b2", "event_id": "b2", "start": "2026-05-01", "all_day": True}
    assert site(tmp_path, [{**days, "end": "2026-05-01"}]) == []
    assert len(site(tmp_path, [{**days, "end": "2026-05-02"}])) == 1


def test_single_occurrences_of_a_series_are_compared(tmp_path: Path) -> None:
    """An occurrence that was moved is found by its original date; the others are the series' own."""
    event = SITE[SITE.index("BEGIN:VEVENT") : SITE.index("BEGIN:VEVENT\r\nUID:b2")]
    zone = ";TZID=Asia/Shanghai:2026"
    series = event.replace("SUMMARY", "RRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY")
    moved = event.replace("DTSTAMP", f"RECURRENCE-ID{zone}0422T090000\r\nDTSTAMP").replace(f"{zone}0415", f"{zone}0423")
    text = SITE.replace(event, series + moved)
    row = {**ROW, "id": "a1@2026-04-22", "start": "2026-04-23T09:00:00", "end": "2026-04-23T11:00:00"}
    other = {**ROW, "id": "a1@2026-04-29", "start": "2026-04-29T09:00:00", "end": "2026-04-29T11:00:00"}
    assert site(tmp_path, [row, other], text) == []
    assert len(site(tmp_path, [{**row, "start": "2026-04-22T09:00:00"}, other], text)) == 1


@pytest.mark.parametrize("rows", [None, 3, [3], [{"id": "a1"}], {"a": 1}])
def test_data_that_cannot_be_read_are_told(tmp_path: Path, rows: object) -> None:
    """Whatever is in the file, there is one finding and no traceback."""
    assert site(tmp_path, rows) == ["公开数据读不懂，没有核对"]


def test_data_that_are_no_json_are_told(tmp_path: Path) -> None:
    """Half a file, or brackets without end."""
    put(tmp_path, "calendars/all.ics", SITE)
    for text in ('{"region": ', "[" * 100_000):
        put(tmp_path, "data/events.json", text)
        assert [f.message for f in look(tmp_path).findings] == ["公开数据读不懂，没有核对"]


def test_days_of_the_year_are_in_a_calendar_of_their_own(tmp_path: Path) -> None:
    """The calendar of observances is no part of that of all events."""
    put(tmp_path, "calendars/all.ics", kit.good())
    put(tmp_path, "calendars/observances.ics", kit.good().replace("a1@", "c1@").replace("b2@", "d2@"))
    assert look(tmp_path).findings == ()
    put(tmp_path, "calendars/sites/x.ics", kit.good().replace("a1@", "c1@").replace("b2@", "d2@"))
    assert [f.code for f in look(tmp_path).findings] == ["F602", "F602"]
