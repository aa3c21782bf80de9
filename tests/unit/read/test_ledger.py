"""Ledgers from Excel and WPS become rows of text with places, and a bad one is a fault, not a crash."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import pytest
from sites import kit

from generator.decode.ledger import decode_ledger, is_head
from generator.read.ledger import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Sheet, column_name, read_csv, read_xlsx

HEAD = ("编号", "名称", "开始", "乡镇")
ROW = ("a-1", "宪法", "2026-12-04", "青石镇")


def rows_of(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows]


def csv_codes(data: str | bytes) -> list[tuple[str, int]]:
    _, faults = read_csv("a.csv", data if isinstance(data, bytes) else data.encode(), is_head)
    return [(d.code, d.span.line) for d in faults]


def xlsx(tmp_path: Path, *sheets: tuple[str, list[Any]]) -> bytes:
    kit.workbook(tmp_path / "a.xlsx", *sheets)
    return (tmp_path / "a.xlsx").read_bytes()


def xlsx_code(data: bytes) -> str:
    sheets, faults = read_xlsx("a.xlsx", data, is_head)
    assert sheets == []
    (fault,) = faults
    assert fault.hint
    return fault.code


def raw_xlsx(sheet: bytes, **parts: bytes) -> bytes:
    """A workbook put together by hand, as Excel never would."""
    relations = (
        b'<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    files = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": b'<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet1.xml": sheet,
        **{name.replace("__", "/"): data for name, data in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("mark", [",", "\t", ";", "，"])
def test_every_mark_between_cells(mark: str) -> None:
    """Commas, tabs, semicolons and full-width commas."""
    (sheet,), faults = read_csv("a.csv", f"{mark.join(HEAD)}\n{mark.join(ROW)}\n".encode(), is_head)
    assert faults == []
    assert rows_of(sheet) == [list(ROW)]


def test_title_rows_before_the_head_are_passed_over() -> None:
    """A ledger's heading, blank rows and trailing commas are no events; rows keep their numbers."""
    text = f"云溪县台账,,,\n,,,\n{','.join(HEAD)},,\n,,,\n{','.join(ROW)},,,\n"
    (sheet,), _ = read_csv("a.csv", text.encode(), is_head)
    assert rows_of(sheet) == [list(ROW)]
    assert (sheet.rows[0][2].line, sheet.rows[0][2].column, sheet.rows[0][2].cell) == (5, 3, "第5行 C列")


def test_cells_with_line_ends_keep_the_rows_place() -> None:
    """After a cell of two lines the next row is named by its line in the file and its number in Excel."""
    text = f'{",".join(HEAD)}\na-1,"宪法\n故事",2026-12-04,青石镇\n{",".join(ROW)}\n'
    (sheet,), _ = read_csv("a.csv", text.encode(), is_head)
    assert sheet.rows[0][1].text == "宪法\n故事"
    assert (sheet.rows[1][0].line, sheet.rows[1][0].cell) == (4, "第3行 A列")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [(b"", "E006", 0), (b" \n", "E006", 0),
     ('编号,名称,开始,乡镇\na,"b,c,d\n'.encode(), "E007", 2), ('编号,名称,开始,乡镇\na,"b"x,c,d\n'.encode(), "E007", 2),
     (b"\x00\x01\x02", "E002", 0), (b"a" * (20 * 1024 * 1024 + 1), "E005", 0)],
)  # fmt: skip
def test_unreadable_csv(data: bytes, code: str, line: int) -> None:
    """Nothing, torn quotes, no text, too much: each its own code."""
    assert csv_codes(data) == [(code, line)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [",".join(HEAD) + "\n" * (MAX_ROWS + 1) + "x", ",".join(HEAD) + "\n" + "a," * MAX_COLUMNS + "a\n",
     ",".join(HEAD) + "\n" + ("a," * (MAX_COLUMNS - 1) + "a\n") * (MAX_CELLS // MAX_COLUMNS + 1)],
    ids=["rows", "columns", "cells"],
)  # fmt: skip
def test_csv_has_limits(text: str) -> None:
    """Rows, columns and cells beyond the limits are refused before they are copied."""
    assert csv_codes(text) == [("E005", 0)]


def test_a_million_empty_columns_are_no_columns() -> None:
    """Commas that Excel left behind cost nothing."""
    assert csv_codes(",".join(HEAD) + "," * 1_000_000 + "\n" + ",".join(ROW) + "\n") == []


def test_csv_formulas_are_marked() -> None:
    """A cell that begins with = is known to the decoder."""
    (sheet,), _ = read_csv("a.csv", f"{','.join(HEAD)}\na-1,=B1,2026-12-04,青石镇\n".encode(), is_head)
    assert sheet.formulas == {(2, 2)}


def test_workbook_types_become_text(tmp_path: Path) -> None:
    """Dates, moments, clock times, whole floats and booleans come out as an officer would write them."""
    row = ("a-1", "宪法", datetime(2026, 12, 4, 9), "青石镇", date(2026, 12, 4), clock(11, 30), 120.0, 1.5, True, None)
    (sheet,), faults = read_xlsx("a.xlsx", xlsx(tmp_path, ("台账", [HEAD + ("x",) * 6, row])), is_head)
    assert faults == []
    assert rows_of(sheet)[0] == [
        "a-1",
        "宪法",
        "2026-12-04 09:00",
        "青石镇",
        "2026-12-04",
        "11:30",
        "120",
        "1.5",
        "是",
        "",
    ]
    assert sheet.rows[0][2].cell == "工作表“台账” C2"


def test_workbook_edges_of_the_calendar(tmp_path: Path) -> None:
    """The last second that Excel knows is a date like others, not a broken workbook."""
    row = ("a-1", "宪法", datetime(9999, 12, 31, 23, 59, 59), "青石镇")
    (sheet,), faults = read_xlsx("a.xlsx", xlsx(tmp_path, ("台账", [HEAD, row])), is_head)
    assert faults == []
    assert rows_of(sheet)[0][2].startswith("9999-12-31")


def test_a_cover_sheet_does_no_harm(tmp_path: Path) -> None:
    """A sentence on a sheet of its own is no event; two sheets of events are both read."""
    second = ("a-2", *ROW[1:])
    data = xlsx(tmp_path, ("说明", [("先看这里",)]), ("一", [HEAD, ROW]), ("二", [("标题",), HEAD, second]))
    sheets, wrong = read_xlsx("a.xlsx", data, is_head)
    assert [(s.name, bool(s.head)) for s in sheets] == [("说明", False), ("一", True), ("二", True)]
    records, faults = decode_ledger("a.xlsx", sheets)
    assert ([r.id for r in records], wrong, faults) == (["a-1", "a-2"], [], ())


def test_workbook_formulas_are_found_in_their_sheet(tmp_path: Path) -> None:
    """Also in the second sheet, and also where the value is cached."""
    data = xlsx(tmp_path, ("说明", [("=1+1",)]), ("台账", [HEAD, ("a-1", '="宪"&"法"', "2026-12-04", "青石镇")]))
    (sheet,), _ = read_xlsx("a.xlsx", data, is_head)
    assert sheet.formulas == {(2, 2)}
    _, (fault,) = decode_ledger("a.xlsx", [sheet])
    assert (fault.code, fault.span.cell) == ("E029", "工作表“台账” B2")


ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")


def error_faults(sheets: list[Sheet]) -> list[tuple[str, str, str]]:
    _, faults = decode_ledger("a.xlsx", sheets)
    return [(d.code, d.span.cell, d.message) for d in faults]


@pytest.mark.parametrize("word", ERRORS)
def test_an_error_value_of_a_workbook_is_no_blank(tmp_path: Path, word: str) -> None:
    """Whatever the column, also the last one and the title: the cell and the value are named, and nothing else."""
    head = (*HEAD, "重复", "除外")
    row = ("a-1", "宪法", "2026-12-04", "青石镇", "每周五，到2026年12月31日", word)
    (sheet,), _ = read_xlsx("a.xlsx", xlsx(tmp_path, ("台账", [head, row])), is_head)
    assert error_faults([sheet]) == [("E029", "工作表“台账” F2", f"“除外”里是错误值“{word}”")]
    row = ("a-1", word, "2026-12-04", "青石镇", word)
    (sheet,), _ = read_xlsx("a.xlsx", xlsx(tmp_path, ("台账", [head, row])), is_head)
    assert error_faults([sheet]) == [
        ("E029", "工作表“台账” B2", f"“名称”里是错误值“{word}”"),
        ("E029", "工作表“台账” E2", f"“重复”里是错误值“{word}”"),
    ]


def test_an_error_value_is_not_used(tmp_path: Path) -> None:
    """The record has neither the value nor a blank that counts as one: it is not whole."""
    data = xlsx(tmp_path, ("台账", [HEAD, ("a-1", "#NAME?", "2026-12-04", "青石镇")]))
    sheets, _ = read_xlsx("a.xlsx", data, is_head)
    (record,), (fault,) = decode_ledger("a.xlsx", sheets)
    assert (record.title, record.whole) == ("", False)
    assert "改正公式" in fault.hint


def test_error_values_in_columns_that_are_not_read_do_no_harm(tmp_path: Path) -> None:
    """A remark is the office's own; a row with nothing else is no event."""
    head = (*HEAD, "备注")
    data = xlsx(tmp_path, ("台账", [head, (*ROW, "#REF!"), (None, None, None, None, "#N/A")]))
    (sheet,), _ = read_xlsx("a.xlsx", data, is_head)
    assert error_faults([sheet]) == []


def test_an_error_value_in_the_head_does_not_lose_a_column(tmp_path: Path) -> None:
    """The cells below it would be passed over without a word."""
    data = xlsx(tmp_path, ("台账", [(*HEAD, "#REF!"), (*ROW, "2026-12-11")]))
    (sheet,), _ = read_xlsx("a.xlsx", data, is_head)
    assert error_faults([sheet]) == [("E029", "工作表“台账” E1", "列名是错误值“#REF!”")]


def test_the_error_value_of_a_formula_is_told_as_such(tmp_path: Path) -> None:
    """Pasting the value of a broken formula would keep the error: the advice is another."""
    made = zipfile.ZipFile(io.BytesIO(xlsx(tmp_path, ("台账", [HEAD, ("a", "=A9", "2026-12-04", "乙")]))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in made.namelist():
            part = made.read(name)
            if name.endswith("sheet1.xml"):
                assert part.count(b"<v></v>") + part.count(b"<v />") + part.count(b"<v/>") == 1
                part = re.sub(rb"<v ?/>|<v></v>", b"<v>#REF!</v>", part).replace(b'<c r="B2"', b'<c t="e" r="B2"')
            archive.writestr(name, part)
    (sheet,), _ = read_xlsx("a.xlsx", out.getvalue(), is_head)
    assert sheet.formulas == sheet.errors == {(2, 2)}
    assert error_faults([sheet]) == [("E029", "工作表“台账” B2", "“名称”里是错误值“#REF!”")]


@pytest.mark.parametrize("word", [*ERRORS, "#SPILL!", "#n/a", " #REF! "])
def test_error_values_as_text_are_found_too(tmp_path: Path, word: str) -> None:
    """A CSV saved from a workbook has the words as plain text, and so has a cell whose values were pasted."""
    (sheet,), _ = read_csv("a.csv", f"{','.join(HEAD)}\na-1,{word},2026-12-04,青石镇\n".encode(), is_head)
    assert error_faults([sheet]) == [("E029", "第2行 B列", f"“名称”里是错误值“{word.strip()}”")]
    (sheet,), _ = read_xlsx("a.xlsx", xlsx(tmp_path, ("台", [HEAD, ("a", f"{word}", "2026-12-04", "乙")])), is_head)
    assert [fault[0] for fault in error_faults([sheet])] == ["E029"]


def test_a_number_sign_is_no_error_value() -> None:
    """A title may begin with one."""
    (sheet,), _ = read_csv("a.csv", f"{','.join(HEAD)}\na-1,#宪法宣传周#,2026-12-04,青石镇\n".encode(), is_head)
    assert error_faults([sheet]) == []


def cell_at(reference: str, element: str = "c", quote: str = '"') -> bytes:
    prefix = element.rpartition(":")[0]
    p = f"{prefix}:" if prefix else ""
    declared = f' xmlns{":" + prefix if prefix else ""}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return (
        f"<{p}worksheet{declared}><{p}sheetData><{p}row><{element} r={quote}{reference}{quote}><{p}v>1</{p}v></{element}></{p}row>"
        f"</{p}sheetData></{p}worksheet>"
    ).encode()


@pytest.mark.parametrize(
    "sheet",
    [cell_at("XFD1048576"), cell_at("A1048576"), cell_at("XFD1"), cell_at("XFD1048576", "x:c"), cell_at("XFD1048576", quote="'"),
     cell_at("xfd1048576"), cell_at("ZZZZZZZ999999999999"), cell_at("A1").replace(b"<row>", b'<row r="1048576">').replace(b' r="A1"', b"")],
    ids=["corner", "row", "column", "prefix", "quotes", "small", "beyond", "by-row"],
)  # fmt: skip
def test_far_cells_are_refused_before_the_table_is_made(sheet: bytes) -> None:
    """One cell in the last corner would make a table of seventeen thousand million cells, however it is spelt."""
    begun = time.monotonic()
    assert xlsx_code(raw_xlsx(sheet)) == "E005"
    assert time.monotonic() - begun < 2


@pytest.mark.slow
def test_zip_bombs_are_refused() -> None:
    """A part that unpacks to hundreds of megabytes is not unpacked."""
    assert xlsx_code(raw_xlsx(cell_at("A1"), xl__media__a=b"\0" * (201 * 1024 * 1024))) == "E005"


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """The size in the directory is not believed: the check sum at its end gives the lie away."""
    data = bytearray(raw_xlsx(cell_at("A1"), xl__sharedStrings=b"\0" * 5_000_000))
    place = data.rindex(b"xl/sharedStrings") - 46
    struct.pack_into("<I", data, place + 24, 10)
    assert xlsx_code(bytes(data)) == "E007"


def test_entities_are_refused() -> None:
    """A document type could expand without end; no workbook has one."""
    laughs = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + cell_at("A1")
    assert xlsx_code(raw_xlsx(laughs)) == "E007"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "E006"), (b"PK\x03\x04", "E007"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "E007"), ("编号,名称".encode(), "E007"),
     (b"\0" * (20 * 1024 * 1024 + 1), "E005"), (raw_xlsx(b"<worksheet>"), "E007")],
    ids=["nothing", "torn", "password", "csv-by-another-name", "large", "bad-xml"],
)  # fmt: skip
def test_unreadable_workbooks(data: bytes, code: str) -> None:
    """Torn, locked, mislabelled and empty workbooks are faults with advice."""
    assert xlsx_code(data) == code


def test_a_workbook_without_a_head_says_what_a_head_needs(tmp_path: Path) -> None:
    """No sheet has the three columns: the hint names them."""
    sheets, _ = read_xlsx("a.xlsx", xlsx(tmp_path, ("台账", [("名称", "地点"), ROW])), is_head)
    _, (fault,) = decode_ledger("a.xlsx", sheets)
    assert fault.code == "E008"
    assert all(word in fault.hint for word in ("名称", "开始", "乡镇"))


def test_a_locked_workbook_says_so() -> None:
    """The message of a workbook with a password speaks of the password."""
    _, (fault,) = read_xlsx("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, is_head)
    assert "密码" in fault.message


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_truncated_workbooks_are_faults(tmp_path: Path, cut: int) -> None:
    """A download that broke off is refused wherever it broke."""
    data = xlsx(tmp_path, ("台账", [HEAD, ROW]))
    assert xlsx_code(data[: len(data) * cut // 100]) in {"E006", "E007"}


def test_columns_are_named_as_in_excel() -> None:
    """A, Z, AA, XFD."""
    assert [column_name(n) for n in (1, 26, 27, 16384)] == ["A", "Z", "AA", "XFD"]
