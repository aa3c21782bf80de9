"""Other days, as `make test-days` runs all tests: every Python that is started is on that day, whatever started it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sites import kit

from tests.integration.whole import environment

DAY = 86400
ASK = """
import datetime, subprocess, sys, time
print(datetime.date.today(), datetime.datetime.now().date(), time.strftime("%Y-%m-%d"), flush=True)
if sys.argv[1:]:
    subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
"""


def days(shift: int, *more: str) -> set[str]:
    """What is the day in a Python that is `shift` seconds away, by every way to ask, and in the Python that it starts."""
    path = os.pathsep.join((str(Path(__file__).parents[1] / "days"), kit.python_path()))
    env = environment(PYTHONPATH=path, TESTS_SHIFT=str(shift), TZ="UTC")
    said = subprocess.run([sys.executable, "-c", ASK, *more], env=env, capture_output=True, text=True, check=True)
    return set(said.stdout.split())


@pytest.mark.slow
def test_every_clock_of_every_program_is_on_the_other_day() -> None:
    (now,) = days(0)
    (then,) = days(1000 * DAY, ASK)
    assert date.fromisoformat(then) - date.fromisoformat(now) in (
        timedelta(1000),
        timedelta(1001),
    )  # midnight came between


def test_what_a_test_starts_is_on_the_day_of_the_tests() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import datetime; print(datetime.datetime.now(datetime.UTC).timestamp())"],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert abs(float(said.stdout) - datetime.now(UTC).timestamp()) < DAY / 2
