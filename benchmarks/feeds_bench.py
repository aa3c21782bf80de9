"""Feeds against the icalendar library: every feed of a county, and those that one change touches, in one process.

The library writes each event once, as a whole VEVENT. We write each event into every feed that has it, with numbers of
the publication ledger, reminders and news.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from rows import Table

from generator.base.artifacts import SiteInfo
from generator.feeds.build import plan_feeds
from generator.model import Campaign, Event, Identity, Library, Occurrence, Period, Region, Township, Village
from generator.register.advance import advance
from generator.register.record import Register
from generator.schedule import occurrences

SITE = SiteInfo("https://pufa.example.gov.cn/", "云溪普法")
DAY = date(2026, 11, 21)
AUDIENCES = ("领导干部", "国家工作人员", "青少年", "企业经营管理者", "农民", "社区居民", "老年人", "妇女")


def county(events: int, townships: int = 100, villages: int = 15) -> Library:
    """A county with events over five years, one in a hundred for the whole region."""
    chance = random.Random(20261121)  # the same county in every run
    units = tuple(
        Township(
            f"9999{t:05}",
            f"云溪第{t}乡",
            tuple(Village(f"9999{t:05}-v{v}", f"第{v}村", f"9999{t:05}") for v in range(villages)),
        )
        for t in range(townships)
    )
    campaigns = tuple(Campaign(f"c{c}", f"第{c}项普法", Period(date(2021, 1, 1), date(2026, 12, 31))) for c in range(5))
    found = []
    for number in range(events):
        start = datetime(2021, 1, 1, 9) + timedelta(days=chance.randrange(2150), hours=chance.randrange(8))
        unit = chance.choice(units)
        wide = chance.random() < 0.01
        found.append(
            Event(
                f"ev-{number:06}",
                f"c{chance.randrange(5)}",
                f"民法典与国家安全主题宣讲第{number}场",
                start,
                start + timedelta(hours=2),
                () if wide else (unit.code,),
                wide,
                village="" if wide or chance.random() < 0.4 else chance.choice(unit.villages).id,
                place="文化礼堂二楼会议室",
                form="宣讲",
                audiences=tuple(chance.sample(AUDIENCES, 2)),
                laws=("国家安全法", "民法典"),
                organiser="云溪司法所",
                status="已办" if start.date() < DAY else "确定",
                summary="讲解总体国家安全观，发放宣传手册，现场解答群众提问，介绍12339举报电话的用法。",
            )
        )
    region = Region("999901", "云溪县", "云溪县司法局", "Asia/Shanghai", "12348", Identity(), units)
    return Library(
        region,
        campaigns,
        tuple(found),
        township_by_code={t.code: t for t in units},
        village_by_id={v.id: v for t in units for v in t.villages},
        campaign_by_id={c.id: c for c in campaigns},
    )


def with_icalendar(found: tuple[Occurrence, ...], library: Library) -> int:
    """Every event as a VEVENT of the icalendar library, serialised once; gives the bytes written."""
    zone = ZoneInfo("Asia/Shanghai")
    stamp = datetime(2026, 1, 1, tzinfo=UTC)
    size = 0
    for o in found:
        e = o.event
        entry = icalendar.Event()
        entry.add("uid", f"{o.id}@999901.pufa")
        entry.add("dtstamp", stamp)
        entry.add("last-modified", stamp)
        entry.add("sequence", 0)
        assert isinstance(o.start, datetime)
        assert isinstance(o.end, datetime)
        entry.add("dtstart", o.start.replace(tzinfo=zone))
        entry.add("dtend", o.end.replace(tzinfo=zone))
        entry.add("summary", e.title)
        entry.add("status", "CONFIRMED")
        entry.add("location", f"{e.townships} {e.place}")
        entry.add(
            "description",
            f"{e.summary}\n对象：{'、'.join(e.audiences)}\n法律：{'、'.join(e.laws)}\n主办：{e.organiser}",
        )
        entry.add("categories", [library.campaign_by_id[e.campaign].title, e.form])
        entry.add("url", f"{SITE.url}events/{e.id}/")
        entry.add("class", "PUBLIC")
        entry.add("transp", "TRANSPARENT")
        size += len(entry.to_ical())
    return size


def every_feed(library: Library, register: Register | None) -> tuple[int, int, dict[str, str], Register]:
    """All feeds with their bytes: count, size, keys and the ledger that goes with them."""
    found = occurrences(library)
    outcome = advance(library, found, register, SITE, DAY)
    keys, size = {}, 0
    for item in plan_feeds(outcome.library, outcome.occurrences, SITE, DAY, outcome.issue()):
        keys[item.path] = item.key
        size += len(item.make())
    return len(keys), size, keys, outcome.register


def after_one_change(library: Library, register: Register, keys: dict[str, str]) -> int:
    """The feeds that an edit of one event touches, made anew; gives how many."""
    outcome = advance(library, occurrences(library), register, SITE, DAY)
    count = 0
    for item in plan_feeds(outcome.library, outcome.occurrences, SITE, DAY, outcome.issue()):
        if keys.get(item.path) != item.key:
            item.make()
            count += 1
    return count


def timed(work: Callable[[], object], turns: int) -> float:
    """The shortest of some turns, in seconds."""
    best = float("inf")
    for _ in range(turns):
        gc.collect()
        gc.disable()  # as in a build, for both sides
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
        gc.enable()
    return best


def report(table: Table, events: int, turns: int) -> None:
    """Measure and print."""
    library = county(events)
    found = occurrences(library)
    peer = timed(lambda: with_icalendar(found, library), turns)
    own = timed(lambda: every_feed(library, None), turns)
    count, size, keys, register = every_feed(library, None)
    first = library.events[events // 2]
    assert isinstance(first.start, datetime)
    assert isinstance(first.end, datetime)
    edited = replace(first, start=first.start + timedelta(hours=1), end=first.end + timedelta(hours=1))
    changed = replace(library, events=tuple(edited if e is first else e for e in library.events))
    again = timed(lambda: after_one_change(changed, register, keys), turns)
    touched = after_one_change(changed, register, keys)
    print(f"feeds: {events} events, 100 townships, 1,500 villages: {count} files, {size / 1e6:.1f} MB")
    print(f"  icalendar, each event once: {peer:.2f} s = {peer / events * 1e6:.0f} µs an event")
    table.add("every feed / icalendar, each event once", own / peer, 1.3, made_of=f"{own:.2f} s")
    table.add("feeds after one change / icalendar", again / peer, 0.1, made_of=f"{again:.2f} s for {touched} feeds")


if __name__ == "__main__":
    report(Table(), 10_000, 3)
