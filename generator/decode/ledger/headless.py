"""Sheets without a head: what in them could be events is an error, what could not is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from generator.base.diagnostics import visible
from generator.decode.fields import Faults
from generator.decode.ledger.decoration import is_decoration, is_title
from generator.decode.ledger.head import Likeness, likest
from generator.decode.ledger.lines import tells_of_a_day
from generator.decode.ledger.words import number_of, sample_of
from generator.decode.tables import LEDGER_EVENT
from generator.decode.values import serial
from generator.read.ledger import Row, Sheet
from generator.read.tree import Scalar

_DATED = re.compile(
    r"\d{1,2}月\d{1,2}|\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|(?<![\d.])\d{1,2}[-/.]\d{1,2}(?![\d.])|(?:19|20)\d{6}"
)
WANTED = "表头至少要有“名称”“开始”“乡镇”三列，列名用手册里的中文名。"

SUMS = "没有日期，不像活动，没有读。真是活动的，请写上表头和日期；不是的，不用管，也可以把它隐藏或者删掉。"
LINES = "一行只有一格，没有读。是活动的，请写上表头，一行一场，名称、开始、乡镇各写一格；不是的，不用管，也可以隐藏或者删掉。"


def tell_headless(sheets: Sequence[Sheet], faults: Faults) -> None:
    """E008 for each sheet that should have a head, W230 for one that cannot have events."""
    any_head = any(sheet.head for sheet in sheets)
    told = False
    for sheet in sheets:
        if sheet.head:
            continue
        rows = _rows(sheet.above)
        like = likest(sheet.above)
        if not rows and like is None:
            continue
        told = True
        lines = bool(rows) and all(sum(bool(cell.text) for cell in row) == 1 for row in rows)
        if (like is not None and like.of_events) or not any_head or (not lines and any(map(_is_dated, rows))):
            _no_head(sheet, rows or [like.row for _ in (1,) if like], like, faults)
        else:
            hint = LINES if lines else SUMS
            first = rows[0] if rows else sheet.above[0]
            said = sample_of(first)
            faults.add("W230", _first(first), f"工作表“{sheet.name}”没有表头，{len(rows)}行没有读，如“{said}”", hint)
    if not any_head and not told:
        faults.add("E008", Scalar("", 1, 0), "找不到表头，也没有活动", WANTED)


def _rows(above: Iterable[Row]) -> list[Row]:
    """The rows that are not titles, notes and the like."""
    found = []
    noted = False
    for row in above:
        cells = [cell.text for cell in row if cell.text]
        if (len(cells) > 1 and not (is_decoration(cells) or is_title(cells, 1))) or (
            len(cells) == 1
            and not is_decoration(cells, goes_on=noted)
            and (tells_of_a_day(cells[0]) or (_is_dated(row) and len(cells[0]) < 12))
        ):
            found.append(row)
        noted = noted or is_decoration(cells)
    return found


def _first(row: Row) -> Scalar:
    return next((cell for cell in row if cell.text), row[0])


def _is_dated(row: Row) -> bool:
    """True for a row in which some cell could be the day of an event."""
    return any(
        _DATED.search(cell.text) or serial(unicodedata.normalize("NFKC", cell.text[:20])) for cell in row if cell.text
    )


def _no_head(sheet: Sheet, rows: Sequence[Row], like: Likeness | None, faults: Faults) -> None:
    where = f"工作表“{sheet.name}”里" if sheet.name else ""
    number = number_of(like.row) if like else 0
    body = [row for row in rows if number_of(row) != number]
    more = ""
    hint = WANTED
    if like is not None:
        names = {f.key: f.name for f in LEDGER_EVENT.fields}
        lacks = "".join(f"“{names[key]}”" for key in like.lacks)
        more = f"：第{number}行最像表头，还缺{lacks}"
        hint = "".join(f"请把列名“{visible(word)}”改成“{ours}”。" for word, ours in like.near) + WANTED
    elif body:
        more = f"，如“{sample_of(body[0])}”"
    if sheet.name:
        hint += "不是活动的工作表，请隐藏、删掉或者另存。"
    place = _first(like.row if like else rows[0])
    at = Scalar("", place.line, 0, 1, place.cell if sheet.name else "")
    faults.add("E008", at, f"{where}找不到表头，{len(body)}行没有读{more}", hint)
