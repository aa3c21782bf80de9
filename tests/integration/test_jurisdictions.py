"""A small and a large jurisdiction of the source documents, built from `pufa init` with something held: whole sites."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from generator.commands.init import plan, write
from generator.gazetteer.divisions import RegionUnits, TownshipUnits, find_region
from tests.integration.whole import AS_OF, pufa, read_pages, run

DAY = date.fromisoformat(AS_OF)
CAMPAIGN = """\
title: 宪法宣传周
period: {start: 2025-12-01, end: 2025-12-07}
targets:
  - {indicator: events_held, per: 乡镇, every: 专项, at_least: 1, basis: 示例}
"""


def event(unit: TownshipUnits) -> str:
    return f"- {{id: xianfa-{unit.code}, title: 示例宣讲, start: 2025-12-04, township: '{unit.code}', status: 已办, sample: 是}}\n"


@pytest.mark.parametrize(("code", "real"), [("120110", 11), ("4307", 169)], ids=["东丽区", "常德市"])
def test_a_jurisdiction_builds_with_its_real_units_and_counts_every_township(
    code: str, real: int, tmp_path: Path
) -> None:
    units = find_region(code)
    assert isinstance(units, RegionUnits)
    counted = [t for t in units.townships if not t.pseudo]
    assert len(counted) == real
    root = write(tmp_path / "site", plan(units, today=DAY))
    folder = root / "campaigns/xianfa-2025"
    folder.mkdir()
    (folder / "campaign.yml").write_text(CAMPAIGN, "utf-8")
    (folder / "events.yml").write_text("".join(map(event, counted[::2])), "utf-8")
    run(pufa("build", "--as-of", AS_OF, "--quiet", "--out", "out"), root)

    with (root / "out/data/coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["matrix"] == "xianfa-2025.events_held.township.campaign"]
    states = {r["unit"]: (r["state"], r["value"], r["met"]) for r in rows}
    assert len(states) == len(units.townships)
    assert all(states[t.code] == ("figure", "1", "true") for t in counted[::2])
    assert all(states[t.code] == ("silent", "", "false") for t in counted[1::2])
    assert all(states[t.code][0] == "not_applicable" for t in units.townships if t.pseudo)

    pages = read_pages(root / "out")
    assert {f"townships/{t.code}/" for t in units.townships} <= set(pages)
    text = " ".join(pages["coverage/2025/"].document.text_content().split())
    assert f"{len(counted[::2])}/{real}" in text.replace(" ", "")
    assert not [t.name for t in counted if t.name not in text], "silent townships are on the page too"
