"""Rules F401 to F405, F408, F410 and F412 to F415: how repetition is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from generator.feedcheck.dates import Series, check_dates
from generator.feedcheck.feed import Dated, Event, Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.recur import Budget
from generator.feedcheck.rrule import Rule, clock_parts, read_rule
from generator.feedcheck.tree import Property
from generator.feedcheck.values import KIND_WORDS, Moment

_REPEATING = ("RRULE", "RDATE", "EXDATE", "EXRULE")


def check_repeats(feed: Feed, sink: Sink) -> None:
    """Every rule of repetition."""
    budget = Budget()
    overrides: dict[str, list[Event]] = {}
    for event in feed.dated:
        if event.override:
            overrides.setdefault(event.uid, []).append(event)
            _override(event, sink)
    masters = set()
    for event in feed.dated:
        if event.override:
            continue
        # Of two with one UID (reported elsewhere) the exceptions belong to the first.
        others = overrides.get(event.uid, []) if event.uid and event.uid not in masters else []
        masters.add(event.uid)
        _event(event, others, budget, sink)
    for uid, events in overrides.items():
        if uid not in masters:
            for event in events:
                prop = event.component.all("RECURRENCE-ID")[0]
                message = f"没有 UID 是“{short(uid)}”的原来的日程"
                sink.at("F412", prop.number, message, length=prop.at + len(prop.value))


def _override(event: Event, sink: Sink) -> None:
    for name in _REPEATING:
        for prop in event.component.all(name)[:1]:
            sink.at("F415", prop.number, f"有 RECURRENCE-ID 的日程里写了 {name}", length=prop.at)
    for prop in event.component.all("RECURRENCE-ID"):
        if prop.param("RANGE"):
            sink.at("F413", prop.number, f"RECURRENCE-ID 写了 RANGE={short(prop.param('RANGE'))}", length=prop.at)


def _event(event: Event, overrides: list[Event], budget: Budget, sink: Sink) -> None:
    rules = event.component.all("RRULE")
    former = event.component.all("EXRULE")
    for prop in (*rules[1:], *former):
        sink.at("F414", prop.number, "RRULE 不止一条" if prop.name == "RRULE" else "用了 EXRULE", length=prop.at)
    read = [_rule(prop, event.start, sink) for prop in rules]
    starts = event.times.get("DTSTART")
    if not starts:
        return
    left_out = _alike("EXDATE", "F408", event.times.get("EXDATE", []), starts[0].moment, sink)
    added = _alike("RDATE", "F408", event.times.get("RDATE", []), starts[0].moment, sink)
    changed = []
    for other in overrides:
        moments = other.times.get("RECURRENCE-ID", [])[:1]
        changed += _alike("RECURRENCE-ID", "F410", moments, starts[0].moment, sink)
    if former or len(read) > 1 or None in read:
        return  # which dates there are is then anybody's guess
    if read or left_out or changed:
        rule = read[0] if read else None
        check_dates(Series(starts[0], rules[0] if rules else None, rule, left_out, added, changed), budget, sink)


def _rule(prop: Property, start: Moment | None, sink: Sink) -> Rule | None:
    """A rule that means the same to everybody, else None."""
    rule, faults = read_rule(prop.value)
    for fault in faults:
        sink.at("F401", prop.number, f"RRULE {fault.message}", offset=prop.at + fault.offset, length=fault.length)
    if rule.scale:
        _part("F404", prop, rule, rule.scale, f"RRULE 里有 {rule.scale}", sink)
    elif "COUNT" in rule.places and "UNTIL" in rule.places:
        _part("F403", prop, rule, "COUNT", "RRULE 里 COUNT 和 UNTIL 都写了", sink)
    elif not ("COUNT" in rule.places or "UNTIL" in rule.places):
        sink.at("F405", prop.number, "RRULE 没有 UNTIL，也没有 COUNT", length=prop.at + len(prop.value))
    sound = not (faults or rule.scale)
    return rule if start and _kinds(prop, rule, start, sink) and sound else None


def _kinds(prop: Property, rule: Rule, start: Moment, sink: Sink) -> bool:
    """F402, and F401 for hours of whole days. True where nothing is wrong."""
    clock = clock_parts(rule) if start.kind == "date" else []
    for name in clock:
        _part("F401", prop, rule, name, f"RRULE 全天的日程不能写 {name}", sink)
    wanted = "utc" if start.kind == "zoned" else start.kind
    if rule.until is None or rule.until.kind == wanted:
        return not clock
    message = f"DTSTART 是{KIND_WORDS[start.kind]}，UNTIL 却是{KIND_WORDS[rule.until.kind]}"
    _part("F402", prop, rule, "UNTIL", message, sink)
    return False


def _part(code: str, prop: Property, rule: Rule, name: str, message: str, sink: Sink) -> None:
    offset, length = rule.places[name]
    sink.at(code, prop.number, message, offset=prop.at + offset, length=length)


_IN_A_ZONE = ("zoned", "utc")


def _moments(moment: Moment, start: Moment) -> bool:
    return moment.kind in _IN_A_ZONE and start.kind in _IN_A_ZONE


def _there(moment: Moment, start: Moment) -> Moment | None:
    """A moment by the clock of DTSTART; None where one of the zones is not known."""
    instant = moment.instant
    if instant is None or start.kind != "zoned":
        return Moment(start.kind, instant) if instant else None
    try:
        when = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(start.zone)).replace(tzinfo=None)
    except (KeyError, ValueError, OSError, OverflowError):
        return None
    return Moment(start.kind, when, start.zone)


def _alike(name: str, code: str, found: list[Dated], start: Moment, sink: Sink) -> list[Dated]:
    """Those that can be held against DTSTART's days. EXDATE and RDATE may be in UTC or in another zone: they mean a moment.

    RECURRENCE-ID is a name as well: many programs look for it as it is written, so it has to be written as DTSTART is.
    """
    good = []
    for dated in found:
        moment = dated.moment
        if moment.alike(start):
            good.append(dated)
        elif name != "RECURRENCE-ID" and _moments(moment, start):
            there = _there(moment, start)
            good += [replace(dated, moment=there)] if there else []
        else:
            zone = f"（{short(moment.zone)}）" if moment.kind == start.kind else ""
            message = f"DTSTART 是{KIND_WORDS[start.kind]}，{name} 却是{KIND_WORDS[moment.kind]}{zone}"
            sink.at(code, dated.prop.number, message, offset=dated.offset, length=len(dated.text))
    return good
