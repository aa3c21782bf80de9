"""Townships beside their like: ranks inside a peer group and nowhere else, from weights that the region has written.

Points of an indicator are 100 × the township's value ÷ the best in the group (for 少为好: 100 × (the least + 1) ÷ (its value
+ 1)); the score is their mean by weight. What a township did not report gives 0 points; an indicator that nobody in the group
has is left out for all, and named. A township that reported nothing at all is not ranked, nor is one that would stand alone.
Scores are compared exactly; equal ones share a place. A group for which no weights are written has no ranks at all: what is how
important is for the region to say, in public and beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from generator.figures.coverage.values import Cell, Coverage
from generator.figures.indicators import HELD, Indicator, indicator_catalogue
from generator.figures.opendata.tables import Tables

_ENOUGH = 2
"""Townships with a figure that it takes for a rank to mean something."""


class Part(NamedTuple):
    """One indicator's share of a score. `value` is None where there is no figure; `points` are 0..100."""

    indicator: str
    weight: float
    value: float | None
    best: float
    points: float


class Standing(NamedTuple):
    """A township's place in its group; `tied` where it shares the place."""

    unit: str
    place: int
    tied: bool
    score: float
    parts: tuple[Part, ...]


class Group(NamedTuple):
    """A peer group: the ranked, best first, and those that reported nothing.

    `alone` is the one township that reported where no other did: there is nobody to rank it with. `left_out` are the indicators
    that have a weight and of which nobody in the group has a figure.
    """

    name: str
    standings: tuple[Standing, ...]
    unranked: tuple[str, ...]
    alone: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def kind_of(code: str) -> str:
    """What sort of unit a township's code says that it is (GB/T 10114)."""
    return {"0": "街道", "1": "镇", "2": "乡", "3": "乡"}.get(code[6:7], "其他")


def peer_group(tables: Tables, code: str) -> str:
    """The group of a township: as written, or what its code says."""
    rows = {str(c): str(g) for c, g in tables.townships.select(("code", "group"))}
    return rows.get(code) or kind_of(code)


def groups_of(tables: Tables) -> dict[str, list[str]]:
    """Group → its counted townships, both in the order of the table."""
    found: dict[str, list[str]] = {}
    for code, group, counted in tables.townships.select(("code", "group", "counted")):
        if counted:
            found.setdefault(str(group) or kind_of(str(code)), []).append(str(code))
    return found


def weights_of(tables: Tables, group: str) -> dict[str, float]:
    """Indicator → weight for a group: its own, or those for every group, or none at all."""
    rows = [(str(g), str(i), float(w or 0)) for g, i, w in tables.weights.select(("group", "indicator", "weight"))]
    for wanted in (group, ""):
        own = {i: w for g, i, w in rows if g == wanted and w > 0 and i in indicator_catalogue()}
        if own:
            return own
    return {}


def league(account: Coverage, tables: Tables, year: int) -> tuple[Group, ...]:
    """The standings in one year of every peer group that weights are written for."""
    groups = groups_of(tables).items()
    return tuple(_group(account, tables, name, codes, str(year)) for name, codes in groups if weights_of(tables, name))


def unweighed(tables: Tables) -> tuple[str, ...]:
    """The peer groups without weights, which have no ranks."""
    return tuple(name for name in groups_of(tables) if not weights_of(tables, name))


def _cells(account: Coverage, indicator: str, codes: Iterable[str], period: str) -> dict[str, Cell]:
    """The cells of one indicator in a year; those of a stock as it is now."""
    for every in ("year", "campaign"):
        matrix = account.find(indicator, "township", every)
        if matrix is None:
            continue
        places = [place for place, p in enumerate(matrix.periods) if p.id == period or every == "campaign"]
        if places:
            rows = dict(zip(matrix.units, matrix.rows, strict=True))
            return {code: rows[code][places[0]] for code in codes if code in rows}
    return {}


def _exact(i: Indicator, cell: Cell | None) -> Fraction | None:
    if cell is None or cell.state != "figure" or cell.value is None:
        return None
    if i.unit == "%" and cell.part is not None and cell.whole:
        return 100 * Fraction(cell.part) / Fraction(cell.whole)
    return Fraction(cell.value)


def _points(value: Fraction | None, best: Fraction, *, less: bool) -> Fraction:
    if value is None:
        return Fraction(0)
    if less:
        return (
            Fraction(100) * (best + 1) / (value + 1)
        )  # one more than each, so that a best of 0 divides nothing by nothing
    return 100 * value / best if best else Fraction(0)


def _group(account: Coverage, tables: Tables, name: str, codes: list[str], period: str) -> Group:
    held = _cells(account, HELD, codes, period)
    there = [code for code in codes if code in held and held[code].state != "not_applicable"]
    told = [code for code in there if held[code].state == "figure"]
    silent = tuple(code for code in there if code not in told)
    if len(told) < _ENOUGH:
        return Group(name, (), silent, tuple(told))
    return _ranked(account, tables, name, told, period)._replace(unranked=silent)


def _ranked(account: Coverage, tables: Tables, name: str, ranked: list[str], period: str) -> Group:
    catalogue = indicator_catalogue()
    figures: dict[str, dict[str, Fraction | None]] = {}
    best: dict[str, Fraction] = {}
    weights = weights_of(tables, name)
    for indicator in weights:
        i = catalogue[indicator]
        cells = _cells(account, indicator, ranked, period)
        exact = {code: _exact(i, cells.get(code)) for code in ranked}
        known = [value for value in exact.values() if value is not None]
        if known:
            figures[indicator] = exact
            best[indicator] = min(known) if i.direction == "less" else max(known)
    scores: dict[str, Fraction] = {}
    parts: dict[str, tuple[Part, ...]] = {}
    total = sum((Fraction(weights[i]) for i in figures), Fraction(0))
    for code in ranked:
        found, score = [], Fraction(0)
        for indicator, exact in figures.items():
            value = exact[code]
            points = _points(value, best[indicator], less=catalogue[indicator].direction == "less")
            score += points * Fraction(weights[indicator])
            shown = None if value is None else float(value)
            found.append(Part(indicator, weights[indicator], shown, float(best[indicator]), float(points)))
        scores[code] = score / total if total else Fraction(0)
        parts[code] = tuple(found)
    order = sorted(ranked, key=lambda code: (-scores[code], code))
    values = list(scores.values())
    standings = tuple(
        Standing(code, 1 + sum(v > scores[code] for v in values), values.count(scores[code]) > 1,
                 float(scores[code]), parts[code])
        for code in order
    )  # fmt: skip
    return Group(name, standings, (), left_out=tuple(i for i in weights if i not in figures))
