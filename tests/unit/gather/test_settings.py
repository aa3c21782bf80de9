"""mkdocs.yml is read without MkDocs, and cannot lead the program out of its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import kit

from generator.base.diagnostics import Diagnostic
from generator.gather.settings import Settings, settings_of
from generator.read.settings import reads_alike


def read(folder: Path, text: str | bytes) -> Settings | Diagnostic:
    kit.put(folder, "mkdocs.yml", text)
    return settings_of(folder)


def test_what_the_line_needs(tmp_path: Path) -> None:
    """Name, address with its slash, folders, and the bytes."""
    found = read(
        tmp_path, "site_name: 甲\nsite_url: https://a.cn/b\nsite_description: 乙\ndocs_dir: ./content/\nsite_dir: out\n"
    )
    assert isinstance(found, Settings)
    assert (found.site.name, found.site.url, found.site.description) == ("甲", "https://a.cn/b/", "乙")
    assert (found.docs, found.out) == ("content", "out")
    assert found.raw.startswith(b"site_name")


@pytest.mark.parametrize(
    ("written", "extras"),
    [
        ("", ()),
        ("extra_css: [a.css, 7, b/c.css]\nextra_javascript: [d.js, {path: e.js}]\n", ("a.css", "7", "b/c.css", "d.js")),
        ("extra_css: a.css\nextra_javascript:\n", ()),
    ],
)
def test_style_sheets_and_scripts_of_the_projects_own(tmp_path: Path, written: str, extras: tuple[str, ...]) -> None:
    """The names that stand in a list; whatever else is written there is MkDocs' to complain of."""
    found = read(tmp_path, "site_name: 甲\n" + written)
    assert isinstance(found, Settings)
    assert found.extras == extras


def test_a_host_with_chinese_letters_is_punycode(tmp_path: Path) -> None:
    """And the path is percent-encoded: one spelling for pages, feeds and data."""
    found = read(tmp_path, "site_name: 甲\nsite_url: https://云溪普法.网址:8443/云溪\n")
    assert isinstance(found, Settings)
    assert found.site.url == "https://xn--9kqr59crqet2b.xn--ses554g:8443/%E4%BA%91%E6%BA%AA/"


def test_defaults_are_those_of_mkdocs(tmp_path: Path) -> None:
    """docs and site."""
    found = read(tmp_path, "site_name: 甲\n")
    assert isinstance(found, Settings)
    assert (found.docs, found.out, found.site.url) == ("docs", "site", "")


@pytest.mark.parametrize("key", ["docs_dir", "site_dir"])
@pytest.mark.parametrize(
    "folder",
    [
        "..",
        "../x",
        "/etc",
        "content/../../x",
        ".",
        "./",
        "~/x",
        "C:/x",
        "C:\\x",
        "\\\\server\\x",
        "..\\x",
        "content\\..\\..\\x",
        "a\u202eb",
    ],
)
def test_folders_stay_inside(tmp_path: Path, key: str, folder: str) -> None:
    """E014 at the key's line, on every system's way to write a path."""
    found = read(tmp_path, f"site_name: 甲\n{key}: '{folder}'\n")
    assert isinstance(found, Diagnostic)
    assert (found.code, str(found.span)) == ("E014", "mkdocs.yml:2:1")
    assert "请写" in found.hint


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "a.cn", "//a.cn", 'https://a.cn/"><script>', "https://a cn", "ftp://a.cn"]
)
def test_the_address_is_a_web_address(tmp_path: Path, url: str) -> None:
    """It goes into every page, feed and file of data."""
    found = read(tmp_path, f"site_name: 甲\nsite_url: '{url}'\n")
    assert isinstance(found, Diagnostic)
    assert found.code == "E014"


@pytest.mark.parametrize("key", ["site_name", "site_description"])
@pytest.mark.parametrize("value", ["<b>甲</b>", '甲" onclick="x', "甲\u202e乙"])
def test_names_that_the_theme_would_print_raw_are_refused(tmp_path: Path, key: str, value: str) -> None:
    """The theme escapes neither the site's name nor its description."""
    found = read(tmp_path, f"{key}: '{value}'\n")
    assert isinstance(found, Diagnostic)
    assert (found.code, str(found.span)) == ("E014", "mkdocs.yml:1:1")


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "E023"), (b"\0\1", "E002"), (b"a: [", "E003"), (b"- a", "E023"), (b"a" * 9_000_000, "E005")],
)
def test_unreadable_settings(tmp_path: Path, data: bytes, code: str) -> None:
    """One fault with its code."""
    found = read(tmp_path, data)
    assert isinstance(found, Diagnostic)
    assert found.code == code


@pytest.mark.parametrize("line", ["use_directory_urls: false", "exclude_docs: '*.md'", "draft_docs: index.md"])
def test_options_that_would_move_pages_are_refused(tmp_path: Path, line: str) -> None:
    """Addresses never change, so nobody may switch their form or take pages out."""
    found = read(tmp_path, f"{line}\n")
    assert isinstance(found, Diagnostic)
    assert (found.code, str(found.span)) == ("E014", "mkdocs.yml:1:1")


def test_no_settings(tmp_path: Path) -> None:
    """Outside a site folder the officer is told how to get one; a folder of that name is no file."""
    found = settings_of(tmp_path)
    assert isinstance(found, Diagnostic)
    assert (found.code, "pufa init" in found.hint) == ("E010", True)
    (tmp_path / "mkdocs.yml").mkdir()
    found = settings_of(tmp_path)
    assert isinstance(found, Diagnostic)
    assert found.code == "E001"


@pytest.mark.parametrize("key", ["docs_dir", "site_dir"])
@pytest.mark.parametrize("folder", ['" content "', '"content\\t"', "null", "Null", '"null"'])
def test_a_folder_that_mkdocs_would_call_otherwise(tmp_path: Path, key: str, folder: str) -> None:
    """It would read another folder than the one that was examined."""
    found = read(tmp_path, f"site_name: 甲\n{key}: {folder}\n")
    assert isinstance(found, Diagnostic)
    assert (found.code, found.span.line) == ("E014", 2)


HIDDEN = 'site_description:\n\ufeff"a: 1\nhooks: [tools/mend.py]\nsite_author: " #"\n'
"""PyYAML's fast parser passes over the mark and sees one quoted text; its other parser sees four settings."""


def test_settings_that_two_parsers_read_otherwise(tmp_path: Path) -> None:
    """The mark is told with its place; and without that rule MkDocs would not be given the text."""
    found = read(tmp_path, f"site_name: 甲\n{HIDDEN}")
    assert isinstance(found, Diagnostic)
    assert (found.code, found.span.line, found.span.column) == ("E011", 3, 1)
    assert not reads_alike(HIDDEN)


@pytest.mark.parametrize("path", [kit.GOOD, kit.BASE, Path(__file__).parents[3]], ids=lambda p: p.name)
def test_ordinary_settings_are_read_alike(path: Path) -> None:
    """Also with every mark that trust asks about."""
    text = (path / "mkdocs.yml").read_text("utf-8")
    assert reads_alike(text)
    assert reads_alike(f"{text}x: &a !t [1]\ny: *a\n<<: {{z: 'it''s'}}\n? |\n  w\n: >-\n  v\n  u\n")


def test_a_file_too_long_for_settings(tmp_path: Path) -> None:
    found = read(tmp_path, "site_name: 甲\n" + "#" * 128 * 1024)
    assert isinstance(found, Diagnostic)
    assert found.code == "E005"
