"""The line as far as figures: what one step found out is handed on to the next, not worked out again."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sites import kit

from generator.base.projects import open_cache
from generator.commands.snapshot import take
from generator.gather.settings import Settings, settings_of
from generator.model import Occurrence
from generator.pipeline import Prepared, compare_snapshots, derive, outcome_of
from generator.register.record import PATH, write_register
from generator.render import layer
from generator.schedule import occurrences

pytestmark = pytest.mark.slow

SERIES = """
- id: yexiao
  title: 法治夜校
  start: 2026-11-04 19:00
  end: 2026-11-04 20:00
  township: 云溪街道
  repeat: {every: 月, on: 第一个星期三, count: 3}
"""


def prepared(root: Path) -> Prepared:
    found = kit.prepared(root)
    assert isinstance(found, Prepared)
    return found


def renamed(root: Path) -> None:
    """A site that was published and frozen, and has an event since then under another id: every comparison has work to do."""
    events = kit.put(root, kit.EVENTS, (root / kit.EVENTS).read_text("utf-8") + SERIES)
    before = prepared(root)
    assert not [d for d in before.diagnostics if d.severity == "error"]
    take(before, "年中", kit.AS_OF)
    kit.put(root, PATH, write_register(outcome_of(before).register))
    kit.put(root, kit.EVENTS, events.read_text("utf-8").replace("id: xianfa-1", "id: xianfa-2026"))


def test_what_the_check_expanded_is_what_the_library_gives(base: Path) -> None:
    renamed(base)
    found = prepared(base)
    assert found.library is not None
    assert found.occurrences == occurrences(found.library)
    assert {o.id for o in found.occurrences} == {
        "xianfa-2026", "yexiao@2026-11-04", "yexiao@2026-12-02", "yexiao@2027-01-06",
    }  # fmt: skip


def test_events_are_expanded_once_whoever_asks(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules, the search for renamed events, snapshots, the register and the figures share one expansion."""
    renamed(base)
    made: Counter[str] = Counter()

    def counted(id: str, *rest: Any) -> Occurrence:  # noqa: A002 - the field's name
        made[id] += 1
        return Occurrence(id, *rest)

    monkeypatch.setattr(sys.modules["generator.schedule.occurrences"], "Occurrence", counted)
    found = prepared(base)
    assert {"W251"} <= {d.code for d in found.diagnostics}, "the renamed event was looked for"
    assert [c.snapshot.name for c in found.snapshots] == ["年中"]
    assert found.frozen == tuple(c.snapshot for c in found.snapshots)
    derive(found)
    assert made["xianfa-2026"] == 1


def test_comparing_snapshots_keeps_what_would_be_told(base: Path) -> None:
    """It has to be known for the comparison, and is not made again for the site."""
    renamed(base)
    found = compare_snapshots(prepared(base))
    assert found.outcome is not None
    assert derive(found).outcome is found.outcome


def test_the_layer_takes_the_settings_as_they_were_read(base: Path) -> None:
    """A style sheet that mkdocs.yml names counts, though the file is not read a second time."""
    text = (base / "mkdocs.yml").read_text("utf-8")
    kit.put(base, "mkdocs.yml", text + "extra_css: [own.css]\n")
    sheet = kit.put(base, "content/own.css", "p {}")
    found, settings = prepared(base), settings_of(base)
    assert found.library is not None
    assert isinstance(settings, Settings)
    (base / "mkdocs.yml").unlink()
    before = layer.layer_key(base, found.loaded, found.library, settings)
    assert layer.layer_key(base, found.loaded, found.library, settings) == before
    sheet.write_text("p { color: red }")
    assert layer.layer_key(base, found.loaded, found.library, settings) != before


def test_a_picture_in_place_of_another_is_seen_though_size_and_time_are_the_same(base: Path) -> None:
    """As copying programs leave it that keep the time of a file."""
    kit.put(base, "content/index.md", "# 首页\n\n![图](a.png)\n")
    picture = kit.put(base, "content/a.png", kit.picture(5))
    cache, settings, times = open_cache(base), settings_of(base), picture.stat()
    assert isinstance(settings, Settings)
    keys, faults = [], []
    for data in (kit.picture(5), kit.picture(6), b"?" * times.st_size):
        picture.write_bytes(data)
        os.utime(picture, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert picture.stat().st_size == times.st_size
        found = kit.prepared(base, cache)
        assert isinstance(found, Prepared)
        assert found.library is not None
        keys.append(layer.layer_key(base, found.loaded, found.library, settings))
        faults.append([d.code for d in found.diagnostics])
    assert len(set(keys)) == 3
    assert faults == [[], [], ["E034"]]
