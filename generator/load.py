"""Walks `campaigns/` and `content/` in sorted order and reads every file. The only room that reads source files.

Nothing here knows what is right across files; it only gathers, with every fault it meets.
"""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache import Cache, digest
from generator.decode.event import EventRecord, decode_events, decode_ledger, is_head
from generator.decode.fields import Faults, Record, Values, decode, unsafe_mark
from generator.decode.tables import CAMPAIGN, REGION, SITES_FILE, SPEAKERS_FILE
from generator.decode.values import BadValue, identifier
from generator.diagnostics import Diagnostic, Span, ordered, visible
from generator.source.frontmatter import Document, read_document
from generator.source.ledger import MAX_BYTES, read_csv, read_xlsx
from generator.source.text import decode_bytes
from generator.source.yaml import read_yaml

BESIDE = frozenset((".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf"))
"""What may lie beside a campaign's index.md and go to the site: no Office file, which may be a ledger by a wrong name."""
MEDIA = frozenset(".jpg .jpeg .png .gif .webp .pdf .doc .docx .xls .xlsx .ppt .pptx .mp3 .mp4 .zip .txt .ico".split())
_PASSED_OVER = re.compile(r"^(\.|~\$|Thumbs\.db$|desktop\.ini$)|(~|\.bak|\.tmp|\.swp)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file: `path` below the project, `name` below docs_dir (`articles/a.md`), its parts and its text."""

    path: str
    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class CampaignSource:
    """A campaign's folder as read."""

    id: str
    path: str
    values: Values | None
    page: Page | None
    media: tuple[tuple[str, str], ...]
    """(path below the project, address on the site) of pictures and documents beside index.md."""


@dataclass(slots=True)
class Loaded:
    """Everything that was read, in sorted order."""

    root: Path
    region: Values | None = None
    sites: Values | None = None
    speakers: Values | None = None
    campaigns: list[CampaignSource] = field(default_factory=list)
    events: list[EventRecord] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    """Names below docs_dir of files that are copied as they are."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    """Content hash of each file read, by path below the project."""
    paths: dict[str, str] = field(default_factory=dict)
    """Where `region`, `sites` and `speakers` were read, by that word."""

    def path_of(self, what: str) -> str:
        """The file of `region`, `sites` or `speakers`, whichever of its two endings it has."""
        return self.paths.get(what, f"campaigns/{what}.yml")


class _Walk:
    """One walk: where the project is, what has been read, what was wrong."""

    def __init__(self, root: Path, cache: Cache, docs: str) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.cache = cache
        self.docs = docs
        self.out = Loaded(root)
        self.parsed: set[str] = set()
        self.open: list[str] = []
        """Real paths of the folders from the project down to the one being walked."""

    def fault(self, code: str, path: str, message: str, hint: str = "") -> None:
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
            if _PASSED_OVER.search(entry.name):
                continue
            full = f"{path}/{entry.name}"
            if unsafe_mark(entry.name) or any("\ud800" <= c <= "\udfff" for c in entry.name):
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
        if entry.is_symlink() and os.path.realpath(entry.path) in self.open:
            self.fault("E001", path, "这个链接绕回了上层文件夹", "请删掉这个链接。")
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
        values, faults = self.cache.get("parsed", key, lambda: _parse_record(path, data, record))
        self.out.diagnostics.extend(faults)
        found: Values | None = values
        return found

    def events(self, path: str, suffix: str) -> None:
        """A file of events, YAML or ledger."""
        data = self.read(path)
        if data is None:
            return
        key = f"events|{path}|{self.out.inputs[path]}"
        self.parsed.add(key)
        records, faults = self.cache.get("parsed", key, lambda: _parse_events(path, data, suffix))
        self.out.events.extend(records)
        self.out.diagnostics.extend(faults)

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
    return {1: "没有权限", 2: "不存在", 13: "没有权限", 20: "不是文件夹", 28: "磁盘满了", 30: "磁盘是只读的", 40: "链接绕成了圈"}.get(
        error.errno or 0, "系统拒绝"
    )


def _parse_record(path: str, data: bytes, record: Record) -> tuple[Values | None, tuple[Diagnostic, ...]]:
    text = decode_bytes(path, data)
    if isinstance(text, Diagnostic):
        return None, (text,)
    node, found = read_yaml(path, text)
    if node is None:
        if not found:
            found = (Diagnostic("E006", Span(path), "文件是空的", f"请按手册写上{record.name}的内容。"),)
        return None, found
    faults = Faults(path)
    values = decode(record, node, faults)
    return values, (*found, *faults.found)


def _parse_events(path: str, data: bytes, suffix: str) -> tuple[tuple[EventRecord, ...], tuple[Diagnostic, ...]]:
    if suffix in (".yml", ".yaml"):
        text = decode_bytes(path, data)
        if isinstance(text, Diagnostic):
            return (), (text,)
        node, found = read_yaml(path, text)
        if node is None and found:
            return (), found
        records, faults = decode_events(path, node)
        if found:  # what was not read is not missing
            faults = tuple(f for f in faults if f.code != "W207")
        return records, (*found, *faults)
    sheets, wrong = (read_xlsx if suffix == ".xlsx" else read_csv)(path, data, is_head)
    if not sheets:
        return (), tuple(wrong)
    records, faults = decode_ledger(path, sheets)
    return records, (*wrong, *faults)


EVENT_SUFFIXES = (".yml", ".yaml", ".csv", ".tsv", ".xlsx")


def _campaign(walk: _Walk, folder: str, name: str) -> None:
    try:
        identifier(name, "专项文件夹的名字")
    except BadValue as bad:
        walk.fault("E027", folder, visible(bad.message, 120), bad.hint)
        return
    values: Values | None = None
    page: Page | None = None
    media: list[tuple[str, str]] = []
    own = ""
    with walk.inside(folder) as entries:
        for entry in entries:
            path, suffix = f"{folder}/{entry.name}", os.path.splitext(entry.name)[1].lower()
            stem = os.path.splitext(entry.name)[0].lower()
            is_folder = walk.is_folder(entry, path)
            if is_folder is None:
                continue
            if is_folder:
                if entry.name == "events":
                    _events_folder(walk, path)
                else:
                    _unused(walk, path)
            elif stem == "campaign" and suffix in (".yml", ".yaml"):
                if own:
                    walk.twice(path, own)
                else:
                    own = path
                    values = walk.yaml(path, CAMPAIGN)
            elif entry.name == "index.md":
                page = walk.page(path, f"campaigns/{name}/index.md")
            elif stem.startswith("events") and suffix in EVENT_SUFFIXES:
                walk.events(path, suffix)
            elif suffix in BESIDE:
                media.append((path, f"campaigns/{name}/{entry.name}"))
            else:
                _unused(walk, path)
    if not own:
        own = f"{folder}/campaign.yml"
        walk.fault("E010", own, "专项文件夹里没有 campaign.yml", "请写上名称和期限，参看手册“专项”一页。")
    walk.out.campaigns.append(CampaignSource(name, own, values, page, tuple(media)))


def _events_folder(walk: _Walk, folder: str) -> None:
    with walk.inside(folder) as entries:
        for entry in entries:
            path, suffix = f"{folder}/{entry.name}", os.path.splitext(entry.name)[1].lower()
            is_folder = walk.is_folder(entry, path)
            if is_folder is None:
                continue
            if not is_folder and suffix in EVENT_SUFFIXES:
                walk.events(path, suffix)
            else:
                _unused(walk, path)


def _unused(walk: _Walk, path: str) -> None:
    suffix = os.path.splitext(path)[1].lower()
    hint = "活动文件的名字要以 events 开头，如 events-2025.yml；文章放在 content/。"
    if suffix in (".xls", ".et", ".ods", ".xlsm"):
        hint = "请用 Excel 或 WPS 另存为 .xlsx，名字以 events 开头。"
    walk.fault("W204", visible(path, 200), "这个文件没有被使用", hint)


def _content(walk: _Walk, folder: str, below: str) -> None:
    with walk.inside(folder) as entries:
        for entry in entries:
            path, name = f"{folder}/{entry.name}", f"{below}{entry.name}"
            suffix = os.path.splitext(entry.name)[1].lower()
            is_folder = walk.is_folder(entry, path)
            if is_folder is None:
                continue
            if is_folder:
                if path.count("/") > 12:
                    walk.fault("E005", path, "文件夹套得太深", "最多12层。")
                else:
                    _content(walk, path, name + "/")
            elif suffix in (".md", ".markdown"):
                page = walk.page(path, name)
                if page is not None:
                    walk.out.pages.append(page)
            elif suffix in MEDIA or suffix in (".csv", ".ics"):
                walk.out.attachments.append(name)
            else:
                hint = "可以放的有：Markdown 文章、图片、PDF、Office 文档、音视频、压缩包。"
                walk.fault("W204", path, "这种文件不会放到网站上", hint)


_TOP_FILES: dict[str, Record] = {"region": REGION, "sites": SITES_FILE, "speakers": SPEAKERS_FILE}


def _top_file(walk: _Walk, path: str, name: str) -> None:
    stem, suffix = os.path.splitext(name.lower())
    if stem not in _TOP_FILES or suffix not in (".yml", ".yaml"):
        _unused(walk, path)
    elif stem in walk.out.paths:
        walk.twice(path, walk.out.paths[stem])
    else:
        walk.out.paths[stem] = path
        setattr(walk.out, stem, walk.yaml(path, _TOP_FILES[stem]))


def load(root: Path, cache: Cache, *, docs: str = "content") -> Loaded:
    """Read the project at `root`. Faults are in the result; nothing is raised for what an officer can write."""
    walk = _Walk(root, cache, docs)
    if not walk.top("campaigns"):
        if not walk.out.diagnostics:
            hint = "请在网站文件夹里运行，或者先运行 pufa init 代码 新建一个。"
            walk.fault("E010", "campaigns", "这里没有 campaigns 文件夹", hint)
        return walk.out
    with walk.inside("campaigns") as entries:
        for entry in entries:
            path = f"campaigns/{entry.name}"
            is_folder = walk.is_folder(entry, path)
            if is_folder:
                _campaign(walk, path, entry.name)
            elif is_folder is not None:
                _top_file(walk, path, entry.name)
    if "region" not in walk.out.paths:
        walk.fault("E010", "campaigns/region.yml", "没有 region.yml", "请写上地区和乡镇，或者先运行 pufa init 代码 新建。")
    if walk.top(docs):
        _content(walk, docs, "")
    cache.prune("parsed", walk.parsed)
    walk.out.events.sort(key=lambda r: (r.path, r.place[0], r.place[1]))
    walk.out.diagnostics = list(ordered(walk.out.diagnostics))
    return walk.out


def line_reader(root: Path) -> Callable[[str, int], str | None]:
    """A function that gives line `n` of a source file for quoting, decoded as the reader decodes; None if it cannot."""
    texts: dict[str, list[str]] = {}

    def read(path: str, line: int) -> str | None:
        if path not in texts:
            try:
                with (root / path).open("rb") as stream:
                    decoded = decode_bytes(path, stream.read(MAX_BYTES + 1))
            except OSError:
                decoded = ""
            texts[path] = decoded.split("\n") if isinstance(decoded, str) and decoded else []
        lines = texts[path]
        return lines[line - 1] if 0 < line <= len(lines) else None

    return read
