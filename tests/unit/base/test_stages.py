"""Where time goes is told when somebody asks, by every process, and no time twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from sites import kit

PROGRAM = """
import time
from generator.base.stages import Clock, stage
from generator.base.workers import share

def work(n):
    clock = Clock()
    with clock("outer"):
        with clock("inner"):
            time.sleep(0.05)
    return n

with stage("whole"):
    share([1, 2], work, 2)
"""


def told(target: Path, **env: str) -> list[dict[str, list[float]]]:
    base = {"PATH": "/usr/bin:/bin", "PYTHONPATH": kit.python_path(), **env}
    subprocess.run([sys.executable, "-c", PROGRAM], env=base, check=True, cwd=target.parent)
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()] if target.exists() else []


def test_each_process_adds_a_line_and_inner_stages_are_not_counted_twice(tmp_path: Path) -> None:
    lines = told(tmp_path / "stages", PUFA_STAGES=str(tmp_path / "stages"))
    assert sorted(map(sorted, lines)) == [["inner", "outer"], ["inner", "outer", "whole"]]
    for line in lines:
        assert line["inner"][0] >= 0.05
        assert line["outer"][0] < line["inner"][0]


def test_nothing_is_written_where_nobody_asks(tmp_path: Path) -> None:
    assert told(tmp_path / "stages") == []


def test_a_file_that_cannot_be_written_costs_only_the_account(tmp_path: Path) -> None:
    assert told(tmp_path / "stages", PUFA_STAGES=str(tmp_path / "none" / "stages")) == []
