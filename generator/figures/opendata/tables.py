"""The library as plain tables: exactly what `/data/` publishes and what coverage is computed from.

Invariant: a row holds only str, int, float, bool and None, in the order of the schema's columns; dates are ISO text, lists are
joined by `;`, addresses are relative to the site's root. Text that nobody filled in is "", a number or a day None.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter

from generator import addresses
from generator.figures.indicators import find_indicator
from generator.figures.opendata.schema import table_schema
from generator.model import Every, Library, Occurrence, Result, Site
from generator.periods import periods

Value = str | int | float | bool | None
Row = tuple[Value, ...]

COVERAGE_COLUMNS: dict[str, tuple[str, ...]] = {
    "campaigns": ("id", "start", "end"),
    "targets": ("id", "campaign", "indicator", "per", "every", "at_least", "basis", "townships", "group"),
    "townships": ("code", "group", "population", "counted", "valid_from", "valid_to"),
    "villages": (
        "id", "township", "population", "model_village", "law_savvy", "legal_adviser", "counted", "valid_from", "valid_to",
    ),
    "sites": ("id", "township", "village", "counted", "valid_from"),
    "zero_reports": ("campaign", "township", "year"),
    "tasks": ("campaign", "number", "due", "done"),
    "funding": ("campaign", "number", "year", "township", "amount"),
    "inspections": ("round", "kind", "item", "township", "checked", "finding"),
    "weights": ("group", "indicator", "weight"),
    "periods": ("scope", "every", "period", "first_day", "last_day", "until"),
    "events": (
        "id", "event_id", "campaign", "first_day", "last_day", "region_wide", "village", "site", "focus", "stage", "series",
        "status", "attendance", "staff", "responses", "satisfied", "updated",
    ),
    "events_townships": ("occurrence", "township"),
    "events_audiences": ("occurrence", "audience"),
    "events_laws": ("occurrence", "law"),
}  # fmt: skip
"""What figures may depend on. Coverage sees these columns and no others, and its cache key is their content."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def select(self, columns: Iterable[str]) -> list[Row]:
        """The rows with only these columns, in this order."""
        places = [self.columns.index(c) for c in columns]
        if len(places) == 1:
            return [(row[places[0]],) for row in self.rows]
        return list(map(itemgetter(*places), self.rows))


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of one state of the library on one day."""

    as_of: date
    region: Table
    campaigns: Table
    targets: Table
    townships: Table
    villages: Table
    sites: Table
    zero_reports: Table
    tasks: Table
    funding: Table
    inspections: Table
    weights: Table
    periods: Table
    events: Table
    events_townships: Table
    events_audiences: Table
    events_laws: Table

    def table(self, name: str) -> Table:
        """The table of that name; AttributeError where there is none."""
        found: Table = getattr(self, name)
        return found

    def without_events(self) -> Tables:
        """The same without the rows of any event."""
        return replace(
            self,
            events=replace(self.events, rows=()),
            events_townships=replace(self.events_townships, rows=()),
            events_audiences=replace(self.events_audiences, rows=()),
            events_laws=replace(self.events_laws, rows=()),
        )

    def region_code(self) -> str:
        """The code of the region that publishes."""
        return str(self.region.rows[0][self.region.columns.index("code")])

    def coverage_key(self) -> str:
        """A hash of everything that figures and their states depend on, as hex text.

        The day itself is in it: how long a township has been silent and what is to come depend on it.
        """
        h = hashlib.blake2b(digest_size=16)
        h.update(repr((self.as_of.isoformat(), self.region_code())).encode())
        for name, columns in COVERAGE_COLUMNS.items():
            h.update(repr((name, columns, self.table(name).select(columns))).encode("utf-8", "surrogatepass"))
        return h.hexdigest()


_OPENED = re.compile(r"\s*([12]\d{3})\s*(?:[年./-]\s*(?:(\d{1,2})\s*(?:[月./-]\s*(?:(\d{1,2})\s*[日号]?)?)?)?)?")


def opened_day(words: str) -> date | None:
    """The first day of the time that `words` name ("2022年5月" is 2022-05-01), or None where no year can be read."""
    found = _OPENED.match(words)
    if not found:
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    for parts in ((year, month, day), (year, month, 1), (year, 1, 1)):
        try:
            return date(*parts)
        except ValueError:
            continue
    return None


def _joined(words: Iterable[str]) -> str:
    return ";".join(word.replace(";", "；") for word in words)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _when(when: date | datetime) -> str:
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def plain(number: float) -> int | float:
    """A whole number as an int, so that it is written without a decimal point."""
    return int(number) if number == int(number) else number


_NO_RESULT = Result()


def _event_row(library: Library, o: Occurrence) -> Row:
    e = o.event
    result = e.result or _NO_RESULT
    return (
        o.id, e.id, e.campaign, e.title, _when(o.start), _when(o.end), not isinstance(o.start, datetime),
        o.first_day.isoformat(), o.last_day.isoformat(), _joined(e.townships), e.region_wide, e.village, e.place, e.site,
        e.form, _joined(e.audiences), _joined(e.laws), e.focus, e.stage, e.repeat is not None, e.organiser, o.status,
        result.attendance, result.staff, result.responses, result.satisfied, _day(e.updated.date() if e.updated else None),
        library.is_sample(e), addresses.event(e.id), e.span.path, _joined(dict.fromkeys((*e.former_ids, *filter(None, (e.alias,))))),
    )  # fmt: skip


def _site_row(s: Site) -> Row:
    return (
        s.id, s.name, s.township, s.village, s.kind, s.status, s.opened, s.address, s.lon, s.lat, s.status == "开放",
        _day(opened_day(s.opened)), s.sample, addresses.site(s.id),
    )  # fmt: skip


def _target_rows(library: Library) -> Iterator[Row]:
    """One row a target. Its id names what it asks, so that editing another target does not change it."""
    for campaign in library.campaigns:
        seen: Counter[str] = Counter()
        for t in campaign.targets:
            indicator = find_indicator(t.indicator)
            kind = indicator.id if indicator else t.indicator
            stem = f"{campaign.id}.{kind}.{t.per}.{t.every}"
            seen[stem] += 1
            name = stem if seen[stem] == 1 else f"{stem}.{seen[stem]}"
            yield (name, campaign.id, kind, t.per, t.every, plain(t.at_least), t.basis, _joined(t.townships), t.group)


def _place_rows(library: Library) -> tuple[list[Row], list[Row]]:
    townships: list[Row] = []
    villages: list[Row] = []
    for t in library.region.townships:
        townships.append((
            t.code, t.name, t.group, t.population, len(t.villages), t.counted, _day(t.validity.start),
            _day(t.validity.end), addresses.township(t.code),
        ))  # fmt: skip
        villages += (
            (
                v.id, t.code, v.name, v.population, v.model_village, v.law_savvy, v.legal_adviser, t.counted, _day(v.validity.start),
                _day(v.validity.end), addresses.village(v),
            )
            for v in t.villages
        )  # fmt: skip
    return townships, villages


def years_of(starts: Iterable[date], as_of: date) -> range:
    """The years of the account: from the first year of any event or campaign to the year of the day, at least the latter."""
    return range(min([as_of.year, *(day.year for day in starts)]), as_of.year + 1)


_EVERY: tuple[Every, ...] = ("year", "quarter", "month", "campaign")


def _period_rows(library: Library, held: Iterable[Occurrence], as_of: date) -> Iterator[Row]:
    """Every period that figures may be asked for: those of the whole account, then each campaign's, cut to its days."""
    years = years_of([*(o.first_day for o in held), *(c.period.start for c in library.campaigns)], as_of)
    spans = [("", date(years[0], 1, 1), date(years[-1], 12, 31))]
    spans += [(c.id, c.period.start, c.period.end) for c in library.campaigns]
    for scope, first, last in spans:
        for every in _EVERY:
            for p in periods(every, first, last, as_of, scope):
                until = min(p.last, as_of)
                yield (scope, every, p.id, p.name, p.first.isoformat(), p.last.isoformat(), until.isoformat())


def _task_rows(library: Library) -> Iterator[Row]:
    for campaign in library.campaigns:
        for number, t in enumerate(campaign.tasks, 1):
            yield (
                campaign.id, number, t.content, t.leader, t.owner, t.person, t.office, t.audience, t.carrier, t.measure,
                t.standard, _day(t.due), t.status, _day(t.done),
            )  # fmt: skip


def _funding_rows(library: Library) -> Iterator[Row]:
    for campaign in library.campaigns:
        for number, f in enumerate(campaign.funding, 1):
            yield (campaign.id, number, f.year, f.township, plain(f.amount), f.source)


def _table(name: str, rows: Iterable[Row]) -> Table:
    columns = tuple(c.name for c in table_schema(name).columns)
    return Table(name, columns, tuple(rows))


def tables(library: Library, occurrences: Iterable[Occurrence], as_of: date) -> Tables:
    """Every table of the open data. Rows of events are ordered by first day, then id, whatever order they come in."""
    region = library.region
    held = sorted(occurrences, key=lambda o: (o.first_day, o.id))
    townships, villages = _place_rows(library)
    zero = sorted(
        {("" if z.every_campaign else c.id, z.township, z.year) for c in library.campaigns for z in c.zero_reports}
    )
    home = (
        region.code,
        region.name,
        region.publisher,
        region.timezone,
        as_of.isoformat(),
        region.population_source,
        addresses.HOME,
    )
    return Tables(
        as_of=as_of,
        region=_table("region", [home]),
        campaigns=_table("campaigns", (
            (c.id, c.title, c.period.start.isoformat(), c.period.end.isoformat(), c.sample, addresses.campaign(c.id))
            for c in library.campaigns
        )),
        targets=_table("targets", _target_rows(library)),
        townships=_table("townships", townships),
        villages=_table("villages", villages),
        sites=_table("sites", (_site_row(s) for s in library.sites)),
        zero_reports=_table("zero_reports", zero),
        tasks=_table("tasks", _task_rows(library)),
        funding=_table("funding", _funding_rows(library)),
        inspections=_table("inspections", sorted(
            (i.round, i.kind, i.item, i.township, _day(i.checked), i.finding) for i in library.inspections
        )),
        weights=_table("weights", ((w.group, w.indicator, plain(w.weight)) for w in region.weights)),
        periods=_table("periods", _period_rows(library, held, as_of)),
        events=_table("events", (_event_row(library, o) for o in held)),
        events_townships=_table("events_townships", ((o.id, code) for o in held for code in dict.fromkeys(o.event.townships))),
        events_audiences=_table("events_audiences", ((o.id, a) for o in held for a in dict.fromkeys(o.event.audiences))),
        events_laws=_table("events_laws", ((o.id, law) for o in held for law in dict.fromkeys(o.event.laws))),
    )  # fmt: skip
