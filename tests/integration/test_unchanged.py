"""A build that would change nothing says what the last one said, and makes nothing; whatever a site is made from makes it anew."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from integration import whole
from sites import kit

from generator.cli import main

AS_OF = "2025-06-30"


@pytest.fixture
def root(good: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(good)
    first = build()
    assert (first.exit_code, first.working) == (0, True), first.output
    return good


class Run(Result):
    """A run, and whether anything was read in earnest."""

    working: bool


def build(*words: str) -> Any:
    """`pufa build` in this process."""
    read: list[bool] = []
    original = main.commands["build"].callback
    assert original is not None
    module: Any = sys.modules["generator.cli.website"]
    anew = module._build_anew

    def seen(*args: Any, **options: Any) -> Any:
        read.append(True)
        return anew(*args, **options)

    module._build_anew = seen
    try:
        found: Any = CliRunner().invoke(main, ["build", *(words or ("--as-of", AS_OF))])
    finally:
        module._build_anew = anew
    found.working = bool(read)
    return found


def site(root: Path) -> whole.Tree:
    return whole.tree(root / "site")


def test_the_second_build_reads_nothing_and_says_the_same(root: Path) -> None:
    before = site(root)
    again = build()
    assert (again.exit_code, again.working) == (0, False)
    assert "更新 0，移除 0" in again.output
    assert "pufa publish" in again.output
    assert site(root) == before


def test_warnings_are_told_again(root: Path) -> None:
    kit.put(root, "campaigns/xianfa/notes.xyz", "left here")
    first, second = build(), build()
    assert (first.working, second.working) == (True, False)
    assert "W204" in first.output
    told = first.stdout.partition("网站已生成")[0]
    assert told.strip()
    assert second.stdout.startswith(told)


def _rewritten(path: Path) -> None:
    """Other bytes of the same length, with the times as they were."""
    state, data = path.stat(), bytearray(path.read_bytes())
    place = data.index(b"2025")
    data[place + 3] = ord("4")
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


EDITS: dict[str, Callable[[Path], Any]] = {
    "a digit of a record": lambda r: _rewritten(r / "campaigns/xianfa/events/2025.yml"),
    "a new article": lambda r: kit.put(r, "content/articles/neu.md", "# 新文章\n\n正文。\n"),
    "an article gone": lambda r: (r / "content/articles/xianfa.md").unlink(),
    "an attachment": lambda r: kit.put(r, "content/a.txt", "a"),
    "a template": lambda r: kit.put(r, "site_templates/pages/township.html", "<p>{{ title }}</p>"),
    "the settings": lambda r: (r / "mkdocs.yml").write_bytes((r / "mkdocs.yml").read_bytes() + b"\n# x\n"),
    "a folder": lambda r: (r / "campaigns" / "xianfa" / "leer").mkdir(parents=True),
    "a page of the site": lambda r: (r / "site" / "index.html").write_bytes(b"x"),
    "a page deleted": lambda r: (r / "site" / "404.html").unlink(),
    "a page added": lambda r: kit.put(r, "site/own.html", "x"),
    "a page touched": lambda r: os.utime(r / "site" / "index.html"),
    "a page as a link": lambda r: (
        os.replace(r / "site/404.html", r / "aside"),
        (r / "site/404.html").symlink_to(r / "aside"),
    ),
    "the kept results": lambda r: [p.write_bytes(b"") for p in kit.cache_of(r).glob("unchanged/*")],
    "a publication": lambda r: kit.put(r, "site/.pufa-publication.json", "{}"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_a_site_is_made_from_makes_it_anew(root: Path, edit: str) -> None:
    EDITS[edit](root)
    assert build().working


@pytest.mark.parametrize(
    "words",
    [("--as-of", "2025-07-01"), ("--as-of", AS_OF, "--strict"), ("--as-of", AS_OF, "--out", "other"), ("--quiet",)],
)
def test_another_wish_is_another_build(root: Path, words: tuple[str, ...]) -> None:
    del root
    assert build(*words).working


def test_a_build_for_another_day_in_between_is_no_site_of_this_day(root: Path) -> None:
    before = site(root)
    assert build("--as-of", "2025-01-31", "--out", "site").working
    assert site(root) != before
    assert build().working
    assert site(root) == before
    assert not build().working


def test_a_link_among_the_records_keeps_a_build_from_being_noted(root: Path) -> None:
    (root / "content" / "more").symlink_to(root / "content" / "articles")
    assert [build().working for _ in range(2)] == [True, True]


def test_a_fault_is_told_every_time_and_leaves_the_site(root: Path) -> None:
    before = site(root)
    kit.put(root, "campaigns/xianfa/events-neu.yml", "- title: x\n  township: 没有镇\n")
    for _ in range(2):
        failed = build()
        assert (failed.exit_code, failed.working) == (1, True)
    assert site(root) == before
    (root / "campaigns/xianfa/events-neu.yml").unlink()
    assert not build().working  # as it was when it was last built


def test_what_changes_while_a_build_runs_is_a_change_for_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.commands import build as module

    original = module.build_site

    def slow(*args: Any, **options: Any) -> Any:
        found = original(*args, **options)
        kit.put(root, "content/articles/spaet.md", "# 迟到的文章\n")
        return found

    kit.put(root, "content/articles/neu.md", "# 新文章\n")
    with monkeypatch.context() as patch:
        patch.setattr(module, "build_site", slow)
        assert build().working
    assert build().working
    assert (root / "site/articles/spaet/index.html").is_file()


def test_today_is_the_region_s_day(root: Path) -> None:
    del root
    assert [build("--quiet").working for _ in range(2)] == [True, False]


def test_the_shortcut_imports_neither_yaml_nor_templates(root: Path) -> None:
    heavy = {"yaml", "jinja2", "duckdb", "mkdocs", "icalendar", "markdown", "importlib.metadata"}
    code = "\n".join([
        "import sys",
        f"sys.argv = ['pufa', 'build', '--quiet', '--as-of', '{AS_OF}']",
        "from generator.cli import run",
        "run()",
        f"assert not {heavy!r} & set(sys.modules), {heavy!r} & set(sys.modules)",
    ])  # fmt: skip
    whole.run([sys.executable, "-c", code], root)
