"""One indicator and its definition card. What each field's key in a head means is told in `indicators`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.figures.indicators.groups import Group
from generator.model import Every, Per

Denominator = Literal["", "villages", "townships"]
Kind = Literal["flow", "stock", "ratio", "index"]
Direction = Literal["more", "less", "none"]
Records = Literal["events", "sites", "villages", "townships", "tasks", "funding", "inspections"]
Place = Literal["headline", "main", "evidence", "township_year", "township_ever", "annex"]
Detail = Literal["", "月份", "空档", "最近一场", "启动", "人次", "对象", "到过的村", "到过的乡镇", "最集中的村"]

KIND_NAMES: Mapping[str, Kind] = {"流量": "flow", "存量": "stock", "比率": "ratio", "指数": "index"}
DIRECTION_NAMES: Mapping[str, Direction] = {"多为好": "more", "少为好": "less", "不评": "none"}

_EVENT_STATES = {
    "flow": "期满了、记录写明没有办成（取消、延期）的，或有零报告的，是 0；什么都没报的、只有计划没有更新的，是“未报”；没有期满、还没有办的是“未到期”；不计入覆盖或当时不存在的“不适用”。",
    "other": "没有办成任何活动的，没有可算的：期满后有报告的“不适用”，什么都没报的“未报”，没有期满的“未到期”；办了而没有填所需的数的“未报”。",
    "roster": "由名册算出，不看有没有办活动；该填的没填是“未报”，没有可算的或当时不存在的“不适用”，还没有开始的一期是“未到期”。",
}


class Spot(NamedTuple):
    """A place where an indicator is shown, where it stands among those there, and what it is called."""

    place: Place
    order: int
    label: str


class Section(NamedTuple):
    """The section of a breakdown on the pages of years and campaigns.

    `caption` goes on after the year or the campaign, `empty` after 已办的活动都; `hint` stands below the heading, "" for none.
    """

    anchor: str
    heading: str
    caption: str
    empty: str
    hint: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is counted, and its definition card.

    `unit` is the Chinese unit of the value ("" for a bare number), `per` the levels and `every` the cycles for which it means
    something, `of` what the denominator of a count is ("" where there is none or the SQL gives it), `times` what part ÷ whole
    is multiplied by, `decimals` how many are shown at most. `on_events` tells whether it rests on held occurrences, so that
    silence is silence; `records` what its records are; `item` the Chinese name of a breakdown's dimension, "" for others.
    `chosen` says what those of the records have in common that make the part, "" where the SQL does not name them. `adds_up`: the
    figure of a level above is the sum of its counties'. `also` are levels whose records the SQL reads beside its own. `part_words`
    and `whole_words` say what part and whole count, each with a {} for the number; `beside` what is always told with the figure.
    `detail` is how the rows behind it are spelt out, `spots` where it is shown beside its group, `section` that of a
    breakdown. `sql` is the whole file with its head.
    """

    id: str
    name: str
    unit: str
    about: str
    per: tuple[Per, ...]
    of: Denominator
    sql: str
    group: Group
    order: int
    kind: Kind = "flow"
    direction: Direction = "more"
    every: tuple[Every, ...] = ("year", "quarter", "month", "campaign")
    on_events: bool = True
    formula: str = ""
    source: str = ""
    times: int = 1
    decimals: int = 1
    records: Records = "events"
    item: str = ""
    chosen: str = ""
    adds_up: bool = False
    also: tuple[Per, ...] = ()
    part_words: str = ""
    whole_words: str = ""
    beside: str = ""
    detail: Detail = ""
    spots: tuple[Spot, ...] = ()
    section: Section | None = None

    @property
    def select(self) -> str:
        """The SELECT without the head."""
        lines = self.sql.splitlines()
        return "\n".join(line for line in lines if not line.startswith("--")).strip()

    @property
    def states(self) -> str:
        """When there is no figure, and which of the four states it is then, in words."""
        if not self.on_events:
            return _EVENT_STATES["roster"]
        return _EVENT_STATES["flow" if self.kind == "flow" else "other"]
