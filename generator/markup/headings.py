"""Anchors of headings, and ids of everything else that Markdown makes: safe before the list of contents is made of them.

Invariant: an anchor that a heading once had by itself still leads to it, for as long as the headings before it stay.
With the adapter, the room of Python-Markdown. What Markdown does not see (raw HTML) meets the same rules in `clean`.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.toc import remove_fnrefs, render_inner_html, slugify, slugify_unicode, strip_tags, unique
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor

from generator.markup.anchors import SAFE_PREFIX, Bearer, is_strange, is_taken

if TYPE_CHECKING:
    from markdown import Markdown

_FENCE_OPTIONS = frozenset({"hl_lines", "linenums", "guess_lang", "noclasses", "use_pygments", "title"})
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_BETWEEN_ATTR_LIST_AND_TOC = 6
"""The priority: `attr_list` runs at 8, `toc` at 5."""


def heading_anchor(text: str, separator: str) -> str:
    """A heading's anchor: its Latin letters and digits ("e104") where it begins with a letter, else all of its words.

    Of 2026年工作 and 2026年计划 the numbers alone would be 2026 and 2026_1, and change places with their sections.
    """
    short = slugify(text, separator)
    begins = next((char for char in short if char.isalnum()), "")
    return short if begins.isalpha() else slugify_unicode(text, separator)


def former_anchor(text: str, separator: str) -> str:
    """A heading's anchor as it was made before: numbers alone too. Links from elsewhere still go by it."""
    return slugify(text, separator) or slugify_unicode(text, separator)


class SafeAnchors(Extension):
    """Takes away ids that the site itself needs, and gives headings theirs. `beside_data` is set for each page before it is rendered."""

    def __init__(self, anchor: Callable[[str, str], str]) -> None:
        super().__init__()
        self.anchor = anchor
        self.beside_data = False

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        """Run after every attribute is set and before the list of contents is made."""
        md.treeprocessors.register(_Ids(self, md), "pufa-ids", _BETWEEN_ATTR_LIST_AND_TOC)
        for fences in md.preprocessors:
            if type(fences) is FencedBlockPreprocessor:
                fences.__class__ = _Fences

    def slug(self, text: str, separator: str) -> str:
        """A heading's own anchor; where its words are taken, with `SAFE_PREFIX` before them."""
        return self._safe(self.anchor(text, separator))

    def former_slug(self, text: str, separator: str) -> str:
        """The same as it was made before; where the project makes anchors in a way of its own, that is its way."""
        return self._safe((former_anchor if self.anchor is heading_anchor else self.anchor)(text, separator))

    def _safe(self, name: str) -> str:
        return SAFE_PREFIX + name if is_taken(name, "slug", beside_data=self.beside_data) else name


class _Fences(FencedBlockPreprocessor):
    """Blocks of code. To the program that colours code any word in a block's head is an option: some name files, most stop it."""

    def handle_attrs(self, attrs: Iterable[tuple[str, str]]) -> tuple[str, list[str], dict[str, Any]]:
        """Only what says how to show the block."""
        name, classes, options = super().handle_attrs(attrs)
        return name, classes, {key: value for key, value in options.items() if key in _FENCE_OPTIONS}


class _Ids(Treeprocessor):
    def __init__(self, rules: SafeAnchors, md: Markdown) -> None:
        super().__init__(md)
        self.rules = rules
        self.plain = UnescapeTreeprocessor(md)

    def run(self, root: Element) -> None:
        for element in root.iter():
            written = element.get("id")
            if written is None:
                continue
            name = html.unescape(self.plain.unescape(written))
            bearer: Bearer = "heading" if element.tag in HEADINGS else "other"
            if is_strange(name, bearer) or is_taken(name, bearer, beside_data=self.rules.beside_data):
                del element.attrib["id"]
        self._name_headings(root)

    def _name_headings(self, root: Element) -> None:
        """Give every heading its anchor before `toc` would, and an empty element with its former one where that is another.

        Former anchors are counted over all headings, as `toc` counted them, and are nobody else's: an old link leads to the heading
        that it led to.
        """
        if "toc" not in self.md.treeprocessors:
            return
        separator: str = self.md.treeprocessors["toc"].sep  # type: ignore[attr-defined]
        used = {name for element in root.iter() if (name := element.get("id")) is not None}
        named = []
        for heading in (e for e in root.iter() if e.tag in HEADINGS and e.get("id") is None):
            words = html.unescape(strip_tags(render_inner_html(remove_fnrefs(heading), self.md)))
            former = self.rules.former_slug(words, separator)
            named.append((heading, self.rules.slug(words, separator), former, unique(former, used)))
        for heading, name, base, former in named:
            if name == base:
                heading.set("id", former)
                continue
            heading.set("id", unique(name, used))
            mark = Element("span", {"id": former})
            mark.tail, heading.text = heading.text, ""
            heading.insert(0, mark)
