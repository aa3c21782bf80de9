"""Events from ledgers: which row is the head, what the columns mean, and a record of each row."""

from __future__ import annotations

from collections.abc import Iterable

from generator.decode.event import EventRecord, record_of
from generator.decode.fields import MISSING, Faults, Field, Values, find_field
from generator.decode.tables import LEDGER_EVENT, LEDGER_EXTRA
from generator.diagnostics import Diagnostic, nearest, visible
from generator.source.ledger import Sheet
from generator.source.tree import Scalar


def is_head(cells: list[str]) -> bool:
    """True for a row that names at least the title, the beginning and the township."""
    known = {field.key for cell in cells if cell and (field := find_field(LEDGER_EVENT, cell))}
    return {"title", "start", "township"} <= known


def decode_ledger(path: str, sheets: Iterable[Sheet]) -> tuple[tuple[EventRecord, ...], tuple[Diagnostic, ...]]:
    """The events of a ledger, a row each."""
    faults = Faults(path)
    records = []
    rows = 0
    for sheet in sheets:
        columns = _columns(sheet, faults)
        for row in sheet.rows:
            rows += 1
            record = _row(path, columns, row, sheet, faults)
            if record is not None:
                records.append(record)
    if not rows and not faults.found:
        faults.add("W207", Scalar("", 1, 1), "台账只有表头，没有活动", "从表头下一行开始，每行写一场活动。")
    return tuple(records), tuple(faults.found)


def _columns(sheet: Sheet, faults: Faults) -> list[tuple[int, Field]]:
    columns: list[tuple[int, Field]] = []
    first: dict[str, Scalar] = {}
    for index, cell in enumerate(sheet.head):
        word = cell.text.replace("\n", "")
        known = find_field(LEDGER_EVENT, word)
        if (cell.line, cell.column) in sheet.errors:
            faults.add("E029", cell, f"列名是错误值“{visible(word)}”", "请改正公式，或者直接写列名。")
        elif known is None:
            if word.lower() not in LEDGER_EXTRA:
                near = nearest(word.lower(), LEDGER_EVENT.by_word)
                hint = f"是不是“{LEDGER_EVENT.by_word[near].name}”？" if near else ""
                faults.add("E021", cell, f"台账里没有“{visible(word)}”这一列", f"{hint}不需要的列请把表头改成“备注”。")
        elif known.key in first:
            faults.add("E020", cell, f"“{known.name}”有两列", "只留一列。", related=(faults.span(first[known.key]),))
        else:
            first[known.key] = cell
            columns.append((index, known))
    return columns


def _row(
    path: str, columns: list[tuple[int, Field]], row: tuple[Scalar, ...], sheet: Sheet, faults: Faults
) -> EventRecord | None:
    start = row[0]
    values = Values(start, {}, {})
    for index, column in columns:
        if index >= len(row):
            continue
        cell = row[index]
        at = (cell.line, cell.column)
        if at in sheet.errors or at in sheet.formulas:
            if at in sheet.errors:
                hint = "请改正公式，或者直接写内容；没有内容就清空这一格。"
                faults.add("E029", cell, f"“{column.name}”里是错误值“{visible(cell.text)}”", hint)
            else:
                faults.add("E029", cell, f"“{column.name}”里是公式", "请选中这一列，复制后“选择性粘贴—数值”。")
            values.nodes[column.key] = cell
            values.got[column.key] = MISSING
        elif cell.text:
            values.nodes[column.key] = cell
            values.got[column.key] = column.parse(cell, faults)
    if not values.got:
        return None
    for needed in LEDGER_EVENT.required:
        if values.got.get(needed.key, []) == []:
            faults.add("E022", start, f"这一行缺少“{needed.name}”", f"请在“{needed.name}”一列填上。{needed.about}")
    return record_of(path, values, faults)
