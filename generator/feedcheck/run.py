"""What `pufa feedcheck` does: a file, a folder or an address on this machine, and what was found there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.feedcheck.built import inspect_site
from generator.feedcheck.finding import Finding, short
from generator.feedcheck.folder import inspect_file, inspect_folder
from generator.feedcheck.inspection import inspect_bytes
from generator.feedcheck.local import Limits, local
from generator.feedcheck.web import fetch

_ADDRESS = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]|/)", re.IGNORECASE)
"""An address of this machine without its http://."""


@dataclass(frozen=True, slots=True)
class Report:
    """Every finding in order of place, and how many calendars were looked at."""

    findings: tuple[Finding, ...]
    feeds: int


def inspect(target: str, as_of: date, pause: Callable[[float], None], limits: Limits | None = None) -> Report:
    """Everything about a file, a folder or an address. Raises NotHere for an address that is not asked."""
    if "://" in target:
        local(target)
        return _address(target, as_of, pause, limits)
    path = Path(target)
    if path.is_dir():
        folder = inspect_folder(path, as_of)
        return _report([*folder.findings, *inspect_site(folder)], folder.feeds)
    found = [*inspect_file(path, as_of).findings]
    if _ADDRESS.match(target) and not path.exists():
        found = [replace(f, hint=f"要检查网址，前面请加上 http://，写成 http://{short(target)}") for f in found]
    return _report(found, 1)


def _address(url: str, as_of: date, pause: Callable[[float], None], limits: Limits | None) -> Report:
    fetched = fetch(url, pause, limits)
    findings = fetched.sink.findings()
    if fetched.data is not None:
        findings += inspect_bytes(fetched.url, fetched.data, as_of).findings
    return _report(findings, 1)


def _report(findings: list[Finding], feeds: int) -> Report:
    return Report(tuple(sorted(findings, key=Finding.sort_key)), feeds)
