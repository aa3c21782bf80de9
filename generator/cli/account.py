"""Commands about the account of what was reached: report, snapshot, sample, rollup."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from generator.base.diagnostics import Fault
from generator.cli.base import (
    Progress,
    day_in_china,
    day_option,
    folder_option,
    main,
    parse_as_of,
    present_day,
    read_project,
    show,
    sound_project,
    stop,
)

if TYPE_CHECKING:
    from generator.pipeline import Prepared


@main.command()
@click.argument("name", metavar="名称")
@folder_option
@day_option
def snapshot(name: str, folder: Path, as_of: date | None) -> None:
    """给覆盖情况拍一张快照：把这一天的数和记录的指纹冻结成一个小文件，以后对照。"""
    from generator.commands.snapshot import take, usable_name  # noqa: PLC0415

    progress = Progress(quiet=False)
    try:
        usable_name(name)
        prepared = sound_project(folder, as_of, progress, "快照没有做。")
        last = present_day(prepared)
        done = take(prepared, name, last)
    except Fault as fault:
        stop(str(fault))
    frozen = done.snapshot
    figures = sum(len(row) for grid in frozen.grids for row in grid.rows.values())
    click.echo(f"快照已写好：{done.path}（{done.size / 1000:.0f} KB，{figures} 个数，统计到 {frozen.day}）")
    if as_of is not None and frozen.day < last:
        click.echo(f"用的是现在的记录，算到 {frozen.day} 为止；在那以后补报、改过的，也已经算进去了。")
    click.echo("请把它提交到版本库，不要手改。下次生成网站，就能看到快照和现在的数并排。")


@main.command()
@folder_option
@day_option
@click.option("--seed", default="", metavar="种子", help="抽签用的字，如 20251101；同样的种子和记录，抽出来一样。")
@click.option(
    "--size", type=click.IntRange(1, 5000), default=30, show_default=False, metavar="数量", help="抽多少项，默认30。"
)
@click.option(
    "--kind", type=click.Choice(["全部", "场次", "阵地"]), default="全部", help="抽已办的场次、开放的阵地，还是都抽。"
)
@click.option("--period", default="", metavar="时段", help="只抽这一段的场次，如 2025、2025Q2、2025-04。")
@click.option("--weight", "weights", multiple=True, metavar="条件=倍数", help="谁更容易抽中，如 启动=2；可以写几个。")
@click.option("--name", default="", metavar="名称", help="名单的名称，默认用时段，如 2025-抽查。")
@click.option(
    "--format", "form", type=click.Choice(["html", "csv"]), default="html", help="打印的表，或者 Excel 能开的表。"
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="文件", help="表写到哪里，默认放在名单旁边。"
)
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
    from generator.commands import sample as inspecting  # noqa: PLC0415 - start-up time of the other commands
    from generator.figures.sampling.rounds import FOLDER  # noqa: PLC0415

    if verify is None and not seed:
        stop("缺少 --seed：请写上抽签用的种子，如 --seed 20251101。运行 pufa sample --help 看怎么写。", 2)
    try:
        if verify is not None:  # records that are faulty, or gone since, are just what this is there to tell
            pair, found = read_project(folder, as_of, Progress(quiet=False))
            if pair is None or pair[1].library is None:
                show(found, folder, "text")
                stop("\n读不出这个网站的记录，不能重抽。改好上面的错误再运行一次。")
            verdict = inspecting.check_again(pair[1], verify if os.path.isfile(verify) else folder / verify)
            click.echo("\n".join(verdict.lines))
            raise SystemExit(0 if verdict.same else 1)
        prepared = sound_project(folder, as_of, Progress(quiet=False), "没有抽签。")
        form_file = out is not None and out.suffix.lower() in (".html", ".csv")  # another ending is told of below
        if out is not None and form_file and out.absolute().parent != (prepared.root / FOLDER).absolute():
            _not_among_records(prepared, out)
        drawable = {"全部": "all", "场次": "occurrence", "阵地": "site"}[kind]
        asked = inspecting.Asked(seed, size, drawable, period, weights, name, form, out)  # type: ignore[arg-type]
        done = inspecting.sample(prepared, asked, present_day(prepared))
    except Fault as fault:
        stop(str(fault))
    click.echo(inspecting.summary(done))


@main.command()
@folder_option
@day_option
@click.option(
    "--period", default="", metavar="统计期", help="一年，如 2025；提示单写本月或以后的月，如 2026-12。专项不用写。"
)
@click.option(
    "--for", "whom", multiple=True, metavar="单位", help="乡镇的名称或代码、全部乡镇、全域；可以写几个，默认全域。"
)
@click.option(
    "--format", "form", type=click.Choice(["docx", "xlsx", "html", "csv"]), default="docx", help="文件的格式。"
)
@click.option("--campaign", default="", metavar="专项", help="写这个专项的报告：编号或名称。")
@click.option("--kind", type=click.Choice(["年度", "专项", "提示单", "督办单"]), help="哪一种，不写就看上面两项。")
@click.option("--out", type=click.Path(path_type=Path), metavar="文件", help="写到哪个文件；几份的，写到哪个文件夹。")
@click.option("--signed", callback=parse_as_of, metavar="日期", help="成文日期，默认统计日。")
@click.option("--number", default="", metavar="文号", help="文号，如 江司〔2026〕5号；不写就没有。")
@click.option("--force", is_flag=True, help="原来的文件改过，也覆盖。")
def report(
    folder: Path, as_of: date | None, period: str, whom: tuple[str, ...], form: Literal["docx", "xlsx", "html", "csv"],
    campaign: str, kind: str | None, out: Path | None, signed: date | None, number: str, force: bool,
) -> None:  # fmt: skip
    """写报告：年度、专项报告，提示单，督办单；Word、Excel、网页或 CSV，数都出自同一份记录。"""
    from generator.commands import report as reporting  # noqa: PLC0415 - start-up time of the other commands
    from generator.pipeline import derive  # noqa: PLC0415
    from generator.reports.request import Wish  # noqa: PLC0415

    progress = Progress(quiet=False)
    try:
        prepared = sound_project(folder, as_of, progress, reporting.ReportFault.ending)
        _not_among_records(prepared, out or Path())
        progress("汇总数字")
        wish = Wish(period, whom, kind or "", campaign, form, signed, number)
        done = reporting.make_reports(
            derive(prepared), wish, out, root=prepared.root, cache=prepared.cache, force=force, progress=progress
        )
    except Fault as fault:
        ending = fault.ending if isinstance(fault, reporting.ReportFault) else reporting.ReportFault.ending
        stop(f"{fault}\n{ending}")
    for written in done:
        click.echo(f"写好了：{written.path}" + (f"（正文 {written.length} 字）" if written.length else ""))
        for note in written.notes:
            click.echo(f"  {note}")


def _not_among_records(prepared: Prepared, out: Path) -> None:
    """A report among the records would be published as an attachment, or read as a ledger. Stops the program."""
    from generator.gather.settings import lies_in  # noqa: PLC0415 - start-up time

    inside = lies_in(prepared.root, prepared.docs, out)
    if inside:
        stop(
            f"“{inside}”里放的是记录、文章和模板，别的文件会被放到网站上，或者当成台账读进来。没有写，请用 --out 换一个地方。"
        )


@main.command()
@click.argument("folders", metavar="文件夹…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--code", required=True, metavar="代码", help="上级的代码：市4位，省2位，全国 00。")
@click.option("--name", default="", metavar="名称", help="上级的名称，默认按代码查。")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="结果写到哪个文件夹。")
@day_option
@click.option("--members", metavar="名单", help="应报的县区：一个文件，或者几个代码；默认是代码下面的全部县区。")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", help="用什么来算，默认 duckdb。")
def rollup(
    folders: tuple[Path, ...], code: str, name: str, out: Path, as_of: date | None, members: str | None, engine: str
) -> None:
    """把各县区公布的开放数据汇总成市、省的情况，不用再填一遍。"""
    from generator import rollup as room  # noqa: PLC0415 - start-up time of the other commands

    chosen: room.EngineName = "spark" if engine == "spark" else "duckdb"
    order = room.Order(folders, code, name, out, as_of or day_in_china(), members, chosen)
    try:
        done = room.roll_up(order, Progress(quiet=False))
    except Fault as fault:
        stop(f"{fault}\n{fault.ending}")
    if done.findings:
        click.echo(room.format_text(done.findings) + "\n")
    click.echo(room.summary(done.findings))
    if not done.written:
        stop("没有一个地区的数据可以计入，没有汇总，原来的结果没有变。")
    click.echo(room.told(done, out))
    raise SystemExit(1 if room.fails(done.findings) else 0)
