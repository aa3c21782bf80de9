"""Lists of events as pages show them: what is still to come, and what is past, newest year first.

Invariant: rows are the shared ones of `event_row`; nothing in here copies or changes a row. Of what has begun and is not over the
row is the one for the day of the build (`now`), since that is the day which concerns who looks for what is coming.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.base.breaks import one_line

Row = dict[str, Any]


def coming_and_past(ids: Iterable[str], rows: Mapping[str, Row]) -> tuple[list[Row], list[Row]]:
    """The rows of occurrences in ascending order of time → (coming, soonest first; past, latest first)."""
    coming: list[Row] = []
    past: list[Row] = []
    for identity in ids:
        row = rows[identity]
        (past if row["past"] else coming).append(row["now"] or row)
    past.reverse()
    return coming, past


def by_year(past: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows sorted latest first → `[{"year": 2025, "held": 3, "rows": [...]}, ...]` in the same order.

    The year is that of the first day; `held` says how many of the rows have the status 已办.
    """
    years: list[dict[str, Any]] = []
    for row in past:
        year = int(row["date"][:4])
        if not years or years[-1]["year"] != year:
            years.append({"year": year, "held": 0, "rows": []})
        years[-1]["rows"].append(row)
        years[-1]["held"] += row["status"] == "已办"
    return years


def paragraphs(text: str) -> list[str]:
    """Officers' plain text as paragraphs: one a line, blank lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def in_short(text: str, limit: int = 100) -> str:
    """The text on one line, cut with an ellipsis after `limit` characters: for descriptions and cards."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip("，、；：。 ") + "…"
