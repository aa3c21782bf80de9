"""Cells, and words in cells, that have a line through them in a row that has none: left out and told."""

from __future__ import annotations

from generator.base.diagnostics import visible
from generator.decode.fields import Faults
from generator.decode.ledger.head import NEEDED, Columns
from generator.decode.ledger.words import number_of, sample
from generator.read.ledger import Row, Sheet, column_name
from generator.read.tree import Scalar

_HINT = "划掉的当作废的，不放到网站上。要算数的，请去掉删除线；作废的，请删掉这些字。"


def without_struck(row: Row, sheet: Sheet, columns: Columns, faults: Faults) -> Row:
    """The row without the cells that are struck through; W231 for each, but for what every event needs: that is E022."""
    if not sheet.struck and not sheet.crossed:
        return row
    cells = list(row)
    names = {index: column.name for index, column in columns.known}
    needed = {columns.at[key] for key in NEEDED}
    for index in sorted({*names, *columns.clocks.values(), *columns.more.values()}):
        if index >= len(row):
            break
        cell = row[index]
        at = (cell.line, cell.column)
        head = sheet.head[index].text if index < len(sheet.head) else ""
        where = f"第{number_of(row)}行的“{visible(names.get(index) or head or column_name(index + 1))}”"
        if cell.text and at in sheet.struck:
            cells[index] = Scalar("", cell.line, cell.column, cell.length, cell.cell)
            if index not in needed:
                faults.add("W231", cell, f"{where}划了删除线，没有读：“{sample(cell.text)}”", _HINT)
        elif at in sheet.crossed:
            said = f"{where}里划掉了“{sample(sheet.crossed[at])}”，只读了“{sample(cell.text)}”"
            faults.add("W231", cell, said, _HINT)
    return tuple(cells)
