"""A folder of results by content hash. It can be deleted at any time without changing a byte of output.

Entries are marshalled or pickled by this program for itself; a damaged entry counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator import __version__


def digest(*parts: bytes | str) -> str:
    """A short stable hash of the parts in order."""
    h = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        h.update(len(data).to_bytes(8, "little"))
        h.update(data)
    return h.hexdigest()


def code_key(package: Path | None = None) -> str:
    """A hash that changes with the program: its version, Python's, and the size and time of each source file."""
    root = package or Path(__file__).parent
    h = [__version__, sys.version]
    for folder in sorted(p for p in (root, *root.iterdir()) if p.is_dir() and p.name != "__pycache__"):
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name.endswith((".py", ".sql")):
                    stat = entry.stat()
                    h.append(f"{folder.name}/{entry.name}:{stat.st_size}:{stat.st_mtime_ns}")
    return digest(*h)


class Cache:
    """Results kept under one folder; `Cache(None)` keeps nothing."""

    def __init__(self, folder: Path | None, key: str = "") -> None:
        self.folder = folder
        self.key = key

    def get(self, kind: str, key: str, make: Callable[[], Any]) -> Any:
        """The stored result for `kind` and `key`, or `make()` stored for the next time."""
        found = self.load(kind, key)
        if found is None:
            found = make()
            self.store(kind, key, found)
        return found

    def _file(self, kind: str, key: str) -> Path | None:
        return self.folder / kind / digest(self.key, key) if self.folder else None

    def load(self, kind: str, key: str) -> Any:
        """The stored result, or None."""
        file = self._file(kind, key)
        if file is None:
            return None
        try:
            data = file.read_bytes()
            if data[:16] != hashlib.blake2b(data[16:], digest_size=16).digest():
                return None
            return pickle.loads(data[16:])  # noqa: S301 - written by this program into its own folder, and checked
        except Exception:  # noqa: BLE001 - whatever is wrong with an entry, it is only a cache
            return None

    def store(self, kind: str, key: str, value: Any) -> None:
        """Keep a result; a full disk or a read-only folder only means that it is not kept."""
        file = self._file(kind, key)
        if file is None:
            return
        data = pickle.dumps(value, protocol=5)
        spare = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            spare.write_bytes(hashlib.blake2b(data, digest_size=16).digest() + data)
            spare.replace(file)
        except OSError:
            with contextlib.suppress(OSError):
                spare.unlink()

    def prune(self, kind: str, keep: set[str]) -> None:
        """Drop every entry of a kind that was not used."""
        if self.folder is None:
            return
        names = {digest(self.key, key) for key in keep}
        with contextlib.suppress(OSError):
            for file in (self.folder / kind).iterdir():
                if file.name not in names:
                    file.unlink()
