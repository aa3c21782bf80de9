"""By what a page knows that it looks different: its bytes, and what it shows."""

from __future__ import annotations

import os
from pathlib import Path

from generator.desk.preview.looks import look_of, seen_at
from generator.desk.preview.places import Place

PAGE = b'<link href="../../assets/a.css"><img src="p.webp"><a href="../y/">y</a><script src="https://e.example/x.js"></script>'


def test_a_page_changes_with_its_bytes_its_styles_and_its_pictures(tmp_path: Path):
    for name in ("assets/a.css", "assets/b.css", "events/x/p.webp", "events/x/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    path = "events/x/index.html"
    looks = [look_of(tmp_path, path, PAGE)]
    (tmp_path / "assets/b.css").write_bytes(b"other")  # the page does not name it
    assert look_of(tmp_path, path, PAGE) == looks[0]
    (tmp_path / "assets/a.css").write_bytes(b"other")
    looks.append(look_of(tmp_path, path, PAGE))
    os.utime(tmp_path / "events/x/p.webp", ns=(1, 1))
    looks.append(look_of(tmp_path, path, PAGE))
    looks.append(look_of(tmp_path, path, PAGE + b" "))
    (tmp_path / "assets/a.css").unlink()
    looks.append(look_of(tmp_path, path, PAGE))
    assert len(set(looks)) == 5


def test_no_site_no_page_and_a_page_are_three_things(tmp_path: Path):
    (tmp_path / "index.html").write_bytes(PAGE)
    page = seen_at(tmp_path, Place("index.html"), ready=True)
    assert page == look_of(tmp_path, "index.html", PAGE)
    others = {seen_at(tmp_path, Place("index.html"), ready=False), seen_at(tmp_path, Place("no.html"), ready=True)}
    assert len({page, *others}) == 3
    assert seen_at(tmp_path, None, ready=True) == seen_at(tmp_path, Place("no.html"), ready=True)


def test_links_that_lead_out_are_not_looked_at(tmp_path: Path):
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "out.css").write_bytes(b"1")
    page = b'<link href="/../out.css"><link href="//x/out.css"><link href="%2e%2e/out.css"><link href="\xe5.css">'
    before = look_of(site, "index.html", page)
    (tmp_path / "out.css").write_bytes(b"22")
    assert look_of(site, "index.html", page) == before
