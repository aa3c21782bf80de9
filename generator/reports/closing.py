"""Parts 六 to 十一 of a report: places, people, grass roots, honours, what is wrong and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import addresses
from generator.almanac.observances import observances_between
from generator.base.daywords import day_words
from generator.figures.coverage import indicator_catalogue
from generator.figures.coverage.findings import findings
from generator.figures.coverage.league import Standing, league
from generator.figures.indicators import HELD
from generator.figures.opendata import opened_day
from generator.model import Honour, Site
from generator.reports.document import Block, Paragraph, Source
from generator.reports.gaps import Gap, campaign_gaps, task_gaps
from generator.reports.opening import paragraph
from generator.reports.voice import Voice

_MOST_GAPS = 12
_FEWEST = 2
"""A group of one has nobody to be better than."""
_BEFORE_TASKS = frozenset({"silent", "none", "waiting", "missed", "behind", "only-launch"})
"""Findings that are worse than a late task; those of the region have it in their order already."""


def sites_of(voice: Voice) -> list[Site]:
    """The cultural sites of the unit."""
    return [s for s in voice.world.library.sites if not voice.unit or s.township == voice.unit]


def places(voice: Voice) -> Iterator[Block]:
    """六、阵地与法治文化."""
    if not sites_of(voice):
        yield Paragraph((f"{voice.where}没有登记法治文化阵地。",))
        return
    names = {s.id: s.name for s in voice.world.library.sites}
    idle = voice.cell("idle_sites")
    yield from paragraph(
        voice.say("开放的法治文化阵地{sites_open}。"),
        voice.say_dated(
            "有阵地的村（社区）{villages_with_site:part}个，占{villages_with_site}（共{villages_with_site:whole}个）。"
        ),
        voice.say("阵地平均每处每季度办活动{site_use:bare}场。"),
    )
    named = [names.get(i, i) for i in idle.records] if idle and idle.state == "figure" else []
    yield from paragraph(
        voice.say(
            "启用满90天的阵地{idle_sites:of}处，其中90天以上没有活动的{idle_sites}"
            + (f"：{'、'.join(named)}。" if named else "。")
        )
    )
    trails = voice.world.library.trails
    if trails and not voice.unit:
        source = Source("法治文化线路", voice.url(addresses.SITES))
        told = "；".join(f"“{t.name}”{len(t.stops)}站" for t in trails)
        yield Paragraph((f"法治文化线路{len(trails)}条：{told}。", source))


def people(voice: Voice) -> Iterator[Block]:
    """七、法律明白人与宣讲队伍."""
    yield from paragraph(
        (f"下面是统计日（{day_words(voice.as_of)}）名册上的数。",),
        voice.say("法律明白人{law_savvy}，平均每个村（社区）{law_savvy_per_village:bare}人。"),
        voice.say(
            "不少于3人的村（社区）{villages_with_law_savvy:part}个，占{villages_with_law_savvy}（共{villages_with_law_savvy:whole}个）。"
        ),
        voice.say("有法律顾问的村（社区）{legal_advisers:part}个，占{legal_advisers}（共{legal_advisers:whole}个）。"),
    )
    speakers = voice.world.library.speakers
    if not voice.unit:
        words = f"宣讲团成员{len(speakers)}名。" if speakers else "宣讲团名单没有填（未报）。"
        yield Paragraph((words, Source("宣讲团名单 campaigns/speakers.yml", voice.url(addresses.HOME))))


def grass_roots(voice: Voice) -> Iterator[Block]:
    """八、基层依法治理与民主法治村."""
    yield from paragraph(
        voice.say_dated("民主法治村（社区）{model_villages:n}。"),
        voice.say_dated(
            "随机抽查{inspection_verified:whole}处，属实{inspection_verified:part}处，属实率{inspection_verified}。"
        ),
    )


def honours_of(voice: Voice) -> list[tuple[Site, Honour]]:
    """Every honour of the unit's sites."""
    return [(site, honour) for site in sites_of(voice) for honour in site.honours]


def highlights(voice: Voice) -> Iterator[Block]:
    """九、亮点与荣誉: only what the records say."""
    first, last = voice.request.first, voice.request.last
    new = [(s, h) for s, h in honours_of(voice) if (day := opened_day(h.date)) and first <= day <= last]
    source = Source("阵地名录", voice.url(addresses.SITES))
    if new:
        told = "；".join(
            f"{s.name}获“{h.title}”" + (f"（{h.issuer}，{h.date}）" if h.issuer else f"（{h.date}）") for s, h in new
        )
        yield Paragraph((f"本期新获荣誉{len(new)}项：{told}。", source))
    else:
        yield Paragraph(("本期没有登记新的荣誉。历年的荣誉见附表。" if honours_of(voice) else "没有登记荣誉。", source))
    if voice.request.year is None:
        return
    yield from (_standing if voice.unit else _leaders)(voice, voice.request.year)


def _worthy(voice: Voice, standings: Sequence[Standing]) -> list[Standing]:
    """Those of a group that may be praised: they held something, and more than launch ceremonies."""
    held = {c.unit: c for c in voice.townships(HELD)}
    return [s for s in standings if (c := held.get(s.unit)) and c.value and c.launches < c.value]


def _leaders(voice: Voice, year: int) -> Iterator[Block]:
    told = []
    for group in league(voice.world.coverage, voice.world.tables, year):
        worthy = _worthy(voice, group.standings)
        if len(worthy) < _FEWEST:
            continue
        best = [s for s in worthy if s.place == worthy[0].place]
        tie = "并列" if len(best) > 1 else ""
        left = len(group.standings) - len(worthy)
        less = f"，只有启动仪式或者一场没办的{left}个不列" if left else ""
        told.append(f"{group.name}：{voice.named([s.unit for s in best])}{tie}（{len(worthy)}个参加比较{less}）")
    if told:
        source = Source(f"同类比较，{year}年", voice.url(addresses.coverage_year(year)))
        yield Paragraph(
            (f"按同类乡镇（街道）分组比较，各组综合得分最高的是：{'；'.join(told)}。只在组内比较，不排总名次。", source)
        )


def _standing(voice: Voice, year: int) -> Iterator[Block]:
    for group in league(voice.world.coverage, voice.world.tables, year):
        for s in _worthy(voice, group.standings):
            if s.unit == voice.unit and len(group.standings) >= _FEWEST:
                tie = "（并列）" if s.tied else ""
                source = Source(f"同类比较，{year}年", voice.url(addresses.coverage_year(year)))
                words = (
                    f"在“{group.name}”组{len(group.standings)}个有数可比的乡镇（街道）中，综合得分列第{s.place}{tie}。"
                )
                yield Paragraph((words, source))


def gaps_of(voice: Voice) -> list[Gap]:
    """What the figures say is wrong, worst first."""
    if voice.request.campaign:
        return campaign_gaps(voice)
    year = voice.request.year or voice.as_of.year
    found = []
    own = list(task_gaps(voice)) if voice.unit and voice.unit not in voice.lookup.gone else []
    for f in findings(voice.world.coverage, voice.world.tables, year, voice.unit):
        if own and f.kind not in _BEFORE_TASKS:
            found += own
            own = []
        action = "把缺报的数补报齐全。" if f.kind.startswith("missing-") else f.action
        quote = voice.quote(f.indicator)
        found.append(Gap(f.words, action, quote.source if quote else voice.source(f.indicator)))
    return found + own


def problems(voice: Voice) -> Iterator[Block]:
    """十、存在问题: drafted from the gaps of the figures, worst first."""
    gaps = gaps_of(voice)
    if not gaps:
        yield Paragraph(("按现有的记录和指标，没有发现差距。没有记录的方面，这里看不出来。",))
    else:
        yield Paragraph((f"下面{min(len(gaps), _MOST_GAPS)}条由记录和指标得出，按轻重排列。",))
    for number, gap in enumerate(gaps[:_MOST_GAPS], 1):
        yield Paragraph((f"{number}.{gap.words}", gap.source))
    catalogue = indicator_catalogue().values()
    unknown = [i for i in catalogue if (cell := voice.cell(i.id)) and cell.state == "silent"]
    silent = [i.name for i in unknown if not (voice.quiet and i.on_events)]
    left = len(unknown) - len(silent)
    told = list(filter(None, ("、".join(silent), f"由活动得出的全部{left}项" if left else "")))
    if told:
        source = Source(f"全部指标（{voice.where}）", voice.url(addresses.evidence(voice.key, voice.unit)))
        yield Paragraph((f"下列指标没有填报，说不清好坏（未报）：{'，以及'.join(told)}。", source))


def next_steps(voice: Voice) -> Iterator[Block]:
    """十一、下一步工作: an action for each problem, then the dates that come."""
    actions: dict[str, list[str]] = {}
    for number, gap in enumerate(gaps_of(voice)[:_MOST_GAPS], 1):
        actions.setdefault(gap.action, []).append(str(number))
    for number, (action, answers) in enumerate(actions.items(), 1):
        yield Paragraph((f"{number}.针对问题{'、'.join(answers)}：{action}",))
    begin = max(voice.as_of, voice.request.last) if not voice.running else voice.as_of
    marked = observances_between(
        voice.world.library.observances, begin, begin.replace(year=begin.year + 1, day=min(begin.day, 28))
    )
    coming = [m for m in marked if m.observance.verified and m.start > begin][:4]
    if coming and voice.unit not in voice.lookup.gone:
        told = "、".join(f"{m.full_title}（{day_words(m.start)}）" for m in coming)
        yield Paragraph((f"{len(actions) + 1}.提前排好接下来的节点：{told}。",))
    elif not actions:
        yield Paragraph(("没有要补的差距，按计划继续做。",))
