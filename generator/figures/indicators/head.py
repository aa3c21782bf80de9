"""The head of an indicator's SQL file becomes its definition card. What each key means is told in `indicators`.

Invariant: whatever is wrong with a head is a `ValueError` that names the file and the key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar, cast, get_args

from generator.figures.indicators.card import (
    DIRECTION_NAMES,
    KIND_NAMES,
    Denominator,
    Detail,
    Indicator,
    Place,
    Records,
    Section,
    Spot,
)
from generator.figures.indicators.groups import GROUPS
from generator.model import Every, Per

_PLACE_NAMES: Mapping[str, Place] = {
    "首要": "headline", "主表": "main", "出处": "evidence", "乡镇今年": "township_year", "乡镇历年": "township_ever", "附表": "annex",
}  # fmt: skip
_BASES = {"场次": True, "名册": False}
_YES = {"是": True, "否": False}

_HEAD_LINE = re.compile(r"-- (\S+?): +(.+)")
_SECTION = re.compile(r"([a-z]+) (\S+)")
_SPOT = re.compile(r"(\S+) (\d+)(?: (\S.*))?")
_NEEDED = ("id", "名称", "分组", "次序", "类型", "方向", "统计单位", "依据", "算法", "来源", "说明")
_OTHERS = (
    "单位", "展示", "周期", "倍数", "小数", "记录", "分母", "可加", "另取", "分子", "分子词", "分母词", "同看", "细目", "分项",
    "栏目", "表题", "空表", "提示",
)  # fmt: skip
_T = TypeVar("_T", bound=str)
_V = TypeVar("_V")


class _Head:
    """The lines of one head by key; each question names the file and the key where the answer is wrong."""

    def __init__(self, text: str, where: str) -> None:
        self.where = where
        self.lines: dict[str, str] = {}
        last = ""
        for line in text.splitlines():
            if not line.startswith("--"):
                break
            found = _HEAD_LINE.fullmatch(line.rstrip())
            if found:
                last = found[1]
                if last in self.lines:
                    raise self.wrong(last, "written twice")
                self.lines[last] = found[2].strip()
            elif last and line.startswith("--  "):
                self.lines[last] += line[2:].strip()
            else:
                raise self.wrong(line[2:].strip(), "no line of the form “-- key: value”")
        missing = [key for key in _NEEDED if key not in self.lines]
        if missing:
            raise ValueError(f"{where}: missing in the head: {', '.join(missing)}")
        unknown = sorted(self.lines.keys() - {*_NEEDED, *_OTHERS})
        if unknown:
            raise ValueError(f"{where}: unknown keys in the head: {', '.join(unknown)}")

    def wrong(self, key: str, why: str) -> ValueError:
        """What to raise for a key."""
        return ValueError(f"{self.where}: {key}: {why}")

    def text(self, key: str) -> str:
        """The words of a key, "" where it is not written."""
        return self.lines.get(key, "")

    def number(self, key: str, default: str = "") -> int:
        """A whole number, 0 or more."""
        told = self.lines.get(key, default)
        if not re.fullmatch(r"[0-9]{1,9}", told):
            raise self.wrong(key, f"not a whole number: {told}")
        return int(told)

    def one(self, key: str, known: Mapping[str, _V], default: str = "") -> _V:
        """What one of the known words stands for."""
        told = self.lines.get(key, default)
        if told not in known:
            raise self.wrong(key, f"unknown word: {told}; known are {' '.join(filter(None, known))}")
        return known[told]

    def several(self, key: str, known: tuple[_T, ...], default: str = "") -> tuple[_T, ...]:
        """Words with blanks between them."""
        found = tuple(self.lines.get(key, default).split())
        if not set(found) <= set(known):
            raise self.wrong(key, f"unknown words: {' '.join(found)}; known are {' '.join(known)}")
        return cast("tuple[_T, ...]", found)

    def counted(self, key: str) -> str:
        """Words with one {} for a number, "" where the key is not written."""
        told = self.text(key)
        if told and (told.count("{}") != 1 or re.search(r"[{}]", told.replace("{}", "", 1))):
            raise self.wrong(key, f"needs one {{}} for the number: {told}")
        return told

    def spots(self, key: str, name: str) -> tuple[Spot, ...]:
        """Places with positions: 首要 10；附表 30 场次. The label is the name where none is written."""
        found: list[Spot] = []
        for part in filter(None, self.text(key).split("；")):
            spot = _SPOT.fullmatch(part.strip())
            place = _PLACE_NAMES.get(spot[1]) if spot else None
            if spot is None or place is None or place in [s.place for s in found]:
                known = " ".join(_PLACE_NAMES)
                raise self.wrong(key, f"not “place position label”, each place once: {part}; known are {known}")
            found.append(Spot(place, int(spot[2]), spot[3] or name))
        return tuple(found)

    def section(self) -> Section | None:
        """The section of a breakdown; None where the head is that of another indicator."""
        if "分项" not in self.lines:
            for key in ("栏目", "表题", "空表", "提示"):
                if key in self.lines:
                    raise self.wrong(key, "belongs to a breakdown, and there is no 分项")
            return None
        found = _SECTION.fullmatch(self.text("栏目"))
        if not found:
            raise self.wrong("栏目", f"a breakdown needs an anchor of small letters and a heading: {self.text('栏目')}")
        for key in ("表题", "空表"):
            if key not in self.lines:
                raise self.wrong(key, "a breakdown needs it")
        return Section(found[1], found[2], self.text("表题"), self.text("空表"), self.text("提示"))


def _itself(words: tuple[_T, ...]) -> Mapping[str, _T]:
    return {word: word for word in words}


def parse_indicator(text: str, where: str) -> Indicator:
    """Read one indicator file; ValueError names `where` and the key of the head that is missing, unknown or wrong."""
    head = _Head(text, where)
    indicator = Indicator(
        id=head.text("id"),
        name=head.text("名称"),
        unit=head.text("单位"),
        about=head.text("说明"),
        per=head.several("统计单位", get_args(Per)),
        of=head.one("分母", _itself(get_args(Denominator))),
        sql=text,
        group=head.one("分组", GROUPS),
        order=head.number("次序"),
        kind=head.one("类型", KIND_NAMES),
        direction=head.one("方向", DIRECTION_NAMES),
        every=head.several("周期", get_args(Every), "year quarter month campaign"),
        on_events=head.one("依据", _BASES),
        formula=head.text("算法"),
        source=head.text("来源"),
        times=head.number("倍数", "1"),
        decimals=head.number("小数", "1"),
        records=head.one("记录", _itself(get_args(Records)), "events"),
        item=head.text("分项"),
        chosen=head.text("分子"),
        adds_up=head.one("可加", _YES, "否"),
        also=head.several("另取", get_args(Per)),
        part_words=head.counted("分子词"),
        whole_words=head.counted("分母词"),
        beside=head.counted("同看"),
        detail=head.one("细目", _itself(get_args(Detail))),
        spots=head.spots("展示", head.text("名称")),
        section=head.section(),
    )
    key, why = _clash(indicator)
    if key:
        raise head.wrong(key, why)
    return indicator


def _clash(i: Indicator) -> tuple[str, str]:
    """The key that says what another one rules out, and why; ("", "") where all fits."""
    if bool(i.item) != (i.group.role == "items"):
        return "分组", "breakdowns, and they alone, stand in the group of breakdowns"
    if i.part_words and not i.whole_words:
        return "分母词", "needed beside 分子词"
    if i.detail and i.records != "events":
        return "细目", "spells out occurrences, and the records are others"
    if i.spots and i.item:
        return "展示", "breakdowns have places of their own"
    places = {spot.place for spot in i.spots}
    if not places.isdisjoint(("headline", "evidence")) and "region" not in i.per:
        return "展示", "a place of the region, which the indicator has no figure for"
    if not places.isdisjoint(("main", "annex", "township_year", "township_ever")) and "township" not in i.per:
        return "展示", "a place of townships, which the indicator has no figure for"
    if "headline" in places and not {"year", "campaign"} <= set(i.every):
        return "展示", "the first figures are told by year and of a campaign as a whole"
    return "", ""
