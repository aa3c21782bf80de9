"""Pictures and attachments: whether a picture can be published, and what the others say about people.

A file that has not changed is not looked at again: what was found is kept by its path, size and times (a copy may keep
its time of change, but not the system's own note of it). A picture that had to be turned is kept by its content, so that a
build need not turn it once more.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.base.cache import Cache, digest
from generator.base.diagnostics import Diagnostic, Span, visible
from generator.base.workers import WORTHWHILE, processes, share
from generator.gather.walk import Walk, reason

if TYPE_CHECKING:
    from generator.media.pictures import Unfit
    from generator.media.pictures.parts import Stripped

MOST_BYTES = 64_000_000
"""Bytes of a picture that are taken into memory."""
WORTH_SHARING = 20_000_000
"""Bytes of new files from which on it pays to look at them side by side."""
_LEFT_ALONE = (".ico", ".csv", ".txt", ".ics")
_HEAD = 1024


class Look(NamedTuple):
    """What a look at one file found: whether it is a picture of ours, what was turned for it, and its faults."""

    picture: bool
    turned: tuple[str, ...]
    faults: tuple[Diagnostic, ...]


class _Turner:
    """Turns pictures and remembers them in the cache; `keys` are those that were needed."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.keys: list[str] = []

    def __call__(self, picture: Stripped) -> bytes:
        from generator.media.pictures.turning import turn  # noqa: PLC0415 - see `_look`

        key = digest(picture.data, str(picture.orientation))
        self.keys.append(key)
        upright: bytes = self.cache.get("turned", key, lambda: turn(picture))
        return upright


def look_at_media(walk: Walk, progress: Callable[[str], None]) -> None:
    """Faults of every picture and attachment of the walk (E001, E034, W215), and which of them are pictures."""
    files = [f"{walk.docs}/{name}" for name in walk.out.attachments]
    files += [path for campaign in walk.out.campaigns for path, _ in campaign.media]
    found: dict[str, Look | None] = {}
    keys: dict[str, str] = {}
    size = 0
    for path in files:
        facts = _facts(walk, path)
        if facts is not None and not path.lower().endswith(_LEFT_ALONE):
            keys[path] = f"{path}|{facts.st_size}|{facts.st_mtime_ns}|{facts.st_ctime_ns}"
            found[path] = walk.cache.load("media", keys[path])
            size += facts.st_size if found[path] is None else 0
    new = [path for path, look in found.items() if look is None]
    if size > WORTH_SHARING:
        progress(f"查看 {len(new)} 个新的图片和附件（{size / 1e6:.0f} MB）")
    count = min(processes(WORTHWHILE), len(new)) if size > WORTH_SHARING else 1
    looked = share(new, partial(look_at, walk.root, walk.cache), max(1, count))
    for path, look in zip(new, looked, strict=True):
        found[path] = look
        if all(fault.code != "E001" for fault in look.faults):  # may be readable the next time
            walk.cache.store("media", keys[path], look)
    looks = {path: look for path, look in found.items() if look is not None}
    walk.out.pictures = [path for path, look in looks.items() if look.picture]
    walk.out.diagnostics += [fault for look in looks.values() for fault in look.faults]
    walk.cache.prune("media", set(keys.values()))
    walk.cache.prune("turned", {key for look in looks.values() for key in look.turned})


def _facts(walk: Walk, path: str) -> os.stat_result | None:
    """Size and time of a file; None after a fault."""
    try:
        facts = os.stat(walk.root / path)
    except OSError as error:
        walk.fault(
            "E001", path, f"文件读不了（{reason(error)}）", "请检查它是否存在、是否有读取权限；断了的链接请删掉。"
        )
        return None
    if not stat.S_ISREG(facts.st_mode):
        walk.fault("E001", path, "不是普通文件，或者是断了的链接", "请删掉它，或者换成文件。")
        return None
    return facts


def look_at(root: Path, cache: Cache, path: str) -> Look:
    """One look at one file."""
    turner = _Turner(cache)
    try:
        picture, faults = _look(root / path, path, turner)
    except OSError as error:
        words = f"文件读不了（{reason(error)}）"
        return Look(False, (), (Diagnostic("E001", Span(path), words, "请检查权限；正在别的程序里打开的，请先关闭。"),))
    return Look(picture, tuple(turner.keys), tuple(faults))


def _look(file: Path, path: str, turner: _Turner) -> tuple[bool, list[Diagnostic]]:
    # All that was looked at before is told by the cache: most runs need none of the readers.
    from generator.media.attachments import carried  # noqa: PLC0415
    from generator.media.pictures import ENDINGS, Unfit, kind_of  # noqa: PLC0415

    with file.open("rb") as stream:
        head = stream.read(_HEAD)
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        if path.lower().endswith(tuple(ENDINGS)) or kind_of(head):
            seen = _upright(stream.read(MOST_BYTES + 1), turner)
            return True, [_told(path, seen)] if isinstance(seen, Unfit) else []
        found = carried(stream, size)
    if found is None:
        return False, []
    return False, [Diagnostic("W215", Span(path), f"文件里带着个人信息（{visible(found.words, 300)}）", found.hint)]


def _upright(data: bytes, turner: _Turner) -> bytes | Unfit:
    from generator.media.pictures import Unfit, published  # noqa: PLC0415

    if len(data) > MOST_BYTES:
        return Unfit("E034", f"图片超过 {MOST_BYTES // 1_000_000} MB，太大了", "请先缩小，一张几百 KB 就够看。")
    return published(data, turner)


def _told(path: str, unfit: Unfit) -> Diagnostic:
    return Diagnostic(unfit.code, Span(path), unfit.message, unfit.hint)


def picture_bytes(root: Path, path: str, cache: Cache) -> bytes | Diagnostic:
    """A picture as it goes to the site. A fault only where the file has changed since it was looked at."""
    from generator.media.pictures import Unfit  # noqa: PLC0415

    try:
        with (root / path).open("rb") as stream:
            found = _upright(stream.read(MOST_BYTES + 1), _Turner(cache))
    except OSError as error:
        return Diagnostic("E001", Span(path), f"文件读不了（{reason(error)}）", "请检查权限。")
    return _told(path, found) if isinstance(found, Unfit) else found
