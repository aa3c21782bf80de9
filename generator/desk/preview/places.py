"""What an address of the preview stands for: a file below one folder, never anything else. Pure but for `opened`.

Invariant: a path comes out only where each of its parts is the name of a plain file or folder on every system; what a browser
sent is decoded once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

from generator.base.filenames import path_fault
from generator.base.files import is_real_folder, open_plain, without_links

INDEX = "index.html"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".sql": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}
"""Told, not guessed: a system's own table may say something else, or nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file below the site's folder, with `/`. `moved` is the address to go to instead, where that leads to a folder's page."""

    path: str
    moved: str = ""

    @property
    def type(self) -> str:
        """Its content type."""
        return TYPES.get(os.path.splitext(self.path)[1].lower(), "application/octet-stream")

    @property
    def is_page(self) -> bool:
        """Whether it is an HTML page."""
        return self.path.endswith(".html")


def parts_of(raw: bytes) -> list[str] | None:
    """The parts of an address as a browser sent it (`/events/a%20b/`), decoded; the last is "" for a folder. None for what stands for nothing."""
    if not raw.startswith(b"/"):
        return None
    try:
        parts = [unquote_to_bytes(part).decode("utf-8") for part in raw[1:].split(b"/")]
    except UnicodeDecodeError:
        return None
    named = parts if parts[-1] else parts[:-1]
    return parts if all(_is_name(part) for part in named) else None


def _is_name(part: str) -> bool:
    """No part that a system reads as more than a name, and nothing hidden."""
    if not part or part[0] == "." or part[-1] in ". " or set(part) & set('/\\:*?"<>|') or not part.isprintable():
        return False
    return not path_fault(part)


def below(raw: bytes, base: str = "/") -> bytes:
    """An address without the path at which the real site lies (`/pufa/`): its page for wrong addresses has links with it."""
    mount = quote(base).encode("ascii")
    return b"/" + raw[len(mount) :] if mount != b"/" and raw.startswith(mount) else raw


def place_of(folder: Path, raw: bytes) -> Place | None:
    """The file that stands behind an address, whether it is there or not; None for what is no address of a site."""
    parts = parts_of(raw)
    if parts is None:
        return None
    if not parts[-1]:
        return Place("/".join([*parts[:-1], INDEX]))
    path = "/".join(parts)
    if without_links(folder, path) and is_real_folder(folder / path):
        return Place(f"{path}/{INDEX}", moved=f"/{quote(path)}/")
    return Place(path)


def opened(folder: Path, path: str) -> BinaryIO | None:
    """The file open for reading, reached without a link; None where there is none."""
    try:
        return open_plain(folder / path) if without_links(folder, path) else None
    except (OSError, ValueError):
        return None


def content(folder: Path, path: str) -> bytes | None:
    """The bytes of a file; None where there is none."""
    stream = opened(folder, path)
    if stream is None:
        return None
    try:
        with stream:
            return stream.read()
    except OSError:
        return None
