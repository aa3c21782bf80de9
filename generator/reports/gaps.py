"""What is wrong with a single campaign, from its own figures: the counterpart of `coverage.findings`, which speaks of years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.coverage import indicator_catalogue
from generator.coverage.pace import pace
from generator.coverage.shown import count, missing_unit, with_unit
from generator.reports.document import Source, day_words
from generator.reports.opening import late, target_source, target_words
from generator.reports.voice import Voice


class Gap(NamedTuple):
    """A problem in one sentence, what to do about it, and where the figure comes from."""

    words: str
    action: str
    source: Source


def campaign_gaps(voice: Voice) -> list[Gap]:
    """The gaps of a campaign, worst first."""
    return [*_silent(voice), *_targets(voice), *_figures(voice), *_tasks(voice)]


def _silent(voice: Voice) -> Iterator[Gap]:
    source = voice.source("events_held")
    cell = voice.cell("events_held")
    if voice.unit:
        if cell and cell.state == "silent":
            yield Gap("这个专项里没有任何记录，也没有零报告。", "请补报；确实没有办的，报零报告。", source)
        return
    cells = voice.townships("events_held")
    silent = [c.unit for c in cells if c.state == "silent"]
    if silent:
        words = f"{len(cells)}个乡镇（街道）里，{len(silent)}个在这个专项里没有任何记录，也没有零报告：{voice.named(silent)}。"
        yield Gap(words, "请这些乡镇补报；确实没有办的，报零报告。", source)
    waiting = [c.unit for c in cells if c.state == "not_due"]
    if waiting:
        words = f"{len(waiting)}个乡镇（街道）在这个专项里到现在还没有办过活动：{voice.named(waiting)}。"
        yield Gap(words, f"在{day_words(voice.request.last)}以前，先给这些乡镇排上活动。", source)


def _targets(voice: Voice) -> Iterator[Gap]:
    """For each target: the latest period that was missed, and the running one if it is behind."""
    seen: dict[str, Gap] = {}
    running: list[Gap] = []
    for matrix, period, cells in voice.targets():
        promise, source = target_words(matrix, voice), target_source(voice, matrix, period)
        missed = [c for c in cells if c.met is False]
        if missed:
            who = f"{len(cells)}个单位里有{len(missed)}个没有达到" if len(cells) > 1 else "没有达到"
            names = f"：{voice.named([c.unit for c in missed])}" if matrix.per == "township" and len(cells) > 1 else ""
            words = f"{promise}，{period.name}{who}{names}。"
            seen[matrix.id] = Gap(words, "说明原因；下一期先补上差的，并按季度看进度。", source)
        behind = [c for c in cells if not c.met and (p := pace(matrix, c, period, voice.as_of)) and not p.on_pace]
        if behind:
            by = period.last
            indicator = indicator_catalogue()[matrix.indicator]
            if len(behind) == 1:
                now = f"现在{with_unit(indicator, behind[0])}，还差{count(behind[0].needed)}{missing_unit(indicator)}"
            else:
                now = f"{len(behind)}个单位进度落后"
            running.append(Gap(f"{promise}（{period.name}），{now}。", f"在{day_words(by)}以前补上。", source))
    yield from seen.values()
    yield from running


def _figures(voice: Voice) -> Iterator[Gap]:
    lines = (
        ("launch_dropout", 0, True, "启动之后90天里没有跟上常态活动的占", "启动后一个月内至少安排一场常态活动。"),
        ("satisfaction", 90, False, "满意率低于90%，为", "看不满意的意见说了什么，改了再办。"),
        ("reporting_complete", 90, False, "填了参加人数和工作人员的场次只占", "把已办活动的参加人数、工作人员补全。"),
        (
            "overdue_records",
            0,
            True,
            "日子已过、状态还没有更新的活动有",
            "逐场核对：办了改成“已办”，没办改成“取消”或“延期”。",
        ),
    )
    for name, line, above, words, action in lines:
        quote = voice.quote(name)
        if quote is None or quote.cell.state != "figure" or quote.cell.value is None:
            continue
        if quote.cell.value > line if above else quote.cell.value < line:
            yield Gap(f"{words}{with_unit(quote.indicator, quote.cell)}。", action, quote.source)


def _tasks(voice: Voice) -> Iterator[Gap]:
    behind = [t for c in voice.campaigns for t in c.tasks if late(t, voice.as_of)]
    quote = voice.quote("tasks_on_time")
    if behind and quote and not voice.unit:
        named = "；".join(f"“{t.content}”（{t.owner or '责任单位没有填'}）" for t in behind)
        yield Gap(
            f"过了时限还没有完成的任务{len(behind)}条：{named}。",
            "对照任务清单逐条问责任单位，定下新的日子。",
            quote.source,
        )
