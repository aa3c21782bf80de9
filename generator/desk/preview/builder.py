"""The server's end of the builder: starts its process, asks, waits, and ends it with all its helpers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import generator
from generator.desk.preview.answer import HEAD, Answer, answer_of, packed

_HOME = str(Path(generator.__file__).resolve().parents[1])
_PROGRAM = f"import sys; sys.path.append({_HOME!r}); from generator.desk.preview.child import main; main()"
"""This very program, wherever it was started from; never what lies in the folder that is previewed (`-P`)."""


_AT_ONCE = 0.3
"""Seconds within which no build is lost by its own doing."""


class BuilderLost(Exception):
    """The builder's process has ended before it answered."""


class Builder:
    """One process at a time, started when it is needed."""

    def __init__(self, progress: Callable[[str], None] = lambda _: None) -> None:
        self.progress = progress
        self._process: asyncio.subprocess.Process | None = None

    async def build(self, question: dict[str, Any]) -> Answer:
        """Have it build. Raises `BuilderLost`; the next call then starts another process."""
        used = self._process
        if used is not None and used.returncode is None:
            begun = time.monotonic()
            try:
                return await self._built(used, question)
            except BuilderLost:
                if time.monotonic() - begun > _AT_ONCE:
                    raise
                # It had ended while nobody needed it, and nobody had noticed.
        try:
            process = self._process = await _start()
        except OSError as error:
            raise BuilderLost(f"没有启动：{error.strerror}") from error
        return await self._built(process, question)

    async def _built(self, process: asyncio.subprocess.Process, question: dict[str, Any]) -> Answer:
        try:
            answer = await self._ask(process, question)
        except (OSError, asyncio.IncompleteReadError) as error:
            status = await self._ended(process)
            raise BuilderLost(_reason(status)) from error
        except BaseException:
            self.kill()
            raise
        if answer.afresh:
            self.kill()
        return answer

    async def _ask(self, process: asyncio.subprocess.Process, question: dict[str, Any]) -> Answer:
        assert process.stdin is not None
        process.stdin.write(packed(question))
        await process.stdin.drain()
        # Helpers of a builder that was killed keep its pipe open: its own end counts.
        ended = asyncio.ensure_future(process.wait())
        reading = asyncio.ensure_future(self._answer(process))
        try:
            await asyncio.wait((ended, reading), return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                return reading.result()
            raise BrokenPipeError
        finally:
            for task in (ended, reading):
                task.cancel()

    async def _answer(self, process: asyncio.subprocess.Process) -> Answer:
        assert process.stdout is not None
        while True:
            head = await process.stdout.readexactly(HEAD.size)
            message = json.loads(await process.stdout.readexactly(HEAD.unpack(head)[0]))
            if "answer" in message:
                return answer_of(message)
            self.progress(message["progress"])

    async def _ended(self, process: asyncio.subprocess.Process) -> int:
        self.kill()
        return await process.wait()

    def kill(self) -> None:
        """End it and its helpers at once. What a build had half done, the next one tidies up."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        # Its pipes are closed here: a helper that is not gone yet may hold their other ends beyond the end of the loop.
        process._transport.close()  # type: ignore[attr-defined]

    async def end(self) -> None:
        """End it and wait until it is gone."""
        process = self._process
        self.kill()
        if process is not None:
            await process.wait()


async def _start() -> asyncio.subprocess.Process:
    """A process in a group of its own: the terminal's Ctrl-C is for the server, and helpers are ended with it."""
    apart: dict[str, Any] = (
        {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-c", _PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **apart
    )


def _reason(status: int) -> str:
    """Why a process has ended, for a person."""
    return f"被系统结束，信号 {-status}" if status < 0 else f"退出状态 {status}"
