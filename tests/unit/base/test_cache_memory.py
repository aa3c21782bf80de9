"""What a process has at hand from run to run: read once, dropped when it is not used, and never another program's."""

from __future__ import annotations

from pathlib import Path

from generator.base.cache import Cache, Memory

SECRET = b"s" * 32


def caches(tmp_path: Path, memory: Memory, key: str = "k") -> Cache:
    return Cache(tmp_path, key, SECRET, memory)


def test_what_was_stored_or_loaded_is_at_hand_without_its_file(tmp_path: Path) -> None:
    Cache(tmp_path, "k", SECRET).store("kind", "a", [1])
    memory: Memory = {}
    assert caches(tmp_path, memory).load("kind", "a") == [1]
    caches(tmp_path, memory).store("kind", "b", [2])
    for file in (tmp_path / "kind").iterdir():
        file.unlink()
    again = caches(tmp_path, memory)
    assert (again.load("kind", "a"), again.load("kind", "b"), again.load("kind", "c")) == ([1], [2], None)
    assert (again.has("kind", "a"), again.has("kind", "c")) == (True, False)
    assert Cache(tmp_path, "k", SECRET).load("kind", "a") is None


def test_what_was_not_used_is_dropped(tmp_path: Path) -> None:
    memory: Memory = {}
    cache = caches(tmp_path, memory)
    for key in "abc":
        cache.store("kind", key, key)
    cache.store("other", "a", "o")
    cache.prune("kind", {"b"})
    assert [cache.load("kind", key) for key in "abc"] == [None, "b", None]
    assert cache.load("other", "a") == "o"
    assert len(memory) == 2


def test_another_program_finds_nothing(tmp_path: Path) -> None:
    memory: Memory = {}
    caches(tmp_path, memory, "old").store("kind", "a", 1)
    assert caches(tmp_path, memory, "new").load("kind", "a") is None


def test_a_cache_that_keeps_nothing_may_remember() -> None:
    memory: Memory = {}
    Cache(None, "k", memory=memory).store("kind", "a", 1)
    assert Cache(None, "k", memory=memory).load("kind", "a") == 1
