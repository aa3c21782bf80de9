"""What reading the calendars back must give: worked out from the entries' plain values, never from their bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from generator import addresses
from generator.feeds.entry import UNPUBLISHED, Entry, Facts, Numbers
from generator.feeds.ics import plain, uri
from generator.feeds.observances import about, marked_days
from generator.feeds.vevent import STATUS, Setting
from generator.readback.parsed import Reading

_ONE_DAY = timedelta(days=1)


def of_entries(entries: Sequence[Entry], numbers: Mapping[str, Numbers], setting: Setting) -> list[Reading]:
    """What each entry must be read back as, in their order."""
    series = {e.id: e.said.facts for e in entries if e.said.facts.rule}
    return [_of_entry(e, numbers.get(e.id, UNPUBLISHED), series, setting) for e in entries]


def _of_entry(entry: Entry, numbers: Numbers, series: Mapping[str, Facts], setting: Setting) -> Reading:
    facts, region = entry.said.facts, setting.library.region
    zone = region.timezone
    whole = series.get(entry.said.series)
    recurrence = _when(_on(facts.day, whole.start), zone) if whole and facts.day else ""
    return Reading(
        uid=f"{entry.said.series or entry.id}@{region.code}.pufa",
        recurrence=recurrence,
        sequence=str(numbers.sequence),
        status=STATUS[facts.status],
        summary=plain(entry.said.summary),
        where=plain(facts.where),
        description=plain(entry.said.description),
        url=uri(entry.said.url),
        start=_when(facts.start, zone),
        end=_end(facts, zone),
        rule=_rule(facts, setting.offset),
        left_out=tuple(sorted(_when(_on(day, facts.start), zone) for day in facts.left_out)),
    )


def of_observances(setting: Setting) -> list[Reading]:
    """What each day of the legal year must be read back as, in the order of its feed."""
    region = setting.library.region.code
    return [
        Reading(
            uid=f"observance.{marked.observance.id}@{marked.year}.{region}.pufa",
            recurrence="",
            sequence="0",
            status="CONFIRMED",
            summary=plain(marked.full_title),
            where="",
            description=plain(about(marked)),
            url=uri(setting.site.url + addresses.CALENDAR),
            start=marked.start.isoformat(),
            end=(marked.end + _ONE_DAY).isoformat(),
        )
        for marked in marked_days(setting)
    ]


def _end(facts: Facts, zone: str) -> str:
    """An all-day end is the day after the last; what has no length has none."""
    if not isinstance(facts.start, datetime):
        last = facts.end.date() if isinstance(facts.end, datetime) else facts.end
        return (last + _ONE_DAY).isoformat()
    if not isinstance(facts.end, datetime) or facts.end <= facts.start:
        return ""
    return _when(facts.end, zone)


def _rule(facts: Facts, offset: timedelta) -> tuple[str, ...]:
    """The parts of a rule; its last day as the moment in UTC at which the last occurrence begins."""
    parts = [part.split("=", 1) for part in facts.rule.split(";") if part]
    return tuple(
        sorted(f"{name}={_until(value, facts, offset) if name == 'UNTIL' else value}" for name, value in parts)
    )


def _until(value: str, facts: Facts, offset: timedelta) -> str:
    last = _on(date.fromisoformat(value), facts.start)
    return _when(last - offset, "UTC") if isinstance(last, datetime) else last.isoformat()


def _on(day: date, start: date | datetime) -> date | datetime:
    """A day of a series that begins with `start`: at the same hour, or the whole day."""
    return datetime.combine(day, start.time()) if isinstance(start, datetime) else day


def _when(value: date | datetime, zone: str) -> str:
    return f"{value.isoformat()} {zone}" if isinstance(value, datetime) else value.isoformat()
