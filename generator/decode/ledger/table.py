"""One table of a ledger: each of its rows becomes a record, is known to be none, or is named in a fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.base.diagnostics import visible
from generator.decode import values as v
from generator.decode.event import EventRecord, record_of
from generator.decode.fields import MISSING, Faults, Field, Values
from generator.decode.ledger.decoration import is_decoration, is_note, is_title
from generator.decode.ledger.head import NEEDED, columns_of
from generator.decode.ledger.hidden import tell_hidden_parts
from generator.decode.ledger.left import LeftOut
from generator.decode.ledger.merges import Merges
from generator.decode.ledger.struck import without_struck
from generator.decode.ledger.times import join_times, whole_days
from generator.decode.ledger.words import number_of, numbers, ranges, sample_of, tell_rows
from generator.decode.tables import LEDGER_EVENT
from generator.decode.words import LONGEST_DITTO, is_ditto
from generator.read.ledger import Row, Sheet, column_name
from generator.read.tree import Scalar

_FIGURE = re.compile(r"\d")
_DAYS_ONLY = frozenset({"except", "cancel", "held_until", "updated"})


class Table:
    """The rows of one table while they are read."""

    def __init__(self, path: str, sheet: Sheet, faults: Faults) -> None:
        self.path = path
        self.sheet = sheet
        self.faults = faults
        self.columns = columns_of(sheet, faults)
        self.merges = Merges(sheet, self.columns)
        self.marked = bool(sheet.errors or sheet.formulas)
        self.needed = [self.columns.at[key] for key in ("start", "title", "township")]
        self.last = max(self.needed)
        self.left_out: list[LeftOut] = []
        self.read: list[Row] = []
        """Rows that have become records."""
        self.remarks: list[Row] = []
        self.beside: list[Row] = []
        """Rows with nothing in a column that is read."""
        self.unread: list[Row] = []
        self.struck: list[Row] = []
        self.noted = False

    def records(self) -> list[EventRecord]:
        """The records of the table; whatever else there is has been told afterwards."""
        above = list(self.sheet.above)
        records = []
        for i, row in enumerate(above):
            if self._fits(row) and not self._is_struck(row):
                records.append(self._record(row))
            elif self._is_struck(row):
                self.struck.append(row)
            elif not is_title(_texts(row), len(above) - i) and not self.merges.spans(row):
                self.unread.append(row)
        records.extend(self._record(row) for row in self.sheet.rows if self._is_record(row))
        self.merges.tell(self.faults, [number_of(row) for row in self.read])
        self._tell()
        return [record for record in records if record is not None]

    def _cell(self, row: Row, key: str) -> str:
        index = self.columns.at.get(key, len(row))
        return row[index].text if index < len(row) else ""

    def _fits(self, row: Row) -> bool:
        """True for a row above the head that is a record nevertheless, as when a sheet was sorted with its head."""
        if not all(self._cell(row, key) for key in NEEDED):
            return False
        try:
            v.when(whole_days(self._cell(row, "start")))
        except v.BadValue:
            return False
        return True

    def _is_record(self, row: Row) -> bool:
        """Whether a row below the head is to be read; what is not is kept to be told, or is known decoration."""
        if self._is_struck(row):
            self.struck.append(row)
            return False
        if len(row) > self.last and all(row[i].text for i in self.needed) and _FIGURE.search(row[self.needed[0]].text):
            self.noted = False
            return True
        filled = _texts(row)
        if is_decoration(filled, goes_on=self.noted):
            self.noted = self.noted or is_note(filled)
            return False
        self.noted = False
        if any(index < len(row) and row[index].text for index, _ in self.columns.known) or any(
            index < len(row) and row[index].text
            for index in (*self.columns.clocks.values(), *self.columns.more.values())
        ):
            return True
        if any(_says(row[i], self.sheet) for i in self.columns.extra if i < len(row)):
            self.remarks.append(row)
        self.beside.append(row)
        return False

    def _is_struck(self, row: Row) -> bool:
        """True where a line goes through everything that a row has in columns that are read."""
        if not self.sheet.struck:
            return False
        filled = [row[i] for i, _ in self.columns.known if i < len(row) and row[i].text]
        return bool(filled) and all((c.line, c.column) in self.sheet.struck for c in filled)

    def _record(self, row: Row) -> EventRecord | None:
        self.read.append(row)
        row = without_struck(row, self.sheet, self.columns, self.faults)
        if self.merges.is_part(row, self.columns.at):
            return None
        values = Values(row[0], {}, {})
        covered, formulas, width = self.sheet.covered, self.sheet.formulas, len(row)
        for index, column in self.columns.known:
            cell = self.merges.cell(row, index, column) if covered else row[index] if index < width else None
            if cell is not None and (cell.text or (formulas and (cell.line, cell.column) in formulas)):
                values.nodes[column.key] = cell
                values.got[column.key] = self._value(cell, column)
        if self.merges.shared_id(row):  # told with its range: no other id is wanted
            values.nodes["id"], values.got["id"] = row[0], MISSING
        join_times(row, self.columns, values, self.faults)
        for needed in LEDGER_EVENT.required:
            if values.got.get(needed.key, []) == []:
                name, about = needed.name, needed.about
                index = self.columns.at.get(needed.key, -1)
                if (row[0].line, index + 1) in self.sheet.struck:
                    hint = "划掉的不算。要算数的，请去掉删除线；改了的，请写上新的；整行作废的，请把状态写成“取消”。"
                    self.faults.add("E022", row[index], f"这一行的“{name}”划了删除线，等于没有写", hint)
                    continue
                self.faults.add("E022", row[0], f"这一行缺少“{name}”", f"请在“{name}”一列填上。{about}")
        return record_of(self.path, values, self.faults)

    def _value(self, cell: Scalar, column: Field) -> object:
        at = (cell.line, cell.column)
        if (
            not self.marked
            and (len(cell.text) > LONGEST_DITTO or not is_ditto(cell.text))
            and column.key not in _DAYS_ONLY
        ):
            return column.parse(cell, self.faults)
        if at in self.sheet.errors:
            hint = "请改正公式，或者直接写内容；没有内容就清空这一格。"
            self.faults.add("E029", cell, f"“{column.name}”里是错误值“{visible(cell.text)}”", hint)
        elif at in self.sheet.formulas:
            self.faults.add("E029", cell, f"“{column.name}”里是公式", "请选中这一列，复制后“选择性粘贴—数值”。")
        elif len(cell.text) <= LONGEST_DITTO and is_ditto(cell.text):
            hint = "程序不看上一行：请把上一行的内容复制到这一格（选中两格，按 Ctrl-D 向下填充）。"
            self.faults.add("E053", cell, f"“{column.name}”里写的是“{visible(cell.text)}”", hint)
        elif column.key in _DAYS_ONLY:
            days = Scalar(whole_days(cell.text), cell.line, cell.column, cell.length, cell.cell)
            return column.parse(days, self.faults)
        else:
            return column.parse(cell, self.faults)
        return MISSING

    # --- what is told once the rows are known -----------------------------------------------------------------------

    def _tell(self) -> None:
        title = self.columns.at["title"]
        hint = "如果是活动，请移到表头下面，并写全名称、开始和乡镇；不是活动的，请删掉。"
        tell_rows(self.faults, "E052", self.unread, self.sheet, "{}在表头上面，没有读，如“{}”", hint, title)
        hint = "划掉的当作废的，不放到网站上。要算数的，请去掉删除线；作废的，请删掉这一行，或者把状态写成“取消”。"
        tell_rows(self.faults, "W231", self.struck, self.sheet, "{}划了删除线，没有读，如“{}”", hint, title)
        hint = "备注不放到网站上。是一场活动的，请写全名称、开始和乡镇；不是的，请删掉。"
        tell_rows(self.faults, "W232", self.remarks, self.sheet, "{}只有备注，没有读，如“{}”", hint)
        self._leave_out(self.struck)
        self._tell_unnamed()
        tell_hidden_parts(self.sheet, self.columns, self.read, self.faults)

    def _leave_out(self, rows: Sequence[Row]) -> None:
        ids = tuple(found for row in rows if (found := self._cell(row, "id")))
        if ids:
            where = f"工作表“{self.sheet.name}”里划了删除线的行" if self.sheet.name else "划了删除线的行"
            self.left_out.append(LeftOut(self.path, where, ids))

    def _tell_unnamed(self) -> None:
        """E050: what stands in a column without a name cannot be anything of an event."""
        rows = sorted((*self.read, *self.beside), key=lambda row: row[0].line)
        filled = {i for i in self.columns.unnamed if any(i < len(row) and row[i].text for row in rows)}
        for first, last in ranges(sorted(filled)):
            found = [(row, cells) for row in rows if (cells := [c for c in row[first : last + 1] if c.text])]
            node = found[0][1][0]
            head = self.sheet.head[0].line
            merges = (self.sheet.covered.get((head, i + 1)) for i in range(first, last + 1))
            merge = next((m for m in merges if m is not None and m.left <= last), None)
            why = f"表头 {merge.name} 合并了；" if merge is not None else ""
            hint = f"{why}请在表头给这一列写上列名；不需要的列，列名写“备注”。"
            name = column_name(first + 1)
            if last > first:
                name += f"—{column_name(last + 1)}"
                hint = f"{why}是另一张表的，请移到单独的工作表，写上列名；是这张表的，请在表头写上列名，不需要的列写“备注”。"
            said, lines = sample_of(found[0][1]), numbers(number_of(row) for row, _ in found)
            self.faults.add("E050", node, f"{name}列没有列名，却有内容，如“{said}”（{lines}）", hint)


def _texts(row: Iterable[Scalar]) -> list[str]:
    return [cell.text for cell in row if cell.text]


def _says(cell: Scalar, sheet: Sheet) -> bool:
    """True for a remark in words; a number in front of an empty row says nothing."""
    return bool(cell.text) and not cell.text.isdecimal() and (cell.line, cell.column) not in sheet.errors
