"""Each indicator's definition card as arithmetic over the rows that a page shows, written from the card's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log

from tests.integration.sums_site import Figure, Row, Site, day_of


def residents(rows: Iterable[Row]) -> int:
    """Those who came without the staff."""
    return sum(max(r["came"] - (r["staff"] or 0), 0) for r in rows if r["came"] is not None)


@dataclass(frozen=True)
class Sum:
    """What the rows give. `part` and `whole` are None where the figure is no ratio of the rows."""

    value: float
    part: float | None = None
    whole: float | None = None


def _ratio(part: float, whole: float, times: float = 100) -> Sum:
    return Sum(times * part / whole, part, whole)


def _share(test: Callable[[Row], bool]) -> Callable[[Site, Figure, list[Row]], Sum]:
    return lambda _, __, rows: _ratio(sum(map(test, rows)), len(rows))


def _count(_: Site, __: Figure, rows: list[Row]) -> Sum:
    return Sum(len(rows))


def _villages(site: Site, f: Figure, rows: list[Row]) -> Sum:
    found = {r["village"] for r in rows}
    assert all(site.villages[v]["counted"] == "true" for v in found)
    assert f.unit == site.region["code"] or {site.villages[v]["township"] for v in found} <= {f.unit}
    return Sum(len(found))


def _townships(site: Site, _: Figure, rows: list[Row]) -> Sum:
    found = {(code, r["first"]) for r in rows for code in r["townships"]}
    return Sum(
        len({c for c, day in found if site.townships[c]["counted"] == "true" and _there(site.townships[c], day)})
    )


def _there(unit: Mapping[str, str], day: date) -> bool:
    return (not unit["valid_from"] or day_of(unit["valid_from"]) <= day) and (
        not unit["valid_to"] or day <= day_of(unit["valid_to"])
    )


def _months(site: Site, f: Figure) -> int:
    first, until, _ = site.days(f)
    return (until.year - first.year) * 12 + until.month - first.month + 1


def _evenness(site: Site, f: Figure, rows: list[Row]) -> Sum:
    counts = Counter((r["first"].year, r["first"].month) for r in rows)
    number, total = _months(site, f), len(rows)
    away = sum(abs(number * n - total) for n in counts.values()) + (number - len(counts)) * total
    whole = 2 * number * total
    return _ratio(whole - away, whole)


def _silence(site: Site, f: Figure, rows: list[Row]) -> Sum:
    first, until, _ = site.days(f)
    busy = {r["first"] + timedelta(days=n) for r in rows for n in range((r["last"] - r["first"]).days + 1)}
    best = run = 0
    for n in range((until - first).days + 1):
        run = 0 if first + timedelta(days=n) in busy else run + 1
        best = max(best, run)
    return Sum(best)


def _forecast(site: Site, f: Figure, rows: list[Row]) -> Sum:
    first, until, last = site.days(f)
    part, whole = len(rows) * ((last - first).days + 1), (until - first).days + 1
    return Sum(floor(part / whole), part, whole)


def _dropout(site: Site, f: Figure, rows: list[Row]) -> Sum:
    """A launch is followed up where it was held; one of the whole region anywhere in it."""
    whole, as_of = site.region["code"], site.region["as_of"]
    routine = {
        i: (e["campaign"], day_of(e["first_day"]))
        for i, e in site.events.items()
        if e["status"] == "已办" and e["stage"] != "启动" and e["first_day"] <= as_of
    }
    assert all(r["launch"] for r in rows)

    def followed(r: Row) -> bool:
        launch = site.events[r["id"]]
        places = [f.unit] if f.unit != whole else list(filter(None, launch["townships"].split(";")))
        there = {i for place in places for i in site.of_unit[place]} if places else set(site.events)
        return any(
            c == launch["campaign"] and 1 <= (d - r["first"]).days <= 90 for i, (c, d) in routine.items() if i in there
        )

    return _ratio(sum(not followed(r) for r in rows), len(rows))


def _concentration(site: Site, f: Figure, rows: list[Row]) -> Sum:
    first, until, _ = site.days(f)
    here = [
        v
        for v in site.villages.values()
        if v["counted"] == "true"
        and f.unit in (site.region["code"], v["township"])
        and (not v["valid_from"] or day_of(v["valid_from"]) <= until)
        and (not v["valid_to"] or day_of(v["valid_to"]) >= first)
    ]
    counts = sorted(Counter(r["village"] for r in rows).values(), reverse=True)
    return _ratio(sum(counts[: ceil(min(len(here), len(rows)) / 10)]), len(rows))


def _timely(r: Row) -> bool:
    return (r["updated"] - r["last"]).days <= 10


def _quiet(site: Site, _: Figure, rows: list[Row]) -> Sum:
    return Sum((day_of(site.region["as_of"]) - max(r["last"] for r in rows)).days)


def _from_whole(part: Callable[[list[Row]], float], times: float) -> Callable[[Site, Figure, list[Row]], Sum]:
    """The whole is of no table on the page (a population, months of opening): it is taken from the published figures."""

    def make(site: Site, f: Figure, rows: list[Row]) -> Sum:
        published = site.account[f.indicator, f.campaign, f.unit, f.period]
        whole = next(float(p["whole"]) for p in published if p["whole"])
        return _ratio(part(rows), whole, times)

    return make


def column(row: Row, place: int) -> str:
    return str(row["cells"][place])


def _filled(rows: list[Row]) -> list[int]:
    return [int(column(r, 1)) for r in rows if column(r, 1) != "未填"]


def _held(rows: list[Row]) -> list[int]:
    return [int(column(r, 1).partition("（")[0].removeprefix("按").removesuffix("计")) for r in rows]  # 按0计（未报）


def _gini(_: Site, __: Figure, rows: list[Row]) -> Sum:
    n = sorted(_held(rows))
    part = sum((2 * place - len(n) - 1) * x for place, x in enumerate(n, 1))
    return _ratio(part, len(n) * sum(n), 1)


def _theil(_: Site, __: Figure, rows: list[Row]) -> Sum:
    n = _held(rows)
    mean = sum(n) / len(n)
    return Sum(sum(x / mean * log(x / mean) for x in n if x) / len(n))


def _slope(_: Site, __: Figure, rows: list[Row]) -> Sum:
    people = [int(column(r, 2).replace(",", "")) for r in rows]
    whole, rates = sum(people), [1e4 * n / p for n, p in zip(_held(rows), people, strict=True)]
    at = [(sum(q for q in people if q < p) + sum(q for q in people if q == p) / 2) / whole for p in people]
    mean = 1e4 * sum(_held(rows)) / whole
    over = sum(p * (x - 0.5) * (y - mean) for p, x, y in zip(people, at, rates, strict=True))
    return Sum(over / sum(p * (x - 0.5) ** 2 for p, x in zip(people, at, strict=True)))


SUMS: Mapping[str, Callable[[Site, Figure, list[Row]], Sum]] = {
    "audience_events": lambda _, f, rows: Sum(sum(f.item in r["audiences"] for r in rows)),
    "audiences_reached": lambda _, __, rows: Sum(len({a for r in rows for a in r["audiences"]})),
    "concentration": _concentration,
    "duties_share": _share(lambda r: r["focus"] in ("义务", "并重")),
    "evenness": _evenness,
    "events_forecast": _forecast,
    "events_held": lambda _, __, rows: Sum(sum(r["status"] == "已办" for r in rows)),
    "events_planned": lambda _, __, rows: Sum(sum(r["status"] in ("计划", "确定") for r in rows)),
    "funding_per_head": _from_whole(lambda rows: sum(float(column(r, 3)) for r in rows), 1),
    "gap_difference": lambda _, __, rows: Sum(max(_held(rows)) - min(_held(rows))),
    "gap_ratio": lambda _, __, rows: _ratio(max(_held(rows)), min(_held(rows)), 1),
    "gini": _gini,
    "idle_sites": lambda _, __, rows: Sum(sum(column(r, 4) == "没有办过" or int(column(r, 4)) >= 90 for r in rows)),
    "inspection_verified": _share(lambda r: column(r, 3) == "属实"),
    "launch_dropout": _dropout,
    "law_events": lambda _, f, rows: Sum(sum(f.item in r["laws"] for r in rows)),
    "law_savvy": lambda _, __, rows: Sum(sum(_filled(rows))),
    "law_savvy_per_village": lambda _, __, rows: _ratio(sum(_filled(rows)), len(rows), 1),
    "leaders_evidence": _share(lambda r: "领导干部" in r["audiences"] and r["came"] is not None),
    "legal_advisers": _share(lambda r: column(r, 2) == "有"),
    "longest_silence": _silence,
    "model_villages": lambda _, __, rows: Sum(sum(column(r, 3) != "—" for r in rows)),
    "months_active": lambda _, __, rows: Sum(len({(r["first"].year, r["first"].month) for r in rows})),
    "overdue_records": lambda _, __, rows: Sum(sum("已过期" in r["status"] for r in rows)),
    "participants": lambda _, __, rows: Sum(residents(rows)),
    "quiet_days": _quiet,
    "reporting_complete": _share(lambda r: r["came"] is not None and r["staff"] is not None),
    "reporting_timely": _share(_timely),
    "residents_per_1000": _from_whole(residents, 1000),
    "response_rate": lambda _, __, rows: _ratio(sum(r["back"] or 0 for r in rows), residents(rows)),
    "routine_share": _share(lambda r: r["series"] and not r["launch"]),
    "satisfaction": lambda _, __, rows: _ratio(sum(r["glad"] for r in rows), sum(r["back"] for r in rows)),
    "site_use": _from_whole(len, 3),
    "sites_open": _count,
    "slope_index": _slope,
    "tasks_done": lambda site, _, rows: _ratio(sum(column(r, 4) <= site.region["as_of"] for r in rows), len(rows)),
    "tasks_on_time": _share(lambda r: column(r, 4) <= column(r, 3)),
    "theil": _theil,
    "townships_reached": _townships,
    "villages_reached": _villages,
    "villages_with_law_savvy": lambda _, __, rows: _ratio(sum(n >= 3 for n in _filled(rows)), len(rows)),
    "villages_with_site": _share(lambda r: column(r, 4) == "有"),
}  # fmt: skip
"""Each indicator's card as arithmetic over the rows that a page shows."""
