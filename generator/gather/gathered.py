"""What a walk through a project brings home, before anyone asks whether it is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.diagnostics import Diagnostic
from generator.decode.event import EventRecord
from generator.decode.fields import Values
from generator.figures.snapshots import Snapshot
from generator.read.frontmatter import Document

if TYPE_CHECKING:
    from generator.decode.ledger import LeftOut


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file: `path` below the project, `name` below docs_dir (`articles/a.md`), its parts and its text."""

    path: str
    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class CampaignSource:
    """A campaign's folder as read."""

    id: str
    path: str
    values: Values | None
    page: Page | None
    media: tuple[tuple[str, str], ...]
    """(path below the project, address on the site) of pictures and documents beside index.md."""


@dataclass(slots=True)
class Loaded:
    """Everything that was read, in sorted order."""

    root: Path
    region: Values | None = None
    sites: Values | None = None
    speakers: Values | None = None
    holidays: Values | None = None
    observances: Values | None = None
    campaigns: list[CampaignSource] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    """The frozen accounts below campaigns/snapshots/ that can be read."""
    inspections: list[tuple[str, Values]] = field(default_factory=list)
    """(path, values) of the rounds of random checks below campaigns/inspections/."""
    register: bytes | None = None
    """The publication ledger as it lies there."""
    events: list[EventRecord] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    """Events in hidden sheets and struck-through rows of ledgers, which are not read."""
    pages: list[Page] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    """Names below docs_dir of files that are copied, pictures among them."""
    pictures: list[str] = field(default_factory=list)
    """Paths below the project of those, and of campaigns' media, that are pictures: they are stripped, not copied."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    """Content hash of each file read, by path below the project."""
    paths: dict[str, str] = field(default_factory=dict)
    """Where `region`, `sites`, `speakers`, `holidays` and `observances` were read, by that word."""

    def path_of(self, what: str) -> str:
        """The file of `region`, `sites` or the like, whichever of its two endings it has."""
        return self.paths.get(what, f"campaigns/{what}.yml")
