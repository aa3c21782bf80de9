"""Where reports are written: every place is found before the first file is, and no file is ever half there."""

import os
from pathlib import Path

import pytest

from generator.base.cache import Cache
from generator.commands.report import ReportFault, make_reports
from generator.reports.request import Wish
from tests.unit.pages_kit import ROOT
from tests.unit.reports_kit import named, usual


def test_a_place_that_cannot_be_had_stops_the_first_file_too(tmp_path: Path) -> None:
    """The second report's place is a folder: the first is not written either."""
    wish = Wish(whom=("贺村镇", "清湖街道"), period="2025", form="csv")
    made = make_reports(
        usual(), wish, tmp_path / "a", root=ROOT, cache=Cache(None), force=False, progress=lambda _: None
    )
    assert len(made) == 2
    (tmp_path / "b" / made[1].path.name).mkdir(parents=True)
    with pytest.raises(ReportFault, match="是一个文件夹"):
        make_reports(usual(), wish, tmp_path / "b", root=ROOT, cache=Cache(None), force=False, progress=lambda _: None)
    assert [p.name for p in (tmp_path / "b").iterdir()] == [made[1].path.name]


def make(out: Path | None, *, world=None, **wish):
    wish = {"period": "2025", "form": "csv", **wish}
    return make_reports(
        world or usual(), Wish(**wish), out, root=ROOT, cache=Cache(None), force=False, progress=lambda _: None
    )


def refused(out: Path, **wish) -> ReportFault:
    with pytest.raises(ReportFault) as fault:
        make(out, **wish)
    return fault.value


THREE = {"whom": ("贺村镇", "清湖街道", "全域"), "kind": "督办单", "form": "html"}


def test_a_later_file_that_cannot_be_written_out_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three demands; the disk is full at the third: neither of the first two is there, nor any part of the third."""
    plain, calls = os.fsync, []

    def full(number: int) -> None:
        calls.append(number)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        plain(number)

    monkeypatch.setattr("generator.commands.report.os.fsync", full)
    fault = refused(tmp_path / "a", **THREE)
    assert str(fault).endswith("没有写成：磁盘满了。")
    assert "江山市2025年普法督办单.html" in str(fault)
    assert fault.ending == "报告没有写。"
    assert list((tmp_path / "a").iterdir()) == []


def test_a_later_file_that_cannot_be_put_in_its_place_is_told_with_those_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three demands, of which the third is open in Word: the first two are whole, the third is as it was, nothing else is left."""
    first = make(tmp_path, **THREE)
    before = first[2].path.read_bytes()
    plain = Path.replace

    def open_in_word(self: Path, target: Path) -> Path:
        if Path(target).name == first[2].path.name:
            raise PermissionError(13, "Permission denied", str(self))
        return plain(self, target)

    for made in first[:2]:
        made.path.unlink()
    monkeypatch.setattr(Path, "replace", open_in_word)
    fault = refused(tmp_path, **THREE)
    assert str(fault) == f"“{first[2].path}”没有写成：没有写入权限。如果它在 Word、Excel 里开着，请先关掉。"
    assert fault.ending == "这以前的 2 份已经写好了，它和后面的没有写；改好以后再运行一次。"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(m.path.name for m in first)
    assert first[2].path.read_bytes() == before
    assert all(b"</html>" in m.path.read_bytes() for m in first)


def test_a_name_that_no_system_takes_is_refused_in_words(tmp_path: Path) -> None:
    """Too long, or one that Windows keeps for itself, also as a folder, and on every system alike."""
    for name, why in (
        ("长" * 90 + ".csv", "文件名太长，最多240个字节"),
        ("长" * 90, "文件名太长"),
        ("CON.csv", "“CON”是 Windows 保留的名称"),
        ("nul", "“nul”是 Windows 保留的名称"),
        ("aux/报告.csv", "“aux”是 Windows 保留的名称"),
    ):
        fault = refused(tmp_path / name)
        assert why in str(fault)
        assert fault.ending == "报告没有写。"
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_without_an_ending_is_no_folder(tmp_path: Path) -> None:
    """It is neither written over nor taken for a folder."""
    (tmp_path / "报告").write_text("mine", "utf-8")
    assert "后缀要是 .csv" in str(refused(tmp_path / "报告"))
    assert "要写一个文件夹" in str(refused(tmp_path / "报告", whom=("贺村镇", "清湖街道")))
    assert (tmp_path / "报告").read_text("utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_named_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The officer reads the name that was asked for, not that of a file which only the program knows."""

    def shut(self: Path, *_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", str(self))

    monkeypatch.setattr(Path, "open", shut)
    fault = refused(tmp_path / "a.csv")
    assert str(fault) == f"“{tmp_path / 'a.csv'}”没有写成：没有这个文件或文件夹。"


def test_a_wrong_wish_writes_nothing_and_says_so(tmp_path: Path) -> None:
    fault = refused(tmp_path / "a.csv", period="2031")
    assert "2031 年在统计日" in str(fault)
    assert fault.ending == "报告没有写。"
    assert list(tmp_path.iterdir()) == []


def test_the_longest_names_of_places_fit_every_system(tmp_path: Path) -> None:
    """Eighty characters of four bytes each would be more than any system takes."""
    world = named(usual(), "\U00020000" * 200)
    (made,) = make(tmp_path, world=world)
    assert made.path.is_file()
    assert len(made.path.name.encode()) <= 240
