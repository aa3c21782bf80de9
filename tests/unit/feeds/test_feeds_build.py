"""All feeds of a site together: the hazards that break calendars on phones."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from generator.feeds.build import feeds, issue_of, plan_feeds
from generator.feeds.catalogue import catalogue, remind_path
from generator.feeds.entry import UNPUBLISHED, Numbers
from generator.model import Library
from generator.schedule import occurrences
from tests.clients.makers import AS_OF, HECUN, QINGHU, SITE, event, files, library, unfolded, vevents

EVENTS = [
    event("own", title="一,二；" + "国家安全" * 20, summary="第一行\n第二行；" * 30),
    event("named", village=f"{HECUN}-hecun", status="取消", note="天气"),
    event("wide", region_wide=True, start=date(2026, 12, 1), end=date(2026, 12, 7), status="延期"),
    event("other", townships=(QINGHU,), site="park", audiences=("青少年",), updated=datetime(2027, 1, 1)),
    event("zero", start=datetime(2026, 4, 15, 9), end=datetime(2026, 4, 15, 9), sample=True),
]
LIBRARY = library(EVENTS)
FILES = files(LIBRARY)
CALENDARS = {path: data for path, data in FILES.items() if path.endswith(".ics")}


def test_every_feed_of_the_catalogue_is_made_once_and_two_news_feeds() -> None:
    made = [a.path for a in feeds(LIBRARY, occurrences(LIBRARY), SITE, AS_OF)]
    paths = [p for f in catalogue(LIBRARY) for p in ((f.path,) if f.kind == "event" else (f.path, remind_path(f.path)))]
    assert made == [*paths, "feeds/events.atom", "feeds/events.json"]


@pytest.mark.parametrize("path", CALENDARS)
def test_the_bytes_are_what_every_reader_can_take(path: str) -> None:
    data = CALENDARS[path]
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # each physical line stands alone


@pytest.mark.parametrize("path", CALENDARS)
def test_every_zone_used_is_declared_once_before_the_events(path: str) -> None:
    text = "\r\n".join(unfolded(CALENDARS[path]))
    assert text.count("BEGIN:VTIMEZONE") == 1
    declared = re.findall(r"^TZID:(.*?)\r$", text, re.MULTILINE)
    assert set(re.findall(r"TZID=([^:;]+)", text)) <= set(declared)
    assert text.find("BEGIN:VEVENT") in range(text.find("END:VTIMEZONE"), len(text)) or "BEGIN:VEVENT" not in text


@pytest.mark.parametrize("path", CALENDARS)
def test_a_calendar_has_each_of_its_own_properties_once(path: str) -> None:
    head = CALENDARS[path].split(b"BEGIN:VTIMEZONE")[0]
    names = [re.split("[:;]", line)[0] for line in unfolded(head)]
    assert len(names) == len(set(names))
    assert {"VERSION", "PRODID", "NAME", "REFRESH-INTERVAL", "SOURCE", "X-PUBLISHED-TTL", "UID"} <= set(names)
    assert f"SOURCE;VALUE=URI:{SITE.url}{path}" in unfolded(head)


def test_a_file_for_one_event_does_not_open_a_second_calendar_in_outlook() -> None:
    for path, data in CALENDARS.items():
        assert (b"X-WR-CALNAME" in data) == path.startswith("calendars/")


def test_an_event_has_the_same_bytes_in_every_feed_and_its_uid_once() -> None:
    seen: dict[str, bytes] = {}
    for data in CALENDARS.values():
        found = vevents(data)
        uids = [next(line for line in unfolded(part) if line.startswith("UID:")) for part in found]
        assert len(uids) == len(set(uids))
        for identifier, part in zip(uids, found, strict=True):
            assert seen.setdefault(identifier, part) == part
    assert len(seen) == len(EVENTS)


def test_the_township_feeds_together_have_every_event() -> None:
    together = {part for path, data in CALENDARS.items() if "/townships/" in path for part in vevents(data)}
    assert together == set(vevents(CALENDARS["calendars/all.ics"]))


def test_events_stand_in_the_order_of_time_then_id() -> None:
    order = [unfolded(part)[1] for part in vevents(CALENDARS["calendars/all.ics"])]
    assert order == [f"UID:{i}@330881.pufa" for i in ("named", "other", "own", "zero", "wide")]


def test_no_stamp_lies_in_the_future() -> None:
    for data in CALENDARS.values():
        for line in unfolded(data):
            if line.startswith(("DTSTAMP:", "LAST-MODIFIED:")):
                assert re.fullmatch(r"[A-Z-]+:\d{8}T\d{6}Z", line)
                assert line.split(":")[1] <= "20261120T160000Z"


def test_a_feed_without_events_is_still_a_calendar() -> None:
    found = files(library([]))["calendars/all.ics"]
    assert b"BEGIN:VEVENT" not in found
    assert b"BEGIN:VTIMEZONE" in found


def test_the_order_of_the_records_changes_no_byte() -> None:
    turned = replace(LIBRARY, events=tuple(reversed(LIBRARY.events)))
    assert {k: v for k, v in files(turned).items() if k.startswith(("calendars/", "feeds/"))} == {
        k: v for k, v in FILES.items() if k.startswith(("calendars/", "feeds/"))
    }


def plan(found: Library) -> dict[str, tuple[str, bytes]]:
    return {p.path: (p.key, p.make()) for p in plan_feeds(found, occurrences(found), SITE, AS_OF)}


def test_a_planned_feed_changes_its_key_just_when_its_bytes_change() -> None:
    edited = library([*EVENTS[1:], replace(EVENTS[0], note="改到礼堂")])
    before, after = plan(LIBRARY), plan(edited)
    assert before.keys() == after.keys()
    for path, (key, data) in before.items():
        assert (key == after[path][0]) == (data == after[path][1]), path
    changed = {path for path in before if before[path] != after[path]}
    assert {"events/own.ics", f"calendars/townships/{HECUN}.ics"} <= changed
    assert not {"events/wide.ics", "calendars/sites/park.ics", f"calendars/townships/{QINGHU}.ics"} & changed


def test_a_renamed_township_changes_its_calendars_key_though_only_the_head_changed() -> None:
    towns = tuple(replace(t, name="新塘边镇") if t.code == QINGHU else t for t in LIBRARY.region.townships)
    renamed = replace(LIBRARY, region=replace(LIBRARY.region, townships=towns))
    path = f"calendars/townships/{QINGHU}.ics"
    assert plan(LIBRARY)[path][0] != plan(renamed)[path][0]
    assert plan(LIBRARY)["calendars/all.ics"] == plan(renamed)["calendars/all.ics"]


def test_every_occurrence_has_an_entry_of_its_own() -> None:
    told = issue_of(LIBRARY, occurrences(LIBRARY), SITE, AS_OF).entries
    assert sorted(e.id for e in told) == sorted(e.id for e in EVENTS)
    assert [e.bytes(UNPUBLISHED) for e in told] == vevents(CALENDARS["calendars/all.ics"])


def test_numbers_reach_the_entries() -> None:
    told = replace(issue_of(LIBRARY, occurrences(LIBRARY), SITE, AS_OF), numbers={"own": Numbers(7)})
    assert b"SEQUENCE:7\r\n" in files(LIBRARY, issue=told)["events/own.ics"]


def test_a_zone_whose_clocks_change_is_refused() -> None:
    with pytest.raises(ValueError, match="Europe/Berlin"):
        files(library([], timezone="Europe/Berlin"))
