"""Walks `campaigns/` and `content/` in sorted order and reads every file. The only room that reads source files.

Nothing here knows what is right across files; it only gathers, with every fault it meets.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from generator.base.cache import Cache
from generator.base.diagnostics import ordered, visible
from generator.decode.fields import Record, Values
from generator.decode.tables import CAMPAIGN, HOLIDAYS_FILE, OBSERVANCES_FILE, REGION, SITES_FILE, SPEAKERS_FILE
from generator.decode.values import BadValue, identifier
from generator.gather import kept
from generator.gather.gathered import CampaignSource, Loaded, Page
from generator.gather.lookalike import tell_inside, tell_lookalike
from generator.gather.media import look_at_media
from generator.gather.parse import parse_all
from generator.gather.walk import Walk, reason
from generator.read.ledger import MAX_BYTES
from generator.read.text import decode_bytes

__all__ = ["BESIDE", "EVENT_SUFFIXES", "MEDIA", "CampaignSource", "Loaded", "Page", "line_reader", "load", "reason"]

BESIDE = frozenset((".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf"))
"""What may lie beside a campaign's index.md and go to the site: no Office file, which may be a ledger by a wrong name."""
MEDIA = frozenset(".jpg .jpeg .png .gif .webp .pdf .doc .docx .xls .xlsx .ppt .pptx .mp3 .mp4 .zip .txt .ico".split())
PUBLISHED = "published.json"
"""The register below campaigns/."""
EVENT_SUFFIXES = (".yml", ".yaml", ".csv", ".tsv", ".xlsx")


def _campaign(walk: Walk, folder: str, name: str) -> None:
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
                    _unused_folder(walk, path)
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


def _events_folder(walk: Walk, folder: str) -> None:
    with walk.inside(folder) as entries:
        for entry in entries:
            path, suffix = f"{folder}/{entry.name}", os.path.splitext(entry.name)[1].lower()
            is_folder = walk.is_folder(entry, path)
            if is_folder is None:
                continue
            if is_folder:
                _unused_folder(walk, path)
            elif suffix in EVENT_SUFFIXES:
                walk.events(path, suffix)
            else:
                _unused(walk, path)


def _unused_folder(walk: Walk, path: str) -> None:
    """W204 for a folder inside a campaign's, or E054 for each file in it that looks like events."""
    if not tell_inside(walk, path):
        hint = "专项文件夹里只读 events 这一个文件夹，再往里的不读；文章和附件放在 content/。"
        walk.fault("W204", visible(path, 200), "这个文件夹没有被使用", hint)


def _unused(walk: Walk, path: str) -> None:
    """W204, or E054 for what looks like a ledger by another name."""
    if tell_lookalike(walk, path):
        return
    suffix = os.path.splitext(path)[1].lower()
    hint = "活动文件的名字要以 events 开头，如 events-2025.yml；文章放在 content/。"
    if suffix in (".xls", ".et", ".ods", ".xlsm"):
        hint = "请用 Excel 或 WPS 另存为 .xlsx，名字以 events 开头。"
    walk.fault("W204", visible(path, 200), "这个文件没有被使用", hint)


def _content(walk: Walk, folder: str, below: str) -> None:
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


_TOP_FILES: dict[str, Record] = {
    "region": REGION,
    "sites": SITES_FILE,
    "speakers": SPEAKERS_FILE,
    "holidays": HOLIDAYS_FILE,
    "observances": OBSERVANCES_FILE,
}


def _top_file(walk: Walk, path: str, name: str) -> None:
    stem, suffix = os.path.splitext(name.lower())
    if name == PUBLISHED:
        walk.out.register = walk.read(path)
        return
    if stem not in _TOP_FILES or suffix not in (".yml", ".yaml"):
        _unused(walk, path)
    elif stem in walk.out.paths:
        walk.twice(path, walk.out.paths[stem])
    else:
        walk.out.paths[stem] = path
        setattr(walk.out, stem, walk.yaml(path, _TOP_FILES[stem]))


def load(
    root: Path, cache: Cache, *, docs: str = "content", progress: Callable[[str], None] = lambda _: None
) -> Loaded:
    """Read the project at `root`. Faults are in the result; nothing is raised for what an officer can write."""
    walk = Walk(root, cache, docs)
    if not walk.top("campaigns"):
        if not walk.out.diagnostics:
            hint = "请在网站文件夹里运行，或者先运行 pufa init 代码 新建一个。"
            walk.fault("E010", "campaigns", "这里没有 campaigns 文件夹", hint)
        return walk.out
    with walk.inside("campaigns") as entries:
        for entry in entries:
            path = f"campaigns/{entry.name}"
            is_folder = walk.is_folder(entry, path)
            if is_folder and entry.name in kept.FOLDERS:
                kept.FOLDERS[entry.name](walk, path)
            elif is_folder:
                _campaign(walk, path, entry.name)
            elif is_folder is not None:
                _top_file(walk, path, entry.name)
    if "region" not in walk.out.paths:
        walk.fault(
            "E010", "campaigns/region.yml", "没有 region.yml", "请写上地区和乡镇，或者先运行 pufa init 代码 新建。"
        )
    if walk.top(docs):
        _content(walk, docs, "")
    look_at_media(walk, progress)
    for found in parse_all(walk.event_files, cache, progress):
        walk.out.events += found.records
        walk.out.diagnostics += found.faults
        walk.out.left_out += found.left_out
    cache.prune("parsed", walk.parsed | {file.key for file in walk.event_files})
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
