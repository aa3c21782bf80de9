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

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)


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


def read_plain(path: str | Path, limit: int) -> bytes:
    """The first `limit` bytes of a plain file. Raises `OSError` for a link, a pipe or a device, without waiting."""
    if not is_real_file(path):
        raise FileNotFoundError(2, os.strerror(2), str(path))
    handle = os.open(path, os.O_RDONLY | _NOFOLLOW | _BINARY)
    with os.fdopen(handle, "rb") as stream:
        return stream.read(limit)


def open_lock(path: Path) -> int:
    """A handle of the file to be locked, made where it is not there. Raises `OSError` for a link."""
    return os.open(path, os.O_RDWR | os.O_CREAT | _NOFOLLOW | _BINARY, 0o666)
