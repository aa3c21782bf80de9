"""The states of a cell, as people see them: one table of words, signs and styles from which pages, reports and the rollup take theirs.

Invariant: no two states share a word, a sign or a style, so none is told by colour alone. When a cell has which state is told in
`values`. The signs of a snapshot's file (`snapshots.writing`) are another matter: that is a format, and never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.figures.coverage.values import State


class Look(NamedTuple):
    """How a state is shown: in a word, in a sign where there is no room for one, and by the end of a class of CSS."""

    word: str
    sign: str
    style: str


STATES: Mapping[State, Look] = {
    "figure": Look("有数", "", ""),
    "silent": Look("未报", "？", "silent"),
    "not_due": Look("未到期", "…", "notdue"),
    "not_applicable": Look("不适用", "—", "na"),
}
"""Every state. A figure shows itself, so it has no sign, and no style of its own."""

ZERO = Look("没办", "0", "zero")
"""A figure of 0: it was reported that nothing was held."""


def missing(state: State) -> Look:
    """What stands where there is no figure; a cell that has none although its state says so has nothing to count."""
    return STATES["not_applicable" if state == "figure" else state]
