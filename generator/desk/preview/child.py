"""The builder's process: builds when it is told to, and says what came of it. Serves nothing, knows no network.

It is one thread, so that a build may fork helpers; what it has imported and computed stays for the next build.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from generator.base.alike import gathered, others
from generator.base.cache import Memory
from generator.base.diagnostics import Diagnostic, format_text, ordered, summary
from generator.base.projects import is_outdated
from generator.commands.preview import Previewed, next_day, preview, sources
from generator.desk.preview.answer import HEAD, Answer, Told, message_of, packed
from generator.gather import line_reader
from generator.pipeline import Progress

MOST = 60
"""Groups of faults that are told; a thousand fill no screen better."""
PRINTED = 20
"""Groups of them that are printed."""


def main() -> None:
    """Answer until nobody asks any more: the server is gone, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # whatever a build prints is no answer

    def send(message: dict[str, Any]) -> None:
        answers.write(packed(message))
        answers.flush()

    memory: Memory = {}
    try:
        while (question := _read(asked)) is not None:
            send(message_of(answer(question, lambda words: send({"progress": words}), memory)))
            gc.collect()
    except BrokenPipeError:
        os._exit(1)


def _read(stream: BinaryIO) -> dict[str, Any] | None:
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    found: dict[str, Any] = json.loads(stream.read(HEAD.unpack(head)[0]))
    return found


def answer(question: dict[str, Any], progress: Progress = lambda _: None, memory: Memory | None = None) -> Answer:
    """Build as asked: `folder` into `out`, as of a day (`as_of`) or of now (`now`, seconds since 1970).

    `memory` is filled with what the next build of the same folder can use.
    """
    begun = time.monotonic()
    folder = Path(question["folder"])
    as_of = question.get("as_of")
    now = date.fromisoformat(as_of) if as_of else datetime.fromtimestamp(question["now"], UTC)
    done = preview(folder, Path(question["out"]), now, progress, {} if memory is None else memory)
    return told(done, folder, time.monotonic() - begun)


def told(done: Previewed, folder: Path, seconds: float) -> Answer:
    """What the server is told of a build."""
    found = ordered(done.found)
    errors = [d for d in found if d.severity == "error"]
    warnings = [d for d in found if d.severity == "warning"]
    groups = [group for kind in (errors, warnings) for group in gathered(kind)[:MOST]]
    settings, report = done.settings, done.report
    return Answer(
        built=report is not None,
        told=tuple(_told(group) for group in groups),
        errors=len(errors),
        warnings=len(warnings),
        fault=done.fault,
        text=_text(errors or [d for d in found if d.severity != "error"], folder, found),
        notes=done.notes,
        seconds=seconds,
        files=report.files if report else 0,
        written=report.written if report else 0,
        removed=report.removed if report else 0,
        tomorrow=next_day(done.prepared).timestamp() if done.prepared else 0,
        sources=sources(settings),
        base=_path(settings.site.url) if settings else "/",
        afresh=bool(settings and settings.asks) or is_outdated(),
    )


def _told(group: list[Diagnostic]) -> Told:
    first = group[0]
    rest = others(group) if len(group) > 1 else ""
    return Told(
        first.code, first.severity, str(first.span), first.message, first.hint, first.span.cell, rest, len(group)
    )


def _text(shown: list[Diagnostic], folder: Path, found: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    groups, lines = gathered(shown), line_reader(folder)
    rest = sum(len(group) for group in groups[PRINTED:])
    more = (f"另有 {rest} 处，运行 pufa check 看全部。",) if rest else ()
    return (*(format_text(group, lines) for group in groups[:PRINTED]), *more, summary(found))


def _path(url: str) -> str:
    path = unquote(urlsplit(url).path)
    return path if path.endswith("/") else f"{path}/"


if __name__ == "__main__":
    main()
    sys.exit(0)
