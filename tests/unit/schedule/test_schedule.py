"""Events become occurrences in one order, whatever the order of the files."""

from __future__ import annotations

from datetime import date, datetime

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
