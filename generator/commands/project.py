"""A project as far as every command needs it: its settings, and what was read and checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from generator.base.cache import Memory
from generator.base.diagnostics import Diagnostic, ordered
from generator.base.projects import open_cache
from generator.gather.settings import Settings, settings_of
from generator.gather.trust.decisions import refusals
from generator.pipeline import Prepared, Progress, compare_snapshots, prepare


def read_project(
    folder: Path, as_of: date | datetime, progress: Progress, *, frozen: bool = False, memory: Memory | None = None
) -> tuple[tuple[Settings, Prepared] | None, tuple[Diagnostic, ...]]:
    """Settings and the project as far as it is prepared, with everything that was found; None where mkdocs.yml cannot be read.

    `as_of` is a day, or a moment (aware of its zone) that becomes the region's day. `frozen` compares snapshots with the present
    too: a site shows them, figures alone do without. `memory` is that of a process that reads it again and again.
    """
    folder = folder.absolute()
    settings = settings_of(folder)
    if not isinstance(settings, Settings):
        return None, (settings,)
    prepared = prepare(
        folder,
        open_cache(folder, memory=memory),
        as_of=as_of,
        docs=settings.docs,
        site=settings.site,
        markup=settings.markup,
        progress=progress,
    )
    refused = refusals(folder, settings)
    if refused:
        prepared = replace(prepared, diagnostics=ordered((*prepared.diagnostics, *refused)))
    if frozen:
        prepared = compare_snapshots(prepared)
    return (settings, prepared), prepared.diagnostics
