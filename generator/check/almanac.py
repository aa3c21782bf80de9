"""The region's own calendar: arrangements of days off and observances, checked and put over those that ship."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from generator.almanac import lunar
from generator.almanac.arrangement import read
from generator.almanac.observances import shipped
from generator.almanac.rules import parse
from generator.almanac.workdays import default_workdays
from generator.base.daywords import short_day
from generator.base.diagnostics import Diagnostic, nearest, visible
from generator.decode.fields import Faults, Values
from generator.model import DayOff, Observance
from generator.read.tree import Node, Scalar

Row = tuple[DayOff, Scalar]


def workdays_of(path: str, values: Values) -> tuple[tuple[DayOff, ...], list[Diagnostic]]:
    """The days off and make-up working days of `holidays.yml`, by day; E131 for what cannot be an arrangement."""
    faults = Faults(path)
    kept: dict[date, Row] = {}
    years: dict[int, Node] = {}
    for arrangement in values.get("holidays") or ():
        year = arrangement.get("year")
        if year is None:
            continue
        if year in years:
            faults.add(
                "E131", arrangement.nodes["year"], f"{year}年的安排写了两次", "请并成一项。",
                related=(faults.span(years[year]),),
            )  # fmt: skip
            continue
        years[year] = arrangement.nodes["year"]
        rows = _rows(arrangement, year, faults)
        for row, node in rows:
            _keep(row, node, kept, faults)
        if not default_workdays().announced(year) and "off" in arrangement.nodes:
            _complete(year, {row.day for row, _ in rows if row.off}, arrangement.nodes["year"], faults)
    return tuple(kept[day][0] for day in sorted(kept)), faults.found


def _rows(arrangement: Values, year: int, faults: Faults) -> list[Row]:
    """The days of one year's arrangement; a line that cannot be read is a fault and left out."""
    found: list[Row] = []
    off = [(node, True) for node in arrangement.get("off") or ()]
    work = [(node, False) for node in arrangement.get("work") or ()]
    for node, is_off in chain(off, work):
        try:
            days, name = read(node.text, year)
        except ValueError as error:
            said, _, hint = visible(str(error), 300).partition("。")
            faults.add("E131", node, said, hint or "请照国务院办公厅的通知核对。")
            continue
        name = name or ("放假" if is_off else "调休")
        found += [(DayOff(day, name, is_off), node) for day in days if _belongs(day, year, is_off, node, faults)]
    return found


def _belongs(day: date, year: int, is_off: bool, node: Scalar, faults: Faults) -> bool:
    """E131: a day lies in the arrangement's year (or at the end of the December before), make-up work on a weekend."""
    if day.year != year and not (day.year == year - 1 and (day.month, day.day) >= (12, 20)):
        hint = "只写这一年的日子；元旦连着的，上年12月下旬的也可以写。"
        faults.add("E131", node, f"{day} 不在{year}年的安排里", hint)
        return False
    if not is_off and day.weekday() < 5:
        weekday = "一二三四五"[day.weekday()]
        hint = "调休上班只会在星期六、星期日。请核对日期和年份；平常的工作日不用写。"
        faults.add("E131", node, f"{day} 是星期{weekday}，本来就上班", hint)
        return False
    return True


def _keep(row: DayOff, node: Scalar, kept: dict[date, Row], faults: Faults) -> None:
    """E131: a day is off or a working day, not both."""
    before = kept.get(row.day)
    if before is not None and before[0].off != row.off:
        faults.add(
            "E131", node, f"{row.day} 又放假又上班", "请照通知留下一处，删掉另一处。", related=(faults.span(before[1]),)
        )
        return
    kept.setdefault(row.day, (row, node))


def _complete(year: int, off: set[date], node: Node, faults: Faults) -> None:
    """E131: the arrangement of a year that does not ship must have the days that are off by law."""
    wanted = {"元旦": date(year, 1, 1), "劳动节": date(year, 5, 1), "国庆节": date(year, 10, 1)}
    for name, month, day in (("春节", 1, 1), ("端午节", 5, 5), ("中秋节", 8, 15)):
        found = lunar.solar_of(year, month, day)
        if found is not None:
            wanted[name] = found
    missing = [f"{name}（{short_day(day)}）" for name, day in wanted.items() if day not in off]
    if missing:
        hint = "请把全年的安排写全；还没有公布的年份先不要写。"
        faults.add("E131", node, f"{year}年的放假安排里没有{'、'.join(missing)}", hint)


def observances_of(path: str, values: Values | None) -> tuple[tuple[Observance, ...], list[Diagnostic]]:
    """The observances that ship with those of `observances.yml` put over them, by id; E101, E022, E130."""
    faults = Faults(path)
    known = {observance.id: observance for observance in shipped()}
    seen: dict[str, Values] = {}
    for record in values.get("observances") or () if values else ():
        identity = record.get("id", "")
        if not identity:
            continue
        if identity in seen:
            faults.add(
                "E101", record.nodes["id"], f"节点编号 {identity} 重复", "请给其中一个换编号。",
                related=(faults.span(seen[identity].nodes["id"]),),
            )  # fmt: skip
            continue
        seen[identity] = record
        told = {"name", "rule"} & set(record.nodes)
        if identity not in known and (not told or (record.get("hide") and len(told) < 2)):
            _unknown(identity, record, known, faults)
        elif record.get("hide"):
            known.pop(identity, None)
        elif (found := _observance(record, known.get(identity), faults)) is not None:
            known[identity] = found
    return tuple(known[i] for i in sorted(known)), faults.found


def _unknown(identity: str, record: Values, known: Iterable[str], faults: Faults) -> None:
    """E026: what only hides or changes an observance names one that ships."""
    near = nearest(identity, known)
    hint = f"是不是“{near}”？" if near else "自带的编号见手册“节点与节假日”一页。"
    faults.add(
        "E026", record.nodes["id"], f"自带的节点里没有“{identity}”", f"{hint}要加新的节点，请补上“名称”和“日子”。"
    )


def _observance(record: Values, before: Observance | None, faults: Faults) -> Observance | None:
    """One observance; what a record leaves out of one that ships stays as it is."""
    name = record.get("name", "") or (before.name if before else "")
    rule = record.get("rule", "") or (before.rule if before else "")
    for key, word, got in (("name", "名称", name), ("rule", "日子", rule)):
        if not got and key not in record.nodes:
            faults.add("E022", record.node, f"新的节点缺少“{word}”（{key}）", f"请补上一行“{word}: …”。")
    if not (name and rule):
        return None
    if "rule" in record.nodes:
        try:
            parse(rule)
        except ValueError as error:
            said, _, hint = visible(str(error), 300).partition("。")
            faults.add(
                "E130",
                record.nodes["rule"],
                f"节点“{name}”的日子不对：{said}",
                hint or "请写成 12月4日、5月第三个星期日 这样。",
            )
            return None
    basis = record.get("basis", "") or (before.basis if before else "")
    verified = bool(record.get("basis")) or bool(before and before.verified)
    remind = record.get("remind")
    first = record.get("first_year")
    return Observance(
        id=record.get("id"),
        name=name,
        rule=rule,
        first_year=first if first is not None else (before.first_year if before else None),
        basis=basis,
        verified=verified,
        remind=verified if remind is None else remind,
        span=faults.span(record.nodes["id"]),
    )
