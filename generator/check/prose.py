"""The text of a page without its code: what rules about words, links and headings look at."""

from __future__ import annotations

import re

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")


def prose_lines(body: str) -> list[str]:
    """The lines with code blanked: those of code blocks are empty."""
    found = []
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(1).startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            found.append("")
        elif mark:
            fence = mark.group(1)
            found.append("")
        else:
            found.append(_without_code(line))
    return found


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
