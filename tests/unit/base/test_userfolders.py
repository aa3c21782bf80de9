"""A user's own folders count only where nobody else can have put anything into them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.base import userfolders


def test_a_private_folder_is_made(tmp_path: Path) -> None:
    """For the user alone, with all folders above it."""
    folder = userfolders.private(tmp_path / "a/b")
    assert folder is not None
    assert folder.stat().st_mode & 0o077 == 0


def _writable(path: Path) -> None:
    path.mkdir()
    path.chmod(0o777)


def _link(path: Path) -> None:
    (path.parent / "real").mkdir(mode=0o700)
    path.symlink_to("real")


def _of_another(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    path.mkdir(mode=0o700)
    os.chown(path, 4711, 4711)


@pytest.mark.parametrize("make", [_writable, _link, _of_another, Path.touch])
def test_a_folder_that_others_can_have_written_to_does_not_count(tmp_path: Path, make: object) -> None:
    """Open to others, a link, another user's, a file: none is believed."""
    make(tmp_path / "a")  # type: ignore[operator]
    assert userfolders.private(tmp_path / "a") is None


def test_the_secret_is_made_once_and_not_taken_from_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for every run of this user; a link or a torn file in its place is replaced."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    first = userfolders.secret()
    assert first is not None
    assert len(first) == 32
    assert userfolders.secret() == first
    path = tmp_path / "pufa/key"
    assert path.stat().st_mode & 0o077 == 0
    (tmp_path / "known").write_bytes(b"k" * 32)
    path.unlink()
    path.symlink_to(tmp_path / "known")
    assert userfolders.secret() not in (None, b"k" * 32)
    path.write_bytes(b"torn")
    assert len(userfolders.secret() or b"") == 32


def test_without_a_place_there_is_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so nothing is kept."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    assert userfolders.secret() is None
