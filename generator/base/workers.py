"""Work shared among processes where the system can fork, done here otherwise. The result is the same either way.

A forked child has everything the parent has in memory, so nothing is copied or pickled on the way in; only what `work`
gives back travels. Used for work without side effects but files of its own.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from generator.base import stages

T = TypeVar("T")
R = TypeVar("R")

WORTHWHILE = 400
"""Below so many items, forking costs more than it saves."""


def processes(items: int) -> int:
    """How many processes are worth using for so many items."""
    if items < WORTHWHILE or not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return max(1, min(usable, 8))


def share(items: Sequence[T], work: Callable[[T], R], count: int | None = None) -> list[R]:
    """`[work(i) for i in items]` in the same order, with every `count`-th item in one process.

    Raises what `work` raised, of several the first in the order of the items' processes.
    """
    count = processes(len(items)) if count is None else count
    if count == 1:
        return [work(item) for item in items]
    children = [_spawn(items[k::count], work) for k in range(1, count)]
    results: list[Any] = [None] * len(items)
    try:
        results[0::count] = [work(item) for item in items[0::count]]
        for k, (pid, pipe) in enumerate(children, 1):
            answer = _answer(pid, pipe)
            if isinstance(answer, BaseException):
                raise answer
            results[k::count] = answer
    finally:
        for pid, pipe in children:
            _stop(pid, pipe)
    return results


@contextlib.contextmanager
def aside(work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Begin `work` in another process where the system can fork; the function given back waits for its result.

    Raises there what `work` raised. Without fork, or on a single core, `work` runs when it is asked for. The process does
    not outlive the block.
    """
    if processes(WORTHWHILE) == 1:
        yield work
        return
    pid, pipe = _spawn([None], lambda _: work())

    def result() -> R:
        answer = _answer(pid, pipe)
        if isinstance(answer, BaseException):
            raise answer
        found: R = answer[0]
        return found

    try:
        yield result
    finally:
        _stop(pid, pipe)


def _spawn(items: Sequence[T], work: Callable[[T], R]) -> tuple[int, int]:
    """A child that works and writes its pickled answer into a pipe: (process id, reading end)."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Python warns where any library has left a thread behind; the child touches none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends its children
        gc.disable()
        stages.forget()
        os.close(reading)
        try:
            answer: Any = [work(item) for item in items]
            data = pickle.dumps(answer, 5)
        except Exception as error:  # noqa: BLE001 - it travels to the parent, which raises it
            data = _pickled(error)
        stages.tell()  # before the answer: who has it ends this process
        with os.fdopen(writing, "wb") as stream:
            stream.write(data)
        status = 0
    finally:
        os._exit(status)


def _pickled(error: Exception) -> bytes:
    try:
        data = pickle.dumps(error, 5)
        pickle.loads(data)  # noqa: S301 - our own bytes: some exceptions cannot be built again from their pickle
    except Exception:  # noqa: BLE001
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"), 5)
    return data


def _answer(pid: int, pipe: int) -> Any:
    with os.fdopen(os.dup(pipe), "rb") as stream:
        data = stream.read()
    if not data:
        return RuntimeError(f"process {pid} ended without an answer")
    return pickle.loads(data)  # noqa: S301 - from a child of our own


def _stop(pid: int, pipe: int) -> None:
    os.close(pipe)
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        if os.waitpid(pid, os.WNOHANG) == (0, 0):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
