"""Small faults planted in the engine, a sample of them, and how many the unit tests find: `make mutants`.

mutmut changes one place of one function (a number, an operator, a word, an argument) and runs the tests that came through that
function. What survives is a place where the code may be otherwise and no test says so: a gap, or a change that makes no
difference. All of it happens in a copy; nothing of the repository is touched. The status is 1 only where no score came out.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

REPO = Path(__file__).parents[2]
ROOMS = {
    "almanac": ("generator/almanac/*", ("tests/unit/almanac",)),
    "addresses": (
        "generator/addresses.py",
        ("tests/unit/test_addresses.py", "tests/unit/feeds/test_feeds_archives.py"),
    ),
    "decode": ("generator/decode/*", ("tests/unit/decode",)),
    "feeds": ("generator/feeds/*", ("tests/unit/feeds",)),
    "figures": ("generator/figures/*", ("tests/unit/figures",)),
    "periods": ("generator/periods.py", ("tests/unit/figures",)),
    "register": ("generator/register/*", ("tests/unit/register",)),
    "schedule": ("generator/schedule/*", ("tests/unit/schedule", "tests/unit/feeds/test_feeds_series.py")),
}
"""Where wrong answers would look right: the modules of a room, and the tests that speak of them."""
LEFT_BEHIND = shutil.ignore_patterns(".*", "site", "benchmarks", "__pycache__", "mutants", "*.lock")
NOBODY = "nobody.has.this.name"
"""A name that fits no mutant: mutmut then makes them all, notes which test comes through which function, and stops."""
FOUND = frozenset({"killed", "timeout", "segfault"})
UNTESTED = "no tests"
MOST = 3 * 3600
"""Seconds after which a run is given up."""


def settings(rooms: list[str]) -> str:
    """mutmut's settings in pyproject.toml."""
    chosen = [ROOMS[room] for room in rooms]
    more = [path.name for path in sorted(REPO.iterdir()) if path.name not in LEFT_BEHIND(".", os.listdir(REPO))]
    values = {
        "source_paths": ["generator"],
        "only_mutate": [modules for modules, _ in chosen],
        "also_copy": more,
        # A process of its own for each mutant: pytest does not always find the same tests twice in one.
        "process_isolation": "forkserver",
        "forkserver_warmup": "none",
        "timeout_constant": 5.0,  # seconds, times fifteen: a busy machine is no fault that was found
        "pytest_add_cli_args": ["-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": list(dict.fromkeys(path for _, tests in chosen for path in tests)),
    }
    return "\n[tool.mutmut]\n" + "".join(f"{key} = {value!r}\n" for key, value in values.items())


def mutmut(copy: Path, *words: str) -> str:
    """What mutmut says; its work is in the copy. Raises CalledProcessError where it fails, TimeoutExpired where it hangs."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *words], cwd=copy, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        timeout=MOST, check=NOBODY not in words, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    if NOBODY in words and "nothing matches" not in done.stderr:
        raise subprocess.CalledProcessError(done.returncode, words, done.stdout, done.stderr)
    return done.stdout


def states(said: str) -> dict[str, str]:
    """Mutants and what became of them, as `mutmut results` tells it."""
    return dict(re.findall(r"^ +(generator\S+): (.+)$", said, re.MULTILINE))


def sampled(names: list[str], count: int, seed: int) -> list[str]:
    """Some of the names, the same for the same seed whatever their order."""
    return random.Random(seed).sample(sorted(names), min(count, len(names)))


def place_of(name: str, diff: str, source: str) -> int:
    """The line of the source on which a mutant's diff begins to differ; the diff counts from the function's first line."""
    function = name.rpartition(".")[2].rpartition("__mutmut_")[0]
    *owner, plain = function.removeprefix("xǁ").split("ǁ") if "ǁ" in function else [function.removeprefix("x_")]
    scope: ast.AST = ast.parse(source)
    if owner:
        scope = next(n for n in ast.walk(scope) if isinstance(n, ast.ClassDef) and n.name == owner[0])
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = next(n for n in ast.iter_child_nodes(scope) if isinstance(n, kinds) and n.name == plain)
    first = min([found.lineno, *(d.lineno for d in found.decorator_list)])
    head, _, body = diff.partition("@@ -")[2].partition("\n")
    before = next(i for i, line in enumerate(body.splitlines()) if line[:1] in "+-")
    return first + int(re.split(r"[, ]", head)[0]) - 1 + before


def told(copy: Path, name: str, state: str) -> str:
    """One survivor: its place, whether any test comes there, and the lines before and after."""
    diff = mutmut(copy, "show", name)
    path = re.search(r"^--- (\S+)", diff, re.MULTILINE)
    assert path is not None
    line = place_of(name, diff, (copy / path[1]).read_text("utf-8"))
    changed = [row for row in diff.partition("@@ -")[2].splitlines()[1:] if row[:1] in "+-"]
    note = "  （没有测试走到这里）" if state == UNTESTED else ""
    return "\n".join([f"{path[1]}:{line}{note}", *(f"  {row}" for row in changed)])


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(description="改坏一处，看测试知不知道。")
    asked.add_argument("--count", type=int, default=100, help="抽多少处")
    asked.add_argument("--seed", type=int, default=1, help="抽签的种子")
    asked.add_argument("--rooms", default=" ".join(ROOMS), help=f"哪些部分，用空格隔开：{' '.join(ROOMS)}")
    chosen = asked.parse_args(words)
    unknown = [room for room in chosen.rooms.split() if room not in ROOMS]
    if unknown:
        asked.error(f"没有这些部分：{'、'.join(unknown)}")
    if not importlib.util.find_spec("mutmut"):
        print("这里没有 mutmut。请运行 make mutants：它会先装好 requirements-dev.lock 里的库。")
        return 1
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pufa-mutants-") as folder:
        copy = Path(folder, "pufa")
        shutil.copytree(REPO, copy, ignore=LEFT_BEHIND)
        with (copy / "pyproject.toml").open("a", encoding="utf-8") as stream:
            stream.write(settings(chosen.rooms.split()))
        try:
            print("… 准备：改出全部变体，记下哪些测试走到哪里", flush=True)
            mutmut(copy, "run", NOBODY)
            made = states(mutmut(copy, "results", "--all", "true"))
            names = sampled(list(made), chosen.count, chosen.seed)
            print(f"… 共 {len(made)} 处，抽 {len(names)} 处，一处一处地试", flush=True)
            mutmut(copy, "run", *names)
            after = states(mutmut(copy, "results", "--all", "true"))
        except subprocess.SubprocessError as error:
            print(f"{getattr(error, 'stdout', '') or ''}\n{getattr(error, 'stderr', '') or ''}"[-4000:])
            print(f"没有试成：{error}"[:400])
            return 1
        alive = [name for name in sorted(names) if after[name] not in FOUND]
        for name in alive:
            print("\n" + told(copy, name, after[name]))
    tally = "，".join(f"{state} {n}" for state, n in sorted(Counter(after[name] for name in names).items()))
    score = 100 * (len(names) - len(alive)) / max(len(names), 1)
    print(
        f"\n测试发现了 {len(names) - len(alive)}/{len(names)}（{score:.1f}%）：{tally}。种子 {chosen.seed}，用时 {(time.monotonic() - begun) / 60:.1f} 分钟"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
