"""How a preview is ended: by Ctrl-C, or by `kill` where it runs in the background.

A shell keeps Ctrl-C from what it starts in the background; that is inherited, and is left so.
"""

from __future__ import annotations

import os
import signal


def advice() -> str:
    """What to do to end this program, for whoever started it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        return f"预览在后台运行，按 Ctrl-C 停不下来；要结束，请运行：kill {os.getpid()}"
    return "按 Ctrl-C 结束。"
