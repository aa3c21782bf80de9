"""How a preview is ended: by Ctrl-C, or by `kill` where it runs in the background. Both tidy up behind it.

A shell keeps Ctrl-C from what it starts in the background; that is inherited, and is left so.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


def advice() -> str:
    """What to do to end this program, for whoever started it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        return f"预览在后台运行，按 Ctrl-C 停不下来；要结束，请运行：kill {os.getpid()}"
    return "按 Ctrl-C 结束。"


@contextmanager
def killed_kindly() -> Iterator[None]:
    """`kill` ends what runs inside as Ctrl-C does, so that no temporary folder stays behind; only in the main thread."""
    before = signal.getsignal(signal.SIGTERM)
    if before is not signal.SIG_DFL:  # somebody else has decided
        yield
        return
    signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt
