"""Lists as officers write them, turned into lists as Python-Markdown reads them: text in, text out.

Most editors show a list right below a paragraph, and take two or three spaces for a level; Python-Markdown wants an empty line
before and four spaces. Invariant: a text that was written in its way stays letter by letter what it is; only a list that it would
not have read as one, or whose levels it would have lost, is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.lists.items import FENCE, HEADING, PLACEHOLDER, RULE, TAB, Item, fenced, indent_of, item_of, list_end
from generator.lists.levels import is_lost, rewritten

_QUOTE = re.compile(r" {0,3}> ?")
_HOLDER = re.compile(r" {0,3}(?:!!! ?|\?\?\?\+? |===[!+]? |\[\^[^\]\n]+\]:|: {1,3}\S)")
"""What has a body of four spaces: notes, tabs, footnotes, definitions."""
_TITLED = re.compile(r" {0,3}[!?=]")
_TABLE = re.compile(r" {0,3}\|?[ :-]*-[ :|-]*$")


def as_meant(lines: Sequence[str]) -> list[str]:
    """The lines of a text (spaces for tabs, fenced code and raw HTML put aside) with its lists as they are meant."""
    out: list[str] = []
    i, paragraph = 0, -1
    while i < len(lines):
        line = lines[i]
        if not line.strip():
            paragraph, stop = -1, i + 1
            out.append(line)
        elif fence := FENCE.match(line):
            stop = fenced(lines, i, fence[1])
            out += lines[i:stop]
            paragraph = -1
        elif indent_of(line) >= TAB:  # code, or one more line of a paragraph
            out.append(line)
            stop = i + 1
        elif _HOLDER.match(line):
            stop = _body(lines, i + 1)
            words = "" if _TITLED.match(line) else "x"  # a footnote's first line is the beginning of its paragraph
            out += [line, *_indented(as_meant([words, *_dedented(lines[i + 1 : stop])])[1:])]
            paragraph = -1
        elif _QUOTE.match(line):
            stop = next((j for j in range(i, len(lines)) if not _QUOTE.match(lines[j])), len(lines))
            out += _quoted(lines[i:stop])
            paragraph = i
        elif (item := item_of(line)) and (paragraph < 0 or _begins(lines, i, item, paragraph)):
            if paragraph >= 0:
                out.append("")
            stop = list_end(lines, i)
            out += _list(lines[i:stop])
            paragraph = -1
        else:
            if HEADING.match(line) or RULE.match(line) or line.startswith(PLACEHOLDER):
                paragraph = -1
            elif paragraph < 0:
                paragraph = i
            out.append(line)
            stop = i + 1
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


def _quoted(lines: Sequence[str]) -> list[str]:
    """A quotation, its text as it is meant; every line as it was where nothing in it has to be changed."""
    inner = [line[found.end() :] for line in lines if (found := _QUOTE.match(line))]
    made = as_meant(inner)
    return list(lines) if made == inner else [f"> {line}".rstrip() for line in made]


def _begins(lines: Sequence[str], i: int, item: Item, paragraph: int) -> bool:
    """Whether an item right below a paragraph that began on line `paragraph` begins a list: no row of a table, no odd number."""
    if paragraph + 1 < i and _TABLE.match(lines[paragraph + 1]) and "|" in lines[paragraph]:
        return "|" not in lines[i]
    if item.number < 0 or item.number == 1:
        return True
    after = next((found for line in lines[i + 1 : i + 2] if (found := item_of(line))), None)
    return after is not None and after.number == item.number + 1


def _list(lines: Sequence[str]) -> list[str]:
    """One list: as it is, or written anew where Python-Markdown would lose its levels."""
    return rewritten(lines) if is_lost(lines) else _bodies(lines)


def _bodies(lines: Sequence[str]) -> list[str]:
    """A list in Python-Markdown's way; the paragraphs of its items may have lists of their own right below them."""
    out: list[str] = []
    i = 0
    while i < len(lines):
        below_blank = i > 0 and not lines[i - 1].strip()
        if below_blank and lines[i].strip() and indent_of(lines[i]) >= TAB:
            stop = _body(lines, i)
            out += _indented(as_meant(_dedented(lines[i:stop])))
            i = stop
        else:
            out.append(lines[i])
            i += 1
    return out
