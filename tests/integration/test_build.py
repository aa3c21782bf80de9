"""The same input gives the same bytes: by every way to build, from any state of the cache, in any order of files."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import kit

from tests.integration.whole import (
    AS_OF,
    URL,
    Page,
    Tree,
    build,
    cold,
    environment,
    project,
    pufa,
    read_pages,
    run,
    same,
    small_project,
    tree,
)

EVENTS = "campaigns/guojia-anquan/events-2026.yml"
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]


@pytest.fixture(scope="module")
def reference(site: Path) -> Tree:
    """The bytes that every other way must give."""
    return tree(site)


@pytest.fixture(scope="module")
def small_reference(small: Path) -> Tree:
    """The same of the small project."""
    return tree(small / "site")


def edit(path: Path, old: str, new: str) -> None:
    """Change the first place in a file where `old` stands."""
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def test_mkdocs_build_gives_the_same_site(tmp_path: Path, reference: Tree) -> None:
    root = project(tmp_path / "p")
    run(MKDOCS, root, PUFA_AS_OF=AS_OF)
    same(reference, tree(root / "site"))
    run(pufa("build", "--as-of", AS_OF), root)  # over what MkDocs made, with what it kept
    same(reference, tree(root / "site"))
    run(MKDOCS, root, PUFA_AS_OF=AS_OF)
    same(reference, tree(root / "site"))
    assert sorted(p.name for p in root.iterdir()) == ["campaigns", "content", "mkdocs.yml", "site"]


def test_neither_time_zone_nor_hash_seed_nor_language_nor_day_matters(tmp_path: Path, reference: Tree) -> None:
    root = project(tmp_path / "p")
    same(reference, build(root, TZ="America/New_York", PYTHONHASHSEED="4711", LC_ALL="C"))


SHUFFLED = """
import os, random, sys
order = random.Random(7)
listdir, scandir = os.listdir, os.scandir

class Shuffled:
    def __init__(self, *words):
        with scandir(*words) as found:
            self.found = list(found)
        order.shuffle(self.found)
    def __enter__(self): return self
    def __exit__(self, *_): return None
    def __iter__(self): return self
    def __next__(self):
        if not self.found: raise StopIteration
        return self.found.pop()
    def close(self): pass

def shuffled(*words):
    found = listdir(*words)
    order.shuffle(found)
    return found

os.listdir, os.scandir = shuffled, Shuffled
assert [sorted(os.listdir()) == os.listdir() for _ in range(20)].count(False) > 10
from generator.cli import run
run()
"""


def test_the_order_in_which_the_system_lists_files_does_not_matter(tmp_path: Path, small_reference: Tree) -> None:
    root = small_project(tmp_path / "p")
    run([sys.executable, "-c", SHUFFLED, "build", "--as-of", AS_OF, "--quiet"], root)
    same(small_reference, tree(root / "site"))


def blocks(text: str) -> list[str]:
    """A YAML list of events, cut before every item of the outermost list; the first part is what stands before."""
    return re.split(r"(?m)^(?=- )", text)


def test_the_order_of_files_and_of_records_does_not_matter(tmp_path: Path, reference: Tree) -> None:
    """Files renamed so that they sort the other way round, and each file's events in the reverse order.

    Only the open data's column `source`, which names the file, may tell.
    """
    root = project(tmp_path / "p")
    renamed = {}
    turned = 0
    for folder in sorted((root / "campaigns").iterdir()):
        files = sorted(
            p for p in folder.rglob("*") if p.is_file() and ("events" in p.name or p.parent.name == "events")
        )
        for number, path in enumerate(reversed(files)):
            if path.suffix == ".yml":
                head, *items = blocks(path.read_text("utf-8"))
                path.write_text(head + "".join(reversed([i if i.endswith("\n") else f"{i}\n" for i in items])), "utf-8")
                turned += len(items) > 1
            new = path.with_name(f"{'events-' if path.name.startswith('events') else ''}{number:02d}-new{path.suffix}")
            renamed[new.relative_to(root).as_posix()] = path.relative_to(root).as_posix()
            path.rename(new)
    assert turned > 3
    found = build(root)
    for name in ("data/events.csv", "data/events.json"):
        assert found[name] != reference[name]
        text = found[name].decode()
        for new, old in renamed.items():
            text = text.replace(new, old)
        found[name] = text.encode()
    same(reference, found)


def rename_article(root: Path) -> None:
    """An article under another name, and the list of articles with it."""
    (root / "content/articles/fanzha.md").rename(root / "content/articles/fanzha2.md")
    edit(root / "content/articles/index.md", "(fanzha.md)", "(fanzha2.md)")


EDITS: dict[str, tuple[Callable[[Path], object], ...]] = {
    "records": (
        lambda root: edit(root / EVENTS, "status: 计划", "status: 取消"),
        lambda root: (root / EVENTS).write_text("".join(blocks((root / EVENTS).read_text("utf-8"))[:-1]), "utf-8"),
        lambda root: (root / EVENTS).rename(root / EVENTS.replace("-2026", "-new")),
        lambda root: edit(root / "campaigns/region.yml", "name: 民声社区", "name: 民声新社区"),
        lambda root: edit(root / "campaigns/region.yml", "office: 双塔司法所", "office: 双塔法律服务所"),
        lambda root: edit(root / "campaigns/sites.yml", "hours: 以村里公告为准", "hours: 每天"),
    ),
    "what every page says": (
        lambda root: edit(root / "campaigns/region.yml", "12348", "0570-12348"),
        lambda root: edit(root / "mkdocs.yml", "site_name: 江山普法", "site_name: 江山学法"),
    ),
    "texts": (
        lambda root: edit(root / "campaigns/bawu-pufa/index.md", "规划怎样来的", "规划从哪里来"),
        lambda root: edit(root / "content/articles/jietiao.md", "。", "。再看一遍。"),
        rename_article,
    ),
    "templates": (
        lambda root: own_template(root, "pages/event.html", "<dt>对象</dt>", "<dt>对谁讲</dt>"),
        lambda root: own_template(root, "overrides/partials/footer.html", "网站地图</p>", "全站</p>"),
        lambda root: own_template(root, "assets/pufa.css", "", "/* own */"),
    ),
}
"""Edits made one after another; none of a group hides what an earlier one should have changed."""


def own_template(root: Path, name: str, old: str, new: str) -> None:
    """Lay an own version of a shipped template into the project."""
    from generator.base.resources import templates_root

    target = root / "site_templates" / name
    target.parent.mkdir(parents=True)
    shutil.copyfile(templates_root() / name, target)
    edit(target, old, new)


@pytest.mark.parametrize("what", EDITS)
def test_rebuilds_after_edits_give_the_same_as_a_first_build(
    what: str, tmp_path: Path, small: Path, small_reference: Tree
) -> None:
    """And after the edits are taken back, the site is as it was."""
    root = tmp_path / "p"
    shutil.copytree(small, root)  # with its cache
    before = {
        p: p.read_bytes()
        for p in [*root.glob("campaigns/**/*"), *root.glob("content/**/*"), root / "mkdocs.yml"]
        if p.is_file()
    }
    found = small_reference
    for change in EDITS[what]:
        change(root)
        last, found = found, build(root)
        assert found != last
    same(cold(root, tmp_path / "cold"), found)
    for path in [*root.glob("campaigns/**/*"), *root.glob("content/**/*")]:
        if path.is_file() and path not in before:
            path.unlink()
    for path, data in before.items():
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
    shutil.rmtree(root / "site_templates", ignore_errors=True)
    same(small_reference, build(root))


def test_a_build_without_changes_writes_nothing(tmp_path: Path, small: Path, small_reference: Tree) -> None:
    root = tmp_path / "p"
    shutil.copytree(small, root)
    build(root)  # the copy's own files are noted
    times = {p: p.stat().st_mtime_ns for p in (root / "site").rglob("*")}
    said = run(pufa("build", "--as-of", AS_OF), root)
    assert "更新 0，移除 0" in said
    assert {p: p.stat().st_mtime_ns for p in (root / "site").rglob("*")} == times
    same(small_reference, tree(root / "site"))


def test_the_cache_can_go_be_damaged_or_be_another_days(tmp_path: Path, small: Path, small_reference: Tree) -> None:
    root = tmp_path / "p"
    shutil.copytree(small, root)
    run(pufa("build", "--as-of", "2025-03-03", "--quiet"), root)
    assert tree(root / "site") != small_reference
    same(small_reference, build(root))
    for number, path in enumerate(
        sorted(p for p in kit.cache_of(root).rglob("*") if p.is_file() and "layers" not in p.parts)
    ):
        path.write_bytes(path.read_bytes()[: number * 7] + b"?")
    same(small_reference, build(root))
    shutil.rmtree(kit.cache_of(root))
    same(small_reference, build(root))


def test_files_that_do_not_belong_go_and_files_that_were_changed_come_back(
    tmp_path: Path, small: Path, small_reference: Tree
) -> None:
    root = tmp_path / "p"
    shutil.copytree(small, root)
    (root / "site/events/gone/deep").mkdir(parents=True)
    (root / "site/events/gone/deep/index.html").write_text("old")
    (root / "site/index.html").write_text("changed by hand")
    (root / "site/calendars/all.ics").unlink()
    same(small_reference, build(root))
    assert not (root / "site/events/gone").exists()


def test_a_site_below_a_path_names_no_absolute_link(tmp_path: Path, small_reference: Tree) -> None:
    """Moved below /pufa/, the same pages work: only addresses that must be whole change, and they have the path."""
    root = small_project(tmp_path / "p")
    edit(root / "mkdocs.yml", f"site_url: {URL}", "site_url: https://x.gov.cn/pufa/")
    found = build(root)
    assert sorted(found.keys() ^ small_reference.keys()) == []
    pages = read_pages(root / "site")
    faults = [
        f"{p.path}: {link}"
        for p in pages.values()
        for _, _, link in p.references()
        if link.startswith("/") and p.path != "404.html"
    ]
    assert faults[:20] == []
    # Shown for any wrong address, however deep, this page can only name its links from the host's root.
    ways = [link for _, name, link in pages["404.html"].references() if name in ("href", "src") and ":" not in link]
    assert [w for w in ways if not w.startswith(("/pufa/", "#"))] == []
    old = URL.encode().removeprefix(b"https://")
    assert [path for path, data in found.items() if old.rstrip(b"/") in data and not own_words(path)] == []
    assert canonical(pages["coverage/2025/"]) == "https://x.gov.cn/pufa/coverage/2025/"
    assert b"URL:https://x.gov.cn/pufa/events/" in found["calendars/all.ics"].replace(b"\r\n ", b"")
    for path, data in found.items():
        if path.endswith(".html") and path != "404.html":
            back = data.replace(b"https://x.gov.cn/pufa/", URL.encode()).replace(
                b"webcal://x.gov.cn/pufa/", b"webcal://" + old
            )
            assert back == small_reference[path], path


def own_words(path: str) -> bool:
    """The handbook and the page about the site may name the example's address in their text."""
    return path.startswith(("guide/", "about/", "search/"))


def canonical(page: Page) -> str:
    return page.one("//link[@rel='canonical']/@href")


def test_the_day_decides_what_is_past(tmp_path: Path, small: Path) -> None:
    """`--as-of` reaches the pages: what is coming on one day is past on another, and nothing else is read from a clock."""
    root = tmp_path / "p"
    shutil.copytree(small, root)
    run(pufa("build", "--as-of", "2026-01-05", "--quiet"), root)
    home = (root / "site/index.html").read_text("utf-8")
    assert "2026年1月5日" in home
    assert "2026年11月21日" not in home
    with io.StringIO((root / "site/data/region.csv").read_text("utf-8-sig")) as stream:
        assert next(csv.DictReader(stream))["as_of"] == "2026-01-05"


def test_mkdocs_and_pufa_refuse_the_same_faults_and_leave_the_site(
    tmp_path: Path, small: Path, small_reference: Tree
) -> None:
    root = tmp_path / "p"
    shutil.copytree(small, root)
    edit(root / EVENTS, "township: ", "township: 没有这个镇 # ")
    mine = run(pufa("build", "--as-of", AS_OF), root, status=1)
    theirs = run(MKDOCS, root, status=1, PUFA_AS_OF=AS_OF)
    for said in (mine, theirs):
        assert f"{EVENTS}:" in said
        assert "E104" in said
        assert "原来的网站没有变" in said
        assert "Traceback" not in said
    same(small_reference, tree(root / "site"))


def test_marks_in_an_officers_head_stay_words(good: Path) -> None:
    """Straight quotes and & in an article's title and summary are shown as they were written."""
    title, summary = "问与答 Q&A：“证据”与 'proof'", '什么是"证据"？ 借条&收条，都留着'
    head = f"---\n标题: {title}\n摘要: {summary}\n---\n"
    (good / "content/articles").mkdir(exist_ok=True)
    (good / "content/articles/zhengju.md").write_text(f"{head}\n正文。\n", "utf-8")
    build(good)
    page = read_pages(good / "site")["articles/zhengju/"]
    assert page.one("//meta[@name='description']/@content") == summary
    assert page.one("//h1") == title
    assert page.one("//head/title").startswith(title)


def test_nothing_of_the_tester_reaches_the_site(reference: Tree) -> None:
    """No path, user, or machine of whoever built it."""
    marks = [environment()["PATH"].split(":")[0].encode(), b"/tmp/", str(Path.home()).encode() + b"/"]
    assert [
        p
        for p, data in reference.items()
        if p.endswith((".html", ".json", ".csv", ".ics")) and any(m in data for m in marks)
    ] == []
