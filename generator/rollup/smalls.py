"""The tables of which a county has a few rows: itself, its campaigns, its targets, its zero reports.

They are read row by row, so every fault has its line and its column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from math import isfinite
from pathlib import Path

from generator.base.diagnostics import visible
from generator.decode.values import BadValue, web_address
from generator.figures.opendata.write import FORMULA_STARTS
from generator.rollup.finding import Finding
from generator.rollup.folders import File, Folder, head
from generator.rollup.inbox import MOST_BULK, MOST_SMALL, Refused, open_plain

_MOST_ROWS = {"campaigns": 500, "targets": 5_000, "zero_reports": 100_000}
"""More is no county's: every campaign that two counties share is asked about once more, for every unit."""
_LONGEST_ID = 100
EARLIEST, LATEST = date(1986, 1, 1), date(2100, 12, 31)
"""Days outside are slips: national plans of legal education begin in 1986."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as one county publishes it."""

    id: str
    title: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Target:
    """A target as one county publishes it; `limited` where it is meant for some townships only."""

    campaign: str
    indicator: str
    per: str
    every: str
    at_least: float
    basis: str
    limited: bool


@dataclass(frozen=True, slots=True)
class County:
    """A region that has published: who it is, its day, its address ("" where that cannot be linked to), its small tables."""

    code: str
    name: str
    as_of: date
    url: str
    folder: Folder
    campaigns: tuple[Campaign, ...] = ()
    targets: tuple[Target, ...] = ()
    zero_reports: tuple[tuple[str, str, int], ...] = ()


Row = tuple[int, dict[str, str]]


def rows_of(file: File, region: str = "", most: int = MOST_SMALL) -> Iterator[Row | Finding]:
    """The rows of a file with the number of the line on which each ends, or the one fault that stops the reading.

    `most` is how many bytes the file may have.
    """
    try:
        with io.TextIOWrapper(open_plain(file.path, most), encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            next(reader, None)
            for values in reader:
                if not values:
                    continue
                if len(values) != len(file.columns):
                    words = f"这一行有{len(values)}格，应当有{len(file.columns)}格"
                    yield Finding("R005", file.path, words, region, reader.line_num)
                    return
                yield reader.line_num, dict(zip(file.columns, values, strict=True))
    except Refused as refused:
        yield Finding(refused.code, file.path, refused.message, region)
    except UnicodeDecodeError:
        yield Finding("R003", file.path, "文件不是 UTF-8 编码", region)
    except (csv.Error, OSError) as error:
        yield Finding("R005", file.path, f"读到一半读不下去：{visible(str(error), 100)}", region)


def every_row(file: File, region: str) -> Iterator[Row | Finding]:
    """The rows of a file of any of the tables, however large; see `rows_of`."""
    return rows_of(file, region, MOST_BULK)


def plain_text(text: str) -> str:
    """A cell's text without the apostrophe that keeps spreadsheet programs from running it, and fit to print."""
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        text = text[1:]
    return visible(" ".join(text.split()), 100)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def identity(path: Path) -> tuple[County | None, list[Finding]]:
    """Whose data a folder holds, read from its region.csv; None where that cannot be told."""
    file = head(str(path / "region.csv"), MOST_SMALL, "")
    if isinstance(file, Finding):
        return None, [replace(file, code="R002") if file.code == "R003" else file]
    found = list(islice(rows_of(file), 3))
    rows = [r for r in found if not isinstance(r, Finding)]
    faults = [replace(f, code="R002") for f in found if isinstance(f, Finding)]
    if not faults and len(rows) != 1:
        number = "不止一" if rows else "0"
        faults.append(Finding("R002", file.path, f"应当正好有一行，实际有{number}行"))
    if faults:
        return None, faults
    line, row = rows[0]
    code, name, as_of = row.get("code", "").strip(), plain_text(row.get("name", "")), _day(row.get("as_of", ""))
    if not (code.isascii() and code.isdigit() and len(code) in (4, 6)):
        faults.append(Finding("R002", file.path, f"代码“{visible(code, 40)}”不是4位或6位数字", line=line))
    if as_of is None:
        faults.append(Finding("R002", file.path, f"统计日“{visible(row.get('as_of', ''), 40)}”不是日期", line=line))
    if not name:
        faults.append(Finding("R002", file.path, "没有写地区的名称", line=line))
    if faults or as_of is None:
        return None, faults
    try:
        url = web_address(row.get("url", "")).rstrip("/") + "/"
    except BadValue:
        url = ""
        words = "没有写网址" if not row.get("url", "").strip() else f"网址“{visible(row['url'], 60)}”不能用"
        faults.append(Finding("R023", file.path, words, code, line))
    return County(code, name, as_of, url, Folder(str(path), {}, ())), faults


def fill(county: County, folder: Folder) -> tuple[County, list[Finding]]:
    """The county with its small tables."""
    faults: list[Finding] = []

    def rows(table: str) -> Iterator[tuple[str, int, dict[str, str]]]:
        file = folder.files.get(table)
        if file is None or not file.filled:
            return
        for number, found in enumerate(rows_of(file, county.code), 1):
            if isinstance(found, Finding):
                faults.append(found)
            elif number > _MOST_ROWS[table]:
                faults.append(Finding("R015", file.path, f"超过了{_MOST_ROWS[table]}行", county.code, found[0]))
                return
            else:
                yield file.path, *found

    def number(path: str, line: int, column: str, text: str, least: float, most: float) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not isfinite(value) or not least <= value <= most:
            faults.append(
                Finding("R006", path, f"{column}“{visible(text, 40)}”不是数，或者不像真的", county.code, line)
            )
            return 0.0
        return value

    campaigns: dict[str, Campaign] = {}
    for path, line, row in rows("campaigns"):
        name, start, end = row["id"], _day(row["start"]), _day(row["end"])
        if not name.strip() or not name.isprintable() or len(name) > _LONGEST_ID:
            words = f"编号“{visible(name, 40)}”空着、太长，或者里面有看不见的字符"
            faults.append(Finding("R006", path, words, county.code, line))
        elif start is None or end is None or end < start:
            words = f"期限“{visible(row['start'], 20)}”到“{visible(row['end'], 20)}”不是日期，或者结束早于开始"
            faults.append(Finding("R006", path, words, county.code, line))
        elif name in campaigns:
            faults.append(Finding("R007", path, f"专项“{visible(name, 40)}”写了两次", county.code, line))
        else:
            campaigns[name] = Campaign(name, plain_text(row.get("title", "")) or name, start, end)
    targets = [
        Target(
            row["campaign"], row["indicator"], row["per"], row["every"],
            number(path, line, "at_least", row["at_least"], 0, 1e9),
            plain_text(row.get("basis", "")), bool(row.get("townships") or row.get("group")),
        )
        for path, line, row in rows("targets")
    ]  # fmt: skip
    zero = [
        (row["campaign"], row["township"], int(number(path, line, "year", row["year"], EARLIEST.year, LATEST.year)))
        for path, line, row in rows("zero_reports")
    ]
    full = County(
        county.code,
        county.name,
        county.as_of,
        county.url,
        folder,
        tuple(campaigns.values()),
        tuple(targets),
        tuple(zero),
    )
    return full, faults
