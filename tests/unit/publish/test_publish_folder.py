"""A site is put in place whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.base.artifacts import Planned
from generator.base.cache import Cache
from generator.publish import staging
from generator.publish.faults import PublishFault
from generator.publish.folder import planned, put
from tests.signals import sigint


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


OLD = {"404.html": b"0", "index.html": b"old", "a/index.html": b"old a", "b/index.html": b"gone"}
NEW = {"404.html": b"0", "index.html": b"new", "a/index.html": b"new a", "c/d/index.html": b"more"}


def plans(files: dict[str, bytes]) -> list[Planned]:
    return [planned(path, data) for path, data in files.items()]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", "k")


@pytest.fixture
def site(tmp_path: Path, cache: Cache) -> Path:
    """A site as the last good build left it."""
    out = tmp_path / "site"
    put(out, plans(OLD), cache)
    assert tree(out) == OLD
    return out


def only_site(out: Path) -> None:
    """Nothing is left beside the site."""
    assert sorted(p.name for p in out.parent.iterdir()) == ["cache", "site"]


def test_a_new_site_is_exactly_the_plan(site: Path, cache: Cache) -> None:
    """Files come, change and go; empty folders go too; the report counts."""
    report = put(site, plans(NEW), cache)
    assert tree(site) == NEW
    assert not (site / "b").exists()
    assert (report.files, report.written, report.removed, report.size) == (4, 3, 1, sum(map(len, NEW.values())))
    only_site(site)


def test_what_has_not_changed_is_not_made(site: Path, cache: Cache) -> None:
    """Neither rendered nor touched."""
    before = {p: p.stat().st_mtime_ns for p in site.rglob("*.html")}

    def never() -> bytes:
        raise AssertionError

    report = put(site, [Planned(p.path, p.key, never) for p in plans(OLD)], cache)
    assert (report.written, report.removed) == (0, 0)
    assert {p: p.stat().st_mtime_ns for p in site.rglob("*.html")} == before


def test_what_somebody_changed_is_put_right(site: Path, cache: Cache) -> None:
    """A file of the site that was edited or deleted by hand is as planned after the next build."""
    (site / "index.html").write_bytes(b"by hand")
    (site / "a/index.html").unlink()
    put(site, plans(OLD), cache)
    assert tree(site) == OLD


def test_without_the_cache_the_result_is_the_same(site: Path, tmp_path: Path) -> None:
    """The cache may be deleted at any time."""
    shutil.rmtree(tmp_path / "cache")
    put(site, plans(NEW), Cache(None))
    assert tree(site) == NEW


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "full"), OSError(errno.EACCES, "no"), KeyboardInterrupt(), RuntimeError("x"), MemoryError()],
)
def test_a_failure_on_the_way_changes_nothing(site: Path, cache: Cache, error: BaseException) -> None:
    """A full disk, Ctrl-C or a broken template after half the files: the last good site stays byte by byte."""

    def broken() -> Iterator[Planned]:
        yield from plans(NEW)[:2]
        raise error

    with pytest.raises(BaseException) as caught:
        put(site, broken(), cache)
    assert isinstance(caught.value, PublishFault if isinstance(error, OSError) else type(error))
    assert tree(site) == OLD
    only_site(site)


def test_a_page_that_cannot_be_made_changes_nothing(site: Path, cache: Cache) -> None:
    """The fault of one page among many reaches the caller as it is."""

    def broken() -> bytes:
        raise ValueError("this page")

    with pytest.raises(ValueError, match="this page"):
        put(site, [*plans(NEW), Planned("z.html", "k", broken)], cache)
    assert tree(site) == OLD


class Full:
    """A disk that takes only so many bytes, and only a part of the last piece, as a real one does."""

    def __init__(self, room: int) -> None:
        self.room = room

    def __call__(self, path: str, mode: str = "r", buffering: int = -1, **named: object):
        stream = open(path, mode, buffering, **named)  # type: ignore[call-overload]  # noqa: SIM115 - the wrapper closes it
        if "w" not in mode or "b" not in mode:
            return stream
        disk = self

        class Stream:
            def __enter__(self):
                return self

            def __exit__(self, *_: object) -> None:
                stream.close()

            def write(self, data) -> int:
                if not disk.room:
                    raise OSError(errno.ENOSPC, "No space left on device", path)
                piece = bytes(data)[: disk.room]
                disk.room -= len(piece)
                return stream.write(piece)

        return Stream()


@pytest.mark.parametrize("room", range(12))
def test_a_disk_that_fills_up_leaves_no_torn_page(
    site: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """The system first takes a part of a write without an error: no file may go out cut short."""
    monkeypatch.setattr(staging, "open", Full(room), raising=False)
    with pytest.raises(PublishFault, match="磁盘满了"):
        put(site, plans(NEW), cache)
    assert tree(site) == OLD
    only_site(site)


def test_a_disk_with_just_enough_room_is_enough(site: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same disk with room for the last byte."""
    monkeypatch.setattr(staging, "open", Full(12), raising=False)
    put(site, plans(NEW), cache)
    assert tree(site) == NEW


class KilledError(BaseException):
    """Stands for kill -9: nothing of the program runs after it."""


@pytest.mark.parametrize("after", range(5))
def test_killed_between_moves_the_next_run_finishes(
    site: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """However many files had been moved, the next run first brings the interrupted one to its end."""
    real, count = os.replace, 0

    def replace(a: object, b: object) -> None:
        nonlocal count
        if "index.html" in str(a):
            if count == after:
                raise KilledError
            count += 1
        real(a, b)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        if after < 3:
            with pytest.raises(KilledError):
                put(site, plans(NEW), cache)
        else:
            put(site, plans(NEW), cache)
    seen: list[dict[str, bytes]] = []

    def look() -> Iterator[Planned]:
        seen.append(tree(site))
        yield from plans(NEW)

    put(site, look(), cache)
    assert seen == [NEW]
    assert tree(site) == NEW
    only_site(site)


def test_what_a_killed_run_left_before_its_moves_is_thrown_away(site: Path, cache: Cache) -> None:
    """Staged files without a finished list of moves mean nothing."""
    staging = site.parent / ".site.pufa"
    staging.mkdir()
    (staging / "index.html").write_bytes(b"half")
    (staging / ".journal.part").write_bytes(b'{"moves": ["ind')
    put(site, plans(OLD), cache)
    assert tree(site) == OLD
    only_site(site)


def test_ctrl_c_during_the_moves_comes_too_late(site: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """The moves are done to the end, and nobody is told that the former site is still there."""
    import signal

    real = os.replace

    def replace(a: object, b: object) -> None:
        if str(a).endswith(".pufa/index.html"):
            signal.raise_signal(signal.SIGINT)
        real(a, b)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", replace)
    with sigint(heard=True):
        put(site, plans(NEW), cache)
    assert tree(site) == NEW
    only_site(site)


def test_who_does_not_hear_ctrl_c_does_not_hear_it_afterwards(site: Path, cache: Cache) -> None:
    """A build in the background, where the shell keeps Ctrl-C from it, goes on to keep it away."""
    with sigint(heard=False):
        put(site, plans(NEW), cache)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert tree(site) == NEW


def test_somebody_elses_folder_is_refused(tmp_path: Path, cache: Cache) -> None:
    """A slip in --out deletes nobody's files."""
    out = tmp_path / "documents"
    out.mkdir()
    (out / "letter.txt").write_text("甲")
    with pytest.raises(PublishFault, match="没有动它"):
        put(out, plans(NEW), cache)
    assert tree(out) == {"letter.txt": "甲".encode()}
    (tmp_path / "file").write_text("甲")
    with pytest.raises(PublishFault):
        put(tmp_path / "file", plans(NEW), cache)


def test_hidden_files_of_the_site_stay(site: Path, cache: Cache) -> None:
    """A .git folder or .htaccess that somebody keeps in the site is left alone."""
    (site / ".git").mkdir()
    (site / ".git/config").write_text("x")
    (site / ".htaccess").write_text("x")
    put(site, plans(NEW), cache)
    assert {".git/config", ".htaccess"} < set(tree(site))


def test_a_file_may_become_a_folder_and_back(site: Path, cache: Cache) -> None:
    """`a` as a file, then as a folder, then as a file again."""
    for files in (
        {"404.html": b"0", "a": b"1"},
        {"404.html": b"0", "a/index.html": b"2"},
        {"404.html": b"0", "a": b"3"},
    ):
        put(site, plans(files), cache)
        assert tree(site) == files


def test_one_address_twice_is_a_fault(site: Path, cache: Cache) -> None:
    """Two pages at one address are never silently one."""
    with pytest.raises(PublishFault, match="同一个地址"):
        put(site, [*plans(NEW), planned("index.html", b"other")], cache)
    assert tree(site) == OLD


def test_two_builds_at_once(site: Path, cache: Cache) -> None:
    """The second is told to wait."""

    def nested() -> Iterator[Planned]:
        for _ in range(2):  # a run that was refused does not open the door for a third
            with pytest.raises(PublishFault, match="另一个 pufa"):
                put(site, plans(OLD), cache)
        yield from plans(NEW)

    put(site, nested(), cache)
    assert tree(site) == NEW


def test_an_empty_folder_is_fine(tmp_path: Path, cache: Cache) -> None:
    """A fresh folder made by hand may be built into."""
    out = tmp_path / "site"
    out.mkdir()
    put(out, plans(NEW), cache)
    assert tree(out) == NEW


def test_a_folder_that_may_not_be_looked_at(site: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permission on the site's folder is said in Chinese."""

    def no(_: object) -> None:
        raise PermissionError(13, "Permission denied", "site")

    monkeypatch.setattr(Path, "iterdir", no)
    with pytest.raises(PublishFault, match="没有写入权限"):
        put(site, plans(NEW), cache)
