"""Results: numbers that cannot all be true are told with both places, in blocks, in ledgers and in single dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import kit

KEYS = ("attendance", "staff", "responses", "satisfied")
CASES = [
    ({"attendance": 86, "staff": 6, "responses": 40, "satisfied": 38}, []),
    ({"attendance": 6, "staff": 6, "responses": 6, "satisfied": 6}, []),
    ({"responses": 40, "satisfied": 41}, ["E140"]),
    ({"attendance": 5, "staff": 6}, ["E141"]),
    ({"attendance": 0, "responses": 1}, ["E142"]),
    ({"attendance": 0, "satisfied": 1}, ["E142"]),
    ({"attendance": 0, "staff": 0, "responses": 0, "satisfied": 0}, []),
    ({"attendance": 39, "responses": 40}, ["W209"]),
    ({"attendance": 3, "staff": 9, "responses": 4, "satisfied": 5}, ["E140", "E141", "W209"]),
    ({"staff": 9}, []),
    ({"satisfied": 9}, []),
]


def block(numbers: dict[str, int]) -> str:
    """A result in flow style."""
    return "{" + ", ".join(f"{key}: {number}" for key, number in numbers.items()) + "}"


def held(base: Path, numbers: dict[str, int], **fields: str) -> list[str]:
    """The codes of a held event with these numbers and fields."""
    whole = {
        "id": "e-2",
        "title": "另一场",
        "start": "2026-11-20",
        "township": "青石镇",
        "place": "集市",
        "status": "已办",
        "note": "说明",
    } | fields
    lines = "\n  ".join(f"{key}: {value}" for key, value in whole.items())
    kit.put(base, "campaigns/xianfa/events-2.yml", f"- {lines}\n  result: {block(numbers)}\n")
    return sorted(d.code for d in kit.look(base))


def populate(base: Path, *, township: int = 0, village: int = 0) -> None:
    """青石镇 and 青石村 with these populations, 0 for none."""
    path = base / "campaigns/region.yml"
    text = path.read_text("utf-8")
    if township:
        text = text.replace("name: 青石镇\n", f"name: 青石镇\n    population: {township}\n")
    if village:
        text = text.replace("name: 青石村}", f"name: 青石村, population: {village}}}")
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(("numbers", "found"), CASES)
def test_numbers_of_an_event(base: Path, numbers: dict[str, int], found: list[str]) -> None:
    """Each rule on both of its sides; what was not reported contradicts nothing."""
    assert held(base, numbers) == found


@pytest.mark.parametrize(("numbers", "found"), CASES)
def test_numbers_of_a_ledger(base: Path, numbers: dict[str, int], found: list[str]) -> None:
    """The same of a row, told in the words of Excel."""
    cells = ",".join(str(numbers.get(key, "")) for key in KEYS)
    head = f"{kit.LEDGER_HEAD},地点,状态,参加人数,工作人员数,问卷份数,满意数,成效\n"
    kit.put(base, "campaigns/xianfa/events-2.csv", f"{head}e-2,另一场,2026-11-20,青石镇,集市,已办,{cells},好\n")
    faults = kit.look(base)
    assert sorted(d.code for d in faults) == found
    assert {d.span.cell[:3] for d in faults} <= {"第2行"}


@pytest.mark.parametrize(("numbers", "found"), CASES)
def test_numbers_of_a_single_date(base: Path, numbers: dict[str, int], found: list[str]) -> None:
    """The same of one date of a repeating event, at that date's own numbers."""
    text = (
        "- id: e-2\n  title: 咨询日\n  start: 2026-10-07 09:00\n  township: 青石镇\n"
        "  repeat:\n    every: 周\n    on: 星期三\n    until: 2026-12-30\n    held_until: 2026-11-18\n    change:\n"
        "      - {date: 2026-10-07, result: {attendance: 30}}\n"
        f"      - {{date: 2026-10-14,\n         result: {block(numbers)}}}\n"
    )
    kit.put(base, "campaigns/xianfa/events-2.yml", text)
    faults = kit.look(base)
    assert sorted(d.code for d in faults) == found
    assert {d.span.line for d in faults} <= {13}


def test_a_fault_between_two_numbers_names_both(base: Path) -> None:
    """At the number that is too big, with the other beside it, and the sum that may have been meant."""
    held(base, {"attendance": 12, "staff": 30})
    (fault,) = kit.look(base)
    assert (fault.span.line, fault.span.column, [r.column for r in fault.related]) == (8, 35, [24])
    assert "改成 42" in fault.hint


@pytest.mark.parametrize(
    ("status", "start", "found"),
    [
        ("取消", "2026-11-20", ["E143"]),
        ("延期", "2026-11-20", ["E143"]),
        ("计划", "2026-11-20", ["E143"]),
        ("确定", "2026-12-20", ["E143"]),
        ("已办", "2026-11-21", []),
        ("已办", "2026-11-22", ["W208"]),
    ],
)
def test_what_was_not_held_has_no_numbers(base: Path, status: str, start: str, found: list[str]) -> None:
    """E143 by the state, W208 by the day; an event that is over and still planned is told once."""
    assert held(base, {"attendance": 60, "staff": 4}, status=status, start=start) == found


@pytest.mark.parametrize("numbers", [{"attendance": 0, "staff": 0}, {}])
def test_zeros_of_a_cancelled_event_are_no_result(base: Path, numbers: dict[str, int]) -> None:
    """A ledger puts zeros into every row."""
    assert held(base, numbers, status="取消") == []


def test_a_state_that_cannot_be_read_is_one_fault(base: Path) -> None:
    """Nothing is concluded from it."""
    assert held(base, {"attendance": 60}, status="办了吧") == ["E026"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("{date: 2026-11-04, status: 取消, result: {attendance: 9}}", ["E143"]),
        ("{date: 2026-11-25, result: {attendance: 9}}", ["E143"]),
        ("{date: 2026-11-11, result: {attendance: 9}}", []),
        ("{date: 2026-11-25, status: 已办, result: {attendance: 9}}", ["W208"]),
    ],
)
def test_a_date_that_was_not_held_has_no_numbers(base: Path, change: str, found: list[str]) -> None:
    """The state of that one date decides, as 已办至 and its own 状态 give it."""
    text = (
        "- id: e-2\n  title: 咨询日\n  start: 2026-10-07 09:00\n  township: 青石镇\n  place: 集市\n  status: 确定\n"
        "  repeat:\n    every: 周\n    on: 星期三\n    until: 2026-12-30\n    held_until: 2026-11-18\n    change:\n"
        f"      - {{date: 2026-10-07, result: {{attendance: 30}}}}\n      - {change}\n"
    )
    kit.put(base, "campaigns/xianfa/events-2.yml", text)
    assert sorted(d.code for d in kit.look(base)) == found


def test_numbers_of_a_date_that_the_rule_does_not_give(base: Path) -> None:
    """E123 says it; its numbers are held against nothing."""
    text = (
        "- id: e-2\n  title: 咨询日\n  start: 2026-12-02 09:00\n  township: 青石镇\n  repeat:\n    every: 周\n    on: 星期三\n"
        "    until: 2026-12-30\n    change:\n      - {date: 2026-12-03, result: {attendance: 1, staff: 9}}\n"
    )
    kit.put(base, "campaigns/xianfa/events-2.yml", text)
    assert [d.code for d in kit.look(base)] == ["E123"]


@pytest.mark.parametrize(
    ("fields", "attendance", "found"),
    [
        ({"village": "青石村"}, 630, []),
        ({"village": "青石村"}, 631, ["W210"]),
        ({}, 5000, []),
        ({}, 5001, ["W210"]),
        ({"township": "[青石镇, 云溪街道]"}, 200_000, []),
        ({"township": "[青石镇, 云溪街道]"}, 200_001, ["W210"]),
        ({"township": "云溪街道"}, 100_000, []),
        ({"township": "云溪街道"}, 100_001, ["W210"]),
        ({"township": "云溪街道", "village": "东门社区"}, 9_000_000, ["W210"]),
        ({"township": "全域"}, 200_000, []),
        ({"township": "全域"}, 9_000_000, ["W210"]),
    ],
)
def test_more_people_than_live_there(base: Path, fields: dict[str, str], attendance: int, found: list[str]) -> None:
    """Three times a village's people, or all of its townships'; where nobody knows how many they are, what no gathering has."""
    populate(base, township=5000, village=210)
    assert held(base, {"attendance": attendance}, **fields) == found


def test_the_people_of_several_townships_are_added_up(base: Path) -> None:
    """Those that hold it together, and the whole region for what is for all."""
    populate(base, township=5000)
    path = base / "campaigns/region.yml"
    path.write_text(
        path.read_text("utf-8").replace("name: 云溪街道\n", "name: 云溪街道\n    population: 7000\n"), "utf-8"
    )
    for township in ("[青石镇, 云溪街道]", "全域"):
        assert held(base, {"attendance": 12000}, township=township) == []
        assert held(base, {"attendance": 12001}, township=township) == ["W210"]
        (fault,) = kit.look(base)
        assert "这2个乡镇（街道）的常住人口只有12000人" in fault.message


def test_a_village_without_its_number_is_held_against_its_township(base: Path) -> None:
    """The township's people are the most that can be said."""
    populate(base, township=5000)
    assert held(base, {"attendance": 5001}, village="青石村") == ["W210"]
    (fault,) = kit.look(base)
    assert "青石镇的常住人口只有5000人" in fault.message
    assert "也可能没错" in fault.hint


def test_people_of_a_single_date_are_held_against_its_place(base: Path) -> None:
    """A repeating event in a village too."""
    populate(base, village=210)
    text = (
        "- id: e-2\n  title: 咨询日\n  start: 2026-10-07 09:00\n  township: 青石镇\n  village: 青石村\n  repeat:\n    every: 周\n"
        "    on: 星期三\n    until: 2026-11-18\n    held_until: 2026-11-18\n    change:\n"
        "      - {date: 2026-10-07, result: {attendance: 630}}\n      - {date: 2026-10-14, result: {attendance: 631}}\n"
    )
    kit.put(base, "campaigns/xianfa/events-2.yml", text)
    assert kit.places(kit.look(base)) == ["campaigns/xianfa/events-2.yml:13:49 W210"]
