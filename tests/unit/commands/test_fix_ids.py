"""`--fix` writes missing ids and touches nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sites import kit

from generator.commands.fix_ids import fix_ids

FILE = "campaigns/xianfa/events-2"
NEW = "xianfa-20261205-qingshizhen"


def fixed(root: Path, content: str | bytes, ending: str = "yml") -> str:
    """The file after the mend; nothing may be left to mend."""
    path = kit.put(root, f"{FILE}.{ending}", content)
    said = fix_ids(root, kit.look(root))
    assert len(said) == 1
    assert "写上了" in said[0]
    assert kit.look(root) == ()
    assert sorted(p.name for p in path.parent.iterdir()) == sorted(["campaign.yml", "events.yml", path.name])
    return path.read_bytes().decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- title: 甲 # 说明\n  start: 2026-12-05\n  township: 青石镇\n",
         f"- id: {NEW}\n  title: 甲 # 说明\n  start: 2026-12-05\n  township: 青石镇\n"),
        ("# 头\n-   名称: 甲\n    开始: 2026-12-05\n\n    乡镇: 青石镇\n# 尾",
         f"# 头\n-   编号: {NEW}\n    名称: 甲\n    开始: 2026-12-05\n\n    乡镇: 青石镇\n# 尾"),
        ("- {title: 甲, start: 2026-12-05, township: 青石镇}\n", f"- {{id: {NEW}, title: 甲, start: 2026-12-05, township: 青石镇}}\n"),
        ("events:\n  - # 第一场\n    title: 甲\n    start: 2026-12-05\n    township: 青石镇\n",
         f"events:\n  - # 第一场\n    id: {NEW}\n    title: 甲\n    start: 2026-12-05\n    township: 青石镇\n"),
        ("title: 甲\nstart: 2026-12-05\ntownship: 青石镇\n", f"id: {NEW}\ntitle: 甲\nstart: 2026-12-05\ntownship: 青石镇\n"),
        ("- id:\n  title: 甲\n  start: 2026-12-05\n  township: 青石镇\n", f"- id: {NEW}\n  title: 甲\n  start: 2026-12-05\n  township: 青石镇\n"),
        ("- title: 甲\n  编号:   # 还没有\n  start: 2026-12-05\n  township: 青石镇\n",
         f"- title: 甲\n  编号: {NEW}   # 还没有\n  start: 2026-12-05\n  township: 青石镇\n"),
        ("- title: 甲\n  id: ''\n  start: 2026-12-05\n  township: 青石镇\n", f"- title: 甲\n  id: {NEW}\n  start: 2026-12-05\n  township: 青石镇\n"),
        ("- {id: , title: 甲, start: 2026-12-05, township: 青石镇}\n", f"- {{id: {NEW} , title: 甲, start: 2026-12-05, township: 青石镇}}\n"),
        ('- "title": 甲\n  start: 2026-12-05\n  township: 青石镇', f'- id: {NEW}\n  "title": 甲\n  start: 2026-12-05\n  township: 青石镇'),
    ],
    ids=["block", "chinese", "flow", "under-events", "single", "blank", "blank-comment", "blank-quotes", "blank-flow", "quoted"],
)  # fmt: skip
def test_yaml_gets_one_line_and_no_more(base: Path, before: str, after: str) -> None:
    """Comments, order, indentation, quotes and the missing end of the last line stay."""
    assert fixed(base, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("编号,名称,开始,乡镇\n,甲,2026-12-05,青石镇\n", f"编号,名称,开始,乡镇\n{NEW},甲,2026-12-05,青石镇\n"),
        ('名称,编号,开始,乡镇\n"甲","",2026-12-05,"青石镇"', f'名称,编号,开始,乡镇\n"甲",{NEW},2026-12-05,"青石镇"'),
        ("台账,,\n名称,开始,乡镇\n\n甲,2026-12-05,青石镇\n", f"台账,,\n编号,名称,开始,乡镇\n\n{NEW},甲,2026-12-05,青石镇\n"),
        ('名称,开始,乡镇,编号\n"甲,\n""乙""",2026-12-05,青石镇\n', f'名称,开始,乡镇,编号\n"甲,\n""乙""",2026-12-05,青石镇,{NEW}\n'),
        ("名称\t开始\t乡镇\t编号\t状态\n甲\t2026-12-05\t青石镇\t\t计划\n", f"名称\t开始\t乡镇\t编号\t状态\n甲\t2026-12-05\t青石镇\t{NEW}\t计划\n"),
    ],
    ids=["empty-cell", "quotes", "no-column", "short-row", "tabs"],
)  # fmt: skip
def test_csv_gets_one_cell_and_no_more(base: Path, before: str, after: str) -> None:
    """Quotes, line ends inside cells and rows before the head stay."""
    assert fixed(base, before, "csv") == after


@pytest.mark.parametrize("ending", ["yml", "csv"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"", "gb18030"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_mark_and_line_ends_stay(base: Path, ending: str, mark: bytes, encoding: str, end: str) -> None:
    """The file stays what Notepad, Excel or WPS made it."""
    before = {
        "yml": "- 名称: 甲\n  开始: 2026-12-05\n  乡镇: 青石镇\n",
        "csv": "编号,名称,开始,乡镇\n,甲,2026-12-05,青石镇\n",
    }[ending]
    after = {"yml": before.replace("- 名称", f"- 编号: {NEW}\n  名称"), "csv": before.replace("\n,", f"\n{NEW},")}[
        ending
    ]
    path = kit.put(base, f"{FILE}.{ending}", mark + before.replace("\n", end).encode(encoding))
    fix_ids(base, kit.look(base))
    assert path.read_bytes() == mark + after.replace("\n", end).encode(encoding)


def test_workbooks_are_left_alone_with_a_word(base: Path) -> None:
    """An .xlsx is not rewritten; the officer is told where to write."""
    path = base / f"{FILE}.xlsx"
    kit.workbook(path, ("台账", [("名称", "开始", "乡镇"), ("甲", "2026-12-05", "青石镇")]))
    before = path.read_bytes()
    (said,) = fix_ids(base, kit.look(base))
    assert "Excel 文件不能自动改" in said
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_stays(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle leaves the file whole and no scraps beside it."""
    path = kit.put(base, f"{FILE}.yml", "- {title: 甲, start: 2026-12-05, township: 青石镇}\n")
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    (said,) = fix_ids(base, kit.look(base))
    assert "没有改动（磁盘满了）" in said
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 3


def test_links_are_followed_not_replaced(base: Path) -> None:
    """A file that is a link to another in the project stays a link."""
    target = kit.put(base, "campaigns/ben.txt", "- {title: 甲, start: 2026-12-05, township: 青石镇}\n")
    (base / f"{FILE}.yml").symlink_to("../ben.txt")
    fix_ids(base, kit.look(base))
    assert (base / f"{FILE}.yml").is_symlink()
    assert NEW in target.read_text()


def test_permissions_stay(base: Path) -> None:
    """The mended file may be read by whoever could read it before."""
    path = kit.put(base, f"{FILE}.yml", "- {title: 甲, start: 2026-12-05, township: 青石镇}\n")
    path.chmod(0o640)
    fix_ids(base, kit.look(base))
    assert path.stat().st_mode & 0o777 == 0o640
