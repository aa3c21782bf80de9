"""Officers' Markdown: links that lead somewhere, no script, no raw HTML that would be lost without a word."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Container, Iterator
from urllib.parse import unquote

from generator.decode.fields import Faults, decode, unsafe_mark
from generator.decode.tables import PAGE_HEAD
from generator.diagnostics import Diagnostic, Span, nearest, visible
from generator.load import Page

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
_INLINE = re.compile(r"\]\(\s*(<[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)")
_REFERENCE = re.compile(r"\s{0,3}\[[^\[\]]+\]:\s*<?([^\s>]+)")
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*)>")
_TAG = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/][^<>]*)?>|<!--"
    r"|<(?:a|base|div|embed|form|iframe|img|input|link|meta|object|script|span|style|svg|video)\b[^<>]*$",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "webcal"})
_HARMLESS = re.compile(r"</?(br|b|strong|i|em|u|sub|sup|mark|kbd|small|del|ins|hr)\s*/?>", re.IGNORECASE)


MOST_SUGGESTIONS = 20
"""Broken links of a page for which a likely one is looked up: it means comparing with every address of the site."""


def _prose_lines(page: Page) -> Iterator[tuple[int, str]]:
    """The lines outside code blocks, with inline code blanked, and their numbers in the file."""
    fence = ""
    for number, line in enumerate(page.document.body.split("\n"), page.document.body_line):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(1).startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if mark:
            fence = mark.group(1)
            continue
        yield number, _without_code(line)


def _without_code(line: str) -> str:
    """The line with `inline code` blanked; linear, however many backticks somebody writes."""
    runs = [match.span() for match in _TICKS.finditer(line)]
    places: dict[int, list[int]] = {}
    for i, (start, end) in reversed(list(enumerate(runs))):
        places.setdefault(end - start, []).append(i)  # the next run of a length is the last in its list
    parts, done, i = [], 0, 0
    while i < len(runs):
        start, end = runs[i]
        same = places[end - start]
        while same and same[-1] <= i:
            same.pop()
        if same:
            i = same[-1]
            stop = runs[i][1]
            parts += [line[done:start], " " * (stop - start)]
            done = stop
        i += 1
    return "".join([*parts, line[done:]])


def _links(line: str) -> Iterator[tuple[int, str]]:
    for pattern in (_INLINE, _REFERENCE, _AUTOLINK):
        for match in pattern.finditer(line):
            target = match.group(1)
            yield match.start(1), target[1:-1] if target.startswith("<") else target


def check_page(page: Page, names: Container[str], addresses: Container[str], known: list[str]) -> list[Diagnostic]:
    """Faults of one page: those of its head, E112, E030, E011, W206.

    `names` are files below docs_dir; `addresses` are pages and files of the site that no Markdown file makes; `known`
    are words to suggest from.
    """
    faults = Faults(page.path)
    if page.document.head is not None:  # the theme prints these as they are: what they may hold is decided here
        decode(PAGE_HEAD, page.document.head, faults)
    found = faults.found
    broken = 0
    for number, line in _prose_lines(page):
        if len(found) > Faults.MOST:
            words = f"问题超过{Faults.MOST}处，后面的没有列出"
            found.append(Diagnostic("E005", Span(page.path), words, "先改好已经列出的，再检查一次。"))
            break
        mark = unsafe_mark(line, lines=True)
        if mark:
            found.append(
                Diagnostic("E011", Span(page.path, number, 1), f"有看不见的控制字符 {mark}", "删掉这一行重新打一遍。")
            )
        for column, target in _links(line):
            span = Span(page.path, number, column + 1, max(1, len(target)))
            fault = _target_fault(target, page.name, names, addresses, known if broken < MOST_SUGGESTIONS else [])
            if fault:
                broken += 1
                found.append(Diagnostic(fault[0], span, fault[1], fault[2]))
        for tag in _TAG.finditer(line):
            if not _HARMLESS.fullmatch(tag.group()) and not tag.group().startswith("</"):
                hint = "请用 Markdown 写法；这里的网页代码不会原样出现在网站上。"
                what = visible(tag.group(), 40)
                found.append(
                    Diagnostic(
                        "W206",
                        Span(page.path, number, tag.start() + 1, len(tag.group())),
                        f"网页代码 {what} 已清除",
                        hint,
                    )
                )
    return found


def _target_fault(
    target: str, page: str, names: Container[str], addresses: Container[str], known: list[str]
) -> tuple[str, str, str] | None:
    scheme = _SCHEME.match(re.sub(r"[\s\x00-\x1f]", "", unquote(html.unescape(target))))
    if scheme:
        if scheme.group(1).lower() in _SAFE_SCHEMES:
            return None
        return ("E030", f"链接“{visible(target)}”不安全", "只接受 https://、http://、mailto: 和 tel:。")
    path = unquote(target.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
    if not path or path.startswith("//"):
        return None if not path else ("E030", f"链接“{visible(target)}”缺少 https:", "请写完整网址。")
    if path.startswith("/"):
        inside = posixpath.normpath(path).lstrip("/")
        inside = "" if inside == "." else inside
        wanted = {inside, inside + "/"}
    else:
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if inside.startswith(".."):
            return (
                "E112",
                f"链接“{visible(target)}”指到了网站外面",
                "只能链接 content/ 里的文件，或 /events/… 这样的站内地址。",
            )
        wanted = {inside}
    if any(w in names or (path.startswith("/") and w in addresses) for w in wanted):
        return None
    wished = path.lstrip("/")
    first = wished.split("/")[0] + "/" if path.startswith("/") else ""  # the events alone may be thousands
    near = nearest(wished[:200], [k for k in known if k.startswith(first)])
    hint = f"是不是“{near}”？" if near else ""
    return (
        "E112", f"链接“{visible(target)}”打不开",
        f"{hint}文章写相对路径，如 ../articles/a.md；数据页写站内地址，如 /townships/330881121/。",
    )  # fmt: skip
