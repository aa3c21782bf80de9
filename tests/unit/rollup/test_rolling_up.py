"""The rollup's parts: who is expected, whom each counts for, what may be wrong with foreign files, and how it is told."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.base.diagnostics import Fault
from generator.figures.coverage.values import State
from generator.gazetteer.divisions import country, township_units
from generator.rollup import Outcome, format_text, summary
from generator.rollup.finding import MOST, Finding, ordered
from generator.rollup.members import expect, normal_code, uppers
from generator.rollup.rules import RULES, WORDS
from generator.rollup.run import Prepared
from tests.unit import rollup_kit as kit

pytestmark = pytest.mark.slow  # each reads three counties

ROOT = Path(__file__).parents[3]
BAD = kit.JIANGSHAN
"""The county that the recipes break; its table of events is `EVENTS`."""
EVENTS = f"{BAD}/data/events.csv"


# --- codes and lists -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("3308", "3308"), ("330800", "3308"), ("33", "33"), ("330000", "33"), ("00", "00"), ("000000", "00"), ("0", "00"),
        (" 33 ", "33"), ("330881", None), ("衢州", None), ("", None), ("３３", None), ("333", None),
    ],
)  # fmt: skip
def test_the_upper_level_is_a_city_a_province_or_the_country(word: str, code: str | None) -> None:
    assert normal_code(word) == code


def test_all_counties_below_a_code_are_expected() -> None:
    """The shipped list: six in 衢州, ninety in 浙江, every county for the country."""
    for code, number in (("3308", 6), ("33", 90), ("00", 2978)):
        expected, faults = expect(code, None)
        assert (len(expected.members), faults) == (number, [])
    assert expect("3308", None)[0].members[BAD] == "江山市"


@pytest.mark.parametrize(
    ("code", "region", "counts_for"),
    [
        ("3308", "330881", ("330881", "3308")),
        ("33", "330881", ("330881", "3308", "33")),
        ("00", "330881", ("330881", "3308", "33", "00")),
        ("00", "110101", ("110101", "11", "00")),
        ("42", "429004", ("429004", "42")),
        ("33", "3308", ("3308", "33")),
        ("3308", "3308", ("3308",)),
    ],
)
def test_a_region_counts_for_itself_its_city_its_province_and_the_whole(
    code: str, region: str, counts_for: tuple[str, ...]
) -> None:
    """Headings of the list (北京's 市辖区, 省直辖县) are no level of their own."""
    assert uppers(expect(code, None)[0], region) == counts_for


def test_a_list_may_be_codes_or_a_file_in_either_encoding(tmp_path: Path) -> None:
    """A head, comments, commas and GB18030 are understood; a name that is not written is looked up."""
    assert list(expect("3308", "330802，330881")[0].members.items()) == [("330802", "柯城区"), ("330881", "江山市")]
    path = tmp_path / "名单.txt"
    path.write_bytes("代码,名称\n# 2025年\n330802,柯城\n\n330881\n".encode("gb18030"))
    assert dict(expect("3308", str(path))[0].members) == {"330802": "柯城", "330881": "江山市"}


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("330802 柯城区\n三三\n", "“三三”不是代码和名称", 2),
        ("330106\n", "330106不在3308下面", 1),
        ("330802\n330802\n", "330802写了两次", 2),
        ("\n\n", "名单是空的", 0),
    ],
)
def test_what_is_wrong_with_a_list_is_told_by_line(tmp_path: Path, text: str, message: str, line: int) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, "utf-8")
    assert expect("3308", str(path))[1] == [Finding("R030", str(path), message, line=line)]


def test_a_list_that_is_not_there_stops_the_rollup_with_a_word(tmp_path: Path) -> None:
    done = kit.rolled(tmp_path, tmp_path / "out", members="没有.txt")
    assert not done.written
    assert [f.code for f in done.findings] == ["R030"]


def test_the_countrys_places_have_no_headings_among_them() -> None:
    found = country()
    assert found.uppers["3308"] == "衢州市"
    assert found.uppers["11"] == "北京市"
    assert "1101" not in found.uppers
    assert "4290" not in found.uppers
    units = township_units(["330824", "330881"])
    assert [len(units[c]) for c in ("330824", "330881")] == [14, 19]
    assert all(t.code.startswith("330824") and t.villages for t in units["330824"])


# --- what may be wrong with foreign files ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kit.quzhou(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def sound(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a rollup of the three counties as they are."""
    out = tmp_path_factory.mktemp("sound") / "out"
    kit.rolled(published, out)
    return out


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A copy of the three counties' data that a test may break."""
    return shutil.copytree(published, tmp_path / "data")


def edit(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, count).encode())


def cell(path: Path, row: int, column: str, value: str) -> None:
    """Change one cell; rows count from 1 below the head."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))
    rows[row][rows[0].index(column)] = value
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode())


def without(path: Path, *columns: str) -> None:
    """Take columns out, as an older program would have published."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))
    keep = [place for place, name in enumerate(rows[0]) if name not in columns]
    assert len(keep) == len(rows[0]) - len(columns)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([row[place] for place in keep] for row in rows)
    path.write_bytes(text.getvalue().encode())


def other_city(root: Path) -> None:
    kit.publish(root, kit.library("340102", "瑶海区", 9))


def stranger(root: Path) -> None:
    kit.publish(root, kit.library("330899", "新设区", 9))


def twin(root: Path) -> None:
    shutil.copytree(root / BAD, root / "江山又一份")


def taken_township(root: Path) -> None:
    """江山 lists a township of 柯城."""
    head, first, *rest = (root / BAD / "data/townships.csv").read_text("utf-8").splitlines()
    more = first.replace(BAD, kit.KECHENG)
    (root / BAD / "data/townships.csv").write_text("\n".join([head, first, *rest, more, ""]), "utf-8")


def half(root: Path) -> None:
    """A download that broke off at the end of a line."""
    path = root / BAD / "data/events_townships.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: len(lines) // 2]))


Recipe = Callable[[Path], object]
RECIPES: dict[str, tuple[tuple[Recipe, str, str], ...]] = {
    "R001": ((lambda r: shutil.rmtree(r) or r.mkdir(), "", "这个文件夹里没有 region.csv，不是开放数据"),),
    "R002": (
        (lambda r: cell(r / BAD / "data/region.csv", 1, "as_of", "昨天"), "region.csv:2", "统计日“昨天”不是日期"),
        (lambda r: cell(r / BAD / "data/region.csv", 1, "code", "33x"), "region.csv:2", "代码“33x”不是4位或6位数字"),
        (lambda r: (r / BAD / "data/region.csv").write_bytes(b""), "region.csv", "应当正好有一行，实际有0行"),
    ),
    "R003": (
        (lambda r: edit_bytes(r / EVENTS), "events.csv:3", "文件不是 UTF-8 编码"),
        (lambda r: (r / EVENTS).write_bytes(b"\xff\xfe\x00"), "events.csv:1", "第一行不是 UTF-8 编码的列名"),
        (lambda r: (r / BAD / "data/targets.csv").write_bytes(b""), "targets.csv:1", "第一行没有列名"),
        (lambda r: edit_bytes(r / BAD / "data/campaigns.csv"), "campaigns.csv", "文件不是 UTF-8 编码"),
    ),
    "R004": (
        (lambda r: (r / EVENTS).unlink(), "events.csv", "没有 events.csv 这个文件"),
        (lambda r: without(r / EVENTS, "status"), "events.csv:1", "没有“status”这一列"),
        (lambda r: edit(r / EVENTS, "satisfied", "staff"), "events.csv:1", "列“staff”有两列"),
    ),
    "R005": (
        (lambda r: longer(r / EVENTS), "events.csv:2", "这一行有32格，应当有31格"),
        (lambda r: append(r / EVENTS, '"没有配对'), "events.csv", "引号没有配对"),
        (lambda r: append(r / BAD / "data/campaigns.csv", "只有一格"), "campaigns.csv", "这一行有1格，应当有6格"),
    ),
    "R006": (
        (lambda r: cell(r / EVENTS, 2, "first_day", "2025-13-01"), "events.csv:3", "first_day“2025-13-01”不是日期"),
        (lambda r: cell(r / EVENTS, 3, "attendance", "很多"), "events.csv:4", "attendance“很多”不是整数"),
        (lambda r: cell(r / BAD / "data/townships.csv", 1, "code", "33"), "townships.csv:2:1", "code“33”不对，应当是9位数字"),
        (lambda r: cell(r / BAD / "data/campaigns.csv", 1, "end", "2001-01-01"), "campaigns.csv:2", "结束早于开始"),
        (lambda r: cell(r / BAD / "data/targets.csv", 1, "at_least", "nan"), "targets.csv:2", "at_least“nan”不是数"),
    ),
    "R007": (
        (lambda r: again(r / EVENTS), "events.csv", "写了两次，第一次在第2行"),
        (lambda r: again(r / BAD / "data/townships.csv"), "townships.csv", "写了两次，第一次在第2行"),
        (lambda r: again(r / BAD / "data/campaigns.csv"), "campaigns.csv", "专项“bawu”写了两次"),
    ),
    "R008": ((twin, "region.csv", "里已经有了，两份都没有计入"),),
    "R009": ((taken_township, "townships.csv", "乡镇330802101在柯城区（330802）的数据里也有"),),
    "R010": ((other_city, "region.csv", "瑶海区（340102）不在3308下面"),),
    "R011": (
        (lambda r: cell(r / EVENTS, 1, "status", "办了"), "events.csv:2:22", "status“办了”不对，可以写：计划、确定、已办、取消、延期"),
        (lambda r: cell(r / BAD / "data/inspections.csv", 1, "finding", "好"), "inspections.csv:2:6", "finding“好”不对"),
    ),
    "R012": (
        (lambda r: cell(r / EVENTS, 1, "attendance", "-5"), "events.csv:2", "attendance“-5”不对，应当在0到10000000之间"),
        (lambda r: cell(r / EVENTS, 1, "first_day", "0001-01-01"), "events.csv:2", "应当是1986年到2100年的日子"),
        (lambda r: cell(r / EVENTS, 1, "last_day", "1999-01-01"), "events.csv", "有1场活动的最后一天早于第一天"),
        (lambda r: cell(r / BAD / "data/funding.csv", 1, "amount", "nan"), "funding.csv:2", "amount“nan”不对"),
        (lambda r: cell(r / BAD / "data/townships.csv", 1, "population", "9" * 18), "townships.csv:2", "不对"),
    ),
    "R013": (
        (half, "events_townships.csv", "可是 events.csv 里一共写了"),
        (lambda r: cell(r / BAD / "data/villages.csv", 1, "township", "330881999"), "villages.csv", "乡镇“330881999”不在 townships.csv 里"),
    ),
    "R014": (
        (lambda r: linked(r / EVENTS, r / "外面.csv"), "events.csv", "是一个链接（快捷方式），不是文件本身，没有读"),
        (lambda r: (r / EVENTS).unlink() or (r / EVENTS).mkdir(), "events.csv", "是一个文件夹，不是文件，没有读"),
    ),
    "R015": (
        (lambda r: (r / EVENTS).write_bytes(b"x," * 600 + b"x\n1\n"), "events.csv:1", "有601列，超过了500列"),
        (lambda r: many(r / BAD / "data/campaigns.csv", 600), "campaigns.csv:502", "超过了500行"),
        (lambda r: many(r / BAD / "data/townships.csv", 2100), "townships.csv", "有2104行，超过了2000行"),
    ),
    "R021": (
        (lambda r: without(r / EVENTS, "focus", "updated"), "data", "没有events.csv 的 focus、events.csv 的 updated，按空白算"),
        (lambda r: (r / BAD / "data/tasks.csv").unlink(), "data", "没有tasks.csv，按空白算"),
    ),
    "R022": ((stranger, "region.csv", "新设区（330899）不在应报的名单里，照样计入"),),
    "R023": (
        (lambda r: cell(r / BAD / "data/region.csv", 1, "url", "javascript:alert(1)"), "region.csv:2", "网址“javascript:alert(1)”不能用"),
    ),
    "R024": (
        (lambda r: kit.publish(r, kit.library(BAD, "江山市", 2), date(2025, 12, 1)), "region.csv", "统计日2025-12-01晚于汇总的2025-09-30"),
        (lambda r: kit.publish(r, kit.library(BAD, "江山市", 2), date(2024, 1, 1)), "region.csv", "一年多没有公布新的数据"),
    ),
    "R025": ((lambda r: cell(r / BAD / "data/campaigns.csv", 1, "title", "八五规划"), "campaigns.csv", "按“八五普法”、2023-01-01到2025-12-31算"),),
    "R026": ((lambda r: cell(r / BAD / "data/targets.csv", 1, "at_least", "9"), "targets.csv", "的目标“开展活动场次”各县区写得不一样"),),
    "R027": ((lambda r: edit(r / EVENTS, "id,event_id", "id,新列"), "events.csv:1", "不认识列“新列”"),),
    "R029": ((lambda r: os.symlink(r / BAD, r / "又一个", target_is_directory=True), "data", "有1个链接没有跟进去：又一个"),),
}  # fmt: skip
ELSEWHERE = {"R016", "R028", "R030"}
"""Codes about the list of members, and of what could not be foreseen; they have tests of their own."""


def edit_bytes(path: Path) -> None:
    """Bytes of another encoding in the third line of a file."""
    lines = path.read_bytes().split(b"\r\n")
    lines[2 if len(lines) > 3 else 1] = lines[2 if len(lines) > 3 else 1].replace(
        b",", ",江山".encode("gb18030") + b",", 1
    )[:-1]
    lines[2 if len(lines) > 3 else 1] = re.sub(rb"^([^,]*),([^,]*),", rb"\2,\2,", lines[2 if len(lines) > 3 else 1])
    path.write_bytes(b"\r\n".join(lines))


def longer(path: Path) -> None:
    """One cell too many in the second line."""
    head, first, *rest = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([head, first + ",多一格".encode(), *rest]))


def linked(path: Path, elsewhere: Path) -> None:
    """The file moved away, and a link to it in its place."""
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def many(path: Path, number: int) -> None:
    """The last row as often as `number`, under ever new ids."""
    *_, last = csv.reader(io.StringIO(path.read_bytes().decode(), newline=""))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([f"{k:09d}", *last[1:]] for k in range(number))
    path.write_bytes(path.read_bytes() + text.getvalue().encode())


def append(path: Path, line: str) -> None:
    path.write_bytes(path.read_bytes() + line.encode() + b"\r\n")


def again(path: Path) -> None:
    """The first row once more at the end."""
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[1])


def states(done: Outcome | Prepared) -> dict[str, str]:
    return {m.code: m.state for m in done.members}


CASES = [(code, place, case) for code, cases in RECIPES.items() for place, case in enumerate(cases)]


def test_every_code_has_a_broken_file_and_stands_in_the_handbook() -> None:
    """The table of codes, the recipes and the page for cities are one list, with the same words."""
    assert set(RECIPES) | ELSEWHERE == set(RULES)
    page = (ROOT / "content/guide/22-huizong.md").read_text("utf-8")
    written = re.findall(r"^\| (R\d{3}) \| (\S+) \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    assert written == [(r.code, WORDS[r.severity], r.title, r.remedy) for r in RULES.values()]


@pytest.mark.parametrize(("code", "number", "case"), CASES, ids=[f"{c}-{n}" for c, n, _ in CASES])
def test_what_is_wrong_is_told_with_its_place_and_the_rest_is_rolled_up(
    data: Path, tmp_path: Path, code: str, number: int, case: tuple[Recipe, str, str]
) -> None:
    """The code, the file (with its line where it has one) and the words; an error leaves out that county and no other."""
    recipe, place, words = case
    recipe(data)
    done = kit.examined(data, tmp_path / "room")
    found = [f for f in done.findings if f.code == code and words in f.message]
    assert found, format_text(done.findings)
    assert any(f.place.removeprefix(str(data)).endswith(place) or place in f.place for f in found), found
    assert found[0].rule.remedy in format_text(done.findings)
    if code == "R001":
        return
    left_out = {m.code for m in done.members if m.silent}
    if RULES[code].severity != "error" or code == "R010":
        assert left_out == set()
    else:
        assert left_out == {BAD}
    assert states(done)[kit.KECHENG] == states(done)[kit.KAIHUA] == "published"


def test_a_county_that_is_left_out_is_silent_in_everything(data: Path, tmp_path: Path, sound: Path) -> None:
    """Its figures would be wrong: all of its cells are 未报, and the other counties' are as they were."""
    cell(data / EVENTS, 1, "status", "办了")
    kit.rolled(data, tmp_path / "after")

    def read(out: Path) -> dict[tuple[str, str, str], dict[str, str]]:
        rows = csv.DictReader(io.StringIO((out / "coverage.csv").read_text("utf-8")))
        return {(r["matrix"], r["unit"], r["period"]): r for r in rows}

    before, after = read(sound), read(tmp_path / "after")
    silent: State = "silent"
    assert {r["state"] for key, r in after.items() if key[1] == BAD} == {silent}
    others = [key for key in before if key[1] in (kit.KECHENG, kit.KAIHUA)]
    assert [key for key in others if before[key] != after[key]] == []
    row = next(r for r in csv.DictReader(io.StringIO((tmp_path / "after/members.csv").read_text("utf-8"))) if r["code"] == BAD)  # fmt: skip
    assert row["state"] == "refused"
    assert "R011 status“办了”不对" in row["findings"]


def test_everything_wrong_with_every_county_is_told_at_once(data: Path, tmp_path: Path) -> None:
    """Three broken counties, four kinds of faults, one run; nothing can be rolled up, and nothing is written."""
    cell(data / EVENTS, 1, "status", "办了")
    again(data / kit.KECHENG / "data/events.csv")
    cell(data / kit.KECHENG / "data/events.csv", 5, "attendance", "-1")
    (data / kit.KAIHUA / "data/townships.csv").unlink()
    done = kit.rolled(data, tmp_path / "out")
    assert {(f.region, f.code) for f in done.findings} == {
        (BAD, "R011"), (kit.KECHENG, "R007"), (kit.KECHENG, "R012"), (kit.KAIHUA, "R004"),
    }  # fmt: skip
    assert not done.written
    assert not (tmp_path / "out").exists()


def test_a_failed_rollup_leaves_the_former_result_as_it_was(data: Path, tmp_path: Path, sound: Path) -> None:
    shutil.copytree(sound, tmp_path / "out")
    former = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    for code in kit.QUZHOU:
        (data / code / "data/townships.csv").unlink()
    assert not kit.rolled(data, tmp_path / "out").written
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == former


def test_an_older_programs_columns_count_as_empty_and_only_their_indicators_suffer(
    data: Path, tmp_path: Path, sound: Path
) -> None:
    """Without focus and series: duties_share has nothing of that county, events_held all of it."""
    without(data / EVENTS, "focus", "series", "laws")
    done = kit.rolled(data, tmp_path / "after")
    assert {f.code for f in done.findings} == {"R021"}

    def of(out: Path, indicator: str) -> list[tuple[str, str]]:
        rows = csv.DictReader(io.StringIO((out / "coverage.csv").read_text("utf-8")))
        return [
            (r["period"], r["value"]) for r in rows if r["matrix"] == f"{indicator}.region.year" and r["unit"] == BAD
        ]

    after = tmp_path / "after"
    assert of(sound, "events_held") == of(after, "events_held")
    assert any(value for _, value in of(sound, "duties_share"))
    assert not any(value for _, value in of(after, "duties_share"))


def test_a_repeated_fault_is_counted_and_not_listed_for_ever(data: Path, tmp_path: Path) -> None:
    """At most five of a kind in one file, then how many more."""
    path = data / EVENTS
    path.write_bytes(path.read_bytes().replace("已办".encode(), "办了".encode()))
    done = kit.examined(data, tmp_path / "room")
    found = [f for f in done.findings if f.code == "R011"]
    assert len(found) == MOST + 1
    assert sum("没有列出" in f.message for f in found) == 1


def test_members_whose_townships_nobody_knows_are_told_and_silent(data: Path, tmp_path: Path) -> None:
    """A code that the shipped list lacks: 未报, without townships in the denominators."""
    done = kit.examined(data, tmp_path / "room", "330899")
    assert [(f.code, f.region) for f in done.findings] == [("R028", "330899")]
    assert states(done)["330899"] == "silent"


def test_a_wrong_code_is_refused_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="衢州市 3308"):
        kit.roll_up(replace(kit.order(tmp_path, tmp_path / "out"), code="330881"), lambda _: None)


def test_findings_are_ordered_told_once_and_safe_to_print() -> None:
    """The remedy of a kind stands at its first finding; control characters never reach the screen."""
    found = ordered([Finding("R023", "b", "x\x1b[31m"), Finding("R023", "a", "y"), Finding("R023", "a", "y")])
    text = format_text(found)
    assert [f.path for f in found] == ["a", "b"]
    assert text.count(RULES["R023"].remedy) == 1
    assert "\x1b" not in text
    assert "提醒 2 处" in summary(found)
    assert summary(()) == "数据检查完成：没有发现问题。"
