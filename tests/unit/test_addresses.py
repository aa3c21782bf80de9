"""Addresses are promises: calendars and links point at them for years."""

from __future__ import annotations

import posixpath
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from generator import addresses
from generator.model import Village

PARTS = st.lists(st.from_regex(r"[a-z0-9]{1,4}", fullmatch=True), max_size=4)


def test_the_published_forms() -> None:
    """Exactly as in the design; a change here breaks what people have subscribed to."""
    assert [
        addresses.event("a-1"), addresses.event_feed("a-1"), addresses.campaign("c"), addresses.month(date(2026, 3, 9)), addresses.township("999901100"),
        addresses.village(Village("999901100-a", "甲", "999901100")), addresses.site("s"), addresses.trail("t"), addresses.coverage_year(2026),
    ] == [
        "events/a-1/", "events/a-1.ics", "campaigns/c/", "calendar/2026-03/", "townships/999901100/", "townships/999901100/999901100-a/",
        "sites/s/", "trails/t/", "coverage/2026/",
    ]  # fmt: skip


def test_files() -> None:
    """A page's file is its address and index.html; a file is itself."""
    assert [addresses.file_of(a) for a in ("", "a/", "a.ics")] == ["index.html", "a/index.html", "a.ics"]


def test_months_across_a_year() -> None:
    """From November to February there are four."""
    assert [m.isoformat() for m in addresses.months(date(2025, 11, 30), date(2026, 2, 1))] == [
        "2025-11-01",
        "2025-12-01",
        "2026-01-01",
        "2026-02-01",
    ]


@given(PARTS, PARTS, st.booleans())
def test_a_relative_link_leads_where_it_should(here: list[str], there: list[str], is_file: bool) -> None:
    """Followed from its page, every relative link ends at its target, whatever path the site lies below."""
    page = "".join(f"{p}/" for p in here)
    target = "".join(f"{p}/" for p in there) + ("x.ics" if is_file else "")
    link = addresses.relative(target, page)
    assert not link.startswith("/")
    assert posixpath.normpath(posixpath.join("/below/", page, link)) == posixpath.normpath("/below/" + target)
    assert link.endswith("/") != is_file
