"""Trees of strings with positions: what every source format becomes before anything is typed.

Invariant: a node's `line` and `column` count from 1 and point into the file as the officer sees it.
"""

from __future__ import annotations

Row = tuple[int, int, int]
"""Where a line of a long text begins: offset in the text, line and column in the file."""


class Node:
    """A place in a file; `cell` names it in words where it comes from a ledger."""

    __slots__ = ("cell", "column", "length", "line")

    def __init__(self, line: int, column: int, length: int = 1, cell: str = "") -> None:
        self.line = line
        self.column = column
        self.length = length
        self.cell = cell


class Scalar(Node):
    """A piece of text, never typed by the reader: `否` is two bytes of meaning, not false."""

    __slots__ = ("text",)

    def __init__(self, text: str, line: int, column: int, length: int = 1, cell: str = "") -> None:
        self.text = text
        self.line = line
        self.column = column
        self.length = length
        self.cell = cell


class Marked(Scalar):
    """A scalar of which more is known than its text.

    `rows` are the lines of a text that takes several: (offset in `text`, line, column) of each that has words.
    `lost` is what a `#` right after the text took for a comment, though it stands as close to it as text would.
    """

    __slots__ = ("lost", "rows")

    def __init__(self, scalar: Scalar, rows: tuple[Row, ...] = (), lost: Scalar | None = None) -> None:
        super().__init__(scalar.text, scalar.line, scalar.column, scalar.length, scalar.cell)
        self.rows = rows
        self.lost = lost


class Mapping(Node):
    """Keys and values in the order of the file; repeated keys are kept, so that both places can be named."""

    __slots__ = ("pairs",)

    def __init__(
        self, pairs: list[tuple[Scalar, Node]], line: int, column: int, length: int = 1, cell: str = ""
    ) -> None:
        self.pairs = pairs
        self.line = line
        self.column = column
        self.length = length
        self.cell = cell


class Sequence(Node):
    """Items in the order of the file."""

    __slots__ = ("items",)

    def __init__(self, items: list[Node], line: int, column: int, length: int = 1, cell: str = "") -> None:
        self.items = items
        self.line = line
        self.column = column
        self.length = length
        self.cell = cell
