"""What can be done to a county: each kind of edit by its name, with how often it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from edits.county import County

Change = Callable[[County, Random], str | None]
"""Changes the county it is given; says in a few words what it did, or None where there was nothing to do it to."""


@dataclass(frozen=True)
class Edit:
    """One kind of edit."""

    name: str
    weight: int
    change: Change


EDITS: dict[str, Edit] = {}


def edit(weight: int = 2) -> Callable[[Change], Change]:
    """Enter a function into the list of edits under its own name."""

    def enter(change: Change) -> Change:
        EDITS[change.__name__] = Edit(change.__name__, weight, change)
        return change

    return enter
