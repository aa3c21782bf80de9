"""Targets in a report: what was promised, who has kept it, and where the records are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.figures.coverage import Cell, Matrix, Period, indicator_catalogue
from generator.figures.coverage.promises import (
    gap_words,
    now_words,
    only_launches,
    scope_words,
    share_words,
    tally_words,
    target_words,
)
from generator.figures.coverage.states import STATES
from generator.reports.document import Block, Heading, Paragraph, Part, Source
from generator.reports.voice import Voice


def targets(voice: Voice) -> Iterator[Block]:
    """目标完成情况: a paragraph a target, with every period of the report's time."""
    found = list(voice.targets())
    yield Heading("目标完成情况")
    if not found:
        yield Paragraph(("本期没有定下可以量的目标。",))
        return
    told: dict[str, list[Part]] = {}
    for matrix, period, cells in found:
        parts = told.setdefault(matrix.id, [_promise(matrix, voice)])
        parts += _result(voice, matrix, period, cells)
    yield from (Paragraph(tuple(parts)) for parts in told.values())


def promise_words(matrix: Matrix, voice: Voice) -> str:
    """每个乡镇（街道）每年，开展活动场次不少于3场，只对贺村镇."""
    return target_words(matrix, voice.world.library.region.name, scope_words(voice.world.tables, matrix))


def _promise(matrix: Matrix, voice: Voice) -> str:
    title = voice.world.library.campaign_by_id[matrix.campaign].title
    basis = f"（依据：{matrix.basis}）" if matrix.basis else ""
    return f"“{title}”：{promise_words(matrix, voice)}{basis}。"


def target_source(voice: Voice, matrix: Matrix, period: Period) -> Source:
    """The records that a target is measured on: those of its campaign."""
    label = f"“{voice.world.library.campaign_by_id[matrix.campaign].title}”目标，{period.name}"
    return voice.source(matrix.indicator, f"campaigns/{matrix.campaign}", label=label)


def those(voice: Voice, matrix: Matrix, cells: Sequence[Cell]) -> str:
    """Units by name, and of each that is held against less than the others why; all of them are in the attached table."""
    whys = {c.unit: why for c in cells if (why := share_words(matrix, c))}
    return voice.named([c.unit for c in cells], whys)


def _result(voice: Voice, matrix: Matrix, period: Period, cells: list[Cell]) -> list[Part]:
    source = target_source(voice, matrix, period)
    if len(cells) == 1:
        return [f"{period.name}{standing(voice, matrix, cells[0])}。", source]
    told = []
    for words, of in tally_words(cells):
        names = (
            f"（{those(voice, matrix, of)}）"
            if matrix.per == "township" and words.startswith(("没有", STATES["silent"].word))
            else ""
        )
        told.append(words + names)
    return [f"{period.name}应达标{len(cells)}个：{'，'.join(told)}。", source]


def standing(voice: Voice, matrix: Matrix, cell: Cell) -> str:
    """How one unit stands against a target: 1场（按在册的181天折算为2场），没有达标，差1场."""
    share = share_words(matrix, cell)
    words = now_words(indicator_catalogue()[matrix.indicator], matrix, cell)
    return f"{words}{f'（{share}）' if share else ''}，{_verdict(voice, matrix, cell)}"


def _verdict(voice: Voice, matrix: Matrix, cell: Cell) -> str:
    if cell.met:
        return "达标"
    if cell.state == "not_applicable":
        return STATES["not_applicable"].word
    indicator = indicator_catalogue()[matrix.indicator]
    if cell.met is None and cell.unit not in voice.lookup.gone:
        return gap_words(indicator, matrix, cell, "还差")
    ended = "已经撤销，" if cell.unit in voice.lookup.gone else ""
    gap = gap_words(indicator, matrix, cell) if cell.needed else ""
    return f"{ended}没有达标" + (f"，{gap}" if gap else "")


def judged(voice: Voice, matrix: Matrix, cell: Cell) -> str:
    """How a cell stands against its target, for a table whose figures have columns of their own."""
    alone = "只有启动仪式，不算达标，" if only_launches(matrix, cell) else ""
    return alone + _verdict(voice, matrix, cell)
