"""What must not stand on a public site: a person's own phone number, a number of an identity card."""

from __future__ import annotations

import re

_PRIVATE = re.compile(r"(?<![\d.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")


def private_at(text: str) -> tuple[int, int] | None:
    """Offset and length of the first such number in a text, None where there is none."""
    found = _PRIVATE.search(text)
    return (found.start(), found.end() - found.start()) if found else None


def private_number(text: str) -> str:
    """The first three digits of the first such number in a text, "" where there is none."""
    found = private_at(text)
    return text[found[0] : found[0] + 3] if found else ""
