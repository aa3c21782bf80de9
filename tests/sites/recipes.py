"""Broken sites that no folder of text files can hold: links, binaries, names that clash on other systems."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
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


RECIPES: dict[str, Callable[[Path], None]] = {
    "E001": _dangling_link,
    "E002": _binary,
    "E009": _link_out,
    "E012": _same_name,
    "E034": _heic,
    "W215": _named,
}
