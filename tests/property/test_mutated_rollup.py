"""Whatever happens to one county's folder, a rollup ends with findings and the other counties' figures stay what they were."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutated

from generator.rollup import Outcome
from generator.rollup.rules import RULES
from generator.rollup.tables import BULK, SMALL
from tests.unit import rollup_kit as kit

BAD = kit.JIANGSHAN
CLEAN = (kit.KECHENG, kit.KAIHUA)
MARKER = "不该读到的标记"
TABLES = (*SMALL, *BULK)
CALM = settings(
    max_examples=4,  # of five counties or more each
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=True,
)
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Accident:
    """What happens to a table of a county: other bytes, or none, or a link in its place."""

    table: str
    data: bytes | None
    linked: bool = False

    def of(self, code: str) -> Accident:
        """The same of another county's table."""
        return replace(self, data=self.data and self.data.replace(BAD.encode(), code.encode()))

    def __call__(self, folder: Path, outside: Path) -> None:
        file = folder / f"{self.table}.csv"
        file.unlink(missing_ok=True)
        if self.linked:
            file.symlink_to(outside)
        elif self.data is not None:
            file.write_bytes(self.data)


def cells(out: Path) -> dict[Key, dict[str, str]]:
    """The clean counties' own rows: every indicator by year and for all time, without what several counties have in common."""
    rows = csv.DictReader(io.StringIO((out / "coverage.csv").read_text("utf-8"), newline=""))
    return {
        (r["matrix"], r["unit"], r["period"]): r
        for r in rows
        if r["unit"].startswith(CLEAN) and not r["campaign"]
    }  # fmt: skip


@st.composite
def accidents(draw: st.DrawFn, folder: Path, other: Path) -> Accident:
    """What happens to one table of the county in `folder`: to its bytes, or to its shape. Gives the deed."""
    table = draw(st.sampled_from(TABLES))
    path = folder / f"{table}.csv"
    whole = path.read_bytes()
    kind = draw(st.sampled_from(["bytes", "bytes", "bytes", "column", "rename", "swap", "cut", "link", "gone"]))
    if kind == "bytes":
        return Accident(table, draw(mutated(whole)))
    if kind == "cut":
        return Accident(table, whole[: draw(st.integers(0, len(whole)))])
    if kind == "swap":
        return Accident(table, (other / f"{draw(st.sampled_from([table, *TABLES]))}.csv").read_bytes())
    if kind in ("column", "rename"):
        rows = list(csv.reader(io.StringIO(whole.decode(), newline="")))
        place = draw(st.integers(0, len(rows[0]) - 1))
        if kind == "column":
            rows = [row[:place] + row[place + 1 :] for row in rows]
        else:
            rows[0][place] = draw(st.sampled_from(["", "x", rows[0][0], rows[0][place].upper(), "c0", "region"]))
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        return Accident(table, text.getvalue().encode())
    return Accident(table, None, linked=kind == "link")


class Room:
    """Three published counties, the figures of a clean run, and a file outside that nobody may read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = kit.quzhou(root / "data")
        self.bad = self.data / BAD / "data"
        self.other = self.data / kit.KECHENG / "data"
        self.outside = root / "outside.csv"
        self.outside.write_text(f"code,name,as_of\n{BAD},{MARKER},2025-09-30\n", "utf-8")
        kit.rolled(self.data, root / "clean")
        self.clean = cells(root / "clean")

    def survive(self, *counties: Sequence[Accident]) -> Outcome:
        """Another county like the damaged one for each of these, roll up, hold what came of it against the clean run.

        A rollup costs the same whatever happens in it, so many counties have their accidents in one; each is asserted by itself.
        """
        spare = Path(tempfile.mkdtemp(dir=self.root))
        shutil.copytree(self.data, spare / "data")
        shutil.rmtree(spare / "data" / BAD)
        rows = {}
        try:
            for number, deeds in enumerate(counties):
                code = f"3308{number + 30}"
                folder = spare / "data" / code / "data"
                folder.mkdir(parents=True)
                for table in TABLES:
                    whole = (self.bad / f"{table}.csv").read_bytes()
                    (folder / f"{table}.csv").write_bytes(whole.replace(BAD.encode(), code.encode()))
                for deed in deeds:
                    deed.of(code)(folder, self.outside)
                rows[code] = folder / "events.csv"
            done = kit.rolled(spare / "data", spare / "out", members=",".join([*CLEAN, *rows]))
            self._hold(done, spare / "out", rows)
            return done
        finally:
            shutil.rmtree(spare)

    def _hold(self, done: Outcome, out: Path, events: Mapping[str, Path]) -> None:
        for f in done.findings:
            assert f.code in RULES
            assert f.code != "R016", f
            assert any("\u4e00" <= c <= "\u9fff" for c in f.message), f
            assert os.path.lexists(f.path) or f.code in ("R004", "R028"), f
        assert done.written
        states = {m.code: m.state for m in done.members}
        claimed = {f.region for f in done.findings if f.code in ("R008", "R009")}
        same = [code for code in CLEAN if code not in claimed]
        assert {states[code] for code in same} == {"published"}
        now = cells(out)
        assert {k: v for k, v in self.clean.items() if k[1].startswith(tuple(same)) and now[k] != v} == {}
        for path in out.iterdir():
            assert MARKER not in path.read_text("utf-8"), path
        for member in done.members:
            if member.code in events and member.state == "published":
                assert member.numbers.events == _rows(events[member.code]), member.code


def _rows(path: Path) -> int:
    """The rows of a table as Python's own reader counts them."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return sum(bool(row) for row in csv.reader(stream)) - 1


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return Room(tmp_path_factory.mktemp("rollup"))


@given(data=st.data())
@CALM
def test_one_county_damaged_costs_no_other_a_figure(room: Room, data: st.DataObject) -> None:
    """Bytes, columns, whole tables, one to three accidents in a county's folder, in some counties at once."""
    one = accidents(room.bad, room.other)
    room.survive(*data.draw(st.lists(st.lists(one, min_size=1, max_size=3), min_size=5, max_size=12)))


def test_half_a_file_is_never_taken_for_a_whole_one(room: Room) -> None:
    """Cut at many places, inside quotes, characters, cells and rows: left out, or every row that is left is counted."""
    cuts = []
    for table in ("events", "events_townships", "townships"):
        whole = (room.bad / f"{table}.csv").read_bytes()
        cuts += [[Accident(table, whole[:at])] for at in range(0, len(whole), max(1, len(whole) // 6))]
    assert len(cuts) > 18
    room.survive(*cuts)
