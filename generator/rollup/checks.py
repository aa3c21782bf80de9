"""What a file can hold that is well written and still cannot be right: examined in bulk, and only then looked up by line.

Invariant: a check never changes a table. It gives findings, and the counties in error are taken out by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from generator.base.diagnostics import visible
from generator.model import STAGES, STATUSES
from generator.rollup.finding import MOST, Finding
from generator.rollup.smalls import EARLIEST, LATEST, County, every_row
from generator.rollup.store import Store

_PEOPLE = 10_000_000


class Rule(NamedTuple):
    """A column whose values must satisfy an SQL condition; `good` is the same condition on the text of one cell."""

    code: str
    table: str
    column: str
    sql: str
    good: Callable[[str], bool]
    words: str


def _among(table: str, column: str, words: Sequence[str]) -> Rule:
    listed = ", ".join(f"'{w}'" for w in words)
    told = "、".join(w for w in words if w)
    return Rule("R011", table, column, f'"{column}" IN ({listed})', lambda v: v in words, f"可以写：{told}")  # fmt: skip


def _between(table: str, column: str, most: float) -> Rule:
    """A number from 0 to `most`, or nothing."""

    def good(text: str) -> bool:
        return not text.strip() or 0 <= float(text) <= most

    sql = f'("{column}" IS NULL OR ("{column}" >= 0 AND "{column}" <= {most:.0f}))'
    return Rule("R012", table, column, sql, good, f"应当在0到{most:.0f}之间")


def _day(table: str, column: str, needed: bool = True, first: date = EARLIEST, last: date = LATEST) -> Rule:
    def good(text: str) -> bool:
        day = text.strip().replace("/", "-")
        return (not day and not needed) or first.isoformat() <= day <= last.isoformat()

    none = "" if needed else f'"{column}" IS NULL OR '
    sql = f"coalesce({none}\"{column}\" BETWEEN DATE '{first}' AND DATE '{last}', false)"
    return Rule("R012", table, column, sql, good, f"应当是{first.year}年到{last.year}年的日子")


def _valid(table: str, column: str) -> Rule:
    """A day from which or until which a unit exists: any that has a year of four digits."""
    return _day(table, column, needed=False, first=date(1000, 1, 1), last=date.max)


def _filled(table: str, column: str) -> Rule:
    return Rule("R006", table, column, f"coalesce(CAST(\"{column}\" AS VARCHAR), '') <> ''", lambda v: bool(v.strip()), "不能空着")  # fmt: skip


def _code(table: str, column: str) -> Rule:
    sql = f"regexp_full_match(\"{column}\", '[0-9]{{9}}')"
    return Rule("R006", table, column, sql, lambda v: len(v) == 9 and v.isascii() and v.isdigit(), "应当是9位数字")


_RULES = (
    _code("townships", "code"), _filled("townships", "counted"), _between("townships", "population", 1e8),
    _valid("townships", "valid_from"), _valid("townships", "valid_to"),
    _filled("villages", "counted"), _between("villages", "population", 1e8), _between("villages", "law_savvy", 1e6),
    _valid("villages", "valid_from"), _valid("villages", "valid_to"),
    _filled("sites", "counted"), _valid("sites", "valid_from"),
    _among("events", "status", STATUSES), _among("events", "stage", ("", *STAGES)),
    _among("events", "focus", ("", "权利", "义务", "并重")),
    _day("events", "first_day"), _day("events", "last_day"), _day("events", "updated", needed=False),
    *(_between("events", c, _PEOPLE) for c in ("attendance", "staff", "responses", "satisfied")),
    _between("funding", "amount", 1e12), _between("funding", "year", 9999), _day("tasks", "due", needed=False), _day("tasks", "done", needed=False),
    _among("inspections", "finding", ("", "属实", "不符", "无法核实")), _day("inspections", "checked", needed=False),
)  # fmt: skip

_KEYS: dict[str, tuple[str, ...]] = {
    "townships": ("code",), "villages": ("id",), "sites": ("id",), "tasks": ("campaign", "number"),
    "funding": ("campaign", "number"), "inspections": ("round", "kind", "item"), "events": ("id",),
}  # fmt: skip

_ROWS = {
    "townships": 2_000, "villages": 100_000, "sites": 100_000, "tasks": 100_000, "funding": 100_000, "inspections": 1_000_000,
    "events": 5_000_000, "events_townships": 10_000_000, "events_audiences": 10_000_000, "events_laws": 10_000_000,
}  # fmt: skip
"""More rows than any region has: each township makes a row of the result for every year."""
_ITEMS = {"events_audiences": "audience", "events_laws": "law"}
_MOST_ITEMS, _LONGEST_ITEM = 5_000, 500

_LISTS = {"townships": "events_townships", "audiences": "events_audiences", "laws": "events_laws"}


def check(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    """Every defect of the loaded tables."""
    yield from _many(store, counties)
    yield from _values(store, counties)
    yield from _twice(store, counties)
    yield from _ends(store, counties)
    yield from _complete(store, counties)
    yield from _places(store, counties)
    yield from _zero(store, counties)
    yield from _shared(store, counties)


def _path(counties: Mapping[str, County], region: str, table: str) -> str:
    return counties[region].folder.files[table].path


def _many(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    """Tables that no region can have so large, and words of which there cannot be so many."""
    for table, most in _ROWS.items():
        found = store.rows(
            f"SELECT region, count(*) FROM {table} GROUP BY region HAVING count(*) > {most} ORDER BY region"  # noqa: S608 - our own names
        )
        for region, number in found:
            yield Finding("R015", _path(counties, region, table), f"有{number}行，超过了{most}行", region)
    for table, column in _ITEMS.items():
        found = store.rows(
            f"SELECT region, count(DISTINCT {column}) AS n, max(length({column})) AS longest FROM {table} GROUP BY region "  # noqa: S608
            f"HAVING n > {_MOST_ITEMS} OR longest > {_LONGEST_ITEM} ORDER BY region"
        )
        for region, number, longest in found:
            words = f"{column}有{number}种，最长的{longest}个字；最多{_MOST_ITEMS}种，每种最多{_LONGEST_ITEM}个字"
            yield Finding("R015", _path(counties, region, table), words, region)


def _values(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    for table in dict.fromkeys(rule.table for rule in _RULES):
        rules = [rule for rule in _RULES if rule.table == table]
        bad = ", ".join(f"count(*) FILTER (WHERE NOT ({rule.sql}))" for rule in rules)
        for region, *numbers in store.rows(f"SELECT region, {bad} FROM {table} GROUP BY region ORDER BY region"):  # noqa: S608
            for rule, number in zip(rules, numbers, strict=True):
                if number:
                    yield from _lines(rule, counties[region], number)


def _lines(rule: Rule, county: County, number: int) -> Iterator[Finding]:
    """Where the bad values stand: the file is read once more, row by row."""
    file = county.folder.files[rule.table]
    told = 0
    for found in every_row(file, county.code) if rule.column in file.columns else ():
        if isinstance(found, Finding):
            break
        line, row = found
        value = row[rule.column]
        try:
            good = rule.good(value)
        except ValueError:
            continue  # told already when the file was read
        if not good:
            told += 1
            words = f"{rule.column}“{visible(value, 40)}”不对，{rule.words}"
            yield Finding(rule.code, file.path, words, county.code, line, file.columns.index(rule.column) + 1)
            if told > MOST:
                return
    if not told:
        yield Finding(rule.code, file.path, f"{rule.column}有{number}处不对，{rule.words}", county.code)


def _twice(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    for table, key in _KEYS.items():
        keys = ", ".join(f'"{k}"' for k in key)
        among = f"SELECT region, {keys} FROM {table}"  # noqa: S608 - our own names
        if table == "events":
            # Ids of events are unique over all counties, so the cheap grouping by the id alone finds those to look at.
            among += " WHERE id IN (SELECT id FROM events GROUP BY id HAVING count(*) > 1)"
        found = store.rows(
            f"SELECT DISTINCT region FROM ({among}) GROUP BY region, {keys} HAVING count(*) > 1 ORDER BY 1"  # noqa: S608
        )
        for (region,) in found:
            told = list(islice(_second(counties[region], table, key), MOST + 1))
            # What is one number may be two texts: 1 and 01.
            yield from told or [
                Finding("R007", _path(counties, region, table), f"{'、'.join(key)}有写了两次的", region)
            ]


def _second(county: County, table: str, key: tuple[str, ...]) -> Iterator[Finding]:
    file = county.folder.files[table]
    seen: dict[tuple[str, ...], int] = {}
    for found in every_row(file, county.code):
        if isinstance(found, Finding):
            return
        line, row = found
        value = tuple(row[k].strip() for k in key)
        if value in seen:
            words = f"“{visible('、'.join(value), 60)}”写了两次，第一次在第{seen[value]}行"
            yield Finding("R007", file.path, words, county.code, line)
        seen.setdefault(value, line)


def _ends(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    found = store.rows("SELECT region, count(*) FROM events WHERE last_day < first_day GROUP BY region ORDER BY region")
    for region, number in found:
        words = f"有{number}场活动的最后一天早于第一天"
        yield Finding("R012", _path(counties, region, "events"), words, region)


def _complete(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    """Whether the long tables hold as many rows as the lists in events.csv: a download that broke off shows here."""
    for column, table in _LISTS.items():
        found = store.rows(
            f"SELECT e.region, e.n, coalesce(l.n, 0) FROM (SELECT region, sum(listed_{column}) AS n FROM events GROUP BY region) AS e "  # noqa: S608
            f"LEFT JOIN (SELECT region, count(*) AS n FROM {table} GROUP BY region) AS l ON l.region = e.region "
            "WHERE e.n IS NOT NULL AND e.n <> coalesce(l.n, 0) ORDER BY 1"
        )
        for region, listed, rows in found:
            if table in counties[region].folder.files:
                words = f"有{rows}行，可是 events.csv 里一共写了{int(listed)}个"
                yield Finding("R013", _path(counties, region, table), words, region)


def _places(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    """Townships that are named and not listed: another county's would get what is not theirs."""
    for table in ("villages", "sites", "events_townships", "funding", "inspections"):
        found = store.rows(
            f"SELECT t.region, t.township, count(*) FROM {table} AS t ANTI JOIN townships AS u "  # noqa: S608
            "ON u.region = t.region AND u.code = t.township "
            + ("WHERE t.township <> '' " if table in ("funding", "inspections") else "")
            + "GROUP BY 1, 2 "
            f"QUALIFY row_number() OVER (PARTITION BY t.region ORDER BY t.township) <= {MOST + 1} ORDER BY 1, 2"
        )
        for region, township, number in found:
            words = f"有{number}行的乡镇“{visible(township, 40)}”不在 townships.csv 里"
            yield Finding("R013", _path(counties, region, table), words, region)


def _zero(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    """Zero reports of townships that are not listed: nobody speaks for another county's."""
    told = sorted({(code, township) for code, c in counties.items() for _, township, _ in c.zero_reports if township})
    if not told:
        return
    found = store.rows(
        "SELECT t.region, t.township FROM (SELECT unnest(?) AS region, unnest(?) AS township) AS t ANTI JOIN townships AS u "
        "ON u.region = t.region AND u.code = t.township ORDER BY 1, 2",
        [region for region, _ in told],
        [township for _, township in told],
    )
    for region, township in found:
        words = f"乡镇“{visible(township, 40)}”不在 townships.csv 里"
        yield Finding("R013", _path(counties, region, "zero_reports"), words, region)


def _shared(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    """A township in two counties: the one whose code it begins with keeps it, where there is one."""
    found = store.rows(
        "SELECT code, list(DISTINCT region ORDER BY region) AS regions FROM townships GROUP BY code HAVING count(DISTINCT region) > 1 ORDER BY code"
    )
    for code, regions in found:
        owners = [r for r in regions if code.startswith(r) and len(r) == 6]
        for region in regions:
            if region not in owners:
                others = "、".join(f"{counties[r].name}（{r}）" for r in regions if r != region)
                words = f"乡镇{visible(code, 20)}在{others}的数据里也有"
                yield Finding("R009", _path(counties, region, "townships"), words, region)
