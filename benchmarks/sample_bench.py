"""The repository's own records, as an officer's office has them: CPU seconds of a build cold, after one change and after none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from measured import Run, build, cold, middle
from rows import Table

REPO = Path(__file__).parents[1]
FILE = "campaigns/guojia-anquan/events-2026.yml"


def make(folder: Path) -> None:
    """A copy of the records, the articles and the settings."""
    for name in ("campaigns", "content"):
        shutil.copytree(REPO / name, folder / name)
    shutil.copyfile(REPO / "mkdocs.yml", folder / "mkdocs.yml")


def _changed(folder: Path, turn: int) -> Run:
    """A build after the first event of a file has another title."""
    file = folder / FILE
    file.write_text(
        re.sub(r"(?m)^(  title: ).*$", rf"\g<1>改过的活动{turn}", file.read_text("utf-8"), count=1), "utf-8"
    )
    return build(folder)


def report(table: Table, folder: Path, turns: int) -> None:
    """Measure and print."""
    make(folder)
    print("the repository's own site")
    colds = middle([cold(folder) for _ in range(turns)])
    build(folder)
    change = middle([_changed(folder, turn) for turn in range(turns)])
    nothing = middle([build(folder) for _ in range(turns)])
    for name, found, aim in (("cold", colds, 5), ("one change", change, 1.2), ("nothing changed", nothing, 0.7)):
        table.add(f"sample site, {name}, CPU", found.cpu, aim, " s", f"wall {found.wall:.2f} s, {found.memory:.0f} MB")
    table.staged({"sample, cold": colds, "sample, change": change, "sample, nothing": nothing})
