"""Which number each record has on a page of evidence, and where the records of each figure stand: known before anything is shown.

Invariant: a value, made from the figures that belong on the page and from nothing that was rendered. So it is the same whatever is
shown first, and a record has one number on its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import addresses
from generator.figures.indicators import indicator_catalogue
from generator.pages.evidence.entries import REGION, Listed, Place, Roster, ranges, roster_of, words_of
from generator.pages.evidence.index import PageFigures
from generator.pages.evidence.rosters import KINDS, Rosters

Cite = dict[str, Any]
"""Rows of one page: `href` and `name` are "" for the page itself, `refs` for machines, `words` for people, `count` of them."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of one page. `tables` is kind → id → number for what is no occurrence, `cited` a figure's records → where they are.

    `elsewhere` are the years whose pages list their occurrences in this page's place, none but on the page of all time.
    """

    place: Place
    shown: Roster
    elsewhere: frozenset[str]
    tables: Mapping[str, Mapping[str, int]]
    cited: Mapping[tuple[str, ...], list[Cite]]


def number(
    listed: Listed, rosters: Rosters, place: Place, figures: PageFigures, elsewhere: frozenset[str] = frozenset()
) -> Numbering:
    """The numbers of the page of one time and unit, whose figures are `figures`."""
    shown = listed.roster(place)
    if elsewhere:
        shown = roster_of(e for e in shown.rows if f"{e.first.year:04d}" not in elsewhere)
    named: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for indicator, line in figures.whole.items():
        kind = _kind(indicator)
        if kind in named:
            named[kind] += line.cell.records
    tables = {kind: rosters.numbers(kind, ids) for kind, ids in named.items() if ids}
    cited = {
        records: _cites(listed, place, shown, elsewhere, records) for records in dict.fromkeys(_occurrences(figures))
    }
    return Numbering(place, shown, elsewhere, tables, cited)


def _kind(indicator: str) -> str:
    return indicator_catalogue()[indicator].records


def _occurrences(figures: PageFigures) -> Iterator[tuple[str, ...]]:
    """The records of every figure that counts occurrences. Many figures count the same ones."""
    for line in (*figures.general, *figures.targets, *figures.years):
        if _kind(line.matrix.indicator) == "events":
            yield line.cell.records
    for item in figures.items:
        yield item.records


def _cites(
    listed: Listed, place: Place, shown: Roster, elsewhere: frozenset[str], records: tuple[str, ...]
) -> list[Cite]:
    """Where occurrences are numbered: on the page itself, then a line for each other page that has some of them."""
    there = list(map(shown.numbers.get, records))
    if None not in there:
        return _cite(there)  # type: ignore[arg-type]  # none of them is None
    away: dict[str, list[str]] = {}
    for identity, number in zip(records, there, strict=True):
        if number is None:
            year = f"{listed.by_id[identity].first.year:04d}"
            away.setdefault(year if year in elsewhere else place[0], []).append(identity)
    found = cite(shown.numbers, records)
    for key, ids in sorted(away.items()):
        unit, numbers = place[1], listed.roster((key, place[1])).numbers
        if not all(i in numbers for i in ids):  # the region's own records: only its page has them all
            unit, numbers = REGION, listed.roster((key, REGION)).numbers
        name = f"{key}年" if key.isdigit() else "全域的记录"
        found += cite(numbers, ids, addresses.evidence(key, unit), name)
    return found


def cite(numbers: Mapping[str, int], records: Iterable[str], href: str = "", name: str = "") -> list[Cite]:
    """Those of the records that have a number on one page, named by it; nothing where none has."""
    return _cite([numbers[i] for i in records if i in numbers], href, name)


def _cite(there: Sequence[int], href: str = "", name: str = "") -> list[Cite]:
    if not there:
        return []
    refs = ranges(there)
    return [{"href": href, "name": name, "refs": refs, "words": words_of(refs), "count": len(there)}]
