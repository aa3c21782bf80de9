"""The files: what a document says stands in Word, HTML, Excel and CSV alike, and nothing an officer typed runs or breaks them."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser

import pytest
from docx.shared import Mm
from lxml import etree

from generator.figures.coverage.publish import coverage_table
from generator.model import Result
from generator.reports.commas import comma_bytes
from generator.reports.entries import Figure, State, percent_figure, safe_text
from generator.reports.seal import seal_text, sealed
from generator.reports.sheets import sheets
from generator.reports.word import word_bytes
from generator.reports.wordxml import FALLBACKS, clean, styles
from generator.reports.workbook import workbook_bytes
from tests.unit.pages_kit import world_of
from tests.unit.reports_kit import (
    AS_OF,
    HECUN,
    QINGHU,
    book,
    county,
    document,
    held,
    large,
    named,
    opened,
    page,
    table,
    usual,
    voice,
    word,
    workbook,
)

pytestmark = pytest.mark.slow  # files are made and opened again

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)",
    "+1+1",
    "＝1+1",
    "控\x00制\x08字\x1f符\x7f\ufffe",
    "<script>alert(1)</script>&amp;",
    "]]><w:p/>",
    "长" * 200,
    "表情👨‍👩‍👧‍👦\ud83d",
    "{{ 7*7 }}{% raw %}",
    "_x0041_ $1 %s \\",
)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_has_the_geometry_of_the_standard():
    section = opened(word(usual())).sections[0]
    sizes = {
        210: section.page_width, 297: section.page_height, 37: section.top_margin, 28: section.left_margin,
        156: section.page_width - section.left_margin - section.right_margin,
        225: section.page_height - section.top_margin - section.bottom_margin,
    }  # fmt: skip
    for millimetres, size in sizes.items():  # a twip is 0.02 mm
        assert size / Mm(1) == pytest.approx(millimetres, abs=0.05)
    (grid,) = section._sectPr.findall(f"{W}docGrid")
    assert grid.get(f"{W}linePitch") == "579"
    assert 22 * 579 / 20 <= 225 / 25.4 * 72 < 23 * 579 / 20


def test_east_asian_fonts_are_set_and_have_fallbacks():
    found = opened(word(usual()))
    fonts = {s.style_id: s.element.find(f".//{W}rFonts") for s in found.styles}
    named_fonts = {k: f.get(f"{W}eastAsia") for k, f in fonts.items() if f is not None}
    wanted = {
        "Title": "方正小标宋简体",
        "Heading1": "黑体",
        "Heading2": "楷体",
        "Heading3": "仿宋",
        "TableText": "仿宋",
    }
    assert wanted.items() <= named_fonts.items()
    defaults = found.styles.element.find(f"{W}docDefaults")
    assert defaults.find(f".//{W}rFonts").get(f"{W}eastAsia") == "仿宋"
    assert defaults.find(f".//{W}sz").get(f"{W}val") == "32"
    table_of_fonts = parts(word(usual()))["word/fontTable.xml"].decode()
    assert all(name in table_of_fonts and more in table_of_fonts for name, more in FALLBACKS.items())
    assert "Theme" not in styles()


def test_the_page_number_stands_outside_between_dashes():
    found = opened(word(usual()))
    assert found.settings.odd_and_even_pages_header_footer
    for footer, side in ((found.sections[0].footer, "right"), (found.sections[0].even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert line._p.find(f".//{W}jc").get(f"{W}val") == side
        assert re.fullmatch(r"– \S* ?–", line.text.replace("1", "").replace("  ", " ")) or line.text == "– 1 –"
        assert "PAGE" in etree.tostring(line._p, encoding="unicode")


def test_headings_are_numbered_as_the_standard_says_and_are_real_headings():
    found = [
        (p.style.style_id, p.text) for p in opened(word(usual())).paragraphs if p.style.style_id.startswith("Heading")
    ]
    assert ("Heading1", "一、基本情况") in found
    assert ("Heading2", "（一）目标完成情况") in found
    assert ("Heading1", "十二、附表") in found


def test_the_title_comes_first_but_sample_data_are_said_before_it():
    real = opened(word(usual())).paragraphs
    assert (real[0].style.style_id, real[0].text) == ("Title", "江山市2025年普法工作报告")
    sample = opened(word(county(sample=True))).paragraphs
    assert sample[0].text.startswith("示例数据")
    assert sample[1].style.style_id == "Title"


def test_wide_tables_stand_on_pages_turned_round_and_narrow_ones_do_not():
    found = opened(word(usual()))
    ways = [s.page_width > s.page_height for s in found.sections]
    assert ways == [False, True, False]
    for grid in found.tables:
        width = sum(int(c.get(f"{W}w")) for c in grid._tbl.find(f"{W}tblGrid"))
        assert width <= 247 / 25.4 * 1440
        assert grid._tbl.find(f"{W}tr").find(f".//{W}tblHeader") is not None


def test_every_mark_leads_to_its_line_among_the_sources():
    for wish in ({}, {"period": "2026-12"}):
        xml = parts(word(usual(), **wish))["word/document.xml"].decode()
        marks = set(re.findall(r'w:anchor="(src\d+)"', xml))
        assert marks
        assert marks == set(re.findall(r'w:name="(src\d+)"', xml))
    html = page(usual())
    assert set(re.findall(r'href="#(src\d+)"', html)) == set(re.findall(r'id="(src\d+)"', html))


def test_numbers_of_the_word_tables_equal_the_account():
    """Every figure of the table of townships is a cell of the published coverage."""
    world = usual()
    rows = table(word(world), "各乡镇（街道）情况")
    published = coverage_table(world.coverage, world.tables)
    cells = [dict(zip(published.columns, row, strict=True)) for row in published.rows]
    wanted = {
        "场次": "events_held",
        "到过的村": "villages_reached",
        "群众人次": "participants",
        "逾期未更新": "overdue_records",
    }
    codes = {"贺村镇": HECUN, "清湖街道": QINGHU}
    compared = 0
    for row in rows[1:]:
        shown = dict(zip(rows[0], row, strict=True))
        for title, indicator in wanted.items():
            (cell,) = [
                c
                for c in cells
                if c["matrix"] == f"{indicator}.township.year" and c["unit"] == codes[row[0]] and c["period"] == "2025"
            ]
            if cell["state"] == "figure":
                assert shown[title].partition("/")[0].replace(",", "") == str(cell["value"])
                compared += 1
            else:
                assert shown[title] in ("未报", "未到期", "不适用")
    assert compared >= 4


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_break_no_file_and_run_nowhere(name):
    world = named(usual(), name)
    for wish in ({}, {"whom": (HECUN,)}, {"campaign": "gaq"}, {"period": "2026-12"}, {"kind": "督办单"}):
        data = word(world, **wish)
        for part, content in parts(data).items():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(content)
        assert opened(data).paragraphs
        html = page(world, **wish)
        assert "<script" not in html
        HTMLParser().feed(html)
    sheets_read = book(workbook(world))
    for sheet in sheets_read:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and re.match(r"[=+@＝＋＠]", cell.value)), cell.value
    text = comma_bytes(voice(world, form="csv")).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(re.match(r"[=+@\t\r＝＋＠]", cell) for cell in row)


def test_text_that_xml_cannot_hold_is_left_out():
    assert clean("a\x00b\x1fc\ud83d\ufffe d\n\te") == "abc d e"
    assert clean("👨‍👩‍👧‍👦") == "👨‍👩‍👧‍👦"


def test_the_html_says_what_the_word_file_says():
    world = usual()
    found = document(world)
    html = page(world)
    body = re.sub(r"<sup>.*?</sup>", "", html)
    for paragraph in [p.text for p in opened(word_bytes(found)).paragraphs if p.style.style_id in ("Body", "Heading1")]:
        plain = re.sub(r"\[\d+\]", "", paragraph)
        if plain and "文末附注" not in plain:
            assert plain.replace("&", "&amp;").replace('"', "&#34;") in body
    for grid in found.annexes:
        assert grid.caption in html


def test_the_html_fetches_nothing_and_has_no_script():
    html = page(usual())
    assert "<script" not in html
    assert not re.search(r"<(?:link|img|iframe|object|source)\b|@import|url\(", html)
    assert "default-src 'none'" in html
    assert not re.search(r'(?:src|srcset)="', html)


def test_the_map_of_tiles_shows_states_as_words():
    world = usual()
    region = world.library.region
    towns = tuple(replace(t, tile=(1, place)) for place, t in enumerate(region.townships))
    library = replace(
        world.library, region=replace(region, townships=towns), township_by_code={t.code: t for t in towns}
    )
    html = page(world_of(library, AS_OF))
    assert re.search(r'class="shade0"[^>]*/>\s*<text[^>]*>清湖街道</text>\s*<text class="figure"[^>]*>未报', html)
    assert re.search(r'class="shade4"[^>]*/>\s*<text[^>]*>贺村镇</text>\s*<text class="figure"[^>]*>3<', html)
    assert "<svg" not in page(usual())


def test_the_workbook_has_its_sheets_with_filters_and_frozen_heads():
    found = book(workbook(usual()))
    assert found.sheetnames == [
        "说明", "台账", "四清单", "乡镇汇总", "指标明细", "对象×乡镇", "法律×乡镇", "目标", "阵地", "指标定义",
    ]  # fmt: skip
    for sheet in found:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
    assert found.vba_archive is None


def test_codes_are_text_days_are_days_and_numbers_are_numbers():
    found = book(workbook(usual()))
    ledger = [[c.value for c in row] for row in found["台账"].iter_rows()]
    first = dict(zip(ledger[0], ledger[1], strict=True))
    assert first["第一天"] == datetime(2025, 4, 15)
    assert first["开始"] == datetime(2025, 4, 15, 9)
    assert first["参加人数"] == 3000
    assert first["乡镇"] == HECUN
    assert first["乡镇名称"] == "贺村镇"
    assert [row[ledger[0].index("编号")] for row in ledger[1:]] == ["gaq-a", "gaq-b", "gaq-c", "gaq-d"]
    summary = [[c.value for c in row] for row in found["乡镇汇总"].iter_rows()]
    by_code = {row[0]: dict(zip(summary[0], row, strict=True)) for row in summary[1:] if row[0]}
    assert by_code[HECUN]["开展活动场次（场）"] == 3
    assert by_code[QINGHU]["开展活动场次（场）"] == "未报"
    assert by_code["330881"]["开展活动场次（场）"] == 3


def test_no_format_rounds_a_percentage_up_to_everything():
    found = book(workbook(usual()))["乡镇汇总"]
    heads = [c.value for c in found[1]]
    row = next(r for r in found.iter_rows(min_row=2) if r[0].value == HECUN)
    cell = row[heads.index("满意率（%）")]
    assert (cell.value, cell.number_format) == (0.999, "0.0%")
    assert percent_figure("100%") == Figure(1, "0%")
    assert percent_figure("0.1%") == Figure(0.001, "0.0%")


def test_the_details_equal_the_published_coverage_cell_by_cell():
    world = usual()
    published = coverage_table(world.coverage, world.tables)
    cells = [dict(zip(published.columns, row, strict=True)) for row in published.rows]
    by_key = {(c["unit"], c["indicator"], c["period"]): c for c in cells if c["matrix"].count(".") == 2}
    rows = [[c.value for c in row] for row in book(workbook(world))["指标明细"].iter_rows()]
    states = {"figure": "有数", "silent": "未报", "not_applicable": "不适用", "not_due": "未到期"}
    assert len(rows) > 80
    for row in rows[1:]:
        told = dict(zip(rows[0], row, strict=True))
        cell = by_key[told["单位代码"], told["指标编号"], told["期"]]
        assert told["状态"] == states[cell["state"]]
        assert told["数值"] == (None if cell["value"] is None else pytest.approx(cell["value"], rel=1e-15))
        assert (told["分子"], told["分母"], told["共"]) == (cell["part"], cell["whole"], cell["of"])


def test_a_matrix_tells_nothing_from_silence():
    found = book(workbook(usual()))["对象×乡镇"]
    rows = [[c.value for c in row] for row in found.iter_rows()]
    heads = rows[0]
    by_code = {row[0]: dict(zip(heads, row, strict=True)) for row in rows[1:] if row[0]}
    assert by_code[HECUN]["农民"] == 1
    assert by_code[HECUN]["妇女"] == 0
    assert by_code[QINGHU]["农民"] == "未报"


def test_the_workbook_of_a_township_has_its_records_only():
    other = held("gaq-q", date(2025, 3, 1), townships=(QINGHU,))
    found = book(workbook(county(held("gaq-a", date(2025, 4, 15)), other), whom=("贺村镇",)))
    assert [row[0].value for row in found["台账"].iter_rows(min_row=2)] == ["gaq-a"]
    assert {row[0].value for row in found["指标明细"].iter_rows(min_row=2)} == {HECUN}


def test_a_large_workbook_written_row_by_row_says_the_same():
    found = voice(usual(), form="xlsx")
    kept, flushed = (
        workbook_bytes(sheets(found), "数据", "局", date(2026, 1, 1), large=large) for large in (False, True)
    )
    one, other = book(kept), book(flushed)
    for sheet in one:
        assert list(sheet.values) == list(other[sheet.title].values)


def test_csv_has_a_byte_order_mark_and_the_same_rows_as_the_workbook():
    world = usual()
    data = comma_bytes(voice(world, form="csv"))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    in_book = [[c.value for c in row] for row in book(workbook(world))["指标明细"].iter_rows()]
    assert rows[0] == in_book[0]
    assert len(rows) == len(in_book)
    for row, other in zip(rows[1:], in_book[1:], strict=True):
        assert [row[0], row[3], row[12]] == [other[0], other[3], other[12]]
        assert (float(row[8]) if row[8] else None) == (None if other[8] is None else pytest.approx(other[8], rel=1e-15))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("-4.49", "-4.49"),
        ("-12%", "-12%"),
        ("-1+1", "'-1+1"),
        ("=1", "'=1"),
        ("＝1", "'＝1"),
        ("平常", "平常"),
        ("@a", "'@a"),
    ],
)
def test_only_a_plain_number_may_begin_with_a_minus(text, safe):
    assert safe_text(text) == safe


def test_same_figures_same_bytes():
    for one, other in ((word(usual()), word(usual())), (workbook(usual()), workbook(usual()))):
        assert one == other
    assert page(usual()) == page(usual())
    made = parts(word(usual(), signed=date(2026, 12, 1)))["docProps/core.xml"].decode()
    assert "2026-12-01T00:00:00" in made


def test_a_file_bears_its_mark_until_someone_changes_it():
    for data in (word(usual()), workbook(usual()), page(usual()).encode()):
        assert sealed(data)
    data = word(usual())
    changed = parts(data)
    changed["word/document.xml"] = changed["word/document.xml"].replace("贺村镇".encode(), "贺村鎮".encode(), 1)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in changed.items():
            archive.writestr(name, content)
    assert not sealed(stream.getvalue())
    assert not sealed(page(usual()).encode().replace("贺村镇".encode(), "贺村鎮".encode(), 1))
    saved = io.BytesIO()
    opened_again = opened(data)
    opened_again.paragraphs[0].add_run("改")
    opened_again.save(saved)
    assert not sealed(saved.getvalue())
    assert not any(sealed(junk) for junk in (b"", b"PK", b"PK\x03\x04broken", b"plain", seal_text("a")[:-10]))


def test_the_states_in_cells_are_words_and_not_numbers():
    (summary,) = [s for s in sheets(voice(usual(), form="xlsx")) if s.name == "乡镇汇总"]
    silent = next(row for row in summary.rows if row[0] == QINGHU)
    assert State("未报") in silent
    assert not any(
        isinstance(e, Figure) and e.value == 0 and summary.columns[n].title.startswith("开展")
        for n, e in enumerate(silent)
    )


def test_a_region_of_170_townships_makes_every_file():
    world = world_of(large(170), AS_OF)
    rows = table(word(world), "各乡镇（街道）情况")
    assert len(rows) == 171
    assert len(list(book(workbook(world))["乡镇汇总"].iter_rows())) == 1 + 170 + 2
    assert page(world).count("<tr>") > 170


def test_attendance_that_was_not_filled_in_is_unreported_in_the_list_of_events():
    world = county(held("gaq-a", date(2025, 4, 15), result=Result(attendance=0)), held("gaq-b", date(2025, 5, 1)))
    rows = table(word(world, whom=("贺村镇",)), "已办活动")
    assert [row[5:] for row in rows[1:]] == [["0", "未报"], ["未报", "未报"]]


def test_events_that_name_no_item_at_all_are_unreported_in_the_matrix():
    """Held, and no law named by any: 未报; with one named by another event the rest is 0."""
    bare = book(workbook(county(held("gaq-a", date(2025, 4, 15)))))["对象×乡镇"]
    assert {c.value for row in bare.iter_rows(min_row=2) if row[0].value == HECUN for c in row[2:]} == {"未报"}
    one = book(workbook(county(held("gaq-a", date(2025, 4, 15), audiences=("农民",)))))["对象×乡镇"]
    assert {c.value for row in one.iter_rows(min_row=2) if row[0].value == HECUN for c in row[2:]} == {0, 1}
