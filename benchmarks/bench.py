"""`make bench`: how fast and how big, beside MkDocs Material and Hugo, all in one run on one machine.

Every row tells what was measured, what is wanted and whether it is met. Ratios are what counts: seconds depend on the
machine, ratios far less.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import county_bench
import feeds_bench
import national_bench
import preview_bench
import sample_bench
from measured import surroundings
from rows import Table

PREVIEW = {"county": 1.5, "sample": 0.5}
"""Seconds from a saved file to the page served anew, at most."""


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=5000)
    options.add_argument("--turns", type=int, default=3, help="runs of each kind, of which the median is told")
    options.add_argument("--sizes", default="20000,40000", help="further sizes, to see how time and memory grow")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument(
        "--country", default="1000000,10000000", help="occurrences of the whole country; empty: leave it out"
    )
    options.add_argument("--save", type=Path, help="a file for the figures, as benchmarks/results/<version>.md")
    chosen = options.parse_args()
    table, work = Table(), Path(tempfile.mkdtemp(prefix="pufa-bench-"))
    try:
        feeds_bench.report(table, 10_000, chosen.turns)
        report(table, work, chosen)
        if chosen.country:
            national_bench.report(work, [int(s) for s in chosen.country.split(",")])
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if chosen.save:
        table.save(chosen.save)
    missed = [row.name for row in table.rows if row.verdict == "NOT MET"]
    print(f"aims not met: {'; '.join(missed) if missed else 'none'}")


def report(table: Table, work: Path, chosen: argparse.Namespace) -> None:
    """The county, the repository's own site, the peers, the preview, and further sizes."""
    folder, sample = work / "county", work / "sample"
    own = county_bench.report(table, folder, chosen.events, chosen.turns)
    if not chosen.no_peers:
        county_bench.against_peers(table, work, folder / "site", own, chosen.turns)
    sample_bench.report(table, sample, chosen.turns)
    previews(table, {"county": folder, "sample": sample})
    county_bench.sizes(table, work, own, chosen.events, [int(s) for s in chosen.sizes.split(",") if s])


def previews(table: Table, folders: dict[str, Path]) -> None:
    """From a saved file to the page served anew."""
    for name, folder in folders.items():
        table.add(
            f"preview, file saved → page served, {name}",
            preview_bench.measure(folder, environment=surroundings(folder)),
            PREVIEW[name],
            " s",
        )


if __name__ == "__main__":
    main()
