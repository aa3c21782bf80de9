"""The published script over the published files: it agrees with every figure, and finds each one that somebody changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from sites import kit

from generator.base.artifacts import SiteInfo
from generator.figures import coverage as cov
from generator.figures.coverage import breakdown_catalogue
from generator.figures.indicators import indicator_catalogue
from generator.figures.opendata import Tables, artifacts, tables
from generator.schedule import occurrences
from tests.property.coverage_county import counties

SITE = SiteInfo("https://pufa.example/", "普法")
Row = dict[str, str]


def publish(made: Tables, folder: Path) -> cov.Coverage:
    """The files of `/data/` that the script reads, and the account that they came from."""
    account = cov.coverage(made)
    for artifact in (*artifacts(made, SITE), *cov.artifacts(account, made, SITE)):
        name = artifact.path.removeprefix("data/")
        if "/" not in name:
            (folder / name).write_bytes(artifact.data)
    return account


@contextmanager
def script(folder: Path) -> Iterator[tuple[object, list[tuple]]]:
    """What a sceptic has who runs `duckdb < coverage.sql` in the folder: the tables, and what differs."""
    import duckdb

    with duckdb.connect(config={"file_search_path": str(folder)}) as con:
        yield con, con.execute((folder / "coverage.sql").read_text("utf-8")).fetchall()


def difference(folder: Path) -> list[tuple]:
    with script(folder) as (_, found):
        return found


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[cov.Coverage, Path]:
    """The published files of the complete good site, on a day in the middle of it."""
    library = kit.library_of(kit.copy(kit.GOOD, tmp_path_factory.mktemp("good")))
    folder = tmp_path_factory.mktemp("data")
    return publish(tables(library, occurrences(library), kit.AS_OF), folder), folder


def test_nothing_differs_for_the_good_site_and_the_script_has_every_figure(good):
    account, folder = good
    with script(folder) as (con, found):
        assert found == []
        figures = {tuple(r[:6]): r[6:] for r in con.execute("SELECT * EXCLUDE records FROM figures").fetchall()}
    cells = [(m, c) for m in account.matrices() for row in m.rows for c in row if c.state == "figure"]
    assert len({m.indicator for m, _ in cells}) > 25, "the good site has something to say about most indicators"
    for m, c in cells:
        key = (m.indicator, m.campaign, m.per, c.unit, m.every, c.period)
        value, part, whole = figures.get(key, (0, None, None))
        assert (value, c.part) == (c.value, part if c.whole is not None else None), key
        assert whole in (None, c.whole if c.whole is not None else c.of), key


def named_alike(account: cov.Coverage, con: object) -> set[str]:
    """Hold what each cell says makes the part of its ratio against the script's views; the indicators that had any to name."""
    seen = set()
    for indicator in (i for i in indicator_catalogue().values() if i.chosen):
        rows = con.execute(f'SELECT scope, per, unit, every, period, chosen FROM "{indicator.id}"').fetchall()
        chosen = {tuple(row[:5]): set(row[5] or ()) for row in rows}
        for m in (m for m in account.matrices() if m.indicator == indicator.id):
            for c in (c for row in m.rows for c in row if c.state == "figure"):
                assert set(c.chosen) == chosen[m.campaign, m.per, c.unit, m.every, c.period]
                assert len(c.chosen) == c.part
                seen |= {indicator.id} if c.chosen else set()
    return seen


def test_the_script_names_the_same_records_as_the_pages(good):
    """Those that make the part of a ratio: the good site has some for two indicators, no launch and no series that count."""
    account, folder = good
    with script(folder) as (con, _):
        assert named_alike(account, con) == {"duties_share", "reporting_complete"}


@settings(max_examples=3, deadline=None, derandomize=True)
@given(counties())
def test_nothing_differs_for_any_county(tmp_path_factory, county):
    folder = tmp_path_factory.mktemp("data")
    account = publish(tables(*county), folder)
    with script(folder) as (con, found):
        assert found == []
        named_alike(account, con)


def tampered(folder: Path, name: str, change: object) -> tuple[Row, bytes]:
    """Change the first row of a file that `change` gives another form of; that row, and the file as it was."""
    file = folder / name
    before = file.read_bytes()
    rows = list(csv.DictReader(io.StringIO(before.decode("utf-8"), newline="")))
    at, new = next((n, told) for n, row in enumerate(rows) if (told := change(row)))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows([*rows[:at], *([new] if "gone" not in new else []), *rows[at + 1 :]])
    file.write_bytes(out.getvalue().encode())
    return rows[at], before


def other(column: str, value: str, **needed: str):
    """Another value in a column of the first row that has these words and a number there."""
    return lambda row: (
        {**row, column: value}
        if row[column] not in ("", value) and all(row[k] == v for k, v in needed.items())
        else None
    )


CHANGES = {
    "a count": other("value", "4711", indicator="events_held", per="township", state="figure"),
    "a count to nothing": other("value", "0", indicator="events_held", per="township", state="figure"),
    "a target's figure": lambda row: {**row, "value": "4711"} if row["at_least"] and row["value"] else None,
    "a share": other("value", "99.5", indicator="reporting_complete", state="figure"),
    "the part of a share": other("part", "4711", indicator="reporting_complete", state="figure"),
    "the whole of a share": other("whole", "4711", indicator="reporting_complete", state="figure"),
    "an index": other("value", "0.001", indicator="gini", state="figure"),
    "how many villages there are": other("of", "1", indicator="villages_reached", per="region"),
    "how many townships there are": other("of", "1", indicator="townships_reached"),
    "how many months there were": other("of", "1", indicator="months_active", state="figure", every="campaign"),
    "a figure to silence": lambda row: (
        {**row, "state": "silent", "value": "", "part": "", "whole": ""}
        if row["indicator"] == "events_held" and row["value"] not in ("", "0")
        else None
    ),
    "silence to a figure": lambda row: (
        {**row, "state": "figure", "value": "3"}
        if row["indicator"] == "events_held" and row["state"] == "silent"
        else None
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_figure_is_found_and_named(good, change):
    _, folder = good
    row, before = tampered(folder, "coverage.csv", change)
    try:
        assert [(d[0].removesuffix(".of"), d[1], d[3]) for d in difference(folder)] == [
            (row["matrix"], row["unit"], row["period"])
        ]
    finally:
        (folder / "coverage.csv").write_bytes(before)


@pytest.mark.parametrize("indicator", breakdown_catalogue())
@pytest.mark.parametrize("change", [{"value": "4711"}, {"gone": "yes"}], ids=["changed", "left out"])
def test_a_changed_item_of_a_breakdown_is_found_and_named(good, indicator, change):
    _, folder = good
    row, before = tampered(folder, "breakdown.csv", lambda r: {**r, **change} if r["indicator"] == indicator else None)
    try:
        (found,) = difference(folder)
        assert (found[0], found[1], found[3]) == (f"{indicator}.{row['item']}", row["unit"], row["period"])
    finally:
        (folder / "breakdown.csv").write_bytes(before)


def test_a_changed_record_changes_the_figures_that_rest_on_it(good):
    """Who changes an event and not the figures is found as well."""
    _, folder = good
    row, before = tampered(folder, "events.csv", other("status", "取消", status="已办"))
    try:
        named = {d[0].split(".")[0] for d in difference(folder)}
        assert "events_held" in named, row["id"]
    finally:
        (folder / "events.csv").write_bytes(before)
