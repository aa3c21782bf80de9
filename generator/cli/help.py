"""Help in Chinese for our own commands. click itself stays as it came: others in the same process have their own words."""

from __future__ import annotations

from collections.abc import Iterable

import click


class ChineseFormatter(click.HelpFormatter):
    """Writes what click says around our texts in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how a command is written."""
        words = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …")
        super().write_usage(prog, words, prefix or "用法：")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands, each with its words."""
        said = ((term, words.replace("[required]", "（必须写）")) for term, words in rows)
        own = [(term, "显示这些说明。" if words.startswith("Show this") else words) for term, words in said]
        super().write_dl(own, col_max, col_spacing)

    def write_heading(self, heading: str) -> None:
        """The line above options or commands."""
        super().write_heading({"Options": "选项", "Commands": "命令"}.get(heading, heading))


class ChineseContext(click.Context):
    """One run of a command, whose help is Chinese."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command whose help is Chinese."""

    context_class = ChineseContext


class ChineseGroup(click.Group):
    """`pufa` itself: whatever is added by its `command` is a `ChineseCommand`."""

    context_class = ChineseContext
    command_class = ChineseCommand
