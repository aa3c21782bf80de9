"""Foreign programs for the tests: found on the machine, or fetched once into `tests/clients/.cache/`.

A machine that cannot have them skips with one line; CI (the variable `CI` is set) must not skip.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

HERE = Path(__file__).parent
CACHE = HERE / ".cache"


def without(what: str) -> NoReturn:
    """Skip, or fail in CI, since the tool is not to be had."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is needed in CI")
    pytest.skip(f"{what} is not to be had here")


def _run(*words: str, cwd: Path, seconds: int = 240) -> bool:
    try:
        return subprocess.run(words, cwd=cwd, capture_output=True, timeout=seconds, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One worker of a test run fetches at a time; the others then find what it has fetched."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as stream:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def libical() -> ctypes.CDLL:
    """libical 3 of the system, else Debian's package unpacked into the cache (no rights needed)."""
    with _alone():
        return _libical()


def _libical() -> ctypes.CDLL:
    name = ctypes.util.find_library("ical")
    folder = CACHE / "libical"
    if name is None:
        if not list(folder.glob("usr/lib/*/libical.so.3")):
            folder.mkdir(parents=True, exist_ok=True)
            if _run("apt-get", "download", "libical3", cwd=folder):
                for package in sorted(folder.glob("libical3_*.deb")):
                    _run("dpkg", "-x", str(package), str(folder), cwd=folder)
        name = next((str(p) for p in sorted(folder.glob("usr/lib/*/libical.so.3"))), None)
    if name is None:
        without("libical3")
    try:
        library = ctypes.CDLL(name)
    except OSError:  # unpacked, but a library it builds on is missing
        without("libical3")
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    for function in (
        "icalrestriction_check",
        "icalcomponent_count_errors",
        "icalcomponent_as_ical_string",
        "icalcomponent_free",
    ):
        getattr(library, function).argtypes = [ctypes.c_void_p]
    return library


def debian_python() -> str:
    """The system's Python where it has Debian's own icalendar, an old one that many scripts build on."""
    python = "/usr/bin/python3"
    if not _run(python, "-c", "import dateutil, icalendar", cwd=HERE):
        without("Debian's python3-icalendar")
    return python


def node_modules() -> Path:
    """A folder whose `node_modules` holds exactly what `package-lock.json` names."""
    with _alone():
        return _node_modules()


def _node_modules() -> Path:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        without("node with npm")
    folder = CACHE / "node"
    folder.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_bytes()
    done = folder / "installed.json"
    if not done.exists() or done.read_bytes() != lock:
        done.unlink(missing_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copyfile(HERE / name, folder / name)
        if not _run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder):
            without("the packages of package-lock.json")
        done.write_bytes(lock)
    return folder
