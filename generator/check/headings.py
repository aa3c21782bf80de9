"""An index.md that was copied with its folder and still speaks of the campaign it came from (W246)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from generator.base.diagnostics import Diagnostic, Span, visible
from generator.check.headline import headline
from generator.gather import CampaignSource, Page
from generator.model import Campaign
from generator.read.tree import Scalar

_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉「」·]+")
_SHORTEST = 4
"""Characters of a title that can be looked for inside a heading."""


def foreign_headings(sources: Iterable[CampaignSource], campaigns: Mapping[str, Campaign]) -> Iterator[Diagnostic]:
    """W246 for each text whose first heading or whose title names another campaign and not its own."""
    titles = [(_bare(c.title), c) for c in campaigns.values()]
    for source in sources:
        own = campaigns.get(source.id)
        if own is None or source.page is None:
            continue
        for words, span in _said(source.page):
            said = _bare(words)
            if _bare(own.title) in said:
                break
            other = next(
                (c for title, c in titles if title == said or (len(title) >= _SHORTEST and title in said)), None
            )
            if other is not None:
                hint = f"多半是复制文件夹时带来的。请改成“{own.title}”的内容。"
                where = f"campaigns/{other.id}"
                yield Diagnostic(
                    "W246", span, f"标题“{visible(words, 40)}”是另一个专项的，它在 {where}", hint, (other.span,)
                )
                break


def _said(page: Page) -> Iterator[tuple[str, Span]]:
    """The title in a text's head and its first heading, with their places."""
    document = page.document
    for key, node in document.head.pairs if document.head else ():
        if key.text.strip() in ("title", "标题", "名称") and isinstance(node, Scalar):
            yield node.text, Span(page.path, node.line, node.column, node.length)
    for number, line in enumerate(document.body.split("\n")):
        found = headline(line) if line.startswith("#") else None
        if found and line[found.before - 1] != "#":
            yield found.words, Span(page.path, document.body_line + number, found.before + 1, len(found.words))
            return


def _bare(words: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", words[:200])).casefold()
