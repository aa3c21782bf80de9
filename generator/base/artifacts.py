"""What the line makes: files as values, before anyone writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site: its path below the site's root (with `/`) and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """What pages and feeds must know of the site itself. `url` ends with `/`."""

    url: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be: `key` changes whenever its bytes would; `make` gives the bytes and is called only when needed."""

    path: str
    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Slice:
    """Files that are made from one part of the records: while `key` is as it was, none of them is even planned.

    `key` is a hash of everything that any of them is made from; `name` is the same in every build.
    """

    name: str
    key: str
    files: Callable[[], Iterable[Planned]]
