"""Events: every reference resolved, every rule across files held. One function a rule, by diagnostic code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import cast

from generator.almanac.workdays import workdays_of
from generator.base.cache import digest
from generator.base.diagnostics import Diagnostic, Span, nearest, visible
from generator.check.doubts import doubts
from generator.check.ids import folder_of, last_day
from generator.check.places import REGION_WORDS, Gazetteer, NotFound
from generator.check.private import private_at
from generator.check.repeats import Repeats
from generator.check.results import Told, contradictions, crowd_of, first_count
from generator.decode.event import EventRecord
from generator.decode.words import meant, suggestion
from generator.model import Campaign, DayOff, Event, Focus, Region, Site, Speaker, Stage, Status, Township

_LOOKS_LIKE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def word_hint(word: str, known: Sequence[str], region: Region) -> str:
    """What to write instead of a word for people or a form that is not in the list."""
    said = dict(region.words)
    hint = suggestion(word, known, said)
    found = meant(word, known, said)
    if len(found) == 1:
        hint += f"都这样写的，在 region.yml 的“说法”里写上“{visible(word)}: {found[0]}”，就不用一个一个改。"
    return f"{hint}可以写：{'、'.join(known)}。"


def _there(span: Span, _offset: int, _length: int) -> Span:
    return span


class Events:
    """What the rules of a single event need to know of everything else."""

    def __init__(
        self,
        region: Region,
        places: Gazetteer,
        campaigns: Mapping[str, Campaign],
        sites: Mapping[str, Site],
        speakers: Iterable[Speaker],
        as_of: date,
        days_off: tuple[DayOff, ...] = (),
    ) -> None:
        self.region = region
        self.places = places
        self.campaigns = campaigns
        self.campaign_words = {**{c.title: c for c in campaigns.values()}, **campaigns}
        self.sites = sites
        self.site_words = {**{s.name: s for s in sites.values()}, **sites}
        self.speakers = {**{s.id: s.name for s in speakers}}
        self.audiences = frozenset(region.audiences)
        self.forms = frozenset(region.forms)
        self.said = dict(region.words)
        self.as_of = as_of
        self.found: list[Diagnostic] = []
        self.key = digest(
            repr((region, sorted(campaigns.items()), sorted(sites.items()), self.speakers, as_of, days_off))
        )
        """A hash of everything that a record is held against."""
        self.repeats = Repeats(as_of, workdays_of(days_off), self.place, self.speakers, self.found)

    def add(self, code: str, record: EventRecord, key: str, message: str, hint: str = "", **more: object) -> None:
        """Record one fault at a field of a record."""
        self.found.append(Diagnostic(code, record.span(key), message, hint, **more))  # type: ignore[arg-type]

    def townships(self, record: EventRecord) -> list[Township]:
        """E104, E110: every township must be known by its full name or code. E127: named are townships or the region, not both."""
        found = []
        whole = next((i for i, word in enumerate(record.townships) if word in REGION_WORDS), None)
        if whole is not None and not REGION_WORDS.issuperset(record.townships):
            hint = "哪个乡镇都能来、不在某个乡镇办的，只写“全域”；在几个乡镇办的，只写这几个乡镇。"
            message = f"写了“{record.townships[whole]}”，又写了乡镇"
            self.add("E127", record, f"township.{whole}", message, hint)
        for i, word in enumerate(record.townships):
            if word in REGION_WORDS:
                continue
            unit = self.places.township(word)
            if isinstance(unit, NotFound):
                self.add(unit.code, record, f"township.{i}", unit.message, unit.hint)
            else:
                found.append(unit)
        return found

    def validity(self, record: EventRecord, townships: list[Township]) -> None:
        """E113: a township must exist on the day."""
        first, last = last_day(record.start), last_day(record.end)
        for i, unit in enumerate(townships):
            if not unit.validity.covers(first, last):
                self.add(
                    "E113",
                    record,
                    f"township.{i}",
                    f"{unit.name}在 {first} 不存在",
                    "请核对日期，或核对 region.yml 里设立、撤销的日期。",
                )

    def village(self, record: EventRecord, townships: list[Township]) -> str:
        """E105, E110: a village must lie in one of the event's townships."""
        if not record.village:
            return ""
        found = self.places.village(record.village, townships)
        if isinstance(found, NotFound):
            self.add(found.code, record, "village", found.message, found.hint)
            return ""
        return found.id

    def site(self, record: EventRecord) -> tuple[str, str]:
        """E106: where the event is, as (site id, words)."""
        return self.place(record.venue, record.span("place"))

    def place(self, venue: str, span: Span) -> tuple[str, str]:
        """E106: a place that looks like an id must be the id of a cultural site. Gives (site id, words)."""
        found = self.site_words.get(venue)
        if found is not None:
            return found.id, found.name
        if _LOOKS_LIKE_ID.fullmatch(venue):
            near = nearest(venue, self.sites)
            hint = f"是不是“{near}”（{self.sites[near].name}）？" if near else ""
            hint += "阵地写在 campaigns/sites.yml；普通地点写中文名称。"
            self.found.append(Diagnostic("E106", span, f"找不到阵地“{venue}”", hint))
        return "", venue

    def campaign(self, record: EventRecord) -> Campaign | None:
        """E107: the campaign named must exist; by default it is the folder's."""
        if not record.campaign:
            return self.campaigns.get(folder_of(record))
        found = self.campaign_words.get(record.campaign)
        if found is None:
            near = nearest(record.campaign, self.campaign_words)
            hint = f"是不是“{near}”？" if near else ""
            self.add(
                "E107",
                record,
                "campaign",
                f"找不到专项“{visible(record.campaign)}”",
                f"{hint}{self._known_campaigns()}",
            )
        return found

    def _known_campaigns(self) -> str:
        names = [f"{c.title}（{c.id}）" for c in self.campaigns.values()]
        more = "等" if len(names) > 8 else ""
        return f"专项就是 campaigns/ 里的文件夹，现有：{'、'.join(names[:8])}{more}。"

    def words(self, record: EventRecord) -> None:
        """E108, E026: audiences and forms come from the region's lists."""
        for i, word in enumerate(record.audiences):
            if word not in self.audiences and not self.own(word, self.audiences):
                hint = word_hint(word, self.region.audiences, self.region)
                self.add("E108", record, f"audience.{i}", f"对象“{visible(word)}”不在词表里", hint)
        if record.form and record.form not in self.forms and len(self.own(record.form, self.forms)) != 1:
            both = meant(record.form, self.forms, self.said)
            hint = word_hint(record.form, self.region.forms, self.region)
            if len(both) > 1:
                options = "、".join(self.region.forms)
                hint = f"形式只写一个，请从{'、'.join(f'“{w}”' for w in both)}里选最主要的。可以写：{options}。"
            self.add("E026", record, "form", f"形式里没有“{visible(record.form)}”", hint)

    def own(self, word: str, known: Collection[str]) -> tuple[str, ...]:
        """What the region says that a word means, () where that is nothing of this list."""
        found = self.said.get(word, ())
        return found if all(w in known for w in found) else ()

    def times(self, record: EventRecord, campaign: Campaign | None) -> None:
        """E102, E103: an event ends after it begins, inside its campaign's period."""
        if record.end < record.start:  # decode made both of one kind
            hint = "请核对这两个时间；过了半夜的活动，结束要写上第二天的日期。"
            self.add(
                "E102",
                record,
                "end" if "end" in record.at else "start",
                "结束早于开始",
                hint,
                related=(record.span("start"),),
            )
        if campaign is not None and record.repeat is None:
            period = campaign.period
            if last_day(record.start) < period.start or last_day(record.end) > period.end:
                self.add(
                    "E103", record, "start", f"活动不在“{campaign.title}”的期限内（{period.start} 至 {period.end}）",
                    self.other_campaigns(record), related=(campaign.span,),
                )  # fmt: skip

    def other_campaigns(self, record: EventRecord) -> str:
        """Where an event could go that lies outside its campaign's period: that is the mend, where there is one."""
        first, last = last_day(record.start), last_day(record.end)
        fitting = [c for c in self.campaigns.values() if c.period.start <= first and last <= c.period.end]
        if not fitting:
            year = f"{first.year}年"
            words = f"{year}的这一天不在任何一个专项的期限里"
            return f"请核对日期。{words}：日期没有错的，请先给{year}新建一个专项，或者修改 campaign.yml 的期限。"
        names = "、".join(f"“{c.title}”（{c.id}）" for c in fitting[:5])
        return f"请核对日期；或放到这一天在期限里的专项：{names}；或修改 campaign.yml 的期限。"

    def state(self, record: EventRecord) -> None:
        """W201, W202, W208: what is over has a result, and what is to come has none.

        W208 is a warning: whoever looks at the site as of an earlier day has it.
        """
        result = record.result
        if record.status in ("计划", "确定") and last_day(record.end) < self.as_of:
            if result is None or not first_count(result):  # else E143 says it better
                self.add(
                    "W201",
                    record,
                    "status" if "status" in record.at else "start",
                    f"日期已过，状态还是“{record.status}”",
                    "办了改成“已办”并填成效；没办改成“取消”或“延期”。",
                )
        elif record.status == "已办" and last_day(record.start) > self.as_of:
            message = f"{last_day(record.start)} 还没有到，不能算已办"
            hint = "请核对日期；还没有办的，状态写“计划”或“确定”，办完以后再改，再填成效。"
            self.add("W208", record, "status", message, hint, related=(record.span("start"),))
        elif record.status == "已办" and result is None:
            self.add("W202", record, "status", "已办的活动还没有成效", "至少填参加人数；没有就写一句小结。")

    def outcome(self, record: EventRecord, townships: Sequence[Township], village: str) -> None:
        """E140 to E143, W209, W210: the numbers of the result fit each other, the state and the place."""
        if record.result is not None:
            told = Told(record.result, record.status, lambda key: record.span(key if key in record.at else "result"))
            self.found += contradictions(told, crowd_of(townships, village))

    def private(self, record: EventRecord) -> None:
        """W205: no private phone or identity number in any text."""
        result = record.result.summary if record.result else ""
        speakers = "\n".join(record.speakers)
        texts = [("title", record.title), ("place", record.venue), ("organiser", record.organiser), ("speaker", speakers),
                 ("summary", record.summary), ("note", record.note), ("result_summary", result)]  # fmt: skip
        written: list[tuple[Callable[[int, int], Span], str]] = [(partial(record.spot, k), text) for k, text in texts]
        for change in record.repeat.changes if record.repeat else ():
            told = change.result.summary if change.result else None
            words = [("title", change.title), ("place", change.venue), ("speaker", "\n".join(change.speakers or ())),
                     ("summary", change.summary), ("note", change.note), ("result", told)]  # fmt: skip
            for key, text in words:
                span = Span(record.path, *change.at.get(key, change.place))
                written += [(partial(_there, span), text)] if text else []
        for spot, text in written:
            found = private_at(text)
            if found:
                number, span = text[found[0] : found[0] + 3], spot(*found)
                hint = "公开网站不要写个人号码，请改用科室座机。"
                self.found.append(Diagnostic("W205", span, f"像是个人电话或身份证号：{number}****", hint))

    def resolve(self, record: EventRecord) -> Event | None:
        """The event with every reference resolved, or None where it could not be placed."""
        campaign = self.campaign(record)
        townships = self.townships(record)
        region_wide = any(w in REGION_WORDS for w in record.townships)
        village = self.village(record, townships) if record.townships else ""
        site, venue = self.site(record)
        self.words(record)
        self.private(record)
        if not record.whole:
            return None
        self.times(record, campaign)
        self.found += doubts(record, [] if region_wide else townships, site, self.as_of)
        if record.repeat is None:
            self.validity(record, townships)
            self.state(record)
            self.outcome(record, self.region.townships if region_wide else townships, village)
        elif record.end < record.start:
            return None
        if campaign is None or not record.id or not (townships or region_wide):
            return None
        event = Event(
            id=record.id,
            campaign=campaign.id,
            title=record.title,
            start=record.start,
            end=record.end,
            townships=() if region_wide else tuple(dict.fromkeys(sorted(t.code for t in townships))),
            region_wide=region_wide,
            village=village,
            place=venue,
            site=site,
            form=(*self.own(record.form, self.forms), record.form)[0] or "其他",
            audiences=tuple(
                dict.fromkeys(w for word in record.audiences for w in self.own(word, self.audiences) or (word,))
            ),
            laws=record.laws,
            stage=cast("Stage", record.stage),
            organiser=record.organiser,
            speakers=tuple(self.speakers.get(s, s) for s in record.speakers),
            status=cast("Status", record.status or "计划"),
            result=record.result,
            summary=record.summary,
            note=record.note,
            url=record.url,
            updated=record.updated,
            sample=campaign.sample if record.sample is None else record.sample,
            focus=cast("Focus", record.focus),
            former_ids=record.former_ids,
            span=record.span(),
        )
        return event if record.repeat is None else self.repeats.resolve(record, event, campaign, townships)
