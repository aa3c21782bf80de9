"""A short hash of the figures of each unit: equal ones say that nothing changed for whoever shows that unit and no other."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterator, Mapping
from typing import Any

from generator.figures.coverage.values import Coverage

REGION = ""
"""The unit under which the region's own figures stand, and those of cultural sites, where the region itself holds events."""


def unit_marks(account: Coverage, home: Mapping[str, str]) -> dict[str, bytes]:
    """Township's code, or REGION → 16 bytes. `home` is village → township, whose figures a village's belong to."""
    found: dict[str, Any] = {}
    for unit, values in _values(account, home):
        mark = found.get(unit)
        if mark is None:
            mark = found[unit] = hashlib.blake2b(digest_size=16)
        mark.update(marshal.dumps(values, 2))
    return {unit: mark.digest() for unit, mark in found.items()}


def _values(account: Coverage, home: Mapping[str, str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Everything that is known of each unit as plain values, always in the same order."""
    for m in account.matrices():
        head = repr((m.id, m.campaign, m.indicator, m.at_least, m.basis, m.periods))
        for unit, row in zip(m.units, m.rows, strict=True):
            where = unit if m.per == "township" else home.get(unit, REGION) if m.per == "village" else REGION
            yield where, (head, unit, [(*c[:14], repr(c.days), c.chosen) for c in row])
        yield REGION, (head, [tuple(tally) for tally in map(_plain, m.tallies)])
    for kind, per_unit in (
        ("township", account.by_township),
        ("village", account.by_village),
        ("site", account.by_site),
    ):
        for unit, figures in per_unit.items():
            yield unit if kind == "township" else home.get(unit, REGION), (kind, tuple(figures))
    for b in account.breakdowns:
        yield b.unit if b.per == "township" else REGION, tuple(b)
    for totals in (*account.by_year, account.total):
        yield REGION, (totals.year, [(name, (*c[:14], repr(c.days), c.chosen)) for name, c in totals.cells.items()])


def _plain(tally: Any) -> tuple[Any, ...]:
    return (tally.period, tally.applicable, tally.met, tally.reached, tally.silent, tally.not_due)
