"""The domain as frozen values. No third-party import, no clock, no file.

Dates and times are local to the region (`Region.timezone`); they carry no tzinfo. Spans say where a record was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from generator.base.diagnostics import Span

Per = Literal["region", "township", "village", "site"]
Every = Literal["year", "quarter", "month", "campaign"]
Status = Literal["计划", "确定", "已办", "取消", "延期"]
Stage = Literal["启动", "常态"]
Focus = Literal["", "权利", "义务", "并重"]
Finding = Literal["", "属实", "不符", "无法核实"]

STATUSES: tuple[Status, ...] = ("计划", "确定", "已办", "取消", "延期")
OFF: tuple[Status, ...] = ("取消", "延期")
"""States of what does not take place when it was told."""
STAGES: tuple[Stage, ...] = ("启动", "常态")
DEFAULT_AUDIENCES = (
    "全体居民",
    "领导干部",
    "国家工作人员",
    "青少年",
    "企业经营管理者",
    "农民",
    "社区居民",
    "老年人",
    "妇女",
    "残疾人",
    "外来务工人员",
)
DEFAULT_FORMS = ("宣讲", "咨询", "展览", "演出", "竞赛", "影视", "参观", "培训", "其他")
FOCUSES: tuple[Focus, ...] = ("权利", "义务", "并重")
FINDINGS: tuple[Finding, ...] = ("属实", "不符", "无法核实")
SITE_STATUSES = ("规划", "在建", "开放", "关闭")
REGION_WIDE = "全域"


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a unit exists; None is open. Both ends are included."""

    start: date | None = None
    end: date | None = None

    def covers(self, first: date, last: date) -> bool:
        """True where the unit exists on at least one day of first..last."""
        return (self.start is None or self.start <= last) and (self.end is None or self.end >= first)


@dataclass(frozen=True, slots=True)
class Contact:
    """How the public reaches an office: never a private person's number."""

    office: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community. `id` is `<township code>-<slug>`, unique in the region; its slug is its address."""

    id: str
    name: str
    township: str
    population: int | None = None
    model_village: str = ""
    law_savvy: int | None = None
    legal_adviser: bool | None = None
    validity: Validity = Validity()
    span: Span = Span("")

    @property
    def slug(self) -> str:
        """The last part of the village's address."""
        return self.id.partition("-")[2]


@dataclass(frozen=True, slots=True)
class Township:
    """A township-level unit. `counted` is False for pseudo units (zones, farms), which coverage leaves out.

    `lon` and `lat` are its centre in degrees, for judging ways between events.
    """

    code: str
    name: str
    villages: tuple[Village, ...] = ()
    population: int | None = None
    group: str = ""
    tile: tuple[int, int] | None = None
    contact: Contact = Contact()
    counted: bool = True
    validity: Validity = Validity()
    lon: float | None = None
    lat: float | None = None
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who stands behind the site; printed in every footer."""

    sponsor: str = ""
    organiser: str = ""
    contact: str = ""
    icp: str = ""
    police: str = ""
    site_code: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much an indicator weighs when the townships of a peer group are ranked. `group` "" is every group without its own."""

    group: str
    indicator: str
    weight: float
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Region:
    """The county or city that publishes. `population_source` says where the units' population comes from."""

    code: str
    name: str
    publisher: str
    timezone: str
    hotline: str
    identity: Identity
    townships: tuple[Township, ...]
    audiences: tuple[str, ...] = DEFAULT_AUDIENCES
    forms: tuple[str, ...] = DEFAULT_FORMS
    summary: str = ""
    sample: bool = False
    population_source: str = ""
    weights: tuple[Weight, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What people here call some audiences and forms: (their word, ours)."""
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both days included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Target:
    """A promise that can be measured: per unit and period, at least this much of an indicator.

    `townships` (codes) and `group` (a peer group) limit it to some townships, or to what lies in them; empty is everyone.
    """

    indicator: str
    per: Per
    every: Every
    at_least: float
    basis: str = ""
    unit: str = ""
    townships: tuple[str, ...] = ()
    group: str = ""
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the campaign's task list (四清单). `done` is the day on which it was completed, None where it was not.

    `leader` (责任领导) and `person` (责任人) name posts, `owner` the unit and `office` its section.
    """

    content: str
    owner: str = ""
    audience: str = ""
    carrier: str = ""
    measure: str = ""
    due: date | None = None
    standard: str = ""
    status: str = ""
    leader: str = ""
    person: str = ""
    office: str = ""
    done: date | None = None
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Funding:
    """Money spent on legal education in a year, in yuan. `township` "" is the region's own. `source` says who gave it."""

    year: int
    amount: float
    township: str = ""
    source: str = ""
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class ZeroReport:
    """A township's statement that it held nothing in a year: the difference between 0 and silence.

    It speaks for the campaign that it stands in, with `every_campaign` for all of them.
    """

    township: str
    year: int
    span: Span = Span("")
    every_campaign: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """A plan or programme. `text` is the officer's own Markdown (index.md beside campaign.yml)."""

    id: str
    title: str
    period: Period
    summary: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    zero_reports: tuple[ZeroReport, ...] = ()
    funding: tuple[Funding, ...] = ()
    order: int = 0
    sample: bool = False
    source: str = ""
    text: str = ""
    text_path: str = ""
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an event. Counts of people; None is not reported."""

    attendance: int | None = None
    staff: int | None = None
    responses: int | None = None
    satisfied: int | None = None
    summary: str = ""


OnHoliday = Literal["照常", "跳过", "顺延"]


@dataclass(frozen=True, slots=True)
class Rule:
    """On which days an event repeats. The hours come from the event.

    `kind` says which of the fields count:
    `calendar`  the civil calendar in RFC 5545's terms: `freq`, `interval` and the `by_…` fields;
    `market`    days of a month whose number ends in one of `digits` (逢三逢八), of the lunar month where `lunar`;
    `lunar`     fixed lunar dates, `lunar_days` (腊月廿三 is (12, 23));
    `workdays`  every official working day, make-up days included.
    `by_month` limits market and working days too, to civil months. Weeks, months and years that are counted (`interval`)
    begin with that of the event's first day. Exactly one of `until` (included) and `count` is set in a rule that passed the check.
    """

    kind: Literal["calendar", "market", "lunar", "workdays"] = "calendar"
    freq: Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] = "DAILY"
    interval: int = 1
    by_day: tuple[tuple[int, int], ...] = ()
    """(ordinal or 0, weekday with Monday 0): the first Wednesday is (1, 2), the last Friday (-1, 4)."""
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    by_week_no: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    week_start: int = 0
    digits: tuple[int, ...] = ()
    lunar: bool = False
    lunar_days: tuple[tuple[int, int], ...] = ()
    until: date | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is different in one occurrence of a repeating event; None is as the event says.

    `day` is the date that the rule gives it, which its id keeps for good. `site` goes with `place`.
    """

    day: date
    start: date | datetime | None = None
    end: date | datetime | None = None
    title: str | None = None
    place: str | None = None
    site: str | None = None
    speakers: tuple[str, ...] | None = None
    summary: str | None = None
    status: Status | None = None
    note: str | None = None
    result: Result | None = None
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Repeat:
    """How an event repeats: the rule, days left out and added, and single occurrences that differ.

    `on_holiday` moves (顺延, to the next working day) or leaves out (跳过) what falls on an official day off.
    Occurrences up to `held_until` were held (已办) where no change says otherwise.
    """

    rule: Rule
    exceptions: tuple[date, ...] = ()
    extra: tuple[date, ...] = ()
    changes: tuple[Change, ...] = ()
    on_holiday: OnHoliday = "照常"
    held_until: date | None = None
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Event:
    """What an officer records.

    `end` is the last day of an all-day event (included) or the moment a timed one ends. `townships` are codes, empty
    where `region_wide`. `village` and `site` are ids or empty.
    """

    id: str
    campaign: str
    title: str
    start: date | datetime
    end: date | datetime
    townships: tuple[str, ...] = ()
    region_wide: bool = False
    village: str = ""
    place: str = ""
    site: str = ""
    form: str = "其他"
    audiences: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    stage: Stage = "常态"
    organiser: str = ""
    speakers: tuple[str, ...] = ()
    status: Status = "计划"
    result: Result | None = None
    summary: str = ""
    note: str = ""
    url: str = ""
    updated: datetime | None = None
    sample: bool = False
    focus: Focus = ""
    repeat: Repeat | None = None
    span: Span = Span("")
    former_ids: tuple[str, ...] = ()
    """Ids under which it was once published."""
    alias: str = ""
    """The id under which subscribers know it, where that is a former one; among what they are told, the present id."""

    @property
    def all_day(self) -> bool:
        """True where the event has days but no hours."""
        return not isinstance(self.start, datetime)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A thing to see at a cultural site."""

    name: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Honour:
    """A title that a body conferred on a cultural site."""

    title: str
    issuer: str = ""
    level: str = ""
    review_due: date | None = None
    date: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A cultural site (法治文化阵地)."""

    id: str
    name: str
    township: str
    village: str = ""
    kind: str = ""
    status: str = "开放"
    opened: str = ""
    hours: str = ""
    address: str = ""
    contact: Contact = Contact()
    summary: str = ""
    exhibits: tuple[Exhibit, ...] = ()
    honours: tuple[Honour, ...] = ()
    lon: float | None = None
    lat: float | None = None
    source: str = ""
    sample: bool = False
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a trail: a cultural site, or a place in words where none is recorded."""

    name: str
    site: str = ""
    summary: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """Cultural sites joined in order (法治文化线路)."""

    id: str
    name: str
    summary: str = ""
    stops: tuple[Stop, ...] = ()
    source: str = ""
    sample: bool = False
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A member of the speakers' group: role and specialty, never a private phone."""

    id: str
    name: str
    role: str = ""
    specialty: str = ""
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class DayOff:
    """One day of an official arrangement (放假安排): off (休), or a make-up working day (班). `name` is the holiday's."""

    day: date
    name: str
    off: bool


@dataclass(frozen=True, slots=True)
class Observance:
    """A date of the legal year (节点) that comes again. `rule` says when, as written (`04-15`, 5月第三个星期日).

    `first_year` is the year of the first one, from which ordinals are counted; None where they are not counted.
    `basis` is the law or decision behind it, `verified` where that was looked up; `remind` where plans should have it.
    """

    id: str
    name: str
    rule: str
    first_year: int | None = None
    basis: str = ""
    verified: bool = False
    remind: bool = False
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Inspected:
    """One item of a random check (抽查): a held occurrence or a cultural site, and what the inspectors found there.

    `round` names the draw, `finding` is "" while the form has not come back.
    """

    round: str
    kind: Literal["occurrence", "site"]
    item: str
    township: str = ""
    checked: date | None = None
    finding: Finding = ""
    note: str = ""
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was read, checked and resolved. Order is by id, whatever the order of the files."""

    region: Region
    campaigns: tuple[Campaign, ...] = ()
    events: tuple[Event, ...] = ()
    sites: tuple[Site, ...] = ()
    trails: tuple[Trail, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    township_by_code: dict[str, Township] = field(default_factory=dict)
    village_by_id: dict[str, Village] = field(default_factory=dict)
    campaign_by_id: dict[str, Campaign] = field(default_factory=dict)
    site_by_id: dict[str, Site] = field(default_factory=dict)
    workdays: tuple[DayOff, ...] = ()
    """The region's own rows, which go over the arrangement that ships with the engine."""
    observances: tuple[Observance, ...] = ()
    inspections: tuple[Inspected, ...] = ()

    @property
    def sample(self) -> bool:
        """Whether the account rests on what was made up for demonstration: the region, or one of its campaigns."""
        return self.region.sample or any(c.sample for c in self.campaigns)

    def is_sample(self, event: Event) -> bool:
        """Whether an event is made up: itself, its campaign or the whole region. In a campaign that is, no event is real."""
        campaign = self.campaign_by_id.get(event.campaign)
        return event.sample or self.region.sample or (campaign is not None and campaign.sample)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated happening of an event: what feeds and coverage count.

    `id` is the event's id, or `<id>@<original date>` where it repeats. `event` is the event as it is for this occurrence:
    where a `Change` says so, with another title, place or result than the library's. `original` is the date that the rule
    gave it (None where the event does not repeat).
    """

    id: str
    event: Event
    start: date | datetime
    end: date | datetime
    status: Status
    original: date | None = None

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def last_day(self) -> date:
        """The day on which it ends (an end at midnight belongs to the day before)."""
        if not isinstance(self.end, datetime):
            return self.end
        day = self.end.date()
        if self.end.hour == self.end.minute == 0 and day > self.first_day:
            return date.fromordinal(day.toordinal() - 1)
        return day
