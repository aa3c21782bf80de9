"""The whole account: which questions are asked, and their answers side by side.

Invariant: everything comes from the open data's tables, so whoever has the published files can make the same account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.figures.coverage.answers import REPORTED, Figures, Grouping, Wanted, compute
from generator.figures.coverage.matrix import Account, Question
from generator.figures.coverage.units import Days, Units, days_so_far, units_of
from generator.figures.coverage.values import Breakdown, Coverage, Matrix, Totals, UnitFigures, matrix_id
from generator.figures.coverage.zero import ZeroReports, zero_reports
from generator.figures.indicators import HELD, Indicator, breakdown_catalogue, indicator_catalogue, shown_at
from generator.figures.opendata.tables import Tables
from generator.model import Every, Per
from generator.periods import ALL_TIME, periods

_UNITS: tuple[Per, ...] = ("township", "village", "site")
_SHOWN: tuple[Per, ...] = ("region", "township")
_CYCLES: tuple[Every, ...] = ("year", "campaign")
_PEOPLE, _VILLAGES = "participants", "villages_reached"
"""What `UnitFigures` tells of a unit beside how many were held there."""
_PLACE_RECORDS = ("villages", "sites", "inspections")

Spans = Mapping[str, Days]


def _years(tables: Tables) -> tuple[int, ...]:
    """The years of the account, those of the table of periods."""
    rows = tables.periods.select(("scope", "every", "period"))
    return tuple(int(str(period)) for scope, every, period in rows if not scope and every == "year")


def _target_questions(tables: Tables) -> Iterator[Question]:
    """The targets whose indicator is known and means something for their level (the checker reports the others)."""
    catalogue = indicator_catalogue()
    for target in tables.targets.rows:
        row = dict(zip(tables.targets.columns, target, strict=True))
        indicator = catalogue.get(str(row["indicator"]))
        per: Per = row["per"]  # type: ignore[assignment]
        every: Every = row["every"]  # type: ignore[assignment]
        if indicator and per in indicator.per and every in indicator.every:
            least = row["at_least"]
            yield Question(
                str(row["id"]), str(row["campaign"]), indicator, per, every,
                least if isinstance(least, int | float) else None, str(row["basis"]),
                frozenset(filter(None, str(row["townships"]).split(";"))), str(row["group"]),
            )  # fmt: skip


def in_campaigns(indicator: Indicator) -> bool:
    """Whether an indicator says something about a single campaign: what villages and sites are like does not."""
    return indicator.kind != "stock" and indicator.records not in _PLACE_RECORDS


def _general_questions(campaigns: Iterable[str]) -> Iterator[Question]:
    """Every indicator for the region and its townships: by year, for all time and for each campaign; the trend by month."""

    def question(i: Indicator, per: Per, every: Every, campaign: str = "") -> Question:
        return Question(matrix_id(i.id, per, every, campaign), campaign, i, per, every)

    campaigns = tuple(campaigns)
    first = {i.id for i, _, _ in shown_at("headline")}
    for i in indicator_catalogue().values():
        for per in _SHOWN:
            if per not in i.per:
                continue
            shown_elsewhere: tuple[Every, ...] = ("year",) if per == "township" and i.id == HELD else ()
            if per == "region" and i.id in first:
                shown_elsewhere = _CYCLES
            for every in _CYCLES:
                if every in i.every and every not in shown_elsewhere:
                    yield question(i, per, every)
            if i.id == HELD:
                yield question(i, per, "month")
            if "campaign" in i.every and in_campaigns(i):
                for campaign in campaigns:
                    yield question(i, per, "campaign", campaign)


def _wanted(questions: Iterable[Question], campaigns: Iterable[str]) -> dict[str, set[Grouping]]:
    """What to ask the SQL for: the region's totals, every unit's figures, and what the questions need."""
    totals: set[Grouping] = {("", "region", every) for every in _CYCLES}
    by_unit: set[Grouping] = {("", per, "campaign") for per in _UNITS}
    wanted: dict[str, set[Grouping]] = {i.id: set(totals) for i, _, _ in shown_at("headline")}
    wanted.setdefault(HELD, set()).update(by_unit | {("", per, "year") for per in _UNITS})
    wanted.setdefault(_PEOPLE, set()).update(by_unit)
    wanted.setdefault(_VILLAGES, set()).add(("", "township", "campaign"))
    reported = set(totals)
    for question in questions:
        wanted.setdefault(question.indicator.id, set()).add(question.grouping)
        reported.add(question.grouping)
    for name in breakdown_catalogue():
        wanted[name] = {("", per, every) for per in _SHOWN for every in _CYCLES}
        wanted[name] |= {(campaign, per, "campaign") for campaign in campaigns for per in _SHOWN}
    return {**wanted, REPORTED: reported}


def _zero_reports(tables: Tables, spans: Spans) -> ZeroReports:
    told = [(str(c), str(t), int(y or 0)) for c, t, y in tables.zero_reports.select(("campaign", "township", "year"))]
    return zero_reports(told, [(c, *days) for c, days in spans.items() if c])


def _unit_figures(figures: Figures, units: Units, per: Per, whole: Days, year: int) -> dict[str, UnitFigures]:
    by_year: dict[str, list[tuple[int, int]]] = {}
    for (code, period), answer in figures.values.get((HELD, ("", per, "year")), {}).items():
        by_year.setdefault(code, []).append((int(period), int(answer.value or 0)))
    grouping: Grouping = ("", per, "campaign")
    held = figures.values.get((HELD, grouping), {})
    people = figures.values.get((_PEOPLE, grouping), {})
    villages = figures.values.get((_VILLAGES, grouping), {})
    found = {}
    for unit in units.levels[per]:
        key = (unit.id, ALL_TIME)
        total = held.get(key)
        came = people[key].value if key in people else None
        years = tuple(sorted(by_year.get(unit.id, ())))
        found[unit.id] = UnitFigures(
            unit=unit.id,
            held=int(total.value or 0) if total else 0,
            this_year=dict(years).get(year, 0),
            by_year=years,
            records=total.records if total else (),
            participants=None if came is None else int(came),
            villages_reached=int(villages[key].value or 0) if key in villages else 0,
            villages=(units.number_of("villages", unit, per, whole) or 0) if per == "township" else 0,
        )
    return found


def _breakdowns(figures: Figures) -> Iterator[Breakdown]:
    for (name, (scope, per, every)), items in sorted(figures.items.items()):
        for (unit, period, item), (value, records) in sorted(items.items()):
            yield Breakdown(name, scope, per, unit, every, period, item, value, records)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the account answers: its years, the days of each campaign and of all together (""), the questions."""

    years: tuple[int, ...]
    spans: Spans
    townships: Question
    targets: tuple[Question, ...]
    general: tuple[Question, ...]


def _asked(tables: Tables) -> _Asked:
    years = _years(tables)
    spans = {"": (date(years[0], 1, 1), date(years[-1], 12, 31))}
    spans |= {
        str(i): (date.fromisoformat(str(start)), date.fromisoformat(str(end)))
        for i, start, end in tables.campaigns.select(("id", "start", "end"))
    }
    townships = Question(matrix_id(HELD, "township", "year"), "", indicator_catalogue()[HELD], "township", "year")
    return _Asked(
        years, spans, townships, tuple(_target_questions(tables)), tuple(_general_questions(i for i in spans if i))
    )


def wanted_of(tables: Tables) -> Wanted:
    """What `compute` is to be asked for, so that it can be asked elsewhere and the answers given to `coverage`."""
    asked = _asked(tables)
    return _wanted((asked.townships, *asked.general, *asked.targets), [i for i in asked.spans if i])


def coverage(tables: Tables, figures: Figures | None = None) -> Coverage:
    """The account on the day of the tables. Same `tables.coverage_key()`: same account.

    `figures` are the answers to `wanted_of`, where they are there already; else the first call imports duckdb, which nothing
    else in the package does.
    """
    asked = _asked(tables)
    years, spans, townships, targets, general = asked.years, asked.spans, asked.townships, asked.targets, asked.general
    catalogue = indicator_catalogue()
    figures = figures or compute(tables, wanted_of(tables))
    account = Account(figures, units_of(tables), _zero_reports(tables, spans), tables.as_of)

    def answer(q: Question) -> Matrix:
        return account.matrix(q, periods(q.every, *spans[q.campaign], tables.as_of, q.campaign))

    def over_all(every: Every, name: str) -> Matrix:
        return answer(Question(matrix_id(name, "region", every), "", catalogue[name], "region", every))

    first = [i.id for i, _, _ in shown_at("headline")]
    yearly = {name: over_all("year", name) for name in first}
    whole = {name: over_all("campaign", name) for name in first}
    ever = days_so_far(whole[HELD].periods[0], tables.as_of)
    by_unit = {per: _unit_figures(figures, account.units, per, ever, years[-1]) for per in _UNITS}
    return Coverage(
        years=years,
        townships=answer(townships),
        region=(*yearly.values(), *whole.values()),
        targets=tuple(answer(target) for target in targets),
        by_year=tuple(
            Totals(year, {name: matrix.rows[0][place] for name, matrix in yearly.items()})
            for place, year in enumerate(years)
        ),
        total=Totals(None, {name: matrix.rows[0][0] for name, matrix in whole.items()}),
        by_township=by_unit["township"],
        by_village=by_unit["village"],
        by_site=by_unit["site"],
        general=tuple(answer(q) for q in general),
        breakdowns=tuple(_breakdowns(figures)),
    )
