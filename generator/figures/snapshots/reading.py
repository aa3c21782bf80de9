"""A snapshot's file back as a value, or what is wrong with it and where."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from generator.base.diagnostics import Diagnostic, Span, visible
from generator.figures.snapshots.fingerprints import MARK
from generator.figures.snapshots.values import Definition, Figure, Grid, Number, Record, Snapshot
from generator.figures.snapshots.writing import FORMAT, SECTIONS, SIGNS, dump, line_sum, whole_sum

MAX_BYTES = 8_000_000
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_STATES = {sign: state for state, sign in SIGNS.items()}
_MOST = 1e15
"""No figure is larger; neither is NaN between these."""
RESTORE = "请从版本库取回原来的文件（git checkout -- 文件名）；取不回就删掉它，用 pufa snapshot 另做一份。"


class _Twice(ValueError):
    """A key that stands twice in one mapping."""


def read_snapshot(path: str, data: bytes) -> tuple[Snapshot | None, tuple[Diagnostic, ...]]:
    """The snapshot in a file's bytes; None with E043 (cannot be read), E044 (a conflict) or E045 (edited)."""
    if len(data) > MAX_BYTES:
        return None, (_fault("E043", path, f"快照超过 {MAX_BYTES // 1_000_000} MB", 0),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (_fault("E043", path, "快照不是 UTF-8 文本", 0),)
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        hint = "快照做好以后不会变，不用合并：" + RESTORE
        return None, (_fault("E044", path, "快照里有没有合并完的冲突", line, hint),)
    try:
        found = json.loads(text, object_pairs_hook=_unique)
        if found["format"] != FORMAT:
            words = f"快照的格式是 {visible(str(found['format']), 20)}，这个版本的 pufa 只认 {FORMAT}"
            return None, (_fault("E043", path, words, 1, "请升级 pufa，再检查一次。"),)
        wrong = _edited(path, text, found)
        return (None, wrong) if wrong else (_snapshot(found), ())
    except json.JSONDecodeError as error:
        return None, (_fault("E043", path, "快照不完整，读不下去", error.lineno),)
    except _Twice as twice:
        return None, (_fault("E043", path, f"快照里“{visible(str(twice), 60)}”有两行", _line_of(text, str(twice))),)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError):
        return None, (_fault("E043", path, "快照的内容不对", 1),)


def _fault(code: str, path: str, words: str, line: int, hint: str = RESTORE) -> Diagnostic:
    return Diagnostic(code, Span(path, line, 1 if line else 0), words, hint)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _line_of(text: str, key: str, section: str = "") -> int:
    start = text.find(f"\n{dump(section)}:") + 1 if section else 0
    place = text.find(f"\n{dump(key)}:", start)
    return text.count("\n", 0, place) + 2 if place >= 0 else 1


def _edited(path: str, text: str, found: dict[str, Any]) -> tuple[Diagnostic, ...]:
    """E045 for each line whose sum is wrong, or for the whole where every line is as it was."""
    faults = []
    for section in SECTIONS:
        for key, (told, value) in found[section].items():
            if told != line_sum(section, key, value):
                line = _line_of(text, key, section)
                faults.append(_fault("E045", path, f"快照里“{visible(key, 60)}”这一行被改动过", line))
    if not faults and found["sum"] != whole_sum(found):
        faults.append(_fault("E045", path, "快照被改动过：少了或多了几行，或者改了开头", _line_of(text, "sum")))
    return tuple(faults)


def _snapshot(found: dict[str, Any]) -> Snapshot:
    inside = {section: {key: value for key, (_, value) in found[section].items()} for section in SECTIONS}
    kinds = {
        kind: {_text(word): tuple(map(_text, columns)) for word, *columns in groups}
        for kind, groups in inside["kinds"].items()
    }
    records: dict[str, dict[str, Record]] = {kind: {} for kind in kinds}
    for key, rows in inside["records"].items():
        kind, _, line = key.partition(" ")
        for identity, marks in rows.items():
            if len(_text(marks)) != MARK * len(kinds[kind]):
                raise ValueError(marks)
            records[kind][_text(identity)] = Record(line, marks)
    return Snapshot(
        name=_text(found["name"]),
        region=_text(found["region"]),
        day=date.fromisoformat(found["day"]),
        version=_text(found["version"]),
        units={code: _text(name) for code, name in inside["units"].items()},
        definitions={i: Definition(*map(_text, told)) for i, told in inside["definitions"].items()},
        bases={i: _text(told) for i, told in inside["bases"].items()},
        grids=tuple(_grid(key, tuple(inside["units"]), *told) for key, told in inside["figures"].items()),
        kinds=kinds,
        records=records,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _grid(
    key: str, units: Sequence[str], least: Number | None, times: int, periods: list[Any], rows: list[list[Any] | None]
) -> Grid:
    """A grid whose rows stand in the order of the units."""
    least, times = _maybe(least), int(_number(times))
    names = tuple(map(_text, periods))
    grid = Grid(key, least, times, names, {})
    level = units[:1] if grid.per == "region" else units[1:]
    cells = {u: tuple(_figure(f, times) for f in row) for u, row in zip(level, rows, strict=True) if row is not None}
    if any(len(row) != len(names) for row in cells.values()):
        raise ValueError(key)
    return replace(grid, rows=cells)


def _figure(told: Any, times: int) -> Figure:
    if isinstance(told, str) and "/" in told:
        part, whole = (_number(json.loads(word)) for word in told.split("/"))
        return Figure("figure", times * part / whole, None, part, whole)
    first, *more = told if isinstance(told, list) else [told]
    of, part, whole = {0: (None, None, None), 1: (*more, None, None), 3: tuple(more)}[len(more)]
    rest = (_maybe(of), _maybe(part), _maybe(whole))
    if isinstance(first, str):
        return Figure(_STATES[first], None, *rest)  # type: ignore[arg-type]  # an N is a whole number as we write it
    return Figure("figure", _number(first), *rest)  # type: ignore[arg-type]


def _number(value: Any) -> Number:
    """A number that somebody could have counted or computed; what only looks like one is refused."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_MOST <= value <= _MOST:
        raise ValueError(value)
    return value


def _maybe(value: Any) -> Number | None:
    return None if value is None else _number(value)
