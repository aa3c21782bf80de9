"""A new site folder for any county or city: `plan` makes the files as values, `write` puts them on disk whole or not at all.

The texts are in `site_templates/scaffold/`, filled by `string.Template`; only the list of townships is written here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from string import Template

from generator.base.artifacts import Artifact
from generator.base.resources import templates_root
from generator.decode.values import BadValue, web_address
from generator.gazetteer.divisions import STATE, NoRegion, RegionUnits, TownshipUnits, find_region
from generator.gazetteer.romanise import slug, village_ids
from generator.gazetteer.unitnames import LOST

SITE_URL = "https://pufa.example.gov.cn/"
_FIRST_YEAR = 2016  # of 全民国家安全教育日, every 15 April (国家安全法第十四条)
_SPECIAL = {
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
}  # a dot file would be passed over when the package is built
_PLAIN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af][\w（）“”，。、：；·—\u3400-\u9fff]*")


class ScaffoldError(Exception):
    """The folder cannot be made; the text says why and what to do, in Chinese."""


def yaml_text(text: str) -> str:
    """`text` as a YAML scalar, also inside `{…}`: as it is where that is safe, else in double quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def townships_yaml(townships: Sequence[TownshipUnits]) -> str:
    """The list under `townships:`; a village a line. Pseudo units (zones, farms) say whether they are counted.

    They are not, but where a region has nothing else (a zone of its own, a city of the farms): its coverage would be of
    nothing.
    """
    only = all(unit.pseudo for unit in townships)
    counted = (
        "是  # 开发区、农场等；本地区没有别的乡镇，所以计入覆盖"
        if only
        else "否  # 开发区、农场等，不计入覆盖；要计入就写“是”"
    )
    lines = []
    for unit in townships:
        lines += [f'  - code: "{unit.code}"', f"    name: {yaml_text(unit.name)}"]
        if unit.pseudo:
            lines.append(f"    counted: {counted}")
        if unit.villages:
            lines.append("    villages:")
            for id_, name in zip(village_ids(unit.code, unit.villages), unit.villages, strict=True):
                note = f"  # 资料里缺“{LOST}”这个字，请改成真名" if LOST in name else ""
                lines.append(f"      - {{id: {id_}, name: {yaml_text(name)}}}{note}")
    return "\n".join(lines)


def _next_day(today: date) -> date:
    """The 15 April after `today`: an example in the past would ask for its result at once."""
    this_year = date(today.year, 4, 15)
    return this_year if this_year > today else date(today.year + 1, 4, 15)


def _words(units: RegionUnits, today: date, site_url: str) -> dict[str, str]:
    first = next((t for t in units.townships if not t.pseudo), units.townships[0])
    year = _next_day(today).year
    return {
        "code": units.code,
        "name": yaml_text(units.name),
        "full_name": units.full_name,
        "publisher": yaml_text(f"{units.name}司法局"),
        "site_name": yaml_text(f"{units.name}普法"),
        "description": yaml_text(f"{units.name}法治宣传教育：活动日历、乡镇覆盖、法治文化阵地与普法文章"),
        "site_url": json.dumps(site_url.rstrip("/") + "/") if site_url else SITE_URL,
        "summary": yaml_text(
            f"{units.name}{len(units.townships)}个乡镇（街道）的普法活动、活动结果和法治文化阵地，都在这里查。"
            "可以按乡镇、按村、按对象订阅日历。"
        ),
        "state": STATE,
        "township_count": str(len(units.townships)),
        "village_count": str(units.villages),
        "townships": townships_yaml(units.townships),
        "first_name": yaml_text(first.name),
        "year": str(year),
        "ordinal": str(year - _FIRST_YEAR + 1),
        "event_id": f"guojia-anquan-{year}-{slug(first.name, 30)}",
    }


def plan(units: RegionUnits, *, today: date, site_url: str = "") -> tuple[Artifact, ...]:
    """The files of a new folder, by path. `site_url` is where the site will be; empty leaves a placeholder to fill in.

    The same units, day and address give the same bytes. Reads nothing but the templates.
    """
    words = _words(units, today, site_url)
    source = templates_root() / "scaffold"
    made = []
    for file in sorted(p for p in source.rglob("*") if p.is_file()):
        path = file.relative_to(source).as_posix()
        text = Template(file.read_text(encoding="utf-8")).substitute(words)
        if path == "README.txt":  # read in Notepad: its older versions want both the mark and the line ends
            text = "\ufeff" + text.replace("\n", "\r\n")
        made.append(Artifact(_SPECIAL.get(path, path), text.encode("utf-8")))
    return tuple(sorted(made, key=lambda a: a.path))


def _reason(error: OSError) -> str:
    known = {
        13: "没有写入权限",
        1: "没有写入权限",
        28: "磁盘满了",
        30: "磁盘是只读的",
        36: "名字太长",
        20: "路径中有一段是文件",
    }
    return known.get(error.errno or 0, "系统拒绝写入")


def _fill(folder: Path, artifacts: Iterable[Artifact]) -> None:
    for artifact in artifacts:
        target = folder / artifact.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(artifact.data)


def write(folder: Path, artifacts: Sequence[Artifact]) -> Path:
    """Write the files as a new folder and give its real path. All of them arrive, or none.

    The folder may exist if it is empty. Raises `ScaffoldError` where it holds anything, or cannot be written.
    """
    try:
        target = folder.resolve()
        if target.exists() and not target.is_dir():
            raise ScaffoldError(f"“{folder}”是一个文件，不能当文件夹用。请换一个名字。")
        if target.is_dir() and any(target.iterdir()):
            raise ScaffoldError(f"文件夹“{folder}”里已经有东西，没有改动它。请换一个名字，或者先把里面的东西移走。")
        _place(target, artifacts)
    except OSError as error:
        raise ScaffoldError(f"新建文件夹“{folder}”没有成功：{_reason(error)}。请换一个地方再试。") from error
    return target


def _place(target: Path, artifacts: Sequence[Artifact]) -> None:
    """Build beside the target, then rename. An existing empty folder (perhaps the user's own) is kept and filled."""
    there = target.is_dir()
    if not there:
        target.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=".pufa-", dir=target if there else target.parent))
    try:
        built = room / "new"
        built.mkdir()
        _fill(built, artifacts)
        if there:
            _move_in(built, target)
        else:
            os.rename(built, target)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _move_in(built: Path, target: Path) -> None:
    moved: list[Path] = []
    try:
        for entry in sorted(built.iterdir()):
            os.rename(entry, target / entry.name)
            moved.append(target / entry.name)
    except BaseException:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise


def create(word: str, folder: Path | None, site_url: str, today: date) -> tuple[str, ...]:
    """Make the folder for the region that `word` (a code or a name) means, and give the lines to show the user.

    `folder` defaults to the region's code, below the current folder. Raises `ScaffoldError` with Chinese words.
    """
    try:
        url = web_address(site_url) if site_url.strip() else ""
    except BadValue as bad:
        raise ScaffoldError(f"{bad.message}。{bad.hint}") from bad
    units = find_region(word)
    if isinstance(units, NoRegion):
        raise ScaffoldError(str(units))
    target = folder or Path(units.code)
    write(target, plan(units, today=today, site_url=url))
    return _report(units, target)


def _report(units: RegionUnits, target: Path) -> tuple[str, ...]:
    pseudo = sum(t.pseudo for t in units.townships)
    aside = f"其中开发区、农场等{pseudo}个，不计入覆盖。" if 0 < pseudo < len(units.townships) else ""
    return (
        f"已新建“{units.full_name}”的网站文件夹：{target}",
        f"写好了乡镇（街道）{len(units.townships)}个、村（社区）{units.villages}个。{aside}",
        f"名称截至{STATE}，之后有变化的请在 campaigns/region.yml 里改。",
        "接下来：进入这个文件夹，先运行 pufa check，再用 pufa serve 预览，最后用 pufa publish 网站文件夹 发布。",
        "各文件的用途见 README.txt。",
    )
