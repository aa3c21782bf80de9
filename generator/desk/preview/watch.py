"""Hears that something of a project has changed. The only module of watchfiles; what counts is said by `counts`, which is pure.

The folder itself is watched, and each real folder of what a build reads. No link is followed: in a received folder it may lead
to the whole disk. The site, caches and whatever else lies in a project cause no build.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Iterable
from pathlib import Path

from watchfiles import watch

from generator.base.files import is_real_folder, without_links

SETTLED = 40
"""Milliseconds without a further change after which a save is over; it is told within twice that."""
LONGEST = 1500
"""Milliseconds after which it is told in any case."""
LOOKED_UP = 100
"""Milliseconds after which the watch looks whether it is to end."""
POLLED = 500
"""Milliseconds between two looks where the system tells nothing."""
FOLDERS = ("campaigns", "site_templates")
USUAL = (*FOLDERS, "mkdocs.yml", "content")
"""Until a build has said what it reads."""
_NOISE = ("~$", "~", "#")
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
    for top in _tops(root, sources):
        if top != root:
            for base, folders, _ in os.walk(top):
                folders[:] = [f for f in folders if not f.startswith(".") and not os.path.islink(f"{base}/{f}")]
                found.append(base)
    numbered = []
    for folder in dict.fromkeys(found):
        with contextlib.suppress(OSError):  # gone just now
            numbered.append((folder, os.stat(folder).st_ino))
    return tuple(sorted(numbered))


def _tops(root: Path, sources: Iterable[str]) -> list[Path]:
    """The folders that are read, and those in which a file is read, as far as they are there."""
    tops = (root / source if is_real_folder(root / source) else (root / source).parent for source in sources)
    return [
        top
        for top in dict.fromkeys(tops)
        if is_real_folder(top) and without_links(root, f"{top.relative_to(root).as_posix()}/x")
    ]


class Watch:
    """Calls `changed` after each burst of changes below `root`; what a build reads may change meanwhile (`read`)."""

    def __init__(self, root: Path, changed: Callable[[], None], say: Callable[[str], None]) -> None:
        self.root = Path(os.path.realpath(root))
        self.changed = changed
        self.say = say
        self.sources: tuple[str, ...] = USUAL
        self.polling = must_poll(self.root)
        self.ready = asyncio.Event()
        self._ended = False
        self._turn = asyncio.Event()

    def read(self, sources: tuple[str, ...]) -> None:
        """From now on a build reads these."""
        wanted = tuple(dict.fromkeys((*FOLDERS, *sources)))
        if set(wanted) != set(self.sources):
            self.sources = wanted
            self._turn.set()

    def end(self) -> None:
        """Stop watching."""
        self._ended = True
        self._turn.set()

    async def run(self) -> None:
        """Watch until `end`."""
        if self.polling:
            self._tell_polling()
        while not self._ended:
            self._turn.clear()
            present = await asyncio.to_thread(real_folders, self.root, self.sources)
            try:
                async with contextlib.aclosing(self._bursts(present)) as bursts:
                    async for _ in bursts:
                        self.changed()
                        if await asyncio.to_thread(real_folders, self.root, self.sources) != present:
                            break  # a folder has come or gone: watch what is there now
            except OSError:  # too many folders for this system, or one that went away just now
                if not self.polling and real_folders(self.root, self.sources) == present:
                    self.polling = True
                    self._tell_polling()
                await asyncio.sleep(POLLED / 1000)

    def _tell_polling(self) -> None:
        self.say("这个位置的文件改动，系统不会通知（多半是网络盘）。预览改为每半秒看一次，会慢一点。")

    async def _bursts(self, present: Folders) -> AsyncGenerator[None]:
        """One for each burst of changes that count, until what is watched must be another."""
        queue: asyncio.Queue[OSError | None] = asyncio.Queue()
        stop = threading.Event()
        loop = asyncio.get_running_loop()

        def heard(news: OSError | None) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, news)

        tasks = [
            asyncio.ensure_future(asyncio.to_thread(self._listen, heard, places, stop, deep))
            for places, deep in self._ways(present)
        ]
        turned = asyncio.ensure_future(self._turn.wait())
        try:
            for _ in tasks:  # each says once that it listens
                fault = await queue.get()
                if fault is not None:
                    raise fault
            if self.ready.is_set():
                yield  # something may have changed while nobody listened
            self.ready.set()
            while not turned.done():
                news = asyncio.ensure_future(queue.get())
                await asyncio.wait((news, turned), return_when=asyncio.FIRST_COMPLETED)
                if not news.done():
                    news.cancel()
                    return
                fault = news.result()
                if fault is not None:
                    raise fault
                yield
        finally:
            stop.set()
            turned.cancel()
            await asyncio.gather(*tasks, turned, return_exceptions=True)

    def _ways(self, present: Folders) -> list[tuple[list[str], bool]]:
        """What is watched together, and whether with all below.

        Linux would follow links there, and so would one who polls; on Windows an open folder below keeps those above from
        being renamed.
        """
        folders = [folder for folder, _ in present]
        if self.polling or sys.platform not in ("win32", "darwin"):
            return [(folders, False)]
        tops = [str(top) for top in _tops(self.root, self.sources) if top != self.root]
        return [([str(self.root)], False), *([(tops, True)] if tops else [])]

    def _listen(
        self, heard: Callable[[OSError | None], None], places: list[str], stop: threading.Event, deep: bool
    ) -> None:
        """In a thread of its own: watchfiles looks through all the places before it gives anything."""
        listening = False
        try:
            for burst in watch(
                *places,
                watch_filter=lambda _, path: counts(path, str(self.root), self.sources),
                debounce=LONGEST,
                step=SETTLED,
                stop_event=stop,
                rust_timeout=LOOKED_UP,
                yield_on_timeout=True,
                raise_interrupt=False,
                force_polling=self.polling,
                poll_delay_ms=POLLED,
                recursive=deep,
                ignore_permission_denied=True,
            ):
                if burst or not listening:
                    heard(None)
                listening = True
        except Exception as fault:  # noqa: BLE001 - watchfiles has exceptions of its own for what the system says
            heard(fault if isinstance(fault, OSError) else OSError(str(fault)))
