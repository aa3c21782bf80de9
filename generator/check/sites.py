"""Cultural sites, trails and speakers: known places, unique ids, stops that exist."""

from __future__ import annotations

from typing import Any

from generator.base.diagnostics import Diagnostic, nearest
from generator.check.places import Gazetteer, NotFound
from generator.check.region import contact
from generator.decode.fields import Faults, Values
from generator.model import Exhibit, Honour, Region, Site, Speaker, Stop, Trail


def sites_of(
    path: str, values: Values, region: Region, places: Gazetteer
) -> tuple[tuple[Site, ...], tuple[Trail, ...], list[Diagnostic]]:
    """The cultural sites and trails of `sites.yml`, sorted by id."""
    faults = Faults(path)
    sites: dict[str, Site] = {}
    for found in _unique(values.get("sites") or [], "阵地", faults):
        site = _site(found, region, places, faults)
        if site:
            sites[site.id] = site
    trails = [
        _trail(found, sites, region, faults)
        for found in _unique(values.get("trails") or [], "线路", faults)
        if found.get("id") and found.get("name")
    ]
    return tuple(sites[i] for i in sorted(sites)), tuple(sorted(trails, key=lambda t: t.id)), faults.found


def _unique(found: list[Values], what: str, faults: Faults) -> list[Values]:
    seen: dict[str, Values] = {}
    for values in found:
        identity = values.get("id", "")
        if not identity:
            continue
        if identity in seen:
            faults.add(
                "E101", values.nodes["id"], f"{what}编号 {identity} 重复", "请给其中一个换编号。",
                related=(faults.span(seen[identity].nodes["id"]),),
            )  # fmt: skip
        else:
            seen[identity] = values
    return list(seen.values())


def _site(values: Values, region: Region, places: Gazetteer, faults: Faults) -> Site | None:
    word = values.get("township", "")
    if not (word and values.get("name")):
        return None
    township = places.township(word)
    if isinstance(township, NotFound):
        faults.add(township.code, values.nodes["township"], township.message, township.hint)
        return None
    village = ""
    if values.get("village"):
        found = places.village(values.get("village"), [township])
        if isinstance(found, NotFound):
            faults.add(found.code, values.nodes["village"], found.message, found.hint)
        else:
            village = found.id
    plain_keys = ("kind", "opened", "hours", "address", "summary", "source")
    return Site(
        id=values.get("id"),
        name=values.get("name"),
        township=township.code,
        village=village,
        status=values.get("status", "开放"),
        contact=contact(values.get("contact")),
        exhibits=tuple(
            Exhibit(v.get("name"), v.get("summary", "")) for v in values.get("exhibits") or () if v.get("name")
        ),
        honours=tuple(_honour(v) for v in values.get("honours") or () if v.get("title")),
        lon=values.get("lon"),
        lat=values.get("lat"),
        sample=bool(values.get("sample")) or region.sample,
        span=faults.span(values.nodes["id"]),
        **{key: values.get(key, "") for key in plain_keys},
    )


def _honour(values: Values) -> Honour:
    words: dict[str, Any] = {key: values.get(key, "") for key in ("title", "issuer", "level", "date")}
    return Honour(**words, review_due=values.get("review_due"))


def _trail(values: Values, sites: dict[str, Site], region: Region, faults: Faults) -> Trail:
    stops = []
    for stop in values.get("stops") or ():
        identity = stop.get("site", "")
        if identity and identity not in sites:
            near = nearest(identity, sites)
            hint = f"是不是“{near}”（{sites[near].name}）？" if near else ""
            faults.add("E106", stop.nodes["site"], f"找不到阵地“{identity}”", f"{hint}阵地写在 campaigns/sites.yml。")
            continue
        name = stop.get("name", "") or (sites[identity].name if identity else "")
        if not name:
            faults.add("E022", stop.node, "站点要写“阵地”编号或“名称”", "两个写一个就行。")
            continue
        status = sites[identity].status if identity else stop.get("status", "")
        stops.append(Stop(name, identity, stop.get("summary", ""), status))
    return Trail(
        id=values.get("id"),
        name=values.get("name"),
        summary=values.get("summary", ""),
        stops=tuple(stops),
        source=values.get("source", ""),
        sample=bool(values.get("sample")) or region.sample,
        span=faults.span(values.nodes["id"]),
    )


def speakers_of(path: str, values: Values) -> tuple[tuple[Speaker, ...], list[Diagnostic]]:
    """The speakers' group of `speakers.yml`, sorted by id."""
    faults = Faults(path)
    found = [
        Speaker(v.get("id"), v.get("name"), v.get("role", ""), v.get("specialty", ""), faults.span(v.node))
        for v in _unique(values.get("speakers") or [], "宣讲团成员", faults)
        if v.get("name")
    ]
    return tuple(sorted(found, key=lambda s: s.id)), faults.found
