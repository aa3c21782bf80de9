"""What an address stands for: a file below the folder, whatever a browser sends."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.desk.preview.places import TYPES, Place, below, content, parts_of, place_of

OUT = [
    b"/../secret", b"/a/../../secret", b"/%2e%2e/secret", b"/%2E%2e%2fsecret", b"/..%2fsecret", b"/a%2fb", b"/a\\b",
    b"/a%5cb", b"/%5c%5chost/share", b"/C:/x", b"/a:stream", b"/a%00b", b"/.git/config", b"/a/.hidden", b"//evil.example/",
    b"/a//b", b"/con", b"/nul.txt", b"/a.", b"/a%20", b"/%ff", b"", b"a", b"*", b"http://evil.example/", b"/a%0ab", b"/a\x7f",
]  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "events/x").mkdir(parents=True)
    (folder / "index.html").write_text("home")
    (folder / "events/x/index.html").write_text("event")
    (folder / "events/x.ics").write_text("BEGIN")
    (tmp_path / "secret").write_text("secret")
    (folder / "link").symlink_to(tmp_path)
    (folder / "secret.html").symlink_to(tmp_path / "secret")
    return folder


@pytest.mark.parametrize("raw", OUT)
def test_what_is_more_than_names_stands_for_nothing(raw: bytes, site: Path):
    assert parts_of(raw) is None
    assert place_of(site, raw) is None


def test_links_lead_nowhere(site: Path):
    for raw in (b"/link/secret", b"/secret.html", b"/link/", b"/link"):
        place = place_of(site, raw)
        assert place is not None
        assert content(site, place.path) is None


def test_addresses_of_a_site_are_files_and_folders_have_pages(site: Path):
    assert place_of(site, b"/") == Place("index.html")
    assert place_of(site, b"/events/x/") == Place("events/x/index.html")
    assert place_of(site, b"/events/x.ics") == Place("events/x.ics")
    assert place_of(site, b"/events/x") == Place("events/x/index.html", moved="/events/x/")
    assert place_of(site, "/文".encode()) == place_of(site, b"/%E6%96%87") == Place("文")
    assert content(site, "events/x/index.html") == b"event"


def test_what_is_encoded_twice_is_decoded_once(site: Path):
    assert place_of(site, b"/%252e%252e/secret") == Place("%2e%2e/secret")
    assert content(site, "%2e%2e/secret") is None


def test_a_site_below_a_path_is_found_with_and_without_it():
    assert below(b"/county/pufa/a/", "/county/pufa/") == b"/a/"
    assert below(b"/a/", "/county/pufa/") == b"/a/"
    assert below(b"/%E5%8E%BF/a/", "/县/") == b"/a/"
    assert below(b"/a/") == b"/a/"


def test_types_are_those_that_calendars_and_browsers_need():
    assert Place("a/b.ics").type == "text/calendar; charset=utf-8"
    assert Place("feeds/events.atom").type == "application/atom+xml; charset=utf-8"
    assert Place("a.webp").type == "image/webp"
    assert Place("a.WOFF2").type == "font/woff2"
    assert Place("a").type == "application/octet-stream"
    assert all(
        kind.startswith(("image/", "font/", "audio/", "video/", "application/", "text/")) for kind in TYPES.values()
    )
