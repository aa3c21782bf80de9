"""The counties of a rollup as far as Python reads them: who each is, its day, its small tables, and its files' first lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from generator.base.diagnostics import visible
from generator.rollup import folders, smalls
from generator.rollup.apart import words_of
from generator.rollup.finding import Finding
from generator.rollup.members import Expected, inside
from generator.rollup.smalls import County

_OLD = 366


def gather(roots: Sequence[Path], expected: Expected, as_of: date) -> tuple[dict[str, County], list[Finding]]:
    """The counties whose folders can be read as far as their first lines, by code, and what was found wrong."""
    paths, findings = folders.data_folders(roots)
    counties: dict[str, County] = {}
    for path in paths:
        try:
            known, found = _read(path, expected, as_of, counties)
        except Exception as error:  # noqa: BLE001 - whatever lies in one folder, the others are read
            known, found = None, [Finding("R016", str(path), f"读这些数据的时候出错：{words_of(error)}")]
        findings += found
        if known:
            counties[known.code] = known
    return counties, findings


def _read(
    path: Path, expected: Expected, as_of: date, others: dict[str, County]
) -> tuple[County | None, list[Finding]]:
    known, faults = smalls.identity(path)
    if known is None:
        return None, faults
    where = str(path / "region.csv")
    if known.code in others:
        words = f"{known.code} 在“{visible(others[known.code].folder.path, 200)}”里已经有了，两份都没有计入"
        return None, [*faults, Finding("R008", where, words, known.code)]
    folder, seen = folders.look(path, known.code)
    county, wrong = smalls.fill(known, folder)
    return county, [*faults, *_welcome(known, where, expected), *_days(known, where, as_of), *seen, *wrong]


def _welcome(known: County, where: str, expected: Expected) -> list[Finding]:
    """Whether a county is one of those to be rolled up."""
    if not inside(expected.code, known.code):
        return [Finding("R010", where, f"{known.name}（{known.code}）不在{expected.code}下面", known.code)]
    if known.code not in expected.members and not _is_city(expected, known.code):
        return [Finding("R022", where, f"{known.name}（{known.code}）不在应报的名单里，照样计入", known.code)]
    return []


def _is_city(expected: Expected, code: str) -> bool:
    """A city's own site beside or instead of its counties' is nothing unexpected."""
    return len(code) == 4 and not expected.written


def _days(county: County, where: str, as_of: date) -> list[Finding]:
    if county.as_of > as_of:
        words = f"统计日{county.as_of}晚于汇总的{as_of}，只算到{as_of}"
        return [Finding("R024", where, words, county.code)]
    if (as_of - county.as_of).days > _OLD:
        return [Finding("R024", where, f"统计日是{county.as_of}，一年多没有公布新的数据", county.code)]
    return []
