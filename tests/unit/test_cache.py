"""The cache saves work and can never change a result."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.cache import Cache, code_key, digest


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
