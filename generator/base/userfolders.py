"""The folders of this user on this machine, for what must not lie in a project: kept results, and what was trusted.

The only room of platformdirs. A folder counts only where nobody else can have put anything into it: it is ours, no link,
and not writable for others. Where that cannot be had, nothing is kept.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from platformdirs import user_cache_path, user_config_path

NAME = "pufa"
_KEY = "key"
_KEY_BYTES = 32


def cache_folder() -> Path | None:
    """Where results may be kept; None where there is no safe place."""
    return private(user_cache_path(NAME, appauthor=False))


def config_folder() -> Path | None:
    """Where decisions of this user are kept; None where there is no safe place."""
    return private(user_config_path(NAME, appauthor=False))


def private(folder: Path) -> Path | None:
    """The folder, made where it is not there; None where others could write into it, or it cannot be had."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = os.lstat(folder)
    except (OSError, ValueError):
        return None
    if not stat.S_ISDIR(state.st_mode):
        return None
    # Windows keeps these folders to the user by its own lists of rights.
    if sys.platform != "win32" and (state.st_uid != os.geteuid() or state.st_mode & 0o022):
        return None
    return folder


def secret() -> bytes | None:
    """What only this user's runs know, 32 bytes made once; None where it cannot be kept."""
    folder = config_folder()
    if folder is None:
        return None
    path = folder / _KEY
    for _ in range(2):
        found = _read(path)
        if found is not None:
            return found
        try:
            _make(path)
        except OSError:
            return None
    return _read(path)


def _read(path: Path) -> bytes | None:
    try:
        state = os.lstat(path)
        if not stat.S_ISREG(state.st_mode) or (sys.platform != "win32" and state.st_uid != os.geteuid()):
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return data if len(data) == _KEY_BYTES else None


def _make(path: Path) -> None:
    """A whole new key in one step, so that of two runs that make it at once both end with the same."""
    spare = path.with_name(f"{_KEY}.{os.getpid()}")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(os.urandom(_KEY_BYTES))
    try:
        if _read(path) is None:
            path.unlink(missing_ok=True)
            os.link(spare, path) if hasattr(os, "link") else os.rename(spare, path)
    except FileExistsError:  # another run was first: its key is as good
        pass
    finally:
        spare.unlink(missing_ok=True)
