"""`pufa …`: the words around the line. Reads the clock and the arguments; decides nothing about the product."""

from __future__ import annotations

import gc
import os
import sys

import click

from generator.cli import account, calendars, trust, website
from generator.cli.base import main, stop

__all__ = ["account", "calendars", "main", "run", "trust", "website"]


def _usage(error: click.UsageError) -> str:
    """What is wrong with a command line, in Chinese."""
    match error:
        case click.NoSuchOption():
            near = f"是不是 {error.possibilities[0]}？" if error.possibilities else ""
            words = f"没有选项 {error.option_name}。{near}"
        case click.MissingParameter():
            words = f"缺少 {error.param.human_readable_name if error.param else '参数'}。"
        case click.BadParameter():
            words = _bad_value(error)
        case click.BadOptionUsage():
            words = f"选项 {error.option_name} 后面缺少内容。"
        case _ if error.message.startswith("Got unexpected extra argument"):
            words = "后面多写了内容。路径或名称里有空格的，请用引号括起来。"
        case _ if error.message.startswith("No such command"):
            words = f"没有这个命令。可以用：{'、'.join(sorted(main.commands))}。"
        case _:
            words = f"命令写得不对：{error.message}"
    where = error.ctx.command_path if error.ctx else "pufa"
    return f"{words}\n运行 {where} --help 看怎么写。"


def _bad_value(error: click.BadParameter) -> str:
    """What an option takes, where its value is wrong."""
    name = error.param.opts[0] if error.param else ""
    match error.param.type if error.param else None:
        case click.IntRange() as span:
            return f"{name} 要写 {span.min} 到 {span.max} 的整数。"
        case click.Choice() as choice:
            return f"{name} 可以写：{'、'.join(choice.choices)}。"
        case click.Path() if error.message.endswith("is a directory."):
            return f"{name} 要写一个文件，这是一个文件夹。"
        case click.Path() if error.message.endswith("is a file."):
            return f"{name} 要写一个文件夹，这是一个文件。"
        case _:
            return f"{name} 写得不对：{error.message}"


def run() -> None:
    """The entry point: no traceback ever reaches an officer."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be able to print every character
            stream.reconfigure(errors="replace")
    # What a run makes lives until its end: looking for garbage among it again and again costs a fifth of the time.
    gc.set_threshold(200_000, 50, 100)
    try:
        os.getcwd()
    except OSError:
        stop("现在所在的文件夹已经被删掉，或者进不去了。请先用 cd 换到网站文件夹，再运行一次。")
    try:
        main(standalone_mode=False)
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            stop(error.ctx.get_help() if error.ctx else "", 2)
        stop(_usage(error), 2)
    except click.exceptions.Exit as error:
        raise SystemExit(error.exit_code) from None
    except (KeyboardInterrupt, click.Abort):
        stop("\n已停止。原来的网站没有变。", 130)
    except MemoryError:
        stop("内存不够。请关闭别的程序，或把记录分成几个文件。")
    except BrokenPipeError:  # the reader of a pipe (`pufa check | head`) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        if os.environ.get("PUFA_DEBUG"):
            raise
        stop(
            f"程序出了意外的错误：{type(error).__name__}: {error}\n请把这句话和你的文件发给维护人员（设置 PUFA_DEBUG=1 可看详情）。",
            2,
        )
