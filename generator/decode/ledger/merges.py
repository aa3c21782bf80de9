"""Merged cells below a head: words belong to every row of the range, ids and counts to none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.decode.fields import Faults, Field
from generator.decode.ledger.head import NEEDED, Columns
from generator.decode.ledger.words import number_of
from generator.decode.tables import LEDGER_EVENT, RESULT_FIELDS
from generator.read.ledger import Merge, Row, Sheet
from generator.read.tree import Scalar

ONE_EACH = frozenset({"id", *(f.key for f in RESULT_FIELDS)})
"""Fields of which every event has its own: an id, how many came."""


class Merges:
    """The merged ranges of one table."""

    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        # A range whose words are struck through says nothing to its rows.
        self.covered = (
            {at: m._replace(text="") if (m.top, m.left) in sheet.struck else m for at, m in sheet.covered.items()}
            if sheet.struck
            else sheet.covered
        )
        self.head = number_of(sheet.head)
        self.at = columns.at
        self.rows: dict[Merge, list[Row]] = {}
        """Ranges over several records of one row each → those records' rows below the first."""

    def _over(self, row: Row, index: int) -> Merge | None:
        """The range that this cell shares with cells above it in the same column, below the head."""
        if not self.covered:
            return None
        merge = self.covered.get((row[0].line, index + 1))
        # A range that begins in the head is the head's.
        return merge if merge is not None and merge.left == index + 1 and merge.top != self.head else None

    def cell(self, row: Row, index: int, column: Field) -> Scalar | None:
        """The cell of a row, with the text of its range where it is merged with the one above."""
        cell = row[index] if index < len(row) else None
        merge = self._over(row, index)
        if merge is None or not merge.text or (cell is not None and cell.text):
            return cell
        if column.key in ONE_EACH:
            self.rows.setdefault(merge, []).append(row)
            return None
        return Scalar(merge.text, row[0].line, index + 1, 1, cell.cell if cell else row[0].cell)

    def is_part(self, row: Row, at: Mapping[str, int]) -> bool:
        """True for a row without an id that goes on with the event above: what every event needs is merged with it."""
        if not self.covered or (at.get("id", len(row)) < len(row) and row[at["id"]].text):
            return False
        merges = [self._over(row, at[key]) for key in NEEDED]
        if not all(merge is not None and merge.text for merge in merges):
            return False
        top = min(merges, key=lambda m: m.top if m else 0)
        if top is not None:
            self.rows.setdefault(top, []).append(row)
        return True

    def shared_id(self, row: Row) -> bool:
        """True where a row's id is merged with another row's."""
        return "id" in self.at and (m := self._over(row, self.at["id"])) is not None and bool(m.text)

    def spans(self, row: Row) -> bool:
        """True for a row above the head that names groups of columns: cells merged sideways or down into the head."""
        line = row[0].line
        filled = [cell for cell in row if cell.text]
        below = {merge.left for (_, _), merge in self.covered.items() if merge.top == line}
        return bool(filled) and line < self.head and len({c.column for c in filled} & below) * 2 >= len(filled)

    def tell(self, faults: Faults, read: Sequence[int]) -> None:
        """E051 for each range over several records that no range may cover, and for counts merged sideways."""
        names = {index + 1: f for f in LEDGER_EVENT.fields for key, index in self.at.items() if f.key == key}
        lines = set(read)
        for merge in dict.fromkeys(self.covered.values()):
            column = names.get(merge.left)
            if merge.top <= self.head or column is None:
                continue
            beside = [names[c] for c in range(merge.left + 1, merge.right + 1) if c in names]
            if merge.text and beside and merge.top in lines and any(f.key in ONE_EACH for f in (column, *beside)):
                self.rows.setdefault(merge, [])
        for merge in self.rows:
            column = names.get(merge.left)
            node = Scalar(merge.text, merge.top, merge.left, 1, merge.name)
            if column is not None and column.key in ONE_EACH:
                hint = "请取消合并，每一行写自己的；合计的数请不要记在一场活动上。"
                faults.add("E051", node, f"“{column.name}”合并了单元格 {merge.name}，分不清是哪一场的", hint)
            elif merge.top == merge.bottom:
                columns = "、".join(f"“{names[c].name}”" for c in range(merge.left, merge.right + 1) if c in names)
                hint = "请取消合并，每一格写自己的内容；没有内容的留空。"
                faults.add("E051", node, f"合并了单元格 {merge.name}：{columns}共用一格，分不清写的是哪一列", hint)
            else:
                hint = "一行写一场。几个对象、几位主讲写在一格里，用顿号隔开；真是几场的，请取消合并，逐行写全。"
                faults.add("E051", node, f"合并了单元格 {merge.name}：一场活动占了几行", hint)
