"""The help of every command, as an officer reads it, held against the texts beside this file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from generator.cli import main


@pytest.mark.parametrize("command", ["", *main.commands])
def test_the_help_says_this(command: str, snapshot: Callable[[str, str], None]) -> None:
    words = [command, "--help"] if command else ["--help"]
    done = CliRunner().invoke(main, words, prog_name="pufa", terminal_width=80)
    assert done.exit_code == 0
    snapshot(done.output, f"{command or 'pufa'}.txt")
