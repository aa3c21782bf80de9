"""Which versions of libraries are installed, found without opening their papers: importlib.metadata costs forty milliseconds."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping

_SIGNS = re.compile(r"[-_.]+")
_FOLDER = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.(?:dist|egg)-info")


def versions(names: Iterable[str]) -> list[str]:
    """`name version` of each library, in the order given. Raises `PackageNotFoundError` for one that is not installed."""
    there = _there(sys.path)
    return [f"{name} {_version(name, there)}" for name in names]


def _version(name: str, there: Mapping[str, str]) -> str:
    found = there.get(_plain(name))
    if found is None:  # in an archive, or under another name
        from importlib.metadata import version  # noqa: PLC0415 - slow, see above

        return version(name)
    return found


def _plain(name: str) -> str:
    return _SIGNS.sub("-", name).lower()


def _there(path: Iterable[str]) -> dict[str, str]:
    """Name → version of what the folders of a search path hold; the first folder counts, as it does for imports."""
    found: dict[str, str] = {}
    for folder in path:
        try:
            entries = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for entry in entries:
            match = _FOLDER.fullmatch(entry)
            if match is not None:
                found.setdefault(_plain(match["name"]), match["version"])
    return found
