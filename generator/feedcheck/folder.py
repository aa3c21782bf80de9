"""Every calendar of a folder, and rules F601 and F604: what is in several calendars is the same in all of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.base.diagnostics import Span
from generator.feedcheck.finding import Finding, Sink, short
from generator.feedcheck.inspection import MAX_BYTES, Inspected, Mark, inspect_bytes
from generator.feedcheck.values import unescape

Key = tuple[str, str]
ENDING = ".ics"
_COMPARED = {
    "start": "开始",
    "end": "结束",
    "status": "状态",
    "summary": "标题",
    "sequence": "SEQUENCE",
    "rule": "重复",
}


@dataclass(slots=True)
class Folder:
    """What was found in a folder. `keys` has the events of each calendar by its path below the folder."""

    root: Path
    findings: list[Finding] = field(default_factory=list)
    first: dict[Key, Mark] = field(default_factory=dict)
    keys: dict[str, frozenset[Key]] = field(default_factory=dict)
    feeds: int = 0


def inspect_folder(root: Path, as_of: date) -> Folder:
    """Each calendar below a folder, and whether they agree."""
    folder = Folder(root)
    sink = Sink(str(root))
    for path in sorted(_calendars(root)):
        folder.feeds += 1
        inspected = inspect_file(path, as_of)
        folder.findings += inspected.findings
        folder.keys[path.relative_to(root).as_posix()] = frozenset(inspected.marks)
        for key, mark in inspected.marks.items():
            other = folder.first.setdefault(key, mark)
            if other is not mark:
                _compare(key, other, mark, sink)
    if not folder.feeds:
        sink.add("F604", None, "文件夹里没有 .ics 文件")
    folder.findings += sink.findings()
    return folder


def _calendars(root: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.lower().endswith(ENDING) and not name.startswith("."):
                yield Path(at, name)


def inspect_file(path: Path, as_of: date) -> Inspected:
    """One calendar, or F100 where it cannot be read."""
    shown = path.as_posix()
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            return _unreadable(shown, "不是普通文件")
        if state.st_size > MAX_BYTES:
            return _unreadable(shown, f"文件有 {state.st_size / 1048576:.1f} MB，超过了 {MAX_BYTES >> 20} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        return _unreadable(shown, "没有这个文件")
    except PermissionError:
        return _unreadable(shown, "文件读不了（没有权限）")
    except (OSError, ValueError) as error:
        return _unreadable(shown, f"文件读不了（{getattr(error, 'strerror', None) or error}）")
    return inspect_bytes(shown, data, as_of)


def _unreadable(path: str, message: str) -> Inspected:
    return Inspected((Finding("F100", Span(path), message),), {})


def _compare(key: Key, one: Mark, other: Mark, sink: Sink) -> None:
    for name, word in _COMPARED.items():
        before, now = getattr(one, name), getattr(other, name)
        if before != now:
            message = f"“{short(key[0])}”的{word}不一样：这里是“{_said(now)}”，别处是“{_said(before)}”"
            sink.add("F601", other.span, message, related=(one.span,))


def _said(value: str) -> str:
    return short(unescape(value.removeprefix(":"))) or "没有写"
