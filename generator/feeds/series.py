"""Occurrences as entries: which stand alone, and which are told as a series with RRULE, EXDATE and RECURRENCE-ID.

A series is used where common clients understand its rule (`schedule.rrule_text`); market days, lunar dates and the rest
are told one by one. What was once published in one shape keeps it: a UID that vanishes from a feed is a lie to whoever
has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain

from generator.feeds.entry import Entry, Facts, Trace
from generator.feeds.ics import day_value, time_value
from generator.feeds.vevent import Setting, entry, facts_of, made, times_of
from generator.model import Event, Occurrence
from generator.schedule import moment, nominal, rrule_text, rule_days

Known = Mapping[str, Trace]
_ALIKE = frozenset({"确定", "已办"})
"""Calendars tell these alike: what was held as it was planned needs no entry of its own."""


def entries(occurrences: Sequence[Occurrence], setting: Setting, known: Known | None = None) -> list[tuple[Entry, ...]]:
    """For each occurrence the entries that tell of it: none where its series does, whose first one tells of the whole.

    `known` says in which shape each entry was published before, by id.
    """
    known = known or {}
    left = _days_left(known)
    found: list[tuple[Entry, ...]] = [()] * len(occurrences)
    repeating: dict[str, list[int]] = defaultdict(list)
    for position, occurrence in enumerate(occurrences):
        if occurrence.original is not None:
            repeating[occurrence.event.id].append(position)
        else:
            found[position] = (entry(occurrence, setting, _single_id(occurrence, known, left)),)
    if repeating:
        events = {e.id: e for e in setting.library.events}
        for identifier, positions in repeating.items():
            _tell(events[identifier], positions, occurrences, setting, known, found)
    return found


def _days_left(known: Known) -> dict[str, str]:
    """By event that is told under the id of one of its former days: that id. More than one such day names none."""
    found: dict[str, list[str]] = defaultdict(list)
    for identifier, trace in known.items():
        event, at, _ = identifier.partition("@")
        if at and not trace.override and not trace.gone and event not in known:
            found[event].append(identifier)
    return {event: identifiers[0] for event, identifiers in found.items() if len(identifiers) == 1}


def _single_id(occurrence: Occurrence, known: Known, left: Mapping[str, str]) -> str:
    """The id of an event that happens once; one that used to repeat keeps the id of the day that is left."""
    identifier = occurrence.id
    if known and identifier not in known:
        former = f"{identifier}@{occurrence.first_day}"
        if former in known and not known[former].override:
            return former
        return left.get(identifier, identifier)
    return identifier


def _alone_id(occurrence: Occurrence, known: Known, *, series: bool) -> str:
    """The id of an occurrence that stands alone; the day that was there before its event repeated keeps its own.

    `series`: the event's own id is taken by the series.
    """
    if occurrence.id not in known and not series:
        single = known.get(occurrence.event.id)
        if single is not None and not single.rule and single.day == occurrence.original:
            return occurrence.event.id
    return occurrence.id


def _tell(
    event: Event,
    positions: Sequence[int],
    occurrences: Sequence[Occurrence],
    setting: Setting,
    known: Known,
    found: list[tuple[Entry, ...]],
) -> None:
    rule = rrule_text(event.repeat.rule) if event.repeat else None
    days = rule_days(event) if rule else ()
    every_day = frozenset(days)
    inside = [p for p in positions if rule and _in_series(occurrences[p], known, every_day)]
    series = known.get(event.id)
    if len(inside) < 2 and not (inside and series is not None and series.rule):
        inside = []
    members = set(inside)
    for position in positions:
        if position not in members:
            occurrence = occurrences[position]
            found[position] = (entry(occurrence, setting, _alone_id(occurrence, known, series=bool(inside))),)
    if inside:
        inside.sort(key=lambda p: occurrences[p].original or date.min)
        assert rule is not None
        master = _master(event, rule, days, [occurrences[p] for p in inside], setting)
        for position in inside:
            found[position] = tuple(_override(occurrences[position], event, setting, known))
        found[inside[0]] = (master, *found[inside[0]])


def _in_series(occurrence: Occurrence, known: Known, days: frozenset[date]) -> bool:
    """Whether the rule gives the day, and it was not told alone before; RECURRENCE-ID must name a day of the series."""
    trace = known.get(occurrence.id)
    return occurrence.original in days and (trace is None or trace.override)


def _master(event: Event, rule: str, days: Sequence[date], members: Sequence[Occurrence], setting: Setting) -> Entry:
    """The whole series: from the first to the last of its days, without those that it does not have."""
    kept = {o.original for o in members}
    first, last = members[0].original, members[-1].original
    assert first is not None
    assert last is not None
    start, end = nominal(event, first)
    until = nominal(event, last)[0]
    zone = setting.library.region.timezone
    model = Occurrence(event.id, event, start, end, event.status, first)
    left_out = tuple(day for day in days if first < day < last and day not in kept)
    facts = facts_of(model, setting)._replace(rule=f"{rule};UNTIL={day_value(last)}", left_out=left_out)
    times = [*times_of(facts, zone), f"RRULE:{rule};UNTIL={_until(until, setting.offset)}"]
    # One line a day: some readers take only the first of a list.
    times += [_day_line("EXDATE", nominal(event, day)[0], zone) for day in left_out]
    return made(event.id, model, facts, setting, tuple(times))


def _until(last: date | datetime, offset: timedelta) -> str:
    """UNTIL, in UTC where the series has hours (RFC 5545, 3.3.10)."""
    return f"{time_value(last - offset)}Z" if isinstance(last, datetime) else day_value(last)


def _day_line(name: str, when: date | datetime, zone: str) -> str:
    if isinstance(when, datetime):
        return f"{name};TZID={zone}:{time_value(when)}"
    return f"{name};VALUE=DATE:{day_value(when)}"


def _override(occurrence: Occurrence, event: Event, setting: Setting, known: Known) -> list[Entry]:
    """What is told of one occurrence apart from its series: nothing where it is as the series says and always was."""
    assert occurrence.original is not None
    start, end = nominal(event, occurrence.original)
    plain = (
        (occurrence.event is event or occurrence.event == event)
        and (occurrence.status == event.status or {occurrence.status, event.status} <= _ALIKE)
        and (occurrence.start, occurrence.end) == (start, end)
    )
    if plain and occurrence.id not in known:
        return []
    facts: Facts = facts_of(occurrence, setting)
    zone = setting.library.region.timezone
    times = (_day_line("RECURRENCE-ID", start, zone), *times_of(facts, zone))
    return [made(occurrence.id, occurrence, facts, setting, times, series=event.id)]


def in_order(found: Sequence[tuple[Entry, ...]]) -> list[Entry]:
    """All entries, by the moment they begin, then by id."""
    return sorted(chain.from_iterable(found), key=lambda e: (moment(e.facts.start), e.id))
