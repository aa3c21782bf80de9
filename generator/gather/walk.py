"""Going through the folders of a project without being led out of it, and reading what lies there."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from generator.base.cache import Cache, digest
from generator.base.diagnostics import Diagnostic, Span, visible
from generator.decode.fields import Record, Values, unsafe_mark
from generator.gather.gathered import Loaded, Page
from generator.gather.parse import EventFile, parse_record
from generator.read.frontmatter import read_document
from generator.read.ledger import MAX_BYTES
from generator.read.text import decode_bytes

_PASSED_OVER = re.compile(r"^(\.|~\$|Thumbs\.db$|desktop\.ini$)|(~|\.bak|\.tmp|\.swp)$", re.IGNORECASE)


def is_passed_over(name: str) -> bool:
    """True for what systems and programs leave beside people's files."""
    return _PASSED_OVER.search(name) is not None


def is_unsafe(name: str) -> bool:
    """True for a name with characters that cannot be shown."""
    return bool(unsafe_mark(name)) or any("\ud800" <= c <= "\udfff" for c in name)


class Walk:
    """One walk: where the project is, what has been read, what was wrong."""

    def __init__(self, root: Path, cache: Cache, docs: str) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.cache = cache
        self.docs = docs
        self.out = Loaded(root)
        self.parsed: set[str] = set()
        self.event_files: list[EventFile] = []
        self.open: list[str] = []
        """Real paths of the folders from the project down to the one being walked."""

    def fault(self, code: str, path: str, message: str, hint: str = "") -> None:
        """Record one fault of a file as a whole."""
        self.out.diagnostics.append(Diagnostic(code, Span(path), message, hint))

    def listing(self, path: str) -> list[os.DirEntry[str]]:
        """The entries of a folder that may be looked at, sorted by name."""
        try:
            with os.scandir(self.root / path) as found:
                entries = sorted(found, key=lambda e: e.name)
        except OSError as error:
            self.fault("E001", path, f"打不开文件夹（{reason(error)}）", "请检查它是否存在、是否有读取权限。")
            return []
        seen: dict[str, str] = {}
        kept = []
        for entry in entries:
            full = f"{path}/{entry.name}"
            if is_passed_over(entry.name):
                self._passed_over(entry, full)
                continue
            if is_unsafe(entry.name):
                self.fault("E011", visible(full, 200), "文件名里有看不见的控制字符", "请给文件改名。")
                continue
            if entry.is_symlink() and not self._inside(entry.path):
                self.fault("E009", full, "这个链接指到了项目文件夹外面", "请把文件复制进来，不要用链接。")
                continue
            form = unicodedata.normalize("NFKC", entry.name).casefold()
            if form in seen:
                self.fault("E012", full, f"和“{seen[form]}”只差大小写或写法", "Windows 会把它们当成一个文件，请改名。")
                continue
            seen[form] = entry.name
            kept.append(entry)
        return kept

    def _passed_over(self, entry: os.DirEntry[str], path: str) -> None:
        """E009 for links in what nobody reads here: MkDocs goes through every folder, hidden or not, and follows them."""
        found = [(entry.path, path)] if entry.is_symlink() else []
        if not found and entry.is_dir():
            for base, folders, names in os.walk(entry.path):
                below = path + base[len(entry.path) :].replace(os.sep, "/")
                found += [
                    (f"{base}/{n}", f"{below}/{n}") for n in sorted((*folders, *names)) if os.path.islink(f"{base}/{n}")
                ]
        for real, name in found:
            if os.path.isdir(real) or not self._inside(real):
                self.fault(
                    "E009", visible(name, 200), "隐藏的文件夹里不能放链接", "请删掉这个链接，或者把文件复制进来。"
                )
                return

    def _inside(self, path: str) -> bool:
        real = os.path.realpath(path)
        return real.startswith(self.real_root + os.sep)

    def is_folder(self, entry: os.DirEntry[str], path: str) -> bool | None:
        """Whether an entry is a folder to go into; None after a fault."""
        try:
            if not entry.is_dir():
                return False
        except OSError as error:
            self.fault("E001", path, f"读不了（{reason(error)}）", "请检查它是否存在、是否有读取权限。")
            return None
        if entry.is_symlink():
            if os.path.realpath(entry.path) in self.open:
                self.fault("E001", path, "这个链接绕回了上层文件夹", "请删掉这个链接。")
                return None
            if self.open[-1] != os.path.join(self.real_root, *os.path.dirname(path).split("/")):
                # a few links in a linked folder are as many folders as nobody can count
                self.fault("E001", path, "链接指到的文件夹里又有链接", "请把文件夹复制进来，不要用链接。")
                return None
        return True

    @contextlib.contextmanager
    def inside(self, path: str) -> Iterator[list[os.DirEntry[str]]]:
        """The entries of a folder while it is walked."""
        self.open.append(os.path.realpath(self.root / path))
        try:
            yield self.listing(path)
        finally:
            self.open.pop()

    def top(self, path: str) -> bool:
        """True where a top folder of the project exists and lies in it."""
        full = str(self.root / path)
        if not os.path.isdir(full):
            return False
        if not self._inside(full):
            self.fault("E009", path, "这个文件夹是链接，指到了项目文件夹外面", "请把文件夹复制进来，不要用链接。")
            return False
        return True

    def twice(self, path: str, other: str) -> None:
        """E012: a file that is already there under the other ending."""
        self.fault("E012", path, f"和“{other}”是同一种文件，只用了前一个", "请把内容并到一起，删掉其中一个。")

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes | None:
        """The bytes of a file, or None after a fault. A file over the limit is not read past it."""
        try:
            if not (self.root / path).is_file():
                self.fault("E001", path, "不是普通文件，或者是断了的链接", "请删掉它，或者换成文件。")
                return None
            with (self.root / path).open("rb") as stream:
                data = stream.read(limit + 1)
        except OSError as error:
            self.fault("E001", path, f"文件读不了（{reason(error)}）", "请检查权限；如果正在 Excel 中打开，请先关闭。")
            return None
        self.out.inputs[path] = digest(data)
        return data

    def yaml(self, path: str, record: Record) -> Values | None:
        """A YAML file that is one mapping, decoded by a table."""
        data = self.read(path)
        if data is None:
            return None
        key = f"{record.name}|{path}|{self.out.inputs[path]}"
        self.parsed.add(key)
        values, faults = self.cache.get("parsed", key, lambda: parse_record(path, data, record))
        self.out.diagnostics.extend(faults)
        found: Values | None = values
        return found

    def events(self, path: str, suffix: str) -> None:
        """A file of events, YAML or ledger; parsed when all are there."""
        data = self.read(path)
        if data is not None:
            self.event_files.append(EventFile(path, suffix, data))

    def page(self, path: str, name: str) -> Page | None:
        """A Markdown file."""
        data = self.read(path)
        if data is None:
            return None
        text = decode_bytes(path, data)
        if isinstance(text, Diagnostic):
            self.out.diagnostics.append(text)
            return None
        document, faults = read_document(path, text)
        self.out.diagnostics.extend(faults)
        return Page(path, name, document)


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    return {
        1: "没有权限",
        2: "不存在",
        13: "没有权限",
        20: "不是文件夹",
        28: "磁盘满了",
        30: "磁盘是只读的",
        40: "链接绕成了圈",
    }.get(error.errno or 0, "系统拒绝")
