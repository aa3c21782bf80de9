"""What the line makes: files as values, before anyone writes them."""

from __future__ import annotations

from collections.abc import Callable
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
