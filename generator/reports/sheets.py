"""The workbook before it is a file: its sheets, all from the account and the open data's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import addresses
from generator.figures.coverage import Cell, indicator_catalogue
from generator.figures.coverage.promises import EVERY_WORDS, PER_WORDS, scope_words, share_words
from generator.figures.coverage.shown import shown
from generator.figures.coverage.states import STATES
from generator.figures.indicators import HELD, Indicator, breakdown_catalogue
from generator.figures.opendata.schema import table_schema
from generator.figures.opendata.tables import Row
from generator.reports.entries import Column, Entry, Figure, Sheet, State, entry, typed
from generator.reports.promised import judged
from generator.reports.voice import Voice, state_word

_LEVELS = {"region": "地区", "township": "乡镇", "village": "村社区", "site": "阵地"}
_KINDS = {"flow": "流量", "stock": "存量", "ratio": "比率", "index": "指数"}
_WAYS = {"more": "多为好", "less": "少为好", "none": "不评"}


def _units(voice: Voice) -> list[str]:
    """The codes that the workbook has rows for."""
    if voice.unit:
        return [voice.unit]
    return [t.code for t in voice.world.library.region.townships if t.counted]


def sheets(voice: Voice) -> tuple[Sheet, ...]:
    """Every sheet in its order."""
    return (
        _about(voice),
        _ledger(voice),
        _tasks(voice),
        _townships(voice),
        _details(voice),
        *(_items(voice, i.id, f"{i.item}×乡镇", _known(voice, i)) for i in breakdown_catalogue().values()),
        _targets(voice),
        _sites(voice),
        _definitions(voice),
    )


def _known(voice: Voice, breakdown: Indicator) -> tuple[str, ...]:
    """The items that have a column though nothing was held for them: of audiences the region has a list."""
    return voice.world.library.region.audiences if breakdown.item == "对象" else ()


def _about(voice: Voice) -> Sheet:
    request, region = voice.request, voice.world.library.region
    what = (
        f"“{voice.world.library.campaign_by_id[request.campaign].title}”" if request.campaign else f"{request.year}年"
    )
    rows: list[tuple[Entry, ...]] = [
        ("内容", f"{voice.where}普法数据：{what}"),
        ("示例数据", "是：含自拟的示例数据，请勿引用" if voice.sample else "否"),
        ("统计期", request.first), ("统计期止", request.last), ("统计日", voice.as_of), ("成文日期", request.signed),
        ("发布单位", region.publisher), ("网站", voice.world.site.url), ("人口来源", region.population_source or "没有写"),
        ("0", "报过，确实没有。"),
        (STATES["silent"].word, "期满了什么也没有报，或者该填的没有填。不等于0，仍在分母里。"),
        (STATES["not_due"].word, "这一期还没有结束，还没有数。"),
        (STATES["not_applicable"].word, "没有可算的，或者当期还没有设立、已经撤销。不在分母里。"),
        ("百分比", "最多一位小数；全都到了才是100%，2501里有2500写99.9%。格子里就是写出来的那个数；没有舍入的分子、分母见“指标明细”。"),
        ("合计", "几个乡镇合办的一场，每个乡镇各计一场，地区只计一场，所以各乡镇相加不等于全域。"),
        ("存量", "名册上的数（法律明白人、法律顾问等）是统计日的现状，不是统计期末的。"),
        ("出处", "每个数的记录网址和算法网址见“指标明细”。"),
    ]  # fmt: skip
    return Sheet("说明", (Column("项目", 14), Column("说明", 90)), rows)


def _wanted(voice: Voice) -> Iterator[Row]:
    """The events of the report: of its days, its campaign and its township."""
    names = voice.world.tables.events.columns
    day, campaign, towns = names.index("first_day"), names.index("campaign"), names.index("townships")
    first, last = voice.request.first.isoformat(), voice.request.last.isoformat()
    for row in voice.world.tables.events.rows:
        fits = first <= str(row[day]) <= last and (
            not voice.request.campaign or row[campaign] == voice.request.campaign
        )
        if fits and (not voice.unit or voice.unit in str(row[towns]).split(";")):
            yield row


def _ledger(voice: Voice) -> Sheet:
    schema = table_schema("events").columns
    place = {c.name: n for n, c in enumerate(schema)}
    library = voice.world.library
    titles = {c.id: c.title for c in library.campaigns}
    villages = {v.id: v.name for v in library.village_by_id.values()}
    sites = {s.id: s.name for s in library.sites}

    def rows() -> Iterator[tuple[Entry, ...]]:
        for row in _wanted(voice):
            towns = [voice.lookup.names.get(c, c) for c in str(row[place["townships"]]).split(";") if c]
            yield (
                *(typed(c, v, voice.world.site.url) for c, v in zip(schema, row, strict=True)),
                titles.get(str(row[place["campaign"]]), ""),
                "全域" if row[place["region_wide"]] else "、".join(towns),
                villages.get(str(row[place["village"]]), ""),
                sites.get(str(row[place["site"]]), ""),
            )

    wide = {"title": 30, "url": 30, "source": 30, "place": 24, "id": 22, "start": 17, "end": 17}
    columns = (*(Column(c.title, wide.get(c.name, 12)) for c in schema), Column("专项名称", 20), Column("乡镇名称", 20),
               Column("村社区名称", 16), Column("阵地名称", 20))  # fmt: skip
    return Sheet("台账", columns, rows(), frozen=1)


def _tasks(voice: Voice) -> Sheet:
    heads = (
        "专项",
        "序号",
        "内容",
        "责任领导",
        "责任单位",
        "责任人",
        "处室",
        "对象",
        "载体",
        "措施",
        "标准",
        "时限",
        "进度",
        "完成",
    )
    widths = (18, 6, 24, 16, 16, 16, 14, 16, 18, 28, 20, 12, 24, 12)
    rows = [
        (c.title, n, t.content, t.leader, t.owner, t.person, t.office, t.audience, t.carrier, t.measure, t.standard, t.due,
         t.status, t.done)
        for c in voice.campaigns for n, t in enumerate(c.tasks, 1)
    ]  # fmt: skip
    return Sheet("四清单", tuple(Column(h, w) for h, w in zip(heads, widths, strict=True)), rows, frozen=3)


def _cells(voice: Voice, unit: str, indicator: str) -> tuple[Cell, str] | None:
    return voice.lookup.cell(indicator, unit, voice.request.year, voice.request.campaign)


def _townships(voice: Voice) -> Sheet:
    """All indicators that townships have, a column each; those of the whole region below."""
    shown_here = [i for i in indicator_catalogue().values() if "township" in i.per]
    columns = [Column("代码", 12), Column("名称", 14), Column("分组", 10)]
    parts: list[tuple[Indicator, bool]] = []
    for i in shown_here:
        found = [c for u in (*_units(voice), "") if (c := _cells(voice, u, i.id))]
        stock = any(key == "all" for _, key in found)
        columns.append(
            Column(i.name + (f"（{i.unit}）" if i.unit else "") + (f"，截至{voice.as_of}" if stock else ""), 11)
        )
        several = any(c.of is not None for c, _ in found)
        parts.append((i, several))
        if several:
            columns.append(Column(f"{i.name}：共（{i.unit}）", 11))

    def row(unit: str) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for i, several in parts:
            pair = _cells(voice, unit, i.id)
            entries.append(entry(i, pair[0] if pair else None))
            if several:
                of = pair[0].of if pair else None
                entries.append(Figure(of, "#,##0") if of is not None else None)
        return tuple(entries)

    groups = {t.code: t.group for t in voice.world.library.region.townships}
    rows = [(code, voice.lookup.names[code], groups[code], *row(code)) for code in _units(voice)]
    region = voice.world.library.region
    below = () if voice.unit else ((region.code, f"{region.name}（全域，不等于相加）", "", *row("")),)
    return Sheet("乡镇汇总", tuple(columns), rows, below, frozen=2)


DETAIL_COLUMNS = (
    Column("单位代码", 12), Column("单位", 14), Column("级别", 8), Column("指标编号", 20), Column("指标", 20), Column("量词", 8),
    Column("期", 14), Column("状态", 8), Column("数值", 12), Column("共", 8), Column("分子", 10), Column("分母", 10),
    Column("读作", 12), Column("进行中", 8), Column("启动仪式", 8), Column("记录网址", 50), Column("算法网址", 40),
)  # fmt: skip


def details(voice: Voice) -> Iterator[tuple[Entry, ...]]:
    """Every figure of the report's units, one a row, exactly as it was counted."""
    region = voice.world.library.region
    for unit in (*_units(voice), *(() if voice.unit else ("",))):
        for i in indicator_catalogue().values():
            pair = _cells(voice, unit, i.id)
            if pair is None:
                continue
            cell, key = pair
            yield (
                unit or region.code, voice.lookup.names[unit] if unit else region.name,
                _LEVELS["township" if unit else "region"], i.id, i.name, i.unit, cell.period, STATES[cell.state].word,
                cell.value, cell.of, cell.part, cell.whole, shown(i, cell), cell.running, cell.launches,
                voice.url(addresses.evidence(key, unit, i.id)), voice.url(addresses.definition(i.id)),
            )  # fmt: skip


def _details(voice: Voice) -> Sheet:
    return Sheet("指标明细", DETAIL_COLUMNS, details(voice), frozen=2)


def _items(voice: Voice, indicator: str, name: str, usual: Iterable[str]) -> Sheet:
    """A breakdown as a table: what nobody was told of stands there as 0, what nobody reported as its state.

    A unit that held events of which none names an item at all has not filled them in: 未报, and not 0.
    """
    year, campaign = voice.request.year, voice.request.campaign
    units = [*_units(voice), *(() if voice.unit else ("",))]
    found = {u: {b.item: b.value for b in voice.lookup.items(indicator, u, year, campaign)} for u in units}
    items = list(dict.fromkeys([*usual, *sorted({item for by_item in found.values() for item in by_item})]))
    region = voice.world.library.region

    def row(unit: str) -> tuple[Entry, ...]:
        pair = _cells(voice, unit, HELD)
        missing: Entry = Figure(0, "#,##0")
        if pair is None or pair[0].state != "figure":
            missing = State(state_word(pair[0]) if pair else STATES["not_applicable"].word)
        elif pair[0].value and not found[unit]:
            missing = State(STATES["silent"].word)
        values = [Figure(found[unit][item], "#,##0") if item in found[unit] else missing for item in items]
        title = voice.lookup.names[unit] if unit else f"{region.name}（全域，不等于相加）"
        return (unit or region.code, title, *values)

    columns = (Column("代码", 12), Column("名称", 14), *(Column(item, 11) for item in items))
    below = () if voice.unit else (row(""),)
    return Sheet(name, columns, [row(u) for u in units if u], below, frozen=2)


def _targets(voice: Voice) -> Sheet:
    heads = (("专项", 20), ("统计单位", 12), ("周期", 8), ("指标", 18), ("期", 16), ("单位代码", 14), ("单位", 16), ("目标", 8),
             ("实际", 10), ("判定", 14), ("还差", 8), ("依据", 40), ("折算", 26))  # fmt: skip
    names = {
        **voice.lookup.names,
        **{v.id: v.name for v in voice.world.library.village_by_id.values()},
        **{s.id: s.name for s in voice.world.library.sites},
        voice.world.library.region.code: voice.world.library.region.name,
    }

    def rows() -> Iterator[tuple[Entry, ...]]:
        for matrix, period, cells in voice.targets():
            i = indicator_catalogue()[matrix.indicator]
            campaign = voice.world.library.campaign_by_id[matrix.campaign].title
            scope = scope_words(voice.world.tables, matrix)
            who = PER_WORDS.get(matrix.per, "全域") + (f"，{scope}" if scope else "")
            for cell in cells:
                least = matrix.at_least if cell.least is None else cell.least
                yield (
                    campaign, who, EVERY_WORDS[matrix.every], i.name, period.name, cell.unit,
                    names.get(cell.unit, cell.unit), Figure(least or 0), entry(i, cell), judged(voice, matrix, cell),
                    Figure(cell.needed) if cell.needed else Figure(0), matrix.basis, share_words(matrix, cell),
                )  # fmt: skip

    return Sheet("目标", tuple(Column(*h) for h in heads), rows(), frozen=1)


def _sites(voice: Voice) -> Sheet:
    schema = table_schema("sites").columns
    towns = [c.name for c in schema].index("township")
    year = voice.request.year

    def rows() -> Iterator[tuple[Entry, ...]]:
        for row in voice.world.tables.sites.rows:
            if not voice.unit or row[towns] == voice.unit:
                used = voice.world.coverage.by_site.get(str(row[0]))
                by_year = dict(used.by_year) if used else {}
                held = by_year.get(year, 0) if year else (used.held if used else 0)
                told: Entry = Figure(held, "#,##0") if held else State("没有记录")
                name = voice.lookup.names.get(str(row[towns]), "")
                yield (*(typed(c, v, voice.world.site.url) for c, v in zip(schema, row, strict=True)), name, told)

    columns = (*(Column(c.title, 24 if c.name in ("name", "address", "url") else 12) for c in schema), Column("乡镇名称", 14),
               Column(f"{year}年已办" if year else "历年已办", 12))  # fmt: skip
    return Sheet("阵地", columns, rows(), frozen=2)


def _definitions(voice: Voice) -> Sheet:
    heads = (("编号", 22), ("名称", 20), ("单位", 10), ("类型", 8), ("方向", 8), ("统计单位", 18), ("意思", 50), ("算法", 50),
             ("来源", 40), ("没有数的时候", 50), ("网址", 50))  # fmt: skip
    rows = [
        (i.id, i.name, i.unit, _KINDS[i.kind], _WAYS[i.direction], "、".join(_LEVELS[p] for p in i.per), i.about, i.formula,
         i.source, i.states, voice.url(addresses.definition(i.id)))
        for i in (*indicator_catalogue().values(), *breakdown_catalogue().values())
    ]  # fmt: skip
    return Sheet("指标定义", tuple(Column(*h) for h in heads), rows, frozen=2)
