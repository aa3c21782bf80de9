"""`pufa sample`: draws a round of random checks, writes its list and the form to print, or draws one again."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from generator.decode.tables import ROUND
from generator.diagnostics import Fault, visible
from generator.filenames import clean_name, name_fault
from generator.load.parse import parse_record
from generator.model import Library, Occurrence, Site
from generator.opendata import safe_cell
from generator.pages.page import span_words
from generator.pipeline import Prepared
from generator.publish import reason
from generator.sampling import (
    Drawn,
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
from generator.sampling.frame import BadPeriod, Drawable, period_of
from generator.sampling.rounds import DRAWABLE_NAMES, FOLDER, KIND_NAMES, SUFFIX, Facts, items_of
from generator.sampling.weights import BadWeight, shown
from generator.schedule import occurrences
from generator.templates import Renderer

Form = Literal["html", "csv"]
FORM_HEAD = ("序号", "类别", "编号", "名称", "日期", "乡镇", "检查日期", "结果", "说明")
MOST_TOWNSHIPS = 5
"""Townships of one item that are named."""
_MOST_COPIES = 99


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

    `kept` is the file that was not touched, where the form got another name than it was meant to have.
    """

    round: Round
    strata: tuple[Stratum, ...]
    path: Path
    form: Path
    fresh: bool
    kept: Path | None = None


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
    happenings = {o.id: o for o in occurrences(library)}
    frame = frame_of(library, happenings.values(), prepared.as_of, kind=asked.kind, period=period, but=name)
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
    made_up = library.region.sample or any(c.sample for c in library.campaigns)
    data = (
        _csv(drawn, facts) if asked.form == "csv" else _html(prepared, found, drawn, facts, happenings, made_up=made_up)
    )
    form = _place(wanted, data, path)
    fresh = _keep(path, found, write_round(found, facts, library.region.name, sample=made_up))
    if not form.exists():
        _write(form, data)
    return Sampled(found, strata(frame, rules, drawn), path, form, fresh, None if form == wanted else wanted)


def _place(wanted: Path, data: bytes, taken: Path) -> Path:
    """Where the form goes: the path itself where nothing or the same form is there, else the path with (2).

    A form that is there may be filled in, and nothing else keeps what was found. `taken` is the path of the list.
    """
    if wanted.is_dir():
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
    """Write a file that must not exist yet; half a file is taken away again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            try:
                stream.write(data)
                stream.flush()
            except BaseException:
                with contextlib.suppress(OSError):
                    path.unlink()
                raise
    except OSError as error:
        raise SampleFault(f"“{path}”没有写成：{reason(error)}。") from error


def _html(
    prepared: Prepared,
    found: Round,
    drawn: Drawn,
    facts: Sequence[Facts],
    happenings: dict[str, Occurrence],
    *,
    made_up: bool,
) -> bytes:
    """The form: by township, so that one way serves several items; the numbers are those of the list."""
    library = prepared.library
    assert library is not None
    items = []
    for number, (item, fact) in enumerate(zip(drawn.items, facts, strict=True), 1):
        items.append({
            "number": number,
            "kind": KIND_NAMES[item.kind],
            "id": item.id,
            "title": fact.title,
            "order": (item.townships, item.kind, number),
            "facts": [fact.township, *_more(library, happenings.get(item.id), library.site_by_id.get(item.id), fact, item)],
        })  # fmt: skip
    items.sort(key=lambda i: i["order"])  # type: ignore[arg-type, return-value]  # plain tuples
    context: dict[str, Any] = {
        "region": library.region.name,
        "name": found.name,
        "seed": found.seed,
        "as_of": found.as_of.isoformat(),
        "period": found.period or "全部时段",
        "kind": DRAWABLE_NAMES[found.kind],
        "count": found.total,
        "drawn": len(found.items),
        "weights": list(found.weights),
        "digest": found.digest,
        "items": items,
        "file": f"{FOLDER}/{found.name}{SUFFIX}",
        "sample": made_up,
    }
    return Renderer(prepared.root, None, {}).render("inspection-form.html", context).encode()


def _more(library: Library, o: Occurrence | None, s: Site | None, fact: Facts, item: Item) -> list[str]:
    """What the record claims, to be held against what is found."""
    if item.kind == "site" and s is not None:
        return [part for part in (s.kind, s.address, f"开放时间：{s.hours}" if s.hours else "") if part]
    if o is None:
        return []
    e = o.event
    village = library.village_by_id[e.village].name if e.village else ""
    came = e.result.attendance if e.result else None
    told = [fact.when, village, e.place, e.form, f"主办：{e.organiser}" if e.organiser else ""]
    told.append(f"上报{came}人参加" if came is not None else "没有填人数")
    return [part for part in told if part]


def _csv(drawn: Drawn, facts: Sequence[Facts]) -> bytes:
    """The form for a spreadsheet: UTF-8 with a mark, and nothing that it would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(FORM_HEAD)
    for number, (item, fact) in enumerate(zip(drawn.items, facts, strict=True), 1):
        row = (str(number), KIND_NAMES[item.kind], item.id, fact.title, fact.when, fact.township, "", "", "")
        writer.writerow([safe_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def check_again(prepared: Prepared, path: Path) -> Verdict:
    """Draw the round in a file again. Raises `SampleFault` where the file does not say how it was drawn."""
    library = prepared.library
    assert library is not None
    if not path.is_file():
        raise SampleFault(f"没有文件“{path}”。名单在 {FOLDER} 文件夹里，名字以 {SUFFIX} 结尾。")
    told = _told(path)
    if told is None:
        raise SampleFault(f"“{path}”里没有写全怎样抽的（种子、数量、统计日、可抽的范围），不能重抽。")
    return verify(told, library, occurrences(library))


def summary(found: Sampled) -> str:
    """What an officer is told: the chance of each stratum and where the files are."""
    drawn, total = len(found.round.items), found.round.total
    lines = [f"可抽 {total} 项，抽中 {drawn} 项" + ("（可抽的不够，全抽了）。" if drawn < found.round.size else "。")]
    for s in found.strata:
        chance = "不抽" if not s.weight else f"每项抽中的机会约 {percent(s.chance)}"
        lines.append(f"  {s.label}：权重 {shown(s.weight)}，{s.total} 项，{chance}，抽中 {s.drawn} 项")
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
