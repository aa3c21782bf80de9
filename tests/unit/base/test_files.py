"""Writing and reading in somebody else's folder never follows a link, and never waits."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from generator.base import files


def test_a_file_is_replaced_whole_and_a_link_is_not_followed(tmp_path: Path) -> None:
    """The name gets the new bytes; what a link led to keeps its own; rights stay."""
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (tmp_path / "a").symlink_to(outside)
    files.replace_file(tmp_path / "a", b"new")
    assert not (tmp_path / "a").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"new"
    assert outside.read_text() == "mine"
    (tmp_path / "a").chmod(0o600)
    files.replace_file(tmp_path / "a", b"newer")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    files.replace_file(tmp_path / "b", b"x")
    (tmp_path / "c").touch()
    assert (tmp_path / "b").stat().st_mode == (tmp_path / "c").stat().st_mode
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b", "c", "outside"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No half file, no scraps."""
    (tmp_path / "a").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        files.replace_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    "path", ["", ".", "..", "a/..", "../a", "/a", "a//b", "a/./b", "C:/a", "a\\..\\b", "a\0b", "a/"]
)
def test_paths_that_do_not_lead_inside(path: str) -> None:
    """Whatever system they were written for."""
    assert not files.is_inside(path)


@pytest.mark.parametrize("path", ["a", "a/b.html", "活动/甲.ics", "...", "a..b/c"])
def test_paths_that_lead_inside(path: str) -> None:
    """Chinese names and dots within them are fine."""
    assert files.is_inside(path)


def test_what_is_plain_and_what_is_not(tmp_path: Path) -> None:
    """Links, pipes and missing files are neither plain files nor folders; a pipe does not make its reader wait."""
    (tmp_path / "file").write_text("x" * 10)
    (tmp_path / "folder").mkdir()
    (tmp_path / "to-file").symlink_to("file")
    (tmp_path / "to-folder").symlink_to("folder")
    os.mkfifo(tmp_path / "pipe")
    assert [n for n in sorted(os.listdir(tmp_path)) if files.is_real_file(tmp_path / n)] == ["file"]
    assert [n for n in sorted(os.listdir(tmp_path)) if files.is_real_folder(tmp_path / n)] == ["folder"]
    assert files.read_plain(tmp_path / "file", 4) == b"xxxx"
    for name in ("to-file", "pipe", "folder", "none"):
        with pytest.raises(OSError, match=r"."):
            files.read_plain(tmp_path / name, 4)
    assert files.without_links(tmp_path, "folder/x")
    assert not files.without_links(tmp_path, "to-folder/x")
    with pytest.raises(OSError, match=r"."):
        files.open_lock(tmp_path / "to-file")
