"""The line of a rollup: find → examine → load → examine → plan → compute → cells → files."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from generator.base.diagnostics import Fault
from generator.figures.coverage.zero import zero_reports
from generator.figures.indicators import layer_sql
from generator.gazetteer.divisions import TownshipUnits, township_units
from generator.publish.faults import PublishFault, reason
from generator.rollup import checks, target
from generator.rollup.account import Rollup, account
from generator.rollup.apart import culprits, words_of
from generator.rollup.figures import DuckEngine, Engine, compute
from generator.rollup.finding import Finding, ordered, regions_in_error
from generator.rollup.folders import data_folders
from generator.rollup.gathering import gather
from generator.rollup.members import Expected, expect, inside, named, normal_code
from generator.rollup.output import write
from generator.rollup.plan import Plan, plan
from generator.rollup.smalls import County
from generator.rollup.states import Member, covering, members, numbers_of
from generator.rollup.store import Store
from generator.rollup.tables import BULK

EngineName = Literal["duckdb", "spark"]
Progress = Callable[[str], None]
LAYER_TABLES = (*(t for t in BULK if t != "weights"), "region", "areas", "groupings", "periods")
"""The tables that the indicators' SQL reads."""
_NAMED = 5


class RollupFault(Fault):
    """A rollup that cannot be made at all; nothing was written."""

    ending = "没有汇总，原来的结果没有变。"


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asks for. `as_of` is the day of the account; `members` a list's file, codes, or None for the shipped list."""

    folders: tuple[Path, ...]
    code: str
    name: str
    out: Path
    as_of: date
    members: str | None = None
    engine: EngineName = "duckdb"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `written` is False where there was nothing to count; then only the findings say something."""

    findings: tuple[Finding, ...]
    members: tuple[Member, ...]
    written: bool


def told(done: Outcome, out: Path) -> str:
    """What a written rollup comes down to, in a sentence or two."""
    published = sum(m.state == "published" for m in done.members)
    silent = [m for m in done.members if m.silent]
    names = "、".join(m.name for m in silent[:_NAMED]) + ("等" if len(silent) > _NAMED else "")
    rest = f"未报 {len(silent)} 个：{names}。" if silent else "没有未报的。"
    return f"汇总好了：{out}（打开 index.html 看）。已公布 {published} 个地区，{rest}"


def roll_up(order: Order, progress: Progress) -> Outcome:
    """Roll up and write; everything wrong with any county is told at once. Raises `RollupFault`."""
    code = normal_code(order.code)
    if code is None:
        raise RollupFault(
            f"--code “{order.code}”不是上级的代码。市写4位（衢州市 3308），省写2位（浙江省 33），全国写 00。"
        )
    if refused := target.refusal(order.out, order.folders, ()):
        raise RollupFault(refused)
    expected, faults = expect(code, order.members)
    if faults:
        return Outcome(ordered(faults), (), written=False)
    progress("寻找开放数据")
    if refused := target.refusal(order.out, order.folders, data_folders(order.folders)[0]):
        raise RollupFault(refused)
    counties, findings = gather(order.folders, expected, order.as_of)
    out = Path(os.path.realpath(order.out))
    try:
        room = target.room_beside(out)
    except OSError as error:
        raise RollupFault(f"“{order.out}”写不进去：{reason(error)}。请换一个 --out。") from error
    try:
        prepared, rollup = _counted(order, expected, counties, findings, room, progress)
        if rollup:
            progress("写出结果")
            name = order.name or named(expected, expected.code)
            write(out, name, expected, rollup, prepared.members, prepared.findings)
    except PublishFault as fault:
        raise RollupFault(str(fault).replace("网站", "汇总")) from fault
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return Outcome(prepared.findings, prepared.members, written=rollup is not None)


def _counted(
    order: Order,
    expected: Expected,
    counties: Mapping[str, County],
    findings: Sequence[Finding],
    room: Path,
    progress: Progress,
) -> tuple[Prepared, Rollup | None]:
    """The figures of every county with which they can be made; None where there is none."""

    def attempt(some: Mapping[str, County], engine: EngineName) -> tuple[Prepared, Rollup | None]:
        own = Path(tempfile.mkdtemp(dir=room))
        try:
            return _once(replace(order, engine=engine), expected, some, found, own, progress)
        finally:
            shutil.rmtree(own, ignore_errors=True)

    found = list(findings)
    try:
        return attempt(counties, order.engine)
    except Fault:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one county's files bring about, the others are summed
        progress("有的数据算不下去，找出是哪个地区的")
        found += culprits(counties, lambda some: attempt(some, "duckdb"), error)
    try:
        return attempt(counties, order.engine)  # without those that are in error now
    except Fault:
        raise
    except Exception as error:
        raise RollupFault(f"算的时候出错：{words_of(error)}。请把这句话告诉维护人员。") from error


def _once(
    order: Order,
    expected: Expected,
    counties: Mapping[str, County],
    findings: Sequence[Finding],
    room: Path,
    progress: Progress,
) -> tuple[Prepared, Rollup | None]:
    """Load, examine and compute."""
    store = Store(room, "names" if order.engine == "spark" else "numbers")
    try:
        progress(f"读入 {len(counties)} 个地区的数据")
        prepared = prepare(store, expected, counties, findings, order.as_of)
        if not any(m.state == "published" for m in prepared.members):
            return prepared, None
        progress("计算指标")
        engine = engine_of(order.engine, store, room)
        try:
            return prepared, count(store, prepared, engine)
        finally:
            engine.close()
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Tables that can be counted, and what is known of every member."""

    plan: Plan
    members: tuple[Member, ...]
    findings: tuple[Finding, ...]
    counties: dict[str, County]


def prepare(
    store: Store, expected: Expected, counties: Mapping[str, County], findings: Sequence[Finding], as_of: date
) -> Prepared:
    """Load what can be counted, examine it, add the silent members' units, and plan."""
    found = list(findings)
    bad = regions_in_error(found)
    readable = {code: county for code, county in counties.items() if code not in bad}
    found += store.load(tuple(readable.values()))
    unread = regions_in_error(found)
    wrong = list(checks.check(store, readable))
    # Tables that were read in part, or hold a row twice, do not fit the others: that needs no telling of its own.
    odd = unread | {f.region for f in wrong if f.code == "R007"}
    found += [f for f in wrong if not (f.code == "R013" and f.region in odd)]
    bad = regions_in_error(found)
    store.forget(code for code in readable if code in bad)
    good = {code: county for code, county in readable.items() if code not in bad}
    refused = {code: county for code, county in counties.items() if code in bad and inside(expected.code, code)}
    missing = [code for code in {*expected.members, *refused} if code not in good]
    covered = covering(store, missing)
    numbers = numbers_of(store)
    silent = sorted(code for code in missing if code not in covered)
    known, unknown = _units(expected, silent)
    if good:
        published = {code for (code,) in store.rows("SELECT code FROM townships")}
        store.add_silent({c: [t for t in units if t.code not in published] for c, units in known.items()})
    found += [Finding("R028", "--members", f"{code} 不在2023年6月30日的区划资料里", code) for code in unknown]
    (first,) = store.rows("SELECT min(first_day) FROM events")[0]
    asked, faults = plan(expected, tuple(good[c] for c in sorted(good)), silent, first, as_of)
    findings_now = ordered([*found, *faults])
    listed = members(expected, good, refused, covered, numbers, findings_now)
    _tables(store, asked, good)
    return Prepared(asked, listed, findings_now, good)


def _units(expected: Expected, silent: Sequence[str]) -> tuple[dict[str, tuple[TownshipUnits, ...]], list[str]]:
    """The townships of the silent members by member, and the members that the shipped list does not know."""
    below = {code: [c for c in expected.country.counties if c.startswith(code)] for code in silent}
    listed = township_units(c for codes in below.values() for c in codes)
    units = {code: tuple(t for c in codes for t in listed.get(c, ())) for code, codes in below.items()}
    return {code: found for code, found in units.items() if found}, [code for code, found in units.items() if not found]


def _tables(store: Store, asked: Plan, good: dict[str, County]) -> None:
    """The tables beside the published ones: whose day it is, who counts for whom, what is asked, for which days."""
    days = [(code, min(county.as_of, asked.as_of).isoformat()) for code, county in sorted(good.items())]
    store.put("region", {"region": "VARCHAR", "as_of": "DATE"}, days)
    store.put("areas", {"region": "VARCHAR", "unit": "VARCHAR"}, asked.areas)
    store.put("groupings", {"scope": "VARCHAR", "per": "VARCHAR", "every": "VARCHAR"}, asked.groupings())
    columns = {"scope": "VARCHAR", "every": "VARCHAR", "period": "VARCHAR"}
    columns |= {"first_day": "DATE", "last_day": "DATE", "until": "DATE"}
    store.put("periods", columns, asked.period_rows())


def engine_of(name: EngineName, store: Store, room: Path) -> Engine:
    """The engine, with the layer in it. Raises `RollupFault` where Spark is asked for and not installed."""
    duck = DuckEngine(store)  # the numbers of units come from it in any case
    if name == "duckdb":
        return duck
    from generator.rollup.spark import NoSpark, SparkEngine  # noqa: PLC0415 - an extra

    parquet = room / "parquet"
    parquet.mkdir()
    store.export(parquet, LAYER_TABLES)
    try:
        return SparkEngine(parquet, LAYER_TABLES, layer_sql())
    except NoSpark as missing:
        raise RollupFault(str(missing)) from missing


def count(store: Store, prepared: Prepared, engine: Engine) -> Rollup:
    """The figures and their cells."""
    figures = compute(engine, prepared.plan.wanted())
    zero = frozenset[tuple[str, str, int]]().union(
        *(
            zero_reports(county.zero_reports, [(c.id, c.start, c.end) for c in county.campaigns])
            for county in prepared.counties.values()
        )
    )
    return account(store, figures, prepared.plan, zero)
