"""The places within pages that a link may name: anchors of headings, of footnotes, and those that officers write.

A page is rendered to know them for certain, as the build renders it; that costs, so it is done only where a look at its headings
does not show the anchor. Invariant: what cannot be known is no fault.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

from generator import addresses
from generator.base.diagnostics import nearest
from generator.check.headline import headline
from generator.check.prose import prose_lines
from generator.gather import Page
from generator.gather.settings import Markup
from generator.markup.anchors import is_taken
from generator.siteplan import page_address

_ID = re.compile(r"#([^\s#}]+)|\bid=[\"']?([^\s\"'}]+)")
_PLAIN = re.compile(r"[*_`~]|\\(?=[^\w\s])")
_OF_BROWSERS = ("top", ":~:")
_OF_THEME = "__"
MOST_LETTERS = 200
"""Letters of an anchor that are compared with others to suggest one."""


class Sections:
    """The anchors of every page of content, each page looked at when first a link asks for it.

    `markup` is how the project's Markdown is read; None where that cannot be known without running what it brings.
    """

    def __init__(self, pages: Iterable[Page], markup: Markup | None) -> None:
        self.pages = {page.name: page for page in pages}
        self.names = {page_address(name): name for name in self.pages}
        self.markup = markup
        self._headings: dict[str, frozenset[str]] = {}
        self._rendered: dict[str, frozenset[str] | None] = {}

    def fault(self, page: str, target: str, inside: str) -> tuple[str, str] | None:
        """What is wrong with the anchor of a link that leads somewhere, with what to do; None where it has none or it is there.

        `page` has the link, `target` is the address as it is written, `inside` the file or the address that it leads to, "" for the
        page itself.
        """
        anchor = unquote(unescape(target).partition("#")[2])
        name = page if not target.partition("#")[0].partition("?")[0] else self._page_at(inside)
        if not anchor or name is None or anchor.startswith((*_OF_BROWSERS, _OF_THEME)):
            return None
        if addresses.has_data(page_address(name)) and is_taken(anchor, "other", beside_data=True):
            return None  # a part of the page that data makes
        if self.markup is None or anchor in self._written(name):
            return None
        known = self._made(name)
        if known is None or anchor in known:
            return None
        where = "这一页" if name == page else f"“{posixpath.basename(name)}”"
        near = nearest(_as_anchor(anchor)[:MOST_LETTERS], sorted(known))
        hint = f"是不是“#{near}”？" if near else ""
        return (
            f"{where}里没有这个位置",
            f"{hint}# 后面照标题写，去掉标点，空格换成短横线；标题改了，这里也要改。",
        )

    def _page_at(self, inside: str) -> str | None:
        """The page of content at a file's name or at an address, None where something else is there."""
        address = "" if inside in ("", ".") else inside.rstrip("/") + "/"
        return inside if inside in self.pages else self.names.get(address)

    def _written(self, name: str) -> frozenset[str]:
        """Anchors that can be seen without rendering: of headings that are written with #, with an id of their own or without."""
        if name not in self._headings:
            from generator.markup.headings import heading_anchor  # noqa: PLC0415 - Markdown is loaded only for links with anchors

            found = set()
            for line in prose_lines(self.pages[name].document.body):
                heading = headline(line)
                own = _ID.search(heading.attributes) if heading else None
                if own:
                    found.add(own[1] or own[2])
                elif heading:
                    found.add(heading_anchor(_PLAIN.sub("", heading.words), "-"))
            self._headings[name] = frozenset(found)
        return self._headings[name]

    def _made(self, name: str) -> frozenset[str] | None:
        """Every anchor that the page will have; None where that cannot be told."""
        if name not in self._rendered:
            from generator.markup.rendering import anchors_of  # noqa: PLC0415 - as above

            beside_data = addresses.has_data(page_address(name))
            body = self.pages[name].document.body
            self._rendered[name] = anchors_of(body, self.markup or (), beside_data=beside_data)
        return self._rendered[name]


def _as_anchor(written: str) -> str:
    """What somebody wrote after the #, as an anchor of these words would be spelt."""
    from generator.markup.headings import heading_anchor  # noqa: PLC0415 - as above

    return heading_anchor(written, "-") or written
