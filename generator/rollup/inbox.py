"""The one door through which other people's files come in: plain files and nothing else, and no more of them than fits.

Invariant: nothing is opened but a regular file that lies where its name says; a link is not followed.
"""

from __future__ import annotations

import os
import shutil
import stat
from functools import partial
from pathlib import Path
from typing import BinaryIO

from generator.base import files

MOST_SMALL = 32 << 20
"""Bytes of a table that is read row by row, and of which a county has a few rows."""
MOST_BULK = 512 << 20
"""Bytes of a table that figures are computed from: a city's events of a century."""
_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 20
"""DuckDB passes over a row without a word where one line is larger than what it reads at a time."""
_BY_NUMBER = "/proc/self/fd/"
_MOST_OPEN = 16_384
_NAMES = (
    (stat.S_ISLNK, "是一个链接（快捷方式），不是文件本身"),
    (stat.S_ISDIR, "是一个文件夹，不是文件"),
    (stat.S_ISFIFO, "是一个管道，不是文件"),
    (stat.S_ISSOCK, "是一个套接字，不是文件"),
)


class Refused(Exception):
    """A file that is not taken in: the code of the finding and what is wrong, in words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def open_plain(path: str | Path, most: int) -> BinaryIO:
    """A plain file of at most `most` bytes, open for reading. Raises `Refused`."""
    try:
        return files.open_plain(path, partial(_plain, most=most))
    except FileNotFoundError as error:
        raise Refused("R003", "没有这个文件") from error
    except (OSError, ValueError) as error:
        raise Refused("R003", "文件打不开") from error


def _plain(found: os.stat_result, *, most: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        words = next((words for of, words in _NAMES if of(found.st_mode)), "是一个设备，不是文件")
        raise Refused("R014", f"{words}，没有读")
    if found.st_size > most:
        raise Refused("R015", f"文件有 {found.st_size >> 20} MB，超过了 {most >> 20} MB")


class Inbox:
    """Files that stay taken in until the inbox is closed, each under a name of ours that stands for that very file.

    Where the system can name an open file by its number (Linux) nothing is copied, and what happens to the file's name
    afterwards does not matter. Elsewhere, and beyond the number of files that may be open, `folder` gets copies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: list[BinaryIO] = []
        self._most_open = _may_be_open() if os.path.isdir(_BY_NUMBER) else 0
        self._copied = 0
        folder.mkdir()

    def take(self, path: str | Path, most: int) -> str:
        """A plain file's new name. Raises `Refused`, and OSError where no copy can be written."""
        source = open_plain(path, most)
        if len(self._open) < self._most_open:
            self._open.append(source)
            _measure(source, most, None)
            return f"{_BY_NUMBER}{source.fileno()}"
        self._copied += 1
        target = self._folder / f"{self._copied}.csv"
        with source, target.open("xb") as copied:
            _measure(source, most, copied)
        return str(target)

    def close(self) -> None:
        """Let go of all files."""
        for source in self._open:
            source.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _may_be_open() -> int:
    """How many files may be kept open: half of what the system allows, for whoever reads them opens them once more."""
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_OPEN if hard == resource.RLIM_INFINITY else min(_MOST_OPEN, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted // 2 - 100


def _measure(source: BinaryIO, most: int, copied: BinaryIO | None) -> None:
    """Read a file to its end, and copy it where asked to. Raises `Refused` where DuckDB would lose rows without a word."""
    size = line = quotes = 0
    while chunk := _read(source):
        size += len(chunk)
        if size > most:
            raise Refused("R015", f"文件超过了 {most >> 20} MB")
        first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
        if line + (first if first >= 0 else len(chunk)) > _LONGEST_LINE:
            raise Refused("R015", f"有一行超过了 {_LONGEST_LINE >> 20} MB")
        line = line + len(chunk) if last < 0 else len(chunk) - last - 1
        quotes += chunk.count(b'"')
        if copied:
            copied.write(chunk)
    if quotes % 2:  # of several files it passes over such a rest of a row
        raise Refused("R005", "引号没有配对，多半是后面的一截没有了")


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise Refused("R003", "文件读到一半读不下去") from error
