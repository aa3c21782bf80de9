"""Commands that no project tells where they are: the day of the machine they run on does not count.

The two zones lie 26 hours apart, so that the day is never the same in both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from generator.cli import main

pytestmark = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="the zone of a running program cannot be changed here"
)


@pytest.fixture(params=["Etc/GMT+12", "Pacific/Kiritimati"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine in the far west, and one in the far east."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


def day_given(monkeypatch: pytest.MonkeyPatch, function: str, *words: str) -> date:
    """The day that a command hands on to the function that does its work."""
    seen: list[date] = []

    def take(*given: Any) -> None:
        seen.extend(day for value in given for day in (value, getattr(value, "as_of", None)) if type(day) is date)
        raise SystemExit

    monkeypatch.setattr(function, take)
    CliRunner().invoke(main, list(words), catch_exceptions=False)
    assert len(seen) == 1
    return seen[0]


def is_the_day(ask: Callable[[], date], zone: Any) -> bool:
    """Whether it is the day in a zone; midnight may come between."""
    before = datetime.now(zone).date()
    return ask() in {before, datetime.now(zone).date()}


@pytest.mark.usefixtures("machine")
def test_a_rollup_is_of_the_day_in_china(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Else what a county publishes before eight in the morning is, to a server on UTC, data of tomorrow."""
    words = ("rollup", str(tmp_path), "--code", "3308", "--out", str(tmp_path / "out"))
    assert is_the_day(lambda: day_given(monkeypatch, "generator.rollup.roll_up", *words), ZoneInfo("Asia/Shanghai"))


@pytest.mark.usefixtures("machine")
def test_a_new_folder_begins_on_the_day_in_china(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("init", "330881")
    assert is_the_day(
        lambda: day_given(monkeypatch, "generator.commands.init.create", *words), ZoneInfo("Asia/Shanghai")
    )


@pytest.mark.usefixtures("machine")
def test_stamps_of_feeds_are_held_against_the_day_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a stamp of this very moment is in the future, west of Greenwich in the evening."""
    assert is_the_day(lambda: day_given(monkeypatch, "generator.feedcheck.run.inspect", "feedcheck", "a.ics"), UTC)
