"""The region from its file: codes, villages' ids, the time zone, the identity block of the footer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.base.diagnostics import Diagnostic
from generator.check.weights import weights_of
from generator.decode.fields import Faults, Values, texts
from generator.decode.values import plain
from generator.figures.indicators import Indicator
from generator.gazetteer.romanise import village_ids
from generator.gazetteer.zones import fixed_offset
from generator.model import (
    DEFAULT_AUDIENCES,
    DEFAULT_FORMS,
    Contact,
    Identity,
    Region,
    Township,
    Validity,
    Village,
)
from generator.read.tree import Scalar


def contact(values: Values | None) -> Contact:
    """An office's contact from its decoded mapping."""
    if values is None:
        return Contact()
    return Contact(**{key: values.get(key, "") for key in ("office", "phone", "address", "hours")})


def region_of(path: str, values: Values, indicators: Mapping[str, Indicator]) -> tuple[Region | None, list[Diagnostic]]:
    """The region, or None where it lacks what everything else hangs on. `indicators` is what a weight may name."""
    faults = Faults(path)
    code = plain(str(values.get("code", "")))
    if code and not re.fullmatch(r"[0-9]{4}([0-9]{2})?", code):
        faults.add("E027", values.nodes["code"], "地区代码应是6位（县区）或4位（地市）数字", "如 330881。")
    townships = _townships(values.get("townships") or [], faults)
    zone = values.get("timezone", "") or "Asia/Shanghai"
    if fixed_offset(zone) is None:
        faults.add("E026", values.nodes["timezone"], f"不能用时区“{zone}”", "中国用 Asia/Shanghai；不支持夏令时地区。")
        zone = "Asia/Shanghai"
    identity = _identity(values, faults)
    weights = weights_of(values.get("weights") or (), townships, faults, indicators)
    audiences = texts(values.get("audiences")) or DEFAULT_AUDIENCES
    forms = texts(values.get("forms")) or DEFAULT_FORMS
    if not (code and values.get("name") and values.get("publisher")):
        return None, faults.found
    region = Region(
        code=code,
        name=values.get("name"),
        publisher=values.get("publisher"),
        timezone=zone,
        hotline=values.get("hotline", "") or "12348",
        identity=identity,
        townships=townships,
        audiences=audiences,
        forms=forms,
        summary=values.get("summary", ""),
        sample=bool(values.get("sample")),
        population_source=values.get("population_source", ""),
        weights=weights,
        words=_sayings(values, audiences, forms, faults),
        span=faults.span(values.node),
    )
    return region, faults.found


def _sayings(
    values: Values, audiences: tuple[str, ...], forms: tuple[str, ...], faults: Faults
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """E026: what people say must mean words of one of the two lists, and be none of them itself."""
    found: dict[str, tuple[str, ...]] = {}
    for key, words in values.get("words") or ():
        word = key.text.strip()
        unknown = [w for w in words if w.text not in audiences and w.text not in forms]
        for wrong in unknown:
            hint = f"冒号后面写词表里的词：{'、'.join((*audiences, *forms))}。"
            faults.add("E026", wrong, f"“说法”里的“{wrong.text}”不在对象和形式的词表里", hint)
        if word in audiences or word in forms:
            faults.add("E026", key, f"“{word}”本来就在词表里，不用写进“说法”", "请删去这一行。")
        elif not unknown:
            found[word] = tuple(w.text for w in words)
    return tuple(found.items())


def _identity(values: Values, faults: Faults) -> Identity:
    inner: Values | None = values.get("identity")
    keys = ("sponsor", "organiser", "contact", "icp", "police", "site_code")
    got: dict[str, str] = {key: (inner.get(key, "") if inner else "") for key in keys}
    names = ("主办", "承办", "联系方式", "ICP备案", "公安备案", "网站标识码")
    missing = [name for key, name in zip(keys, names, strict=True) if not got[key]]
    if missing:
        node = inner.node if inner else values.node
        faults.add(
            "W203", node, f"页脚身份信息不全，缺少：{'、'.join(missing)}", "政府网站必须公布，请在“网站标识”里补上。"
        )
    return Identity(**got)


def _townships(found: list[Values], faults: Faults) -> tuple[Township, ...]:
    townships: dict[str, Township] = {}
    village_at: dict[str, Any] = {}
    for values in found:
        code = plain(str(values.get("code", "")))
        if not code or not values.get("name"):
            continue
        if not re.fullmatch(r"[0-9]{9}", code):
            faults.add(
                "E027", values.nodes["code"], f"乡镇代码“{code[:20]}”应是9位数字", "6位区划代码加3位，如 330881121。"
            )
            continue
        if code in townships:
            faults.add(
                "E101", values.nodes["code"], f"乡镇代码 {code} 写了两次", "两个乡镇不能用同一个代码。",
                related=(townships[code].span,),
            )  # fmt: skip
            continue
        counted = values.get("counted")
        townships[code] = Township(
            code=code,
            name=values.get("name"),
            villages=_villages(code, values, faults, village_at),
            population=values.get("population"),
            group=values.get("group", ""),
            tile=values.get("tile"),
            contact=contact(values.get("contact")),
            counted=(code[6] not in "45") if counted is None else counted,
            validity=Validity(values.get("valid_from"), values.get("valid_to")),
            lon=values.get("lon"),
            lat=values.get("lat"),
            span=faults.span(values.nodes["code"]),
        )
    return tuple(sorted(townships.values(), key=lambda t: t.code))


def _villages(code: str, township: Values, faults: Faults, seen: dict[str, Any]) -> tuple[Village, ...]:
    written: list[Scalar | Values] = township.get("villages") or []
    bare = [w.text if isinstance(w, Scalar) else w.get("name", "") for w in written]
    needs = [i for i, w in enumerate(written) if isinstance(w, Scalar) or not w.get("id")]
    made = dict(zip(needs, village_ids(code, [bare[i] for i in needs]), strict=True)) if needs else {}
    villages: dict[str, Village] = {}
    for i, item in enumerate(written):
        values = item if isinstance(item, Values) else None
        node = item if isinstance(item, Scalar) else item.nodes.get("id", item.node)
        identity = made.get(i) or (values.get("id") if values else "")
        if not identity or not bare[i]:
            continue
        if not re.fullmatch(rf"{code}-[a-z0-9-]+", identity):
            faults.add("E027", node, f"村社区编号“{identity}”要以所在乡镇的代码开头", f"如 {code}-{identity}。")
            continue
        if identity in seen:
            faults.add(
                "E101", node, f"村社区编号 {identity} 重复", "请给其中一个写上不同的编号。",
                related=(faults.span(seen[identity]),),
            )  # fmt: skip
            continue
        seen[identity] = node
        villages[identity] = Village(
            id=identity,
            name=bare[i],
            township=code,
            population=values.get("population") if values else None,
            model_village=values.get("model_village", "") if values else "",
            law_savvy=values.get("law_savvy") if values else None,
            legal_adviser=values.get("legal_adviser") if values else None,
            validity=Validity(values.get("valid_from"), values.get("valid_to")) if values else Validity(),
            span=faults.span(node),
        )
    return tuple(sorted(villages.values(), key=lambda v: v.id))
