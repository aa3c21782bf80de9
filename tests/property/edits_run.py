"""`make edits`: many random edits of small counties, each incremental build held against a clean one.

A session is one county that lives through a row of edits. What fails is told with the fewest steps found that still bring it
about, and the command that does it again. The same `--seed` gives the same edits.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/property")]

from edits.session import Failure, Session, Step, Tally, plan  # noqa: E402

LENGTH = 20
"""Steps of a session."""


def fails(home: Path, seed: int, number: int, kind: str, steps: Sequence[Step]) -> Failure | None:
    """The failure that comes of these steps at their last one, if one does."""
    session = Session(home, seed, number, kind, Tally())
    try:
        session.run(steps, only_last=True)
    except Failure as failure:
        return failure
    finally:
        session.close()
    return None


def smallest(
    home: Path, seed: int, number: int, kind: str, steps: list[Step], found: Failure
) -> tuple[list[Step], Failure]:
    """The steps without those that can be spared, and how it fails then."""
    half = max(1, len(steps) // 2)
    while half:
        at = 1
        while at < len(steps) - 1:
            fewer = steps[:at] + steps[min(at + half, len(steps) - 1) :]
            failure = fails(home, seed, number, kind, fewer)
            if failure is None:
                at += half
            else:
                steps, found = fewer, failure
        half //= 2
    return steps, found


def session(home: Path, seed: int, number: int, length: int, chosen: set[int], tally: Tally) -> int:
    """One session; the number of steps taken. Raises `Failure`, made small."""
    kind, steps = plan(seed, number, length)
    if chosen:
        steps = [s for s in steps if s.number in chosen | {0}]
    done = Session(home, seed, number, kind, tally)
    try:
        for count, step in enumerate(steps):
            try:
                done.take(step)
            except Failure as failure:
                done.close()
                print(f"session {number} fails at step {step.number}; looking for fewer steps …", flush=True)
                few, last = smallest(home, seed, number, kind, steps[: count + 1], failure)
                words = ",".join(str(s.number) for s in few)
                again = f"python tests/property/edits_run.py --seed {seed} --session {number} --length {length} --steps {words}"
                raise Failure(f"{last}\n\nagain: {again}") from None
    finally:
        done.close()
    return len(steps) - 1


def main() -> None:
    """Run sessions until enough edits are done; status 1 where anything failed."""
    parser = argparse.ArgumentParser(description="Random edits: incremental builds against clean ones.")
    parser.add_argument("--count", type=int, default=300, help="steps in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--length", type=int, default=LENGTH, help="steps of a session")
    parser.add_argument("--session", type=int, default=-1, help="only this session")
    parser.add_argument("--steps", default="", help="only these steps of it, as 1,5,9")
    options = parser.parse_args()
    tally, failed, count, begun = Tally(), 0, 0, time.monotonic()
    home = Path(tempfile.mkdtemp(prefix="pufa-edits-"))
    chosen = {int(n) for n in options.steps.split(",") if n}
    number = max(0, options.session)
    try:
        while count < options.count:
            try:
                count += session(home / "s", options.seed, number, options.length, chosen, tally)
            except Failure as failure:
                failed += 1
                count += options.length
                print(failure, flush=True)
            print(f"session {number}: {count} steps in all, {time.monotonic() - begun:.0f} s", flush=True)
            number += 1
            if options.session >= 0 or failed > 5:
                break
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print("\n".join(tally.lines()))
    print(f"{failed} failed")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
