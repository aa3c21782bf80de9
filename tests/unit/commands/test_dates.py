"""`pufa dates`: every date of one event, found by id or by words of its title, in a table or for a spreadsheet."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sites import kit

from generator.cli import main
from generator.commands.dates import HEAD, as_csv, as_text, dates_of, find_event
from generator.model import Change, Event, Repeat, Rule
from tests.clients.makers import event, library

WEEKLY = """- id: r-1
  title: 法律咨询日
  start: 2026-09-30 09:00
  end: 11:00
  township: 青石镇
  status: 取消
  repeat:
    every: 周
    on: 星期三
    until: 2026-12-30
    on_holiday: 顺延
    move: {2026-12-16: 2026-12-17 15:00}
    extra: [2026-12-20]
    change: [{date: 2026-12-23, status: 取消, note: =停电}]
"""


@pytest.fixture
def site(base: Path) -> Path:
    kit.put(base, "campaigns/xianfa/events-2.yml", WEEKLY)
    return base


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(
        main, ["dates", *words, "-C", str(root), "--as-of", kit.AS_OF.isoformat()], catch_exceptions=False
    )


def test_the_table_is_aligned_and_tells_what_happened(site: Path) -> None:
    """Weekday, lunar date, what was moved and why; columns begin below one another in a monospaced font."""
    said = run(site, "r-1", "--all").stdout.splitlines()
    assert said[0] == "法律咨询日（r-1）：共 15 场"
    assert said[1].split() == list(HEAD)
    assert "r-1@2026-10-07  2026-10-08  四    八月廿八" in said[3]
    assert said[3].endswith("由 2026-10-07 顺延")
    (moved,) = [line for line in said if "r-1@2026-12-16" in line]
    assert "2026-12-17  四" in moved
    assert "15:00-17:00" in moved
    assert moved.endswith("由 2026-12-16 改期")
    (added,) = [line for line in said if "r-1@2026-12-20" in line]
    assert "周末" in added
    assert added.endswith("加场")

    def columns(line: str) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line[: line.index("取消")])

    assert len({columns(line) for line in said[2:]}) == 1


def test_what_is_over_is_counted_and_shown_when_asked(site: Path) -> None:
    """Without --all the past is one number; an event that is wholly over is shown whole."""
    said = run(site, "法律咨询").stdout
    assert said.startswith("法律咨询日（r-1）：共 15 场，其中 8 场已过，没有列出（加 --all 全部列出）\n")
    assert "2026-11-18" not in said
    over = event("b", start=date(2020, 1, 1), end=date(2020, 1, 2))
    shown = dates_of(over, library([over]), kit.AS_OF, everything=False)
    assert [(row[0], row[5]) for row in shown.rows] == [("b", "全天，到 2020-01-02")]
    assert shown.hidden == 0
    assert as_text(shown).splitlines()[0].endswith("：共 1 场，全部已经过去，列出全部")


def test_a_spreadsheet_gets_a_mark_and_no_formula(site: Path) -> None:
    """UTF-8 with BOM, the same rows, and a note that begins with = is text."""
    data = run(site, "r-1", "--all", "--format", "csv").stdout_bytes
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(HEAD)
    assert len(rows) == 16
    assert "'=停电" in [row[-1] for row in rows]


def test_other_files_may_be_at_fault(site: Path) -> None:
    """The dates of a good event are told whatever else is wrong."""
    kit.put(site, "campaigns/xianfa/events-3.yml", "- title: [\n")
    said = run(site, "r-1")
    assert said.exit_code == 0
    assert "r-1@2026-12-02" in said.stdout


def test_an_event_at_fault_is_told_apart_from_one_that_is_not_there(site: Path) -> None:
    """An endless rule gives no table; the check is named."""
    kit.put(site, "campaigns/xianfa/events-3.yml", WEEKLY.replace("r-1", "r-2").replace("    until: 2026-12-30\n", ""))
    said = run(site, "r-2")
    assert said.exit_code == 1
    assert "是不是 r-1（法律咨询日）？" in said.stderr
    assert "pufa check" in said.stderr


def test_a_folder_without_a_project_is_said_so(tmp_path: Path) -> None:
    said = run(tmp_path, "r-1")
    assert said.exit_code == 1
    assert "改好上面的问题再运行一次" in said.stderr


@pytest.mark.parametrize("word", ["a-1", "a-1@2026-04-22", "宪法", " ａ-1 "])
def test_an_event_is_found_by_what_people_have_at_hand(word: str) -> None:
    """Its id, an occurrence's id, or words of its title that no other has."""
    found = find_event(library([event("a-1", title="宪法日"), event("a-2", title="安全日")]), word)
    assert isinstance(found, Event)
    assert found.id == "a-1"


def test_words_of_several_titles_list_them() -> None:
    said = find_event(library([event(f"a-{n}", title=f"安全日{n}") for n in range(10)]), "安全")
    assert isinstance(said, str)
    assert "a-0  安全日0" in said
    assert "共 10 场" in said
    unknown = find_event(library([event("a-1")]), "完全没有")
    assert isinstance(unknown, str)
    assert "编号写在" in unknown


def test_changes_of_title_and_place_stand_in_the_notes() -> None:
    """What differs from the event is said; hours over midnight show both days."""
    repeat = Repeat(
        Rule(freq="WEEKLY", by_day=((0, 2),), count=2),
        changes=(Change(date(2026, 4, 22), title="另一讲", place="礼堂", site=""),),
    )
    whole = event("a", repeat=repeat)
    _, second = dates_of(whole, library([whole]), date(2026, 1, 1), everything=True).rows
    assert second[-1] == "另一讲；地点：礼堂"
    assert as_csv(dates_of(whole, library([whole]), date(2026, 1, 1), everything=True)).count("\r\n") == 3
    assert "另一讲" in as_text(dates_of(whole, library([whole]), date(2026, 1, 1), everything=True))
