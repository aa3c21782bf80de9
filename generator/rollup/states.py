"""How each expected member stands: published, silent, refused because its data are wrong, or published with its city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.rollup.finding import Finding
from generator.rollup.members import Expected, named
from generator.rollup.smalls import County
from generator.rollup.store import Store

State = Literal["published", "silent", "refused", "covered"]

STATE_NAMES: dict[State, str] = {
    "published": "已公布", "silent": "未报：没有公布数据", "refused": "未报：数据有错，没有计入", "covered": "由上级一并公布",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much a county published: townships, villages, occurrences, and the first and last of their days."""

    townships: int = 0
    villages: int = 0
    events: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One expected or published region. `by` is who published for it where `state` is covered."""

    code: str
    name: str
    state: State
    county: County | None
    numbers: Numbers
    findings: tuple[Finding, ...]
    by: str = ""

    @property
    def silent(self) -> bool:
        """Whether nothing of it can be counted."""
        return self.state in ("silent", "refused")


def numbers_of(store: Store) -> dict[str, Numbers]:
    """What each region published, after everything wrong has been taken out."""
    found = store.rows(
        "SELECT t.region, t.n, coalesce(v.n, 0), coalesce(e.n, 0), e.first, e.last "
        "FROM (SELECT region, count(*) AS n FROM townships GROUP BY region) AS t "
        "LEFT JOIN (SELECT region, count(*) AS n FROM villages GROUP BY region) AS v ON v.region = t.region "
        "LEFT JOIN (SELECT region, count(*) AS n, min(first_day) AS first, max(first_day) AS last FROM events GROUP BY region) AS e "
        "ON e.region = t.region"
    )
    return {region: Numbers(*rest) for region, *rest in found}


def covering(store: Store, codes: Iterable[str]) -> dict[str, str]:
    """For each of these counties whose townships another region publishes: that region (a city's own site)."""
    found = dict(
        store.rows("SELECT DISTINCT substr(code, 1, 6), min(region) FROM townships WHERE length(region) = 4 GROUP BY 1")
    )
    return {code: found[code] for code in codes if code in found}


def members(
    expected: Expected,
    good: Mapping[str, County],
    refused: Mapping[str, County],
    covered: Mapping[str, str],
    numbers: Mapping[str, Numbers],
    findings: Sequence[Finding],
) -> tuple[Member, ...]:
    """Every member by code, those that published without being expected too."""
    by_region: dict[str, list[Finding]] = {}
    for found in findings:
        by_region.setdefault(found.region, []).append(found)
    listed = []
    for code in sorted({*expected.members, *good, *refused}):
        county = good.get(code) or refused.get(code)
        state: State = "silent"
        if code in good:
            state = "published"
        elif code in refused:
            state = "refused"
        elif code in covered:
            state = "covered"
        name = (county.name if county else "") or named(expected, code)
        listed.append(
            Member(
                code,
                name,
                state,
                county,
                numbers.get(code, Numbers()),
                tuple(by_region.get(code, ())),
                covered.get(code, ""),
            )
        )
    return tuple(listed)
