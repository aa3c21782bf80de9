"""What of a project counts as an edit, and which folders have to be watched for it.

No link is followed: in a received folder it may lead to the whole disk. The site, caches and whatever else lies in a project
cause no build.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from generator.base.files import is_real_folder, without_links

FOLDERS = ("campaigns", "site_templates")
USUAL = (*FOLDERS, "mkdocs.yml", "content")
"""Until a build has said what it reads."""
_NOISE = ("~", "#")
_UNFINISHED = (".tmp", ".part", ".crdownload", ".swp", ".pyc", "~", "#")
_REMOTE = frozenset("nfs nfs4 cifs smb smb2 smb3 smbfs afs ncpfs 9p drvfs vboxsf prl_fs vmhgfs virtiofs davfs".split())
"""Kinds of file systems that other machines can change without a word to this one."""


def counts(path: str, root: str, sources: Iterable[str]) -> bool:
    """Whether a change at `path` is one of what a build reads; `sources` are below `root`, with `/`.

    Locks of Excel, files that an editor has not finished and hidden ones are none.
    """
    below = os.path.relpath(path, root).replace(os.sep, "/")
    parts = below.split("/")
    if parts[0] in ("", ".", "..") or any(part.startswith((".", *_NOISE)) or part == "__pycache__" for part in parts):
        return False
    if parts[-1].lower().endswith(_UNFINISHED):
        return False
    return any(f"{below}/".startswith(f"{source}/") or f"{source}/".startswith(f"{below}/") for source in sources)


def is_remote(root: str, mounts: str) -> bool:
    """Whether a folder lies on a drive that tells no changes, by the system's table of mounts (`/proc/mounts`)."""
    best, kind = "", ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) > 2:
            place = words[1].replace("\\040", " ").rstrip("/")
            if f"{root}/".startswith(f"{place}/") and len(place) >= len(best):
                best, kind = place, words[2]
    return kind in _REMOTE or kind.startswith("fuse.")


def must_poll(root: Path) -> bool:
    """Whether changes below a folder have to be looked for."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - exists only there

        drive = os.path.splitdrive(root)[0]
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == 4
    try:
        return is_remote(str(root), Path("/proc/mounts").read_text("utf-8", "replace"))
    except OSError:
        return False


Folders = tuple[tuple[str, int], ...]
"""The folders that are there, by their places, each with what tells it from another of its name."""


def real_folders(root: Path, sources: Iterable[str]) -> Folders:
    """Every folder of what a build reads, and the project's own; hidden ones and links are none."""
    found = [str(root)]
    for top in tops_of(root, sources):
        if top != root:
            for base, folders, _ in os.walk(top):
                folders[:] = [f for f in folders if not f.startswith(".") and not os.path.islink(f"{base}/{f}")]
                found.append(base)
    numbered = []
    for folder in dict.fromkeys(found):
        with contextlib.suppress(OSError):  # gone just now
            numbered.append((folder, os.stat(folder).st_ino))
    return tuple(sorted(numbered))


def tops_of(root: Path, sources: Iterable[str]) -> list[Path]:
    """The folders that are read, and those in which a file is read, as far as they are there."""
    tops = (root / source if is_real_folder(root / source) else (root / source).parent for source in sources)
    return [
        top
        for top in dict.fromkeys(tops)
        if is_real_folder(top) and without_links(root, f"{top.relative_to(root).as_posix()}/x")
    ]
