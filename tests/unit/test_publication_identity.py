"""An event whose id was changed stays the same event for those who subscribe; and what a new time zone does to all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sites import kit

from generator.feedcheck.run import inspect
from generator.feeds.build import Issue
from generator.model import Change, Event, Repeat, Rule
from generator.pages.moved import moved_pages
from generator.publication.advance import Outcome, advance
from generator.publication.digest import digests
from generator.publication.record import Register, read_register, write_register
from generator.schedule import occurrences
from tests.clients.makers import SITE, event, files, library, properties, vevents

DAY = date(2026, 11, 22)
AHEAD: dict[str, Any] = {"start": datetime(2026, 12, 4, 9), "end": datetime(2026, 12, 4, 11)}
WEEKLY = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 12, 30))


def told(events: list[Event], register: Register | None = None, as_of: date = DAY, zone: str = "") -> Outcome:
    """What publishing these events tells; the register goes through its file each time."""
    if register is not None:
        read, faults = read_register(write_register(register), "330881")
        assert (read, faults) == (register, ())
    found = library(events)
    if zone:
        found = replace(found, region=replace(found.region, timezone=zone))
    return advance(found, occurrences(found), register, SITE, as_of)


def feeds_of(outcome: Outcome) -> dict[str, bytes]:
    issue = Issue(outcome.entries, outcome.numbers, outcome.also, outcome.kept)
    return files(outcome.library, issue=issue)


def seen(outcome: Outcome, path: str = "calendars/all.ics") -> dict[str, tuple[str, str]]:
    """By UID: title and the page's address."""
    found = map(properties, vevents(feeds_of(outcome)[path]))
    return {p["UID"].removesuffix("@330881.pufa"): (p["SUMMARY"], p["URL"].removeprefix(SITE.url)) for p in found}


def test_a_former_id_keeps_the_uid_and_nothing_is_called_off() -> None:
    """The entry is the same on every phone, with the page's new address; the register names the event of today."""
    first = told([event("jia-1", **AHEAD)])
    second = told([event("jia-01", former_ids=("jia-1",), **AHEAD)], first.register)
    assert second.changes == ()
    title = seen(first)["jia-1"][0]
    assert seen(second) == {"jia-1": (title, "events/jia-01/")}
    assert [o.id for o in second.occurrences] == ["jia-01"]
    assert [e.id for e in second.library.events] == ["jia-01"]
    line = second.register.entries["jia-1"]
    assert (line.event, line.numbers.sequence) == ("jia-01", 0)
    again = told([event("jia-01", former_ids=("jia-1",), **AHEAD)], second.register, DAY + timedelta(days=3))
    assert again.register is second.register
    moved = told(
        [event("jia-01", former_ids=("jia-1",), start=datetime(2026, 12, 5, 9), end=datetime(2026, 12, 5, 11))],
        again.register,
    )
    assert [(c.id, c.kind) for c in moved.changes] == [("jia-1", "改期")]
    assert moved.numbers["jia-1"].sequence == 1
    (digest,) = digests(moved.register, moved.library)
    assert [(i.event, i.known) for i in digest.items] == [("jia-01", True)]


def test_a_series_keeps_every_uid_and_its_exceptions() -> None:
    """The whole, its exceptions and their numbers go on under the former id."""
    off = Change(date(2026, 12, 9), status="取消", note="停电")
    fields: dict[str, Any] = {"start": datetime(2026, 11, 4, 19), "end": datetime(2026, 11, 4, 21), "status": "确定"}
    first = told([event("dianying", repeat=Repeat(WEEKLY, changes=(off,)), **fields)])
    second = told(
        [event("dianying-2026", former_ids=("dianying",), repeat=Repeat(WEEKLY, changes=(off,)), **fields)],
        first.register,
    )
    assert second.changes == ()
    assert set(second.numbers) == {"dianying", "dianying@2026-12-09"}
    assert {e.event for e in second.entries} == {"dianying-2026"}
    assert {o.id.partition("@")[0] for o in second.occurrences} == {"dianying-2026"}


def test_an_id_changed_twice_is_still_the_first_one_told() -> None:
    """What was published counts, wherever in the list it stands."""
    first = told([event("a-1", **AHEAD)])
    second = told([event("b-1", former_ids=("a-1",), **AHEAD)], first.register)
    third = told([event("c-1", former_ids=("b-1", "a-1"), **AHEAD)], second.register)
    assert (set(seen(third)), third.changes) == ({"a-1"}, ())


def test_what_was_told_under_its_own_id_goes_on_under_it() -> None:
    """A former id that is written too late joins nothing: both have been on phones."""
    first = told([event("a-1", **AHEAD)])
    elsewhen = {"start": datetime(2026, 12, 5, 14), "end": datetime(2026, 12, 5, 16)}
    second = told([event("a-2", **elsewhen)], first.register)
    assert {c.id: c.kind for c in second.changes} == {"a-1": "取消", "a-2": "新增"}
    third = told([event("a-2", former_ids=("a-1",), **elsewhen)], second.register)
    assert {k: v[0][:4] for k, v in seen(third).items()} == {k: v[0][:4] for k, v in seen(second).items()}
    assert third.changes == ()


def test_a_new_id_alone_calls_nothing_off() -> None:
    """Where title, place and hours are the same, it is the same event without a word; later edits find it again."""
    first = told([event("gaq-1", **AHEAD), event("other", title="别的")])
    second = told([event("gaq-01", **AHEAD), event("other", title="别的")], first.register)
    assert (second.changes, "gaq-1" in seen(second), "gaq-01" in seen(second)) == ((), True, False)
    later = told(
        [event("gaq-01", **{**AHEAD, "end": datetime(2026, 12, 4, 12)}), event("other", title="别的")], second.register
    )
    assert [(c.id, c.kind) for c in later.changes] == [("gaq-1", "改期")]


@pytest.mark.parametrize(
    "fields",
    [{"title": "别的名称"}, {"place": "别处"}, {"start": datetime(2026, 12, 4, 14), "end": datetime(2026, 12, 4, 16)}],
)
def test_what_differs_in_more_than_the_id_is_another_event(fields: dict[str, Any]) -> None:
    """Then the one is called off and the other new, as ever."""
    first = told([event("gaq-1", **AHEAD)])
    second = told([event("gaq-01", **{**AHEAD, **fields})], first.register)
    assert {c.id: c.kind for c in second.changes} == {"gaq-1": "取消", "gaq-01": "新增"}


def test_two_that_could_be_it_are_not_guessed_at() -> None:
    """Two new events of the same title, place and hours: neither is taken for the one that is gone."""
    first = told([event("gaq-1", **AHEAD)])
    second = told([event("x-1", **AHEAD), event("x-2", **AHEAD)], first.register)
    assert {c.id: c.kind for c in second.changes} == {"gaq-1": "取消", "x-1": "新增", "x-2": "新增"}


def test_old_addresses_lead_to_the_event() -> None:
    """The page says where it went; the file of the event is at both addresses with the same entry; news keep their ids."""
    first = told([event("jia-1", **AHEAD)])
    second = told([event("jia-01", former_ids=("jia-1", "jia-0"), title="甲<乙", **AHEAD)], first.register)
    made = feeds_of(second)
    assert seen(second, "events/jia-1.ics") == seen(second, "events/jia-01.ics") != {}
    assert "events/jia-0.ics" in made
    pages = {p.path: p.data.decode() for p in moved_pages(second.library, SITE)}
    assert set(pages) == {"events/jia-1/index.html", "events/jia-0/index.html"}
    page = pages["events/jia-1/index.html"]
    assert 'content="0; url=../jia-01/"' in page
    assert '<a href="../jia-01/">甲&lt;乙</a>' in page
    assert b"jia-1@330881.pufa" in made["feeds/events.json"]
    assert b"jia-01@330881.pufa" not in made["feeds/events.json"]


def test_check_asks_whether_an_id_was_changed(base: Path) -> None:
    """W251 at the new record, with the line to write; an hour that differs is told of too; a written former id is silent."""
    register = write_register(_published(base))
    kit.put(base, "campaigns/published.json", register)
    text = (base / kit.EVENTS).read_text("utf-8")
    assert kit.look(base) == ()
    kit.put(base, kit.EVENTS, text.replace("xianfa-1", "xianfa-01"))
    (found,) = kit.look(base)
    assert (found.code, found.span.line) == ("W251", 1)
    assert "原编号: xianfa-1" in found.hint
    assert "不会说取消" in found.hint
    kit.put(base, kit.EVENTS, text.replace("xianfa-1", "xianfa-01").replace("11:00", "10:30"))
    (found,) = kit.look(base)
    assert (found.code, "会说已取消" in found.hint) == ("W251", True)
    kit.put(base, kit.EVENTS, text.replace("xianfa-1", "xianfa-01").replace("2026-12-04", "2026-12-05"))
    assert kit.look(base) == ()
    kit.put(base, kit.EVENTS, text.replace("xianfa-1", "xianfa-01\n  原编号: xianfa-1"))
    assert kit.look(base) == ()


def _published(root: Path) -> Register:
    from generator.pipeline import derive

    prepared = kit.prepared(root)
    assert not hasattr(prepared, "code")
    outcome = derive(prepared).outcome  # type: ignore[arg-type]
    assert outcome is not None
    return outcome.register


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_another_time_zone_raises_every_number() -> None:
    """The same hours are another time: SEQUENCE and LAST-MODIFIED rise for all that is told, and once only."""
    records = [event("a", **AHEAD), event("b", start=date(2026, 12, 5), end=date(2026, 12, 5))]
    first = told(records)
    assert first.register.timezone == "Asia/Shanghai"
    second = told(records, first.register, zone="Asia/Urumqi")
    assert {i: n.sequence for i, n in second.numbers.items()} == {"a": 1, "b": 1}
    assert all(n.modified for n in second.numbers.values())
    assert second.register.timezone == "Asia/Urumqi"
    third = told(records, second.register, zone="Asia/Urumqi")
    assert third.register is second.register


def test_a_register_of_an_older_version_learns_its_zone() -> None:
    """Without a word of the zone nothing is taken for changed; the next publication writes it down."""
    first = told([event("a", **AHEAD)])
    old = replace(first.register, timezone="")
    second = told([event("a", **AHEAD)], old)
    assert second.numbers == first.numbers
    assert second.register == first.register


def test_an_exception_is_never_older_than_its_series() -> None:
    """A new one begins with the number of the series; when the series rises, those that are there rise with it."""
    fields: dict[str, Any] = {"start": datetime(2026, 11, 4, 19), "status": "确定"}
    early = Change(date(2026, 12, 2), start=datetime(2026, 12, 3, 15))
    first = told([event("film", end=datetime(2026, 11, 4, 21), repeat=Repeat(WEEKLY, changes=(early,)), **fields)])
    longer = replace(WEEKLY, until=date(2027, 1, 27))
    late = Change(date(2027, 1, 20), status="取消")
    second = told(
        [event("film", end=datetime(2026, 11, 4, 22), repeat=Repeat(longer, changes=(early, late)), **fields)],
        first.register,
    )
    assert second.numbers["film"].sequence == 1
    assert {i: n.sequence for i, n in second.numbers.items()} == {"film": 1, "film@2026-12-02": 1, "film@2027-01-20": 1}


def test_a_site_with_a_former_id_passes_its_own_check(base: Path, tmp_path: Path) -> None:
    """feedcheck holds the open data against the calendars by the former id as well."""
    first = told([event("jia-1", **AHEAD)])
    second = told([event("jia-01", former_ids=("jia-1",), **AHEAD)], first.register)
    for path, data in feeds_of(second).items():
        if path.startswith("calendars/") and path.endswith(".ics"):
            kit.put(tmp_path, f"site/{path}", data)
    row = {
        "id": "jia-01", "event_id": "jia-01", "status": "计划", "start": "2026-12-04T09:00:00",
        "end": "2026-12-04T11:00:00", "former_ids": "jia-1",
    }  # fmt: skip
    import json

    for wrong in ("", "2026-12-04T10:00:00"):
        rows = [{**row, "start": wrong or row["start"]}]
        kit.put(tmp_path, "site/data/events.json", json.dumps({"region": {"code": "330881"}, "events": rows}))
        codes = {f.code for f in inspect(str(tmp_path / "site"), DAY, lambda _: None).findings}
        assert ("F603" in codes) == bool(wrong)
