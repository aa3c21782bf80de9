"""Read calendar files with Debian's own python3-icalendar and dateutil; print the rows of each as JSON.

Run by the system's Python, not by the tests': it must not import anything of this project.
usage: /usr/bin/python3 debian_reader.py FILE…
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar

BEIJING = timezone(timedelta(hours=8))


def when(value):
    """A day or a moment in the tests' own words."""
    return value.astimezone(BEIJING).isoformat() if isinstance(value, datetime) else value.isoformat()


def starts(part):
    """The beginnings of a series by RRULE and EXDATE, or the only one."""
    first = part["DTSTART"].dt
    if "RRULE" not in part:
        return [first]
    dates = rruleset()
    dates.rrule(rrulestr(part["RRULE"].to_ical().decode(), dtstart=first))
    left_out = part.get("EXDATE", [])
    for line in left_out if isinstance(left_out, list) else [left_out]:
        for day in line.dts:
            timed = isinstance(day.dt, datetime)
            dates.exdate(day.dt if timed else datetime(day.dt.year, day.dt.month, day.dt.day))
    return [found if isinstance(first, datetime) else found.date() for found in dates]


def rows(data):
    """The rows of one file; what is told apart of a series is laid over its dates."""
    calendar = Calendar.from_ical(data)
    parts = calendar.walk("VEVENT")
    broken = [str(error) for part in parts for error in part.errors]
    apart = {(str(p["UID"]), when(p["RECURRENCE-ID"].dt)): p for p in parts if "RECURRENCE-ID" in p}
    found = []
    for part in parts:
        if "RECURRENCE-ID" in part:
            continue
        length = part["DTEND"].dt - part["DTSTART"].dt if "DTEND" in part else timedelta()
        for start in starts(part):
            own = apart.pop((str(part["UID"]), when(start)), None)
            shown = own or part
            begins = own["DTSTART"].dt if own else start
            ends = (own["DTEND"].dt if "DTEND" in own else begins) if own else start + length
            words = (str(shown["STATUS"]), str(shown["SUMMARY"]))
            found.append([str(part["UID"]), when(start), when(begins), when(ends), *words])
    return {"rows": found, "errors": broken, "left": len(apart)}


sys.stdout.write(json.dumps({path: rows(Path(path).read_bytes()) for path in sys.argv[1:]}))
