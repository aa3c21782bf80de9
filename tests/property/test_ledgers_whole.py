"""In mutated ledgers, events counted by other code are events read plus events named.

`PUFA_LEDGERS=3000` tries as many; the numbers are printed with `pytest -s`.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from ledger_mutants import is_word, mutant, written
from openpyxl import load_workbook

from generator.base.diagnostics import Diagnostic
from generator.gather.parse import parse_events

HOW_MANY = int(os.environ.get("PUFA_LEDGERS", "240"))
LOTS = 8
_WORD = re.compile(r"甲\d+场事")
_ROWS = re.compile(r"第([\d—、]+)行")


def counted(ending: str, data: bytes, mark: str, encoding: str) -> dict[str, tuple[str, int]]:
    """Each event's word in the file → its sheet and row, by libraries that the program does not use."""
    if ending == ".csv":
        lines = data.decode(encoding.replace("utf-8-sig", "utf-8")).lstrip("\ufeff")
        first = re.match(r"sep=.\n", lines)
        rows = csv.reader(io.StringIO(lines[first.end() if first else 0 :], newline=""), delimiter=mark)
        return {cell: ("", n) for n, row in enumerate(rows, 1) for cell in row if is_word(cell)}
    book = load_workbook(io.BytesIO(data))
    return {
        cell.value: (sheet.title, cell.row) for sheet in book for row in sheet for cell in row if is_word(cell.value)
    }


def named(faults: tuple[Diagnostic, ...]) -> Iterator[tuple[str, int | None, str]]:
    """Sheet, row and code of everything that a fault names; None for a sheet as a whole."""
    for fault in faults:
        sheet = (re.search(r"工作表“([^”]*)”", fault.span.cell + fault.message) or ["", ""])[1]
        if fault.code in ("E008", "W230"):
            yield sheet, None, fault.code
            continue
        row = re.search(r"第(\d+)行|[A-Z](\d+)$", fault.span.cell)
        if row:
            yield sheet, int(row[1] or row[2]), fault.code
        for run in _ROWS.findall(fault.message):
            for part in run.split("、"):
                first, _, last = part.partition("—")
                yield from ((sheet, n, fault.code) for n in range(int(first), int(last or first) + 1))
        area = re.search(r"[A-Z]+(\d+):[A-Z]+(\d+)", fault.message)
        if area:
            yield from ((sheet, n, fault.code) for n in range(int(area[1]), int(area[2]) + 1))


def account(seed: int) -> Counter[str]:
    """How many events of one ledger were read, or named without being read. Fails for one that is neither."""
    ending, made = mutant(seed)
    data = written(ending, made)
    there = counted(ending, data, made.mark, made.encoding)
    assert sorted(there) == sorted(made.words), seed
    found = parse_events(f"a{ending}", ending, data)
    # A word whose column had another name is a place or an audience, and whoever looks at the record sees it.
    read = Counter(word for record in found.records for word in _WORD.findall(repr(record[:19])))
    sheets = {sheet for sheet, row, _ in named(found.faults) if row is None}
    rows = {(sheet, row) for sheet, row, _ in named(found.faults)}
    whole = {fault.code for fault in found.faults} & {"E005", "E007"}
    sums: Counter[str] = Counter(ledgers=1, events=len(there))
    for word, (sheet, row) in there.items():
        is_named = sheet in sheets or (sheet, row) in rows
        assert read[word] or is_named or whole, f"ledger {seed}: {word} in {sheet or 'the file'}, row {row}"
        # A merged title belongs to each of its rows.
        assert read[word] < 2 or made.merged, f"ledger {seed}: {word} was read twice"
        sums["read" if read[word] else "named"] += 1
    assert sums["events"] == sums["read"] + sums["named"]
    return sums


@pytest.mark.parametrize("lot", range(LOTS))
def test_no_event_of_a_mutated_ledger_vanishes(lot: int) -> None:
    """Heads lost or sorted away, cells merged, rows hidden, sheets without names: each event is read or named."""
    sums: Counter[str] = Counter()
    for seed in range(lot, HOW_MANY, LOTS):
        sums += account(seed)
    print(dict(sums))  # noqa: T201 - for who runs many
    assert sums["read"] > sums["named"] > 0
