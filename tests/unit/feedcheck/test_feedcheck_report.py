"""What is printed: text with carets, JSON, workflow commands."""

from __future__ import annotations

import json

import pytest

from generator.feedcheck.report import fails, format_github, format_json, format_text, summary
from generator.feedcheck.rules import RULES
from tests.sites.feeds import kit

THREE = kit.changed(
    ("SEQUENCE:0", "SEQUENCE:x"),
    ("STATUS:CONFIRMED\r\nLOCATION", "STATUS:CANCELLED\nLOCATION"),
    ("X-PUBLISHED-TTL:PT12H\r\n", ""),
)


def test_text_shows_the_line_the_fault_and_what_to_do() -> None:
    """Place, code and words, the physical line with carets under the fault, what is seen, what to do."""
    assert format_text(kit.found((kit.BAD / "F321.ics").read_bytes())) == (
        "a.ics:30:5 F321 GEO 的“118.626000;28.737000”超出了地球\n"
        "   30 | GEO:118.626000;28.737000\n"
        "      |     ^^^^^^^^^^^^^^^^^^^^\n"
        "  像是写反了：GEO:28.737000;118.626000\n"
        "  订阅的人：地图上标在别处，或者不标。\n"
        "  怎么改：写成 GEO:纬度;经度，如 GEO:28.737000;118.626000。"
    )


def test_carets_stand_under_wide_characters() -> None:
    """A Chinese character is as wide as two letters."""
    lines = format_text(kit.found((kit.BAD / "F501.ics").read_bytes())).split("\n")
    assert lines[1] == "   31 | DESCRIPTION:第一行<br>第二行&nbsp\\;\\, 完"
    assert lines[2] == "      | " + " " * (12 + 6) + "^^^^"


def test_a_long_line_is_shown_around_the_fault() -> None:
    """Of a line of thousands of characters the part with the fault is quoted, dots before it."""
    text = kit.changed(("第一行", "x" * 5000 + "<br>" + "y" * 5000))
    shown = next(block for block in format_text(kit.found(text)).split("\n\n") if "F501" in block).split("\n")
    assert shown[1] == "   31 | …" + "x" * 24 + "<br>" + "y" * 72
    assert shown[2] == "      | " + " " * 25 + "^^^^"


def test_what_is_seen_and_what_to_do_are_told_once_a_rule() -> None:
    """The second breach of a rule does not repeat the advice."""
    text = kit.good().replace("SEQUENCE:0", "SEQUENCE:x")
    assert format_text(kit.found(text)).count("怎么改：") == 1
    assert format_text(kit.found(text)).count("F307") == 2


def test_related_places_are_named() -> None:
    """A UID used twice points at its first use."""
    assert "  另见 a.ics:22:1" in format_text(kit.found((kit.BAD / "F302.ics").read_bytes()))


def test_json_holds_everything() -> None:
    """Counts and findings with place, words, what is seen and what to do."""
    data = json.loads(format_json(kit.found(THREE), 1))
    assert {k: v for k, v in data.items() if k != "findings"} == {
        "version": 1, "calendars": 1, "errors": 1, "warnings": 1, "notices": 1,
    }  # fmt: skip
    assert [(f["code"], f["severity"]) for f in data["findings"]] == [
        ("F115", "notice"),
        ("F307", "error"),
        ("F318", "warning"),
    ]
    found = data["findings"][1]
    assert (found["path"], found["line"], found["column"], found["length"]) == ("a.ics", 23, 10, 1)
    assert found["seen"] == RULES["F307"].seen
    assert found["hint"] == RULES["F307"].remedy
    assert found["title"] == "SEQUENCE 有误"


def test_workflow_commands_are_one_line_each() -> None:
    """CI shows errors, warnings and notices beside the line."""
    lines = format_github(kit.found(THREE)).split("\n")
    assert [line.split(" ")[0] for line in lines] == ["::notice", "::error", "::warning"]
    assert lines[1].startswith(
        "::error file=a.ics,line=23,col=10,title=F307 SEQUENCE 有误::SEQUENCE 的“x”不是从0起的整数%0A写成0"
    )


@pytest.mark.parametrize(
    ("code", "plain", "strict"), [("F307", True, True), ("F318", False, True), ("F115", False, False)]
)
def test_errors_fail_and_warnings_only_when_strict(code: str, plain: bool, strict: bool) -> None:
    """Notices never fail."""
    findings = [f for f in kit.found(THREE) if f.code == code]
    assert (fails(findings), fails(findings, strict=True)) == (plain, strict)


def test_the_last_line_counts() -> None:
    """How many calendars, errors, warnings and notices."""
    assert summary((), 3) == "体检完成：3 个日历，没有发现问题。"
    assert summary(kit.found(THREE), 1).startswith("体检完成：1 个日历，错误 1 处，提醒 1 处，提示 1 处。")
