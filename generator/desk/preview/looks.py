"""By what an open page knows that it would look different now: its own bytes, and its styles, scripts and pictures."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from generator.desk.preview.bar import GONE, WAITING
from generator.desk.preview.places import Place, content, parts_of

_PARTS = re.compile(rb'(?:src|href)="([^"?#]+\.(?:css|js|png|jpe?g|gif|webp|svg))[?#"]', re.IGNORECASE)


def look_of(folder: Path, path: str, page: bytes) -> str:
    """A short word for how the page at `path` looks; another one where anything of it has changed."""
    h = hashlib.blake2b(page, digest_size=12)
    for link in sorted(set(_PARTS.findall(page))):
        parts = _below(path, link)
        if parts is None:
            continue
        try:
            state = os.lstat(folder.joinpath(*parts))
        except OSError:
            continue
        h.update(f"{'/'.join(parts)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return h.hexdigest()


def seen_at(folder: Path, place: Place | None, *, ready: bool) -> str:
    """The same for whatever stands behind an address now."""
    if not ready:
        return WAITING
    page = content(folder, place.path) if place is not None and place.is_page else None
    return GONE if page is None or place is None else look_of(folder, place.path, page)


def _below(path: str, link: bytes) -> list[str] | None:
    """The parts of a link that leads to a file of the site."""
    try:
        whole = urlsplit(urljoin(f"/{quote(path)}", link.decode("ascii")))
    except ValueError:  # not of this site's making: ours are percent-encoded
        return None
    return None if whole.netloc or whole.scheme else parts_of(whole.path.encode("ascii"))
