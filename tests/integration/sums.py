"""What a sceptic does with a printed site: read a figure, go where it leads, take the rows it names, and add them up.

Nothing here asks the engine: pages are read as HTML, the published tables as CSV, and each figure is made again from the rows that
the page shows, by the words of its definition card.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import ceil, floor, isclose, log
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import html

Element = Any
Row = dict[str, Any]
_BASE = "https://x/"


@dataclass(frozen=True)
class Figure:
    """One figure on one page, as machines read it. `value` is the attribute's text."""

    page: str
    element: Element
    indicator: str
    unit: str
    period: str
    campaign: str
    item: str
    state: str
    value: str

    @property
    def name(self) -> str:
        """For messages."""
        return f"{self.page} {self.indicator}/{self.item} {self.unit} {self.period} {self.campaign}"


@dataclass
class Site:
    """A built site: its pages, parsed when they are first needed, and its open data."""

    folder: Path
    replaced: Mapping[str, str] = field(default_factory=dict)
    """Address → another text than the file's, for tests of the tests."""
    _pages: dict[str, Element] = field(default_factory=dict)
    _tables: dict[tuple[str, str], dict[int, Row]] = field(default_factory=dict)

    def text(self, address: str) -> str:
        """The HTML of a page."""
        return self.replaced.get(address) or (self.folder / address / "index.html").read_text("utf-8")

    def page(self, address: str) -> Element:
        """The parsed page."""
        if address not in self._pages:
            self._pages[address] = html.document_fromstring(self.text(address))
        return self._pages[address]

    def with_figures(self) -> Iterator[str]:
        """The addresses of the pages that show figures."""
        for path in sorted(self.folder.rglob("index.html")):
            address = path.parent.relative_to(self.folder).as_posix() + "/"
            if "data-value=" in self.text(address if address != "./" else ""):
                yield address if address != "./" else ""

    def figures(self, address: str) -> Iterator[Figure]:
        """Every figure of a page."""
        for element in self.page(address).xpath("//*[@data-value]"):
            found = {
                name: _inherited(element, f"data-{name}") for name in ("figure", "unit", "period", "campaign", "item")
            }
            yield Figure(
                address, element, found["figure"], found["unit"], found["period"], found["campaign"], found["item"],
                element.get("data-state", ""), element.get("data-value"),
            )  # fmt: skip

    def csv(self, name: str) -> list[dict[str, str]]:
        """A published table."""
        with (self.folder / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def events(self) -> dict[str, dict[str, str]]:
        """The published occurrences by id."""
        return {row["id"]: row for row in self.csv("events")}

    @cached_property
    def of_unit(self) -> dict[str, list[str]]:
        """Township → the occurrences that name it."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.csv("events_townships"):
            found[row["township"]].append(row["occurrence"])
        return found

    @cached_property
    def townships(self) -> dict[str, dict[str, str]]:
        """The published townships by code."""
        return {row["code"]: row for row in self.csv("townships")}

    @cached_property
    def villages(self) -> dict[str, dict[str, str]]:
        """The published villages by id."""
        return {row["id"]: row for row in self.csv("villages")}

    @cached_property
    def sites(self) -> dict[str, dict[str, str]]:
        """The published cultural sites by id."""
        return {row["id"]: row for row in self.csv("sites")}

    @cached_property
    def region(self) -> dict[str, str]:
        """The published region."""
        return self.csv("region")[0]

    @cached_property
    def account(self) -> dict[tuple[str, str, str, str], list[dict[str, str]]]:
        """The published figures by (indicator, campaign, unit, period); a restricted target may tell another state."""
        found: dict[tuple[str, str, str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self.csv("coverage"):
            found[row["indicator"], row["campaign"], row["unit"], row["period"]].append(row)
        return found

    @cached_property
    def items(self) -> dict[tuple[str, str, str, str, str], str]:
        """The published breakdowns."""
        return {
            (r["indicator"], r["campaign"], r["unit"], r["period"], r["item"]): r["value"]
            for r in self.csv("breakdown")
        }

    @cached_property
    def spans(self) -> dict[tuple[str, str], tuple[date, date, date]]:
        """(scope, period) → first day, last day, last day so far."""
        return {
            (r["scope"], r["period"]): (_day(r["first_day"]), _day(r["last_day"]), _day(r["until"]))
            for r in self.csv("periods")
        }

    def days(self, figure: Figure) -> tuple[date, date, date]:
        """The days that a figure is about, cut to the time in which its unit exists: first, last so far, last."""
        first, last, until = self.spans[figure.campaign, figure.period]
        unit = self.townships.get(figure.unit) or self.villages.get(figure.unit) or self.sites.get(figure.unit) or {}
        if unit.get("valid_from"):
            first = max(first, _day(unit["valid_from"]))
        if unit.get("valid_to"):
            last, until = min(last, _day(unit["valid_to"])), min(until, _day(unit["valid_to"]))
        return first, until, last

    def rows(self, address: str, kind: str) -> dict[int, Row]:
        """The numbered rows of a page's table."""
        if (address, kind) not in self._tables:
            found = self.page(address).xpath(f"//table[@data-table='{kind}']")
            rows = found[0].xpath(".//tbody/tr[td]") if found else []
            read = _event if kind == "events" else _cells
            self._tables[address, kind] = {int(row.xpath("string(th)")): read(row, address) for row in rows}
            assert list(self._tables[address, kind]) == list(range(1, len(rows) + 1)), (address, kind)
        return self._tables[address, kind]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _inherited(element: Element, name: str) -> str:
    while element is not None:
        if name in element.attrib:
            return str(element.get(name))
        element = element.getparent()
    return ""


def _cells(row: Element, _: str) -> Row:
    cells = row.xpath("td")
    return {
        "cells": [cell.text_content().strip() for cell in cells],
        "links": [cell.xpath(".//a/@href") for cell in cells],
    }


def _number(text: str) -> int | None:
    return int(text) if text else None


def _event(row: Element, address: str) -> Row:
    """A line of the table of occurrences as a reader sees it."""
    day, title, place, stage, status, came, staff, rated, audiences, laws, focus, updated = row.xpath("td")
    first, _, last = day.text_content().partition("至")
    back, _, glad = rated.text_content().partition("/")
    link = urljoin(_BASE + address, title.xpath(".//a/@href")[0]).removeprefix(_BASE)
    page, anchor = urldefrag(link)
    places = [urljoin(_BASE + address, a).removeprefix(_BASE).split("/") for a in place.xpath(".//a/@href")]
    event = page.split("/")[1]
    return {
        "id": f"{event}@{anchor.removeprefix('d-')}" if anchor else event,
        "first": _day(first.strip()),
        "last": _day((last or first).strip()),
        "townships": [p[1] for p in places if p[0] == "townships" and not p[2]],
        "village": next((p[2] for p in places if p[0] == "townships" and p[2]), ""),
        "site": next((p[1] for p in places if p[0] == "sites"), ""),
        "launch": "启动" in stage.text_content(),
        "series": "系列" in stage.text_content(),
        "status": status.text_content(),
        "came": _number(came.text_content()),
        "staff": _number(staff.text_content()),
        "back": _number(back),
        "glad": _number(glad),
        "audiences": [w for w in audiences.text_content().split("、") if w],
        "laws": [w for w in laws.text_content().split("、") if w],
        "focus": focus.text_content(),
        "updated": _day(updated.text_content()) if updated.text_content() else None,
    }


def expand(refs: str) -> list[int]:
    """1-3 5 → 1, 2, 3, 5."""
    found: list[int] = []
    for part in refs.split():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def target(site: Site, figure: Figure) -> tuple[str, Element] | None:
    """The page and the element that hold a figure's rows: where its link leads, or around it. None where that is missing."""
    element = figure.element
    link = element.xpath("ancestor-or-self::a[1]/@href") or element.xpath("./a/@href")
    if not link:
        while element is not None and element.tag not in ("li", "td") and not element.get("id"):
            element = element.getparent()
        return None if element is None else (figure.page, element)
    address, anchor = urldefrag(urljoin(_BASE + figure.page, link[0]).removeprefix(_BASE))
    if not (site.folder / address / "index.html").exists():
        return None
    found = site.page(address).xpath("//*[@id=$id]", id=anchor)
    return (address, found[0]) if found else None


def behind(site: Site, figure: Figure, address: str, container: Element) -> tuple[str, list[Row]]:
    """What kind of rows a figure names, and the rows, each once."""
    if figure.item:
        found = container.xpath(".//li[*[@data-item=$item]]", item=figure.item)
        if not found:
            return "events", [] if container.tag != "li" else _named(site, address, container)[1]
        container = found[0]
    kind, rows = _named(site, address, container)
    return (kind, rows) if rows or figure.indicator != "events_held" else ("events", _listed(site, address, container))


def _listed(site: Site, address: str, anchor: Element) -> list[Row]:
    """The held occurrences that a fold of a year's page lists by campaign, without numbers; each once."""
    found: dict[str, Row] = {}
    held = ".././/ul[contains(@class, 'pf-records')][not(preceding-sibling::p[contains(., '没有算进去的')])]/li/a/@href"
    for link in anchor.xpath(held):
        page, day = urldefrag(urljoin(_BASE + address, link).removeprefix(_BASE))
        event = page.split("/")[1]
        identity = f"{event}@{day.removeprefix('d-')}" if day else event
        found[identity] = {"id": identity, "status": site.events[identity]["status"]}
    return list(found.values())


def _named(site: Site, address: str, container: Element) -> tuple[str, list[Row]]:
    kind, rows, seen = "events", [], set()
    for cite in container.xpath(".//*[@data-records]"):
        kind = cite.get("data-rows", "events")
        page = cite.get("data-page", address)
        for number in expand(cite.get("data-records")):
            row = site.rows(page, kind)[number]
            assert (page, number) not in seen, (page, number)
            seen.add((page, number))
            rows.append(row)
    if kind == "events":
        assert len({row["id"] for row in rows}) == len(rows), address
    return kind, rows


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
    return (not unit["valid_from"] or _day(unit["valid_from"]) <= day) and (
        not unit["valid_to"] or day <= _day(unit["valid_to"])
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
    mine = site.events if f.unit == site.region["code"] else {i: site.events[i] for i in site.of_unit[f.unit]}
    as_of = site.region["as_of"]
    routine = [
        (e["campaign"], _day(e["first_day"]))
        for e in mine.values()
        if e["status"] == "已办" and e["stage"] != "启动" and e["first_day"] <= as_of
    ]
    assert all(r["launch"] for r in rows)
    lone = [
        r
        for r in rows
        if not any(c == site.events[r["id"]]["campaign"] and 1 <= (d - r["first"]).days <= 90 for c, d in routine)
    ]
    return _ratio(len(lone), len(rows))


def _concentration(site: Site, f: Figure, rows: list[Row]) -> Sum:
    first, until, _ = site.days(f)
    here = [
        v
        for v in site.villages.values()
        if v["counted"] == "true"
        and f.unit in (site.region["code"], v["township"])
        and (not v["valid_from"] or _day(v["valid_from"]) <= until)
        and (not v["valid_to"] or _day(v["valid_to"]) >= first)
    ]
    counts = sorted(Counter(r["village"] for r in rows).values(), reverse=True)
    return _ratio(sum(counts[: ceil(min(len(here), len(rows)) / 10)]), len(rows))


def _timely(r: Row) -> bool:
    return (r["updated"] - r["last"]).days <= 10


def _quiet(site: Site, _: Figure, rows: list[Row]) -> Sum:
    return Sum((_day(site.region["as_of"]) - max(r["last"] for r in rows)).days)


def _from_whole(part: Callable[[list[Row]], float], times: float) -> Callable[[Site, Figure, list[Row]], Sum]:
    """The whole is of no table on the page (a population, months of opening): it is taken from the published figures."""

    def make(site: Site, f: Figure, rows: list[Row]) -> Sum:
        published = site.account[f.indicator, f.campaign, f.unit, f.period]
        whole = next(float(p["whole"]) for p in published if p["whole"])
        return _ratio(part(rows), whole, times)

    return make


def _column(row: Row, place: int) -> str:
    return str(row["cells"][place])


def _filled(rows: list[Row]) -> list[int]:
    return [int(_column(r, 1)) for r in rows if _column(r, 1) != "未填"]


def _held(rows: list[Row]) -> list[int]:
    return [int(_column(r, 1).partition("（")[0]) for r in rows]


def _gini(_: Site, __: Figure, rows: list[Row]) -> Sum:
    n = sorted(_held(rows))
    part = sum((2 * place - len(n) - 1) * x for place, x in enumerate(n, 1))
    return _ratio(part, len(n) * sum(n), 1)


def _theil(_: Site, __: Figure, rows: list[Row]) -> Sum:
    n = _held(rows)
    mean = sum(n) / len(n)
    return Sum(sum(x / mean * log(x / mean) for x in n if x) / len(n))


def _slope(_: Site, __: Figure, rows: list[Row]) -> Sum:
    people = [int(_column(r, 2).replace(",", "")) for r in rows]
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
    "funding_per_head": _from_whole(lambda rows: sum(float(_column(r, 3)) for r in rows), 1),
    "gap_difference": lambda _, __, rows: Sum(max(_held(rows)) - min(_held(rows))),
    "gap_ratio": lambda _, __, rows: _ratio(max(_held(rows)), min(_held(rows)), 1),
    "gini": _gini,
    "idle_sites": lambda _, __, rows: Sum(sum(_column(r, 4) == "没有办过" or int(_column(r, 4)) > 90 for r in rows)),
    "inspection_verified": _share(lambda r: _column(r, 3) == "属实"),
    "launch_dropout": _dropout,
    "law_events": lambda _, f, rows: Sum(sum(f.item in r["laws"] for r in rows)),
    "law_savvy": lambda _, __, rows: Sum(sum(_filled(rows))),
    "law_savvy_per_village": lambda _, __, rows: _ratio(sum(_filled(rows)), len(rows), 1),
    "leaders_evidence": _share(lambda r: "领导干部" in r["audiences"] and r["came"] is not None),
    "legal_advisers": _share(lambda r: _column(r, 2) == "有"),
    "longest_silence": _silence,
    "model_villages": lambda _, __, rows: Sum(sum(_column(r, 3) != "—" for r in rows)),
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
    "tasks_done": lambda site, _, rows: _ratio(sum(_column(r, 4) <= site.region["as_of"] for r in rows), len(rows)),
    "tasks_on_time": _share(lambda r: _column(r, 4) <= _column(r, 3)),
    "theil": _theil,
    "townships_reached": _townships,
    "villages_reached": _villages,
    "villages_with_law_savvy": lambda _, __, rows: _ratio(sum(n >= 3 for n in _filled(rows)), len(rows)),
    "villages_with_site": _share(lambda r: _column(r, 4) == "有"),
}  # fmt: skip
"""Each indicator's card as arithmetic over the rows that a page shows."""


def faults(site: Site, address: str) -> Iterator[str]:
    """What does not add up on one page: nothing, where all is well."""
    for figure in site.figures(address):
        yield from _faults(site, figure)


def _faults(site: Site, f: Figure) -> Iterator[str]:
    if not (f.indicator and f.unit and f.period and f.state):
        yield f"{f.name}: 没有写全是什么数"
        return
    yield from _against_table(site, f)
    found = target(site, f)
    if found is None:
        yield f"{f.name}: 找不到它的记录"
        return
    if f.state != "figure":
        if f.value:
            yield f"{f.name}: 不是数，却写了值 {f.value}"
        return
    address, container = found
    if f.value == "0" and f.item and not container.xpath(".//li[*[@data-item=$item]]", item=f.item):
        return
    if f.unit in site.villages and f.indicator in _OF_ROSTER and address != f.page:
        yield from _in_roster(site, f, address)
        return
    _, rows = behind(site, f, address, container)
    if not rows and float(f.value) == 0:
        return
    if not rows:
        yield f"{f.name}: 值 {f.value}，没有列出记录"
        return
    made = SUMS[f.indicator](site, f, rows)
    if not isclose(made.value, float(f.value), rel_tol=1e-9, abs_tol=1e-6):
        yield f"{f.name}: 网页上 {f.value}，照列出的{len(rows)}条记录是 {made.value}"
    for published in site.account.get((f.indicator, f.campaign, f.unit, f.period), ()):
        if published["state"] == "figure" and published["part"] and made.part is not None:
            told = (float(published["part"]), float(published["whole"]))
            if told != (made.part, made.whole):
                yield f"{f.name}: 公布的是 {told}，照记录是 {made.part} ÷ {made.whole}"


_OF_ROSTER = {"law_savvy": 1, "legal_advisers": 2, "model_villages": 3}
"""What a village's page says of its roster → the column of the township's table."""


def _in_roster(site: Site, f: Figure, address: str) -> Iterator[str]:
    """A village's own line in the roster on its township's page."""
    lines = [r for r in site.rows(address, "villages").values() if f.unit in r["links"][0][0].split("/")]
    if not lines:
        yield f"{f.name}: 名册里没有这个村"
        return
    shown = _column(lines[0], _OF_ROSTER[f.indicator])
    value = {"有": "1", "没有": "0", "—": "0"}.get(shown, "1" if f.indicator == "model_villages" else shown)
    if value != f.value:
        yield f"{f.name}: 网页上 {f.value}，名册里 {shown}"


def _against_table(site: Site, f: Figure) -> Iterator[str]:
    """The published table says the same."""
    if f.item:
        value = site.items.get((f.indicator, f.campaign, f.unit, f.period, f.item), "0")
        if value != f.value:
            yield f"{f.name}: 网页上 {f.value}，breakdown.csv 里 {value}"
        return
    published = site.account.get((f.indicator, f.campaign, f.unit, f.period), ())
    told = {(row["state"], _plain(row["value"])) for row in published}
    own = f.unit in site.villages or f.unit in site.sites
    part_of_campaign = bool(f.campaign) and f.period != f.campaign
    if not told and not own and not part_of_campaign:
        yield f"{f.name}: coverage.csv 里没有"
    if told and (f.state, _plain(f.value)) not in told:
        yield f"{f.name}: 网页上 {f.state} {f.value}，coverage.csv 里 {sorted(told)}"


def _plain(text: str) -> str:
    return str(float(text)) if text else ""


def shown_faults(site: Site) -> Iterator[str]:
    """The rows of every table of occurrences say what `events.csv` says."""
    for address in site.with_figures():
        for number, row in site.rows(address, "events").items():
            record = site.events[row["id"]]
            told = {
                "first": row["first"].isoformat(), "last": row["last"].isoformat(), "village": row["village"],
                "site": row["site"], "focus": row["focus"], "series": str(row["series"]).lower(),
                "came": row["came"], "staff": row["staff"], "back": row["back"], "glad": row["glad"],
                "updated": row["updated"].isoformat() if row["updated"] else "",
            }  # fmt: skip
            known = {
                "first": record["first_day"], "last": record["last_day"], "village": record["village"],
                "site": record["site"], "focus": record["focus"], "series": record["series"],
                "came": _number(record["attendance"]), "staff": _number(record["staff"]),
                "back": _number(record["responses"]), "glad": _number(record["satisfied"]), "updated": record["updated"],
            }  # fmt: skip
            if told != known:
                yield f"{address} 第{number}行：{ {k: (told[k], known[k]) for k in told if told[k] != known[k]} }"
