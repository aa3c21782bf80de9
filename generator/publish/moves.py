"""Two folders of one file system trade names.

Where the system can, at one stroke: whoever opens a file finds the one folder or the other, never neither. Elsewhere in
three renames, between the first two of which one name is missing for a moment.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import sys
import time
from pathlib import Path

CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""The system, or this file system, does not know how to exchange."""

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "loongarch64": 276, "ppc64le": 357, "s390x": 347}
_IN_USE = (5, 32)  # what Windows says of a folder in which some program has a file open
_PAUSES = (0.1, 0.2, 0.4, 0.8)


def swap(one: Path, other: Path, spare: Path) -> None:
    """Exchange two folders. Raises `OSError`, and then both are where they were.

    `spare` is a free name beside them. Where it is needed and the program is killed, it holds what was `one`.
    """
    try:
        exchange(one, other)
    except OSError as error:
        if error.errno not in CANNOT:
            raise
        _in_turn(one, other, spare)


def exchange(one: Path, other: Path) -> None:
    """Exchange two folders at one stroke. Raises `OSError`, with an errno of `CANNOT` where that cannot be had here."""
    call = _call(os.fsencode(one), os.fsencode(other))
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))
    if call != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one))


def _call(one: bytes, other: bytes) -> int | None:
    if sys.platform == "win32":
        return None
    try:
        libc = ctypes.CDLL(None, use_errno=True)
    except OSError:  # a Python without a C library to ask
        return None
    if sys.platform == "darwin":
        return int(libc.renamex_np(one, other, _EXCHANGE)) if hasattr(libc, "renamex_np") else None
    if hasattr(libc, "renameat2"):
        return int(libc.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _EXCHANGE))
    number = _RENAMEAT2.get(platform.machine()) if sys.maxsize > 2**32 else None
    if number is None:
        return None
    where = ctypes.c_long(_AT_FDCWD)
    return int(libc.syscall(ctypes.c_long(number), where, one, where, other, ctypes.c_long(_EXCHANGE)))


def _in_turn(one: Path, other: Path, spare: Path) -> None:
    rename(one, spare)
    try:
        rename(other, one)
    except OSError:
        rename(spare, one)
        raise
    with contextlib.suppress(OSError):  # `one` is as wished; the next run brings the rest to its place
        rename(spare, other)


def rename(one: Path, other: Path) -> None:
    """`os.rename`, with patience where another program (a virus scanner, say) holds a file for a moment."""
    for pause in _PAUSES:
        try:
            os.rename(one, other)
        except OSError as error:
            if getattr(error, "winerror", None) not in _IN_USE:
                raise
            time.sleep(pause)
        else:
            return
    os.rename(one, other)


def can_move(folder: Path) -> bool:
    """Whether a folder may change its name: not so for a mount point, or without rights on the folder above.

    The only way to know is to ask for a rename that is sure to be refused, and to look at the reason.
    """
    if sys.platform == "win32":
        return True
    probe = folder.parent / f".{folder.name}.pufa-probe"
    try:
        (probe / "full").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return False
        raise
    try:
        os.rename(folder, probe)
    except OSError as error:
        return error.errno in {errno.ENOTEMPTY, errno.EEXIST}
    else:  # a strange file system, which puts a folder in the place of a full one
        os.rename(probe, folder)
        return False
    finally:
        with contextlib.suppress(OSError):
            (probe / "full").rmdir()
            probe.rmdir()


def flush(folder: Path) -> None:
    """Have what was written to the file system of `folder` on the disk, so that a power cut leaves no empty pages."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            libc = ctypes.CDLL(None)
            if hasattr(libc, "syncfs"):
                libc.syncfs(handle)
            else:
                os.fsync(handle)
        finally:
            os.close(handle)
