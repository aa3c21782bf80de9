"""What counts as an edit; what is watched; that every kind of edit is heard, and a burst once."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.desk.preview.edits import USUAL, counts, is_remote, real_folders
from generator.desk.preview.watch import Watch
from tests.unit.desk_kit import alone

READ = (*USUAL, "tools/mend.py")
EDITS = ["campaigns/a/events.yml", "campaigns/a", "campaigns", "content/x/图.png", "mkdocs.yml", "site_templates/pages/event.html", "tools/mend.py", "tools"]  # fmt: skip
NOISE = [
    ".", ".git/index", "campaigns/.events.yml.swp", "campaigns/a/~$events.xlsx", "campaigns/a/.~lock.x.xlsx#", "campaigns/a/x.tmp",
    "content/.obsidian/workspace", "site/index.html", ".site.pufa/index.html", "mkdocs.yml~", "mkdocs.yml.bak", "tools/other.py",
    "campaigns2/x.yml", "contents/x.md", "../campaigns/x.yml", "tools/__pycache__/mend.pyc", "campaigns/#events.yml#", "README.md",
]  # fmt: skip


@pytest.mark.parametrize("path", EDITS)
def test_edits_count(path: str):
    assert counts(f"/p/{path}", "/p", READ)


@pytest.mark.parametrize("path", NOISE)
def test_noise_does_not(path: str):
    assert not counts(f"/p/{path}", "/p", READ)


def test_a_network_drive_is_known_by_its_mount():
    mounts = "/dev/sda1 / ext4 rw 0 0\n//nas/docs /mnt/my\\040docs cifs rw 0 0\nx /mnt/s fuse.sshfs rw 0 0\n/dev/sdb /mnt/my\\040docs/disk ext4 rw 0 0\nbroken\n"
    assert is_remote("/mnt/my docs/p", mounts)
    assert is_remote("/mnt/s", mounts)
    assert not is_remote("/home/p", mounts)
    assert not is_remote("/mnt/my docs/disk/p", mounts)
    assert not is_remote("/mnt/my docs2", mounts)
    assert not is_remote("/p", "")


def project(tmp_path: Path) -> Path:
    root = tmp_path / "p"
    for folder in ("campaigns/a", "content/x", "site/big", ".git"):
        (root / folder).mkdir(parents=True)
    (root / "mkdocs.yml").write_text("a")
    (root / "campaigns/a/events.yml").write_text("a")
    return root


def test_links_and_hidden_folders_are_not_watched(tmp_path: Path):
    """In a received folder a link may lead to the whole disk."""
    root = project(tmp_path)
    (root / "campaigns/.git").mkdir()
    (root / "campaigns/all").symlink_to("/")
    (root / "site_templates").symlink_to("/")
    found = [os.path.relpath(folder, root) for folder, _ in real_folders(root, USUAL)]
    assert found == [".", "campaigns", "campaigns/a", "content", "content/x"]


EVENTS: dict[str, Callable[[Path], object]] = {
    "saved": lambda p: (p / "campaigns/a/events.yml").write_text("b"),
    "by another name": lambda p: ((p / "campaigns/a/.t").write_text("b"), (p / "campaigns/a/.t").rename(p / "campaigns/a/events.yml")),
    "deleted": lambda p: (p / "campaigns/a/events.yml").unlink(),
    "renamed": lambda p: (p / "campaigns/a/events.yml").rename(p / "campaigns/a/events-2.yml"),
    "settings": lambda p: (p / "mkdocs.yml").write_text("b"),
    "a new folder": lambda p: ((p / "site_templates/pages").mkdir(parents=True), (p / "site_templates/pages/a.html").write_text("b")),
    "a folder renamed": lambda p: (p / "campaigns/a").rename(p / "campaigns/b"),
    "a folder deleted": lambda p: shutil.rmtree(p / "content"),
    "300 files": lambda p: [(p / f"content/{n}.md").write_text("b") for n in range(300)],
}  # fmt: skip


async def heard(root: Path, act: Callable[[Path], object], *, poll: bool = False) -> list[int]:
    """How often a build was asked for after `act`, and after one more edit in whatever is there then."""
    times: list[int] = [0]

    def changed() -> None:
        times[-1] += 1

    said: list[str] = []
    watch = Watch(root, changed, said.append)
    watch.polling = poll
    task = asyncio.ensure_future(watch.run())
    await asyncio.wait_for(watch.ready.wait(), 10)
    await asyncio.sleep(1.2 if poll else 0.1)
    times[-1] = 0
    await asyncio.to_thread(act, root)
    await asyncio.sleep(2.5 if poll else 0.8)
    times.append(0)
    (root / "campaigns/last.yml").write_text("c")
    await asyncio.sleep(2.5 if poll else 0.5)
    watch.end()
    await asyncio.wait_for(task, 5)
    assert bool(said) == poll
    return times


@pytest.mark.slow
@pytest.mark.parametrize("name", EVENTS)
def test_every_edit_is_heard(name: str, tmp_path: Path):
    """Once; where folders have come or gone, a second time, since nobody listened while they were looked up."""
    first, second = alone(heard(project(tmp_path), EVENTS[name]))
    assert 1 <= first <= (3 if "folder" in name else 1)
    assert second == 1


@pytest.mark.slow
def test_what_is_no_edit_is_not_heard(tmp_path: Path):
    def act(p: Path) -> None:
        for name in (
            "site/big/index.html",
            "campaigns/a/~$events.xlsx",
            "campaigns/a/.hidden",
            ".git/index",
            "notes.txt",
        ):
            (p / name).write_text("x")
        (p / "campaigns/a/events.yml").read_text()

    assert alone(heard(project(tmp_path), act))[0] == 0


@pytest.mark.slow
def test_where_the_system_says_nothing_one_looks(tmp_path: Path):
    root = project(tmp_path)
    (root / "campaigns/all").symlink_to("/")  # would be looked through for minutes
    first, second = alone(heard(root, EVENTS["saved"], poll=True))
    assert first == 1
    assert second == 1


@pytest.mark.slow
def test_what_a_build_reads_may_change(tmp_path: Path):
    root = project(tmp_path)
    (root / "docs").mkdir()

    async def run() -> list[int]:
        times = [0]

        def changed() -> None:
            times[-1] += 1

        watch = Watch(root, changed, print)
        task = asyncio.ensure_future(watch.run())
        await asyncio.wait_for(watch.ready.wait(), 10)
        (root / "docs/a.md").write_text("a")
        await asyncio.sleep(0.4)
        times.append(0)
        watch.read(("mkdocs.yml", "docs"))
        await asyncio.sleep(0.4)
        times.append(0)
        (root / "docs/a.md").write_text("b")
        await asyncio.sleep(0.4)
        watch.end()
        await asyncio.wait_for(task, 5)
        return times

    assert alone(run()) == [0, 1, 1]
