"""What this user agreed to, kept outside of every project, and bound to the content of what was agreed to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from generator.base import userfolders
from generator.base.cache import digest
from generator.base.diagnostics import Diagnostic, Span
from generator.base.files import replace_file
from generator.gather.settings import FILE, MAX_BYTES, Settings
from generator.gather.trust.asks import asks_of
from generator.read.text import decode_bytes
from generator.read.yaml import read_settings

TRUST = "PUFA_TRUST"
"""An environment variable with the digest that is agreed to, for runs that nobody watches."""
_MOST = 20_000
_MOST_BYTES = 64 << 20
"""Files, and bytes of each, that an agreement can be bound to; to more than that nobody can agree."""
_INHERITED = 10


def refusals(root: Path, settings: Settings) -> tuple[Diagnostic, ...]:
    """E015 for each thing that asks for trust and has not got it; nothing where all is agreed to or nothing asks."""
    if not settings.asks or is_agreed(root, digest_of(root, settings)):
        return ()
    hint = "文件夹是别人给的，先问清楚是谁写的、做什么用。信得过再运行 pufa trust，列给您看过、您同意了才会运行；用不着就删掉这一项。"
    return tuple(
        Diagnostic("E015", Span(FILE, ask.line, ask.column, ask.length), f"还没有同意：{ask.what}，{ask.does}", hint)
        for ask in settings.asks
    )


def digest_of(root: Path, settings: Settings) -> str:
    """SHA-256 of mkdocs.yml and of every file that it would run, take in or lay over the site, as 64 hex digits.

    "" where there are too many, or one is too large.
    """
    h = hashlib.sha256()
    found = _files(root, root, settings.text, settings.docs, _INHERITED)
    paths = {str(root / FILE), *islice(found, _MOST)}
    if next(found, None) is not None:
        return ""
    for path in sorted(paths):
        name = os.path.relpath(path, root).replace(os.sep, "/").encode("utf-8", "surrogateescape")
        content = settings.raw if path == str(root / FILE) else _content(path)
        if content is None:
            return ""
        h.update(len(name).to_bytes(8, "little") + name)
        h.update(content)
    return h.hexdigest()


def _content(path: str) -> bytes | None:
    """A hash of a file's content, links followed as the program that runs it would; None for one that is too large."""
    try:
        if not os.path.isfile(path):
            return b"\0none"
        if os.path.getsize(path) > _MOST_BYTES:
            return None
        with open(path, "rb") as stream:
            data = stream.read(_MOST_BYTES)
    except OSError:
        return b"\0unread"
    return hashlib.sha256(data).digest()


def _files(root: Path, here: Path, text: str, docs: str, depth: int) -> Iterator[str]:
    """Every file concerned: those that are named, those beside a hook, and those in a folder that is laid over the theme.

    Names count from the project's folder `root`, but for inherited settings, which count from `here`, the file's own.
    """
    for ask in asks_of(text):
        for name in ask.files:
            for folder in dict.fromkeys((root, root / docs, here)):
                path = os.path.normpath(folder / name)
                yield path
                if os.path.isdir(path):
                    yield from _below(path, everything=True)
                elif path.endswith(".py"):
                    beside = os.path.dirname(path)
                    yield from _below(beside, everything=beside != str(root))
            if ask.what.startswith("INHERIT") and depth:
                inherited = _text(here / name)
                if inherited is not None:
                    yield from _files(root, (here / name).parent, inherited, docs, depth - 1)


def _below(folder: str, *, everything: bool) -> Iterator[str]:
    """The files in a folder and below it; of the project's own folder only the programs, wherever a hook can import them.

    What lies in `__pycache__` is not run: `engine` keeps compiled programs elsewhere.
    """
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != "__pycache__" and (everything or f.isidentifier()))
        for name in sorted(names):
            if everything or name.endswith((".py", ".pyc", ".so", ".pyd", ".pth")):
                yield f"{base}/{name}"


def _text(path: Path) -> str | None:
    """An inherited settings file as text; None where it is none, or cannot be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            decoded = decode_bytes(str(path), stream.read(MAX_BYTES + 1), MAX_BYTES)
    except OSError:
        return None
    return decoded if isinstance(decoded, str) and isinstance(read_settings(str(path), decoded), dict) else None


def is_agreed(root: Path, found: str) -> bool:
    """Whether this user has agreed to this very content, by `pufa trust` or by the environment."""
    if not found:
        return False
    if found in os.environ.get(TRUST, "").split():
        return True
    path = _place(root)
    try:
        return path is not None and path.read_text("ascii") == found
    except (OSError, ValueError):
        return False


def agree(root: Path, found: str) -> bool:
    """Keep that the user agreed; False where there is no safe place to keep it."""
    path = _place(root)
    try:
        if path is not None:
            replace_file(path, found.encode("ascii"))
    except OSError:
        return False
    return path is not None


def forget(root: Path) -> bool:
    """Take an agreement back; whether there was one."""
    path = _place(root)
    try:
        if path is not None:
            path.unlink()
    except OSError:
        return False
    return path is not None


def _place(root: Path) -> Path | None:
    """Where the decision about a project is kept, by where the project lies."""
    home = userfolders.config_folder()
    folder = userfolders.private(home / "trusted") if home else None
    return folder / digest(os.path.realpath(root)) if folder else None
