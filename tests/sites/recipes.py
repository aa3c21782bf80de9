"""Broken sites that no folder of text files can hold: links, binaries, names that clash on other systems."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sites import kit


def _dangling_link(root: Path) -> None:
    (root / "campaigns/xianfa/events-2.yml").symlink_to("events-3.yml")


def _binary(root: Path) -> None:
    kit.put(root, "campaigns/xianfa/events-2.yml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")


def _link_out(root: Path) -> None:
    outside = kit.put(root.parent, "outside.yml", "- title: 别人的文件\n")
    (root / "campaigns/xianfa/events-2.yml").symlink_to(outside)


def _same_name(root: Path) -> None:
    kit.put(root, "content/About.md", "关于本站。\n")
    kit.put(root, "content/about.md", "关于本站。\n")


def _heic(root: Path) -> None:
    kit.put(root, "content/xuanjiang.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")


def _named(root: Path) -> None:
    core = "<cp:coreProperties><dc:creator>张三</dc:creator><cp:lastModifiedBy>李四</cp:lastModifiedBy></cp:coreProperties>"
    with ZipFile(root / "content/tongzhi.docx", "w") as archive:
        archive.writestr("docProps/core.xml", core)


def _ledger(root: Path, change: Callable[[Any], None]) -> None:
    """A workbook with two events, changed once more by `change`."""
    from openpyxl import Workbook, load_workbook  # only the recipes with a workbook pay for it

    path = root / "campaigns/xianfa/events-2.xlsx"
    head = ("编号", "名称", "开始", "结束", "乡镇")
    rows = [(f"xianfa-{i}", f"宪法故事{i}", f"2026-12-0{i} 9:00", "10:00", "青石镇") for i in (5, 6)]
    kit.workbook(path, ("台账", [head, *rows]), ("旧表", [("宪法旧事",), head]))
    book: Workbook = load_workbook(path)
    change(book)
    if book["旧表"].sheet_state == "visible":
        book.remove(book["旧表"])
    book.save(path)


def _merged_ids(root: Path) -> None:
    _ledger(root, lambda book: book["台账"].merge_cells("A2:A3"))


def _hidden_row(root: Path) -> None:
    def hide(book: Any) -> None:
        book["台账"].row_dimensions[3].hidden = True

    _ledger(root, hide)


def _hidden_sheet(root: Path) -> None:
    def hide(book: Any) -> None:
        book["旧表"].append(("xianfa-9", "作废的一场", "2026-12-09 9:00", "10:00", "青石镇"))
        book["旧表"].sheet_state = "veryHidden"

    _ledger(root, hide)


def _struck(root: Path) -> None:
    from openpyxl.styles import Font

    def strike(book: Any) -> None:
        for cell in book["台账"][3]:
            cell.font = Font(strike=True)

    _ledger(root, strike)


RECIPES: dict[str, Callable[[Path], None]] = {
    "E001": _dangling_link,
    "E002": _binary,
    "E009": _link_out,
    "E012": _same_name,
    "E034": _heic,
    "W215": _named,
    "E051": _merged_ids,
    "N410": _hidden_row,
    "W230": _hidden_sheet,
    "W231": _struck,
}
