"""A request and a world become a document: title, outline, tables. Pure; the formats come after."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.base.daywords import day_words, days_words
from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count
from generator.figures.indicators import HELD
from generator.reports import closing, notices, opening
from generator.reports.annexes import annexes
from generator.reports.document import Block, Document, Grid, Paragraph, Section, Tile, numeral
from generator.reports.request import NOTICES, Request
from generator.reports.voice import Lookup, Voice, state_word

OUTLINE: tuple[tuple[str, Callable[[Voice], Iterator[Block]]], ...] = (
    ("基本情况", opening.general),
    ("组织领导与经费", opening.leadership),
    ("普法责任制与任务清单", opening.duties),
    ("重点内容与节点", opening.contents),
    ("重点对象", opening.audiences),
    ("阵地与法治文化", closing.places),
    ("法律明白人与宣讲队伍", closing.people),
    ("基层依法治理与民主法治村", closing.grass_roots),
    ("亮点与荣誉", closing.highlights),
    ("存在问题", closing.problems),
    ("下一步工作", closing.next_steps),
)
"""The usual outline of a report; the tables are its twelfth part."""

LIMITS = {"年度": 5000, "专项": 4000}
"""Characters that a report may have, by kind."""
_NOTHING = "这一部分没有记录（未报）。"
SAMPLE = "示例数据：内容含自拟的数，不代表实际工作，请勿引用。"


def compose(lookup: Lookup, request: Request) -> Document:
    """The document that was asked for."""
    voice = Voice(lookup, request)
    library = lookup.world.library
    if request.kind in NOTICES:
        sections = (notices.reminder if request.kind == "提示单" else notices.urging)(voice)
        tables: tuple[Grid, ...] = ()
    else:
        sections = tuple(Section(title, tuple(make(voice)) or (Paragraph((_NOTHING,)),)) for title, make in OUTLINE)
        tables = annexes(voice)
    return Document(
        title=_title(voice),
        lines=tuple(_lines(voice)),
        sections=sections,
        annexes=tables,
        signer=library.region.publisher,
        signed=request.signed,
        number=request.number,
        sample=SAMPLE if voice.sample else "",
        limit=LIMITS.get(request.kind, 0),
        tiles=_tiles(voice) if request.kind not in NOTICES and not request.unit else (),
    )


def _title(voice: Voice) -> str:
    request, where = voice.request, voice.where
    if request.kind in NOTICES:
        return f"{request.span}普法工作{request.kind}"
    if request.kind == "专项":
        return f"{where}“{voice.world.library.campaign_by_id[request.campaign].title}”专项工作报告"
    return f"{where}{request.year}年普法工作报告"


def _lines(voice: Voice) -> Iterator[str]:
    request = voice.request
    if request.kind in NOTICES:
        yield f"发往：{voice.where}"
        yield f"统计日：{day_words(voice.as_of)}　　成文日期：{day_words(request.signed)}"
        return
    yield f"统计期：{days_words(request.first, request.last)}"
    yield f"统计日：{day_words(voice.as_of)}　　成文日期：{day_words(request.signed)}"


def too_long(document: Document) -> str:
    """A warning that says which part to shorten, or "" where the length is within the limit."""
    if not document.limit or document.length <= document.limit:
        return ""
    place, longest = max(enumerate(document.sections, 1), key=lambda pair: pair[1].length)
    return (
        f"正文 {document.length} 字，超过 {document.limit} 字。最长的是“{numeral(place)}、{longest.title}”（{longest.length} 字），"
        "请先从这一部分删减。"
    )


def _tiles(voice: Voice) -> tuple[Tile, ...]:
    """Townships that have a place in the map of tiles, darker where more was held."""
    cells = {c.unit: c for c in voice.townships(HELD)}
    most = max((c.value or 0 for c in cells.values()), default=0)
    found = []
    for t in voice.world.library.region.townships:
        cell = cells.get(t.code)
        if t.tile and cell:
            found.append(Tile(t.tile[0], t.tile[1], t.name, _short(cell), _shade(cell, most)))
    return tuple(found)


def _short(cell: Cell) -> str:
    return state_word(cell) if cell.state != "figure" or cell.value is None else count(cell.value)


def _shade(cell: Cell, most: float) -> int:
    return 0 if not cell.value or not most else min(4, 1 + int(4 * cell.value / most * 0.999))
