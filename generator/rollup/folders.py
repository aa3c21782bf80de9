"""The published tables of many counties: where they lie, and what the first line of each file promises.

Invariant: folders are walked in sorted order and links are not followed, but for the folders that the user named; nothing
beyond the first line of a file is understood here.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.base.diagnostics import visible
from generator.base.files import is_link
from generator.rollup.finding import Finding
from generator.rollup.inbox import MOST_BULK, MOST_SMALL, Refused, open_plain
from generator.rollup.tables import BULK, NEEDED, OPTIONAL, SMALL, sql_types, wanted

_DEPTH = 4
_LONGEST_HEAD = 1 << 16
_MOST_COLUMNS = 500
_NAMED = 5
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class File:
    """One table's file: its path, the columns in its first line, and whether anything stands below it."""

    path: str
    columns: tuple[str, ...]
    filled: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """A `data` folder with its files by table; `lacking` tells what an older program did not publish."""

    path: str
    files: dict[str, File]
    lacking: tuple[str, ...]


def data_folders(roots: Iterable[Path]) -> tuple[list[Path], list[Finding]]:
    """The `data` folders of published sites at or below each root, without repeats, and what could not be looked into."""
    found: dict[str, Path] = {}
    faults: list[Finding] = []
    for root in roots:
        if not os.path.isdir(root):
            faults.append(Finding("R001", str(root), "没有这个文件夹"))
            continue
        told: list[Finding] = []
        below = list(_below(root, _DEPTH, told))
        if not below and not any(f.code == "R001" for f in told):
            told.append(Finding("R001", str(root), "这个文件夹里没有 region.csv，不是开放数据"))
        faults += told
        for folder in below:
            found.setdefault(os.path.realpath(folder), folder)
    return list(found.values()), faults


def _below(here: Path, depth: int, told: list[Finding]) -> Iterator[Path]:
    """The data folders at or below a folder. Whatever is called region.csv makes one; what it is, is looked at later."""
    try:
        names = sorted(os.listdir(here))
    except OSError:
        told.append(Finding("R001", str(here), "文件夹读不了"))
        return
    if "region.csv" in names:
        yield here
        return
    links = [name for name in names if not name.startswith(".") and is_link(here / name)]
    if links:
        some = "、".join(links[:_NAMED]) + ("等" if len(links) > _NAMED else "")
        told.append(Finding("R029", str(here), f"有{len(links)}个链接没有跟进去：{visible(some, 200)}"))
    folders = [n for n in names if not n.startswith(".") and n not in links and os.path.isdir(here / n)]
    if "data" in folders and os.path.lexists(here / "data" / "region.csv"):
        yield here / "data"
        return
    for name in folders if depth else ():
        yield from _below(here / name, depth - 1, told)


def look(path: Path, region: str) -> tuple[Folder, list[Finding]]:
    """The files of one `data` folder. Errors name what figures cannot be made without."""
    files: dict[str, File] = {}
    faults: list[Finding] = []
    lacking: list[str] = []
    for table in (*SMALL, *BULK):
        name = str(path / f"{table}.csv")
        if not os.path.lexists(name):
            if table in OPTIONAL:
                lacking.append(f"{table}.csv")
            else:
                faults.append(Finding("R004", name, f"没有 {table}.csv 这个文件", region))
            continue
        file = head(name, MOST_SMALL if table in SMALL else MOST_BULK, region)
        if isinstance(file, Finding):
            faults.append(file)
            continue
        wrong = list(_columns(table, file, region))
        faults += wrong
        if not any(f.rule.severity == "error" for f in wrong):
            files[table] = file
        lacking += [f"{table}.csv 的 {c}" for c in wanted(table) if c not in file.columns and c not in NEEDED[table]]
    if lacking:
        faults.append(Finding("R021", str(path), f"没有{visible('、'.join(lacking), 300)}，按空白算", region))
    return Folder(str(path), files, tuple(lacking)), faults


def head(path: str, most: int, region: str) -> File | Finding:
    """What the first line of a file of at most `most` bytes promises; no columns where it is empty."""
    try:
        with open_plain(path, most) as stream:
            line = stream.readline(_LONGEST_HEAD + 1)
            filled = len(line) <= _LONGEST_HEAD and _filled(stream)
    except Refused as refused:
        return Finding(refused.code, path, refused.message, region)
    except OSError:
        return Finding("R003", path, "文件读不了", region)
    if len(line) > _LONGEST_HEAD:
        return Finding("R015", path, f"第一行超过了 {_LONGEST_HEAD >> 10} KB", region, 1)
    try:
        text = line.removeprefix(_BOM).decode("utf-8")
        columns = next(csv.reader([text.rstrip("\r\n")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return Finding("R003", path, "第一行不是 UTF-8 编码的列名", region, 1)
    if any(not c.isprintable() for c in columns):
        return Finding("R003", path, "第一行的列名里有看不见的字符", region, 1)
    if len(columns) > _MOST_COLUMNS:
        return Finding("R015", path, f"有{len(columns)}列，超过了{_MOST_COLUMNS}列", region, 1)
    return File(path, tuple(columns), filled)


def _filled(stream: BinaryIO) -> bool:
    """Whether anything but white space stands in the rest of a file."""
    return any(chunk.strip() for chunk in iter(lambda: stream.read(_LONGEST_HEAD), b""))


def _columns(table: str, file: File, region: str) -> Iterator[Finding]:
    if not file.columns:
        yield Finding("R003", file.path, "第一行没有列名", region, 1)
        return
    twice = sorted({c for c in file.columns if file.columns.count(c) > 1})
    if twice:
        yield Finding("R004", file.path, f"列“{visible('、'.join(twice), 100)}”有两列", region, 1)
    missing = [c for c in NEEDED[table] if c not in file.columns]
    if missing:
        yield Finding("R004", file.path, f"没有“{'、'.join(missing)}”这一列", region, 1)
    from_elsewhere = [c for c in file.columns if c not in sql_types(table)]
    if from_elsewhere:
        yield Finding("R027", file.path, f"不认识列“{visible('、'.join(from_elsewhere), 100)}”", region, 1)
