"""The account begun aside is the account: in one process or two, for any number of occurrences."""

from __future__ import annotations

from typing import Any

import pytest
from sites import kit

from generator.figures.coverage import ahead, coverage
from generator.figures.coverage.account import wanted_of
from generator.figures.coverage.answers import shared_out
from generator.figures.coverage.marks import unit_marks
from generator.figures.opendata import Tables, tables
from generator.pipeline import derive
from tests.unit.pages_places import county

pytestmark = pytest.mark.slow


def made() -> Tables:
    world = county()
    return tables(world.library, world.occurrences, world.as_of)


@pytest.mark.parametrize("many", [0, 10**9])
def test_it_is_the_account_that_would_be_made_here(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    found = made()
    monkeypatch.setattr(ahead, "MANY", many)
    with ahead.begun(found) as account:
        assert account() == coverage(found)


def test_the_parts_ask_everything_once() -> None:
    wanted = wanted_of(made())
    parts = shared_out(wanted, 2)
    assert {**parts[0], **parts[1]} == wanted
    assert not parts[0].keys() & parts[1].keys()
    assert abs(len(parts[0]) - len(parts[1])) <= 1


def test_the_marks_of_units_change_with_their_figures_alone() -> None:
    found = made()
    home = {str(v): str(t) for v, t in found.villages.select(("id", "township"))}
    before = unit_marks(coverage(found), home)
    columns = found.events.columns
    came, towns = columns.index("attendance"), dict(found.events_townships.rows)
    row = next(r for r in found.events.rows if r[came] and r[0] in towns and not r[columns.index("region_wide")])
    again = [(*r[:came], int(r[came]) + 1, *r[came + 1 :]) if r is row else r for r in found.events.rows]  # type: ignore[call-overload]
    after = unit_marks(coverage(replaced(found, again)), home)
    assert {unit for unit in before if before[unit] != after[unit]} == {"", str(towns[row[0]])}


def replaced(found: Tables, rows: list[Any]) -> Tables:
    from dataclasses import replace

    return replace(found, events=replace(found.events, rows=tuple(rows)))


def test_a_build_is_told_of_the_outcome_before_the_figures(good: Any) -> None:
    ready = kit.prepared(good)
    told: list[Any] = []
    world = derive(ready, told.append)  # type: ignore[arg-type]  # a project without a fault
    assert told == [world.outcome]
    assert world.figures_key == world.tables.coverage_key()
    assert world.coverage == coverage(world.tables)
    assert world.as_of == kit.AS_OF
