"""One sheet of a ledger from its head on, whatever file it came from, and how large one may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Span
from generator.source.tree import Scalar

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
HEAD_ROWS = 10
Cells = frozenset[tuple[int, int]]
"""Places of cells as (row, column)."""
ERROR_VALUES = frozenset(
    "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! "
    "#UNKNOWN! #EXTERNAL! #PYTHON!".split()
)
"""What a spreadsheet shows in a cell whose formula came to nothing; a CSV has it as plain text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from its head on. `formulas` are the cells that hold a formula, `errors` those that hold an error value."""

    name: str
    head: tuple[Scalar, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    formulas: Cells = frozenset()
    errors: Cells = frozenset()


def column_name(column: int) -> str:
    """1 → A, 27 → AA: the letter that Excel shows."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def from_head(
    name: str,
    rows: list[tuple[int, int, list[str]]],
    cells: Callable[[int, int, list[str]], tuple[Scalar, ...]],
    is_head: Callable[[list[str]], bool],
    formulas: Cells,
    errors: Cells = frozenset(),
) -> Sheet | None:
    """The sheet from the row that `is_head` accepts, or None."""
    for i, (_, _, row) in enumerate(rows[:HEAD_ROWS]):
        if is_head([v.strip() for v in row]):
            body = tuple(cells(*r) for r in rows[i + 1 :] if any(v.strip() for v in r[2]))
            said = frozenset((p, c) for _, p, r in rows[i:] for c, v in enumerate(r, 1) if is_error(v))
            return Sheet(name, cells(*rows[i]), body, formulas, errors | said)
    return None


def is_error(text: str) -> bool:
    """True for a text that is an error value such as `#REF!`."""
    word = text.strip()
    return word[:1] == "#" and word.upper() in ERROR_VALUES


def no_head(path: str) -> Diagnostic:
    """E008: none of the first rows is a head."""
    return Diagnostic(
        "E008",
        Span(path, 1),
        f"前{HEAD_ROWS}行里找不到表头",
        "表头至少要有“名称”“开始”“乡镇”三列，列名用手册里的中文名。",
    )


def too_many(path: str) -> Diagnostic:
    """E005: more rows, columns or cells than are read."""
    return Diagnostic(
        "E005",
        Span(path),
        f"台账超过了 {MAX_ROWS} 行、{MAX_COLUMNS} 列或 {MAX_CELLS // 10000} 万格",
        "请按年份分成几个文件；表外面多余的格子请删掉。",
    )
