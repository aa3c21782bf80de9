"""The command about what a project may run: trust."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.base import folder_option, main, show, stop


@main.command()
@folder_option
@click.option("--digest", default="", metavar="指纹", help="内容正好是这个指纹才同意，不再问；给自动运行的程序用。")
@click.option("--show", "only_show", is_flag=True, help="只列出来，不问。")
@click.option("--forget", "take_back", is_flag=True, help="收回以前的同意。")
def trust(folder: Path, digest: str, only_show: bool, take_back: bool) -> None:
    """同意网站设置里会运行的程序：列出来，问一次；内容一改，要重新同意。"""
    from generator.gather.settings import Settings, settings_of  # noqa: PLC0415 - start-up time of the other commands
    from generator.gather.trust import decisions  # noqa: PLC0415

    if take_back:
        done = decisions.forget(folder)
        click.echo("已经收回，以后要重新同意才会运行。" if done else "以前没有同意过，不用收回。")
        return
    settings = settings_of(folder)
    if not isinstance(settings, Settings):
        show((settings,), folder, "text")
        stop("\n改好上面的问题再运行一次。")
    if not settings.asks:
        click.echo("mkdocs.yml 里没有要先同意的内容，不用同意什么。")
        return
    found = decisions.digest_of(folder, settings)
    if not found:
        stop("要先同意的内容牵涉的文件太多或太大，没法核对，所以不能同意。请把 hooks 单独放一个文件夹，别的文件移走。")
    for ask in settings.asks:
        click.echo(f"mkdocs.yml 第{ask.line}行　{ask.what}：{ask.does}")
    click.echo(f"\n指纹：{found}")
    if only_show:
        return
    if digest and digest != found:
        stop("指纹对不上：内容和您看过的不一样，没有同意。请看清楚改了什么。")
    if not digest and not _said_yes():
        stop("没有同意，什么也没有变。")
    if not decisions.agree(folder, found):
        stop(f"同意记不下来：用户的设置文件夹写不了。可以改用环境变量 {decisions.TRUST}={found}。")
    click.echo("已经同意。这些内容一改，就要重新同意；收回用 pufa trust --forget。")


def _said_yes() -> bool:
    if not _is_a_person():
        stop("这里没有人回答，没有同意。自动运行请用 --digest 写上您看过的指纹。")
    click.echo("上面这些会以您的身份运行，能读写您的文件。信得过写它的人，才同意。")
    answer: str = click.prompt("同意请输入“同意”两个字", default="", show_default=False)
    return answer.strip() == "同意"


def _is_a_person() -> bool:
    return sys.stdin.isatty()
