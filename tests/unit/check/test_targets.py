"""Targets and weights: what is promised can be measured, for townships that are there and agree with each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sites import kit

from generator.base.cache import Cache
from generator.check import check
from generator.figures.indicators import indicator_catalogue
from generator.gather import load
from generator.model import Weight

REGION = "campaigns/region.yml"


def grouped(base: Path, *, flat: str = "", hills: str = "", more: str = "") -> None:
    """The base site with 云溪街道 in 街道 and 青石镇 in 乡镇, each with further lines, and further lines on top."""
    path = base / REGION
    text = path.read_text("utf-8").replace("name: 云溪街道\n", f"name: 云溪街道\n    group: 街道\n{flat}")
    text = text.replace("name: 青石镇\n", f"name: 青石镇\n    group: 乡镇\n{hills}")
    path.write_text(text.replace("townships:\n", f"{more}townships:\n"), "utf-8")


def codes(base: Path, line: str) -> list[str]:
    """The codes where the campaign has one more line."""
    with (base / "campaigns/xianfa/campaign.yml").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    return [d.code for d in kit.look(base) if d.severity != "notice"]


def target(**fields: str) -> str:
    """A list of one target with these fields changed."""
    whole = {"indicator": "events_held", "per": "乡镇", "every": "年", "at_least": "3"} | fields
    return "targets: [{" + ", ".join(f"{key}: {value}" for key, value in whole.items()) + "}]"


def test_targets_of_the_good_site(good: Path) -> None:
    """Townships become codes in order, groups stay words, and what is not limited is everyone's."""
    (campaign,) = kit.library_of(good).campaigns
    assert [(t.per, t.townships, t.group) for t in campaign.targets] == [
        ("township", (), ""),
        ("township", ("999901001", "999901100"), ""),
        ("village", (), "街道"),
    ]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"township": "青石镇"}, []),
        ({"乡镇": "'999901100'"}, []),
        ({"township": "[青石镇, 云溪街道]"}, []),
        ({"township": "全域", "per": "地区"}, []),
        ({"township": "青石镇、青石镇"}, []),
        ({"township": "青石"}, ["E104"]),
        ({"township": "[青石镇, 没有镇]"}, ["E104"]),
        ({"group": "乡镇"}, []),
        ({"分组": "乡镇", "per": "村"}, []),
        ({"同类组": "街道", "per": "阵地"}, []),
        ({"group": "平原镇"}, ["E115"]),
        ({"group": "乡镇", "township": "青石镇"}, []),
        ({"group": "街道", "township": "青石镇"}, ["E119"]),
        ({"per": "地区", "township": "青石镇"}, ["E119"]),
        ({"per": "地区", "group": "乡镇"}, ["E119"]),
        ({"per": "地区"}, []),
        ({"indicator": "longest_silence"}, ["E132"]),
        ({"indicator": "满意率", "at_least": "100"}, []),
        ({"indicator": "满意率", "at_least": "100.1"}, ["E132"]),
        ({"at_least": "101"}, []),
        ({"at_least": "0"}, ["E132"]),
        ({"at_least": "0.5"}, []),
        ({"at_least": "-1"}, ["E025"]),
        ({"township": "[全域, 青石镇]"}, ["E127"]),
        ({"township": "[全域, 全县]"}, []),
        ({"indicator": "没有"}, ["E109"]),
        ({"indicator": "townships_reached"}, ["E109"]),
        ({"indicator": "residents_per_1000", "every": "月"}, ["E109"]),
    ],
)
def test_rules_of_a_target(base: Path, fields: dict[str, str], found: list[str]) -> None:
    """Whom it is for and what it measures, each rule on both of its sides."""
    grouped(base)
    assert codes(base, target(**fields)) == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ["E133"]),
        ({"at_least": "9"}, ["E133"]),
        ({"indicator": "开展活动场次", "per": "township", "every": "year"}, ["E133"]),
        ({"township": "青石镇"}, []),
        ({"group": "乡镇"}, []),
        ({"per": "村"}, []),
        ({"every": "季度"}, []),
        ({"indicator": "participants"}, []),
    ],
)
def test_one_promise_stands_once(base: Path, fields: dict[str, str], found: list[str]) -> None:
    """E133 names the second of two targets that ask the same of the same; one for a part of the townships may stand beside."""
    grouped(base)
    assert codes(base, f"{target()[:-1]}, {target(**fields).removeprefix('targets: [')}") == found


def test_a_bound_is_told_in_plain_digits(base: Path) -> None:
    """Not as 1e+09, which no officer reads."""
    assert codes(base, target(at_least="99999999999")) == ["E025"]
    assert "应在 0 到 1000000000 之间。" in {d.hint for d in kit.look(base)}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("valid_to: 2023-12-31", ["E118"]),
        ("valid_to: 2024-01-01", []),
        ("valid_from: 2029-01-01", ["E118"]),
        ("valid_from: 2028-12-31", []),
    ],
)
@pytest.mark.parametrize("whom", [{"township": "云溪街道"}, {"group": "街道"}])
def test_whoever_has_to_keep_a_promise_is_there(base: Path, line: str, found: list[str], whom: dict[str, str]) -> None:
    """E118: a township, or a whole group, that is over before the campaign begins or begins when it is over."""
    grouped(base, flat=f"    {line}\n")
    assert codes(base, target(**whom)) == found


def test_a_target_of_a_unit_that_coverage_leaves_out(base: Path) -> None:
    """A zone is not counted: a promise for it could never be told from silence."""
    grouped(base, flat="    counted: 否\n")
    assert codes(base, target(township="云溪街道")) == ["E119"]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, ["云溪街道、青石镇"] * 2),
        ({"township": "云溪街道"}, ["云溪街道"] * 2),
        ({"group": "街道"}, ["云溪街道"] * 2),
    ],
)
def test_a_reminder_asks_only_those_who_promised(base: Path, fields: dict[str, str], named: list[str]) -> None:
    """N401 of a target for some townships names none of the others."""
    grouped(base)
    kit.put(base, kit.EVENTS, "- {id: e-1, title: 全县宣传, start: 2026-12-04, township: 全域}\n")
    codes(base, target(**fields))
    told = [d for d in kit.look(base) if d.code == "N401"]
    assert [d.message.split("前后，")[1].removesuffix("还没有安排活动") for d in told] == named
    assert all(("管到每个乡镇" in d.hint) == (not fields) for d in told)


def test_breakdowns_are_no_promise(base: Path) -> None:
    """An indicator that is many numbers can neither be promised nor weighed."""
    known = indicator_catalogue()
    many = replace(known["events_held"], id="many", name="各对象场次", item="对象")
    grouped(base, more="weights: [{indicator: many, weight: 1}]\n")
    codes(base, target(indicator="各对象场次"))
    found = check(load(base, Cache(None)), kit.AS_OF, {**known, "many": many}).diagnostics
    assert [(d.code, d.message) for d in found] == [("E109", "指标“各对象场次”按对象分开数")] * 2


def test_weights_of_the_good_site(good: Path) -> None:
    """In the order of the file, by the indicators' ids, both languages."""
    weights = kit.library_of(good).region.weights
    assert [(w.group, w.indicator, w.weight) for w in weights] == [
        ("", "events_held", 60),
        ("", "villages_reached", 40),
        ("街道", "events_held", 0.5),
    ]
    assert all(isinstance(w, Weight) and w.span.line for w in weights)
    assert kit.library_of(good).region.population_source == "想象的数"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("[{indicator: events_held, weight: 0}, {indicator: participants, weight: 0.1}]", []),
        ("[{指标: 最长空档, 权重: 1000, 分组: 街道}]", []),
        ("[{indicator: events_held, weight: 1001}]", ["E025"]),
        ("[{indicator: events_held, weight: -1}]", ["E025"]),
        ("[{indicator: events_held, weight: 很重}]", ["E025"]),
        ("[{indicator: events_held}]", ["E022"]),
        ("[{indicator: 没有, weight: 1}]", ["E109"]),
        ("[{indicator: townships_reached, weight: 1}]", ["E109"]),
        ("[{indicator: duties_share, weight: 1}]", ["E109"]),
        ("[{indicator: events_held, weight: 1, group: 平原}]", ["E115"]),
        ("[{indicator: events_held, weight: 0}]", ["E117"]),
        ("[{indicator: events_held, weight: 1}, {indicator: events_held, weight: 0, group: 街道}]", ["E117"]),
        ("[{indicator: events_held, weight: 1}, {indicator: 开展活动场次, weight: 2}]", ["E116"]),
        ("[{indicator: events_held, weight: 1}, {indicator: events_held, weight: 2, group: 街道}]", []),
    ],
)
def test_rules_of_weights(base: Path, rows: str, found: list[str]) -> None:
    """Each of an indicator that townships have and that has a better side, once in a group, and not all zero."""
    grouped(base, more=f"权重: {rows}\n")
    assert [d.code for d in kit.look(base)] == found


def test_a_weight_that_is_told_twice_names_both_places(base: Path) -> None:
    """The id and the Chinese name are one indicator."""
    grouped(base, more="weights:\n  - {indicator: events_held, weight: 1}\n  - {指标: 开展活动场次, 权重: 2}\n")
    (fault,) = kit.look(base)
    assert (fault.code, fault.span.line, [r.line for r in fault.related]) == ("E116", 13, [12])
