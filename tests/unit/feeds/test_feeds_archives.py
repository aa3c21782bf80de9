"""Feeds of very large regions: below the limit, nothing lost, and what still has to arrive stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sites import kit

from generator.feedcheck.run import inspect
from generator.feeds.archives import LIMIT, Archive
from generator.feeds.build import Issue
from generator.feeds.entry import Numbers
from generator.feeds.reading import told
from generator.model import Change, Event, Repeat, Rule
from generator.register.advance import Outcome, advance
from generator.register.rebuild import rebuilt
from generator.register.record import read_register, union, write_register
from generator.register.rollback import amend
from generator.schedule import occurrences
from tests.clients.makers import SITE, event, files, library

DAY = date(2026, 11, 22)
ALL = "calendars/all.ics"


def on(day: date, number: int, **more: Any) -> Event:
    start = datetime(day.year, day.month, day.day, 9)
    return event(
        f"e{number:05}", title=f"宣讲{number}", start=start, end=start + timedelta(hours=2), status="已办", **more
    )


def years(count: int, *, each: int = 900, last: int = 2025, first: int = 0) -> list[Event]:
    """So many events in each of the years that end with `last`."""
    return [
        on(date(last - year, 1, 1) + timedelta(days=number * 360 // each), first + year * each + number)
        for year in range(count)
        for number in range(each)
    ]


def publish(events: list[Event], register: Any = None, as_of: date = DAY) -> Outcome:
    found = library(events)
    return advance(found, occurrences(found), register, SITE, as_of)


def made(outcome: Outcome, as_of: date = DAY) -> dict[str, bytes]:
    return files(outcome.library, as_of, issue=issue_of(outcome))


def issue_of(outcome: Outcome) -> Issue:
    return outcome.issue()


def archives_of(outcome: Outcome) -> tuple[Archive, ...]:
    return outcome.division.archives if outcome.division else ()


def ids(data: bytes) -> set[str]:
    return {t.id for t in told(data)}


@pytest.fixture(scope="module")
def large() -> Outcome:
    """2022 to 2025 with 900 events each, and a few to come."""
    coming = [on(date(2026, 12, 4), 9000 + n) for n in range(5)]
    return publish([*years(4), *(replace(e, status="计划") for e in coming)])


@pytest.fixture(scope="module")
def feeds_of_large(large: Outcome) -> dict[str, bytes]:
    return made(large)


def test_a_region_of_usual_size_has_no_archives() -> None:
    """Nothing is moved as long as the feed of everything is small enough."""
    outcome = publish(years(1))
    assert archives_of(outcome) == ()
    assert [p for p in made(outcome) if p.startswith("calendars/all")] == [ALL, "calendars/all-remind.ics"]


@pytest.mark.slow
def test_no_feed_is_too_large_and_every_entry_is_somewhere(large: Outcome, feeds_of_large: dict[str, bytes]) -> None:
    """The oldest ended years lie beside the feed, whole; the feed goes on with the newest and with what is coming."""
    feeds = feeds_of_large
    assert all(len(data) <= LIMIT for data in feeds.values())
    parts = {p: ids(d) for p, d in feeds.items() if p.startswith("calendars/all") and "remind" not in p}
    assert set(parts) == {ALL, "calendars/all-2022.ics", "calendars/all-2023.ics"}
    assert set().union(*parts.values()) == {e.id for e in large.entries}
    assert sum(map(len, parts.values())) == len(large.entries)
    for year in (2022, 2023):
        assert {t.facts.start.year for t in told(feeds[f"calendars/all-{year}.ics"])} == {year}
    assert {t.facts.start.year for t in told(feeds[ALL])} == {2024, 2025, 2026}


def test_archives_are_calendars_of_their_own_and_are_listed(large: Outcome, feeds_of_large: dict[str, bytes]) -> None:
    """With a name, an address and an id of their own; the newest year of a feed comes first."""
    found = archives_of(large)
    mine = [a for a in found if a.feed.kind == "all"]
    assert [a.feed.path for a in mine] == [f"calendars/all-{y}.ics" for y in (2023, 2022)]
    assert mine[0].feed.name == "江山市普法活动·2023年"
    data = feeds_of_large["calendars/all-2023.ics"].decode()
    assert "UID:calendars/all-2023@330881.pufa\r\n" in data
    assert "SOURCE;VALUE=URI:" in data
    assert data.count("BEGIN:VCALENDAR") == 1


@pytest.mark.slow
def test_the_whole_passes_its_own_check(feeds_of_large: dict[str, bytes], tmp_path: Path) -> None:
    """No finding but what a sample without categories and places gives; townships and everything still agree."""
    for path, data in feeds_of_large.items():
        if path.startswith("calendars/") and path.endswith(".ics"):
            kit.put(tmp_path, path, data)
    found = {f.code for f in inspect(str(tmp_path), DAY, lambda _: None).findings}
    assert found.isdisjoint({"F013", "F302", "F601", "F602"})


@pytest.mark.slow
def test_what_was_called_off_or_moved_and_is_lately_over_stays() -> None:
    """Of a year that moves, what still has to reach phones is left where phones look; nothing else is."""
    day = date(2026, 6, 1)
    of_2025 = [on(date(2025, 11, 20), n, audiences=("农民",)) for n in range(1200, 3000)]
    events = [*years(1, each=1200, last=2024), *(replace(e, status="计划") for e in of_2025)]
    first = publish(events, as_of=date(2025, 11, 1))
    events[-1] = replace(events[-1], status="取消")
    events[-2] = replace(events[-2], place="改到别处")
    second = publish(events, first.register, date(2025, 11, 10))
    assert {c.kind for c in second.changes} == {"取消", "改地点"}
    events[-3] = replace(events[-3], title="另一个名称")  # lately over, but no change of time, place or status
    events[0] = replace(events[0], place="改到别处")  # of 2024: long over
    third = publish(events, second.register, day)
    feeds = made(third, day)
    assert {events[-1].id, events[-2].id} <= ids(feeds[ALL])
    assert events[-3].id in ids(feeds["calendars/all-2025-2.ics"])
    assert events[0].id in ids(feeds["calendars/all-2024.ics"])
    fewer = events[:1] + events[2:]  # a record of 2024 was deleted: long over, no word
    assert events[1].id not in ids(made(publish(fewer, third.register, day), day)[ALL])


@pytest.mark.slow
def test_what_changes_every_entry_empties_no_archive(large: Outcome, feeds_of_large: dict[str, bytes]) -> None:
    """A new address of the site, or a new zone, raises every LAST-MODIFIED and is no reason to keep an entry."""
    before = feeds_of_large
    day = DAY + timedelta(days=1)
    happenings = occurrences(large.library)
    here = replace(SITE, url="https://other.example.gov.cn/")
    away = replace(large.library, region=replace(large.library.region, timezone="Asia/Urumqi"))
    for whole, site in ((large.library, here), (away, SITE)):
        second = advance(whole, happenings, large.register, site, day)
        assert all(n.modified for n in second.numbers.values())
        now = files(whole, day, site, issue=second.issue())
        assert before.keys() <= now.keys()
        assert all(len(data) <= LIMIT for data in now.values())
        for path in large.register.archives:
            assert ids(now[path]) == ids(before[path]) != set()


@pytest.mark.slow
def test_an_archive_that_was_published_is_there_for_good(large: Outcome, feeds_of_large: dict[str, bytes]) -> None:
    """With what it had, as long as that is told, though it would find room again; without anything, if need be."""
    paths = {p for p in feeds_of_large if "-2022" in p or "-2023" in p}
    assert set(large.register.archives) == paths != set()
    again = publish(list(large.library.events), large.register)
    assert again.register is large.register
    read, faults = read_register(write_register(large.register), "330881")
    assert (read, faults) == (large.register, ())
    without = [e for e in large.library.events if e.start.year in (2022, 2026)]
    later = publish(without, large.register)
    feeds = made(later)
    assert paths <= feeds.keys()
    assert len(ids(feeds["calendars/all-2022.ics"])) == 900
    assert ids(feeds["calendars/all-2023.ics"]) == set()
    assert {t.facts.start.year for t in told(feeds[ALL])} == {2025, 2026}  # of 2025 what is called off, within a year
    assert later.register.archives == large.register.archives
    listed = {a.feed.path for a in archives_of(later)}
    assert "calendars/all-2022.ics" in listed
    assert "calendars/all-2023.ics" not in listed
    assert rebuilt(feeds, feeds.__getitem__, later.library, DAY).archives == large.register.archives


def test_a_register_names_no_other_file_as_an_archive(large: Outcome) -> None:
    """It becomes the name of a file; a register without archives has no word of them."""
    bad = replace(large.register, archives=("calendars/../x-2022.ics",))
    assert read_register(write_register(bad), "330881")[0] is None
    assert b"archives" not in write_register(replace(large.register, archives=()))
    other = replace(large.register, archives=("calendars/all-2019.ics",))
    assert set(union(large.register, other).archives) == {*large.register.archives, *other.archives}


@pytest.mark.slow
def test_a_series_moves_with_its_exceptions_and_not_before_it_is_over() -> None:
    """RECURRENCE-ID without its series would be an event of its own."""
    rule = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2023, 12, 27))
    off = Change(date(2022, 12, 7), status="取消")
    start = datetime(2022, 11, 2, 19)
    film = event("film", start=start, end=start.replace(hour=21), status="确定", repeat=Repeat(rule, changes=(off,)))
    running = replace(film, id="run", repeat=Repeat(replace(rule, until=date(2026, 12, 30)), changes=(off,)))
    feeds = made(publish([*years(4), film, running]))
    assert {"film", "film@2022-12-07"} <= ids(feeds["calendars/all-2023.ics"])
    assert {"run", "run@2022-12-07"} <= ids(feeds[ALL])


@pytest.mark.slow
def test_one_year_may_be_too_large_for_one_file() -> None:
    """Then it has parts; of this year whole months that are over follow, as far as they must."""
    outcome = publish([*years(1, each=4000, last=2025), *years(1, each=3000, last=2026, first=4000)])
    renumbered = made(outcome)
    assert all(len(data) <= LIMIT for data in renumbered.values())
    paths = [p for p in renumbered if p.startswith("calendars/all-2")]
    assert "calendars/all-2025-2.ics" in paths
    assert "calendars/all-2026.ics" in paths
    assert {t.facts.start.month for t in told(renumbered[ALL])} >= {11, 12}


@pytest.mark.slow
def test_a_campaign_called_after_a_year_keeps_its_address() -> None:
    """The archive of `gaq` for 2022 gives way to the feed of a campaign `gaq-2022`."""
    found = library(years(4))
    campaign = found.campaigns[0]
    other = replace(campaign, id=f"{campaign.id}-2022", title="另一个专项")
    whole = replace(found, campaigns=(campaign, other), campaign_by_id={c.id: c for c in (campaign, other)})
    outcome = advance(whole, occurrences(whole), None, SITE, DAY)
    feeds = made(outcome)
    assert ids(feeds[f"calendars/campaigns/{campaign.id}-2022.ics"]) == set()
    assert len(ids(feeds[f"calendars/campaigns/{campaign.id}-2022-archive.ics"])) == 900


@pytest.mark.slow
def test_the_register_is_recovered_from_archives_too(large: Outcome, feeds_of_large: dict[str, bytes]) -> None:
    """Every entry with its number and its place, as if there were one feed."""
    feeds = feeds_of_large
    found = rebuilt(feeds, feeds.__getitem__, large.library, DAY)
    assert found.entries.keys() == large.register.entries.keys()
    for identifier, line in found.entries.items():
        known = large.register.entries[identifier]
        assert (line.digest, line.numbers, line.placement) == (known.digest, known.numbers, known.placement)


@pytest.mark.slow
def test_going_back_renumbers_archives_too(large: Outcome, feeds_of_large: dict[str, bytes]) -> None:
    """A record of 2022 that was edited in the newer site is told as before, with a later number, where it is kept."""
    edited = replace(large.library.events[-50], place="别处")
    events = [e for e in large.library.events if e.id != edited.id]
    second = publish([*events, edited], large.register)
    before, now = feeds_of_large, made(second)
    back = amend(
        {p: (lambda d=d: d) for p, d in now.items()}, {p: (lambda d=d: d) for p, d in before.items()},
        second.register, DAY, datetime(2026, 11, 21, 16),
    )  # fmt: skip
    site = {**before, **back.files}
    (line,) = [
        t
        for p, d in site.items()
        if p.startswith("calendars/all") and "remind" not in p
        for t in told(d)
        if t.id == edited.id
    ][:1]
    assert line.numbers == back.register.entries[edited.id].numbers
    assert line.numbers.sequence == second.numbers[edited.id].sequence + 1
    assert line.numbers != Numbers()
