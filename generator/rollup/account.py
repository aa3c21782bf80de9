"""Figures become cells for every county and every level above: the rules of `coverage.values`, and one more.

A county that published nothing that can be used is 未报 in everything that has begun, rosters too: nobody has said that it has
no cultural site. So is a level above of which no county has published. They stay in every denominator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.figures.coverage.answers import Figures
from generator.figures.coverage.matrix import Account, Question
from generator.figures.coverage.units import Days, Unit, Units, days_so_far
from generator.figures.coverage.values import Breakdown, Cell, Matrix, Tally
from generator.figures.coverage.zero import ZeroReports
from generator.figures.indicators import Denominator
from generator.model import Per, Validity
from generator.rollup.plan import Plan
from generator.rollup.store import Store

Counts = Mapping[tuple[str, str, date, date], int]
"""(townships or villages, unit, first and last day) → how many are counted and exist on some of the days."""


@dataclass(frozen=True, slots=True)
class Areas(Units):
    """Units of which the first level is many: counties and all above them."""

    counts: Counts
    inside: Mapping[str, Sequence[Unit]]
    """The townships of every unit of which all counties have published."""

    def number_of(self, what: Denominator, within: Unit, per: Per, days: Days) -> int | None:
        """How many townships or villages of a unit count on some of the days; None where the indicator has no denominator."""
        del per  # every unit that is asked for is a county or above
        return self.counts.get((what, within.id, *days), 0) if what else None

    def townships_of(self, region: Unit) -> Sequence[Unit]:
        """Every township of a county or a level above; none where a county is silent."""
        return self.inside.get(region.id, ())


@dataclass(frozen=True, slots=True)
class Rollup:
    """The whole answer: `general` and `targets` as matrices, breakdowns, and the region of each township."""

    plan: Plan
    general: tuple[Matrix, ...]
    targets: tuple[Matrix, ...]
    breakdowns: tuple[Breakdown, ...]
    townships: Mapping[str, tuple[str, str]]
    """Code → (region, name)."""

    def find(self, matrix: str) -> Matrix:
        """The general matrix with this id."""
        return next(m for m in self.general if m.id == matrix)


def account(store: Store, figures: Figures, plan: Plan, zero_reports: ZeroReports) -> Rollup:
    """All cells."""
    listed = store.rows("SELECT code, region, name, counted, valid_from, valid_to FROM townships ORDER BY code, region")
    townships = tuple(Unit(code, code, bool(counted), Validity(a, b)) for code, _, _, counted, a, b in listed)
    quiet = _all_silent(plan)
    quiet_townships = {row[0] for row in listed if row[1] in plan.silent}
    counts = _counts(store, {days_so_far(p, plan.as_of) for q in plan.general for p in plan.periods_of(q)})
    inside = _inside(plan, {row[0]: row[1] for row in listed}, townships)
    everyone = tuple(Unit(code, "") for code in plan.units())
    counties = tuple(Unit(code, "") for code in sorted({region for region, _ in plan.areas}))
    all_levels = Account(
        figures, Areas({"region": everyone, "township": townships}, {}, counts, inside), zero_reports, plan.as_of
    )
    below = Account(
        figures, Areas({"region": counties, "township": townships}, {}, counts, inside), zero_reports, plan.as_of
    )

    def answer(of: Account, q: Question) -> Matrix:
        matrix = of.matrix(q, plan.periods_of(q))
        return _silenced(matrix, quiet if q.per == "region" else quiet_townships, plan.as_of)

    return Rollup(
        plan,
        tuple(answer(all_levels, q) for q in plan.general),
        tuple(answer(below, q) for q in plan.targets),
        tuple(_breakdowns(figures)),
        {code: (region, name or code) for code, region, name, *_ in listed},
    )


def _all_silent(plan: Plan) -> set[str]:
    """The units of which every region is silent."""
    heard = {unit for region, unit in plan.areas if region not in plan.silent}
    return {unit for _, unit in plan.areas} - heard


def _inside(plan: Plan, home: Mapping[str, str], townships: Sequence[Unit]) -> Mapping[str, Sequence[Unit]]:
    """Unit → its townships, of units of which every county has published. `home`: township → county."""
    by_county: dict[str, list[Unit]] = {}
    for township in townships:
        by_county.setdefault(home[township.id], []).append(township)
    unheard = {unit for county, unit in plan.areas if county in plan.silent}
    found: dict[str, list[Unit]] = {}
    for county, unit in plan.areas:
        if unit not in unheard:
            found.setdefault(unit, []).extend(by_county.get(county, ()))
    return found


def _counts(store: Store, spans: set[Days]) -> Counts:
    store.put(
        "spans", {"first_day": "DATE", "last_day": "DATE"}, [(a.isoformat(), b.isoformat()) for a, b in sorted(spans)]
    )
    found = store.rows(
        "SELECT CASE per WHEN 'township' THEN 'townships' ELSE 'villages' END, areas.unit, first_day, last_day, CAST(sum(n) AS BIGINT) FROM ("
        "  SELECT u.per, u.region, s.first_day, s.last_day, count(*) AS n FROM units AS u CROSS JOIN spans AS s"
        "  WHERE u.counted AND u.per IN ('township', 'village') AND coalesce(u.valid_from, s.first_day) <= s.last_day"
        "    AND coalesce(u.valid_to, s.last_day) >= s.first_day GROUP BY ALL"
        ") AS home JOIN areas ON areas.region = home.region GROUP BY ALL"
    )
    return {(what, unit, first, last): n for what, unit, first, last, n in found}


def _silenced(m: Matrix, quiet: set[str], as_of: date) -> Matrix:
    """The matrix with the cells of the silent units as 未报 in every period that has begun."""
    if not quiet.intersection(m.units):
        return m
    begun = [p.first <= as_of for p in m.periods]
    rows = tuple(
        tuple(_silent(c, m, started) for c, started in zip(cells, begun, strict=True)) if unit in quiet else cells
        for unit, cells in zip(m.units, m.rows, strict=True)
    )
    tallies = tuple(_tally(p.id, [row[place] for row in rows]) for place, p in enumerate(m.periods))
    return replace(m, rows=rows, tallies=tallies)


def _silent(c: Cell, m: Matrix, begun: bool) -> Cell:
    if not begun or (m.per == "township" and c.state == "not_applicable"):
        return c
    least = c.least if c.least is not None else m.at_least
    met = None if least is None or c.running else False
    return Cell(c.unit, c.period, None, "silent", c.of, met, c.running, needed=least or 0, least=c.least)


def _tally(period: str, cells: list[Cell]) -> Tally:
    due = [c for c in cells if c.state != "not_applicable"]
    return Tally(
        period, len(due), sum(c.met is True for c in due), sum(bool(c.value) for c in due),
        sum(c.state == "silent" for c in due), sum(c.state == "not_due" for c in due),
    )  # fmt: skip


def _breakdowns(figures: Figures) -> Iterator[Breakdown]:
    for (name, (scope, per, every)), items in sorted(figures.items.items()):
        for (unit, period, item), (value, _) in sorted(items.items()):
            yield Breakdown(name, scope, per, unit, every, period, item, value, ())
