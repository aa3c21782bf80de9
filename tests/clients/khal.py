"""khal, a calendar for the terminal from Debian's packages: imports a file into a folder of its own and lists what it shows."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.clients.shown import Row
from tests.clients.tools import without

FIRST, LAST = date(2020, 1, 1), date(2029, 12, 31)
"""The days that are listed: khal goes through them one by one."""
_SETTING = """\
[calendars]
[[feed]]
path = {folder}/feed
type = calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = feed
"""
_FORMAT = "{uid}\t{all-day}\t{start-long-full}\t{end-long-full}\t{status}\t{title}"
Shown = tuple[str, str, str, str, str]


class Khal:
    """One calendar of one khal, with nothing in it."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("khal")
        if program is None:
            without("khal")
        (folder / "feed").mkdir(parents=True)
        (folder / "khal.conf").write_text(_SETTING.format(folder=folder), "utf-8")
        self._words = [program, "-c", str(folder / "khal.conf")]
        self._folder = folder

    def _run(self, *words: str) -> str:
        surroundings = {
            "HOME": str(self._folder),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "TZ": "Asia/Shanghai",
        }
        done = subprocess.run(
            [*self._words, *words], capture_output=True, text=True, timeout=120, env=surroundings, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        assert "error" not in done.stderr.lower(), done.stderr[-2000:]
        assert "warning" not in done.stderr.lower(), done.stderr[-2000:]
        return done.stdout

    def take(self, data: bytes) -> int:
        """Import a file; the number of items that the calendar then has, one for each UID."""
        source = self._folder / "feed.ics"
        source.write_bytes(data)
        self._run("import", "--batch", "-a", "feed", str(source))
        return len(list((self._folder / "feed").glob("*.ics")))

    def shown(self) -> set[Shown]:
        """(UID, start, end, status, title) of everything from `FIRST` to `LAST`, in the tests' own words."""
        days = (FIRST.isoformat(), (LAST + timedelta(days=1)).isoformat())
        lines = self._run("list", "--notstarted", "--format", _FORMAT, "--day-format", "", *days).splitlines()
        return {_row(*line.split("\t")) for line in lines if line.strip()}

    def printed(self, data: bytes) -> str:
        """What `khal printics` says of a file without importing it."""
        source = self._folder / "printed.ics"
        source.write_bytes(data)
        return self._run("printics", "--format", "{uid}\t{title}", str(source))


def _row(uid: str, all_day: str, start: str, end: str, status: str, title: str) -> Shown:
    if all_day == "True":
        last = date.fromisoformat(end[:10]) + timedelta(days=1)
        return uid, start[:10], last.isoformat(), status.strip(), title
    moments = (datetime.fromisoformat(moment).isoformat() + "+08:00" for moment in (start, end))
    return uid, *moments, status.strip(), title  # type: ignore[return-value]


def as_khal_shows(rows: set[Row]) -> set[Shown]:
    """Rows without RECURRENCE-ID, of the days that khal lists. Where an event has no length, khal takes an hour."""
    found = set()
    for uid, _, start, end, status, title in rows:
        if FIRST.isoformat() <= start[:10] <= LAST.isoformat():
            long = (datetime.fromisoformat(end) + timedelta(hours=1)).isoformat() if start == end else end
            found.add((uid, start, long, status, title))
    return found
