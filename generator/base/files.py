"""Files and folders that are what they seem: nothing here follows a link that lies in somebody else's folder.

A project comes by mail or on a stick, and so does what lies beside its site; a link in it may point anywhere. Whoever
writes, replaces or removes there goes through this module.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_MOUNTED = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def is_real_folder(path: str | Path) -> bool:
    """Whether a path is a folder and no link to one."""
    return _is(path, stat.S_ISDIR)


def is_real_file(path: str | Path) -> bool:
    """Whether a path is a plain file: no link, and nothing that would make its reader wait, as a pipe does."""
    return _is(path, stat.S_ISREG)


def _is(path: str | Path, kind: Callable[[int], bool]) -> bool:
    try:
        return kind(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def is_inside(path: str) -> bool:
    """Whether a path with `/` leads from a folder to something below it, on every system."""
    parts = path.split("/")
    return bool(path) and not {"", ".", ".."} & set(parts) and not set(path) & set("\0\\:")


def without_links(root: str | Path, path: str) -> bool:
    """Whether none of the folders from `root` down to the file `path` (with `/`) is a link."""
    here = str(root)
    for part in path.split("/")[:-1]:
        here = f"{here}/{part}"
        if os.path.islink(here):
            return False
    return True


def replace_file(path: Path, data: bytes) -> None:
    """Write a file anew under its name, whole or not at all, never into the old one. Raises `OSError`.

    Other folders may share the old one's bytes, and a link in its place is replaced, not followed. The new file is made
    under a name that nobody can have foreseen, with the rights that a plain file gets.
    """
    handle, spare = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(spare, _rights(path))
        os.replace(spare, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(spare)
        raise


def _rights(path: Path) -> int:
    """The rights of the file that is replaced, else those of a new one."""
    if is_real_file(path):
        return stat.S_IMODE(os.lstat(path).st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def is_link(path: str | Path) -> bool:
    """Whether a name stands for something that lies elsewhere: a symbolic link, on Windows a junction too."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _MOUNTED


def _only_plain(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise FileNotFoundError(2, os.strerror(2))


def open_plain(path: str | Path, examine: Callable[[os.stat_result], None] = _only_plain) -> BinaryIO:
    """A plain file open for reading, without waiting. Raises `OSError`, and what `examine` raises about a file's facts.

    A pipe, a socket or a device is not even opened: opening one can wait for ever, or do something.
    """
    examine(os.lstat(path))
    number = os.open(path, os.O_RDONLY | _NOFOLLOW | _NONBLOCK | _BINARY)
    try:
        examine(os.fstat(number))  # once more: the name may have changed hands in between
    except BaseException:
        os.close(number)
        raise
    return os.fdopen(number, "rb")


def read_plain(path: str | Path, limit: int) -> bytes:
    """The first `limit` bytes of a plain file. Raises `OSError` for a link, a pipe or a device, without waiting."""
    with open_plain(path) as stream:
        return stream.read(limit)


def open_lock(path: Path) -> int:
    """A handle of the file to be locked, made where it is not there. Raises `OSError` for a link."""
    return os.open(path, os.O_RDWR | os.O_CREAT | _NOFOLLOW | _BINARY, 0o666)
