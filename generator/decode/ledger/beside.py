"""Tables that stand side by side in one sheet, each with a head of its own: taken apart, so that both are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.decode.ledger.head import is_head
from generator.read.ledger import Row, Sheet
from generator.read.tree import Scalar

_BACK = 2
"""Earlier tables that a row may still belong to: more than two do not stand beside a third."""


@dataclass(slots=True)
class _Part:
    """A table while its rows are gathered; its head covers the columns `first` to `last`, counted from 0."""

    sheet: Sheet
    rows: list[Row]
    first: int
    last: int

    def done(self) -> Sheet:
        return replace(self.sheet, rows=tuple(self.rows))


def apart(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The same tables, where those that share rows with another have only their own columns of them."""
    parts: list[_Part] = []
    for sheet in sheets:
        for part in _in_one_row(sheet):
            before = [p for p in parts[-_BACK:] if part.sheet.head and p.sheet.head and p.sheet.name == sheet.name]
            for other in reversed(before):
                _give_back(part, other)
            parts.append(part)
    return [part.done() for part in parts]


def _in_one_row(sheet: Sheet) -> Iterator[_Part]:
    """A table for each head in the row of the head; an empty column stands between two of them."""
    starts = _starts(sheet.head)
    if len(starts) < 2:
        # Words that are no part of the head proper, such as a record of the table beside, do not count as its columns.
        run = next((run for run in _runs(sheet.head) if _reads(sheet.head, run)), range(len(sheet.head)))
        yield _Part(sheet, list(sheet.rows), run.start, run.stop - 1)
        return
    edges = [0, *starts[1:], max(map(len, (sheet.head, *sheet.rows)))]
    for i, start in enumerate(starts):
        columns = range(edges[i], edges[i + 1])
        head = _only(sheet.head, columns)
        own = replace(sheet, head=head, above=sheet.above if i == 0 else ())
        last = max(index for index, cell in enumerate(head) if cell.text)
        yield _Part(own, list(_rows(sheet.rows, columns)), start, last)


def _give_back(part: _Part, other: _Part) -> None:
    """Leave to the table before what stands in its columns: a head beside it did not end it."""
    if other.last < part.first:
        theirs, own = range(part.first), range(part.first, 10**6)
    elif part.last < other.first:
        theirs, own = range(part.last + 1, 10**6), range(part.last + 1)
    else:
        return
    rows = list(_rows((part.sheet.head, *part.rows), theirs))
    if any(row[i].text for row in rows for i in range(other.first, min(other.last + 1, len(row)))):
        other.rows += rows
        part.sheet = replace(part.sheet, head=_only(part.sheet.head, own))
        part.rows = list(_rows(part.rows, own))


def _runs(head: Row) -> Iterator[range]:
    """Columns with words that stand next to one another."""
    start = None
    for i in range(len(head) + 1):
        filled = i < len(head) and bool(head[i].text)
        if filled and start is None:
            start = i
        elif not filled and start is not None:
            yield range(start, i)
            start = None


def _reads(head: Row, run: range) -> bool:
    return is_head([head[i].text for i in run])


def _starts(head: Row) -> list[int]:
    return [run.start for run in _runs(head) if _reads(head, run)]


def _only(row: Row, columns: range) -> Row:
    """A row with nothing outside of these columns; every cell keeps its place."""
    return tuple(
        c if i in columns or not c.text else Scalar("", c.line, c.column, c.length, c.cell) for i, c in enumerate(row)
    )


def _rows(rows: Iterable[Row], columns: range) -> Iterator[Row]:
    """Those with anything in these columns."""
    return (own for own in (_only(row, columns) for row in rows) if any(cell.text for cell in own))
