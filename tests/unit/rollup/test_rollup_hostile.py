"""What a folder of somebody else's can hold to break a rollup, or to make it read, wait or write where it should not."""

from __future__ import annotations

import csv
import io
import os
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.figures.opendata.schema import table_schema
from generator.rollup import Outcome, RollupFault, format_text, inbox, run
from generator.rollup.finding import Finding
from generator.rollup.members import expect, normal_code
from generator.rollup.run import Prepared
from generator.rollup.tables import BULK, NEEDED, OPTIONAL, SMALL
from tests.unit import rollup_kit as kit

pytestmark = pytest.mark.slow  # each reads three counties or more

BAD = kit.JIANGSHAN
CLEAN = (kit.KECHENG, kit.KAIHUA)
SECRET = "绝密标记"
TABLES = (*SMALL, *BULK)
Row = dict[str, str]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kit.quzhou(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def without_bad(published: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """The cells of the clean counties in a rollup to which the third has sent nothing."""
    room = tmp_path_factory.mktemp("clean")
    some = shutil.copytree(published, room / "data", ignore=shutil.ignore_patterns(BAD))
    kit.rolled(some, room / "out")
    return clean_cells(room / "out")


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "data")


def read(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def clean_cells(out: Path) -> list[Row]:
    return [r for r in read(out / "coverage.csv") if r["unit"] in CLEAN or r["unit"].startswith(CLEAN)]


def rewrite(path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    rows = change(list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""))))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode())


def without(path: Path, *columns: str) -> None:
    def change(rows: list[list[str]]) -> list[list[str]]:
        keep = [n for n, name in enumerate(rows[0]) if name not in columns]
        return [[row[n] for n in keep] for row in rows]

    rewrite(path, change)


def cell(path: Path, column: str, value: str, row: int = 1) -> None:
    def change(rows: list[list[str]]) -> list[list[str]]:
        rows[row][rows[0].index(column)] = value
        return rows

    rewrite(path, change)


class Crowd:
    """The clean counties, and one more for each thing that can be wrong: all are examined at once.

    Codes of the crowd begin with `below`; cases are told apart by them, so that each can be asserted by itself.
    """

    def __init__(self, data: Path, below: str = "339") -> None:
        self.root = data
        self.below = below
        self.cases: dict[str, tuple[object, ...]] = {}
        self._like = {t: (data / BAD / f"data/{t}.csv").read_bytes() for t in TABLES}

    def add(self, *case: object, name: str = "") -> Path:
        """Another county like the third, under a code of its own; gives its data folder."""
        code = f"{self.below}{len(self.cases) + 30:0{6 - len(self.below)}d}"
        assert len(code) == 6
        assert code not in kit.QUZHOU
        self.cases[code] = case
        folder = self.root / (name or code) / "data"
        folder.mkdir(parents=True)
        for table, content in self._like.items():
            (folder / f"{table}.csv").write_bytes(content.replace(BAD.encode(), code.encode()))
        return folder

    def examined(self, room: Path, *, counted: bool = False) -> tuple[dict[tuple[object, ...], str], Prepared]:
        """The state of every case, after the clean counties have been found in order."""
        expected, _ = expect("33", ",".join([*kit.QUZHOU, *self.cases]))
        counties, findings = run.gather((self.root,), expected, kit.AS_OF)
        room.mkdir()
        store = run.Store(room)
        try:
            done = run.prepare(store, expected, counties, findings, kit.AS_OF)
            if counted:
                run.count(store, done, run.DuckEngine(store))
        finally:
            store.close()
        sound(done.findings, self.root)
        return self._states(done), done

    def rolled(self, out: Path, members: Iterable[str]) -> tuple[dict[tuple[object, ...], str], Outcome]:
        """The same after a whole rollup, files and all."""
        done = kit.rolled(self.root, out, members=",".join(members))
        assert done.written
        sound(done.findings, self.root)
        return self._states(done), done

    def _states(self, done: Outcome | Prepared) -> dict[tuple[object, ...], str]:
        found = states(done)
        assert {found[code] for code in CLEAN} == {"published"}
        return {case: found[code] for code, case in self.cases.items() if code in found}


def states(done: Outcome | Prepared) -> dict[str, str]:
    return {m.code: m.state for m in done.members}


def sound(findings: tuple[Finding, ...], root: Path) -> None:
    """Every finding has Chinese words and a path that is there (or says that it is not), and none is of the unforeseen."""
    for f in findings:
        assert f.code != "R016", f
        assert any("\u4e00" <= c <= "\u9fff" for c in f.message)
        assert os.path.lexists(f.path) or f.code in ("R001", "R004", "R028", "R030"), f
    assert "\x1b" not in format_text(findings)
    assert "\u202e" not in format_text(findings)


def others_as_ever(data: Path, tmp_path: Path, clean: list[Row], *, refused: bool = True) -> Outcome:
    """Roll up: the two clean counties' cells are those of a run without the third, which is left out (or is not)."""
    done = kit.rolled(data, tmp_path / "out")
    assert done.written
    sound(done.findings, data)
    if refused:
        assert states(done)[BAD] in ("refused", "silent")
        assert any(f.rule.severity == "error" for f in done.findings)
    assert {states(done)[code] for code in CLEAN} == {"published"}
    assert clean_cells(tmp_path / "out") == clean
    return done


# --- columns -----------------------------------------------------------------------------------------------------------


def test_a_column_that_is_missing_costs_no_other_county_anything(data: Path, tmp_path: Path) -> None:
    """Every column, one by one: needed ones leave the county out with the file named, others count as empty."""
    crowd = Crowd(data)
    paths = {}
    for table in TABLES:
        for column in (c.name for c in table_schema(table).columns):
            paths[table, column] = crowd.add(table, column) / f"{table}.csv"
            without(paths[table, column], column)
    found, done = crowd.examined(tmp_path / "room", counted=True)
    assert found.keys() == paths.keys()
    errors = {f.path for f in done.findings if f.rule.severity == "error"}
    for (table, column), state in found.items():
        if column in NEEDED[table]:
            assert state in ("refused", "silent"), (table, column)
            assert str(paths[table, column]) in errors, (table, column)
        else:
            assert state == "published", (table, column)


def test_a_table_with_nothing_but_what_is_needed_can_be_counted(
    data: Path, tmp_path: Path, without_bad: list[Row]
) -> None:
    """All optional columns of a table gone at once: figures of that county without them, figures of the others as ever."""
    crowd = Crowd(data, "3308")
    for table in TABLES:
        path = crowd.add(table) / f"{table}.csv"
        without(path, *(c.name for c in table_schema(table).columns if c.name not in NEEDED[table]))
    found, _ = crowd.rolled(tmp_path / "out", [*kit.QUZHOU, *crowd.cases])
    assert found == {(table,): "published" for table in TABLES}
    assert clean_cells(tmp_path / "out") == without_bad


def reordered(rows: list[list[str]]) -> list[list[str]]:
    return [list(reversed(row)) for row in rows]


def renamed(rows: list[list[str]]) -> list[list[str]]:
    return [[f"{name}'; DROP TABLE events; --" for name in rows[0]], *rows[1:]]


def doubled(rows: list[list[str]]) -> list[list[str]]:
    return [[*row, row[0]] for row in rows]


def shouting(rows: list[list[str]]) -> list[list[str]]:
    return [[*(row), row[0].upper() if n == 0 else "x"] for n, row in enumerate(rows)]


def test_columns_in_another_order_under_other_names_or_twice(data: Path, tmp_path: Path) -> None:
    """Order means nothing; a foreign name is no SQL; one that differs only in its capitals is only one too many."""
    changes = {reordered: "published", renamed: "refused", doubled: "refused", shouting: "published"}
    crowd = Crowd(data)
    for change in changes:
        for table in BULK:
            rewrite(crowd.add(change, table) / f"{table}.csv", change)
    found, _ = crowd.examined(tmp_path / "room")
    assert found == {(change, table): state for change, state in changes.items() for table in BULK}


# --- bytes -------------------------------------------------------------------------------------------------------------


def _first_line(data: bytes) -> bytes:
    return data[: data.index(b"\n") + 1]


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "only a BOM": lambda _: b"\xef\xbb\xbf",
    "only line ends": lambda _: b"\r\n\r\n\n",
    "inside the head": lambda d: d[:3],
    "inside quotes": lambda d: _first_line(d) + b'"half',
    "inside a character": lambda d: _first_line(d) + "江".encode()[:2],
    "inside a row": lambda d: d.rstrip()[:-1].rsplit(b",", 1)[0],
    "NUL": lambda d: d.replace(b",", b",\0", 9),
    "only NUL": lambda d: b"\0" * len(d),
    "UTF-16": lambda d: d.decode().encode("utf-16"),
    "GB18030": lambda d: (d.decode() + "江山").encode("gb18030"),
    "CR only": lambda d: d.replace(b"\r\n", b"\r"),
    "blank first": lambda d: b"\r\n" + d,
    "blank below the head": lambda d: _first_line(d) + b"\r\n\r\n" + d[len(_first_line(d)) :],
    "HTML": lambda _: "<!DOCTYPE html><title>404 没有找到</title>".encode(),
    "zip": lambda _: b"PK\x03\x04" + bytes(range(256)) * 9,
    "gzip": lambda _: b"\x1f\x8b\x08" + bytes(range(256)) * 9,
    "quotes": lambda d: d.replace(b",", b'",', 7),
    "surrogates": lambda d: d.replace(b",", b"\xed\xa0\x80,", 5),
}


NOTHING_LEFT = {
    "empty",
    "only a BOM",
    "UTF-16",
    "HTML",
    "zip",
    "gzip",
    "only NUL",
    "inside quotes",
    "inside a character",
}


def test_bytes_that_are_no_table_leave_out_one_county(data: Path, tmp_path: Path) -> None:
    """Whatever is left of a file, of each table in turn: no crash, and the others are published."""
    crowd = Crowd(data)
    paths = {(how, table): crowd.add(how, table) / f"{table}.csv" for how in BYTES for table in TABLES}
    for (how, _), path in paths.items():
        path.write_bytes(BYTES[how](path.read_bytes()))
    found, done = crowd.examined(tmp_path / "room")
    assert found.keys() == paths.keys()
    told = {f.path for f in done.findings}
    for (how, table), state in found.items():
        if how in NOTHING_LEFT:
            assert state in ("refused", "silent"), (how, table)
            assert str(paths[how, table]) in told, (how, table)


def test_a_line_of_many_megabytes_and_a_million_columns_are_told(data: Path, tmp_path: Path) -> None:
    crowd = Crowd(data)
    for table in ("region", "campaigns", "events", "villages"):
        head = _first_line((data / BAD / f"data/{table}.csv").read_bytes())
        for number, content in enumerate(
            (head + b"x" * (40 << 20), b"x" * (40 << 20), b"a," * 1_000_000, head + b"," * 1_000_000)
        ):
            (crowd.add(table, number) / f"{table}.csv").write_bytes(content)
    found, _ = crowd.examined(tmp_path / "room")
    assert len(found) == 16
    for case, state in found.items():
        assert state in ("refused", "silent"), case


def test_a_file_beyond_the_limit_is_not_read(data: Path, tmp_path: Path) -> None:
    """Sparse files of a terabyte cost nothing and are told with their size."""
    for table, limit in (("events", "512 MB"), ("campaigns", "32 MB"), ("region", "32 MB")):
        path = data / BAD / f"data/{table}.csv"
        os.truncate(path, 1 << 40)
        done = kit.examined(data, tmp_path / f"room-{table}")
        assert any(f.code == "R015" and limit in f.message and f.path == str(path) for f in done.findings)
        assert {states(done)[code] for code in CLEAN} == {"published"}


# --- values ------------------------------------------------------------------------------------------------------------

NUMBERS = ["NaN", "inf", "-inf", "1e400", "-0", "１２", "1_000", "0x10", "9" * 30, "1e18", " 7 ", "1,5"]
DAYS = [
    "0000-00-00",
    "9999-12-31",
    "infinity",
    "-infinity",
    "epoch",
    "290000-01-01",
    "2024-02-30",
    "4714-11-24 (BC)",
    "２０２４-01-01",
]
WORDS = [
    "'; DROP TABLE events; --",
    'a"b',
    "a\nb",
    "a;b;c",
    "\x1b[31m红",
    "\u202e反",
    "<script>alert(1)</script>",
    "=1+1",
    "",
    "x" * 5000,
    "\0",
]
CODES = [
    "110101001",
    kit.KECHENG + "101",
    "33088110A",
    "3308",
    "330881101330881101",
    "３３０８８１１０１",
    "",
    "00",
    "330881",
]
PLACES = ("code", "township", "townships", "village")
VALUES = {"integer": NUMBERS, "number": NUMBERS, "date": DAYS, "boolean": ["maybe", "TRUE", "t", "2", "是", ""]}


TOGETHER = (
    ("events",), ("townships", "sites"), ("villages", "tasks"), ("targets", "funding", "inspections"),
    ("region", "campaigns", "zero_reports", "events_townships", "events_audiences", "events_laws"),
)  # fmt: skip
"""Tables whose counties make one crowd of some three hundred."""


def test_every_table_is_tried_with_odd_values() -> None:
    assert sorted(t for tables in TOGETHER for t in tables) == sorted(TABLES)


@pytest.mark.parametrize("tables", TOGETHER, ids="+".join)
def test_odd_values_of_every_column_are_findings_or_harmless(
    data: Path, tmp_path: Path, tables: tuple[str, ...]
) -> None:
    """Every kind of odd value in every column, one county a value: nothing but that county suffers, and all can be counted."""
    crowd = Crowd(data)
    for table in tables:
        for column in table_schema(table).columns:
            values = [*VALUES.get(column.kind, WORDS), *(CODES if column.name in PLACES else ())]
            for value in values if (table, column.name) != ("region", "code") else ():
                cell(crowd.add(table, column.name, value) / f"{table}.csv", column.name, value)
    crowd.examined(tmp_path / "room", counted=True)


def test_a_countys_code_may_be_anything(data: Path, tmp_path: Path) -> None:
    """Another province's, the rollup's own, another county's, letters: a finding at most for the two that claim it."""
    odd = [*CODES, *WORDS, "3308", "00", "0000", "000000", "330800", "330000"]
    rounds: list[
        dict[str | None, str]
    ] = []  # codes that mean the same are tried one after the other: two would be twins
    for code in dict.fromkeys(odd):
        meaning = "3308" if code == BAD else normal_code(code) or code.strip()
        (free := next((r for r in rounds if meaning not in r), {}))[meaning] = code
        if len(free) == 1:
            rounds.append(free)
    assert sum(map(len, rounds)) == len(set(odd))
    for number, codes in enumerate(rounds):
        root = shutil.copytree(data, tmp_path / f"data{number}")
        crowd = Crowd(root, "3308")
        city = "3308" in codes.values()
        for code in codes.values():  # the city publishes for the third county, whose townships it has
            cell((root / BAD / "data" if code == "3308" else crowd.add(code)) / "region.csv", "code", code)
        if not city:
            shutil.rmtree(root / BAD)
        _, done = crowd.rolled(tmp_path / f"out{number}", kit.QUZHOU)
        assert states(done)[BAD] == ("covered" if city else "published" if BAD in codes.values() else "silent"), codes


def test_a_county_cannot_speak_for_anothers_townships(data: Path, tmp_path: Path, without_bad: list[Row]) -> None:
    """Money, zero reports, checks and villages that it writes for another county's township leave itself out."""
    theirs = f"{kit.KECHENG}101"
    tables = ("zero_reports", "funding", "inspections", "villages", "sites", "events_townships")
    crowd = Crowd(data, "3308")
    for table in tables:
        cell(crowd.add(table) / f"{table}.csv", "township", theirs)
    found, done = crowd.rolled(tmp_path / "out", [*kit.QUZHOU, *crowd.cases])
    assert found == {(table,): "refused" for table in tables}
    for code, case in crowd.cases.items():
        assert any(f.code == "R013" and theirs in f.message and f.region == code for f in done.findings), case
    assert clean_cells(tmp_path / "out") == without_bad


def test_a_citys_villages_cannot_take_a_countys_events(data: Path, tmp_path: Path, without_bad: list[Row]) -> None:
    """A site of the whole city that lists villages under a county's ids changes nothing in that county."""
    kit.publish(data, replaced_code(kit.library("330899", "市本级", 9), "3308"))
    villages = data / "3308/data/villages.csv"
    names = [r["id"] for r in read(data / kit.KECHENG / "data/villages.csv")]
    for number, name in enumerate(names[: len(read(villages))], 1):
        cell(villages, "id", name, number)
    done = kit.rolled(data, tmp_path / "after")
    assert states(done)["3308"] == "published"
    assert clean_cells(tmp_path / "after") == without_bad


def replaced_code(library: kit.Library, code: str) -> kit.Library:
    return replace(library, region=replace(library.region, code=code))


def test_campaigns_without_a_name_or_by_the_thousand_are_told(data: Path, tmp_path: Path) -> None:
    """An empty id would stand for all campaigns together; a hundred thousand rows take no time."""
    for code in (BAD, kit.KECHENG):
        cell(data / code / "data/campaigns.csv", "id", "")
    path = data / kit.KAIHUA / "data/campaigns.csv"
    row = path.read_bytes().splitlines()[1].split(b",", 1)[1]
    path.write_bytes(path.read_bytes() + b"".join(b"c%d,%s\r\n" % (n, row) for n in range(100_000)))
    done = kit.examined(data, tmp_path / "room")
    assert {(f.region, f.code) for f in done.findings} >= {(BAD, "R006"), (kit.KECHENG, "R006"), (kit.KAIHUA, "R015")}


def test_targets_with_words_that_nobody_knows_are_passed_over(
    data: Path, tmp_path: Path, without_bad: list[Row]
) -> None:
    """Unknown indicators, levels and cycles, in two counties alike."""
    for column in ("indicator", "per", "every"):
        for code in (BAD, kit.KECHENG):
            cell(data / code / "data/targets.csv", column, "'; --", 1 if column != "every" else 2)
    done = kit.rolled(data, tmp_path / "out")
    sound(done.findings, data)
    general = [r for r in clean_cells(tmp_path / "out") if not r["at_least"]]
    assert general == [r for r in without_bad if not r["at_least"]]


def test_foreign_words_are_text_on_the_page_in_the_table_and_on_the_screen(data: Path, tmp_path: Path) -> None:
    """Names and addresses with markup, control and direction characters; the folder's own name too."""
    evil = "<script>x</script>\x1b[31m\u202e\u2028'\""
    cell(data / BAD / "data/region.csv", "name", evil)
    cell(data / BAD / "data/region.csv", "url", "javascript:alert(1)")
    cell(data / BAD / "data/campaigns.csv", "title", evil)
    cell(data / BAD / "data/townships.csv", "name", evil)
    cell(data / BAD / "data/targets.csv", "basis", evil)
    cell(data / BAD / "data/events_laws.csv", "law", evil[:30])
    (data / BAD).rename(data / "<b>\x1b[1m\u202e\n县")
    members = tmp_path / "名单.txt"
    members.write_text("330802 <i>柯城\x1b[5m\u202e\n330881\n330824\n", "utf-8")
    words = ["rollup", str(data), "--code", "3308", "--as-of", "2025-09-30", "--out", str(tmp_path / "out"), "--members", str(members)]  # fmt: skip
    said = CliRunner().invoke(main, words, catch_exceptions=False)
    texts = {p.name: p.read_text("utf-8") for p in (tmp_path / "out").iterdir()} | {"screen": said.output}
    for name, text in texts.items():
        assert "\x1b" not in text, name
        assert "\u202e" not in text, name
    assert "<script>x" not in texts["index.html"]
    assert 'href="javascript:' not in texts["index.html"]
    assert "<b>" not in texts["index.html"].split("R023")[-1].split("</")[0]


def test_days_of_other_centuries(data: Path, tmp_path: Path) -> None:
    """A county whose day lies far off is told, or refused where it is no day of ours."""
    for number, (day, state) in enumerate(
        (("2099-01-01", "published"), ("1990-01-01", "published"), ("9999-12-31", "silent"))
    ):
        cell(data / BAD / "data/region.csv", "as_of", day)
        done = kit.examined(data, tmp_path / f"room{number}")
        sound(done.findings, data)
        assert states(done)[BAD] == state


# --- what is no file ---------------------------------------------------------------------------------------------------


def link(path: Path, elsewhere: Path) -> None:
    path.unlink()
    path.symlink_to(elsewhere)


def folder(path: Path, elsewhere: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path, elsewhere: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def unix_socket(path: Path, elsewhere: Path) -> None:
    path.unlink()
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(path.parent)  # names of sockets are short
        try:
            server.bind(path.name)
        finally:
            os.chdir(here)


def device(path: Path, elsewhere: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def loop(path: Path, elsewhere: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def inner_link(path: Path, elsewhere: Path) -> None:
    """A link to a file of the same folder is no file either."""
    path.rename(path.with_name("inner.csv"))
    path.symlink_to("inner.csv")


def test_what_is_no_plain_file_is_never_opened(data: Path, tmp_path: Path) -> None:
    """Links inside and outside, folders, pipes, sockets, devices: told with the file, and nothing waits for ever."""
    crowd = Crowd(data)
    paths = {}
    for make in (link, folder, pipe, unix_socket, device, loop, inner_link):
        for table in ("region", "targets", "townships", "events"):
            path = paths[make, table] = crowd.add(make, table) / f"{table}.csv"
            outside = tmp_path / f"outside-{make.__name__}-{table}.csv"
            outside.write_bytes(path.read_bytes().replace("江山".encode(), SECRET.encode()))
            make(path, outside)
    found, done = crowd.examined(tmp_path / "room")
    assert found.keys() == paths.keys()
    for case, state in found.items():
        assert [f.code for f in done.findings if f.path == str(paths[case])] == ["R014"], case
        assert state in ("refused", "silent"), case
    assert SECRET not in format_text(done.findings)


def test_links_below_a_folder_are_not_followed_and_one_on_the_command_line_is(
    data: Path, tmp_path: Path, without_bad: list[Row]
) -> None:
    """A county's data folder that is a link, and a loop: told and passed over. What the user names is the user's word."""
    outside = shutil.move(data / BAD / "data", tmp_path / "outside")
    (data / BAD / "data").symlink_to(outside, target_is_directory=True)
    (data / "环").symlink_to(data, target_is_directory=True)
    done = kit.rolled(data, tmp_path / "out")
    assert [(f.code, f.path) for f in done.findings] == [("R029", str(data)), ("R029", str(data / BAD))]
    assert states(done)[BAD] == "silent"
    assert clean_cells(tmp_path / "out") == without_bad
    own = kit.order(data, tmp_path / "out2")
    named = replace(own, folders=(*own.folders, data / BAD / "data"))
    assert states(run.roll_up(named, lambda _: None))[BAD] == "published"


NAMES = ("[ab]", "a*b", "?", "it's", 'qu"ote', "new\nline", "{a,b}", "back\\slash", "per%cent", "%s{}", "~", "江 山", b"\xff\xfe".decode("utf-8", "surrogateescape"))  # fmt: skip


def test_any_name_of_a_folder_is_a_name(data: Path, tmp_path: Path) -> None:
    """Characters that DuckDB takes for patterns, quotes, line breaks, bytes that are no UTF-8: that very folder is read.

    A county in a folder of each name, all beside one another and beside what [ab] and ? would find; written below all of them.
    """
    crowd = Crowd(data, "3308")
    room = tmp_path / "room"
    for name in ("a", *NAMES):
        crowd.add(name, name=name)
        room /= f"in {name}"
    room.mkdir(parents=True)
    found, _ = crowd.rolled(room / "out", [*kit.QUZHOU, *crowd.cases])
    assert found == {(name,): "published" for name in ("a", *NAMES)}
    cells: dict[str, dict[tuple[str, str], str]] = {}
    for r in read(room / "out/coverage.csv"):
        cells.setdefault(r["unit"], {})[r["matrix"], r["period"]] = r["value"]
    (plain, *others) = crowd.cases
    assert cells[plain]["participants.region.year", "2024"]
    for code in others:
        assert cells[code] == cells[plain], crowd.cases[code]


def test_deep_and_wide_folders_end(data: Path, tmp_path: Path) -> None:
    """What lies deeper than anyone would put it is not searched; ten thousand empty folders take a moment."""
    deep = data
    for _ in range(200):
        deep /= "d"
    deep.mkdir(parents=True)
    for number in range(10_000):
        (data / f"w{number}").mkdir()
    done = kit.examined(data, tmp_path / "room")
    assert done.findings == ()


def test_a_folder_that_goes_away_while_it_is_read(
    data: Path, tmp_path: Path, without_bad: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleted between the first look and the loading: a finding for that county."""

    def then_gone(counties: object, *rest: object) -> object:
        shutil.rmtree(data / BAD)
        return before(counties, *rest)

    before = run.Store.load
    monkeypatch.setattr(run.Store, "load", then_gone)
    done = kit.rolled(data, tmp_path / "out")
    assert {(f.code, f.region) for f in done.findings} == {("R003", BAD)}
    assert clean_cells(tmp_path / "out") == without_bad


def test_a_failure_that_nobody_foresaw_costs_only_its_county(
    data: Path, tmp_path: Path, without_bad: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it comes from: the county is found, told and left out; the others are summed."""

    def failing(store: run.Store, prepared: Prepared, engine: object) -> object:
        if BAD in prepared.counties:
            store.rows("SELECT CAST('x' AS INTEGER)")
        return before(store, prepared, engine)

    before = run.count
    monkeypatch.setattr(run, "count", failing)
    done = kit.rolled(data, tmp_path / "out")
    assert [(f.code, f.region, f.path) for f in done.findings] == [("R016", BAD, str(data / BAD / "data"))]
    assert states(done)[BAD] == "refused"
    assert clean_cells(tmp_path / "out") == without_bad


def test_a_failure_of_everything_is_a_sentence(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(run, "plan", failing)
    with pytest.raises(RollupFault, match="维护人员"):
        kit.rolled(data, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


# --- the list of members and the folder of the result ------------------------------------------------------------------


def lists(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    for name, content in (
        ("binary", bytes(range(256)) * 40), ("huge", b"330802 a\n" * 2_000_000), ("bad lines", b"x\n" * 500_000),
        ("spaces", b"330802" + b" " * 200_000 + b"\x01x\n"), ("nul", b"330802\0\n"), ("wide", "３３０８０２\n".encode()),
    ):  # fmt: skip
        path = tmp_path / f"{name}.txt"
        path.write_bytes(content)
        yield name, path
    (tmp_path / "folder.txt").mkdir()
    yield "folder", tmp_path / "folder.txt"
    os.mkfifo(tmp_path / "pipe.txt")
    yield "pipe", tmp_path / "pipe.txt"
    yield "device", Path("/dev/zero")
    yield "long", tmp_path / ("x" * 5000)


def test_a_list_that_is_none_is_told_at_once(data: Path, tmp_path: Path) -> None:
    """Noise, a huge file, a folder, a pipe, a device: R030, and nothing hangs."""
    for name, path in lists(tmp_path):
        done = kit.rolled(data, tmp_path / "out", members=str(path))
        if name != "spaces":
            assert {f.code for f in done.findings} == {"R030"}, name
            assert len(done.findings) <= 7
            assert not done.written


def test_a_city_and_its_county_may_both_be_expected(data: Path, tmp_path: Path) -> None:
    done = kit.rolled(data, tmp_path / "out", members="3308,330803,330881")
    assert done.written
    sound(done.findings, data)


OUTS: dict[str, Callable[[Path, Path], Path]] = {
    "a county's data": lambda data, _: data / BAD / "data",
    "inside a county's data": lambda data, _: data / BAD / "data/汇总",
    "inside a county's site": lambda data, _: data / BAD / "汇总",
    "a county's site": lambda data, _: data / BAD,
    "the folder given": lambda data, _: data,
    "a folder around": lambda _, room: room,
    "a link": lambda _, room: room / "link",
    "a dangling link": lambda _, room: room / "dangling",
    "a file": lambda _, room: room / "file",
    "below a file": lambda _, room: room / "file/below",
    "here": lambda *_: Path(),
    "here by name": lambda *_: Path.cwd(),
    "by a roundabout way": lambda data, _: data / "x/../330881/data/汇总",
    "marked as ours": lambda _, room: room / "marked",
    "a folder for a file": lambda _, room: room / "folders",
    "too long": lambda _, room: room / ("x" * 300),
}


@pytest.mark.parametrize("name", OUTS)
def test_a_place_that_is_not_ours_is_refused_before_anything_is_written(data: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Counties' folders, links, files, the folder one is in, a folder with a planted members.csv: a sentence, and no change."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file").write_text("我的", "utf-8")
    for folder in ("marked", "folders/index.html"):
        (tmp_path / folder).mkdir(parents=True)
    for planted in (tmp_path / "marked", tmp_path / "folders", data / BAD):
        (planted / "members.csv").write_text("", "utf-8")
    (tmp_path / "marked/我的记录.txt").write_text("不要动", "utf-8")
    before = sorted(str(p) for p in tmp_path.rglob("*"))
    with pytest.raises(RollupFault, match="--out"):
        kit.rolled(data, OUTS[name](data, tmp_path))
    assert sorted(str(p) for p in tmp_path.rglob("*")) == before


def test_a_new_folder_beside_the_counties_may_be_written_and_written_again(data: Path, tmp_path: Path) -> None:
    """The obvious place is allowed, and the second run replaces the first's files and nothing else."""
    for _ in range(2):
        assert kit.rolled(data, data / "汇总").written
    assert sorted(p.name for p in (data / "汇总").iterdir()) == sorted(run.target.FILES)


def test_nothing_beside_the_folders_is_opened(data: Path, tmp_path: Path) -> None:
    """Once the tables are loaded DuckDB itself may open nothing more: SQL in a cell could not make it."""
    (tmp_path / "room").mkdir()
    store = run.Store(tmp_path / "room")
    outside = tmp_path / "outside.csv"
    outside.write_text(SECRET, "utf-8")
    try:
        store.load(())
        with pytest.raises(Exception, match="Permission"):
            store.rows(f"SELECT * FROM read_csv('{outside}')")
        with pytest.raises(Exception, match="Permission"):
            store.run(f"COPY (SELECT 1) TO '{tmp_path / 'written.csv'}'")
    finally:
        store.close()


def test_files_are_copied_where_the_system_cannot_name_open_ones(
    data: Path, tmp_path: Path, without_bad: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows and macOS, and more counties than files may be open: the same figures, and nothing is left behind."""
    monkeypatch.setattr(inbox, "_BY_NUMBER", "/nowhere/")
    (data / BAD / "data/events.csv").write_bytes(b"id\r\n")
    others_as_ever(data, tmp_path, without_bad)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "out"]


def test_optional_tables_may_be_absent_and_no_others(data: Path, tmp_path: Path) -> None:
    crowd = Crowd(data)
    for table in TABLES[1:]:
        (crowd.add(table) / f"{table}.csv").unlink()
    found, _ = crowd.examined(tmp_path / "room")
    assert found == {(table,): "published" if table in OPTIONAL else "refused" for table in TABLES[1:]}


def test_the_day_of_the_account_may_be_any(data: Path, tmp_path: Path) -> None:
    for number, day in enumerate((date(1986, 1, 1), date(2100, 12, 31))):
        done = kit.rolled(data, tmp_path / f"out{number}", as_of=day)
        sound(done.findings, data)
