"""Whole reports as their readers read them: every sentence, in order, held against the texts beside this file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.reports.document import Document, Grid, Heading, Link, Paragraph, Section
from tests.unit.reports_kit import QINGHU, document, usual

WISHES: dict[str, dict[str, Any]] = {
    "annual.txt": {"period": "2025"},
    "annual-of-a-silent-township.txt": {"period": "2025", "whom": (QINGHU,)},
    "campaign.txt": {"campaign": "gaq"},
    "reminder.txt": {"kind": "提示单", "period": "2026-12"},
    "demand.txt": {"kind": "督办单"},
}


def read(found: Document) -> str:
    """The words of a document: titles, paragraphs, tables with a line a row."""
    lines = [found.title, *found.lines, ""]
    for section in (*found.sections, Section("附表", found.annexes)):
        lines += [f"# {section.title}", ""]
        for block in section.blocks:
            if isinstance(block, Heading):
                lines += [f"## {block.text}", ""]
            elif isinstance(block, Paragraph):
                lines += [block.words, ""]
            else:
                assert isinstance(block, Grid)
                lines += [block.caption, " | ".join(block.head)]
                lines += [" | ".join(c.text if isinstance(c, Link) else c for c in row) for row in block.rows]
                lines += [block.note, ""]
    return "\n".join(lines).rstrip() + "\n"


@pytest.mark.parametrize("name", WISHES)
def test_a_report_says_this(name: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(read(document(usual(), **WISHES[name])), name)
