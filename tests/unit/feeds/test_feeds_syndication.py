"""The Atom and JSON news feeds."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from generator.base.artifacts import SiteInfo
from generator.feeds.syndication import ATOM_PATH, JSON_PATH, selected, time_text
from generator.model import Event
from generator.schedule import occurrences
from tests.clients.makers import AS_OF, event, files, library, properties, vevents

ATOM = "{http://www.w3.org/2005/Atom}"


def on(identifier: str, day: date, **fields: Any) -> Event:
    return event(identifier, start=day, end=day, **fields)


def entries(*events: Event) -> list[ET.Element]:
    return ET.fromstring(files(library(events))[ATOM_PATH]).findall(f"{ATOM}entry")


def items(*events: Event) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files(library(events))[JSON_PATH])["items"]
    return found


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def test_the_coming_and_those_of_the_last_90_days_newest_first() -> None:
    events = [
        on("far", AS_OF + timedelta(days=400)),
        on("today", AS_OF),
        on("edge", AS_OF - timedelta(days=90)),
        on("gone", AS_OF - timedelta(days=91)),
    ]
    assert [i["id"].split("@")[0] for i in items(*events)] == ["far", "today", "edge"]


def test_of_too_many_the_nearest_stay() -> None:
    events = [on(f"e{n:03}", AS_OF + timedelta(days=n)) for n in range(250)]
    found = selected(occurrences(library(events)), AS_OF)
    assert [o.id for o in found] == [f"e{n:03}" for n in reversed(range(200))]


def test_atom_has_what_the_standard_demands() -> None:
    feed = ET.fromstring(files(library([event(start=date(2026, 12, 4), end=date(2026, 12, 4))]))[ATOM_PATH])
    assert text(feed, "title") == "江山市法治宣传教育活动"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "江山市司法局"
    assert {(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")} == {
        ("self", "https://pufa.example.gov.cn/feeds/events.atom"),
        ("alternate", "https://pufa.example.gov.cn/"),
    }
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        assert text(part, "id").startswith("urn:uuid:")
        assert datetime.fromisoformat(text(part, "updated")) <= datetime.fromisoformat("2026-11-21T00:00:00+08:00")


def test_an_empty_feed_is_valid_too() -> None:
    found = files(library([]))
    assert text(ET.fromstring(found[ATOM_PATH]), "updated") == "2020-01-01T00:00:00Z"
    assert json.loads(found[JSON_PATH])["items"] == []


def test_ids_do_not_depend_on_the_sites_address() -> None:
    found = library([on("a", AS_OF)])
    here, there = files(found), files(found, site=SiteInfo("https://other.cn/x/", "别名"))
    first, second = (ET.fromstring(f[ATOM_PATH]) for f in (here, there))
    assert [text(e, "id") for e in first.iter(f"{ATOM}entry")] == [text(e, "id") for e in second.iter(f"{ATOM}entry")]
    assert json.loads(here[JSON_PATH])["items"][0]["id"] == json.loads(there[JSON_PATH])["items"][0]["id"]


def test_the_calendar_and_the_news_tell_the_same_uid_title_and_status() -> None:
    events = [on(f"e{n}", AS_OF, status=s) for n, s in enumerate(("计划", "确定", "已办", "取消", "延期"))]
    found = files(library(events))
    calendar = {
        (p["UID"], p["SUMMARY"], p["STATUS"]) for p in map(properties, vevents(found["calendars/all.ics"]))
    }  # fmt: skip
    news = json.loads(found[JSON_PATH])["items"]
    assert {(i["id"], i["title"], i["_event"]["status"]) for i in news} == calendar
    assert sorted(i["_event"]["state"] for i in news) == sorted(("计划", "确定", "已办", "取消", "延期"))
    assert {text(e, "title") for e in ET.fromstring(found[ATOM_PATH]).iter(f"{ATOM}entry")} == {
        t for _, t, _ in calendar
    }


def test_times_in_json_carry_their_distance_from_utc() -> None:
    (item,) = items(event(start=datetime(2026, 12, 4, 9), end=datetime(2026, 12, 4, 11)))
    assert item["_event"]["start"] == "2026-12-04T09:00:00+08:00"
    assert item["_event"]["end"] == "2026-12-04T11:00:00+08:00"
    assert not item["_event"]["all_day"]
    (item,) = items(event(start=date(2026, 12, 1), end=date(2026, 12, 7)))
    assert (item["_event"]["start"], item["_event"]["end"], item["_event"]["all_day"]) == (
        "2026-12-01",
        "2026-12-07",
        True,
    )


def test_markup_and_marks_that_xml_refuses_are_only_text() -> None:
    odd = on("a", AS_OF, title="<b>&\x00\x1f\ufffe\"'", summary="]]><script>", form='"&<')
    (entry,) = entries(odd)
    assert text(entry, "title") == "<b>&\"'"
    assert "]]><script>" in text(entry, "content")
    category = entry.findall(f"{ATOM}category")[1]
    assert category.get("term") == '"&<'
    assert items(odd)[0]["title"] == "<b>&\"'"


def test_the_text_tells_when_and_where_first() -> None:
    (entry,) = entries(event(start=datetime(2026, 12, 4, 9), end=datetime(2026, 12, 4, 11), place="文化礼堂"))
    assert text(entry, "content").startswith("时间：2026-12-04 09:00—11:00\n地点：贺村镇 文化礼堂\n")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 12, 4), date(2026, 12, 4), "2026-12-04"),
        (date(2026, 12, 1), date(2026, 12, 7), "2026-12-01—2026-12-07"),
        (datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 9), "2026-12-04 09:00"),
        (datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11, 30), "2026-12-04 09:00—11:30"),
        (datetime(2026, 12, 4, 20), datetime(2026, 12, 5), "2026-12-04 20:00—24:00"),
        (datetime(2026, 12, 4, 22), datetime(2026, 12, 5, 6), "2026-12-04 22:00—2026-12-05 06:00"),
        (datetime(2026, 12, 4, 22), datetime(2026, 12, 6), "2026-12-04 22:00—2026-12-05 24:00"),
    ],
)
def test_a_time_is_told_as_people_say_it(start: date | datetime, end: date | datetime, words: str) -> None:
    assert time_text(occurrences(library([event(start=start, end=end)]))[0]) == words
