"""Records that can hardly be meant so: told as warnings, each with what to write.

Invariant: a word in a text proves nothing by itself; what is told here, somebody who was there can answer in a minute.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from generator.base.diagnostics import Diagnostic, visible
from generator.check.ids import last_day
from generator.check.places import village_names
from generator.decode.event import EventRecord
from generator.model import Township

SOON = timedelta(days=7)
"""How long before a planned event its place should be known."""
_END = r"(?:[了，。；！]|$)"
_ITSELF = "(?:活动|会议|讲座|宣讲|演出|培训|本场|本次|此次|这场|该场)"
_NOT_HELD = re.compile(
    f"因[^，。；]{{1,12}}?(?:而|被)?(?:临时)?(?:取消|停办|没办|没有办|未办)(?:{_ITSELF})?{_END}"
    f"|(?:{_ITSELF}|当天|当日)(?:已|被|临时)*(?:取消|停办){_END}"
    f"|^(?:已|临时)?(?:取消|停办){_END}"
    f"|(?:未能?|没有?|没能)(?:如期|按期|按时|按计划|正常|实际)?(?:举办|举行|召开|开展|办成|开成)成?{_END}"
)
"""What is off must be the event: 因天气取消户外展板 and 因作弊取消考试资格的案例 have another object."""
_IN_BRACKETS = re.compile(r"[（(【\[]\s*(?:已|临时|活动)*(?:取消|停办|没办|未办)\s*[）)】\]]")
_MOVED = re.compile(
    f"(?:^|(?<=[，。；]))(?:已|现)?(?:因[^，。；]{{1,12}}?)?(?:{_ITSELF})?(?:已|现)?(?:改期|延期|推迟|顺延|延至|延后)"
    r"(?=举办|举行|进行|召开|至|到|了|下|明|[\d，。；！]|$)"
)
"""Said of the event: at the beginning of a sentence. 延期审理 and 推迟退休 are what is taught."""
_EARLIER = re.compile("此前|以前|之前|过去|从前|从未|一直|多年|往年")
_AFTER_ALL = re.compile("补办|已补|如期|照常|仍然|改在|已于|后于|今天|当天办|重新举办")
_BEFORE = re.compile("(?:原定|原计划|原拟|本来|原来)")
_DAY = re.compile(r"(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*[日号]")
_NOTHING = frozenset({"", "无", "取消", "已取消", "活动取消", "/", "-", "—", "——", "略", "见附件"})
_NOWHERE = frozenset(
    {
        "",
        "无",
        "待定",
        "暂定",
        "暂未定",
        "待通知",
        "另行通知",
        "未确定",
        "待确定",
        "未定",
        "另定",
        "不详",
        "暂无",
        "没有",
        "/",
        "-",
        "—",
        "——",
        "?",
        "？",
    }
)
_LONGER = re.compile("[镇乡街路巷站桥口]|小学|中学|学校|幼儿园|银行|医院|车站|公司|集团|酒店|宾馆|水库")
"""What makes another place of a village's name."""
_BREAK = re.compile(r"[\s、，,;；（）()·/／—-]+")


def not_held(text: str, day: date, *, moved: bool = True) -> str:
    """The words of a text that say that an event of that day did not take place, "" where none do.

    `moved` also asks about words for another day, unless the text shows that the record stands on that other day.
    """
    found = _NOT_HELD.search(text) or _IN_BRACKETS.search(text)
    if found is None and moved:
        found = _MOVED.search(text)
        before = _BEFORE.search(text)
        if found and (_AFTER_ALL.search(text) or _names(text[found.start() :], day)):
            return ""
        if found and before and not _names(text[before.start() : found.start()], day):
            return ""
    if found is None or re.search(r"(?:没有|未|不|从未)$", text[: found.start()]):
        return ""
    if _EARLIER.search(re.split("[，。；]", text[: found.start()])[-1]):
        return ""
    return found.group()


def _names(text: str, day: date) -> bool:
    """True where a text names that very day."""
    return any((int(m or day.month), int(d)) == (day.month, day.day) for m, d in _DAY.findall(text))


def doubts(record: EventRecord, townships: Sequence[Township], site: str, as_of: date) -> Iterable[Diagnostic]:
    """W242 to W245 of one record. `townships` are those that it names, `site` the cultural site where it is."""
    yield from _denied(record)
    yield from _without_reason(record)
    yield from _nowhere(record, as_of)
    yield from _village_in_place(record, townships, site)


def _bare(text: str) -> str:
    """A few words without what stands around them, as in （待定）."""
    return unicodedata.normalize("NFKC", text[:60]).strip(" ()[]【】。.!")


def _denied(record: EventRecord) -> Iterable[Diagnostic]:
    """W242: what is told as held, and said not to have been."""
    if record.status != "已办":
        return
    day = last_day(record.start)
    for key, text in (
        ("note", record.note),
        ("result_summary", record.result.summary if record.result else ""),
        ("title", record.title),
        ("summary", record.summary if len(record.summary) <= 40 else ""),
    ):
        if words := not_held(text, day, moved=key == "note"):
            at = record.spot(key, text.index(words), len(words))
            hint = (
                "没有办的，状态改成“取消”或“延期”，删去人数；改期以后办了的，把日期改成办的那一天。真办了的，请改说明。"
            )
            related = (record.span("status"),) if "status" in record.at else ()
            yield Diagnostic("W242", at, f"状态是“已办”，可是写着“{visible(words, 30)}”", hint, related)
            return


def _without_reason(record: EventRecord) -> Iterable[Diagnostic]:
    """W243: who subscribed to an event that is off wants to know why."""
    told = (record.note, record.result.summary if record.result else "")
    if (
        record.status == "取消"
        and all(_bare(text) in _NOTHING for text in told)
        and not re.search("因|由于|原因|取消", record.summary)
    ):
        hint = "订了日历的人会看到原因，请补上一行“说明: 因……取消”；台账里写在“说明”一列。"
        yield Diagnostic("W243", record.span("status"), "取消了，没有写原因", hint)


def _nowhere(record: EventRecord, as_of: date) -> Iterable[Diagnostic]:
    """W244: what is settled or over was somewhere; what is planned needs a place a week before."""
    if record.village or _bare(record.venue) not in _NOWHERE:
        return
    soon = record.status == "计划" and timedelta() <= last_day(record.start) - as_of <= SOON
    if record.status in ("确定", "已办") or soon:
        hint = "请补上“地点”：在哪个礼堂、集市或阵地；线上的写“线上”，到处走的写“各村”这样的话。"
        where = record.span("place") if "place" in record.at else record.span()
        yield Diagnostic("W244", where, f"“{visible(record.title, 30)}”没有写地点", hint)


def _village_in_place(record: EventRecord, townships: Sequence[Township], site: str) -> Iterable[Diagnostic]:
    """W245: a place that names a village of its only township counts for none, unless the village is written too."""
    if record.village or site or not record.venue or len(townships) != 1:
        return
    names = village_named(record.venue, townships)
    if len(names) == 1:
        hint = (
            f"这一场就算不到这个村名下。请补上“村社区: {names[0]}”；台账里写在“村社区”一列。不是在这个村办的，不用改。"
        )
        yield Diagnostic("W245", record.span("place"), f"地点里有“{names[0]}”，“村社区”却空着", hint)


def village_named(place: str, townships: Sequence[Township]) -> list[str]:
    """The villages of these townships whose full names a place begins with, in each of its parts."""
    found: dict[str, None] = {}
    for part in _BREAK.split(unicodedata.normalize("NFKC", place)):
        rest = part
        for unit in townships:
            rest = rest.removeprefix(unit.name)
        here = [v.name for t in townships for v in t.villages if _is_named(rest, village_names(v.name)[0])]
        if here:
            found[max(here, key=len)] = None
    return list(found)


def _is_named(rest: str, name: str) -> bool:
    """True where a place begins with a village and not with a longer name: 中心村镇银行, 中心小学."""
    if not rest.startswith(name):
        return False
    behind = rest[len(name) :]
    if name.endswith(("村", "社区", "居")):
        return not _LONGER.match(behind)
    return not behind or behind.startswith(("村", "社区", "文化礼堂"))


def identical(records: Iterable[EventRecord]) -> tuple[list[Diagnostic], frozenset[str]]:
    """W241: two records of one happening under two ids, told at the later one. Gives the ids of the later ones, too."""
    first: dict[tuple[object, ...], EventRecord] = {}
    found, again = [], set()
    for record in records:
        if not (record.whole and record.id):
            continue
        title = "".join(unicodedata.normalize("NFKC", record.title).split())
        place = "".join(unicodedata.normalize("NFKC", record.venue).split())
        rule = (record.repeat.rule, record.repeat.exceptions, record.repeat.extra) if record.repeat else None
        units, people = tuple(sorted(record.townships)), tuple(sorted(record.audiences))
        whole = (title, record.start, record.end, units, record.village, place, people, record.form, rule)
        other = first.setdefault(whole, record)
        if other is not record and other.id != record.id and not _differ(record, other):
            hint = (
                "是同一场的，只留一条，不然会算成两场；编号已经发布过的那条留下。真是两场的，名称或地点写得不一样一些。"
            )
            at, first_at = record.span("id"), (other.span("id"),)
            found.append(Diagnostic("W241", at, f"{record.id} 和 {other.id} 一模一样，只有编号不同", hint, first_at))
            again.add(record.id)
    return found, frozenset(again)


def _differ(one: EventRecord, other: EventRecord) -> bool:
    """True where both say who spoke, who held it or who came, and not the same."""
    pairs = (
        (set(one.speakers), set(other.speakers)),
        (one.organiser, other.organiser),
        (one.result and one.result.attendance, other.result and other.result.attendance),
    )
    return any(a and b and a != b for a, b in pairs)
