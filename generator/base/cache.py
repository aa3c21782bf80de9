"""A folder of results by content hash. It can be deleted at any time without changing a byte of output.

It lies in the user's own cache folder, never in a project: projects come from others, and an entry is believed. Each entry
carries a sum that only this user's runs can make, over its own name and bytes; whatever does not fit counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import pickle
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator import __version__
from generator.base import userfolders
from generator.base.files import is_real_folder

_SUM = 16
_HOME = "project"
"""In a project's cache: which project it belongs to."""
_UNUSED = 60 * 86400
"""Seconds after which the cache of a project that nobody builds is dropped."""


def digest(*parts: bytes | str) -> str:
    """A short stable hash of the parts in order."""
    h = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        h.update(len(data).to_bytes(8, "little"))
        h.update(data)
    return h.hexdigest()


def code_key(package: Path | None = None) -> str:
    """A hash that changes with the program: its version, Python's, and the size and times of each file of it and its data."""
    root = str(package or Path(__file__).parents[1])
    h = [__version__, sys.version]
    for base, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        for name in sorted(names):
            if not name.endswith((".pyc", ".pyo")):
                state = os.stat(f"{base}/{name}")
                h.append(f"{base[len(root) :]}/{name}:{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}")
    return digest(*h)


def project_cache(root: Path, key: str, memory: Memory | None = None) -> Cache:
    """The cache of a project, known by where it lies; one that keeps nothing where there is no safe place for it."""
    home, secret = userfolders.cache_folder(), userfolders.secret()
    if home is None or secret is None:
        return Cache(None, key, memory=memory)
    real = os.path.realpath(root)
    folder = home / digest(real)
    new = not folder.exists()
    if userfolders.private(folder) is None:
        return Cache(None, key, memory=memory)
    with contextlib.suppress(OSError):
        (folder / _HOME).write_text(real, "utf-8", "surrogatepass")
        if new:
            _drop_unused(home, folder)
    return Cache(folder, key, secret, memory)


def _drop_unused(home: Path, own: Path) -> None:
    """Caches of projects that are gone, or that nobody has built for long, by the clock that stamps files: `own` was marked just now."""
    now = (own / _HOME).stat().st_mtime
    for folder in home.iterdir():
        if folder == own or not is_real_folder(folder):
            continue
        with contextlib.suppress(OSError, ValueError):
            mark = folder / _HOME
            if now - mark.stat().st_mtime > _UNUSED or not os.path.isdir(mark.read_text("utf-8", "surrogatepass")):
                shutil.rmtree(folder, ignore_errors=True)


Memory = dict[tuple[str, str], Any]
"""What a process that builds again and again has at hand: (kind, whole key) → result. A result is never changed by who gets it."""


class Cache:
    """Results kept under one folder, which must be nobody else's; `Cache(None)` keeps nothing.

    With `memory`, what was loaded or stored once in it is not read from the folder again.
    """

    def __init__(self, folder: Path | None, key: str = "", secret: bytes = b"", memory: Memory | None = None) -> None:
        self.folder = folder
        self.key = key
        self.secret = secret
        self.memory = memory

    def get(self, kind: str, key: str, make: Callable[[], Any]) -> Any:
        """The stored result for `kind` and `key`, or `make()` stored for the next time."""
        found = self.load(kind, key)
        if found is None:
            found = make()
            self.store(kind, key, found)
        return found

    def _file(self, kind: str, key: str) -> Path | None:
        return self.folder / kind / digest(self.key, key) if self.folder else None

    def _sum(self, file: Path, data: bytes | memoryview) -> bytes:
        h = hashlib.blake2b(f"{file.parent.name}/{file.name}\0".encode(), digest_size=_SUM, key=self.secret)
        h.update(data)
        return h.digest()

    def load(self, kind: str, key: str) -> Any:
        """The stored result, or None."""
        if self.memory is None:
            return self._read(kind, key)
        found = self.memory.get((kind, self.key + key))
        if found is None:
            found = self._read(kind, key)
            if found is not None:
                self.memory[kind, self.key + key] = found
        return found

    def _read(self, kind: str, key: str) -> Any:
        file = self._file(kind, key)
        if file is None:
            return None
        try:
            data = memoryview(file.read_bytes())
            if not hmac.compare_digest(data[:_SUM], self._sum(file, data[_SUM:])):
                return None
            return pickle.loads(data[_SUM:])  # noqa: S301 - its sum says that this user's own run has written it
        except Exception:  # noqa: BLE001 - whatever is wrong with an entry, it is only a cache
            return None

    def has(self, kind: str, key: str) -> bool:
        """Whether there seems to be a result; only `load` can tell whether it is whole."""
        file = self._file(kind, key)
        return (kind, self.key + key) in (self.memory or ()) or (file is not None and file.is_file())

    def store(self, kind: str, key: str, value: Any) -> None:
        """Keep a result; a full disk or a read-only folder only means that it is not kept."""
        if self.memory is not None:
            self.memory[kind, self.key + key] = value
        file = self._file(kind, key)
        if file is None:
            return
        data = pickle.dumps(value, protocol=5)
        spare = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            spare.write_bytes(self._sum(file, data) + data)
            spare.replace(file)
        except OSError:
            with contextlib.suppress(OSError):
                spare.unlink()

    def prune(self, kind: str, keep: set[str]) -> None:
        """Drop every entry of a kind that was not used."""
        if self.memory is not None:
            wanted = {(kind, self.key + key) for key in keep}
            for known in [k for k in self.memory if k[0] == kind and k not in wanted]:
                del self.memory[known]
        if self.folder is None or not is_real_folder(self.folder / kind):
            return
        names = {digest(self.key, key) for key in keep}
        with contextlib.suppress(OSError):
            for file in (self.folder / kind).iterdir():
                if file.name not in names:
                    file.unlink()

    def room(self, name: str) -> Path | None:
        """A folder of its own for what is too large for entries; None where there is none to be had."""
        if self.folder is None:
            return None
        home = self.folder / name
        with contextlib.suppress(OSError):
            home.mkdir(parents=True, exist_ok=True)
        return home if is_real_folder(home) and os.access(home, os.W_OK) else None


NOTHING_KEPT = Cache(None)
