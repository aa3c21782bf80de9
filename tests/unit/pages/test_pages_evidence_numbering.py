"""The numbers of a page of evidence: a value that is there before any section is shown."""

from __future__ import annotations

from datetime import date

import pytest

from generator.pages.evidence import pages as evidence
from generator.pages.evidence.details import Scene
from generator.pages.evidence.entries import REGION, listed, roster_of
from generator.pages.evidence.index import figures_of
from generator.pages.evidence.numbering import cite, number
from generator.pages.evidence.rosters import books_of, rosters
from generator.pages.evidence.sections import groups, page_trend, targets
from tests.unit.pages_made import made_by
from tests.unit.pages_places import HE, world

WORLD = world()
ENTRIES = listed(WORLD)
ROSTERS = rosters(WORLD, ENTRIES, books_of(WORLD))
FIGURES = figures_of(WORLD)


@pytest.mark.parametrize("unit", [REGION, HE])
def test_sections_asked_for_in_another_order_say_the_same(unit: str) -> None:
    place = ("2025", unit)
    figures = FIGURES.of(place)
    scene = Scene(WORLD, unit, ENTRIES.roster(place), date(2025, 1, 1), date(2025, 12, 31))
    page = next(s for s in made_by(evidence, WORLD) if s.address == f"coverage/2025/{unit or 'records'}/").context
    numbering = number(ENTRIES, ROSTERS, place, figures)
    assert targets(scene, numbering, figures.targets) == page["targets"]
    assert page_trend(scene, numbering, figures) == page["trend"]
    assert groups(scene, numbering, figures) == page["groups"]
    assert number(ENTRIES, ROSTERS, place, figures) == numbering


def test_a_page_numbers_its_occurrences_from_1_the_held_first_and_every_figure_s_records_are_named() -> None:
    place = ("2025", HE)
    numbering = number(ENTRIES, ROSTERS, place, FIGURES.of(place))
    assert list(numbering.shown.numbers.values()) == list(range(1, len(numbering.shown.rows) + 1))
    assert [e.held for e in numbering.shown.rows] == sorted((e.held for e in numbering.shown.rows), reverse=True)
    counted = FIGURES.of(place).whole["events_held"].cell.records
    assert counted
    assert sum(c["count"] for c in numbering.cited[counted]) == len(counted)


def test_a_page_of_all_time_lists_nothing_that_the_years_list_and_names_their_pages() -> None:
    place, years = ("all", HE), ["2024", "2025", "2026"]
    figures = FIGURES.of(place, years)
    numbering = number(ENTRIES, ROSTERS, place, figures, frozenset(years))
    assert not numbering.shown.rows
    there = numbering.cited[figures.whole["events_held"].cell.records]
    assert {c["href"] for c in there} <= {f"coverage/{year}/{HE}/" for year in years}
    assert [line.period.id for line in figures.years] == years


def test_only_records_that_have_a_number_are_named() -> None:
    numbers = roster_of(ENTRIES.roster(("2025", REGION)).rows[:3]).numbers
    first, second, third = numbers
    assert cite(numbers, [third, first, "none"]) == [
        {"href": "", "name": "", "refs": "1 3", "words": "1、3", "count": 2}
    ]
    assert cite(numbers, ["none"]) == []
    assert cite(numbers, [second], "coverage/2025/records/", "2025年")[0]["name"] == "2025年"


def test_the_region_s_figures_alone_are_those_of_all_that_are_the_region_s() -> None:
    alone = figures_of(WORLD, region=True)
    for found, whole in (
        (alone.general, FIGURES.general),
        (alone.targets, FIGURES.targets),
        (alone.items, FIGURES.items),
    ):
        assert found == {place: lines for place, lines in whole.items() if place[1] == REGION}
    assert alone.general
