"""提示单 and 督办单: what a township has before it this month, and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from generator import addresses
from generator.almanac.observances import observances_between
from generator.base.daywords import day_words, month_days, month_words, short_day
from generator.figures.coverage import Cell, Matrix, Period, indicator_catalogue
from generator.figures.coverage.pace import pace
from generator.figures.coverage.promises import asked_words, gap_words, now_words, scope_words, share_words
from generator.figures.coverage.shown import with_unit
from generator.figures.coverage.states import STATES
from generator.model import Occurrence, Task
from generator.reports.document import Block, Grid, Paragraph, Section, Source
from generator.reports.opening import is_theirs
from generator.reports.promised import promise_words, target_source, those
from generator.reports.voice import Voice

_UNKNOWN = STATES["silent"].word
"""What stands where nothing was filled in."""


def _theirs(voice: Voice, o: Occurrence) -> bool:
    return not voice.unit or voice.unit in o.event.townships or o.event.region_wide


def _overdue(voice: Voice) -> list[Occurrence]:
    """Records whose day is past and that still say planned, as the indicator lists them over all time."""
    found = voice.lookup.cell("overdue_records", voice.unit, None, "")
    wanted = set(found[0].records) if found else set()
    return [o for o in voice.world.occurrences if o.id in wanted]


def _overdue_source(voice: Voice) -> Source:
    return voice.source("overdue_records", "all", label=f"截至{day_words(voice.as_of)}")


def _event_rows(voice: Voice, events: Iterable[Occurrence]) -> tuple[tuple[str, ...], ...]:
    return tuple((short_day(o.first_day), o.event.title, voice.world.place_of(o.event), o.status) for o in events)


def reminder(voice: Voice) -> tuple[Section, ...]:
    """提示单: what is planned, which dates come, what is due and until when, which records wait, what is asked."""
    first, last = voice.request.first, voice.request.last
    parts = (
        ("本月安排的活动", tuple(_planned(voice, first, last)), f"{first.month}月还没有安排活动"),
        ("本月的普法节点", tuple(_marks(voice, first, last)), f"{first.month}月没有列入日历的节点"),
        ("目标还差多少", tuple(_needs(voice, last)), "没有还差的目标"),
        ("到期的任务", tuple(_tasks(voice, first, last)), f"{first.month}月没有到期的任务"),
        ("要更新的记录", tuple(_records(voice)), "没有逾期的记录"),
    )
    found = [Section(title, blocks) for title, blocks, _ in parts if blocks]
    nothing = "；".join(words for _, blocks, words in parts if not blocks)
    demands = tuple(_demands(voice, last))
    rest = (Paragraph((f"截至{day_words(voice.as_of)}，{nothing}。", _overdue_source(voice))),) if nothing else ()
    return (*found, Section("要求", (*demands, *rest)))


def _calendar(voice: Voice, first: date) -> Source:
    return Source(f"活动和节点日历，{month_words(first)}", voice.url(addresses.month(first)))


def _planned(voice: Voice, first: date, last: date) -> Iterator[Block]:
    found = [
        o for o in voice.world.occurrences
        if o.first_day <= last and o.last_day >= first and o.status != "取消" and _theirs(voice, o)
    ]  # fmt: skip
    if not found:
        return
    source = _calendar(voice, first)
    yield Paragraph((f"{first.month}月记录在册的活动{len(found)}场，写“全域”的在内。", source))
    yield Grid("", ("日期", "名称", "地点", "状态"), _event_rows(voice, found), (2, 6, 5, 1.4))


def _marks(voice: Voice, first: date, last: date) -> Iterator[Block]:
    found = observances_between(voice.world.library.observances, first, last)
    if not found:
        return
    told = []
    for m in found:
        days = month_days(m.start, m.end)
        basis = f"，依据：{m.observance.basis}" if m.observance.verified else ""
        told.append(f"{m.full_title}（{days}{basis}）")
    yield Paragraph(("；".join(told) + "。", _calendar(voice, first)))


def _open_targets(voice: Voice, last: date) -> Iterator[tuple[Matrix, Period, Cell]]:
    """Targets of the unit in periods that run on the day of the figures and are not met; nobody who is no more has any."""
    for matrix in voice.world.coverage.targets:
        if matrix.per not in (("township",) if voice.unit else ("region", "township")):
            continue
        for place, period in enumerate(matrix.periods):
            if period.ended or period.first > min(last, voice.as_of):
                continue
            for row in matrix.rows:
                cell = row[place]
                mine = not voice.unit or cell.unit == voice.unit
                if mine and cell.state != "not_applicable" and not cell.met and cell.unit not in voice.lookup.gone:
                    yield matrix, period, cell


def _needs(voice: Voice, last: date) -> Iterator[Block]:
    """Each open target of the unit; for the region also how many townships have theirs open, by name."""
    many: dict[tuple[str, str], tuple[Matrix, Period, list[Cell]]] = {}
    for matrix, period, cell in _open_targets(voice, last):
        if matrix.per == "township" and not voice.unit:
            many.setdefault((matrix.id, period.id), (matrix, period, []))[2].append(cell)
            continue
        indicator = indicator_catalogue()[matrix.indicator]
        p = pace(matrix, cell, period, voice.as_of)
        now, by = _now(voice, matrix, period, cell), day_words(p.by if p else period.last)
        share = f"（{why}）" if (why := share_words(matrix, cell)) else ""
        gap = gap_words(indicator, matrix, cell, "还要")
        behind = "，进度落后" if p and not p.on_pace else ""
        words = f"{_promise(voice, matrix)}{period.name}{now}{share}，{by}以前{gap}{behind}。"
        yield Paragraph((words, target_source(voice, matrix, period)))
    for matrix, period, cells in many.values():
        told = those(voice, matrix, cells)
        words = f"{_promise(voice, matrix)}{period.name}还没有达到的{len(cells)}个：{told}，{day_words(period.last)}以前补上。"
        yield Paragraph((words, target_source(voice, matrix, period)))


def _now(voice: Voice, matrix: Matrix, period: Period, cell: Cell) -> str:
    """How a target stands today; where there is no figure, whether that is for want of events or of what was filled in."""
    indicator = indicator_catalogue()[matrix.indicator]
    if cell.state == "figure":
        return f"现在{now_words(indicator, matrix, cell)}"
    held = any(
        o.status == "已办" and o.event.campaign == matrix.campaign and _theirs(voice, o)
        and period.first <= o.first_day <= min(period.last, voice.as_of)
        for o in voice.world.occurrences
    )  # fmt: skip
    if indicator.on_events and not held:
        return "现在还没有办"
    return f"现在{with_unit(indicator, cell)}，所需的数还没有填"


def _promise(voice: Voice, matrix: Matrix) -> str:
    return f"“{voice.world.library.campaign_by_id[matrix.campaign].title}”：{promise_words(matrix, voice)}。"


def _mine(voice: Voice) -> list[Task]:
    return [t for c in voice.world.library.campaigns for t in c.tasks if not voice.unit or is_theirs(t, voice.where)]


def _open_task(task: Task, day: date) -> bool:
    return task.done is None or task.done > day


def _tasks(voice: Voice, first: date, last: date) -> Iterator[Block]:
    found = [t for t in _mine(voice) if t.due and first <= t.due <= last and _open_task(t, voice.as_of)]
    if not found:
        return
    source = Source("任务清单", voice.url(addresses.CAMPAIGNS))
    rows = tuple(
        (t.content, t.owner or _UNKNOWN, t.person or _UNKNOWN, str(t.due), t.standard or _UNKNOWN) for t in found
    )
    yield Paragraph((f"{first.month}月到期、还没有完成的任务{len(found)}条。", source))
    yield Grid("", ("内容", "责任单位", "责任人", "时限", "标准"), rows, (4, 3, 3, 2.2, 3))


def _records(voice: Voice) -> Iterator[Block]:
    found = _overdue(voice)
    if not found:
        return
    yield Paragraph((f"日子已过、状态还是“计划”或“确定”的{len(found)}场：", _overdue_source(voice)))
    yield Grid("", ("日期", "名称", "地点", "状态"), _dated(voice, found), (2.4, 6, 5, 1.4))


def _dated(voice: Voice, events: Iterable[Occurrence]) -> tuple[tuple[str, ...], ...]:
    return tuple((str(o.first_day), o.event.title, voice.world.place_of(o.event), o.status) for o in events)


def _demands(voice: Voice, last: date) -> Iterator[Block]:
    steps = ["按时办好本月的活动；改期、取消的，先改记录。"]
    steps.append("活动后10天内填上参加人数、工作人员和评价。")
    if list(_open_targets(voice, last)):
        steps.append("目标还有差的，把补上的活动排进日历，写明哪一天、在哪个村。")
    if _overdue(voice):
        steps.append(f"逾期的记录请在{day_words(max(last, voice.as_of))}以前逐场改成“已办”“取消”或“延期”。")
    yield from (Paragraph((f"{number}.{step}",)) for number, step in enumerate(steps, 1))


def urging(voice: Voice) -> tuple[Section, ...]:
    """督办单: targets missed, records and tasks late, in the year up to the end of the span; one sentence where nothing is."""
    answer = voice.as_of + timedelta(days=10)
    parts = (
        ("没有达到的目标", tuple(_missed(voice))),
        ("没有更新的记录", tuple(_records(voice))),
        ("过了时限的任务", tuple(_late_tasks(voice))),
    )
    found = [Section(title, blocks) for title, blocks in parts if blocks]
    if not found:
        words = f"截至{day_words(voice.as_of)}，{voice.where}{voice.request.span}没有需要督办的事项。"
        return (Section("办理事项", (Paragraph((words, voice.source("overdue_records", "all"))),)),)
    words = f"请在{day_words(answer)}以前逐条办理，并改好记录；办不到的，写明原因和新的日子。"
    if voice.unit in voice.lookup.gone:
        last = day_words(voice.lookup.gone[voice.unit])
        words = f"{voice.where}已在{last}撤销，不用再安排活动。以上各条请接续的乡镇（街道）在{day_words(answer)}以前说明原因，补全记录。"
    return (*found, Section("办理要求", (Paragraph((words,)),)))


def _missed(voice: Voice) -> Iterator[Block]:
    """Every unit that missed a target in a period of the year that is over."""
    rows = []
    sources: dict[Source, None] = {}
    for matrix, period, cells in voice.targets():
        indicator = indicator_catalogue()[matrix.indicator]
        if matrix.per not in ("region", "township") or period.last > voice.request.last:
            continue
        scope = scope_words(voice.world.tables, matrix)
        for cell in cells:
            if cell.met is False:
                who = voice.named([cell.unit]) if matrix.per == "township" else voice.world.library.region.name
                title = voice.world.library.campaign_by_id[matrix.campaign].title
                want = asked_words(matrix, cell) + (f"，{scope}" if scope else "")
                gap = gap_words(indicator, matrix, cell).removeprefix("差")
                rows.append((who, title, period.name, want, now_words(indicator, matrix, cell), gap))
                sources[target_source(voice, matrix, period)] = None
    if not rows:
        return
    ask = "说明原因。" if voice.unit in voice.lookup.gone else "说明原因，下一期先补上。"
    yield Paragraph((f"期满没有达到的目标{len(rows)}条。{ask}", *sources))
    yield Grid("", ("责任单位", "专项", "期", "目标", "实际", "差"), tuple(rows), (2.6, 3.4, 2, 4.4, 1.8, 1.6))


def _late_tasks(voice: Voice) -> Iterator[Block]:
    request = voice.request
    mine = [t for t in _mine(voice) if t.due and t.due.year == request.year and t.due <= request.last]
    found = [t for t in mine if t.due and t.due < voice.as_of and _open_task(t, voice.as_of)]
    if not found:
        return
    source = Source("任务清单", voice.url(addresses.CAMPAIGNS))
    yield Paragraph((f"过了时限还没有完成的任务{len(found)}条。", source))
    rows = tuple(
        (t.content, t.owner or _UNKNOWN, t.leader or _UNKNOWN, t.person or _UNKNOWN, str(t.due), t.status or _UNKNOWN)
        for t in found
    )
    yield Grid("", ("内容", "责任单位", "责任领导", "责任人", "时限", "进度"), rows, (4, 2.6, 2.6, 2.6, 2.2, 3))
