"""Coverage against an oracle in plain Python, written from the definitions and not from the SQL, on small random counties."""

from __future__ import annotations

import calendar
import csv
import io
import math
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from generator import coverage as cov
from generator.artifacts import SiteInfo
from generator.model import (
    STAGES,
    STATUSES,
    Campaign,
    Event,
    Identity,
    Library,
    Occurrence,
    Period,
    Region,
    Result,
    Site,
    Target,
    Township,
    Validity,
    Village,
    ZeroReport,
)
from generator.opendata import artifacts, tables

REGION_CODE = "330881"
FIRST, LAST = date(2023, 11, 1), date(2025, 3, 31)
DAYS = st.dates(FIRST, LAST)
LEVELS = {
    "events_held": ("region", "township", "village", "site"),
    "participants": ("region", "township", "village", "site"),
    "villages_reached": ("region", "township"),
    "townships_reached": ("region",),
}
EVERY = ("year", "quarter", "month", "campaign")


# --- random counties -------------------------------------------------------------------------------------------------


@st.composite
def validities(draw):
    start = draw(st.none() | DAYS)
    end = draw(st.none() | st.dates(start or FIRST, LAST))
    return draw(st.sampled_from([Validity(), Validity(), Validity(start, end)]))


@st.composite
def places(draw):
    townships = []
    for t in range(draw(st.integers(1, 3))):
        code = f"33088110{t}"
        villages = tuple(
            Village(f"{code}-v{v}", f"村{v}", code, validity=draw(validities())) for v in range(draw(st.integers(0, 2)))
        )
        counted = draw(st.sampled_from([True, True, False]))
        townships.append(Township(code, f"镇{t}", villages, counted=counted, validity=draw(validities())))
    return tuple(townships)


@st.composite
def campaigns(draw, townships):
    found = []
    for c in range(draw(st.integers(1, 2))):
        start = draw(DAYS)
        targets = []
        for _ in range(draw(st.integers(0, 2))):
            indicator = draw(st.sampled_from(sorted(LEVELS)))
            least = draw(st.sampled_from([1, 2, 2.5, 30]))
            targets.append(
                Target(indicator, draw(st.sampled_from(LEVELS[indicator])), draw(st.sampled_from(EVERY)), least)
            )
        zero = [ZeroReport(t.code, y) for t in townships for y in (2023, 2024, 2025) if draw(st.integers(0, 5)) == 0]
        period = Period(start, draw(st.dates(start, LAST + timedelta(days=40))))
        found.append(Campaign(f"c{c}", f"专项{c}", period, targets=tuple(targets), zero_reports=tuple(zero)))
    return tuple(found)


@st.composite
def counties(draw):
    townships = draw(places())
    plans = draw(campaigns(townships))
    villages = ["", *(v.id for t in townships for v in t.villages)]
    sites = tuple(
        Site(f"s{n}", f"阵地{n}", draw(st.sampled_from(townships)).code, status=draw(st.sampled_from(["开放", "开放", "在建"])),
             opened=draw(st.sampled_from(["", "2024年6月"])))
        for n in range(draw(st.integers(0, 2)))
    )  # fmt: skip
    people = st.none() | st.integers(0, 40)
    events = []
    for n in range(draw(st.integers(0, 12))):
        day = draw(DAYS)
        codes = tuple(draw(st.sets(st.sampled_from([t.code for t in townships]), max_size=2)))
        result = Result(draw(people), draw(people)) if draw(st.booleans()) else None
        events.append(Event(
            f"e{n}", draw(st.sampled_from(plans)).id, f"活动{n}", day, day + timedelta(days=draw(st.integers(0, 40))),
            townships=tuple(sorted(codes)), region_wide=not codes, village=draw(st.sampled_from(villages)),
            site=draw(st.sampled_from(["", *(s.id for s in sites)])), stage=draw(st.sampled_from(STAGES)),
            status=draw(st.sampled_from([*STATUSES, "已办", "已办"])), result=result,
        ))  # fmt: skip
    region = Region(REGION_CODE, "江山市", "", "Asia/Shanghai", "", Identity(), townships)
    library = Library(region, plans, tuple(events), sites)
    return library, draw(st.dates(date(2023, 12, 1), date(2025, 12, 31)))


def occurrences(library: Library) -> list[Occurrence]:
    return [Occurrence(e.id, e, e.start, e.end, e.status) for e in library.events]


# --- the oracle ------------------------------------------------------------------------------------------------------


def within(validity: Validity, day: date) -> bool:
    return (validity.start or day) <= day <= (validity.end or day)


class Oracle:
    """The definitions, read by a person: slow, and sharing nothing with the code under test but the model."""

    def __init__(self, library: Library, as_of: date) -> None:
        self.library, self.as_of = library, as_of
        self.townships = {t.code: t for t in library.region.townships}
        self.villages = {v.id: v for t in library.region.townships for v in t.villages}
        self.sites = {s.id: s for s in library.sites}
        self.campaigns = {c.id: c for c in library.campaigns}

    def exists(self, per: str, unit: str) -> Validity:
        if per == "township":
            return self.townships[unit].validity
        if per == "village":
            return self.villages[unit].validity
        if per == "site" and self.sites[unit].opened:
            return Validity(date(2024, 6, 1))
        return Validity()

    def counted(self, per: str, unit: str) -> bool:
        if per == "site":
            return self.sites[unit].status == "开放"
        if per == "village":
            return self.townships[self.villages[unit].township].counted
        return per == "region" or self.townships[unit].counted

    def home(self, per: str, unit: str) -> str:
        return {"region": "", "township": unit}.get(per) or (
            self.villages[unit].township if per == "village" else self.sites[unit].township if per == "site" else ""
        )

    def belongs(self, event: Event, per: str, unit: str) -> bool:
        named = {
            "region": True,
            "township": unit in event.townships,
            "village": event.village == unit,
            "site": event.site == unit,
        }
        return named[per] and within(self.exists(per, unit), event.start)

    def held(self, event: Event) -> bool:
        return event.status == "已办" and event.start <= self.as_of

    def among(self, campaign: str, per: str, unit: str, span: tuple[date, date]) -> list[Event]:
        found = [
            e for e in self.library.events
            if campaign in ("", e.campaign) and span[0] <= e.start <= span[1] and self.belongs(e, per, unit)
        ]  # fmt: skip
        return sorted(found, key=lambda e: (e.start, e.id))

    def value(self, indicator: str, per: str, unit: str, held: list[Event]) -> tuple[int | None, list[str]]:
        """The value, None where what it needs was not reported, and the ids of the events it rests on."""
        if indicator == "events_held":
            return len(held), [e.id for e in held]
        if indicator == "participants":
            told = [e for e in held if e.result and e.result.attendance is not None]
            numbers = [max(0, (e.result.attendance or 0) - (e.result.staff or 0)) for e in told if e.result]
            return (sum(numbers) if told else None), [e.id for e in told]
        if indicator == "townships_reached":
            hits = {
                e.id: {
                    c for c in e.townships if self.townships[c].counted and within(self.townships[c].validity, e.start)
                }
                for e in held
            }
        else:
            hits = {}
            for e in held:
                v = self.villages.get(e.village)
                fits = v and self.townships[v.township].counted and within(v.validity, e.start)
                hits[e.id] = (
                    {v.id} if v and fits and per in ("region", *([per] if v.township == unit else [])) else set()
                )
        return len(set().union(*hits.values())), [e.id for e in held if hits[e.id]]

    def of(self, indicator: str, per: str, unit: str, period: tuple[date, date]) -> int | None:
        if indicator == "townships_reached":
            return sum(t.counted and t.validity.covers(*period) for t in self.townships.values())
        if indicator == "villages_reached":
            return sum(
                self.townships[v.township].counted
                and v.validity.covers(*period)
                and (per == "region" or v.township == unit)
                for v in self.villages.values()
            )
        return None

    def zero(self, campaign: str, township: str, period: tuple[date, date]) -> bool:
        told = {(z.township, z.year) for c in self.library.campaigns if campaign in ("", c.id) for z in c.zero_reports}
        return all((township, year) in told for year in range(period[0].year, period[1].year + 1))

    def cell(self, m: cov.Matrix, unit: str, period: cov.Period) -> tuple[object, ...]:
        """(state, value, of, met, running, needed, launches, records, others), from the words of the definitions."""
        days = (period.first, period.last)
        running = self.as_of <= period.last
        of = self.of(m.indicator, m.per, unit, days)
        if of == 0 or not self.counted(m.per, unit) or not self.exists(m.per, unit).covers(*days):
            return ("not_applicable", None, of, None, running, 0, 0, (), ())
        found = self.among(m.campaign, m.per, unit, natural(m, period))
        held = [e for e in found if self.held(e)]
        others = tuple(e.id for e in found if not self.held(e))
        launches = sum(e.stage == "启动" for e in held)
        value: int | None = None
        records: list[str] = []
        if held:
            value, records = self.value(m.indicator, m.per, unit, held)
        elif not running and (found or self.zero(m.campaign, self.home(m.per, unit), days)):
            value = 0
        state = "figure" if value is not None else "not_due" if running else "silent"
        if m.at_least is None:
            return (state, value, of, None, running, 0, launches, tuple(records), others)
        enough = value is not None and value >= m.at_least and (not held or launches < len(held))
        met = True if enough else None if running else False
        needed = 0 if enough else max(1, math.ceil(m.at_least - (value or 0)))
        return (state, value, of, met, running, needed, launches, tuple(records), others)


def natural(m: cov.Matrix, period: cov.Period) -> tuple[date, date]:
    """The whole year, quarter or month of a period, which may be cut to its campaign; all days for a campaign."""
    day = period.first
    if m.every == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if m.every == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if m.every == "quarter":
        month = (day.month - 1) // 3 * 3 + 1
        return date(day.year, month, 1), date(day.year, month + 2, calendar.monthrange(day.year, month + 2)[1])
    return date.min, date.max


# --- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=120, deadline=None)
@given(counties())
def test_every_cell_is_what_the_definitions_say(county):
    library, as_of = county
    found = cov.coverage(tables(library, occurrences(library), as_of))
    oracle = Oracle(library, as_of)
    assert len(found.targets) == sum(len(c.targets) for c in library.campaigns)
    for m in found.matrices():
        assert len(m.rows) == len(m.units)
        for unit, cells in zip(m.units, m.rows, strict=True):
            for period, c in zip(m.periods, cells, strict=True):
                assert (c.unit, c.period) == (unit, period.id)
                told = (c.state, c.value, c.of, c.met, c.running, c.needed, c.launches, c.records, c.others)
                assert told == oracle.cell(m, unit, period), (m.id, unit, period)


@settings(max_examples=40, deadline=None)
@given(counties())
def test_sums_agree_with_distinct_held_occurrences(county):
    library, as_of = county
    found = cov.coverage(tables(library, occurrences(library), as_of))
    oracle = Oracle(library, as_of)
    held = [e for e in library.events if oracle.held(e)]
    assert (found.total.held.value or 0) == len(held)
    assert sum(t.held.value or 0 for t in found.by_year) == len(held)
    assert sorted(i for t in found.by_year for i in t.held.records) == sorted(e.id for e in held)
    for m in found.matrices():
        for row in m.rows:
            for c in row:
                assert (c.state == "figure") == (c.value is not None)
                if m.indicator == "events_held" and c.value is not None:
                    assert c.value == len(c.records) == len(set(c.records))
                assert c.of is None or c.value is None or c.value <= c.of
    for per, figures in (("township", found.by_township), ("village", found.by_village), ("site", found.by_site)):
        for unit, f in figures.items():
            mine = [e for e in sorted(held, key=lambda e: (e.start, e.id)) if oracle.belongs(e, per, unit)]
            assert (f.held, f.records) == (len(mine), tuple(e.id for e in mine))
            assert f.held == sum(n for _, n in f.by_year)
            assert f.this_year == sum(e.start.year == as_of.year for e in mine)
            assert f.participants == oracle.value("participants", per, unit, mine)[0]
            if per == "township":
                assert f.villages_reached == oracle.value("villages_reached", per, unit, mine)[0]
        for tally, period in zip(found.townships.tallies, found.townships.periods, strict=True):
            states = [c.state for row in found.townships.rows for c in row if c.period == period.id]
            assert tally.applicable == len(states) - states.count("not_applicable")
            assert tally.silent == states.count("silent")


@settings(max_examples=10, deadline=None)
@given(counties())
def test_the_published_csv_files_give_the_same_figures_to_a_sceptic(tmp_path_factory, county):
    import duckdb

    library, as_of = county
    made = tables(library, occurrences(library), as_of)
    account = cov.coverage(made)
    folder = tmp_path_factory.mktemp("data")
    site = SiteInfo("https://pufa.example/", "普法")
    for artifact in (*artifacts(made, site), *cov.artifacts(account, made, site)):
        if "/" not in artifact.path.removeprefix("data/"):
            (folder / artifact.path.removeprefix("data/")).write_bytes(artifact.data)
    with duckdb.connect(config={"file_search_path": str(folder)}) as con:
        assert con.execute((folder / "coverage.sql").read_text("utf-8")).fetchall() == []
        figures = {
            tuple(row[:6]): row[6]
            for row in con.execute("SELECT indicator, scope, per, unit, every, period, value FROM figures").fetchall()
        }
    for m in account.matrices():
        for row in m.rows:
            for c in row:
                if c.state == "figure":
                    key = (m.indicator, m.campaign, m.per, c.unit, m.every, c.period)
                    assert figures.get(key, 0) == c.value, key


@settings(max_examples=40, deadline=None)
@given(counties(), st.randoms(use_true_random=False))
def test_the_order_of_occurrences_changes_no_byte(county, random):
    library, as_of = county
    shuffled = occurrences(library)
    random.shuffle(shuffled)
    one, other = (tables(library, o, as_of) for o in (occurrences(library), shuffled))
    assert one == other
    assert one.coverage_key() == other.coverage_key()
    site = SiteInfo("https://pufa.example/", "普法")
    assert [a.data for a in artifacts(one, site)] == [a.data for a in artifacts(other, site)]


@settings(max_examples=25, deadline=None)
@given(counties(), st.integers(0, 40))
def test_equal_keys_mean_equal_accounts(county, days):
    library, as_of = county
    one = tables(library, occurrences(library), as_of)
    other = tables(library, occurrences(library), as_of + timedelta(days=days))
    if one.coverage_key() == other.coverage_key():
        assert cov.coverage(one) == cov.coverage(other)


TITLES = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)


@settings(max_examples=150, deadline=None)
@given(TITLES)
def test_any_title_survives_csv_but_for_the_guard_against_formulas(title):
    event = Event("e", "c", title, date(2025, 1, 1), date(2025, 1, 1), region_wide=True)
    region = Region(REGION_CODE, "江山市", "", "Asia/Shanghai", "", Identity(), ())
    library = Library(region, (), (event,))
    found = {a.path: a.data for a in artifacts(tables(library, occurrences(library), LAST), SiteInfo("", "普法"))}
    rows = list(csv.reader(io.StringIO(found["data/events.csv"].decode("utf-8"), newline="")))
    assert len(rows) == 2
    written = rows[1][rows[0].index("title")]
    assert written.removeprefix("'") == title or written == title
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
