"""The cache saves work and can never change a result."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest

import generator
from generator.base.cache import Cache, code_key, digest, project_cache


def test_a_result_is_made_once(tmp_path: Path) -> None:
    """The second time it comes from the folder; another program version makes it anew."""
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return "甲"

    cache = Cache(tmp_path, "v1")
    assert [cache.get("k", "a", make), cache.get("k", "a", make)] == ["甲", "甲"]
    assert len(made) == 1
    Cache(tmp_path, "v2").get("k", "a", make)
    assert len(made) == 2


def test_without_a_folder_everything_is_made() -> None:
    """`Cache(None)` keeps nothing and refuses nothing."""
    made: list[int] = []
    cache = Cache(None)
    for _ in range(2):
        cache.get("k", "a", lambda: made.append(1))
    cache.prune("k", set())
    assert len(made) == 2


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 400, b"\x80\x05cos\nsystem\n(S'echo'\ntR."])
def test_a_damaged_entry_counts_as_absent(tmp_path: Path, damage: bytes) -> None:
    """Torn, foreign or hostile bytes are neither believed nor run."""
    cache = Cache(tmp_path, "k")
    cache.store("k", "a", "甲")
    (entry,) = (tmp_path / "k").iterdir()
    entry.write_bytes(damage)
    assert cache.load("k", "a") is None
    assert cache.get("k", "a", lambda: "乙") == "乙"


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    """A bit that flipped on the disk is found by the check sum."""
    cache = Cache(tmp_path, "k")
    cache.store("k", "a", "甲" * 100)
    (entry,) = (tmp_path / "k").iterdir()
    data = bytearray(entry.read_bytes())
    data[-10] ^= 1
    entry.write_bytes(data)
    assert cache.load("k", "a") is None


def test_a_full_or_locked_disk_only_means_that_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result is there all the same, and no scraps."""

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(Path, "replace", full)
    cache = Cache(tmp_path, "k")
    assert cache.get("k", "a", lambda: "甲") == "甲"
    assert list((tmp_path / "k").iterdir()) == []
    (tmp_path / "file").write_text("x")
    assert Cache(tmp_path / "file", "k").get("k", "a", lambda: "甲") == "甲"


def test_pruning_keeps_what_was_used(tmp_path: Path) -> None:
    """The folder does not grow for ever."""
    cache = Cache(tmp_path, "k")
    for key in "abc":
        cache.store("k", key, key)
    cache.prune("k", {"b"})
    assert [cache.load("k", key) for key in "abc"] == [None, "b", None]
    cache.prune("other", {"b"})


def test_digests_know_where_parts_end() -> None:
    """ab+c and a+bc differ, text and its bytes do not, and lone surrogates do no harm."""
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("甲") == digest("甲".encode())
    assert digest("\ud800")


def test_the_program_s_own_key_changes_with_its_files(tmp_path: Path) -> None:
    """An upgrade forgets everything kept; a compiled file changes nothing."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/a.py").write_text("a")
    (tmp_path / "b.sql").write_text("b")
    first = code_key(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.pyc").write_text("x")
    assert code_key(tmp_path) == first
    os.utime(tmp_path / "inner/a.py", (1, 1))
    assert code_key(tmp_path) != first


class Runs:
    """An object whose pickle runs a command when it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch '{self.mark}'",)


def test_an_entry_that_this_user_did_not_write_is_not_believed(tmp_path: Path) -> None:
    """With a right plain sum, an entry moved to another name, another user's entry: all count as absent, none runs."""
    mark = tmp_path / "ran"
    cache = project_cache(tmp_path / "project", "k")
    assert cache.folder is not None
    cache.store("k", "a", "甲")
    cache.store("k", "b", "乙")
    one, other = sorted((cache.folder / "k").iterdir())
    data = pickle.dumps(Runs(mark))
    for sum_ in (hashlib.blake2b(data, digest_size=16).digest(), b"\0" * 16, b""):
        one.write_bytes(sum_ + data)
        other.write_bytes(sum_ + data)
        assert (cache.load("k", "a"), cache.load("k", "b")) == (None, None)
    cache.store("k", "a", "甲")
    cache.store("k", "b", "乙")
    before = other.read_bytes()
    other.write_bytes(one.read_bytes())
    assert None in (cache.load("k", "a"), cache.load("k", "b"))
    other.write_bytes(before)
    assert Cache(cache.folder, "k", b"another").load("k", "a") is None
    assert cache.load("k", "a") == "甲"
    assert not mark.exists()


def test_the_cache_lies_outside_of_the_project(tmp_path: Path) -> None:
    """Nothing is read from it and nothing is written to it; two projects have two, and the same project has one."""
    root = tmp_path / "a"
    root.mkdir()
    cache = project_cache(root, "k")
    cache.store("k", "a", 1)
    assert list(root.iterdir()) == []
    (tmp_path / "link").symlink_to(root)
    assert project_cache(tmp_path / "link", "k").load("k", "a") == 1
    assert project_cache(tmp_path / "b", "k").load("k", "a") is None


def test_the_cache_of_a_project_that_is_gone_is_dropped(tmp_path: Path) -> None:
    """When another project is built for the first time; one that is used stays."""
    gone, used, old = (tmp_path / n for n in ("gone", "used", "old"))
    for root in (gone, used, old):
        root.mkdir()
        project_cache(root, "k").store("k", "a", 1)
    folder = project_cache(old, "k").folder
    assert folder is not None
    os.utime(folder / "project", ((folder / "project").stat().st_mtime - 90 * 86400,) * 2)
    gone.rmdir()
    project_cache(tmp_path / "new", "k")
    homes = {name: (project_cache(tmp_path / name, "k").load("k", "a")) for name in ("gone", "used", "old")}
    assert homes == {"gone": None, "used": 1, "old": None}


def test_nothing_is_kept_in_a_place_that_others_can_write_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who could write an entry could have the program believe it."""
    (tmp_path / "pufa").mkdir()
    (tmp_path / "pufa").chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert project_cache(tmp_path, "k").folder is None


def test_pruning_follows_no_link(tmp_path: Path) -> None:
    """Neither a folder nor an entry that leads elsewhere costs a file there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "letter.doc").write_text("x")
    cache = Cache(tmp_path / "cache", "k")
    cache.store("k", "a", 1)
    (tmp_path / "cache/k/link").symlink_to(elsewhere / "letter.doc")
    (tmp_path / "cache/other").symlink_to(elsewhere)
    cache.prune("k", {"a"})
    cache.prune("other", set())
    assert cache.room("other") is None
    assert (elsewhere / "letter.doc").read_text() == "x"
    assert cache.load("k", "a") == 1


def test_every_file_of_the_program_and_its_data_counts(tmp_path: Path) -> None:
    """However deep it lies: an edit that keeps size and time of change shows too, by the time at which it was made."""
    package = tmp_path / "generator"
    shutil.copytree(Path(generator.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    key = code_key(package)
    for name in (
        "decode/repeat/chinese.py",
        "data/holidays.csv",
        "data/divisions.parquet",
        "figures/indicators/_layer.sql",
        "cli/base.py",
    ):
        path = package / name
        before = path.stat()
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert code_key(package) != key, name
        key = code_key(package)
    (package / "decode/repeat/new.py").touch()
    assert code_key(package) != key
