"""A document as one HTML file: styles inside, no script, nothing fetched from anywhere; it prints like the Word file."""

from __future__ import annotations

from typing import Any

from generator.base.daywords import day_words
from generator.render.templates import Renderer
from generator.reports.annexes import source_table
from generator.reports.document import Block, Document, Grid, Heading, Link, Paragraph, Source, numeral
from generator.reports.seal import seal_text

TEMPLATE = "report.html"
_TILE = 64
"""Side of a tile in units of the drawing, the gap included."""


def page_bytes(document: Document, renderer: Renderer) -> bytes:
    """The document as the bytes of an .html file. `renderer` looks in `reports/`."""
    return seal_text(renderer.render(TEMPLATE, context(document)))


def context(document: Document) -> dict[str, Any]:
    """What the template says, as plain values."""
    numbers = document.sources()
    sections = [
        {"title": f"{numeral(n)}、{s.title}", "blocks": _blocks(s.blocks, numbers)}
        for n, s in enumerate(document.sections, 1)
    ]
    sources = [
        {"number": n, "label": s.label, "address": s.address, "definition": s.definition} for s, n in numbers.items()
    ]
    return {
        "title": document.title,
        "sample": document.sample,
        "lines": [*([document.number] if document.number else []), *document.lines],
        "sections": sections,
        "annex_title": f"{numeral(len(document.sections) + 1)}、附表",
        "annexes": [_grid(grid) for grid in document.annexes],
        "sources": sources,
        "sources_title": source_table(document).caption if document.annexes else "数据出处",
        "signer": document.signer,
        "signed": day_words(document.signed),
        "map": _map(document),
    }


def _blocks(blocks: tuple[Block, ...], numbers: dict[Source, int]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    count = 0
    for block in blocks:
        match block:
            case Paragraph():
                parts = [
                    {"text": p, "mark": 0} if isinstance(p, str) else {"text": "", "mark": numbers[p]}
                    for p in block.parts
                ]
                found.append({"kind": "paragraph", "parts": parts})
            case Heading():
                count += 1
                found.append({"kind": "heading", "text": f"（{numeral(count)}）{block.text}"})
            case Grid():
                found.append({"kind": "grid", **_grid(block)})
    return found


def _grid(grid: Grid) -> dict[str, Any]:
    rows = [
        [
            {"text": c.text, "href": c.address, "number": False} if isinstance(c, Link)
            else {"text": c, "href": "", "number": n in grid.numbers}
            for n, c in enumerate(row)
        ]
        for row in grid.rows
    ]  # fmt: skip
    return {"caption": grid.caption, "head": grid.head, "rows": rows, "note": grid.note}


def _map(document: Document) -> dict[str, Any] | None:
    if not document.tiles:
        return None
    top, left = min(t.row for t in document.tiles), min(t.column for t in document.tiles)
    tiles = [
        {"x": (t.column - left) * _TILE, "y": (t.row - top) * _TILE, "name": t.name, "text": t.text, "shade": t.shade}
        for t in document.tiles
    ]
    return {
        "width": (max(t.column for t in document.tiles) - left + 1) * _TILE,
        "height": (max(t.row for t in document.tiles) - top + 1) * _TILE,
        "tiles": tiles,
        "words": "；".join(f"{t.name}{t.text}" for t in document.tiles),
    }
