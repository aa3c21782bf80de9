"""Markdown as this site reads it: what the adapter adds to MkDocs' own, and the same without MkDocs for the checker.

With `headings`, the room of Python-Markdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.preprocessors import Preprocessor

from generator.lists import as_meant

if TYPE_CHECKING:
    from markdown import Markdown

_BELOW_HTML = 15
"""The priority: fenced code is put aside at 25, raw HTML at 20."""


class MeantLists(Extension):
    """Lists right below a paragraph, with two spaces to a level, and with their own numbers, as officers mean them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        """Rewrite what Markdown would not read as a list; never lists of two kinds in one, never another first number."""
        md.preprocessors.register(_Lists(md), "pufa-lists", _BELOW_HTML)
        SaneListExtension().extendMarkdown(md)


class _Lists(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return as_meant(lines)
