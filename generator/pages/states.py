"""The state of a count that pages make themselves, for units and parts of time that the account has no matrix for.

Invariant: these are the rules of `coverage.values` for the number of occurrences held; they stand here once for all pages.
"""

from __future__ import annotations

from generator.figures.coverage import State
from generator.figures.coverage.zero import zero_reports
from generator.model import Library


def count_state(*, applies: bool, held: bool, ended: bool, told: bool) -> State:
    """The state of a number of occurrences held by a unit in a period that has begun.

    `applies`: the unit is counted and exists on at least one of the days. `told`: there are records that say that they were not
    held, or the township sent a zero report for every year that the period touches.
    """
    if not applies:
        return "not_applicable"
    if held:
        return "figure"
    if not ended:
        return "not_due"
    return "figure" if told else "silent"


def zero_years(library: Library, township: str, campaign: str = "") -> frozenset[int]:
    """The years in which a township held nothing by its zero reports: in a campaign, or in all together."""
    told = [("" if z.every_campaign else c.id, z.township, z.year) for c in library.campaigns for z in c.zero_reports]
    found = zero_reports(told, [(c.id, c.period.start, c.period.end) for c in library.campaigns])
    return frozenset(year for scope, code, year in found if (scope, code) == (campaign, township))
