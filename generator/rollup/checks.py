"""What a file can hold that is well written and still cannot be right: examined in bulk, and only then looked up by line.

Invariant: a check never changes a table. It gives findings, and the counties in error are taken out by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.diagnostics import visible
from generator.model import STAGES, STATUSES
from generator.rollup.finding import MOST, Finding
from generator.rollup.smalls import EARLIEST, LATEST, County, rows_of
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


def _day(table: str, column: str, needed: bool = True) -> Rule:
    def good(text: str) -> bool:
        day = text.strip().replace("/", "-")
        return (not day and not needed) or EARLIEST.isoformat() <= day <= LATEST.isoformat()

    none = "" if needed else f'"{column}" IS NULL OR '
    sql = f"coalesce({none}\"{column}\" BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}', false)"
    return Rule("R012", table, column, sql, good, f"应当是{EARLIEST.year}年到{LATEST.year}年的日子")


def _filled(table: str, column: str) -> Rule:
    return Rule("R006", table, column, f"coalesce(CAST(\"{column}\" AS VARCHAR), '') <> ''", lambda v: bool(v.strip()), "不能空着")  # fmt: skip


def _code(table: str, column: str) -> Rule:
    sql = f"regexp_full_match(\"{column}\", '[0-9]{{9}}')"
    return Rule("R006", table, column, sql, lambda v: len(v) == 9 and v.isascii() and v.isdigit(), "应当是9位数字")


_RULES = (
    _code("townships", "code"), _filled("townships", "counted"), _between("townships", "population", 1e8),
    _filled("villages", "counted"), _between("villages", "population", 1e8), _between("villages", "law_savvy", 1e6),
    _filled("sites", "counted"),
    _among("events", "status", STATUSES), _among("events", "stage", ("", *STAGES)),
    _among("events", "focus", ("", "权利", "义务", "并重")),
    _day("events", "first_day"), _day("events", "last_day"), _day("events", "updated", needed=False),
    *(_between("events", c, _PEOPLE) for c in ("attendance", "staff", "responses", "satisfied")),
    _between("funding", "amount", 1e12), _day("tasks", "due", needed=False), _day("tasks", "done", needed=False),
    _among("inspections", "finding", ("", "属实", "不符", "无法核实")), _day("inspections", "checked", needed=False),
)  # fmt: skip

_KEYS: dict[str, tuple[str, ...]] = {
    "townships": ("code",), "villages": ("id",), "sites": ("id",), "tasks": ("campaign", "number"),
    "funding": ("campaign", "number"), "inspections": ("round", "kind", "item"), "events": ("id",),
}  # fmt: skip

_LISTS = {"townships": "events_townships", "audiences": "events_audiences", "laws": "events_laws"}


def check(store: Store, counties: Mapping[str, County]) -> Iterator[Finding]:
    """Every defect of the loaded tables."""
    yield from _values(store, counties)
    yield from _twice(store, counties)
    yield from _ends(store, counties)
    yield from _complete(store, counties)
    yield from _places(store, counties)
    yield from _shared(store, counties)


def _path(counties: Mapping[str, County], region: str, table: str) -> str:
    return counties[region].folder.files[table].path


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
    for found in rows_of(file, county.code, limit=None) if rule.column in file.columns else ():
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
        # Ids of events are unique over all counties already, so the cheaper grouping by the id alone finds the same.
        whose, by = ("any_value(region)", keys) if table == "events" else ("region", f"region, {keys}")
        found = store.rows(f"SELECT DISTINCT {whose} FROM {table} GROUP BY {by} HAVING count(*) > 1 ORDER BY 1")  # noqa: S608
        for (region,) in found:
            yield from _second(counties[region], table, key)


def _second(county: County, table: str, key: tuple[str, ...]) -> Iterator[Finding]:
    file = county.folder.files[table]
    seen: dict[tuple[str, ...], int] = {}
    for found in rows_of(file, county.code, limit=None):
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
    """Townships that are named and not listed."""
    for table in ("villages", "sites", "events_townships"):
        found = store.rows(
            f"SELECT t.region, t.township, count(*) FROM {table} AS t ANTI JOIN townships AS u "  # noqa: S608
            "ON u.region = t.region AND u.code = t.township GROUP BY 1, 2 ORDER BY 1, 2"
        )
        for region, township, number in found:
            words = f"有{number}行的乡镇“{visible(township, 40)}”不在 townships.csv 里"
            yield Finding("R013", _path(counties, region, table), words, region)


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
