"""Runs the preview until it is ended: its door, its folder, the watch, the works and the server. The only module of uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path

import uvicorn

from generator.base.cache import project_cache
from generator.base.diagnostics import Fault
from generator.desk.preview.answer import Answer
from generator.desk.preview.app import app
from generator.desk.preview.board import Board
from generator.desk.preview.callers import Door, door_of
from generator.desk.preview.watch import Watch
from generator.desk.preview.works import Works
from generator.publish.faults import PublishFault, reason
from generator.publish.locking import locked

Say = Callable[[str], None]
_ROOMS = 9
"""Previews of one project that can run at a time, each with its folder."""
_FURTHER = 20
"""Ports behind a taken one among which a free one is looked for."""


def run(folder: Path, address: str, as_of: date | None, say: Say, opened: Callable[[str], None]) -> None:
    """Preview the project in `folder` until Ctrl-C or `kill`. Raises a `Fault` where that cannot begin.

    `say` prints a line; `opened` is given the address as soon as it answers.
    """
    door, folder = door_of(address), folder.absolute()
    with contextlib.closing(_listen(door)) as listener, _room(folder) as room:
        asyncio.run(_serve(folder, room, door, listener, as_of, say, opened))


def _listen(door: Door) -> socket.socket:
    """The socket at the door. Raises a `Fault` with a door that is free."""
    family = socket.AF_INET6 if ":" in door.host else socket.AF_INET
    listener = socket.socket(family)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((door.host, door.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
        why = "这个端口有别的程序在用，或者不让用" if taken else reason(error)
        raise Fault(
            f"不能在 {door.name}:{door.port} 上预览：{why}。换一个试试：pufa serve --address {door.name}:{_free(door)}"
        ) from error
    return listener


def _free(door: Door) -> int:
    """A port behind the taken one that is likely free."""
    first = door.port + 1 if 1024 <= door.port < 65535 - _FURTHER else 8000
    for port in range(first, first + _FURTHER):
        with socket.socket(socket.AF_INET6 if ":" in door.host else socket.AF_INET) as listener:
            try:
                listener.bind((door.host, port))
            except OSError:
                continue
            return port
    return first


@contextlib.contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """Where this preview's site lies: in the user's cache, with what an earlier preview has left; else among the system's own."""
    home = project_cache(folder, "").room("preview")
    if home is not None:
        for number in range(1, _ROOMS + 1):
            with contextlib.ExitStack() as held:
                try:
                    held.enter_context(locked(home / f"{number}/site", home / f"{number}.lock"))
                except PublishFault:  # another preview of this project has it
                    continue
                yield home / f"{number}/site"
                return
    with tempfile.TemporaryDirectory(prefix="pufa-preview-", ignore_cleanup_errors=True) as scratch:
        yield Path(scratch).resolve() / "site"


async def _serve(
    folder: Path,
    room: Path,
    door: Door,
    listener: socket.socket,
    as_of: date | None,
    say: Say,
    opened: Callable[[str], None],
) -> None:
    board = Board(room)

    def told(answer: Answer) -> None:
        watch.read(answer.sources)

    works = Works(board, folder, as_of, say, told)
    watch = Watch(folder, works.changed, say)
    server = _Server(board, app(board, door))
    tasks = [asyncio.ensure_future(watch.run()), asyncio.ensure_future(works.keep_the_day())]
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    try:
        await asyncio.wait((asyncio.ensure_future(watch.ready.wait()), serving), return_when=asyncio.FIRST_COMPLETED)
        works.changed()  # after the watch has begun: what changes from now on is heard
        opened(door.url)
        await serving
    finally:
        board.end()
        watch.end()
        await works.end()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Server(uvicorn.Server):
    """uvicorn without words of its own, ended at once by Ctrl-C and by `kill`, also while a browser listens."""

    def __init__(self, board: Board, application: object) -> None:
        for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi"):
            logging.getLogger(name).addHandler(logging.NullHandler())
            logging.getLogger(name).propagate = False
        super().__init__(
            uvicorn.Config(
                application,  # type: ignore[arg-type]  # an ASGI application of Starlette's types
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self.board = board

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Ctrl-C and `kill` end it; a Ctrl-C that a shell keeps from what runs in the background stays unheard."""
        signals = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            signals.append(signal.SIGBREAK)
        before = {number: signal.getsignal(number) for number in signals}
        heard = [number for number in signals if before[number] is not signal.SIG_IGN]
        loop = asyncio.get_running_loop()

        def ended(*_: object) -> None:
            self.should_exit = True
            loop.call_soon_threadsafe(self.board.end)

        for number in heard:
            signal.signal(number, ended)
        try:
            yield
        finally:
            for number in heard:
                signal.signal(number, before[number])
