"""What every command shares: the words on the terminal, the day that counts, the folder, and how a project is read."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo

import click

from generator import __version__
from generator.base.diagnostics import (
    Diagnostic,
    format_github,
    format_json,
    format_text,
    has_errors,
    summary,
)
from generator.cli.help import ChineseGroup
from generator.decode.values import BadValue
from generator.decode.values import day as parse_day

if TYPE_CHECKING:
    from generator.gather.settings import Settings
    from generator.pipeline import Prepared

_FORMATS = {"json": format_json, "github": format_github}


class Progress:
    """What is being done now, on standard error, with the seconds since the run began."""

    def __init__(self, quiet: bool) -> None:
        self.begun = time.monotonic()
        self.quiet = quiet

    def __call__(self, words: str) -> None:
        """Say what is being done now, and how long the run has taken."""
        if not self.quiet:
            click.echo(f"… {words}（{time.monotonic() - self.begun:.1f} 秒）", err=True)


def stop(words: str, status: int = 1) -> NoReturn:
    """Say it on standard error and end the program."""
    click.echo(words, err=True)
    raise SystemExit(status)


def parse_as_of(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """A day on the command line, written in any way that a record may write it."""
    if value is None:
        return None
    try:
        return parse_day(value)
    except BadValue as bad:
        raise click.BadParameter(f"{bad.message}。{bad.hint}") from None


def show(diagnostics: tuple[Diagnostic, ...], root: Path, form: str) -> None:
    """What was found, as `text` for people or as `json` or `github` for programs."""
    if form == "text":
        click.echo(told_text(diagnostics, root))
    else:
        if hasattr(sys.stdout, "reconfigure"):  # programs expect UTF-8, also where the console speaks another encoding
            sys.stdout.reconfigure(encoding="utf-8")
        click.echo(_FORMATS[form](diagnostics))


def told_text(diagnostics: tuple[Diagnostic, ...], root: Path) -> str:
    """What was found, for people, with how much it is."""
    from generator.gather import line_reader  # noqa: PLC0415 - start-up time of commands that read no project

    text = format_text(diagnostics, line_reader(root))
    return (text + "\n\n" if text else "") + summary(diagnostics)


folder_option = click.option(
    "--folder",
    "-C",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    default=Path(),
    help="网站文件夹，默认是当前文件夹。",
)
day_option = click.option("--as-of", callback=parse_as_of, metavar="日期", help="当作是哪一天，默认今天。")


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="pufa %(version)s", help="显示版本。")
def main() -> None:
    """普法：写一份记录，得到网站、日历订阅和覆盖情况。"""


def read_project(
    folder: Path, as_of: date | None, progress: Progress, *, frozen: bool = False
) -> tuple[tuple[Settings, Prepared] | None, tuple[Diagnostic, ...]]:
    """Settings and the project as far as it is prepared, with everything that was found; None where mkdocs.yml cannot be read.

    `frozen` compares snapshots with the present too: a site shows them, figures alone do without.
    """
    from generator.commands import project  # noqa: PLC0415 - start-up time

    return project.read_project(folder, as_of or datetime.now(UTC), progress, frozen=frozen)


def sound_project(folder: Path, as_of: date | None, progress: Progress, ending: str = "") -> Prepared:
    """A project without errors, or the end: what rests on the records needs all of them. `ending` says what was not done."""
    pair, found = read_project(folder, as_of, progress)
    if pair is None or has_errors(found):
        show(found, folder, "text")
        stop(f"\n有错误的记录算不进去。改好上面的错误再运行一次。{ending}")
    return pair[1]


def present_day(prepared: Prepared) -> date:
    """The day it is now in the project's region."""
    from generator.pipeline import today  # noqa: PLC0415 - start-up time

    return today(prepared.library.region.timezone if prepared.library else "", datetime.now(UTC))


def day_in_china() -> date:
    """The day it is where no project says where that is; servers often stand on UTC, where it is yesterday until eight."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
