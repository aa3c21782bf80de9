"""Every figure on every page of a built site equals what the records that it leads to add up to, and the published tables."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from generator.figures.indicators import breakdown_catalogue, indicator_catalogue
from tests.integration import sums, sums_cards, sums_site, whole
from tests.sites import kit

_FEW = 400
"""Fewer figures than this, and the test has looked past them."""


@pytest.fixture(scope="module", params=["sample", "good"])
def account(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> sums_site.Site:
    """The repository's own site, and the small site of the tests with every rare case."""
    if request.param == "sample":
        return sums_site.Site(whole.built_site(tmp_path_factory) / "site")
    root = kit.copy(kit.GOOD, tmp_path_factory.mktemp("sums") / "good")
    whole.build(root)
    return sums_site.Site(root / "site")


def test_every_figure_equals_the_records_that_it_leads_to(account: sums_site.Site) -> None:
    number: Counter[str] = Counter()
    wrong: list[str] = []
    for address in account.with_figures():
        number.update(f.indicator for f in account.figures(address))
        wrong += sums.faults(account, address)
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:30])
    assert number.total() > _FEW
    assert set(number) == {*indicator_catalogue(), *breakdown_catalogue()}


def test_the_rows_on_the_pages_say_what_the_published_records_say(account: sums_site.Site) -> None:
    wrong = list(sums.shown_faults(account))
    assert not wrong, "\n".join(wrong[:30])


def test_every_indicator_can_be_made_from_the_rows_of_a_page() -> None:
    assert set(sums_cards.SUMS) == {*indicator_catalogue(), *breakdown_catalogue()}


def _held(account: sums_site.Site, address: str) -> bool:
    """Whether several were held in the year of a page."""
    return 'data-records="1-' in account.text(address).partition('id="events_held"')[2][:800]


@pytest.mark.parametrize("change", ["value", "record", "state"])
def test_a_page_that_tells_another_figure_is_found(account: sums_site.Site, change: str) -> None:
    """The test of the test: a changed number, a record left out and another state are each noticed."""
    address = max(
        a for a in account.with_figures() if re.fullmatch(r"coverage/\d{4}/records/", a) and _held(account, a)
    )
    text = account.text(address)
    start = text.index('id="events_held"')
    head, section = text[:start], text[start:]
    if change == "value":
        section = re.sub(r'data-value="(\d+)', lambda m: f'data-value="{int(m[1]) + 1}', section, count=1)
    elif change == "state":
        section = section.replace('data-state="figure"', 'data-state="silent"', 1)
    else:
        section = re.sub(r'data-records="1-(\d+)', lambda m: f'data-records="1-{int(m[1]) - 1}', section, count=1)
    assert head + section != text
    changed = sums_site.Site(account.folder, {address: head + section})
    assert list(sums.faults(changed, address))


def test_ranges_are_read_as_they_are_written() -> None:
    assert sums_site.expand("1-3 5 7-8") == [1, 2, 3, 5, 7, 8]
    assert sums_site.expand("") == []


def test_what_the_pages_lead_to_is_in_the_sitemap(account: sums_site.Site) -> None:
    listed = (Path(account.folder) / "sitemap.xml").read_text("utf-8")
    assert not [a for a in account.with_figures() if a.startswith("coverage/") and f"/{a}</loc>" not in listed]
