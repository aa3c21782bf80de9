"""How long after a file is saved the preview serves the page anew, with the real server: `measure(folder)`."""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DAY = "2026-11-21"
PATIENCE = 600
"""Seconds for the first site of a large county."""
_TITLED = re.compile(r"^(?P<head>[ -]+id: (?P<id>\S+)\n +title: )(?P<title>[^\n]*)$", re.MULTILINE)


def measure(folder: Path, turns: int = 5, environment: dict[str, str] | None = None) -> float:
    """Seconds (wall clock, the median of some turns) from saving a changed title until the event's page has it.

    The project's files are as before when it ends. `environment` is added to that of the server.
    """
    return statistics.median(seconds for seconds, _ in turns_of(folder, turns, environment))


def turns_of(folder: Path, turns: int, environment: dict[str, str] | None = None) -> list[tuple[float, float]]:
    """Each turn: seconds of wall clock, and of CPU of the server with all that it has started (0 where the system does not say)."""
    file, found = _an_event(folder)
    before = file.read_text("utf-8")
    page = f"/events/{found['id']}/"
    taken = []
    with _serving(folder, environment or {}) as (port, pid):
        try:
            _until(port, page, found["title"])
            time.sleep(1)  # what the first build has left to do is done
            for turn in range(turns):
                title = f"预览测速第{turn}次"
                text = f"{before[: found.start('title')]}{title}{before[found.end('title') :]}"
                cpu, begun = _cpu(pid), time.perf_counter()
                file.write_text(text, "utf-8")
                _until(port, page, title)
                seconds = time.perf_counter() - begun
                time.sleep(0.5)
                taken.append((seconds, _cpu(pid) - cpu))
        finally:
            file.write_text(before, "utf-8")
    return taken


def _an_event(folder: Path) -> tuple[Path, re.Match[str]]:
    """The last event of the last file of events in the usual form that has any."""
    for file in sorted((folder / "campaigns").rglob("events*.yml"), reverse=True):
        found = list(_TITLED.finditer(file.read_text("utf-8")))
        if found:
            return file, found[-1]
    raise SystemExit(f"{folder}: no event to change")


@contextmanager
def _serving(folder: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """`pufa serve` over the folder: its port and its process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    words = [sys.executable, "-m", "generator", "serve", "--as-of", DAY, "--address", f"127.0.0.1:{port}"]
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
    try:
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM if sys.platform != "win32" else signal.CTRL_BREAK_EVENT)
        process.wait(30)


def _until(port: int, page: str, words: str) -> None:
    end = time.monotonic() + PATIENCE
    while words not in _page(port, page):
        if time.monotonic() > end:
            raise SystemExit(f"{page}: not within {PATIENCE} s")
        time.sleep(0.01)


def _page(port: int, page: str) -> str:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", page)
        return link.getresponse().read().decode("utf-8", "replace")
    except OSError:  # not there yet
        return ""
    finally:
        link.close()


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process, its children and those that have ended have used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    except OSError:
        return 0.0
    own = sum(int(fields[place]) for place in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")
    return own + sum(_cpu(int(child)) for child in children)


def main() -> None:
    """Measure one project and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--turns", type=int, default=5)
    chosen = options.parse_args()
    taken = turns_of(chosen.folder, chosen.turns)
    wall, cpu = (statistics.median(values) for values in zip(*taken, strict=True))
    print(
        f"preview: file saved → page served anew {wall:.2f} s, {cpu:.2f} s CPU   ({', '.join(f'{s:.2f}' for s, _ in taken)})"
    )


if __name__ == "__main__":
    main()
