"""Hears that something of a project has changed. The only module of watchfiles; what counts is said by `edits`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

from watchfiles import watch

from generator.desk.preview.edits import FOLDERS, USUAL, Folders, counts, must_poll, real_folders, tops_of

SETTLED = 40
"""Milliseconds without a further change after which a save is over; it is told within twice that."""
LONGEST = 1500
"""Milliseconds after which it is told in any case."""
LOOKED_UP = 100
"""Milliseconds after which the watch looks whether it is to end."""
POLLED = 500
"""Milliseconds between two looks where the system tells nothing."""


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
        tops = [str(top) for top in tops_of(self.root, self.sources) if top != self.root]
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
