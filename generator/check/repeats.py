"""Repeating events: a rule that can be read has an end and gives days, at least one and at most `MOST`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from generator.almanac.workdays import Workdays
from generator.base.daywords import day_words
from generator.base.diagnostics import Diagnostic, Span
from generator.check.preview import dated, preview
from generator.check.series import Series
from generator.check.singles import Singles, Venue
from generator.decode.event import EventRecord
from generator.decode.repeat import Place, RepeatRecord
from generator.model import Campaign, Event, Rule, Township
from generator.schedule import MOST, days_of, first_days, moment, nominal, occurrences_of
from generator.schedule.folk import FIRST, LAST


@dataclass(slots=True)
class Repeats:
    """What the rules of repeating events need to know of everything else; `found` collects the faults."""

    as_of: date
    workdays: Workdays
    venue: Venue
    speakers: dict[str, str]
    found: list[Diagnostic] = field(default_factory=list)

    def resolve(
        self, record: EventRecord, event: Event, campaign: Campaign | None, townships: Sequence[Township]
    ) -> Event | None:
        """`event` with its repetition, beginning on the first day that the rule gives; None where it gives none.

        A change that does not fit is reported and left out; the rest is still checked.
        """
        written = record.repeat
        if written is None or written.rule is None:
            return None
        days = self._days(record, written, written.rule, event, campaign)
        if not days:
            return None
        start, end = nominal(event, days[0])
        first = replace(event, start=start, end=end, result=None)
        singles = Singles(
            record, written, first, days, preview(days, self.as_of), self.venue, self.speakers, self.found
        )
        whole = replace(first, repeat=singles.repeat(written.rule))
        happening = tuple(occurrences_of(whole, self.workdays))
        if not happening:
            self.add(
                "E122",
                record,
                written.place,
                "这样重复，一场也不剩：全部除外或跳过了",
                f"请删去一些“除外”，或改正规则。{singles.shown}",
            )
            return None
        singles.collisions(happening)
        series = Series(record, written, whole, happening, self.as_of, singles.shown)
        self.found += series.faults(campaign, townships, self.workdays)
        return None if series.too_long else whole

    def add(self, code: str, record: EventRecord, place: Place, message: str, hint: str = "", **more: Any) -> None:
        """Record one fault at a place of a record's file."""
        self.found.append(Diagnostic(code, Span(record.path, *place), message, hint, **more))

    def _days(
        self, record: EventRecord, written: RepeatRecord, rule: Rule, event: Event, campaign: Campaign | None
    ) -> tuple[date, ...]:
        """The days of a rule; none after E121, E122 or E125."""
        start = moment(event.start).date()
        if rule.until is None and rule.count is None:
            shown = preview(days_of(rule, start, self.workdays), self.as_of)
            ending = _ending(written.form, start, campaign)
            self.add("E121", record, written.place, "没有写到哪一天为止，会一直重复下去", f"{ending}{shown}")
            return ()
        if (rule.kind == "lunar" or rule.lunar) and not FIRST <= (rule.until or start) <= LAST:
            hint = f"请把“到”改到 {LAST} 以前。"
            self.add("E122", record, written.place, f"农历只能算到 {LAST}", hint)
            return ()
        days = first_days(rule, start, self.workdays)
        if not days:
            hint = "日历上没有这样的日子，请改正规则。"
            if rule.until is not None and rule.until < start:
                hint = f"“到”的 {rule.until} 早于“开始”的 {start}，请核对这两个日期。"
            elif first_days(replace(rule, until=None, count=1), start, self.workdays):
                first = first_days(replace(rule, until=None, count=1), start, self.workdays)[0]
                hint = f"“开始”以后的第一个日子是 {dated(first)}，晚于“到”的 {rule.until}，请核对。"
            self.add("E122", record, written.place, "这样重复，一个日子也没有", hint)
        elif len(days) > MOST:
            fewer = "减少次数" if rule.count else "把“到”提前"
            hint = f"请{fewer}，或者分成几条活动。{preview(days, self.as_of)}"
            self.add("E125", record, written.place, f"这样重复，超过了{MOST}场", hint)
            return ()
        elif rule.count and len(days) < rule.count and (rule.kind == "lunar" or rule.lunar):
            self.add("E122", record, written.place, f"农历只能算到 {LAST}，排不满{rule.count}次", "请减少次数。")
            return ()
        return days


def _ending(form: str, start: date, campaign: Campaign | None) -> str:
    end = campaign.period.end if campaign is not None else start
    if end <= start:
        end = date(start.year, 12, 31)
    if form == "words":
        return f"请在后面接上“，到{day_words(end)}”。"
    if form == "rrule":
        return f"请在后面接上“;UNTIL={end:%Y%m%d}”。"
    return f"请加上一行“到: {end}”，或者“次数: 10”。"
