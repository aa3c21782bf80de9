"""Events from ledgers: every filled cell is in a record, is what every ledger has beside records, or is named in a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator.base.diagnostics import Diagnostic
from generator.decode.event import EventRecord
from generator.decode.fields import Faults
from generator.decode.ledger.beside import apart
from generator.decode.ledger.head import is_head, looks_like_head, whole_head
from generator.decode.ledger.headless import tell_headless
from generator.decode.ledger.hidden import tell_hidden_sheet
from generator.decode.ledger.left import LeftOut
from generator.decode.ledger.table import Table
from generator.read.ledger import Sheet
from generator.read.tree import Scalar

__all__ = ["LedgerEvents", "LeftOut", "decode_ledger", "is_head", "looks_like_head", "read_ledger"]

MOST_FAULTS = 5000
"""Faults kept of one ledger: one for each row that a county has; in text, equal ones are told together."""


class LedgerEvents(NamedTuple):
    """What a ledger has: records, faults, and events that are there and were left out on purpose."""

    records: tuple[EventRecord, ...]
    faults: tuple[Diagnostic, ...]
    left_out: tuple[LeftOut, ...]


def decode_ledger(path: str, sheets: Iterable[Sheet]) -> tuple[tuple[EventRecord, ...], tuple[Diagnostic, ...]]:
    """The events of a ledger, a row each, and every fault."""
    return read_ledger(path, sheets)[:2]


def read_ledger(path: str, sheets: Iterable[Sheet]) -> LedgerEvents:
    """The same, with what was left out."""
    faults = Faults(path, MOST_FAULTS)
    records: list[EventRecord] = []
    left_out: list[LeftOut] = []
    tables = list(sheets)
    shown = apart(sheet for sheet in tables if not sheet.hidden)
    for sheet in shown:
        if sheet.head:
            table = Table(path, whole_head(sheet), faults)
            records += table.records()
            left_out += table.left_out
    tell_headless(shown, faults)
    for name in dict.fromkeys(sheet.name for sheet in tables if sheet.hidden):
        left_out += tell_hidden_sheet(path, [s for s in tables if s.hidden and s.name == name], faults)
    if not any(sheet.rows or records for sheet in shown) and not faults.found:
        faults.add("W207", Scalar("", 1, 1), "台账只有表头，没有活动", "从表头下一行开始，每行写一场活动。")
    return LedgerEvents(tuple(records), tuple(faults.found), tuple(left_out))
