"""How a program that a test starts hears Ctrl-C. That is inherited: below nohup, or behind an & in a script, it is deaf to it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sigint(*, heard: bool) -> Iterator[None]:
    """Inside, this process and what it starts hear Ctrl-C, or do not, whatever this process inherited.

    A handler of Python's own becomes the system's when another program is started, and an ignored signal stays ignored.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler if heard else signal.SIG_IGN)
    blocks = hasattr(signal, "pthread_sigmask")  # not on Windows
    mask = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT}) if blocks else set()
    try:
        yield
    finally:
        if blocks:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
