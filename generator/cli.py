"""`pufa …`: the words around the line. Reads the clock and the arguments; decides nothing about the product."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from generator import __version__
from generator.cache import Cache
from generator.decode.values import BadValue
from generator.decode.values import day as parse_day
from generator.diagnostics import Diagnostic, Fault, fails, format_github, format_json, format_text, has_errors, summary

if TYPE_CHECKING:
    from generator.publishing import Publication

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


def _stop(words: str, status: int = 1) -> NoReturn:
    click.echo(words, err=True)
    raise SystemExit(status)


def _as_of(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return parse_day(value)
    except BadValue as bad:
        raise click.BadParameter(f"{bad.message}。{bad.hint}") from None


def _show(diagnostics: tuple[Diagnostic, ...], root: Path, form: str) -> None:
    from generator.load import line_reader  # noqa: PLC0415 - start-up time of commands that read no project

    if form == "text":
        text = format_text(diagnostics, line_reader(root))
        click.echo((text + "\n\n" if text else "") + summary(diagnostics))
    else:
        if hasattr(sys.stdout, "reconfigure"):  # programs expect UTF-8, also where the console speaks another encoding
            sys.stdout.reconfigure(encoding="utf-8")
        click.echo(_FORMATS[form](diagnostics))


_folder = click.option(
    "--folder",
    "-C",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="网站文件夹，默认是当前文件夹。",
)
_day = click.option("--as-of", callback=_as_of, metavar="日期", help="当作是哪一天，默认今天。")


class _ChineseHelp(click.HelpFormatter):
    """click's help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "选项", "Commands": "命令"}.get(heading, heading))


click.Context.formatter_class = _ChineseHelp


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="pufa %(version)s", help="显示版本。")
def main() -> None:
    """普法：写一份记录，得到网站、日历订阅和覆盖情况。"""


def _prepare(folder: Path, as_of: date | None, progress: Progress):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a pair of lazily imported types
    from generator.pipeline import open_cache, prepare  # noqa: PLC0415 - start-up time
    from generator.settings import Settings, settings_of  # noqa: PLC0415

    folder = folder.absolute()
    settings = settings_of(folder)
    if not isinstance(settings, Settings):
        return None, (settings,)
    cache = open_cache(folder) if os.access(folder, os.W_OK) else Cache(None)
    prepared = prepare(
        folder, cache, as_of=as_of or datetime.now(UTC), docs=settings.docs, site=settings.site, progress=progress
    )
    return (settings, prepared), prepared.diagnostics


@main.command()
@_folder
@_day
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出的样子。")
@click.option("--strict", is_flag=True, help="提醒也算错误。")
@click.option("--fix", is_flag=True, help="自动写上缺少的编号。")
@click.option("--schema", is_flag=True, help="只打印 JSON 输出的说明（JSON Schema）。")
def check(folder: Path, as_of: date | None, form: str, strict: bool, fix: bool, schema: bool) -> None:
    """检查全部文件，一次说出全部问题。"""
    if schema:
        from generator.resources import data_file  # noqa: PLC0415

        click.echo(data_file("diagnostics.schema.json").read_text("utf-8"), nl=False)
        return
    progress = Progress(quiet=form != "text")
    _, found = _prepare(folder, as_of, progress)
    if fix and any(d.fix for d in found):
        from generator.fix import fix_ids  # noqa: PLC0415 - rarely needed

        for line in fix_ids(folder, found):
            click.echo(line, err=True)
        _, found = _prepare(folder, as_of, progress)
    _show(found, folder, form)
    raise SystemExit(1 if fails(found, strict) else 0)


@main.command()
@_folder
@_day
@click.option("--out", type=click.Path(path_type=Path), help="网站写到哪里，默认 site。")
@click.option("--strict", is_flag=True, help="提醒也算错误。")
@click.option("--quiet", is_flag=True, help="只在出错时说话。")
def build(folder: Path, as_of: date | None, out: Path | None, strict: bool, quiet: bool) -> None:
    """生成网站。出错时，原来的网站不变。"""
    from generator.building import build_site  # noqa: PLC0415 - start-up time of the other commands
    from generator.place.byfiles import STAMP  # noqa: PLC0415

    progress = Progress(quiet)
    pair, found = _prepare(folder, as_of, progress)
    wrong = fails(found, strict)
    if wrong or not quiet:
        _show(found, folder, "text")
    if wrong or pair is None:
        _stop("\n网站没有更新，原来的网站没有变。改好上面的问题再运行一次。")
    settings, prepared = pair
    target = out or folder / settings.out
    if (target / STAMP).exists():
        _stop(
            f"“{target}”是 pufa publish 发布的网站，build 不能写进去：日历的序号要由发布来管。请用 pufa publish，或换一个 --out。"
        )
    try:
        report = build_site(prepared, settings, target, strict=strict, progress=progress)
    except Fault as fault:
        _show(fault.diagnostics, folder, "text") if fault.diagnostics else click.echo(str(fault), err=True)
        _stop(fault.ending)
    if not quiet:
        seconds = time.monotonic() - progress.begun
        click.echo(
            f"网站已生成：{target}（{report.files} 个文件，{report.size / 1048576:.1f} MB；"
            f"更新 {report.written}，移除 {report.removed}；用时 {seconds:.1f} 秒）"
        )


@main.command()
@click.argument("target", metavar="网站文件夹", type=click.Path(path_type=Path))
@_folder
@_day
@click.option("--strict", is_flag=True, help="提醒也算错误。")
@click.option("--rollback", is_flag=True, help="退回上一版；再运行一次又回到新版。")
@click.option("--rebuild-ledger", is_flag=True, help="发布台账丢了或坏了，从已发布的日历重建。")
def publish(target: Path, folder: Path, as_of: date | None, strict: bool, rollback: bool, rebuild_ledger: bool) -> None:
    """检查、生成并发布到网站文件夹：一下子换上，保留上一版，记发布台账。"""
    from generator import publishing  # noqa: PLC0415 - start-up time of the other commands

    if rollback and rebuild_ledger:
        _stop("--rollback 和 --rebuild-ledger 一次只能用一个。", 2)
    progress = Progress(quiet=False)
    pair, found = _prepare(folder, as_of, progress)
    if pair is None:
        _show(found, folder, "text")
        _stop("\n没有发布，网站没有变。改好上面的问题再运行一次。")
    settings, prepared = pair
    if as_of is not None and as_of > publishing.latest_day(prepared, datetime.now(UTC)):
        _stop(f"不能按还没有到的日子（{as_of}）发布：订阅者的日历会以为以后的更新都是旧的。请去掉 --as-of。", 2)
    try:
        if rebuild_ledger:
            others = tuple(d for d in found if d.code not in publishing.LEDGER_CODES)
            _refuse(others, folder, strict=False)
            register = publishing.rebuild_ledger(prepared, target)
            click.echo(
                f"发布台账已重建：{len(register.entries)} 条，写在 campaigns/published.json。请核对后提交到版本库，再发布。"
            )
        elif rollback:
            # Records may be in any state: going back is for when something has gone wrong.
            broken = tuple(d for d in found if d.code in publishing.LEDGER_CODES)
            if broken:
                _refuse(broken, folder, strict=False)
            _told(publishing.roll_back(prepared, target, progress), target, "已退回上一版")
        else:
            _refuse(found, folder, strict=strict)
            done = publishing.publish_site(prepared, settings, target, strict=strict, progress=progress)
            _told(done, target, "已发布", time.monotonic() - progress.begun)
    except Fault as fault:
        _show(fault.diagnostics, folder, "text") if fault.diagnostics else click.echo(str(fault), err=True)
        _stop(fault.ending)


def _refuse(found: tuple[Diagnostic, ...], folder: Path, *, strict: bool) -> None:
    """Show what was found, and stop where it must not be published."""
    _show(found, folder, "text")
    if fails(found, strict):
        _stop("\n没有发布，网站没有变。改好上面的问题再运行一次。")


def _told(done: Publication, target: Path, words: str, seconds: float | None = None) -> None:
    from generator.publication.record import PATH  # noqa: PLC0415
    from generator.publishing import summary_of  # noqa: PLC0415

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
        click.echo(f"订阅者会看到：{changes}。" if changes else quiet)
    if done.ledger_changed:
        click.echo(f"发布台账已更新：{PATH}。请把它提交到版本库（git add {PATH}），不要手改。")


@main.command()
@_folder
@click.option("--address", default="127.0.0.1:8000", help="预览的地址，默认 127.0.0.1:8000。")
def serve(folder: Path, address: str) -> None:
    """在本机预览，改了文件自动刷新。按 Ctrl-C 结束。"""
    from generator.engine import serve as engine_serve  # noqa: PLC0415 - MkDocs is slow to import

    _, found = _prepare(folder, None, Progress(quiet=False))
    _show(found, folder, "text")
    if has_errors(found):
        _stop("\n改好上面的错误再预览。")
    click.echo(f"预览地址：http://{address}/ ，按 Ctrl-C 结束。", err=True)
    try:
        engine_serve(folder.absolute(), address)
    except Fault as fault:
        _stop(str(fault))


@main.command()
@click.argument("event", metavar="活动")
@_folder
@_day
@click.option("--all", "everything", is_flag=True, help="已经过去的也列出来。")
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text", help="输出的样子。")
def dates(event: str, folder: Path, as_of: date | None, everything: bool, form: str) -> None:
    """列出一场活动的全部日子：星期、农历、节假日、时间、状态。写编号，或名称里的几个字。"""
    from generator.dates import as_csv, as_text, dates_of, find_event  # noqa: PLC0415 - start-up time

    pair, found = _prepare(folder, as_of, Progress(quiet=form != "text"))
    if pair is None or pair[1].library is None:
        _show(found, folder, "text")
        _stop("\n改好上面的问题再运行一次。")
    _, prepared = pair
    chosen = find_event(prepared.library, event)
    if isinstance(chosen, str):
        wrong = "有错误的活动排不出日子，请先运行 pufa check。" if has_errors(found) else ""
        _stop(chosen + (f"\n{wrong}" if wrong else ""))
    listed = dates_of(chosen, prepared.library, prepared.as_of, everything=everything)
    if form == "csv":
        if hasattr(sys.stdout, "reconfigure"):  # spreadsheets and programs expect UTF-8, whatever the console speaks
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        click.echo(as_csv(listed), nl=False)
    else:
        click.echo(as_text(listed))


@main.command()
@click.argument("name", metavar="名称")
@_folder
@_day
def snapshot(name: str, folder: Path, as_of: date | None) -> None:
    """给覆盖情况拍一张快照：把这一天的数和记录的指纹冻结成一个小文件，以后对照。"""
    from generator.pipeline import today  # noqa: PLC0415 - start-up time of the other commands
    from generator.snapshotting import take, usable_name  # noqa: PLC0415

    progress = Progress(quiet=False)
    try:
        usable_name(name)
        prepared = _sound(folder, as_of, progress)
        last = today(prepared.library.region.timezone, datetime.now(UTC))
        done = take(prepared, name, last)
    except Fault as fault:
        _stop(str(fault))
    frozen = done.snapshot
    figures = sum(len(row) for grid in frozen.grids for row in grid.rows.values())
    click.echo(f"快照已写好：{done.path}（{done.size / 1000:.0f} KB，{figures} 个数，统计到 {frozen.day}）")
    if as_of is not None and frozen.day < last:
        click.echo(f"用的是现在的记录，算到 {frozen.day} 为止；在那以后补报、改过的，也已经算进去了。")
    click.echo("请把它提交到版本库，不要手改。下次生成网站，就能看到快照和现在的数并排。")


def _sound(folder: Path, as_of: date | None, progress: Progress):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a lazily imported type
    """A project without errors, or the end: what rests on the records needs all of them."""
    pair, found = _prepare(folder, as_of, progress)
    if pair is None or has_errors(found):
        _show(found, folder, "text")
        _stop("\n有错误的记录算不进去。改好上面的错误再运行一次。")
    return pair[1]


@main.command()
@_folder
@_day
@click.option("--seed", default="", metavar="种子", help="抽签用的字，如 20251101；同样的种子和记录，抽出来一样。")
@click.option("--size", type=click.IntRange(1, 5000), default=30, show_default=False, help="抽多少项，默认30。")
@click.option(
    "--kind", type=click.Choice(["全部", "场次", "阵地"]), default="全部", help="抽已办的场次、开放的阵地，还是都抽。"
)
@click.option("--period", default="", metavar="时段", help="只抽这一段的场次，如 2025、2025Q2、2025-04。")
@click.option("--weight", "weights", multiple=True, metavar="条件=倍数", help="谁更容易抽中，如 启动=2；可以写几个。")
@click.option("--name", default="", metavar="名称", help="名单的名称，默认用时段，如 2025-抽查。")
@click.option(
    "--format", "form", type=click.Choice(["html", "csv"]), default="html", help="打印的表，或者 Excel 能开的表。"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="表写到哪里，默认放在名单旁边。")
@click.option(
    "--verify",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="名单",
    help="把一份名单重抽一遍，看是不是一样。",
)
def sample(
    folder: Path, as_of: date | None, seed: str, size: int, kind: str, period: str, weights: tuple[str, ...], name: str,
    form: Literal["html", "csv"], out: Path | None, verify: Path | None,
) -> None:  # fmt: skip
    """随机抽查：从已办的场次和开放的阵地里抽一份名单，谁都能照样重抽核对。"""
    from generator import inspecting  # noqa: PLC0415 - start-up time of the other commands
    from generator.pipeline import today  # noqa: PLC0415

    if verify is None and not seed:
        _stop("缺少 --seed：请写上抽签用的种子，如 --seed 20251101。运行 pufa sample --help 看怎么写。", 2)
    try:
        prepared = _sound(folder, as_of, Progress(quiet=False))
        if verify is not None:
            verdict = inspecting.check_again(prepared, verify if verify.is_file() else folder / verify)
            click.echo("\n".join(verdict.lines))
            raise SystemExit(0 if verdict.same else 1)
        drawable = {"全部": "all", "场次": "occurrence", "阵地": "site"}[kind]
        asked = inspecting.Asked(seed, size, drawable, period, weights, name, form, out)  # type: ignore[arg-type]
        done = inspecting.sample(prepared, asked, today(prepared.library.region.timezone, datetime.now(UTC)))
    except Fault as fault:
        _stop(str(fault))
    click.echo(inspecting.summary(done))


@main.command()
@_folder
@_day
@click.option("--period", default="", metavar="统计期", help="一年，如 2025；提示单写一个月，如 2025-11。专项不用写。")
@click.option(
    "--for", "whom", multiple=True, metavar="单位", help="乡镇的名称或代码、全部乡镇、全域；可以写几个，默认全域。"
)
@click.option(
    "--format", "form", type=click.Choice(["docx", "xlsx", "html", "csv"]), default="docx", help="文件的格式。"
)
@click.option("--campaign", default="", metavar="专项", help="写这个专项的报告：编号或名称。")
@click.option("--kind", type=click.Choice(["年度", "专项", "提示单", "督办单"]), help="哪一种，不写就看上面两项。")
@click.option("--out", type=click.Path(path_type=Path), help="写到哪个文件；几份的，写到哪个文件夹。")
@click.option("--signed", callback=_as_of, metavar="日期", help="成文日期，默认统计日。")
@click.option("--number", default="", metavar="文号", help="文号，如 江司〔2026〕5号；不写就没有。")
@click.option("--force", is_flag=True, help="原来的文件改过，也覆盖。")
def report(
    folder: Path, as_of: date | None, period: str, whom: tuple[str, ...], form: Literal["docx", "xlsx", "html", "csv"],
    campaign: str, kind: str | None, out: Path | None, signed: date | None, number: str, force: bool,
) -> None:  # fmt: skip
    """写报告：年度、专项报告，提示单，督办单；Word、Excel、网页或 CSV，数都出自同一份记录。"""
    from generator import reporting  # noqa: PLC0415 - start-up time of the other commands
    from generator.pipeline import derive  # noqa: PLC0415
    from generator.reports.request import Wish  # noqa: PLC0415

    progress = Progress(quiet=False)
    try:
        prepared = _sound(folder, as_of, progress)
        progress("汇总数字")
        wish = Wish(period, whom, kind or "", campaign, form, signed, number)
        done = reporting.make_reports(
            derive(prepared), wish, out, root=prepared.root, cache=prepared.cache, force=force, progress=progress
        )
    except Fault as fault:
        _stop(str(fault))
    for written in done:
        click.echo(f"写好了：{written.path}" + (f"（正文 {written.length} 字）" if written.length else ""))
        for note in written.notes:
            click.echo(f"  {note}")


@main.command()
@click.argument("target", metavar="日历")
@_day
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出的样子。")
@click.option("--strict", is_flag=True, help="提醒也算错误。")
def feedcheck(target: str, as_of: date | None, form: str, strict: bool) -> None:
    """给日历做体检：一个 .ics 文件、一个文件夹，或者这台电脑上的网址。"""
    from generator.feedcheck import report  # noqa: PLC0415 - start-up time of the other commands
    from generator.feedcheck.local import NotHere  # noqa: PLC0415
    from generator.feedcheck.run import inspect  # noqa: PLC0415

    try:
        found = inspect(target, as_of or date.today(), time.sleep)
    except NotHere as refused:
        _stop(str(refused), 2)
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


@main.command()
@click.argument("folders", metavar="文件夹…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--code", required=True, metavar="代码", help="上级的代码：市4位，省2位，全国 00。")
@click.option("--name", default="", metavar="名称", help="上级的名称，默认按代码查。")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="结果写到哪个文件夹。")
@_day
@click.option("--members", metavar="名单", help="应报的县区：一个文件，或者几个代码；默认是代码下面的全部县区。")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", help="用什么来算，默认 duckdb。")
def rollup(
    folders: tuple[Path, ...], code: str, name: str, out: Path, as_of: date | None, members: str | None, engine: str
) -> None:
    """把各县区公布的开放数据汇总成市、省的情况，不用再填一遍。"""
    from generator import rollup as room  # noqa: PLC0415 - start-up time of the other commands

    chosen: room.EngineName = "spark" if engine == "spark" else "duckdb"
    order = room.Order(folders, code, name, out, as_of or date.today(), members, chosen)
    try:
        done = room.roll_up(order, Progress(quiet=False))
    except Fault as fault:
        _stop(f"{fault}\n{fault.ending}")
    if done.findings:
        click.echo(room.format_text(done.findings) + "\n")
    click.echo(room.summary(done.findings))
    if not done.written:
        _stop("没有一个地区的数据可以计入，没有汇总，原来的结果没有变。")
    click.echo(room.told(done, out))
    raise SystemExit(1 if room.fails(done.findings) else 0)


@main.command()
@click.argument("code")
@click.option("--folder", "-C", type=click.Path(path_type=Path), help="新文件夹的位置，默认用地区代码命名。")
@click.option("--url", default="", help="网站地址，如 https://pufa.example.gov.cn/。")
def init(code: str, folder: Path | None, url: str) -> None:
    """新建一个网站文件夹：CODE 是县区6位或地市4位区划代码，也可以写地名。"""
    from generator.scaffold import ScaffoldError, create  # noqa: PLC0415 - reads the table of divisions

    target = folder
    try:
        for line in create(code, target, url, date.today()):
            click.echo(line)
    except ScaffoldError as error:
        _stop(str(error))


def _usage(error: click.UsageError) -> str:
    """What is wrong with a command line, in Chinese."""
    match error:
        case click.NoSuchOption():
            near = f"是不是 {error.possibilities[0]}？" if error.possibilities else ""
            words = f"没有选项 {error.option_name}。{near}"
        case click.MissingParameter():
            words = f"缺少 {error.param.human_readable_name if error.param else '参数'}。"
        case click.BadParameter():
            name = error.param.opts[0] if error.param else ""
            options = getattr(error.param.type, "choices", None) if error.param else None
            words = f"{name} 可以写：{'、'.join(options)}。" if options else f"{name} 写得不对：{error.message}"
        case click.BadOptionUsage():
            words = f"选项 {error.option_name} 后面缺少内容。"
        case _ if error.message.startswith("Got unexpected extra argument"):
            words = "后面多写了内容。路径或名称里有空格的，请用引号括起来。"
        case _ if error.message.startswith("No such command"):
            words = f"没有这个命令。可以用：{'、'.join(main.commands)}。"
        case _:
            words = f"命令写得不对：{error.message}"
    where = error.ctx.command_path if error.ctx else "pufa"
    return f"{words}\n运行 {where} --help 看怎么写。"


def run() -> None:
    """The entry point: no traceback ever reaches an officer."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be able to print every character
            stream.reconfigure(errors="replace")
    try:
        main(standalone_mode=False)
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            _stop(error.ctx.get_help() if error.ctx else "", 2)
        _stop(_usage(error), 2)
    except click.exceptions.Exit as error:
        raise SystemExit(error.exit_code) from None
    except (KeyboardInterrupt, click.Abort):
        _stop("\n已停止。原来的网站没有变。", 130)
    except MemoryError:
        _stop("内存不够。请关闭别的程序，或把记录分成几个文件。")
    except BrokenPipeError:  # the reader of a pipe (`pufa check | head`) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        if os.environ.get("PUFA_DEBUG"):
            raise
        _stop(
            f"程序出了意外的错误：{type(error).__name__}: {error}\n请把这句话和你的文件发给维护人员（设置 PUFA_DEBUG=1 可看详情）。",
            2,
        )


if __name__ == "__main__":
    run()
