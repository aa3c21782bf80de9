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
from generator.register.advance import Outcome, advance
from generator.register.digest import digests
from generator.register.record import Register, read_register, union, write_register
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


def again(*renames: tuple[str, str], **fields: Any) -> Outcome:
    """One event published under several ids in turn, each with the former id that the officer writes (or none)."""
    found: Outcome | None = None
    for number, (identifier, former) in enumerate(renames):
        record = event(identifier, title="甲", former_ids=(former,) if former else (), **(fields or AHEAD))
        found = told([record], found.register if found else None, DAY + timedelta(days=number))
        assert found.first or found.changes == ()
    assert found is not None
    return found


@pytest.mark.parametrize("last", ["b-9", "b-1", ""])
def test_who_writes_the_last_id_means_the_first(last: str) -> None:
    """The officer knows the id that the list had before, not the one that subscribers know."""
    third = again(("b-1", ""), ("b-9", "b-1"), ("b-10", last))
    assert set(seen(third)) == {"b-1"}
    assert {p.path for p in moved_pages(third.library, SITE)} == {"events/b-1/index.html", "events/b-9/index.html"}
    fourth = again(("b-1", ""), ("b-9", "b-1"), ("b-10", last), ("b-11", "b-10"), ("b-12", "b-9"), ("b-13", ""))
    assert set(seen(fourth)) == {"b-1"}


def test_every_address_that_was_published_leads_on() -> None:
    """Also where nobody wrote a former id; the register remembers them, in those lines alone."""
    third = again(("b-1", ""), ("b-9", ""), ("b-10", ""))
    made = feeds_of(third)
    for path in ("events/b-1.ics", "events/b-9.ics", "events/b-10.ics"):
        assert set(seen(third, path)) == {"b-1"}
    assert "events/b-9/index.html" in {p.path for p in moved_pages(third.library, SITE)}
    assert b"b-9" in write_register(third.register)
    later = told([event("b-10", title="甲", **AHEAD), event("c", title="乙")], third.register)
    assert "events/b-9.ics" in feeds_of(later)
    assert later.register.entries["b-1"] == third.register.entries["b-1"]
    assert b'"once"' not in next(x for x in write_register(later.register).splitlines() if x.startswith(b'"c"'))
    assert made.keys() <= feeds_of(later).keys()


def test_an_id_that_comes_back_is_no_former_address() -> None:
    """b-1, b-9 and b-1 again: one page, and b-9 leads to it; and b-9 again: b-1 leads there."""
    third = again(("b-1", ""), ("b-9", ""), ("b-1", ""))
    assert {p.path for p in moved_pages(third.library, SITE)} == {"events/b-9/index.html"}
    fourth = told([event("b-1", title="甲", **AHEAD)], third.register, DAY + timedelta(days=9))
    assert fourth.register is third.register
    assert "events/b-9.ics" in feeds_of(fourth)
    fifth = again(("b-1", ""), ("b-9", ""), ("b-1", ""), ("b-9", "b-1"))
    assert {p.path for p in moved_pages(fifth.library, SITE)} == {"events/b-1/index.html"}
    assert fifth.register.entries["b-1"].once == ()


def test_a_renamed_event_that_is_withdrawn_is_called_off_under_the_id_that_was_told() -> None:
    """A series too; every address still leads to it, and its record may come back under the last id."""
    for fields in (AHEAD, {"start": datetime(2026, 11, 4, 19), "end": datetime(2026, 11, 4, 21), "status": "确定",
                           "repeat": Repeat(WEEKLY)}):  # fmt: skip
        second = again(("b-1", ""), ("b-9", "b-1"), **fields)
        other = event("c", title="乙", **AHEAD)
        third = told([other], second.register, DAY + timedelta(days=2))
        assert {i for i in seen(third) if i.startswith("b-")} == {"b-1"}
        assert {c.kind for c in third.changes if c.id == "b-1"} == {"取消"}
        page = {p.path: p.data.decode() for p in moved_pages(third.library, SITE)}
        assert 'url=../b-1/"' in page["events/b-9/index.html"]
        assert seen(third)["b-1"][1] == "events/b-1/"
        still = told([other], third.register, DAY + timedelta(days=3))
        assert still.register is third.register
        fourth = told([other, event("b-9", title="甲", **fields)], still.register, DAY + timedelta(days=4))
        assert {i for i in seen(fourth) if i.startswith("b-")} == {"b-1"}
        assert [(c.id, c.kind) for c in fourth.changes if c.id == "b-1"] == [("b-1", "恢复")]


def test_an_id_from_in_between_may_be_given_to_another() -> None:
    """Then its page is that one's, and it is told under its own id."""
    third = again(("b-1", ""), ("b-9", ""), ("b-10", ""))
    fourth = told([event("b-10", title="甲", **AHEAD), event("b-9", title="乙", **AHEAD)], third.register)
    assert set(seen(fourth)) == {"b-1", "b-9"}
    assert {p.path for p in moved_pages(fourth.library, SITE)} == {"events/b-1/index.html"}


def test_a_register_remembers_ids_as_the_merge_of_two_does() -> None:
    """The ids of either; a name that no id can be is refused, since it becomes the name of a file."""
    third = again(("b-1", ""), ("b-9", ""), ("b-10", "")).register
    other = again(("b-1", ""), ("b-7", "")).register
    assert set(union(other, third).entries["b-1"].once) | {"b-10"} == {"b-7", "b-9", "b-10"}
    bad = replace(third, entries={"b-1": replace(third.entries["b-1"], once=("../x",))})
    assert read_register(write_register(bad), "330881")[0] is None


@pytest.mark.slow
def test_check_asks_when_an_id_is_given_to_another(base: Path) -> None:
    """W251 at the new record: subscribers know the renamed one by that id. Once published it is as it is."""
    text = (base / kit.EVENTS).read_text("utf-8")
    kit.put(base, "campaigns/published.json", write_register(_published(base)))
    kit.put(base, kit.EVENTS, text.replace("xianfa-1", "xianfa-01"))
    kit.put(base, "campaigns/published.json", write_register(_published(base)))
    assert kit.look(base) == ()
    renamed = text.replace("xianfa-1", "xianfa-01")
    new = text.replace("2026-12-04", "2026-12-11")
    kit.put(base, kit.EVENTS, renamed + new)
    (found,) = kit.look(base)
    assert (found.code, found.span.line) == ("W251", renamed.count("\n") + 1)
    assert "xianfa-1 以前是 xianfa-01 用的" in found.message
    kit.put(base, kit.EVENTS, renamed.replace("xianfa-01", "xianfa-001\n  原编号: xianfa-01") + new)
    (found,) = kit.look(base)
    assert "xianfa-1 以前是 xianfa-001 用的" in found.message
    kit.put(base, kit.EVENTS, renamed + new)
    kit.put(base, "campaigns/published.json", write_register(_published(base)))
    assert kit.look(base) == ()


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


def test_a_morning_and_an_afternoon_renamed_at_once_are_known_by_their_hours() -> None:
    """One day, place and title; a third that shares neither hour is new."""
    hours = [{"start": datetime(2026, 12, 4, h), "end": datetime(2026, 12, 4, h + 2)} for h in (9, 14, 19)]
    first = told([event(f"a-{i}", title="甲", **h) for i, h in enumerate(hours[:2])])
    second = told([event(f"c-{i}", title="甲", **h) for i, h in enumerate(hours)], first.register)
    assert set(seen(second)) == {"a-0", "a-1", "c-2"}
    assert not any(c.kind == "取消" for c in second.changes)
    third = told([event("d", title="甲", **hours[0])], first.register)
    assert {c.id: c.kind for c in third.changes} == {"a-1": "取消"}


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
