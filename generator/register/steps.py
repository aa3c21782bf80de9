"""What one publication adds to what was told before, entry by entry: the register's next line, and whether it is news."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from generator.feeds.entry import Facts, Numbers
from generator.model import OFF
from generator.register.record import ChangeKind, Published


def next_numbers(former: Numbers, newest: datetime, *, significant: bool) -> Numbers:
    """The number after `former` for a version of `newest` (UTC): both parts only rise."""
    if former.modified is not None:
        newest = max(newest, former.modified + timedelta(seconds=1))
    return Numbers(former.sequence + (1 if significant else 0), newest)


def retold(
    former: Published,
    facts: Facts,
    digest: str,
    *,
    override: bool,
    newest: datetime,
    as_of: date,
    withdrawn: date | None,
    rezoned: bool = False,
) -> Published:
    """The line of an entry that is now told otherwise, in a version of `newest` (UTC).

    `rezoned`: the same hours are now told in another time zone, which is another time.
    """
    significant = rezoned or (facts.significant, override) != (former.facts.significant, former.override)
    # A series that is told one by one from now on, or again as one.
    significant |= bool(facts.rule) and (withdrawn is None) != (former.withdrawn is None)
    return replace(
        former,
        numbers=next_numbers(former.numbers, newest, significant=significant),
        digest=digest,
        last=as_of,
        facts=facts,
        override=override,
        withdrawn=withdrawn,
    )


def lifted(line: Published, least: int, newest: datetime, as_of: date) -> Published:
    """The line of an exception with at least its series' SEQUENCE: a program may take an older one for superseded."""
    if line.numbers.sequence >= least:
        return line
    risen = next_numbers(line.numbers, newest, significant=False)
    return replace(line, numbers=replace(risen, sequence=least), last=as_of)


def kind_of(facts: Facts, was: Facts | None, as_of: date) -> ChangeKind | None:
    """What a reader has to know of a change; None for what concerns nobody any more (results, old records, wording)."""
    coming = facts.last.date() >= as_of
    if was is None:
        if not coming or facts.status == "延期":
            return None
        return "取消" if facts.status == "取消" else "新增"
    if not coming and was.last.date() < as_of:
        return None
    if facts.status == was.status and facts.status in OFF:
        return None  # whatever else is written about it, it does not take place
    if facts.status != was.status:
        if facts.status in OFF:
            return "取消" if facts.status == "取消" else "延期"
        if was.status in OFF:
            return "恢复"
    if (facts.start, facts.end) != (was.start, was.end) or _pattern(facts.rule) != _pattern(was.rule or facts.rule):
        return "改期"
    if _until(facts) > _until(was):  # a single day that now repeats, or a series that goes on for longer
        return "新增"
    return "改地点" if facts.where != was.where else None


def _pattern(rule: str) -> str:
    """A rule without its end; none is what a series becomes when only one of its days is left."""
    return rule.partition(";UNTIL=")[0]


def _until(facts: Facts) -> str:
    found = re.search(r"UNTIL=(\d{8})", facts.rule)
    return found[1] if found else f"{facts.start:%Y%m%d}"
