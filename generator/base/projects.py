"""The kept results of a project, by everything that makes them: the program and its libraries."""

from __future__ import annotations

from pathlib import Path

from generator.base.cache import Cache, Memory, code_key, digest, project_cache
from generator.base.installed import versions

MAKERS = (
    "duckdb",
    "icalendar",
    "Jinja2",
    "MarkupSafe",
    "pillow",
    "pypinyin",
    "python-calamine",
    "python-dateutil",
    "PyYAML",
    "rjieba",
    "tzdata",
)


def open_cache(root: Path, memory: Memory | None = None) -> Cache:
    """The project's cache, keyed by the program itself and the libraries that make what is kept.

    `memory` is for a process that opens it again and again, for one project.
    """
    return project_cache(root, digest(code_key(), *versions(MAKERS)), memory)
