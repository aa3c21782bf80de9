"""The indicators about villages, cultural sites and the differences between townships, in plain Python from their cards."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from generator.model import Village
from tests.property import coverage_measures as m
from tests.property.coverage_book import Ask, months
from tests.property.coverage_measures import Figure, Measure, share, village_of

FEW = 2
SAVVY = 3

# --- villages --------------------------------------------------------------------------------------------------------


def law_savvy(ask: Ask) -> Figure | None:
    if ask.per == "village":
        v = ask.book.villages[ask.unit]
        here = bool(ask.days) and (v.validity.end is None or v.validity.end >= ask.begun[1])
        villages = [v] if here else []
    else:
        villages = ask.villages_now
    if not villages:
        return None
    told = [v for v in villages if v.law_savvy is not None]
    return Figure(sum(v.law_savvy or 0 for v in told) if told else None, records=tuple(sorted(v.id for v in told)))


def village_share(
    ask: Ask, part: Callable[[Village], int], filled: Callable[[Village], bool] = lambda v: True
) -> Figure | None:
    """The sum over the villages of a unit, by their number; None filled in is nothing reported."""
    records = tuple(sorted(v.id for v in ask.villages_now))
    if not records:
        return None
    if not any(filled(v) for v in ask.villages_now):
        return Figure(None, records=records)
    return share(ask, sum(part(v) for v in ask.villages_now), len(records), records)


def model_villages(ask: Ask) -> Figure | None:
    if not ask.villages_now:
        return None
    if not any(v.model_village for v in ask.book.villages.values()):
        return Figure(None)  # nobody in the region has filled it in
    named = sorted(v.id for v in ask.villages_now if v.model_village)
    return Figure(len(named), whole=len(ask.villages_now), records=tuple(named))


def villages_with_site(ask: Ask) -> Figure | None:
    placed = {ask.book.sites[s].village for s, _ in ask.members("site")}
    return village_share(ask, lambda v: v.id in placed)


def concentration(ask: Ask) -> Figure | None:
    number = len(ask.members("village"))
    named = [o for o in ask.held if village_of(ask, o)]
    if number < FEW or not ask.held or 0 < len(named) < m.ENOUGH_NAMED:
        return None
    if not named:
        return Figure(None)
    top = math.ceil(Fraction(min(number, len(named)), 10))
    most = Counter(village_of(ask, o) for o in named).most_common(top)
    return share(ask, sum(n for _, n in most), len(named), m.ids(named))


# --- cultural sites --------------------------------------------------------------------------------------------------


def sites_open(ask: Ask) -> Figure | None:
    found = sorted(s for s, _ in ask.members("site"))
    return Figure(len(found), records=tuple(found)) if ask.days else None


def site_use(ask: Ask) -> Figure | None:
    houses = dict(ask.members("site"))
    if not houses or not ask.held:
        return None
    used = [o for o in ask.held if o.event.site in houses and ask.book.at(o, "site", o.event.site)]
    return share(ask, len(used), sum(months(days) for days in houses.values()), m.ids(used))


def idle_sites(ask: Ask) -> Figure | None:
    book = ask.book

    def used(site: str, day: object) -> bool:
        return any(
            book.held(o) and book.at(o, "site", site) and o.first_day <= day and (day - o.last_day).days < m.QUARTER
            for o in book.occurrences
        )

    old = {
        s: used(s, days[1]) for s, days in ask.members("site")
        if not (opened := book.exists("site", s).start) or (days[1] - opened).days >= m.QUARTER
    }  # fmt: skip
    idle = tuple(sorted(s for s, busy in old.items() if not busy))
    return Figure(len(idle), whole=len(old), records=idle) if old else None


# --- differences between townships -----------------------------------------------------------------------------------


def by_township(ask: Ask) -> dict[str, int]:
    """How many were held in each counted township that exists in the period: none held is 0."""
    held = {c: [o for o in ask.of("township", c) if ask.book.held(o)] for c, _ in ask.members("township")}
    return {code: len(found) for code, found in sorted(held.items())}


def gap_difference(ask: Ask) -> Figure | None:
    n = by_township(ask)
    return Figure(max(n.values()) - min(n.values()), records=tuple(n)) if len(n) >= FEW else None


def gap_ratio(ask: Ask) -> Figure | None:
    n = by_township(ask)
    return share(ask, max(n.values()), min(n.values()), n) if len(n) >= FEW and min(n.values()) else None


def gini(ask: Ask) -> Figure | None:
    """By the mean absolute difference of all pairs, which is what the card's formula comes to."""
    n = by_township(ask)
    total = sum(n.values())
    if len(n) < FEW or not total:
        return None
    pairs = sum(abs(a - b) for a in n.values() for b in n.values())
    return share(ask, pairs // 2, len(n) * total, n)


def theil(ask: Ask) -> Figure | None:
    n = by_township(ask)
    total = sum(n.values())
    if len(n) < FEW or not total:
        return None
    shares = [a * len(n) / total for a in n.values()]
    return Figure(math.fsum(s * math.log(s) for s in shares if s) / len(n), records=tuple(n))


def slope_index(ask: Ask) -> Figure | None:
    """The weighted least squares of events per 10,000 on the place in the order of population, in exact fractions."""
    n = by_township(ask)
    people = {code: ask.book.townships[code].population for code in n}
    if len(n) < FEW:
        return None
    if any(p is None for p in people.values()):
        return Figure(None, records=tuple(n))
    known = {code: p or 0 for code, p in people.items()}
    total = sum(known.values())
    if not all(known.values()):
        return None
    place = {
        code: Fraction(
            2 * sum(q for q in known.values() if q < p) + sum(q for q in known.values() if q == p), 2 * total
        )
        for code, p in known.items()
    }
    rate = {code: Fraction(10000 * n[code], p) for code, p in known.items()}
    weight = {code: Fraction(p, total) for code, p in known.items()}
    mean_place, mean_rate = (sum(weight[c] * values[c] for c in n) for values in (place, rate))
    variance = sum(weight[c] * (place[c] - mean_place) ** 2 for c in n)
    if not variance:
        return None
    slope = sum(weight[c] * (place[c] - mean_place) * (rate[c] - mean_rate) for c in n) / variance
    return Figure(float(slope), records=tuple(n))


MEASURES: Mapping[str, Measure] = {
    "events_planned": partial(m.open_records, over=False), "overdue_records": partial(m.open_records, over=True),
    "tasks_done": partial(m.task_share, on_time=False), "tasks_on_time": partial(m.task_share, on_time=True),
    "law_savvy_per_village": partial(
        village_share, part=lambda v: v.law_savvy or 0, filled=lambda v: v.law_savvy is not None
    ),
    "villages_with_law_savvy": partial(
        village_share, part=lambda v: (v.law_savvy or 0) >= SAVVY, filled=lambda v: v.law_savvy is not None
    ),
    "legal_advisers": partial(
        village_share, part=lambda v: v.legal_adviser is True, filled=lambda v: v.legal_adviser is not None
    ),
    **{
        f.__name__: f
        for f in (
            m.events_held, m.participants, m.townships_reached, m.villages_reached, m.audiences_reached, m.months_active,
            m.longest_silence, m.quiet_days, m.evenness, m.events_forecast, m.routine_share, m.duties_share,
            m.reporting_complete, m.reporting_timely, m.leaders_evidence, m.launch_dropout, m.satisfaction, m.response_rate,
            m.residents_per_1000, m.funding_per_head, m.inspection_verified, law_savvy, model_villages, villages_with_site,
            concentration, sites_open, site_use, idle_sites, gap_difference, gap_ratio, gini, theil, slope_index,
        )
    },
}  # fmt: skip
"""Every indicator by its id."""
