"""A county of 100 townships, built cold, after one change and after none, published, and held against the peers."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import county
import peers
from measured import Run, build, cold, middle, publish, run
from rows import Table

FILE = "campaigns/bawu/events-000.yml"
Change = Callable[[Path, int], None]


def record(text: str, number: int) -> str:
    """The lines of one event of the first file."""
    start = text.index(f"- id: ev-{number:06d}")
    end = text.find("- id: ", start + 1)
    return text[start:] if end < 0 else text[start:end]


def reword(folder: Path, turn: int) -> None:
    """One event: its title and its hour."""
    file = folder / FILE
    text = file.read_text("utf-8")
    old = record(text, 3)
    new = re.sub(r"(title: ).*", rf"\g<1>改过的活动{turn}", old)
    new = re.sub(r"((?:start|end): \S+) \d\d:\d\d", r"\1 HOUR", new)
    for hour in (turn % 8 + 1, turn % 8 + 3):
        new = new.replace("HOUR", f"{hour:02d}:30", 1)
    file.write_text(text.replace(old, new), "utf-8")


def refigure(folder: Path, turn: int) -> None:
    """One event that was held: how many came and the day, so that figures of its township, year and campaign change."""
    file = folder / FILE
    text = file.read_text("utf-8")
    old = next(r for n in range(4, 250) if "attendance: " in (r := record(text, n)))
    day = date.fromisoformat(re.search(r"start: (\S+)", old)[1])  # type: ignore[index]  # every event has one
    new = old.replace(str(day), str(day + timedelta(days=1 if turn % 2 else -1)))
    new = re.sub(r"attendance: \d+", f"attendance: {400 + turn}", new)
    file.write_text(text.replace(old, new), "utf-8")


@dataclass(frozen=True)
class Builds:
    """The runs of one county, medians over some turns."""

    cold: Run
    change: Run
    figures: Run
    nothing: Run


def measure(folder: Path, turns: int) -> Builds:
    """Cold builds, builds after a change of either kind, and builds after none."""
    colds = middle([cold(folder) for _ in range(turns)])
    build(folder)  # the last of a cold build may still be on its way to the disk
    found = [middle([_after(change, folder, turn) for turn in range(turns)]) for change in (reword, refigure)]
    return Builds(colds, *found, middle([build(folder) for _ in range(turns)]))


def _after(change: Change, folder: Path, turn: int) -> Run:
    change(folder, turn)
    return build(folder)


def told(run: Run) -> str:
    """What a row of wall clock has beside it."""
    return f"CPU {run.cpu:.2f} s, {run.memory:.0f} MB"


def publications(folder: Path, turns: int) -> Run:
    """`pufa publish` of one moved event, where a register and a published site are there already."""
    publish(folder)
    found = []
    for turn in range(turns):
        reword(folder, turn + 4)
        found.append(publish(folder))
    return middle(found)


def report(table: Table, folder: Path, events: int, turns: int) -> Builds:
    """Measure and print the county by itself; gives its builds."""
    county.make(folder, events=events)
    own = measure(folder, turns)
    files = [p for p in (folder / "site").rglob("*") if p.is_file()]
    size, pages = sum(p.stat().st_size for p in files), sum(p.name == "index.html" for p in files)
    print(f"county: 100 townships, 1,500 villages, {events} events")
    print(f"  pages {pages}, files {len(files)}, {size / 1e6:.1f} MB")
    for name, found in (
        ("cold", own.cold),
        ("one change", own.change),
        ("figures changed", own.figures),
        ("nothing changed", own.nothing),
    ):
        table.add(f"{name}, wall", found.wall, unit=" s", made_of=told(found))
    most = max(r.memory for r in (own.cold, own.change, own.figures, own.nothing))
    table.add(f"memory of the largest process, {events} events", most, 300, " MB")
    published = publications(folder, turns)
    table.add("pufa publish of one moved event, CPU", published.cpu, 3, " s", f"the whole command, {published}")
    table.staged(
        {
            "cold": own.cold,
            "one change": own.change,
            "figures": own.figures,
            "nothing": own.nothing,
            "publish": published,
        }
    )
    return own


def against_peers(table: Table, work: Path, site: Path, own: Builds, turns: int) -> None:
    """The same pages by MkDocs Material, and with the same shell by Hugo."""
    pages = peers.material(work / "material", site)
    material = run([sys.executable, "-m", "mkdocs", "build", "-q"], work / "material")
    table.add("MkDocs Material, wall", material.wall, unit=" s", made_of=f"{pages} pages as Markdown, {told(material)}")
    table.ratio("cold / Material", own.cold, material, 0.06)
    if not shutil.which("hugo"):
        print("  Hugo is not installed (Debian: apt-get install hugo); not compared")
        return
    pages = peers.hugo(work / "hugo", site)
    hugo = middle([run(["hugo", "--quiet", "-d", f"out-{turn}"], work / "hugo") for turn in range(turns)])
    words = f"{pages} pages of the same shell, without feeds or checks, {told(hugo)}"
    table.add("Hugo, wall", hugo.wall, unit=" s", made_of=words)
    table.ratio("cold / Hugo", own.cold, hugo, 1.5)
    table.ratio("one change / Hugo's whole build", own.change, hugo, 0.35)
    table.ratio("figures changed / Hugo's whole build", own.figures, hugo, 0.35)
    table.ratio("nothing changed / Hugo's whole build", own.nothing, hugo, 0.15)


def sizes(table: Table, work: Path, own: Builds, events: int, others: list[int]) -> None:
    """How time and memory grow: one cold build of each further size, and one change."""
    for size in others:
        folder = work / f"county-{size}"
        county.make(folder, events=size)
        found = cold(folder)
        again = _after(reword, folder, 1)
        shutil.rmtree(folder)
        print(f"  {size} events: cold {found} = {found.wall / size * 1000:.2f} ms an event, one change {again}")
        table.add(
            f"time an event, {size} events / {events}",
            found.wall / size / (own.cold.wall / events),
            1.05 if size == 40_000 else None,
        )
        table.add(
            f"memory of the largest process, {size} events",
            max(found.memory, again.memory),
            600 if size == 20_000 else None,
            " MB",
        )
