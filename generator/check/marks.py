"""Ids and classes that a text writes and its page will not have: the site itself goes by them, or knows nothing of them.

Raw tags, attribute lists (`{#id .class}`) and kinds of notes (`!!! note`) are looked at; what headings are called by
themselves is not, for that loses nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.base.diagnostics import nearest, visible
from generator.markup.anchors import CLASSES, kept_classes
from generator.markup.clean import wrong_id

_LIST = re.compile(r"\{(?::[ ]*|[ ]*(?=[#.]|[\w-]+=))([^{}\n]+)\}")
_WORD = re.compile(r"""([^\s=}"']+)=(?:"([^"]*)"|'([^']*)'|([^\s}]+))|([#.][^\s}]+)""")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?!#)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ ]*$")
_FENCE = re.compile(r"\s{0,3}(?:`{3,}|~{3,})(?=[^`]*\{)")
_NOTE = re.compile(r"[ \t]*(?:!!!|\?\?\?\+?)[ ]?([\w-]+(?: +[\w-]+)*)")


class Mark(NamedTuple):
    """Something that will be lost: where on its line (from 0), how long, the code, what is wrong, and what to do."""

    row: int
    column: int
    length: int
    code: str
    message: str
    hint: str


def lost_ids(
    tag: str, attributes: Mapping[str, tuple[int, str]], *, beside_data: bool
) -> Iterator[tuple[int, str, str, str]]:
    """(offset, code, message, hint) of the ids and classes of a raw tag that will not be on the page."""
    for key, (offset, value) in attributes.items():
        told = _told(tag, key, html.unescape(value), beside_data)
        if told:
            yield offset, *told


def marks(prose: Sequence[str], body: Sequence[str], *, beside_data: bool) -> Iterator[Mark]:
    """Those of attribute lists and notes. `prose` are the lines without code, `body` the same lines as they are written."""
    for row, (line, written) in enumerate(zip(prose, body, strict=True)):
        following = prose[row + 1] if row + 1 < len(prose) else ""
        tag = "h1" if _HEADING.match(line) or _UNDERLINE.match(following) else "p"
        fence = bool(_FENCE.match(written)) and not line
        for found in _LIST.finditer(written if fence else line):
            yield from _listed(row, found, tag, beside_data)
        note = _NOTE.match(line)
        told = _told("div", "class", note.group(1), beside_data) if note else None
        if note and told:
            yield Mark(row, note.start(1), len(note.group(1)), *told)


def _listed(row: int, found: re.Match[str], tag: str, beside_data: bool) -> Iterator[Mark]:
    for word in _WORD.finditer(found.group(1)):
        key = word.group(1)
        if key is None:
            key, value = ("id" if word.group()[0] == "#" else "class"), word.group()[1:]
        else:
            value = next(v for v in word.group(2, 3, 4) if v is not None)
        told = _told(tag, key, html.unescape(value.replace("\\", "")), beside_data)
        if told:
            yield Mark(row, found.start(1) + word.start(), len(word.group()), *told)


def _told(tag: str, key: str, value: str, beside_data: bool) -> tuple[str, str, str] | None:
    """What is wrong with one attribute, in words."""
    if key in ("id", "name"):
        wrong = wrong_id(tag, value, beside_data=beside_data)
        shown = visible(value, 40)
        if wrong == "taken":
            return (
                "W216",
                f"编号“{shown}”网站自己要用，已清除",
                "请换一个编号，如拼音 yaosu；不能以 __、pf-、pufa 开头。",
            )
        if wrong:
            return "W216", f"编号“{shown}”里有不能用的符号，已清除", "编号用拼音、字母、数字和短横线，如 yaosu-1。"
    if key == "class":
        kept = kept_classes(value)
        lost = [word for word in value.split() if word not in kept]
        if lost:
            near = nearest(lost[0][:40], sorted(CLASSES))
            hint = f"是不是“{near}”？" if near else ""
            shown = visible(" ".join(lost), 40)
            hint += "文章里不用写样式名；提示框写 note、tip、warning 等。"
            return "W216", f"样式名“{shown}”网站不认识，已清除", hint
    return None
