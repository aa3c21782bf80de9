"""Campaigns: the overview and a page each, below the officer's own text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from generator import addresses
from generator.base.breaks import one_line
from generator.base.daywords import day_words
from generator.feeds.catalogue import path_of
from generator.figures.coverage import Matrix, Period, Tally
from generator.figures.coverage.promises import scope_words, target_words
from generator.figures.coverage.shown import count
from generator.figures.coverage.states import STATES
from generator.figures.indicators import indicator_catalogue
from generator.model import Campaign, Task
from generator.pages.feedlinks import HERE, feed_link
from generator.pages.figures import cell_view, cell_words, way_to_records
from generator.pages.page import PageSpec
from generator.pages.split import by_year, coming_and_past, in_short
from generator.world import World

PER_UNITS = {"township": "个乡镇（街道）", "village": "个村（社区）", "site": "处阵地"}


def pages(world: World, rows: Mapping[str, dict[str, Any]]) -> Iterator[PageSpec]:
    """The overview, then one page a campaign."""
    yield PageSpec(
        address=addresses.CAMPAIGNS,
        shell=addresses.CAMPAIGNS,
        title="普法专项",
        description=f"{world.library.region.name}的普法规划和专项：目标、进度、任务和活动。",
        template="campaigns.html",
        context={"campaigns": campaign_cards(world)},
    )
    ids = defaultdict(list)
    for occurrence in world.occurrences:
        ids[occurrence.event.campaign].append(occurrence.id)
    held = held_by_campaign(world)
    for campaign in world.library.campaigns:
        yield _page(world, campaign, held[campaign.id], *coming_and_past(ids[campaign.id], rows))


def held_by_campaign(world: World) -> dict[str, int]:
    """How many occurrences of each campaign have been held; 0 for the others."""
    held: dict[str, int] = defaultdict(int)
    for occurrence in world.occurrences:
        if occurrence.status == "已办" and occurrence.first_day <= world.as_of:
            held[occurrence.event.campaign] += 1
    return held


def campaign_cards(world: World) -> list[dict[str, Any]]:
    """What cards show of each campaign, in the officers' order."""
    held = held_by_campaign(world)
    targets = _targets_by_campaign(world)
    return [
        {
            "id": c.id,
            "title": c.title,
            "summary": in_short(c.summary),
            "period": period_words(c),
            "stage": stage_words(c, world.as_of),
            "held": held[c.id],
            "sample": c.sample,
            "target": next((v for m in targets[c.id] for v in [target_view(world, m)] if v["bar"]), None),
        }
        for c in sorted(world.library.campaigns, key=lambda c: (c.order, c.id))
    ]


def _targets_by_campaign(world: World) -> dict[str, list[Matrix]]:
    found = defaultdict(list)
    for matrix in world.coverage.targets:
        found[matrix.campaign].append(matrix)
    return found


def period_words(campaign: Campaign) -> str:
    """2021年1月1日—2025年12月31日, or the years alone where they are whole."""
    start, end = campaign.period.start, campaign.period.end
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}年" if start.year == end.year else f"{start.year}—{end.year}年"
    return f"{day_words(start)}—{day_words(end)}"


def stage_words(campaign: Campaign, as_of: date) -> str:
    """Whether a campaign runs on the day of the account."""
    if as_of < campaign.period.start:
        return "尚未开始"
    return "已期满" if as_of > campaign.period.end else "进行中"


def target_view(world: World, matrix: Matrix) -> dict[str, Any]:
    """A target with its progress: the running period (else the last one) as a bar in words, every period as a row.

    A bar counts units that have met the target, where there are many; for the region alone it is the value itself.
    """
    periods = [
        _period_row(world, matrix, index)
        for index in reversed(range(len(matrix.periods)))
        if matrix.periods[index].first <= world.as_of
    ][:12]
    return {
        "id": matrix.id,
        "words": target_words(matrix, world.library.region.name, scope_words(world.tables, matrix)),
        "basis": matrix.basis,
        "bar": periods[0] if periods else None,
        "periods": periods,
    }


def _period_row(world: World, matrix: Matrix, index: int) -> dict[str, Any]:
    period, tally = matrix.periods[index], matrix.tallies[index]
    if matrix.per != "region":
        return {"name": period.name, "done": tally.met, "of": tally.applicable, **_tally_words(matrix, period, tally)}
    cell = matrix.rows[0][index]
    indicator = indicator_catalogue()[matrix.indicator]
    least = matrix.at_least or 0
    words = cell_words(cell, matrix.at_least, indicator.unit, indicator)
    return {
        "name": period.name,
        "done": cell.value or 0,
        "of": least,
        "met": cell_view(cell, matrix.at_least, indicator)["value"],
        "rest": words,
        "words": f"{period.name}：{words}（目标{count(least)}{indicator.unit}）",
        "href": way_to_records(world.library, matrix, cell, period),
    }


def _tally_words(matrix: Matrix, period: Period, tally: Tally) -> dict[str, Any]:
    """Counts of a period in words: who has met the target, who was silent, whose time still runs."""
    units = PER_UNITS[matrix.per]
    rest = []
    if tally.silent:
        rest.append(f"{tally.silent}个{STATES['silent'].word}")
    if tally.not_due:
        rest.append(f"{tally.not_due}个{STATES['not_due'].word}")
    missing = tally.applicable - tally.met - tally.silent - tally.not_due
    if missing > 0:
        rest.append(f"{missing}个{'还没有达标' if not period.ended else '没有达标'}")
    words = f"{period.name}：{tally.applicable}{units}中，{tally.met}个达标"
    return {
        "met": f"{tally.met}/{tally.applicable}",
        "rest": "，".join(rest) or "全部达标",
        "words": words + (f"，{'，'.join(rest)}" if rest else ""),
        "href": f"{addresses.COVERAGE}#{matrix.id}",
    }


def _page(
    world: World, campaign: Campaign, held: int, coming: list[dict[str, Any]], past: list[dict[str, Any]]
) -> PageSpec:
    targets = [target_view(world, m) for m in world.coverage.targets if m.campaign == campaign.id]
    return PageSpec(
        address=addresses.campaign(campaign.id),
        shell=addresses.campaign(campaign.id),
        title=campaign.title,
        description=in_short(campaign.summary) or f"{campaign.title}：目标、进度、任务和活动。",
        template="campaign.html",
        context={
            "summary": one_line(campaign.summary),
            "stage": stage_words(campaign, world.as_of),
            "sample": campaign.sample,
            "facts": [
                ["时间", f"{period_words(campaign)}（{stage_words(campaign, world.as_of)}）"],
                ["牵头单位", campaign.lead],
                ["参加单位", "、".join(campaign.partners)],
                ["对象", "、".join(campaign.audiences)],
                ["法律", law_words(campaign.laws)],
            ],
            "held": held,
            "coming": coming,
            "ahead": sum(row["status"] in ("计划", "确定") for row in coming),
            "years": by_year(past),
            "targets": targets,
            "account": addresses.coverage_campaign(campaign.id),
            "tasks": [_task(t) for t in campaign.tasks],
            "feed": feed_link(
                world.site,
                path_of("campaign", campaign.id),
                f"“{campaign.title}”的活动",
                f"{addresses.campaign(campaign.id)}#{HERE}",
            ),
            "source": campaign.source,
        },
    )


def law_words(names: tuple[str, ...]) -> str:
    """《甲》《乙》: no mark between titles in book-title marks (GB/T 15834)."""
    return "".join([name if name.startswith("《") else f"《{name}》" for name in names])


def _task(task: Task) -> dict[str, str]:
    return {
        "content": task.content,
        "owner": task.owner,
        "audience": task.audience,
        "carrier": task.carrier,
        "measure": task.measure,
        "due": day_words(task.due) if task.due else "",
        "standard": task.standard,
        "status": task.status,
    }
