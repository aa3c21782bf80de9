"""Versions are those that importlib.metadata tells, found without it."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from generator.base.installed import versions
from generator.base.projects import ENGINE, MAKERS


def test_every_library_that_makes_something_is_told_as_its_own_papers_tell_it() -> None:
    names = (*MAKERS, *ENGINE)
    assert versions(names) == [f"{name} {version(name)}" for name in names]


def test_the_first_folder_of_the_search_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, number in (("one", "1.0"), ("two", "2.0")):
        (tmp_path / place / f"Some_Thing-{number}.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), str(tmp_path / "one"), str(tmp_path / "two")])
    assert versions(["some.thing"]) == ["some.thing 1.0"]


def test_what_is_not_installed_is_a_fault() -> None:
    with pytest.raises(PackageNotFoundError):
        versions(["no-such-library-of-pufa"])
