"""The published tables of many counties: where they lie, and what the first line of each file promises.

Invariant: folders are walked in sorted order and links are not followed; nothing beyond the first line of a file is read here.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import visible
from generator.rollup.finding import Finding
from generator.rollup.tables import BULK, NEEDED, OPTIONAL, SMALL, sql_types, wanted

_DEPTH = 4
_LONGEST_HEAD = 1 << 16
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
    """The `data` folders of published sites at or below each root, without repeats."""
    found: dict[str, Path] = {}
    faults = []
    for root in roots:
        below = list(_below(root))
        if not below:
            words = "这个文件夹里没有 region.csv，不是开放数据" if root.is_dir() else "没有这个文件夹"
            faults.append(Finding("R001", str(root), words))
        for folder in below:
            found.setdefault(os.path.realpath(folder), folder)
    return list(found.values()), faults


def _below(root: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(root):
        here = Path(base)
        if "region.csv" in names:
            folders.clear()
            yield here
        elif (here / "data" / "region.csv").is_file():
            folders.clear()
            yield here / "data"
        else:
            deep = len(here.relative_to(root).parts) >= _DEPTH
            folders[:] = [] if deep else sorted(f for f in folders if not f.startswith("."))


def look(path: Path, region: str) -> tuple[Folder, list[Finding]]:
    """The files of one `data` folder. Errors name what figures cannot be made without."""
    files: dict[str, File] = {}
    faults: list[Finding] = []
    lacking: list[str] = []
    for table in (*SMALL, *BULK):
        name = str(path / f"{table}.csv")
        if not os.path.exists(name):
            if table in OPTIONAL:
                lacking.append(f"{table}.csv")
            else:
                faults.append(Finding("R004", name, f"没有 {table}.csv 这个文件", region))
            continue
        file = _head(name, region)
        if isinstance(file, Finding):
            faults.append(file)
            continue
        files[table] = file
        faults += _columns(table, file, region)
        lacking += [f"{table}.csv 的 {c}" for c in wanted(table) if c not in file.columns and c not in NEEDED[table]]
    if lacking:
        faults.append(Finding("R021", str(path), f"没有{visible('、'.join(lacking), 300)}，按空白算", region))
    return Folder(str(path), files, tuple(lacking)), faults


def _head(path: str, region: str) -> File | Finding:
    try:
        with open(path, "rb") as stream:
            line = stream.readline(_LONGEST_HEAD)
            rest = stream.read(2)
    except OSError:
        return Finding("R003", path, "文件打不开", region)
    try:
        text = line.removeprefix(_BOM).decode("utf-8")
        columns = next(csv.reader([text.rstrip("\r\n")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return Finding("R003", path, "第一行不是 UTF-8 编码的列名", region, 1)
    if not columns or any(not c.isprintable() for c in columns):
        return Finding("R003", path, "第一行没有列名", region, 1)
    return File(path, tuple(columns), bool(rest.strip()))


def _columns(table: str, file: File, region: str) -> Iterator[Finding]:
    twice = sorted({c for c in file.columns if file.columns.count(c) > 1})
    if twice:
        yield Finding("R004", file.path, f"列“{visible('、'.join(twice), 100)}”有两列", region, 1)
    missing = [c for c in NEEDED[table] if c not in file.columns]
    if missing:
        yield Finding("R004", file.path, f"没有“{'、'.join(missing)}”这一列", region, 1)
    from_elsewhere = [c for c in file.columns if c not in sql_types(table)]
    if from_elsewhere:
        yield Finding("R027", file.path, f"不认识列“{visible('、'.join(from_elsewhere), 100)}”", region, 1)
