"""One run at a time for one folder, and moves that are done to their end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from generator.base.files import open_lock
from generator.publish.faults import BusyFault, PublishFault, reason


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C while the files are moved comes too late: the moves take far less than a second and are done to the end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def locked(out: Path, lock: Path | None = None) -> Iterator[None]:
    """One run at a time for one folder; the system lets go of the lock when the program ends, however it ends.

    `lock` is the file that is locked where it cannot lie beside `out`.
    """
    lock = lock or out.parent / f".{out.name}.pufa-lock"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        stream = os.fdopen(open_lock(lock), "r+b")
    except OSError as error:
        raise PublishFault(f"网站没有写成，原来的网站没有变：{reason(error)}。") from error
    ours = False
    try:
        try:
            _lock(stream)
            ours = os.stat(lock).st_ino == os.fstat(stream.fileno()).st_ino
        except OSError:
            pass
        if not ours:  # someone holds it, or the holder before us has just removed it
            raise BusyFault(f"另一个 pufa 正在写“{out}”，请等它结束再运行。")
        yield
    finally:
        if ours:
            with contextlib.suppress(OSError):  # before it is let go: who gets it then finds another file, gives way
                lock.unlink()
        stream.close()
        if ours and sys.platform == "win32":  # there an open file cannot be removed
            with contextlib.suppress(OSError):
                lock.unlink()


def _lock(stream: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists only there

        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - exists only there

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
