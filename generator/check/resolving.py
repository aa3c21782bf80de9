"""Records resolved file by file, from the cache where neither the file nor anything that it may refer to has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from generator.base.cache import Cache, digest
from generator.base.diagnostics import Diagnostic
from generator.check.events import Events
from generator.decode.event import EventRecord
from generator.model import Event

WORTH_KEEPING = 25
"""Records from which on a file's events are kept: below, reading them back takes as long as resolving them."""

Resolved = tuple[tuple[Event, ...], tuple[Diagnostic, ...]]


def resolve_all(
    records: Sequence[EventRecord], inputs: Mapping[str, str], rules: Events, cache: Cache
) -> tuple[dict[str, Event], list[Diagnostic]]:
    """Events by id, of two with one id the later, and the faults of single records.

    `records` stand together by file; `inputs` is file → hash of its content.
    """
    events: dict[str, Event] = {}
    found: list[Diagnostic] = []
    used: set[str] = set()
    for path, group in groupby(records, key=lambda record: record.path):
        there = list(group)
        if len(there) < WORTH_KEEPING:
            resolved, faults = _resolve(there, rules)
        else:
            key = digest(rules.key, path, inputs[path])
            used.add(key)
            resolved, faults = cache.get("resolved", key, lambda there=there: _resolve(there, rules))  # type: ignore[misc]
        events |= {event.id: event for event in resolved}
        found += faults
    cache.prune("resolved", used)
    return events, found


def _resolve(records: Sequence[EventRecord], rules: Events) -> Resolved:
    before = len(rules.found)
    events = tuple(event for record in records if (event := rules.resolve(record)) is not None)
    return events, tuple(rules.found[before:])
