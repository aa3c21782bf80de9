"""No row of a ledger vanishes: it is read, is known for what it is, or is named."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from sites import kit

from generator.base.diagnostics import format_json, format_text
from generator.decode.ledger import LeftOut
from generator.gather.parse import Events, parse_events

HEAD = ("编号", "名称", "开始", "乡镇")
ROW = ("a-1", "宪法", "2026-12-04", "青石镇")


def rows(count: int, *more: Any) -> list[tuple[Any, ...]]:
    """Events a-1, a-2 …, a day each."""
    return [(f"a-{i}", f"宪法故事{i}", f"2026-12-{i:02d} 09:00", "青石镇", *more) for i in range(1, count + 1)]


def book(*sheets: tuple[str, list[Any]], change: Callable[[Workbook], None] = lambda _: None) -> Events:
    made = Workbook()
    made.remove(made.active)
    for name, lines in sheets:
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    change(made)
    out = io.BytesIO()
    made.save(out)
    return parse_events("a.xlsx", ".xlsx", out.getvalue())


def text(lines: str | bytes) -> Events:
    return parse_events("a.csv", ".csv", lines if isinstance(lines, bytes) else lines.encode())


def ids(found: Events) -> list[str]:
    return [record.id for record in found.records]


def said(found: Events) -> list[tuple[str, str]]:
    return [(d.code, d.message) for d in found.faults]


def codes(found: Events) -> list[str]:
    return [d.code for d in found.faults]


# --- heads -------------------------------------------------------------------------------------------------------


def test_rows_sorted_above_the_head_are_read() -> None:
    """Whoever sorts a sheet together with its head finds the head somewhere among the rows, here below row 10."""
    lines = [",".join(r) for r in rows(15)]
    found = text("\n".join([*lines[:12], ",".join(HEAD), *lines[12:]]))
    assert ids(found) == [f"a-{i}" for i in range(1, 16)]
    assert found.faults == ()


def test_rows_above_the_head_that_are_no_records_are_named() -> None:
    """Runs of rows with their numbers and a sample; a title is none."""
    found = text(
        "青石镇台账\na-1,灯谜,待定,青石镇\na-2,讲座,待定,青石镇\n\na-3,展览,待定,青石镇\n"
        + ",".join(HEAD)
        + "\n"
        + ",".join(ROW)
    )
    assert said(found) == [
        ("E052", "第2—3行在表头上面，没有读，如“灯谜”"),
        ("E052", "第5行在表头上面，没有读，如“展览”"),
    ]
    assert ids(found) == ["a-1"]


def test_a_head_in_two_rows_with_merged_cells() -> None:
    """Names merged downwards hold in the second row, where the parts of a group have their own."""

    def merge(made: Workbook) -> None:
        sheet = made["台账"]
        for column in "ABCD":
            sheet.merge_cells(f"{column}1:{column}2")
        sheet.merge_cells("E1:F1")

    lines = [(*HEAD, "人数", None), (None, None, None, None, "参加人数", "工作人员"), (*ROW, 40, 4)]
    found = book(("台账", lines), change=merge)
    assert found.faults == ()
    (record,) = found.records
    assert (record.result.attendance, record.result.staff) == (40, 4)


GROUPS = [
    ("编号", "名称", "活动时间", None, "乡镇", "参与情况", None, "备注"),
    (None, None, "日期", "时间", None, "参加人数", "工作人员", None),
    ("a-1", "宪法", "2026-12-04", "9:00-11:00", "青石镇", 40, 4, None),
]


@pytest.mark.parametrize(
    "areas",
    [("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:G1", "H1:H2"), ("A1:A2", "B1:B2", "E1:E2"), ("C1:D1", "F1:G1"), ()],
)
@pytest.mark.parametrize("before", [[], [("青石镇普法台账",)]])
def test_the_name_of_a_group_over_columns_with_names_is_decoration(areas: tuple[str, ...], before: list[Any]) -> None:
    """参与情况 is no column of ours, but both columns below it are; merged or not, and as a CSV has it."""

    def merge(made: Workbook) -> None:
        for area in areas:
            made.active.merge_cells(re.sub(r"\d", lambda n: str(int(n[0]) + len(before)), area))

    lines = "\n".join(",".join(str(c or "") for c in line) for line in (*before, *GROUPS))
    for found in (book(("台账", [*before, *GROUPS]), change=merge), text(lines)):
        assert found.faults == ()
        (record,) = found.records
        assert (record.start, record.end) == (datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11))
        assert (record.result.attendance, record.result.staff) == (40, 4)


def test_names_of_two_rows_that_are_not_ours_are_told() -> None:
    """A strange name in the second row, and one above a column without any."""
    lines = [[*line] for line in GROUPS]
    lines[1][6] = "满意程度"
    found = book(("台账", lines), change=merging("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:G1", "H1:H2"))
    assert said(found) == [("E021", "台账里没有“满意程度”这一列")]
    lines[1][5] = lines[1][6] = None
    found = book(("台账", lines), change=merging("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:G1", "H1:H2"))
    assert ("E021", "台账里没有“参与情况”这一列") in said(found)


def test_a_second_table_may_have_a_head_of_two_rows() -> None:
    """Its first row is not one of the table before it."""

    def merge(made: Workbook) -> None:
        for area in ("A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:G4", "H4:H5"):
            made.active.merge_cells(area)

    found = book(("台账", [HEAD, *rows(2), *GROUPS[:2], ("b-1", *GROUPS[2][1:])]), change=merge)
    assert (ids(found), found.faults) == (["a-1", "a-2", "b-1"], ())


def test_a_repeated_head_is_no_record() -> None:
    """Each page of a printed ledger has one; another head begins another table."""
    one, two, three = (",".join(r) for r in rows(3))
    found = text(f"{','.join(HEAD)}\n{one}\n{','.join(HEAD)}\n{two}\n乡镇,开始,名称\n云溪街道,2026-12-09,灯谜\n")
    assert found.faults == ()
    assert [(r.id, r.title) for r in found.records] == [("a-1", "宪法故事1"), ("a-2", "宪法故事2"), ("", "灯谜")]
    assert three not in str(found)


@pytest.mark.parametrize("before", [0, 11])
def test_the_row_that_looks_most_like_a_head_is_named_with_what_it_lacks(before: int) -> None:
    """Also in row 12; where one of its words is near the missing one, that is said."""
    found = text("说明\n" * before + "编号,名称,开始,所在乡镇名\n" + ",".join(ROW))
    assert said(found) == [("E008", f"找不到表头，1行没有读：第{before + 1}行最像表头，还缺“乡镇”")]
    assert found.faults[0].span.line == before + 1
    assert "请把列名“所在乡镇名”改成“乡镇”" in found.faults[0].hint


def test_a_sheet_without_a_head_is_named_with_its_rows() -> None:
    """The second quarter on a sheet of its own, head forgotten; sheets without any day are only told, a note is not."""
    found = book(
        ("一季度", [HEAD, ROW]),
        ("二季度", rows(3)),
        ("统计", [("青石镇", 3), ("云溪", 2)]),
        ("说明", [("先看这里",), ("注：一行一场。",)]),
    )
    assert ids(found) == ["a-1"]
    assert said(found) == [
        ("E008", "工作表“二季度”里找不到表头，3行没有读，如“宪法故事1”"),
        ("W230", "工作表“统计”没有表头，2行没有读，如“青石镇”"),
    ]


def test_a_ledger_of_nothing_but_other_things_is_told() -> None:
    """No head, no rows that could be events: still not silent."""
    assert codes(text("\n , \n\n")) == ["E008"]
    assert codes(book(("台账", [("青石镇台账",)]))) == ["E008"]
    assert codes(text(",".join(HEAD))) == ["W207"]


# --- what stands beside records ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [("合计", "", "", "", 120), ("", "小 计：", "", "2个乡镇", "86人次"), ("12月合计", "", "3场", "", "1,200"),
     ("总计（场）", "", "", "", "=SUM(E2:E3)"), ("注：以上为示例。",), ("备注：2026年12月填", ), ("说明：1.人数含工作人员。",),
     ("填表人：王某", "", "审核人：李某", "", "联系电话：0570-4020000"), ("填表人", "王某", "填表日期", "2026-12-31"),
     ("单位负责人（签字）：", "", "填报单位（盖章）：青石镇司法所", "2026年12月31日"), ("审核：",), ("第 1 页 共 3 页",), ("- 2 -",),
     ("", "二季度"), ("一、上半年",), ("（以下空白）",), ("/", "/", "—", "/"), (3,), ("共计12场，参加1356人次",),
     ("合计：86人次",), ("", "合计5场"), ("总计：5场，86人次",), ("上半年总计 86人",), ("小计（人次）：1,200",), ("累计5场、参加约860余人次",), ("汇总", "", "", "", 86),
     ("全县汇总：5场",), ("Total", "", "", "", 86), ("Sub-total: 86",), ("日期：2026年12月",), ("审核：王某", "", "", "日期：2026年12月31日"), ("日期：", "", "年  月  日"), ("二〇二六年十二月三十一日",),
     ("（盖章）",), ("青石镇司法所（公章）", "", "2026年12月31日"), ("加盖公章",), ("领导签批",), ("分管领导批示：", "", "核对：李某"), ("填表时间2026-12-31",),
     ("注", "本表一式三份，存档一份"), ("填表说明", "", "人数含工作人员"), ("——以下无正文——",), ("*** 以下空白 ***",), ("（此页无正文）",), ("------ END ------",), ("【全表完】",)],
)  # fmt: skip
def test_what_every_ledger_has_beside_records_is_known(line: tuple[Any, ...]) -> None:
    """Totals, notes, signatures, page numbers, headings of parts: neither records nor faults."""
    head = ("序号", *HEAD, "参加人数")
    found = book(("台账", [head, (1, *ROW, ""), ("", *line) if len(line) > 3 else line]))
    assert ids(found) == ["a-1"]
    assert found.faults == ()


def test_what_only_resembles_them_is_not_swallowed() -> None:
    """A title that ends in 总计, a record with nothing but a name, one that begins with a remark: read or told."""
    found = text(
        ",".join(HEAD)
        + "\na-1,全年普法总计,2026-12-04,青石镇\na-2,,合计,青石镇\n备注：灯谜,灯谜,,青石镇\n,只有名称,,\n审核人：王某,讲座,2026-12-05,青石镇\n"
    )
    lines = {d.span.line for d in found.faults}
    assert [r.title for r in found.records] == ["全年普法总计", "", "灯谜", "只有名称", "讲座"]
    assert lines == {3, 4, 5, 6}


@pytest.mark.parametrize(
    "title", ["合计", "合计3场", "总结会", "汇总培训", "汇总", "Total", "盖章", "（盖章）", "日期：2026年12月", "领导签批", "注", "说明", "——以下无正文——"]
)  # fmt: skip
def test_an_event_may_be_called_what_decoration_is_called(title: str) -> None:
    """With a day and a township it is a record, whatever its name; without a day that can be read it is told at least."""
    found = text(f"{','.join(HEAD)}\na-1,{title},2026-12-04,青石镇\n,{title},下旬,云溪街道\n")
    assert (ids(found)[0], found.records[0].title) == ("a-1", title)
    assert 3 in {d.span.line for d in found.faults}


@pytest.mark.parametrize(
    "line", [",总结会,,", ",汇总培训,,", ",合计讲座3场宣传2次并发放资料,,", ",盖章办事讲法,,", ",日期：待定,,", ",领导签批流程培训,,", "注,灯谜,,", ",说明,2026-12-04,"]
)  # fmt: skip
def test_what_begins_like_decoration_and_goes_on_is_told(line: str) -> None:
    """A name alone is never passed over for its first word."""
    found = text(f"{','.join(HEAD)}\n{','.join(ROW)}\n{line}\n")
    assert 3 in {d.span.line for d in found.faults}


@pytest.mark.parametrize(
    "cell", ["合计" + "1" * 290 + "日", "合计" + "1场" * 140 + "日", "=" * 290 + "x", "合计" + "a1," * 90 + "号"]
)
def test_what_only_begins_like_decoration_is_looked_at_once(cell: str) -> None:
    """A cell made to be parted in every way there is would never end."""
    assert 2 in {d.span.line for d in text(f"{','.join(HEAD)}\n{cell.replace(',', '、')},,,\n").faults}


def test_a_remark_alone_is_told() -> None:
    """A number in front of an empty row is not."""
    found = text("序号,编号,名称,开始,乡镇,备注\n1,a-1,宪法,2026-12-04,青石镇,\n2\n3,,,,,改在礼堂\n")
    assert said(found) == [("W232", "第4行只有备注，没有读，如“改在礼堂”")]


def test_a_column_without_a_name_is_told_with_a_sample() -> None:
    """Beyond the head or between its names; a total below is not counted."""
    found = text(
        "编号,名称,,开始,乡镇\na-1,宪法,甲,2026-12-04,青石镇,乙\na-2,灯谜,,2026-12-05,青石镇,丙\n合计,,2,,,3\n"
    )
    assert said(found) == [
        ("E050", "C列没有列名，却有内容，如“甲”（第2行）"),
        ("E050", "F列没有列名，却有内容，如“乙”（第2—3行）"),
    ]


# --- merged cells ------------------------------------------------------------------------------------------------


def merging(*ranges: str) -> Callable[[Workbook], None]:
    def change(made: Workbook) -> None:
        for area in ranges:
            made.active.merge_cells(area)

    return change


def test_words_of_a_merged_cell_belong_to_each_row() -> None:
    """Audience, organiser, status, place, form, stage, and the township too."""
    head = (*HEAD, "对象", "主办", "状态", "地点", "形式", "阶段")
    first, *others = rows(3, *[None] * 6)
    lines = [
        head,
        (*first[:4], "农民、妇女", "青石司法所", "确定", "青石村礼堂", "宣讲", "启动"),
        *((*r[:3], None, *r[4:]) for r in others),
    ]
    found = book(("台账", lines), change=merging(*(f"{c}2:{c}4" for c in "DEFGHIJ")))
    assert found.faults == ()
    assert ids(found) == ["a-1", "a-2", "a-3"]
    assert {(r.townships, r.audiences, r.organiser, r.status, r.venue, r.form, r.stage) for r in found.records} == {
        (("青石镇",), ("农民", "妇女"), "青石司法所", "确定", "青石村礼堂", "宣讲", "启动")
    }


@pytest.mark.parametrize(
    ("column", "area", "name"), [(0, "A2:A3", "编号"), (4, "E2:E3", "参加人数"), (5, "F2:F3", "满意份数")]
)
def test_a_merged_id_or_count_is_an_error_with_its_range(column: int, area: str, name: str) -> None:
    """It can be no row's; the other rows are records all the same."""
    lines = [(*HEAD, "参加人数", "满意份数"), *([*r] for r in rows(3, 40, 30))]
    lines[2][column] = None
    found = book(("台账", lines), change=merging(area))
    assert said(found) == [("E051", f"“{name}”合并了单元格 {area}，分不清是哪一场的")]
    assert len(found.records) == 3


def test_counts_merged_sideways_are_an_error() -> None:
    """Forty people and helpers, together: neither number is known."""
    found = book(("台账", [(*HEAD, "参加人数", "工作人员"), (*ROW, 40, None)]), change=merging("E2:F2"))
    assert said(found) == [("E051", "“参加人数”合并了单元格 E2:F2，分不清是哪一场的")]


def test_cells_merged_sideways_are_told_for_what_they_are() -> None:
    """One row over three columns is not an event over several rows."""
    head = (*HEAD, "主办", "状态", "参加人数")
    found = book(("台账", [head, (*ROW, "青石司法所", None, None)]), change=merging("E2:G2"))
    (fault,) = found.faults
    assert fault.code == "E051"
    assert fault.message == "合并了单元格 E2:G2：“主办”、“状态”、“参加人数”共用一格，分不清写的是哪一列"
    assert "取消合并" in fault.hint


def test_an_event_over_several_rows_is_an_error() -> None:
    """One talk with three speakers written below each other is not three talks."""
    lines = [("名称", "开始", "乡镇", "主讲"), ("宪法", "2026-12-04", "青石镇", "甲"), (None, None, None, "乙")]
    found = book(("台账", lines), change=merging("A2:A3", "B2:B3", "C2:C3"))
    assert said(found) == [("E051", "合并了单元格 A2:A3：一场活动占了几行")]
    assert len(found.records) == 1


def test_a_tall_row_is_one_record() -> None:
    """Cells merged over two rows with nothing more in the second."""
    areas = [f"{c}2:{c}3" for c in "ABCD"]
    found = book(("台账", [HEAD, ROW, (None,) * 4, ("a-2", *ROW[1:])]), change=merging(*areas))
    assert (ids(found), found.faults) == (["a-1", "a-2"], ())


@pytest.mark.parametrize(
    ("first", "second", "start", "end"),
    [(datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11, 30), datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11, 30)),
     ("2026-12-04 9:00", "11:30", datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11, 30)),
     (datetime(2026, 12, 4), datetime(2026, 12, 6), date(2026, 12, 4), date(2026, 12, 6)),
     (datetime(2026, 12, 4), time(14, 30), datetime(2026, 12, 4, 14, 30), datetime(2026, 12, 4, 15, 30)),
     ("2026年12月4日", "上午9:00-11:00", datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11))],
)  # fmt: skip
def test_a_merged_head_over_a_time_has_two_halves(first: Any, second: Any, start: Any, end: Any) -> None:
    """活动时间 over two columns: beginning and end, or day and hour."""
    found = book(
        ("台账", [("编号", "名称", "活动时间", None, "乡镇"), ("a-1", "宪法", first, second, "青石镇")]),
        change=merging("C1:D1"),
    )
    assert found.faults == ()
    assert [(r.start, r.end) for r in found.records] == [(start, end)]


def test_a_merged_head_over_anything_else_is_told() -> None:
    """地点 over two columns: the second has no name."""
    found = book(("台账", [(*HEAD, "地点", None), (*ROW, "青石村", "礼堂")]), change=merging("E1:F1"))
    assert said(found) == [("E050", "F列没有列名，却有内容，如“礼堂”（第2行）")]
    assert "E1:F1 合并了" in found.faults[0].hint


@pytest.mark.slow
def test_many_merged_ranges_over_one_another_end() -> None:
    """Made to cover more cells than any sheet holds: refused at once."""
    refs = "".join('<mergeCell ref="A1:GR5000"/>' for _ in range(2000))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_bytes(("台账", [HEAD, *[(i,) for i in range(4999)]])))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", f"</sheetData><mergeCells>{refs}</mergeCells>".encode())
                part = part.replace(b'<c r="D1"', b'<c r="GR1"')
            new.writestr(name, part)
    assert codes(parse_events("a.xlsx", ".xlsx", out.getvalue())) == ["E005"]


def _bytes(*sheets: tuple[str, list[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, lines in sheets:
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# --- hidden and struck through ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_left_out_and_named(state: str) -> None:
    """Their ids are kept, so that publishing can ask."""

    def hide(made: Workbook) -> None:
        made["旧表"].sheet_state = state

    found = book(
        ("台账", [HEAD, ROW]), ("旧表", [HEAD, ("a-9", "作废的一场", "2026-12-09", "青石镇"), ("合计", 1)]), change=hide
    )
    assert ids(found) == ["a-1"]
    assert said(found) == [("W230", "隐藏的工作表“旧表”没有读，里面有1行，如“作废的一场”")]
    assert found.left_out == (LeftOut("a.xlsx", "隐藏的工作表“旧表”", ("a-9",)),)


def test_a_hidden_sheet_counts_its_events_and_not_its_head() -> None:
    """Nor does a day stand for what is there, where something says more."""

    def hide(made: Workbook) -> None:
        made["旧表"].sheet_state = "hidden"

    old = [("编号", "名称", "开始"), ("a-8", "灯谜", "2026年12月10日（星期四）"), ("a-9", "讲座", "2026年12月9日")]
    found = book(("台账", [HEAD, ROW]), ("旧表", old), change=hide)
    assert said(found) == [("W230", "隐藏的工作表“旧表”没有读，里面有2行，如“灯谜”")]


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    """A filter that was saved hides rows; a column of zero width hides what it has."""

    def hide(made: Workbook) -> None:
        made.active.auto_filter.ref = "A1:E6"
        for row in (2, 3, 5):
            made.active.row_dimensions[row].hidden = True
        made.active.column_dimensions["E"].hidden = True

    found = book(("台账", [(*HEAD, "地点"), *rows(5, "礼堂")]), change=hide)
    assert ids(found) == [f"a-{i}" for i in range(1, 6)]
    assert said(found) == [
        ("N410", "工作表“台账”第2—3行在 Excel 里是隐藏的，照常读了，如“宪法故事1”"),
        ("N410", "工作表“台账”第5行在 Excel 里是隐藏的，照常读了，如“宪法故事4”"),
        ("N410", "E列（地点）在 Excel 里是隐藏的，照常读了，如“礼堂”"),
    ]


def strike(row: int, cells: int) -> Callable[[Workbook], None]:
    def change(made: Workbook) -> None:
        for cell in made.active[row][:cells]:
            cell.font = Font(strike=True)

    return change


def test_struck_through_rows_are_left_out_and_told() -> None:
    """All that a row says is crossed out; its serial number and remark do not matter."""
    head = (*HEAD, "备注")
    found = book(("台账", [head, *rows(3, "雨天")]), change=strike(3, 4))
    assert ids(found) == ["a-1", "a-3"]
    assert said(found) == [("W231", "工作表“台账”第3行划了删除线，没有读，如“宪法故事2”")]
    assert found.left_out == (LeftOut("a.xlsx", "工作表“台账”里划了删除线的行", ("a-2",)),)


def strike_at(*places: str) -> Callable[[Workbook], None]:
    def change(made: Workbook) -> None:
        for place in places:
            made.active[place].font = Font(strike=True)

    return change


def test_a_cell_struck_through_is_left_out_and_told() -> None:
    """A former place crossed out: the event stands, without it."""
    found = book(("台账", [(*HEAD, "地点"), *rows(2, "旧礼堂")]), change=strike_at("E3"))
    assert [(r.id, r.venue) for r in found.records] == [("a-1", "旧礼堂"), ("a-2", "")]
    assert said(found) == [("W231", "第3行的“地点”划了删除线，没有读：“旧礼堂”")]
    assert found.faults[0].span.cell == "工作表“台账” E3"


def test_a_needed_cell_struck_through_is_an_error() -> None:
    """One message, at the cell."""
    found = book(("台账", [HEAD, *rows(2)]), change=strike_at("B3"))
    assert said(found) == [("E022", "这一行的“名称”划了删除线，等于没有写")]
    assert found.faults[0].span.cell == "工作表“台账” B3"


def test_an_hour_struck_through_is_none() -> None:
    """In a column of its own; the day stands."""
    lines = [("编号", "名称", "日期", "时间", "乡镇"), ("a-1", "宪法", "2026-12-04", "9:00", "青石镇")]
    found = book(("台账", lines), change=strike_at("D2"))
    assert [r.start for r in found.records] == [date(2026, 12, 4)]
    assert said(found) == [("W231", "第2行的“时间”划了删除线，没有读：“9:00”")]


def test_a_merged_cell_struck_through_says_nothing_to_its_rows() -> None:
    """Neither to the first nor to those below."""

    def change(made: Workbook) -> None:
        merging("E2:E3")(made)
        strike_at("E2")(made)

    first, second = rows(2)
    found = book(("台账", [(*HEAD, "地点"), (*first, "旧礼堂"), second]), change=change)
    assert [r.venue for r in found.records] == ["", ""]
    assert said(found) == [("W231", "第2行的“地点”划了删除线，没有读：“旧礼堂”")]


RUNS = [("旧礼堂", True), ("、", False), ("新礼堂", False)]


def test_words_of_a_text_struck_through_are_left_out_and_told() -> None:
    """In the cell itself, as some programs write it."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def cross(made: Workbook) -> None:
        made.active["E2"] = CellRichText(*(TextBlock(InlineFont(strike=struck), word) for word, struck in RUNS))

    found = book(("台账", [(*HEAD, "地点"), *rows(2, "礼堂")]), change=cross)
    assert [r.venue for r in found.records] == ["新礼堂", "礼堂"]
    assert said(found) == [("W231", "第2行的“地点”里划掉了“旧礼堂”，只读了“新礼堂”")]


@pytest.mark.parametrize("kept", ["新礼堂", " "])
def test_words_of_a_shared_text_struck_through(kept: str) -> None:
    """As Excel writes it, with a reading aid; where nothing but a space is left, the whole cell is struck."""
    runs = (
        "<si><r><rPr><strike/></rPr><t>旧礼堂</t></r>\n "
        f'<r><t xml:space="preserve">{kept}</t></r><rPh sb="0" eb="1"><t>xin</t></rPh></si>'
    )
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_bytes(("台账", [(*HEAD, "地点"), (*ROW, "礼堂")])))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name).decode()
            new.writestr(name, re.sub('<c r="E2".*?</c>', '<c r="E2" t="s"><v>0</v></c>', part))
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{runs}</sst>')
    found = parse_events("a.xlsx", ".xlsx", out.getvalue())
    assert [r.venue for r in found.records] == [kept.strip()]
    words = "里划掉了“旧礼堂”，只读了“新礼堂”" if kept.strip() else "划了删除线，没有读：“旧礼堂”"
    assert said(found) == [("W231", f"第2行的“地点”{words}")]


def test_text_struck_through_run_by_run() -> None:
    """Excel keeps lines that were drawn through a part of a cell's text in the text itself."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def cross(made: Workbook) -> None:
        for cell in made.active[2]:
            cell.value = CellRichText(TextBlock(InlineFont(strike=True), str(cell.value)))

    assert ids(book(("台账", [HEAD, *rows(2)]), change=cross)) == ["a-2"]


# --- times, words, texts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "cells", "start", "end"),
    [("日期,时间", "2026-12-04,9:00", datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 10)),
     ("时间,日期", "9:00-11:00,2026年12月4日", datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11)),
     ("活动日期,活动时间", "2026/12/4,全天", date(2026, 12, 4), date(2026, 12, 4)),
     ("日期,开始时间,结束时间", "2026/12/4,下午2:30,16:00", datetime(2026, 12, 4, 14, 30), datetime(2026, 12, 4, 16)),
     ("开始日期,开始时间,结束日期,结束时间", "2026-12-4,9:00,2026-12-5,17:00", datetime(2026, 12, 4, 9), datetime(2026, 12, 5, 17)),
     ("开始日期,结束日期", "2026-12-4,2026-12-6", date(2026, 12, 4), date(2026, 12, 6)),
     ("日期,时间", "2026-12-04,2026-12-04 9:00", datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 10)),
     ("日期,时间", "2026/12/4 0:00,9:00", datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 10))],
)  # fmt: skip
def test_day_and_hour_in_two_columns_are_one_time(head: str, cells: str, start: Any, end: Any) -> None:
    """In either order, with an end or without."""
    found = text(f"编号,名称,乡镇,{head}\na-1,宪法,青石镇,{cells}\n")
    assert found.faults == ()
    assert [(r.start, r.end) for r in found.records] == [(start, end)]


@pytest.mark.parametrize(
    ("cells", "message"),
    [("2026-12-04 9:00,10:00", "钟点写了两次：“2026-12-04 9:00”和“10:00”"), ("2026-12-04,2026-12-05 9:00", "两列写的不是同一天：“2026-12-04”和“2026-12-05 9:00”"),
     (",9:00", "有钟点，却没有日期"), ("2026-12-04,上午", "看不懂日期后面的“上午”")],
)  # fmt: skip
def test_two_columns_that_do_not_go_together_are_told_at_the_second(cells: str, message: str) -> None:
    """Nothing is guessed."""
    found = text(f"编号,名称,乡镇,日期,时间\na-1,宪法,青石镇,{cells}\n")
    assert [(d.message, d.span.column) for d in found.faults] == [(message, 5)]


@pytest.mark.parametrize(
    ("cells", "cell", "words"),
    [("46360,9:00", "D", "“46360”是 Excel 存日期用的序号，就是“2026-12-04”"), ("46360.375,", "D", "就是“2026-12-04 09:00”"), ("腊八,9:00", "D", "看不懂日期“腊八”"),
     ("2026-12-04,0.375", "E", "“0.375”是 Excel 存钟点用的小数，就是“9:00”"), ("2026-12-04,.6041666667", "E", "就是“14:30”"), ("2026-12-04,46360.375", "E", "就是“2026-12-04 09:00”"),
     ("46360,0.375", "D", "就是“2026-12-04”")],
)  # fmt: skip
def test_a_number_of_excel_is_told_in_the_cell_that_has_it(cells: str, cell: str, words: str) -> None:
    """The hint says to choose its column: it must not be the one beside it."""
    (fault,) = text(f"编号,名称,乡镇,日期,时间\na-1,宪法,青石镇,{cells}\n").faults
    assert (fault.code, fault.span.cell) == ("E024", f"第2行 {cell}列")
    assert words in fault.message


def test_an_end_that_is_a_fraction_is_told_for_the_hour_it_is() -> None:
    """In a column of its own and below a merged head."""
    (fault,) = text("编号,名称,乡镇,日期,开始时间,结束时间\na-1,宪法,青石镇,2026-12-04,9:00,0.4375\n").faults
    assert (fault.span.cell, "就是“10:30”" in fault.message) == ("第2行 F列", True)
    lines = [("编号", "名称", "活动时间", None, "乡镇"), ("a-1", "宪法", "2026-12-04 9:00", 0.4375, "青石镇")]
    (fault,) = book(("台账", lines), change=merging("C1:D1")).faults
    assert (fault.span.cell.endswith("D2"), "就是“10:30”" in fault.message) == (True, True)


def test_two_columns_of_one_kind_are_still_one_too_many() -> None:
    """Two days, two hours: nobody knows which."""
    assert "E020" in codes(text("编号,名称,乡镇,日期,活动日期\na-1,宪法,青石镇,2026-12-04,2026-12-05\n"))


@pytest.mark.parametrize(
    ("cells", "start", "end"),
    [("2026/12/4 0:00,", date(2026, 12, 4), date(2026, 12, 4)), ("2026/12/4 0:00:00,2026/12/6 0:00:00", date(2026, 12, 4), date(2026, 12, 6)),
     ("2026-12-04 00:00,2026-12-06", date(2026, 12, 4), date(2026, 12, 6)), ("2026/12/4,2026/12/6 0:00", date(2026, 12, 4), date(2026, 12, 6)),
     ("2026/12/31 0:00,2026/12/31 2:00", datetime(2026, 12, 31), datetime(2026, 12, 31, 2)),
     ("2026/12/31 20:00,2027/1/1 0:00", datetime(2026, 12, 31, 20), datetime(2027, 1, 1))],
)  # fmt: skip
def test_midnight_in_a_csv_is_a_day_as_in_the_workbook(cells: str, start: Any, end: Any) -> None:
    """But where the other end has an hour, it is an hour too."""
    found = text(f"编号,名称,乡镇,开始,结束\na-1,宪法,青石镇,{cells}\n")
    assert found.faults == ()
    assert [(r.start, r.end) for r in found.records] == [(start, end)]


@pytest.mark.parametrize(
    ("number", "day"), [("46329", "2026-11-03"), ("46329.375", "2026-11-03 09:00"), ("４６３２９", "2026-11-03")]
)
def test_a_serial_number_is_told_for_the_day_it_is(number: str, day: str) -> None:
    """Not used: whoever sees the number must say that it is right."""
    (fault,) = text(f"{','.join(HEAD)}\na-1,宪法,{number},青石镇\n").faults
    assert (fault.code, "Excel 存日期用的序号" in fault.message, f"就是“{day}”" in fault.message) == (
        "E024",
        True,
        True,
    )


@pytest.mark.parametrize("word", ["同上", "〃", '"', "同前"])
def test_as_above_is_no_value(word: str) -> None:
    """In any column that is read; a remark may say so."""
    quoted = word.replace('"', '""')
    found = text(f'编号,名称,开始,乡镇,地点,备注\na-1,宪法,2026-12-04,青石镇,"{quoted}","{quoted}"\n')
    assert said(found) == [("E053", f"“地点”里写的是“{word}”")]
    assert found.records[0].venue == ""


@pytest.mark.parametrize(
    ("content", "is_"),
    [("第一行_x000D_\n第二行", "第一行\n第二行"), ("第一行_x000d_第二行_x000D_", "第一行\n第二行"), ("_x4E2D_文", "中文"), ("a_x005F_x000D_b", "a_x000D_b"),
     ("_xD83D__xDE00_", "\U0001f600"), ("_x12_", "_x12_")],
)  # fmt: skip
def test_characters_that_a_workbook_writes_as_numbers(content: str, is_: str) -> None:
    """As Excel shows them."""
    found = book(("台账", [(*HEAD, "简介"), (*ROW, content)]))
    assert found.faults == ()
    assert found.records[0].summary == is_


def test_a_return_that_an_export_copied_into_a_csv() -> None:
    """The same mark of other programs."""
    found = text(f'{",".join(HEAD)},简介\na-1_x000D_,宪法,2026-12-04,青石镇,"一_x000D_\n二"\n')
    assert (found.records[0].id, found.records[0].summary, found.faults) == ("a-1", "一\n二", ())


# --- marks between cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", "\t", ";", "|", "，", "；", "｜"])
@pytest.mark.parametrize("noise", ["，" * 9, ";" * 9, "|" * 9, "\t" * 9, "," * 9])
def test_the_mark_is_the_one_that_gives_a_head(mark: str, noise: str) -> None:
    """However many others there are in the texts."""
    quoted = f'"{noise}"' if mark in noise else noise
    found = text(f"{mark.join((*HEAD, '简介'))}\n{mark.join((*ROW, f'一{quoted}二' if quoted == noise else quoted))}\n")
    assert ids(found) == ["a-1"]
    assert found.faults == ()


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;;", "\ufeffsep=;"])
def test_what_the_first_line_says_is_obeyed(first: str) -> None:
    """Excel obeys it too and does not count it."""
    found = text(f"{first}\n{';'.join(HEAD)}\na-1;宪法,民法典,刑法,治安,信访;2026-12-04;青石镇\na-2;灯谜;;青石镇\n")
    assert ids(found) == ["a-1", "a-2"]
    assert found.records[0].title == "宪法,民法典,刑法,治安,信访"
    assert [(d.code, d.span.line, d.span.cell) for d in found.faults] == [("E022", 4, "第3行 A列")]


def test_a_quote_that_swallows_rows_is_told() -> None:
    """An opening mark without its partner takes in all rows up to the next one: they would be a long text."""
    lines = [",".join((*r, "讲解")) for r in rows(5)]
    lines[1] = lines[1].replace("讲解", '"讲解')
    lines[3] = lines[3].replace("讲解", '讲解"')
    found = text("\n".join([",".join((*HEAD, "简介")), *lines]))
    assert [(d.code, d.span.line) for d in found.faults] == [("E007", 3)]


# --- files -------------------------------------------------------------------------------------------------------


CSV = f"{','.join(HEAD)}\n{','.join(ROW)}\n".encode()
LABEL = b"".join(
    len(w).to_bytes(2, "little") + b"\1" + w.encode("utf-16-le") for w in ("活动名称", "活动时间", "乡镇", "参加人数")
)
ODS = (
    "<table:table-row>"
    + "".join(f"<text:p>{w}</text:p>" for w in ("名称", "时间", "地点", "人数"))
    + "</table:table-row>"
)


def zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "steps"),
    [("活动台账.xlsx", _bytes(("台账", [("青石镇",), HEAD, ROW])), "把名字改成以 events 开头"), ("台账.csv", CSV, "把名字改成以 events 开头"),
     ("台账2026.CSV", CSV.decode().encode("gb18030"), "把名字改成以 events 开头"), ("events.txt", CSV, "改名为 .csv"), ("events-1.xlsm", _bytes(("台账", [HEAD, ROW])), "另存为 .xlsx"),
     ("events.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + LABEL, "另存为 .xlsx"), ("台账.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + LABEL, "另存为 .xlsx"),
     ("台账.ods", zipped("content.xml", ODS), "另存为 .xlsx"), ("导出.xls", "<html><tr><td>名称</td><td> 时间 </td><td>地点</td></tr></html>".encode(), "另存为 .xlsx"),
     ("统计.xlsx", _bytes(("普法", [("时间", "村（社区）", "内容", "人次"), ("1月6日", "迎宾村", "宪法", 3)])), "以 events 开头"), ("events/一月.txt", CSV, "改名为 .csv")],
)  # fmt: skip
def test_what_looks_like_a_ledger_by_another_name_is_an_error(base: Path, name: str, data: bytes, steps: str) -> None:
    """It says what to do, whatever the format."""
    kit.put(base, f"campaigns/xianfa/{name}", data)
    (fault,) = kit.look(base)
    assert (fault.code, fault.span.path) == ("E054", f"campaigns/xianfa/{name}")
    assert steps in fault.hint


LISTED = "- id: x-1\n  title: 宪法\n  start: 2026-12-04\n  township: 青石镇\n"


@pytest.mark.parametrize(
    ("path", "data", "message", "steps"),
    [("campaigns/xianfa/二季度/events.xlsx", _bytes(("台账", [HEAD, ROW])), "台账，可放的地方", "移到 campaigns/xianfa/events/ 里面"),
     ("campaigns/xianfa/归档/旧/台账.csv", CSV, "台账，可放的地方", "移到 campaigns/xianfa/events/ 里面"),
     ("campaigns/xianfa/events/2026/一月.csv", CSV, "台账，可放的地方", "移到 campaigns/xianfa/events/ 里面"),
     ("campaigns/xianfa/sub/a/b/c/events.yml", LISTED, "活动，可放的地方", "移到 campaigns/xianfa/events/ 里面"),
     ("campaigns/xianfa/二季度/台账.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + LABEL, "台账，可放的地方", "另存为 .xlsx，移到 campaigns/xianfa/events/"),
     ("campaigns/xianfa/Events/events.csv", CSV, "台账，可放的地方", "把文件夹“Events”改名为小写的 events"),
     ("campaigns/xianfa/2026.yml", LISTED, "活动，可名字或格式", "把名字改成以 events 开头"),
     ("campaigns/xianfa/活动.yaml", f"活动:\n{LISTED}", "活动，可名字或格式", "把名字改成以 events 开头"),
     ("campaigns/xianfa/一场.yml", LISTED.replace("- ", "  ").replace("  ", ""), "活动，可名字或格式", "把名字改成以 events 开头"),
     ("campaigns/events.yml", LISTED, "活动，可放的地方", "放进专项的文件夹，名字以 events 开头"),
     ("campaigns/台账.csv", CSV, "台账，可放的地方", "放进专项的文件夹，名字以 events 开头"),
     ("campaigns/events.txt", CSV, "台账，可放的地方", "改名为 .csv，放进专项的文件夹，名字以 events 开头")],
)  # fmt: skip
def test_events_that_lie_where_nobody_reads_are_an_error(
    base: Path, path: str, data: bytes | str, message: str, steps: str
) -> None:
    """Each with all that is to be done, at once; and once it is done they are read."""
    kit.put(base, path, data)
    (fault,) = kit.look(base)
    assert (fault.code, fault.span.path) == ("E054", path)
    assert message in fault.message
    assert steps in fault.hint


def test_a_folder_without_events_is_only_unused(base: Path) -> None:
    """Photographs, lists, what an office program left behind, another campaign's draft; told once for the folder."""
    kit.put(base, "campaigns/xianfa/photos/a/名单.csv", "姓名,单位\n甲,青石司法所\n")
    kit.put(base, "campaigns/xianfa/photos/~$events.csv", CSV)
    kit.put(base, "campaigns/xianfa/photos/campaign.yml", "名称: 宪法周\n开始: 2026-12-01\n结束: 2026-12-07\n")
    kit.put(base, "campaigns/xianfa/photos/阵地.yml", "- 名称: 公园\n  乡镇: 青石镇\n")
    assert [(d.code, d.span.path, d.message) for d in kit.look(base)] == [
        ("W204", "campaigns/xianfa/photos", "这个文件夹没有被使用")
    ]


def test_a_folder_too_deep_to_look_into_is_told(base: Path) -> None:
    """Not passed over: events may lie there."""
    kit.put(base, "campaigns/xianfa/" + "a/" * 14 + "events.csv", CSV)
    assert [d.code for d in kit.look(base)] == ["E005"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("名单.xlsx", _bytes(("名单", [("姓名", "单位"), ("甲", "青石司法所")]))), ("阵地.csv", "编号,名称,乡镇\na,公园,青石镇\n".encode()), ("预算.xls", b"\xd0\xcf\x11\xe0" + bytes(600)),
     ("坏.xlsx", b"PK\3\4"), ("文.txt", "名称和时间，地点待定\n".encode()), ("空.csv", b""), ("图.ods", zipped("content.xml", "<a>名称</a>")), ("图.txt", b"\x89PNG\0\0")],
)  # fmt: skip
def test_other_tables_are_only_unused(base: Path, name: str, data: bytes) -> None:
    """Nothing of them is published, and nobody takes them for a ledger."""
    kit.put(base, f"campaigns/xianfa/{name}", data)
    assert [d.code for d in kit.look(base)] == ["W204"]


# --- words -------------------------------------------------------------------------------------------------------


def test_equal_faults_of_a_column_are_told_once_in_text_and_each_in_json() -> None:
    """With how many there are, where, and what stands there; two are few enough to be shown."""
    lines = [f"a-{i},宪法,{46300 + i},青石镇,{'待定' if i < 3 else 40}" for i in range(1, 41)]
    found = text("\n".join(["编号,名称,开始,乡镇,参加人数", *lines]))
    shown = format_text(found.faults, lambda _path, _line: None)
    assert len(re.findall(r"E024", shown)) == 1
    assert len(re.findall(r"E025", shown)) == 2
    assert "这一列共有40处同样的问题，还有：第3、4、5、6、7、8、9、10行等（“46302”" in shown
    assert format_json(found.faults).count('"E024"') == 40


def test_faults_with_a_mend_of_their_own_keep_it() -> None:
    """Each row's proposed id is shown."""
    from generator.base.diagnostics import Diagnostic, Span

    faults = [
        Diagnostic(
            "E114",
            Span("a.xlsx", i, 1, 1, f"工作表“台账” A{i}"),
            f"“讲座{i}”没有编号",
            f"可以写：编号: x-{i}",
            fix=("id", f"x-{i}"),
        )
        for i in range(2, 6)
    ]
    shown = format_text(faults, lambda _path, _line: None)
    assert "还有：第3行 x-3，第4行 x-4，第5行 x-5" in shown


def test_a_workbook_that_was_changed_by_hand_still_reads(tmp_path: Path) -> None:
    """What a test makes is what Excel would: read back with another library, it has the same rows."""
    kit.workbook(tmp_path / "a.xlsx", ("台账", [HEAD, *rows(3)]))
    read = load_workbook(tmp_path / "a.xlsx").active
    assert [c.value for c in read["A"]][1:] == ids(parse_events("a.xlsx", ".xlsx", (tmp_path / "a.xlsx").read_bytes()))


@pytest.mark.parametrize(
    ("head", "cells"),
    [("日期,时间,结束时间", "2026-12-04,0:00,0:00"), ("日期,时间,结束时间", "2026/12/4 0:00,00:00,0:00:00"), ("日期,时间,结束时间", "2026-12-04,,0：00"),
     ("日期,时间", "2026-12-04,0:00"), ("开始,结束", "2026-12-04 0:00,0:00"), ("开始,结束", "2026-12-04,0:00"),
     ("开始日期,开始时间,结束日期,结束时间", "2026-12-4,0:00,2026-12-4,0:00")],
)  # fmt: skip
def test_midnight_to_midnight_is_a_whole_day(head: str, cells: str) -> None:
    """In one column or in several: nothing lasts no time."""
    found = text(f"编号,名称,乡镇,{head}\na-1,宪法,青石镇,{cells}\n")
    assert found.faults == ()
    assert [(r.start, r.end) for r in found.records] == [(date(2026, 12, 4), date(2026, 12, 4))]


def test_a_cell_of_midnight_in_a_workbook() -> None:
    """Cells that hold hours; an end of its own hour stays one."""
    head = ("编号", "名称", "日期", "时间", "乡镇", "结束时间")
    day, none = datetime(2026, 12, 4), time(0, 0)
    lines = [("a-1", "宪法", day, none, "青石镇", none), ("a-2", "灯会", day, none, "青石镇", time(2, 0))]
    found = book(("台账", [head, *lines]))
    assert found.faults == ()
    assert [(r.start, r.end) for r in found.records] == [
        (date(2026, 12, 4), date(2026, 12, 4)),
        (day, datetime(2026, 12, 4, 2)),
    ]


# --- beside a table ----------------------------------------------------------------------------------------------


def test_rows_filled_only_beside_the_table_are_told() -> None:
    """Five events in columns without names, and nothing else in their rows: one fault for the block."""
    beside = [(None,) * 6 + (f"b-{i}", f"反诈专题讲座{i}", f"2026-11-{i:02d}", "云溪街道") for i in range(1, 6)]
    found = book(("台账", [HEAD, ROW, *beside]))
    assert ids(found) == ["a-1"]
    assert said(found) == [("E050", "G—J列没有列名，却有内容，如“反诈专题讲座1”（第3—7行）")]
    assert found.faults[0].span.cell == "工作表“台账” G3"


def test_lone_cells_beside_a_table_are_told_by_their_columns() -> None:
    """In a CSV; a remark in the same row hides nothing, and a total below is still a total."""
    found = text(
        "编号,名称,开始,乡镇,备注\na-1,宪法,2026-12-04,青石镇,\n,,,,,灯谜 12月5日 礼堂\n,,,,雨天,,,展览\n,,,,,,,12\n合计,,,,,,,3\n"
    )
    assert said(found) == [
        ("W232", "第4行只有备注，没有读，如“雨天”"),
        ("E050", "F列没有列名，却有内容，如“灯谜 12月5日 礼堂”（第3行）"),
        ("E050", "H列没有列名，却有内容，如“展览”（第4—5行）"),
    ]


def test_two_tables_with_heads_in_one_row_are_both_read() -> None:
    """The second quarter to the right of the first, an empty column between."""
    lines = [(*HEAD, None, *HEAD), (*ROW, None, "b-1", *ROW[1:]), (None,) * 5 + ("b-2", *ROW[1:])]
    found = book(("台账", [("青石镇台账",), *lines]))
    assert (sorted(ids(found)), found.faults) == (["a-1", "b-1", "b-2"], ())


@pytest.mark.parametrize("first", [(), ("a-2", "灯谜", "2026-12-05", "青石镇")])
def test_a_table_that_begins_beside_another_is_read_and_ends_none(first: tuple[str, ...]) -> None:
    """Its head stands in a row of the first table, or in an empty one; the rows below belong to both."""
    lines = [
        HEAD,
        ROW,
        (*(first or (None,) * 4), None, *HEAD),
        ("a-3", "讲座", "2026-12-06", "青石镇", None, "b-1", *ROW[1:]),
        ("a-4", "展览", "2026-12-07", "青石镇"),
    ]
    found = book(("台账", lines))
    assert sorted(ids(found)) == ["a-1", *(["a-2"] if first else []), "a-3", "a-4", "b-1"]
    assert found.faults == ()


def test_a_table_to_the_left_of_another_and_a_head_again() -> None:
    """The right one goes on beside it."""
    gap = (None,) * 5
    lines = [
        (*gap, *HEAD),
        (*gap, "b-1", *ROW[1:]),
        HEAD,
        (*ROW, None, "b-2", *ROW[1:]),
        HEAD,
        ("a-2", *ROW[1:], None, "b-3", *ROW[1:]),
    ]
    found = book(("台账", lines))
    assert (sorted(ids(found)), found.faults) == (["a-1", "a-2", "b-1", "b-2", "b-3"], ())


# --- lines of one cell ---------------------------------------------------------------------------------------------

TOLD = [
    "4月15日 双塔街道 国家安全宣讲", "4月20号贺村集市宣讲一场，到场86人", "2026-4-20 民法典进社区", "4.20 贺村集市宣讲", "五月八日民法典进社区",
    "民法典进社区 2026年5月8日", "20260420反诈宣讲进校园", "4月20日至22日贺村镇集市宣讲", "一、4月20日贺村集市宣讲", "共青团4月20日进校园宣讲1场",
    "贺村集市宣讲（4月20日）", "４月２０日 贺村集市宣讲", "12月4日宪法宣传活动",
]  # fmt: skip
TITLES = [
    "江山市2026年普法台账（截至2026年12月31日）", "填报日期：2026-1-5", "2026年1月1日至12月31日普法活动情况", "青石司法所 2026年12月31日", "2026年12月4日 星期五",
    "青石镇2026年12月4日国家宪法日活动登记表", "“12.4”国家宪法日系列活动", "12·4国家宪法日系列活动", "统计时间：2026年1月1日—2026年12月31日", "请各所于12月31日前报送司法局",
    "浙司〔2026〕12号", "数据截止到12月31日，由各所填报", "2026年4月普法工作", "2026.12.31", "附件1", "司法局普法科2026年3月2日印发",
]  # fmt: skip


@pytest.mark.parametrize("line", TOLD)
def test_a_line_with_a_day_and_what_was_done_is_no_title(line: str) -> None:
    """Above a head it is told, and so on a sheet of lines beside a sheet with a head."""
    assert said(book(("台账", [(line,), HEAD, ROW]))) == [
        ("E052", f"工作表“台账”第1行在表头上面，没有读，如“{line[:20]}”")
    ]
    assert said(book(("台账", [HEAD, ROW]), ("补充", [("补充活动",), (line,), (line,)]))) == [
        ("W230", f"工作表“补充”没有表头，2行没有读，如“{line[:20]}”")
    ]


@pytest.mark.parametrize("line", TITLES)
def test_a_title_with_a_day_is_a_title(line: str) -> None:
    """Who reports, as of when, for which time."""
    found = book(("台账", [(line,), HEAD, ROW]), ("说明", [(line,)]))
    assert (ids(found), found.faults) == (["a-1"], ())


def test_a_day_beside_what_was_done_is_no_title() -> None:
    """Two cells above a head; a ledger's name beside the day of the report is one."""
    lines = [("反诈宣讲活动", "2026-04-20"), ("青石镇普法台账", "2026-12-31"), HEAD, ROW]
    assert said(book(("台账", lines))) == [("E052", "工作表“台账”第1行在表头上面，没有读，如“反诈宣讲活动”")]


def test_dated_lines_where_no_sheet_has_a_head() -> None:
    """Then nothing is read at all: an error."""
    assert said(book(("补充", [("4月20日贺村集市宣讲一场，到场86人",)]))) == [
        ("E008", "工作表“补充”里找不到表头，1行没有读，如“4月20日贺村集市宣讲一场，到场86人”")
    ]
