"""The whole country rolled up: seconds, peak memory, and how both grow from one to ten million occurrences.

The data are those of `country`: every county of the shipped divisions, five years, published as CSV files. What is measured
is the command as a user runs it, from the first file to the last byte of the result.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
import country


class Measured(NamedTuple):
    """One run: seconds of wall clock and of all processors, and the largest memory in MB."""

    seconds: float
    processor: float
    memory: float


def roll_up(data: Path, out: Path) -> Measured:
    """`pufa rollup` over the country, in a process of its own."""
    shutil.rmtree(out, ignore_errors=True)
    words = ["rollup", str(data), "--code", "00", "--name", "全国", "--out", str(out), "--as-of", country.AS_OF]
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, "-m", "generator", *words], stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if status:
            said.seek(0)
            raise SystemExit(f"rollup failed:\n{said.read().decode(errors='replace')[-3000:]}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(work: Path, sizes: list[int]) -> None:
    """Make each country, roll it up, and print a line as soon as it is known."""
    print("country: 41,352 townships, 2,978 counties of which 2,786 publish, five years")
    found: list[tuple[int, Measured]] = []
    for size in sizes:
        data = work / f"country-{size}"
        begun = time.perf_counter()
        counties, written = country.make(data, size)
        made = time.perf_counter() - begun
        found.append((size, roll_up(data, work / "out")))
        m = found[-1][1]
        print(
            f"  {size / 1e6:>4g} million occurrences: {counties} counties, {written / 1e9:.2f} GB of CSV (made in {made:.0f} s)"
        )
        print(
            f"    rollup {m.seconds:.1f} s, {m.processor:.0f} s of processor   peak memory {m.memory:.0f} MB"
            "   (aim ≤ 60 s, ≤ 4,096 MB on two idle cores)", flush=True,
        )  # fmt: skip
        shutil.rmtree(data)
    if len(found) > 1:
        (few, first), (many, last) = found[0], found[-1]
        print(
            f"  {many / few:g} times the occurrences: {last.seconds / first.seconds:.2f} times the time,"
            f" {last.memory / first.memory:.2f} times the memory"
        )


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="1000000,10000000", help="occurrences, smallest first")
    chosen = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="pufa-national-"))
    try:
        report(work, [int(s) for s in chosen.sizes.split(",")])
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
