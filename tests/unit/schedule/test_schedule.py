"""Events become occurrences in one order, whatever the order of the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from generator.model import DayOff, Repeat, Rule
from generator.schedule import occurrences
from tests.clients.makers import event, library


def test_an_event_without_repetition_is_one_occurrence_under_its_own_id() -> None:
    (only,) = occurrences(library([event("a", status="延期")]))
    assert (only.id, only.status, only.start, only.end) == (
        "a", "延期", datetime(2026, 4, 15, 9), datetime(2026, 4, 15, 11)
    )  # fmt: skip


def test_days_and_moments_sort_together_and_ids_break_ties() -> None:
    found = occurrences(
        library(
            [
                event("c", start=datetime(2026, 1, 1, 0), end=datetime(2026, 1, 1, 1)),
                event("b", start=date(2026, 1, 1), end=date(2026, 1, 1)),
                event("a", start=date(2026, 1, 2), end=date(2026, 1, 2)),
                event("d", start=datetime(2025, 12, 31, 23), end=datetime(2026, 1, 1, 1)),
            ]
        )
    )
    assert [o.id for o in found] == ["d", "b", "c", "a"]


def test_working_days_are_those_of_the_regions_own_arrangement() -> None:
    """A day off that only this region has is no working day of its events."""
    weekly = event("a", start=date(2026, 4, 15), end=date(2026, 4, 15), repeat=Repeat(Rule(kind="workdays", count=3)))
    plain = library([weekly])
    local = replace(plain, workdays=(DayOff(date(2026, 4, 16), "云溪节", off=True),))
    assert [o.first_day.day for o in occurrences(plain)] == [15, 16, 17]
    assert [o.first_day.day for o in occurrences(local)] == [15, 17, 20]
