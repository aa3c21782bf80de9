"""An education office that edits its records for years: what it may write, and what its site then says.

Only what `pufa check` lets through: what is written of single days names days that the rule gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from generator.model import (
    Campaign,
    Change,
    Event,
    Identity,
    Library,
    Occurrence,
    Period,
    Region,
    Repeat,
    Rule,
    Site,
    Township,
    Village,
)
from generator.schedule import occurrences, rule_days

IDS = ("a", "b", "c", "d", "e")
TOWNS = ("330881001", "330881121", "330881122")
VILLAGES = {f"{code}-{name}": code for code in TOWNS[:2] for name in ("dong", "xi")}
AUDIENCES = ("全体居民", "农民", "青少年")
CAMPAIGNS = {
    "gaq": Campaign("gaq", "国家安全教育", Period(date(2021, 1, 1), date(2030, 12, 31))),
    "xf": Campaign("xf", "宪法宣传", Period(date(2023, 5, 1), date(2031, 12, 31))),
    "bwgh": Campaign("bwgh", "八五普法", Period(date(2022, 1, 1), date(2029, 12, 31))),
}
SITES = (Site("park", "法治公园", TOWNS[0]), Site("wall", "法治长廊", TOWNS[1]))
REGION = Region(
    "330881", "江山市", "江山市司法局", "Asia/Shanghai", "12348", Identity(),
    (
        Township(TOWNS[0], "甲街道", (Village(f"{TOWNS[0]}-dong", "东村", TOWNS[0]), Village(f"{TOWNS[0]}-xi", "西村", TOWNS[0]))),
        Township(TOWNS[1], "乙镇", (Village(f"{TOWNS[1]}-dong", "东坞村", TOWNS[1]), Village(f"{TOWNS[1]}-xi", "西坞村", TOWNS[1]))),
        Township(TOWNS[2], "丙乡"),
    ),
    AUDIENCES,
)  # fmt: skip
BEGUN = date(2024, 6, 3)
YEARS = timedelta(days=5 * 365)
_STATUS = {"计划": "TENTATIVE", "延期": "TENTATIVE", "取消": "CANCELLED"}
_MARKS = {"取消": "【取消】", "延期": "【延期】"}


@dataclass
class Office:
    """The records as they are now."""

    today: date = BEGUN
    events: dict[str, Event] = field(default_factory=dict)
    campaigns: set[str] = field(default_factory=lambda: set(CAMPAIGNS))

    def library(self) -> Library:
        """What `check` makes of the records."""
        campaigns = tuple(CAMPAIGNS[c] for c in sorted(self.campaigns))
        return Library(
            REGION, campaigns, tuple(sorted(self.events.values(), key=lambda e: e.id)), SITES, (), (),
            {t.code: t for t in REGION.townships}, {v.id: v for t in REGION.townships for v in t.villages},
            {c.id: c for c in campaigns}, {s.id: s for s in SITES},
        )  # fmt: skip

    def edit(self, identifier: str, **fields: Any) -> None:
        """Change a record, if it is there, and put right what is said of its single days."""
        if identifier in self.events:
            self.events[identifier] = tidied(replace(self.events[identifier], **fields))


def tidied(event: Event) -> Event:
    """The event with nothing said of days that its rule does not give; without its rule where that gives no day."""
    repeat = event.repeat
    if repeat is None:
        return event
    days = set(rule_days(event))
    if not days:
        return replace(event, repeat=None)
    extra = tuple(d for d in repeat.extra if d not in days)
    exceptions = tuple(d for d in repeat.exceptions if d in days)
    if len(days) + len(extra) == len(exceptions):
        exceptions = exceptions[1:]
    known = (days | set(extra)) - set(exceptions)
    changes = tuple(c for c in repeat.changes if c.day in known and _fits(c, event))
    return replace(event, repeat=replace(repeat, extra=extra, exceptions=exceptions, changes=changes))


def _fits(change: Change, event: Event) -> bool:
    """A moved occurrence has hours where its event has, and none where it has none."""
    return change.start is None or isinstance(change.start, datetime) == isinstance(event.start, datetime)


def says(found: Iterable[Occurrence]) -> Counter[tuple[str, date | datetime, date | datetime, str, str]]:
    """What takes place according to the records, in the terms of calendars."""
    return Counter(shown(o) for o in found if o.status != "取消")


def shown(o: Occurrence) -> tuple[str, date | datetime, date | datetime, str, str]:
    """One occurrence in the terms of calendars: an all-day end is the day after the last."""
    end = o.end if isinstance(o.end, datetime) else o.end + timedelta(days=1)
    return o.event.id, o.start, end, _STATUS.get(o.status, "CONFIRMED"), _MARKS.get(o.status, "") + o.event.title


def belongs(event: Event) -> dict[str, bool]:
    """In which of the narrow feeds an event must be, by the rule of the handbook; the rest of its feeds are not told."""
    where = {t: event.region_wide or t in event.townships for t in TOWNS}
    found = {f"townships/{t}": inside for t, inside in where.items()}
    found |= {f"townships/{t}/{event.campaign}": inside for t, inside in where.items()}
    found |= {
        f"villages/{v}": event.region_wide or (event.village == v if event.village else where[t])
        for v, t in VILLAGES.items()
    }
    everyone = not event.audiences or "全体居民" in event.audiences
    names = {"全体居民": "everyone", "农民": "farmers", "青少年": "youth"}
    found |= {f"audiences/{names[a]}": everyone or a in event.audiences for a in AUDIENCES}
    found |= {f"campaigns/{event.campaign}": True}
    if event.site:
        found[f"sites/{event.site}"] = True
    return {f"calendars/{path}.ics": inside for path, inside in found.items()}


# --- what may be written -----------------------------------------------------------------------------------------

titles = st.sampled_from(["宣讲", "法治电影", "咨询", "接待日，每周一次；请带身份证", "普法灯谜"])
statuses = st.sampled_from(["计划", "确定", "已办", "取消", "延期"])
hours = st.sampled_from([(9, 2), (14, 1), (19, 2), (22, 3)])
"""Beginning and length; the last goes over midnight."""


@st.composite
def placements(draw: st.DrawFn) -> dict[str, Any]:
    """Where and for whom."""
    kind = draw(st.sampled_from(["wide", "town", "town", "towns", "village", "site"]))
    fields: dict[str, Any] = {"region_wide": False, "townships": (), "village": "", "site": "", "place": ""}
    if kind == "wide":
        fields["region_wide"] = True
    elif kind == "village":
        village = draw(st.sampled_from(sorted(VILLAGES)))
        fields |= {"village": village, "townships": (VILLAGES[village],)}
    elif kind == "site":
        site = draw(st.sampled_from(SITES))
        fields |= {"site": site.id, "place": site.id, "townships": (site.township,)}
    else:
        fields["townships"] = tuple(
            draw(st.lists(st.sampled_from(TOWNS), min_size=1, max_size=2 if kind == "towns" else 1, unique=True))
        )
        fields["place"] = draw(st.sampled_from(["", "礼堂", "广场"]))
    fields["audiences"] = tuple(draw(st.lists(st.sampled_from(AUDIENCES), max_size=2, unique=True)))
    return fields


@st.composite
def times(draw: st.DrawFn, today: date) -> dict[str, Any]:
    """When: mostly soon, now and then long ago; by the hour or for days."""
    day = today + timedelta(days=draw(st.sampled_from([1, 3, 8, 20, 45, 90, 0, -2, -30, -380])))
    if draw(st.integers(0, 3)) == 0:
        return {"start": day, "end": day + timedelta(days=draw(st.sampled_from([0, 0, 1, 6])))}
    hour, length = draw(hours)
    start = datetime(day.year, day.month, day.day, hour)
    return {"start": start, "end": start + timedelta(hours=length)}


@st.composite
def repeats(draw: st.DrawFn, event: Event) -> Repeat:
    """How it repeats: rules that calendars know, and such as they do not."""
    first = event.start.date() if isinstance(event.start, datetime) else event.start
    weekday = draw(st.integers(0, 6))
    rule = draw(
        st.sampled_from(
            [
                Rule(freq="WEEKLY", by_day=((0, weekday),)),
                Rule(freq="WEEKLY", by_day=((0, first.weekday()),)),
                Rule(freq="WEEKLY", interval=2, by_day=((0, weekday),)),
                Rule(freq="WEEKLY", by_day=((0, 1), (0, 4))),
                Rule(freq="MONTHLY", by_day=((1, weekday),)),
                Rule(freq="MONTHLY", by_month_day=(15,)),
                Rule(freq="DAILY", interval=5),
                Rule(freq="MONTHLY", by_month_day=(31,)),
                Rule(kind="market", digits=(3, 8), lunar=True),
                Rule(kind="market", digits=(5,)),
                Rule(kind="lunar", lunar_days=((1, 15), (8, 15), (12, 23))),
            ]
        )
    )
    if draw(st.booleans()):
        rule = replace(rule, until=first + timedelta(days=draw(st.sampled_from([14, 40, 75, 120]))))
    else:
        rule = replace(rule, count=draw(st.sampled_from([1, 2, 3, 6])))
    return Repeat(rule, on_holiday=draw(st.sampled_from(["照常", "照常", "照常", "跳过", "顺延"])))


@st.composite
def changes(draw: st.DrawFn, event: Event, day: date) -> Change:
    """What may be written of a single day."""
    kind = draw(st.sampled_from(["move", "cancel", "cancel", "title", "place", "status", "note"]))
    if kind == "move":
        target = day + timedelta(days=draw(st.sampled_from([0, 1, -1, 4])))
        if not isinstance(event.start, datetime):
            return Change(day, start=target)
        return Change(day, start=datetime(target.year, target.month, target.day, draw(st.sampled_from([8, 15]))))
    more: Mapping[str, dict[str, Any]] = {
        "cancel": {"status": "取消", "note": "停电"},
        "title": {"title": "专场"},
        "place": {"place": "新礼堂", "site": ""},
        "status": {"status": draw(statuses)},
        "note": {"note": "请带凳子"},
    }
    return Change(day, **more[kind])


def days_of(event: Event) -> list[date]:
    """The days of which something may be written."""
    library = replace(Office().library(), events=(event,))
    return sorted(o.original for o in occurrences(library) if o.original is not None)
