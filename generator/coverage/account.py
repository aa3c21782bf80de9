"""The whole account: which questions are asked, and their answers side by side.

Invariant: everything comes from the open data's tables, so whoever has the published files can make the same account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from generator.coverage.engine import REPORTED, Figures, Grouping, compute
from generator.coverage.matrix import Account, Question, ZeroReports
from generator.coverage.periods import periods
from generator.coverage.units import Units, units_of
from generator.coverage.values import ALL_TIME, Cell, Coverage, Matrix, Period, Totals, UnitFigures
from generator.indicators import indicator_catalogue
from generator.model import Every, Per
from generator.opendata.tables import Tables

_TOTALS = ("events_held", "townships_reached", "villages_reached", "participants")
_UNITS: tuple[Per, ...] = ("township", "village", "site")
_EVERY: tuple[Every, ...] = ("year", "campaign")


def _years(tables: Tables) -> tuple[int, ...]:
    """From the first year of any event or campaign to the year of the account, at least the latter."""
    days = [str(day) for _, day in tables.events.select(("id", "first_day"))]
    days += [str(day) for _, day in tables.campaigns.select(("id", "start"))]
    now = tables.as_of.year
    return tuple(range(min([now, *(int(day[:4]) for day in days)]), now + 1))


def _target_questions(tables: Tables) -> Iterator[Question]:
    """The targets whose indicator is known and means something for their level (the checker reports the others)."""
    catalogue = indicator_catalogue()
    for target in tables.targets.rows:
        row = dict(zip(tables.targets.columns, target, strict=True))
        indicator = catalogue.get(str(row["indicator"]))
        per: Per = row["per"]  # type: ignore[assignment]
        every: Every = row["every"]  # type: ignore[assignment]
        if indicator and per in indicator.per:
            least = row["at_least"]
            yield Question(
                str(row["id"]), str(row["campaign"]), indicator, per, every,
                least if isinstance(least, int | float) else None, str(row["basis"]),
            )  # fmt: skip


def _wanted(questions: Iterable[Question]) -> dict[str, set[Grouping]]:
    """What to ask the SQL for: the region's totals, every unit's figures, and what the questions need."""
    totals: set[Grouping] = {("", "region", every) for every in _EVERY}
    by_unit: set[Grouping] = {("", per, "campaign") for per in _UNITS}
    wanted: dict[str, set[Grouping]] = {name: set(totals) for name in _TOTALS}
    wanted["events_held"] |= by_unit | {("", per, "year") for per in _UNITS}
    wanted["participants"] |= by_unit
    wanted["villages_reached"].add(("", "township", "campaign"))
    reported = set(totals)
    for question in questions:
        wanted.setdefault(question.indicator.id, set()).add(question.grouping)
        reported.add(question.grouping)
    return {**wanted, REPORTED: reported}


def _zero_reports(tables: Tables) -> ZeroReports:
    rows = [(str(c), str(t), int(y or 0)) for c, t, y in tables.zero_reports.select(("campaign", "township", "year"))]
    return frozenset([*rows, *(("", township, year) for _, township, year in rows)])


def _unit_figures(figures: Figures, units: Units, per: Per, whole: Period, year: int) -> dict[str, UnitFigures]:
    by_year: dict[str, list[tuple[int, int]]] = {}
    for (code, period), (value, _) in figures.values.get(("events_held", ("", per, "year")), {}).items():
        by_year.setdefault(code, []).append((int(period), value or 0))
    grouping: Grouping = ("", per, "campaign")
    held = figures.values.get(("events_held", grouping), {})
    people = figures.values.get(("participants", grouping), {})
    villages = figures.values.get(("villages_reached", grouping), {})
    found = {}
    for unit in units.levels[per]:
        total, records = held.get((unit.id, ALL_TIME), (0, ()))
        years = tuple(sorted(by_year.get(unit.id, ())))
        found[unit.id] = UnitFigures(
            unit=unit.id,
            held=total or 0,
            this_year=dict(years).get(year, 0),
            by_year=years,
            records=records,
            participants=people.get((unit.id, ALL_TIME), (None, ()))[0],
            villages_reached=villages.get((unit.id, ALL_TIME), (0, ()))[0] or 0,
            villages=(units.number_of("villages", unit, per, whole) or 0) if per == "township" else 0,
        )
    return found


def _totals(year: int | None, cells: dict[str, Cell]) -> Totals:
    held, townships, villages, people = (cells[name] for name in _TOTALS)
    return Totals(year, held, townships, villages, people)


def coverage(tables: Tables) -> Coverage:
    """The account on the day of the tables. Same `tables.coverage_key()`: same account.

    The first call imports duckdb; nothing else in the package does.
    """
    years = _years(tables)
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    spans = {
        str(i): (date.fromisoformat(str(start)), date.fromisoformat(str(end)))
        for i, start, end in tables.campaigns.select(("id", "start", "end"))
    }
    catalogue = indicator_catalogue()
    general = Question("events_held.township.year", "", catalogue["events_held"], "township", "year")
    targets = tuple(_target_questions(tables))
    figures = compute(tables, _wanted((general, *targets)))
    account = Account(figures, units_of(tables), _zero_reports(tables))

    def over_all(every: Every, name: str) -> Matrix:
        question = Question(f"{name}.region.{every}", "", catalogue[name], "region", every)
        return account.matrix(question, periods(every, first, last, tables.as_of))

    def against(target: Question) -> Matrix:
        return account.matrix(target, periods(target.every, *spans[target.campaign], tables.as_of, target.campaign))

    yearly = {name: over_all("year", name) for name in _TOTALS}
    whole = {name: over_all("campaign", name) for name in _TOTALS}
    ever = whole["events_held"].periods[0]
    by_unit = {per: _unit_figures(figures, account.units, per, ever, years[-1]) for per in _UNITS}
    return Coverage(
        years=years,
        townships=account.matrix(general, periods("year", first, last, tables.as_of)),
        region=(*yearly.values(), *whole.values()),
        targets=tuple(against(target) for target in targets),
        by_year=tuple(
            _totals(year, {name: matrix.rows[0][place] for name, matrix in yearly.items()})
            for place, year in enumerate(years)
        ),
        total=_totals(None, {name: matrix.rows[0][0] for name, matrix in whole.items()}),
        by_township=by_unit["township"],
        by_village=by_unit["village"],
        by_site=by_unit["site"],
    )
