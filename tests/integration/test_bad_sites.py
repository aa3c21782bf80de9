"""Every diagnostic code has a broken site, and says at the right place what is wrong, in all three formats."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sites import kit
from sites.recipes import RECIPES

from generator.base.codes import CODES
from generator.cli import main

BUILT = frozenset({"E013"})
"""Codes that only a build can meet: a check renders no template."""
SCHEMA = json.loads(files("generator").joinpath("data/diagnostics.schema.json").read_text("utf-8"))
WORDS = {"error": "", "warning": "提醒：", "notice": "提示："}
ASCII_MARKS = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]")


def broken(base: Path, code: str) -> Path:
    """The base site with the overlay and the recipe of a code."""
    kit.overlay(base, code)
    if code in RECIPES:
        RECIPES[code](base)
    return base


def run(root: Path, *words: str, code: str = "") -> Result:
    command = "build" if code in BUILT else "check"
    return CliRunner().invoke(
        main, [command, "-C", str(root), "--as-of", kit.AS_OF.isoformat(), *words], catch_exceptions=False
    )


def expected(code: str) -> list[str]:
    return (kit.BAD / code / "expected.txt").read_text("utf-8").splitlines()


def heads(text: str) -> Iterator[str]:
    """The first line of each fault in a text report."""
    for line in text.splitlines():
        if re.match(r"\S+ [EWN]\d{3} ", line):
            yield line


def test_every_code_has_a_broken_site() -> None:
    """The table of codes and the folders of broken sites are the same list."""
    assert sorted(p.name for p in kit.BAD.iterdir()) == sorted(CODES)


def test_the_base_of_all_broken_sites_is_sound(base: Path) -> None:
    """So whatever a broken site reports comes from its own few lines."""
    assert kit.look(base) == ()


@pytest.mark.parametrize("code", sorted(CODES))
def test_text_report_names_place_and_words(base: Path, code: str) -> None:
    """`pufa check` prints exactly the expected lines, its own code among them, and exits with 1 for an error."""
    said = run(broken(base, code), code=code)
    assert list(heads(said.output)) == expected(code)
    assert any(f" {code} " in line for line in expected(code))
    assert said.exit_code == (1 if code.startswith("E") else 0)


@pytest.mark.parametrize("code", sorted(set(CODES) - BUILT))
def test_json_report_follows_its_schema(base: Path, code: str) -> None:
    """`--format json` is valid by the published schema and says the same as the text."""
    data = json.loads(run(broken(base, code), "--format", "json").output)
    assert kit.violations(data, SCHEMA) == []
    lines = []
    for d in data["diagnostics"]:
        place = d["path"] + (f":{d['line']}" if d["line"] else "") + (f":{d['column']}" if d["column"] else "")
        lines.append(f"{place} {d['code']} {WORDS[d['severity']]}{d['message']}")
    assert lines == expected(code)


@pytest.mark.parametrize("code", sorted(set(CODES) - BUILT))
def test_annotations_for_ci(base: Path, code: str) -> None:
    """`--format github` gives one workflow command a fault, with file, line, code and words."""
    out = run(broken(base, code), "--format", "github").output.splitlines()
    assert len(out) == len(expected(code))
    for line, said in zip(out, expected(code), strict=True):
        place, number, words = said.split(" ", 2)
        path, *position = place.split(":")
        assert line.startswith({"E": "::error ", "W": "::warning ", "N": "::notice "}[number[0]])
        assert f"file={path}" in line
        assert f"title={number} " in line
        assert words.removeprefix("提醒：").removeprefix("提示：").replace("%", "%25") in line
        if position:
            assert f"line={position[0]}" in line


@pytest.mark.parametrize("code", sorted(set(CODES) - BUILT))
def test_strict_makes_warnings_fail(base: Path, code: str) -> None:
    """With `--strict` every broken site fails, but for what is only told."""
    assert run(broken(base, code), "--strict").exit_code == (0 if code.startswith("N") else 1)


@pytest.mark.parametrize("code", sorted(set(CODES) - BUILT))
def test_words_are_good_chinese(base: Path, code: str) -> None:
    """Messages and hints are Chinese sentences with Chinese punctuation, and every hint ends as a sentence does."""
    for fault in kit.look(broken(base, code)):
        assert re.search(r"[\u4e00-\u9fff]", fault.message)
        assert not ASCII_MARKS.search(fault.message.replace(": ", "")), fault.message
        assert fault.hint, fault.code
        assert fault.hint[-1] in "。？）…", fault.hint


def test_duplicate_key_names_both_places(base: Path) -> None:
    """E020 points at the second place, and at the first one too."""
    said = run(broken(base, "E020")).output
    assert f"{kit.EVENTS}:7:3 E020" in said
    assert f"另见 {kit.EVENTS}:6:3" in said


def test_duplicate_id_names_both_places(base: Path) -> None:
    """E101 points at both events, in whichever files they are."""
    kit.put(base, "campaigns/xianfa/events-2.csv", f"{kit.LEDGER_HEAD}\nxianfa-1,另一场,2026-12-05,青石镇\n")
    said = run(base).output
    assert "campaigns/xianfa/events.yml:1:7 E101" in said
    assert "另见 campaigns/xianfa/events-2.csv:2:1（第2行 A列）" in said


@pytest.mark.parametrize("code", sorted(set(CODES) - BUILT))
def test_carets_stand_under_the_fault(base: Path, code: str) -> None:
    """The carets begin where the fault begins and are as wide as it is, a Chinese character counting as two columns."""

    def width(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)

    text = run(broken(base, code)).output.split("\n")
    for fault in kit.look(base):
        if not fault.span.column or fault.span.cell or fault.code == "E011":
            continue
        at = next(i for i, line in enumerate(text) if line.startswith(f"{fault.span} {fault.code}"))
        source, carets = text[at + 1].split(" | ", 1)[1], text[at + 2].split(" | ", 1)[1]
        marked = source[fault.span.column - 1 : fault.span.column - 1 + fault.span.length]
        assert carets == " " * width(source[: fault.span.column - 1]) + "^" * width(marked)
