"""`pufa publish` as an officer runs it: published, changed, taken back, its ledger lost, spoilt and recovered."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sites import kit

from generator.cli import main
from generator.commands import publish as publishing
from generator.feeds import build as feeds
from generator.publish.stroke import open_place
from generator.register.record import read_register

FIRST, SECOND, THIRD = "2026-11-21", "2026-11-23", "2026-11-25"
RECORDS = "campaigns/xianfa/events-2026.yml"
LEDGER = "campaigns/published.json"
ALL = "calendars/all.ics"
VOW = "xianfa-2026-yunxi"
NEW = """
  - 编号: {id}
    名称: {title}
    开始: 2026年12月{day}日 14:00
    时长: 1小时
    乡镇: 青石镇
    状态: 确定
"""


@pytest.fixture(autouse=True)
def any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """These publications happen on days of their own, whatever day it is."""
    monkeypatch.setattr(publishing, "latest_day", lambda *_: date(2100, 1, 1))


@dataclass(frozen=True)
class Project:
    """A project and the folder that it publishes to."""

    root: Path
    www: Path

    def run(self, *words: str, day: str = SECOND, status: int = 0) -> str:
        """Run a command; what it said: Chinese words, whatever went wrong."""
        done = CliRunner().invoke(main, [*words, "-C", str(self.root), "--as-of", day])
        assert done.exit_code == status, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert re.search(r"[\u4e00-\u9fff]", done.output)
        assert "Traceback" not in done.output
        return done.output

    def publish(self, *words: str, day: str = SECOND, status: int = 0) -> str:
        """`pufa publish`."""
        return self.run("publish", str(self.www), *words, day=day, status=status)

    def refused(self, *words: str, day: str = SECOND) -> str:
        """A publication that must not happen: neither the site nor the ledger changes by a byte."""
        before, ledger = tree(self.www), self.ledger
        said = self.publish(*words, day=day, status=1)
        assert tree(self.www) == before
        assert self.ledger == ledger
        return said

    @property
    def ledger(self) -> bytes | None:
        path = self.root / LEDGER
        return path.read_bytes() if path.is_file() else None

    def write(self, path: str, content: str | bytes) -> None:
        kit.put(self.root, path, content)

    def edit(self, old: str, new: str) -> None:
        """Change the one place in this year's records where `old` stands."""
        text = (self.root / RECORDS).read_text("utf-8")
        assert text.count(old) == 1
        self.write(RECORDS, text.replace(old, new))

    def add(self, identifier: str, day: int = 10, title: str = "宪法灯谜") -> None:
        """Add a record."""
        text = (self.root / RECORDS).read_text("utf-8")
        self.write(RECORDS, text + NEW.format(id=identifier, title=title, day=day))

    def entry(self, identifier: str = VOW, path: str = ALL) -> dict[str, str]:
        """What a calendar says of an event."""
        text = (self.www / path).read_bytes().replace(b"\r\n ", b"").decode()
        (found,) = [part for part in text.split("BEGIN:VEVENT\r\n")[1:] if f"UID:{identifier}@" in part]
        lines = [line.split(":", 1) for line in found.split("END:VEVENT")[0].split("\r\n") if line]
        return {head.partition(";")[0]: value for head, value in lines}

    def copy(self, target: Path) -> Project:
        """A colleague's."""
        shutil.copytree(self.root.parent, target)
        return Project(target / self.root.name, target / self.www.name)


def tree(folder: Path) -> dict[str, bytes]:
    """A site's files; this program's own notes left out."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {path: data for path, data in found.items() if not path.startswith(".pufa-")}


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith(".html")}


def sequences(data: bytes) -> list[int]:
    return [int(number) for number in re.findall(rb"\r\nSEQUENCE:(\d+)", data)]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The good site, published once; tests copy it."""
    home = tmp_path_factory.mktemp("publishing") / "one"
    project = Project(kit.copy(kit.GOOD, home / "project"), home / "www")
    said = project.publish(day=FIRST)
    assert "这是第一次发布" in said
    assert f"发布台账已更新：{LEDGER}" in said
    return project


@pytest.fixture
def project(once: Project, tmp_path: Path) -> Project:
    return once.copy(tmp_path / "here")


def moved(project: Project) -> Project:
    """Published a second time, with one event an hour later."""
    project.edit("上午９：００", "上午10:00")
    assert "改期1场" in project.publish()
    return project


def test_the_ledger_knows_every_entry_that_is_published(once: Project) -> None:
    """Also after Windows or a colleague has handled it: it is the one memory of what subscribers hold."""
    register, faults = read_register(once.ledger or b"", "999901")
    assert faults == ()
    assert register is not None
    published = re.findall(rb"\r\nUID:([^/]+?)@999901\.pufa\r\n", (once.www / ALL).read_bytes())
    assert sorted(register.entries) == sorted(uid.decode() for uid in published)
    assert set(sequences((once.www / ALL).read_bytes())) == {0}


def test_a_build_shows_what_publishing_would_give(project: Project, tmp_path: Path) -> None:
    """Byte for byte, before the publication and after it; building itself writes no ledger."""
    project.edit("上午９：００", "上午10:00")
    ledger = project.ledger
    project.run("build", "--out", str(tmp_path / "before"))
    assert project.ledger == ledger
    project.publish()
    assert project.ledger != ledger
    project.run("build", "--out", str(tmp_path / "after"))
    published = tree(project.www)
    for name in ("before", "after"):
        made = tree(tmp_path / name)
        assert made.keys() == published.keys()
        assert [path for path in made if made[path] != published[path]] == []


def test_an_edit_reaches_subscribers_with_a_higher_number(project: Project) -> None:
    moved(project)
    entry = project.entry()
    assert (entry["DTSTART"], entry["SEQUENCE"], entry["LAST-MODIFIED"]) == ("20261204T100000", "1", "20261122T160000Z")
    assert project.entry("xianfa-2026-a")["SEQUENCE"] == "0"


def test_publishing_again_with_nothing_changed_changes_nothing(project: Project) -> None:
    """Neither the ledger nor, on the same day, a byte of the site."""
    before, ledger = tree(project.www), project.ledger
    project.publish(day=FIRST)  # the first one here: perhaps nothing is remembered of this folder
    said = project.publish(day=FIRST)
    assert "网站已经是最新的" in said
    assert "台账已更新" not in said
    assert tree(project.www) == before
    assert project.ledger == ledger


def test_a_deleted_record_is_cancelled_in_calendars_and_on_its_page(project: Project) -> None:
    project.write(RECORDS, "活动: []\n")
    assert "取消1场" in project.publish()
    for path in (ALL, "calendars/townships/999901001.ics", "calendars/campaigns/xianfa.ics", f"events/{VOW}.ics"):
        entry = project.entry(path=path)
        assert (entry["STATUS"], entry["SUMMARY"]) == ("CANCELLED", "【取消】宪法宣誓观摩")
        assert entry["SEQUENCE"] == "1"
    assert "取消" in (project.www / f"events/{VOW}/index.html").read_text("utf-8")


def hidden_later(project: Project, tmp_path: Path) -> Path:
    """A workbook whose second sheet was published and is hidden since; the path of the workbook."""
    from openpyxl import load_workbook

    path = project.root / "campaigns/xianfa/events-9.xlsx"
    head = ("编号", "名称", "开始", "结束", "乡镇")
    first = ("xianfa-kai", "宪法开卷", "2026-12-16 9:00", "10:00", "青石镇")
    second = ("xianfa-mu", "宪法揭幕", "2026-12-17 9:00", "10:00", "青石镇")
    kit.workbook(path, ("台账", [head, first]), ("下半年", [head, second]))
    project.publish()
    book = load_workbook(path)
    book["下半年"].sheet_state = "hidden"
    book.save(path)
    return path


def test_what_was_published_does_not_vanish_with_a_hidden_sheet_unasked(project: Project, tmp_path: Path) -> None:
    """Where nobody can be asked, nothing is published; with --yes subscribers see it cancelled, once."""
    hidden_later(project, tmp_path)
    said = project.refused(day=THIRD)
    assert "隐藏的工作表“下半年” 里有发布过的活动：xianfa-mu" in said
    assert "--yes" in said
    assert project.entry("xianfa-mu")["STATUS"] == "TENTATIVE"
    assert "取消1场" in project.publish("--yes", day=THIRD)
    assert project.entry("xianfa-mu")["STATUS"] == "CANCELLED"
    assert project.entry("xianfa-kai")["STATUS"] == "TENTATIVE"
    project.publish(day=THIRD)  # what is withdrawn already is no question any more


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 1)])
def test_who_sits_at_a_terminal_is_asked(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    """A no leaves everything as it was."""
    hidden_later(project, tmp_path)
    monkeypatch.setattr("generator.cli.website._at_terminal", lambda: True)
    words = ["publish", str(project.www), "-C", str(project.root), "--as-of", THIRD]
    done = CliRunner().invoke(main, words, input=answer)
    assert done.exit_code == status
    assert "要撤下吗？" in done.output
    assert project.entry("xianfa-mu")["STATUS"] == ("CANCELLED" if status == 0 else "TENTATIVE")


def test_a_record_that_moved_out_of_the_hidden_sheet_is_no_question(project: Project, tmp_path: Path) -> None:
    """The old sheet is kept hidden, its events stand in another file now."""
    hidden_later(project, tmp_path)
    project.write(
        "campaigns/xianfa/events-8.csv", "编号,名称,开始,结束,乡镇\nxianfa-mu,宪法揭幕,2026-12-17 9:00,10:00,青石镇\n"
    )
    project.publish(day=THIRD)
    assert project.entry("xianfa-mu")["STATUS"] == "TENTATIVE"


def test_going_back_brings_the_former_pages_with_higher_numbers(project: Project) -> None:
    """Programs that have seen SEQUENCE 1 must take the old time for newer; and the way forward again too."""
    first = tree(project.www)
    second = tree(moved(project).www)
    said = project.publish("--rollback", day=THIRD)
    assert "已退回上一版" in said
    assert "改期1场" in said
    back = tree(project.www)
    assert pages(back) == pages(first)
    entry = project.entry()
    assert (entry["DTSTART"], entry["SEQUENCE"], entry["LAST-MODIFIED"]) == ("20261204T090000", "2", "20261124T160000Z")
    project.publish("--rollback", day=THIRD)
    again = tree(project.www)
    assert pages(again) == pages(second)
    entry = project.entry()
    assert (entry["DTSTART"], entry["SEQUENCE"], entry["LAST-MODIFIED"]) == ("20261204T100000", "3", "20261124T160001Z")


def test_a_new_time_zone_is_no_quiet_change(project: Project) -> None:
    """Every number rises, so the closing words must not say that nothing changed; going back tells it, too."""
    text = (project.root / "campaigns/region.yml").read_text("utf-8")
    zone = re.search(r"^(?:timezone|时区): *Asia/Shanghai$", text, re.MULTILINE)
    line = "timezone: Asia/Urumqi"
    project.write("campaigns/region.yml", text.replace(zone[0], line) if zone else f"{text}\n{line}\n")
    said = project.publish()
    assert "时区改成了 Asia/Urumqi" in said
    assert "没有需要通知的变动" not in said
    assert project.entry()["SEQUENCE"] == "1"
    said = project.publish("--rollback")
    assert "时区改成了 Asia/Shanghai" in said
    assert "没有需要通知的变动" not in said
    assert project.entry()["SEQUENCE"] == "2"


def test_after_going_back_the_next_publication_is_newer_still(project: Project) -> None:
    moved(project).publish("--rollback", day=THIRD)
    project.publish(day=THIRD)
    entry = project.entry()
    assert (entry["DTSTART"], entry["SEQUENCE"]) == ("20261204T100000", "3")


def test_going_back_cancels_what_the_former_site_did_not_have(project: Project) -> None:
    project.add("new")
    project.publish()
    project.publish("--rollback", day=THIRD)
    assert project.entry("new")["STATUS"] == "CANCELLED"
    assert not (project.www / "events/new/index.html").exists()


def test_going_back_works_while_records_have_faults(project: Project) -> None:
    """It is there for when something has gone wrong."""
    moved(project).write(RECORDS, "活动: [")
    assert "已退回上一版" in project.publish("--rollback", day=THIRD)
    assert project.entry()["DTSTART"] == "20261204T090000"


def test_without_a_former_site_there_is_no_way_back(project: Project) -> None:
    assert "没有可以退回的上一版" in project.refused("--rollback")


def test_a_lost_ledger_is_noticed_and_recovered(project: Project) -> None:
    """Without it every number would be used a second time."""
    moved(project)
    (project.root / LEDGER).unlink()
    assert "找不到发布台账" in project.refused(day=THIRD)
    assert "找不到发布台账" in project.refused("--rollback", day=THIRD)
    assert "发布台账已重建：6 条" in project.publish("--rebuild-ledger", day=THIRD)
    before, ledger = (project.www / ALL).read_bytes(), project.ledger
    assert "没有需要通知的变动" in project.publish(day=THIRD)
    assert (project.www / ALL).read_bytes() == before
    assert project.ledger == ledger


def test_a_recovered_ledger_still_knows_what_was_withdrawn(project: Project) -> None:
    project.write(RECORDS, "活动: []\n")
    project.publish()
    (project.root / LEDGER).unlink()
    project.publish("--rebuild-ledger", day=THIRD)
    project.publish(day=THIRD)
    assert (project.entry()["STATUS"], project.entry()["SEQUENCE"]) == ("CANCELLED", "1")


@pytest.mark.parametrize("spoil", [lambda b: b.replace(b'"seq": 0', b'"seq": 7', 1), lambda b: b[:-40], lambda _: b""])
def test_a_damaged_ledger_is_refused_and_recovered(project: Project, spoil: Callable[[bytes], bytes]) -> None:
    project.write(LEDGER, spoil(project.ledger or b""))
    said = project.refused()
    assert "E041" in said
    assert "--rebuild-ledger" in said
    assert "E041" in project.refused("--rollback")
    project.publish("--rebuild-ledger")
    assert "没有需要通知的变动" in project.publish()


def test_an_older_ledger_is_refused(project: Project) -> None:
    """A colleague who has not fetched it would count the same numbers again."""
    old = project.ledger or b""
    moved(project)
    project.write(LEDGER, old)
    said = project.refused(day=THIRD)
    assert "比已发布的网站旧" in said
    assert "宪法宣誓观摩" in said


def test_only_a_published_site_can_give_a_ledger_back(project: Project, tmp_path: Path) -> None:
    ledger = project.ledger
    said = project.run("publish", str(tmp_path / "nothing"), "--rebuild-ledger", status=1)
    assert "不像是已发布的网站" in said
    assert project.ledger == ledger


def test_a_foreign_folder_is_left_alone(project: Project, tmp_path: Path) -> None:
    """Somebody's photographs are no site."""
    kit.put(tmp_path, "photos/one.jpg", b"jpg")
    ledger = project.ledger
    said = project.run("publish", str(tmp_path / "photos"), status=1)
    assert "里有别的文件" in said
    assert tree(tmp_path / "photos") == {"one.jpg": b"jpg"}
    assert project.ledger == ledger


def test_faulty_records_publish_nothing(project: Project) -> None:
    project.edit("青石镇", "青石乡")
    said = project.refused()
    assert "没有发布，网站没有变" in said
    assert "青石乡" in said


PLANTED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "hour": (lambda data: data.replace(b":20261204T100000", b":20261204T110000"), "的开始时间不对"),
    "lost": (
        lambda data: re.sub(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", b"", data, count=1, flags=re.DOTALL),
        "里没有“",
    ),
    "number": (lambda data: data.replace(b"SEQUENCE:1", b"SEQUENCE:0"), "的序号不对：应当是“1”，读到的是“0”"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_calendars_that_do_not_say_what_the_records_say_are_not_published(
    fault: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer of calendars makes a mistake: site and ledger stay, the former site can still be put back."""
    change, words = PLANTED[fault]
    real = feeds.calendar
    project.edit("上午９：００", "上午10:00")
    with monkeypatch.context() as broken:
        broken.setattr(feeds, "calendar", lambda *words: change(real(*words)))
        said = project.refused()
    assert "所以没有发布" in said
    assert words in said
    assert "原来的网站没有变" in said
    assert "改期1场" in project.publish()
    assert project.entry()["SEQUENCE"] == "1"


def test_of_two_runs_at_once_the_second_waits_for_another_day(project: Project) -> None:
    """It is told so, and changes nothing."""
    with open_place(project.www):
        said = project.refused()
    assert "正在" in said


def test_a_ledger_that_cannot_be_written_keeps_the_site_as_it_was(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ledger first: a number that nobody saw does no harm, a number used twice does."""
    project.edit("上午９：００", "上午10:00")

    def refuse(path: Path, _data: bytes) -> None:
        raise OSError(30, "read-only", str(path))

    monkeypatch.setattr("generator.commands.publish.replace_file", refuse)
    said = project.refused()
    assert "没有写成，网站没有变" in said


def test_the_ledgers_of_two_colleagues_merge_line_by_line(project: Project, tmp_path: Path) -> None:
    """Each published an event of their own; version control puts both lines into one file."""
    base = (project.ledger or b"").decode().splitlines()
    other = project.copy(tmp_path / "there")
    project.add("mine")
    project.publish()
    other.add("theirs", day=11)
    other.publish()
    lines = (project.ledger or b"").decode().splitlines()
    entries = lines.index('"entries": {')
    for line in (other.ledger or b"").decode().splitlines():
        if line not in base:
            after = (
                next(i for i, mine in enumerate(lines) if i > entries and mine > line and mine.startswith('"'))
                if line.startswith('"')
                else lines.index('"changes": [') + 1
            )
            lines.insert(after, line)
    project.write(LEDGER, "\n".join(lines) + "\n")
    project.add("theirs", day=11)
    said = project.publish(day=THIRD)
    assert "没有需要通知的变动" in said
    assert [project.entry(i)["SEQUENCE"] for i in ("mine", "theirs")] == ["0", "0"]
    digest = (project.www / "changes/2026-11-23/index.html").read_text("utf-8")
    assert digest.count("新增") >= 2


def test_windows_line_ends_in_the_ledger_do_no_harm(project: Project) -> None:
    before = (project.www / ALL).read_bytes()
    ledger = (project.ledger or b"").replace(b"\n", b"\r\n")
    project.write(LEDGER, ledger)
    assert "没有需要通知的变动" in project.publish()
    assert (project.www / ALL).read_bytes() == before
    assert project.ledger == ledger


def test_the_ledger_of_another_region_is_refused(project: Project) -> None:
    project.write(LEDGER, (project.ledger or b"").replace(b'"999901"', b'"330881"', 1))
    assert "E042" in project.refused()


def test_two_ways_out_at_once_are_none(project: Project) -> None:
    said = project.publish("--rollback", "--rebuild-ledger", status=2)
    assert "一次只能用一个" in said


def test_nothing_is_published_as_of_a_day_to_come(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stamps from the future would hide every later edit from the phones."""
    monkeypatch.setattr(publishing, "latest_day", lambda *_: date(2026, 11, 22))
    assert "还没有到的日子" in project.run("publish", str(project.www), day=SECOND, status=2)
    project.run("publish", str(project.www), day=FIRST)


def test_who_publishes_twice_can_still_go_back(project: Project) -> None:
    """A second run that changes nothing leaves the former site as it is."""
    project.run("publish", str(project.www), day=FIRST)
    before = (project.www / ALL).read_bytes()
    path = project.root / RECORDS
    path.write_text(path.read_text("utf-8").replace("青石镇", "云溪街道", 1), "utf-8")
    project.run("publish", str(project.www), day=FIRST)
    assert (project.www / ALL).read_bytes() != before
    assert "网站已经是最新的" in project.run("publish", str(project.www), day=FIRST)
    project.run("publish", str(project.www), "--rollback", day=FIRST)
    assert b"SEQUENCE:2" in (project.www / ALL).read_bytes()


def test_a_build_does_not_write_into_a_published_site(project: Project) -> None:
    """Its calendars would have numbers that no ledger knows."""
    project.run("publish", str(project.www), day=FIRST)
    assert "pufa publish 发布的网站" in project.run("build", "--out", str(project.www), day=FIRST, status=1)


def test_a_build_says_that_calendars_are_not_told(project: Project, tmp_path: Path) -> None:
    """Who hands on what a build made would leave subscribers with the former hour."""
    out = ("--out", str(tmp_path / "built"))
    assert project.run("build", *out).splitlines()[-1] == (
        "注意：build 不记发布台账，有变动也不会告诉订阅者的日历；交给大家的网站，请用 pufa publish 网站文件夹 来发布。"
    )
    project.edit("上午９：００", "上午10:00")
    project.add("xianfa-2026-new")
    before = project.ledger
    assert project.run("build", *out).splitlines()[-1] == (
        "注意：新增1场、改期1场，订阅者的日历还不知道。build 不记发布台账，不会告诉他们；"
        "请用 pufa publish 网站文件夹 来发布。"
    )
    assert project.ledger == before


def test_a_build_before_the_first_publication_leads_to_it(project: Project, tmp_path: Path) -> None:
    (project.root / LEDGER).unlink()
    said = project.run("build", "--out", str(tmp_path / "built")).splitlines()[-1]
    assert "请用 pufa publish 网站文件夹 来发布" in said
    assert "注意" not in said


def test_a_quiet_build_says_nothing(project: Project, tmp_path: Path) -> None:
    words = ["build", "--quiet", "--out", str(tmp_path / "built"), "-C", str(project.root), "--as-of", SECOND]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.output) == (0, "")


def test_who_follows_the_readme_of_a_new_folder_tells_subscribers(tmp_path: Path) -> None:
    """The three commands that it teaches, run twice: what was moved in between arrives with a higher number."""
    project = Project(tmp_path / "new", tmp_path / "www")
    assert CliRunner().invoke(main, ["init", "460323", "-C", str(project.root)]).exit_code == 0
    readme = (project.root / "README.txt").read_text("utf-8-sig")
    taught = [line.split()[1:3] for line in readme.splitlines() if line.startswith("  pufa ")]
    events = project.root / "campaigns/guojia-anquan/events.yml"
    found = []
    for hour in ("09:00", "10:00"):
        events.write_text(re.sub(r"(start: \S+) \d\d:00", rf"\1 {hour}", events.read_text("utf-8")), "utf-8")
        for command, word in taught:
            if command != "serve":  # stays until it is stopped
                project.run(command, *([str(project.www)] if "\\" in word else []))
        found.append(sequences((project.www / ALL).read_bytes()))
    assert found == [[0], [1]]


def test_what_a_build_made_can_be_published_over(project: Project) -> None:
    """Nobody has been told anything by it, so no ledger is missed."""
    other = project.www.with_name("built")
    (project.root / LEDGER).unlink()
    project.run("build", "--out", str(other), day=FIRST)
    assert "第一次发布" in project.run("publish", str(other), day=FIRST)


def test_going_back_leaves_no_moved_day_cancelled(project: Project) -> None:
    """One day of a series was moved; after going back it is where the series has it, with a later number."""
    series = "\n- id: xianfa-series\n  title: 每周值班\n  start: 2026-12-02 09:00\n  end: 2026-12-02 10:00\n  township: 青石镇\n"
    kit.put(project.root, "campaigns/xianfa/events-weekly.yml", series + "  repeat: 每周三，到2026-12-30\n")
    project.run("publish", str(project.www), day=FIRST)
    moved = "  repeat: {every: 周, on: 星期三, until: 2026-12-30, move: {2026-12-09: 2026-12-10}}\n"
    kit.put(project.root, "campaigns/xianfa/events-weekly.yml", series + moved)
    project.run("publish", str(project.www), day=FIRST)
    said = project.run("publish", str(project.www), "--rollback", day=FIRST)
    assert "改期1场" in said
    data = (project.www / ALL).read_bytes().replace(b"\r\n ", b"")
    (piece,) = [p for p in data.split(b"BEGIN:VEVENT") if b"RECURRENCE-ID;TZID=Asia/Shanghai:20261209T090000" in p]
    assert b"DTSTART;TZID=Asia/Shanghai:20261209T090000" in piece
    assert b"STATUS:CANCELLED" not in piece
    assert b"SEQUENCE:2" in piece


def test_going_back_keeps_the_calendars_that_only_the_newer_site_had(project: Project) -> None:
    """A subscriber of a new campaign is told that its events are off, and not that the address is wrong."""
    project.run("publish", str(project.www), day=FIRST)
    kit.put(project.root, "campaigns/new/campaign.yml", "title: 新专项\nperiod: {start: 2026-01-01, end: 2026-12-31}\n")
    kit.put(project.root, "campaigns/new/events.yml", NEW.format(id="new-1", title="新的一场", day=20))
    project.run("publish", str(project.www), day=FIRST)
    project.run("publish", str(project.www), "--rollback", day=FIRST)
    for path in ("calendars/campaigns/new.ics", "events/new-1.ics"):
        assert b"STATUS:CANCELLED" in (project.www / path).read_bytes()


def test_going_back_works_when_the_live_folder_is_gone(project: Project) -> None:
    project.run("publish", str(project.www), day=FIRST)
    path = project.root / RECORDS
    path.write_text(path.read_text("utf-8").replace("青石镇", "云溪街道", 1), "utf-8")
    project.run("publish", str(project.www), day=FIRST)
    shutil.rmtree(project.www)
    project.run("publish", str(project.www), "--rollback", day=FIRST)
    assert (project.www / ALL).exists()
