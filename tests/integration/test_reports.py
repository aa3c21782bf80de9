"""`pufa report` as an officer runs it, and its files as another office program shows them."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NoReturn

import docx
import pytest
from click.testing import CliRunner

from generator.base.cache import Cache
from generator.cli import main
from generator.figures.coverage.publish import coverage_table
from generator.gather.settings import Settings, settings_of
from generator.pipeline import derive, prepare
from generator.reports.compose import compose
from generator.reports.document import Document, Grid, Paragraph, Section
from generator.reports.request import Wish, understand
from generator.reports.sheets import sheets
from generator.reports.voice import Lookup, Voice
from generator.reports.word import word_bytes
from generator.reports.workbook import workbook_bytes
from generator.world import World
from tests.integration import whole

MM = 72 / 25.4
AS_OF = ("--as-of", whole.AS_OF)
DAY = date.fromisoformat(whole.AS_OF)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's records; reports are written beside it."""
    return whole.project(tmp_path_factory.mktemp("reports") / "project")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the officer stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(project: Path, *words: str, status: int = 0) -> str:
    """What the command says."""
    done = CliRunner().invoke(main, ["report", "-C", str(project), *AS_OF, *words])
    assert done.exit_code == status, done.output
    assert "Traceback" not in done.output
    return done.output


def test_every_kind_and_format_is_written_where_it_was_asked_for(project: Path, desk: Path) -> None:
    said = whole.run(whole.pufa("report", "-C", str(project), *AS_OF, "--period", "2025"), desk)
    assert "写好了：江山市2025年普法工作报告.docx（正文" in said
    report(project, "--period", "2025", "--format", "xlsx", "--out", "数据.xlsx")
    report(project, "--campaign", "八五普法", "--format", "html", "--out", "夹子")
    report(project, "--period", "2025", "--format", "csv", "--for", "贺村镇")
    report(project, "--period", "2026-12", "--for", "全部乡镇")
    report(project, "--kind", "督办单", "--period", "2025", "--format", "html")
    made = {p.relative_to(desk).as_posix() for p in desk.rglob("*") if p.is_file()}
    assert made >= {
        "江山市2025年普法工作报告.docx", "数据.xlsx", "夹子/江山市八五普法专项报告.html", "贺村镇2025年普法数据.csv",
        "各乡镇2026年12月普法提示单/贺村镇2026年12月普法提示单.docx", "江山市2025年普法督办单.html",
    }  # fmt: skip
    assert len([name for name in made if name.startswith("各乡镇")]) == 19
    first = docx.Document(desk / "江山市2025年普法工作报告.docx").paragraphs
    assert "示例数据" in first[0].text
    assert first[1].text == "江山市2025年普法工作报告"


def test_what_an_officer_edited_is_left_alone(project: Path, desk: Path) -> None:
    report(project, "--period", "2025")
    path = desk / "江山市2025年普法工作报告.docx"
    made = path.read_bytes()
    report(project, "--period", "2025")
    assert [p.name for p in desk.iterdir()] == [path.name]
    assert path.read_bytes() == made
    edited = docx.Document(path)
    edited.paragraphs[3].add_run("手写的一句。")
    edited.save(path)
    mine = path.read_bytes()
    said = report(project, "--period", "2025")
    assert "没有动它" in said
    assert path.read_bytes() == mine
    assert (desk / "江山市2025年普法工作报告(2).docx").read_bytes() == made
    report(project, "--period", "2025", "--force")
    assert path.read_bytes() == made


def test_a_csv_that_was_changed_is_left_alone_too(project: Path, desk: Path) -> None:
    words = ("--period", "2025", "--format", "csv", "--out", "a.csv")
    report(project, *words)
    report(project, *words)
    assert [p.name for p in desk.iterdir()] == ["a.csv"]
    (desk / "a.csv").write_bytes(b"mine")
    report(project, *words)
    assert (desk / "a.csv").read_bytes() == b"mine"
    assert (desk / "a(2).csv").exists()


def test_faults_of_the_records_and_of_the_wish_write_nothing(project: Path, desk: Path) -> None:
    said = report(project, "--period", "2031", "--for", "贺村乡", status=1)
    assert "是不是“贺村镇”" in said
    assert "2021 到 2026" in said
    assert said.rstrip().endswith("报告没有写。")
    said = report(project, "--period", "2025", "--out", "a.xlsx", status=1)
    assert "后缀要是 .docx" in said
    assert said.rstrip().endswith("报告没有写。")
    said = report(project, "--period", "2025", "--for", "贺村镇、清湖街道", "--out", "a.docx", status=1)
    assert "要写一个文件夹" in said
    said = report(project, "--period", "2025", "--signed", "2025-12-31", status=1)
    assert "早于统计日" in said
    broken = desk / "broken"
    shutil.copytree(project, broken)
    with (broken / "campaigns/bawu-pufa/events/2025.yml").open("a", encoding="utf-8") as stream:
        stream.write("\n- id: zzz\n  title: 错\n  start: 2025-05-05\n  township: 贺村乡\n")
    said = report(broken, "--period", "2025", status=1)
    assert "E104" in said
    assert said.rstrip().endswith("报告没有写。")
    assert [p.name for p in desk.iterdir()] == ["broken"]


def test_a_folder_that_takes_no_file_is_told_in_words(project: Path, desk: Path) -> None:
    (desk / "taken").write_text("a file", "utf-8")
    said = report(project, "--period", "2025", "--out", "taken/a.docx", status=1)
    assert "没有写" in said
    assert [p.name for p in desk.iterdir()] == ["taken"]


def without(what: str) -> NoReturn:
    """Skip, or fail in CI, since the program is not to be had (tests/prepare.sh brings it)."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is needed in CI")
    pytest.skip(f"{what} is not to be had here")


def text_of(pdf: Path, *words: str) -> str:
    tool = shutil.which("pdftotext") or without("pdftotext")
    done = subprocess.run([tool, *words, str(pdf), "-"], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def world_of(project: Path) -> World:
    settings = settings_of(project)
    assert isinstance(settings, Settings)
    return derive(prepare(project, Cache(None), as_of=DAY, docs=settings.docs, site=settings.site))


@pytest.fixture(scope="module")
def world(project: Path) -> World:
    return world_of(project)


@pytest.fixture(scope="module")
def shown(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plain page of characters and real reports, each also as LibreOffice shows it: .pdf, and .csv a sheet."""
    office = shutil.which("soffice") or shutil.which("libreoffice") or without("LibreOffice")
    folder = tmp_path_factory.mktemp("office")
    lookup = Lookup(world)
    plain = Document(
        "标题",
        (),
        (Section("部分", (Paragraph(("法" * 28 * 66,), "plain"),)),),
        (Grid("附表1　空表", ("列",), (), (1,)),),
        "司法局",
        date(2026, 1, 10),
    )
    (folder / "plain.docx").write_bytes(word_bytes(plain))
    for name, wish in (
        ("year", Wish("2025")),
        ("town", Wish("2025", ("塘源口乡",))),
        ("notice", Wish("2026-12", ("贺村镇",))),
    ):
        (request,), _ = understand(wish, world.library, world.coverage.years, world.as_of)
        (folder / f"{name}.docx").write_bytes(word_bytes(compose(lookup, request)))
    (request,), _ = understand(Wish("2025", form="xlsx"), world.library, world.coverage.years, world.as_of)
    (folder / "book.xlsx").write_bytes(workbook_bytes(sheets(Voice(lookup, request)), "数据", "局", DAY))
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    for form, names in (("pdf", sorted(p.name for p in folder.glob("*.docx"))), (every_sheet, ["book.xlsx"])):
        command = [office, home, "--headless", "--convert-to", form, "--outdir", ".", *names]
        subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=True)
    return folder


def test_libreoffice_shows_22_lines_of_28_characters_in_156_by_225_millimetres(shown: Path) -> None:
    boxes = text_of(shown / "plain.pdf", "-f", "2", "-l", "2", "-bbox-layout")
    (size,) = re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', boxes)
    assert [float(s) / MM for s in size] == pytest.approx([210, 297], abs=0.2)
    lines = [
        tuple(float(v) / MM for v in found)
        for found in re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', boxes)
    ]
    body = [line for line in lines if line[3] < 263]
    assert len(body) == 22
    assert min(line[0] for line in body) == pytest.approx(28, abs=0.3)
    assert max(line[2] for line in body) == pytest.approx(28 + 156, abs=0.6)
    assert min(line[1] for line in body) >= 37
    assert max(line[3] for line in body) <= 37 + 225
    (number,) = [line for line in lines if line[3] >= 263]
    assert number[1] - (37 + 225) == pytest.approx(7, abs=1)
    rows = [row for row in text_of(shown / "plain.pdf", "-f", "2", "-l", "2").split("\n") if row.startswith("法")]
    assert Counter(map(len, rows)) == {28: 22}


def test_page_numbers_stand_outside(shown: Path) -> None:
    for page, side in ((2, "left"), (3, "right")):
        boxes = text_of(shown / "plain.pdf", "-f", str(page), "-l", str(page), "-bbox-layout")
        (line,) = [
            (float(left) / MM, float(right) / MM)
            for left, top, right in re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"', boxes)
            if float(top) / MM > 262
        ]
        assert (
            line[0] == pytest.approx(28 + 5, abs=1.5) if side == "left" else line[1] == pytest.approx(184 - 5, abs=1.5)
        )


def test_the_reports_open_and_say_their_parts(shown: Path) -> None:
    for name in ("year", "town"):
        said = re.sub(r"\s", "", text_of(shown / f"{name}.pdf"))
        for words in (
            "一、基本情况",
            "十、存在问题",
            "十二、附表",
            "附表1",
            "数据出处",
            "统计期：2025年1月1日至12月31日",
        ):
            assert words in said
    assert "塘源口乡2025年普法工作报告" in re.sub(r"\s", "", text_of(shown / "town.pdf"))


def test_no_page_of_a_report_is_empty_and_the_signature_is_not_alone(shown: Path) -> None:
    pages = [re.sub(r"[\s–\d]", "", page) for page in text_of(shown / "year.pdf").split("\f")[:-1]]
    assert len(pages) > 5
    assert all(pages)
    (last,) = [page for page in pages if "江山市司法局年月日" in page and "附表" in page]
    assert "十二、附表" in last


def test_the_notice_of_a_township_fits_one_page(shown: Path) -> None:
    assert text_of(shown / "notice.pdf").count("\f") == 1


def test_the_workbook_in_libreoffice_has_the_published_figures(shown: Path, world: World) -> None:
    """Every row of 指标明细, as LibreOffice writes it, is a row of coverage.csv."""
    with (shown / "book-指标明细.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    published = coverage_table(world.coverage, world.tables)
    cells = {}
    for row in published.rows:
        cell = dict(zip(published.columns, row, strict=True))
        if not cell["campaign"] and cell["every"] in ("year", "campaign"):
            cells[cell["unit"], cell["indicator"], cell["period"]] = cell
    assert len(rows) > 500
    figures = 0
    for row in rows:
        cell = cells[row["单位代码"], row["指标编号"], row["期"]]
        for head, key in (("数值", "value"), ("分子", "part"), ("分母", "whole"), ("共", "of")):
            wanted = cell[key]
            if wanted is None:
                assert row[head] == ""
            else:
                figures += 1
                assert float(row[head]) == pytest.approx(float(wanted), rel=1e-9)
    assert figures > 500


def test_the_table_of_townships_reads_in_libreoffice_as_the_site_shows_it(shown: Path, world: World) -> None:
    with (shown / "book-乡镇汇总.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["名称"]: row for row in csv.DictReader(stream)}
    assert {row["代码"] for row in rows.values() if row["分组"]} == {t.code for t in world.library.region.townships}
    assert rows["塘源口乡"]["法律明白人（人），截至2026-11-21"] == "未报"
    assert not [row for row in rows.values() if "100.0%" in row.values()]


def test_the_word_file_is_sound_xml_with_one_part_each(shown: Path) -> None:
    with zipfile.ZipFile(shown / "year.docx") as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_source_leads_to_a_place_of_the_built_site(built: Path, site: Path) -> None:
    """The records and the definition behind each number, in every kind of report."""
    world = world_of(built)
    lookup = Lookup(world)
    ids: dict[Path, set[str]] = {}
    looked = 0
    for wish in (
        Wish("2025"),
        Wish("2021", ("贺村镇", "塘源口乡")),
        Wish(campaign="guojia-anquan"),
        Wish(campaign="八五普法", whom=("张村乡",)),
        Wish("2026-12", ("全域", "贺村镇")),
        Wish("2025", ("全域", "塘源口乡"), "督办单"),
    ):
        requests, _ = understand(wish, world.library, world.coverage.years, world.as_of)
        for address in {
            a for r in requests for s in compose(lookup, r).sources() for a in (s.address, s.definition) if a
        }:
            path, _, place = address.removeprefix(whole.URL).partition("#")
            page = site / path / "index.html"
            assert page.is_file(), address
            if page not in ids:
                ids[page] = set(re.findall(r'\bid="?([^"\s>]+)', page.read_text("utf-8")))
            assert not place or place in ids[page], address
            looked += 1
    assert looked > 100
