"""A theme page with holes: rendered once by the theme, filled thousands of times.

Invariant: a shell is a list of literal parts and the name of the hole between each two; stamping only joins strings.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

TITLE = "pufa0title0hole"
DESCRIPTION = "pufa0description0hole"
BODY = "<!--pufa:body-->"
HEAD = "<!--pufa:head-->"


class ShellFault(ValueError):
    """A theme page that lacks a hole it must have."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Parts and holes of one theme page: `parts[0] hole[0] parts[1] hole[1] …`."""

    parts: tuple[str, ...]
    holes: tuple[str, ...]

    def stamp(self, *, title: str, description: str, url: str, body: str, head: str = "") -> str:
        """A whole page. `title` and `description` are plain text, `body` and `head` are finished HTML."""
        values = {
            "title": html.escape(title),
            "description": html.escape(description),
            "url": html.escape(url),
            "body": body,
            "head": head,
        }
        out = [self.parts[0]]
        for hole, part in zip(self.holes, self.parts[1:], strict=True):
            out.append(values[hole])
            out.append(part)
        return "".join(out)


def shell_of(page: str, address_url: str) -> Shell:
    """Cut a rendered theme page at its holes; `address_url` is the page's canonical address, a hole where it appears.

    Raises `ShellFault` where the body's hole is missing or appears twice: the theme's templates were changed too far.
    """
    holes = {TITLE: "title", DESCRIPTION: "description", BODY: "body", HEAD: "head"}
    if address_url:
        holes[address_url] = "url"
    pattern = "|".join(re.escape(mark) for mark in sorted(holes, key=len, reverse=True))
    pieces = re.split(f"({pattern})", page)
    found = tuple(holes[mark] for mark in pieces[1::2])
    if found.count("body") != 1:
        raise ShellFault(f"{found.count('body')} holes for the body")
    return Shell(tuple(pieces[0::2]), found)
