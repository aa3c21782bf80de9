"""A new folder is valid from the first minute, arrives whole, and never touches what is there."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.base.artifacts import Artifact
from generator.base.cache import Cache
from generator.base.diagnostics import Diagnostic
from generator.check import check
from generator.commands import init as scaffold
from generator.commands.init import ScaffoldError, create, plan, write, yaml_text
from generator.figures.indicators import indicator_catalogue
from generator.gather import load
from generator.gazetteer.divisions import RegionUnits, find_region
from generator.model import Library

TODAY = date(2026, 11, 21)


def _units(code: str) -> RegionUnits:
    found = find_region(code)
    assert isinstance(found, RegionUnits), str(found)
    return found


@pytest.fixture(scope="module")
def dingcheng() -> RegionUnits:
    return _units("430703")


def _checked(root: Path, day: date = TODAY) -> tuple[Library, tuple[Diagnostic, ...]]:
    checked = check(load(root, Cache(None)), day, indicator_catalogue())
    assert checked.library is not None, checked.diagnostics
    return checked.library, checked.diagnostics


@pytest.mark.parametrize(
    "code", ["430703", "330881", "6109", "441900", "659012", "540171", "460323", "150206", "420684"]
)
def test_a_new_folder_has_no_fault_but_the_identity_to_fill_in(code: str, tmp_path: Path) -> None:
    units = _units(code)
    library, found = _checked(write(tmp_path / "site", plan(units, today=TODAY)))
    assert {d.code for d in found} == {"W203"}
    assert [(t.code, t.name) for t in library.region.townships] == [(t.code, t.name) for t in units.townships]
    assert sum(len(t.villages) for t in library.region.townships) == units.villages
    assert any(t.counted for t in library.region.townships)


def test_a_name_with_a_lost_character_asks_for_the_real_one() -> None:
    text = next(a.data for a in plan(_units("420684"), today=TODAY) if a.path.endswith("region.yml")).decode()
    assert text.count('name: "高□村"}  # 资料里缺“□”这个字，请改成真名') == 1


def test_pseudo_units_are_not_counted_unless_there_is_nothing_else(tmp_path: Path) -> None:
    city, _ = _checked(write(tmp_path / "a", plan(_units("430703"), today=TODAY)))
    assert [t.counted for t in city.region.townships] == [t.code[6] not in "45" for t in city.region.townships]
    assert not all(t.counted for t in city.region.townships)
    farms, _ = _checked(write(tmp_path / "b", plan(_units("659012"), today=TODAY)))
    assert all(t.code[6] in "45" and t.counted for t in farms.region.townships)


@pytest.mark.parametrize(
    ("today", "year", "ordinal"),
    [
        (date(2026, 11, 21), 2027, 12),
        (date(2026, 4, 14), 2026, 11),
        (date(2026, 4, 15), 2027, 12),
        (date(2024, 2, 29), 2024, 9),
    ],
)
def test_the_starter_event_is_on_the_next_15_april(
    today: date, year: int, ordinal: int, dingcheng: RegionUnits, tmp_path: Path
) -> None:
    library, _ = _checked(write(tmp_path / "site", plan(dingcheng, today=today)), today)
    (event,) = library.events
    assert event.start == event.end.replace(hour=9)
    assert event.start.date() == date(year, 4, 15) > today
    assert event.sample
    assert f"第{ordinal}个" in library.campaigns[0].summary
    assert f"第{ordinal}个" in library.campaigns[0].text


def _uncomment(text: str, start: str) -> str:
    """The examples after the line that begins with `start` put into force, as the comment tells the officer to do."""
    head, mark, rest = text.partition(start)
    assert mark, start
    first, _, examples = rest.partition("\n")
    lines = [re.sub(r"^# ?", "", line) if line.startswith("# ") else line for line in examples.split("\n")]
    return f"{head}{mark}{first}\n" + "\n".join(lines)


def test_every_commented_example_works_when_the_comment_marks_are_removed(
    dingcheng: RegionUnits, tmp_path: Path
) -> None:
    root = write(tmp_path / "site", plan(dingcheng, today=TODAY))
    campaign, events, sites = (
        root / "campaigns" / name for name in ("guojia-anquan/campaign.yml", "guojia-anquan/events.yml", "sites.yml")
    )
    text = _uncomment(campaign.read_text(encoding="utf-8"), "# 目标：")
    campaign.write_text(re.sub("\n(任务清单|经费)", r"\n# \1", text), encoding="utf-8")
    events.write_text(_uncomment(events.read_text(encoding="utf-8"), "# 更多写法"), encoding="utf-8")
    text = sites.read_text(encoding="utf-8").replace("\nsites: []\ntrails: []", "")
    sites.write_text(_uncomment(text, "# 有了以后"), encoding="utf-8")
    library, found = _checked(root, date(2027, 5, 1))
    assert [d for d in found if d.severity == "error"] == []
    assert {e.status for e in library.events} == {"计划", "已办", "取消"}
    assert len(library.events) == 5
    assert library.campaigns[0].targets
    assert library.campaigns[0].tasks[0].done == date(2027, 4, 15)
    assert library.campaigns[0].funding[0].amount == 30_000
    assert library.sites
    assert library.trails


def test_an_event_without_an_id_gets_one_that_fits(dingcheng: RegionUnits) -> None:
    text = next(a.data for a in plan(dingcheng, today=TODAY) if a.path.endswith("events.yml")).decode()
    assert "id: guojia-anquan-2027-yuxiajiedao" in text


def test_the_folder_holds_the_files_that_its_readme_names(dingcheng: RegionUnits) -> None:
    files = {a.path: a.data for a in plan(dingcheng, today=TODAY)}
    assert list(files) == sorted(files)
    assert ".gitignore" in files
    readme = files["README.txt"]
    assert readme.startswith(b"\xef\xbb\xbf")
    assert readme.count(b"\n") == readme.count(b"\r\n") > 20
    words = readme.decode("utf-8-sig")
    assert re.findall(r"^  pufa (\w+)", words, re.MULTILINE) == ["check", "serve", "publish"]
    assert "campaigns\\published.json" in words
    for path in set(files) - {".gitignore", "README.txt"}:
        assert path.rpartition("/")[2] in words or "content\\articles\\" in words


def test_no_placeholder_is_left_and_every_yaml_file_is_plain_yaml(dingcheng: RegionUnits) -> None:
    for artifact in plan(dingcheng, today=TODAY):
        text = artifact.data.decode("utf-8-sig")
        assert not re.search(r"\$[a-z{]", text), artifact.path
        if artifact.path.endswith(".yml"):
            assert isinstance(yaml.safe_load(text), dict)


def test_the_same_region_day_and_address_give_the_same_bytes(dingcheng: RegionUnits) -> None:
    assert plan(dingcheng, today=TODAY) == plan(_units("430703"), today=TODAY)


def test_the_settings_of_a_new_folder_are_those_of_the_sample_site(dingcheng: RegionUnits) -> None:
    """Whatever the sample site needs in mkdocs.yml, a new site needs too; it only has no handbook of its own."""
    made = next(yaml.safe_load(a.data) for a in plan(dingcheng, today=TODAY) if a.path == "mkdocs.yml")
    sample = yaml.safe_load((Path(__file__).parents[3] / "mkdocs.yml").read_text(encoding="utf-8"))
    own = {"site_name", "site_description", "site_url", "nav"}
    assert {k: v for k, v in made.items() if k not in own} == {k: v for k, v in sample.items() if k not in own}
    assert made["nav"] == [entry for entry in sample["nav"] if "guide" not in str(entry)]


@pytest.mark.parametrize("address", ["https://pufa.dingcheng.gov.cn", "https://pufa.dingcheng.gov.cn/"])
def test_the_address_goes_into_the_settings_with_one_slash(address: str, dingcheng: RegionUnits) -> None:
    files = {a.path: a.data for a in plan(dingcheng, today=TODAY, site_url=address)}
    assert yaml.safe_load(files["mkdocs.yml"])["site_url"] == "https://pufa.dingcheng.gov.cn/"


@pytest.mark.parametrize(
    "text",
    [
        "贺村村",
        "3531社区",
        "新，{旧}",
        "- 列表",
        "键: 值",
        "#1院",
        "",
        "a'\"b",
        "（工业园区）城南街道",
        "是",
        "云[山]村",
        "山: 村",
        "山 # 村",
    ],
)
def test_any_name_survives_yaml_inside_braces(text: str) -> None:
    assert yaml.safe_load(f"{{name: {yaml_text(text)}, id: x}}") == {"name": text, "id": "x"}


FILES = (Artifact("a/b.txt", b"1"), Artifact("c.txt", b"2"))


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("exists", [False, True])
def test_a_new_or_empty_folder_is_filled(exists: bool, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "new"
    if exists:
        target.mkdir(parents=True)
    assert write(target, FILES) == target
    assert _tree(tmp_path) == {"deep/new/a/b.txt": b"1", "deep/new/c.txt": b"2"}
    assert [p.name for p in target.parent.iterdir()] == ["new"]


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".hidden").write_text("x")
    with pytest.raises(ScaffoldError, match="已经有东西，没有改动它"):
        write(tmp_path / "mine", FILES)
    assert _tree(tmp_path) == {"mine/.hidden": b"x"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(ScaffoldError, match="是一个文件"):
        write(tmp_path / "mine", FILES)
    with pytest.raises(ScaffoldError, match="没有成功"):
        write(tmp_path / "mine" / "below", FILES)
    assert _tree(tmp_path) == {"mine": b"x"}


@pytest.mark.parametrize("exists", [False, True])
@pytest.mark.parametrize("fault", [OSError(28, "full"), KeyboardInterrupt()])
def test_a_full_disk_or_a_break_leaves_nothing_behind(
    exists: bool, fault: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new"
    if exists:
        target.mkdir()
    real, calls = os.rename, []

    def rename(source: object, goal: object) -> None:
        calls.append(goal)
        if len(calls) == (2 if exists else 1):  # with an existing folder: in the middle of moving in
            raise fault
        real(source, goal)  # type: ignore[arg-type]

    monkeypatch.setattr(scaffold.os, "rename", rename)
    expected = ScaffoldError if isinstance(fault, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        write(target, FILES)
    if expected is ScaffoldError:
        assert "磁盘满了" in str(caught.value)
    assert [p.name for p in tmp_path.rglob("*")] == (["new"] if exists else [])


def test_create_fills_the_folder_named_after_the_code_and_says_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = "\n".join(create("鼎城区", None, "", TODAY))
    assert "湖南省常德市鼎城区" in said
    assert "乡镇（街道）25个、村（社区）322个。其中开发区、农场等2个，不计入覆盖。" in said
    assert "pufa check" in said
    assert "pufa publish" in said
    assert "pufa build" not in said
    assert (tmp_path / "430703" / "campaigns" / "region.yml").is_file()


@pytest.mark.parametrize(
    ("word", "url", "said"),
    [
        ("鼓楼区", "", "320106"),
        ("0", "", "430703"),
        ("../x", "", "找不到"),
        ("430703", "javascript:alert(1)", "https://"),
    ],
)
def test_create_refuses_with_words_and_writes_nothing(word: str, url: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match=said):
        create(word, tmp_path / "site", url, TODAY)
    assert list(tmp_path.iterdir()) == []
