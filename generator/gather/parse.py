"""One file's bytes to its records: pure, so that it can be cached by content and shared among processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.base.cache import Cache, digest
from generator.base.diagnostics import Diagnostic, Span
from generator.base.workers import WORTHWHILE, processes, share
from generator.decode.event import EventRecord, decode_events
from generator.decode.fields import Faults, Record, Values, decode
from generator.read.text import decode_bytes
from generator.read.yaml import read_yaml

if TYPE_CHECKING:
    from generator.decode.ledger import LeftOut

WORTH_SHARING = 400_000
"""Bytes of new files from which on it pays to read them side by side."""


class Events(NamedTuple):
    """What a file of events has: records, faults, and what stands in a ledger and was left out on purpose."""

    records: tuple[EventRecord, ...]
    faults: tuple[Diagnostic, ...]
    left_out: tuple[LeftOut, ...] = ()


class EventFile(NamedTuple):
    """A file of events that was read but not yet parsed."""

    path: str
    suffix: str
    data: bytes

    @property
    def key(self) -> str:
        """What its parsed form is kept under."""
        return f"events|{self.path}|{digest(self.data)}"


def parse_all(
    files: Sequence[EventFile], cache: Cache, progress: Callable[[str], None] = lambda _: None
) -> list[Events]:
    """The records and faults of each file, from the cache where its content has been parsed before."""
    found: list[Events | None] = [cache.load("parsed", file.key) for file in files]
    new = [i for i, events in enumerate(found) if events is None]
    size = sum(len(files[i].data) for i in new)
    if size > WORTH_SHARING:
        progress(f"读取 {len(new)} 个新的活动文件（{size / 1e6:.1f} MB）")
    count = min(processes(WORTHWHILE), len(new)) if size > WORTH_SHARING else 1
    for i, events in zip(new, share(new, lambda i: parse_events(*files[i]), max(1, count)), strict=True):
        found[i] = events
        cache.store("parsed", files[i].key, events)
    return [events for events in found if events is not None]


def parse_record(path: str, data: bytes, record: Record) -> tuple[Values | None, tuple[Diagnostic, ...]]:
    """A YAML file that is one mapping, decoded by a table."""
    text = decode_bytes(path, data)
    if isinstance(text, Diagnostic):
        return None, (text,)
    node, found = read_yaml(path, text)
    if node is None:
        if not found:
            found = (Diagnostic("E006", Span(path), "文件是空的", f"请按手册写上{record.name}的内容。"),)
        return None, found
    faults = Faults(path)
    values = decode(record, node, faults)
    return values, (*found, *faults.found)


def parse_events(path: str, suffix: str, data: bytes) -> Events:
    """A file of events, YAML or ledger by its ending."""
    if suffix in (".yml", ".yaml"):
        text = decode_bytes(path, data)
        if isinstance(text, Diagnostic):
            return Events((), (text,))
        node, found = read_yaml(path, text)
        if node is None and found:
            return Events((), found)
        records, faults = decode_events(path, node)
        if found:  # what was not read is not missing
            faults = tuple(f for f in faults if f.code != "W207")
        return Events(records, (*found, *faults))
    # What knows ledgers costs as much time at the start as reading fifty events; most runs have read all theirs before.
    from generator.decode.ledger import is_head, read_ledger  # noqa: PLC0415
    from generator.read.ledger import read_csv, read_xlsx  # noqa: PLC0415

    sheets, wrong = (read_xlsx if suffix == ".xlsx" else read_csv)(path, data, is_head)
    if wrong:
        return Events((), tuple(wrong))
    return Events(*read_ledger(path, sheets))
