"""The form of a round of random checks: to print and fill in by hand, or for a spreadsheet. Pure but for the template it reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.figures.opendata import safe_cell
from generator.figures.sampling.draw import Drawn
from generator.figures.sampling.frame import Item
from generator.figures.sampling.rounds import DRAWABLE_NAMES, FOLDER, KIND_NAMES, SUFFIX, Facts, Round
from generator.model import Library, Occurrence, Site
from generator.render.templates import Renderer

FORM_HEAD = ("序号", "类别", "编号", "名称", "日期", "乡镇", "检查日期", "结果", "说明")


def html_form(
    root: Path,
    library: Library,
    found: Round,
    drawn: Drawn,
    facts: Sequence[Facts],
    happenings: Mapping[str, Occurrence],
    *,
    sample: bool,
) -> bytes:
    """A page to print: by township, so that one way serves several items; the numbers are those of the list.

    `root` is the folder whose own template is used where it has one; `facts` stand in the order of the items.
    """
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
        "sample": sample,
    }
    return Renderer(root, None, {}).render("inspection-form.html", context).encode()


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


def csv_form(drawn: Drawn, facts: Sequence[Facts]) -> bytes:
    """The form for a spreadsheet: UTF-8 with a mark, and nothing that it would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(FORM_HEAD)
    for number, (item, fact) in enumerate(zip(drawn.items, facts, strict=True), 1):
        row = (str(number), KIND_NAMES[item.kind], item.id, fact.title, fact.when, fact.township, "", "", "")
        writer.writerow([safe_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
