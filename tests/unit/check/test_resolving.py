"""Events kept by file: the same as resolved anew, whatever has changed around them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sites import kit

from generator.base.cache import Cache
from generator.check import check
from generator.check.resolving import WORTH_KEEPING
from generator.figures.indicators import indicator_catalogue
from generator.gather import load

AS_OF = date(2026, 11, 21)


def many(count: int = WORTH_KEEPING + 5) -> str:
    """A file of events, two of them with a fault."""
    lines = []
    for n in range(count):
        township = "没有镇" if n == 3 else "贺村镇"
        status = "已办" if n != 4 else "计划"
        lines.append(
            f"- {{id: viel-{n:02}, title: 第{n}场, start: 2026-03-{n % 28 + 1:02} 09:00, township: {township}, status: {status}}}"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture
def root(good: Path) -> Path:
    kit.put(good, "campaigns/xianfa/events-viel.yml", many())
    return good


def looked(root: Path, cache: Cache, as_of: date = AS_OF) -> tuple[Any, Any]:
    found = check(load(root, Cache(None)), as_of, indicator_catalogue(), kept=cache)
    return found.library, found.diagnostics


def test_kept_events_are_those_that_would_be_resolved(root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", "k", b"s" * 32)
    first = looked(root, cache)
    assert any(d.code == "E104" for d in first[1])
    assert len(list((tmp_path / "cache/resolved").iterdir())) == 1
    assert looked(root, cache) == first == looked(root, Cache(None))


@pytest.mark.parametrize("change", ["township", "speaker", "site", "day", "campaign", "record"])
def test_whatever_they_refer_to_resolves_them_anew(root: Path, tmp_path: Path, change: str) -> None:
    cache = Cache(tmp_path / "cache", "k", b"s" * 32)
    looked(root, cache)
    as_of = AS_OF
    if change == "township":
        file = root / "campaigns/region.yml"
        file.write_text(file.read_text("utf-8").replace("贺村镇", "没有镇"), "utf-8")
    elif change == "speaker":
        (root / "campaigns/speakers.yml").unlink()
    elif change == "site":
        (root / "campaigns/sites.yml").unlink()
    elif change == "day":
        as_of = date(2026, 3, 2)
    elif change == "campaign":
        file = root / "campaigns/xianfa/campaign.yml"
        file.write_text(file.read_text("utf-8").replace("2026", "2025"), "utf-8")
    else:
        kit.put(root, "campaigns/xianfa/events-viel.yml", many().replace("第7场", "改名"))
    assert looked(root, cache, as_of) == looked(root, Cache(None), as_of)
