"""Zero reports: which township has said, for which campaign and year, that it held nothing.

Invariant: a report speaks for its own campaign, and for every campaign only where it says so. Over all campaigns together a
township has held nothing in a year where it said so for every campaign that ran in that year.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

ZeroReports = frozenset[tuple[str, str, int]]
"""(campaign id, or "" for all together; township; year): in these nothing was held, as was said or follows from it."""


def zero_reports(told: Iterable[tuple[str, str, int]], campaigns: Iterable[tuple[str, date, date]]) -> ZeroReports:
    """What the reports of one region come to.

    `told` are rows of the open data's table, in which an empty campaign means every one; `campaigns` are (id, first day, last
    day).
    """
    said, plans = set(told), tuple(campaigns)
    found = set(said)
    for township, year in {(t, y) for _, t, y in said}:
        running = [c for c, first, last in plans if first.year <= year <= last.year]
        if ("", township, year) in said:
            found |= {(c, township, year) for c in running}
        elif running and all((c, township, year) in said for c in running):
            found.add(("", township, year))
    return frozenset(found)
