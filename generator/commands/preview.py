"""One build of a preview: as `pufa build` makes a site, into a folder of the preview's own, with an account of it in any case."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.base.cache import Memory
from generator.base.diagnostics import Diagnostic, Fault, has_errors
from generator.base.files import is_inside
from generator.commands.build import Built, build_site
from generator.commands.project import read_project
from generator.gather.settings import FILE, Settings
from generator.pipeline import Prepared, Progress
from generator.publish.faults import BusyFault, UnfinishedFault
from generator.publish.folder import Report

_PAUSES = (0.2, 0.6, 1.5, 4.0)
"""Seconds to wait where a file cannot be replaced (on Windows while somebody is reading it), or a killed builder is not gone yet."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """What came of one build. The folder holds the new site where there is a report, else what it held before."""

    found: tuple[Diagnostic, ...]
    report: Report | None = None
    fault: str = ""
    """What kept the site from being built, where no diagnostic says it."""
    notes: tuple[str, ...] = ()
    """What MkDocs has to say of the officers' pages."""
    settings: Settings | None = None
    prepared: Prepared | None = None


def preview(folder: Path, out: Path, now: date | datetime, progress: Progress, memory: Memory) -> Previewed:
    """Read, check and build the project into `out`.

    `now` is the day, or the moment (aware of its zone), that counts, `memory` what this process has at hand of its former
    builds of the project. Nothing is raised, whatever lies in the folder. What went wrong of itself is tried once more: files come and go while
    an editor or a version control writes them.
    """
    try:
        return _preview(folder, out, now, progress, memory)
    except Exception:  # noqa: BLE001 - told below, if it stays
        time.sleep(_PAUSES[0])
    try:
        return _preview(folder, out, now, progress, memory)
    except Exception as error:  # noqa: BLE001 - a preview goes on
        if os.environ.get("PUFA_DEBUG"):
            traceback.print_exc()
        told = f"{type(error).__name__}: {error}"
        return Previewed((), fault=f"程序出了意外的错误：{told}。请把这句话和你的文件发给维护人员。")


def _preview(folder: Path, out: Path, now: date | datetime, progress: Progress, memory: Memory) -> Previewed:
    pair, found = read_project(folder, now, progress, frozen=True, memory=memory)
    if pair is None:
        return Previewed(found)
    settings, prepared = pair
    if has_errors(found):
        return Previewed(found, settings=settings, prepared=prepared)
    try:
        built = _built(prepared, settings, out, progress)
    except Fault as fault:
        found = (*found, *fault.diagnostics)
        return Previewed(found, None, "" if fault.diagnostics else str(fault), (), settings, prepared)
    return Previewed(found, built.report, "", built.warnings, settings, prepared)


def _built(prepared: Prepared, settings: Settings, out: Path, progress: Progress) -> Built:
    for pause in _PAUSES:
        try:
            return build_site(prepared, settings, out, strict=False, progress=progress)
        except (BusyFault, UnfinishedFault):
            time.sleep(pause)
    return build_site(prepared, settings, out, strict=False, progress=progress)


def next_day(prepared: Prepared) -> datetime:
    """The moment (UTC) at which the region's next day begins."""
    zone = prepared.library.region.timezone if prepared.library else ""
    try:
        there = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # a fault of its own; until it is mended China's counts
        there = ZoneInfo("Asia/Shanghai")
    day = prepared.as_of + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=there).astimezone(UTC)


def sources(settings: Settings | None) -> tuple[str, ...]:
    """What a build reads beside `campaigns/` and `site_templates/`: files and folders below the project, as far as the settings say."""
    if settings is None:
        return (FILE,)
    asked = (name.replace("\\", "/") for ask in settings.asks for name in ask.files)
    own = (name.removeprefix("./").rstrip("/") for name in asked)
    return tuple(dict.fromkeys((FILE, settings.docs, *(name for name in own if is_inside(name)))))
