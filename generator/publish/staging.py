"""Working through planned files: those whose key changed are written beside the site, what did not change is looked at and named."""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from generator.base.artifacts import Planned, Slice
from generator.base.stages import stage
from generator.publish.faults import PublishFault

Stream = Callable[[], Iterable[Planned | Slice]]


def kept(name: str) -> bool:
    """Whether a file or folder of this name belongs to the server's keeper: the hidden ones, and the settings of IIS."""
    return name.startswith(".") or name.lower() == "web.config"


Known = tuple[str, int, int]
"""What the manifest keeps of a file: its key, its size and its time of change."""


@dataclass(slots=True)
class Manifest:
    """What a site consists of: its files, and of each slice its key and the paths of its files."""

    files: dict[str, Known] = field(default_factory=dict)
    slices: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def mark(self) -> str:
        """A hash of all that it says."""
        return hashlib.blake2b(marshal.dumps((list(self.files.items()), list(self.slices.items())), 2)).hexdigest()


@dataclass(slots=True)
class Staged:
    """What one process did: its part of the manifest, the slices that are as they were, and the paths to move."""

    manifest: Manifest
    same: list[str]
    moves: list[str]


def signature_of(path: str) -> tuple[int, int] | None:
    """Size and time of a plain file; None for all else, links too: what they lead to is not ours."""
    try:
        state = os.lstat(path)
    except OSError:
        return None
    return (state.st_size, state.st_mtime_ns) if stat.S_ISREG(state.st_mode) else None


def twice(path: str) -> PublishFault:
    """Two files that want one place."""
    return PublishFault(f"两个页面用了同一个地址“{path}”。请把这句话告诉维护人员。")


class Stager:
    """Works through one stream. `real` are the folders of the site that are known to be reached without a link, or not."""

    def __init__(self, out: Path, staging: Path, former: Manifest) -> None:
        self.base, self.target = f"{out}/", f"{staging}/"
        self.former = former
        self.staged = Staged(Manifest(), [], [])
        self.seen: set[str] = set()
        self.made: set[str] = set()
        self.real: dict[str, bool] = {"": True}

    def work_through(self, stream: Iterable[Planned | Slice]) -> Staged:
        """Make what changed. What did not is looked at on the disk and named."""
        with stage("plan"):
            for item in stream:
                if isinstance(item, Slice):
                    self._slice(item)
                else:
                    self._file(item)
        return self.staged

    def _slice(self, item: Slice) -> None:
        known = self.former.slices.get(item.name)
        if known is not None and known[0] == item.key and all(map(self._is_sound, known[1])):
            self.staged.same.append(item.name)
            self._see(known[1])
            return
        paths = []
        for file in item.files():
            self._file(file)
            paths.append(file.path)
        self.staged.manifest.slices[item.name] = (item.key, tuple(paths))

    def _see(self, paths: Iterable[str]) -> None:
        for path in paths:
            if path in self.seen:
                raise twice(path)
            self.seen.add(path)

    def _is_sound(self, path: str) -> bool:
        """Whether a file is on the disk as the manifest knows it."""
        known = self.former.files.get(path)
        return known is not None and self._is_own(path) and signature_of(self.base + path) == known[1:]

    def _is_own(self, path: str) -> bool:
        return _is_real(self.base, path.rpartition("/")[0], self.real)

    def _file(self, item: Planned) -> None:
        path, files = item.path, self.staged.manifest.files
        self._see((path,))
        known = self.former.files.get(path)
        if known is not None and known[0] == item.key and self._is_sound(path):
            files[path] = known
            return
        with stage("make"):
            data = item.make()
        if self._is_own(path) and _holds(self.base + path, data) and (found := signature_of(self.base + path)):
            files[path] = (item.key, *found)  # untouched, so that browsers and calendars keep what they have
            return
        folder = path.rpartition("/")[0]
        if folder not in self.made:
            os.makedirs(self.target + folder, exist_ok=True)
            self.made.add(folder)
        with stage("write"):
            files[path] = (item.key, _write(self.target + path, data), 0)
        self.staged.moves.append(path)


def _is_real(base: str, folder: str, known: dict[str, bool]) -> bool:
    """Whether a folder of the site is reached without a link; one that is missing is as good. `known` is filled."""
    found = known.get(folder)
    if found is None:
        found = known[folder] = _is_real(base, folder.rpartition("/")[0], known) and not os.path.islink(base + folder)
    return found


def _holds(path: str, data: bytes) -> bool:
    try:
        state = os.lstat(path)
        if state.st_size != len(data) or not stat.S_ISREG(state.st_mode):
            return False
        with open(path, "rb") as stream:
            return stream.read() == data
    except OSError:
        return False


def _write(path: str, data: bytes) -> int:
    with open(path, "wb", buffering=0) as stream:
        rest = memoryview(data)
        while rest:  # a nearly full disk takes a part and says so only by its count
            rest = rest[stream.write(rest) :]
    return len(data)
