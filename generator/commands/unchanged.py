"""Whether a build would change nothing, told by what it would read and by what it left, before anything is read in earnest.

Invariant: what a build depends on is in `state_of`, or the build leaves no note. A note says what the build said, so that whoever
runs it again is told the same; whatever cannot be told from here (links, foreign plugins, another day) makes a build as ever.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.base.cache import Cache, digest
from generator.base.files import read_plain
from generator.base.installed import versions
from generator.base.projects import ENGINE
from generator.base.resources import templates_root
from generator.publish.byfiles import STAMP
from generator.publish.folder import Report, is_as_left

_SETTINGS = "mkdocs.yml"
_SOURCES = ("campaigns", "site_templates")
_BY_CONTENT = 2_000_000
"""Bytes up to which a file is known by its content; larger ones, pictures and the like, by size and times."""
_LONGEST = 200_000_000
"""The same of what a build reads as text: nothing longer is read at all."""
_ALWAYS_BY_CONTENT = (".yml", ".yaml", ".csv", ".tsv", ".xlsx", ".json", ".md", ".markdown", ".html", ".css", ".js")


@dataclass(frozen=True, slots=True)
class Note:
    """What the last build of a project was made from, and what it said. `docs` and `out` are the folders that mkdocs.yml names."""

    docs: str
    out: str
    zone: str
    as_of: date
    state: str
    told: str
    """Diagnostics as they were shown, with their summary."""
    warnings: tuple[str, ...]
    report: Report
    closing: str


def recall(
    cache: Cache, root: Path, out: Path | None, as_of: date | None, *, strict: bool, now: datetime
) -> Note | None:
    """The note of the last build where a new one would give the same site, which lies there as it was left; else None.

    `out` None is the folder that mkdocs.yml names, `as_of` None today in the region's zone at the moment `now`.
    """
    note: Note | None = cache.load("unchanged", _name(out, strict=strict))
    if note is None or note.as_of != (as_of or now.astimezone(ZoneInfo(note.zone)).date()):
        return None
    target = out or root / note.out
    if note.state != state_of(root, note.docs, target) or os.path.lexists(target / STAMP):
        return None
    return note if is_as_left(target, cache, note.report.mark) else None


def remember(cache: Cache, out: Path | None, note: Note, *, strict: bool) -> None:
    """Keep what a build said."""
    cache.store("unchanged", _name(out, strict=strict), note)


def _name(out: Path | None, *, strict: bool) -> str:
    return f"{os.path.realpath(out) if out else ''}|{strict}"


def state_of(root: Path, docs: str, target: Path) -> str | None:
    """A hash of all that a build reads of a project; None where a link or what is no plain file would have to be followed."""
    found = [os.path.realpath(root), os.path.realpath(target), *versions(ENGINE)]
    for place in (root / _SETTINGS, *(root / folder for folder in (*_SOURCES, docs)), templates_root()):
        told = _look(str(place))
        if told is None:
            return None
        found += told
    return digest(*found)


def _look(place: str) -> list[str] | None:
    """Every file at or below a path with its content or its facts, in a fixed order; None where something is no plain file."""
    found: list[str] = []
    todo = [place]
    while todo:
        path = todo.pop()
        try:
            state = os.lstat(path)
            if stat.S_ISREG(state.st_mode):
                found.append(f"{path} {_content(path, state)}")
            elif stat.S_ISDIR(state.st_mode):
                found.append(f"{path}/")
                todo += sorted((f"{path}/{name}" for name in os.listdir(path)), reverse=True)
            else:
                return None
        except FileNotFoundError:
            found.append(f"{path} -")
        except OSError:
            return None
    return found


def _content(path: str, state: os.stat_result) -> str:
    limit = _LONGEST if path.lower().endswith(_ALWAYS_BY_CONTENT) else _BY_CONTENT
    if state.st_size > limit:
        return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"
    return hashlib.blake2b(read_plain(path, limit + 1), digest_size=16).hexdigest()
