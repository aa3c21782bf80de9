"""Where the time of a run goes, for whoever asks: with PUFA_STAGES=<file>, each process adds a line of JSON to it at its end.

A line is stage → [seconds, processor seconds]; no time is counted twice. Without the variable nothing is measured.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import time
from collections.abc import Iterator

WANTED = "PUFA_STAGES"
_spent: dict[str, list[float]] | None = {} if os.environ.get(WANTED) else None


class Clock:
    """Stages that lie in one another: the time of an inner one is not the outer one's."""

    def __init__(self) -> None:
        self._inner = [0.0, 0.0]

    @contextlib.contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Count the time of a block for a stage, less that of the stages inside it."""
        if _spent is None:
            yield
            return
        before, self._inner = self._inner, [0.0, 0.0]
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            whole = time.perf_counter() - wall, time.process_time() - cpu
            found = _spent.setdefault(name, [0.0, 0.0])
            for place in range(2):
                found[place] += whole[place] - self._inner[place]
                before[place] += whole[place]
            self._inner = before


stage = Clock()
"""The clock of this process: `with stage("read"): …`."""


def forget() -> None:
    """Begin anew, in a process that was forked from one that had measured already."""
    if _spent is not None:
        _spent.clear()


def tell() -> None:
    """Add what this process spent to the file; a file that cannot be written to costs only the account."""
    if _spent:
        line = json.dumps({name: [round(t, 4) for t in times] for name, times in _spent.items()})
        with contextlib.suppress(OSError), open(os.environ[WANTED], "a", encoding="utf-8") as stream:
            stream.write(line + "\n")


if _spent is not None:
    atexit.register(tell)
