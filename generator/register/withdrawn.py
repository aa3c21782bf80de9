"""What subscribers were told and what no record says any more, as cancelled events: nothing vanishes from a calendar.

Invariant: for a year after it is over (or after its record is gone, whichever is later) a published entry stays in every
feed and on the site. What was over more than a year before may be archived without a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from generator.almanac.workdays import default_workdays
from generator.decode.repeat.rfc import rule_of
from generator.feeds.entry import WINDOW, Entry, Facts
from generator.feeds.words import SPLIT_NOTE
from generator.model import Campaign, Event, Library, Occurrence, Period, Repeat, Rule
from generator.register.record import Published, Register
from generator.schedule import MOST, first_days, moment, nominal, order, rule_days

NOTE = "主办单位已撤下这条安排。"
_STUB_TITLE = "已撤下的专项"


@dataclass(frozen=True, slots=True)
class Completed:
    """The library and its occurrences with everything that was withdrawn and still has to be told."""

    library: Library
    occurrences: tuple[Occurrence, ...]
    touched: frozenset[str]
    """Ids of the events that have something withdrawn."""
    withdrawn: frozenset[str]
    """Ids of the entries that are told only because they once were."""
    ghosts: tuple[Occurrence, ...]
    """What only calendars are told: a series whose days now stand alone, under its former UID."""


def completed(
    library: Library, occurrences: Sequence[Occurrence], told: Iterable[Entry], register: Register, as_of: date
) -> Completed:
    """`told` are the entries of the occurrences. Nothing is withdrawn where nothing was published."""
    current = {e.id: e for e in told}
    gone = [p for i, p in register.entries.items() if i not in current and _inside(p, register, as_of)]
    events = {e.id: e for e in library.events}
    more: list[Occurrence] = []
    ghosts: list[Occurrence] = []
    by_event: dict[str, list[Published]] = defaultdict(list)
    for p in gone:
        if p.event in events:
            if p.facts.rule:
                ghosts.append(_cancelled(events[p.event], p, SPLIT_NOTE, library))
            else:
                more.append(_cancelled(events[p.event], p, NOTE, library))
        else:
            by_event[p.event].append(p)
    taken = {o.id for o in (*occurrences, *more)}
    for p in register.entries.values():
        if p.facts.rule and p.event in events:
            lost = _lost_days(p, events[p.event], taken, library, as_of)
            more += lost
            taken.update(o.id for o in lost)
    stubs: list[Event] = []
    for identifier, lines in sorted(by_event.items()):
        event = _stub(identifier, lines, library)
        stubs.append(event)
        more += _stub_occurrences(event, lines)
        ghosts += [_cancelled(event, p, NOTE, library) for p in lines if p.facts.rule and _is_empty(p, lines)]
    if not more and not ghosts:
        return Completed(library, tuple(occurrences), frozenset(), frozenset(), ())
    whole = replace(
        library,
        events=tuple(sorted((*library.events, *stubs), key=lambda e: e.id)),
        campaign_by_id={**{e.campaign: _campaign(e) for e in stubs}, **library.campaign_by_id},
    )
    return Completed(
        whole,
        tuple(sorted((*occurrences, *more), key=order)),
        frozenset(o.event.id for o in more),
        frozenset((*(o.id for o in (*more, *ghosts)), *(e.id for e in stubs))),
        tuple(ghosts),
    )


def _inside(p: Published, register: Register, as_of: date) -> bool:
    """Whether an entry still has to be told; what differs from a series is told as long as the series."""
    over = p.facts.last.date()
    series = register.entries.get(p.event) if p.override else None
    if series is not None and series.facts.rule:
        over = max(over, series.facts.last.date())
    if p.withdrawn is not None:
        over = max(over, p.withdrawn)
    return over + WINDOW >= as_of


def _cancelled(event: Event, p: Published, note: str, library: Library) -> Occurrence:
    """What its event no longer has, as it was last told."""
    return Occurrence(p.id, _as_told(event, p, note, library), p.facts.start, p.facts.end, "取消", p.facts.day)


def _as_told(event: Event, p: Published, note: str, library: Library) -> Event:
    """An event cancelled, with the title and the place that subscribers know."""
    known = _stub(p.event, [p], library)
    return replace(
        event,
        status="取消",
        note=note,
        result=None,
        title=known.title,
        place=known.place,
        site=known.site,
        village=known.village,
        townships=known.townships,
        region_wide=known.region_wide,
    )


def _rule_of(facts: Facts) -> Rule:
    return rule_of(facts.rule, moment(facts.start).date())


@lru_cache(maxsize=1024)
def days_of_series(facts: Facts) -> frozenset[date]:
    """The days of a series as it was told; none where it is no series. Asked once for every one of its days."""
    if not facts.rule:
        return frozenset()
    days = first_days(_rule_of(facts), moment(facts.start).date(), default_workdays(), MOST)
    return frozenset(days) - set(facts.left_out)


def _lost_days(p: Published, event: Event, taken: set[str], library: Library, as_of: date) -> list[Occurrence]:
    """The coming days of a published series that it no longer has and that nobody cancelled by name."""
    former = _stub(p.event, [p], None)
    lost = sorted(d for d in days_of_series(p.facts) if d >= as_of and f"{p.event}@{d}" not in taken)
    if event.repeat is None:  # the series has become this one day, under the same UID
        lost = [d for d in lost if d != moment(event.start).date()]
    changed = _as_told(event, p, NOTE, library)
    return [Occurrence(f"{p.event}@{d}", changed, *nominal(former, d), "取消", d) for d in lost]


def _stub(identifier: str, lines: Sequence[Published], library: Library | None) -> Event:
    """An event as the register remembers it, cancelled. What it names and the library no longer knows is left out."""
    first = min(lines, key=lambda p: (p.override, not p.facts.rule, moment(p.facts.start), p.id))
    facts, place = first.facts, first.placement
    townships, village, site = place.townships, place.village, place.site
    if library is not None:
        townships = tuple(code for code in townships if code in library.township_by_code)
        village = village if village in library.village_by_id else ""
        site = site if site in library.site_by_id else ""
    repeat = None
    if facts.rule:
        repeat = Repeat(_rule_of(facts), exceptions=facts.left_out)
    return Event(
        id=identifier,
        campaign=place.campaign,
        title=facts.title,
        start=facts.start,
        end=facts.end,
        townships=townships,
        region_wide=place.wide,
        village=village,
        place=facts.where,
        site=site,
        form="",
        audiences=place.audiences,
        status="取消",
        note=NOTE,
        sample=facts.sample,
        repeat=repeat,
    )


def _is_empty(p: Published, lines: Sequence[Published]) -> bool:
    """Whether every day of a series that is gone is told alone, so that no day is left to tell of the series."""
    alone = {line.id for line in lines if not line.override}
    return all(f"{p.event}@{day}" in alone for day in days_of_series(p.facts))


def _stub_occurrences(event: Event, lines: Sequence[Published]) -> list[Occurrence]:
    found = {
        p.id: Occurrence(p.id, event, p.facts.start, p.facts.end, "取消", p.facts.day)
        for p in lines
        if not p.facts.rule
    }
    if event.repeat is not None:
        left_out = set(event.repeat.exceptions)
        for day in rule_days(event):
            identifier = f"{event.id}@{day}"
            if day not in left_out and identifier not in found:
                found[identifier] = Occurrence(identifier, event, *nominal(event, day), "取消", day)
    return list(found.values())


def _campaign(event: Event) -> Campaign:
    """Stands for a campaign whose folder is gone."""
    day = moment(event.start).date()
    return Campaign(event.campaign, _STUB_TITLE, Period(day, day))
