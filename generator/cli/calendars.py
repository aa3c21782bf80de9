"""Commands about days and calendars: dates, feedcheck."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import click

from generator.base.diagnostics import has_errors
from generator.cli.base import Progress, day_option, folder_option, main, read_project, show, stop


@main.command()
@click.argument("event", metavar="活动")
@folder_option
@day_option
@click.option("--all", "everything", is_flag=True, help="已经过去的也列出来。")
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text", help="输出的样子。")
def dates(event: str, folder: Path, as_of: date | None, everything: bool, form: str) -> None:
    """列出一场活动的全部日子：星期、农历、节假日、时间、状态。写编号，或名称里的几个字。"""
    from generator.commands.dates import as_csv, as_text, dates_of, find_event  # noqa: PLC0415 - start-up time

    pair, found = read_project(folder, as_of, Progress(quiet=form != "text"))
    library = pair[1].library if pair else None
    if pair is None or library is None:
        show(found, folder, "text")
        stop("\n改好上面的问题再运行一次。")
    prepared = pair[1]
    chosen = find_event(library, event)
    if isinstance(chosen, str):
        wrong = "有错误的活动排不出日子，请先运行 pufa check。" if has_errors(found) else ""
        stop(chosen + (f"\n{wrong}" if wrong else ""))
    listed = dates_of(chosen, library, prepared.as_of, everything=everything)
    if form == "csv":
        if hasattr(sys.stdout, "reconfigure"):  # spreadsheets and programs expect UTF-8, whatever the console speaks
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        click.echo(as_csv(listed), nl=False)
    else:
        click.echo(as_text(listed))


@main.command()
@click.argument("target", metavar="日历")
@day_option
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出的样子。")
@click.option("--strict", is_flag=True, help="提醒也算错误。")
def feedcheck(target: str, as_of: date | None, form: str, strict: bool) -> None:
    """给日历做体检：一个 .ics 文件、一个文件夹，或者这台电脑上的网址。"""
    from generator.feedcheck import report  # noqa: PLC0415 - start-up time of the other commands
    from generator.feedcheck.local import NotHere  # noqa: PLC0415
    from generator.feedcheck.run import inspect  # noqa: PLC0415

    try:
        found = inspect(target, as_of or datetime.now(UTC).date(), time.sleep)  # stamps of feeds are in UTC
    except NotHere as refused:
        stop(str(refused), 2)
    if form == "text":
        text = report.format_text(found.findings)
        click.echo((text + "\n\n" if text else "") + report.summary(found.findings, found.feeds))
    else:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        click.echo(
            report.format_json(found.findings, found.feeds) if form == "json" else report.format_github(found.findings)
        )
    raise SystemExit(1 if report.fails(found.findings, strict) else 0)
