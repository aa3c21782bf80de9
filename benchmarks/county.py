"""A generated county: so many townships and events, the same bytes for the same numbers, for measuring only."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

SURNAMES = "上下前后东西南北大小新老清石青白金银溪山"
TAILS = "坞塘坂田头岭桥村源湖坑畈垅埂店屋家口洋坪"
FORMS = ("宣讲", "咨询", "展览", "演出", "竞赛", "影视", "参观", "培训")
AUDIENCES = ("农民", "青少年", "老年人", "妇女", "社区居民", "国家工作人员", "外来务工人员")
THEMES = ("国家安全教育", "反诈防骗", "民法典", "农民工工资", "村务公开", "未成年人保护", "家庭教育", "安全生产")
VILLAGES = 15
CAMPAIGNS = {"bawu": "八五普法", "anquan": "国家安全教育", "zhendi": "法治文化阵地"}

CONFIG = """site_name: 示例县普法
site_url: https://pufa.example.gov.cn/
docs_dir: content
theme:
  name: material
  language: zh
  font: false
  features: [navigation.tabs, navigation.indexes]
plugins: [search, pufa]
nav:
  - 首页: index.md
  - 活动日历: calendar/index.md
  - 变动通知: changes/index.md
  - 乡镇街道: townships/index.md
  - 普法专项: [campaigns/index.md, campaigns/*]
  - 法治阵地: sites/index.md
  - 覆盖情况: coverage/index.md
  - 订阅日历: subscribe/index.md
"""


def _township_name(i: int) -> str:
    return f"{SURNAMES[i % 20]}{TAILS[i // 20 % 20]}{'镇' if i % 3 else '乡'}"


def _village_name(i: int) -> str:
    return f"{TAILS[i % 20]}{SURNAMES[i // 20 % 20]}村"


def township_code(i: int) -> str:
    """The code of the i-th township: 镇 from 100, 乡 from 200."""
    return f"330899{(100 if i % 3 else 200) + i // 3 * 2 + i % 3:03d}"


def event_text(i: int, chosen: random.Random, townships: int) -> str:
    """One event as YAML."""
    unit = i % townships
    day = date(2021, 1, 4) + timedelta(days=chosen.randrange(2140))
    hour = chosen.choice((8, 9, 10, 14, 15, 19))
    theme = chosen.choice(THEMES)
    held = day < date(2026, 11, 1)
    status = chosen.choices(("已办", "取消", "延期"), (92, 5, 3))[0] if held else "计划"
    lines = [
        f"- id: ev-{i:06d}",
        f"  title: {_township_name(unit)}{theme}第{i // townships + 1}期",
        f"  start: {day} {hour:02d}:00",
        f"  end: {day} {hour + 2:02d}:00",
        f"  township: {_township_name(unit)}",
    ]
    if chosen.random() < 0.8:
        lines.append(f"  village: {_village_name(unit * VILLAGES + chosen.randrange(VILLAGES))}")
    lines += [
        "  place: 文化礼堂",
        f"  form: {chosen.choice(FORMS)}",
        f"  audience: [{', '.join(chosen.sample(AUDIENCES, 2))}]",
        f"  laws: [{theme}相关法律]",
        f"  stage: {'启动' if chosen.random() < 0.1 else '常态'}",
        f"  organiser: {_township_name(unit)}司法所",
        f"  status: {status}",
    ]
    if status == "已办":
        people = chosen.randrange(20, 300)
        lines.append(
            f"  result: {{attendance: {people}, staff: {people // 12}, responses: {people // 2}, satisfied: {people // 2 - 1}}}"
        )
    return "\n".join(lines) + "\n"


def make(folder: Path, *, townships: int = 100, events: int = 5000) -> None:
    """Write the county's project folder: 15 villages a township, events in one file per campaign and 250."""
    chosen = random.Random(20261121)
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "index.md").write_text("# 示例县普法\n\n测速用的示例数据。\n", "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    region = ["code: '330899'", "name: 示例县", "publisher: 示例县司法局", "sample: 是", "identity:"]
    region += [f"  {key}: 示例" for key in ("sponsor", "organiser", "contact", "icp", "police", "site_code")]
    region.append("townships:")
    for i in range(townships):
        code = township_code(i)
        region += [f"  - code: '{code}'", f"    name: {_township_name(i)}", "    villages:"]
        region += [f"      - {{id: {code}-v{k:02d}, name: {_village_name(i * VILLAGES + k)}}}" for k in range(VILLAGES)]
    (folder / "campaigns").mkdir()
    (folder / "campaigns" / "region.yml").write_text("\n".join(region) + "\n", "utf-8")
    for name, title in CAMPAIGNS.items():
        home = folder / "campaigns" / name
        home.mkdir()
        home.joinpath("campaign.yml").write_text(
            f"title: {title}\nperiod: {{start: 2021-01-01, end: 2027-12-31}}\nsummary: 测速用的示例数据。\n"
            "targets:\n  - {indicator: events_held, per: township, every: year, at_least: 3}\n",
            "utf-8",
        )
    ids = list(CAMPAIGNS)
    for first in range(0, events, 250):
        number = first // 250
        text = "".join(event_text(i, chosen, townships) for i in range(first, min(first + 250, events)))
        (folder / "campaigns" / ids[number % 3] / f"events-{number:03d}.yml").write_text(text, "utf-8")
