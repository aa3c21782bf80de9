"""Ledgers as text with marks between the cells: .csv and .tsv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from generator.diagnostics import Diagnostic, Span
from generator.source.ledger.sheet import (
    HEAD_ROWS,
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    column_name,
    from_head,
    no_head,
    too_many,
)
from generator.source.text import decode_bytes
from generator.source.tree import Scalar


def read_csv(path: str, data: bytes, is_head: Callable[[list[str]], bool]) -> tuple[list[Sheet], list[Diagnostic]]:
    """The one sheet of a CSV or TSV text, from the row that `is_head` accepts."""
    text = decode_bytes(path, data, MAX_BYTES)
    if isinstance(text, Diagnostic):
        return [], [text]
    if not text.strip():
        return [], [Diagnostic("E006", Span(path), "台账是空的", "第一行写表头，如 编号,名称,开始,乡镇。")]
    rows: list[tuple[int, int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    line, count = 1, 0
    try:
        for number, row in enumerate(reader, 1):
            while row and not row[-1].strip():  # Excel leaves a comma for every column that was ever used
                row.pop()
            rows.append((number, line, row))
            line = reader.line_num + 1
            count += len(row)
            if number > MAX_ROWS or len(row) > MAX_COLUMNS or count > MAX_CELLS:
                return [], [too_many(path)]
    except csv.Error:
        return [], [
            Diagnostic(
                "E007", Span(path, line, 1), "引号没有成对，台账从这里读不下去", "检查这一行单元格里的英文引号。"
            )
        ]

    def cells(number: int, place: int, row: list[str]) -> tuple[Scalar, ...]:
        return tuple(
            Scalar(value.strip(), place, i, 1, f"第{number}行 {column_name(i)}列") for i, value in enumerate(row, 1)
        )

    formulas = frozenset((p, i) for _, p, r in rows for i, v in enumerate(r, 1) if v.lstrip()[:1] == "=")
    sheet = from_head("", rows, cells, is_head, formulas)
    return ([sheet], []) if sheet else ([], [no_head(path)])


def delimiter(text: str) -> str:
    """The mark between the cells of a CSV text, by its first lines."""
    top = text.split("\n", HEAD_ROWS)[:HEAD_ROWS]
    return max("\t,;\uff0c", key=lambda m: max(line.count(m) for line in top))
