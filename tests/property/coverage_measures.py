"""Every indicator in plain Python, written from its definition card: what one unit has in one period, before any state.

A function takes an `Ask` and gives a `Figure`: `value` None says that what is needed was not filled in. None instead of a
`Figure` says that there is nothing to measure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from generator.model import Occurrence, Result
from tests.property.coverage_book import Ask, length, months

NOTHING = Result()
QUARTER = 90
ENOUGH_NAMED = 10


class Figure(NamedTuple):
    """A value, its part and whole where it is a share, the ids of the records that make it, and of those that make the part."""

    value: float | None
    part: float | None = None
    whole: float | None = None
    records: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


Measure = Callable[[Ask], Figure | None]


def ids(found: Iterable[Occurrence]) -> tuple[str, ...]:
    """The ids of occurrences."""
    return tuple(o.id for o in found)


def count(found: Iterable[Occurrence]) -> Figure:
    """How many, and which."""
    records = ids(found)
    return Figure(len(records), records=records)


def share(ask: Ask, part: float, whole: float, records: Iterable[str]) -> Figure:
    """Part of whole, times what the card says."""
    return Figure(ask.indicator.times * part / whole, part, whole, tuple(records))


def result(o: Occurrence) -> Result:
    """What came of it; nothing where nothing was filled in."""
    return o.event.result or NOTHING


def residents(o: Occurrence) -> int | None:
    """Those who came, less staff; None where nobody said how many came."""
    r = result(o)
    return None if r.attendance is None else max(0, r.attendance - (r.staff or 0))


# --- counts of events ------------------------------------------------------------------------------------------------


def events_held(ask: Ask) -> Figure:
    return count(ask.held)


def open_records(ask: Ask, *, over: bool) -> Figure | None:
    """Planned or confirmed, with days that are over or not; overdue is nothing known where nothing is recorded."""
    still = [o for o in ask.recorded if o.status in ("计划", "确定") and (o.last_day < ask.book.as_of) == over]
    if not ask.days:
        return None
    return count(still) if ask.recorded or not over else Figure(None)


def participants(ask: Ask) -> Figure:
    told = [o for o in ask.held if residents(o) is not None]
    return Figure(sum(residents(o) or 0 for o in told) if told else None, records=ids(told))


def townships_reached(ask: Ask) -> Figure:
    book = ask.book
    hits = {
        o.id: [c for c in book.townships if book.counted("township", c) and book.at(o, "township", c)] for o in ask.held
    }
    return Figure(len(set().union(*hits.values())), records=tuple(i for i, found in hits.items() if found))


def village_of(ask: Ask, o: Occurrence) -> str:
    """The counted village of this unit in which an occurrence was, "" where there is none."""
    book, v = ask.book, o.event.village
    fits = v and book.counted("village", v) and book.at(o, "village", v)
    return v if fits and (ask.per == "region" or book.home("village", v) == ask.unit) else ""


def villages_reached(ask: Ask) -> Figure:
    named = [o for o in ask.held if village_of(ask, o)]
    return Figure(len({village_of(ask, o) for o in named}), records=ids(named))


def audiences_reached(ask: Ask) -> Figure:
    named = [o for o in ask.held if o.event.audiences]
    return Figure(len({a for o in named for a in o.event.audiences}), records=ids(named))


# --- time ------------------------------------------------------------------------------------------------------------


def months_active(ask: Ask) -> Figure | None:
    if not ask.days:
        return None
    active = {(o.first_day.year, o.first_day.month) for o in ask.held}
    return Figure(len(active), whole=months(ask.days), records=ids(ask.held))


def longest_silence(ask: Ask) -> Figure | None:
    if not ask.days or not ask.held:
        return None
    busy = {o.first_day + timedelta(days=n) for o in ask.held for n in range((o.last_day - o.first_day).days + 1)}
    longest = run = 0
    for n in range(length(ask.days)):
        run = 0 if ask.days[0] + timedelta(days=n) in busy else run + 1
        longest = max(longest, run)
    return Figure(longest, records=ids(ask.held))


def quiet_days(ask: Ask) -> Figure | None:
    if not ask.days:
        return None
    held = [o for o in ask.held if o.first_day <= ask.days[1]]
    if not held:
        return Figure(None)
    last = max(o.last_day for o in held)
    return Figure(max(0, (ask.days[1] - last).days), records=ids(o for o in held if o.last_day == last))


def evenness(ask: Ask) -> Figure | None:
    if not ask.days or months(ask.days) == 1 or not ask.held:
        return None
    by_month = Counter((o.first_day.year, o.first_day.month) for o in ask.held)
    number, total = months(ask.days), len(ask.held)
    moved = sum(max(Fraction(0), n - Fraction(total, number)) for n in by_month.values())
    whole = 2 * number * total
    return share(ask, int(whole * (1 - moved / total)), whole, ids(ask.held))


def events_forecast(ask: Ask) -> Figure | None:
    if not ask.days or not ask.held:
        return None
    end = ask.book.exists(ask.per, ask.unit).end
    last = min(ask.period.last, end) if end else ask.period.last
    part, whole = len(ask.held) * length((ask.days[0], last)), length(ask.days)
    return Figure(part // whole, part, whole, ids(ask.held))


# --- shares of the held ----------------------------------------------------------------------------------------------


def share_of(
    ask: Ask, whole: list[Occurrence], part: Callable[[Occurrence], bool], *, empty: Figure | None
) -> Figure | None:
    """How many of some occurrences, and which; `empty` where there are none."""
    if not whole:
        return empty
    chosen = ids(o for o in whole if part(o))
    return share(ask, len(chosen), len(whole), ids(whole))._replace(chosen=chosen)


def routine_share(ask: Ask) -> Figure | None:
    return share_of(ask, ask.held, lambda o: o.event.repeat is not None and o.event.stage == "常态", empty=None)


def duties_share(ask: Ask) -> Figure | None:
    told = [o for o in ask.held if o.event.focus]
    return share_of(ask, told, lambda o: o.event.focus in ("义务", "并重"), empty=Figure(None))


def reporting_complete(ask: Ask) -> Figure | None:
    full = lambda o: result(o).attendance is not None and result(o).staff is not None  # noqa: E731 - a word for a condition
    return share_of(ask, ask.held, full, empty=None)


def reporting_timely(ask: Ask) -> Figure | None:
    told = [o for o in ask.held if o.event.updated]
    in_time = lambda o: o.event.updated.date() <= o.last_day + timedelta(days=10)  # noqa: E731 - a word for a condition
    return share_of(ask, told, in_time, empty=Figure(None))


def leaders_evidence(ask: Ask) -> Figure | None:
    leaders = [o for o in ask.held if "领导干部" in o.event.audiences]
    return share_of(ask, leaders, lambda o: result(o).attendance is not None, empty=None)


def launch_dropout(ask: Ask) -> Figure | None:
    """A launch is followed up where it was held; one for the whole region anywhere; in the region one place is enough."""
    book = ask.book
    routine = [o for o in book.occurrences if book.held(o) and o.event.stage == "常态"]

    def places(launch: Occurrence) -> list[tuple[str, str]]:
        """Where to look for what followed: places that had ninety days for it."""
        if ask.per == "township":
            found = [("township", ask.unit)]
        elif launch.event.townships:
            found = [("township", c) for c in launch.event.townships if book.at(launch, "township", c)]
        else:
            found = [("region", ask.unit)]
        return [
            p for p in found if (min(book.as_of, book.exists(*p).end or book.as_of) - launch.first_day).days >= QUARTER
        ]

    def followed(launch: Occurrence, place: tuple[str, str]) -> bool:
        return any(
            o.event.campaign == launch.event.campaign
            and 1 <= (o.first_day - launch.first_day).days <= QUARTER
            and book.at(o, *place)
            for o in routine
        )

    old = [o for o in ask.held if o.event.stage == "启动" and places(o)]
    return share_of(ask, old, lambda o: not any(followed(o, p) for p in places(o)), empty=None)


def satisfaction(ask: Ask) -> Figure:
    told = [o for o in ask.held if result(o).responses and result(o).satisfied is not None]
    if not told:
        return Figure(None)
    return share(
        ask, sum(result(o).satisfied or 0 for o in told), sum(result(o).responses or 0 for o in told), ids(told)
    )


def response_rate(ask: Ask) -> Figure | None:
    came = [o for o in ask.held if residents(o)]
    if not came:
        return None if any(residents(o) == 0 for o in ask.held) else Figure(None)
    return share(ask, sum(result(o).responses or 0 for o in came), sum(residents(o) or 0 for o in came), ids(came))


# --- people and money ------------------------------------------------------------------------------------------------


def population(ask: Ask) -> int | None:
    """Inhabitants by the days on which their township exists, to the nearest whole; None where one is not known, or 0."""
    places = [(ask.book.townships[code].population, length(days)) for code, days in ask.members("township")]
    if not ask.days or any(people is None for people, _ in places):
        return None
    exact = Fraction(sum((people or 0) * days for people, days in places), length(ask.days))
    return math.floor(exact + Fraction(1, 2)) or None


def residents_per_1000(ask: Ask) -> Figure | None:
    if not ask.members("township"):
        return None
    people, told = population(ask), [o for o in ask.held if residents(o) is not None]
    if not people or not told:
        return Figure(None, records=ids(told))
    return share(ask, sum(residents(o) or 0 for o in told), people, ids(told))


def funding_per_head(ask: Ask) -> Figure | None:
    if not ask.days or not ask.members("township"):
        return None
    sums = {
        f"{c.id}#{n}": Fraction(str(f.amount))
        for c in ask.book.library.campaigns if ask.campaign in ("", c.id)
        for n, f in enumerate(c.funding, 1)
        if (ask.per == "region" or f.township == ask.unit) and f.year <= ask.days[1].year
        and (ask.period.every == "campaign" or str(f.year) == ask.period.id)
    }  # fmt: skip
    people = population(ask)
    if not sums or not people:
        return Figure(None, records=tuple(sorted(sums)))
    return share(ask, float(sum(sums.values())), people, sorted(sums))


def task_share(ask: Ask, *, on_time: bool) -> Figure | None:
    """Tasks done by the day of the account of all due in the period; on time, of those due by then."""
    if not ask.days:
        return None
    last = ask.days[1] if on_time else ask.period.last
    due = {
        f"{c.id}#{n}": t
        for c in ask.book.library.campaigns if ask.campaign in ("", c.id)
        for n, t in enumerate(c.tasks, 1) if t.due and ask.period.first <= t.due <= last
    }  # fmt: skip
    done = [t for t in due.values() if t.done and t.due and t.done <= (t.due if on_time else ask.book.as_of)]
    return share(ask, len(done), len(due), sorted(due)) if due else None


def inspection_verified(ask: Ask) -> Figure | None:
    """The last check of each item in the period; an item is where its event, or the site, is."""
    where = {("occurrence", o.id): o.event.townships for o in ask.book.occurrences}
    where |= {("site", s.id): (s.township,) for s in ask.book.sites.values()}
    checks = [
        i for i in ask.book.library.inspections
        if i.finding and i.checked and ask.days and ask.days[0] <= i.checked <= ask.days[1]
        and (ask.per == "region" or ask.unit in where[i.kind, i.item])
    ]  # fmt: skip
    last = {(i.kind, i.item): i for i in sorted(checks, key=lambda i: (i.checked, i.round))}
    names = sorted(f"{i.round}#{i.item}" for i in last.values())
    return share(ask, sum(i.finding == "属实" for i in last.values()), len(last), names) if last else None
