"""Runs of `pufa` in the ways that a build can be run, each as far from the test's own process as it needs to be.

`forked` is a new process as far as our code can tell, without the time that imports take; `Warm` is one process that builds
again and again, as a preview does; `program` is the real command.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from sites import kit

KILLED = -9


@dataclass(frozen=True)
class Done:
    """How a run ended and what it said."""

    status: int
    out: str
    err: str


def load() -> None:
    """Import what a build imports, before anything is forked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import duckdb  # noqa: F401

        import generator.cli
        import generator.commands.build
        import generator.commands.publish
        import generator.commands.sample
        import generator.commands.snapshot
        import generator.mkdocs_adapter.engine
        import generator.mkdocs_adapter.plugin
        import generator.render.search  # noqa: F401


def surroundings(home: Path, cache: str) -> dict[str, str]:
    """The environment of a run: its own folders, nothing of the tester's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PUFA_", "MKDOCS", "PYTHON"))}
    own = {"XDG_CACHE_HOME": str(home / cache), "XDG_CONFIG_HOME": str(home / "config"), "NO_MKDOCS_2_WARNING": "1"}
    return {**kept, **own, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": kit.python_path()}


def forked(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], first: Callable[[], None] | None = None
) -> Done:
    """Run a command in a child that has all modules and has built nothing yet. `first` is called in the child before."""
    load()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            _child(words, folder, environment, first, out.fileno(), err.fileno())
        _, ended = os.waitpid(pid, 0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)  # whatever it has left
        return Done(os.waitstatus_to_exitcode(ended), _text(out), _text(err))


def _text(stream: Any) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")


def _child(
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    first: Callable[[], None] | None,
    out: int,
    err: int,
) -> NoReturn:
    status = 70
    try:
        os.setpgid(0, 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        _stand(environment, folder)
        if first is not None:
            first()
        status = _command(words)
    finally:
        os._exit(status)


def _stand(environment: Mapping[str, str], folder: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)


def _command(words: Sequence[str]) -> int:
    """`pufa` with these words, here; its exit status. What it says goes to the descriptors 1 and 2."""
    import traceback

    from generator.cli import run

    said = sys.stdout, sys.stderr
    sys.stdout = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stderr = os.fdopen(os.dup(2), "w", encoding="utf-8")
    sys.argv = ["pufa", *words]
    try:
        run()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BaseException:  # noqa: BLE001 - told, and held against the clean build
        traceback.print_exc(file=sys.stderr)
        return 70
    else:
        return 0
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.close()
        sys.stdout, sys.stderr = said


def program(words: Sequence[str], folder: Path, environment: Mapping[str, str], code: Path | None = None) -> Done:
    """The real command, in a Python of its own; `code` is another folder that holds the package."""
    more = {"PYTHONPATH": str(code)} if code else {}
    command = [sys.executable, "-m", "generator", *words]
    done = subprocess.run(
        command, cwd=folder, env={**environment, **more}, capture_output=True, text=True, timeout=600, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def _remember() -> None:
    """Keep results at hand from run to run, as the builder of a preview does."""
    from generator.base.cache import Memory
    from generator.commands import project

    memory: Memory = {}
    opened = project.open_cache  # type: ignore[attr-defined]  # an imported name
    project.open_cache = lambda folder, **_: opened(folder, memory=memory)  # type: ignore[attr-defined]


class Warm:
    """One process that runs command after command and keeps at hand what it has read."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        load()
        self.said = Path(tempfile.mkdtemp(dir=folder.parent))
        ours, theirs = os.pipe(), os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            os.close(ours[1])
            os.close(theirs[0])
            self._serve(folder, environment, ours[0], theirs[1])
        os.close(ours[0])
        os.close(theirs[1])
        self.asking, self.answers = os.fdopen(ours[1], "w"), os.fdopen(theirs[0])

    def _serve(self, folder: Path, environment: Mapping[str, str], asked: int, answer: int) -> NoReturn:
        try:
            os.setpgid(0, 0)
            warnings.resetwarnings()
            warnings.simplefilter("ignore")
            _stand(environment, folder)
            _remember()
            with os.fdopen(asked) as asking, os.fdopen(answer, "w") as answers:
                for line in asking:
                    for number, name in ((1, "out"), (2, "err")):
                        handle = os.open(self.said / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                        os.dup2(handle, number)
                        os.close(handle)
                    print(_command(json.loads(line)), file=answers, flush=True)
        finally:
            os._exit(0)

    def __call__(self, words: Sequence[str]) -> Done:
        print(json.dumps(list(words)), file=self.asking, flush=True)
        status = int(self.answers.readline() or 71)
        return Done(status, *((self.said / name).read_text("utf-8", "replace") for name in ("out", "err")))

    def close(self) -> None:
        self.asking.close()
        self.answers.close()
        os.waitpid(self.pid, 0)


# --- killed ------------------------------------------------------------------------------------------------------

_MOVES = frozenset({"os.rename", "os.remove", "os.link", "os.rmdir"})
_WRITES = _MOVES | {"open", "os.mkdir", "os.truncate", "os.symlink", "shutil.rmtree"}


def kill_at(number: int, *, moves: bool) -> Callable[[], None]:
    """What a child does first so that it is killed, with its own children, at its n-th write (or its n-th move)."""
    seen = 0
    watched = _MOVES if moves else _WRITES

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal seen
        if event not in watched or (event == "open" and not _writing(args)):
            return
        seen += 1
        if seen == number:
            os.killpg(0, signal.SIGKILL)

    return lambda: sys.addaudithook(hook)


def _writing(args: tuple[Any, ...]) -> bool:
    mode, flags = args[1], args[2]
    if isinstance(mode, str):
        return any(c in mode for c in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
