"""Artifacts to a folder, all or nothing.

Every changed file is first written beside the site; only when all are there (a full disk or Ctrl-C changes nothing
before) are they moved in. A list of the moves is kept until they are done, so a run that is killed between two moves is
finished by the next one. Files that are as they should be are not touched.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.base.artifacts import Planned
from generator.base.cache import Cache
from generator.base.files import is_inside, read_plain, without_links
from generator.base.stages import stage
from generator.base.workers import WORTHWHILE, aside, processes, share
from generator.publish.faults import PublishFault, UnfinishedFault, reason
from generator.publish.locking import locked, uninterrupted
from generator.publish.staging import Manifest, Staged, Stager, Stream, kept, signature_of, twice

_LONGEST_JOURNAL = 1 << 30
_LARGE = 3000
"""Files from which on it pays to look for stale ones in another process."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a publication did: counts of files, the bytes of the whole site, the paths that have a new file.

    `mark` hashes what lies in the folder now.
    """

    files: int
    written: int
    removed: int
    size: int
    changed: tuple[str, ...] = ()
    mark: str = ""


def _manifest_of(out: Path) -> str:
    return f"manifest|{out.resolve()}"


def put(
    out: Path, planned: Iterable[Planned], cache: Cache, *, streams: Sequence[Stream] = (), mark: str = "404.html"
) -> Report:
    """Bring the folder `out` to hold exactly the planned files (what `kept` names is left alone).

    `streams` give further planned files when they are called, or slices of them; they are worked through side by side where the
    system can.

    Raises `PublishFault` where that cannot be done. A folder that is not empty and lacks `mark` is not one of ours and is
    refused: nobody's files are deleted because of a slip in `--out`.
    """
    with opened(out, cache, mark=mark) as site:
        return site.put(planned, streams)


@contextlib.contextmanager
def opened(out: Path, cache: Cache, *, mark: str = "404.html") -> Iterator[Opened]:
    """A site's folder for one run, to be brought up to date by `Opened.put`; what an interrupted run left is finished first.

    Raises as `put` does. Whatever goes wrong inside leaves the site as it was.
    """
    staging = out.parent / f".{out.name}.pufa"
    with locked(out):
        _finish(out, staging)
        if _foreign(out, mark):
            raise PublishFault(f"“{out}”里有别的文件，不像是 pufa 生成的网站，没有动它。请换一个空文件夹（--out）。")
        former = cache.load("manifest", _manifest_of(out)) or Manifest()
        site: Opened | None = None
        try:
            with contextlib.ExitStack() as running:
                site = Opened(out, staging, cache, former, running)
                yield site
        except BaseException as error:
            if site is None or not site.moving:
                with contextlib.suppress(OSError):  # first: without it the rest means nothing, however this ends
                    (staging / ".journal").unlink()
                shutil.rmtree(staging, ignore_errors=True)
            if isinstance(error, OSError):
                raise PublishFault(f"网站没有写成，原来的网站没有变：{reason(error)}。") from error
            raise


class Opened:
    """A site's folder in the hands of one run. What is begun goes on in other processes, where the system can fork."""

    def __init__(self, out: Path, staging: Path, cache: Cache, former: Manifest, running: contextlib.ExitStack) -> None:
        self.out, self.staging, self.cache, self.former = out, staging, cache, former
        self._running = running
        look = partial(_files_of, out)
        large = len(former.files) > _LARGE
        self._there = running.enter_context(aside(look)) if large else look
        self._begun: list[Callable[[], Staged]] = []
        self.moving = False
        """Whether everything has been made: from then on the next run finishes what this one does not."""

    def begin(self, stream: Stream) -> None:
        """Work through a stream while other things are still being found out."""
        work = partial(self._staged, stream)
        self._begun.append(self._running.enter_context(aside(work)))

    def put(self, planned: Iterable[Planned], streams: Sequence[Stream] = ()) -> Report:
        """Bring the folder to hold exactly the planned files, those of the streams and those of what was begun."""
        count = min(processes(WORTHWHILE), 1 + len(streams))
        done = share([lambda: planned, *streams], self._staged, count)
        manifest, moves = self._together([*done, *(staged() for staged in self._begun)])
        removed = _stale(self._there(), manifest)
        size = sum(size for _, size, _ in manifest.files.values())
        report = Report(len(manifest.files), len(moves), len(removed), size, tuple(moves))
        if moves or removed:
            _journal(self.staging, moves, removed, first=not _holds_anything(self.out))
        self.moving = True
        with uninterrupted(), stage("move"):
            _finish(self.out, self.staging)
        for path in moves:
            manifest.files[path] = (manifest.files[path][0], *(signature_of(f"{self.out}/{path}") or (0, 0)))
        self.cache.store("manifest", _manifest_of(self.out), manifest)
        return replace(report, mark=manifest.mark())

    def _staged(self, stream: Stream) -> Staged:
        return Stager(self.out, self.staging, self.former).work_through(stream())

    def _together(self, done: Iterable[Staged]) -> tuple[Manifest, list[str]]:
        """The new manifest and the paths to move."""
        manifest = Manifest()
        moves: list[str] = []
        for part in done:
            files = part.manifest.files
            for name in part.same:
                part.manifest.slices[name] = self.former.slices[name]
                files |= {path: self.former.files[path] for path in self.former.slices[name][1]}
            if not files.keys().isdisjoint(manifest.files):
                raise twice(next(path for path in files if path in manifest.files))
            if not part.manifest.slices.keys().isdisjoint(manifest.slices):
                raise twice(next(name for name in part.manifest.slices if name in manifest.slices))
            manifest.files |= files
            manifest.slices |= part.manifest.slices
            moves += part.moves
        return manifest, moves


def is_as_left(out: Path, cache: Cache, mark: str) -> bool:
    """Whether the site lies there, whole and with nothing beside it, that `put` left and gave this `mark`."""
    former: Manifest | None = cache.load("manifest", _manifest_of(out))
    if not former or former.mark() != mark or os.path.lexists(out.parent / f".{out.name}.pufa"):
        return False
    try:
        with locked(out):
            return _is_sound(out, former)
    except PublishFault:
        return False


def _is_sound(out: Path, former: Manifest) -> bool:
    """One walk that ends at the first file that is not as it was."""
    count = 0
    todo = [""]
    while todo:
        prefix = todo.pop()
        try:
            with os.scandir(f"{out}/{prefix}") as found:
                for entry in found:
                    if kept(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        todo.append(f"{prefix}{entry.name}/")
                        continue
                    known, state = former.files.get(prefix + entry.name), entry.stat(follow_symlinks=False)
                    if (
                        known is None
                        or (state.st_size, state.st_mtime_ns) != known[1:]
                        or not stat.S_ISREG(state.st_mode)
                    ):
                        return False
                    count += 1
        except OSError:
            return False
    return count == len(former.files)


def _holds_anything(out: Path) -> bool:
    return out.exists() and any(out.iterdir())


def _foreign(out: Path, mark: str) -> bool:
    try:
        return out.exists() and (not out.is_dir() or (_holds_anything(out) and not (out / mark).exists()))
    except OSError as error:
        raise PublishFault(f"网站没有写成，原来的网站没有变：{reason(error)}。") from error


_There = tuple[list[str], list[str]]
"""The files of a site, and the links to folders in it, each with `/`."""


def _files_of(out: Path) -> _There:
    files: list[str] = []
    links: list[str] = []
    todo = [""]
    while todo:
        prefix = todo.pop()
        try:
            with os.scandir(f"{out}/{prefix}") as found:
                entries = [entry for entry in found if not kept(entry.name)]
        except OSError:  # not there yet, or not to be looked into: what the moves cannot do is told then
            continue
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                todo.append(f"{path}/")
            elif entry.is_symlink() and entry.is_dir():
                links.append(path)
            else:
                files.append(path)
    return files, links


def _stale(there: _There, manifest: Manifest) -> list[str]:
    """What is to be removed: the files that are not planned, and links to folders, never what they lead to."""
    files, links = there
    return sorted((*links, *(path for path in files if path not in manifest.files)))


def _journal(staging: Path, moves: list[str], removed: list[str], *, first: bool) -> None:
    """`first`: the staging folder is a whole site and becomes the folder itself."""
    staging.mkdir(exist_ok=True)
    spare = staging / ".journal.part"
    with spare.open("w", encoding="utf-8") as stream:
        json.dump({"moves": moves, "removed": removed, "first": first}, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    spare.replace(staging / ".journal")


def _finish(out: Path, staging: Path) -> None:
    """Do the moves of a complete journal; a staging folder without one is what a failed run left."""
    if staging.is_symlink():  # never ours: whoever put it there wants to be written to somewhere else
        staging.unlink()
    todo = _read_journal(staging / ".journal")
    if todo is None:
        shutil.rmtree(staging, ignore_errors=True)
        return
    try:
        if _holds_anything(out):
            _each(out, staging, todo["moves"], todo["removed"])
        elif todo["first"]:
            _whole(out, staging)
        # else: the site was deleted after a run that did not finish; the pieces are no site
    except OSError as error:
        raise UnfinishedFault(
            f"更新网站文件夹时被系统拒绝：{reason(error)}。请关闭正在打开这些文件的程序，再运行一次，会自动接着做完。"
        ) from error
    shutil.rmtree(staging, ignore_errors=True)


def _read_journal(path: Path) -> dict[str, Any] | None:
    """A whole journal whose paths all lie in the site; None for any other: what lies beside a site may come from anyone."""
    try:
        found = json.loads(read_plain(path, _LONGEST_JOURNAL))
        paths = [*found["moves"], *found["removed"]]
        whole = isinstance(found["first"], bool) and all(isinstance(p, str) and is_inside(p) for p in paths)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return found if whole else None


def _whole(out: Path, staging: Path) -> None:
    (staging / ".journal").unlink()
    if out.exists():
        out.rmdir()
    os.replace(staging, out)


def _each(out: Path, staging: Path, moves: list[str], removed: list[str]) -> None:
    base, source = f"{out}/", f"{staging}/"
    made: set[str] = set()
    for path in removed:  # first: a folder may take the place of a file
        if not without_links(out, path):
            continue
        with contextlib.suppress(FileNotFoundError):
            os.unlink(base + path)
        folder = os.path.dirname(base + path)
        with contextlib.suppress(OSError):
            while len(folder) > len(base):
                os.rmdir(folder)
                folder = os.path.dirname(folder)
    for path in moves:
        folder = os.path.dirname(base + path)
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            if not without_links(out, path):
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), folder)
            made.add(folder)
        with contextlib.suppress(FileNotFoundError):  # moved by the run that was killed
            os.replace(source + path, base + path)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet; half a file is taken away again. Raises OSError."""
    with path.open("xb") as stream:
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise


def planned(path: str, data: bytes) -> Planned:
    """A file whose bytes are already there."""
    return Planned(path, hashlib.blake2b(data, digest_size=16).hexdigest(), lambda: data)
