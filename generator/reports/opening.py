"""Parts 一 to 五 of a report: what was done in general, who answers for it, what was taught and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import addresses
from generator.almanac.observances import observances_between
from generator.base.daywords import month_days
from generator.figures.coverage import indicator_catalogue, matrix_id
from generator.figures.coverage.late import LateTask, late_tasks, late_words, theirs
from generator.figures.coverage.rules import missing_words
from generator.figures.coverage.shown import count, with_unit
from generator.figures.coverage.states import STATES
from generator.figures.indicators import HELD
from generator.model import Campaign, Task
from generator.reports.document import Block, Grid, Heading, Paragraph, Part, Source
from generator.reports.promised import targets
from generator.reports.voice import Voice, state_word

_MOST_ITEMS = 8
_LEVELS = (("townships_reached", "个乡镇（街道）"), ("villages_reached", "个村（社区）"))
_ALL = "全体居民"
"""The audience that holds all others: a record of it says nothing of any one."""


def paragraph(*sentences: Iterable[Part]) -> Iterator[Paragraph]:
    """One paragraph of the sentences that say something, or none."""
    parts = tuple(part for sentence in sentences for part in sentence)
    if parts:
        yield Paragraph(parts)


def general(voice: Voice) -> Iterator[Block]:
    """一、基本情况."""
    if voice.unit:
        township = voice.world.library.township_by_code[voice.unit]
        people = f"，常住人口{count(township.population)}人" if township.population else "，常住人口没有填（未报）"
        source = Source("乡镇名单", voice.url(addresses.township(voice.unit)))
        yield Paragraph((f"{voice.where}有村（社区）{len(township.villages)}个{people}。", source))
    else:
        yield from paragraph(
            _counted(voice),
            _population(voice),
        )
    yield from paragraph(
        voice.nothing_held(),
        voice.say(f"{voice.time}，已办普法活动{{events_held}}。"),
        voice.say("到过乡镇（街道）{townships_reached:n}。"),
        voice.say("到过村（社区）{villages_reached:n}。"),
        voice.say("群众参加{participants}，每千人{residents_per_1000:bare}人次。"),
    )
    yield from paragraph(
        voice.say("有活动的月份{months_active:n}。"),
        voice.say("最长连续{longest_silence}没有活动。"),
        voice.say("月度均衡度{evenness}。"),
        voice.say("常态系列占{routine_share}（{routine_share:part}场，共{routine_share:whole}场）。"),
    )
    yield from paragraph(
        voice.say("收回评价{satisfaction:whole}份，满意{satisfaction:part}份，满意率{satisfaction}。"),
        voice.say("评价回收率{response_rate}。"),
    )
    if not voice.unit:
        yield from paragraph(_silence(voice))
        yield from paragraph(
            voice.say("场次最多和最少的乡镇相差{gap_difference}。"), voice.say("乡镇间基尼系数{gini}（0是一样多）。")
        )
    yield from targets(voice)


def _counted(voice: Voice) -> Iterator[Part]:
    """How many townships and villages count; known also where nothing is known of what was held."""
    quotes = [(words, q) for name, words in _LEVELS if (q := voice.quote(name)) and q.cell.of is not None]
    if quotes:
        yield "、".join(f"{count(q.cell.of or 0)}{words}" for words, q in quotes) + "计入统计。"
        yield from (q.source for _, q in quotes)


def _population(voice: Voice) -> tuple[Part, ...]:
    quote = voice.quote("residents_per_1000")
    if quote and quote.cell.whole is not None:
        return (f"常住人口{count(quote.cell.whole)}人。", quote.source)
    missing = [t.code for t in voice.world.library.region.townships if t.counted and t.population is None]
    if not missing:  # nothing was held, so that nothing was divided by it
        people = sum(t.population or 0 for t in voice.world.library.region.townships if t.counted)
        return (f"常住人口{count(people)}人。", Source("乡镇名单", voice.url(addresses.TOWNSHIPS)))
    return (
        f"常住人口没有报齐（未报），没有填的：{voice.named(missing)}。",
        Source("乡镇名单", voice.url(addresses.TOWNSHIPS)),
    )


def _silence(voice: Voice) -> Iterator[Part]:
    cells = voice.townships(HELD)
    source = voice.source(HELD)
    told = (
        ("没有报过、也没有报全零报告（未报）的乡镇（街道）", [c.unit for c in cells if c.state == "silent"]),
        ("报过、一场也没有办成（0场）的乡镇（街道）", [c.unit for c in cells if c.state == "figure" and not c.value]),
        ("还没有办过、期限未到（未到期）的乡镇（街道）", [c.unit for c in cells if c.state == "not_due"]),
    )
    for words, units in told:
        if units:
            yield f"{words}{len(units)}个：{voice.named(units)}。"
            yield source
    if cells and not told[0][1]:
        yield "没有未报的乡镇（街道）。"
        yield source
    if told[0][1]:
        yield "未报的仍算在分母里。"


def leadership(voice: Voice) -> Iterator[Block]:
    """二、组织领导与经费."""
    told = [_led(c) for c in voice.campaigns]
    if told:
        source = Source("专项（规划）名录", voice.url(addresses.CAMPAIGNS))
        yield Paragraph((f"本期实施的专项（规划）{len(told)}个：{'；'.join(told)}。", source))
    if voice.unit:
        contact = voice.world.library.township_by_code[voice.unit].contact
        if contact.office:
            yield Paragraph((f"日常工作由{contact.office}承担。",))
    money = voice.quote("funding_per_head")
    if money and money.cell.state == "silent":
        why = missing_words(voice.world.tables, "funding_per_head", money.cell, voice.unit)
        yield Paragraph((f"{voice.time}人均普法经费未报：{why[0] if why else '没有填。'}", money.source))
    else:
        yield from paragraph(
            voice.say(
                "普法经费{funding_per_head:part}元，按常住人口{funding_per_head:whole}人算，人均{funding_per_head:bare}元。"
            )
        )


def _led(campaign: Campaign) -> str:
    words = f"“{campaign.title}”，" + (f"由{campaign.lead}牵头" if campaign.lead else "牵头单位没有填（未报）")
    return words + (f"，{'、'.join(campaign.partners)}配合" if campaign.partners else "")


def is_theirs(task: Task, name: str) -> bool:
    """Whether a task is a township's: it is named in it, or all townships are."""
    return theirs(f"{task.owner}{task.person}{task.leader}", name)


def duties(voice: Voice) -> Iterator[Block]:
    """三、普法责任制与任务清单."""
    tasks = [t for c in voice.campaigns for t in c.tasks if not voice.unit or is_theirs(t, voice.where)]
    if not tasks:
        yield Paragraph(("本期没有列入任务清单的任务。",))
        return
    annex = Source("任务清单（附表“任务清单”）", voice.url(addresses.CAMPAIGNS))
    words = "写明由本乡镇（街道）或各乡镇（街道）落实的任务" if voice.unit else "列入任务清单的任务"
    yield from paragraph(
        (f"{words}共{len(tasks)}条，内容、责任和进度见附表“任务清单”。", annex),
        voice.say("时限在本期的任务{tasks_done:whole}条，完成{tasks_done:part}条，完成率{tasks_done}。"),
        voice.say("时限已到的{tasks_on_time:whole}条中，按时完成{tasks_on_time:part}条，占{tasks_on_time}。"),
    )
    behind = late_of(voice)
    if behind:
        yield Paragraph((late_words(behind), annex))


def late_of(voice: Voice) -> list[LateTask]:
    """The unit's tasks of the report's time and campaign that are late."""
    request = voice.request
    where = voice.where if voice.unit else ""
    return late_tasks(voice.world.tables, request.first, request.last, campaign=request.campaign, name=where)


def contents(voice: Voice) -> Iterator[Block]:
    """四、重点内容与节点."""
    laws = _items(voice, "law_events", "按讲到的法律分")
    wanted = dict.fromkeys(law for c in voice.campaigns for law in c.laws)
    missing = _never(voice, "law_events", wanted)
    if not laws:
        yield _unnamed(voice, "讲了哪部法律")
    yield from paragraph(
        laws, ("专项列明、没有讲到记录的法律：" + "、".join(missing) + "。",) if laws and missing else ()
    )
    yield from paragraph(voice.say("写明侧重的活动中，讲到义务的占{duties_share}（{duties_share:part}场，共{duties_share:whole}场）。"))  # fmt: skip
    if voice.request.year is not None:
        yield from _observances(voice, voice.request.year)


def _observances(voice: Voice, year: int) -> Iterator[Block]:
    marked = observances_between(voice.world.library.observances, voice.request.first, voice.request.last)
    marked = tuple(m for m in marked if m.observance.verified and m.year == year)
    matrix = voice.lookup.matrices.get(matrix_id(HELD, "township" if voice.unit else "region", "month"))
    if not marked or matrix is None:
        return
    code = voice.unit or voice.world.library.region.code
    months = {c.period: c for c in voice.lookup.row(matrix, code)}
    indicator = indicator_catalogue()[HELD]
    rows = []
    for m in marked:
        cell = months.get(f"{m.start:%Y-%m}")
        days = month_days(m.start, m.end)
        held = with_unit(indicator, cell) if cell else STATES["not_due"].word
        rows.append((m.full_title, days, f"{m.start.month}月：{held}"))
    yield Heading("重点节点")
    source = voice.source(HELD, label=f"{year}年各月")
    yield Paragraph(("有法律或文件依据的节点，和节点所在月份的已办场次，见下表。", source))
    note = "场次是当月全部已办活动，不只是为这个节点办的。"
    yield Grid("", ("节点", "日期", "当月已办"), tuple(rows), (5, 3, 2), note)


def _items(voice: Voice, indicator: str, words: str) -> tuple[Part, ...]:
    found = voice.lookup.items(indicator, voice.unit, voice.request.year, voice.request.campaign)
    if not found:
        return ()
    named = "、".join(f"{b.item}{b.value}场" for b in found[:_MOST_ITEMS])
    more = f"等{len(found)}种" if len(found) > _MOST_ITEMS else ""
    return f"{words}：{named}{more}（一场涉及几种的各计一场，不能相加）。", voice.source(indicator)


def _unnamed(voice: Voice, what: str) -> Paragraph:
    """Why no item can be listed: nothing was held, nothing was reported, or the records do not say it."""
    cell, source = voice.cell(HELD), voice.source(HELD)
    if cell is not None and cell.state == "figure":
        return Paragraph((f"已办活动没有写明{what}（未报）。" if cell.value else "没有已办活动。", source))
    return Paragraph((f"没有已办活动的记录（{state_word(cell) if cell else STATES['not_applicable'].word}）。", source))


def _never(voice: Voice, indicator: str, wanted: Iterable[str]) -> list[str]:
    if voice.unit:  # what a campaign lists is asked of the region, not of every township
        return []
    found = {b.item for b in voice.lookup.items(indicator, voice.unit, voice.request.year, voice.request.campaign)}
    return [item for item in wanted if item not in found]


def audiences(voice: Voice) -> Iterator[Block]:
    """五、重点对象."""
    told = _items(voice, "audience_events", "按对象分")
    if not told:
        yield _unnamed(voice, "对象")
    listed = dict.fromkeys(a for c in voice.campaigns for a in c.audiences)
    wanted = listed or dict.fromkeys(voice.world.library.region.audiences)
    whose = "专项列明、" if listed else "地区对象名单里有、"  # what no campaign lists, none is said to list
    missing = [a for a in _never(voice, "audience_events", wanted) if a != _ALL]
    yield from paragraph(
        told,
        voice.say("共覆盖{audiences_reached}对象。") if told else (),
        (f"{whose}没有单独面向的对象：" + "、".join(missing) + "。",) if told and missing else (),
    )
    yield from paragraph(
        voice.say(
            "面向领导干部的活动{leaders_evidence:whole}场，有到场人数记录的{leaders_evidence:part}场，占{leaders_evidence}。"
        )
    )
