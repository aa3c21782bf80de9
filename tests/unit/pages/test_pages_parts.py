"""Parts of the world: their keys change with what their pages say, and with nothing else; their worlds have nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from generator import pages
from generator.base.diagnostics import Span
from generator.model import Change, Event, Repeat, Rule
from generator.pages.parts import Parts
from generator.world import World
from tests.unit.pages_places import AS_OF, EVENTS, HE, county, event, world

pytestmark = pytest.mark.slow


def parts_of(found: World) -> Parts:
    return Parts(found, pages.event_rows(found))


def keys(found: World) -> dict[str, bytes]:
    """Name → key of every group."""
    parts = parts_of(found)
    groups = (
        *pages.whole_groups(parts),
        *pages.month_groups(parts),
        *pages.township_groups(parts),
        *pages.event_groups(parts),
    )
    made = {group.name: group.key for group in groups}
    assert len(made) == len(groups)
    return made


@cache
def before() -> dict[str, bytes]:
    return keys(county())


def changed(found: World) -> set[str]:
    """The groups whose key is not as it was."""
    now = keys(found)
    return {name for name in now.keys() | before().keys() if now.get(name) != before().get(name)}


def test_every_address_is_known_before_a_page_is_made() -> None:
    for found in (county(), world(), world(event("far", "2019-03-04", HE))):
        assert sorted(pages.page_addresses(found)) == sorted(spec.address for spec in pages.all_pages(found))


def test_the_same_records_have_the_same_keys() -> None:
    assert keys(world(*reversed(EVENTS))) == before()


def test_another_title_concerns_its_township_its_time_and_its_group_and_no_figure() -> None:
    first = next(e for e in EVENTS if len(e.townships) == 1 and e.repeat is None)
    again = [replace(e, title="另一个名称") if e is first else e for e in EVENTS]
    found = changed(world(*again))
    towns = {name for name in found if name.startswith("township ")}
    assert towns == {f"township {first.townships[0]}"}
    assert {name for name in found if name.startswith("months ")} == {f"months {first.start.year}"}
    assert {name for name in found if name.startswith(("coverage", "evidence"))} == {
        f"coverage {first.start.year}", f"evidence {first.start.year}", f"evidence campaigns/{first.campaign}", "evidence all",
    }  # fmt: skip
    assert 0 < sum(name.startswith("events ") for name in found) < sum(name.startswith("events ") for name in before())


def lowered(found: Event) -> Event:
    """The same seven lines further down in its file."""

    def low(span: Span) -> Span:
        return replace(span, line=span.line + 7)

    repeat = found.repeat and replace(
        found.repeat,
        span=low(found.repeat.span),
        changes=tuple(replace(c, span=low(c.span)) for c in found.repeat.changes),
    )
    return replace(found, span=low(found.span), repeat=repeat)


def series(**more: Any) -> Event:
    """One that is held on three days, each of which has a title of its own."""
    days = [date(2026, 3, day) for day in (3, 10, 17)]
    changes = tuple(Change(day, title=f"第{number}讲", place="另一处") for number, day in enumerate(days, 1))
    repeat = Repeat(Rule(freq="WEEKLY", by_day=((0, 1),), until=days[-1]), changes=changes)
    return replace(event("kurs", "2026-03-03", HE), repeat=repeat, **more)


def test_the_line_in_its_file_concerns_nothing() -> None:
    assert not changed(world(*map(lowered, EVENTS)))
    assert keys(world(lowered(series()))) == keys(world(series()))


@pytest.mark.parametrize("field", ["title", "summary", "note", "place"])
def test_what_a_series_says_as_a_whole_concerns_its_page_though_every_day_says_otherwise(field: str) -> None:
    one, other = (keys(world(series(**{field: words}))) for words in ("一", "二"))
    assert {name for name in one if one[name] != other[name] and name.startswith("events ")}


def test_another_day_concerns_everything() -> None:
    later = replace(county(), as_of=date(AS_OF.year, AS_OF.month, AS_OF.day + 1))
    assert changed(later) == set(before())


@pytest.mark.parametrize("code", [t.code for t in county().library.region.townships])
def test_the_world_of_a_township_has_no_others_records_and_figures(code: str) -> None:
    whole = county()
    part = parts_of(whole).township(code).world
    sites = {s.id for s in whole.library.sites if s.township == code}
    checked = {i.item for i in whole.library.inspections}
    wanted = {
        o.id
        for o in whole.occurrences
        if code in o.event.townships or o.event.region_wide or o.event.site in sites or o.event.id in checked
    }
    assert {o.id for o in part.occurrences} == wanted
    assert {e.id for e in part.library.events} == {o.event.id for o in part.occurrences}
    assert set(part.coverage.by_township) == {code}
    villages = {v.id for v in whole.library.township_by_code[code].villages}
    assert {unit for m in part.coverage.matrices() for unit in m.units} <= {code, *villages}
    assert (part.years, part.outcome) == (whole.years, None)


def test_a_part_is_less_than_the_whole() -> None:
    whole = county()
    sizes = [len(parts_of(whole).township(t.code).world.occurrences) for t in whole.library.region.townships]
    assert min(sizes) < len(whole.occurrences)


@pytest.mark.parametrize("code", [t.code for t in county().library.region.townships])
def test_the_account_of_a_township_is_that_of_all_without_the_other_units(code: str) -> None:
    whole, home = county(), {v.id: t.code for t in county().library.region.townships for v in t.villages}
    account, found = whole.coverage, parts_of(whole).township(code).world.coverage
    assert [m.id for m in found.matrices()] == [m.id for m in account.matrices()]
    for cut, matrix in zip(found.matrices(), account.matrices(), strict=True):
        own = [u for u in matrix.units if matrix.per in ("township", "village") and home.get(u, u) == code]
        assert cut == replace(matrix, units=tuple(own), rows=tuple(map(matrix.row, own)), tallies=cut.tallies)
        assert [(t.period, t.applicable, t.met) for t in cut.tallies] == [(p.id, 0, 0) for p in matrix.periods]
    assert found.by_village == {u: f for u, f in account.by_village.items() if home.get(u) == code}
    assert list(found.breakdowns) == [b for b in account.breakdowns if home.get(b.unit, b.unit) == code]
