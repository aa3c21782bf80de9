"""Rounds of random checks on disk: drawn, filled in, checked, counted; and never written over."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sites import kit

from generator.cli import _usage as usage_words
from generator.cli import main
from generator.pipeline import Prepared, derive
from tests.unit.pages_kit import Html

ROUND = "campaigns/inspections/2026-抽查.yml"
HELD = """
- {id: xianfa-0, title: 宪法进礼堂, start: 2026-05-10, township: 青石镇, place: 青石镇礼堂, status: 已办, result: {attendance: 40, staff: 3}}
- {id: xianfa-2, title: "=1+1 宪法&夜校", start: 2026-06-01 19:00, township: 云溪街道, place: 夜校, status: 已办, stage: 启动, result: {attendance: 30}}
- {id: xianfa-3, title: 宪法宣传周, start: 2026-06-02, township: 全域, place: 各广场, status: 已办, result: {attendance: 300}}
- {id: xianfa-4, title: 宪法进校园, start: 2026-06-03, township: 云溪街道, status: 取消, note: 停课}
"""


@pytest.fixture
def site(base: Path) -> Path:
    """The smallest site with three held events."""
    kit.put(base, "campaigns/xianfa/events-2.yml", HELD)
    assert kit.look(base) == ()
    return base


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(
        main, ["sample", "-C", str(root), "--as-of", kit.AS_OF.isoformat(), *words], catch_exceptions=False
    )


def items(root: Path, *lines: str) -> list[str]:
    """The codes of a round with these items."""
    kit.put(root, ROUND, "items:\n" + "".join(f"  - {{{line}}}\n" for line in lines))
    return [d.code for d in kit.look(root)]


OCC, SITE = "类别: 场次, 编号: xianfa-0", "kind: 阵地, id: qingshi-changlang"


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (OCC, []), (SITE, []), (f"{OCC}, 检查日期: 2026-05-10, 结果: 属实", []), (f"{SITE}, checked: 2026/11/21, finding: verified", []),
        (f"{OCC}, 检查日期: 2026-05-09, 结果: 属实", ["E162"]), (f"{OCC}, 检查日期: 2026-11-22, 结果: 属实", ["W222"]),
        (f"{OCC}, 检查日期: 2026-05-12", ["E163"]), (f"{OCC}, 结果: 不符", ["E163"]), (f"{OCC}, 检查日期: 2026-05-12, 结果: 差不多", ["E026"]),
        ("类别: 场次, 编号: xianfa-4, 检查日期: 2026-06-10, 结果: 属实", ["E164"]),
        ("类别: 场次, 编号: xianfa-4, 检查日期: 2026-06-10, 结果: 不符", []),
        (f"{OCC}, 检查日期: 昨天, 结果: 属实", ["E024"]), ("类别: 场次, 编号: xianfa-9", ["E160"]), ("类别: 阵地, 编号: xianfa-0", ["E160"]),
        ("类别: 村, 编号: xianfa-0", ["E026"]), ("编号: xianfa-0", ["E022"]), ("类别: 场次", ["E022"]),
        (f"{OCC}, 说明: 打了 13912345678", ["W205"]), (f"{OCC}, 说明: 打了 0570-4012345", []), (f"{OCC}, 什么: 1", ["E021"]),
        (f"{OCC}, 说明: '<b>粗</b>'", ["E031"]), ("类别: 场次, 编号: xianfa-0@2026-05-10", ["E160"]),
    ],
)  # fmt: skip
def test_rules_of_one_item(site: Path, line: str, codes: list[str]) -> None:
    """Each rule on both of its sides, in both languages."""
    assert items(site, line) == codes


def test_an_item_stands_once_in_a_list_but_may_be_drawn_again(site: Path) -> None:
    """Twice in one file is E161; in two rounds it is checked twice."""
    assert items(site, OCC, SITE, OCC) == ["E161"]
    kit.put(site, "campaigns/inspections/第二批.yml", f"items: [{{{OCC}}}]\n")
    assert items(site, OCC, SITE) == []


def test_an_event_with_a_fault_of_its_own_is_not_also_missing(site: Path) -> None:
    """One slip is one fault."""
    kit.put(site, "campaigns/xianfa/events-2.yml", HELD.replace("township: 青石镇", "township: 青石乡"))
    assert items(site, OCC) == ["E104"]


@pytest.mark.slow
def test_findings_become_a_figure_of_their_own(site: Path) -> None:
    """Two of three verified: the region, the townships, the open data; a blank counts for nothing."""
    assert (
        items(
            site,
            f"{OCC}, 检查日期: 2026-07-01, 结果: 属实",
            "类别: 场次, 编号: xianfa-2, 检查日期: 2026-07-01, 结果: 不符",
            "类别: 场次, 编号: xianfa-3",
            f"{SITE}, 检查日期: 2026-07-02, 结果: 符合",
        )
        == []
    )
    prepared = kit.prepared(site)
    assert isinstance(prepared, Prepared)
    world = derive(prepared)
    region = world.coverage.find("inspection_verified", "region", "year")
    assert region is not None
    (cell,) = [c for c in region.rows[0] if c.period == "2026"]
    assert (cell.part, cell.whole) == (2, 3)
    assert set(cell.records) == {"2026-抽查#xianfa-0", "2026-抽查#xianfa-2", "2026-抽查#qingshi-changlang"}
    townships = world.coverage.find("inspection_verified", "township", "year")
    assert townships is not None
    assert [townships.row(code)[-1].value for code in ("999901001", "999901100")] == [0, 100]
    assert [row[:5] for row in world.tables.inspections.rows] == [
        ("2026-抽查", "occurrence", "xianfa-0", "999901100", "2026-07-01"),
        ("2026-抽查", "occurrence", "xianfa-2", "999901001", "2026-07-01"),
        ("2026-抽查", "occurrence", "xianfa-3", "", None),
        ("2026-抽查", "site", "qingshi-changlang", "999901100", "2026-07-02"),
    ]


def test_a_draw_writes_a_list_and_a_form_and_says_the_chances(site: Path) -> None:
    """The list has no fault as it stands, and holds what was asked."""
    said = run(
        site, "--seed", "20261101", "--size", "3", "--period", "2026", "--weight", "启动=2", "--weight", "全域=0"
    )
    assert said.exit_code == 0
    assert "可抽 3 项，抽中 3 项。" in said.output
    assert "启动：权重 2，1 项，每项抽中的机会约 100%，抽中 1 项" in said.output
    assert "全域：权重 0，1 项，不抽，抽中 0 项" in said.output
    text = (site / ROUND).read_text("utf-8")
    assert '种子: "20261101"' in text
    assert text.count("检查日期:\n") == 3
    assert kit.look(site) == ()
    assert run(site, "--verify", str(site / ROUND)).exit_code == 0
    assert run(site, "--verify", ROUND).exit_code == 0


def test_a_list_that_is_there_is_never_written_over(site: Path) -> None:
    """Filled in or not: the same draw leaves it alone and makes the form again, another draw is refused."""
    run(site, "--seed", "1", "--size", "2", "--name", "2026-抽查")
    filled = (site / ROUND).read_text("utf-8").replace("检查日期:\n    结果:", "检查日期: 2026-11-20\n    结果: 属实")
    (site / ROUND).write_text(filled, "utf-8")
    form = site / ROUND.replace(".yml", ".html")
    form.unlink()
    assert kit.look(site) == ()
    again = run(site, "--seed", "1", "--size", "2", "--name", "2026-抽查")
    assert again.exit_code == 0
    assert "没有动它" in again.output
    assert form.is_file()
    for words in (
        ("--seed", "2", "--size", "2"),
        ("--seed", "1", "--size", "3"),
        ("--seed", "1", "--size", "2", "--kind", "场次"),
    ):
        other = run(site, *words, "--name", "2026-抽查")
        assert other.exit_code == 1
        assert "请用 --name 换个名称" in other.output
    assert (site / ROUND).read_text("utf-8") == filled
    assert run(site, "--verify", ROUND).exit_code == 0


def test_a_late_report_is_seen_when_drawing_again(site: Path) -> None:
    """The frame is not what it was: exit 1, with the numbers."""
    run(site, "--seed", "1", "--size", "2", "--name", "2026-抽查")
    late = "- {id: xianfa-8, title: 补报, start: 2026-03-01, township: 青石镇, status: 已办, result: {attendance: 5}}\n"
    kit.put(site, "campaigns/xianfa/events-3.yml", late)
    said = run(site, "--verify", ROUND)
    assert said.exit_code == 1
    assert "抽签那天有 4 项，照现在的记录有 5 项" in said.output


def test_the_form_asks_nobody_for_anything(site: Path) -> None:
    """One file: no script, no picture, no address; a block for each item, titles escaped, numbers as in the list."""
    run(site, "--seed", "1", "--size", "4", "--out", str(site / "表.html"))
    text = (site / "表.html").read_text("utf-8")
    page = Html(text)
    assert not page.crossed
    assert not {"script", "img", "link", "iframe", "a", "form"} & {tag for tag, _ in page.tags}
    assert not re.search(r"https?:|//|url\(|@import", text.replace("<!doctype html>", ""))
    assert sum(attrs.get("class") == "item" for _, attrs in page.tags) == 4
    assert "=1+1 宪法&amp;夜校" in text
    assert text.count("□ 属实　□ 不符　□ 无法核实") == 4
    assert {int(n) for n in re.findall(r"<h2>(\d)\. ", text)} == {1, 2, 3, 4}
    assert page.text.count("检查人（签字）") == 4
    assert "上报300人参加" in page.text


def test_the_form_as_csv_holds_no_formula(site: Path) -> None:
    """A title that begins with = is text for Excel; the file has a mark, so that Excel reads it as UTF-8."""
    run(site, "--seed", "1", "--size", "4", "--format", "csv", "--name", "2026-抽查")
    data = (site / ROUND.replace(".yml", ".csv")).read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[0][:4] == ["序号", "类别", "编号", "名称"]
    assert len(rows) == 5
    assert [row[3] for row in rows if row[2] == "xianfa-2"] == ["'=1+1 宪法&夜校"]
    assert kit.look(site) == ()  # the form beside the list is no file without use


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((), 2, "缺少 --seed"), (("--seed", " "), 1, "种子"), (("--seed", "a<b"), 1, "种子"), (("--seed", "x" * 61), 1, "种子"),
        (("--seed", "1", "--weight", "青石=2"), 1, "看不懂权重"), (("--seed", "1", "--weight", "乡镇:青石乡=2"), 1, "是不是“青石镇”？"),
        (("--seed", "1", "--weight", "启动=2", "--weight", "launch=3"), 1, "写了两次"), (("--seed", "1", "--period", "去年"), 1, "看不懂时段"),
        (("--seed", "1", "--name", "../x"), 1, "请换一个"), (("--seed", "1", "--weight", "场次=0", "--weight", "阵地=0"), 1, "没有可以抽的"),
        (("--seed", "1", "--as-of", "2036-01-01"), 1, "还没有到"), (("--verify", "没有.yml"), 1, "没有文件"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told_and_nothing_is_written(
    site: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    """Every refusal in words, and no file left behind."""
    told = run(site, *words)
    assert told.exit_code == status
    assert said in told.output
    assert not (site / "campaigns/inspections").exists()


def test_a_list_made_by_hand_counts_but_cannot_be_drawn_again(site: Path) -> None:
    """It does not say how it was drawn."""
    assert items(site, f"{OCC}, 检查日期: 2026-07-01, 结果: 属实") == []
    said = run(site, "--verify", ROUND)
    assert said.exit_code == 1
    assert "没有写全怎样抽的" in said.output


def test_files_of_inspections_are_named_as_files_can_be(base: Path) -> None:
    """A bad name, a second ending, a form without a list, a folder."""
    kit.put(base, "campaigns/inspections/a b.yml", f"items: [{{{SITE}}}]\n")
    kit.put(base, "campaigns/inspections/甲.yaml", f"items: [{{{SITE}}}]\n")
    kit.put(base, "campaigns/inspections/甲.yml", f"items: [{{{SITE}}}]\n")
    kit.put(base, "campaigns/inspections/乙.html", "x")
    kit.put(base, "campaigns/inspections/旧/丙.yml", "x")
    assert sorted(d.code for d in kit.look(base)) == ["E012", "E047", "W204", "W204"]


@pytest.mark.parametrize("form", ["csv", "html"])
def test_a_form_that_is_filled_in_is_never_written_over(site: Path, form: str) -> None:
    """The same form stays; beside a filled-in one, or any other file, a second one is written, and it is said."""
    words = ("--seed", "1", "--size", "2", "--format", form, "--name", "2026-抽查")
    run(site, *words)
    path = site / ROUND.replace(".yml", f".{form}")
    blank = path.read_bytes()
    again = run(site, *words)
    other = path.with_name(f"2026-抽查(2).{form}")
    assert "里面的内容不同" not in again.output
    assert not other.exists()
    path.write_bytes(blank + "属实".encode())
    again = run(site, *words)
    assert again.exit_code == 0
    assert f"“2026-抽查.{form}”已经有了" in again.output
    assert path.read_bytes() == blank + "属实".encode()
    assert other.read_bytes() == blank
    for record in ("campaigns/region.yml", ROUND):
        before = (site / record).read_bytes()
        refused = run(site, *words, "--out", str(site / record))
        assert refused.exit_code == 1
        assert "表只有 .html 和 .csv 两种" in refused.output
        assert (site / record).read_bytes() == before


def test_a_list_whose_form_cannot_be_written_is_not_kept(site: Path) -> None:
    """Nothing is used up: the same name and another seed draw a list afterwards."""
    blocker = site / "blocker"
    blocker.write_text("a file where a folder is wanted")
    words = ("--size", "2", "--name", "2026-抽查")
    failed = run(site, "--seed", "1", *words, "--out", str(blocker / "x.html"))
    assert failed.exit_code == 1
    assert not (site / ROUND).exists()
    assert run(site, "--seed", "2", *words).exit_code == 0


def test_wide_signs_are_no_formula_either(site: Path) -> None:
    """What a spreadsheet program set to Chinese runs is text as well."""
    kit.put(site, "campaigns/xianfa/events-2.yml", HELD.replace("=1+1 宪法", "＝1+1 宪法"))
    run(site, "--seed", "1", "--size", "4", "--format", "csv", "--name", "2026-抽查")
    assert "'＝1+1 宪法" in (site / ROUND.replace(".yml", ".csv")).read_text("utf-8-sig")


def test_a_name_that_differs_only_in_capitals_is_refused(site: Path) -> None:
    """On Windows the two would be one file; the list that is there stays, and no form of the other is written."""
    assert run(site, "--seed", "1", "--size", "2", "--name", "2026-Abc").exit_code == 0
    kept = sorted(p.name for p in (site / "campaigns/inspections").iterdir())
    for name in ("2026-abc", "2026-ＡＢＣ"):
        said = run(site, "--seed", "1", "--size", "2", "--name", name)
        assert said.exit_code == 1
        assert "已经有名单“2026-Abc.yml”" in said.output
        assert "请用 --name 换个名称" in said.output
    assert sorted(p.name for p in (site / "campaigns/inspections").iterdir()) == kept
    assert run(site, "--seed", "1", "--size", "2", "--name", "2026-Abc").exit_code == 0


def test_a_weight_that_nothing_meets_is_told(site: Path) -> None:
    """A condition that no record fits has no effect; that may be a slip."""
    said = run(site, "--seed", "1", "--size", "2", "--name", "a", "--weight", "形式:展览=3", "--weight", "启动=2")
    assert said.exit_code == 0
    assert "提醒：权重“形式:展览”在可抽的范围里一项也没有对上" in said.output
    assert "权重“启动”在" not in said.output
    assert "提醒：" not in run(site, "--seed", "1", "--size", "2", "--name", "b", "--weight", "启动=2").output


def test_a_form_whose_name_no_system_takes_is_refused_before_anything_is_written(site: Path) -> None:
    """A name of more bytes than any system takes, or one that Windows keeps for itself."""
    for name, why in (("长" * 90 + ".html", "文件名太长"), ("CON.html", "Windows 保留的名称")):
        said = run(site, "--seed", "1", "--size", "2", "--name", "a", "--out", str(site / name))
        assert said.exit_code == 1
        assert why in said.output
    assert not (site / "campaigns/inspections").exists()


def test_drawing_again_tells_which_records_are_gone(site: Path) -> None:
    """A record that was drawn and then deleted is an error of the project, and the very thing that drawing again is to find."""
    assert run(site, "--seed", "1", "--size", "4", "--name", "2026-抽查").exit_code == 0
    assert run(site, "--verify", ROUND).exit_code == 0
    kit.put(
        site, "campaigns/xianfa/events-2.yml", "\n".join(line for line in HELD.splitlines() if "xianfa-2" not in line)
    )
    assert [d.code for d in kit.look(site)] == ["E160"]
    said = run(site, "--verify", ROUND)
    assert said.exit_code == 1
    assert "可抽的范围变了" in said.output
    assert "名单里有、记录里已经找不到的（删掉了，或者改了编号）：场次 xianfa-2。" in said.output
    assert "有错误的记录算不进去" not in said.output
    assert "处错误" not in said.output


def test_drawing_again_tells_that_records_with_errors_are_left_out(site: Path) -> None:
    """It is done all the same, and says what may be the reason of a difference."""
    run(site, "--seed", "1", "--size", "4", "--name", "2026-抽查")
    kit.put(site, "campaigns/xianfa/events-2.yml", HELD.replace("township: 青石镇", "township: 青石乡"))
    said = run(site, "--verify", ROUND)
    assert said.exit_code == 1
    assert "现在的记录里有 1 处错误" in said.output
    assert "先用 pufa check 改好" in said.output


@pytest.mark.parametrize("size", ["0", "5001", "很多", "2.5"])
def test_a_size_that_cannot_be_is_told_in_chinese(site: Path, size: str) -> None:
    """The least and the most are said, and no word of English."""
    with pytest.raises(click.UsageError) as bad:
        main(["sample", "-C", str(site), "--seed", "1", "--size", size], standalone_mode=False)
    assert usage_words(bad.value).startswith("--size 要写 1 到 5000 的整数。\n")


def test_nothing_is_drawn_from_records_with_errors(site: Path) -> None:
    """And the end says that nothing was."""
    kit.put(site, "campaigns/xianfa/events-2.yml", HELD.replace("township: 青石镇", "township: 青石乡"))
    said = run(site, "--seed", "1")
    assert said.exit_code == 1
    assert said.output.rstrip().endswith("没有抽签。")


def test_a_kind_that_is_none_is_answered_in_chinese(site: Path) -> None:
    """What may be written is said in the words of the list, not in those of the program."""
    kit.put(site, ROUND, "items: [{类别: 村, 编号: xianfa-0}]\n")
    (fault,) = kit.look(site)
    assert (fault.code, fault.hint) == ("E026", "可以写：场次、阵地。")


def test_a_period_without_an_event_is_not_filled_up_with_sites(site: Path) -> None:
    """Who asks for a year wants its events; a list of sites alone would be another thing than was asked for."""
    said = run(site, "--seed", "1", "--period", "2031")
    assert said.exit_code == 1
    assert "时段 2031 里还没有已办的场次" in said.output
    assert run(site, "--seed", "1", "--period", "2031", "--kind", "阵地").exit_code == 0
