"""Private numbers of people: mobile phones and identity numbers. Found so that they can be kept out of reports too."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PHONE = r"(?<![0-9./=_-])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"
_IDENTITY = (
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_PRIVATE = re.compile(f"{_PHONE}|{_IDENTITY}")
_DIGITS = re.compile(r"[0-9Xx]")
_KEPT = 3


def private_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where each number begins and how long it is."""
    for found in _PRIVATE.finditer(text):
        yield found.start(), found.end() - found.start()


def masked(text: str) -> str:
    """The text with all but the first three characters of such numbers as stars, as long as before."""
    return _PRIVATE.sub(lambda m: m.group()[:_KEPT] + _DIGITS.sub("*", m.group()[_KEPT:]), text)
