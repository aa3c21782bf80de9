"""Tables as bytes: CSV for machines (RFC 4180) and JSON with one record a line.

Both are strict about their bytes: the same table gives the same file, keys in the order of the schema.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from generator.figures.opendata.schema import Column, Kind
from generator.figures.opendata.tables import Row

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is run as a formula by some spreadsheet program (the wide forms by those set to Chinese)."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
"""A value as JSON on one line, Chinese as it is."""


def safe_cell(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet program would run it as a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _no_change(value: Any) -> Any:
    return value


class _Kept(dict[Any, Any]):
    """Values rewritten once each: most columns repeat a few words over a million rows."""

    def __init__(self, write: Callable[[Any], Any]) -> None:
        super().__init__()
        self.write = write

    def __missing__(self, value: Any) -> Any:
        found = self[value] = self.write(value)
        return found


def _csv_writers(base: str) -> dict[Kind, Callable[[Any], Any]]:
    text = _Kept(safe_cell).__getitem__
    flags = {None: None, True: "true", False: "false"}
    return {
        "text": text,
        "list": text,
        "date": _no_change,
        "integer": _no_change,
        "number": _no_change,
        "boolean": flags.__getitem__,
        "address": base.__add__,
    }


def _json_writers(base: str) -> dict[Kind, Callable[[Any], Any]]:
    return {"list": lambda text: text.split(";") if text else [], "address": base.__add__}


def _rewrite(
    columns: Sequence[Column], rows: Iterable[Row], writers: dict[Kind, Callable[[Any], Any]]
) -> list[list[Any]]:
    """The rows with each column's values rewritten; columns that need nothing are passed over."""
    work = [
        (place, writers[c.kind]) for place, c in enumerate(columns) if writers.get(c.kind, _no_change) is not _no_change
    ]
    found = [list(row) for row in rows]
    for row in found:
        for place, write in work:
            row[place] = write(row[place])
    return found


def csv_bytes(columns: Sequence[Column], rows: Iterable[Row], base: str) -> bytes:
    """A CSV file: UTF-8 without BOM, a head, CRLF, empty where a value is None. `base` is put before addresses."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([c.name for c in columns])
    writer.writerows(_rewrite(columns, rows, _csv_writers(base)))
    return out.getvalue().encode("utf-8", "replace")


def json_records(columns: Sequence[Column], rows: Iterable[Row], base: str) -> list[str]:
    """Each row as the text of a JSON object on one line, keys in the order of the columns."""
    names = [c.name for c in columns]
    return [encode(dict(zip(names, row, strict=True))) for row in _rewrite(columns, rows, _json_writers(base))]


def json_document(head: dict[str, Any], name: str, records: Sequence[str]) -> bytes:
    """A JSON object: the pairs of `head`, one a line, then the array `name` with one record a line."""
    lines = [f"{encode(key)}: {encode(value)}," for key, value in head.items()]
    body = ",\n".join(records)
    inner = f"[\n{body}\n]" if records else "[]"
    return ("{\n" + "\n".join(lines) + f"\n{encode(name)}: {inner}\n}}\n").encode("utf-8", "replace")
