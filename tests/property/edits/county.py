"""A small county as plain data, and the files that say it.

Edits change the data; `files` writes all of it out, so that the same data always give the same bytes.
"""

from __future__ import annotations

import copy
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from sites import kit

Event = dict[str, Any]
FIRST, LAST = date(2023, 1, 1), date(2027, 12, 31)
"""The period of every campaign; edits may move its ends a little."""
EARLIEST, LATEST = date(2025, 12, 1), date(2026, 11, 20)
"""Days that a build may take for today; no site is published as of a day to come."""
COLUMNS = {
    "id": "编号", "title": "名称", "start": "开始", "end": "结束", "township": "乡镇", "village": "村社区", "place": "地点",
    "form": "形式", "audience": "对象", "laws": "法律", "stage": "阶段", "focus": "侧重", "organiser": "主办", "speaker": "主讲",
    "status": "状态", "summary": "简介", "note": "说明", "former_id": "原编号", "updated": "更新", "repeat": "重复",
}  # fmt: skip
"""The columns of a ledger, for the keys that a record of one may have."""
FIGURES = {
    "attendance": "参加人数",
    "staff": "工作人员",
    "responses": "评价份数",
    "satisfied": "满意份数",
    "summary": "小结",
}
FORMS = ("宣讲", "咨询", "展览", "演出", "竞赛", "影视", "参观", "培训")
AUDIENCES = ("农民", "青少年", "老年人", "妇女", "社区居民", "国家工作人员")
LAWS = ("宪法", "民法典", "国家安全法", "未成年人保护法", "反电信网络诈骗法")
TITLES = ("宪法宣讲", "民法典咨询", "法治电影", "反诈课", "普法集市", "国家安全展览", "村务公开问答", "法治灯谜")


@dataclass
class County:
    """Everything that stands in the project, and the day of the build.

    `events` are by file below `campaigns/`; `files` is what is kept as it stands, by its path; `broken` lies over all of it.
    """

    day: date
    region: dict[str, Any]
    campaigns: dict[str, dict[str, Any]]
    events: dict[str, list[Event]]
    sites: list[dict[str, Any]]
    trails: list[dict[str, Any]]
    speakers: list[dict[str, Any]]
    observances: list[dict[str, Any]]
    holidays: list[dict[str, Any]]
    settings: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    """How a text file is written: `crlf`, `bom` or `gb18030`."""
    broken: dict[str, bytes | None] = field(default_factory=dict)
    number: int = 0
    """How many names were given out; none is given twice."""

    def copy(self) -> County:
        return copy.deepcopy(self)

    def new(self) -> int:
        self.number += 1
        return self.number

    @property
    def townships(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.region["townships"]
        return found

    def every_event(self) -> Iterator[tuple[str, Event]]:
        """(file, event) of all, in order."""
        for path in sorted(self.events):
            for event in self.events[path]:
                yield path, event

    def villages(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """(township, village) of all."""
        for town in self.townships:
            for village in town.get("villages", ()):
                yield town, village


def files(county: County) -> dict[str, bytes]:
    """Every file of the project, by its path."""
    found = {"campaigns/region.yml": _yaml(county.region), "mkdocs.yml": _yaml(county.settings)}
    for name, campaign in county.campaigns.items():
        found[f"campaigns/{name}/campaign.yml"] = _yaml(campaign)
    for path, events in county.events.items():
        found[f"campaigns/{path}"] = events_file(path, events)
    tops = {"sites": {"sites": county.sites, "trails": county.trails}, "speakers": {"speakers": county.speakers}}
    tops |= {"observances": {"observances": county.observances}, "holidays": {"holidays": county.holidays}}
    for name, content in tops.items():
        if any(content.values()):
            found[f"campaigns/{name}.yml"] = _yaml({k: v for k, v in content.items() if v})
    found |= county.files
    for path, style in county.styles.items():
        if path in found:
            found[path] = _styled(found[path], style)
    for path, data in county.broken.items():
        found.pop(path, None)
        if data is not None:
            found[path] = data
    return dict(sorted(found.items()))


def events_file(path: str, events: list[Event]) -> bytes:
    """A file of events, in the form that its name asks for."""
    if path.endswith(".yml"):
        return _yaml(events)
    rows = [(*COLUMNS.values(), *FIGURES.values()), *(_row(e) for e in events)]
    if path.endswith(".xlsx"):
        return _workbook(tuple(rows))
    import csv

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def flat(event: Event) -> bool:
    """Whether a ledger can hold an event."""
    return isinstance(event.get("repeat", ""), str)


def _row(event: Event) -> tuple[str, ...]:
    told = event.get("result", {})
    cells = [event.get(key, "") for key in COLUMNS] + [told.get(key, "") for key in FIGURES]
    return tuple("、".join(c) if isinstance(c, list) else str(c) for c in cells)


@cache
def _workbook(rows: tuple[tuple[str, ...], ...]) -> bytes:
    from datetime import datetime

    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(2025, 1, 1)})
    sheet = book.add_worksheet("台账")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def _yaml(value: Any) -> bytes:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return text.encode()


class _Dumper(yaml.CSafeDumper):
    """No anchors: pufa reads none."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _styled(data: bytes, style: str) -> bytes:
    text = data.decode()
    if style == "crlf":
        return text.replace("\n", "\r\n").encode()
    if style == "bom":
        return b"\xef\xbb\xbf" + data
    return text.encode("gb18030")


def write(root: Path, now: dict[str, bytes], old_times: Random | None = None) -> list[str]:
    """Bring a project's folder to hold these files (what pufa wrote of itself is left alone); the paths that changed.

    With `old_times` some of the changed files keep the time of the file before, as copying programs do it.
    """
    changed = []
    for folder in ("campaigns", "content", "site_templates"):
        for base, _, names in os.walk(root / folder):
            for name in names:
                path = Path(base, name).relative_to(root).as_posix()
                if path not in now and name != "published.json":
                    (root / path).unlink()
                    changed.append(path)
    for path, data in now.items():
        file = root / path
        if file.is_file() and file.read_bytes() == data:
            continue
        before = file.stat().st_mtime_ns if file.is_file() else 1_700_000_000_000_000_000
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        if old_times and old_times.random() < 0.3:
            os.utime(file, ns=(before, before))
        changed.append(path)
    for folder in ("campaigns", "content", "site_templates"):  # what is empty now goes too
        for base, _, _ in os.walk(root / folder, topdown=False):
            if base != str(root / folder) and not os.listdir(base):
                os.rmdir(base)
    return sorted(changed)


# --- the county to begin with ------------------------------------------------------------------------------------


def sample(chance: Random, events: int = 24) -> County:
    """A county with four townships and two or three campaigns, and something of all that records can say."""
    towns = [
        _township("330899001", "东门街道", "街道", ("城北社区", "城南社区"), chance),
        _township("330899101", "石门镇", "平原", ("石门村", "下坞村", "前塘村"), chance),
        _township("330899102", "青溪镇", "平原", ("青溪村", "上湾村"), chance),
        _township("330899201", "云岭乡", "山区", ("云岭村", "岭头村"), chance),
    ]
    if chance.random() < 0.5:
        towns.append({"code": "330899401", "name": "东门经济开发区"})
    region = {
        "code": "330899", "name": "示例县", "publisher": "示例县司法局", "hotline": "12348", "summary": "示例县普法。",
        "identity": {"sponsor": "示例县司法局", "organiser": "示例县普法办", "contact": "0570-0000000", "icp": "浙ICP备00000000号",
                     "police": "浙公网安备00000000000000号", "site_code": "0000000000"},
        "population_source": "示例", "weights": [{"indicator": "events_held", "weight": "60"}, {"indicator": "villages_reached", "weight": "40"}],
        "townships": towns,
    }  # fmt: skip
    county = County(
        date(2026, 6, 10), region, {"xianfa": _campaign("宪法宣传", 1), "anquan": _campaign("国家安全教育", 2)}, {},
        sites=[
            {"id": "shimen-guan", "name": "石门法治馆", "township": "石门镇", "village": "石门村", "kind": "场馆", "hours": "每天",
             "exhibits": [{"name": "宪法墙", "summary": "看宪法怎样规定公民的权利。"}], "lon": "118.6", "lat": "28.7",
             "honours": [{"title": "示范点", "issuer": "示例县司法局", "level": "县级", "date": "2024年", "review_due": "2026-12-31"}]},
            {"id": "yunling-lang", "name": "云岭法治长廊", "township": "330899201", "kind": "长廊", "opened": "2024年6月"},
            {"id": "dongmen-yuan", "name": "东门法治公园", "township": "东门街道", "status": "在建"},
        ],
        trails=[{"id": "fazhi-xian", "name": "法治文化线路", "stops": [{"site": "shimen-guan"}, {"site": "yunling-lang"}, {"name": "青溪戏台"}]}],
        speakers=[{"id": "jiang-01", "name": "石律师", "role": "县宣讲团成员", "specialty": "民法典"}, {"id": "jiang-02", "name": "徐老师"}],
        observances=[{"id": "elder-law-day", "name": "敬老法律服务日", "rule": "农历九月初九", "first_year": "2022", "basis": "示例"}],
        holidays=[], settings=_settings(),
    )  # fmt: skip
    if chance.random() < 0.5:
        county.campaigns["zhendi"] = _campaign("法治文化阵地", 3)
    county.campaigns["xianfa"]["targets"] += [
        {"indicator": "villages_reached", "per": "township", "every": "campaign", "at_least": "1"}
    ]
    county.files = _texts()
    paths = [f"{c}/{name}" for c in county.campaigns for name in ("events-2025.yml", "events/2026.yml")]
    paths += ["xianfa/events-2024.csv", "anquan/events-2024.xlsx"]
    for path in paths:
        county.events[path] = []
    for n in range(events):
        event = new_event(county, chance, repeating=n % 4 == 0)
        fitting = paths if flat(event) else [p for p in paths if p.endswith(".yml")]
        county.events[fitting[n % len(fitting)]].append(event)
    county.events = {path: found for path, found in county.events.items() if found}
    return county


def _township(code: str, name: str, group: str, villages: tuple[str, ...], chance: Random) -> dict[str, Any]:
    return {
        "code": code, "name": name, "population": str(chance.randrange(8000, 40000)), "group": group,
        "tile": [str(1 + int(code[-1])), str(1 + int(code[-3]))], "contact": {"office": f"{name[:2]}司法所", "phone": "0570-0000001"},
        "villages": [{"id": f"{code}-v{n}", "name": v, "law_savvy": str(n), "legal_adviser": "是"} for n, v in enumerate(villages)],
    }  # fmt: skip


def _campaign(title: str, order: int) -> dict[str, Any]:
    return {
        "title": title, "period": {"start": FIRST.isoformat(), "end": LAST.isoformat()}, "order": str(order), "summary": f"{title}，每年都办。",
        "lead": "示例县司法局", "partners": ["各乡镇", "县教育局"], "laws": ["宪法", "国家安全法"], "audiences": ["农民", "青少年"],
        "targets": [{"indicator": "events_held", "per": "township", "every": "year", "at_least": "1", "basis": "示例"}],
        "tasks": [{"content": f"{title}进农村", "owner": "各司法所", "due": "2026-12-31"},
                  {"content": f"{title}进校园", "owner": "县司法局", "due": "2026-06-30", "status": "已完成", "done": "2026-06-01"}],
        "zero_reports": [{"township": "云岭乡", "year": "2023"}],
        "funding": [{"year": "2025", "amount": "12.5万元", "source": "县级财政"}],
    }  # fmt: skip


def _settings() -> dict[str, Any]:
    return {
        "site_name": "示例县普法", "site_url": "https://pufa.example.gov.cn/", "site_description": "示例", "docs_dir": "content",
        "site_dir": "site", "theme": {"name": "material", "language": "zh", "font": False, "features": ["navigation.tabs"]},
        "plugins": ["search", "pufa"], "markdown_extensions": ["attr_list", "tables"],
        "nav": [{"首页": "index.md"}, {"活动日历": "calendar/index.md"}, {"变动通知": "changes/index.md"}, {"乡镇街道": "townships/index.md"},
                {"普法专项": ["campaigns/index.md", "campaigns/*"]}, {"法治阵地": "sites/index.md"}, {"普法文章": ["articles/*"]},
                {"覆盖情况": "coverage/index.md"}, {"订阅日历": "subscribe/index.md"}],
    }  # fmt: skip


def _texts() -> dict[str, bytes]:
    article = "---\n标题: 借条怎么写\n日期: 2025-06-18\n摘要: 八个要素。\n---\n\n# 借条怎么写\n\n写清楚。看[石门镇](/townships/330899101/)。\n\n![样子](jietiao.png)\n"
    return {
        "content/index.md": "# 示例县普法\n\n欢迎。\n".encode(),
        "content/articles/jietiao.md": article.encode(),
        "content/articles/fanzha.md": "# 反诈\n\n不轻信，不转账。先看[借条](jietiao.md)。\n".encode(),
        "content/articles/jietiao.png": kit.picture(3),
        "campaigns/xianfa/index.md": "宪法宣传从哪里来。\n\n## 怎样办\n\n每年十二月。\n".encode(),
    }


# --- events ------------------------------------------------------------------------------------------------------


def new_event(county: County, chance: Random, *, repeating: bool = False) -> Event:
    """An event with nothing wrong in it, some time in the years around today."""
    number = county.new()
    day = county.day + timedelta(
        days=chance.choice((-3, 2, 9, 30, 80, -20, -60, -200, -420, -700)) + chance.randrange(7)
    )
    event: Event = {"id": f"ev-{number:04d}", "title": f"{chance.choice(TITLES)}{number}"}
    hour = chance.choice((8, 9, 14, 19))
    if chance.random() < 0.15 and not repeating:
        event |= {"start": day.isoformat(), "end": (day + timedelta(days=chance.randrange(4))).isoformat()}
    else:
        event |= {"start": f"{day} {hour:02d}:00", "end": f"{day} {hour + 2:02d}:00"}
    place_event(county, event, chance)
    event |= {
        "form": chance.choice(FORMS),
        "audience": chance.sample(AUDIENCES, chance.randrange(1, 3)),
        "laws": [chance.choice(LAWS)],
    }
    if chance.random() < 0.3 and county.speakers:
        event["speaker"] = [chance.choice(county.speakers)["id"]]
    if chance.random() < 0.3:
        event["focus"] = chance.choice(("权利", "义务", "并重"))
    if chance.random() < 0.15:
        event["stage"] = "启动"
    event["summary"] = f"第{number}次，讲身边的事。"
    if repeating:
        event |= {"status": "确定", "repeat": repeat_of(day, chance)}
    else:
        close(event, county.day, chance)
    return event


def close(event: Event, today: date, chance: Random) -> None:
    """Give an event a state that its day allows, and results where it was held."""
    event.pop("result", None)
    event.pop("note", None)
    if date.fromisoformat(str(event["start"])[:10]) >= today:
        event["status"] = chance.choice(("计划", "确定", "确定", "取消"))
    else:
        event["status"] = chance.choice(("已办", "已办", "已办", "已办", "取消", "延期"))
    if event["status"] in ("取消", "延期"):
        event["note"] = "天气不好"
    elif event["status"] == "已办" and chance.random() < 0.9:
        event["result"] = figures(chance)


def figures(chance: Random) -> dict[str, str]:
    """Results that do not contradict each other."""
    people = chance.randrange(20, 400)
    answers = chance.randrange(people)
    return {
        "attendance": str(people),
        "staff": str(people // 12),
        "responses": str(answers),
        "satisfied": str(answers * 9 // 10),
        "summary": "来了不少人。",
    }


def place_event(county: County, event: Event, chance: Random) -> None:
    """Say anew where an event is."""
    for key in ("village", "place", "township"):
        event.pop(key, None)
    kind = chance.choice(("wide", "towns", "town", "village", "village", "site"))
    town = chance.choice(county.townships)
    event["township"] = chance.choice((town["name"], town["code"]))
    if kind == "wide":
        event |= {"township": "全域", "place": "各乡镇文化站"}
    elif kind == "towns":
        event |= {
            "township": [t["name"] for t in chance.sample(county.townships, min(2, len(county.townships)))],
            "place": "县文化馆",
        }
    elif kind == "village" and town.get("villages"):
        event |= {"village": chance.choice(town["villages"])["name"], "place": "文化礼堂"}
    elif kind == "site" and county.sites:
        site = chance.choice(county.sites)
        event |= {"township": site["township"], "place": site["id"]}
    else:
        event["place"] = chance.choice(("文化礼堂", "广场", "中心小学"))


def repeat_of(day: date, chance: Random) -> dict[str, Any] | str:
    """How an event from this day on repeats: rules of all kinds, with exceptions now and then."""
    until = (day + timedelta(days=chance.choice((40, 90, 150)))).isoformat()
    weekday = "一二三四五六日"[day.weekday()]
    if chance.random() < 0.2:
        return f"每周星期{weekday}，到{until}"
    rule: dict[str, Any] = chance.choice(
        (
            {"every": "周", "on": f"星期{weekday}"}, {"every": "周", "on": f"星期{weekday}"}, {"every": "月", "on": "第一个星期三"},
            {"every": "月", "on": f"{min(day.day, 28)}日"}, {"market": "逢三逢八"}, {"market": "逢五", "calendar": "公历"},
            {"lunar": ["正月十五", "三月初三", "五月初五", "七月十五", "九月初九", "腊月廿三"]}, {"rrule": "FREQ=DAILY;INTERVAL=5"},
        )
    ).copy()  # fmt: skip
    rule["until"] = until if "lunar" not in rule else (day + timedelta(days=150)).isoformat()
    if chance.random() < 0.4:
        rule["on_holiday"] = chance.choice(("跳过", "顺延", "照常"))
    if rule.get("every") == "周":
        days = [(day + timedelta(days=7 * n)).isoformat() for n in range(5)]
        if chance.random() < 0.5 and "on_holiday" not in rule:
            rule["except"] = [days[3]]
            rule["move"] = {days[2]: (day + timedelta(days=15)).isoformat()}
            rule["cancel"] = [{"date": days[1], "note": "停电"}]
    return rule
