"""An indicator is its SQL file: one more in the folder, and it stands on the pages, in reports, rollup and open data.

The program is copied with a file more for an indicator and one for a breakdown, and run as people run it, so that nothing can be registered by hand on the way.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from sites import kit

from tests.integration.whole import pufa, run

NAME, LABEL = "面向农民的活动占比", "农民活动"
SQL = """\
-- id: farmers_share
-- 名称: 面向农民的活动占比
-- 单位: %
-- 分组: 实效
-- 次序: 35
-- 展示: 首要 45；主表 75；出处 55；乡镇今年 55；附表 75 农民活动
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 可加: 是
-- 分子: 办给农民
-- 分子词: 办给农民的{}场
-- 分母词: 已办{}场
-- 同看: 共{}场
-- 算法: 写明面向农民的已办场次 ÷ 全部已办场次。
-- 来源: events.csv 的 status；events_audiences.csv
-- 说明: 试验用的指标。
SELECT
  records.scope, records.per, records.unit, records.every, records.period,
  1e2 * count(events_audiences.audience) / count(*) AS value,
  count(events_audiences.audience) AS part, count(*) AS whole,
  array_agg(records.occurrence) AS records
  , array_agg(records.occurrence) FILTER (WHERE events_audiences.audience IS NOT NULL) AS chosen
FROM records
LEFT JOIN events_audiences
  ON events_audiences.occurrence = records.occurrence AND events_audiences.audience = '农民'
WHERE records.held
GROUP BY records.scope, records.per, records.unit, records.every, records.period
"""
BREAKDOWN = {
    "id": "people_events", "名称": "家里是做什么的场次", "次序": "15", "分项": "人群", "栏目": "people 家里是做什么的", "表题": "按人群分的场次",
    "空表": "没有写人群",
}  # fmt: skip
"""Heads of a second file: a breakdown, for the rest like that of audiences."""
EVENTS = """\
- {id: xianfa-1, title: 宪法进农村, start: 2025-03-04 09:00, township: 青石镇, place: 青石镇礼堂, audience: [农民], status: 已办}
- {id: xianfa-2, title: 宪法进机关, start: 2025-05-04 09:00, township: 青石镇, place: 青石镇礼堂, status: 已办}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with two files more, and a county of two events, one for farmers; built, reported and rolled up."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(kit.REPO / "generator", home / "generator")
    cards = home / "generator/figures/indicators"
    (cards / "farmers_share.sql").write_text(SQL, "utf-8")
    (cards / "people_events.sql").write_text(
        like((cards / "audience_events.sql").read_text("utf-8"), BREAKDOWN), "utf-8"
    )
    (home / "site_templates").symlink_to(kit.REPO / "site_templates")
    site = home / "county"
    shutil.copytree(kit.BASE, site)
    (site / kit.EVENTS).write_text(EVENTS, "utf-8")
    for words in (
        ("build", "-C", "county", "--out", "out"),
        ("report", "-C", "county", "--period", "2025", "--format", "html", "--out", "report.html"),
        ("report", "-C", "county", "--period", "2025", "--format", "xlsx", "--out", "report.xlsx"),
        ("rollup", "out/data", "--code", "9999", "--members", "999901", "--out", "city"),
    ):
        run(pufa(*words, "--as-of", "2026-01-31"), home, PYTHONPATH=kit.python_path(home))
    return home


def like(text: str, heads: dict[str, str]) -> str:
    """An indicator's file with other lines in its head."""
    for key, words in heads.items():
        text, number = re.subn(f"(?m)^-- {key}: .*$", f"-- {key}: {words}", text)
        assert number == 1, key
    return text


def page(home: Path, address: str) -> str:
    """A page of the copied program's site."""
    return (home / "out" / address / "index.html").read_text("utf-8")


def rows(path: Path) -> list[dict[str, str]]:
    """The rows about the indicator in a table of cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["indicator"] == "farmers_share"]


def test_it_stands_among_the_figures_of_its_group_and_wherever_its_head_puts_it(home: Path) -> None:
    year = page(home, "coverage/2025")
    group = year[year.index("<b>实效</b>") : year.index("<b>覆盖</b>")]
    assert group.index("满意率") < group.index(NAME) < group.index("评价回收率"), "35 is between 30 and 40"
    assert "1/2" in group
    first = year[: year.index('id="figures"')]
    assert NAME in first, "首要"
    assert NAME in year[year.index('id="main"') : year.index('id="months"')], "主表"
    assert NAME in page(home, "coverage/campaigns/xianfa")
    assert NAME in page(home, "coverage")
    assert f"2026年{NAME}" in page(home, "townships/999901100"), "乡镇今年"
    assert NAME in page(home, "coverage/indicators")
    assert "-- 展示: 首要 45" in page(home, "coverage/indicators")


def test_its_page_of_evidence_says_what_was_divided_by_what_and_which_rows_make_the_part(home: Path) -> None:
    proof = page(home, "coverage/2025/999901100")
    assert 'href="#farmers_share"' in proof, "出处"
    section = re.sub(r"<[^>]+>", "", proof[proof.index('id="farmers_share"') :])
    assert "办给农民的1场 ÷ 已办2场 = 50%" in section
    assert re.search(r"其中办给农民的：第[12]行，共1场。", section)


def test_a_report_has_it_in_the_table_of_townships_and_the_workbook_in_its_sheets(home: Path) -> None:
    report = (home / "report.html").read_text("utf-8")
    assert f">{LABEL}</th>" in report
    assert "50%（共2场）" in report
    with zipfile.ZipFile(home / "report.xlsx") as book:
        sheets = "".join(book.read(n).decode("utf-8") for n in book.namelist() if n.endswith(".xml"))
    assert f"{NAME}（%）" in sheets
    assert "写明面向农民的已办场次 ÷ 全部已办场次。" in sheets


def test_the_open_data_have_its_cells_its_card_and_its_sql(home: Path) -> None:
    data = home / "out/data"
    cells = {(r["matrix"], r["unit"], r["period"]): r for r in rows(data / "coverage.csv")}
    found = cells["farmers_share.region.year", "999901", "2025"]
    assert [found[key] for key in ("state", "value", "part", "whole")] == ["figure", "50.0", "1", "2"]
    whole = json.loads((data / "coverage.json").read_text("utf-8"))
    assert NAME in [i["name"] for i in whole["indicators"]]
    assert "farmers_share" in {m["indicator"] for m in whole["matrices"]}
    assert (data / "indicators/farmers_share.sql").read_text("utf-8") == SQL
    assert SQL[SQL.index("SELECT") :].strip() in (data / "coverage.sql").read_text("utf-8")


def test_a_rollup_tells_it_for_the_city(home: Path) -> None:
    cells = {(r["matrix"], r["unit"], r["period"]): r for r in rows(home / "city/coverage.csv")}
    assert cells["farmers_share.region.year", "9999", "2025"]["value"] == "50.0"
    city = (home / "city/index.html").read_text("utf-8")
    assert f"{NAME}" in city
    assert 'id="d-farmers_share"' in city


def test_a_breakdown_has_its_section_its_sheet_and_its_rows(home: Path) -> None:
    year = page(home, "coverage/2025")
    assert year.index('id="audiences"') < year.index('<h2 id="people">家里是做什么的</h2>') < year.index('id="laws"')
    assert "2025年每个乡镇（街道）按人群分的场次" in year
    assert 'data-figure="people_events"' in page(home, "coverage/campaigns/xianfa")
    assert "家里是做什么的场次" in page(home, "coverage/2025/999901100")
    with zipfile.ZipFile(home / "report.xlsx") as book:
        assert "人群×乡镇" in book.read("xl/workbook.xml").decode("utf-8")
    assert '"people_events"' in (home / "out/data/coverage.json").read_text("utf-8")
    for folder in ("out/data", "city"):
        with (home / folder / "breakdown.csv").open(encoding="utf-8-sig", newline="") as file:
            items = {(r["indicator"], r["period"], r["item"], r["value"]) for r in csv.DictReader(file)}
        assert ("people_events", "2025", "农民", "1") in items
