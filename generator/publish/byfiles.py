"""A site put in place file by file, where its folder cannot be exchanged as a whole.

No file is ever half there. A reader may meet new pages beside old ones for the moment that the moves take: new files
come first, then those that changed, pages last; what is gone is deleted at the end. The marker in the folder of the
new site says that it is complete; from then on a run that was killed is finished by the next one.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path

from generator.base.files import is_inside, replace_file, without_links
from generator.publish.moves import flush
from generator.publish.names import Names
from generator.publish.trees import discard, files, second_tree, sites

MARKER = ".pufa-incoming"
"""In a folder: this is the new site, complete, on its way."""
STAMP = ".pufa-publication.json"
"""In a site: which publication it is."""


def mark(folder: Path, removed: list[str] | None = None) -> None:
    """Put the marker into a folder, on the disk with all else. `removed`: the paths to delete, if file by file."""
    replace_file(
        folder / MARKER, json.dumps({} if removed is None else {"removed": removed}, ensure_ascii=False).encode()
    )
    flush(folder)


def begun(folder: Path) -> list[str] | None:
    """The paths to delete, where the files of this folder were being moved one by one; else None."""
    try:
        removed = json.loads((folder / MARKER).read_text("utf-8"))["removed"]
        return [path for path in map(str, removed) if is_inside(path)]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def prepare(names: Names, *, keep: bool) -> None:
    """A second tree of the live site where it is to be kept, then the marker. Raises `OSError`; nothing has changed then."""
    if keep:
        discard(names.copy)
        second_tree(names.live, names.copy, sites)
        _copy_stamp(names.live, names.copy)
    coming = set(files(names.next))
    mark(names.next, sorted(path for path in files(names.live) if sites(path) and path not in coming))


def _copy_stamp(source: Path, target: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.copyfile(source / STAMP, target / STAMP)


def move_in(names: Names, removed: list[str]) -> None:
    """Move the files of the new site in, and delete what is gone. May be done again. Raises `OSError`."""
    live, source = names.live, names.next
    live.mkdir(exist_ok=True)
    coming = sorted(
        (path for path in files(source) if sites(path)),
        key=lambda path: (os.path.lexists(live / path), path.endswith(".html"), path),
    )
    folders = {path[:i] for path in coming for i, letter in enumerate(path) if letter == "/"}
    for path in removed:
        if path in folders:  # a folder takes the place of a file
            _delete(live, path)
    for path in coming:
        (live / path).parent.mkdir(parents=True, exist_ok=True)
        if os.path.isdir(live / path) and not os.path.islink(live / path):  # a file takes the place of a folder
            shutil.rmtree(live / path)
        os.replace(source / path, live / path)
    with contextlib.suppress(FileNotFoundError):
        os.replace(source / STAMP, live / STAMP)
    for path in removed:
        if path not in folders:
            _delete(live, path)
    flush(live)


def _delete(live: Path, path: str) -> None:
    if not without_links(live, path):
        return
    if os.path.isdir(live / path) and not os.path.islink(live / path):  # a folder that has already taken its place
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(live / path)
    with contextlib.suppress(OSError):
        for folder in (live / path).parents:
            if folder == live:
                break
            folder.rmdir()
