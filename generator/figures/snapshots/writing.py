"""The file of a snapshot: JSON with one line a grid of figures and one a group of records, each line with its own sum.

Invariant: the same snapshot gives the same bytes. A line's sum tells which line was edited; the sum of the whole tells that
a line was taken out or put in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from generator.figures.snapshots.values import Figure, Grid, Number, Snapshot, State

FORMAT = 1
ABOUT = "覆盖情况的快照：由 pufa snapshot 写，请提交到版本库；不要手改，改了会报错。"
HEAD = ("about", "legend", "format", "name", "region", "day", "version")
SECTIONS = ("units", "definitions", "bases", "figures", "kinds", "records")
SIGNS: Mapping[State, str] = {"silent": "?", "not_applicable": "-", "not_due": "."}
"""What stands in the file for a state without a number."""
LEGEND = "数按 units 里的次序排列：“?”未报，“-”不适用，“.”未到期，“3/4”是分子和分母，[3,19]是19个里的3个。"


def dump(value: Any) -> str:
    """A value on one line, without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def line_sum(section: str, key: str, value: Any) -> str:
    """The sum of one line."""
    text = json.dumps([section, key, value], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def whole_sum(data: dict[str, Any]) -> str:
    """The sum of everything but itself."""
    text = json.dumps(
        {k: v for k, v in data.items() if k != "sum"}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def write_snapshot(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot's file."""
    data: dict[str, Any] = dict(
        zip(
            HEAD,
            (ABOUT, LEGEND, FORMAT, snapshot.name, snapshot.region, snapshot.day.isoformat(), snapshot.version),
            strict=True,
        )
    )
    lines: dict[str, dict[str, Any]] = {
        "units": dict(snapshot.units),
        "definitions": {i: list(d) for i, d in sorted(snapshot.definitions.items())},
        "bases": dict(sorted(snapshot.bases.items())),
        "figures": {g.id: _grid(g, tuple(snapshot.units)) for g in sorted(snapshot.grids, key=lambda g: g.id)},
        "kinds": {
            k: [[word, *columns] for word, columns in groups.items()] for k, groups in sorted(snapshot.kinds.items())
        },
        "records": _records(snapshot),
    }
    for section in SECTIONS:
        data[section] = {key: [line_sum(section, key, value), value] for key, value in lines[section].items()}
    data["sum"] = whole_sum(data)
    return ("{\n" + ",\n".join(_text(data)) + "\n}\n").encode()


def _text(data: dict[str, Any]) -> Iterable[str]:
    for key, value in data.items():
        if key in SECTIONS:
            inside = ",\n".join(f"{dump(k)}:{dump(v)}" for k, v in value.items())
            yield f"{dump(key)}:{{\n{inside}\n}}" if inside else f"{dump(key)}:{{}}"
        else:
            yield f"{dump(key)}:{dump(value)}"


def _grid(grid: Grid, units: Sequence[str]) -> list[Any]:
    """The rows stand in the order of the units: the region's alone, or the townships' (null for one without)."""
    level = units[:1] if grid.per == "region" else units[1:]
    rows = [[_figure(f, grid.times) for f in grid.rows[unit]] if unit in grid.rows else None for unit in level]
    return [grid.at_least, grid.times, list(grid.periods), rows]


def _figure(f: Figure, times: int) -> Any:
    """A number, "part/whole" where they give it, or the sign of a state; with more to tell a list: [n, N] or all four."""
    value, part, whole = (_plain(n) for n in (f.value, f.part, f.whole))
    first = value if f.state == "figure" else SIGNS[f.state]
    if part is None and whole is None:
        return first if f.of is None else [first, f.of]
    if f.of is None and part is not None and whole and value is not None and times * part / whole == value:
        return f"{part}/{whole}"
    return [first, f.of, part, whole]


def _plain(number: Number | None) -> Number | None:
    """A whole number without a decimal point."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _records(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    lines: dict[str, dict[str, str]] = {}
    for kind, records in sorted(snapshot.records.items()):
        for identity, record in sorted(records.items(), key=lambda item: (item[1].line, item[0])):
            lines.setdefault(f"{kind} {record.line}".rstrip(), {})[identity] = record.marks
    return lines
