"""Rules F406, F407, F409, F411 and F416: what a repeating event says against the dates that its rule gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.feedcheck.feed import Dated
from generator.feedcheck.finding import Sink
from generator.feedcheck.recur import Budget, first, which
from generator.feedcheck.rrule import Rule
from generator.feedcheck.tree import Property
from generator.feedcheck.values import Moment


@dataclass(frozen=True, slots=True)
class Series:
    """A repeating event whose parts could all be read. `rule` stands in `prop`; both are None where only RDATE repeats it.

    The days left out, added and told apart are written as `start` is.
    """

    start: Dated
    prop: Property | None
    rule: Rule | None
    left_out: list[Dated]
    added: list[Dated]
    changed: list[Dated]


def check_dates(series: Series, budget: Budget, sink: Sink) -> None:
    """Every rule of dates, as far as the budget allows to look."""
    start = series.start.moment
    known, until = _until(series.rule, start)
    if not known:
        return
    given = {start.when} | {d.moment.when for d in series.added}
    if series.rule and series.prop:
        if not _begins(series, series.rule, series.prop, until, budget, sink):
            return
        wanted = {d.moment.when for d in (*series.left_out, *series.changed)} - given
        hit = which(series.rule, start.when, until, wanted, budget) if wanted else set()
        if hit is None:
            _whole("F416", series.prop, "重复的场次太多，没有逐场核对", sink)
            return
        given |= hit
    _hits(series, given, sink)


def _until(rule: Rule | None, start: Moment) -> tuple[bool, datetime | None]:
    """Whether the end of a rule is known in the clock of DTSTART, and that end (None where there is none)."""
    until = rule.until if rule else None
    if until is None or start.kind != "zoned":
        return True, until.when if until else None
    try:
        offset = ZoneInfo(start.zone).utcoffset(until.when)
        return True, until.when + (offset or timedelta(0))
    except (KeyError, ValueError, OSError, OverflowError):
        return False, None


def _begins(series: Series, rule: Rule, prop: Property, until: datetime | None, budget: Budget, sink: Sink) -> bool:
    """F406 and F407. False where the rule gives nothing."""
    start = series.start
    begins = first(rule, start.moment.when, until, budget)
    if begins is False:
        _whole("F406", prop, "RRULE 一天也没有", sink)
        return False
    if isinstance(begins, datetime) and begins != start.moment.when:
        told, given = _words(start.moment, start.moment.when), _words(start.moment, begins)
        _at("F407", start, f"DTSTART 是 {told}，规则的第一场却是 {given}", sink)
    return True


def _hits(series: Series, given: set[datetime], sink: Sink) -> None:
    left_out = {d.moment.when for d in series.left_out}
    for dated in series.left_out:
        if dated.moment.when not in given:
            _at("F409", dated, f"EXDATE {_words(dated.moment, dated.moment.when)} 不是重复里的一场", sink)
    for dated in series.changed:
        if dated.moment.when not in given:
            fault = "不是重复里的一场"
        elif dated.moment.when in left_out:
            fault = "已经用 EXDATE 去掉了"
        else:
            continue
        _at("F411", dated, f"RECURRENCE-ID {_words(dated.moment, dated.moment.when)} {fault}", sink)


def _whole(code: str, prop: Property, message: str, sink: Sink) -> None:
    sink.at(code, prop.number, message, length=prop.at + len(prop.value))


def _at(code: str, dated: Dated, message: str, sink: Sink) -> None:
    sink.at(code, dated.prop.number, message, offset=dated.offset, length=len(dated.text))


def _words(moment: Moment, when: datetime) -> str:
    return f"{when:%Y-%m-%d}" if moment.kind == "date" else f"{when:%Y-%m-%d %H:%M}"
