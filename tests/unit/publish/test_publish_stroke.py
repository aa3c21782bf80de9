"""A published site changes at one stroke, can be taken back, and stays whole whatever is killed when."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.base.artifacts import Planned
from generator.base.cache import Cache
from generator.publish import moves, names, trees
from generator.publish.byfiles import MARKER, STAMP
from generator.publish.faults import PublishFault, UnfinishedFault
from generator.publish.folder import planned, put
from generator.publish.stroke import MARK, open_place

REPO = Path(__file__).parents[3]
Tree = dict[str, bytes]

ZERO = {MARK: b"0", "index.html": b"zero", "a/index.html": b"a0", "gone.html": b"only zero"}
ONE = {MARK: b"0", "index.html": b"one!", "a/index.html": b"a1", "b/日历.ics": b"b1", "same.txt": b"same"}
TWO = {MARK: b"0", "index.html": b"two!", "a/index.html": b"a2", "c/d/index.html": b"c2", "same.txt": b"same"}
THREE = {MARK: b"0", "index.html": b"three", "b": b"a file now", "a/index.html": b"a1"}
KEEPERS = {".htaccess": b"Deny", ".well-known/x/token": b"t", "a/.user.ini": b"u", "web.config": b"<x/>"}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", "k")


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """Where the site is to be: a path with a space and Chinese words, in a folder of its own."""
    return tmp_path / "www" / "法 治 网"


def tree(folder: Path) -> Tree:
    """Every file of a folder but this program's own, with its bytes."""
    return {path: (folder / path).read_bytes() for path in sorted(trees.files(folder))}


def site(folder: Path) -> Tree:
    return {path: data for path, data in tree(folder).items() if trees.sites(path)}


def plans(content: Tree) -> list[Planned]:
    return [planned(path, data) for path, data in content.items()]


def publish(live: Path, content: Tree, cache: Cache, name: str = "x"):
    with open_place(live) as place:
        put(place.begin(), plans(content), cache, mark=MARK)
        return place.commit(name)


def former(live: Path) -> Path:
    with open_place(live) as place:
        return place.former


def beside(live: Path) -> set[str]:
    """What lies beside the site, without what is kept on purpose."""
    prefix = f".{live.name}.pufa-"
    return {p.name for p in live.parent.iterdir()} - {live.name, f"{prefix}former", f"{prefix}older"}


def test_the_first_publication_makes_the_folder(live: Path, cache: Cache) -> None:
    """A folder that is not there yet comes with all its files; there is nothing to go back to."""
    placed = publish(live, ONE, cache, "甲")
    assert (placed.at_once, placed.notes) == (True, ())
    assert tree(live) == ONE
    with open_place(live) as place:
        assert (place.publication(), place.former_publication(), place.has_former()) == ("甲", None, False)
        with pytest.raises(PublishFault, match="没有可以退回的上一版"):
            place.roll_back()
    assert tree(live) == ONE
    assert not beside(live)


def test_an_empty_folder_is_filled_and_keeps_its_rights(live: Path, cache: Cache) -> None:
    """A folder made by the server's keeper, with his hidden files in it, becomes the site; it is no site to go back to."""
    live.mkdir(parents=True)
    live.chmod(0o2775)
    (live / ".htaccess").write_bytes(b"Deny")
    publish(live, ONE, cache)
    assert tree(live) == {**ONE, ".htaccess": b"Deny"}
    assert live.stat().st_mode & 0o7777 == 0o2775
    with open_place(live) as place:
        assert not place.has_former()
    assert not beside(live)


def test_back_and_forth(live: Path, cache: Cache) -> None:
    """The former site comes back, a second time the newer one, and a publication goes on from whichever is live."""
    for name, content in (("0", ZERO), ("1", ONE), ("2", TWO)):
        publish(live, content, cache, name)
    for content, other in ((ONE, "2"), (TWO, "1"), (ONE, "2")):
        with open_place(live) as place:
            assert place.roll_back().at_once
            assert place.former_publication() == other
        assert site(live) == content
    publish(live, THREE, cache, "3")
    assert site(live) == THREE
    with open_place(live) as place:
        assert (site(place.former), place.former_publication()) == (ONE, "1")
    assert not beside(live)


def test_the_former_site_is_not_touched_while_a_new_one_is_made(live: Path, cache: Cache) -> None:
    """A run that fails half way leaves both the live site and the former one as they were, and nothing beside them."""
    for content in (ZERO, ONE, TWO):
        publish(live, content, cache)
    before = tree(live), tree(former(live))

    def broken() -> Iterator[Planned]:
        yield from plans(THREE)[:3]
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(PublishFault, match="磁盘满了"), open_place(live) as place:
        put(place.begin(), broken(), cache, mark=MARK)
    assert (tree(live), tree(former(live))) == before
    assert not beside(live)


def test_the_keepers_files_come_along(live: Path, cache: Cache) -> None:
    """Hidden files and IIS's settings are in every new site as they last were, also after going back."""
    publish(live, ZERO, cache)
    for path, data in KEEPERS.items():
        (live / path).parent.mkdir(parents=True, exist_ok=True)
        (live / path).write_bytes(data)
    publish(live, ONE, cache)
    assert tree(live) == ONE | KEEPERS
    with open_place(live) as place:
        put(place.begin(), plans(TWO), cache, mark=MARK)
        (live / ".well-known/x/token").unlink()  # a certificate is being renewed while the site is built
        (live / ".well-known/x/other").write_bytes(b"new")
        place.commit("2")
    now = {k: v for k, v in KEEPERS.items() if "token" not in k} | {".well-known/x/other": b"new"}
    assert tree(live) == TWO | now
    with open_place(live) as place:
        place.roll_back()
    assert tree(live) == ONE | now


def test_a_link_leads_to_the_folder_itself(live: Path, cache: Cache) -> None:
    """Published through a link, the folder behind it changes and the link stays."""
    link = live.parent.parent / "link"
    link.symlink_to(live)
    publish(link, ONE, cache)
    publish(link, TWO, cache)
    assert link.is_symlink()
    assert tree(live) == TWO


def test_what_has_not_changed_keeps_its_time_and_its_room(live: Path, cache: Cache) -> None:
    """An unchanged file is the very same file in the next site: no phone has to fetch it again."""
    publish(live, ONE, cache)
    before = os.stat(live / "same.txt")
    publish(live, TWO, cache)
    publish(live, ONE, Cache(None))  # also when the cache is gone
    after = os.stat(live / "same.txt")
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_has_changed_has_a_later_time(live: Path, cache: Cache) -> None:
    """By a second at least, at every publication and on the way back too, however quickly one follows the other."""
    seen = []
    for content in (ONE, TWO, ONE):
        publish(live, content, cache)
        seen.append(int(os.stat(live / "index.html").st_mtime))
    for _ in range(2):
        with open_place(live) as place:
            place.roll_back()
        seen.append(int(os.stat(live / "index.html").st_mtime))
    assert seen == sorted(set(seen))


def test_without_links_the_files_are_copied(live: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without hard links all works the same, times included."""

    def no(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no)
    publish(live, ONE, cache)
    time = os.stat(live / "same.txt").st_mtime_ns
    (live / ".htaccess").write_bytes(b"Deny")
    for content in (TWO, ONE, TWO):
        publish(live, content, cache)
    assert tree(live) == {**TWO, ".htaccess": b"Deny"}
    assert os.stat(live / "same.txt").st_mtime_ns == time
    with open_place(live) as place:
        place.roll_back()
    assert site(live) == ONE


def test_the_former_site_deleted_by_hand(live: Path, cache: Cache) -> None:
    """Going back is refused in words; the next publication keeps a former site again."""
    for content in (ZERO, ONE, TWO):
        publish(live, content, cache)
    shutil.rmtree(former(live))
    with open_place(live) as place, pytest.raises(PublishFault, match="没有可以退回的上一版"):
        place.roll_back()
    publish(live, THREE, cache)
    assert site(former(live)) == TWO


def test_the_live_site_deleted_by_hand(live: Path, cache: Cache) -> None:
    """The former site can be brought back all the same."""
    publish(live, ONE, cache, "1")
    publish(live, TWO, cache, "2")
    shutil.rmtree(live)
    with open_place(live) as place:
        place.roll_back()
        assert (place.publication(), place.has_former()) == ("1", False)
    assert site(live) == ONE


def test_two_publications_at_once(live: Path, cache: Cache) -> None:
    """The second is told to wait, and so is a build into the same folder."""
    publish(live, ONE, cache)
    with open_place(live):
        with pytest.raises(PublishFault, match="另一个 pufa"):
            publish(live, TWO, cache)
        with pytest.raises(PublishFault, match="另一个 pufa"):
            put(live, plans(TWO), cache, mark=MARK)
    assert tree(live) == ONE


def test_folders_where_no_site_may_be(tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in the path deletes nobody's files: each is refused in words, before anything is written."""
    home, project = tmp_path / "home", tmp_path / "home" / "pufa"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for path in ("campaigns/xianfa", "content", "site"):
        (project / path).mkdir(parents=True)
    (tmp_path / "file").write_text("甲")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/letter.txt").write_text("甲")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    before = sorted(p.name for p in tmp_path.rglob("*"))
    refused = {
        Path("/"): "整个磁盘",
        home: "个人文件夹",
        tmp_path: "个人文件夹",
        project: "放着活动记录",
        project / "campaigns": "记录和文章",
        project / "campaigns/xianfa/site": "记录和文章",
        project / "content": "记录和文章",
        project / ".git/site": "记录和文章",
        tmp_path / "file": "是一个文件",
        tmp_path / "full": "没有动它",
        tmp_path / "round": "打不开",
        tmp_path / ".site.pufa-former": "自己用的",
        tmp_path / ("长" * 90): "文件名太长",
    }
    for folder, words in refused.items():
        with pytest.raises(PublishFault, match=words), open_place(folder, project=project):
            pass
    assert sorted(p.name for p in tmp_path.rglob("*")) == before
    publish(project / "site", ONE, cache)
    with pytest.raises(PublishFault, match="另一个 pufa 网站"), open_place(project / "site/b", project=project):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_who_looks_all_the_time_sees_one_site_or_the_other(live: Path, cache: Cache) -> None:
    """Another program opens the pages as fast as it can meanwhile; it never finds none, nor half of one."""
    publish(live, ONE, cache)
    stop = live.parent / "stop"
    pid = os.fork()
    if not pid:
        status = 1
        try:
            while not stop.exists():
                for path in (MARK, "index.html", "same.txt", "a/index.html"):
                    assert (live / path).read_bytes() in (ONE[path], TWO[path])
            status = 0
        finally:
            os._exit(status)
    for number in range(20):
        publish(live, (TWO, ONE)[number % 2], cache)
        with open_place(live) as place:
            place.roll_back()
    stop.touch()
    assert os.waitpid(pid, 0)[1] == 0


def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "can_move", lambda _: False)


def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(one: Path, _: Path) -> None:
        raise OSError(errno.ENOSYS, "unknown", str(one))

    monkeypatch.setattr(moves, "exchange", no)


def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(one: Path, _: Path) -> None:
        raise OSError(errno.EBUSY, "busy", str(one))

    monkeypatch.setattr(moves, "exchange", no)


WAYS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "exchange": lambda _: None,
    "three renames": no_exchange,
    "busy": busy,
    "inside": inside,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_gives_the_same(live: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Without an exchange, or where the folder cannot be moved at all, the sites are the same files; the report says how."""
    WAYS[way](monkeypatch)
    live.mkdir(parents=True)
    (live / ".htaccess").write_bytes(b"Deny")
    kept = {".htaccess": b"Deny"}
    contents = (ZERO, ONE, TWO, THREE, ONE)
    for number, content in enumerate(contents):
        placed = publish(live, content, cache, str(number))
        assert tree(live) == content | kept
        assert placed.at_once == (way in ("exchange", "three renames"))
        assert bool(placed.notes) == (not placed.at_once)
        with open_place(live) as place:
            assert place.publication() == str(number)
            assert not number or site(place.former) == contents[number - 1]
    for content, name in ((THREE, "3"), (ONE, "4")):
        with open_place(live) as place:
            place.roll_back()
            assert place.publication() == name
        assert tree(live) == content | kept
    assert not beside(live)
    hidden = {p.name for p in live.iterdir()} & {".pufa-next", ".pufa-copy", ".pufa-lock", ".pufa-leaving", MARKER}
    assert not hidden


def test_new_files_come_before_the_pages_that_lead_to_them(
    live: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File by file, the order is: what is new, what changed, pages last; then what is gone is deleted."""
    inside(monkeypatch)
    publish(live, ONE, cache)
    order: list[str] = []
    real_replace, real_unlink = os.replace, os.unlink

    def replace(a: object, b: object) -> None:
        real_replace(a, b)  # type: ignore[arg-type]
        order.append(str(b))

    def unlink(a: object, **named: object) -> None:
        real_unlink(a, **named)  # type: ignore[arg-type]
        order.append(str(a))

    def fast(_: object) -> None:
        """Without the discs, which have no part in the order."""

    monkeypatch.setattr(moves, "flush", fast)
    with open_place(live) as place:
        put(place.begin(), plans(TWO), cache, mark=MARK)
        monkeypatch.setattr(os, "replace", replace)
        monkeypatch.setattr(os, "unlink", unlink)
        place.commit("2")
    steps = [p.removeprefix(f"{live}/") for p in order if p.startswith(f"{live}/") and ".pufa-" not in p]
    changed = [p for p in steps if p not in (MARK, "same.txt")]
    assert changed == ["c/d/index.html", "a/index.html", "index.html", "b/日历.ics"]


CHANGES = (*((os, n) for n in ("rename", "replace", "link", "unlink", "mkdir", "rmdir", "utime")), (moves, "exchange"))
"""All by which this program changes names and times on the disk."""


def killed(work: Callable[[], object], after: int) -> bool:
    """Run `work` in a child that is killed, as by kill -9, before its `after`-th change to the disk; whether it was."""
    pid = os.fork()
    if not pid:
        status = 1
        try:
            left = iter(range(after))
            for module, name in CHANGES:
                setattr(module, name, counted(getattr(module, name), left))
            work()
            status = 0
        except BaseException:  # noqa: BLE001 - a child must not go on as if it were the test
            traceback.print_exc()
        finally:
            os._exit(status)
    status = os.waitpid(pid, 0)[1]
    assert status in (0, signal.SIGKILL), status
    return status != 0


def counted(real: Callable[..., object], left: Iterator[int]) -> Callable[..., object]:
    def call(*words: object, **named: object) -> object:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words, **named)

    return call


def start(tmp_path: Path) -> Path:
    """A site ONE with a former site ZERO, an older one, and the keeper's file."""
    live = tmp_path / "start" / "网"
    for name, content in (("", THREE), ("0", ZERO), ("1", ONE)):
        publish(live, content, Cache(None), name)
    (live / ".htaccess").write_bytes(b"Deny")
    return live


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("action", ["publish", "roll back"])
def test_killed_at_any_moment(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, way: str, action: str
) -> None:
    """Before each single change to the disk: readers have the old site or the new, the former stays, the next run goes on.

    The run that puts things in order is killed too, at another moment each time. File by file, each single file is old
    or new; with three renames the site's name may be missing for the moment that the program was killed in.
    """
    WAYS[way](monkeypatch)
    monkeypatch.setattr("generator.publish.stroke.flush", lambda _: None)
    monkeypatch.setattr("generator.publish.byfiles.flush", lambda _: None)
    memory = Path("/dev/shm")  # hundreds of small changes take long on a disk
    base = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else tmp_path))
    request.addfinalizer(lambda: shutil.rmtree(base))
    begin = start(base)
    cache = Cache(None)
    states: set[str] = set()
    for number in range(1000):
        shutil.copytree(begin.parent, base / str(number), copy_function=os.link)
        live = base / str(number) / begin.name
        goal = TWO if action == "publish" else ZERO
        path = former(live)

        def act(live: Path = live) -> None:
            if action == "publish":
                publish(live, TWO, cache, "2")
            else:
                with open_place(live) as place:
                    place.roll_back()

        more = killed(act, number)
        if way in ("busy", "inside"):
            for name, data in site(live).items():
                assert data in (ONE.get(name), goal.get(name)), (number, name)
        elif way == "exchange" or live.exists():
            assert site(live) in (ONE, goal), number
            assert tree(live)[".htaccess"] == b"Deny"

        def look(live: Path = live) -> None:
            with open_place(live):
                pass

        killed(look, number % 11)
        with open_place(live) as place:
            now, was = site(place.live), site(place.former)
            assert (place.publication(), place.former_publication()) in {
                ("1", "0"),
                ("2", "1") if action == "publish" else ("0", "1"),
            }
        states.add("new" if now == goal else "old")
        assert (now, was) in ((ONE, ZERO), (goal, ONE)), number
        assert path == former(live)
        publish(live, THREE, cache, "3")
        assert tree(live) == {**THREE, ".htaccess": b"Deny"}
        assert site(former(live)) == now
        assert not beside(live)
        shutil.rmtree(base / str(number))
        if not more:
            break
    assert not more
    assert number > (20 if action == "publish" else 4)
    assert states == {"old", "new"}


def test_what_a_killed_build_left_is_thrown_away(live: Path, cache: Cache) -> None:
    """A half-made site, and what was being written into it, are gone after the next run."""
    publish(live, ONE, cache)
    left = live.parent / f".{live.name}.pufa-next"
    for folder in (left, live.parent / f".{left.name}.pufa"):
        folder.mkdir()
        (folder / "index.html").write_bytes(b"half")
    (live.parent / f".{left.name}.pufa-lock").touch()
    publish(live, TWO, cache)
    assert tree(live) == TWO
    assert not beside(live)


def test_a_file_that_cannot_be_replaced_stops_half_way_and_the_next_run_goes_on(
    live: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File by file on Windows, a page open in another program: told so; once it is closed, the rest follows."""
    inside(monkeypatch)
    publish(live, ONE, cache, "1")
    real = os.replace

    def replace(a: object, b: object) -> None:
        if str(b) == str(live / "index.html"):
            raise PermissionError(13, "in use", str(b))
        real(a, b)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(UnfinishedFault, match="接着做完"):
            publish(live, TWO, cache, "2")
        with pytest.raises(UnfinishedFault, match="接着做完"), open_place(live):
            pass
    with open_place(live) as place:
        assert (place.publication(), site(place.former)) == ("2", ONE)
    assert site(live) == TWO


@pytest.mark.parametrize("times", [2, 99])
def test_windows_and_an_open_file(live: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """A folder with an open file cannot be renamed there: tried again, and if it stays so, replaced file by file."""
    no_exchange(monkeypatch)
    publish(live, ONE, cache)
    waits: list[float] = []
    real = os.rename

    def rename(a: object, b: object) -> None:
        if a == live and str(b).endswith("leaving") and len(waits) < times:
            error = PermissionError(13, "in use", str(a))
            error.winerror = 32  # type: ignore[attr-defined]
            if len(waits) == 4:
                waits.append(0)
            raise error
        real(a, b)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", rename)
    monkeypatch.setattr(moves.time, "sleep", waits.append)
    placed = publish(live, TWO, cache)
    assert placed.at_once == (times == 2)
    assert len(waits) == (2 if times == 2 else 5)
    assert tree(live) == TWO
    assert site(former(live)) == ONE


def test_the_second_of_three_renames_fails(live: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """The live site is put back under its name before anybody is told."""
    no_exchange(monkeypatch)
    publish(live, ONE, cache)
    real = os.rename

    def rename(a: object, b: object) -> None:
        if b == live and str(a).endswith("next"):
            raise OSError(errno.EIO, "broken", str(a))
        real(a, b)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", rename)
        with pytest.raises(PublishFault, match="原来的网站没有变"):
            publish(live, TWO, cache)
    assert tree(live) == ONE
    publish(live, TWO, cache)
    assert tree(live) == TWO
    assert not beside(live)


def test_an_old_folder_that_cannot_be_deleted_is_named(
    live: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is live all the same; the note says which folder to delete; when it can be deleted, it is."""
    for content in (ZERO, ONE, TWO):
        publish(live, content, cache)
    older = live.parent / f".{live.name}.pufa-older"
    assert site(older) == ZERO
    real = os.unlink

    def unlink(path: object, **named: object) -> None:
        if str(path).endswith("gone.html"):
            raise PermissionError(1, "immutable", str(path))
        real(path, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        placed = publish(live, THREE, cache)
        assert len(placed.notes) == 1
        assert ".pufa-waste-0”没有删干净" in placed.notes[0]
        assert tree(live) == THREE
    publish(live, ONE, cache)
    assert not beside(live)


def test_the_stamp_is_read_with_care(live: Path, cache: Cache) -> None:
    """A damaged stamp counts as none; one with line breaks and quotes comes back as it was given."""
    publish(live, ONE, cache, '引"号\n')
    with open_place(live) as place:
        assert place.publication() == '引"号\n'
        for text in ("", "[", "[]", '{"publication": 3}', '{"publication": ""}', "\xff"):
            (live / STAMP).write_text(text, "latin-1")
            assert place.publication() is None


def test_exchange_by_number_where_the_library_does_not_know_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old C library: the system is asked directly; where that is not possible either, three renames follow."""
    if not sys.platform.startswith("linux") or os.uname().machine not in moves._RENAMEAT2:
        pytest.skip("asks the Linux kernel")
    real = moves.ctypes.CDLL

    class Old:
        def __init__(self, *words: object, **named: object) -> None:
            self.syscall = real(*words, **named).syscall

    monkeypatch.setattr(moves.ctypes, "CDLL", Old)
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    moves.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a/b").exists()
    with pytest.raises(FileNotFoundError):
        moves.exchange(tmp_path / "a", tmp_path / "none")
    monkeypatch.setattr(moves.platform, "machine", lambda: "abacus")
    with pytest.raises(OSError) as caught:
        moves.exchange(tmp_path / "a", tmp_path / "b")
    assert caught.value.errno == errno.ENOSYS
    moves.swap(tmp_path / "a", tmp_path / "b", tmp_path / "spare")
    assert (tmp_path / "a/a").exists()
    assert not (tmp_path / "spare").exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("rights", [0o555, 0o1777])
def test_a_folder_beside_which_one_may_not_write(rights: int) -> None:
    """Often only the site's own folder belongs to the officer, or nobody may move what is not his: file by file, then."""
    base = Path(tempfile.mkdtemp())  # pytest's own folder is closed to other users
    try:
        base.chmod(0o755)
        parent, cache = base / "www", Cache(base / "cache", "k")
        live = parent / "site"
        live.mkdir(parents=True)
        live.chmod(0o777)
        cache.folder.mkdir()  # type: ignore[union-attr]
        cache.folder.chmod(0o777)  # type: ignore[union-attr]
        parent.chmod(rights)
        root = os.geteuid() == 0
        if rights == 0o1777 and not root:
            pytest.skip("needs a second user")

        def act() -> None:
            if root:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            for content in (ONE, TWO):
                assert not publish(live, content, cache).at_once
            with open_place(live) as place:
                place.roll_back()

        assert not killed(act, 10**6)
        assert tree(live) == ONE
        assert [p.name for p in parent.iterdir()] == ["site"]
        parent.chmod(0o755)
    finally:
        shutil.rmtree(base)


MOUNTED = """
import sys
from pathlib import Path
from tests.unit.publish.test_publish_stroke import *
base, cache = Path(sys.argv[1]), Cache(Path(sys.argv[1]) / "cache", "k")
mounted, small = base / "mounted", base / "small"
bound = base / "bound"
for folder in (mounted, bound):
    for content in (ONE, TWO):
        assert not publish(folder, content, cache).at_once
    with open_place(folder) as place:
        place.roll_back()
    assert tree(folder) == ONE
live = small / "site"
publish(live, ONE, cache)
publish(live, TWO, cache)
try:
    publish(live, {**THREE, **{f"{i}.html": bytes(65536) for i in range(40)}}, cache)
except PublishFault as fault:
    assert "磁盘满了" in str(fault), fault
else:
    raise AssertionError
assert tree(live) == TWO and site(former(live)) == ONE
publish(live, THREE, cache)
assert tree(live) == THREE
print("good")
"""


def test_mount_points_and_a_full_disk(tmp_path: Path) -> None:
    """A site's folder that is a disk of its own, or bound to another place; and a real disk that is full while building."""
    script = (
        'mount -t tmpfs none mounted && mount -t tmpfs -o size=1m none small && mount --bind bound bound && exec "$@"'
    )
    for name in ("mounted", "small", "bound"):
        (tmp_path / name).mkdir()
    try:
        able = subprocess.run(
            ["unshare", "-m", "mount", "-t", "tmpfs", "none", str(tmp_path)], capture_output=True, check=False
        )
    except OSError:
        pytest.skip("没有 unshare")
    if able.returncode:
        pytest.skip("不能挂载（需要 root）")
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", sys.executable, "-c", MOUNTED, str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{REPO}", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "good\n", done.stderr
