"""Two folders below `campaigns/` that hold no campaign: snapshots of the account, and rounds of random checks."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from generator.base.diagnostics import visible
from generator.base.filenames import name_fault
from generator.decode.tables import ROUND
from generator.figures.snapshots import read_snapshot
from generator.gather.walk import Walk

_FORMS = (".html", ".csv")
"""Forms to print or to fill in, which `pufa sample` puts beside its list."""


def _snapshots(walk: Walk, folder: str) -> None:
    """E043 to E045 for what cannot be read or was edited, E047 for a name that the file did not get from us."""
    for path, stem, suffix in _files(walk, folder):
        if suffix != ".json":
            _unused(walk, path, "这里只放 pufa snapshot 写的 .json 文件。")
            continue
        data = walk.read(path)
        if data is None or _misnamed(walk, path, stem):
            continue
        key = f"snapshot|{path}|{walk.out.inputs[path]}"
        walk.parsed.add(key)
        snapshot, faults = walk.cache.get("parsed", key, partial(read_snapshot, path, data))
        walk.out.diagnostics.extend(faults)
        if snapshot is not None and snapshot.name != stem:
            hint = f"请把文件名改回“{snapshot.name}.json”；想换名称，就用 pufa snapshot 另做一份。"
            walk.fault("E047", path, f"文件名和快照里的名称“{visible(snapshot.name)}”不一样", hint)
        elif snapshot is not None:
            walk.out.snapshots.append(snapshot)


def _inspections(walk: Walk, folder: str) -> None:
    """Each `.yml` is a round, named by its file."""
    found = list(_files(walk, folder))
    rounds: dict[str, str] = {}
    for path, stem, suffix in found:
        if suffix not in (".yml", ".yaml"):
            continue
        if stem in rounds:
            walk.twice(path, rounds[stem])
        elif not _misnamed(walk, path, stem):
            rounds[stem] = path
            values = walk.yaml(path, ROUND)
            if values is not None:
                walk.out.inspections.append((path, values))
    for path, stem, suffix in found:
        if suffix not in (".yml", ".yaml", *_FORMS) or (suffix in _FORMS and stem not in rounds):
            _unused(walk, path, "这里放抽查名单，名字以 .yml 结尾；单子用 pufa sample 抽。")


FOLDERS: dict[str, Callable[[Walk, str], None]] = {"snapshots": _snapshots, "inspections": _inspections}
"""What each of the two folders is read by."""


def _files(walk: Walk, folder: str) -> list[tuple[str, str, str]]:
    """(path, stem, ending in lower case) of each file; a folder inside has no use."""
    found = []
    with walk.inside(folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            stem, suffix = os.path.splitext(entry.name)
            is_folder = walk.is_folder(entry, path)
            if is_folder:
                _unused(walk, path, "请把文件移出来，直接放在上一层。")
            elif is_folder is not None:
                found.append((path, stem, suffix.lower()))
    return found


def _misnamed(walk: Walk, path: str, stem: str) -> bool:
    wrong = name_fault(stem)
    if wrong:
        walk.fault(
            "E047",
            visible(path, 200),
            f"文件名不合规定：{wrong}",
            "请改名，如 2025-年中；中文、字母、数字、短横线都可以用。",
        )
    return bool(wrong)


def _unused(walk: Walk, path: str, hint: str) -> None:
    walk.fault("W204", visible(path, 200), "这个文件没有被使用", hint)
