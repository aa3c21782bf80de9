"""What is wrong with a single campaign, from its own figures: the counterpart of `coverage.findings`, which speaks of years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator import addresses
from generator.base.daywords import day_words
from generator.figures.coverage import indicator_catalogue
from generator.figures.coverage.late import ACTION, late_words
from generator.figures.coverage.pace import pace
from generator.figures.coverage.promises import AFTER, AGAIN, gap_words, now_words, of_these_silent
from generator.figures.coverage.rules import RULES, rule_words
from generator.figures.indicators import HELD
from generator.reports.document import Source
from generator.reports.opening import late_of
from generator.reports.promised import promise_words, standing, target_source, those
from generator.reports.voice import Voice


class Gap(NamedTuple):
    """A problem in one sentence, what to do about it, and where the figure comes from."""

    words: str
    action: str
    source: Source


GONE = "已经撤销，不用再安排活动；记录有缺漏的，由接续的乡镇（街道）补报。"
"""What is left to do for a township that is no more."""


def campaign_gaps(voice: Voice) -> list[Gap]:
    """The gaps of a campaign, worst first."""
    found = [*_silent(voice), *_targets(voice), *task_gaps(voice), *_figures(voice)]
    return [gap._replace(action=GONE) for gap in found] if voice.unit in voice.lookup.gone else found


def _silent(voice: Voice) -> Iterator[Gap]:
    source = voice.source(HELD)
    cell = voice.cell(HELD)
    if voice.unit:
        if cell and cell.state == "silent":
            yield Gap("这个专项里没有报过，也没有报全零报告。", "请补报；确实没有办的，报零报告。", source)
        return
    cells = voice.townships(HELD)
    silent = [c.unit for c in cells if c.state == "silent"]
    if silent:
        words = f"{len(cells)}个乡镇（街道）里，{len(silent)}个在这个专项里没有报过，也没有报全零报告：{voice.named(silent)}。"
        left = "" if voice.lookup.gone.keys().isdisjoint(silent) else "已撤销的，由接续的乡镇（街道）补报。"
        yield Gap(words, f"请这些乡镇补报；确实没有办的，报零报告。{left}", source)
    waiting = [c.unit for c in cells if c.state == "not_due" and c.unit not in voice.lookup.gone]
    if waiting:
        words = f"{len(waiting)}个乡镇（街道）在这个专项里到现在还没有办过活动：{voice.named(waiting)}。"
        yield Gap(words, f"在{day_words(voice.request.last)}以前，先给这些乡镇排上活动。", source)


def _targets(voice: Voice) -> Iterator[Gap]:
    """For each target: the latest period that was missed, and the running one if it is behind."""
    seen: dict[str, Gap] = {}
    running: list[Gap] = []
    for matrix, period, cells in voice.targets():
        promise, source = promise_words(matrix, voice), target_source(voice, matrix, period)
        indicator = indicator_catalogue()[matrix.indicator]
        missed = [c for c in cells if c.met is False]
        if missed and len(cells) > 1:
            names = f"：{those(voice, matrix, missed)}" if matrix.per == "township" else ""
            words = f"{promise}，{period.name}{len(cells)}个单位里有{len(missed)}个没有达到{of_these_silent(missed)}{names}。"
        elif missed:
            words = f"{promise}，{period.name}{standing(voice, matrix, missed[0])}。"
        if missed:
            seen[matrix.id] = Gap(words, AFTER if matrix.periods[-1].ended else AGAIN, source)
        behind = [(c, p) for c in cells if not c.met and (p := pace(matrix, c, period, voice.as_of)) and not p.on_pace]
        if behind:
            c = behind[0][0]
            if len(behind) == 1:
                now = f"现在{now_words(indicator, matrix, c)}，{gap_words(indicator, matrix, c, '还差')}"
            else:
                now = f"{len(behind)}个单位进度落后"
            by = max(p.by for _, p in behind)
            running.append(Gap(f"{promise}（{period.name}），{now}。", f"在{day_words(by)}以前补上。", source))
    yield from seen.values()
    yield from running


def _figures(voice: Voice) -> Iterator[Gap]:
    for rule in RULES:
        quote = voice.quote(rule.indicator) if rule.of_campaigns else None
        if quote and quote.cell.state == "figure" and rule.wrong(quote.cell):
            yield Gap(rule_words(rule, quote.indicator, quote.cell), rule.action, quote.source)


def task_gaps(voice: Voice) -> Iterator[Gap]:
    """Tasks that are late, each with who answers for it. Townships have no figure of tasks: the list itself is the source."""
    late = late_of(voice)
    if late:
        quote = voice.quote("tasks_on_time")
        source = quote.source if quote else Source("任务清单", voice.url(addresses.CAMPAIGNS))
        yield Gap(late_words(late), ACTION, source)
