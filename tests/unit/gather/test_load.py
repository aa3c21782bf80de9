"""The walk through a project: what is read, what is passed over, what is refused, and never a crash."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sites import kit

from generator.base.cache import Cache
from generator.gather import Loaded, line_reader, load


def read(root: Path, docs: str = "content") -> Loaded:
    return load(root, Cache(None), docs=docs)


def test_the_good_site_is_read_whole(good: Path) -> None:
    """YAML in two folders, five ledgers of four encodings, pages and the files they came from."""
    found = read(good)
    assert found.diagnostics == []
    assert len(found.events) == 7
    assert [c.id for c in found.campaigns] == ["xianfa"]
    assert [p.name for p in found.pages] == ["articles/xianfa.md", "index.md"]
    assert len(found.inputs) == 13


@pytest.mark.parametrize(
    "name",
    [
        "~$events.xlsx",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        ".events.yml.swp",
        "events.yml~",
        "events.yml.bak",
        "events.tmp",
    ],
)
def test_what_other_programs_leave_is_passed_over(base: Path, name: str) -> None:
    """Excel's lock files and the like are nobody's fault."""
    kit.put(base, f"campaigns/xianfa/{name}", b"\0\1\2")
    kit.put(base, f"content/{name}", b"\0\1\2")
    assert kit.look(base) == ()


@pytest.mark.parametrize(
    "name", ["events.xls", "events.ods", "huodong.yml", "事件.csv", "notes.md", "photos/a.jpg", "events/deep/a.yml"]
)
def test_files_without_use_are_named(base: Path, name: str) -> None:
    """A file that nothing reads gets a reminder, so that nobody waits for its events."""
    kit.put(base, f"campaigns/xianfa/{name}", "- x\n")
    assert [d.code for d in kit.look(base)] == ["W204"]


@pytest.mark.parametrize("ending", ["yaml", "YML"])
def test_both_endings_are_read_and_named(base: Path, ending: str) -> None:
    """A fault in region.yaml is reported in region.yaml."""
    for name in ("region", "sites", "xianfa/campaign"):
        os.rename(base / f"campaigns/{name}.yml", base / f"campaigns/{name}.{ending}")
    assert kit.look(base) == ()
    with (base / f"campaigns/region.{ending}").open("a") as stream:
        stream.write("code: x\n")
    (fault,) = kit.look(base)
    assert str(fault.span) == f"campaigns/region.{ending}:20:1"


@pytest.mark.parametrize("name", ["region", "sites", "xianfa/campaign"])
def test_the_same_file_with_both_endings_is_a_clash(base: Path, name: str) -> None:
    """The first is read, the second is named; nothing is merged or shadowed without a word."""
    (base / f"campaigns/{name}.yaml").write_bytes((base / f"campaigns/{name}.yml").read_bytes())
    assert kit.places(kit.look(base)) == [f"campaigns/{name}.yml E012"]


def test_names_that_differ_only_in_form_clash(base: Path) -> None:
    """Case, full width and composed accents: one file on Windows or a Mac."""
    for name in ("é.md", "e\u0301.md", "Ａ.md", "a.md"):
        kit.put(base, f"content/{name}", "甲\n")
    assert [d.code for d in kit.look(base)] == ["E012", "E012"]


def test_a_folder_name_that_is_no_id(base: Path) -> None:
    """A campaign's folder is its address."""
    kit.put(base, "campaigns/宪法/campaign.yml", "title: 甲\n")
    assert kit.places(kit.look(base)) == ["campaigns/宪法 E027"]


def test_control_characters_in_names(base: Path) -> None:
    """A name that cannot be shown as it is is refused and shown in safe form."""
    kit.put(base, "content/a\u202egpj.md", "甲\n")
    (fault,) = kit.look(base)
    assert str(fault.span) == "content/a<U+202E>gpj.md"


def test_a_name_that_is_no_text(base: Path) -> None:
    """Bytes of another encoding in a file's name are a fault, not a crash."""
    (Path(os.fsdecode(os.fsencode(base) + b"/content/\xff\xfe.md"))).write_text("甲\n")
    assert [d.code for d in kit.look(base)] == ["E011"]


def test_links_out_of_the_project_are_refused(base: Path, tmp_path: Path) -> None:
    """Files and folders, relative and absolute; nothing of what they point at is read."""
    secret = kit.put(tmp_path, "secret/a.md", "秘密\n")
    (base / "content/a.md").symlink_to(secret)
    (base / "content/folder").symlink_to(secret.parent)
    (base / "campaigns/xianfa/events-2.yml").symlink_to("/etc/passwd")
    (base / "campaigns/xianfa/events-3.csv").symlink_to("../../../secret/a.md")
    found = read(base)
    assert [d.code for d in found.diagnostics] == ["E009"] * 4
    assert not any("秘密" in page.document.body for page in found.pages)


@pytest.mark.parametrize("folder", ["campaigns", "content"])
def test_top_folders_that_are_links_out_are_refused(base: Path, tmp_path: Path, folder: str) -> None:
    """The folders themselves may lead outside no more than what is in them."""
    os.rename(base / folder, tmp_path / "elsewhere")
    (base / folder).symlink_to(tmp_path / "elsewhere")
    assert f"{folder} E009" in kit.places(kit.look(base))


def test_links_inside_the_project_are_read(base: Path) -> None:
    """A link to another file of the project does no harm."""
    kit.put(base, "content/a.md", "甲\n")
    (base / "content/b.md").symlink_to("a.md")
    assert kit.look(base) == ()


def test_links_in_circles_end(base: Path) -> None:
    """A folder that holds itself, two that hold each other, and a link to itself."""
    (base / "content/one").mkdir()
    (base / "content/two").mkdir()
    (base / "content/self").symlink_to(".")
    (base / "content/one/up").symlink_to("../two")
    (base / "content/two/up").symlink_to("../one")
    (base / "content/loop.md").symlink_to("loop.md")
    (base / "campaigns/loop").symlink_to("loop")
    faults = kit.look(base)
    assert {d.code for d in faults} == {"E001"}
    assert len(faults) == 5


def test_deep_folders_end(base: Path) -> None:
    """Twelve levels are enough for anybody."""
    kit.put(base, "content/" + "a/" * 20 + "b.md", "甲\n")
    assert [d.code for d in kit.look(base)] == ["E005"]


@pytest.mark.parametrize("what", ["fifo", "folder"])
def test_what_is_no_file_is_no_file(base: Path, what: str) -> None:
    """A pipe would wait for ever; a folder named like a file is not read."""
    path = base / "campaigns/xianfa/events-2.yml"
    if what == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    (fault,) = kit.look(base)
    assert fault.code == ("E001" if what == "fifo" else "W204")


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes the system refuse a path, for root too."""
    refused: list[str] = []
    scandir, opened = os.scandir, Path.open

    def is_refused(path: Any) -> None:
        if any(str(path).endswith(r) for r in refused):
            raise PermissionError(13, "Permission denied", str(path))

    @contextmanager
    def scan(path: Any) -> Iterator[Any]:
        is_refused(path)
        with scandir(path) as found:
            yield found

    def open_(self: Path, *arguments: Any, **named: Any) -> Any:
        is_refused(self)
        return opened(self, *arguments, **named)

    monkeypatch.setattr(os, "scandir", scan)
    monkeypatch.setattr(Path, "open", open_)
    yield refused.append
    monkeypatch.undo()


@pytest.mark.parametrize(
    "path",
    [
        "campaigns",
        "campaigns/xianfa",
        "content",
        "campaigns/region.yml",
        "campaigns/xianfa/events.yml",
        "content/index.md",
    ],
)
def test_no_permission_is_a_fault_with_advice(base: Path, locked: Any, path: str) -> None:
    """A folder or file that may not be read is named, in Chinese, and the others are still checked."""
    kit.put(base, "campaigns/xianfa/events-2.csv", "坏的\n")
    locked(f"base/{path}")
    faults = {str(d.span): d for d in kit.look(base)}
    assert faults[path].code == "E001"
    assert "没有权限" in faults[path].message
    assert ("campaigns/xianfa/events-2.csv:1" in faults) == (path not in ("campaigns", "campaigns/xianfa"))


def test_nothing_there_is_said(tmp_path: Path) -> None:
    """An empty folder, and a site without its region, get the command that makes one."""
    kit.put(tmp_path, "mkdocs.yml", (kit.BASE / "mkdocs.yml").read_bytes())
    (fault,) = kit.look(tmp_path)
    assert (fault.code, "pufa init" in fault.hint) == ("E010", True)
    (tmp_path / "campaigns").mkdir()
    assert kit.places(kit.look(tmp_path)) == ["campaigns/region.yml E010"]


def test_lines_are_quoted_as_the_reader_saw_them(tmp_path: Path) -> None:
    """GB18030 and Windows line ends are quoted as text; what is not there is None."""
    kit.put(tmp_path, "a.csv", "编号,名称\r\n一,甲\r\n".encode("gb18030"))
    quote = line_reader(tmp_path)
    assert quote("a.csv", 2) == "一,甲"
    assert quote("a.csv", 9) is None
    assert quote("b.csv", 1) is None
    assert quote("", 1) is None


def test_the_cache_changes_nothing(good: Path, tmp_path: Path) -> None:
    """Read twice through a cache, then without: the same events and faults."""
    cache = Cache(tmp_path / "cache", "k")
    kit.put(good, "campaigns/xianfa/events-9.yml", "- title: <b>\n")
    plain, first, second = read(good), load(good, cache), load(good, cache)
    assert plain.events == first.events == second.events
    assert plain.diagnostics == first.diagnostics == second.diagnostics != []


@pytest.mark.parametrize("name", [".x/deep/a", ".a", "b~", "~$c.css", "d.tmp"])
@pytest.mark.parametrize("target", ["outside", "inside"])
def test_links_where_nobody_looks_are_refused(base: Path, tmp_path: Path, name: str, target: str) -> None:
    """MkDocs goes through hidden folders too, and follows what it finds there."""
    (tmp_path / "outside").mkdir()
    link = base / "content" / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(tmp_path / "outside" if target == "outside" else base / "campaigns")
    assert kit.places(kit.look(base)) == [f"content/{name} E009"]


def test_what_an_editor_leaves_is_no_link_that_leads_out(base: Path) -> None:
    """Emacs marks an open file by a link to nowhere."""
    (base / "content/.#index.md").symlink_to("officer@desk.4711:1700000000")
    (base / "content/.git").mkdir()
    (base / "content/.git/HEAD").write_text("ref: x")
    assert kit.look(base) == ()


def test_links_in_linked_folders_are_refused(base: Path) -> None:
    """A few of them in each of a few folders make more paths than a machine can walk."""
    for number in range(12):
        folder = base / f"pool/{number}"
        folder.mkdir(parents=True)
        for name in "abcdefghij":
            (folder / name).symlink_to(f"../{number + 1}")
    (base / "pool/12").mkdir()
    (base / "content/pool").symlink_to("../pool/0")
    assert kit.places(kit.look(base)) == [f"content/pool/{name} E001" for name in "abcdefghij"]
