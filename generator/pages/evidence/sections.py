"""The sections of a page of evidence: each figure with its sum in words and the numbers of the rows that it counts.

Invariant: what a section names is what the cell's records are, no more and no less; a record that has no number on the page is
named with the page that has it. All numbers come from the page's `Numbering`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator import addresses
from generator.figures.coverage import Breakdown
from generator.figures.indicators import breakdown_catalogue, grouped, indicator_catalogue
from generator.model import Library
from generator.pages.evidence.card import target_id, target_view
from generator.pages.evidence.details import Scene, busiest, names_rows, notes, places
from generator.pages.evidence.index import Line, PageFigures
from generator.pages.evidence.numbering import Cite, Numbering, cite
from generator.pages.evidence.trend import campaign_trend, part_of_time, trend
from generator.pages.evidence.view import figure_view, item_view
from generator.pages.evidence.words import behind
from generator.periods import ALL_TIME


def groups(scene: Scene, numbering: Numbering, figures: PageFigures) -> list[dict[str, Any]]:
    """Every section, in the groups of the account."""
    whole = figures.whole
    held = int(whole["events_held"].cell.value or 0) if "events_held" in whole else 0
    found = []
    for group, indicators in grouped():
        sections = [_section(scene, numbering, whole[i.id], held) for i in indicators if i.id in whole]
        told = _items(numbering, figures.items) if group.role == "beside_items" else []
        if sections or told:
            found.append({"name": group.name, "question": group.question, "sections": sections, "items": told})
    return found


def _section(scene: Scene, numbering: Numbering, line: Line, held: int) -> dict[str, Any]:
    matrix, _, cell = line
    indicator = indicator_catalogue()[matrix.indicator]
    silent = numbering.elsewhere and names_rows(indicator)
    words = [] if silent else notes(indicator, scene, cell)
    reached = places(indicator, scene, cell)
    if reached and numbering.elsewhere:
        reached["reached"] = [{**p, "refs": ""} for p in reached["reached"]]
    return {
        **figure_view(matrix, cell, href="", unit=True),
        "id": indicator.id,
        "name": indicator.name,
        "before": behind(indicator, cell, held),
        "after": "".join([*words, *busiest(indicator, scene, cell)]),
        "places": reached,
        "kind": indicator.records,
        "counted": _counted(numbering, indicator.records, cell.records),
    }


def _counted(numbering: Numbering, kind: str, records: tuple[str, ...]) -> list[Cite]:
    """Where a figure's records are numbered; what is no occurrence has its number on the page or nowhere."""
    return numbering.cited[records] if kind == "events" else cite(numbering.tables.get(kind, {}), records)


def _items(numbering: Numbering, items: Sequence[Breakdown]) -> list[dict[str, Any]]:
    """Audiences and laws, each item with its rows; on the page of all time without, for the years have them."""
    found = []
    for name, indicator in breakdown_catalogue().items():
        mine = sorted((b for b in items if b.indicator == name), key=lambda b: (-b.value, b.item))
        lines = [
            {
                **item_view(name, b.unit, b.period, b.item, b.value, "", b.campaign),
                "counted": numbering.cited[b.records],
            }
            for b in mine
        ]
        found.append({"id": name, "name": indicator.name, "about": indicator.about, "lines": lines})
    return found


def targets(scene: Scene, numbering: Numbering, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The targets of the unit, then those of its villages (on the region's page of its cultural sites) by target."""
    found: list[dict[str, Any]] = []
    inside: dict[str, dict[str, Any]] = {}
    for line in lines:
        matrix, period, cell = line
        if cell.state == "not_applicable":
            continue
        several = matrix.per in ("village", "site")
        kind = indicator_catalogue()[matrix.indicator].records
        view = {
            **target_view(scene.world, line, target_id(matrix, period, cell.unit if several else "")),
            "counted": _target_counted(numbering, kind, cell.records),
            "kind": kind,
        }
        if not several:
            found.append({**view, "units": []})
            continue
        head = inside.setdefault(target_id(matrix, period), {**view, "id": target_id(matrix, period), "units": []})
        head["units"].append({**view, **_named(scene.world.library, matrix.per, cell.unit)})
    return [*found, *inside.values()]


def _target_counted(numbering: Numbering, kind: str, records: tuple[str, ...]) -> list[Cite]:
    """As for other figures; what is in no table of this page (a roster's unit) stands on the page of all time."""
    there = kind == "events" or all(i in numbering.tables.get(kind, {}) for i in records)
    return _counted(numbering, kind, records) if there else []


def _named(library: Library, per: str, unit: str) -> dict[str, str]:
    if per == "site":
        return {"of": library.site_by_id[unit].name, "to": addresses.site(unit)}
    village = library.village_by_id[unit]
    return {"of": village.name, "to": addresses.village(village)}


def page_trend(scene: Scene, numbering: Numbering, figures: PageFigures) -> dict[str, Any] | None:
    """Occurrences by month of a year, of all time by year, of a campaign by month or, where it is long, by year."""
    key = numbering.place[0]
    if key.startswith("campaigns/"):
        return campaign_trend(scene, key.partition("/")[2])
    if key == ALL_TIME:
        return trend([part_of_time(line, numbering) for line in figures.years], "每年已办的场次")
    months = [line for line in figures.general if line.matrix.every == "month"]
    return trend([part_of_time(line, numbering) for line in months], "每月已办的场次")
