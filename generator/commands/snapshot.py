"""`pufa snapshot`: the account of a day written into a small file that is kept with the records, once and for all."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.base.diagnostics import Fault, visible
from generator.base.filenames import clean_name, name_fault
from generator.figures.snapshots import FOLDER, Snapshot, write_snapshot
from generator.figures.snapshots.freezing import freeze
from generator.figures.snapshots.values import SUFFIX
from generator.pipeline import Prepared, derive
from generator.publish.faults import reason
from generator.publish.folder import write_new


class SnapshotFault(Fault):
    """A snapshot that was not made; the words say why. Nothing was changed."""

    ending = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot that was written: where, how large, and what it holds."""

    path: Path
    size: int
    snapshot: Snapshot


def usable_name(name: str) -> str:
    """The name as the file will have it; `SnapshotFault` where it cannot be one."""
    clean = clean_name(name)
    wrong = name_fault(clean)
    if wrong:
        raise SnapshotFault(f"快照的名称“{visible(name)}”不行：{wrong}。请换一个，如 2025-年中、八五普法-中期。")
    return clean


def take(prepared: Prepared, name: str, last: date) -> Taken:
    """Freeze a checked project as of its day under a name. `last` is the last day of which there can be an account.

    Raises `SnapshotFault` for a name that is taken, a day to come or before every record, or a folder that cannot be written.
    """
    name = usable_name(name)
    if prepared.as_of > last:
        raise SnapshotFault(
            f"{prepared.as_of} 还没有到，不能做那一天的快照。请去掉 --as-of，或者写今天和今天以前的日子。"
        )
    folder = prepared.root / FOLDER
    _free(folder, name)
    world = derive(prepared)
    begun = [o.first_day for o in world.occurrences] + [c.period.start for c in world.library.campaigns]
    if not begun or prepared.as_of < min(begun):
        why = f"最早的专项或活动是 {min(begun)} 的" if begun else "还没有专项，也没有活动"
        raise SnapshotFault(f"到 {prepared.as_of} 为止没有一条记录，{why}，没有可以冻结的数。请换一个日子。")
    snapshot = freeze(name, world.tables, world.coverage)
    data = write_snapshot(snapshot)
    path = folder / f"{name}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_new(path, data)
    except FileExistsError:
        raise SnapshotFault(_taken(name)) from None
    except OSError as error:
        raise SnapshotFault(f"快照没有写成：{reason(error)}。") from error
    return Taken(path, len(data), snapshot)


def _free(folder: Path, name: str) -> None:
    """`SnapshotFault` where a file has that name already, in whatever case."""
    wanted = unicodedata.normalize("NFKC", name + SUFFIX).casefold()
    names: list[str] = []
    with contextlib.suppress(OSError):  # a folder that cannot be read cannot be written either, which is told then
        names = os.listdir(folder)
    for found in names:
        if unicodedata.normalize("NFKC", found).casefold() == wanted:
            raise SnapshotFault(_taken(Path(found).stem))


def _taken(name: str) -> str:
    return (
        f"已经有快照“{name}”，没有动它：快照做好了就不再改。要另做一份，请换一个名称，如 pufa snapshot {name}-2 ；"
        f"做错了的，先删掉 {FOLDER}/{name}{SUFFIX} 再做。"
    )
