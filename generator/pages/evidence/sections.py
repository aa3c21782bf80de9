"""The sections of a page of evidence: each figure with its sum in words and the numbers of the rows that it counts.

Invariant: what a section names is what the cell's records are, no more and no less; a record that has no number on the page is
named with the page that has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator import addresses
from generator.figures.coverage import Breakdown, Cell
from generator.figures.indicators import Indicator, breakdown_catalogue, grouped, indicator_catalogue
from generator.pages.evidence.card import target_id, target_view
from generator.pages.evidence.details import Scene, busiest, names_rows, notes, places
from generator.pages.evidence.entries import REGION, Entry, Ledger, ranges, words_of
from generator.pages.evidence.index import Line, Place
from generator.pages.evidence.rosters import KINDS, Rosters
from generator.pages.evidence.trend import campaign_trend, part_of_time, trend
from generator.pages.evidence.view import figure_view, item_view
from generator.pages.evidence.words import formula, state_words
from generator.periods import ALL_TIME
from generator.world import World


@dataclass(slots=True)
class Sections:
    """One page in the making. `own_rows` is False where the years' pages list the occurrences; `until` is its last day so far.

    `years` are those that have a page: an occurrence of any other year is listed on the page of all time.
    """

    world: World
    ledger: Ledger
    rosters: Rosters
    scene: Scene
    place: Place
    own_rows: bool
    until: date
    years: frozenset[str]
    shown: list[Entry] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    held_of: dict[str, Cell] = field(default_factory=dict)
    _told: dict[int, tuple[tuple[str, ...], list[dict[str, Any]]]] = field(default_factory=dict)

    def groups(self, lines: Sequence[Line], items: Sequence[Breakdown]) -> list[dict[str, Any]]:
        """Every section, in the groups of the account."""
        by_id = {line.matrix.indicator: line for line in lines if line.matrix.every != "month"}
        self._number(by_id.values())
        held = by_id["events_held"].cell if "events_held" in by_id else None
        number = int(held.value or 0) if held else 0
        found = []
        for group, indicators in grouped():
            sections = [self._section(by_id[i.id], number) for i in indicators if i.id in by_id]
            told = self._items(items) if group.role == "beside_items" else []
            if sections or told:
                found.append({"name": group.name, "question": group.question, "sections": sections, "items": told})
        return found

    def _number(self, lines: Iterable[Line]) -> None:
        """Give numbers to the rows of the page's tables."""
        lines = list(lines)
        if self.own_rows:
            self.shown = list(self.scene.rows)
        else:
            self.shown = [e for e in self.scene.rows if f"{e.first.year:04d}" not in self.years]
        self.numbers = {entry.id: number for number, entry in enumerate(self.shown, 1)}
        for kind in KINDS:
            ids = [
                i
                for line in lines
                if indicator_catalogue()[line.matrix.indicator].records == kind
                for i in line.cell.records
            ]
            if ids:
                self.kinds[kind] = self.rosters.numbers(kind, ids)
        if "townships" in self.kinds:
            self.held_of = self._held_by_township()

    def _held_by_township(self) -> dict[str, Cell]:
        """Every township's occurrences in the time of the page."""
        every = "year" if self.place[0].isdigit() else "campaign"
        campaign = self.place[0].partition("/")[2]
        matrix = self.world.coverage.find("events_held", "township", every, campaign)  # type: ignore[arg-type]
        if matrix is None:
            return {}
        period = self.place[0] if every == "year" else campaign or ALL_TIME
        column = next((j for j, p in enumerate(matrix.periods) if p.id == period), None)
        return {} if column is None else {row[column].unit: row[column] for row in matrix.rows}

    def _section(self, line: Line, held: int) -> dict[str, Any]:
        matrix, _, cell = line
        indicator = indicator_catalogue()[matrix.indicator]
        words = [] if not self.own_rows and names_rows(indicator) else notes(indicator, self.scene, cell)
        kind = indicator.records
        return {
            **figure_view(matrix, cell, href="", unit=True),
            "id": indicator.id,
            "name": indicator.name,
            "before": f"{told}。" if (told := formula(indicator, cell)) else state_words(indicator, cell, held),
            "after": "".join([*words, *busiest(indicator, self.scene, cell)]),
            "places": self._places(indicator, cell),
            "kind": kind,
            "counted": self.cites(cell.records) if kind == "events" else self._roster_cites(kind, cell.records),
        }

    def _places(self, indicator: Indicator, cell: Cell) -> dict[str, Any] | None:
        found = places(indicator, self.scene, cell)
        if found and not self.own_rows:
            found["reached"] = [{**p, "refs": ""} for p in found["reached"]]
        return found

    def cites(self, records: tuple[str, ...]) -> list[dict[str, Any]]:
        """Where occurrences are numbered: here, or a line for each page that has them."""
        known = self._told.get(id(records))
        if known is not None and known[0] is records:
            return known[1]
        here = [self.numbers[i] for i in records if i in self.numbers]
        found = [_cite("", "", ranges(here), len(here))] if here else []
        elsewhere: dict[str, list[str]] = {}
        for identity in records:
            if identity not in self.numbers:
                elsewhere.setdefault(self._page_of(identity), []).append(identity)
        for key, ids in sorted(elsewhere.items()):
            unit = self._unit_on(key, ids)
            numbers = self.ledger.numbers(key, unit)
            name = f"{key}年" if key.isdigit() else "全域的记录"
            found.append(_cite(addresses.evidence(key, unit), name, ranges(numbers[i] for i in ids), len(ids)))
        self._told[id(records)] = (records, found)
        return found

    def _page_of(self, identity: str) -> str:
        return self.place[0] if self.own_rows else f"{self.ledger.by_id[identity].first.year:04d}"

    def _unit_on(self, key: str, ids: Iterable[str]) -> str:
        """The unit whose page has all of these: this one, else the region."""
        own = self.ledger.numbers(key, self.place[1])
        return self.place[1] if all(i in own for i in ids) else REGION

    def _roster_cites(self, kind: str, records: tuple[str, ...]) -> list[dict[str, Any]]:
        numbers = self.kinds.get(kind, {})
        return [_cite("", "", ranges(numbers[i] for i in records), len(records))] if records else []

    def _items(self, items: Sequence[Breakdown]) -> list[dict[str, Any]]:
        """Audiences and laws, each item with its rows; on the page of all time without, for the years have them."""
        found = []
        for name, indicator in breakdown_catalogue().items():
            mine = sorted((b for b in items if b.indicator == name), key=lambda b: (-b.value, b.item))
            lines = [
                {
                    **item_view(name, b.unit, b.period, b.item, b.value, "", b.campaign),
                    "counted": self.cites(b.records),
                }
                for b in mine
            ]
            found.append({"id": name, "name": indicator.name, "about": indicator.about, "lines": lines})
        return found

    def targets(self, lines: Sequence[Line]) -> list[dict[str, Any]]:
        """The targets of the unit, then those of its villages (on the region's page of its cultural sites) by target."""
        found: list[dict[str, Any]] = []
        inside: dict[str, dict[str, Any]] = {}
        for line in lines:
            matrix, period, cell = line
            if cell.state == "not_applicable":
                continue
            several = matrix.per in ("village", "site")
            anchor = target_id(matrix, period, cell.unit if several else "")
            view = target_view(self.world, line, anchor)
            indicator = indicator_catalogue()[matrix.indicator]
            view["counted"] = self._target_cites(indicator.records, cell.records)
            view["kind"] = indicator.records
            if not several:
                view["units"] = []
                found.append(view)
                continue
            head = inside.setdefault(target_id(matrix, period), {**view, "id": target_id(matrix, period), "units": []})
            head["units"].append({**view, **self._named(matrix.per, cell.unit)})
        return [*found, *inside.values()]

    def _target_cites(self, kind: str, records: tuple[str, ...]) -> list[dict[str, Any]]:
        """As for other figures; what is in no table of this page (a roster's unit) stands on the page of all time."""
        if kind == "events":
            return self.cites(records)
        if records and all(i in self.kinds.get(kind, {}) for i in records):
            return self._roster_cites(kind, records)
        return []

    def _named(self, per: str, unit: str) -> dict[str, str]:
        library = self.world.library
        if per == "site":
            return {"of": library.site_by_id[unit].name, "to": addresses.site(unit)}
        village = library.village_by_id[unit]
        return {"of": village.name, "to": addresses.village(village)}

    def trend(self, lines: Sequence[Line], years: Sequence[Line]) -> dict[str, Any] | None:
        """Occurrences by month of a year, of all time by year (`years`), of a campaign by month or, where it is long, by year."""
        key = self.place[0]
        if key.startswith("campaigns/"):
            return campaign_trend(self.scene, key.partition("/")[2], self.cites)
        if key == ALL_TIME:
            return trend([part_of_time(line, self.cites) for line in years], "每年已办的场次")
        months = [line for line in lines if line.matrix.every == "month"]
        return trend([part_of_time(line, self.cites) for line in months], "每月已办的场次")

    def table_rows(self) -> tuple[list[Entry], list[Entry]]:
        """The rows of the page's table: the held, then the others."""
        return [e for e in self.shown if e.held], [e for e in self.shown if not e.held]

    def hidden(self) -> int:
        """How many occurrences the years' pages list instead of this one."""
        return len(self.scene.rows) - len(self.shown)

    def rosters_used(self) -> list[dict[str, Any]]:
        """The small tables that the sections refer to."""
        return [self.rosters.table(kind, numbers, self.until, self.held_of) for kind, numbers in self.kinds.items()]


def _cite(href: str, name: str, refs: str, count: int) -> dict[str, Any]:
    """Rows of one page: `href` and `name` are "" for this one, `refs` for machines, `words` for people."""
    return {"href": href, "name": name, "refs": refs, "words": words_of(refs), "count": count}
