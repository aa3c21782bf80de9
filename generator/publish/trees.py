"""What is done with a whole folder of files: a second tree of it, its keeper's own files, the times of its files.

A second tree shares its files with the first where the system allows (hard links): it costs no room, and a file that has
not changed keeps its time, so browsers and calendars are not made to fetch it again. Nobody writes into a shared file:
a new content always comes as a new file in the old one's place.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.publish.staging import kept

OWN = ".pufa-"
"""How the names of this program's own files and folders begin, where they lie within a site."""


def files(root: Path) -> Iterator[str]:
    """Every file below a folder, its path with `/`; links are files; this program's own are left out."""
    below = [""]
    while below:
        prefix = below.pop()
        with contextlib.suppress(FileNotFoundError), os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                if not prefix and entry.name.startswith(OWN):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append(f"{prefix}{entry.name}/")
                else:
                    yield prefix + entry.name


def keepers(path: str) -> bool:
    """Whether a path of a site belongs to the server's keeper and not to the site."""
    return any(map(kept, path.split("/")))


def sites(path: str) -> bool:
    """Whether a path is one of the site itself."""
    return not keepers(path)


def second_tree(source: Path, target: Path, wanted: Callable[[str], bool]) -> None:
    """Make `target` hold the wanted files of `source` and nothing else. Raises `OSError`.

    `target` may be there from before, as an older tree of the same kind: making folders is what takes long.
    """
    made: set[str] = set()
    _folder(str(source), str(target))
    paths = [path for path in files(source) if wanted(path)]
    _clear(target, set(paths))
    for path in paths:
        one, other = f"{source}/{path}", f"{target}/{path}"
        if not _is_same(one, other):
            _folders(source, target, path, made)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(other)
            _same(one, other)


def _clear(target: Path, wanted: set[str]) -> None:
    for base, folders, names in os.walk(target, topdown=False):
        below = base[len(str(target)) + 1 :].replace(os.sep, "/")
        prefix = f"{below}/" if below else ""
        for name in (*names, *(f for f in folders if os.path.islink(f"{base}/{f}"))):
            if prefix + name not in wanted:
                os.unlink(f"{base}/{name}")
        if prefix:
            with contextlib.suppress(OSError):  # not empty, and so wanted
                os.rmdir(base)


def bring_keepers(source: Path, target: Path) -> None:
    """The keeper's files of `source`, and no others of that kind, into `target`. Raises `OSError`."""
    wanted = {path for path in files(source) if keepers(path)}
    made: set[str] = set()
    for path in {path for path in files(target) if keepers(path)} - wanted:
        with contextlib.suppress(OSError):
            os.unlink(target / path)
    for path in wanted:
        one, other = f"{source}/{path}", f"{target}/{path}"
        if _is_same(one, other):
            continue
        with contextlib.suppress(FileNotFoundError, PermissionError):
            os.unlink(other)
        if os.path.lexists(other):  # made unchangeable, as some server panels do with theirs
            continue
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # removed meanwhile; a page took the name
            _folders(source, target, path, made)
            _same(one, other)


def _is_same(one: str, other: str) -> bool:
    try:
        a, b = os.lstat(one), os.lstat(other)
        return os.path.samestat(a, b) or (
            stat.S_ISREG(a.st_mode)
            and stat.S_ISREG(b.st_mode)
            and a.st_size == b.st_size
            and a.st_mtime_ns == b.st_mtime_ns
            and filecmp.cmp(one, other, shallow=False)
        )
    except FileNotFoundError:
        return False


def _same(one: str, other: str) -> None:
    try:
        os.link(one, other, follow_symlinks=False)
    except (
        OSError,
        NotImplementedError,
    ):  # a file system without links, somebody else's file, a file made unchangeable
        shutil.copy2(one, other, follow_symlinks=False)


def _folders(source: Path, target: Path, path: str, made: set[str]) -> None:
    folder = path.rpartition("/")[0]
    if folder and folder not in made:
        _folders(source, target, folder, made)
        made.add(folder)
        _folder(f"{source}/{folder}", f"{target}/{folder}")


def _folder(source: str, target: str) -> None:
    if not os.path.isdir(target):
        os.mkdir(target)
        like(source, target)


def like(source: str | Path, target: str | Path) -> None:
    """Give a folder the rights and the owner of another, as far as one may."""
    with contextlib.suppress(OSError):
        state = os.stat(source)
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(target, state.st_uid, state.st_gid)
        os.chmod(target, stat.S_IMODE(state.st_mode))


def make_later(new: Path, old: Path, paths: Iterable[str] | None = None) -> None:
    """Give every file of `new` that differs from the one in `old` a later time, by a whole second at least; of `paths` or of all.

    Servers tell their clients of a change by the time of the file, in whole seconds; two publications within a second, a
    clock put back, or a return to the former site would go unnoticed. Raises `OSError`.
    """
    for path in files(new) if paths is None else paths:
        if keepers(path):
            continue
        mine, its = f"{new}/{path}", f"{old}/{path}"
        try:
            state, before = os.lstat(mine), os.lstat(its)
        except (FileNotFoundError, NotADirectoryError):
            continue
        if not stat.S_ISREG(state.st_mode) or int(state.st_mtime) > int(before.st_mtime) or _is_same(mine, its):
            continue
        os.utime(mine, (int(before.st_mtime) + 1,) * 2)


def discard(folder: Path) -> bool:
    """Delete a folder with all that is in it, as far as one may; whether it is gone."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            folder.unlink()
    return not os.path.lexists(folder)
