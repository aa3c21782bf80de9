"""Ids and classes that texts may write stand before none of ours; the lists cannot go stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.markup.anchors import OURS, SAFE_PREFIX, is_strange, is_taken, kept_classes

TEMPLATES = Path(__file__).parents[3] / "site_templates"
ALONE = {"rollup.html", "inspection-form.html"}
"""Pages that are files of their own, without the theme and without a text."""


def test_every_id_that_a_template_writes_is_known() -> None:
    """As it stands or made of records: on a page with data, no text can have it."""
    written = set()
    for path in (TEMPLATES / "pages").glob("*.html"):
        if path.name not in ALONE:
            written |= set(re.findall(r'\sid="([^"{]+)"', path.read_text("utf-8")))
    assert len(written) > 50
    assert sorted(i for i in written if not is_taken(i, "heading", beside_data=True)) == []


def test_every_id_that_a_script_of_ours_asks_for_is_known() -> None:
    """On every page, by name or by the attribute that names it."""
    text = "".join(p.read_text("utf-8") for p in (TEMPLATES / "assets").glob("*.js"))
    asked = set(re.findall(r'getElementById\("([^"]+)"\)', text))
    asked |= {
        i for found in re.findall(r'querySelector(?:All)?\("(#[^"]+)"', text) for i in re.findall(r"#([\w-]+)", found)
    }
    pages = "".join(p.read_text("utf-8") for p in (TEMPLATES / "pages").glob("*.html"))
    asked |= set(re.findall(r'data-(?:finder|feeds)="([^"{]+)"', pages))
    assert {"pf-elder", "__drawer", "__search", "finder", "feeds"} <= asked
    assert [i for i in asked if not is_taken(i, "other", beside_data=False)] == []


@pytest.mark.parametrize(
    "name",
    ["__config", "__search", "__nav_1", "pf-elder", "PF-Elder", "pufa-head", "mermaid", "finder-input", "define"],
)
def test_what_the_site_goes_by_is_taken_everywhere(name: str) -> None:
    assert is_taken(name, "other", beside_data=False)


@pytest.mark.parametrize("name", ["feeds", "pufa", "e104", "yaosu", "借条", "events_held", "t-1", "check"])
def test_anchors_of_headings_on_pages_of_their_own_stay(name: str) -> None:
    """They may be printed somewhere: what the page does not go by is left alone."""
    assert not is_taken(name, "slug", beside_data=False)


@pytest.mark.parametrize(
    "name", ["feeds", "finder", "events_held", "events_held-records", "t-330881121", "y2026", "group-1", "d-2026-01-01",
             "bawu-pufa.events_held.township.year", "bawu-pufa.events_held.township.year-records", "o-constitution-day"]
)  # fmt: skip
def test_beside_data_headings_give_way(name: str) -> None:
    assert is_taken(name, "slug", beside_data=True)
    if "." not in name:  # words of a heading lose their full stops
        assert not is_taken(SAFE_PREFIX + name, "slug", beside_data=True)


def test_no_id_of_ours_begins_like_a_heading_that_gave_way() -> None:
    assert not [i for i in OURS if i.startswith(SAFE_PREFIX)]


@pytest.mark.parametrize("name", ['a"b', "50%", "a\\", "a b", "a<b", "a&quot;b", "", "a\x02b"])
def test_what_would_break_a_selector_or_an_address_is_strange(name: str) -> None:
    """The theme makes both of the ids in the list of contents, and stops where they are wrong."""
    assert is_strange(name, "heading")


@pytest.mark.parametrize("name", ["yaosu", "八个要素", "fn:1", "fnref2:注", "a.b_c-1"])
def test_ordinary_ids_are_not(name: str) -> None:
    assert not is_strange(name, "heading")


def test_footnotes_may_be_called_anything() -> None:
    assert not is_strange('fn:"1"', "other")
    assert is_strange('fn:"1"', "heading")


def test_classes_that_are_not_known_go_and_the_others_stay() -> None:
    value = "mermaid admonition note pf-elder annotate md-search md-ellipsis nb language-py footnote-ref md-button tabbed-set"
    assert kept_classes(value) == ["admonition", "note", "nb", "language-py", "footnote-ref", "md-button"]
