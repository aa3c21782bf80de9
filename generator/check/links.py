"""Officers' Markdown: links that lead somewhere, no pictures from elsewhere, no raw HTML that would be lost without a word."""

from __future__ import annotations

import html
import posixpath
import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from generator import addresses as site_addresses
from generator.base.diagnostics import Diagnostic, Span, nearest, visible
from generator.check.marks import lost_ids, marks
from generator.check.prose import prose_lines
from generator.check.sections import Sections
from generator.decode.fields import Faults, decode, unsafe_mark
from generator.decode.tables import PAGE_HEAD
from generator.gather import Page
from generator.markup.clean import is_elsewhere, is_kept, lost_attributes
from generator.siteplan import page_address

_BRACKET = re.compile(r"\\.|!?\[|\]|\n[ \t]*(?=\n)", re.DOTALL)
_TARGET = re.compile(r"\(\s*(<[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)")
_LABEL = re.compile(r"\s?\[([^\[\]]*)\]")
_REFERENCE = re.compile(
    r"^(?:[ \t>]|[-*+][ ]|\d{1,9}[.)][ ])*+\[(?!\^)([^\[\]]+)\]:[ \t]*\n?[ \t]*<?([^\s>]+)", re.MULTILINE
)
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*)>")
_TAG = re.compile(
    r"<!--|<(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>(?:[\s/](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)?>|(?:[\s/][^<>]*)?>)"
    r"|<(?P<open>a|base|div|embed|form|iframe|img|input|link|meta|object|script|span|style|svg|video)\b(?P<tail>[^<>]*)(?=<|\Z)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "webcal"})
_NOT_SERVED = (".md", ".markdown")
_ADDRESSES = {"a": "href", "img": "src"}
"""Raw tags with an address, and where they have it."""

MOST_SUGGESTIONS = 20
"""Broken links of a page for which a likely one is looked up: it means comparing with every address of the site."""
MOST_LABEL = 500
"""Characters of a reference's name: nobody names a picture by more, and nested brackets would be copied for ever."""


class _Link(NamedTuple):
    """An address in a text: where it begins, what it is, whether it is a picture's, whether raw HTML says it."""

    offset: int
    target: str
    picture: bool
    raw: bool = False


class _Prose:
    """The text of a page with its code blanked, and the places of its characters in the file."""

    def __init__(self, page: Page) -> None:
        self.path = page.path
        self.first = page.document.body_line
        self.written = page.document.body.split("\n")
        self.lines = prose_lines(page.document.body)
        self.text = "\n".join(self.lines)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def span(self, offset: int, length: int) -> Span:
        """The place of `length` characters, as far as they lie on one line."""
        row = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[row]
        return Span(self.path, self.first + row, column + 1, max(1, min(length, len(self.lines[row]) - column)))


def _links(text: str) -> Iterator[_Link]:
    """Every address that Markdown makes a link or a picture of: in line, by reference, in angle brackets."""
    pictures = set()
    opened: list[tuple[int, bool]] = []
    for mark in _BRACKET.finditer(text):
        sign = mark.group()
        if sign[0] == "\n":  # no link goes beyond its paragraph
            opened.clear()
        elif sign.endswith("[") and sign[0] != "\\":
            opened.append((mark.end(), sign[0] == "!"))
        elif sign == "]":
            start, picture = opened.pop() if opened else (mark.start(), False)
            target = _TARGET.match(text, mark.end())
            if target:
                yield _Link(target.start(1), _bare(target.group(1)), picture)
            elif picture:
                label = _LABEL.match(text, mark.end())
                name = label.group(1) if label else ""
                if name.strip() or mark.start() - start <= MOST_LABEL:
                    pictures.add(_label(name if name.strip() else text[start : mark.start()]))
    for match in _REFERENCE.finditer(text):
        yield _Link(match.start(2), match.group(2), _label(match.group(1)) in pictures)
    for match in _AUTOLINK.finditer(text):
        yield _Link(match.start(1), match.group(1), False)


def _bare(target: str) -> str:
    return target[1:-1] if target.startswith("<") else target


def _label(name: str) -> str:
    return " ".join(name[:MOST_LABEL].lower().split())


class _Tag(NamedTuple):
    """A raw tag: where, its text on one line, its name, and its attributes with the places of their values."""

    offset: int
    words: str
    length: int
    name: str
    attributes: dict[str, tuple[int, str]]


def _tags(text: str) -> Iterator[_Tag]:
    """Every opening tag and comment outside code."""
    for match in _TAG.finditer(text):
        raw = match.group()
        if "\n" in raw and _BLANK_LINE.search(raw):  # two signs of different paragraphs
            continue
        name = (match["name"] or match["open"] or "!--").lower()
        group = "rest" if match["name"] else "tail"
        attributes: dict[str, tuple[int, str]] = {}
        if match[group]:
            for found in _ATTRIBUTE.finditer(text, match.start(group), match.end(group)):
                place = next((i for i in (2, 3, 4) if found.group(i) is not None), 0)
                value = (found.start(place), found.group(place)) if place else (found.start(), "")
                attributes.setdefault(found.group(1).lower(), value)  # a browser takes the first of two
        yield _Tag(match.start(), " ".join(raw[:200].split()), len(raw), name, attributes)


def check_page(
    page: Page,
    names: Container[str],
    addresses: Container[str],
    known: list[str],
    sections: Sections | None = None,
) -> list[Diagnostic]:
    """Faults of one page: those of its head, E011, E030, E033, E112, W206, W216.

    `names` are files below docs_dir; `addresses` are pages and files of the site that no Markdown file makes; `known`
    are words to suggest from. Without `sections` nobody asks for the places within pages.
    """
    faults = Faults(page.path)
    if page.document.head is not None:  # the theme prints these as they are: what they may hold is decided here
        decode(PAGE_HEAD, page.document.head, faults)
    found = faults.found
    for fault in _Rules(page.name, names, addresses, known, sections).faults(_Prose(page)):
        if len(found) > Faults.MOST:
            words = f"问题超过{Faults.MOST}处，后面的没有列出"
            found.append(Diagnostic("E005", Span(page.path), words, "先改好已经列出的，再检查一次。"))
            break
        found.append(fault)
    return found


class _Rules:
    """What the rules of one page's text need to know of the site."""

    def __init__(
        self,
        page: str,
        names: Container[str],
        addresses: Container[str],
        known: list[str],
        sections: Sections | None,
    ) -> None:
        self.page = page
        self.sections = sections
        self.beside_data = site_addresses.has_data(page_address(page))
        self.names = names
        self.addresses = addresses
        self.known = known

    def faults(self, prose: _Prose) -> Iterator[Diagnostic]:
        """Every fault of the text, one after the other, so that who has seen enough can stop."""
        for number, line in enumerate(prose.lines, prose.first):
            mark = unsafe_mark(line, lines=True)
            if mark:
                words = f"有看不见的控制字符 {mark}"
                yield Diagnostic("E011", Span(prose.path, number, 1), words, "删掉这一行重新打一遍。")
        broken = 0
        tags = list(_tags(prose.text))
        for link in (*_links(prose.text), *_raw_links(tags)):
            fault = self._target(link, self.known if broken < MOST_SUGGESTIONS else [])
            if fault:
                broken += 1
                yield Diagnostic(fault[0], prose.span(link.offset, len(link.target)), fault[1], fault[2])
        for tag in tags:
            loss = _loss(tag)
            if loss:
                hint = "请用 Markdown 写法；这里的网页代码不会原样出现在网站上。"
                yield Diagnostic(loss[0], prose.span(tag.offset, tag.length), loss[1], hint)
            for offset, code, words, hint in lost_ids(tag.name, tag.attributes, beside_data=self.beside_data):
                yield Diagnostic(code, prose.span(offset, 1), words, hint)
        for lost in marks(prose.lines, prose.written, beside_data=self.beside_data):
            span = Span(prose.path, prose.first + lost.row, lost.column + 1, lost.length)
            yield Diagnostic(lost.code, span, lost.message, lost.hint)

    def _target(self, link: _Link, known: list[str]) -> tuple[str, str, str] | None:
        target = link.target
        shown = visible(target)
        scheme = _SCHEME.match(re.sub(r"[\s\x00-\x1f]", "", unquote(html.unescape(target))))
        safe = scheme is None or scheme.group(1).lower() in _SAFE_SCHEMES
        if safe and link.picture and is_elsewhere(html.unescape(target)):
            hint = "把图片存到 content/ 里，用相对路径，如 ![说明](tupian.jpg)。"
            return ("E033", f"图片“{shown}”来自别的网站", hint)
        if not safe:
            return ("E030", f"链接“{shown}”不安全", "只接受 https://、http://、mailto: 和 tel:。")
        path = unquote(target.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
        if scheme:
            return None
        if not path:
            return self._section(target, "")
        if path.startswith("//"):
            return ("E030", f"链接“{shown}”缺少 https:", "请写完整网址。")
        if self._leads_somewhere(path, link.raw):
            return self._section(target, self._site_path(path, link.raw))
        if not path.startswith("/") and self._inside(path, link.raw).startswith(".."):
            hint = "只能链接 content/ 里的文件，或 /events/… 这样的站内地址。"
            return ("E112", f"链接“{shown}”指到了网站外面", hint)
        wished = path.lstrip("/")
        first = wished.split("/")[0] + "/" if path.startswith("/") else ""  # the events alone may be thousands
        near = nearest(wished[:200], [k for k in known if k.startswith(first)])
        hint = f"是不是“{near}”？" if near else ""
        return (
            "E112", f"链接“{shown}”打不开",
            f"{hint}文章写相对路径，如 ../articles/a.md；数据页写站内地址，如 /townships/330881121/。",
        )  # fmt: skip

    def _section(self, target: str, inside: str) -> tuple[str, str, str] | None:
        """E112 for an anchor that the page which the link leads to has not."""
        fault = self.sections.fault(self.page, target, inside) if self.sections and "#" in target else None
        return ("E112", f"链接“{visible(target)}”打不开：{fault[0]}", fault[1]) if fault else None

    def _inside(self, path: str, raw: bool) -> str:
        """A relative path as one below docs_dir; MkDocs rewrites those of Markdown, those of raw HTML it leaves."""
        folder = page_address(self.page) if raw else posixpath.dirname(self.page)
        return posixpath.normpath(posixpath.join(folder, path))

    def _site_path(self, path: str, raw: bool) -> str:
        """Where a link leads: a file below docs_dir, or an address of the site."""
        inside = posixpath.normpath(path).lstrip("/") if path.startswith("/") else self._inside(path, raw)
        return "" if inside == "." and (raw or path.startswith("/")) else inside

    def _leads_somewhere(self, path: str, raw: bool) -> bool:
        inside = self._site_path(path, raw)
        if not path.startswith("/") and not raw:
            return inside in self.names
        if inside in self.names and not inside.lower().endswith(_NOT_SERVED):
            return True
        return inside in self.addresses or inside + "/" in self.addresses


def _raw_links(tags: list[_Tag]) -> Iterator[_Link]:
    for tag in tags:
        name = _ADDRESSES.get(tag.name)
        if name and name in tag.attributes:
            offset, value = tag.attributes[name]
            yield _Link(offset, value, tag.name == "img", raw=True)


def _loss(tag: _Tag) -> tuple[str, str] | None:
    """What of a raw tag will not be on the page, with the code; None for a tag that stays whole."""
    shown = visible(tag.words, 40)
    if not is_kept(tag.name):
        return ("W206", f"网页代码 {shown} 已清除")
    lost = lost_attributes(tag.name, tag.attributes)
    return ("W206", f"网页代码 {shown} 里的 {visible('、'.join(lost[:20]), 40)} 已清除") if lost else None
