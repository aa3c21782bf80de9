"""Ledgers (.csv, .tsv, .xlsx) as sheets of cells with row numbers.

Nothing is typed here: dates that Excel stored as dates come out as `2025-04-15 09:00`.
"""

from generator.read.ledger.commas import delimiter, read_csv, said_delimiter
from generator.read.ledger.peek import ENDINGS, peek
from generator.read.ledger.sheet import (
    HEAD_ROWS,
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Merge,
    Row,
    Sheet,
    column_name,
)
from generator.read.ledger.workbook import read_xlsx

__all__ = [
    "ENDINGS",
    "HEAD_ROWS",
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Merge",
    "Row",
    "Sheet",
    "column_name",
    "delimiter",
    "peek",
    "read_csv",
    "read_xlsx",
    "said_delimiter",
]
