"""Our own calendar files read back: to see what was published, to recover the register, to put other numbers in.

Only for files that this program wrote: `feedcheck` reads those of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from generator.feeds.entry import BEGIN, END, Facts, Numbers, digest_of, without_numbers
from generator.feeds.folding import lines
from generator.feeds.ics import day_value, escape, time_value
from generator.feeds.vevent import STATUS
from generator.feeds.words import SAMPLE_MARK, SPLIT_MARK, STATUS_MARKS, STATUS_NOTES
from generator.model import Status

_VEVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_UID = re.compile(r"(?P<id>[^@\s]+(?:@\d{4}-\d\d-\d\d)?)@(?P<region>[0-9]+)\.pufa")
_ZONE = re.compile(rb"^X-WR-TIMEZONE:([^\r\n]+)\r\n", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_STATES: Mapping[str, Status] = {"CANCELLED": "取消", "CONFIRMED": "确定", "TENTATIVE": "计划"}


class Told(NamedTuple):
    """An entry as it stands in a published file. `facts.status` knows 确定 where the record may say 已办."""

    id: str
    event: str
    region: str
    override: bool
    numbers: Numbers
    digest: str
    facts: Facts
    vevent: bytes


def told(data: bytes) -> Iterator[Told]:
    """The entries of a file; what is not one of ours (a day of the year, a damaged one) is passed over."""
    for match in _VEVENT.finditer(data):
        found = _told(match[0])
        if found is not None:
            yield found


def zone_of(data: bytes) -> str:
    """The time zone that a file of ours says it is in, empty where it does not."""
    found = _ZONE.search(data)
    return found[1].decode("utf-8", "replace") if found else ""


def _content(vevent: bytes) -> list[str]:
    """The content lines of a component, unfolded."""
    return vevent.replace(b"\r\n ", b"").decode("utf-8", "replace").split("\r\n")[:-1]


def _told(vevent: bytes) -> Told | None:
    values: dict[str, str] = {}
    left_out: list[str] = []
    for line in _content(vevent):
        head, _, value = line.partition(":")
        name = head.partition(";")[0]
        if name == "EXDATE":
            left_out.append(value)
        values.setdefault(name, value)
    uid = _UID.fullmatch(values.get("UID", ""))
    if uid is None or "DTSTART" not in values:
        return None
    try:
        day = _day(values["RECURRENCE-ID"]) if "RECURRENCE-ID" in values else None
        identifier = f"{uid['id']}@{day}" if day else uid["id"]
        modified = values.get("LAST-MODIFIED")
        numbers = Numbers(int(values.get("SEQUENCE", "0")), _moment(modified[:-1]) if modified else None)
        facts = _facts(values, [_day(value) for value in left_out], day)
    except (ValueError, KeyError):
        return None
    if day is None and "@" in identifier:
        facts = facts._replace(day=date.fromisoformat(identifier.partition("@")[2]))
    elif facts.rule:
        facts = facts._replace(day=facts.start.date() if isinstance(facts.start, datetime) else facts.start)
    event = identifier.partition("@")[0]
    digest = digest_of(without_numbers(vevent))
    return Told(identifier, event, uid["region"], day is not None, numbers, digest, facts, vevent)


def _facts(values: Mapping[str, str], left_out: list[date], day: date | None) -> Facts:
    title = _text(values.get("SUMMARY", ""))
    status = _STATES[values.get("STATUS", "CONFIRMED")]
    title = title.removeprefix(SPLIT_MARK)
    for state, mark in STATUS_MARKS.items():
        if title.startswith(mark):
            title, status = title.removeprefix(mark), cast("Status", state)
    sample = title.startswith(SAMPLE_MARK)
    start = _when(values["DTSTART"])
    end = _when(values["DTEND"]) if "DTEND" in values else start
    if not isinstance(end, datetime):
        end -= timedelta(days=1)
    rule = values.get("RRULE", "")
    if rule:
        rule = _local_rule(rule, start)
    return Facts(
        title.removeprefix(SAMPLE_MARK), start, end, _text(values.get("LOCATION", "")), status, rule, tuple(left_out), day,
        sample,
    )  # fmt: skip


def _local_rule(rule: str, start: date | datetime) -> str:
    """UNTIL as a day of the region's own: the one on which an occurrence with the clock of `start` begins nearest."""
    head, _, until = rule.partition(";UNTIL=")
    if not isinstance(start, datetime) or "T" not in until:
        return rule
    moment = _moment(until[:-1])
    days = [moment.date() + timedelta(days=d) for d in (-1, 0, 1)]
    # The zone's offset is below 14 hours, and so is the distance of the right day; whole hours off from it are others.
    best = min(days, key=lambda d: (abs(datetime.combine(d, start.time()) - moment), d))
    return f"{head};UNTIL={best:%Y%m%d}"


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)


def _day(value: str) -> date:
    return date.fromisoformat(value[:8])


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _when(value: str) -> date | datetime:
    return _moment(value) if "T" in value else _day(value)


def renumbered(vevent: bytes, numbers: Numbers) -> bytes:
    """A VEVENT with other numbers; its own DTSTAMP stays where it was never changed."""
    head, _, rest = vevent.partition(b"DTSTAMP:")
    stamp = rest.partition(b"\r\n")[0].decode()
    body = without_numbers(b"DTSTAMP:" + rest)
    stamps = f"DTSTAMP:{stamp}\r\n"
    if numbers.modified is not None:
        moment = f"{time_value(numbers.modified)}Z"
        stamps = f"DTSTAMP:{moment}\r\nLAST-MODIFIED:{moment}\r\n"
    return b"".join((head, f"{stamps}SEQUENCE:{numbers.sequence}\r\n".encode(), body))


def cancelled(vevent: bytes, note: str) -> bytes:
    """A VEVENT that now says that it does not take place, and why."""
    out = []
    for line in _content(vevent):
        text = line
        if line.startswith("STATUS:"):
            text = f"STATUS:{STATUS['取消']}"
        elif line.startswith("SUMMARY:"):
            words = line.removeprefix("SUMMARY:")
            for mark in STATUS_MARKS.values():
                words = words.removeprefix(mark)
            text = f"SUMMARY:{STATUS_MARKS['取消']}{words}"
        elif line.startswith("DESCRIPTION:"):
            told_before = line.removeprefix("DESCRIPTION:")
            for words in STATUS_NOTES.values():
                told_before = told_before.replace(f"{escape(words)}\\n", "")
            text = f"DESCRIPTION:{note}\\n{told_before}"
        out.append(text)
    return lines(out)


def instance(series: bytes, day: date) -> bytes:
    """One day of a series as an entry of its own (RECURRENCE-ID) that says what the series says of it."""
    out = []
    shift = timedelta(0)
    for line in _content(series):
        head, _, value = line.partition(":")
        name = head.partition(";")[0]
        if name in ("RRULE", "EXDATE"):
            continue
        if name in ("DTSTART", "DTEND"):
            if name == "DTSTART":
                shift = day - _day(value)
            when = _when(value) + shift
            text = time_value(when) if isinstance(when, datetime) else day_value(when)
            if name == "DTSTART":
                out.append(f"RECURRENCE-ID{head.removeprefix('DTSTART')}:{text}")
            out.append(f"{head}:{text}")
        else:
            out.append(line)
    return lines(out)


def with_events(data: bytes, events: list[bytes]) -> bytes:
    """A calendar file with these VEVENTs in place of its own."""
    first = data.find(BEGIN)
    if first < 0:
        first = data.rfind(b"END:VCALENDAR")
        return data[:first] + b"".join(events) + data[first:]
    last = data.rfind(END) + len(END)
    return data[:first] + b"".join(events) + data[last:]
