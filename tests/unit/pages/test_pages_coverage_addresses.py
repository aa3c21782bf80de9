"""Addresses of coverage: known to the check, so that no officer's page stands on one and links to them are no faults."""

from __future__ import annotations

from functools import cache

import pytest

from generator.check.site import clashes
from generator.pages.coverage import overview as coverage
from generator.pages.evidence import pages as evidence
from generator.siteplan import data_addresses
from tests.unit.pages_made import made_by
from tests.unit.pages_places import AS_OF, HE, county, specs


@cache
def known() -> dict[str, str]:
    return data_addresses(county().library, AS_OF)


def test_every_page_of_coverage_and_of_its_records_is_known_to_the_check() -> None:
    made = {*specs(coverage, county()), *(spec.address for spec in made_by(evidence, county()))}
    assert {a for a in known() if a.startswith("coverage/")} == made


@pytest.mark.parametrize(
    "name",
    [
        "coverage/indicators/", "coverage/campaigns/bw/", f"coverage/2025/{HE}/", "coverage/all/records/", "coverage/2025/note.pdf",
        "Coverage/ALL/list.xlsx", "coverage/campaigns/new/", "coverage/snapshots/a/", "coverage/indicators/extra.pdf",
    ],
)  # fmt: skip
def test_an_officer_s_file_may_not_stand_where_data_has_its_pages(name: str) -> None:
    (fault,) = clashes((), [name], (), "content", known())
    assert fault.code == "E111"


@pytest.mark.parametrize("name", ["coverage/guide.pdf", "coverage/notes/a.pdf", "coverage/20255/a.pdf"])
def test_beside_them_an_officer_may_put_what_he_likes(name: str) -> None:
    assert clashes((), [name], (), "content", known()) == []
