"""Small random counties for the tests of coverage: everything that a record may say, within what the checks let pass.

A county is valid (events lie inside their campaign, a site in a village of its township), but holds every contradiction
that a valid county may: units that begin and end, that are not counted, registers half filled in, records not closed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from generator.figures.indicators import Indicator, indicator_catalogue
from generator.model import (
    FINDINGS,
    FOCUSES,
    STAGES,
    STATUSES,
    Campaign,
    Event,
    Funding,
    Identity,
    Inspected,
    Library,
    Occurrence,
    Period,
    Region,
    Repeat,
    Result,
    Rule,
    Site,
    Target,
    Task,
    Township,
    Validity,
    Village,
    Weight,
    ZeroReport,
)

REGION_CODE = "330881"
FIRST, LAST = date(2023, 11, 1), date(2025, 3, 31)
EDGES = (0, 0, 1, -1, -9, -10, -11, -89, -90, -91, -179, -180, -181, 30)
"""Days before and after the account's on which a rule of some card turns."""
MONTHLY = Repeat(Rule(freq="MONTHLY", by_month_day=(15,), count=3))
OPENED = {"": None, "2024年6月": date(2024, 6, 1), "2023年": date(2023, 1, 1)}
"""What may stand for a site's opening beside a day, and the day that is meant."""
AUDIENCES = ("领导干部", "青少年", "农民")


class County(NamedTuple):
    """A region's records, the dated happenings of its events, and the day of the account."""

    library: Library
    occurrences: tuple[Occurrence, ...]
    as_of: date


def maybe(values: st.SearchStrategy) -> st.SearchStrategy:
    """A value or None, each as often."""
    return st.none() | values


def one_of(*values: object) -> st.SearchStrategy:
    """One of these; write one more often to make it more likely."""
    return st.sampled_from(values)


@st.composite
def days(draw, as_of, first=FIRST, last=LAST):
    """A day from `first` to `last`, as often as not one at which a rule turns."""
    at_edge = as_of + timedelta(days=draw(one_of(*EDGES)))
    return at_edge if first <= at_edge <= last and draw(st.booleans()) else draw(st.dates(first, last))


@st.composite
def validities(draw, as_of):
    if draw(one_of(True, True, False)):
        return Validity()
    start = draw(maybe(st.dates(FIRST, date(2024, 9, 1))))
    return Validity(start, draw(maybe(days(as_of, start or FIRST))))


@st.composite
def townships(draw, as_of):
    found = []
    for t in range(draw(one_of(3, 2, 4, 1))):
        code = f"33088110{t}"
        villages = tuple(
            Village(
                f"{code}-v{v}", f"村{v}", code, model_village=draw(one_of("", "省级2022")),
                law_savvy=draw(maybe(st.integers(0, 5))), legal_adviser=draw(one_of(None, True, False)),
                validity=draw(validities(as_of)),
            )
            for v in range(draw(one_of(2, 3, 0)))
        )  # fmt: skip
        found.append(Township(
            code, f"镇{t}", villages, population=draw(one_of(800, 1200, 12345, 950, 1200, 800, 2000, 12345, 777, None, 0)),
            group=draw(one_of("", "山区", "平原")), counted=draw(one_of(True, True, True, False)), validity=draw(validities(as_of)),
        ))  # fmt: skip
    return tuple(found)


@st.composite
def targets(draw, codes):
    i: Indicator = draw(st.sampled_from([i for i in indicator_catalogue().values() if i.direction != "less"]))
    per, every = draw(st.sampled_from(i.per)), draw(st.sampled_from(i.every))
    least = draw(one_of(1, 2, 2.5, 30, 50.0, 0))
    limited = draw(one_of((), (), codes[:1], codes[1:]))
    return Target(i.id, per, every, least, townships=limited, group=draw(one_of("", "", "", "山区")))


@st.composite
def campaigns(draw, places, as_of):
    codes = tuple(t.code for t in places)
    found = []
    for c in range(draw(st.integers(1, 2))):
        start = draw(one_of(FIRST, None)) or draw(days(as_of))
        end = draw(one_of(LAST + timedelta(days=280), None)) or draw(st.dates(start, LAST + timedelta(days=40)))
        often = draw(one_of(5, 5, 0))  # as often as not in none, or in all
        zero = [
            ZeroReport(code, y, every_campaign=draw(one_of(False, False, False, True)))
            for code in codes for y in (2023, 2024, 2025) if draw(st.integers(0, often)) == 0
        ]  # fmt: skip
        tasks = [
            Task(f"任务{n}", due=draw(maybe(days(as_of))), done=draw(maybe(days(as_of))))
            for n in range(draw(st.integers(0, 3)))
        ]
        money = [
            Funding(
                draw(st.integers(2022, 2026)), draw(one_of(0, 1000, 0.1, 0.2, 33333.33)), draw(one_of("", "", *codes))
            )
            for _ in range(draw(st.integers(0, 4)))
        ]
        found.append(Campaign(
            f"c{c}", f"专项{c}", Period(start, end), zero_reports=tuple(zero), tasks=tuple(tasks), funding=tuple(money),
            targets=tuple(draw(targets(codes)) for _ in range(draw(st.integers(0, 3)))),
        ))  # fmt: skip
    return tuple(found)


@st.composite
def sites(draw, places, as_of):
    found = []
    for n in range(draw(one_of(2, 3, 0))):
        home = draw(st.sampled_from(places))
        village = draw(one_of("", *(v.id for v in home.villages)))
        status = draw(one_of("开放", "开放", "开放", "在建", "关闭"))
        found.append(
            Site(
                f"s{n}",
                f"阵地{n}",
                home.code,
                village,
                status=status,
                opened=draw(one_of(*OPENED)) or draw(one_of(str(draw(days(as_of))), "")),
            )
        )
    return tuple(found)


@st.composite
def results(draw):
    people = maybe(st.integers(0, 40))
    return Result(draw(people), draw(people), draw(people), draw(people)) if draw(one_of(True, True, False)) else None


@st.composite
def happenings(draw, number, plans, places, houses, as_of):
    """One event, as the happenings it has: one, or up to three where it repeats."""
    plan = draw(st.sampled_from(plans))
    most = min(plan.period.end, LAST + timedelta(days=60))
    day = draw(days(as_of, plan.period.start, max(most, plan.period.start)))
    end = min(day + timedelta(days=draw(one_of(0, 0, 0, 1, 40))), plan.period.end)
    codes = draw(st.sets(st.sampled_from([t.code for t in places]), min_size=draw(one_of(1, 1, 1, 0)), max_size=2))
    villages = [v.id for t in places for v in t.villages]
    event = Event(
        f"e{number}", plan.id, f"活动{number}", day, end,
        townships=tuple(sorted(codes)), region_wide=not codes, village=draw(one_of(*villages, *villages[:1] * 3, "")),
        site=draw(one_of(*(s.id for s in houses), "")), stage=draw(st.sampled_from(STAGES)),
        status=draw(one_of(*STATUSES, *["已办"] * 8)), result=draw(results()), focus=draw(one_of("", *FOCUSES)),
        audiences=tuple(draw(st.lists(st.sampled_from(AUDIENCES), max_size=2))),
        laws=tuple(draw(st.lists(one_of("宪法", "民法典"), max_size=2))),
        updated=draw(maybe(one_of(*(datetime.combine(end, time(8)) + timedelta(days=n) for n in (-20, 0, 9, 10, 11, 90))))),
    )  # fmt: skip
    if draw(one_of(False, False, True)):
        event = replace(event, repeat=MONTHLY)
        starts = [day + timedelta(days=30 * n) for n in range(3)]
        return [
            Occurrence(
                f"{event.id}@{start}", replace(event, result=draw(results())), start, start,
                draw(one_of(event.status, event.status, "取消")), start,
            )
            for start in starts if start <= plan.period.end
        ]  # fmt: skip
    if draw(one_of(False, True)):
        first, last = datetime(day.year, day.month, day.day, 9), datetime.combine(event.end, datetime.max.time())
        return [Occurrence(event.id, replace(event, start=first, end=last), first, last, event.status)]
    return [Occurrence(event.id, event, event.start, event.end, event.status)]


@st.composite
def inspections(draw, found, houses, as_of):
    checked = [("occurrence", o.id, o.event.townships) for o in found]
    checked += [("site", s.id, (s.township,)) for s in houses]
    if not checked:
        return ()
    rounds = {"r1": draw(st.lists(st.sampled_from(checked), max_size=4, unique=True))}
    rounds["r2"] = draw(st.lists(one_of(*checked, *rounds["r1"] * 2), max_size=3, unique=True))
    return tuple(
        Inspected(
            name, kind, item, home[0] if len(home) == 1 else "", draw(maybe(days(as_of))),
            draw(one_of("", *FINDINGS, "属实")),
        )
        for name, items in rounds.items() for kind, item, home in items
    )  # fmt: skip


@st.composite
def counties(draw):
    chosen = draw(one_of(LAST - timedelta(days=20), LAST - timedelta(days=50), date(2026, 2, 1), None))
    as_of = chosen or draw(st.dates(date(2023, 12, 1), date(2025, 12, 31)))
    places = draw(townships(as_of))
    plans = draw(campaigns(places, as_of))
    houses = draw(sites(places, as_of))
    number = draw(one_of(16, 24, 30, 8, 2))
    found = [o for n in range(number) for o in draw(happenings(n, plans, places, houses, as_of))]
    region = Region(
        REGION_CODE,
        "江山市",
        "江山市司法局",
        "Asia/Shanghai",
        "",
        Identity(),
        places,
        weights=(Weight("", "events_held", 2),),
    )
    events = {o.event.id: o.event for o in found}
    library = Library(
        region, plans, tuple(events.values()), houses, inspections=draw(inspections(found, houses, as_of)),
        township_by_code={t.code: t for t in places}, campaign_by_id={c.id: c for c in plans},
        village_by_id={v.id: v for t in places for v in t.villages}, site_by_id={s.id: s for s in houses},
    )  # fmt: skip
    return County(library, tuple(found), as_of)
