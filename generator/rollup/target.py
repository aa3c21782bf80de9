"""Where a rollup may be written: nowhere that holds, or lies in, anything of the counties or of anybody else.

Invariant: nothing is written or removed in here; the answer is a sentence for the user, or nothing.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.base.files import is_link
from generator.publish.faults import reason
from generator.publish.staging import kept
from generator.rollup.output import FILES, MARK

_PATTERNS = frozenset("*?[]{}")
"""Characters that DuckDB or Spark would take for a pattern of names."""


def refusal(out: Path, roots: Sequence[Path], data: Iterable[Path]) -> str:
    """Why nothing may be written to `out`, "" where it may. `roots` are the user's folders, `data` those with tables in them."""
    try:
        return _near(out, roots, data) or _foreign(out)
    except OSError as error:
        return f"“{out}”读不了：{reason(error)}。请换一个 --out。"


def _near(out: Path, roots: Sequence[Path], data: Iterable[Path]) -> str:
    if is_link(out):
        return f"“{out}”是一个链接，没有动它。请写文件夹本身（--out）。"
    real = _real(out)
    if real == _real(Path()):
        return "--out 是现在所在的文件夹，没有动它。请写一个新的文件夹，如 --out 汇总。"
    if any(_inside(_real(root), real) for root in (*roots, *data)):
        return f"“{out}”里是要汇总的数据，没有动它。请换一个空文件夹（--out）。"
    if any(_inside(real, _real(_site(folder, roots))) for folder in data):
        return f"“{out}”在一个县区的文件夹里面，没有动它。请换一个别处的文件夹（--out）。"
    return ""


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _site(data: Path, roots: Sequence[Path]) -> Path:
    """The folder that is a county's own: what the tables lie in, or the site around them.

    A `data` folder that the user named by itself may lie among anything; around it is a site only where that looks like one.
    """
    around = data.parent
    if data.name != "data" or (data in roots and not any((around / n).exists() for n in ("404.html", "index.html"))):
        return data
    return around


def _foreign(out: Path) -> str:
    """Whether `out` holds something that no rollup has written."""
    try:
        os.lstat(out)
    except FileNotFoundError:
        return ""
    words = f"“{out}”里有别的文件，不像是 pufa 汇总的结果，没有动它。请换一个空文件夹（--out）。"
    if not out.is_dir():
        return words
    found = {entry.name: entry.stat(follow_symlinks=False).st_mode for entry in os.scandir(out) if not kept(entry.name)}
    ours = MARK in found and all(name in FILES and stat.S_ISREG(mode) for name, mode in found.items())
    return "" if ours or not found else words


def room_beside(out: Path) -> Path:
    """A new folder to work in, beside `out` where the disk is that of the result. Raises OSError."""
    beside = out.parent
    beside.mkdir(parents=True, exist_ok=True)
    plain = (
        not _PATTERNS.intersection(str(beside))
        and str(beside).isprintable()
        and (os.sep == "\\" or "\\" not in str(beside))
    )
    return Path(tempfile.mkdtemp(prefix=".pufa-rollup-", dir=beside if plain else None))
