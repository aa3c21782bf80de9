"""The kept results of a project, by everything that makes them: the program and its libraries."""

from __future__ import annotations

from functools import cache
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


ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2", "nh3", "Pygments", "pillow")
"""What the theme's part of a site is made by."""


@cache
def _program() -> str:
    """The program as it was when this process first asked: what it has imported stays what it was."""
    return digest(code_key(), *versions(MAKERS))


def is_outdated() -> bool:
    """Whether the program has been changed under this process, which goes on as the former one."""
    return _program() != digest(code_key(), *versions(MAKERS))


def open_cache(root: Path, memory: Memory | None = None) -> Cache:
    """The project's cache, keyed by the program itself and the libraries that make what is kept.

    `memory` is for a process that opens it again and again, for one project.
    """
    return project_cache(root, _program(), memory)
