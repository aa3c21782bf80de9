"""Several reports in one folder: every place is found before the first file is written."""

from pathlib import Path

import pytest
from pages_kit import ROOT
from reports_kit import usual

from generator.cache import Cache
from generator.reporting import ReportFault, make_reports
from generator.reports.request import Wish


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
