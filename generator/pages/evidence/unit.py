"""Figures on the pages of townships, villages and cultural sites, each with the way to its records.

A township's lead to its pages of evidence; what was held in a village or at a site is numbered on the page itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from generator import addresses
from generator.figures.coverage import Matrix, State
from generator.figures.coverage.findings import findings
from generator.figures.coverage.states import STATES
from generator.figures.indicators import grouped, indicator_catalogue, shown_at
from generator.model import Per, Validity
from generator.pages.evidence.card import Places, target_id
from generator.pages.evidence.details import longest_pause
from generator.pages.evidence.entries import Entry, ranges, words_of
from generator.pages.evidence.index import Figures, Line
from generator.pages.evidence.trend import trend
from generator.pages.evidence.view import figure_view, key_of
from generator.pages.figures import Account, targets_of_unit
from generator.pages.states import count_state
from generator.periods import ALL_TIME, Period
from generator.world import World

_TREND_YEARS = 2


@dataclass(frozen=True, slots=True)
class Units:
    """What the pages of townships share."""

    world: World
    figures: Figures
    places: Places
    entries: Mapping[str, Entry]
    """The occurrences that name a village or a cultural site."""


def township_figures(units: Units, code: str) -> dict[str, Any]:
    """Every indicator of a township by year, newest first, and for all time; the trend, the gaps and its neighbours."""
    world = units.world
    year = world.as_of.year
    keys = [*(f"{y:04d}" for y in reversed(world.years)), ALL_TIME]
    by_key = {key: _whole(units.figures.general.get((key, code), ())) for key in keys}
    counted = world.library.township_by_code[code].counted
    return {
        "columns": [
            {"name": "有记录以来" if key == ALL_TIME else f"{int(key)}年", "href": addresses.evidence(key, code)}
            for key in keys
        ],
        "tiles": _tiles(by_key, f"{year:04d}") if counted else [],
        "groups": _groups(by_key) if counted else [],
        "trend": _trend(units, code) if counted else None,
        "place": units.places.get((code, year)),
        "findings": [
            {
                "words": f.words,
                "action": f.action,
                "href": addresses.evidence(
                    ALL_TIME if indicator_catalogue()[f.indicator].every == ("campaign",) else str(year), code, f.indicator
                ),
            }
            for f in (findings(world.coverage, world.tables, year, code) if counted else ())
        ],
        "card": addresses.evidence(str(year), code),
    }  # fmt: skip


def _whole(lines: Iterable[Line]) -> dict[str, Line]:
    """The figures of a whole year or of all time by indicator."""
    return {line.matrix.indicator: line for line in lines if line.matrix.every != "month"}


def _tiles(by_key: Mapping[str, Mapping[str, Line]], year: str) -> list[dict[str, Any]]:
    """The figures at the top of a township's page: what this year brought, and all time."""
    found = []
    for indicator, place, label in shown_at("township_year", "township_ever"):
        this_year = place == "township_year"
        line = by_key[year if this_year else ALL_TIME].get(indicator.id)
        if line is not None:
            name = f"{int(year)}年{label}" if this_year else label
            found.append({**figure_view(line.matrix, line.cell, unit=True), "name": name})
    return found


def _groups(by_key: Mapping[str, Mapping[str, Line]]) -> list[dict[str, Any]]:
    found = []
    for group, indicators in grouped():
        rows = []
        for i in indicators:
            lines = [found_there.get(i.id) for found_there in by_key.values()]
            if any(lines):
                cells = [figure_view(line.matrix, line.cell) if line else None for line in lines]
                rows.append({"id": i.id, "name": i.name, "unit": i.unit, "cells": cells})
        if rows:
            found.append({"name": group.name, "question": group.question, "rows": rows})
    return found


def _trend(units: Units, code: str) -> dict[str, Any] | None:
    """The months of this year and the year before; each leads to its rows."""
    year = units.world.as_of.year
    items = []
    for y in range(year - _TREND_YEARS + 1, year + 1):
        for matrix, period, cell in units.figures.general.get((f"{y:04d}", code), ()):
            if matrix.every == "month" and period.first <= units.world.as_of:
                month = period.first.month
                short = f"{y % 100}/1" if month == 1 else str(month) if month % 2 else ""
                view = figure_view(matrix, cell)
                items.append({**view, "name": f"{y}年{month}月", "short": short, "counted": [], "id": ""})
    return trend(items, "每月已办的场次")


def unit_targets(world: World, per: Per, account: Account, unit: str, home: str) -> list[dict[str, Any]]:
    """The targets of a unit, each period's figure leading to its records on the pages of `home` ("" for the region's)."""
    matrices: dict[str, Matrix] = {m.id: m for m in account.per(per)}
    figures = {"township": world.coverage.by_township, "village": world.coverage.by_village}.get(
        per, world.coverage.by_site
    )
    ids = frozenset(figures[unit].records) if unit in figures else frozenset()

    def held(campaign: str, period: Period) -> bool:
        return bool(ids) and any(
            o.id in ids and o.event.campaign == campaign and period.first <= o.first_day <= period.last
            for o in world.occurrences
        )

    found = targets_of_unit(world.library, matrices.values(), account, unit, held)
    for target in found:
        matrix = matrices[target["id"]]
        pairs = zip(matrix.periods, account.cells[matrix.id][unit], strict=True)
        views = []
        for period, cell in pairs:
            key = key_of(matrix.every, period.id, matrix.campaign)
            anchor = target_id(matrix, period, unit if per in ("village", "site") else "")
            there = cell.state != "not_applicable"
            href = addresses.evidence(key, home, anchor) if there else ""
            views.append({**figure_view(matrix, cell, href=href), "campaign": matrix.campaign})
        for shown, view in zip(target["cells"], reversed(views), strict=False):
            shown["figure"], shown["href"] = view, view["href"]
    return found


def own_rows(units: Units, ids: Iterable[str], validity: Validity) -> list[Entry]:
    """The occurrences of a village or a site while it exists: the held first, each half in the order of time."""
    entries = [e for i in ids if validity.covers((e := units.entries[i]).first, e.first)]
    return sorted(entries, key=lambda e: (not e.held, e.first, e.id))


def own_figures(
    units: Units, unit: str, rows: Sequence[Entry], opened: Validity, zero: frozenset[int], *, counted: bool = True
) -> dict[str, Any]:
    """What was held in a village or at a site: in all, by year, residents reached, the last one. Numbers are those of `rows`.

    `zero` are the years for which the township sent a zero report. What was held in a unit that is not counted is shown too;
    where nothing was, it is not applicable.
    """
    world = units.world
    held = [(n, e) for n, e in enumerate(rows, 1) if e.held]
    filled = [(n, e) for n, e in held if e.residents is not None]
    came = sum(e.residents or 0 for _, e in filled)
    years = []
    for year in reversed(world.years):
        there = [n for n, e in held if e.first.year == year]
        told = any(e.closed and e.first.year == year for e in rows) or year in zero
        applies = (counted or bool(there)) and opened.covers(date(year, 1, 1), date(year, 12, 31))
        ended = year < world.as_of.year or _gone(opened, world.as_of)
        state = count_state(applies=applies, held=bool(there), ended=ended, told=told)
        years.append(own_view("events_held", unit, f"{year:04d}", state, len(there), there) | {"name": f"{year}年"})
    ever = _ever(counted=counted, held=bool(held))
    last = max((e.last for _, e in held), default=None)
    return {
        "held": own_view("events_held", unit, ALL_TIME, ever, len(held), [n for n, _ in held]),
        "participants": own_view(
            "participants", unit, ALL_TIME, ever if filled or not held else "not_due", came, [n for n, _ in filled]
        ),
        "years": years,
        "last": last.isoformat() if last else "",
        "quiet": max((world.as_of - last).days, 0) if last else None,
        "rows": {"held": [e.view for _, e in held], "others": [e.view for e in rows if not e.held]},
    }


def own_quarters(
    units: Units, unit: str, rows: Sequence[Entry], opened: Validity, zero: frozenset[int], *, counted: bool = True
) -> list[dict[str, Any]]:
    """Years of four quarters each, newest first: how many were held in each, from the year of opening on.

    `zero` and `counted` are those of `own_figures`.
    """
    world = units.world
    found = []
    for year in reversed(world.years):
        if opened.start is not None and opened.start.year > year:
            continue
        cells = []
        for quarter in range(1, 5):
            first = date(year, 3 * quarter - 2, 1)
            last = date(year + quarter // 4, 3 * quarter % 12 + 1, 1) - timedelta(days=1)
            there = [(n, e) for n, e in enumerate(rows, 1) if first <= e.first <= last]
            held = [n for n, e in there if e.held]
            applies = (counted or bool(held)) and opened.covers(first, last)
            told = any(e.closed for _, e in there) or year in zero
            ended = last < world.as_of or _gone(opened, world.as_of)
            state = count_state(applies=applies, held=bool(held), ended=ended, told=told)
            cells.append(own_view("events_held", unit, f"{year:04d}Q{quarter}", state, len(held), held))
        found.append({"year": year, "cells": cells})
    return found


def own_pause(
    units: Units, unit: str, rows: Sequence[Entry], opened: Validity, *, counted: bool = True
) -> dict[str, Any]:
    """The longest silence since the opening (or since the account begins), with the days from which to which it lasted."""
    world = units.world
    begun = date(world.years[0], 1, 1)
    since = max(begun, opened.start or begun)
    held = [(n, e) for n, e in enumerate(rows, 1) if e.held]
    days, first, last = longest_pause((e for _, e in held), since, world.as_of)
    state = _ever(counted=counted, held=bool(held))
    view = own_view("longest_silence", unit, ALL_TIME, state, days, [n for n, _ in held])
    return {**view, "first": first.isoformat(), "last": last.isoformat(), "since": since.isoformat()}


def own_view(
    indicator: str, unit: str, period: str, state: State, value: float, numbers: Sequence[int]
) -> dict[str, Any]:
    """A figure whose rows are numbered on the same page."""
    refs = ranges(numbers)
    figure = state == "figure"
    return {
        "indicator": indicator,
        "unit": unit,
        "period": period,
        "campaign": "",
        "state": state,
        "value": value if figure else "",
        "text": f"{value}{indicator_catalogue()[indicator].unit}" if figure else STATES[state].word,
        "href": "",
        "refs": refs,
        "words": words_of(refs),
    }


def _ever(*, counted: bool, held: bool) -> State:
    """The state of a unit's count over all time, a period that never ends."""
    return count_state(applies=counted or held, held=held, ended=False, told=False)


def _gone(validity: Validity, as_of: date) -> bool:
    """Whether a unit has ended: it has no time left."""
    return validity.end is not None and validity.end < as_of
