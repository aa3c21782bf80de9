"""Where a list ends: at a line that is none of its items and goes on with none.

CommonMark takes a line right below an item for more of its words even where it is not indented, since editors that wrap lines write
that. Officers write the next heading or the next paragraph there. Invariant: what is indented belongs to the item, as in CommonMark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from generator.markup.lists.items import FENCE, HEADING, PLACEHOLDER, RULE, TAB, Fences, Item, indent_of, item_of

QUOTE = re.compile(r" {0,3}> ?")
_NUMBER = "[一二三四五六七八九十百零〇两]{1,6}"
_CHAPTER = re.compile(
    rf" ?(?:\u3000|{_NUMBER}[、．.]|[（(]{_NUMBER}[）)](?![项款目])|第(?:{_NUMBER}|\d{{1,4}})[编章节条](?=[\s：:、]|$))"
)
"""How headings of Chinese documents begin, and paragraphs with two wide spaces; `第三条的` and `（一）项` are words of a sentence."""
_ATTRIBUTES = re.compile(r" ?\{:?[^{}]+\} *$")
_CLOSED = "。！？；：!?;:"
_OPEN = "，、,（(《“‘「"
_GOES_ON = "，、。；：！？,;）)》”’」"
_WRAPPED = 60
"""Columns of a line at whose end an editor may have wrapped it: thirty Chinese characters."""


def list_end(lines: Sequence[str], start: int, fences: Fences) -> int:
    """The line after the list that begins on line `start`."""
    first = item_of(lines[start])
    number = first.number if first else -1
    """The last number of the outer level."""
    ahead = (0, False)
    stop = i = start + 1
    while i < len(lines):
        line = lines[i]
        if not line.strip():
            i += 1
            continue
        after_blank = not lines[i - 1].strip()
        indent = indent_of(line)
        item = item_of(line)
        if indent < TAB and is_apart(line):
            break
        fence = FENCE.match(line)
        if item and indent < 2:
            if after_blank and first and (first.number < 0) != (item.number < 0):
                break  # a list of another kind
            number = item.number if item.number >= 0 else number
        elif not item and after_blank and indent < TAB:
            if indent >= 2 and i >= ahead[0]:
                ahead = _next_item(lines, i)
            if indent < 2 or not ahead[1]:
                break
        elif not (item or fence or after_blank) and indent < 2 and not _continues(lines, i, number):
            break
        i = fences.after(i, fence[1]) if fence else i + 1
        stop = i
    return stop


def is_apart(line: str) -> bool:
    """Whether a line is a heading, a rule, or what Markdown has put aside: apart from what is above it, also without an empty line."""
    return bool(RULE.match(line) or HEADING.match(line)) or line.startswith(PLACEHOLDER)


def last_number(lines: Sequence[str]) -> int:
    """The last number on the outer level of a list, -1 where it has none."""
    items: list[Item | None] = [item_of(line) if indent_of(line) < 2 else None for line in lines]
    return next((item.number for item in reversed(items) if item and item.number >= 0), -1)


def _next_item(lines: Sequence[str], i: int) -> tuple[int, bool]:
    """The line up to which lines indented by two or three spaces lie, and whether an item of the list comes then."""
    for j in range(i, len(lines)):
        if lines[j].strip():
            if item_of(lines[j]):
                return j, True
            if indent_of(lines[j]) < 2:
                return j, False
    return len(lines), False


def _continues(lines: Sequence[str], i: int, number: int) -> bool:
    """Whether a line without indentation goes on with the words right above it; `number` is the last of its list."""
    line, above = lines[i], lines[i - 1].strip()
    if _ATTRIBUTES.match(line):
        return True
    if _CHAPTER.match(line) or QUOTE.match(line) or FENCE.match(above):
        return False
    below = next((item_of(after) for after in lines[i + 1 : i + 3] if after.strip()), None)
    if below and below.number == 1 and number > 1:
        return False
    if line.lstrip(" ")[0] in _GOES_ON:
        return True
    said = above.rstrip("”’」』）)》\"'*_")[-1:]
    if said and said in _CLOSED:
        return False
    return above[-1] in _OPEN or _width(above) >= _WRAPPED


def _width(words: str) -> int:
    """Columns that words take, counted as far as they matter."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in words[:_WRAPPED])
