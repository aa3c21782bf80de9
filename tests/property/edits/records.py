"""Edits of the region, the campaigns, the sites and whatever else stands beside the events."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from edits.catalogue import edit
from edits.county import EARLIEST, LATEST, County, _campaign, _township


def follow(county: County, old: str, new: str, keys: tuple[str, ...] = ("township",)) -> None:
    """A place has another name: all records that name it say so."""
    holders: list[dict[str, Any]] = [e for _, e in county.every_event()]
    holders += county.sites
    for campaign in county.campaigns.values():
        holders += [*campaign.get("zero_reports", ()), *campaign.get("funding", ()), *campaign.get("targets", ())]
    for holder in holders:
        for key in keys:
            if holder.get(key) == old:
                holder[key] = new
            elif isinstance(holder.get(key), list):
                holder[key] = [new if name == old else name for name in holder[key]]


@edit(3)
def rename_township(county: County, chance: Random) -> str | None:
    town = chance.choice(county.townships)
    old, new = town["name"], f"新{'石云青东'[county.new() % 4]}{county.number}镇"
    town["name"] = new
    follow(county, old, new)
    return f"{old} to {new}"


@edit(3)
def rename_village(county: County, chance: Random) -> str | None:
    town, village = chance.choice(list(county.villages()))
    old, new = village["name"], f"新{county.new()}村"
    for _, event in county.every_event():
        if event.get("village") == old:
            event["village"] = new
    for site in county.sites:
        if site.get("village") == old:
            site["village"] = new
    village["name"] = new
    return f"{old} of {town['name']} to {new}"


@edit(2)
def add_village(county: County, chance: Random) -> str | None:
    town = chance.choice(county.townships)
    number = county.new()
    villages = town.setdefault("villages", [])
    villages.insert(chance.randrange(len(villages) + 1), {"id": f"{town['code']}-n{number}", "name": f"新建{number}村"})
    return f"in {town['name']}"


@edit(2)
def delete_village(county: County, chance: Random) -> str | None:
    town, village = chance.choice(list(county.villages()))
    town["villages"].remove(village)
    for holder in (*(e for _, e in county.every_event()), *county.sites):
        if holder.get("village") == village["name"]:
            del holder["village"]
    return f"{village['name']} of {town['name']}"


@edit(3)
def village_facts(county: County, chance: Random) -> str | None:
    town, village = chance.choice(list(county.villages()))
    key, value = chance.choice(
        (("law_savvy", str(chance.randrange(9))), ("legal_adviser", chance.choice("是否")), ("population", str(chance.randrange(300, 4000))), ("model_village", "省级2024"))
    )  # fmt: skip
    village[key] = value
    return f"{key} of {village['name']} in {town['name']}"


@edit(2)
def add_township(county: County, chance: Random) -> str | None:
    number = county.new()
    if len(county.townships) > 6:
        return None
    group, villages = chance.choice(("平原", "山区", "")), (f"甲{number}村", f"乙{number}村")
    town = _township(f"330899{110 + number % 80:03d}", f"增设{number}镇", group, villages, chance)
    if any(t["code"] == town["code"] for t in county.townships):
        return None
    del town["tile"]
    county.townships.insert(chance.randrange(len(county.townships) + 1), town)
    return str(town["name"])


@edit(1)
def delete_township(county: County, chance: Random) -> str | None:
    if len(county.townships) < 4:
        return None
    town = chance.choice(county.townships)
    county.townships.remove(town)
    gone = {town["name"], town["code"]}

    def stays(record: dict[str, Any]) -> bool:
        named = record.get("township", "")
        return not gone & set(named if isinstance(named, list) else [named])

    county.events = {p: left for p, found in county.events.items() if (left := [e for e in found if stays(e)])}
    lost = {s["id"] for s in county.sites if not stays(s)}
    county.sites = [s for s in county.sites if stays(s)]
    for _, event in county.every_event():
        if event.get("place") in lost:
            event["place"] = "广场"
    for trail in county.trails:
        trail["stops"] = [s for s in trail["stops"] if s.get("site") not in lost] or [{"name": "戏台"}]
    for campaign in county.campaigns.values():
        for key in ("zero_reports", "funding", "targets"):
            campaign[key] = [r for r in campaign.get(key, ()) if stays(r)]
    return str(town["name"])


@edit(4)
def township_facts(county: County, chance: Random) -> str | None:
    town = chance.choice(county.townships)
    n = county.new()
    key, value = chance.choice(
        (
            ("population", str(chance.randrange(5000, 50000))), ("group", chance.choice(("街道", "平原", "山区"))), ("tile", [str(1 + n % 9), str(1 + n // 9)]),
            ("contact", {"office": f"第{n}司法所", "phone": f"0570-{n:07d}", "hours": "工作日"}), ("counted", chance.choice("是否")),
            ("lon", "118.5"), ("valid_from", "2020-01-01"), ("valid_to", "2027-06-30"),
        )
    )  # fmt: skip
    town[key] = value
    if key == "lon":
        town["lat"] = f"28.{n % 10}"
    return f"{key} of {town['name']}"


@edit(2)
def shuffle_townships(county: County, chance: Random) -> str | None:
    chance.shuffle(county.townships)
    return "townships"


@edit(4)
def region_facts(county: County, chance: Random) -> str | None:
    n = county.new()
    key, value = chance.choice(
        (
            ("hotline", f"0570-{n:05d}"), ("publisher", f"示例县司法局{n}"), ("name", f"示例{n}县"), ("summary", f"第{n}句话。"), ("sample", "是"),
            ("population_source", f"第{n}次普查"), ("identity", county.region["identity"] | {"contact": f"0570-{n:07d}"}),
            ("weights", [{"indicator": "events_held", "weight": str(n)}, {"indicator": "villages_reached", "weight": "40"}]),
            ("weights", []), ("timezone", chance.choice(("Asia/Shanghai", "Asia/Urumqi"))), ("words", {"老乡": "农民"}),
            ("audiences", ["全体居民", "农民", "青少年", "老年人", "妇女", "社区居民", "国家工作人员", f"对象{n}"]),
        )
    )  # fmt: skip
    county.region[key] = value
    return key


@edit(2)
def other_hotline(county: County, chance: Random) -> str | None:
    county.region["hotline"] = f"0570-{county.new():05d}"
    return str(county.region["hotline"])


def a_campaign(county: County, chance: Random) -> tuple[str, dict[str, Any]]:
    """Some campaign."""
    name = chance.choice(sorted(county.campaigns))
    return name, county.campaigns[name]


@edit(5)
def campaign_facts(county: County, chance: Random) -> str | None:
    name, campaign = a_campaign(county, chance)
    n = county.new()
    key, value = chance.choice(
        (
            ("title", f"专项{n}"), ("order", str(n)), ("summary", f"简介{n}。"), ("lead", f"第{n}局"), ("partners", [f"单位{n}"]), ("laws", [f"法律{n}"]),
            ("audiences", ["老年人"]), ("source", f"文件{n}"), ("sample", "是"), ("period", {"start": f"2022-{n % 12 + 1:02d}-01", "end": "2027-12-31"}),
        )
    )  # fmt: skip
    campaign[key] = value
    return f"{key} of {name}"


@edit(2)
def other_title(county: County, chance: Random) -> str | None:
    name, campaign = a_campaign(county, chance)
    campaign["title"] = f"专项改名{county.new()}"
    return f"{name} is {campaign['title']}"


@edit(4)
def targets(county: County, chance: Random) -> str | None:
    name, campaign = a_campaign(county, chance)
    found = campaign["targets"]
    if found and chance.random() < 0.3:
        found.pop(chance.randrange(len(found)))
        return f"one less in {name}"
    indicator, per, every = chance.choice(
        (("events_held", "region", "year"), ("events_held", "village", "campaign"), ("participants", "township", "year"), ("villages_reached", "township", "year"),
         ("events_held", "township", "quarter"), ("audiences_reached", "township", "year"), ("events_held", "site", "year"))
    )  # fmt: skip
    campaign["targets"] = [t for t in found if (t["indicator"], t["per"], t["every"]) != (indicator, per, every)]
    target = {"indicator": indicator, "per": per, "every": every, "at_least": str(chance.randrange(1, 9))}
    if per == "township" and chance.random() < 0.3:
        target["township"] = chance.choice(county.townships)["name"]
    campaign["targets"].append(target)
    return f"{indicator} {per} {every} in {name}"


@edit(3)
def tasks(county: County, chance: Random) -> str | None:
    name, campaign = a_campaign(county, chance)
    found = campaign["tasks"]
    if found and chance.random() < 0.5:
        task = chance.choice(found)
        task["done"] = (county.day - timedelta(days=chance.randrange(1, 200))).isoformat()
        return f"done: {task['content']}"
    due = county.day + timedelta(days=chance.randrange(-90, 200))
    found.append({"content": f"任务{county.new()}", "owner": "县司法局", "due": due.isoformat()})
    return f"one more in {name}"


@edit(3)
def money_and_silence(county: County, chance: Random) -> str | None:
    name, campaign = a_campaign(county, chance)
    town, year = chance.choice(county.townships)["name"], str(chance.randrange(2023, 2027))
    if chance.random() < 0.5:
        campaign.setdefault("zero_reports", []).append({"township": town, "year": year})
    else:
        campaign.setdefault("funding", []).append(
            {"year": year, "amount": str(county.new() * 100), "township": town, "source": "乡镇财政"}
        )
    return f"{town} {year} in {name}"


@edit(1)
def add_campaign(county: County, chance: Random) -> str | None:
    name = f"zhuanxiang-{county.new()}"
    county.campaigns[name] = _campaign(f"新专项{county.number}", chance.randrange(-5, 9))
    return name


@edit(1)
def delete_campaign(county: County, chance: Random) -> str | None:
    if len(county.campaigns) < 2:
        return None
    name, _ = a_campaign(county, chance)
    del county.campaigns[name]
    county.events = {p: e for p, e in county.events.items() if not p.startswith(f"{name}/")}
    county.files = {p: data for p, data in county.files.items() if not p.startswith(f"campaigns/{name}/")}
    return name


@edit(4)
def site_facts(county: County, chance: Random) -> str | None:
    if not county.sites:
        return None
    site, n = chance.choice(county.sites), county.new()
    key, value = chance.choice(
        (
            ("name", f"法治馆{n}"), ("hours", f"周{n}"), ("status", chance.choice(("规划", "在建", "开放", "关闭"))), ("kind", chance.choice(("公园", "场馆"))),
            ("summary", f"介绍{n}。"), ("exhibits", [{"name": f"展项{n}"}]), ("address", f"{n}号"), ("opened", "2025年3月"), ("honours", []),
            ("honours", [{"title": f"称号{n}", "issuer": "县司法局", "level": "县级", "date": "2025年", "review_due": "2026-07-01"}]),
            ("contact", {"office": f"{n}科", "phone": "0570-0000009"}),
        )
    )  # fmt: skip
    site[key] = value
    return f"{key} of {site['id']}"


@edit(2)
def add_site(county: County, chance: Random) -> str | None:
    town = chance.choice(county.townships)
    site = {"id": f"zhendi-{county.new()}", "name": f"新阵地{county.number}", "township": town["name"], "kind": "广场"}
    county.sites.append(site)
    if chance.random() < 0.5 and county.trails:
        county.trails[0]["stops"].append({"site": site["id"]})
    return str(site["id"])


@edit(1)
def delete_site(county: County, chance: Random) -> str | None:
    if not county.sites:
        return None
    site = chance.choice(county.sites)
    county.sites.remove(site)
    for trail in county.trails:
        trail["stops"] = [s for s in trail["stops"] if s.get("site") != site["id"]] or [{"name": "戏台"}]
    for _, event in county.every_event():
        if event.get("place") == site["id"]:
            event["place"] = "广场"
    return str(site["id"])


@edit(2)
def trail_facts(county: County, chance: Random) -> str | None:
    number = county.new()
    if not county.trails or chance.random() < 0.2:
        county.trails.append({"id": f"xianlu-{number}", "name": f"线路{number}", "stops": [{"name": "起点"}]})
    trail = chance.choice(county.trails)
    if chance.random() < 0.5:
        chance.shuffle(trail["stops"])
    else:
        trail["name"] = f"线路改名{number}"
    return str(trail["id"])


@edit(2)
def speakers(county: County, chance: Random) -> str | None:
    number = county.new()
    if chance.random() < 0.5:
        county.speakers.append({"id": f"jiang-{number}", "name": f"老师{number}"})
        return "one more"
    speaker = chance.choice(county.speakers)
    speaker |= chance.choice(({"name": f"律师{number}"}, {"role": f"身份{number}"}, {"specialty": f"专长{number}"}))
    return str(speaker["id"])


@edit(2)
def special_days(county: County, chance: Random) -> str | None:
    """Legal days of the region's own, hidden ones, and an arrangement of days off."""
    number = county.new()
    kind = chance.choice(("own", "hide", "off"))
    if kind == "own":
        rule = chance.choice(("6月第三个星期日", "农历九月初九", f"7月{number % 28 + 1}日"))
        county.observances.append({"id": f"day-{number}", "name": f"节点{number}", "rule": rule, "basis": "示例"})
    elif kind == "hide":
        county.observances.append({"id": chance.choice(("ip-day", "anti-drug-day", "environment-day")), "hide": "是"})
    else:
        county.holidays = [
            {
                "year": "2027",
                "off": [f"2027-02-05/2027-02-{10 + number % 3}", "2027-10-01/2027-10-07"],
                "work": ["2027-02-14"],
            }
        ]
    return kind


@edit(8)
def other_day(county: County, chance: Random) -> str | None:
    """Today is another day: the next one, next month, half a year on, or an earlier one again."""
    step = chance.choice((1, 1, 7, 30, -1, -30, 180, -150))
    county.day = min(max(county.day + timedelta(days=step), EARLIEST), LATEST)
    return county.day.isoformat()


@edit(3)
def round_the_year(county: County, chance: Random) -> str | None:
    """A day on which a year, a quarter or a month begins or ends."""
    county.day = chance.choice(
        (
            EARLIEST.replace(day=31),
            EARLIEST.replace(year=EARLIEST.year + 1, month=1, day=1),
            LATEST.replace(month=6, day=30),
            LATEST.replace(month=7, day=1),
        )
    )
    return county.day.isoformat()
