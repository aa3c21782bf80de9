"""Lists as officers write them, turned into lists as Python-Markdown reads them: text in, text out.

Most editors show a list right below a paragraph, and take two or three spaces for a level; Python-Markdown wants an empty line
before and four spaces. Invariant: a text that was written in its way stays letter by letter what it is; only a list that it would
not have read as one, or whose levels it would have lost, is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.markup.lists.ends import QUOTE, is_apart, last_number, list_end
from generator.markup.lists.items import FENCE, TAB, Fences, Item, indent_of, item_of
from generator.markup.lists.levels import is_lost, rewritten

HOLDERS = {
    "admonition": r"!!! ?",
    "details": r"\?\?\?\+? ?",
    "tabbed": r"===[!+]? ",
    "footnote": r"\[\^[^\]\n]+\]:",
    "deflist": r": {1,3}\S",
}
"""What has a body of four spaces, by the names under which extensions register it as a block with Python-Markdown."""
MOST_LEVELS = 20
"""Quotations and bodies within each other that are looked into; what lies deeper stays as it is."""
_TITLED = re.compile(r" {0,3}[!?=]")


class _How(NamedTuple):
    """What begins a body, and how many more levels of them are looked into."""

    holder: re.Pattern[str]
    levels: int

    @property
    def inside(self) -> _How:
        return self._replace(levels=self.levels - 1)


def as_meant(lines: Sequence[str], holders: Iterable[str] = tuple(HOLDERS)) -> list[str]:
    """The lines of a text (spaces for tabs, fenced code and raw HTML put aside) with its lists as they are meant.

    `holders` are those of `HOLDERS` that the text is read with.
    """
    begins = "|".join(HOLDERS[name] for name in holders)
    return _as_meant(lines, _How(re.compile(rf" {{0,3}}(?:{begins or '(?!)'})"), MOST_LEVELS))


def _as_meant(lines: Sequence[str], how: _How) -> list[str]:
    if how.levels < 0:
        return list(lines)
    out: list[str] = []
    fences = Fences(lines)
    i, paragraph = 0, -1
    following = -1
    """The number after that of the list which the paragraph at hand has ended."""
    while i < len(lines):
        line = lines[i]
        stop = i + 1
        if not line.strip():
            paragraph = following = -1
            out.append(line)
        elif fence := FENCE.match(line):
            stop = fences.after(i, fence[1])
            out += lines[i:stop]
            paragraph = -1
        elif indent_of(line) >= TAB:  # code, or one more line of a paragraph
            out.append(line)
        elif how.holder.match(line):
            stop = _body(lines, i + 1)
            words = "" if _TITLED.match(line) else "x"  # a footnote's first line is the beginning of its paragraph
            out += [line, *_indented(_as_meant([words, *_dedented(lines[i + 1 : stop])], how.inside)[1:])]
            paragraph = -1
        elif QUOTE.match(line):
            stop = next((j for j in range(i, len(lines)) if not QUOTE.match(lines[j])), len(lines))
            out += _quoted(lines[i:stop], how)
            paragraph = i
        elif (item := item_of(line)) and (
            paragraph < 0 or item.number == following >= 0 or _begins(lines, i, item, paragraph)
        ):
            if paragraph >= 0:
                out.append("")
            stop = list_end(lines, i, fences)
            out += _list(lines[i:stop], how)
            paragraph = following = -1
            if stop < len(lines) and lines[stop].strip() and not is_apart(lines[stop]):
                out.append("")
                following = last_number(lines[i:stop]) + 1 or -1
        else:
            if is_apart(line):
                paragraph = -1
            elif paragraph < 0:
                paragraph = i
            out.append(line)
        i = stop
    return out


def _body(lines: Sequence[str], start: int) -> int:
    """The line after what is indented from `start` on, without the empty lines behind it."""
    stop = start
    for i in range(start, len(lines)):
        if lines[i].strip():
            if indent_of(lines[i]) < TAB:
                break
            stop = i + 1
    return stop


def _dedented(lines: Sequence[str]) -> list[str]:
    return [line[TAB:] if line.strip() else line for line in lines]


def _indented(lines: Sequence[str]) -> list[str]:
    return [" " * TAB + line if line.strip() else line for line in lines]


def _quoted(lines: Sequence[str], how: _How) -> list[str]:
    """A quotation, its text as it is meant; every line as it was where nothing in it has to be changed."""
    inner = [line[found.end() :] for line in lines if (found := QUOTE.match(line))]
    made = _as_meant(inner, how.inside)
    return list(lines) if made == inner else [f"> {line}".rstrip() for line in made]


def _begins(lines: Sequence[str], i: int, item: Item, paragraph: int) -> bool:
    """Whether an item right below a paragraph that began on line `paragraph` begins a list: no row of a table, no odd number."""
    if paragraph + 1 < i and _is_table_rule(lines[paragraph + 1]) and "|" in lines[paragraph]:
        return "|" not in lines[i]
    if item.number < 0 or item.number == 1:
        return True
    after = next((found for line in lines[i + 1 : i + 2] if (found := item_of(line))), None)
    return after is not None and after.number == item.number + 1


def _is_table_rule(line: str) -> bool:
    """Whether a line is that below a table's head: `|---|:-:|`."""
    return "-" in line and indent_of(line) < TAB and not line.strip(" :|-")


def _list(lines: Sequence[str], how: _How) -> list[str]:
    """One list: as it is, or written anew where Python-Markdown would lose its levels."""
    return _bodies(rewritten(lines) if is_lost(lines) else lines, how)


def _bodies(lines: Sequence[str], how: _How) -> list[str]:
    """A list in Python-Markdown's way; the paragraphs of its items may have lists of their own right below them."""
    out: list[str] = []
    i = 0
    while i < len(lines):
        below_blank = i > 0 and not lines[i - 1].strip()
        if below_blank and lines[i].strip() and indent_of(lines[i]) >= TAB:
            stop = _body(lines, i)
            out += _indented(_as_meant(_dedented(lines[i:stop]), how.inside))
            i = stop
        else:
            out.append(lines[i])
            i += 1
    return out
