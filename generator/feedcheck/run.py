"""What `pufa feedcheck` does: a file, a folder or an address on this machine, and what was found there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.feedcheck.built import inspect_site
from generator.feedcheck.finding import Finding
from generator.feedcheck.folder import inspect_file, inspect_folder
from generator.feedcheck.inspection import inspect_bytes
from generator.feedcheck.local import Limits, local
from generator.feedcheck.web import fetch


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
    return _report([*inspect_file(path, as_of).findings], 1)


def _address(url: str, as_of: date, pause: Callable[[float], None], limits: Limits | None) -> Report:
    fetched = fetch(url, pause, limits)
    findings = fetched.sink.findings()
    if fetched.data is not None:
        findings += inspect_bytes(fetched.url, fetched.data, as_of).findings
    return _report(findings, 1)


def _report(findings: list[Finding], feeds: int) -> Report:
    return Report(tuple(sorted(findings, key=Finding.sort_key)), feeds)
