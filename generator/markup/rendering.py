"""Markdown as this site reads it: what the adapter adds to MkDocs' own, and the same without MkDocs for the checker.

With `headings`, the room of Python-Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.preprocessors import Preprocessor

from generator.markup.clean import clean
from generator.markup.headings import SafeAnchors, heading_anchor
from generator.markup.lists import HOLDERS, as_meant

_BUILT_IN = ("toc", "tables", "fenced_code")
"""What MkDocs reads everywhere."""

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
        blocks = self.md.parser.blockprocessors
        return as_meant(lines, [name for name in HOLDERS if name in blocks])


def anchors_of(
    text: str, extensions: tuple[tuple[str, Mapping[str, Any]], ...], *, beside_data: bool
) -> frozenset[str] | None:
    """Every id (and name of an anchor) that a text has on its page; None where Markdown cannot read it with these extensions."""
    options = {name.removeprefix("markdown.extensions."): dict(told) for name, told in extensions}
    rules = SafeAnchors(heading_anchor)
    rules.beside_data = beside_data
    contents = options.setdefault("toc", {})
    contents["slugify"] = rules.slug
    try:
        reader = Markdown(
            extensions=[*dict.fromkeys((*_BUILT_IN, *options)), rules, MeantLists()], extension_configs=options
        )
        found = _Names()
        found.feed(clean(reader.convert(text), beside_data=beside_data))
    except (ImportError, AttributeError, TypeError, ValueError, LookupError, RecursionError):
        return None  # MkDocs will say what is wrong with the settings
    return frozenset(found.names)


class _Names(HTMLParser):
    """Collects ids and the names of anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {value for key, value in attrs if value and (key == "id" or (key == "name" and tag == "a"))}
