"""What a snapshot holds: figures with their states, how each indicator was defined, fingerprints of the records behind.

Invariant: nothing in here is computed; equal values are written as equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Literal, NamedTuple

FOLDER = "campaigns/snapshots"
SUFFIX = ".json"

State = Literal["figure", "silent", "not_applicable", "not_due"]
Number = int | float


class Figure(NamedTuple):
    """One figure: a number where `state` is `figure`, its N of "n of N" (`of`), a ratio's `part` and `whole`."""

    state: State
    value: Number | None = None
    of: int | None = None
    part: Number | None = None
    whole: Number | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Units × periods of one indicator, as a matrix of coverage without its records.

    `id` is the matrix's, which says what is asked: events_held.township.year, with the campaign behind, or before it where
    the indicator is held against a target. `at_least` is that target's level, None where there is none; a ratio's value is
    `times` × part ÷ whole. `rows[unit][i]` is the figure of `periods[i]`.
    """

    id: str
    at_least: Number | None
    times: int
    periods: tuple[str, ...]
    rows: Mapping[str, tuple[Figure, ...]]

    def _asked(self) -> tuple[str, str, str, str]:
        """Indicator, level, cycle, campaign."""
        parts = self.id.split(".")
        if self.at_least is not None:
            campaign, indicator, per, every = parts[:4]
            return indicator, per, every, campaign
        indicator, per, every = parts[:3]
        return indicator, per, every, parts[3] if len(parts) > 3 else ""

    @property
    def indicator(self) -> str:
        """The id of the indicator."""
        return self._asked()[0]

    @property
    def per(self) -> str:
        """The level: region or township."""
        return self._asked()[1]

    @property
    def every(self) -> str:
        """The cycle: year or campaign."""
        return self._asked()[2]

    @property
    def campaign(self) -> str:
        """The id of the campaign, "" for all together."""
        return self._asked()[3]


class Definition(NamedTuple):
    """How an indicator was defined: its name and unit for people, and a hash of its SQL and of what else decides it."""

    name: str
    unit: str
    mark: str


class Record(NamedTuple):
    """A record's fingerprint: one short mark for each group of its fields, run together; `line` says where it is written."""

    line: str
    marks: str


Records = Mapping[str, Record]
"""Records of one kind by id."""
Groups = Mapping[str, tuple[str, ...]]
"""The groups of fields that marks stand for, in their order: word → columns."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The account of one day as it was. `day` is the account's day, `version` the engine's.

    `units` are the names of the region and its townships by code; `bases` hashes of what figures depend on beside single
    records (see `fingerprints.BASES`), by name. `kinds` are the kinds of records and what their marks stand for: another
    version of the engine may look at other fields, and compares those that both know.
    """

    name: str
    region: str
    day: date
    version: str
    units: Mapping[str, str]
    definitions: Mapping[str, Definition]
    bases: Mapping[str, str]
    grids: tuple[Grid, ...]
    kinds: Mapping[str, Groups]
    records: Mapping[str, Records]

    @property
    def path(self) -> str:
        """The file of the snapshot, below the project."""
        return f"{FOLDER}/{self.name}{SUFFIX}"

    @property
    def slug(self) -> str:
        """The last part of the address of its page."""
        return slug_of(self.name, self.day)


def slug_of(name: str, day: date) -> str:
    """2023-06-30-1f3a9c0b: the day, then a hash of the name, so that the address is plain ASCII and never changes."""
    return f"{day.isoformat()}-{blake2b(name.encode(), digest_size=4).hexdigest()}"
