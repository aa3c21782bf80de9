"""The account opened for pages: any cell by its indicator, unit and period, without a search.

Invariant: nothing here counts; a figure that the account does not have is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator import addresses
from generator.figures.coverage import Breakdown, Cell, Matrix, matrix_id
from generator.figures.indicators import HELD
from generator.model import Every, Per
from generator.pages.figures import Account, account_of
from generator.periods import ALL_TIME
from generator.world import World

NOT_APPLICABLE = "not_applicable"


class Span(NamedTuple):
    """What a page tells about: a year (2025), a campaign as a whole, or all time. `key` is its part of addresses."""

    key: str
    every: Every
    period: str
    campaign: str = ""


def year_span(year: int) -> Span:
    """A year over all campaigns."""
    return Span(str(year), "year", str(year))


def campaign_span(campaign: str) -> Span:
    """A campaign from its first to its last day."""
    return Span(f"campaigns/{campaign}", "campaign", campaign, campaign)


ALL = Span(ALL_TIME, "campaign", ALL_TIME)
"""Everything on record; stocks are as they are now."""


@dataclass(frozen=True, slots=True)
class Book:
    """The world with its account, indexed. `account` has the periods that have begun, for matrices that run over years."""

    world: World
    years: range
    account: Account
    matrices: Mapping[str, Matrix]
    items: Mapping[tuple[str, Per, str, str], Mapping[str, Mapping[str, Breakdown]]]
    """(indicator, level, campaign, period) → unit → item."""
    sample: bool
    _columns: dict[tuple[str, str], dict[str, Cell]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The region's code: its unit in the account."""
        return self.world.library.region.code

    def matrix(self, indicator: str, per: Per, span: Span) -> Matrix | None:
        """The matrix over all units, or None where the indicator has none for this level and cycle."""
        return self.matrices.get(matrix_id(indicator, per, span.every, span.campaign))

    def column(self, indicator: str, per: Per, span: Span) -> Mapping[str, Cell]:
        """Unit → cell of one indicator in one period; empty where there is none."""
        matrix = self.matrix(indicator, per, span)
        return {} if matrix is None else self.period_of(matrix, span.period)

    def period_of(self, matrix: Matrix, period: str) -> Mapping[str, Cell]:
        """Unit → cell of a matrix in one period."""
        key = (matrix.id, period)
        if key not in self._columns:
            place = next((j for j, p in enumerate(matrix.periods) if p.id == period), None)
            self._columns[key] = {} if place is None else {row[place].unit: row[place] for row in matrix.rows}
        return self._columns[key]

    def townships(self, span: Span) -> list[str]:
        """The townships to which a period applies: counted, and there on at least one of its days."""
        cells = self.column(HELD, "township", span)
        return [code for code, cell in cells.items() if cell.state != NOT_APPLICABLE]

    def name(self, code: str) -> str:
        """A township's name."""
        return self.world.library.township_by_code[code].name


def open_book(world: World) -> Book:
    """The world's account, indexed once for all pages."""
    years = world.years
    items: dict[tuple[str, Per, str, str], dict[str, dict[str, Breakdown]]] = {}
    for b in world.coverage.breakdowns:
        items.setdefault((b.indicator, b.per, b.campaign, b.period), {}).setdefault(b.unit, {})[b.item] = b
    return Book(
        world=world,
        years=years,
        account=account_of(world.coverage, years, world.as_of),
        matrices={m.id: m for m in world.coverage.matrices()},
        items=items,
        sample=world.library.sample,
    )


def way(from_address: str, target: str) -> str:
    """A link from one page to another address, both below the site's root."""
    page, mark, anchor = target.partition("#")
    return (mark + anchor) if page == from_address else addresses.relative(page, from_address) + mark + anchor
