"""Small counties that publish: drawn by a seed, written by the code that publishes real ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

from generator.base.artifacts import SiteInfo
from generator.figures import coverage as cov
from generator.figures.opendata import artifacts, tables
from generator.model import (
    Campaign,
    Event,
    Funding,
    Identity,
    Inspected,
    Library,
    Occurrence,
    Period,
    Region,
    Repeat,
    Result,
    Rule,
    Site,
    Target,
    Task,
    Township,
    Validity,
    Village,
    ZeroReport,
)
from generator.rollup import Order, Outcome, roll_up
from generator.rollup.members import Expected, expect
from generator.rollup.run import Prepared, gather, prepare
from generator.rollup.store import Store
from tests.unit.counted import counted

AS_OF = date(2025, 9, 30)
FIRST = date(2023, 1, 1)
KECHENG, JIANGSHAN, KAIHUA = "330802", "330881", "330824"
QUZHOU = {KECHENG: "柯城区", JIANGSHAN: "江山市", KAIHUA: "开化县"}
LAUNCHES = Target("events_held", "region", "year", 4, "示例方案")
EACH = Target("events_held", "township", "year", 2, "示例方案")


def library(code: str, name: str, seed: int, *, targets: tuple[Target, ...] = (LAUNCHES, EACH)) -> Library:
    """A county of four townships, one of them a zone and one newly set up, with some sixty events of every kind."""
    draw = Random(seed)

    def day(last: int = 1090) -> date:
        return FIRST + timedelta(days=draw.randrange(last))

    townships = tuple(
        Township(
            f"{code}{suffix}", f"{name}第{number}镇",
            tuple(
                Village(
                    f"{code}{suffix}-cun{v}", f"第{v}村", f"{code}{suffix}", law_savvy=draw.choice([None, 0, 3, 4]),
                    model_village=draw.choice(["", "省级 2023"]), legal_adviser=draw.choice([None, True, False]),
                )
                for v in range(1, 4)
            ),
            population=draw.randrange(2000, 40000), counted=suffix != "401",
            validity=Validity(start=date(2024, 7, 1)) if suffix == "103" else Validity(),
        )
        for number, suffix in enumerate(("101", "102", "103", "401"), 1)
    )  # fmt: skip
    codes = [t.code for t in townships]
    sites = tuple(
        Site(
            f"guan{n}",
            f"法治馆{n}",
            codes[n],
            village=f"{codes[n]}-cun1",
            opened=draw.choice(["2022年", "2024年5月", ""]),
        )
        for n in (0, 1)
    )
    events = tuple(_event(draw, f"ev{n:03d}", day(), codes, sites) for n in range(draw.choice([40, 60, 80])))
    planned = date(2025, 11, 11)
    events += (
        Event("ev-plan", title="宪法宣传（示例）", start=planned, end=planned, campaign="bawu", townships=(codes[0],)),
    )
    campaign = Campaign(
        "bawu", "八五普法", Period(date(2023, 1, 1), date(2025, 12, 31)), targets=targets,
        tasks=tuple(Task(f"任务{n}", due=day(), done=draw.choice([None, day()])) for n in range(5)),
        funding=tuple(Funding(2023 + n % 3, draw.choice([1000.0, 2500.5, 0.25]), draw.choice(["", codes[0]]), f"来源{n}") for n in range(4)),
        zero_reports=(ZeroReport(codes[1], 2023),),
    )  # fmt: skip
    looked = tuple(
        Inspected("2025-1", "site", site.id, site.township, draw.choice([None, day()]), draw.choice(["属实", "不符"])) for site in sites
    )  # fmt: skip
    region = Region(code, name, f"{name}司法局", "Asia/Shanghai", "12348", Identity(), townships)
    own = replace(
        campaign, id=f"zhuan-{code}", title=f"{name}自己的专项", targets=(), tasks=(), funding=(), zero_reports=()
    )
    return Library(region, (campaign, own), events, sites, inspections=looked)


def _event(draw: Random, name: str, day: date, codes: list[str], sites: tuple[Site, ...]) -> Event:
    where = tuple(sorted(draw.sample(codes, draw.choice([0, 1, 1, 1, 2]))))
    village = f"{where[0]}-cun{draw.randrange(1, 4)}" if where and draw.random() < 0.7 else ""
    people = draw.choice([None, 0, 12, 80])
    result = (
        Result(people, draw.choice([None, 2]), draw.choice([None, 10]), draw.choice([None, 9]))
        if draw.random() < 0.8
        else None
    )
    return Event(
        name, title=f"{name}（示例）", start=day, end=day + timedelta(days=draw.choice([0, 0, 0, 4])), campaign="bawu",
        townships=where, region_wide=not where, village=village, site=draw.choice(["", "", sites[0].id]) if where else "",
        audiences=tuple(draw.sample(["领导干部", "青少年", "农民"], draw.randrange(3))),
        laws=tuple(draw.sample(["宪法", "民法典"], draw.randrange(3))), focus=draw.choice(["", "权利", "义务", "并重"]),
        stage=draw.choice(["启动", "常态", "常态", "常态"]), status=draw.choice(["已办", "已办", "已办", "计划", "取消"]), result=result,
        repeat=Repeat(Rule(count=1)) if draw.random() < 0.3 else None,
        updated=datetime.combine(day, time(9), UTC) + timedelta(days=draw.choice([3, 30])) if draw.random() < 0.7 else None,
    )  # fmt: skip


def occurrences(found: Library) -> list[Occurrence]:
    return [Occurrence(e.id, e, e.start, e.end, e.status) for e in found.events]


def publish(root: Path, found: Library, as_of: date = AS_OF) -> Path:
    """Write what the county's site would publish below `/data/`; gives that folder."""
    code = found.region.code
    made = tables(found, occurrences(found), as_of)
    site = SiteInfo(f"https://pufa{code}.example.gov.cn/", f"{found.region.name}普法")
    for artifact in (*artifacts(made, site), *cov.artifacts(counted(made), made, site)):
        path = root / code / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.data)
    return root / code / "data"


def quzhou(root: Path, *codes: str) -> Path:
    """The three counties (or those named) in one folder."""
    for seed, (code, name) in enumerate(QUZHOU.items(), 1):
        if not codes or code in codes:
            publish(root, library(code, name, seed))
    return root


def order(root: Path, out: Path, **changes: object) -> Order:
    """The rollup of 衢州市 with its three counties expected."""
    values = {"members": ",".join(QUZHOU), "as_of": AS_OF, **changes}
    return Order((root,), "3308", "衢州市", out, **values)  # type: ignore[arg-type]


def rolled(root: Path, out: Path, **changes: object) -> Outcome:
    return roll_up(order(root, out, **changes), lambda _: None)


@cache
def _expected(*more: str) -> Expected:
    expected, faults = expect("3308", ",".join([*QUZHOU, *more]))
    assert faults == []
    return expected


def examined(root: Path, room: Path, *more: str) -> Prepared:
    """The three counties (and `more` that are expected) as far as they are examined: what is wrong, and who is left out.

    `room` is a folder to work in.
    """
    expected = _expected(*more)
    counties, findings = gather((root,), expected, AS_OF)
    room.mkdir()
    store = Store(room)
    try:
        return prepare(store, expected, counties, findings, AS_OF)
    finally:
        store.close()
