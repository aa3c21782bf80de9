"""Commands that make the website: check, build, publish, serve, init."""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.diagnostics import Diagnostic, Fault, fails
from generator.cli import ending
from generator.cli.base import (
    Progress,
    day_in_china,
    day_option,
    folder_option,
    main,
    read_project,
    show,
    stop,
    told_text,
)

if TYPE_CHECKING:
    from generator.commands.publish import Publication
    from generator.pipeline import Prepared
    from generator.publish.folder import Report


@main.command()
@folder_option
@day_option
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出的样子。")
@click.option("--strict", is_flag=True, help="提醒也算错误。")
@click.option("--fix", is_flag=True, help="自动写上缺少的编号。")
@click.option("--schema", is_flag=True, help="只打印 JSON 输出的说明（JSON Schema）。")
def check(folder: Path, as_of: date | None, form: str, strict: bool, fix: bool, schema: bool) -> None:
    """检查全部文件，一次说出全部问题。"""
    if schema:
        from generator.base.resources import data_file  # noqa: PLC0415

        click.echo(data_file("diagnostics.schema.json").read_text("utf-8"), nl=False)
        return
    progress = Progress(quiet=form != "text")
    _, found = read_project(folder, as_of, progress, frozen=True)
    if fix and any(d.fix for d in found):
        from generator.commands.fix_ids import fix_ids  # noqa: PLC0415 - rarely needed

        for line in fix_ids(folder, found):
            click.echo(line, err=True)
        _, found = read_project(folder, as_of, progress, frozen=True)
    show(found, folder, form)
    raise SystemExit(1 if fails(found, strict) else 0)


@main.command()
@folder_option
@day_option
@click.option("--out", type=click.Path(path_type=Path), metavar="文件夹", help="网站写到哪里，默认 site。")
@click.option("--strict", is_flag=True, help="提醒也算错误。")
@click.option("--quiet", is_flag=True, help="只在出错时说话。")
def build(folder: Path, as_of: date | None, out: Path | None, strict: bool, quiet: bool) -> None:
    """只生成网站，给自己看；交给大家的用 publish。出错时，原来的网站不变。"""
    from generator.base.projects import open_cache  # noqa: PLC0415 - start-up time of the other commands
    from generator.commands import unchanged  # noqa: PLC0415

    progress = Progress(quiet)
    cache = open_cache(folder.absolute())
    known = unchanged.recall(cache, folder.absolute(), out, as_of, strict=strict, now=datetime.now(UTC))
    if known is not None:
        if not quiet:
            click.echo(known.told)
            for line in known.warnings:
                progress(f"MkDocs 提醒：{line}")
            _made(out or folder / known.out, replace(known.report, written=0, removed=0), progress, known.closing)
        return
    _build_anew(folder, as_of, out, progress, strict=strict)


def _build_anew(folder: Path, as_of: date | None, out: Path | None, progress: Progress, *, strict: bool) -> None:
    from generator.commands import unchanged  # noqa: PLC0415 - start-up time of the other commands
    from generator.commands.build import build_site  # noqa: PLC0415
    from generator.commands.publish import not_told  # noqa: PLC0415
    from generator.gather.settings import nested_in  # noqa: PLC0415
    from generator.pipeline import outcome_of  # noqa: PLC0415
    from generator.publish.byfiles import STAMP  # noqa: PLC0415

    quiet = progress.quiet
    state = _state(folder, out)  # before anything is read: what changes from now on is a change for the next build
    pair, found = read_project(folder, as_of, progress, frozen=True)
    wrong = fails(found, strict)
    if wrong or not quiet:
        show(found, folder, "text")
    if wrong or pair is None:
        stop("\n网站没有更新，原来的网站没有变。改好上面的问题再运行一次。")
    settings, prepared = pair
    target = out or folder / settings.out
    if (target / STAMP).exists():
        stop(
            f"“{target}”是 pufa publish 发布的网站，build 不能写进去：日历的序号要由发布来管。请用 pufa publish，或换一个 --out。"
        )
    if out is None and not target.resolve().is_relative_to(folder.resolve()):
        stop(f"“{target}”是一个链接，指到了网站文件夹外面，没有写。请删掉这个链接，或者用 --out 写明网站放在哪里。")
    nested = nested_in(folder, settings.docs, target)
    if nested:
        stop(f"“{target}”和放记录的“{nested}”套在一起，网站会盖掉记录。请换一个 --out。\n{Fault.ending}")
    if prepared.register is not None:  # it is what the closing words are about; made once
        prepared = replace(prepared, outcome=prepared.outcome or outcome_of(prepared))
    try:
        built = build_site(prepared, settings, target, strict=strict, progress=progress)
    except Fault as fault:
        show(fault.diagnostics, folder, "text") if fault.diagnostics else click.echo(str(fault), err=True)
        stop(fault.ending)
    closing = not_told(prepared)
    if not quiet:
        _made(target, built.report, progress, closing)
    # Hashed once more: a file may have been changed while it was read, and changed back.
    if state is not None and not settings.asks and prepared.library is not None and state == _state(folder, out):
        told = told_text(found, folder)
        note = unchanged.Note(
            settings.docs, settings.out, prepared.library.region.timezone, prepared.as_of, state, told, built.warnings, built.report, closing
        )  # fmt: skip
        unchanged.remember(prepared.cache, out, note, strict=strict)


def _state(folder: Path, out: Path | None) -> str | None:
    """What a build into `out` is made from, where that can be told from outside."""
    from generator.commands import unchanged  # noqa: PLC0415 - start-up time of the other commands
    from generator.gather.settings import Settings, settings_of  # noqa: PLC0415

    settings = settings_of(folder.absolute())
    if not isinstance(settings, Settings):
        return None
    return unchanged.state_of(folder.absolute(), settings.docs, out or folder / settings.out)


def _made(target: Path, report: Report, progress: Progress, closing: str) -> None:
    seconds = time.monotonic() - progress.begun
    click.echo(
        f"网站已生成：{target}（{report.files} 个文件，{report.size / 1048576:.1f} MB；"
        f"更新 {report.written}，移除 {report.removed}；用时 {seconds:.1f} 秒）"
    )
    click.echo(closing)


@main.command()
@click.argument("target", metavar="网站文件夹", type=click.Path(path_type=Path))
@folder_option
@day_option
@click.option("--strict", is_flag=True, help="提醒也算错误。")
@click.option("--yes", is_flag=True, help="隐藏或划掉的台账里有发布过的活动时，不问，照样撤下。")
@click.option("--rollback", is_flag=True, help="退回上一版；再运行一次又回到新版。")
@click.option("--rebuild-ledger", is_flag=True, help="发布台账丢了或坏了，从已发布的日历重建。")
def publish(
    target: Path, folder: Path, as_of: date | None, strict: bool, yes: bool, rollback: bool, rebuild_ledger: bool
) -> None:
    """检查、生成并发布到网站文件夹：一下子换上，保留上一版，记发布台账。"""
    from generator.commands import publish as publishing  # noqa: PLC0415 - start-up time of the other commands

    if rollback and rebuild_ledger:
        stop("--rollback 和 --rebuild-ledger 一次只能用一个。", 2)
    progress = Progress(quiet=False)
    pair, found = read_project(folder, as_of, progress, frozen=True)
    if pair is None:
        show(found, folder, "text")
        stop("\n没有发布，网站没有变。改好上面的问题再运行一次。")
    settings, prepared = pair
    if as_of is not None and as_of > publishing.latest_day(prepared, datetime.now(UTC)):
        stop(f"不能按还没有到的日子（{as_of}）发布：订阅者的日历会以为以后的更新都是旧的。请去掉 --as-of。", 2)
    try:
        if rebuild_ledger:
            others = tuple(d for d in found if d.code not in publishing.REGISTER_CODES)
            _refuse(others, folder, strict=False)
            register = publishing.rebuild_register(prepared, target)
            click.echo(
                f"发布台账已重建：{len(register.entries)} 条，写在 campaigns/published.json。请核对后提交到版本库，再发布。"
            )
        elif rollback:
            # Records may be in any state: going back is for when something has gone wrong.
            broken = tuple(d for d in found if d.code in publishing.REGISTER_CODES)
            if broken:
                _refuse(broken, folder, strict=False)
            _told(publishing.roll_back(prepared, target, progress), target, "已退回上一版")
        else:
            _refuse(found, folder, strict=strict)
            prepared = _agreed(prepared, yes=yes)
            done = publishing.publish_site(prepared, settings, target, strict=strict, progress=progress)
            _told(done, target, "已发布", time.monotonic() - progress.begun)
    except Fault as fault:
        show(fault.diagnostics, folder, "text") if fault.diagnostics else click.echo(str(fault), err=True)
        stop(fault.ending)


def _refuse(found: tuple[Diagnostic, ...], folder: Path, *, strict: bool) -> None:
    """Show what was found, and stop where it must not be published."""
    show(found, folder, "text")
    if fails(found, strict):
        stop("\n没有发布，网站没有变。改好上面的问题再运行一次。")


def _at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _agreed(prepared: Prepared, *, yes: bool) -> Prepared:
    """The project, once somebody has agreed that what is hidden in a ledger is cancelled for subscribers."""
    from generator.commands.publish import taken_back  # noqa: PLC0415

    prepared, taken = taken_back(prepared)
    if not taken or yes:
        return prepared
    for place, ids in taken.items():
        some = "、".join(ids[:8]) + (f" 等{len(ids)}场" if len(ids) > 8 else "")
        click.echo(f"{place} 里有发布过的活动：{some}。继续发布，订阅者会看到它们取消。", err=True)
    if not _at_terminal():
        stop("没有发布，网站没有变。确实要撤下的，请加上 --yes 再运行；要留着的，请在 Excel 里取消隐藏或去掉删除线。")
    if not click.confirm("要撤下吗？", default=False, err=True):
        stop("没有发布，网站没有变。要留着的，请在 Excel 里取消隐藏或去掉删除线。")
    return prepared


def _told(done: Publication, target: Path, words: str, seconds: float | None = None) -> None:
    from generator.commands.publish import summary_of  # noqa: PLC0415
    from generator.register.record import PATH  # noqa: PLC0415

    size = ""
    if done.report is not None and seconds is not None:
        size = f"（{done.report.files} 个文件，{done.report.size / 1048576:.1f} MB；用时 {seconds:.1f} 秒）"
    click.echo(f"{words}：{target}{size}")
    for note in done.placed.notes:
        click.echo(note)
    if done.idle:
        return
    if done.first:
        click.echo("这是第一次发布，全部活动都是新的。")
    else:
        changes = summary_of(done.changes)
        quiet = "时间、地点和状态没有变化，没有需要通知的变动；改过的文字会更新到订阅者的日历。"
        if changes or not done.rezoned:
            click.echo(f"订阅者会看到：{changes}。" if changes else quiet)
        if done.rezoned:
            click.echo(f"时区改成了 {done.rezoned}：已发布的日程都算改了时间，订阅者的日历会跟着变。")
    if done.register_changed:
        click.echo(f"发布台账已更新：{PATH}。请把它提交到版本库（git add {PATH}），不要手改。")


@main.command()
@folder_option
@day_option
@click.option("--address", default="127.0.0.1:8000", help="预览的地址，默认 127.0.0.1:8000。")
@click.option("--open", "browse", is_flag=True, help="顺便打开浏览器。")
def serve(folder: Path, as_of: date | None, address: str, browse: bool) -> None:
    """在本机预览，改了文件自动刷新。按 Ctrl-C 结束。"""
    from generator.desk.preview.server import run  # noqa: PLC0415 - start-up time of the other commands

    if not (folder / "mkdocs.yml").exists() and not (folder / "campaigns").exists():
        stop("这个文件夹里没有 mkdocs.yml，也没有 campaigns，不像是网站文件夹。请在网站文件夹里运行，或者用 -C 写明。")

    def say(words: str) -> None:
        with contextlib.suppress(OSError):  # a terminal that is gone keeps no browser from its page
            click.echo(words)

    def opened(url: str) -> None:
        say(f"预览地址：{url} ，{ending.advice()}")
        if browse:
            click.launch(url)

    try:
        run(folder, address, as_of, say, opened)
    except Fault as fault:
        stop(str(fault))


@main.command()
@click.argument("code", metavar="代码或地名")
@click.option(
    "--folder", "-C", type=click.Path(path_type=Path), metavar="文件夹", help="新文件夹的位置，默认用地区代码命名。"
)
@click.option("--url", default="", metavar="网址", help="网站地址，如 https://pufa.example.gov.cn/。")
def init(code: str, folder: Path | None, url: str) -> None:
    """新建一个网站文件夹：县区6位或地市4位区划代码，或者地名。"""
    from generator.commands.init import ScaffoldError, create  # noqa: PLC0415 - reads the table of divisions

    target = folder
    try:
        for line in create(code, target, url, day_in_china()):
            click.echo(line)
    except ScaffoldError as error:
        stop(str(error))
