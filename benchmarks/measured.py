"""One run of a command, measured: wall clock, all processors, the largest process, and its own account of its stages."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PUFA = [sys.executable, "-m", "generator"]
DAY = "2026-11-21"
Stages = dict[str, tuple[float, float]]
"""Seconds of wall clock and of processors by stage."""


@dataclass(frozen=True)
class Run:
    """Seconds of wall clock, seconds of all processors (children included), and the memory of the largest process in MB."""

    wall: float
    cpu: float
    memory: float
    stages: Stages = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.wall:.2f} s, CPU {self.cpu:.2f} s"


def middle(runs: Sequence[Run]) -> Run:
    """The median of wall clock and of processors; the most memory; the stages of the run in the middle."""
    usual = sorted(runs, key=lambda r: r.wall)[len(runs) // 2]
    wall, cpu = (statistics.median(values) for values in zip(*((r.wall, r.cpu) for r in runs), strict=True))
    return Run(wall, cpu, max(r.memory for r in runs), usual.stages)


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a project; stops the benchmark where it fails."""
    told = folder.with_name(f"{folder.name}-stages.json")
    told.unlink(missing_ok=True)
    environment = {**os.environ, **surroundings(folder), "PUFA_STAGES": str(told)}
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if status:
            said.seek(0)
            raise SystemExit(f"{list(command)} failed:\n{said.read().decode(errors='replace')[-3000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, _stages(told))


def _stages(file: Path) -> Stages:
    """What the processes of a run told of their stages: of each the longest wall clock, and all processor seconds."""
    found: dict[str, tuple[float, float]] = {}
    if file.exists():
        for line in file.read_text("utf-8").splitlines():
            for name, (wall, cpu) in json.loads(line).items():
                before = found.get(name, (0.0, 0.0))
                found[name] = (max(before[0], float(wall)), before[1] + float(cpu))
    return found


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of every run in a project: nothing of the user's own is used or left."""
    own = {"XDG_CACHE_HOME": str(cache_of(folder)), "XDG_CONFIG_HOME": str(folder.with_name("config"))}
    return {**own, "NO_MKDOCS_2_WARNING": "1"}


def cache_of(folder: Path) -> Path:
    """Where the results of a project are kept in a benchmark: beside it, so that they can be moved aside."""
    return folder.with_name(f"{folder.name}-cache")


def build(folder: Path) -> Run:
    """One `pufa build`."""
    return run([*PUFA, "build", "--quiet", "--as-of", DAY], folder)


def publish(folder: Path) -> Run:
    """One `pufa publish`."""
    return run([*PUFA, "publish", str(folder.with_name(f"{folder.name}-www")), "--as-of", DAY], folder)


def cold(folder: Path) -> Run:
    """A build without cache and without a former site.

    The former ones are moved aside, not deleted: the disk would still be busy with the deletion while it is measured.
    """
    aside = folder.with_name(f"{folder.name}-former-{time.monotonic_ns()}")
    aside.mkdir()
    for former in (folder / "site", cache_of(folder)):
        if former.exists():
            former.rename(aside / former.name)
    return build(folder)
