"""Whatever happens to the bytes of a file, a check ends with faults that a person can use, and never with a crash."""

from __future__ import annotations

import json
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutated, mutated_workbook
from sites import kit

from generator.base.codes import CODES
from generator.base.diagnostics import format_github, format_json, format_text
from generator.feeds.build import feeds
from generator.gather import line_reader
from generator.pipeline import Prepared
from generator.schedule import occurrences

SCHEMA = json.loads(files("generator").joinpath("data/diagnostics.schema.json").read_text("utf-8"))
REQUIRED = {"campaigns", "campaigns/region.yml", "campaigns/xianfa/campaign.yml", "mkdocs.yml"}
CALM = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
FILES = ["campaigns/region.yml", "campaigns/sites.yml", "campaigns/speakers.yml", "campaigns/xianfa/campaign.yml",
         "campaigns/xianfa/events-2026.yml", "campaigns/xianfa/events/2025.yml", "campaigns/xianfa/index.md", "content/index.md",
         "content/articles/xianfa.md", "campaigns/xianfa/events-2024.csv", "campaigns/xianfa/events-2026.csv",
         "campaigns/xianfa/events-2026b.tsv", "mkdocs.yml"]  # fmt: skip


def survive(root: Path) -> Prepared | None:
    """Check a site; every fault must be whole, and a site without errors must go on through the line. Gives that site."""
    faults = kit.look(root)
    for fault in faults:
        assert fault.code in CODES
        assert any("\u4e00" <= c <= "\u9fff" for c in fault.message)
        assert (root / fault.span.path).exists() or fault.span.path in REQUIRED or "<U+" in fault.span.path
        assert fault.span.line >= 0
        assert fault.span.column >= 0
    text = format_text(faults, line_reader(root))
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}]
    assert kit.violations(json.loads(format_json(faults)), SCHEMA) == []
    assert len(format_github(faults).splitlines()) == len(faults)
    if any(f.severity == "error" for f in faults):
        return None
    ready = kit.prepared(root)
    assert isinstance(ready, Prepared)
    assert ready.library is not None
    happenings = occurrences(ready.library)
    for feed in feeds(ready.library, happenings, ready.site, ready.as_of):
        assert feed.data
    return ready


@pytest.mark.parametrize("path", FILES)
@given(data=st.data())
@CALM
def test_mutated_text_files(good: Path, path: str, data: st.DataObject) -> None:
    """Each file of the good site, damaged in up to four ways."""
    file = good / path
    whole = (kit.GOOD / path).read_bytes()
    try:
        file.write_bytes(data.draw(mutated(whole)))
        survive(good)
    finally:
        file.write_bytes(whole)


@given(data=st.data())
@CALM
def test_mutated_workbooks(good: Path, data: st.DataObject) -> None:
    """A workbook with flipped, missing and foreign bytes, in its archive and in the XML inside."""
    file = good / "campaigns/xianfa/events-2027.xlsx"
    whole = file.read_bytes()
    try:
        file.write_bytes(data.draw(mutated_workbook(whole)))
        survive(good)
    finally:
        file.write_bytes(whole)


@given(data=st.binary(max_size=400), path=st.sampled_from(FILES))
@CALM
def test_any_bytes_at_all(good: Path, data: bytes, path: str) -> None:
    """Noise in place of a file."""
    file = good / path
    whole = (kit.GOOD / path).read_bytes()
    try:
        file.write_bytes(data)
        survive(good)
    finally:
        file.write_bytes(whole)
