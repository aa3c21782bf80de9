"""Events that stand in a ledger and were left out on purpose."""

from __future__ import annotations

from typing import NamedTuple


class LeftOut(NamedTuple):
    """Where they stand, in words, and their ids."""

    path: str
    where: str
    ids: tuple[str, ...]
