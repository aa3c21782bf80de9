"""The sites that tests start from, and the small tools to change and to check them."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.base.cache import Cache
from generator.base.diagnostics import Diagnostic, ordered
from generator.base.projects import open_cache
from generator.gather.settings import Settings, settings_of
from generator.gather.trust.decisions import refusals
from generator.model import Library
from generator.pipeline import Prepared, compare_snapshots, prepare

SITES = Path(__file__).parent
REPO = SITES.parents[1]
GOOD = SITES / "good"
BASE = SITES / "base"
BAD = SITES / "bad"
AS_OF = date(2026, 11, 21)
EVENTS = "campaigns/xianfa/events.yml"
LEDGER_HEAD = "编号,名称,开始,乡镇"


def python_path(first: Path = REPO) -> str:
    """PYTHONPATH of a program that a test starts: our code in `first`, and the day that `make test-days` pretends it is."""
    return os.pathsep.join([str(first), *([str(SITES.parent / "days")] if "TESTS_SHIFT" in os.environ else [])])


def picture(width: int = 1) -> bytes:
    """A PNG of black pixels, one row high."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + b"\0\0\0\1\x08\0\0\0\0"
    pixels = zlib.compress(bytes(width + 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def workbook(path: Path, *sheets: tuple[str, Sequence[Sequence[Any]]]) -> None:
    """Write an .xlsx with these (name, rows)."""
    from openpyxl import Workbook  # only the tests with a workbook pay for it

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)


def copy(source: Path, target: Path) -> Path:
    """A copy that a test may change."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target


def overlay(root: Path, code: str) -> Path:
    """Lay the files of `bad/<code>/` over a site."""
    shutil.copytree(BAD / code, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    return root


def put(root: Path, path: str, content: str | bytes) -> Path:
    """Write one file of a site."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return target


def prepared(root: Path, cache: Cache | None = None) -> Prepared | Diagnostic:
    """What `pufa check` and `pufa build` read of a site."""
    settings = settings_of(root)
    if not isinstance(settings, Settings):
        return settings
    found = prepare(
        root, cache or Cache(None), as_of=AS_OF, docs=settings.docs, site=settings.site, markup=settings.markup
    )
    return compare_snapshots(found)


def look(root: Path) -> tuple[Diagnostic, ...]:
    """Every fault of a site, what asks for trust included."""
    found, settings = prepared(root), settings_of(root)
    if isinstance(found, Diagnostic) or isinstance(settings, Diagnostic):
        return (found,) if isinstance(found, Diagnostic) else found.diagnostics
    return ordered((*found.diagnostics, *refusals(root, settings)))


def cache_of(root: Path) -> Path:
    """Where the results of a project are kept."""
    folder = open_cache(root).folder
    assert folder is not None
    return folder


def library_of(root: Path) -> Library:
    """The library of a site that has no fault."""
    found = prepared(root)
    assert isinstance(found, Prepared)
    assert found.diagnostics == ()
    assert found.library is not None
    return found.library


def places(faults: Iterable[Diagnostic]) -> list[str]:
    """Place and code of each fault, as tests like to compare them."""
    return [f"{d.span} {d.code}" for d in faults]


def violations(value: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """What in `value` breaks a JSON Schema; knows the few words that our schemas use, and refuses others."""
    known = {"$schema", "$id", "$defs", "title", "description", "type", "enum", "const", "pattern", "minimum", "minLength",
             "properties", "required", "additionalProperties", "items"}  # fmt: skip
    assert set(schema) <= known, set(schema) - known
    types = {"object": dict, "array": list, "string": str, "integer": int}
    found = []
    kind = schema.get("type")
    if kind and (not isinstance(value, types[kind]) or isinstance(value, bool)):
        return [f"{where}: {value!r} is no {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is not one of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: {value!r} is not {schema['const']!r}")
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{where}: {value} is too small")
    if "minLength" in schema and len(value) < schema["minLength"]:
        found.append(f"{where}: {value!r} is too short")
    if "pattern" in schema:
        import re

        if not re.search(schema["pattern"], value):
            found.append(f"{where}: {value!r} does not match {schema['pattern']}")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{where}: {key} is missing" for key in schema.get("required", ()) if key not in value]
        if schema.get("additionalProperties") is False:
            found += [f"{where}: {key} is not described" for key in value if key not in properties]
        for key, inner in properties.items():
            if key in value:
                found += violations(value[key], inner, f"{where}.{key}")
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            found += violations(item, schema["items"], f"{where}[{i}]")
    return found
