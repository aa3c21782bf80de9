"""The line ends inside a YAML text that YAML makes a space of: between two Chinese characters they leave none.

Invariant: nothing but such spaces is taken away, and only where the file has a line end; a space that somebody typed stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.base.breaks import closes

_SPACE = " \t"
_BETWEEN = re.compile(r"[ \t\n]*")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.)|$)", re.DOTALL)
_SIGNS = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
"""What a letter behind a backslash stands for; any other sign stands for itself."""


def without_folds(value: str, written: Sequence[str], style: str | None) -> str:
    """`value` as YAML reads it from the lines `written` (from the text's first sign to its last), `style` being its quotes.

    The lines are found again in the value one after the other; where one is not, the rest stays as YAML reads it.
    """
    parts: list[str] = []
    done = place = 0
    before = ""
    """The words of the line above that reach to its end, "" where there are none: an empty line is a line end that stays."""
    for piece in _pieces(written, style):
        words = piece.strip(_SPACE + "\n")
        start = _after_spaces(value, place)
        if not value.startswith(words, start):
            break
        if before and words and piece.startswith(words) and value[place:start] == " " and closes(before, words):
            parts.append(value[done:place])
            done = start
        place = start + len(words) if words else place
        before = words if piece.endswith(words) else ""
    return "".join([*parts, value[done:]])


def _after_spaces(value: str, place: int) -> int:
    found = _BETWEEN.match(value, place)
    return found.end() if found else place


def _pieces(written: Sequence[str], style: str | None) -> list[str]:
    """Each written line as it stands in the value: without its indentation, the outer quotes, and what is written for a sign."""
    lines = list(written)
    if style in ("'", '"') and len(lines) > 1:
        lines[0], lines[-1] = lines[0][1:], lines[-1].rstrip(_SPACE)[:-1]
    if style == "'":
        return [line.strip(_SPACE).replace("''", "'") for line in lines]
    return [_ESCAPE.sub(_sign, _bare(line)) if style == '"' else line.strip(_SPACE) for line in lines]


def _bare(line: str) -> str:
    """A line between double quotes without the spaces around it; one behind a backslash was typed to stay."""
    bare = line.rstrip(_SPACE)
    is_escaped = (len(bare) - len(bare.rstrip("\\"))) % 2 == 1
    return (line[: len(bare) + 1] if is_escaped else bare).lstrip(_SPACE)


def _sign(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _SIGNS.get(escape[4], escape[4]) if escape[4] else ""
