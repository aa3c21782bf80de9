"""The bar over a page of the preview, and the page shown where there is none. Pure: values in, escaped HTML out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from generator.base.codes import CODES
from generator.desk.preview.answer import Answer, Told
from generator.desk.preview.callers import OWN

SHOWN = 60
"""Groups of faults that the bar names; the rest are counted."""
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_BODY = re.compile(rb"<body[^>]*>", re.IGNORECASE)
_SIGNS = {"error": "", "warning": "提醒", "notice": "提示"}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page is to say of the site behind it. `ready`: there is a site; `trouble`: why the builder gave no answer."""

    answer: Answer | None = None
    ready: bool = False
    busy: bool = False
    trouble: str = ""


@cache
def asset(name: str) -> bytes:
    """A file of the preview's own."""
    return files("generator.desk.preview").joinpath("assets", name).read_bytes()


def bar_of(sight: Sight) -> str:
    """The inside of the bar: "" where there is nothing to say."""
    parts = []
    if sight.busy:
        parts.append('<p class="pufa-busy">正在生成新的网页…</p>')
    answer = sight.answer
    if sight.trouble:
        parts.append(_fold("fault", sight.trouble, f"<p>{_former(sight.ready)}改好文件，存盘，会重新生成。</p>"))
    elif answer is not None and not answer.built:
        errors = [told for told in answer.told if told.severity == "error"]
        words = f"有 {answer.errors} 处错误" if answer.errors else "网页没有生成"
        said = f'<p class="pufa-said">{escape(answer.fault)}</p>' if answer.fault else ""
        listed = _list(errors, answer.errors)
        parts.append(_fold("fault", words, f"<p>{_former(sight.ready)}改好，存盘，网页会自己更新。</p>{said}{listed}"))
    elif answer is not None and (answer.warnings or answer.notes):
        warnings = [told for told in answer.told if told.severity == "warning"]
        notes = "".join(f'<p class="pufa-said">MkDocs 提醒：{escape(note)}</p>' for note in answer.notes[:SHOWN])
        inner = f"<p>不改也能发布，最好改。</p>{notes}{_list(warnings, answer.warnings)}"
        parts.append(_fold("hint", f"提醒 {answer.warnings + len(answer.notes)} 处", inner))
    return "".join(parts)


def _former(ready: bool) -> str:
    return "下面还是以前的网页。" if ready else ""


def _fold(kind: str, words: str, inner: str) -> str:
    opened = " open" if kind == "fault" else ""
    return f'<details class="pufa-{kind}"{opened}><summary>{escape(words)}</summary><div>{inner}</div></details>'


def _list(told: list[Told], count: int) -> str:
    if not told:
        return ""
    rest = count - sum(one.count for one in told[:SHOWN])
    more = f"<p>另有 {rest} 处，运行 pufa check 看全部。</p>" if rest > 0 else ""
    return f"<ol>{''.join(_item(one) for one in told[:SHOWN])}</ol>{more}"


def _item(told: Told) -> str:
    parts = [f"<code>{escape(told.place)}</code> ", f"<b>{escape(told.code)}</b> {_SIGNS[told.severity]}"]
    parts.append(f"<span>{escape(told.message)}</span>")
    more = (told.cell, told.others, *told.hint.splitlines())
    parts += [f"<small>{escape(words)}</small>" for words in more if words]
    title = CODES[told.code].title if told.code in CODES else ""
    return f'<li title="{escape(title)}">{"".join(parts)}</li>'


def with_bar(page: bytes, inner: str, seen: str) -> bytes:
    """A page with the bar at its top, its style and its script. `seen` is what the script compares to know that the page is new.

    The page works without its script: the bar stands in it.
    """
    head = f'<link rel="stylesheet" href="{OWN}bar.css">'.encode()
    script = f'<script src="{OWN}bar.js" data-seen="{escape(seen)}"></script>'  # at once: what was folded does not flash open
    bar = f'<div id="pufa-bar" role="status">{inner}</div>{script}'.encode()
    place = _HEAD_END.search(page)
    page = page[: place.start()] + head + page[place.start() :] if place else head + page
    body = _BODY.search(page, place.end() if place else 0)
    return page[: body.end()] + bar + page[body.end() :] if body else page + bar


def notice(title: str, words: str, sight: Sight, seen: str, *, reload: bool = False) -> bytes:
    """A page of the preview's own: the wait for the first site, or for an address that is gone."""
    again = '<noscript><meta http-equiv="refresh" content="2"></noscript>' if reload else ""
    link = '<p><a href="/">回首页</a></p>' if sight.ready else ""
    template = Template(asset("notice.html").decode("utf-8"))
    page = template.substitute(title=escape(title), words=escape(words), again=again, link=link)
    return with_bar(page.encode(), bar_of(sight), seen)


def waiting(sight: Sight) -> bytes:
    """There is no site yet: it is being built, or there are faults to mend first."""
    answer = sight.answer
    if sight.trouble or (answer is not None and not answer.built and not sight.busy):
        return notice("还没有网页可以看", "改好上面说的问题，存盘，网页会自己出来。", sight, WAITING)
    words = "第一次要久一些，乡镇多的要一两分钟。做好了这里会自己打开，不用刷新。"
    return notice("正在生成网页", words, sight, WAITING, reload=True)


WAITING, GONE = "waiting", "gone"
"""What is behind an address while there is no site, and where there is no such page."""


def gone(sight: Sight) -> bytes:
    """There was a page here, and its record has been deleted or got another address."""
    words = "这一页刚才还在，现在没有了：它的记录删掉了，或者改了编号、文件名。改回来，网页会自己出来。"
    return notice("这一页已经没有了", words, sight, GONE)
