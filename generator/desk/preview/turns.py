"""When to build, and how long to wait for it. Pure: the times come from outside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class Turn(Enum):
    """Where the building is."""

    IDLE = "nothing to do"
    BUILDING = "a build runs, of all that is known"
    AGAIN = "a build runs, and something has changed since it began"


def on_change(turn: Turn) -> Turn:
    """After something has changed: however much, a running build is followed by one more."""
    return Turn.BUILDING if turn is Turn.IDLE else Turn.AGAIN


def on_end(turn: Turn) -> Turn:
    """After a build has ended, however it ended."""
    return Turn.BUILDING if turn is Turn.AGAIN else Turn.IDLE


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a build may take, in seconds, by what good ones have taken so far.

    One that takes much longer is a template that never ends. The officer who mends it must not wait for the old build; one
    who saves every few seconds while a large county is built for the first time must see an end all the same.
    """

    longest: float = 0
    """Of the builds that came to an end."""
    overtaken: int = 0
    """How many in a row did not, for a newer change."""

    @property
    def overtake(self) -> float:
        """After so long a newer change ends the build and begins another."""
        return max(10.0, 3 * self.longest) * 2.0**self.overtaken

    @property
    def limit(self) -> float:
        """After so long it is ended in any case; nobody knows yet how long a first build takes here."""
        return max(self.overtake, max(120.0, 5 * self.longest) if self.longest else 900.0)

    def after(self, seconds: float) -> Patience:
        """After a build that came to an end."""
        return Patience(max(self.longest, seconds))

    def after_overtaking(self) -> Patience:
        """After a build that was ended for a newer change."""
        return replace(self, overtaken=self.overtaken + 1)
