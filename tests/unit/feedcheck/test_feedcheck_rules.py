"""Every rule of `pufa feedcheck` against its samples and against the handbook."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.feedcheck.finding import MOST
from generator.feedcheck.inspection import MAX_BYTES
from generator.feedcheck.local import HERE
from generator.feedcheck.report import format_json, format_text
from generator.feedcheck.rules import RULES, WORDS
from generator.feedcheck.run import inspect
from tests.sites.feeds import kit

GUIDE = Path(__file__).parents[3] / "content" / "guide" / "15-feedcheck.md"
WITHOUT_SAMPLE = {"F013", "F100", "F604"}
"""What no file in a repository can show: one of a megabyte, one that cannot be read, a folder without. See test_feedcheck_folder."""
WEB = {code for code in RULES if code.startswith("F7")}
"""What only a server can do wrong: tests/integration/test_feedcheck.py."""
EXPECTED = (kit.FEEDS / "expected.txt").read_text("utf-8").splitlines()


def samples(folder: Path) -> dict[str, Path]:
    return {path.name[:4]: path for path in sorted(folder.iterdir())}


def no_pause(seconds: float) -> None:
    raise AssertionError(f"nothing has to be waited for: {seconds}")


@pytest.mark.parametrize("code", sorted(set(RULES) - WITHOUT_SAMPLE - WEB))
def test_the_bad_sample_breaks_this_rule_alone_where_and_as_expected(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each rule finds its bad sample, at the line and column and in the words of expected.txt, and nothing else does."""
    monkeypatch.chdir(kit.BAD)
    path = samples(Path())[code]
    findings = inspect(str(path), kit.AS_OF, no_pause).findings
    assert {f.code for f in findings} == {code}
    said = [f"{f.span} {f.code} {f.message}" for f in findings]
    assert said == [line for line in EXPECTED if line.startswith(path.name)]


@pytest.mark.parametrize("code", sorted(set(RULES) - WITHOUT_SAMPLE - WEB))
def test_mending_the_sample_silences_the_rule(code: str) -> None:
    """The good sample of each rule, which uses what the rule is about, has no finding at all."""
    path = samples(kit.GOOD)[code]
    assert inspect(str(path), kit.AS_OF, no_pause).findings == ()


def test_every_sample_is_of_a_rule() -> None:
    """No sample is left over from a rule that is gone, and none is missing."""
    assert set(samples(kit.BAD)) == set(samples(kit.GOOD)) == set(RULES) - WITHOUT_SAMPLE - WEB


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_words_of_a_rule_are_good_chinese(rule) -> None:  # type: ignore[no-untyped-def]
    """Titles are short; what is seen and what to do are whole sentences."""
    assert re.fullmatch(r"F[0-7]\d\d", rule.code)
    assert len(rule.title) <= 24
    assert rule.seen.endswith("。")
    assert rule.remedy.endswith("。")


def test_the_handbook_lists_every_rule_as_the_table_has_it() -> None:
    """The page has one row a rule, in order, with the words of the table (code marks aside)."""
    rows = re.findall(r"^\| (F\d\d\d) \| (.*) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert [(code, rest.replace("`", "")) for code, rest in rows] == [
        (r.code, " | ".join((WORDS[r.severity], r.title, r.seen, r.remedy))) for r in RULES.values()
    ]


def test_the_example_in_the_handbook_is_what_the_program_prints() -> None:
    """The page quotes F011 as it is shown, caret and all."""
    shown = format_text(kit.found((kit.BAD / "F011.ics").read_bytes(), "收到的日历.ics"))
    assert f"```text\n{shown}\n```" in GUIDE.read_text("utf-8")


def test_limits_and_names_in_the_handbook_are_those_of_the_program() -> None:
    """The largest file, how many findings a rule has, the names of this machine, the keys of the JSON."""
    page = GUIDE.read_text("utf-8")
    assert f"超过{MAX_BYTES >> 20} MB" in page
    assert f"最多列{MOST}处" in page
    assert all(f"`{name}`" in page for name in HERE)
    data = json.loads(format_json(kit.found((kit.BAD / "F302.ics").read_bytes()), 1))
    named = {*data, *data["findings"][0]} - {"version"}
    assert [name for name in named if f"`{name}`" not in page] == []
