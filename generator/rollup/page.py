"""The one page of a rollup: silent counties first, the whole and the counties by indicator, inequality, targets, definitions.

A context of plain values for `site_templates/pages/rollup.html`. Every figure of a county leads to the records on the
county's own site, every figure above to the counties that it is made of, every head to its definition card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import addresses
from generator.figures.coverage.shown import count, shown
from generator.figures.coverage.states import STATES
from generator.figures.coverage.values import Cell, Matrix
from generator.figures.indicators import DIRECTION_NAMES, KIND_NAMES, Indicator, find_indicator, grouped, shown_at
from generator.render.templates import Renderer
from generator.rollup.account import Rollup
from generator.rollup.finding import Finding
from generator.rollup.members import Expected
from generator.rollup.states import STATE_NAMES, Member

WIDE = 8
"""Indicators side by side in one table: what an A4 sheet across holds."""
MANY = 200
"""From so many counties on only the latest whole year is shown county by county; coverage.csv has them all."""
_KINDS = {word: name for name, word in KIND_NAMES.items()}
_DIRECTIONS = {word: name for name, word in DIRECTION_NAMES.items()}


def page(
    name: str,
    expected: Expected,
    rollup: Rollup,
    members: Sequence[Member],
    findings: Sequence[Finding],
    names: Mapping[str, str],
) -> bytes:
    """The page as bytes; one file, nothing asked from anywhere."""
    context = _context(name, expected, rollup, members, findings, names)
    return Renderer(Path(), None, {}).render("rollup.html", context).encode("utf-8", "replace")


def styles() -> bytes:
    """`rollup.css`, a file beside the page, so that it may stand on a site that forbids styles in pages."""
    return Renderer(Path(), None, {}).render("rollup.css", {}).encode()


def _context(
    name: str,
    expected: Expected,
    rollup: Rollup,
    members: Sequence[Member],
    findings: Sequence[Finding],
    names: Mapping[str, str],
) -> dict[str, Any]:
    years = _years_shown(rollup, len(members))
    silent = [m for m in members if m.silent]
    return {
        "name": name,
        "code": expected.code,
        "as_of": rollup.plan.as_of.isoformat(),
        "expected": len([m for m in members if m.state != "covered"]),
        "published": sum(m.state == "published" for m in members),
        "silent": [
            {"code": m.code, "name": m.name, "why": STATE_NAMES[m.state], "findings": [f.message for f in m.findings]}
            for m in silent
        ],
        "whole": _whole(expected, rollup, years),
        "years": [{"id": y, "tables": list(_tables(rollup, y, members, names))} for y in years],
        "stocks": list(_tables(rollup, "", members, names)),
        "all_years": [str(y) for y in rollup.plan.years],
        "between": [_card(i) for group, indicators in grouped() if group.role == "between" for i in indicators],
        "targets": [_target(rollup, m, names) for m in rollup.targets],
        "campaigns": [
            {"id": c.id, "title": c.title, "days": f"{c.start}至{c.end}", "cells": _campaign(expected, rollup, c.id)}
            for c in rollup.plan.campaigns
        ],
        "totals": [_card(i) for i, _, _ in shown_at("headline")],
        "members": [_member(m, names) for m in members],
        "findings": [
            {"code": f.code, "place": f.place, "message": f.message, "remedy": f.rule.remedy} for f in findings
        ],
        "definitions": [_definition(i) for i in _used(rollup)],
    }


def _years_shown(rollup: Rollup, number: int) -> list[str]:
    years = [str(year) for year in reversed(rollup.plan.years)]
    return years if number <= MANY else years[1:2] or years


def _indicators(ids: Sequence[str]) -> list[Indicator]:
    return [i for name in ids if (i := find_indicator(name))]


def _used(rollup: Rollup) -> list[Indicator]:
    return _indicators(list(dict.fromkeys(m.indicator for m in (*rollup.general, *rollup.targets))))


def _card(i: Indicator) -> dict[str, str]:
    return {"id": i.id, "name": i.name, "unit": i.unit}


def _between(i: Indicator) -> bool:
    """Whether an indicator compares townships: told apart from the others, and of no single county."""
    return i.group.role == "between"


def _cell(i: Indicator, cell: Cell, link: str = "") -> dict[str, str]:
    return {"text": shown(i, cell), "kind": STATES[cell.state].style, "link": link if cell.state == "figure" else ""}


def _regional(rollup: Rollup, every: str, campaign: str = "") -> Iterator[tuple[Indicator, Matrix]]:
    for m in rollup.general:
        indicator = find_indicator(m.indicator)
        if indicator and m.per == "region" and m.every == every and m.campaign == campaign:
            yield indicator, m


def _whole(expected: Expected, rollup: Rollup, years: Sequence[str]) -> list[dict[str, Any]]:
    """The whole: every indicator by year, and the inequality of the townships apart."""
    rows = []
    for i, m in _regional(rollup, "year"):
        place = m.units.index(expected.code)
        listed = set() if _between(i) else set(years)
        cells = [_cell(i, c, f"#y{c.period}-{i.id}" if c.period in listed else "") for c in m.rows[place]]
        rows.append({**_card(i), "between": _between(i), "cells": cells})
    return rows


def _tables(rollup: Rollup, year: str, members: Sequence[Member], names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Units × indicators in one year, or the stocks where `year` is "": at most `WIDE` indicators in a table."""
    chosen = [
        (i, m) for i, m in _regional(rollup, "year" if year else "campaign") if year or "year" not in i.every
    ]  # fmt: skip
    sites = {m.code: m.county.url for m in members if m.county and m.state == "published"}
    key = year or "all"
    for start in range(0, len(chosen), WIDE):
        part = chosen[start : start + WIDE]
        units = part[0][1].units
        rows = []
        for place, unit in enumerate(units):
            site = sites.get(unit, "")
            cells = []
            for i, m in part:
                cell = m.rows[place][m.periods.index(next(p for p in m.periods if p.id == key))]
                cells.append(_cell(i, cell, site + addresses.evidence(key, "", i.id) if site else ""))
            rows.append(
                {
                    "code": unit,
                    "name": names[f"region {unit}"],
                    "above": unit not in sites and len(unit) < 6,
                    "cells": cells,
                }
            )
        yield {"heads": [{**_card(i), "anchor": f"y{key}-{i.id}"} for i, _ in part], "rows": rows}


def _campaign(expected: Expected, rollup: Rollup, campaign: str) -> list[dict[str, str]]:
    found = {i.id: (i, m) for i, m in _regional(rollup, "campaign", campaign)}
    cells = []
    for first, _, _ in shown_at("headline"):
        i, m = found[first.id]
        cells.append(_cell(i, m.rows[m.units.index(expected.code)][0]))
    return cells


def _target(rollup: Rollup, m: Matrix, names: Mapping[str, str]) -> dict[str, Any]:
    """A target that all counties share: how many meet it in each period, and in which counties how many do not."""
    indicator = find_indicator(m.indicator)
    campaign = next(c.title for c in rollup.plan.campaigns if c.id == m.campaign)
    behind: dict[str, list[int]] = {}
    ended = [place for place, p in enumerate(m.periods) if p.ended]
    if ended:
        for unit, cells in zip(m.units, m.rows, strict=True):
            cell = cells[ended[-1]]
            if cell.state == "not_applicable":
                continue
            region = rollup.townships[unit][0] if m.per == "township" else unit
            told = behind.setdefault(region, [0, 0])
            told[0] += cell.met is True
            told[1] += 1
    return {
        "campaign": campaign,
        "name": indicator.name if indicator else m.indicator,
        "indicator": m.indicator,
        "level": "每个县区" if m.per == "region" else "每个乡镇",
        "at_least": count(m.at_least or 0),
        "unit": indicator.unit if indicator else "",
        "basis": m.basis,
        "periods": [
            {"name": p.name, "met": t.met, "of": t.applicable, "silent": t.silent, "not_due": t.not_due}
            for p, t in zip(m.periods, m.tallies, strict=True)
        ],
        "last": m.periods[ended[-1]].name if ended else "",
        "behind": [
            {"name": names[f"region {region}"], "met": met, "of": of}
            for region, (met, of) in sorted(behind.items())
            if met < of
        ],
    }


def _member(m: Member, names: Mapping[str, str]) -> dict[str, Any]:
    n = m.numbers
    return {
        "code": m.code, "name": m.name, "state": STATE_NAMES[m.state] + (f"（{names.get(f'region {m.by}', m.by)}）" if m.by else ""),
        "silent": m.silent, "as_of": m.county.as_of.isoformat() if m.county else "", "url": m.county.url if m.county else "",
        "townships": count(n.townships), "villages": count(n.villages), "events": count(n.events),
        "days": f"{n.first}至{n.last}" if n.first else "", "lacking": list(m.county.folder.lacking) if m.county else [],
    }  # fmt: skip


def _definition(i: Indicator) -> dict[str, str]:
    return {
        **_card(i), "about": i.about, "formula": i.formula, "source": i.source, "states": i.states,
        "kind": _KINDS[i.kind], "direction": _DIRECTIONS[i.direction],
    }  # fmt: skip
