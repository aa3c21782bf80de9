"""What Excel does not show: hidden sheets are left out, hidden rows and columns are read, and both are told."""

from __future__ import annotations

from collections.abc import Sequence

from generator.decode.fields import Faults
from generator.decode.ledger.decoration import is_decoration
from generator.decode.ledger.head import NEEDED, Columns, field_of, likest
from generator.decode.ledger.left import LeftOut
from generator.decode.ledger.words import number_of, sample, sample_of, tell_rows
from generator.read.ledger import Row, Sheet, column_name
from generator.read.tree import Scalar


def tell_hidden_parts(sheet: Sheet, columns: Columns, read: Sequence[Row], faults: Faults) -> None:
    """N410: a filter that was saved hides rows, and nobody remembers them."""
    if sheet.hidden_rows:
        rows = [row for row in read if number_of(row) in sheet.hidden_rows]
        hint = "多半是存盘时还开着筛选。不要放到网站上的，请删掉这几行；要放的，取消隐藏就不再提示。"
        tell_rows(faults, "N410", rows, sheet, "{}在 Excel 里是隐藏的，照常读了，如“{}”", hint)
    for index, column in columns.known if sheet.hidden_columns else ():
        found = next((r[index] for r in read if index < len(r) and r[index].text), None)
        if found is not None and index + 1 in sheet.hidden_columns:
            name, said = column_name(index + 1), sample(found.text)
            hint = "不要放到网站上的，请删掉这一列；要放的，取消隐藏就不再提示。"
            faults.add(
                "N410", sheet.head[index], f"{name}列（{column.name}）在 Excel 里是隐藏的，照常读了，如“{said}”", hint
            )


def tell_hidden_sheet(path: str, tables: Sequence[Sheet], faults: Faults) -> list[LeftOut]:
    """W230 for a sheet that is hidden; gives the ids that stand in it."""
    ids: list[str] = []
    rows: list[Row] = []
    first_title = ""
    for sheet in tables:
        at = {f.key: i for i, cell in enumerate(sheet.head) if (f := field_of(cell.text))}
        like = None if sheet.head else likest(sheet.above)
        for row in (*sheet.above, *sheet.rows):
            filled = [cell.text for cell in row if cell.text]
            if (
                is_decoration(filled)
                or (like is not None and row is like.row)
                or (at and not any(at[k] < len(row) and row[at[k]].text for k in NEEDED))
            ):
                continue
            rows.append(row)
            first_title = first_title or sample_of(row, at.get("title", -1))
            if at and at.get("id", len(row)) < len(row) and row[at["id"]].text:
                ids.append(row[at["id"]].text)
    name = tables[0].name
    first = rows[0] if rows else (*tables[0].above, *tables[0].rows, tables[0].head)[0]
    said = f"里面有{len(rows)}行，如“{first_title}”" if rows else "里面没有活动"
    node = next((cell for cell in first if cell.text), Scalar("", 1, 1))
    hint = "隐藏的工作表当作废的，不放到网站上。要用的，请在 Excel 里取消隐藏；用不着的，请删掉。"
    faults.add("W230", node, f"隐藏的工作表“{name}”没有读，{said}", hint)
    return [LeftOut(path, f"隐藏的工作表“{name}”", tuple(ids))] if ids else []
