"""What follows from the occurrences of one repeating event: inside the campaign, in places that exist, told honestly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from generator.almanac.workdays import Workdays
from generator.base.diagnostics import Diagnostic, Span
from generator.check.preview import dated
from generator.check.results import Told, contradictions, crowd_of
from generator.decode.event import EventRecord
from generator.decode.repeat import Place, RepeatRecord
from generator.model import Campaign, Event, Occurrence, Township
from generator.schedule import moment, nominal, unannounced


@dataclass(slots=True)
class Series:
    """A repeating event, its occurrences in the order of the rule's days, and `shown`: its next dates in words."""

    record: EventRecord
    written: RepeatRecord
    event: Event
    happening: Sequence[Occurrence]
    as_of: date
    shown: str
    found: list[Diagnostic] = field(default_factory=list)
    too_long: bool = False
    """True after E126: whatever would follow from the length is not told."""

    def faults(self, campaign: Campaign | None, townships: Sequence[Township], workdays: Workdays) -> list[Diagnostic]:
        """Every fault of the series, each told once however many occurrences have it."""
        self._too_long()
        self._period(campaign)
        self._townships(townships)
        self._told_too_much()
        self._held_before()
        self._over()
        self._without_result()
        self._contradictions(() if self.event.region_wide else townships)
        self._unannounced(workdays)
        return self.found

    def _add(self, code: str, key: str, message: str, hint: str, **more: Any) -> None:
        place = self.written.at.get(key) or self.record.at.get(key) or self.written.place
        self.found.append(Diagnostic(code, Span(self.record.path, *place), message, hint, **more))

    def _too_long(self) -> None:
        """E126: an occurrence, as long as the event is written, is over before the next one begins."""
        days = sorted(o.original for o in self.happening if o.original is not None)
        timed = isinstance(self.event.end, datetime)
        length = moment(self.event.end) - moment(self.event.start) + timedelta(days=0 if timed else 1)
        day, following = next(((a, b) for a, b in pairwise(days) if b - a < length), (None, None))
        if day is None or following is None:
            return
        self.too_long = True
        end = nominal(self.event, day)[1]
        until = f"{end:%Y-%m-%d %H:%M}" if timed else f"{end}"
        key = next((key for key in ("duration", "end") if key in self.written.at or key in self.record.at), "start")
        hint = "“时长”是每一场的长短" if key == "duration" else "“结束”是每一场的结束"
        short = f"当天结束的，只写钟点就行，如 {end:%H:%M}。" if timed else "只有一天的，不用写“结束”。"
        hint += f"；最后一天写在“到”里。{'' if key == 'duration' else short}"
        this, other = dated(day), dated(following)
        self._add("E126", key, f"{this}这一场到 {until} 才结束，{other}下一场就开始了", hint)

    def _period(self, campaign: Campaign | None) -> None:
        """E103: every occurrence lies inside the campaign's period; of those that are too long, its first day does."""
        if campaign is None:
            return
        period = campaign.period
        days = [(o.first_day, o.first_day if self.too_long else o.last_day) for o in self.happening]
        outside = sorted(first for first, last in days if first < period.start or last > period.end)
        if outside:
            message = f"{dated(outside[0])}这一场不在“{campaign.title}”的期限内（{period.start} 至 {period.end}）"
            hint = f"期限以外共有{len(outside)}场。请改“开始”或“到”；或放到别的专项；或修改 campaign.yml 的期限。{self.shown}"
            self._add("E103", "until", message, hint, related=(campaign.span,))

    def _townships(self, townships: Iterable[Township]) -> None:
        """E113: a township exists on the day of every occurrence."""
        for i, unit in enumerate(townships):
            missing = [
                o
                for o in self.happening
                if not unit.validity.covers(o.first_day, o.first_day if self.too_long else o.last_day)
            ]
            if missing:
                hint = "请核对日期，或核对 region.yml 里设立、撤销的日期。"
                self._add("E113", f"township.{i}", f"{unit.name}在 {missing[0].first_day} 不存在", hint)

    def _told_too_much(self) -> None:
        """W208, E124: what is true of some dates only is not written for all of them.

        A warning where dates are ahead: whoever looks at the site as of an earlier day has them all.
        """
        ahead = [o for o in self.happening if o.first_day > self.as_of and o.status == "已办"]
        if ahead and self.event.status == "已办":
            hint = "请删去“状态: 已办”，" + self._how_held()
            self._add("W208", "status", f"还有{len(ahead)}场没有到日子，状态不能写“已办”", hint + self.shown)
        else:
            self._held_ahead(ahead)
        if self.record.result is not None:
            hint = "每一场的成效写在“更改”里，日期下面写“成效”，例子见手册“重复的活动”一页；台账里写不下，请把这条活动改写到 YAML 文件里。"
            self._add("E124", "result", "重复的活动不能一起填成效，要一场一场填", hint + self.shown)

    def _held_ahead(self, ahead: Sequence[Occurrence]) -> None:
        """W208 where single dates are told as held: by their own state, or by 已办至."""
        written = {c.day: c.at.get("status", c.place) for c in self.written.changes if c.status == "已办"}
        by_hand = [o for o in ahead if o.original in written]
        by_date = [o for o in ahead if o.original not in written]
        message = "{}这一场还没有到日子，不能算已办".format
        if by_hand:
            place = written[cast("date", by_hand[0].original)]
            hint = f"请删去“更改”里这一场的“状态: 已办”，办完以后再写。{self.shown}"
            self.found.append(
                Diagnostic("W208", Span(self.record.path, *place), message(dated(by_hand[0].first_day)), hint)
            )
        if by_date:
            hint = f"请把“已办至”改早，{self._how_held()}{self.shown}"
            self._add("W208", "held_until", message(dated(by_date[0].first_day)), hint)

    def _held_before(self) -> None:
        """E123: 已办至 is not before the first date, which would say that nothing was held."""
        day = self.written.held_until
        first = min(min(o.first_day, o.original or o.first_day) for o in self.happening)
        if day is not None and day < min(first, moment(self.event.start).date()):
            hint = f"请核对年份；一场也没有办的，不用写“已办至”。{self.shown}"
            self._add("E123", "held_until", f"“已办至”的 {day} 早于第一场 {dated(first)}", hint)

    def _how_held(self) -> str:
        over = [o.first_day for o in self.happening if o.first_day <= self.as_of]
        return f"已经办完的写“已办至: {max(over)}”。" if over else "办完以后再写“已办至”。"

    def _over(self) -> None:
        """W201: what is over was held, or was not."""
        over = [o for o in self.happening if o.status in ("计划", "确定") and o.last_day < self.as_of]
        if over:
            last = max(o.first_day for o in over)
            hint = f"都办了的，写“已办至: {last}”；没有办的，写进“取消”。"
            message = f"有{len(over)}场日期已过，状态还是“{over[0].status}”，最早的是 {min(o.first_day for o in over)}"
            self._add("W201", "held_until", message, hint)

    def _without_result(self) -> None:
        """W202: some result is told of what was held."""
        held = [o for o in self.happening if o.status == "已办" and o.first_day <= self.as_of]
        if held and self.record.result is None and all(o.event.result is None for o in held):
            hint = "在“更改”里，至少给其中几场填上成效；台账里的，请改写到 YAML 文件里再填。"
            self._add("W202", "held_until", f"已办的{len(held)}场都还没有成效", hint)

    def _contradictions(self, townships: Sequence[Township]) -> None:
        """E140 to E143, W209, W210: the result of each date fits itself, its state and the place."""
        states = {o.original: o.status for o in self.happening}
        crowd = crowd_of(townships, self.event.village)
        for change in self.written.changes:
            if change.result is None or change.day not in states:
                continue
            at = {"status": change.place, **change.at}

            def span(key: str, at: dict[str, Place] = at) -> Span:
                return Span(self.record.path, *at.get(key, at["result"]))

            self.found += contradictions(Told(change.result, states[change.day], span), crowd)

    def _unannounced(self, workdays: Workdays) -> None:
        """W301: days off decide, and nobody knows them yet."""
        repeat = self.event.repeat
        assert repeat is not None
        days = [o.original for o in self.happening if o.original is not None]
        years = unannounced(repeat, days, workdays)
        if years:
            count = sum(day.year in years for day in days)
            words = "、".join(f"{year}年" for year in years)
            hint = "公布以后，写进 campaigns/holidays.yml，或者更新程序，再检查一遍；现在不用改。"
            self._add("W301", "on_holiday", f"还没有{words}的放假安排，这{count}场先照规则排", hint)
