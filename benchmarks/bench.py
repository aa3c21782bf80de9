"""`make bench`: how fast and how big, beside MkDocs Material and Hugo, all in one run on one machine.

Prints ratios first: seconds depend on the machine, ratios far less.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import county
import feeds_bench
import national_bench
import peers

PUFA = [sys.executable, "-m", "generator"]
DAY = "2026-11-21"


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of wall clock and peak memory in MB of a command; stops the benchmark where it fails."""
    begun = time.perf_counter()
    own = {"XDG_CACHE_HOME": str(cache_of(folder)), "XDG_CONFIG_HOME": str(folder.with_name("config"))}
    environment = {**os.environ, **own, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if status:
            said.seek(0)
            raise SystemExit(f"{command} failed:\n{said.read().decode(errors='replace')[-3000:]}")
    return seconds, usage.ru_maxrss / 1024


def cache_of(folder: Path) -> Path:
    """Where the results of a project are kept in a benchmark: beside it, so that they can be moved aside."""
    return folder.with_name(f"{folder.name}-cache")


def build(folder: Path) -> tuple[float, float]:
    """One `pufa build`."""
    return run([*PUFA, "build", "--quiet", "--as-of", DAY], folder)


def cold(folder: Path) -> tuple[float, float]:
    """A build without cache and without a former site.

    The former ones are moved aside, not deleted: the disk would still be busy with the deletion while it is measured.
    """
    aside = folder.with_name(f"{folder.name}-former-{time.monotonic_ns()}")
    aside.mkdir()
    for former in (folder / "site", cache_of(folder)):
        if former.exists():
            former.rename(aside / former.name)
    return build(folder)


def change(folder: Path, turn: int) -> None:
    """Change one event: its title and its hour."""
    file = folder / "campaigns" / "bawu" / "events-000.yml"
    text = file.read_text("utf-8")
    text = re.sub(r"(- id: ev-000003\n  title: ).*", rf"\g<1>改过的活动{turn}", text)
    start = text.index("- id: ev-000003")
    record = text[start : text.index("- id: ev-000004")]
    moved = re.sub(r"(start: \S+) \d\d:00", rf"\1 0{turn % 8 + 1}:30", record)
    file.write_text(text.replace(record, moved), "utf-8")


def measure(work: Path, events: int, turns: int) -> dict[str, float]:
    """Cold build and rebuild of a county, medians over some turns."""
    folder = work / f"county-{events}"
    county.make(folder, events=events)
    colds = [cold(folder) for _ in range(turns)]
    warm = []
    for turn in range(turns + 1):
        change(folder, turn)
        warm.append(build(folder)[0])
    files = [p for p in (folder / "site").rglob("*") if p.is_file()]
    return {
        "cold": statistics.median(c for c, _ in colds),
        "warm": statistics.median(warm[1:]),
        "memory": max(m for _, m in colds),
        "pages": sum(p.name == "index.html" for p in files),
        "files": len(files),
        "bytes": sum(p.stat().st_size for p in files),
    }


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=5000)
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--sizes", default="1000,20000", help="further sizes, to see how time grows")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument(
        "--country", default="1000000,10000000", help="occurrences of the whole country; empty: leave it out"
    )
    chosen = options.parse_args()
    feeds_bench.report(10_000, chosen.turns)
    work = Path(tempfile.mkdtemp(prefix="pufa-bench-"))
    try:
        report(work, chosen)
        if chosen.country:
            national_bench.report(work, [int(s) for s in chosen.country.split(",")])
    finally:
        shutil.rmtree(work, ignore_errors=True)


def report(work: Path, chosen: argparse.Namespace) -> None:
    """The whole measurement, a line as soon as it is known."""
    own = measure(work, chosen.events, chosen.turns)
    print(f"county: 100 townships, 1,500 villages, {chosen.events} events")
    print(f"  pages {own['pages']:.0f}, files {own['files']:.0f}, {own['bytes'] / 1e6:.1f} MB")
    print(f"  cold build         {own['cold']:.2f} s   peak memory {own['memory']:.0f} MB   (aim ≤ 400 MB)")
    print(
        f"  rebuild, 1 change  {own['warm']:.2f} s   = {own['warm'] / own['cold']:.3f} of cold   (aim ≤ 0.15)",
        flush=True,
    )
    site = work / f"county-{chosen.events}" / "site"
    if not chosen.no_peers:
        pages = peers.material(work / "material", site)
        seconds, memory = run([sys.executable, "-m", "mkdocs", "build", "-q"], work / "material")
        print(f"  MkDocs Material    {seconds:.2f} s for {pages} pages as Markdown, {memory:.0f} MB")
        print(f"    pufa cold / Material = {own['cold'] / seconds:.3f}   (aim ≤ 0.15)", flush=True)
        if shutil.which("hugo"):
            pages = peers.hugo(work / "hugo", site)
            times = [run(["hugo", "--quiet", "-d", f"out-{turn}"], work / "hugo")[0] for turn in range(chosen.turns)]
            seconds = statistics.median(times)
            print(f"  Hugo               {seconds:.2f} s for {pages} pages of the same shell, without feeds or checks")
            print(f"    pufa cold / Hugo = {own['cold'] / seconds:.2f}   (aim ≤ 1.5)", flush=True)
        else:
            print("  Hugo is not installed (Debian: apt-get install hugo); not compared")
    for size in (int(s) for s in chosen.sizes.split(",") if s):
        other = measure(work, size, 1)
        print(
            f"  {size:>6} events: cold {other['cold']:.2f} s = {other['cold'] / size * 1000:.2f} ms an event"
            f"   rebuild {other['warm']:.2f} s   {other['memory']:.0f} MB", flush=True,
        )  # fmt: skip
    print(f"  {chosen.events:>6} events: {own['cold'] / chosen.events * 1000:.2f} ms an event")


if __name__ == "__main__":
    main()
