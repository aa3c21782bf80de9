"""Coverage against an oracle in plain Python, written from the definitions and not from the SQL, on small random counties."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base.artifacts import SiteInfo
from generator.figures import coverage as cov
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue
from generator.figures.opendata import Tables, artifacts, tables
from generator.figures.opendata.schema import TABLE_NAMES
from generator.model import Event, Identity, Library, Occurrence, Region, Validity
from tests.property.coverage_book import Book
from tests.property.coverage_county import LAST, REGION_CODE, County, counties
from tests.property.coverage_measures import ids, residents
from tests.property.coverage_oracle import differing, items
from tests.property.coverage_places import MEASURES

SITE = SiteInfo("https://pufa.example/", "普法")


def tables_of(county: County) -> Tables:
    return tables(county.library, county.occurrences, county.as_of)


def account_of(county: County) -> cov.Coverage:
    return cov.coverage(tables_of(county))


def test_the_oracle_knows_every_indicator():
    assert set(MEASURES) == set(indicator_catalogue())


@settings(max_examples=25, deadline=None, derandomize=True)
@given(counties())
def test_every_cell_and_every_sum_is_what_the_definition_cards_say(county):
    account, book = account_of(county), Book(county)
    assert len(account.targets) == sum(len(c.targets) for c in county.library.campaigns)
    assert differing(county, account) == []
    breakdowns_are_the_held_occurrences_that_name_the_item(account, book)
    totals_are_the_distinct_held_occurrences(account, book)
    figures_of_places_are_all_that_was_held_there(account, book)


def breakdowns_are_the_held_occurrences_that_name_the_item(account: cov.Coverage, book: Book) -> None:
    told = {(b.indicator, b.campaign, b.per, b.unit, b.every, b.period, b.item): b for b in account.breakdowns}
    assert all(b.value == len(b.records) for b in told.values())
    right = {
        (name, m.campaign, m.per, unit, m.every, period.id, item): records
        for m in account.matrices() if m.indicator == "routine_share" and m.at_least is None
        for unit in m.units for period in m.periods for name in breakdown_catalogue()
        for item, records in items(book, name, m.campaign, m.per, unit, period).items()
    }  # fmt: skip
    assert {key: b.records for key, b in told.items()} == right


def totals_are_the_distinct_held_occurrences(account: cov.Coverage, book: Book) -> None:
    held = ids(o for o in book.occurrences if book.held(o))
    assert (account.total.held.value or 0) == len(held)
    assert sorted(i for t in account.by_year for i in t.held.records) == sorted(held)
    for m in account.matrices():
        for c in (c for row in m.rows for c in row):
            assert (c.state == "figure") == (c.value is not None)
            assert len(set(c.records)) == len(c.records)
            assert c.value is None or m.indicator != "events_held" or c.value == len(c.records)
            assert c.of is None or c.value is None or 0 <= c.value <= c.of
        for tally, column in zip(m.tallies, zip(*m.rows, strict=True), strict=bool(m.rows)):
            states = [c.state for c in column]
            assert tally.applicable == len(states) - states.count("not_applicable")
            assert (tally.silent, tally.not_due) == (states.count("silent"), states.count("not_due"))
            assert tally.met == sum(c.met is True for c in column)


def figures_of_places_are_all_that_was_held_there(account: cov.Coverage, book: Book) -> None:
    for per, figures in (("township", account.by_township), ("village", account.by_village), ("site", account.by_site)):
        assert list(figures) == book.units(per)
        for unit, f in figures.items():
            mine = [o for o in book.occurrences if book.held(o) and book.at(o, per, unit)]
            told = [n for o in mine if (n := residents(o)) is not None]
            assert (f.held, f.records, f.participants) == (len(mine), ids(mine), sum(told) if told else None)
            assert f.held == sum(n for _, n in f.by_year)
            assert f.this_year == sum(o.first_day.year == book.as_of.year for o in mine)


def cells(account: cov.Coverage) -> dict[tuple[str, str, str], cov.Cell]:
    """Every cell by matrix, unit and period, its records in the order of their ids."""
    return {
        (m.id, c.unit, c.period): c._replace(
            records=tuple(sorted(c.records)), others=tuple(sorted(c.others)), chosen=tuple(sorted(c.chosen))
        )
        for m in account.matrices() for row in m.rows for c in row
    }  # fmt: skip


@settings(max_examples=3, deadline=None, derandomize=True)
@given(counties(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure(county, random):
    made = tables_of(county)
    mixed = {}
    for name in TABLE_NAMES:
        if name != "periods":
            rows = list(made.table(name).rows)
            random.shuffle(rows)
            mixed[name] = replace(made.table(name), rows=tuple(rows))
    one, other = cov.coverage(made), cov.coverage(replace(made, **mixed))
    assert cells(one) == cells(other)
    assert {replaced(b) for b in one.breakdowns} == {replaced(b) for b in other.breakdowns}


def replaced(b: cov.Breakdown) -> cov.Breakdown:
    return b._replace(records=tuple(sorted(b.records)))


@settings(max_examples=10, deadline=None, derandomize=True)
@given(counties(), st.randoms(use_true_random=False))
def test_the_order_of_occurrences_and_checks_changes_no_published_byte(county, random):
    shuffled, checks = list(county.occurrences), list(county.library.inspections)
    random.shuffle(shuffled)
    random.shuffle(checks)
    other = tables(replace(county.library, inspections=tuple(checks)), shuffled, county.as_of)
    assert tables_of(county) == other
    assert [a.data for a in artifacts(tables_of(county), SITE)] == [a.data for a in artifacts(other, SITE)]


DOUBLED = {
    "events_held",
    "events_planned",
    "overdue_records",
    "participants",
    "gap_difference",
    "residents_per_1000",
    "site_use",
}
CAPPED = {"concentration", "events_forecast", "slope_index"}


@settings(max_examples=3, deadline=None, derandomize=True)
@given(counties())
def test_twice_as_much_of_everything_doubles_counts_and_leaves_shares_and_inequality_as_they_are(county):
    again = tuple(
        replace(o, id=f"{o.id}-again", event=replace(o.event, id=f"{o.event.id}-again")) for o in county.occurrences
    )
    library = replace(county.library, inspections=(), events=(*county.library.events, *(o.event for o in again)))
    before = cells(account_of(county._replace(library=library)))
    after = cells(account_of(County(library, (*county.occurrences, *again), county.as_of)))
    general = {m.id: m.indicator for m in account_of(county).matrices() if m.at_least is None}
    for key, one in before.items():
        two, indicator = after[key], general.get(key[0], "concentration")
        if indicator in CAPPED:
            continue
        assert two.state == one.state, key
        if one.value is not None:
            assert math.isclose(two.value, one.value * (2 if indicator in DOUBLED else 1), abs_tol=2e-6), key
        if indicator == "routine_share" and one.part is not None:
            assert (two.part, two.whole) == (2 * one.part, 2 * one.whole)


@settings(max_examples=3, deadline=None, derandomize=True)
@given(counties())
def test_everything_in_one_township_is_the_most_unequal_that_there_is(county):
    places = tuple(replace(t, counted=True, validity=Validity(), villages=()) for t in county.library.region.townships)
    last = places[-1].code
    region = replace(county.library.region, townships=places)
    moved = tuple(
        replace(o, event=replace(o.event, townships=(last,), region_wide=False, village="")) for o in county.occurrences
    )
    found = account_of(County(replace(county.library, region=region), moved, county.as_of))
    number = len(places)
    gini, theil, gap, held = (
        found.find(i, "region", "year") for i in ("gini", "theil", "gap_difference", "events_held")
    )
    assert gini
    assert theil
    assert gap
    assert held
    for g, t, d, h in zip(gini.rows[0], theil.rows[0], gap.rows[0], held.rows[0], strict=True):
        if h.value and number > 1:
            assert g.value == (number - 1) / number
            assert math.isclose(t.value, math.log(number), abs_tol=1e-6)
            assert d.value == h.value
        else:
            assert g.value is None
            assert t.value is None


@settings(max_examples=3, deadline=None, derandomize=True)
@given(counties())
def test_what_no_figure_depends_on_changes_no_figure(county):
    other = [
        replace(o, event=replace(o.event, title="另一个名称", place="别处", form="展览", note="记一笔"))
        for o in county.occurrences
    ]
    one, renamed = tables_of(county), tables(county.library, other, county.as_of)
    assert one.coverage_key() == renamed.coverage_key()
    assert cov.coverage(one) == cov.coverage(renamed)


TITLES = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)


@settings(max_examples=150, deadline=None)
@given(TITLES)
def test_any_title_survives_csv_but_for_the_guard_against_formulas(title):
    event = Event("e", "c", title, date(2025, 1, 1), date(2025, 1, 1), region_wide=True)
    region = Region(REGION_CODE, "江山市", "", "Asia/Shanghai", "", Identity(), ())
    library = Library(region, (), (event,))
    found = {
        a.path: a.data
        for a in artifacts(
            tables(library, [Occurrence(event.id, event, event.start, event.end, event.status)], LAST),
            SiteInfo("", "普法"),
        )
    }
    rows = list(csv.reader(io.StringIO(found["data/events.csv"].decode("utf-8"), newline="")))
    assert len(rows) == 2
    written = rows[1][rows[0].index("title")]
    assert written.removeprefix("'") == title or written == title
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
