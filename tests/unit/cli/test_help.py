"""Help is Chinese for our own commands, and click is left as it came for everybody else in the process."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from sites import kit

from generator.cli import main
from generator.cli.help import ChineseCommand, ChineseGroup

# Everything in click's modules and classes, by what it is: an attribute set from outside shows as another object.
EXAMINED = """
import sys
import click, click.testing
def seen():
    modules = [m for name, m in sys.modules.items() if name.partition(".")[0] == "click"]
    of_modules = {(m.__name__, key): id(value) for m in modules for key, value in vars(m).items()}
    kinds = {value for m in modules for value in vars(m).values() if isinstance(value, type)}
    kinds = {kind for kind in kinds if kind.__module__.partition(".")[0] == "click"}
    of_kinds = {(k.__module__, k.__qualname__, key): id(value) for k in kinds for key, value in vars(k).items()
                if not key.startswith(("__anno", "__abstract", "_abc_"))}
    return of_modules | of_kinds
before = seen()
import generator.cli
after = seen()
assert len(before) > 1000 and ("click.core", "Context", "formatter_class") in before, len(before)
print(*sorted(map(str, {key for key in before | after if before.get(key) != after.get(key)})), sep="\\n")
"""


def test_importing_our_commands_changes_nothing_in_click() -> None:
    """A plugin, a test runner or another program in the same process gets click as it was installed."""
    done = subprocess.run(
        [sys.executable, "-c", EXAMINED],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": kit.python_path()},
        timeout=60,
    )
    assert (done.returncode, done.stderr, done.stdout.strip()) == (0, "", "")


def test_a_command_of_somebody_else_keeps_its_english_help() -> None:
    @click.command()
    @click.option("--size", required=True, help="How many.")
    def other(size: str) -> None: ...

    said = CliRunner().invoke(other, ["--help"]).output
    assert said.startswith("Usage: other [OPTIONS]")
    assert "Options:" in said
    assert "[required]" in said
    assert "Show this message and exit." in said


def test_every_command_of_ours_says_its_help_in_chinese() -> None:
    """Nothing that click says by itself is left in any of them."""
    runner = CliRunner()
    assert isinstance(main, ChineseGroup)
    for name, command in main.commands.items():
        assert isinstance(command, ChineseCommand), name
        said = runner.invoke(main, [name, "-h"], prog_name="pufa").output
        assert said.startswith(f"用法：pufa {name} [选项]"), name
        assert "\n选项:\n" in said, name
        assert "显示这些说明。" in said, name
        for english in ("Usage", "OPTIONS", "Options", "[required]", "Show this"):
            assert english not in said, (name, english)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_the_overview_lists_commands_in_chinese(arguments: list[str]) -> None:
    said = CliRunner().invoke(main, arguments, prog_name="pufa").output
    assert said.startswith("用法：pufa [选项] 命令 …")
    assert "\n命令:\n  build " in said
    assert "COMMAND" not in said


def test_what_must_be_written_is_marked() -> None:
    assert "（必须写）" in CliRunner().invoke(main, ["rollup", "--help"]).output
