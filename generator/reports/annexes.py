"""The tables behind a report: townships or villages, events, the task list, cultural sites, honours, and where each number comes from."""

from __future__ import annotations

from generator.figures.coverage import Cell
from generator.figures.coverage.shown import count, shown
from generator.figures.coverage.states import STATES
from generator.figures.indicators import HELD, Indicator, shown_at
from generator.model import Occurrence, Task
from generator.reports.closing import honours_of, sites_of
from generator.reports.document import Document, Grid, Link, Source
from generator.reports.opening import is_theirs
from generator.reports.voice import Voice

_UNKNOWN = STATES["silent"].word
_NONE = "—"


def _told(indicator: Indicator, cell: Cell | None) -> str:
    if cell is None:
        return _NONE
    text = shown(indicator, cell)
    return f"{text}（{indicator.beside.format(count(cell.whole))}）" if indicator.beside and cell.whole else text


def township_table(voice: Voice) -> Grid:
    """One row a township; figures as they are read, states as words. The workbook has every indicator, this the chief ones."""
    columns = [(i, label) for i, _, label in shown_at("annex")]
    rows = []
    for code, name in voice.lookup.names.items():
        cells = [voice.lookup.cell(i.id, code, voice.request.year, voice.request.campaign) for i, _ in columns]
        if not voice.world.library.township_by_code[code].counted:
            continue
        rows.append((name, *(_told(i, c[0] if c else None) for (i, _), c in zip(columns, cells, strict=True))))
    note = (
        "未报：期满了没有报（没有记录，或者只有没更新的“计划”“确定”），或者该填的没有填，不等于0；未到期：这一期没有结束；不适用：没有可算的。满意率后面是收回的份数。"
        f"法律明白人、法律顾问是统计日名册上的数。每个数的记录见 {voice.url('coverage/')}{voice.key}/乡镇代码/，全部指标见工作簿（xlsx）。"
    )
    widths = (3.2, *(3.4 if i.beside else 1.8 for i, _ in columns))
    head = ("乡镇（街道）", *(title for _, title in columns))
    return Grid("各乡镇（街道）情况", head, tuple(rows), widths, note, True, frozenset(range(1, len(head))))


def event_table(voice: Voice) -> Grid:
    """The records behind a township's occurrences held."""
    cell = voice.cell(HELD)
    wanted = set(cell.records) if cell else set()
    rows = tuple(_event(voice, o) for o in voice.world.occurrences if o.id in wanted)
    head = ("日期", "名称", "地点", "形式", "对象", "参加人数", "工作人员")
    return Grid(
        "已办活动", head, rows, (2.4, 6, 5, 1.6, 4, 1.8, 1.8), "没有填的人数写“未报”。", True, frozenset((5, 6))
    )


def _event(voice: Voice, o: Occurrence) -> tuple[str | Link, ...]:
    event, result = o.event, o.event.result
    return (
        o.first_day.isoformat(),
        Link(event.title, voice.url(f"events/{event.id}/")),
        voice.world.place_of(event),
        event.form,
        "、".join(event.audiences) or _UNKNOWN,
        _number(result.attendance if result else None),
        _number(result.staff if result else None),
    )


def _number(value: int | None) -> str:
    return _UNKNOWN if value is None else count(value)


def _held(value: int) -> str:
    """What was held in a village or at a site. Nothing there says nothing of zero: who reports does so for the township."""
    return count(value) if value else "没有记录"


def village_table(voice: Voice) -> Grid:
    """One row a village of the township."""
    year = voice.request.year
    rows = []
    for v in voice.world.library.township_by_code[voice.unit].villages:
        figures = voice.world.coverage.by_village.get(v.id)
        by_year = dict(figures.by_year) if figures else {}
        held = _held(by_year.get(year, 0) if year else (figures.held if figures else 0))
        adviser = _UNKNOWN if v.legal_adviser is None else "有" if v.legal_adviser else "没有"
        rows.append((v.name, held, _number(v.law_savvy), adviser, v.model_village or "没有称号"))
    when = f"{year}年已办" if year else "历年已办（全部专项）"
    head = ("村（社区）", when, "法律明白人", "法律顾问", "民主法治村")
    note = "已办只数写明在这个村（社区）办的；其余各列是统计日名册上的数。"
    return Grid("各村（社区）情况", head, tuple(rows), (4, 3, 2.4, 2.2, 4), note, False, frozenset((1, 2)))


def task_table(voice: Voice) -> Grid:
    """四清单."""
    rows: list[tuple[str, ...]] = []
    for campaign in voice.campaigns:
        for task in campaign.tasks:
            if not voice.unit or is_theirs(task, voice.where):
                rows.append((str(len(rows) + 1), *_task(task, voice)))
    head = ("序号", "内容", "责任领导", "责任单位", "责任人", "处室", "对象", "载体", "措施", "标准", "时限", "进度")
    widths = (1, 3, 2.4, 2.4, 2.4, 2.2, 2.4, 2.6, 3.6, 2.8, 2.2, 3)
    return Grid("任务清单", head, tuple(rows), widths, "没有填的写“未报”。", True)


def _task(task: Task, voice: Voice) -> tuple[str, ...]:
    done = task.done if task.done and task.done <= voice.as_of else None
    progress = task.status or ("" if done else _UNKNOWN)
    if done:
        progress = f"{progress}（{done}完成）" if progress else f"{done}完成"
    given = (
        task.leader,
        task.owner,
        task.person,
        task.office,
        task.audience,
        task.carrier,
        task.measure,
        task.standard,
    )
    return (task.content, *(word or _UNKNOWN for word in given), str(task.due) if task.due else _UNKNOWN, progress)


def site_table(voice: Voice) -> Grid:
    """Cultural sites and how much they are used."""
    year = voice.request.year
    rows = []
    for site in sites_of(voice):
        figures = voice.world.coverage.by_site.get(site.id)
        by_year = dict(figures.by_year) if figures else {}
        held = by_year.get(year, 0) if year else (figures.held if figures else 0)
        used = _held(held) if site.status == "开放" else STATES["not_applicable"].word
        where = voice.lookup.names.get(site.township, site.township)
        rows.append((site.name, where, site.kind or _UNKNOWN, site.status, site.opened or _UNKNOWN, used))
    when = f"{year}年活动" if year else "历年活动"
    head = ("名称", "乡镇（街道）", "类型", "状态", "启用", when)
    return Grid("法治文化阵地", head, tuple(rows), (6, 3, 2, 1.6, 3, 2), "", False, frozenset((5,)))


def honour_table(voice: Voice) -> Grid:
    """Honours of sites, and model villages by their titles."""
    rows = [
        (
            site.name,
            h.title,
            h.level or _UNKNOWN,
            h.issuer or _UNKNOWN,
            h.date or _UNKNOWN,
            str(h.review_due or "没有写"),
        )
        for site, h in honours_of(voice)
    ]
    titled: dict[str, list[str]] = {}
    for township in voice.world.library.region.townships:
        if voice.unit in ("", township.code):
            for village in township.villages:
                if village.model_village:
                    titled.setdefault(village.model_village, []).append(f"{township.name}{village.name}")
    for level, names in sorted(titled.items()):
        rows.append(("、".join(names), f"民主法治村（社区），{len(names)}个", level, _UNKNOWN, _UNKNOWN, "没有写"))
    head = ("获得者", "荣誉", "级别", "授予单位", "时间", "复核")
    return Grid("荣誉", head, tuple(rows), (7, 4.4, 3, 3.4, 2.4, 2.4))


def annexes(voice: Voice) -> tuple[Grid, ...]:
    """The tables of a report, numbered; one without a row says so in a sentence."""
    first = (event_table(voice), village_table(voice)) if voice.unit else (township_table(voice),)
    found = (*first, task_table(voice), site_table(voice), honour_table(voice))
    return tuple(grid._replace(caption=f"附表{n}　{grid.caption}") for n, grid in enumerate(found, 1))


def source_table(document: Document) -> Grid:
    """Where each marked number of a document comes from."""
    rows = tuple(_source(number, source) for source, number in document.sources().items())
    note = (
        "正文里句子后面的方括号编号，就是这里的编号。打开记录的网址，能看到这个数是由哪几条记录得来的；"
        "网址里 # 后面的是指标编号，同一个编号在“指标定义”页有算法。"
    )
    return Grid("附注　数据出处", ("编号", "数据", "记录", "算法"), rows, (1.2, 5, 8, 1.4), note)


def _source(number: int, source: Source) -> tuple[str | Link, ...]:
    definition: str | Link = Link("定义", source.definition) if source.definition else _NONE
    return (f"[{number}]", source.label, Link(source.address, source.address), definition)
