"""`pufa sample`: draws a round of random checks, writes its list and the form to print, or draws one again."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from generator.base.daywords import span_words
from generator.base.diagnostics import Fault, visible
from generator.base.filenames import clean_name, name_fault, path_fault
from generator.decode.tables import ROUND
from generator.figures.sampling import (
    Item,
    Round,
    Rule,
    Stratum,
    Verdict,
    draw,
    frame_of,
    parse_rule,
    read_round,
    strata,
    verify,
    write_round,
)
from generator.figures.sampling.frame import BadPeriod, Drawable, period_of
from generator.figures.sampling.rounds import FOLDER, SUFFIX, Facts, items_of
from generator.figures.sampling.weights import BadWeight, shown
from generator.gather.parse import parse_record
from generator.model import Library, Occurrence
from generator.pipeline import Prepared
from generator.publish.faults import reason
from generator.publish.folder import write_new
from generator.reports.checkform import csv_form, html_form

Form = Literal["html", "csv"]
MOST_TOWNSHIPS = 5
"""Townships of one item that are named."""
_ENDINGS = (".html", ".csv")
"""How the name of a form may end: anything else could be a record."""
_MOST_COPIES = 99
_GONE = "E160"
"""A list names a record that is not there: what drawing again tells by itself."""


class SampleFault(Fault):
    """A list that was not drawn or not written; the words say why."""

    ending = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the officer asked for."""

    seed: str
    size: int
    kind: Drawable = "all"
    period: str = ""
    weights: tuple[str, ...] = ()
    name: str = ""
    form: Form = "html"
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was drawn and written. `fresh` is False where the list was there already and is the same.

    `kept` is the file that was not touched, where the form got another name than it was meant to have. `idle` are the conditions
    of weights that nothing met.
    """

    round: Round
    strata: tuple[Stratum, ...]
    path: Path
    form: Path
    fresh: bool
    kept: Path | None = None
    idle: tuple[str, ...] = ()


def sample(prepared: Prepared, asked: Asked, last: date) -> Sampled:
    """Draw and write. Raises `SampleFault` with Chinese words; no file that is there is ever written over.

    `last` is the last day as of which it makes sense to draw.
    """
    library = prepared.library
    assert library is not None
    if prepared.as_of > last:
        raise SampleFault(f"{prepared.as_of} 还没有到，不能抽那一天的。请去掉 --as-of。")
    seed = asked.seed.strip()
    if not 0 < len(seed) <= 60 or not all(c.isalnum() or c in "-_." for c in seed):
        raise SampleFault(
            "种子要有1到60个字，只用数字、字母、汉字、点和短横线，如 20251101。抽签之前当众定下来，谁都能照着重抽。"
        )
    rules, period = _conditions(asked, library)
    name = _name(asked.name or f"{period or prepared.as_of.isoformat()}-抽查")
    _alone(prepared.root / FOLDER, name)
    happenings = {o.id: o for o in prepared.occurrences}
    frame = frame_of(library, happenings.values(), prepared.as_of, kind=asked.kind, period=period, but=name)
    if period and asked.kind == "all" and all(item.kind == "site" for item in frame):
        raise SampleFault(
            f"时段 {period} 里还没有已办的场次（统计日 {prepared.as_of}）。请核对 --period；只抽阵地的，请写 --kind 阵地。"
        )
    drawn = draw(frame, rules, seed, asked.size)
    if not drawn.items:
        raise SampleFault("没有可以抽的：这一段里没有已办的场次，也没有开放的阵地，或者权重都是0。")
    found = Round(
        name, seed, asked.size, asked.kind, period, prepared.as_of, tuple(sorted(rule.text for rule in rules)),
        drawn.total, drawn.digest, items_of(drawn.items),
    )  # fmt: skip
    facts = [_facts(library, happenings, item) for item in drawn.items]
    path = prepared.root / FOLDER / f"{name}{SUFFIX}"
    wanted = asked.out or path.with_name(f"{name}.{asked.form}")
    if asked.form == "csv":
        data = csv_form(drawn, facts)
    else:
        data = html_form(prepared.root, library, found, drawn, facts, happenings, sample=library.sample)
    form = _place(wanted, data, path)
    fresh = _keep(path, found, write_round(found, facts, library.region.name, sample=library.sample))
    try:
        if not form.exists():
            _write(form, data)
    except SampleFault as fault:
        if fresh:
            path.unlink(missing_ok=True)  # a list without its form would use up the name and the seed
        raise SampleFault(f"{fault}名单也没有写，改好再运行一次，抽出来还是一样。") from fault
    idle = tuple(rule.label for rule in rules if not any(rule.fits(item) for item in frame))
    return Sampled(found, strata(frame, rules, drawn), path, form, fresh, None if form == wanted else wanted, idle)


def _place(wanted: Path, data: bytes, taken: Path) -> Path:
    """Where the form goes: the path itself where nothing or the same form is there, else the path with (2).

    A form that is there may be filled in, and nothing else keeps what was found. `taken` is the path of the list.
    """
    wrong = next(filter(None, map(path_fault, wanted.parts)), "")
    if wrong:
        raise SampleFault(f"--out“{visible(str(wanted))}”不行：{wrong}。请换一个名称。")
    if wanted.suffix.lower() not in _ENDINGS:
        raise SampleFault(f"--out“{visible(str(wanted))}”不行：表只有 .html 和 .csv 两种，请用其中一种作文件名的结尾。")
    if os.path.isdir(wanted):
        raise SampleFault(f"“{wanted}”是一个文件夹，不能写成文件。请换一个 --out。")
    for number in range(1, _MOST_COPIES + 1):
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem}({number}){wanted.suffix}")
        try:
            if path.resolve() != taken.resolve() and (not path.exists() or path.read_bytes() == data):
                return path
        except OSError as error:
            raise SampleFault(f"“{path}”读不了：{reason(error)}。") from error
    raise SampleFault(f"“{wanted.name}”已经有 {_MOST_COPIES} 份，没有再写。请删去不要的，或者用 --out 换个名称。")


def _conditions(asked: Asked, library: Library) -> tuple[list[Rule], str]:
    """The rules of the weights and the period; `SampleFault` for what cannot be read or is said twice."""
    try:
        rules = [parse_rule(text, library.region) for text in asked.weights]
        period = period_of(asked.period)
    except (BadWeight, BadPeriod) as bad:
        raise SampleFault(str(bad)) from None
    labels = [rule.label for rule in rules]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice:
        raise SampleFault(f"权重“{twice}”写了两次，只留一个。")
    return rules, period


def _name(name: str) -> str:
    clean = clean_name(name)
    wrong = name_fault(clean)
    if wrong:
        raise SampleFault(f"名单的名称“{visible(name)}”不行：{wrong}。请换一个，如 2025-抽查。")
    return clean


def _alone(folder: Path, name: str) -> None:
    """`SampleFault` where a list has this name but for capitals or width: on Windows the two would be one file."""
    wanted = _folded(name + SUFFIX)
    there: list[str] = []
    with contextlib.suppress(OSError):  # a folder that cannot be read cannot be written either, which is told then
        there = os.listdir(folder)
    for found in there:
        if _folded(found) == wanted and found != name + SUFFIX:
            raise SampleFault(
                f"已经有名单“{found}”，和“{name}{SUFFIX}”只差大小写或写法，Windows 会把它们当成一个文件。请用 --name 换个名称。"
            )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _facts(library: Library, happenings: dict[str, Occurrence], item: Item) -> Facts:
    names = "、".join(library.township_by_code[c].name for c in item.townships[:MOST_TOWNSHIPS]) or "全域"
    if len(item.townships) > MOST_TOWNSHIPS:
        names += f"等{len(item.townships)}个乡镇"
    if item.kind == "site":
        return Facts(library.site_by_id[item.id].name, "", names)
    found = happenings[item.id]
    return Facts(found.event.title, span_words(found.start, found.end), names)


def _keep(path: Path, found: Round, text: str) -> bool:
    """Write the list where there is none. One that is there stays: it is the same draw, or `SampleFault` says so."""
    if path.is_file():
        told = _told(path)
        if told == found:
            return False
        raise SampleFault(
            f"已经有名单“{path.name}”，没有动它：抽过的名单不能重抽到满意为止。要另抽一批，请用 --name 换个名称；"
            "确实作废的，先删掉那个文件。"
        )
    _write(path, text.encode())
    return True


def _told(path: Path) -> Round | None:
    """How the round in a file was drawn; None where it cannot be read or does not say."""
    try:
        values, _ = parse_record(path.name, path.read_bytes(), ROUND)
    except OSError as error:
        raise SampleFault(f"“{path}”读不了：{reason(error)}。") from error
    return read_round(path.stem, values) if values is not None else None


def _write(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, and the folder where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_new(path, data)
    except OSError as error:
        raise SampleFault(f"“{path}”没有写成：{reason(error)}。") from error


def check_again(prepared: Prepared, path: Path) -> Verdict:
    """Draw the round in a file again. Raises `SampleFault` where the file does not say how it was drawn."""
    library = prepared.library
    assert library is not None
    if not os.path.isfile(path):
        raise SampleFault(f"没有文件“{path}”。名单在 {FOLDER} 文件夹里，名字以 {SUFFIX} 结尾。")
    told = _told(path)
    if told is None:
        raise SampleFault(f"“{path}”里没有写全怎样抽的（种子、数量、统计日、可抽的范围），不能重抽。")
    verdict = verify(told, library, prepared.occurrences)
    wrong = sum(d.severity == "error" and d.code != _GONE for d in prepared.diagnostics)
    if not wrong:
        return verdict
    note = (
        f"现在的记录里有 {wrong} 处错误，有错误的记录没有算进去，重抽可能因此不同。先用 pufa check 改好，再核对一次。"
    )
    return Verdict(verdict.same, (*verdict.lines, note))


def summary(found: Sampled) -> str:
    """What an officer is told: the chance of each stratum and where the files are."""
    drawn, total = len(found.round.items), found.round.total
    lines = [f"可抽 {total} 项，抽中 {drawn} 项" + ("（可抽的不够，全抽了）。" if drawn < found.round.size else "。")]
    for s in found.strata:
        chance = "不抽" if not s.weight else f"每项抽中的机会约 {percent(s.chance)}"
        lines.append(f"  {s.label}：权重 {shown(s.weight)}，{s.total} 项，{chance}，抽中 {s.drawn} 项")
    if found.idle:
        told = "”“".join(found.idle)
        lines.append(f"提醒：权重“{told}”在可抽的范围里一项也没有对上，没有起作用。请核对条件和时段。")
    if not found.fresh:
        lines.append(f"这份名单已经在那里，内容相同，没有动它：{found.path}")
    else:
        lines.append(f"名单：{found.path}")
    if found.kept:
        lines.append(f"“{found.kept.name}”已经有了，里面的内容不同（可能已经填过），没有动它；表写到另一个文件。")
    lines += [f"打印的表：{found.form}", f"核对：pufa sample --verify {FOLDER}/{found.path.name}"]
    return "\n".join(lines)


def percent(chance: float) -> str:
    """A chance with one decimal; never 0% or 100% where it is not."""
    if chance >= 1:
        return "100%"
    tenths = min(max(round(chance * 1000), 1), 999)
    return f"{tenths // 10}.{tenths % 10}%"
