"""`make mutate`: many damaged inputs for every room that reads what somebody else wrote, far more than a test run has time for.

The ways in which files go bad are those of the property tests. An input may end with faults that a person can use, or go
through check, feeds and (every so often) figures and pages; anything else is a failure, told with the smallest file found
that still brings it about. The same `--seed` gives the same inputs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/property")]

from click.testing import CliRunner  # noqa: E402
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from mutations import mutated, mutated_workbook  # noqa: E402
from sites import kit  # noqa: E402
from test_mutated_files import FILES, survive  # noqa: E402
from test_mutated_rollup import Accident, accidents  # noqa: E402
from test_mutated_rollup import Room as Counties  # noqa: E402

from generator.cli import main as pufa  # noqa: E402
from generator.gather.settings import Settings, settings_of  # noqa: E402
from generator.mkdocs_adapter.engine import make_layer  # noqa: E402
from generator.pages.press import Press  # noqa: E402
from generator.pipeline import Prepared, derive  # noqa: E402
from generator.render.layer import Layer  # noqa: E402
from generator.rendering import Whole, feeds_of, files_of, parts_of  # noqa: E402
from tests.unit.feedcheck import test_feedcheck_hostile as calendars  # noqa: E402

Case = tuple[str, bytes]
"""A file, by its name in the room, and its damaged bytes."""
WORKBOOK = "campaigns/xianfa/events-2027.xlsx"
TRIES = 150
"""Attempts to make a failing file smaller."""


@dataclass
class Failure:
    """One kind of failure: where it is raised, the inputs that brought it about, and the smallest of them."""

    trace: str
    case: Case
    number: int = 0


@dataclass
class Room:
    """One kind of input: what its damaged files are, and what is done with one. `run` says whether it went through."""

    name: str
    share: int
    draw: Callable[[st.DataObject], Case]
    run: Callable[[Case], bool]
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: dict[str, Failure] = field(default_factory=dict)

    def one(self, case: Case) -> None:
        """Run a case and note what came of it."""
        try:
            self.outcomes["went through" if self.run(case) else "ended with faults"] += 1
        except Exception as error:  # noqa: BLE001 - to find it is what this is for
            self.outcomes["FAILED"] += 1
            told = self.failures.setdefault(signature(error), Failure(traceback.format_exc(), case))
            told.number += 1
            if len(case[1]) < len(told.case[1]):
                told.case = case

    def fails_alike(self, case: Case, kind: str) -> bool:
        """Whether a case still brings the same failure about."""
        try:
            self.run(case)
        except Exception as error:  # noqa: BLE001
            return signature(error) == kind
        return False

    def smallest(self, kind: str) -> Case:
        """A failing file with as much taken out as can be spared."""
        name, data = self.failures[kind].case
        tries, size = TRIES, max(1, len(data) // 2)
        while tries and size:
            at = 0
            while at < len(data) and tries:
                tries -= 1
                shorter = data[:at] + data[at + size :]
                if self.fails_alike((name, shorter), kind):
                    data = shorter
                else:
                    at += size
            size //= 2
        return name, data


def signature(error: BaseException) -> str:
    """What makes two failures the same: their kind, and the last line of code in which they came up."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno}"


class Site:
    """The complete good site with everything that pufa itself writes into one: register, snapshot, round of checks."""

    def __init__(self, home: Path, every: int) -> None:
        self.root = kit.copy(kit.GOOD, home / "site")
        head = ("编号", "名称", "开始", "结束", "乡镇", "状态")
        row = ("xianfa-2027-a", "宪法进校园", "2027-03-02 09:00", "10:30", "云溪街道", "计划")
        kit.workbook(self.root / WORKBOOK, ("台账", [head, row]))
        day = ["-C", str(self.root), "--as-of", kit.AS_OF.isoformat()]
        for words in (
            ["snapshot", "年末"],
            ["sample", "--seed", "20251101", "--size", "3", "--name", "抽查"],
            ["publish", str(home / "www")],
        ):
            done = CliRunner().invoke(pufa, [*words, *day], catch_exceptions=False)
            assert done.exit_code == 0, done.output
        ready, settings_now = kit.prepared(self.root), settings_of(self.root)
        assert isinstance(ready, Prepared)
        assert isinstance(settings_now, Settings)
        self.layer: Layer = make_layer(ready, settings_now, Path(tempfile.mkdtemp(dir=home)))
        self.every, self.through = every, 0

    def below(self, folder: str) -> list[str]:
        """The files in a folder of `campaigns/`."""
        return sorted(
            str(p.relative_to(self.root)) for p in (self.root / "campaigns" / folder).rglob("*") if p.is_file()
        )

    def run(self, case: Case) -> bool:
        """Check the site with one file changed, and put the file back."""
        file = self.root / case[0]
        whole = file.read_bytes()
        try:
            file.write_bytes(case[1])
            ready = survive(self.root)
            if ready is None:
                return False
            self.through += 1
            if self.through % self.every == 0:
                self._render(ready)
            return True
        finally:
            file.write_bytes(whole)

    def _render(self, ready: Prepared) -> None:
        world = derive(ready)
        press = Press(ready.root, ready.cache, world, self.layer)
        streams = (stream() for stream in Whole(parts_of(world), self.layer, press).streams())
        for item in files_of(chain(feeds_of(world.outcome, ready), *streams)):
            item.make()

    def one_of(self, *paths: str) -> Callable[[st.DataObject], Case]:
        """Any of these files, damaged."""

        def draw(data: st.DataObject) -> Case:
            path = data.draw(st.sampled_from(paths))
            whole = (self.root / path).read_bytes()
            return path, data.draw(mutated_workbook(whole) if path.endswith(".xlsx") else mutated(whole))

        return draw


def rooms(home: Path, every: int) -> Iterator[Room]:
    """Every room with its share of the inputs, in parts of a hundred."""
    site = Site(home, every)
    yaml = [f for f in FILES if f.endswith(".yml") and f != "mkdocs.yml"]
    yield Room("YAML", 24, site.one_of(*yaml), site.run)
    yield Room("Markdown", 8, site.one_of(*(f for f in FILES if f.endswith(".md"))), site.run)
    yield Room("CSV and TSV", 14, site.one_of(*(f for f in FILES if f.endswith(("csv", "tsv")))), site.run)
    yield Room("mkdocs.yml", 6, site.one_of("mkdocs.yml"), site.run)
    yield Room("XLSX", 10, site.one_of(WORKBOOK), site.run)
    yield Room("register", 8, site.one_of("campaigns/published.json"), site.run)
    yield Room("snapshots", 6, site.one_of(*site.below("snapshots")), site.run)
    yield Room("inspections", 6, site.one_of(*site.below("inspections")), site.run)
    yield Room("feedcheck", 15, _calendar, _feedcheck)
    yield _rollup(home)


def _calendar(data: st.DataObject) -> Case:
    sample = data.draw(st.sampled_from(calendars.SEEDS))
    return "a.ics", data.draw(
        st.one_of(mutated(sample), calendars.MUTATIONS.map(lambda m: calendars.mutated(sample, m)))
    )


def _feedcheck(case: Case) -> bool:
    calendars.told(case[1])
    return not calendars.inspect_bytes("a.ics", case[1], calendars.kit.AS_OF).findings


def _rollup(home: Path) -> Room:
    """A table of one county; what happens to folders as such is the property test's."""
    counties = Counties(home / "counties")

    def draw(data: st.DataObject) -> Case:
        deed = data.draw(accidents(counties.bad, counties.other))
        return deed.table, deed.data or b""

    def run(case: Case) -> bool:
        done = counties.survive([Accident(*case)])
        return not any(f.rule.severity == "error" for f in done.findings)

    return Room("rollup", 3, draw, run)


def drive(room: Room, count: int, number: int) -> None:
    """So many inputs for a room, drawn by the seed."""

    @seed(number)
    @settings(
        max_examples=count, database=None, deadline=None, phases=[Phase.generate], verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def run(data: st.DataObject) -> None:
        room.one(room.draw(data))

    run()


def report(room: Room, keep: Path, number: int, seconds: float) -> None:
    """What came of a room's inputs; every kind of failure with the file that shows it."""
    counts = ", ".join(f"{what} {room.outcomes[what]}" for what in ("ended with faults", "went through", "FAILED"))
    print(f"{room.name:12} {counts}   {seconds:.0f} s", flush=True)
    for place, kind in enumerate(sorted(room.failures), 1):
        name, data = room.smallest(kind)
        keep.mkdir(parents=True, exist_ok=True)
        kept = keep / f"{room.name.replace(' ', '-')}-{place}-{Path(name).name}"
        kept.write_bytes(data)
        told = room.failures[kind]
        print(f"  {kind}, {told.number} times, seed {number}: {name} with the bytes of {kept}")
        print("    " + told.trace.strip().replace("\n", "\n    "), flush=True)


def main() -> None:
    """Run every room; status 1 where anything failed."""
    parser = argparse.ArgumentParser(description="Damaged inputs for every room that reads foreign files.")
    parser.add_argument("--count", type=int, default=10_000, help="inputs in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--pages", type=int, default=40, help="every so many inputs without errors are rendered to pages"
    )
    parser.add_argument("--only", default="", help="one room")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "pufa-mutate", help="where failing files are kept")  # fmt: skip
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="pufa-mutate-") as home:
        for room in rooms(Path(home), options.pages):
            if options.only in ("", room.name):
                begun = time.monotonic()
                drive(room, max(1, options.count * room.share // 100), options.seed)
                report(room, options.keep, options.seed, time.monotonic() - begun)
                failed += room.outcomes["FAILED"]
    print(f"{failed} failed")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
