"""The rollup of three counties: the same figures as on their own sites, summed without typing, silence kept visible."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.figures import coverage as cov
from generator.figures.coverage.publish import coverage_table
from generator.figures.indicators import indicator_catalogue
from generator.figures.opendata import tables
from generator.model import Library, Village
from tests.unit import rollup_kit as kit

Cell = dict[str, str]
SHOWN = ("state", "value", "of", "part", "whole", "launches", "running")


def read(path: Path) -> list[Cell]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def cells(rows: list[Cell], **wanted: str) -> dict[tuple[str, str, str, str], Cell]:
    return {
        (r["matrix"], r["unit"], r["period"], r["campaign"]): r
        for r in rows
        if all(r[key] == value for key, value in wanted.items())
    }


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published data of the three counties; nobody may change them."""
    return kit.quzhou(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def out(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rollup of all three."""
    target = tmp_path_factory.mktemp("rollup") / "out"
    done = kit.rolled(data, target)
    assert done.written
    assert [f for f in done.findings if f.rule.severity == "error"] == []
    return target


def close(one: str, other: str) -> bool:
    """Equal as text, or as numbers but for the last bits of a division."""
    if one == other:
        return True
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(one)))
    except ValueError:
        return False


@pytest.mark.parametrize("code", kit.QUZHOU)
def test_a_countys_figures_are_those_that_its_own_site_publishes(data: Path, out: Path, code: str) -> None:
    """Every indicator by year, with its parts and its state: the county's coverage.csv and the rollup's agree."""
    own = cells(read(data / code / "data/coverage.csv"), per="region", every="year", campaign="", at_least="")
    rolled = cells(read(out / "coverage.csv"), per="region", unit=code, every="year", campaign="", at_least="")
    assert {key[0].split(".")[0] for key in rolled} == {
        i.id for i in indicator_catalogue().values() if "region" in i.per and "year" in i.every
    }
    assert set(rolled) <= set(own)
    differing = [
        (key, column, own[key][column], cell[column])
        for key, cell in rolled.items()
        for column in SHOWN
        if not close(own[key][column], cell[column])
    ]
    assert differing == []


def merged() -> Library:
    """All three counties as one: every occurrence and site under an id of its own, villages as they are."""
    found = [kit.library(code, name, seed) for seed, (code, name) in enumerate(kit.QUZHOU.items(), 1)]
    base = found[0]
    region = replace(
        base.region, code="3308", name="衢州市", townships=tuple(t for f in found for t in f.region.townships)
    )
    renamed = [
        replace(e, id=f"{f.region.code}-{e.id}", site=f"{f.region.code}-{e.site}" if e.site else "") for f in found for e in f.events
    ]  # fmt: skip
    sites = [replace(s, id=f"{f.region.code}-{s.id}") for f in found for s in f.sites]
    campaign = replace(
        base.campaigns[0],
        tasks=tuple(t for f in found for t in f.campaigns[0].tasks),
        funding=tuple(m for f in found for m in f.campaigns[0].funding),
        zero_reports=tuple(z for f in found for z in f.campaigns[0].zero_reports),
    )
    looked = tuple(replace(i, item=f"{f.region.code}-{i.item}") for f in found for i in f.inspections)
    return Library(region, (campaign,), tuple(renamed), tuple(sites), inspections=looked)


def test_the_whole_is_what_one_site_with_all_the_records_would_say(out: Path) -> None:
    """The city as if its counties had kept one set of records: every indicator, every year, and all time where that is told."""
    library = merged()
    made = tables(library, kit.occurrences(library), kit.AS_OF)
    table = coverage_table(cov.coverage(made), made)
    own = {}
    for row in table.rows:
        cell = {c: "" if v is None else str(v).lower() if isinstance(v, bool) else str(v) for c, v in zip(table.columns, row, strict=True)}  # fmt: skip
        own[cell["matrix"], cell["unit"], cell["period"], cell["campaign"]] = cell
    rolled = cells(read(out / "coverage.csv"), per="region", unit="3308", at_least="")
    assert len(rolled) > 100
    differing = [
        (key, column, own[key][column], cell[column])
        for key, cell in rolled.items()
        for column in SHOWN
        if not close(own[key][column], cell[column])
    ]
    assert differing == []


def test_breakdowns_of_the_whole_are_the_sums_of_the_counties(data: Path, out: Path) -> None:
    """An audience's and a law's occurrences are added: no occurrence belongs to two counties."""
    rows = read(out / "breakdown.csv")
    whole = {(r["indicator"], r["period"], r["item"]): int(r["value"]) for r in rows if r["unit"] == "3308"}
    added: dict[tuple[str, str, str], int] = {}
    for code in kit.QUZHOU:
        for r in read(data / code / "data/breakdown.csv"):
            if r["per"] == "region" and r["every"] == "year" and not r["campaign"]:
                key = (r["indicator"], r["period"], r["item"])
                added[key] = added.get(key, 0) + int(r["value"])
    assert whole == added
    assert {name for name, _, _ in whole} == {"audience_events", "law_events"}


def test_a_county_that_did_not_publish_is_silent_and_stays_in_the_denominators(data: Path, tmp_path: Path) -> None:
    """Without 开化县: its row is 未报 for every indicator, rosters too, and its real townships are still counted in the N."""
    some = tmp_path / "some"
    for code in (kit.KECHENG, kit.JIANGSHAN):
        shutil.copytree(data / code, some / code)
    done = kit.rolled(some, tmp_path / "out")
    assert [m.code for m in done.members if m.silent] == [kit.KAIHUA]
    rows = read(tmp_path / "out/coverage.csv")
    silent = cells(rows, per="region", unit=kit.KAIHUA)
    assert {r["state"] for r in silent.values()} == {"silent"}
    assert {r["value"] for r in silent.values()} == {""}
    reached = cells(rows, matrix="townships_reached.region.year", period="2024")
    key = ("townships_reached.region.year", "{}", "2024", "")
    of = {unit: int(reached[key[0], unit, *key[2:]]["of"]) for unit in ("3308", kit.KECHENG, kit.JIANGSHAN, kit.KAIHUA)}
    assert of[kit.KAIHUA] == 14
    assert of["3308"] == of[kit.KECHENG] + of[kit.JIANGSHAN] + 14
    yearly = cells(rows, matrix="events_held.township.year", period="2024").values()
    townships = [r for r in yearly if r["unit"].startswith(kit.KAIHUA)]
    assert len(townships) == 14
    assert {r["state"] for r in townships} == {"silent"}
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert page.index("开化县</b>（330824）未报") < page.index("衢州市合计")


def test_targets_are_compared_where_all_counties_wrote_the_same(data: Path, out: Path, tmp_path: Path) -> None:
    """Three counties with the same two targets: each county is held against the first, each township against the second."""
    rows = read(out / "coverage.csv")
    for code in kit.QUZHOU:
        own = [r for r in read(data / code / "data/coverage.csv") if r["matrix"] == "bawu.events_held.region.year"]
        ours = [r for r in rows if r["matrix"] == "bawu.events_held.region.year" and r["unit"] == code]
        assert [(r["period"], r["met"], r["needed"], r["at_least"]) for r in ours] == [
            (r["period"], r["met"], r["needed"], r["at_least"]) for r in own
        ]
    assert {r["unit"] for r in rows if r["matrix"] == "bawu.events_held.region.year"} == set(kit.QUZHOU)
    other = kit.library(kit.KAIHUA, "开化县", 3, targets=(replace(kit.LAUNCHES, at_least=5), kit.EACH))
    kit.publish(shutil.copytree(data, tmp_path / "data"), other)
    done = kit.rolled(tmp_path / "data", tmp_path / "out")
    assert [f.code for f in done.findings] == ["R026"]
    matrices = {r["matrix"] for r in read(tmp_path / "out/coverage.csv")}
    assert "bawu.events_held.region.year" not in matrices
    assert "bawu.events_held.township.year" in matrices


def test_the_same_data_give_the_same_bytes_wherever_they_lie(data: Path, out: Path, tmp_path: Path) -> None:
    """Other folders, named in another order, some as whole sites and some as data folders: not a byte differs."""
    folders = [shutil.copytree(data / code / "data", tmp_path / f"x{code}") for code in reversed(kit.QUZHOU)]
    order = replace(kit.order(data, tmp_path / "out"), folders=tuple(folders))
    kit.roll_up(order, lambda _: None)
    names = sorted(p.name for p in out.iterdir())
    assert names == ["breakdown.csv", "coverage.csv", "coverage.json", "index.html", "members.csv", "rollup.css"]
    for name in names:
        assert (tmp_path / "out" / name).read_bytes() == (out / name).read_bytes(), name


def test_json_holds_the_cells_of_the_csv(out: Path) -> None:
    """Every cell once in each file, with the same state and value."""
    document = json.loads((out / "coverage.json").read_text("utf-8"))
    in_json = {
        (m["id"], c["unit"], c["period"]): (c["state"], c.get("value"))
        for m in document["matrices"]
        for c in m["cells"]
    }
    in_csv = {
        (r["matrix"], r["unit"], r["period"]): (r["state"], float(r["value"]) if r["value"] else None)
        for r in read(out / "coverage.csv")
    }
    assert in_json == in_csv
    assert [m["code"] for m in document["members"]] == sorted(kit.QUZHOU)


class Links(HTMLParser):
    """Every address of a page, and every id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.asked: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values: Mapping[str, str | None] = dict(attrs)
        self.ids |= {values["id"] or ""} if "id" in values else set()
        if tag == "a":
            self.found.append(values["href"] or "")
        elif values.get("src") or tag in ("script", "link", "img", "iframe"):
            self.asked.append(tag)


def county_links(links: Links) -> Iterator[tuple[str, str, str]]:
    for link in links.found:
        found = re.fullmatch(r"https://pufa(\d+)\.example\.gov\.cn/coverage/(\w+)/records/#(\w+)", link)
        if found:
            yield found[1], found[2], found[3]


def test_the_page_asks_nothing_of_anyone_and_every_figure_leads_to_its_records(out: Path) -> None:
    """No script or picture, and no style sheet but the one beside it; links to the counties' evidence; every anchor is there; definitions of every indicator."""
    text = (out / "index.html").read_text("utf-8")
    links = Links(text)
    assert links.asked == ["link"]
    assert '<link rel="stylesheet" href="rollup.css">' in text
    text += (out / "rollup.css").read_text("utf-8")
    assert "@import" not in text
    assert "url(" not in text
    assert {link[1:] for link in links.found if link.startswith("#")} <= links.ids
    places = set(county_links(links))
    figures = {
        (r["unit"], "all" if r["period"] == "all" else r["period"], r["indicator"])
        for r in read(out / "coverage.csv")
        if r["unit"] in kit.QUZHOU and r["state"] == "figure" and not r["campaign"] and not r["at_least"]
        and (r["every"] == "year" or "year" not in indicator_catalogue()[r["indicator"]].every)
    }  # fmt: skip
    assert places == figures
    assert {f"d-{i.id}" for i in indicator_catalogue().values() if "region" in i.per} <= links.ids


def test_foreign_names_cannot_write_into_the_page(tmp_path: Path) -> None:
    """Markup, formulas and control characters in another county's names come out as text."""
    library = kit.library(kit.KECHENG, "柯城区", 1)
    region = replace(library.region, name="=柯城<script>alert(1)</script>")
    townships = (replace(region.townships[0], name='<img src=x onerror="1">'), *region.townships[1:])
    region = replace(region, townships=townships)
    kit.publish(tmp_path / "data", replace(library, region=region))
    kit.rolled(tmp_path / "data", tmp_path / "out")
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    row = next(r for r in read(tmp_path / "out/members.csv") if r["code"] == kit.KECHENG)
    assert row["name"].startswith("'=")


def test_a_city_site_with_all_its_counties_stands_for_them(tmp_path: Path) -> None:
    """One site of the whole city: its counties are not silent but published with it, and the figures are the city's."""
    library = merged()
    kit.publish(tmp_path / "data", library)
    done = kit.rolled(tmp_path / "data", tmp_path / "out")
    assert {m.code: m.state for m in done.members} == {"3308": "published", **dict.fromkeys(kit.QUZHOU, "covered")}
    own = cells(read(tmp_path / "data/3308/data/coverage.csv"), per="region", every="year", campaign="", at_least="")
    rolled = cells(read(tmp_path / "out/coverage.csv"), per="region", every="year", campaign="")
    assert {key: [rolled[key][c] for c in SHOWN] for key in rolled} == {
        key: [own[key][c] for c in SHOWN] for key in rolled
    }


def test_the_command_says_what_it_did_and_touches_no_folder_of_others(data: Path, tmp_path: Path) -> None:
    """Exit status 0, the silent named, and a folder with somebody's files refused before anything is computed."""
    words = ["rollup", str(data), "--code", "3308", "--as-of", kit.AS_OF.isoformat()]
    said = CliRunner().invoke(main, [*words, "--out", str(tmp_path / "out")], catch_exceptions=False)
    assert said.exit_code == 0, said.output
    assert "已公布 3 个地区，未报 3 个：衢江区、常山县、龙游县。" in said.output
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "记录.txt").write_text("不要动", "utf-8")
    said = CliRunner().invoke(main, [*words, "--out", str(mine)], catch_exceptions=False)
    assert said.exit_code == 1
    assert "没有动它" in said.output
    assert "计算指标" not in said.output
    assert [p.name for p in mine.iterdir()] == ["记录.txt"]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_new_village_in_one_county_changes_only_that_county_and_above(data: Path, tmp_path: Path) -> None:
    """What one county publishes cannot change another's figures."""
    library = kit.library(kit.KECHENG, "柯城区", 1)
    first = library.region.townships[0]
    more = replace(first, villages=(*first.villages, Village(f"{first.code}-xin", "新村", first.code, law_savvy=9)))
    changed = replace(library, region=replace(library.region, townships=(more, *library.region.townships[1:])))
    kit.publish(shutil.copytree(data, tmp_path / "data"), changed)
    kit.rolled(data, tmp_path / "before")
    kit.rolled(tmp_path / "data", tmp_path / "after")
    before, after = (cells(read(tmp_path / name / "coverage.csv")) for name in ("before", "after"))
    assert {key[1] for key in before if before[key] != after[key]} == {kit.KECHENG, "3308"}


def test_a_later_day_of_the_rollup_leaves_what_a_county_has_not_said_open(data: Path, tmp_path: Path) -> None:
    """A year after the counties' day: told, and the year that nobody has published is 未报, not 0."""
    done = kit.rolled(data, tmp_path / "out", as_of=date(2027, 1, 15))
    assert {f.code for f in done.findings} == {"R024"}
    rows = cells(read(tmp_path / "out/coverage.csv"), matrix="events_held.region.year", period="2026")
    assert {r["state"] for r in rows.values()} == {"silent"}
