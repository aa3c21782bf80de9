"""A line that an editor broke between two Chinese characters goes on without a space: in HTML and in plain words.

HTML and YAML make a space of a single line end, which is right between Latin words and wrong between Chinese ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_CHINESE = (
    "\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U00020000-\U0003fffd"
)
"""Characters, kana, and punctuation of full width; full-width letters and digits are words of their own."""
_EITHER = "\u2018\u2019\u201c\u201d\u2014\u2026\u00b7\u2022\u2027"
"""Signs that both scripts use: “”‘’—…·. They belong to what stands beside them."""
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
_IS_EITHER = re.compile(f"[{_EITHER}]")
_LINE_END = re.compile(r"(?<![ \t\r\f\v])[ \t\r\f\v]*+\n\s*+")
_SPACES = re.compile(r"[ \t\r\f\v]+")

_COMMENT, _COMMENT_END = "<!--", "-->"
_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>|[^<]++|<")
_INLINE = frozenset(
    "a abbr b big cite del dfn em font i ins kbd mark q s small span strike strong sub sup u var".split()
)
"""Elements inside a line: what stands on either side of their tags are neighbours. `code` too, but nothing in it is touched."""
_VERBATIM = frozenset({"pre", "code", "textarea", "script", "style"})
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]+|#[0-9]+|[a-zA-Z][a-zA-Z0-9]*);$")


def closes(before: str, after: str) -> bool:
    """True where a line end between these two texts leaves no space."""
    left, right = _script(reversed(before[-8:])), _script(iter(after[:8]))
    return left != "other" and right != "other" and "chinese" in (left, right)


def _script(chars: object) -> str:
    """`chinese`, `either` or `other`: that of the first character which belongs to one script alone."""
    found = ""
    for char in chars:  # type: ignore[attr-defined]
        if _IS_CHINESE.match(char):
            return "chinese"
        if not _IS_EITHER.match(char):
            return found or "other"
        found = "either"
    return found or "other"


def one_line(text: str) -> str:
    """A text on one line: a line end becomes a space, or nothing between Chinese characters; no outer space."""
    lines = [_SPACES.sub(" ", line.strip()) for line in text.split("\n")]
    return joined([line for line in lines if line])


def joined(lines: list[str]) -> str:
    """Lines that are not empty, as one: with a space between two, but for Chinese ones."""
    if not lines:
        return ""
    parts = [lines[0]]
    for before, after in pairwise(lines):
        parts += ["" if closes(before, after) else " ", after]
    return "".join(parts)


def unbroken(markup: str) -> str:
    """HTML in which no line end within a paragraph makes a space between Chinese characters; `pre` and `code` stay."""
    parts: list[str] = []
    before = ""
    """The words since the beginning of the paragraph, as far as they matter."""
    waiting = -1
    """The place in `parts` of a line end whose other side is not known yet."""
    verbatim = 0
    for text, name, is_end in _tokens(markup):
        if name:
            if name in _VERBATIM:
                verbatim = max(verbatim + (-1 if is_end else 1), 0)
            if name not in _INLINE and name != "code":
                before, waiting = ("x" if name == "img" else ""), -1
        elif verbatim:
            before, waiting = text, -1
        elif not text.startswith(_COMMENT):
            before, waiting = _words(text, before, waiting, parts)
            continue
        parts.append(text)
    return "".join(parts)


def _tokens(markup: str) -> Iterator[tuple[str, str, bool]]:
    """Tags, comments, and the words between them: each with the tag's name, "" for anything else, and whether it is an end tag."""
    last = markup.rfind(_COMMENT_END)  # so that nobody looks for the end of each of many comments that have none
    place = 0
    while place < len(markup):
        if markup.startswith(_COMMENT, place) and place + len(_COMMENT) <= last:
            stop = markup.index(_COMMENT_END, place + len(_COMMENT)) + len(_COMMENT_END)
            yield markup[place:stop], "", False
        else:
            token = _TOKEN.match(markup, place)
            assert token is not None  # whatever is no tag is words or a sign
            stop = token.end()
            yield token.group(), (token.group(2) or "").lower(), bool(token.group(1))
        place = stop


def _words(text: str, before: str, waiting: int, parts: list[str]) -> tuple[str, int]:
    """Take up one run of words; the words before the next token, and the line end that waits for its other side."""
    position = 0
    for end in _LINE_END.finditer(text):
        words = text[position : end.start()]
        if words:
            if waiting >= 0 and closes(before, _first(words)):
                parts[waiting] = ""
            before, waiting = _last(words), -1
            parts.append(words)
        if before.strip() and waiting < 0:
            waiting = len(parts)
        parts.append(end.group())
        position = end.end()
    words = text[position:]
    if words:
        if waiting >= 0 and closes(before, _first(words)):
            parts[waiting] = ""
        before, waiting = _last(words), -1
        parts.append(words)
    return before, waiting


def _first(words: str) -> str:
    """The words as a reader sees their beginning: an entity is a sign of its own, and none that is Chinese."""
    return "&" if words.startswith("&") else words


def _last(words: str) -> str:
    return "&" if _ENTITY.search(words[-12:]) else words
