"""The five jurisdictions of the source documents, with their real units: coverage counts every township and no pseudo unit."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from sites import kit

from generator.commands.init import plan, write
from generator.figures import coverage as cov
from generator.figures.opendata import tables
from generator.gazetteer.divisions import RegionUnits, find_region
from generator.model import Campaign, Event, Library, Occurrence, Period, Target, Township

pytestmark = pytest.mark.slow  # whole prefectures are counted

AS_OF = kit.AS_OF
YEAR = "2025"
TARGETS = (Target("events_held", "township", "year", 3), Target("events_held", "region", "year", 4))
PLACES = {
    "330881": ("江山市", 19, 0),
    "3404": ("淮南市", 90, 5),
    "4307": ("常德市", 169, 9),
    "3206": ("南通市", 88, 48),
    "120110": ("东丽区", 11, 8),
}
"""Name, townships and streets, pseudo units (development zones, farms), as of 2023-06-30."""


@pytest.fixture(scope="module", params=PLACES, ids=lambda code: PLACES[code][0])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The region that a new folder gives, read back as an officer's."""
    units = find_region(request.param)
    assert isinstance(units, RegionUnits)
    root = write(tmp_path_factory.mktemp("place") / "site", plan(units, today=AS_OF))
    found = kit.prepared(root)
    assert not [d for d in found.diagnostics if d.severity == "error"]
    assert found.library
    return found.library


class Filled(NamedTuple):
    """The account of a place where something was held, and its units by kind."""

    account: cov.Coverage
    real: list[Township]
    pseudo: list[Township]


@pytest.fixture(scope="module")
def filled(place: Library) -> Filled:
    """Three events in every second township and in each pseudo unit."""
    real = [t for t in place.region.townships if t.code[6] not in "45"]
    pseudo = [t for t in place.region.townships if t.code[6] in "45"]
    days = (date(2025, 3, 5), date(2025, 6, 5), date(2025, 12, 4))
    events = [
        Event(
            f"{t.code}-{day.month}", "pufa", "宣讲", day, day, townships=(t.code,), status="已办",
            village=t.villages[0].id if t.villages else "",
        )
        for t in (*real[::2], *pseudo) for day in days
    ]  # fmt: skip
    campaign = Campaign("pufa", "普法", Period(date(2025, 1, 1), date(2025, 12, 31)), targets=TARGETS)
    made = Library(place.region, (campaign,), tuple(events))
    occurrences = [Occurrence(e.id, e, e.start, e.end, e.status) for e in events]
    return Filled(cov.coverage(tables(made, occurrences, AS_OF)), real, pseudo)


def test_the_units_that_count_are_the_known_ones(place):
    name, real, pseudo = PLACES[place.region.code]
    counted = [t for t in place.region.townships if t.counted]
    assert place.region.name == name
    assert (len(counted), len(place.region.townships)) == (real, real + pseudo)
    assert all(t.code[6] not in "45" for t in counted)


def test_every_township_is_in_the_denominator_and_no_pseudo_unit_is_anywhere(filled):
    account, real, pseudo = filled
    at = [p.id for p in account.townships.periods].index(YEAR)
    half = (len(real) + 1) // 2

    column = {unit: row[at] for unit, row in zip(account.townships.units, account.townships.rows, strict=True)}
    assert [column[t.code].value for t in real] == [3 if n % 2 == 0 else None for n in range(len(real))]
    assert {column[t.code].state for t in real[1::2]} == {"silent"}
    assert all(column[t.code].state == "not_applicable" for t in pseudo)

    tally = account.townships.tallies[at]
    assert (tally.applicable, tally.reached, tally.silent) == (len(real), half, len(real) - half)
    reached, held = account.by_year[at].townships, account.by_year[at].held
    assert (reached.value, reached.of) == (half, len(real))
    assert held.value == 3 * (half + len(pseudo)), "what was held in a zone was held in the region"

    villages = account.by_year[at].villages
    assert villages.of == sum(len(t.villages) for t in real)
    assert villages.value == sum(bool(t.villages) for t in real[::2])

    target = account.targets[0]
    (told,) = target.tallies
    assert (told.applicable, told.met) == (len(real), half)
    assert target.row(real[1].code)[0].needed == 3


def test_inequality_is_of_the_townships_that_count(filled):
    account, real, _ = filled
    number, half = len(real), (len(real) + 1) // 2
    gini, gap = (account.find(i, "region", "year") for i in ("gini", "gap_difference"))
    assert gini.rows[0][0].value == pytest.approx((number - half) / number, abs=1e-12)
    assert gini.rows[0][0].records == tuple(sorted(t.code for t in real))
    assert gap.rows[0][0].value == 3
