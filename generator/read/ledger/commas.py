"""Ledgers as text with marks between the cells: .csv and .tsv."""

from __future__ import annotations

import csv
import io
import re

from generator.base.diagnostics import Diagnostic, Span
from generator.read.ledger.sheet import (
    HEAD_ROWS,
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    IsHead,
    Line,
    Marks,
    Sheet,
    column_name,
    tables,
    too_many,
)
from generator.read.text import decode_bytes

MARKS = ",\t;|\uff0c\uff1b\uff5c"
"""What may stand between cells, in full width too, as a Chinese keyboard gives it."""
_SAID = re.compile(r'"?sep=(?:"(.)"|(.))"?[,;\t|]*(?:\n|$)', re.IGNORECASE)
_RETURN = re.compile(r"_x000D_\n?", re.IGNORECASE)
"""A line's end inside a cell, as programs that fill workbooks write it and some exports copy it."""


def read_csv(path: str, data: bytes, is_head: IsHead) -> tuple[list[Sheet], list[Diagnostic]]:
    """The tables of a CSV or TSV text; where no row is a head, one table without."""
    text = decode_bytes(path, data, MAX_BYTES)
    if isinstance(text, Diagnostic):
        return [], [text]
    if not text.strip():
        return [], [Diagnostic("E006", Span(path), "台账是空的", "第一行写表头，如 编号,名称,开始,乡镇。")]
    first: list[Sheet] | Diagnostic | None = None
    for mark in candidates(text):
        found = _read(path, text, mark, is_head)
        if not isinstance(found, Diagnostic) and found and found[0].head:
            return found, []
        first = found if first is None else first
    if isinstance(first, Diagnostic):
        return [], [first]
    return first or [], []


def candidates(text: str) -> list[str]:
    """The marks that may stand between the cells, the likeliest first; what a first line `sep=;` says is obeyed."""
    said = _SAID.match(text)
    top = text.split("\n", HEAD_ROWS)[:HEAD_ROWS]
    likely = sorted(MARKS, key=lambda m: -max(line.count(m) for line in top))
    if said:
        own = said.group(1) or said.group(2)
        return [own, *(m for m in likely if m != own)] if own not in '"\n' else likely
    return likely


def delimiter(text: str, is_head: IsHead) -> str:
    """The mark between the cells of a CSV text: the one that gives a head, else the likeliest."""
    marks = candidates(text)
    for mark in marks:
        found = _read("", text, mark, is_head)
        if not isinstance(found, Diagnostic) and found and found[0].head:
            return mark
    return marks[0]


def said_delimiter(text: str) -> bool:
    """True where the first line is no row and only says what stands between the cells (`sep=;`)."""
    return _SAID.match(text) is not None


def _read(path: str, text: str, mark: str, is_head: IsHead) -> list[Sheet] | Diagnostic:
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    # Excel obeys a line `sep=;` and does not show it: rows are counted as it counts them.
    number = -1 if said_delimiter(text) else 0
    line, count, widest = 1, 0, 0
    try:
        for row in reader:
            number += 1
            while row and not row[-1].strip():  # Excel leaves a comma for every column that was ever used
                row.pop()
            place, line = line, reader.line_num + 1
            if number < 1:
                continue
            count += len(row)
            if number > MAX_ROWS or len(row) > MAX_COLUMNS or count > MAX_CELLS:
                return too_many(path)
            widest = max(widest, len(row))
            if line - place > 1 and _swallowed(row, mark, widest):
                return _torn(path, place)
            lines.append(Line(number, place, [_text(value) for value in row]))
    except csv.Error:
        return _torn(path, line)
    formulas = frozenset((p, i) for _, p, r in lines for i, v in enumerate(r, 1) if v[:1] == "=")
    return tables("", lines, lambda n, i: f"第{n}行 {column_name(i)}列", is_head, Marks(formulas))


def _text(value: str) -> str:
    return (_RETURN.sub("\n", value) if "_x000" in value else value).strip()


def _swallowed(row: list[str], mark: str, widest: int) -> bool:
    """True where a cell of several lines has a whole row in it: its quote was never meant to be one."""
    return any(
        line.count(mark) >= max(2, widest - 2) for value in row if "\n" in value for line in value.split("\n")[1:]
    )


def _torn(path: str, line: int) -> Diagnostic:
    return Diagnostic("E007", Span(path, line, 1), "引号没有成对，台账从这里读不下去", "检查这一行单元格里的英文引号。")
