"""The one door through which other people's files come in: plain files and nothing else, and no more of them than fits.

Invariant: nothing is opened but a regular file that lies where its name says. A link is not followed, and a pipe, a socket
or a device is not even opened: opening one can wait for ever, or do something.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

MOST_SMALL = 32 << 20
"""Bytes of a table that is read row by row, and of which a county has a few rows."""
MOST_BULK = 512 << 20
"""Bytes of a table that figures are computed from: a city's events of a century."""
_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 20
"""DuckDB passes over a row without a word where one line is larger than what it reads at a time."""
_MOUNTED = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
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


def is_link(path: str | Path) -> bool:
    """Whether a name stands for something that lies elsewhere: a symbolic link, on Windows a junction too."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _MOUNTED


def open_plain(path: str | Path, most: int) -> BinaryIO:
    """A plain file of at most `most` bytes, open for reading. Raises `Refused`."""
    try:
        _plain(os.lstat(path), most)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        number = os.open(path, flags)
        try:
            _plain(os.fstat(number), most)  # once more: the name may have changed hands in between
        except BaseException:
            os.close(number)
            raise
        return os.fdopen(number, "rb")
    except FileNotFoundError as error:
        raise Refused("R003", "没有这个文件") from error
    except (OSError, ValueError) as error:
        raise Refused("R003", "文件打不开") from error


def _plain(found: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        words = next((words for of, words in _NAMES if of(found.st_mode)), "是一个设备，不是文件")
        raise Refused("R014", f"{words}，没有读")
    if found.st_size > most:
        raise Refused("R015", f"文件有 {found.st_size >> 20} MB，超过了 {most >> 20} MB")


def copy(path: str | Path, target: Path, most: int) -> None:
    """A plain file's bytes as they are now, under a name of our own. Raises `Refused`, and OSError where `target` cannot be written."""
    with open_plain(path, most) as source, target.open("xb") as copied:
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
            copied.write(chunk)
    if quotes % 2:  # of several files DuckDB passes over such a rest of a row without a word
        raise Refused("R005", "引号没有配对，多半是后面的一截没有了")


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise Refused("R003", "文件读到一半读不下去") from error
