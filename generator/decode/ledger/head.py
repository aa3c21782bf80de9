"""Heads: which row is one, which row only looks like one, and what each column means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from generator.base.diagnostics import nearest, visible
from generator.decode.fields import Faults, Field, find_field, key_hint, without_note
from generator.decode.tables import LEDGER_EVENT, LEDGER_EXTRA
from generator.read.ledger import Row, Sheet
from generator.read.tree import Scalar

NEEDED = ("title", "start", "township")
DAYS = {"start": frozenset({"日期", "活动日期", "开始日期", "举办日期"}), "end": frozenset({"结束日期"})}
CLOCKS = {
    "start": frozenset({"时间", "活动时间", "开始时间", "举办时间"}),
    "end": frozenset({"结束时间"}),
}
"""Words of one field that are two columns where the day and the hour are kept apart."""
MANY = 2
"""Names of columns in a row that are none by chance."""


def field_of(cell: str) -> Field | None:
    """The field that a head's cell names."""
    return find_field(LEDGER_EVENT, cell.replace("\n", "")) if cell else None


def _is_extra(word: str) -> bool:
    """True for a column that is passed over by its name."""
    return without_note(word) in LEDGER_EXTRA or word.lower() in LEDGER_EXTRA


def is_head(cells: list[str]) -> bool:
    """True for a row that names at least the title, the beginning and the township."""
    known = {found.key for cell in cells if cell and (found := field_of(cell))}
    return known.issuperset(NEEDED)


def looks_like_head(cells: Iterable[str]) -> bool:
    """True for a row that is a head, or would nearly be one: when, and at least two other things that we know of events."""
    known = {found.key for cell in cells if cell and (found := field_of(cell))}
    return "start" in known and len(known) > 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """The row that looks most like a head, what it lacks by key, and which of its words may stand for that."""

    row: Row
    lacks: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    """(word as written, our word)."""

    @property
    def of_events(self) -> bool:
        """True where the row speaks of events and not only of places or sums."""
        return not {"title", "start"} <= set(self.lacks)


def likest(rows: Iterable[Row]) -> Likeness | None:
    """The first of the rows with the most words of a head, if it has at least two."""
    best: tuple[int, Row, set[str]] | None = None
    for row in rows:
        known = {found.key for cell in row if cell.text and (found := field_of(cell.text))}
        if len(known) > 1 and (best is None or len(known) > best[0]):
            best = len(known), row, known
    if best is None:
        return None
    _, row, known = best
    lacks = tuple(key for key in NEEDED if key not in known)
    strange = [cell.text.replace("\n", "") for cell in row if cell.text and field_of(cell.text) is None]
    near: list[tuple[str, str]] = []
    for key in lacks:
        words = [w for w, f in LEDGER_EVENT.by_word.items() if f.key == key]
        like = next((s for s in strange if nearest(without_note(s)[:60], words)), "")
        if like:
            near.append((like, LEDGER_EVENT.by_word[key].name))
    return Likeness(row, lacks, tuple(near))


def whole_head(sheet: Sheet) -> Sheet:
    """The same, where the row below the head holds nothing but names of columns: they are the parts of its groups.

    A CSV knows no merged cells: what was merged downwards is empty in the second row.
    """
    below = sheet.rows[0] if sheet.head and sheet.rows else ()
    filled = [cell for cell in below if cell.text]
    known = [cell for cell in filled if field_of(cell.text)]
    if len(known) < MANY or not all(field_of(cell.text) or _is_extra(cell.text.replace("\n", "")) for cell in filled):
        return sheet
    own = {cell.column: cell for cell in filled}
    width = max(len(sheet.head), len(below))
    blank = [Scalar("", sheet.head[0].line, i, 1, sheet.head[0].cell) for i in range(len(sheet.head) + 1, width + 1)]
    head = tuple(own.get(cell.column, cell) for cell in (*sheet.head, *blank))
    # What every event needs is still there: else the second row was of other things.
    return replace(sheet, head=head, rows=sheet.rows[1:]) if is_head([cell.text for cell in head]) else sheet


@dataclass(slots=True)
class Columns:
    """What the columns of a table are, by their index."""

    known: list[tuple[int, Field]] = field(default_factory=list)
    extra: set[int] = field(default_factory=set)
    """Columns that are passed over by their name, such as 备注."""
    clocks: dict[str, int] = field(default_factory=dict)
    """`start` or `end` → the column with its hour."""
    more: dict[str, int] = field(default_factory=dict)
    """`start` or `end` → the second column below its merged head: an hour, or the end."""
    unnamed: set[int] = field(default_factory=set)
    at: dict[str, int] = field(default_factory=dict)
    """Key → column."""


def columns_of(sheet: Sheet, faults: Faults) -> Columns:
    """The columns of a table, with a fault for each head that cannot be understood."""
    columns = Columns()
    first: dict[str, Scalar] = {}
    for index, cell in enumerate(sheet.head):
        word = cell.text.replace("\n", "")
        known = field_of(word)
        if not word:
            continue
        if (cell.line, cell.column) in sheet.errors:
            faults.add("E029", cell, f"列名是错误值“{visible(word)}”", "请改正公式，或者直接写列名。")
        elif known is None:
            if _is_extra(word):
                columns.extra.add(index)
                continue
            hint = key_hint(LEDGER_EVENT, without_note(word), keys=False)
            faults.add("E021", cell, f"台账里没有“{visible(word)}”这一列", f"{hint}不需要的列请把表头改成“备注”。")
        elif known.key not in first:
            first[known.key] = cell
            columns.at[known.key] = index
        elif _apart(known.key, sheet.head[columns.at[known.key]].text, word) and known.key not in columns.clocks:
            columns.clocks[known.key] = index
            if without_note(word) in DAYS[known.key]:
                columns.at[known.key], columns.clocks[known.key] = index, columns.at[known.key]
        else:
            faults.add("E020", cell, f"“{known.name}”有两列", "只留一列。", related=(faults.span(first[known.key]),))
    by_key = {f.key: f for f in LEDGER_EVENT.fields}
    columns.known = sorted(((index, by_key[key]) for key, index in columns.at.items()), key=lambda pair: pair[0])
    _without_names(sheet, columns)
    return columns


def _apart(key: str, first: str, second: str) -> bool:
    """True where one word names the day and the other the hour of the same field."""
    if key not in DAYS:
        return False
    words = {without_note(first.replace("\n", "")), without_note(second.replace("\n", ""))}
    return len(words & DAYS[key]) == 1 and len(words & CLOCKS[key]) == 1


def _without_names(sheet: Sheet, columns: Columns) -> None:
    """Columns without a name; one that shares the merged head of a time is its second half."""
    width = max((len(row) for row in (sheet.head, *sheet.rows, *sheet.above)), default=0)
    blank = {i for i in range(width) if i >= len(sheet.head) or not sheet.head[i].text}
    line = sheet.head[0].line
    for key in ("start", "end"):
        index = columns.at.get(key, -2) + 1
        merge = sheet.covered.get((line, index + 1))
        if index in blank and merge is not None and merge.left == index and key not in columns.clocks:
            columns.more[key] = index
            blank.discard(index)
    columns.unnamed = blank
